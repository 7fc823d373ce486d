"""Starting a thread that does nothing and joining it."""

import threading
import time


def nothing():
    pass


def run(count):
    begin = time.perf_counter()
    for _ in range(count):
        thread = threading.Thread(target=nothing)
        thread.start()
        thread.join()
    return (time.perf_counter() - begin) / count


run(100)
print('thread start+join: %.2f us' % (min(run(1000) for _ in range(5)) * 1e6))
