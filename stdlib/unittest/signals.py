"""Ends a run of tests at Ctrl-C with the results so far."""

import functools
import weakref

__unittest = True

_results = weakref.WeakKeyDictionary()
_interrupt_handler = None


class _Handler:
    """Tells the results to stop at the first interrupt, and lets the second through."""

    def __init__(self, default):
        self.default = default
        self.called = False

    def __call__(self, number, frame):
        import signal
        if signal.getsignal(signal.SIGINT) is not self or self.called:
            before = self.default
            if before == signal.SIG_DFL:
                before = signal.default_int_handler
            elif before == signal.SIG_IGN:
                return
            elif not callable(before):
                raise TypeError('expected SIGINT signal handler to be signal.SIG_IGN, signal.SIG_DFL, or a callable object')
            before(number, frame)
            return
        self.called = True
        for result in list(_results):
            result.stop()


def registerResult(result):
    """A result that an interrupt stops."""
    _results[result] = 1


def removeResult(result):
    return bool(_results.pop(result, None))


def installHandler():
    """Installs the handler, once."""
    global _interrupt_handler
    import signal
    if _interrupt_handler is None:
        _interrupt_handler = _Handler(signal.getsignal(signal.SIGINT))
        signal.signal(signal.SIGINT, _interrupt_handler)


def removeHandler(method=None):
    """Puts the handler of before back; around a test as a decorator."""
    global _interrupt_handler
    import signal
    if method is not None:
        @functools.wraps(method)
        def without(*args, **kwargs):
            before = signal.getsignal(signal.SIGINT)
            removeHandler()
            try:
                return method(*args, **kwargs)
            finally:
                signal.signal(signal.SIGINT, before)
        return without
    if _interrupt_handler is not None:
        signal.signal(signal.SIGINT, _interrupt_handler.default)
        _interrupt_handler = None
