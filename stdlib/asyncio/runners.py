"""Running a program's main coroutine."""

import contextvars
import enum
import functools
import threading

from . import constants, coroutines, events, exceptions, tasks

__all__ = 'Runner', 'run'


class _State(enum.Enum):
    CREATED = 'created'
    INITIALIZED = 'initialized'
    CLOSED = 'closed'


class Runner:
    """A loop that runs several coroutines one after the other, and cleans up when it is left."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._state = _State.CREATED
        self._debug = debug
        self._loop_factory = loop_factory
        self._loop = None
        self._context = None
        self._interrupt_count = 0
        self._main_task = None
        self._set_event_loop = False

    def __enter__(self):
        self._lazy_init()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.close()

    def close(self):
        if self._state is not _State.INITIALIZED:
            return
        try:
            loop = self._loop
            _cancel_all_tasks(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor(constants.THREAD_JOIN_TIMEOUT))
        finally:
            if self._set_event_loop:
                events.set_event_loop(None)
            loop.close()
            self._loop = None
            self._state = _State.CLOSED

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
        if context is None:
            context = self._context
        task = self._loop.create_task(coro, context=context)
        handler = self._install_interrupt_handler(task)
        self._interrupt_count = 0
        try:
            return self._loop.run_until_complete(task)
        except exceptions.CancelledError:
            if self._interrupt_count > 0 and task.uncancel() == 0:
                raise KeyboardInterrupt()
            raise
        finally:
            self._remove_interrupt_handler(handler)

    def _install_interrupt_handler(self, task):
        if threading.current_thread() is not threading.main_thread():
            return None
        try:
            import signal
        except ImportError:
            return None
        if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            return None
        self._main_task = task
        try:
            # The handler is seen by all threads: it finds the runner through the loop, which remains the thread's own.
            self._loop._runner = self
            handler = _interrupted
        except AttributeError:
            handler = functools.partial(_interrupt, self)
        try:
            signal.signal(signal.SIGINT, handler)
        except ValueError:
            return None
        return handler

    def _remove_interrupt_handler(self, handler):
        if handler is not None:
            self._main_task = None
            if handler is _interrupted:
                self._loop._runner = None
            import signal
            if signal.getsignal(signal.SIGINT) is handler:
                signal.signal(signal.SIGINT, signal.default_int_handler)

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
        if self._state is _State.CLOSED:
            raise RuntimeError('Runner is closed')
        if self._state is _State.INITIALIZED:
            return
        if self._loop_factory is None:
            self._loop = events.new_event_loop()
            if not self._set_event_loop:
                # Not again if the runner is used for several coroutines.
                events.set_event_loop(self._loop)
                self._set_event_loop = True
        else:
            self._loop = self._loop_factory()
        if self._debug is not None:
            self._loop.set_debug(self._debug)
        self._context = contextvars.copy_context()
        self._state = _State.INITIALIZED


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
    to_cancel = tasks.all_tasks(loop)
    if not to_cancel:
        return
    for task in to_cancel:
        task.cancel()
    loop.run_until_complete(tasks.gather(*to_cancel, return_exceptions=True))
    for task in to_cancel:
        if task.cancelled():
            continue
        if task.exception() is not None:
            loop.call_exception_handler({
                'message': 'unhandled exception during asyncio.run() shutdown',
                'exception': task.exception(),
                'task': task,
            })
