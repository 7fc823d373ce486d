# Objects of the program that hold locks are there in worker processes, as in copies of the process.
import multiprocessing as mp
import queue
import threading
import weakref
from contextvars import ContextVar


class Counter:
    def __init__(self):
        self.lock, self.done = threading.Lock(), threading.Event()
        self.ready, self.slots, self.n = threading.Condition(self.lock), threading.Semaphore(2), 0

    def add(self, n):
        with self.ready:
            self.n += n
            self.ready.notify()
        with self.slots:
            self.done.set()
        return self.n


counter = Counter()
counter.add(2)
lock_of_counter = counter.lock
local = threading.local()
variable = ContextVar('variable', default='unset')
todo = queue.Queue()
alive = weakref.WeakValueDictionary()


def work(n):
    local.n = n
    todo.put(n)
    alive['counter'] = counter
    is_free = lock_of_counter.acquire(blocking=False)
    lock_of_counter.release()
    return counter.add(n), counter.done.is_set(), lock_of_counter is counter.lock, is_free, variable.get(), todo.get(), len(alive)


if __name__ == '__main__':
    with mp.Pool(1) as pool:
        print(pool.map(work, [1, 2, 3]))
