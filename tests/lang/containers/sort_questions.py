"""What a sort asks, and in what order: `__lt__` may print, contradict itself or raise."""
import hashlib
import random

random.seed(7)


class Key:
    __slots__ = 'value', 'number'

    def __init__(self, value, number):
        self.value, self.number = value, number

    def __lt__(self, other):
        log.append((self.number, other.number))
        if len(log) == stop:
            raise ZeroDivisionError
        if liar:
            return (len(log) * 7919 + 13) % 11 < liar
        return self.value < other.value


def shapes(n):
    yield [random.random() for _ in range(n)]
    yield [random.randrange(max(1, n // 10)) for _ in range(n)]
    yield list(range(n))
    yield [i // 7 for i in range(n)]
    yield [-i // 7 for i in range(n)]
    yield [i % (n // 3 + 1) for i in range(n)]
    yield list(range(n // 2)) + [random.randrange(n) for _ in range(n - n // 2)]
    yield [0] * (n // 2) + [-i for i in range(n - n // 2)]
    yield [x for k in range(5) for x in sorted(random.randrange(1000) for _ in range(n // 5))]


for n in [0, 1, 2, 3, 5, 8, 31, 64, 65, 100, 200, 1000]:
    for values in shapes(n):
        seen, asked = hashlib.md5(), []
        for stop, liar, reverse, key in (
            (0, 0, False, None),
            (0, 0, True, None),
            (random.randrange(1, 3 * n + 2), 0, False, None),
            (random.randrange(1, 3 * n + 2), 0, True, lambda key: key),
            (0, random.randrange(1, 11), False, None),
            (0, random.randrange(1, 11), True, lambda key: key),
        ):
            log = []
            items = [Key(value, number) for number, value in enumerate(values)]
            try:
                items.sort(reverse=reverse, key=key)
            except ZeroDivisionError:
                seen.update(b'raised')
            seen.update(repr((log, [item.number for item in items])).encode())
            asked.append(len(log))
        print(n, asked, seen.hexdigest()[:8])

nan = float('nan')
for n in 3, 5, 10, 70:
    values = [random.choice([nan, round(random.random(), 2)]) for _ in range(n)]
    print(sorted(values), sorted(values, reverse=True))
    print(sorted(zip(values, values))[:5])
print(sorted([(1, nan), (1, 2.0), (0, nan)]), sorted([{1}, {2}, {1, 2}, set(), {3}]))

# What an error leaves.
mixed = [3, 1, 2, 'a', 0]
try:
    mixed.sort()
except TypeError as error:
    print(error, mixed)
def key(item):
    return 1 // item
for items in [2, 1, 0, 5], [1, 2]:
    try:
        items.sort(key=key)
    except ZeroDivisionError as error:
        print(error, end=' ')
    print(items)
