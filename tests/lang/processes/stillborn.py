"""Pools whose workers cannot begin: calls end in errors, nobody waits for ever."""
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def fail():
    raise ValueError('cannot begin')


def leave():
    os._exit(3)


def outcomes(pool):
    results = [pool.apply_async(abs, (-n,)) for n in range(5)]
    found = set()
    for result in results:
        try:
            result.get(50)
        except RuntimeError as error:
            found.add(type(error).__name__)
    return found


for initializer in (fail, leave):
    pool = multiprocessing.Pool(2, initializer)
    print(initializer.__name__, outcomes(pool), outcomes(pool))
    pool.close()
    pool.join()
    with ProcessPoolExecutor(2, initializer=initializer) as executor:
        try:
            print(executor.submit(abs, -1).result(50))
        except BrokenProcessPool:
            print('broken')
# Each worker makes a few calls, others take over.
with multiprocessing.Pool(2, maxtasksperchild=3) as pool:
    pids = pool.map(lambda n: os.getpid(), range(30), 1)
    print(len(pids), len(set(pids)) >= 10, max(map(pids.count, pids)) <= 3)
with ProcessPoolExecutor(2, max_tasks_per_child=3) as executor:
    pids = list(executor.map(lambda n: os.getpid(), range(20)))
    print(len(pids), max(map(pids.count, pids)) <= 3)
print(multiprocessing.active_children())
