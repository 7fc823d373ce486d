"""Priorities of threads and parallel tasks; workers that do not come back get company."""
import asyncio
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

# How they are said.
t = thread.with_priority('low')(lambda a, b=2: (a, b), 1, b=3)
print(t.join(), t.priority, thread(len, 'abc').priority)
print(thread.with_priority('high'))
T = threading.Thread(target=print, args=('in a thread',), priority='low')
T.start()
T.join()
print(T.priority, threading.main_thread().priority, threading.Thread().priority)


async def nothing():
    pass


task = spawn(nothing(), priority='high')
task.join()
print(task.priority, spawn(nothing()).priority)
for wrong in (lambda: thread.with_priority('urgent'), lambda: threading.Thread(priority='x'), lambda: ThreadPoolExecutor(priority=''),
              lambda: thread.with_priority(1)):
    try:
        wrong()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
coro = nothing()
try:
    spawn(coro, priority=None)
except TypeError as error:
    print(error)
coro.close()


def nice_of(id):
    with open('/proc/self/task/%d/stat' % id) as stat:
        return int(stat.read().rsplit(')', 1)[1].split()[16])


# A low thread is nicer to others, and what it ran on is not used for a normal one.
if os.path.exists('/proc/self/task'):
    own = nice_of(threading.get_native_id())
    low = thread.with_priority('low')(lambda: nice_of(threading.get_native_id())).join()
    print(low > own or own == 19)
    print(all(thread(lambda: nice_of(threading.get_native_id())).join() == own for _ in range(5)))
    with ThreadPoolExecutor(2, priority='low') as pool:
        print(pool.submit(lambda: nice_of(threading.get_native_id())).result() == low)
else:
    print(True, True, True, sep='\n')

# One who hogs each worker; meanwhile others run, urgent ones first.
stop = []


async def hog():
    while not stop:
        pass


import parallel
hogs = [spawn(hog()) for _ in range(parallel.width())]
begun = time.monotonic()
print(spawn(nothing()).join(timeout=30), time.monotonic() - begun < 30)
ended = threading.Event()


async def last():
    ended.set()


spawn(last(), priority='low')
print(ended.wait(30))
stop.append(1)
for one in hogs:
    one.join()

# Low tasks are not forgotten where others never end.
async def flood():
    while not stop:
        await asyncio.sleep(0)


stop.clear()
busy = [spawn(flood(), priority=priority) for priority in ('high', 'normal') for _ in range(2 * parallel.width())]
spawn(nothing(), priority='low').join()
spawn(nothing(), priority='normal').join()
print([one.done() for one in busy].count(True))
stop.append(1)
for one in busy:
    one.join()
