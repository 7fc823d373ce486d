"""Names in the system that must not outlive the program: what is registered and not taken off again is removed at its end.
Nothing but blocks of shared memory that were asked for by name has such a name here."""

import atexit
import os
import threading
import warnings

__all__ = ['ensure_running', 'register', 'unregister']


def _no_semaphore(name):
    raise FileNotFoundError(2, 'No such file or directory')


def _unlink_shared(name):
    from .shared_memory import _FOLDER
    os.unlink(os.path.join(_FOLDER, name.lstrip('/')))


_CLEANUP_FUNCS = {'noop': str, 'semaphore': _no_semaphore, 'shared_memory': _unlink_shared}


class ResourceTracker:
    def __init__(self):
        self._lock = threading.Lock()
        self._names = set()
        self._is_watching = False

    def ensure_running(self):
        """Have the end of the program noticed."""
        with self._lock:
            if not self._is_watching:
                self._is_watching = True
                atexit.register(self._clean_up)

    def register(self, name, rtype):
        if rtype not in _CLEANUP_FUNCS:
            raise ValueError(f'Cannot register {name} for automatic cleanup: unknown resource type {rtype}')
        self.ensure_running()
        with self._lock:
            self._names.add((rtype, name))

    def unregister(self, name, rtype):
        with self._lock:
            self._names.discard((rtype, name))

    def _clean_up(self):
        for rtype, name in sorted(self._names):
            warnings.warn(f'resource_tracker: There appear to be 1 leaked {rtype} objects to clean up at shutdown: {name}')
            try:
                _CLEANUP_FUNCS[rtype](name)
            except OSError as error:
                warnings.warn(f'resource_tracker: {name!r}: {error}')


_resource_tracker = ResourceTracker()
ensure_running = _resource_tracker.ensure_running
register = _resource_tracker.register
unregister = _resource_tracker.unregister
