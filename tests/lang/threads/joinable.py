"""Threads of _thread that can be joined; what comes at once in the main thread; hooks and locks that are misused."""

import _thread
import signal
import sys
import threading
import warnings


def report(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__ + ':', error)


handle = _thread._ThreadHandle()
print(handle, handle.ident, handle.is_done())
report(handle.join)
report(handle._set_done)

go = _thread.allocate_lock()
go.acquire()
handle = _thread.start_joinable_thread(go.acquire)
print(handle.is_done(), handle.ident != 0, handle.join(0.01), handle.is_done())
report(lambda: _thread.start_joinable_thread(print, handle=handle))
go.release()
print(handle.join(), handle.join(), handle.is_done(), handle._set_done())

own, told = _thread._ThreadHandle(), []


def join_itself():
    try:
        own.join()
    except RuntimeError as error:
        told.append(str(error))


print(_thread.start_joinable_thread(join_itself, handle=own, daemon=False) is own, own.join(), told)
report(lambda: _thread.start_joinable_thread(3))
report(lambda: _thread.start_joinable_thread(print, handle=3))

# Many threads join one, and the one itself.
started, joined = threading.Semaphore(0), []
go.acquire(blocking=False)
target = _thread.start_joinable_thread(lambda: go.acquire() and report(target.join))


def joiner():
    started.release()
    target.join()
    joined.append(1)


joiners = [_thread.start_joinable_thread(joiner) for _ in range(5)]
for _ in joiners:
    started.acquire()
go.release()
for each in joiners:
    each.join()
print(len(joined))

# An exception is reported, SystemExit is none.
hooked = []
sys.unraisablehook = lambda args: hooked.append((args.exc_type.__name__, args.err_msg.split(' <')[0]))
_thread.start_joinable_thread(lambda: 1 / 0).join()
_thread.start_joinable_thread(sys.exit).join()
print(hooked)
sys.unraisablehook = sys.__unraisablehook__

# interrupt_main() in the main thread comes at once.
try:
    _thread.interrupt_main()
    print('not reached')
except KeyboardInterrupt:
    print('interrupted')


def handler(number, frame):
    raise LookupError(number)


for number in signal.SIGINT, signal.SIGTERM:
    before = signal.signal(number, handler)
    report(lambda: _thread.interrupt_main(number))
    for ignored in signal.SIG_IGN, signal.SIG_DFL:
        signal.signal(number, ignored)
        print(_thread.interrupt_main(number))
    signal.signal(number, before)
report(lambda: _thread.interrupt_main(0))

# A hook that fails is told to sys.excepthook.
told = []
sys.excepthook = lambda kind, error, traceback: told.append((kind.__name__, str(error), error.__suppress_context__))


def failing(args):
    raise ValueError('the hook failed')


threading.excepthook = failing
thread = threading.Thread(target=lambda: 1 / 0)
sys.stderr = open('/dev/null', 'w')
thread.start()
thread.join()
sys.stderr = sys.__stderr__
print(told)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    with threading.RLock(1):
        pass
print([(w.category.__name__, str(w.message), w.lineno) for w in caught])
