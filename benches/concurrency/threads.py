"""Starting a thread that does nothing and joining it."""

import threading
from clock import measure


def nothing():
    pass


def run(count):
    for _ in range(count):
        thread = threading.Thread(target=nothing)
        thread.start()
        thread.join()
    return count


run(100)
measure('thread start+join', lambda: run(2000))
