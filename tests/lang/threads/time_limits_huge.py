"""Time limits that no clock can hold: an error, never a wait or the end of the process."""
import concurrent.futures
import queue
import signal
import socket
import threading
import time


def shown(what, call):
    try:
        print(what, call())
    except Exception as error:
        print(what, type(error).__name__, error)


HUGE = [10**20, 2**63, 10**400, -10**400, -2**63, 10**10, -1, float('inf'), float('-inf'), float('nan'), 1e300, 9.3e9, -0.5, 'a', None]
for length in HUGE:
    text = repr(length)[:12]
    shown(f'sleep {text}', lambda: time.sleep(length))
ended = threading.Thread(target=int)
ended.start()
ended.join()
for length in [10**20, 10**400, -10**400, float('inf'), float('nan'), 1e300, -2]:
    text = repr(length)[:12]
    shown(f'lock {text}', lambda: threading.Lock().acquire(timeout=length))
    shown(f'rlock {text}', lambda: threading.RLock().acquire(timeout=length))
    shown(f'join {text}', lambda: ended.join(length))
    shown(f'queue {text}', lambda: queue.SimpleQueue().get(timeout=length) if length != -2 else None)
    shown(f'socket {text}', lambda: socket.socket().settimeout(length))
    shown(f'event {text}', lambda: threading.Event().wait(length))
    shown(f'future {text}', lambda: concurrent.futures.Future().result(length))
    shown(f'itimer {text}', lambda: signal.setitimer(signal.ITIMER_REAL, length))
shown('longest', lambda: threading.Lock().acquire(timeout=threading.TIMEOUT_MAX))
shown('longer', lambda: threading.Lock().acquire(timeout=threading.TIMEOUT_MAX + 1))
