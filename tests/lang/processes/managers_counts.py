"""Proxies that go through a manager's own objects, from many threads at once: every one is counted and given up, no request is lost."""
import threading
import time
from multiprocessing.managers import SyncManager


def pass_on(jobs, item, rounds):
    for _ in range(rounds):
        jobs.put([item, item])
        one, other = jobs.get()
        one.append(1)
        other.append(1)


if __name__ == '__main__':
    with SyncManager() as manager:
        jobs, items = manager.Queue(), [manager.list() for _ in range(6)]
        before = manager._number_of_objects()
        threads = [threading.Thread(target=pass_on, args=(jobs, item, 60)) for item in items]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(sum(len(item) for item in items))
        del threads
        print(manager._number_of_objects() == before)
        dropped = items.pop()
        del dropped
        deadline = time.monotonic() + 10
        while manager._number_of_objects() == before and time.monotonic() < deadline:
            time.sleep(0.01)
        print(manager._number_of_objects() - before)
