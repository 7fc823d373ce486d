"""What all executors share. The future itself is native (`_futures`)."""

import collections
import time
from _futures import CancelledError, Error, Future, InvalidStateError
from _queue import Empty, SimpleQueue

# What wait() may wait for.
ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION = 'ALL_COMPLETED', 'FIRST_COMPLETED', 'FIRST_EXCEPTION'

# States of a future.
PENDING, RUNNING, FINISHED = 'PENDING', 'RUNNING', 'FINISHED'
CANCELLED, CANCELLED_AND_NOTIFIED = 'CANCELLED', 'CANCELLED_AND_NOTIFIED'

TimeoutError = TimeoutError

DoneAndNotDoneFutures = collections.namedtuple('DoneAndNotDoneFutures', 'done not_done')


def __getattr__(name):
    """`LOGGER`, once somebody wants it: few programs do."""
    if name == 'LOGGER':
        import logging
        return globals().setdefault(name, logging.getLogger('concurrent.futures'))
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def _log(how, error, message, *args):
    """Write an error down that is raised nowhere."""
    logger = globals().get('LOGGER') or __getattr__('LOGGER')
    getattr(logger, how)(message, *args, exc_info=error)


def as_completed(fs, timeout=None):
    """Give the futures as they finish. Errors: TimeoutError if they are not all done in time."""
    end = None if timeout is None else timeout + time.monotonic()
    fs = set(fs)
    total = len(fs)
    queue = SimpleQueue()
    finished = []
    pending = set()
    for f in fs:
        if f._watch(queue):
            pending.add(f)
        else:
            finished.append(f)
    fs = None
    try:
        finished.reverse()
        while finished:
            yield finished.pop()
        while pending:
            if end is None:
                f = queue.get()
            else:
                try:
                    f = queue.get(timeout=max(end - time.monotonic(), 0))
                except Empty:
                    raise TimeoutError('%d (of %d) futures unfinished' % (len(pending), total)) from None
            pending.discard(f)
            yield f
            f = None
    finally:
        for f in pending:
            f._unwatch(queue)


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait for the futures: two sets, of those that are done and of the others."""
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError('Invalid return condition: %r' % return_when)
    fs = set(fs)
    queue = SimpleQueue()
    not_done = {f for f in fs if f._watch(queue)}
    done = fs - not_done
    enough = (
        return_when == FIRST_COMPLETED and done
        or return_when == FIRST_EXCEPTION and any(_failed(f) for f in done)
    )
    try:
        end = None if timeout is None else timeout + time.monotonic()
        while not_done and not enough:
            try:
                f = queue.get() if end is None else queue.get(timeout=max(end - time.monotonic(), 0))
            except Empty:
                break
            not_done.discard(f)
            done.add(f)
            enough = return_when == FIRST_COMPLETED or return_when == FIRST_EXCEPTION and _failed(f)
        while not queue.empty():
            f = queue.get()
            not_done.discard(f)
            done.add(f)
    finally:
        for f in not_done:
            f._unwatch(queue)
    return DoneAndNotDoneFutures(done, not_done)


def _failed(f):
    return not f.cancelled() and f.exception() is not None


def _results(calls, end):
    """The results in the order of the calls. Whoever stops asking needs the rest no more."""
    try:
        calls.reverse()
        while calls:
            yield _result_or_cancel(calls.pop(), None if end is None else end - time.monotonic())
    finally:
        for call in calls:
            call.cancel()


def _result_or_cancel(fut, timeout):
    try:
        try:
            return fut.result(timeout)
        finally:
            fut.cancel()
    finally:
        # An exception refers to this frame, and the future to the exception.
        del fut


class Executor:
    """Makes calls somewhere else."""

    def submit(self, fn, /, *args, **kwargs):
        """Have fn(*args, **kwargs) called; gives its future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """As the builtin map(), with the calls made by the executor."""
        end = None if timeout is None else timeout + time.monotonic()
        return _results([self.submit(fn, *args) for args in zip(*iterables)], end)

    def shutdown(self, wait=True, *, cancel_futures=False):
        """No more calls; what the executor needs is given back when those under way are over."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False


class BrokenExecutor(RuntimeError):
    """The executor cannot make calls any more."""
