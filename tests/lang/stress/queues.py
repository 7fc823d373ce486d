"""All kinds of queues between many threads, with time limits, shutdown and interrupts, seeded and bounded in time."""
import _thread
import queue
import random
import signal
import threading
import time

SEED = 77003
LIMIT = 1.5


def exchange(name, make, bound):
    """Producers and consumers with all ways to put and get; what was put is got, once."""
    q = make()
    until = time.monotonic() + LIMIT
    put, got, errors = [], [], []
    guard = threading.Lock()

    def producer(number):
        rng = random.Random(SEED + number)
        mine = []
        try:
            count = 0
            while time.monotonic() < until:
                item = (rng.randrange(5), number, count)
                try:
                    if not bound or rng.random() < 0.5:
                        q.put(item)
                    elif rng.random() < 0.5:
                        q.put(item, timeout=0.002)
                    else:
                        q.put_nowait(item)
                except queue.Full:
                    continue
                mine.append(item)
                count += 1
                if count % 50 == 0:
                    time.sleep(0.001)
        except BaseException as error:
            errors.append(error)
        with guard:
            put.extend(mine)

    def consumer(number):
        rng = random.Random(SEED - number)
        mine = []
        try:
            while True:
                try:
                    kind = rng.randrange(3)
                    item = q.get() if kind == 0 else q.get(timeout=0.002) if kind == 1 else q.get_nowait()
                except queue.Empty:
                    continue
                if hasattr(q, 'task_done'):
                    q.task_done()
                if item[1] < 0:
                    break
                mine.append(item)
        except BaseException as error:
            errors.append(error)
        with guard:
            got.extend(mine)

    producers = [threading.Thread(target=producer, args=(i,), daemon=True) for i in range(3)]
    consumers = [threading.Thread(target=consumer, args=(i,), daemon=True) for i in range(3)]
    for one in producers + consumers:
        one.start()
    for one in producers:
        one.join(40)
    for _ in consumers:
        q.put((9, -1, 0))
    for one in consumers:
        one.join(40)
    stuck = sum(one.is_alive() for one in producers + consumers)
    rest = []
    while not q.empty():
        rest.append(q.get())
    # A stack may give the end marks first: then some items are left.
    left = [item for item in rest if item[1] >= 0]
    print(name, 'stuck' if stuck else 'ok', errors or '', len(put) > 100, sorted(put) == sorted(got + left), len(set(put)) == len(put))
    if hasattr(q, 'join') and not stuck:
        for _ in rest:
            q.task_done()
        q.join()


exchange('Queue', queue.Queue, 0)
exchange('Queue(2)', lambda: queue.Queue(2), 2)
exchange('LifoQueue(50)', lambda: queue.LifoQueue(50), 50)
exchange('PriorityQueue(50)', lambda: queue.PriorityQueue(50), 50)
exchange('SimpleQueue', queue.SimpleQueue, 0)


# Shutdown: everybody who waits is told, and what was in the queue can still be got.
def close(immediate):
    q = queue.Queue(2)
    told, got, put = [], [], []

    def getter():
        try:
            while True:
                got.append(q.get())
        except queue.ShutDown:
            told.append(1)

    def putter(number):
        try:
            for i in range(10**9):
                q.put((number, i))
                put.append((number, i))
        except queue.ShutDown:
            told.append(1)

    threads = [threading.Thread(target=getter, daemon=True) for _ in range(2)]
    threads += [threading.Thread(target=putter, args=(i,), daemon=True) for i in range(3)]
    for one in threads:
        one.start()
    time.sleep(0.1)
    q.shutdown(immediate)
    for one in threads:
        one.join(40)
    lost = set(put) - set(got)
    return sum(one.is_alive() for one in threads), len(told), len(set(got)) == len(got), set(got) <= set(put), len(lost) <= 2 * immediate


print('shutdown', [close(bool(i % 2)) for i in range(6)] == [(0, 5, True, True, True)] * 6)


# Ctrl-C ends whatever the main thread waits for, and nothing is lost by it.
class Stop(Exception):
    pass


def handler(number, frame):
    raise Stop


signal.signal(signal.SIGINT, handler)
q, lock, event = queue.Queue(), threading.Lock(), threading.Event()
semaphore, condition = threading.Semaphore(0), threading.Condition()
lock.acquire()


def wait_for_condition():
    with condition:
        condition.wait()


waits = [q.get, lock.acquire, event.wait, semaphore.acquire, wait_for_condition, lambda: time.sleep(60), lambda: q.get(timeout=60),
         lambda: sleeper.join(), lambda: lock.acquire(timeout=60)]
release = threading.Event()
sleeper = threading.Thread(target=release.wait, args=(50,))
sleeper.start()
rng = random.Random(SEED)
interrupted = 0
for turn in range(90):
    wait = waits[turn % len(waits)]
    timer = threading.Timer(rng.random() * 0.004, _thread.interrupt_main)
    timer.start()
    try:
        wait()
    except Stop:
        interrupted += 1
    try:
        timer.join()
    except Stop:
        interrupted += 1
release.set()
sleeper.join()
print('interrupted', interrupted)
q.put('still works')
lock.release()
semaphore.release()
print(q.get(), lock.acquire(timeout=1), semaphore.acquire(timeout=1), q.qsize())
