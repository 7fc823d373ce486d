import queue
import threading


def attempt(what, call):
    try:
        print(what, call())
    except Exception as error:
        print(what, type(error).__name__, error)


q = queue.Queue(2)
q.put(1)
q.put(2, timeout=1)
print(q.qsize(), q.full(), q.empty(), q.maxsize, q.unfinished_tasks)
attempt('full', lambda: q.put_nowait(3))
attempt('full', lambda: q.put(3, timeout=0.01))
attempt('negative', lambda: q.put(3, timeout=-1))
print(q.get(), q.get(block=False))
attempt('empty', q.get_nowait)
attempt('empty', lambda: q.get(timeout=0.01))
q.task_done()
q.task_done()
attempt('done', q.task_done)
q.join()

PRODUCERS = CONSUMERS = 8
N = 200
work = queue.Queue(maxsize=10)
results = queue.SimpleQueue()


def produce(w):
    for i in range(N):
        work.put((w, i))


def consume():
    count = total = 0
    while True:
        item = work.get()
        if item is None:
            work.task_done()
            break
        count += 1
        total += item[1]
        work.task_done()
    results.put((count, total))


makers = [threading.Thread(target=produce, args=(w,)) for w in range(PRODUCERS)]
takers = [threading.Thread(target=consume) for _ in range(CONSUMERS)]
for t in makers + takers:
    t.start()
for t in makers:
    t.join()
for _ in takers:
    work.put(None)
work.join()
for t in takers:
    t.join()
counts = [results.get() for _ in takers]
print(sum(c for c, _ in counts), sum(t for _, t in counts), results.empty(), work.unfinished_tasks)

lifo = queue.LifoQueue()
for i in range(4):
    lifo.put(i)
print([lifo.get() for _ in range(4)], lifo.empty(), lifo.queue)
attempt('lifo', lifo.get_nowait)


class Unique(queue.Queue):
    def _init(self, maxsize):
        self.items = []

    def _qsize(self):
        return len(self.items)

    def _put(self, item):
        if item not in self.items:
            self.items.append(item)

    def _get(self):
        return self.items.pop(0)


unique = Unique(3)
for i in (1, 1, 2, 2):
    unique.put(i)
print(unique.qsize(), unique.maxsize, unique.full(), unique.get(), unique.get(), unique.unfinished_tasks)
attempt('unique', lambda: unique.get(timeout=0.01))


class Counting(queue.Queue):
    puts = 0

    def put(self, item, *args, **kwargs):
        self.puts += 1
        super().put(item, *args, **kwargs)


counting = Counting()
counting.put(1)
counting.put_nowait(2)
print(counting.puts, counting.get(), counting.qsize())

q = queue.Queue()
q.put(1)
q.shutdown()
attempt('shut', lambda: q.put(2))
print(q.get(), q.is_shutdown)
attempt('shut', q.get)
q = queue.Queue()
q.put(1)
q.shutdown(immediate=True)
attempt('shut', q.get)
q.join()
waiting = queue.Queue()
out = []


def wait():
    try:
        waiting.get()
    except queue.ShutDown:
        out.append('shut down')


t = threading.Thread(target=wait)
t.start()
waiting.shutdown()
t.join()
print(out)
