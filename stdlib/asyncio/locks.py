"""Locks, events, conditions, semaphores and barriers between tasks of one loop."""

from _asyncio import Event, Lock
from _collections import deque
from . import exceptions, mixins

__all__ = 'Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Barrier'


class _ContextManagerMixin:
    """`async with` holds what is acquired."""

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, *details):
        self.release()


def _shown(base, state, waiters):
    extra = f'{state}, waiters:{len(waiters)}' if waiters else state
    return f'<{base[1:-1]} [{extra}]>'


class Condition(_ContextManagerMixin, mixins._LoopBoundMixin):
    """Tasks wait, holding a lock, until another one notifies them."""

    def __init__(self, lock=None):
        self._lock = lock = Lock() if lock is None else lock
        self.acquire, self.release, self.locked = lock.acquire, lock.release, lock.locked
        self._waiters = deque()

    def __repr__(self):
        return _shown(super().__repr__(), 'locked' if self.locked() else 'unlocked', self._waiters)

    async def wait(self):
        if not self.locked():
            raise RuntimeError('cannot wait on un-acquired lock')
        self.release()
        try:
            try:
                await self._be_notified()
            finally:
                await self._take_lock_back()
        except BaseException:
            # The notification may have been meant for this task, which does not make use of it.
            self._notify(1)
            raise
        return True

    async def _be_notified(self):
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        try:
            await waiter
        finally:
            self._waiters.remove(waiter)

    async def _take_lock_back(self):
        """Acquires the lock whatever happens. Being cancelled waits until that is done."""
        cancelled = None
        while True:
            try:
                await self.acquire()
            except exceptions.CancelledError as error:
                cancelled = error
            else:
                break
        try:
            if cancelled is not None:
                raise cancelled
        finally:
            # The exception refers to this frame.
            cancelled = None

    async def wait_for(self, predicate):
        while not (answer := predicate()):
            await self.wait()
        return answer

    def notify(self, n=1):
        if self.locked():
            self._notify(n)
            return
        raise RuntimeError('cannot notify on un-acquired lock')

    def _notify(self, n):
        for waiter in [each for each in self._waiters if not each.done()][:n] if self._waiters else ():
            waiter.set_result(False)

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore(_ContextManagerMixin, mixins._LoopBoundMixin):
    """A number of permits."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('Semaphore initial value must be >= 0')
        self._value, self._waiters = value, None

    def __repr__(self):
        return _shown(super().__repr__(), 'locked' if self.locked() else f'unlocked, value:{self._value}', self._waiters)

    def locked(self):
        return self._value == 0 or any(not w.cancelled() for w in self._waiters or ())

    async def acquire(self):
        if not self.locked():
            self._value -= 1
            return True
        self._waiters = deque() if self._waiters is None else self._waiters
        waiter = self._get_loop().create_future()
        self._waiters.append(waiter)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except exceptions.CancelledError:
            was_given = waiter.done() and not waiter.cancelled()
            self._value += was_given
            raise
        finally:
            # New waiters may have come while this one was first.
            while self._value > 0 and self._wake_up_next():
                continue
        return True

    def release(self):
        self._value += 1
        self._wake_up_next()

    def _wake_up_next(self):
        """Gives a permit to the first who waits; tells whether somebody does."""
        for waiter in self._waiters or ():
            if waiter.done():
                continue
            self._value -= 1
            waiter.set_result(True)
            return True
        return False


class BoundedSemaphore(Semaphore):
    """A semaphore that is never released above its first value."""

    def __init__(self, value=1):
        super().__init__(value)
        self._bound_value = value

    def release(self):
        if self._value < self._bound_value:
            super().release()
        else:
            raise ValueError('BoundedSemaphore released too many times')


class _BarrierState:
    # No enumeration, which costs its module when programs start.
    FILLING, DRAINING, RESETTING, BROKEN = 'filling', 'draining', 'resetting', 'broken'


class Barrier(mixins._LoopBoundMixin):
    """Tasks wait until enough of them have come."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError('parties must be > 0')
        self._parties, self._count = parties, 0
        self._cond, self._state = Condition(), _BarrierState.FILLING

    def __repr__(self):
        extra = self._state
        if not self.broken:
            extra += f', waiters:{self.n_waiting}/{self.parties}'
        return f'<{super().__repr__()[1:-1]} [{extra}]>'

    async def __aexit__(self, *details):
        # Nobody is held up on the way out.
        return None

    async def __aenter__(self):
        place = await self.wait()
        return place

    async def wait(self):
        async with self._cond:
            await self._may_enter()
            try:
                place = self._count
                self._count = place + 1
                if self._count == self._parties:
                    self._become(_BarrierState.DRAINING)
                else:
                    await self._wait_until_full()
                return place
            finally:
                self._count -= 1
                self._one_left()

    async def _may_enter(self):
        await self._cond.wait_for(lambda: self._state not in (_BarrierState.DRAINING, _BarrierState.RESETTING))
        if self._state is _BarrierState.BROKEN:
            raise exceptions.BrokenBarrierError('Barrier aborted')

    async def _wait_until_full(self):
        await self._cond.wait_for(lambda: self._state is not _BarrierState.FILLING)
        if self._state in (_BarrierState.BROKEN, _BarrierState.RESETTING):
            raise exceptions.BrokenBarrierError('Abort or reset of barrier')

    def _one_left(self):
        if self._count > 0:
            return
        self._become(_BarrierState.BROKEN if self.broken else _BarrierState.FILLING)

    async def reset(self):
        """Those who wait get BrokenBarrierError; others may come once they have left."""
        async with self._cond:
            self._become(_BarrierState.RESETTING if self._count else _BarrierState.FILLING)

    async def abort(self):
        """Those who wait, and all who come, get BrokenBarrierError."""
        async with self._cond:
            self._become(_BarrierState.BROKEN)

    def _become(self, state):
        """Another state, which all who wait are to look at. The condition's lock is held."""
        self._state = state
        self._cond.notify_all()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state is _BarrierState.FILLING else 0

    @property
    def broken(self):
        return self._state is _BarrierState.BROKEN
