"""Locks, conditions, semaphores, events and barriers under contention, with time limits, seeded and bounded in time."""
import random
import threading
import time

SEED = 20240607
LIMIT = 1.5
THREADS = 6


def run(name, body, check, threads=THREADS, limit=LIMIT):
    """Runs body(rng, until) in some threads until the time is over, then says whether what must hold does."""
    until = time.monotonic() + limit
    errors = []

    def work(number):
        try:
            body(random.Random(SEED * 31 + number), until)
        except BaseException as error:
            errors.append(error)

    all = [threading.Thread(target=work, args=(i,), daemon=True) for i in range(threads)]
    for one in all:
        one.start()
    for one in all:
        one.join(40)
    stuck = sum(one.is_alive() for one in all)
    print(name, 'stuck' if stuck else 'ok', errors or '', check())


# Lock: one inside at a time, however it was got; a time limit is kept, more or less.
lock, inside, got = threading.Lock(), [], [0]
late = []


def use_lock(rng, until):
    while time.monotonic() < until:
        kind = rng.randrange(4)
        if kind == 0:
            ok = lock.acquire(blocking=False)
        elif kind == 1:
            wanted = rng.random() * 0.002
            start = time.monotonic()
            ok = lock.acquire(timeout=wanted)
            if not ok and time.monotonic() - start < wanted:
                late.append('too early')
        else:
            ok = lock.acquire()
        if ok:
            inside.append(1)
            assert len(inside) == 1
            got[0] = got[0] + 1
            if rng.random() < 0.01:
                time.sleep(0.0005)
            inside.pop()
            lock.release()


run('lock', use_lock, lambda: (got[0] > 100, lock.locked(), late))

# RLock: as deep as it was taken.
rlock, depth, owner = threading.RLock(), [0], [None]


def use_rlock(rng, until):
    me = threading.get_ident()
    while time.monotonic() < until:
        levels = rng.randrange(1, 4)
        taken = 0
        for _ in range(levels):
            if rlock.acquire(timeout=rng.choice([-1, 0.001, 5])):
                taken += 1
                if taken == 1:
                    assert owner[0] is None
                    owner[0] = me
                assert owner[0] == me
                depth[0] += 1
        for _ in range(taken):
            depth[0] -= 1
            if depth[0] == 0:
                owner[0] = None
            rlock.release()


run('rlock', use_rlock, lambda: (depth, owner))

# Condition: a bounded buffer written by hand. Nothing is lost, nothing comes twice.
condition, buffer, made, taken = threading.Condition(), [], [], []


def use_condition(rng, until):
    mine = rng.random()
    count = 0
    while time.monotonic() < until:
        if rng.random() < 0.5:
            with condition:
                if condition.wait_for(lambda: len(buffer) < 3, timeout=rng.choice([0.0005, 0.01])):
                    buffer.append((mine, count))
                    made.append((mine, count))
                    count += 1
                    condition.notify(rng.randrange(1, 3))
        else:
            with condition:
                while not buffer:
                    if not condition.wait(rng.choice([0.0005, 0.01])):
                        break
                if buffer:
                    taken.append(buffer.pop(0))
                    condition.notify_all() if rng.random() < 0.1 else condition.notify()


run('condition', use_condition, lambda: (len(made) > 100, taken + buffer == made, len(set(made)) == len(made)))

# Semaphore: never more inside than there are permits, and all of them back in the end.
semaphore, count_lock, inside_now, most = threading.BoundedSemaphore(3), threading.Lock(), [0], [0]


def use_semaphore(rng, until):
    while time.monotonic() < until:
        if semaphore.acquire(timeout=rng.choice([None, 0.0005, 0.002])):
            with count_lock:
                inside_now[0] += 1
                most[0] = max(most[0], inside_now[0])
            if rng.random() < 0.02:
                time.sleep(0.0003)
            with count_lock:
                inside_now[0] -= 1
            semaphore.release()


def permits():
    taken = 0
    while semaphore.acquire(blocking=False):
        taken += 1
    return taken


run('semaphore', use_semaphore, lambda: (most[0] <= 3, inside_now, permits()))

# Event: whoever waits without a limit wakes.
event, rounds = threading.Event(), [0]


def use_event(rng, until):
    while time.monotonic() < until:
        kind = rng.randrange(4)
        if kind == 0:
            event.set()
        elif kind == 1:
            event.clear()
        elif kind == 2:
            event.wait(0.001)
        else:
            # Somebody sets it sooner or later; the last to leave does.
            if event.wait(5):
                rounds[0] += 1
    event.set()


run('event', use_event, lambda: (rounds[0] > 10, event.is_set()))

# Barrier: nobody is a round ahead.
barrier, ages = threading.Barrier(4), [0] * 4
numbers = iter(range(4))


def use_barrier(rng, until):
    me = next(numbers)
    leaders = 0
    for _ in range(150):
        ages[me] += 1
        leaders += barrier.wait() == 0
        assert min(ages) >= ages[me] or max(ages) - min(ages) <= 1
        barrier.wait()


run('barrier', use_barrier, lambda: (ages, barrier.n_waiting, barrier.broken), threads=4)

# A barrier that breaks lets everybody go.
broken = []


def break_barrier(rng, until):
    fragile = barriers[int(rng.random() * 0)]
    try:
        fragile.wait(0.05)
    except threading.BrokenBarrierError:
        broken.append(1)


barriers = [threading.Barrier(7)]
run('broken barrier', break_barrier, lambda: (len(broken), barriers[0].broken))
