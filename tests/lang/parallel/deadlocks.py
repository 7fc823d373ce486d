# A deadlock among parallel tasks: the notes say of each what it waits for, and where.
import parallel
import threading

tasks = {}
ready = threading.Event()


async def wait_for(other):
    ready.wait()
    await tasks[other]


async def outer(other):
    return await wait_for(other)


def circle():
    ready.clear()
    tasks['a'] = spawn(outer('b'), name='a')
    tasks['b'] = spawn(wait_for('a'), name='b')
    ready.set()
    tasks['a'].join()


def shown(error):
    print(type(error).__name__, error)
    for note in error.__notes__:
        for line in note.splitlines():
            print(' ', line.replace(__file__, 'deadlocks.py'))


try:
    circle()
except threading.DeadlockError as error:
    shown(error)
tasks['a'].cancel()
for task in tasks.values():
    try:
        task.join()
    except parallel.CancelledError:
        print(task.name, 'cancelled')


async def many(number):
    ready.wait()
    await tasks[(number + 1) % 30]


ready.clear()
tasks = {number: spawn(many(number), name=f'n{number}') for number in range(30)}
ready.set()
try:
    tasks[0].join()
except threading.DeadlockError as error:
    print(len(error.__notes__), error.__notes__[-1])
for task in tasks.values():
    task.cancel()
