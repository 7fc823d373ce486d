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


DEFAULT_LOGGING_FORMAT = '[%(levelname)s/%(processName)s] %(message)s'
LOGGER_NAME = 'multiprocessing'
_logger, _log_to_stderr = None, False


def _logs_at(level):
    def log(msg, *args):
        if _logger:
            _logger.log(level, msg, *args, stacklevel=2)
    return log


sub_debug, debug, info, sub_warning = map(_logs_at, (SUBDEBUG, DEBUG, INFO, SUBWARNING))


def get_logger():
    """The logger of this package; it begins to log when it is first asked for."""
    global _logger
    if _logger is None:
        import logging
        _logger = logging.getLogger(LOGGER_NAME)
        _logger.propagate = 0
    return _logger


def log_to_stderr(level=None):
    """Have the logger write to the standard error stream, in the processes started from now on too."""
    global _log_to_stderr
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    _log_to_stderr = True
    return logger


def _logging():
    """What processes that are started inherit of this: whether to log to stderr, and the level."""
    return None if _logger is None else (_log_to_stderr, _logger.getEffectiveLevel())


def _inherit_logging(state):
    if state is not None:
        to_stderr, level = state
        get_logger().setLevel(level)
        if to_stderr:
            log_to_stderr()


_temp_dir, _temp_dir_lock = None, threading.Lock()


def get_temp_dir():
    """A folder of this process that goes with it."""
    global _temp_dir
    with _temp_dir_lock:
        if _temp_dir is None or _temp_dir[0] != os.getpid():
            import shutil
            import tempfile
            path = tempfile.mkdtemp(prefix='pymp-')
            Finalize(None, shutil.rmtree, args=(path, True), exitpriority=-100)
            _temp_dir = os.getpid(), path
        return _temp_dir[1]


def is_abstract_socket_namespace(address):
    """Whether it is an address of Linux that is not in the file system."""
    if not address:
        return False
    if isinstance(address, bytes):
        return address[0] == 0
    if isinstance(address, str):
        return address[0] == '\0'
    raise TypeError(f'address type of {address!r} unrecognized')


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
