"""Futures, and how those of threads become those of a loop."""

from _asyncio import Future, isfuture, _ticket
from . import events, exceptions
from .base_futures import _PENDING, _CANCELLED, _FINISHED, _future_repr_info

__all__ = 'Future', 'wrap_future', 'isfuture'

_PyFuture = _CFuture = Future


def _get_loop(fut):
    try:
        get_loop = fut.get_loop
    except AttributeError:
        return fut._loop
    return get_loop()


def _set_result_unless_cancelled(fut, result):
    if not fut.cancelled():
        fut.set_result(result)


def _convert_future_exc(error):
    import concurrent.futures
    if type(error) is concurrent.futures.CancelledError:
        return exceptions.CancelledError(*error.args).with_traceback(error.__traceback__)
    if type(error) is concurrent.futures.InvalidStateError:
        return exceptions.InvalidStateError(*error.args).with_traceback(error.__traceback__)
    return error


def _set_concurrent_future_state(concurrent, source):
    """A thread's future takes over how a loop's ended."""
    assert source.done()
    if source.cancelled():
        concurrent.cancel()
    if not concurrent.set_running_or_notify_cancel():
        return
    error = source.exception()
    if error is not None:
        concurrent.set_exception(_convert_future_exc(error))
    else:
        concurrent.set_result(source.result())


def _copy_future_state(source, dest):
    """A loop's future takes over how another one ended."""
    assert source.done()
    if dest.cancelled():
        return
    assert not dest.done()
    if source.cancelled():
        dest.cancel()
        return
    error = source.exception()
    if error is not None:
        dest.set_exception(_convert_future_exc(error))
    else:
        dest.set_result(source.result())


def _chain_future(source, destination):
    """Ends `destination` as `source` ends, and cancels `source` with it; one of them is a thread's."""
    import concurrent.futures
    for future, name in (source, 'source'), (destination, 'destination'):
        if not isfuture(future) and not isinstance(future, concurrent.futures.Future):
            raise TypeError(f'A future is required for {name} argument')
    source_loop = _get_loop(source) if isfuture(source) else None
    dest_loop = _get_loop(destination) if isfuture(destination) else None

    def take_over(future, other):
        if isfuture(future):
            _copy_future_state(other, future)
        else:
            _set_concurrent_future_state(future, other)

    def destination_done(destination):
        if destination.cancelled():
            if source_loop is None or source_loop is dest_loop:
                source.cancel()
            else:
                source_loop.call_soon_threadsafe(source.cancel)

    def source_done(source):
        if destination.cancelled() and dest_loop is not None and dest_loop.is_closed():
            return
        if dest_loop is None or dest_loop is source_loop:
            take_over(destination, source)
        elif not dest_loop.is_closed():
            dest_loop.call_soon_threadsafe(take_over, destination, source)

    destination.add_done_callback(destination_done)
    source.add_done_callback(source_done)


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
