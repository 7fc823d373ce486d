# A collection that stops all threads while those of a pool take calls from its queue.
import gc
import threading
from concurrent.futures import ThreadPoolExecutor

CALLS = 400
done = []
is_over = threading.Event()


def ask(pool, number):
    for call in range(CALLS):
        assert pool.submit(lambda: (number, call)).result() == (number, call)
    done.append(number)


def collect():
    collections = 0
    while not is_over.is_set() or collections < 50:
        gc.collect()
        collections += 1


with ThreadPoolExecutor(3) as pool:
    collector = threading.Thread(target=collect)
    askers = [threading.Thread(target=ask, args=(pool, number)) for number in range(4)]
    for thread in (collector, *askers):
        thread.start()
    for thread in askers:
        thread.join()
    is_over.set()
    collector.join()
print(sorted(done))
