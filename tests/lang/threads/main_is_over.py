"""The main thread is over when the main script is; threads that run on may wait for that."""
import threading
import time
from concurrent.futures import ThreadPoolExecutor

main = threading.main_thread()
lines = []


def waits(number, limits):
    main.join(*limits)
    lines.append((number, main.is_alive(), 'stopped' in repr(main)))


def begins(thread):
    thread.start()
    return thread


def last():
    for thread in waiting:
        thread.join()
    print(*sorted(lines), sep='\n')
    pool = ThreadPoolExecutor(1)
    for executor in pool, ThreadPoolExecutor():
        try:
            executor.submit(print, 'ran')
        except RuntimeError as error:
            print(error)
    pool.shutdown()
    print(main in threading.enumerate(), threading.current_thread().is_alive(), flush=True)


begins(threading.Thread(target=main.join, args=(0.01,))).join()
begins(threading.Thread(target=main.join, args=(-1,))).join()
try:
    main.join()
except RuntimeError as error:
    print(error)
waiting = [begins(threading.Thread(target=waits, args=(number, limits), daemon=number > 5)) for number, limits in enumerate([(), (60,)] * 4)]
threading.Thread(target=last).start()
time.sleep(0.05)
print(main.is_alive(), lines, flush=True)
