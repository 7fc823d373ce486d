"""Eight producers and eight consumers at one queue with room for 64 items."""

import queue
import threading
from clock import measure

WORKERS = 8


def produce(items, count):
    for item in range(count):
        items.put(item)


def consume(items, sums):
    total = 0
    while (item := items.get()) is not None:
        total += item
    sums.append(total)


def run(count):
    items, sums = queue.Queue(64), []
    producers = [threading.Thread(target=produce, args=(items, count)) for _ in range(WORKERS)]
    consumers = [threading.Thread(target=consume, args=(items, sums)) for _ in range(WORKERS)]
    for thread in consumers + producers:
        thread.start()
    for thread in producers:
        thread.join()
    for _ in consumers:
        items.put(None)
    for thread in consumers:
        thread.join()
    assert sum(sums) == WORKERS * count * (count - 1) // 2
    return WORKERS * count


run(100)
measure('item through a queue, 8 to 8', lambda: run(4000))
