"""Tasks, and waiting for one or several of them."""

from _weakrefset import WeakSet

from _asyncio import Task, current_task, gather, sleep, _create_task, _ensure_future, _is_coroutine, _loop_tasks
from _asyncio import _enter_task, _leave_task, _swap_current_task
from . import coroutines, events, exceptions, futures, timeouts

__all__ = (
    'Task', 'create_task', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'wait', 'wait_for', 'as_completed', 'sleep',
    'gather', 'shield', 'ensure_future', 'run_coroutine_threadsafe', 'current_task', 'all_tasks', 'create_eager_task_factory',
    'eager_task_factory',
)

# What wait() may wait for.
FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED'

_PyTask = _CTask = Task


def all_tasks(loop=None):
    """The tasks of a loop that are not done."""
    if loop is None:
        loop = events.get_running_loop()
    found = {task for task in _loop_tasks(loop) if not task.done()}
    if _scheduled_tasks or _eager_tasks:
        foreign = [*_scheduled_tasks, *_eager_tasks]
        found.update(task for task in foreign if futures._get_loop(task) is loop and not task.done())
    return found


# Tasks that are not ours: whoever makes them says so.
_scheduled_tasks = WeakSet()
_eager_tasks = set()


def _register_task(task):
    _scheduled_tasks.add(task)


def _unregister_task(task):
    _scheduled_tasks.discard(task)


def _register_eager_task(task):
    _eager_tasks.add(task)


def _unregister_eager_task(task):
    _eager_tasks.discard(task)


_py_current_task = _c_current_task = current_task
_py_register_task = _c_register_task = _register_task
_py_unregister_task = _c_unregister_task = _unregister_task
_py_register_eager_task = _c_register_eager_task = _register_eager_task
_py_unregister_eager_task = _c_unregister_eager_task = _unregister_eager_task
_py_enter_task = _c_enter_task = _enter_task
_py_leave_task = _c_leave_task = _leave_task
_py_swap_current_task = _c_swap_current_task = _swap_current_task


def create_task(coro, *, name=None, context=None):
    """Has the running loop run a coroutine."""
    if name is None and context is None:
        return _create_task(coro)
    loop = events.get_running_loop()
    if context is None:
        return loop.create_task(coro, name=name)
    return loop.create_task(coro, name=name, context=context)


def ensure_future(coro_or_future, *, loop=None):
    """A task for a coroutine or other awaitable; a future is given back as it is."""
    return _ensure_future(coro_or_future, loop)


async def _wrap_awaitable(awaitable):
    return await awaitable


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Waits until tasks are done as `return_when` says: (done, pending)."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f'expect a list of futures, not {type(fs).__name__}')
    if not fs:
        raise ValueError('Set of Tasks/Futures is empty.')
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f'Invalid return_when value: {return_when}')
    fs = set(fs)
    if any(coroutines.iscoroutine(f) for f in fs):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    return await _wait(fs, timeout, return_when, events.get_running_loop())


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def _wait(fs, timeout, return_when, loop):
    assert fs, 'Set of Futures is empty.'
    waiter = loop.create_future()
    timer = None
    if timeout is not None:
        timer = loop.call_later(timeout, _release_waiter, waiter)
    left = len(fs)

    def one_done(future):
        nonlocal left
        left -= 1
        if (
            left <= 0
            or return_when == FIRST_COMPLETED
            or return_when == FIRST_EXCEPTION and not future.cancelled() and future.exception() is not None
        ):
            if timer is not None:
                timer.cancel()
            if not waiter.done():
                waiter.set_result(None)

    for future in fs:
        future.add_done_callback(one_done)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(one_done)
    done, pending = set(), set()
    for future in fs:
        (done if future.done() else pending).add(future)
    return done, pending


async def wait_for(fut, timeout):
    """Waits for an awaitable, for at most `timeout` seconds."""
    if timeout is not None and timeout <= 0:
        fut = ensure_future(fut)
        late = not fut.done()
        if late:
            await _cancel_and_wait(fut)
        try:
            return fut.result()
        except exceptions.CancelledError as error:
            if late:
                raise TimeoutError from error
            raise
    async with timeouts.timeout(timeout):
        return await fut


async def _cancel_and_wait(fut):
    """Cancels a task and waits until it has ended."""
    loop = events.get_running_loop()
    waiter = loop.create_future()

    def release(fut):
        _release_waiter(waiter)

    fut.add_done_callback(release)
    try:
        fut.cancel()
        await waiter
    finally:
        fut.remove_done_callback(release)


class _AsCompletedIterator:
    """What `as_completed` gives: futures as they end for `async for`, awaitables of results for `for`."""

    def __init__(self, aws, timeout):
        from .queues import Queue
        self._done = Queue()
        self._timer = None
        loop = events.get_event_loop()
        todo = {ensure_future(aw, loop=loop) for aw in set(aws)}
        for future in todo:
            future.add_done_callback(self._one_done)
        if todo and timeout is not None:
            self._timer = loop.call_later(timeout, self._timed_out)
        self._todo = todo
        self._left = len(todo)

    def __aiter__(self):
        return self

    def __iter__(self):
        return self

    async def __anext__(self):
        if not self._left:
            raise StopAsyncIteration
        assert self._left > 0
        self._left -= 1
        return await self._wait_for_one()

    def __next__(self):
        if not self._left:
            raise StopIteration
        assert self._left > 0
        self._left -= 1
        return self._wait_for_one(resolve=True)

    def _timed_out(self):
        for future in self._todo:
            future.remove_done_callback(self._one_done)
            self._done.put_nowait(None)
        self._todo.clear()

    def _one_done(self, future):
        if not self._todo:
            return
        self._todo.remove(future)
        self._done.put_nowait(future)
        if not self._todo and self._timer is not None:
            self._timer.cancel()

    async def _wait_for_one(self, resolve=False):
        future = await self._done.get()
        if future is None:
            raise exceptions.TimeoutError
        return future.result() if resolve else future


def as_completed(fs, *, timeout=None):
    """The awaitables of `fs` in the order in which they end."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f'expect an iterable of futures, not {type(fs).__name__}')
    return _AsCompletedIterator(fs, timeout)


def shield(arg):
    """Awaits `arg` such that cancelling the awaiter does not cancel it."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    loop = futures._get_loop(inner)
    outer = loop.create_future()

    def inner_done(inner):
        # Asked for even where nobody will look at it any more, so that it counts as seen.
        error = None if inner.cancelled() else inner.exception()
        if outer.cancelled():
            return
        if inner.cancelled():
            outer.cancel()
        elif error is None:
            outer.set_result(inner.result())
        else:
            outer.set_exception(error)

    def outer_done(outer):
        if not inner.done():
            inner.remove_done_callback(inner_done)

    inner.add_done_callback(inner_done)
    outer.add_done_callback(outer_done)
    return outer


def run_coroutine_threadsafe(coro, loop):
    """Has a loop of another thread run a coroutine; gives a future of `concurrent.futures`."""
    if not coroutines.iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    import concurrent.futures
    future = concurrent.futures.Future()

    def start():
        try:
            futures._chain_future(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
            raise

    loop.call_soon_threadsafe(start)
    return future


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks begin at once."""

    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(coro, loop=loop, name=name, context=context, eager_start=True)

    return factory


eager_task_factory = create_eager_task_factory(Task)
