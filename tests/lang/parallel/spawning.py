# Parallel tasks: results, errors, waiting of all kinds, cancellation, groups, many of them.
import asyncio
import parallel
import random
import threading
import time
from threading import DeadlockError


async def tree(depth):
    if depth == 0:
        return 1
    left, right = spawn(tree(depth - 1)), spawn(tree(depth - 1))
    return await left + await right


async def give(value, delay=0):
    await asyncio.sleep(delay)
    return value


async def fail(error):
    await asyncio.sleep(0)
    raise error


async def forever():
    try:
        begun_forever.set()
        await asyncio.sleep(100)
    except asyncio.CancelledError as error:
        stopped.append(error.args)
        raise


stopped = []
begun_forever = threading.Event()
print(spawn(tree(10)).join())
task = spawn(give('value'), name='mine')
print(task.join(), task.done(), task.result(), task.exception(), task.cancelled(), task)
task = spawn(fail(KeyError('lost')))
try:
    task.join()
except KeyError as error:
    print(repr(error), repr(task.exception()))
task = spawn(forever())
begun_forever.wait()
try:
    task.join(timeout=0.01)
except TimeoutError as error:
    print(error)
for method in (task.result, task.exception):
    try:
        method()
    except asyncio.InvalidStateError as error:
        print(error)
print(task.cancel('enough'))
try:
    task.join()
except asyncio.CancelledError as error:
    print(error.args, task.cancelled(), task.cancel(), stopped)
for wrong in (1, give):
    try:
        spawn(wrong)
    except TypeError as error:
        print(str(error)[:35])

# Sleeping tasks sleep beside each other.
begun = time.monotonic()
print(sum(task.join() for task in [spawn(give(n, 0.05)) for n in range(200)]), time.monotonic() - begun < 9)

# Shared data: what is said to be atomic is.
counts = {'n': 0}
total = 0


async def counts_up(times):
    global total
    for _ in range(times):
        counts['n'] += 1
        total += 1
        if random.random() < 0.01:
            await asyncio.sleep(0)


for task in [spawn(counts_up(500)) for _ in range(40)]:
    task.join()
print(counts, total)


# From the tasks of a loop.
async def main():
    print(await spawn(tree(4)), await asyncio.gather(*(wait_for(spawn(give(n, 0.001 * (5 - n)))) for n in range(5))))
    try:
        await spawn(fail(ValueError('from afar')))
    except ValueError as error:
        print(repr(error))
    try:
        await asyncio.wait_for(spawn(forever()), 0.01)
    except TimeoutError:
        print('in time')
    async with parallel.TaskGroup() as group:
        tasks = [group.spawn(give(n)) for n in range(5)]
    print([task.result() for task in tasks])


async def wait_for(task):
    return await task


asyncio.run(main())

# Groups.
with parallel.TaskGroup() as group:
    results = [group.spawn(tree(3)) for _ in range(4)]
print([task.result() for task in results])
try:
    with parallel.TaskGroup() as group:
        slow = group.spawn(forever())
        group.spawn(fail(OSError('bad luck')))
except* OSError as errors:
    print(errors.exceptions, slow.cancelled())
try:
    group.spawn(give(1))
except RuntimeError as error:
    print(error)


# Threads that wait for tasks, tasks that wait like threads.
def in_thread(n):
    joined.append(spawn(give(n)).join())


joined = []
threads = [threading.Thread(target=in_thread, args=(n,)) for n in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(joined))


async def blocks(gate, n):
    # Blocks its worker; another one takes over.
    gate.wait()
    return n


async def opens(gate):
    gate.set()


gate = threading.Event()
waiting = [spawn(blocks(gate, n)) for n in range(12)]
spawn(opens(gate)).join()
print([task.join() for task in waiting])

# Trees that are cancelled at any point come to an end.
for seed in range(30):
    task = spawn(tree(6))
    time.sleep(random.random() * 0.002)
    task.cancel()
    try:
        task.join()
    except asyncio.CancelledError:
        pass
print('trees are down')


# Tasks that wait for what cannot come are noticed.
async def never():
    await asyncio.get_running_loop().create_future()


try:
    asyncio.run(never())
except DeadlockError as error:
    print('deadlock', len(error.__notes__))


async def circle(index):
    while len(tasks) < 2:
        await asyncio.sleep(0.001)
    return await tasks[1 - index]


tasks = []
tasks += [spawn(circle(0)), spawn(circle(1))]
try:
    tasks[0].join()
except DeadlockError as error:
    print(type(error).__name__)
