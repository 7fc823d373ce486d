"""The interface of `multiprocessing` over threads."""

import sys
import threading
import weakref
from queue import Queue
from threading import Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore
from .connection import Pipe

__all__ = [
    'Process', 'current_process', 'active_children', 'freeze_support', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition',
    'Event', 'Barrier', 'Queue', 'Manager', 'Pipe', 'Pool', 'JoinableQueue',
]


current_process = threading.current_thread
current_process()._children = weakref.WeakKeyDictionary()


class DummyProcess(threading.Thread):
    """A thread with what a process object has more."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}):
        super().__init__(group, target, name, args, kwargs)
        self._parent, self._children = current_process(), weakref.WeakKeyDictionary()
        self._pid, self._start_called = None, False

    def start(self):
        here = current_process()
        if here is not self._parent:
            raise RuntimeError(f'Parent is {self._parent!r} but current_process is {here!r}')
        siblings = getattr(here, '_children', None)
        if siblings is not None:
            siblings[self] = None
        self._start_called = True
        super().start()

    @property
    def exitcode(self):
        return 0 if self._start_called and not self.is_alive() else None


Process = DummyProcess


def active_children():
    """The threads started by this one that run still."""
    children = current_process()._children
    for over in [child for child in children if not child.is_alive()]:
        children.pop(over, None)
    return [*children]


def freeze_support():
    """Nothing: threads need no program of their own."""


class Namespace:
    def __init__(self, /, **kwds):
        vars(self).update(kwds)

    def __repr__(self):
        shown = sorted([f'{name}={value!r}' for name, value in vars(self).items() if name[0] != '_'])
        return f'{type(self).__name__}({", ".join(shown)})'


dict = dict
list = list


def Array(typecode, sequence, lock=True):
    return list(sequence)


class Value:
    def __init__(self, typecode, value, lock=True):
        self.value, self._typecode = value, typecode

    def __repr__(self):
        return f'<{type(self).__name__}({self._typecode!r}, {self.value!r})>'


def Manager():
    """This module, which has all that a manager has."""
    return sys.modules[__name__]


def shutdown():
    """Nothing, for those who take the module for a manager."""


def Pool(processes=None, initializer=None, initargs=()):
    from ..pool import ThreadPool
    return ThreadPool(processes, initializer, initargs)


JoinableQueue = Queue
