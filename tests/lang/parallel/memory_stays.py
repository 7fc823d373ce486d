# Tasks and calls that are over at once, and that nobody joins, leave no memory behind: their workers come to no safepoint of script.
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def resident():
    """In kilobytes; 0 where the system does not tell."""
    try:
        with open('/proc/self/statm') as file:
            return int(file.read().split()[1]) * 4
    except OSError:
        return 0


async def nothing(*args):
    pass


def tasks():
    for _ in range(150):
        for _ in range(99):
            spawn(nothing([1], {}))
        spawn(nothing()).join()


done = []


async def note():
    done.append(1)


def tasks_behind_a_sleeper():
    # Main does nothing meanwhile that would give anything back.
    done.clear()
    for _ in range(5000):
        spawn(note())
    while len(done) < 5000:
        time.sleep(0.005)


pool = ThreadPoolExecutor(4)


def calls():
    for _ in range(20):
        for _ in range(499):
            pool.submit(len, 'a')
        pool.submit(len, 'a').result()


def grows(work, most):
    """Whether memory keeps growing: by more than `most` kilobytes each time. Taken over many times: how far workers are behind, and what
    they keep of it, differs from one to the next."""
    for _ in range(16):
        work()
    before = resident()
    for _ in range(48):
        work()
    return resident() - before > 48 * most


print(grows(tasks, 1500), grows(tasks_behind_a_sleeper, 1500), grows(calls, 750))
pool.shutdown()
