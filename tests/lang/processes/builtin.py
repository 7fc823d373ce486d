"""The builtin process(): functions, closures and classes of the program by value; errors; a process that is killed; pools go on."""
import os, threading
class Point:
    def __init__(self, x): self.x = x
    def double(self): return Point(self.x * 2)
    def __repr__(self): return f'Point({self.x})'
K = 10
def helper(n): return n * K
def work(a, b=2):
    return helper(a) + b, os.getpid() != 0, __name__
p = process(work, 4, b=3)
print(p.join(), p.exitcode)
f = lambda x: [x, Point(x).double()]
print(process(f, 5).join())
def outer(n):
    seen = []
    def inner(k):
        seen.append(k)
        return n + k, seen
    return inner
print(process(outer(5), 6).join())
def bad(): return 1 / 0
try: process(bad).join()
except ZeroDivisionError as e: print(repr(e), 'ZeroDivisionError' in str(e.__cause__))
try: process(work, [1, {'x': threading.Lock()}])
except TypeError as e: print(e, e.__notes__)
import time
p = process(time.sleep, 10)
t = time.monotonic()
p.kill()
try: p.join()
except RuntimeError as e: print(e, time.monotonic() - t < 0.2)
r = process(Point(7).double).join()
print(r, type(r) is Point)


import multiprocessing
import os


def boom(x):
    if x == 3:
        os.kill(os.getpid(), 9)
    return x


with multiprocessing.Pool(2) as pool:
    results = [pool.apply_async(boom, (i,)) for i in range(6)]
    for result in results:
        try:
            print(result.get(5), end=' ')
        except RuntimeError as error:
            print(type(error).__name__, end=' ')
    print(pool.map(lambda x: x + K, range(3)))
