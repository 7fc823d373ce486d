# Iterators that take from others, shared by threads: what one next() takes belongs together, if the sources are builtin ones.
import itertools
import sys
import threading

THREADS, COUNT = 4, 20000
sys.setswitchinterval(1e-5)


def shared(it):
    """All that the threads get from an iterator."""
    got = [[] for _ in range(THREADS)]
    barrier = threading.Barrier(THREADS)

    def take(mine):
        barrier.wait()
        for item in it:
            mine.append(item)

    def take_by_next(mine):
        barrier.wait()
        while (item := next(it, None)) is not None:
            mine.append(item)

    threads = [threading.Thread(target=(take, take_by_next)[i % 2], args=(got[i],)) for i in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for mine in got:
        assert mine == sorted(mine)
    return sorted(item for mine in got for item in mine)


numbers = range(COUNT)
items = [n * 3 for n in numbers]
names = [f'{n:06}' for n in numbers]
print('enumerate', all(shared(enumerate(source)) == list(enumerate(source)) for source in (items, tuple(names), numbers, dict.fromkeys(names))))
print('start', shared(enumerate(names, 10**20)) == list(enumerate(names, 10**20)))
print('text', shared(enumerate('äbc' * 5000)) == list(enumerate('äbc' * 5000)), shared(enumerate(bytes(20000))) == list(enumerate(bytes(20000))))
print('set', [n for n, _ in shared(enumerate(set(items)))] == list(numbers))
print('views', shared(enumerate(dict(zip(names, items)).items())) == list(enumerate(zip(names, items))))
print('reversed', shared(zip(numbers, reversed(items))) == list(zip(numbers, reversed(items))))
print('zip', shared(zip(items, names)) == list(zip(items, names)), shared(zip(numbers, items, names)) == list(zip(numbers, items, names)))
print('four', shared(zip(items, names, items, names)) == list(zip(items, names, items, names)))
print('nested', shared(zip(enumerate(items), zip(names, numbers))) == list(zip(enumerate(items), zip(names, numbers))))
print('count', shared(zip(itertools.count(), names)) == list(zip(itertools.count(), names)))
print('repeat', shared(zip(names, itertools.repeat(1))) == list(zip(names, itertools.repeat(1))))
print('longest', shared(itertools.zip_longest(items, names[:9000], fillvalue='')) == list(itertools.zip_longest(items, names[:9000], fillvalue='')))
print('pairwise', shared(itertools.pairwise(names)) == list(itertools.pairwise(names)))
print('batched', shared(itertools.batched(items, 7)) == list(itertools.batched(items, 7)))
print('islice', shared(itertools.islice(names, 100, 19001, 3)) == names[100:19001:3], all(shared(itertools.islice(names, start, None, 2)) == names[start::2] for start in (1023, 1026, 5000, 19990, 30000)))
print('mixed', shared(enumerate(zip(itertools.count(5), names))) == list(enumerate(zip(itertools.count(5), names))))
print('shorter', len(shared(zip(items, names[:1000]))), len(shared(zip(names[:1000], items))))

# Of sources that run script each item comes once, but not in turn.
def generated():
    yield from items


class Numbers:
    def __init__(self):
        self.left = itertools.count()

    def __iter__(self):
        return self

    def __next__(self):
        n = next(self.left)
        if n >= COUNT:
            raise StopIteration
        return n


pairs = shared(enumerate(Numbers()))
print('script', [n for n, _ in pairs] == list(numbers), sorted(n for _, n in pairs) == list(numbers))


# Items that die when they are left out may come back for more.
class Again:
    def __init__(self, it):
        self.it = it

    def __del__(self):
        next(self.it[0], None)


holder = []
first = [Again(holder) for _ in range(100)]
holder.append(zip(first, range(50)))
threads = [threading.Thread(target=lambda: [first.clear() for pair in holder[0]]) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
holder[0] = iter(())
print('done')
