"""Ten thousand timers of each kind, and threads that cannot be started."""
import asyncio
import subprocess
import sys
import threading
import time

COUNT = 10_000

# Parallel tasks that sleep.
async def nap(number):
    await asyncio.sleep(0.2 + number % 100 / 1000)
    return number


tasks = [spawn(nap(i)) for i in range(COUNT)]
print(sum(task.join() for task in tasks) == sum(range(COUNT)))


# Calls of an event loop, in order of their times.
async def later():
    loop = asyncio.get_running_loop()
    order = []
    done = loop.create_future()
    start = loop.time() + 0.2
    for i in range(COUNT):
        when = (i * 7919) % COUNT
        loop.call_at(start + when / 100_000, order.append, when)
    loop.call_at(start + 0.2, done.set_result, None)
    await done
    return order == list(range(COUNT))


async def sleepers():
    return sum(await asyncio.gather(*[nap(i) for i in range(COUNT)])) == sum(range(COUNT))


print(asyncio.run(later()), asyncio.run(sleepers()))

# threading.Timer is a thread each: they all come, or RuntimeError says that there are too many; none is lost.
fired = []
timers = []
refused = None
gate = threading.Event()
try:
    for i in range(COUNT):
        timer = threading.Timer(1.0, fired.append, (i,))
        timer.daemon = True
        timer.start()
        timers.append(timer)
except RuntimeError as error:
    refused = str(error)
for timer in timers:
    timer.join()
print(sorted(fired) == list(range(len(timers))), len(timers) > 500, refused in (None, "can't start new thread"))
print(len(timers) == COUNT or refused is not None)
thread(print, 'threads can be started again').join()

# As few threads as the system allows: start() raises, the program goes on.
LIMITED = '''
import threading
gate = threading.Event()
started = []
try:
    while len(started) < 100000:
        t = threading.Thread(target=gate.wait)
        t.start()
        started.append(t)
except RuntimeError as error:
    print(error)
gate.set()
for t in started:
    t.join()
print(3 < len(started) < 100000, threading.active_count())
again = threading.Thread(target=print, args=('and again',))
again.start()
again.join()
'''
child = subprocess.run(['sh', '-c', 'ulimit -v 1500000; exec "$@"', 'sh', sys.executable, '-c', LIMITED],
                       capture_output=True, text=True, timeout=50)
print(child.returncode, child.stdout.split('\n'), child.stderr)
