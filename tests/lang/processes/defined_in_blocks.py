# Classes that stand in blocks go to worker processes too.
import contextlib
import functools
import multiprocessing as mp
import threading
import sys

if sys.version_info >= (3,):
    class Pair:
        def __init__(self, x, y):
            self.x, self.y = x, y

        def total(self):
            return self.x + self.y
else:
    class Pair:
        pass

try:
    import no_such_module
except ImportError:
    class Fallback:
        """Multi-line
text that keeps its columns"""

        value = 5

for kind in ('first', 'second'):
    class Loop:
        label = kind

with contextlib.nullcontext():
    @functools.total_ordering
    class Ordered:
        def __init__(self, n):
            self.n = n

        def __eq__(self, other):
            return self.n == other.n

        def __lt__(self, other):
            return self.n < other.n

while True:
    class Once:
        def name(self):
            return type(self).__name__
    break

match sys.argv:
    case []:
        class Matched:
            n = 0
    case _:
        class Matched:
            n = 1

log = 1; lk = threading.Lock(); after = 2


def work(pair):
    with lk:
        return pair.total(), Fallback.__doc__, Fallback.value, Loop.label, Ordered(2) >= Ordered(1), Once().name(), Matched.n, log + after


if __name__ == '__main__':
    class W(mp.Process):
        def __init__(self, queue):
            super().__init__()
            self.queue = queue

        def run(self):
            self.queue.put((type(self).__name__, Helper().help(), self.name == mp.current_process().name))

    class Helper:
        def help(self):
            return 'helped'

    class Token:
        def __init__(self, n):
            self.n = n

    def double(token):
        return Token(token.n * 2)

    queue = mp.Queue()
    w = W(queue)
    w.start()
    print(queue.get())
    w.join()
    print(w.exitcode)
    with mp.Pool(2) as pool:
        print(pool.map(work, [Pair(1, 2), Pair(3, 4)]))
        print([token.n for token in pool.map(double, [Token(1), Token(2)])])
