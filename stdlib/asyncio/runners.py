"""Running a program's main coroutine."""

import _signal
import contextvars
import threading
from _functools import partial

from . import constants, coroutines, events, exceptions, tasks

__all__ = 'Runner', 'run'


class _State:
    # No enumeration, which costs its module when programs start.
    CREATED, INITIALIZED, CLOSED = 'created', 'initialized', 'closed'


class Runner:
    """A loop that runs several coroutines one after the other, and cleans up when it is left."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._debug, self._loop_factory = debug, loop_factory
        # The loop and the context are made when they are first needed.
        self._state, self._loop, self._context = _State.CREATED, None, None
        self._main_task, self._interrupt_count, self._set_event_loop = None, 0, False

    def __enter__(self):
        self._lazy_init()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.close()

    def close(self):
        if self._state is not _State.INITIALIZED:
            return
        loop = self._loop
        finish = loop.run_until_complete
        try:
            _cancel_all_tasks(loop)
            finish(loop.shutdown_asyncgens())
            finish(loop.shutdown_default_executor(constants.THREAD_JOIN_TIMEOUT))
        finally:
            if self._set_event_loop:
                events.set_event_loop(None)
            loop.close()
            self._state, self._loop = _State.CLOSED, None

    def get_loop(self):
        self._lazy_init()
        return self._loop

    def run(self, coro, *, context=None):
        """Runs a coroutine to its end."""
        if not coroutines.iscoroutine(coro):
            raise ValueError(f'a coroutine was expected, got {coro!r}')
        if events._is_loop_running():
            raise RuntimeError('Runner.run() cannot be called from a running event loop')
        self._lazy_init()
        task = self._loop.create_task(coro, context=self._context if context is None else context)
        self._interrupt_count = 0
        handler = self._install_interrupt_handler(task)
        try:
            return self._loop.run_until_complete(task)
        except exceptions.CancelledError:
            was_interrupted = self._interrupt_count > 0 and task.uncancel() == 0
            if was_interrupted:
                raise KeyboardInterrupt
            raise
        finally:
            self._remove_interrupt_handler(handler)

    def _install_interrupt_handler(self, task):
        if threading.current_thread() is not threading.main_thread():
            return None
        # The signal module would make enumerations of all its numbers first.
        if _signal.getsignal(_signal.SIGINT) is not _signal.default_int_handler:
            return None
        self._main_task = task
        try:
            # The handler is seen by all threads: it finds the runner through the loop, which remains the thread's own.
            self._loop._runner = self
            handler = _interrupted
        except AttributeError:
            handler = partial(_interrupt, self)
        try:
            # Ctrl-C ends what waits: it is nothing to wait for.
            _signal.signal(_signal.SIGINT, handler, False)
        except ValueError:
            return None
        return handler

    def _remove_interrupt_handler(self, handler):
        if handler is not None:
            self._main_task = None
            if handler is _interrupted:
                self._loop._runner = None
            if _signal.getsignal(_signal.SIGINT) is handler:
                _signal.signal(_signal.SIGINT, _signal.default_int_handler)

    def _on_sigint(self):
        task = self._main_task
        self._interrupt_count += 1
        if self._interrupt_count == 1 and task is not None and not task.done():
            task.cancel()
            # The loop may be asleep: give it something to do.
            self._loop.call_soon_threadsafe(lambda: None)
            return
        raise KeyboardInterrupt()

    def _lazy_init(self):
        if self._state is _State.INITIALIZED:
            return
        if self._state is _State.CLOSED:
            raise RuntimeError('Runner is closed')
        is_own_loop = self._loop_factory is not None
        loop = self._loop = self._loop_factory() if is_own_loop else events.new_event_loop()
        if not is_own_loop:
            events.set_event_loop(loop)
            self._set_event_loop = True
        if self._debug is not None:
            loop.set_debug(self._debug)
        self._context, self._state = contextvars.copy_context(), _State.INITIALIZED


def _interrupt(runner, number, frame):
    runner._on_sigint()


def _interrupted(number, frame):
    """The handler of interrupts while a runner's loop runs in the main thread."""
    runner = getattr(events._get_running_loop(), '_runner', None)
    if runner is None:
        raise KeyboardInterrupt()
    runner._on_sigint()


def run(main, *, debug=None, loop_factory=None):
    """Runs a coroutine in a loop of its own, which is closed afterwards."""
    if events._is_loop_running():
        raise RuntimeError('asyncio.run() cannot be called from a running event loop')
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)


def _cancel_all_tasks(loop):
    left = tasks.all_tasks(loop)
    if not left:
        return
    for task in left:
        task.cancel()
    loop.run_until_complete(tasks.gather(*left, return_exceptions=True))
    for task in left:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            loop.call_exception_handler({
                'message': 'unhandled exception during asyncio.run() shutdown', 'exception': error, 'task': task,
            })
