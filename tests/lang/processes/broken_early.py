"""An executor whose workers are gone before its first call is there: the call is failed nevertheless."""
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def leave():
    os._exit(3)


def try_some(count, ends):
    for _ in range(count):
        with ProcessPoolExecutor(2, initializer=leave) as executor:
            try:
                calls = [executor.submit(abs, -1)]
                calls.append(executor.submit(abs, -2))
            except BrokenProcessPool:
                pass
            for call in calls:
                try:
                    ends.append(call.result(60))
                except BrokenProcessPool:
                    ends.append('broken')


ends = []
threads = [threading.Thread(target=try_some, args=(12, ends)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(set(ends), len(ends) >= 48)
