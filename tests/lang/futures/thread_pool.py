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
