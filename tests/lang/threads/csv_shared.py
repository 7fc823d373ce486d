# One reader and one writer, used by several threads at once.
import csv
import threading

ROWS = 2000
lines = [f'{n},"name, {n}",x' for n in range(ROWS)]


class File:
    def __init__(self):
        self.lines = []

    def write(self, line):
        self.lines.append(line)


reader = csv.reader(iter(lines))
file = File()
writer = csv.writer(file)


def work():
    for row in reader:
        writer.writerow(row)


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(reader.line_num, sorted(file.lines) == sorted(line + '\r\n' for line in lines))
