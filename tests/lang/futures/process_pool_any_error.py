"""Whatever a call in a worker process raises is its future's, and the pool goes on."""
import asyncio
import sys
from concurrent.futures import ProcessPoolExecutor


class Own(BaseException):
    pass


def fails(error):
    raise error


def leaves(code):
    sys.exit(code)


def works(x):
    return x + 1


class Odd:
    """Not plain data."""

    def __init__(self, error):
        self.error = error


def fails_oddly(odd):
    raise odd.error


if __name__ == '__main__':
    with ProcessPoolExecutor(1) as pool:
        for error in SystemExit(3), KeyboardInterrupt('k'), GeneratorExit(), asyncio.CancelledError('c'), Own(1), BaseException(2), OSError(2, 'x'):
            for call, argument in (fails, error), (fails_oddly, Odd(error)):
                future = pool.submit(call, argument)
                raised = future.exception(60)
                print(type(raised).__name__, raised.args, type(raised.__cause__).__name__, future.cancelled(), pool.submit(works, 1).result())
        print(repr(pool.submit(leaves, 5).exception()), pool.submit(works, 2).result())
        try:
            list(pool.map(leaves, [1]))
        except SystemExit as error:
            print(error.code)
        print(list(pool.map(works, range(3))))
