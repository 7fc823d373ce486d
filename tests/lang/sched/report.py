"""SIGQUIT: every thread with its stack and what it waits for, every task; while some run hot loops, and while all wait."""
import asyncio
import os
import signal
import tempfile
import threading
import time

lock = threading.Lock()
held, over = threading.Event(), threading.Event()


def holder():
    with lock:
        held.set()
        over.wait()


def waiter():
    held.wait()
    with lock:
        pass


def hot():
    turns = 0
    while not over.is_set():
        turns += 1


def hot_without_calls(flag):
    while flag[0]:
        pass


async def inner():
    await asyncio.sleep(60)


async def outer():
    await inner()


def loop():
    async def main():
        task = asyncio.create_task(outer(), name='sleeper')
        event = asyncio.Event()
        other = asyncio.create_task(event.wait(), name='eventful')
        while not over.is_set():
            await asyncio.sleep(0.01)
        task.cancel()
        event.set()
        await other
    asyncio.run(main())


async def parallel_part(task):
    await task


file = tempfile.TemporaryFile()
errors = os.dup(2)


def ask():
    """What the report says, once it is complete."""
    start = file.seek(0, os.SEEK_END)
    os.dup2(file.fileno(), 2)
    try:
        os.kill(os.getpid(), signal.SIGQUIT)
        deadline = time.monotonic() + 30
        while True:
            size = file.seek(0, os.SEEK_END)
            time.sleep(0.05)
            if size > start and file.seek(0, os.SEEK_END) == size:
                break
            assert time.monotonic() < deadline, 'no report'
    finally:
        os.dup2(errors, 2)
    file.seek(start)
    return file.read().decode()


def parts(report):
    """Lines by what they belong to."""
    found, now = {}, None
    for line in report.splitlines()[1:]:
        words = line.split()
        if words[0] == 'Thread':
            now = words[1]
        elif words[0] == 'Task':
            now = words[1]
        elif words[0] == 'Parallel':
            now = words[2]
        found.setdefault(now, []).append(line.strip())
    return found


def functions(lines):
    return [line.rsplit(' in ', 1)[1] for line in lines[1:] if '/' + os.path.basename(__file__) in line]


flag = [True]
threads = [threading.Thread(target=f, name=f.__name__, args=a)
           for f, a in [(holder, ()), (waiter, ()), (hot, ()), (hot_without_calls, (flag,)), (loop, ())]]
for thread in threads:
    thread.start()
first = spawn(outer(), name='first')
second = spawn(parallel_part(first), name='second')
deadline = time.monotonic() + 30
while True:
    now = parts(ask())
    settled = ('waits for lock' in now['waiter'][0] and 'waits for event' in now['holder'][0] and 'eventful' in now
               and 'Event.wait' in now['eventful'][0] and 'sleep' in now['sleeper'][0] and len(now.get('second', [])) > 1
               and len(functions(now['hot'])) == len(functions(now['hot_without_calls'])) == 1
               and 'waits' in now['first'][0] and 'waits' in now['second'][0]
               and all(functions(now[name]) for name in ('waiter', 'holder', 'sleeper', 'first')))
    if settled or time.monotonic() > deadline:
        break
print(now['waiter'][0].split('(0x')[0].split(') ', 1)[1], functions(now['waiter']))
print(functions(now['holder']))
print(now['hot'][0].rsplit(') ', 1)[1], functions(now['hot']))
print(now['hot_without_calls'][0].rsplit(') ', 1)[1], functions(now['hot_without_calls']), 'line 32' in now['hot_without_calls'][1])
print(now['sleeper'][0], functions(now['sleeper']))
print(now['eventful'][0])
print(now['first'][0], functions(now['first']))
print(now['second'][0], functions(now['second']))
names = {thread.name for thread in threading.enumerate()}
print(names <= set(now), {'MainThread', 'holder', 'hot', 'loop'} <= names)

# The script's own handler takes precedence, and the default is what it always was.
print(signal.getsignal(signal.SIGQUIT) is signal.SIG_DFL)
flag[0] = False
over.set()
for thread in threads:
    thread.join()
first.cancel()
try:
    second.join()
except asyncio.CancelledError:
    print('cancelled')
came = []
print(signal.signal(signal.SIGQUIT, lambda number, frame: came.append(number)))
os.kill(os.getpid(), signal.SIGQUIT)
print(came == [signal.SIGQUIT])
