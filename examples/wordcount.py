"""Counts the words of all text files below a folder, the files shared out among threads.

    pyc examples/wordcount.py FOLDER [THREADS]
"""
import os
import sys

ENDINGS = (".txt", ".md", ".py", ".rs", ".toml", ".log", ".lalrpop")


def text_files(folder):
    """The paths of the text files below folder, hidden folders and build output left out."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "target")
        for name in sorted(files):
            if name.endswith(ENDINGS):
                yield os.path.join(place, name)


def count_file(path, counts):
    """Adds the words of one file to counts."""
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            for word in line.lower().split():
                word = word.strip(".,;:!?\"'`()[]{}<>*#/|=-+_&%$@\\")
                if word:
                    counts[word] = counts.get(word, 0) + 1


def count_words(paths, threads):
    """Counts per word over all paths. Each thread takes files from a queue and has counts of its own until it is done."""
    waiting = queue()
    for path in paths:
        waiting.put(path)
    for _ in range(threads):
        waiting.put(None)
    total = {}
    merging = lock()

    def work():
        counts = {}
        files = 0
        while (path := waiting.get()) is not None:
            count_file(path, counts)
            files += 1
        with merging:
            for word, times in counts.items():
                total[word] = total.get(word, 0) + times
        return files

    workers = [thread(work) for _ in range(threads)]
    files = sum(worker.join() for worker in workers)
    return files, total


def main(folder, threads="4"):
    files, total = count_words(text_files(folder), int(threads))
    print(f"{files} files, {sum(total.values())} words, {len(total)} different")
    for word, times in sorted(total.items(), key=lambda item: (-item[1], item[0]))[:10]:
        print(f"{times:8}  {word}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: wordcount.py FOLDER [THREADS]")
    main(*sys.argv[1:3])
