"""Where a program stands, on demand or when a signal comes. Faults of the machine cannot come from a program here: `enable` has nothing
to watch for but to say that it is on."""

import os
import signal
import sys
import traceback

_state = {'enabled': False}
_handlers = {}


def _write(file, frame, all_threads):
    file = sys.stderr if file is None else file
    me = _ident()
    threads = {ident: other for ident, other in sys._current_frames().items() if ident != me} if all_threads else {}
    lines = []
    for ident, other in sorted(threads.items(), reverse=True):
        lines += _stack(_head('Thread', ident), other) + ['\n']
    text = ''.join(lines + _stack(_head('Current thread', me) if all_threads else 'Stack', frame))
    if isinstance(file, int):
        os.write(file, text.encode())
    else:
        file.write(text)
        file.flush()


def _head(what, ident):
    return '%s 0x%016x' % (what, ident)


def _stack(head, frame):
    entries = traceback.extract_stack(frame)
    return [head + ' (most recent call first):\n'] + ['  File "%s", line %d in %s\n' % (entry.filename, entry.lineno, entry.name) for entry in reversed(entries)]


def _ident():
    import _thread
    return _thread.get_ident()


def dump_traceback(file=None, all_threads=True):
    """Write where all threads stand, the calling one last."""
    _write(file, sys._getframe(1), all_threads)


def enable(file=None, all_threads=True):
    _state['enabled'] = True


def disable():
    """Whether it was on."""
    before, _state['enabled'] = _state['enabled'], False
    return before


def is_enabled():
    return _state['enabled']


def register(signum, file=None, all_threads=True, chain=False):
    """Write where the threads stand whenever the signal comes; with `chain`, then do what was done before."""
    def handler(number, frame):
        _write(file, frame, all_threads)
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
