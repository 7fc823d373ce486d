"""Locks and their like between processes. A semaphore is a pipe with as many bytes in it as it has permits."""

import _process
import _receiving
import _shipping
import os
import sys
import threading
import time
from . import process

__all__ = ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event']

RECURSIVE_MUTEX, SEMAPHORE = 0, 1
SEM_VALUE_MAX = 2147483647
_MOST = 65536
_LOOK = 0.2


class _Tokens:
    """The two ends of the pipe."""

    def __init__(self, ends):
        self.reading, self.writing = ends

    def __del__(self):
        for end in (self.reading, self.writing):
            try:
                os.close(end)
            except OSError:
                pass

    def __reduce__(self):
        first = _shipping.send_fd(self.reading)
        if first is None:
            raise RuntimeError('Semaphore objects should only be shared between processes through inheritance')
        return _received, (first, _shipping.send_fd(self.writing))


def _received(reading, writing):
    return _Tokens((_receiving.received_fd(reading), _receiving.received_fd(writing)))


class SemLock:
    def __init__(self, kind, value, maxvalue, *, ctx=None):
        if not 0 <= value <= maxvalue:
            raise ValueError('semaphore or lock released too many times' if value > maxvalue else 'invalid value')
        self._kind, self._maxvalue = kind, maxvalue
        self._tokens = _Tokens(_process.tokens(min(value, _MOST)))
        self._local()

    def _local(self):
        # How often this process holds it, and by which thread: as far as it knows.
        self._count = 0
        self._owner = None

    def __getstate__(self):
        if not _shipping.is_shipping():
            raise RuntimeError('%s objects should only be shared between processes through inheritance' % type(self).__name__)
        return self._kind, self._maxvalue, self._tokens

    def __setstate__(self, state):
        self._kind, self._maxvalue, self._tokens = state
        self._local()

    def acquire(self, block=True, timeout=None):
        me = threading.get_ident()
        if self._kind == RECURSIVE_MUTEX and self._owner == me and self._count:
            self._count += 1
            return True
        if timeout is not None:
            timeout = max(timeout, 0)
        if not _process.take(self._tokens.reading, block, timeout):
            return False
        self._owner = me
        self._count += 1
        return True

    def release(self):
        if self._kind == RECURSIVE_MUTEX:
            if not self._is_mine():
                raise AssertionError('attempt to release recursive lock not owned by thread')
            if self._count > 1:
                self._count -= 1
                return
        elif self._maxvalue != SEM_VALUE_MAX and _process.count(self._tokens.reading) >= self._maxvalue:
            raise ValueError('semaphore or lock released too many times')
        self._count -= 1
        if not self._count:
            self._owner = None
        _process.give(self._tokens.writing)

    def _is_mine(self):
        return self._count > 0 and self._owner == threading.get_ident()

    def _is_zero(self):
        return _process.count(self._tokens.reading) == 0

    def _get_value(self):
        return _process.count(self._tokens.reading)

    def locked(self):
        return self._is_zero()

    def __enter__(self):
        self.acquire()
        return True

    def __exit__(self, *args):
        self.release()

    def _holder(self):
        name = process.current_process().name
        if threading.current_thread().name != 'MainThread':
            name += '|' + threading.current_thread().name
        return name


class Semaphore(SemLock):
    def __init__(self, value=1, *, ctx=None):
        SemLock.__init__(self, SEMAPHORE, value, SEM_VALUE_MAX)

    def get_value(self):
        return self._get_value()

    def __repr__(self):
        return '<%s(value=%s)>' % (type(self).__name__, self._get_value())


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1, *, ctx=None):
        SemLock.__init__(self, SEMAPHORE, value, value)

    def __repr__(self):
        return '<%s(value=%s, maxvalue=%s)>' % (type(self).__name__, self._get_value(), self._maxvalue)


class Lock(SemLock):
    def __init__(self, *, ctx=None):
        SemLock.__init__(self, SEMAPHORE, 1, 1)

    def __repr__(self):
        if self._is_mine():
            name = self._holder()
        elif not self._is_zero():
            name = 'None'
        elif self._count > 0:
            name = 'SomeOtherThread'
        else:
            name = 'SomeOtherProcess'
        return '<%s(owner=%s)>' % (type(self).__name__, name)


class RLock(SemLock):
    def __init__(self, *, ctx=None):
        SemLock.__init__(self, RECURSIVE_MUTEX, 1, 1)

    def __repr__(self):
        if self._is_mine():
            name, count = self._holder(), self._count
        elif not self._is_zero():
            name, count = 'None', 0
        elif self._count > 0:
            name, count = 'SomeOtherThread', 'nonzero'
        else:
            name, count = 'SomeOtherProcess', 'nonzero'
        return '<%s(%s, %s)>' % (type(self).__name__, name, count)


class _Crowd:
    """Memory in which processes wait for each other, with pipes that wake those who wait for a notification and for the lock."""

    def __init__(self):
        from .sharedctypes import _fresh
        self._state = _fresh(_process.CROWD_SIZE), _Tokens(_process.tokens(0)), _Tokens(_process.tokens(0))
        self._open()

    def _open(self):
        memory, self.bell, self.gate = self._state
        self.crowd = _process.crowd(memory.fd)

    def __getstate__(self):
        return self._state

    def __setstate__(self, state):
        self._state = state
        self._open()

    def notify(self, most):
        self.crowd.notify(most, self.bell.writing)


class _Guard:
    """A lock, once per thread, of what the processes of a _Crowd agree on. One that a killed process held is taken over."""

    def __init__(self, crowd, repair):
        self._crowd, self._repair = crowd, repair
        self._mutex = threading.Lock()
        self._owner = None
        self._count = 0

    def acquire(self, block=True, timeout=None):
        # The processes' lock knows no threads.
        self._mutex.acquire()
        try:
            was_left = self._crowd.crowd.lock(self._crowd.gate.reading, None)
        except:
            self._mutex.release()
            raise
        self._owner, self._count = threading.get_ident(), 1
        if was_left:
            self._repair()
        return True

    def release(self):
        self._owner, self._count = None, 0
        self._crowd.crowd.unlock(self._crowd.gate.writing)
        self._mutex.release()

    def _is_mine(self):
        return self._owner == threading.get_ident()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


class Condition:
    def __init__(self, lock=None, *, ctx=None):
        self._lock = lock or RLock()
        self._crowd = _Crowd()
        self._make_methods()

    def __getstate__(self):
        if not _shipping.is_shipping():
            raise RuntimeError('Condition objects should only be shared between processes through inheritance')
        return self._lock, self._crowd

    def __setstate__(self, state):
        self._lock, self._crowd = state
        self._make_methods()

    def _make_methods(self):
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        return '<%s(%s, %s)>' % (type(self).__name__, self._lock, self._crowd.crowd.waiting())

    def wait(self, timeout=None):
        assert self._lock._is_mine(), 'must acquire() condition before using wait()'
        if timeout is not None:
            timeout = max(timeout, 0)
        crowd = self._crowd
        place = crowd.crowd.enter()
        count = self._lock._count
        try:
            for _ in range(count):
                self._lock.release()
        except:
            crowd.crowd.leave(place)
            raise
        try:
            return crowd.crowd.wait(place, crowd.bell.reading, timeout)
        finally:
            for _ in range(count):
                self._lock.acquire()

    def notify(self, n=1):
        """Wake n of those that wait. Who was killed while it waited takes no notification."""
        assert self._lock._is_mine(), 'lock is not owned'
        self._crowd.notify(n)

    def notify_all(self):
        self.notify(n=sys.maxsize)

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        if result:
            return result
        end = None if timeout is None else time.monotonic() + timeout
        while not result:
            left = None
            if end is not None:
                left = end - time.monotonic()
                if left <= 0:
                    break
            self.wait(left)
            result = predicate()
        return result


class Event:
    """A pipe with a byte in it while the event is set."""

    def __init__(self, *, ctx=None):
        self._tokens = _Tokens(_process.tokens(0))

    def __getstate__(self):
        if not _shipping.is_shipping():
            raise RuntimeError('Event objects should only be shared between processes through inheritance')
        return self._tokens

    def __setstate__(self, state):
        self._tokens = state

    def is_set(self):
        return _process.count(self._tokens.reading) > 0

    def set(self):
        if not self.is_set():
            _process.give(self._tokens.writing)

    def clear(self):
        while _process.take(self._tokens.reading, False):
            pass

    def wait(self, timeout=None):
        if timeout is not None:
            timeout = max(timeout, 0)
        return bool(_process.poll([(self._tokens.reading, _process.POLLIN)], timeout))

    def __repr__(self):
        return '<%s at %#x %s>' % (type(self).__qualname__, id(self), 'set' if self.is_set() else 'unset')


class Barrier:
    """A barrier between processes: a condition, and a shared number that says whether it fills (0), drains (1), is reset (-1) or broken (-2).

    Those who have come have a place in a crowd, which they give back when they go. A process that is killed has none; if it held the
    lock, the barrier is broken.
    """

    def __init__(self, parties, action=None, timeout=None, *, ctx=None):
        from .sharedctypes import RawArray
        if parties < 1:
            raise ValueError('parties must be > 0')
        self._parties, self._action, self._timeout = parties, action, timeout
        self._state, self._waiting, self._members = RawArray('q', 1), _Crowd(), _Crowd()
        self._make_condition()

    def _make_condition(self):
        self._cond = Condition.__new__(Condition)
        self._cond.__setstate__((_Guard(self._waiting, self._break), self._waiting))

    def _break(self):
        self._state[0] = -2
        self._cond.notify_all()

    def _until(self, predicate, timeout=None):
        end = None if timeout is None else time.monotonic() + timeout
        while not predicate():
            left = _LOOK if end is None else min(end - time.monotonic(), _LOOK)
            if left <= 0:
                return False
            # Who was to notify may have been killed.
            self._cond.wait(left)
        return True

    def _count(self):
        return self._members.crowd.waiting()

    def __getstate__(self):
        return {name: value for name, value in self.__dict__.items() if name != '_cond'}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._make_condition()

    parties = property(lambda self: self._parties)
    broken = property(lambda self: self._state[0] < 0)
    n_waiting = property(lambda self: self._count() if self._state[0] == 0 else 0)

    def wait(self, timeout=None):
        """Wait for the others; gives a number from 0 to parties-1. State 0 fills, 1 drains, -1 is reset, -2 broken."""
        if timeout is None:
            timeout = self._timeout
        state = self._state
        with self._cond:
            self._until(lambda: state[0] not in (-1, 1) or not self._count())
            if state[0] in (-1, 1):
                # Those who were to go were killed.
                state[0] = 0
            if state[0] < 0:
                raise threading.BrokenBarrierError
            index = self._count()
            place = self._members.crowd.enter()
            try:
                if index + 1 >= self._parties:
                    try:
                        if self._action:
                            self._action()
                    except BaseException:
                        self._break()
                        raise
                    state[0] = 1
                    self._cond.notify_all()
                else:
                    if not self._until(lambda: state[0] != 0, timeout):
                        self._break()
                        raise threading.BrokenBarrierError
                    if state[0] < 0:
                        raise threading.BrokenBarrierError
                return index
            finally:
                self._members.crowd.leave(place)
                if state[0] in (-1, 1) and not self._count():
                    state[0] = 0
                    self._cond.notify_all()

    def reset(self):
        with self._cond:
            if self._count():
                if self._state[0] in (0, -2):
                    self._state[0] = -1
            else:
                self._state[0] = 0
            self._cond.notify_all()

    def abort(self):
        with self._cond:
            self._break()
