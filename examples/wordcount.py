"""Counts the words of all text files below a folder, a share of the files for each of several threads.

    pyc examples/wordcount.py FOLDER [THREADS]
"""
import os
import sys

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def files_below(folder):
    found = []
    for name in sorted(os.listdir(folder)):
        path = folder + "/" + name
        if os.path.isdir(path):
            found += files_below(path)
        else:
            found.append(path)
    return found


def words(text):
    for piece in text.lower().split():
        word = piece.strip(".,;:!?\"'()[]{}<>*_-`/")
        if word and word[0] in LETTERS:
            yield word


class Tally:
    """Counts that several threads add to."""

    def __init__(self):
        self.counts = {}
        self.files = 0
        self.guard = lock()

    def add(self, counts):
        with self.guard:
            self.files += 1
            for word, count in counts.items():
                self.counts[word] = self.counts.get(word, 0) + count


def count_file(path):
    counts = {}
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            for word in words(line):
                counts[word] = counts.get(word, 0) + 1
    return counts


def work(todo, tally):
    while True:
        path = todo.get()
        if path is None:
            return
        tally.add(count_file(path))


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "."
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    todo = queue()
    for path in files_below(folder):
        todo.put(path)
    tally = Tally()
    workers = [thread(work, todo, tally) for _ in range(number)]
    for _ in workers:
        todo.put(None)
    for worker in workers:
        worker.join()
    total = sum(tally.counts.values())
    print(tally.files, "files,", total, "words,", len(tally.counts), "different")
    ranked = sorted(tally.counts.items(), key=lambda item: (-item[1], item[0]))
    for word, count in ranked[:10]:
        print(f"{count:8} {word}")


main()
