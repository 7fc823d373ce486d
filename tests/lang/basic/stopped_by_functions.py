# A StopIteration out of a function that an iterator calls is the iterator's end.
import itertools


def f(x, y=None):
    if x == 2:
        raise StopIteration
    return x


class Items:
    def __getitem__(self, index):
        if index == 3:
            raise StopIteration
        return index


print(list(map(f, range(5))), sum(map(f, range(5))), [x for x in map(f, range(5))], list(filter(f, range(1, 5))))
for x in map(f, range(5)):
    print(x, end=' ')
print(*map(f, range(5)), {*map(f, range(5))})
print(list(itertools.starmap(f, [(0, 1), (1, 1), (2, 1)])), list(itertools.takewhile(lambda x: f(x) is not None, range(5))))
print(list(itertools.accumulate(range(5), lambda a, x: f(x))), list(iter(lambda: f(2), 7)), list(Items()), tuple(Items()))
print(list(zip(map(f, range(5)), 'abcdef')), dict(zip('abc', map(f, range(5)))), list(enumerate(map(f, range(5)))))
a, b = map(f, range(5))
print(a, b, max(map(f, range(5))), 9 in map(f, range(5)), list(itertools.chain(map(f, range(5)), [9])))
for a, b in zip(map(f, range(5)), map(f, range(5))):
    print(a, b, end=' ')
print()


def delegates():
    got = yield from map(f, range(5))
    yield got


print(list(delegates()))
try:
    next(map(f, [2]))
except StopIteration as error:
    print('raised', error.value)
try:
    print(list(x for x in [f(2)]))
except BaseException as error:
    print(type(error).__name__)
try:
    print(list(f(x) for x in range(5)))
except RuntimeError as error:
    print(error)


# Delegation is as deep as calls may be.
def endless(n):
    yield n
    yield from endless(n + 1)


for take in sum, list, lambda g: [x for x in g], lambda g: [next(g) for _ in range(10 ** 6)]:
    g = endless(0)
    try:
        take(g)
    except RecursionError as error:
        print(error, list(g))


def deep(n):
    yield n
    if n:
        yield from deep(n - 1)


print(sum(deep(400)))
