# Generator expressions as the only argument of a builtin that takes all items, and of others.
import asyncio
import sys
import traceback

data = [3, 1, 2]
print(sum(x for x in data), sum(x / 2 for x in data), sum(x * 10 ** 20 for x in data), sum(True for _ in data))
print(all(x for x in data), any(x > 2 for x in data), all(x for x in ()), any(x for x in ()), all(x for x in (1, [], 1 / 1)))
print(sorted(x for x in data), min(x for x in data), max(-x for x in data), min(str(x) for x in data), max([x] for x in data))
print(list(x + 1 for x in data), tuple(x + 1 for x in data), set(x % 2 for x in data), frozenset(x % 2 for x in data), tuple(x for x in ()))
print(', '.join(str(x) for x in data), ''.join(c for c in 'abc' if c != 'b'), b'-'.join(bytes([x + 65]) for x in data))
print(dict((x, x * x) for x in data), bytes(x for x in data), bytearray(x for x in data), len(list(x for x in range(5))))
all_of = []
print(all_of.extend(x for x in data), all_of)
print(list((x, y) for x in range(3) if x for y in range(x) if (x + y) % 2), sum(x * y for x, y in zip(data, data)))
print(list(i + x for i, x in enumerate(data)), sum(v for k, v in {'a': 1, 'b': 2}.items()), ''.join(k for k in {'a': 1}))
print(sum(sum(y for y in range(x)) for x in data), any(all(y for y in row) for row in ([0, 1], [1, 1])))

# Names: closures, walrus, class bodies, lambdas, shadowed builtins, deleted and late ones.
factor = 3


def closures(k):
    total = sum(k * x * factor for x in data)
    calls = list(lambda: (k, x) for x in data)
    last = any((found := x) == 1 for x in data)
    return total, [call() for call in calls], last, found


print(closures(2))


class Body:
    values = [1, 2]
    doubled = tuple(2 * x for x in values)
    names = list(__name__ for _ in values)


print(Body.doubled, Body.names)


def shadowed():
    def sum(items):
        return type(items).__name__, items.gi_code.co_name

    def any(items):
        return next(items), next(items)

    return sum(x for x in data), any(x for x in data)


print(shadowed())


class Joins(str):
    def join(self, items):
        return type(items).__name__


print(Joins(', ').join(x for x in data), [f(x for x in data) for f in (sum, max, type, iter, list)][0:2])


class Adds(list):
    pass


print(Adds(x for x in data), type(Adds(x for x in data)).__name__)


# Errors: where they point, who raised.
def show(run):
    try:
        print(run())
    except BaseException as error:
        entries = traceback.extract_tb(error.__traceback__)
        print(type(error).__name__, error, [(entry.name, entry.colno, entry.end_colno) for entry in entries[1:]])


class Bad:
    def __bool__(self):
        raise KeyError('taker')

    def __radd__(self, other):
        raise StopIteration('taker')


def bare(run):
    try:
        run()
    except BaseException as error:
        print(type(error).__name__, error, repr(error.__cause__), [entry.name for entry in traceback.extract_tb(error.__traceback__)])


for run in (
    lambda: sum(1 // x for x in (1, 0)),
    lambda: all(x for x in 5),
    lambda: all(x for x in [1, Bad()]),
    lambda: sum(x for x in [1, Bad()]),
    lambda: sum(next(iter(())) for x in data),
    lambda: list(y for x in data for y in x),
    lambda: sum(str(x) for x in data),
    lambda: min(x for x in ()),
    lambda: max(x for x in (1, 'a')),
    lambda: set([x] for x in data),
    lambda: ', '.join(x for x in data),
    lambda: [].extend(1 / x for x in (1, 0)),
    lambda: sorted(x for x in (1, 'a')),
    lambda: undefined(x for x in data),
    lambda: sum(undefined for x in data),
    lambda: ', '.join(str(x) for x in undefined),
    lambda: len(x for x in data),
    lambda: int(x for x in data),
):
    show(run)
    bare(run)


# A list that changes while it is gone through, as with any iterator.
def grow():
    items = [1, 2, 3]
    print(sum(items.append(0) or x for x in items if len(items) < 9), items)
    items = [1, 2, 3]
    print(list(items.clear() or x for x in items), items)


grow()


class Iterator:
    """An iterator that is no iterable."""
    def __init__(self):
        self.n = 0

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration
        return self.n


class Iterable:
    def __iter__(self):
        return Iterator()


print(sum(x for x in Iterable()), list(x for x in Iterable()))


# Frames: the expression's own is there while it runs, and not while its items are taken.
def stack():
    frame = sys._getframe(1)
    names = []
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


class Looks:
    def __bool__(self):
        print(stack())
        return True


print(list(stack() for _ in range(1)), all(Looks() for _ in range(1)))
try:
    raise ValueError
except ValueError:
    print(list(type(sys.exception()).__name__ for _ in range(1)))


# In generators and coroutines.
def generator():
    yield sum(x for x in data)
    got = sum(x for x in (yield 'what?'))
    yield got
    yield list(x for x in data if (yield_ := x))


g = generator()
print(next(g), next(g), g.send([1, 2, 3]), list(g))


async def double(x):
    await asyncio.sleep(0)
    return 2 * x


async def main():
    print(sum(x for x in await double(data)), [x async for x in (await double(x) for x in data)])
    try:
        print(sum(await double(x) for x in data))
    except TypeError as error:
        print(error)
    print(sum([await double(x) for x in data]), any(x == 3 for x in data))


asyncio.run(main())


# As deep as functions go, and no deeper.
def deep(n):
    return all(deep(n - 1) for _ in range(1)) if n else True


print(deep(300))


def endless():
    return sum(endless() for _ in range(1))


try:
    endless()
except RecursionError as error:
    print(error)

# Expressions in expressions are lowered in little time.
nested = 'x'
for level in range(40):
    nested = f'all({nested} for x in (1,))'
print(eval(nested), eval(nested.replace('all', 'any')))
code = compile('f(x for x in y)', '<test>', 'eval')
print([type(const).__name__ for const in code.co_consts if hasattr(const, 'co_name')], code.co_names)
