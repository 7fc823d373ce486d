# Where no worker can be started for the first parallel task, spawn() says so, nothing is left hanging, and later ones run.
import parallel
import resource


async def five():
    return 5


def without_room(work):
    """Runs `work` where no thread's stack finds a place."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with open('/proc/self/statm') as file:
        size = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + (3 << 20), hard))
    try:
        work()
    except Exception as error:
        print(type(error).__name__, error)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def alone():
    coroutine = five()
    try:
        spawn(coroutine).join()
    finally:
        coroutine.close()


def in_a_group():
    with parallel.TaskGroup() as group:
        try:
            group.spawn(five())
        except RuntimeError as error:
            print('group:', error)


without_room(alone)
without_room(in_a_group)
print(spawn(five()).join())
without_room(lambda: print([task.join() for task in [spawn(five()) for _ in range(100)]] == [5] * 100))
