"""Two threads that send a number to and fro over two queues."""

import queue
import threading
import time


def answer(there, back):
    while (item := there.get()) is not None:
        back.put(item)


def run(count):
    there, back = queue.Queue(), queue.Queue()
    thread = threading.Thread(target=answer, args=(there, back))
    thread.start()
    begin = time.perf_counter()
    for item in range(count):
        there.put(item)
        back.get()
    taken = time.perf_counter() - begin
    there.put(None)
    thread.join()
    return taken / count


run(100)
print('queue round trip: %.2f us' % (min(run(4000) for _ in range(5)) * 1e6))
