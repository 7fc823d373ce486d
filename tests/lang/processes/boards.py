"""What goes between a pool and its workers: plain data and what is not, long and short, in order."""
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
import time


class Point:
    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        return self.x == other.x


class NoReturn(Exception):
    def __reduce__(self):
        raise TypeError('not to be sent')


def echo(value):
    return value


def same(a, b):
    return a is b


def shift(point):
    return Point(point.x + 1)


def length(value):
    return len(value)


def repeat(what, times):
    return what * times


def fail(kind):
    raise kind('on purpose')


def add(a, b=0, *, c=0):
    return a + b + c


def plus_one(number):
    return number + 1


def note(pair):
    order.append(pair[0])
    return list(order)


def pid(_):
    return os.getpid()


def nap(seconds):
    time.sleep(seconds)
    return seconds


order = []

if __name__ == '__main__':
    values = [
        None, True, 0, -1, 127, 128, -128, -129, 2 ** 31, -2 ** 31, 2 ** 63 - 1, -2 ** 63, 2 ** 63, 10 ** 50, 1.5, float('inf'), -0.0, 'a',
        '', 'ä€😀', '\ud800', b'', b'\x00\xff', (), (1,), tuple(range(40)), [], [1, 2], [1, 2.0], [True, 1], [1.5, 2.5], [300, -300],
        [2 ** 40, 1], [[1], [2, [3]]], {}, {1: [2], 'a': (3, {'b': None})}, {1, 2}, frozenset('a'), range(5), range(10 ** 20), 1j, ..., int,
        'x' * 5000, list(range(5000)), ['x'] * 3000, {number: str(number) for number in range(500)}, bytearray(b'ab'), slice(1, 2),
    ]
    with multiprocessing.Pool(2) as pool:
        for how in (lambda: pool.map(echo, values, 1), lambda: pool.map(echo, values), lambda: pool.map(echo, tuple(values), 5),
                    lambda: list(pool.imap(echo, values)), lambda: [pool.apply(echo, (value,)) for value in values]):
            found = how()
            print([(a, b) for a, b in zip(values, found, strict=True) if repr(a) != repr(b) or type(a) is not type(b)])
        shared = [1]
        print(pool.apply(same, (shared, shared)), pool.apply(same, ([1], [1])), pool.apply(add, (1,), {'b': 2, 'c': 3}))
        deep = []
        for _ in range(80):
            deep = [deep]
        cycle = [1]
        cycle.append(cycle)
        back = pool.apply(echo, (cycle,))
        print(pool.apply(echo, (deep,)) == deep, back[1] is back)
        print([point.x for point in pool.map(shift, [Point(1), Point(2)], 1)], pool.map(shift, [Point(number) for number in range(100)])[-1].x)
        print(pool.starmap(repeat, [('ab', 3), ([0], 4)]), pool.map(length, ['x' * 10 ** 6, b'y' * 10 ** 7, list(range(10 ** 6))], 1))
        print([len(pool.apply(repeat, ('x', 10 ** power))) for power in range(8)])
        for call in (lambda: pool.apply(fail, (EOFError,)), lambda: pool.apply(fail, (NoReturn,)),
                     lambda: pool.apply(echo, (threading.Lock(),)), lambda: pool.map(length, [[1], 2], 1), lambda: pool.map(add, range(3), 0)):
            try:
                print(call())
            except Exception as error:
                print(type(error).__name__, str(error)[:30] if isinstance(error, (EOFError, ValueError)) else '')
        print(sum(pool.imap_unordered(plus_one, (number for number in range(3000)))), sum(pool.imap(plus_one, iter(range(3000)), 7)))
        print(pool.map(plus_one, range(10, 0, -3)), pool.map(plus_one, []), pool.map(str.upper, 'abc'), pool.map(plus_one, range(5), 100))

        def use(results, first):
            for start in range(first, first + 20):
                results.append(pool.map(plus_one, range(start), 3) == list(range(1, start + 1)))
                results.append(pool.apply(plus_one, (start,)) == start + 1)
        results = []
        threads = [threading.Thread(target=use, args=(results, first)) for first in (0, 20, 40, 60)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        print(len(results), all(results))
    with multiprocessing.Pool(1) as pool:
        # One worker begins calls in the order in which they came, whatever they carry.
        calls = [(number, [None, 'x' * 10 ** 5, Point(1), [number] * 3][number % 4]) for number in range(700)]
        made = [pool.apply_async(note, (call,)) for call in calls]
        print(made[-1].get() == list(range(700)))
    with multiprocessing.Pool(2, maxtasksperchild=3) as pool:
        pids = pool.map(pid, range(30), 1)
        print(len(pids), len(set(pids)) >= 10, max(pids.count(one) for one in set(pids)) <= 3)
    with ProcessPoolExecutor(2) as executor:
        futures = [executor.submit(nap, 0.2) for _ in range(12)]
        cancelled = [future.cancel() for future in reversed(futures)]
        print(sum(cancelled) >= 9, sum(future.cancelled() for future in futures) == sum(cancelled))
        print([future.result() for future in futures if not future.cancelled()] == [0.2] * (12 - sum(cancelled)))
        print(list(executor.map(plus_one, range(500))) == list(range(1, 501)), executor.submit(echo, Point(4)).result().x)
