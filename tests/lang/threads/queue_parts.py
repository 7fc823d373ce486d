# The parts of a queue: its lock, its conditions, and what keeps the items.
import collections
import queue
import threading

q = queue.Queue()
for n in range(3):
    q.put(n)
with q.mutex:
    q.queue.clear()
print(q.qsize(), q.empty(), q.unfinished_tasks)
q.put('b')
q.queue.appendleft('a')
print(type(q.queue).__name__, list(q.queue), q.get(), q.get_nowait(), type(q).__name__, isinstance(q, queue.Queue))
try:
    q.get(timeout=.01)
except queue.Empty as error:
    print(repr(error))
for name in ('not_empty', 'not_full', 'all_tasks_done'):
    with getattr(q, name) as got:
        print(name, got, q.mutex.locked(), getattr(q, name)._lock is q.mutex)

# A thread that waits already is not forgotten.
q = queue.Queue()
got = []
waiting = [threading.Thread(target=lambda: got.append(q.get())) for _ in range(3)]
for thread in waiting:
    thread.start()
with q.not_empty:
    q.queue.extend('xyz')
    q.not_empty.notify_all()
for thread in waiting:
    thread.join()
print(sorted(got))

q = queue.Queue(2)
q.put(1)
q.put(2)
putter = threading.Thread(target=q.put, args=(3,))
putter.start()
joiner = threading.Thread(target=q.join)
joiner.start()
with q.not_full:
    q.queue.popleft()
    q.not_full.notify()
putter.join()
print(list(q.queue), q.full(), q.unfinished_tasks)
with q.all_tasks_done:
    q.unfinished_tasks = 0
    q.all_tasks_done.notify_all()
joiner.join()
try:
    q.task_done()
except ValueError as error:
    print(error)
try:
    q.put_nowait(4)
except queue.Full as error:
    print(repr(error))
q.maxsize = 3
q.put_nowait(4)
print(list(q.queue), q.maxsize)
q.queue = collections.deque([9])
print(q.get(), q.qsize())
q.shutdown()
print(q.is_shutdown)
for call in (q.get, lambda: q.put(1)):
    try:
        call()
    except queue.ShutDown as error:
        print(repr(error))

q = queue.Queue()
q.put(1)
q.shutdown()
print(q.queue, q.is_shutdown, q.get())
try:
    q.get()
except queue.ShutDown as error:
    print(repr(error))


class Logged(queue.Queue):
    """All hooks go on to those of the base."""

    def __init__(self, name, maxsize=0):
        self.log = []
        super().__init__(maxsize)
        self.name = name

    def _init(self, maxsize):
        super()._init(maxsize)
        self.log.append(('init', maxsize))

    def _put(self, item):
        self.log.append(('put', item))
        super()._put(item)

    def _get(self):
        item = super()._get()
        self.log.append(('get', item))
        return item

    def _qsize(self):
        return super()._qsize()

    def put(self, item, block=True, timeout=None):
        super().put(item, block, timeout)

    def get(self, *args, **kwargs):
        return super().get(*args, **kwargs)

    def join(self):
        super().join()


q = Logged('q', 2)
q.put(1)
q.put_nowait(2)
print(q.full(), q.qsize(), q.get(), q.get_nowait(), q.empty(), q.log, q.name, type(q.queue).__name__)
q.task_done()
q.task_done()
q.join()
print(q.unfinished_tasks, q.maxsize)


class Unique(queue.PriorityQueue):
    def _init(self, maxsize):
        super()._init(maxsize)
        self.seen = set()

    def _put(self, item):
        if item not in self.seen:
            self.seen.add(item)
            super()._put(item)


q = Unique()
for n in (3, 1, 3, 2):
    q.put(n)
print([q.get() for _ in range(q.qsize())])


class Plain(queue.Queue):
    def __init__(self):
        super().__init__(5)


q = Plain()
q.put(1)
with q.mutex:
    print(q.maxsize, q._qsize(), list(q.queue))
