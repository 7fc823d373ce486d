"""Workers of a long pool job are killed at random; every call ends in its result or an error, and no process is left."""
import multiprocessing
import os
import random
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def work(n):
    total = 0
    for i in range(20000):
        total += i * n
    return n, total


def main(seed):
    rng = random.Random(seed)
    pool = multiprocessing.Pool(3)
    results = [pool.apply_async(work, (n,)) for n in range(60)]
    stop = threading.Event()

    def killer():
        while not stop.wait(0.1 + rng.random() * 0.5):
            alive = [p for p in list(pool._pool) if p.is_alive()]
            if alive:
                os.kill(rng.choice(alive).pid, signal.SIGKILL)
    thread = threading.Thread(target=killer)
    thread.start()
    good = bad = 0
    for n, result in enumerate(results):
        try:
            value = result.get(50)
            assert value == (n, sum(i * n for i in range(20000))), value
            good += 1
        except RuntimeError as error:
            assert 'abruptly' in str(error), error
            bad += 1
    stop.set()
    thread.join()
    pool.close()
    pool.join()
    return good + bad == 60, multiprocessing.active_children()


for seed in range(2):
    print(main(seed))
executor = ProcessPoolExecutor(2)
futures = [executor.submit(time.sleep, 50) for _ in range(8)]
while not futures[0].running():
    time.sleep(0.01)
os.kill(next(iter(executor._processes)), signal.SIGKILL)
broken = 0
for future in futures:
    try:
        future.result(20)
    except BrokenProcessPool:
        broken += 1
print(broken)
try:
    executor.submit(work, 1)
except BrokenProcessPool:
    print('broken')
executor.shutdown()
print(multiprocessing.active_children())
# A program that ends while its pool is busy.
pool = multiprocessing.Pool(2)
pool.map_async(time.sleep, [0.5] * 20)
print('end')
