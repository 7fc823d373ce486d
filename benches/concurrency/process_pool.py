"""Pool.map of a small function over small ints and small tuples, in chunks as the pool makes them; and single calls."""

import multiprocessing
import time


def increment(number):
    return number + 1


def add(pair):
    return pair[0] + pair[1]


def run(count, call):
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) / count


if __name__ == '__main__':
    with multiprocessing.get_context('fork').Pool(2) as pool:
        pool.map(increment, range(100))
        numbers, pairs = range(20000), [(number, number) for number in range(20000)]
        for name, count, call in [
            ('ints', 20000, lambda: pool.map(increment, numbers)),
            ('pairs', 20000, lambda: pool.map(add, pairs)),
            ('1000 ints', 1000, lambda: pool.map(increment, range(1000))),
            ('ints one by one', 1000, lambda: pool.map(increment, range(1000), 1)),
            ('imap', 1000, lambda: list(pool.imap(increment, range(1000)))),
            ('apply', 200, lambda: [pool.apply(increment, (number,)) for number in range(200)]),
        ]:
            print('pool item, %s: %.2f us' % (name, min(run(count, call) for _ in range(7)) * 1e6))
