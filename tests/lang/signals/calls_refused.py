"""Calls about signals that the system refuses, and waits with a limit."""
import os
import signal
import threading


def shown(what, call):
    try:
        print(what, call())
    except Exception as error:
        print(what, type(error).__module__, type(error).__name__, isinstance(error, OSError), error)


shown('which', lambda: signal.setitimer(9, 1))
shown('which', lambda: signal.getitimer(9))
shown('below zero', lambda: signal.setitimer(signal.ITIMER_REAL, -1))
shown('wide', lambda: signal.setitimer(10**400, 1))
shown('kill', lambda: signal.pthread_kill(threading.get_ident(), 99999))
shown('kill', lambda: signal.pthread_kill(threading.get_ident(), -1))
shown('kill', lambda: signal.pthread_kill(threading.get_ident(), 0))
shown('raise', lambda: signal.raise_signal(99999))
shown('raise', lambda: signal.raise_signal(10**400))
shown('signal', lambda: signal.signal(10**400, signal.SIG_DFL))
shown('alarm', lambda: signal.alarm(10**10))
shown('wait', lambda: signal.sigwait([10**400]))
print(signal.ItimerError, signal.ItimerError.__mro__[1])

signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
shown('none came', lambda: signal.sigtimedwait([signal.SIGUSR1], 0))
shown('limit', lambda: signal.sigtimedwait([signal.SIGUSR1], -1))
shown('limit', lambda: signal.sigtimedwait([signal.SIGUSR1], float('nan')))
shown('limit', lambda: signal.sigtimedwait([signal.SIGUSR1], 10**400))
for wait in (lambda: signal.sigtimedwait([signal.SIGUSR1], 30), lambda: signal.sigwaitinfo([signal.SIGUSR1])):
    os.kill(os.getpid(), signal.SIGUSR1)
    info = wait()
    print(info.si_signo == signal.SIGUSR1, info.si_code, info.si_errno, info.si_pid == os.getpid(), info.si_uid == os.getuid(), len(info))
    print(type(info).__name__, info[0] == info.si_signo)
