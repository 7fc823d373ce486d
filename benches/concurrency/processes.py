"""Starting a process that does nothing and joining it, by the start method `spawn`."""

import multiprocessing
import time


def nothing():
    pass


def run(count):
    taken = []
    for _ in range(count):
        begin = time.perf_counter()
        process = context.Process(target=nothing)
        process.start()
        process.join()
        taken.append(time.perf_counter() - begin)
    return sorted(taken)


if __name__ == '__main__':
    context = multiprocessing.get_context('spawn')
    first, = run(1)
    taken = run(20)
    print('process start+join: %.2f us' % (taken[len(taken) // 2] * 1e6))
    print('process start+join, the first: %.2f us' % (first * 1e6))
