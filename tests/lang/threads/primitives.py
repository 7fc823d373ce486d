import threading


def attempt(what, call):
    try:
        print(what, call())
    except Exception as error:
        print(what, type(error).__name__, error)


lock = threading.Lock()
print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.01), lock.locked())
lock.release()
attempt('release', lock.release)
attempt('nonblocking', lambda: lock.acquire(False, 1))
attempt('negative', lambda: lock.acquire(True, -2))
attempt('text', lambda: lock.acquire(True, 'x'))
attempt('new', lambda: type(lock)(1))
with lock as entered:
    print(entered, lock.locked())
print(lock.locked(), repr(lock).startswith('<unlocked _thread.lock object at 0x'))

rlock = threading.RLock()
print(rlock.acquire(), rlock.acquire(), rlock._is_owned(), rlock._recursion_count())
rlock.release()
rlock.release()
attempt('release', rlock.release)
out = []
with rlock:
    t = threading.Thread(target=lambda: (out.append(rlock.acquire(False)), attempt('foreign', rlock.release)))
    t.start()
    t.join()
print(out, repr(rlock).startswith('<unlocked _thread.RLock object owner=0 count=0 at 0x'))

condition = threading.Condition()
attempt('wait', condition.wait)
attempt('notify', condition.notify)
with condition:
    print(condition.wait(0.01), condition.wait_for(lambda: 7), condition.wait_for(lambda: 0, timeout=0.01))
ready = []


def waiter(n):
    with condition:
        condition.wait_for(lambda: len(ready) > n)
        out.append(n)
        condition.notify_all()


out.clear()
threads = [threading.Thread(target=waiter, args=(n,)) for n in range(4)]
for t in threads:
    t.start()
for n in range(4):
    with condition:
        ready.append(n)
        condition.notify_all()
        condition.wait_for(lambda: len(out) > n)
for t in threads:
    t.join()
print(out)


class Foreign:
    def __init__(self):
        self.inner = threading.Lock()

    def acquire(self, *args):
        return self.inner.acquire(*args)

    def release(self):
        self.inner.release()

    def __enter__(self):
        self.acquire()

    def __exit__(self, *args):
        self.release()


condition = threading.Condition(Foreign())
attempt('foreign wait', condition.wait)
with condition:
    print(condition.wait(0.01))

event = threading.Event()
print(event.is_set(), event.wait(0), event.wait(0.01))
t = threading.Thread(target=event.set)
t.start()
print(event.wait(), event.is_set())
event.clear()
print(event.is_set(), repr(event).endswith(': unset>'))
attempt('event', lambda: threading.Event(1))

semaphore = threading.Semaphore(2)
print(semaphore.acquire(), semaphore.acquire(blocking=False), semaphore.acquire(False), semaphore.acquire(timeout=0.01))
semaphore.release(2)
with semaphore:
    print(repr(semaphore).endswith(': value=1>'))
attempt('value', lambda: threading.Semaphore(-1))
attempt('n', lambda: semaphore.release(0))
attempt('both', lambda: semaphore.acquire(False, 1))
bounded = threading.BoundedSemaphore(1)
attempt('bounded', bounded.release)
print(repr(bounded).endswith(': value=1/1>'), isinstance(bounded, threading.Semaphore))

inside = []
most = []


def limited():
    with semaphore:
        inside.append(1)
        most.append(len(inside))
        inside.pop()


threads = [threading.Thread(target=limited) for _ in range(8)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(max(most) <= 2, len(most))

turns = []
barrier = threading.Barrier(3, action=lambda: turns.append(len(turns)))
numbers = []


def meet():
    for _ in range(5):
        numbers.append(barrier.wait())


threads = [threading.Thread(target=meet) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(turns, sorted(numbers), barrier.parties, barrier.n_waiting, barrier.broken)
attempt('timeout', lambda: barrier.wait(0.01))
attempt('broken', barrier.wait)
print(barrier.broken, repr(barrier).endswith(': broken>'))
barrier.reset()
print(barrier.broken, repr(barrier).endswith(': waiters=0/3>'))
attempt('parties', lambda: threading.Barrier(0))


def bad_action():
    raise LookupError('action')


attempt('action', threading.Barrier(1, bad_action).wait)


class Named(threading.Event):
    def __init__(self, name):
        super().__init__()
        self.name = name


named = Named('n')
named.set()
print(named.name, named.wait())
