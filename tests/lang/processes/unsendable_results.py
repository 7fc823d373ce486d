"""Results that cannot be sent, and where exceptions of workers come from."""
import concurrent.futures
import multiprocessing
import sys


class Unsendable:
    def __reduce__(self):
        raise TypeError('no way')

    def __repr__(self):
        return 'Unsendable()'


def failing():
    raise ValueError('in the worker')


def leaving(code):
    sys.exit(code)


def shown(what, call):
    try:
        print(what, call())
    except Exception as error:
        cause = type(error.__cause__)
        print(what, type(error).__name__, error, f'{cause.__module__}.{cause.__qualname__}')


if __name__ == '__main__':
    with concurrent.futures.ProcessPoolExecutor(1) as executor:
        shown('executor', executor.submit(Unsendable).result)
        shown('executor', executor.submit(failing).result)
    with multiprocessing.Pool(1) as pool:
        shown('pool', lambda: pool.apply(Unsendable))
        shown('pool', lambda: pool.apply(failing))
    for code in (True, False, 3, None):
        process = multiprocessing.Process(target=leaving, args=(code,))
        process.start()
        process.join()
        print(code, process.exitcode)
