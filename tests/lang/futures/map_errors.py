# An iterable that raises: the calls whose arguments came before are made.
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

made = []


def items(count):
    yield from range(count)
    raise LookupError('no more')


for count in (0, 1, 3, 200):
    made.clear()
    with ThreadPoolExecutor(2) as executor:
        try:
            executor.map(made.append, items(count))
        except LookupError as error:
            print(repr(error))
    print(sorted(made) == list(range(count)), len(made))
    made.clear()
    with ThreadPoolExecutor(2) as executor:
        try:
            executor.map(lambda a, b: made.append(a), items(count), range(2))
        except LookupError as error:
            print(repr(error))
    print(sorted(made))


def note(place, n):
    open(os.path.join(place, str(n)), 'w').close()


if __name__ == '__main__':
    for size in (1, 2):
        with tempfile.TemporaryDirectory() as place:
            with ProcessPoolExecutor(1) as executor:
                try:
                    executor.map(note, [place] * 9, items(3), chunksize=size)
                except LookupError as error:
                    print(repr(error))
            print(sorted(os.listdir(place)))
