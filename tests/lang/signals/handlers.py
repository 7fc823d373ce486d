class E(list): pass
print(E.__flags__ & 512, list.__flags__ & 512, E.__mro__)
import signal
print(signal.SIGINT, repr(signal.SIGINT), signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM))
got=[]
print(signal.signal(signal.SIGUSR1, lambda n, f: got.append((n, f is not None))))
import os, time
os.kill(os.getpid(), signal.SIGUSR1)
print(got)
signal.raise_signal(signal.SIGUSR1); print(got)
def h(n,f): raise ZeroDivisionError('sig')
signal.signal(signal.SIGALRM, h)
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    time.sleep(5)
except ZeroDivisionError as e: print('woken', e)
signal.signal(signal.SIGALRM, lambda *a: print('alarm'))
signal.setitimer(signal.ITIMER_REAL, 0.05)
t=time.monotonic(); time.sleep(0.15); print(time.monotonic()-t >= 0.15)
print(signal.strsignal(2), signal.Signals(15).name, signal.SIG_DFL, repr(signal.Handlers.SIG_IGN))
import threading
def w():
    try: signal.signal(2, signal.SIG_DFL)
    except ValueError as e: print(e)
threading.Thread(target=w).start()
import sched
s=sched.scheduler()
s.enter(0.4, 1, print, ('b',)); s.enter(0.1, 1, print, ('a',)); e=s.enter(0.5,1,print,('no',)); s.cancel(e); s.run(); print(s.empty())
