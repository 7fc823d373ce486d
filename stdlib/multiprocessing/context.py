"""Contexts: all start methods by name. There is one way to start a process, and each method is it."""

import os
import sys
from . import process

__all__ = ()


class ProcessError(Exception):
    pass


class BufferTooShort(ProcessError):
    pass


class TimeoutError(ProcessError):
    pass


class AuthenticationError(ProcessError):
    pass


class BaseContext:
    """What the package offers, for one start method."""

    current_process, parent_process, active_children = map(
        staticmethod, (process.current_process, process.parent_process, process.active_children))

    def cpu_count(self):
        """Number of processors."""
        count = os.cpu_count()
        if count:
            return count
        raise NotImplementedError('cannot determine number of cpus')

    def Manager(self):
        """A started manager: objects that live in a process of their own."""
        from .managers import SyncManager
        m = SyncManager(ctx=self.get_context())
        m.start()
        return m

    def Pipe(self, duplex=True):
        from .connection import Pipe
        return Pipe(duplex)

    def Lock(self):
        from .synchronize import Lock
        return Lock(ctx=self)

    def RLock(self):
        from .synchronize import RLock
        return RLock(ctx=self)

    def Condition(self, lock=None):
        from .synchronize import Condition
        return Condition(lock, ctx=self)

    def Semaphore(self, value=1):
        from .synchronize import Semaphore
        return Semaphore(value, ctx=self)

    def BoundedSemaphore(self, value=1):
        from .synchronize import BoundedSemaphore
        return BoundedSemaphore(value, ctx=self)

    def Event(self):
        from .synchronize import Event
        return Event(ctx=self)

    def Barrier(self, parties, action=None, timeout=None):
        from .synchronize import Barrier
        return Barrier(parties, action, timeout, ctx=self)

    def Queue(self, maxsize=0):
        from .queues import Queue
        return Queue(maxsize, ctx=self)

    def JoinableQueue(self, maxsize=0):
        from .queues import JoinableQueue
        return JoinableQueue(maxsize, ctx=self)

    def SimpleQueue(self):
        from .queues import SimpleQueue
        return SimpleQueue(ctx=self)

    def Pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        from .pool import Pool
        return Pool(processes, initializer, initargs, maxtasksperchild, context=self.get_context())

    def RawValue(self, typecode_or_type, *args):
        from .sharedctypes import RawValue
        return RawValue(typecode_or_type, *args)

    def RawArray(self, typecode_or_type, size_or_initializer):
        from .sharedctypes import RawArray
        return RawArray(typecode_or_type, size_or_initializer)

    def Value(self, typecode_or_type, *args, lock=True):
        from .sharedctypes import Value
        return Value(typecode_or_type, *args, lock=lock, ctx=self.get_context())

    def Array(self, typecode_or_type, size_or_initializer, *, lock=True):
        from .sharedctypes import Array
        return Array(typecode_or_type, size_or_initializer, lock=lock, ctx=self.get_context())

    def freeze_support(self):
        """Nothing: workers are of our own binary."""

    def get_logger(self):
        from .util import get_logger
        return get_logger()

    def log_to_stderr(self, level=None):
        from .util import log_to_stderr
        return log_to_stderr(level)

    def allow_connection_pickling(self):
        pass

    def set_executable(self, executable):
        """Have `executable`, a binary of ours, run the workers."""
        import _worker
        _worker._executable[0] = executable

    def set_forkserver_preload(self, module_names):
        """Nothing: workers load what calls need. Errors: TypeError."""
        if not all(type(name) is str for name in module_names):
            raise TypeError('module_names must be a list of strings')

    def get_context(self, method=None):
        if method is None:
            return self
        try:
            return _concrete_contexts[method]
        except KeyError:
            raise ValueError('cannot find context for %r' % method) from None

    def get_start_method(self, allow_none=False):
        return self._name

    def set_start_method(self, method, force=False):
        raise ValueError('cannot set start method of concrete context')

    @property
    def reducer(self):
        from . import connection
        return connection


for _error in (ProcessError, BufferTooShort, TimeoutError, AuthenticationError):
    setattr(BaseContext, _error.__name__, _error)
del _error


class Process(process.BaseProcess):
    _start_method = None


class DefaultContext(BaseContext):
    Process = Process

    def __init__(self, context):
        # The one chosen, or None as long as nobody has asked for one.
        self._default_context, self._actual_context = context, None

    def _settled(self):
        """The context that counts from now on."""
        self._actual_context = self._actual_context or self._default_context
        return self._actual_context

    def get_context(self, method=None):
        return self._settled() if method is None else super().get_context(method)

    def get_start_method(self, allow_none=False):
        if allow_none and self._actual_context is None:
            return None
        return self._settled()._name

    def set_start_method(self, method, force=False):
        if not force and self._actual_context is not None:
            raise RuntimeError('context has already been set')
        self._actual_context = None if force and method is None else self.get_context(method)

    def _changed(self):
        """The name of the start method, if it is another than that of a program that chooses none."""
        chosen = self._actual_context
        return None if chosen is None or chosen is self._default_context else chosen._name

    def get_all_start_methods(self):
        return ['fork', 'spawn', 'forkserver']


def _method(name, stem):
    """The process class and the context class of a start method."""
    made = type(stem + 'Process', (process.BaseProcess,), {'_start_method': name, '__module__': __name__})
    return made, type(stem + 'Context', (BaseContext,), {'_name': name, 'Process': made, '__module__': __name__})


ForkProcess, ForkContext = _method('fork', 'Fork')
SpawnProcess, SpawnContext = _method('spawn', 'Spawn')
ForkServerProcess, ForkServerContext = _method('forkserver', 'ForkServer')
_concrete_contexts = {each._name: each() for each in (ForkContext, SpawnContext, ForkServerContext)}
_default_context = DefaultContext(_concrete_contexts['fork'])


def get_spawning_popen():
    import _shipping
    return True if _shipping.is_shipping() else None


def assert_spawning(obj):
    if get_spawning_popen() is None:
        raise RuntimeError('%s objects should only be shared between processes through inheritance' % type(obj).__name__)
