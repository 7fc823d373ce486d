"""A pool of processes that cannot have its thread says so, and can be left."""
import threading
from concurrent.futures import ProcessPoolExecutor

start = threading.Thread.start


def refuse(self):
    raise RuntimeError("can't start new thread")


if __name__ == '__main__':
    pool = ProcessPoolExecutor(2)
    threading.Thread.start = refuse
    try:
        with pool:
            pool.submit(print)
    except RuntimeError as error:
        print(error)
    threading.Thread.start = start
    with ProcessPoolExecutor(2) as pool:
        print(pool.submit(abs, -1).result())
