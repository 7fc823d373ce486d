"""Watchers of child processes by their numbers, for programs that start processes themselves. Loops need none for their own."""

import itertools
import os
import signal
import threading
import warnings

from . import events
from .log import logger

__all__ = (
    'AbstractChildWatcher', 'SafeChildWatcher', 'FastChildWatcher', 'PidfdChildWatcher', 'MultiLoopChildWatcher', 'ThreadedChildWatcher',
)


def can_use_pidfd():
    """Whether the system gives descriptors for processes."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


def _status_of(pid, options=0):
    """How a child ended; None if it has not, 255 if somebody else was told."""
    try:
        found, status = os.waitpid(pid, options)
    except ChildProcessError:
        logger.warning('Unknown child process pid %d, will report returncode 255', pid)
        return 255
    return os.waitstatus_to_exitcode(status) if found == pid else None


class AbstractChildWatcher:
    """Calls `callback(pid, returncode, *args)` when a child ends."""

    def add_child_handler(self, pid, callback, *args):
        raise NotImplementedError

    def remove_child_handler(self, pid):
        raise NotImplementedError

    def attach_loop(self, loop):
        raise NotImplementedError

    def close(self):
        raise NotImplementedError

    def is_active(self):
        raise NotImplementedError

    def __enter__(self):
        raise NotImplementedError

    def __exit__(self, *exc):
        raise NotImplementedError


class _FreeWatcher(AbstractChildWatcher):
    """Belongs to no loop: it tells the loop that runs when a child is added, and there is nothing to attach or close."""

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        pass

    def is_active(self):
        return True

    def close(self):
        pass

    def attach_loop(self, loop):
        pass

    def remove_child_handler(self, pid):
        # There is nothing that could be called too late.
        return True


class PidfdChildWatcher(_FreeWatcher):
    """Watches a descriptor for each child, in the loop that runs."""

    def add_child_handler(self, pid, callback, *args):
        loop = events.get_running_loop()
        fd = os.pidfd_open(pid)

        def ended():
            loop._remove_reader(fd)
            os.close(fd)
            callback(pid, _status_of(pid), *args)

        loop._add_reader(fd, ended)


class ThreadedChildWatcher(_FreeWatcher):
    """Waits for each child in a thread."""

    def __init__(self):
        self._numbers = itertools.count()
        self._threads = {}

    def add_child_handler(self, pid, callback, *args):
        loop = events.get_running_loop()

        def wait():
            status = _status_of(pid)
            self._threads.pop(pid, None)
            if loop.is_closed():
                logger.warning('Loop %r that handles pid %r is closed', loop, pid)
            else:
                loop.call_soon_threadsafe(callback, pid, status, *args)

        thread = threading.Thread(target=wait, name=f'asyncio-waitpid-{next(self._numbers)}', daemon=True)
        self._threads[pid] = thread
        thread.start()


def _warn_of(name):
    warnings.warn(
        f'{name!r} is deprecated as of Python 3.12 and will be removed in Python 3.14.', DeprecationWarning, stacklevel=3,
    )


class SafeChildWatcher(AbstractChildWatcher):
    """Looks after its children when a signal says that one has ended."""

    def __init__(self):
        _warn_of(type(self).__name__)
        self._loop = None
        self._callbacks = {}

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        pass

    def is_active(self):
        return self._loop is not None and self._loop.is_running()

    def close(self):
        self._callbacks.clear()
        self.attach_loop(None)

    def attach_loop(self, loop):
        if self._loop is not None and loop is None and self._callbacks:
            warnings.warn('A loop is being detached from a child watcher with pending handlers', RuntimeWarning)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_signal_handler(signal.SIGCHLD)
        self._loop = loop
        if loop is not None:
            loop.add_signal_handler(signal.SIGCHLD, self._look)
            self._look()

    def add_child_handler(self, pid, callback, *args):
        self._callbacks[pid] = callback, args
        # It may have ended already.
        self._look_at(pid)

    def remove_child_handler(self, pid):
        return self._callbacks.pop(pid, None) is not None

    def _look(self):
        for pid in list(self._callbacks):
            self._look_at(pid)

    def _look_at(self, pid):
        status = _status_of(pid, os.WNOHANG)
        if status is None:
            return
        found = self._callbacks.pop(pid, None)
        if found is not None:
            callback, args = found
            callback(pid, status, *args)


class FastChildWatcher(SafeChildWatcher):
    """As SafeChildWatcher: children that nobody asked for are left to those that started them."""


class MultiLoopChildWatcher(SafeChildWatcher):
    """Tells each loop of the children that were added while it ran."""

    def is_active(self):
        return True

    def attach_loop(self, loop):
        pass

    def close(self):
        self._callbacks.clear()

    def add_child_handler(self, pid, callback, *args):
        loop = events.get_running_loop()

        def wait():
            status = _status_of(pid)
            if self._callbacks.pop(pid, None) is not None and not loop.is_closed():
                loop.call_soon_threadsafe(callback, pid, status, *args)

        self._callbacks[pid] = callback, args
        threading.Thread(target=wait, daemon=True).start()
