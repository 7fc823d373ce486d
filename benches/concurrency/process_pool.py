"""Pool.map of a small function over small ints and small tuples, in chunks as the pool makes them; and single calls."""

import multiprocessing
from clock import measure


def increment(number):
    return number + 1


def add(pair):
    return pair[0] + pair[1]


if __name__ == '__main__':
    with multiprocessing.get_context('fork').Pool(2) as pool:
        pool.map(increment, range(100))
        numbers, pairs = range(100_000), [(number, number) for number in range(100_000)]
        for name, count, call in [
            ('ints', 100_000, lambda: pool.map(increment, numbers)),
            ('pairs', 100_000, lambda: pool.map(add, pairs)),
            ('1000 ints', 1000, lambda: pool.map(increment, range(1000))),
            ('ints one by one', 5000, lambda: pool.map(increment, range(5000), 1)),
            ('imap', 5000, lambda: list(pool.imap(increment, range(5000)))),
            ('apply', 1000, lambda: [pool.apply(increment, (number,)) for number in range(1000)]),
        ]:
            measure('pool item, ' + name, lambda: call() and count)
