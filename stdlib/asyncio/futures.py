"""Futures, and how those of threads become those of a loop."""

from _asyncio import Future, isfuture, _ticket
from . import events, exceptions
from .base_futures import _PENDING, _CANCELLED, _FINISHED, _future_repr_info

__all__ = 'Future', 'wrap_future', 'isfuture'

_PyFuture = _CFuture = Future


def _get_loop(fut):
    get_loop = getattr(fut, 'get_loop', None)
    return fut._loop if get_loop is None else get_loop()


def _set_result_unless_cancelled(fut, result):
    if not fut.cancelled():
        fut.set_result(result)


def _convert_future_exc(error):
    from concurrent.futures import CancelledError, InvalidStateError
    ours = {CancelledError: exceptions.CancelledError, InvalidStateError: exceptions.InvalidStateError}.get(type(error))
    return error if ours is None else ours(*error.args).with_traceback(error.__traceback__)


def _set_concurrent_future_state(concurrent, source):
    """A thread's future takes over how a loop's ended."""
    is_cancelled = source.cancelled()
    assert is_cancelled or source.done()
    if is_cancelled:
        concurrent.cancel()
    if concurrent.set_running_or_notify_cancel():
        _pass_on(source, concurrent)


def _pass_on(source, dest):
    """The result or exception of a future becomes another one's."""
    error = source.exception()
    if error is None:
        dest.set_result(source.result())
    else:
        dest.set_exception(_convert_future_exc(error))


def _copy_future_state(source, dest):
    """A loop's future takes over how another one ended."""
    is_cancelled = source.cancelled()
    assert is_cancelled or source.done()
    if not dest.cancelled():
        assert not dest.done()
        if is_cancelled:
            dest.cancel()
        else:
            _pass_on(source, dest)


def _chain_future(source, destination):
    """Ends `destination` as `source` ends, and cancels `source` with it; one of them is a thread's."""
    import concurrent.futures
    for future, name in (source, 'source'), (destination, 'destination'):
        if not isfuture(future) and not isinstance(future, concurrent.futures.Future):
            raise TypeError(f'A future is required for {name} argument')
    # Threads' futures have no loop: what is about them can be done anywhere.
    source_home, home = [_get_loop(future) if isfuture(future) else None for future in (source, destination)]

    def take_over(ended):
        if isfuture(destination):
            _copy_future_state(ended, destination)
        else:
            _set_concurrent_future_state(destination, ended)

    def pass_cancellation(ended):
        if ended.cancelled():
            _do_at(source_home, home, source.cancel)

    def pass_end(ended):
        if home is None or not home.is_closed():
            _do_at(home, source_home, take_over, ended)
        elif home is source_home and not destination.cancelled():
            take_over(ended)

    destination.add_done_callback(pass_cancellation)
    source.add_done_callback(pass_end)


def _do_at(home, here, call, *args):
    """Makes a call where a future is at home, which may be here."""
    if home is None or home is here:
        call(*args)
    else:
        home.call_soon_threadsafe(call, *args)


def wrap_future(future, *, loop=None):
    """A future of the loop for one of `concurrent.futures`."""
    if isfuture(future):
        return future
    import concurrent.futures
    assert isinstance(future, concurrent.futures.Future), f'concurrent.futures.Future is expected, got {future!r}'
    if loop is None:
        loop = events.get_event_loop()
    wrapped = loop.create_future()
    if not hasattr(loop, '_mailbox_ticket'):
        _chain_future(future, wrapped)
        return wrapped

    def take_over(source):
        if not wrapped.done():
            _copy_future_state(source, wrapped)

    def cancel(wrapped):
        if wrapped.cancelled():
            future.cancel()

    # The thread is given a ticket, so the loop's own objects stay the loop's.
    future.add_done_callback(_ticket(loop, take_over))
    wrapped.add_done_callback(cancel)
    return wrapped
