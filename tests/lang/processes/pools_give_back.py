"""Pools that are over hold no descriptors, though nobody looks for cycles."""
import concurrent.futures
import gc
import multiprocessing
import os


def count():
    return len(os.listdir('/proc/self/fd'))


def closed():
    pool = multiprocessing.Pool(2)
    assert pool.map(abs, [-1, 2]) == [1, 2]
    pool.close()
    pool.join()


def terminated():
    with multiprocessing.Pool(2) as pool:
        assert pool.map(abs, [-1, 2]) == [1, 2]
    pool.join()


def executor():
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        assert list(pool.map(abs, [-1, 2])) == [1, 2]


if __name__ == '__main__':
    gc.disable()
    for use in (closed, terminated, executor):
        use()
        before = count()
        for _ in range(10):
            use()
        print(use.__name__, count() - before)
