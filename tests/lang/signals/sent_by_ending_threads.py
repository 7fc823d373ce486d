"""A thread sends the process a signal and ends, while the main one waits: that wakes it, and is no deadlock."""
import os
import signal
import threading

caught = []
signal.signal(signal.SIGUSR1, lambda number, frame: caught.append(number))


def send(how):
    how()


for turn in range(30):
    for how in (lambda: os.kill(os.getpid(), signal.SIGINT), lambda: signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)):
        thread = threading.Thread(target=send, args=(how,))
        try:
            thread.start()
            threading.Event().wait()
        except KeyboardInterrupt:
            pass
        thread.join()

for turn in range(30):
    arrived = threading.Event()
    signal.signal(signal.SIGUSR1, lambda number, frame: arrived.set())
    thread = threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGUSR1))
    thread.start()
    arrived.wait()
    thread.join()
print('all woken')
