# Ctrl-C reaches the main thread whatever it waits for. (CPython's interrupt_main() does not end a wait.)
import _thread
import threading

lock = threading.Lock()
lock.acquire()
stay = threading.Event()
other = threading.Thread(target=stay.wait, daemon=True)
other.start()
condition = threading.Condition()


def wait_on_condition():
    with condition:
        try:
            condition.wait()
        finally:
            print('held again', condition._is_owned())


for name, wait in [
    ('lock', lock.acquire),
    ('event', threading.Event().wait),
    ('queue', queue().get),
    ('join', other.join),
    ('condition', wait_on_condition),
    ('semaphore', threading.Semaphore(0).acquire),
    ('timeout', lambda: lock.acquire(timeout=20)),
]:
    timer = threading.Timer(0.02, _thread.interrupt_main)
    timer.start()
    try:
        wait()
    except KeyboardInterrupt:
        print('interrupted', name)
    timer.join()

timer = threading.Timer(0.02, _thread.interrupt_main)
timer.start()
try:
    while True:
        pass
except KeyboardInterrupt:
    print('interrupted loop')
print(lock.locked(), other.is_alive())
stay.set()
other.join()
