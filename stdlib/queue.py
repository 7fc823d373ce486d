"""Queues between threads. `Queue` itself is native; a class that changes how items are kept gets its methods from `_Kept`."""

from _thread import Condition, lock as Lock

try:
    from _queue import Empty, Full, ShutDown, SimpleQueue, _Fifo
except ImportError:
    # Somebody keeps the native half out: everything below works without it.
    SimpleQueue = _Fifo = None

    class Empty(Exception):
        """There is no item, and get() is not to wait."""

    class Full(Exception):
        """There is no room, and put() is not to wait."""

    class ShutDown(Exception):
        """The queue takes nothing any more, or has nothing left to give."""

__all__ = ['Empty', 'Full', 'ShutDown', 'Queue', 'PriorityQueue', 'LifoQueue', 'SimpleQueue']


def _left_until(end):
    from time import monotonic
    return end - monotonic()


def _end_of(timeout):
    """The moment at which waiting ends, None for never."""
    if timeout is None:
        return None
    if timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    from time import monotonic
    return monotonic() + timeout


class _Kept:
    """The methods of a queue over the hooks `_init`, `_qsize`, `_put` and `_get`, which run under one lock."""

    def __init__(self, maxsize=0):
        # One lock for everything; what is waited for under it has a condition each.
        self.mutex = lock = Lock()
        self.not_empty, self.not_full, self.all_tasks_done = Condition(lock), Condition(lock), Condition(lock)
        self.maxsize, self.unfinished_tasks, self.is_shutdown = maxsize, 0, False
        self._init(maxsize)

    def _wait_while(self, is_so, condition, end):
        """Waits until something is not so any more, the time is up or the queue is shut down."""
        while is_so() and not self.is_shutdown:
            left = None if end is None else _left_until(end)
            if left is not None and left <= 0:
                return
            condition.wait(left)

    def task_done(self):
        with self.all_tasks_done:
            left = self.unfinished_tasks - 1
            if left < 0:
                raise ValueError('task_done() called too many times')
            self.unfinished_tasks = left
            if left == 0:
                self.all_tasks_done.notify_all()

    def join(self):
        done = self.all_tasks_done
        with done:
            while self.unfinished_tasks:
                done.wait()

    def qsize(self):
        with self.mutex:
            return self._qsize()

    def empty(self):
        with self.mutex:
            return not self._qsize()

    def full(self):
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    def _is_full(self):
        return 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        with self.mutex:
            if self.maxsize > 0 and not self.is_shutdown:
                end = _end_of(timeout) if block else None
                if block and self._is_full():
                    self._wait_while(self._is_full, self.not_full, end)
                if self._is_full() and not self.is_shutdown:
                    raise Full
            if not self.is_shutdown:
                self._put(item)
                self.not_empty.notify()
                self.unfinished_tasks += 1
                return
            raise ShutDown

    def get(self, block=True, timeout=None):
        with self.mutex:
            end = _end_of(timeout) if block else None
            if not self._qsize():
                if block:
                    self._wait_while(lambda: not self._qsize(), self.not_empty, end)
                if not self._qsize():
                    raise ShutDown if self.is_shutdown else Empty
            item = self._get()
            self.not_full.notify()
            return item

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def shutdown(self, immediate=False):
        with self.mutex:
            self.is_shutdown = True
            while immediate and self._qsize():
                self._get()
                # Nobody will do what is thrown away.
                self.unfinished_tasks = max(self.unfinished_tasks - 1, 0)
            for condition in (self.not_full, self.not_empty, *[self.all_tasks_done] * bool(immediate)):
                condition.notify_all()

    # The hooks; a subclass may keep its items otherwise.

    def _get(self):
        return self.queue.popleft()

    def _put(self, item):
        self.queue.append(item)

    def _init(self, maxsize):
        from collections import deque
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)


_HOOKS = ('_init', '_qsize', '_put', '_get')
# What a class with hooks of its own takes from `_Kept` rather than from the native queue.
_METHODS = {name: value for name, value in vars(_Kept).items() if callable(value)}
_PARTS = ('mutex', 'not_empty', 'not_full', 'all_tasks_done', 'queue')
_FIELDS = ('maxsize', 'unfinished_tasks', 'is_shutdown', *_PARTS)


class _Field:
    """An ordinary attribute in a class whose base has a computed one of that name."""

    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        try:
            return instance.__dict__[self.name]
        except KeyError:
            raise AttributeError(self.name) from None

    def __set__(self, instance, value):
        instance.__dict__[self.name] = value


class Queue(_Fifo or _Kept):
    """A queue, first in first out; `put` waits while it holds `maxsize` items, if that is above zero."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls._is_kept:
            return
        if not any(name in cls.__dict__ for name in _HOOKS):
            # The native methods do not look for overridden ones.
            for name in ('put', 'get'):
                if name in cls.__dict__ and name + '_nowait' not in cls.__dict__:
                    setattr(cls, name + '_nowait', _METHODS[name + '_nowait'])
            return
        cls._is_kept = True
        for name, method in _METHODS.items():
            if name not in cls.__dict__:
                setattr(cls, name, method)
        for name in _FIELDS:
            if name not in cls.__dict__:
                setattr(cls, name, _Field(name))

    _is_kept = _Fifo is None
    __class_getitem__ = classmethod(type(list[int]))


def _keeper_of(queue):
    """What keeps the items of a native queue from now on, so that the program can reach its parts."""
    keeper = queue._keeper()
    while keeper is None:
        made = _Kept(queue.maxsize)
        # Whoever comes by the keeper before it has everything waits.
        with made.mutex:
            held = queue._hand_over(made)
            if held is not None:
                items, made.unfinished_tasks, made.is_shutdown = held
                made.queue.extend(items)
        keeper = queue._keeper()
    return keeper


class _Part:
    """A part of a native queue: whoever asks for one gets it from a keeper."""

    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(_keeper_of(instance), self.name)

    def __set__(self, instance, value):
        setattr(_keeper_of(instance), self.name, value)


if _Fifo is not None:
    for _name in _PARTS:
        setattr(Queue, _name, _Part(_name))
    # For subclasses that call them by super().
    for _name in _HOOKS:
        setattr(Queue, _name, _METHODS[_name])
    del _name


class PriorityQueue(Queue):
    """A queue that gives the least item first."""

    def _init(self, maxsize):
        from heapq import heappop, heappush
        self.queue, self._push, self._pop = [], heappush, heappop

    def _get(self):
        return self._pop(self.queue)

    def _put(self, item):
        self._push(self.queue, item)

    def _qsize(self):
        return len(self.queue)


class LifoQueue(Queue):
    """A queue that gives the last item first."""

    def _get(self):
        return self.queue.pop()

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        self.queue.append(item)

    def _qsize(self):
        return len(self.queue)


class _PySimpleQueue:
    """An unbounded queue without `join`."""

    def __init__(self):
        from collections import deque
        from threading import Semaphore
        self._queue = deque()
        self._count = Semaphore(0)

    def put(self, item, block=True, timeout=None):
        self._queue.append(item)
        self._count.release()

    def get(self, block=True, timeout=None):
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if self._count.acquire(block, timeout):
            return self._queue.popleft()
        raise Empty

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def empty(self):
        return len(self._queue) == 0

    def qsize(self):
        return len(self._queue)

    __class_getitem__ = classmethod(type(list[int]))


if SimpleQueue is None:
    SimpleQueue = _PySimpleQueue
