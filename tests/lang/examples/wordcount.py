# Words of three megabytes of text in eight files, counted by examples/wordcount.py.
from _setting import Folder, numbers
import wordcount

WORDS = 'the quick brown fox jumps over a lazy dog while, ünder Ölbäume, seven (wise) owls watch it. Slowly "night" falls!'.split()

with Folder() as folder:
    choice = numbers(1)
    lines = [' '.join(WORDS[next(choice) % len(WORDS)] for _ in range(12)) for _ in range(600)]
    for name in range(8):
        text = '\n'.join(lines[next(choice) % len(lines)] for _ in range(5600))
        folder.write(f'{name}.txt', text + '\n')
    folder.write('ignored.bin', 'not a word of this')
    for threads in '1', '4':
        wordcount.main(folder.path, threads)
