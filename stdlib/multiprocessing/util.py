"""What happens at the end of a process, and small things."""

import atexit
import itertools
import os
import sys
import threading
import weakref
from . import process

__all__ = ['sub_debug', 'debug', 'info', 'sub_warning', 'get_logger', 'log_to_stderr', 'get_temp_dir', 'register_after_fork',
           'is_exiting', 'Finalize', 'ForkAwareThreadLock', 'ForkAwareLocal', 'close_all_fds_except', 'SUBDEBUG', 'SUBWARNING']

NOTSET, SUBDEBUG, DEBUG, INFO, SUBWARNING = 0, 5, 10, 20, 25

abstract_sockets_supported = sys.platform == 'linux'
_finalizer_registry = {}
_finalizer_counter = itertools.count()
_exiting = False


def sub_debug(msg, *args):
    pass


debug = info = sub_warning = sub_debug


def get_logger():
    import logging
    return logging.getLogger('multiprocessing')


def log_to_stderr(level=None):
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter('[%(levelname)s/%(processName)s] %(message)s'))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    return logger


def get_temp_dir():
    import tempfile
    return tempfile.gettempdir()


def register_after_fork(obj, func):
    """Nothing: processes are not forked."""


def is_exiting():
    return _exiting


class Finalize:
    """A call to be made once: when an object dies, when called, or at the end of the process."""

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if exitpriority is not None and not isinstance(exitpriority, int):
            raise TypeError('Exitpriority ({0!r}) must be None or int, not {1!s}'.format(exitpriority, type(exitpriority)))
        if obj is None and exitpriority is None:
            raise ValueError('Without object, exitpriority cannot be None')
        self._callback, self._args, self._kwargs = callback, args, kwargs or {}
        self._pid, self._key = os.getpid(), (exitpriority, next(_finalizer_counter))
        if obj is not None:
            self._weakref = weakref.ref(obj, self)
        _finalizer_registry[self._key] = self

    def __call__(self, wr=None):
        if _finalizer_registry.pop(self._key, None) is None:
            return None
        if self._pid == os.getpid():
            result = self._callback(*self._args, **self._kwargs)
        else:
            result = None
        self._weakref = self._callback = self._args = self._kwargs = self._key = None
        return result

    def cancel(self):
        if _finalizer_registry.pop(self._key, None) is not None:
            self._weakref = self._callback = self._args = self._kwargs = self._key = None

    def still_active(self):
        return self._key in _finalizer_registry


def _run_finalizers(minpriority=None):
    keys = [key for key in list(_finalizer_registry) if key[0] is not None and (minpriority is None or key[0] >= minpriority)]
    for key in sorted(keys, reverse=True):
        finalizer = _finalizer_registry.get(key)
        if finalizer is not None:
            try:
                finalizer()
            except Exception:
                import traceback
                traceback.print_exc()


def _exit_function():
    """The end: daemonic children are terminated, the others waited for."""
    global _exiting
    if _exiting:
        return
    _exiting = True
    _run_finalizers(0)
    for p in process.active_children():
        if p.daemon:
            p._popen._send(15)
    for p in process.active_children():
        p.join()
    _run_finalizers()


atexit.register(_exit_function)


def _cleanup_tests():
    """Nothing outlives its objects here."""


def _flush_std_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError, OSError):
            pass


class ForkAwareThreadLock:
    def __init__(self):
        self._lock = lock = threading.Lock()
        self.acquire, self.release = lock.acquire, lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)


class ForkAwareLocal(threading.local):
    def __reduce__(self):
        return type(self), ()


def close_all_fds_except(fds):
    raise NotImplementedError('descriptors are closed by those who opened them')
