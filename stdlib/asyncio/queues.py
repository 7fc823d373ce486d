"""Queues between tasks of one loop. `Queue` is native; a class that changes how items are kept gets its methods from `_Kept`."""

import heapq
from _collections import deque

from _asyncio import Queue, QueueEmpty, QueueFull, QueueShutDown
from . import locks, mixins

__all__ = 'Queue', 'PriorityQueue', 'LifoQueue', 'QueueFull', 'QueueEmpty', 'QueueShutDown'


class _Kept(mixins._LoopBoundMixin):
    """The methods of a queue over the hooks `_init`, `_get` and `_put`."""

    def __init__(self, maxsize=0):
        self._maxsize, self._is_shutdown = maxsize, False
        # Who waits for an item, and for room.
        self._getters, self._putters = deque(), deque()
        self._unfinished_tasks, self._finished = 0, locks.Event()
        self._finished.set()
        self._init(maxsize)

    def _init(self, maxsize):
        self._queue = deque()

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.popleft()

    def _wakeup_next(self, waiters, is_for_all=False):
        is_woken = False
        while waiters and (is_for_all or not is_woken):
            waiter = waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                is_woken = True

    async def _stand_in_line(self, waiters, is_in_vain):
        """Waits until woken. Who is woken and does not come, being cancelled, passes it on to the next."""
        waiter = self._get_loop().create_future()
        waiters.append(waiter)
        try:
            await waiter
        except BaseException:
            waiter.cancel()
            if waiter in waiters:
                waiters.remove(waiter)
            if not waiter.cancelled() and not is_in_vain():
                self._wakeup_next(waiters)
            raise

    def __repr__(self):
        return f'<{type(self).__name__} at {id(self):#x} {self._format()}>'

    def __str__(self):
        return f'<{type(self).__name__} {self._format()}>'

    __class_getitem__ = classmethod(type(list[int]))

    def _format(self):
        facts = {
            f'maxsize={self._maxsize!r}': True, f'_queue={list(getattr(self, "_queue", ()))!r}': getattr(self, '_queue', None),
            f'_getters[{len(self._getters)}]': self._getters, f'_putters[{len(self._putters)}]': self._putters,
            f'tasks={self._unfinished_tasks}': self._unfinished_tasks, 'shutdown': self._is_shutdown,
        }
        return ' '.join([text for text, is_said in facts.items() if is_said])

    def qsize(self):
        return len(self._queue)

    @property
    def maxsize(self):
        return self._maxsize

    def empty(self):
        return not self._queue

    def full(self):
        return self._maxsize > 0 and self.qsize() >= self._maxsize

    async def put(self, item):
        while self.full():
            if self._is_shutdown:
                raise QueueShutDown
            await self._stand_in_line(self._putters, self.full)
        self.put_nowait(item)

    def put_nowait(self, item):
        if self._is_shutdown or self.full():
            raise QueueShutDown if self._is_shutdown else QueueFull
        self._put(item)
        self._finished.clear()
        self._unfinished_tasks += 1
        self._wakeup_next(self._getters)

    async def get(self):
        while self.empty():
            if self._is_shutdown:
                raise QueueShutDown
            await self._stand_in_line(self._getters, self.empty)
        return self.get_nowait()

    def get_nowait(self):
        if self.empty():
            raise QueueShutDown if self._is_shutdown else QueueEmpty
        item = self._get()
        self._wakeup_next(self._putters)
        return item

    def task_done(self):
        left = self._unfinished_tasks - 1
        if left < 0:
            raise ValueError('task_done() called too many times')
        self._unfinished_tasks = left
        if not left:
            self._finished.set()

    async def join(self):
        if self._unfinished_tasks:
            await self._finished.wait()

    def shutdown(self, immediate=False):
        self._is_shutdown = True
        while immediate and not self.empty():
            self._get()
            # Nobody will do what is thrown away.
            self._unfinished_tasks = max(self._unfinished_tasks - 1, 0)
        if immediate and not self._unfinished_tasks:
            self._finished.set()
        for waiters in self._getters, self._putters:
            self._wakeup_next(waiters, is_for_all=True)


_HOOKS = ('_init', '_get', '_put', 'qsize', 'empty', 'full')
_METHODS = {name: method for name, method in vars(_Kept).items() if callable(method) or isinstance(method, property)}


def _adapt(cls):
    """Called for each class derived from `Queue`: one with hooks of its own gets the methods that ask them."""
    if not any(name in vars(cls) for name in _HOOKS):
        return
    own = [base for base in cls.__mro__ if base is not Queue and base is not object]
    cls._kept_init = _Kept.__init__
    for name, method in _METHODS.items():
        if not any(name in vars(base) for base in own):
            setattr(cls, name, method)
    cls._loop = None
    cls._get_loop = _Kept._get_loop


class PriorityQueue(Queue):
    """The lowest item first."""

    def _init(self, maxsize):
        self._queue = []

    def _get(self):
        return heapq.heappop(self._queue)

    def _put(self, item):
        heapq.heappush(self._queue, item)


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self._queue = []

    def _get(self):
        return self._queue.pop()

    def _put(self, item):
        self._queue.append(item)
