"""Reads a web server's log in parallel: requests per status, the slowest paths, the busiest minutes.

    pyc examples/loganalyser.py LOG [THREADS]

A line reads `2026-03-01T12:34:56 10.0.0.7 GET /path 200 123`: time, client, method, path, status, milliseconds.
"""
import sys


class Report:
    """What one thread found in its part; parts are added up."""

    def __init__(self):
        self.lines = self.wrong = 0
        self.statuses = {}
        self.paths = {}
        self.minutes = {}

    def add_line(self, line):
        self.lines += 1
        try:
            when, _client, _method, path, status, millis = line.split()
            millis = int(millis)
        except ValueError:
            self.wrong += 1
            return
        self.statuses[status] = self.statuses.get(status, 0) + 1
        times, total = self.paths.get(path, (0, 0))
        self.paths[path] = times + 1, total + millis
        minute = when[:16]
        self.minutes[minute] = self.minutes.get(minute, 0) + 1

    def __iadd__(self, other):
        self.lines += other.lines
        self.wrong += other.wrong
        for mine, theirs in (self.statuses, other.statuses), (self.minutes, other.minutes):
            for key, times in theirs.items():
                mine[key] = mine.get(key, 0) + times
        for path, (times, total) in other.paths.items():
            before = self.paths.get(path, (0, 0))
            self.paths[path] = before[0] + times, before[1] + total
        return self


def parts(path, count):
    """Byte ranges of about equal size that begin and end at line ends."""
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        start = 0
        for index in range(1, count + 1):
            file.seek(size * index // count)
            if index < count:
                file.readline()
            end = size if index == count else file.tell()
            if end > start:
                yield start, end
            start = end


def read_part(path, start, end):
    report = Report()
    with open(path, "rb") as file:
        file.seek(start)
        for line in file.read(end - start).decode("utf-8", "replace").splitlines():
            report.add_line(line)
    return report


def analyse(path, threads):
    readers = [thread(read_part, path, start, end) for start, end in parts(path, threads)]
    whole = Report()
    for reader in readers:
        whole += reader.join()
    return whole


def main(path, threads="4"):
    report = analyse(path, int(threads))
    print(f"{report.lines} lines, {report.wrong} not understood")
    for status, times in sorted(report.statuses.items()):
        print(f"  {status}: {times}")
    print("slowest paths (mean milliseconds):")
    means = [(total / times, path) for path, (times, total) in report.paths.items()]
    for mean, path in sorted(means, reverse=True)[:5]:
        print(f"  {mean:8.2f}  {path}")
    print("busiest minutes:")
    for minute, times in sorted(report.minutes.items(), key=lambda item: (-item[1], item[0]))[:3]:
        print(f"  {minute}  {times}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: loganalyser.py LOG [THREADS]")
    main(*sys.argv[1:3])
