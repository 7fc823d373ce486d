"""Threads as objects, over the native half `_thread`: who is running, what they are called, how their errors are reported."""

import _thread

__all__ = [
    'get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread', 'TIMEOUT_MAX', 'Event', 'Lock', 'RLock',
    'Semaphore', 'BoundedSemaphore', 'Thread', 'Barrier', 'BrokenBarrierError', 'Timer', 'ThreadError', 'setprofile', 'settrace',
    'local', 'stack_size', 'excepthook', 'ExceptHookArgs', 'getprofile', 'gettrace', 'setprofile_all_threads', 'settrace_all_threads',
    'get_native_id', 'DeadlockError', 'ThreadPool',
]

from _thread import (
    Barrier, BoundedSemaphore, BrokenBarrierError, Condition, DeadlockError, Event, Semaphore, TIMEOUT_MAX, get_ident,
    get_native_id, stack_size,
)
from _thread import RLock as _CRLock
from _thread import _current, _name_after, _next_number, _start
from _thread import _local as local
from _thread import error as ThreadError
from _thread import lock as Lock

_HAVE_THREAD_NATIVE_ID = True
_active = {}        # ident -> thread, from before it begins until it ends
_exit_callbacks = []
_trace = [None, None]


class _Dangling:
    """The threads that are not over, as test programs look for them."""

    def __iter__(self):
        return iter(enumerate())

    copy = __iter__


_dangling = _Dangling()


def _new_name(template='Thread-%d'):
    return template % _next_number()


class _PyRLock:
    """A reentrant lock made of a plain one. Only the owner changes `_owner` and `_count`, so they need no lock of their own."""

    def __init__(self):
        self._block = Lock()
        self._owner, self._count = None, 0

    def __repr__(self):
        cls = type(self)
        owner = _active[self._owner].name if self._owner in _active else self._owner
        state = 'locked' if self._block.locked() else 'unlocked'
        return f'<{state} {cls.__module__}.{cls.__qualname__} object owner={owner!r} count={self._count} at {hex(id(self))}>'

    def acquire(self, blocking=True, timeout=-1):
        caller = get_ident()
        if self._owner == caller:
            self._count += 1
            return True
        if not self._block.acquire(blocking, timeout):
            return False
        self._owner, self._count = caller, 1
        return True

    __enter__ = acquire

    def release(self):
        if self._owner != get_ident():
            raise RuntimeError('cannot release un-acquired lock')
        if self._count > 1:
            self._count -= 1
        else:
            self._release_save()

    def __exit__(self, t, v, tb):
        self.release()

    def _at_fork_reinit(self):
        self.__init__()

    # For conditions, which let go of a lock however often it was taken.

    def _release_save(self):
        state = self._count, self._owner
        if not self._count:
            raise RuntimeError('cannot release un-acquired lock')
        self._owner, self._count = None, 0
        self._block.release()
        return state

    def _acquire_restore(self, state):
        self._block.acquire()
        self._count, self._owner = state

    def _is_owned(self):
        return self._owner == get_ident()

    def _recursion_count(self):
        return self._count if self._is_owned() else 0


def RLock(*args, **kwargs):
    """A lock that its owner can take again."""
    if args or kwargs:
        import warnings
        warnings.warn('Passing arguments to RLock is deprecated and will be removed in 3.15', DeprecationWarning, stacklevel=2)
    return _CRLock() if _CRLock is not None else _PyRLock()


class Thread:
    """A call to be made by a thread of its own: `target(*args, **kwargs)`, or an overridden `run()`."""

    _priority = 'normal'
    _initialized = _was_started = False
    _native_id = None

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None, priority='normal'):
        assert group is None, 'group argument must be None for now'
        if excepthook is None:
            raise RuntimeError('threading.excepthook is None')
        if priority != 'normal':
            self._priority = _thread._check_priority(priority)
        self._name = _name_after(target) if name is None else str(name)
        self._target = target
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        if daemon is None:
            starter = _current()
            daemon = (current_thread() if starter is None else starter)._daemonic
        self._daemonic = daemon
        self._ident = None
        self._handle = None
        self._initialized = True

    def __repr__(self):
        assert self._initialized, 'Thread.__init__() was not called'
        if not self._was_started:
            status = 'initial'
        elif self._over():
            status = 'stopped'
        else:
            status = 'started'
        if self._daemonic:
            status += ' daemon'
        if self._ident is not None:
            status += ' %s' % self._ident
        return '<%s(%s, %s)>' % (self.__class__.__name__, self._name, status)

    def start(self):
        """Start the thread; at most once per object."""
        if not self._initialized:
            raise RuntimeError('thread.__init__() not called')
        if self._was_started:
            raise RuntimeError('threads can only be started once')
        self._was_started = True
        try:
            self._handle = _start(self, _report, self._name, self._daemonic, self._priority, _active)
        except BaseException:
            self._was_started, self._ident = False, None
            raise

    def run(self):
        """What the thread does: calls the target, unless overridden."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # The arguments may hold the thread. They are not deleted: that would be dear.
            self._target = None
            self._args = None
            self._kwargs = None

    def _over(self):
        return self._handle is not None and self._handle.done()

    def join(self, timeout=None):
        """Wait until the thread has ended, or for `timeout` seconds."""
        handle = self._handle if self._initialized else None
        if handle is None:
            handle = self._wait_for_handle()
        handle._wait(timeout)

    def _wait_for_handle(self):
        """What to wait for the thread with, while its start() may be under way in another thread."""
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if not self._was_started:
            raise RuntimeError('cannot join thread before it is started')
        if self is _current():
            raise RuntimeError('cannot join current thread')
        while self._handle is None:
            Event().wait(0.0005)
        return self._handle

    def is_alive(self):
        assert self._initialized, 'Thread.__init__() not called'
        return self._was_started and not self._over()

    @property
    def priority(self):
        """'high', 'normal' or 'low', as the thread was made."""
        return self._priority

    @property
    def name(self):
        assert self._initialized, 'Thread.__init__() not called'
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, 'Thread.__init__() not called'
        self._name = str(name)
        if self._handle is not None:
            self._handle.name = self._name

    @property
    def ident(self):
        assert self._initialized, 'Thread.__init__() not called'
        return self._ident

    @property
    def native_id(self):
        assert self._initialized, 'Thread.__init__() not called'
        if self._native_id is None and self._was_started:
            if self is _current():
                self._native_id = get_native_id()
            else:
                # start() does not wait for the system's thread, so its number may not be known yet.
                handle = self._wait_for_handle()
                while handle.native_id is None and not handle.done():
                    Event().wait(0.0005)
                self._native_id = handle.native_id
        return self._native_id

    @property
    def daemon(self):
        assert self._initialized, 'Thread.__init__() not called'
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if self._was_started:
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemonic = daemonic

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, daemonic):
        self.daemon = daemonic

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name


class _MainThread(Thread):
    def __init__(self):
        self._target = None
        self._name = 'MainThread'
        self._args = ()
        self._kwargs = {}
        self._daemonic = False
        self._ident = _thread._get_main_thread_ident()
        self._native_id = get_native_id()
        self._handle = None
        self._was_started = True
        self._initialized = True
        # Set when the script is over; the system's thread stays to wait for the others.
        self._script_over = Event()

    def _over(self):
        return self._script_over.is_set()

    def join(self, timeout=None):
        if current_thread() is self:
            raise RuntimeError('cannot join current thread')
        self._script_over.wait(timeout)


class _DummyThread(Thread):
    """Stands for a thread that was not started by this module."""

    def __init__(self):
        self._target = None
        self._name = _new_name('Dummy-%d')
        self._args = ()
        self._kwargs = {}
        self._daemonic = True
        self._ident = get_ident()
        self._native_id = get_native_id()
        self._handle = None
        self._was_started = True
        self._initialized = True

    def _over(self):
        return False

    def is_alive(self):
        return True

    def join(self, timeout=None):
        raise RuntimeError('cannot join a dummy thread')


class _Leaver:
    """Goes with the attributes of a thread that this module did not start, and takes it off the list of threads."""

    def __init__(self, ident):
        self.ident = ident

    def __del__(self):
        _active.pop(self.ident, None)


_at_end = local()


class Timer(Thread):
    """A call made after `interval` seconds, unless cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval, self.function = interval, function
        self.args, self.kwargs = [] if args is None else args, {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        if not self.finished.wait(self.interval):
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _PoolResult:
    """The result of a call made by a ThreadPool, once it is there."""

    def __init__(self, future):
        self._future = future

    def get(self, timeout=None):
        return self._future.result(timeout)

    def wait(self, timeout=None):
        from concurrent.futures import wait
        wait([self._future], timeout)

    def ready(self):
        return self._future.done()

    def successful(self):
        if not self._future.done():
            raise ValueError('%r not ready' % (self,))
        return self._future.exception() is None


class ThreadPool:
    """Some threads that make calls. get() gives the results in the order in which the calls were asked for.

    This is an extension: CPython's module has none.
    """

    def __init__(self, threads=None, initializer=None, initargs=(), *, priority='normal'):
        from concurrent.futures import ThreadPoolExecutor
        from _queue import SimpleQueue
        self._executor = ThreadPoolExecutor(threads, 'ThreadPool', initializer, initargs, priority=priority)
        self._results = SimpleQueue()

    def apply_async(self, func, args=(), kwds={}):
        """Have func(*args, **kwds) called; the result has get()."""
        future = self._executor.submit(func, *args, **kwds)
        self._results.put(future)
        return _PoolResult(future)

    def apply(self, func, args=(), kwds={}):
        return self._executor.submit(func, *args, **kwds).result()

    def map(self, func, *iterables):
        """As the builtin map(), all at once, in a list."""
        return list(self._executor.map(func, *iterables))

    def get(self, timeout=None):
        """The next result of apply_async(). Errors: TimeoutError; that of the call; IndexError if there is none to come."""
        from _queue import Empty
        try:
            future = self._results.get_nowait()
        except Empty:
            raise IndexError('no call is left whose result could be got') from None
        return future.result(timeout)

    def close(self):
        """No more calls; those there are will be made."""
        self._executor.shutdown(wait=False)

    def terminate(self):
        self._executor.shutdown(wait=False, cancel_futures=True)

    def join(self):
        self._executor.shutdown(wait=True)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self._executor.shutdown(wait=True)


def current_thread():
    """The object of the calling thread."""
    thread = _thread._current()
    if thread is None:
        thread = _DummyThread()
        _thread._set_current(thread)
        _active[thread._ident] = thread
        _at_end.leaver = _Leaver(thread._ident)
    return thread


def main_thread():
    return _main_thread


def enumerate():
    """All threads that are alive."""
    return list(_active.values())


def active_count():
    return len(_active)


def currentThread():
    return current_thread()


def activeCount():
    return active_count()


class ExceptHookArgs(tuple):
    """What `excepthook` is told: exc_type, exc_value, exc_traceback, thread."""

    __slots__ = ()

    def __new__(cls, values):
        values = tuple(values)
        if len(values) != 4:
            raise TypeError('_thread._ExceptHookArgs() takes a 4-sequence (%d-sequence given)' % len(values))
        return tuple.__new__(cls, values)

    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])

    def __repr__(self):
        return '_thread._ExceptHookArgs(exc_type=%r, exc_value=%r, exc_traceback=%r, thread=%r)' % tuple(self)


def excepthook(args, /):
    """Report an exception that a thread did not handle; SystemExit is none."""
    if args.exc_type is SystemExit:
        return
    name = args.thread.name if args.thread is not None else get_ident()
    _thread._print_exception('Exception in thread %s:' % (name,), args.exc_value)


__excepthook__ = excepthook


def _report(thread, error):
    args = ExceptHookArgs((type(error), error, error.__traceback__, thread))
    hook = excepthook
    if hook is None:
        hook = __excepthook__
    try:
        hook(args)
    except Exception as second:
        import sys
        second.__suppress_context__ = True
        print('Exception in threading.excepthook:', file=sys.stderr, flush=True)
        sys.excepthook(type(second), second, second.__traceback__)


def settrace(func):
    """Noted, as is the function of setprofile(): there is no tracing."""
    _trace[0] = func


def gettrace():
    return _trace[0]


def settrace_all_threads(func):
    _trace[0] = func


def setprofile(func):
    _trace[1] = func


def getprofile():
    return _trace[1]


def setprofile_all_threads(func):
    _trace[1] = func


def _register_atexit(func, *args, **kwargs):
    """Have func called when the program waits for its last threads; the callbacks run in reverse order."""
    _exit_callbacks.append((func, args, kwargs))


def _shutdown():
    _main_thread._script_over.set()
    while _exit_callbacks:
        func, args, kwargs = _exit_callbacks.pop()
        func(*args, **kwargs)


_main_thread = _MainThread()
_active[_main_thread._ident] = _main_thread
if get_ident() == _main_thread._ident:
    _thread._set_current(_main_thread)
