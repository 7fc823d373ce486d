"""threading.ThreadPool: results in the order of the calls."""
import threading
import time


def work(n):
    time.sleep(0.02 - n * 0.004)
    if n == 3:
        raise ValueError(n)
    return n * n


with threading.ThreadPool(4) as pool:
    handles = [pool.apply_async(work, (n,)) for n in range(5)]
    for _ in range(5):
        try:
            print(pool.get())
        except ValueError as error:
            print('ValueError', error)
    print(handles[2].get(), handles[0].ready(), handles[3].successful())
    print(pool.map(pow, [1, 2, 3], [2, 2, 2]))
    try:
        pool.get()
    except IndexError as error:
        print(error)
pool = threading.ThreadPool(2)
pool.apply_async(work, (1,))
pool.close()
pool.join()
try:
    pool.apply_async(work, (1,))
except RuntimeError as error:
    print(error)

# At the end of the program nothing is taken on, by executors without threads either.
import atexit
from concurrent.futures import ThreadPoolExecutor


def last(executor):
    try:
        executor.submit(id, None)
    except RuntimeError as error:
        print(error)


for executor in (ThreadPoolExecutor(2), ThreadPoolExecutor(2)):
    atexit.register(last, executor)
print(executor.submit(abs, -1).result())
# Who waits for a result and then submits the next call needs one thread.
executor = ThreadPoolExecutor(8)
for n in range(200):
    executor.submit(abs, -n).result()
print(len(executor._threads))
