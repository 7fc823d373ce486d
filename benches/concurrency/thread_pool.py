"""ThreadPoolExecutor.map of a small function."""

import time
from concurrent.futures import ThreadPoolExecutor


def increment(number):
    return number + 1


def run(executor, count):
    begin = time.perf_counter()
    assert sum(executor.map(increment, range(count))) == count * (count + 1) // 2
    return (time.perf_counter() - begin) / count


with ThreadPoolExecutor(4) as executor:
    run(executor, 100)
    print('thread pool item: %.2f us' % (min(run(executor, 5000) for _ in range(5)) * 1e6))
