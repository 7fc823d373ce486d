"""Where a program stands, on demand or when a signal comes. Faults of the machine cannot come from a program here: `enable` has nothing
to watch for but to say that it is on."""

import os
import signal
import sys
import traceback

_state = {'enabled': False}
_handlers = {}


def _write(file, frame):
    file = sys.stderr if file is None else file
    lines = ['Current thread 0x%016x (most recent call first):\n' % _ident()]
    entries = traceback.extract_stack(frame)
    lines += ['  File "%s", line %d in %s\n' % (entry.filename, entry.lineno, entry.name) for entry in reversed(entries)]
    text = ''.join(lines)
    if isinstance(file, int):
        os.write(file, text.encode())
    else:
        file.write(text)
        file.flush()


def _ident():
    import _thread
    return _thread.get_ident()


def dump_traceback(file=None, all_threads=True):
    """Write where the calling thread stands."""
    _write(file, sys._getframe(1))


def enable(file=None, all_threads=True):
    _state['enabled'] = True


def disable():
    """Whether it was on."""
    before, _state['enabled'] = _state['enabled'], False
    return before


def is_enabled():
    return _state['enabled']


def register(signum, file=None, all_threads=True, chain=False):
    """Write where the main thread stands whenever the signal comes; with `chain`, then do what was done before."""
    def handler(number, frame):
        _write(file, frame)
        before = _handlers.get(number)
        if chain and callable(before):
            before(number, frame)
    before = signal.signal(signum, handler)
    _handlers.setdefault(signum, before)


def unregister(signum):
    """Whether the signal was registered."""
    if signum not in _handlers:
        return False
    signal.signal(signum, _handlers.pop(signum))
    return True


def _die(number):
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _sigsegv(release_gil=False):
    _die(signal.SIGSEGV)


_read_null = _sigsegv


def _sigabrt():
    _die(signal.SIGABRT)


def _sigfpe():
    _die(signal.SIGFPE)
