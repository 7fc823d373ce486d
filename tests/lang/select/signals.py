# Signals are handled while a set of descriptors is waited for, and the wait goes on (PEP 475) unless the handler raises.
import os
import select
import signal
import time

handled = []
signal.signal(signal.SIGALRM, lambda *_: handled.append(1))
reading, writing = os.pipe()
e = select.epoll()
e.register(reading, select.EPOLLIN)
p = select.poll()
p.register(reading, select.POLLIN)
for wait in (lambda: e.poll(0.2), lambda: p.poll(200), lambda: select.select([reading], [], [], 0.2)):
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    start = time.monotonic()
    print(wait(), time.monotonic() - start > 0.15, len(handled))


class Stop(Exception):
    pass


def stop(*_):
    raise Stop


signal.signal(signal.SIGALRM, stop)
for wait in (e.poll, p.poll, lambda: select.select([reading], [], [])):
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        wait()
    except Stop:
        print('stopped')
