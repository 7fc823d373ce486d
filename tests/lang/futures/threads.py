"""ThreadPoolExecutor and its futures: results, errors, order, callbacks, cancelling, waiting."""
import concurrent.futures
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed, wait, FIRST_COMPLETED, FIRST_EXCEPTION, Future
import re


def addr(text):
    return re.sub(r'0x[0-9a-f]+', '0x', text)


def square(x):
    return x * x


def fail(x):
    raise ValueError('no %d' % x)


with ThreadPoolExecutor(max_workers=3, thread_name_prefix='pool') as pool:
    print(list(pool.map(square, range(10))))
    print(list(pool.map(pow, [2, 3, 4], [5, 2])))
    f = pool.submit(square, 7)
    print(f.result(), f.done(), f.running(), f.cancelled(), f.exception())
    g = pool.submit(fail, 3)
    print(repr(g.exception()))
    try:
        g.result()
    except ValueError as e:
        print('raised', e)
    print(addr(repr(f)), addr(repr(g)))
    seen = []
    f.add_done_callback(lambda fut: seen.append(fut.result()))
    print(seen)
    names = set(pool.map(lambda _: threading.current_thread().name.rsplit('_', 1)[0], range(20)))
    print(names)
    try:
        for x in pool.map(fail, [1, 2]):
            print('never', x)
    except ValueError as e:
        print('map raised', e)

try:
    pool.submit(square, 1)
except RuntimeError as e:
    print(e)

with ThreadPoolExecutor(2) as pool:
    fs = {pool.submit(square, i): i for i in range(8)}
    print(sorted((fs[f], f.result()) for f in as_completed(fs)))
    gate = threading.Event()
    blocked = [pool.submit(gate.wait) for _ in range(2)]
    queued = pool.submit(square, 3)
    done, not_done = wait(blocked + [queued], timeout=0.05)
    print(len(done), len(not_done))
    print(queued.cancel(), queued.cancelled(), queued.done(), addr(repr(queued)))
    try:
        queued.result()
    except concurrent.futures.CancelledError as e:
        print('cancelled', repr(e))
    try:
        blocked[0].result(timeout=0.01)
    except TimeoutError as e:
        print('timeout', repr(e))
    try:
        list(as_completed(blocked, timeout=0.01))
    except TimeoutError as e:
        print(e)
    print(blocked[0].cancel())
    gate.set()
    print(wait(blocked).done == set(blocked))
    r = wait([pool.submit(square, 2), pool.submit(fail, 1)], return_when=FIRST_EXCEPTION)
    print(sorted(type(f.exception()).__name__ for f in r.done if f.exception()))

fut = Future()
print(addr(repr(fut)), fut.set_running_or_notify_cancel(), addr(repr(fut)))
fut.set_result(5)
try:
    fut.set_result(6)
except concurrent.futures.InvalidStateError as e:
    print(addr(str(e)))
fut = Future()
fut.cancel()
print(fut.set_running_or_notify_cancel(), fut._state)
fut = Future()
order = []
fut.add_done_callback(lambda f: order.append(1))
fut.add_done_callback(lambda f: order.append(2))
fut.set_exception(KeyError('k'))
print(order, repr(fut.exception()))

with ThreadPoolExecutor(1) as pool:
    gate = threading.Event()
    first = pool.submit(gate.wait)
    others = [pool.submit(square, i) for i in range(5)]
    time.sleep(0.01)
    pool.shutdown(wait=False, cancel_futures=True)
    print([f.cancelled() for f in others])
    gate.set()
    print(first.result())

for bad in (0, -1):
    try:
        ThreadPoolExecutor(bad)
    except ValueError as e:
        print(e)
try:
    ThreadPoolExecutor(initializer=3)
except TypeError as e:
    print(e)

local = threading.local()


def init(v):
    local.value = v


with ThreadPoolExecutor(2, initializer=init, initargs=(42,)) as pool:
    print(set(pool.map(lambda _: local.value, range(6))))


def nested(pool, n):
    return n if n == 0 else n + pool.submit(nested, pool, n - 1).result()


with ThreadPoolExecutor(8) as pool:
    print(pool.submit(nested, pool, 5).result())

pool = ThreadPoolExecutor(2)
later = pool.submit(lambda: (time.sleep(0.02), print('done at exit'))[0])
