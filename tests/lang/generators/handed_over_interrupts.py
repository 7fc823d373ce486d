# What takes the items of an endless generator can be interrupted, and lets others go on.
import collections
import math
import os
import signal
import threading


class Stop(Exception):
    pass


def stop(*_):
    raise Stop


signal.signal(signal.SIGUSR1, stop)


def ones():
    while True:
        yield 1


def zeros():
    i = 0
    while True:
        yield i * 0.0


def rest():
    yield from ones()


def texts(n=10 ** 7):
    for _ in range(n):
        yield ''


def check(name, run):
    timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1))
    timer.start()
    try:
        run()
        print(name, 'ended')
    except Stop:
        print(name, 'stopped')
    timer.join()


check('sum', lambda: sum(ones()))
check('sum of an expression', lambda: sum(1 for _ in ones()))
check('sum of a delegating one', lambda: sum(rest()))
check('all', lambda: all(ones()))
check('any', lambda: any(zeros()))
check('any of an expression', lambda: any(x for x in zeros()))
check('fsum', lambda: math.fsum(zeros()))
check('max', lambda: max(ones()))
check('in', lambda: 2 in ones())
check('set', lambda: set(ones()))
check('deque', lambda: collections.deque(ones(), maxlen=3))
check('join', lambda: ''.join(texts(10 ** 9)))


def loop():
    for x in ones():
        pass


check('loop', loop)
