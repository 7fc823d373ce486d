"""The event loop of this system, with its signals and child processes, and the policy that gives each thread one."""

import threading

from . import base_events, coroutines, events

__all__ = 'SelectorEventLoop', 'DefaultEventLoopPolicy', 'EventLoop'


class _UnixSelectorEventLoop(base_events.BaseEventLoop):
    """An event loop that waits for descriptors and signals too."""

    def __init__(self, selector=None):
        # The loop's reactor does what a selector would do.
        super().__init__()
        self._signal_handlers = {}

    # Programs that start no others need not load what that takes.

    async def subprocess_shell(self, protocol_factory, cmd, **options):
        """Starts a command line of the shell: (transport, protocol)."""
        from . import base_subprocess
        return await base_subprocess.start_shell(self, protocol_factory, cmd, **options)

    async def subprocess_exec(self, protocol_factory, program, *args, **options):
        """Starts a program: (transport, protocol)."""
        from . import base_subprocess
        return await base_subprocess.start_program(self, protocol_factory, program, *args, **options)

    # ---- signals ----

    def close(self):
        super().close()
        for number in list(self._signal_handlers):
            self.remove_signal_handler(number)

    def add_signal_handler(self, sig, callback, *args):
        """Calls `callback(*args)` in a turn of the loop when a signal has come."""
        import signal
        if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
            raise TypeError('coroutines cannot be used with add_signal_handler()')
        self._check_signal(sig)
        self._check_closed()
        if threading.current_thread() is not threading.main_thread():
            raise ValueError('set_wakeup_fd only works in main thread of the main interpreter')
        handle = events.Handle(callback, args, self, None)
        try:
            signal.signal(sig, self._signal_came)
        except OSError as error:
            if error.errno == 22:
                raise RuntimeError(f'sig {sig} cannot be caught') from None
            raise
        self._signal_handlers[sig] = handle
        # Whoever waits may be waiting for the signal.
        self._set_outside(True)

    def _signal_came(self, number, frame):
        handle = self._signal_handlers.get(number)
        if handle is None:
            return
        if handle.cancelled():
            self.remove_signal_handler(number)
        else:
            self.call_soon_threadsafe(handle._run)

    def remove_signal_handler(self, sig):
        """Undoes add_signal_handler(); whether there was anything to undo."""
        import signal
        self._check_signal(sig)
        try:
            del self._signal_handlers[sig]
        except KeyError:
            return False
        signal.signal(sig, signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL)
        if not self._signal_handlers:
            self._set_outside(False)
        return True

    def _check_signal(self, sig):
        import signal
        if not isinstance(sig, int):
            wrong = TypeError(f'sig must be an int, not {sig!r}')
        elif sig in signal.valid_signals():
            return
        else:
            wrong = ValueError(f'invalid signal number {sig}')
        raise wrong


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    """A loop per thread; the main thread gets one when it first asks."""

    _loop_factory = _UnixSelectorEventLoop
    _watcher = None

    def get_child_watcher(self):
        """What watches processes that the program starts itself."""
        self._warn_of_watchers('get')
        if self._watcher is None:
            from . import child_watchers
            self._watcher = child_watchers.PidfdChildWatcher() if child_watchers.can_use_pidfd() else child_watchers.ThreadedChildWatcher()
        return self._watcher

    def set_child_watcher(self, watcher):
        self._warn_of_watchers('set')
        old, self._watcher = self._watcher, watcher
        if old is not None:
            old.close()

    @staticmethod
    def _warn_of_watchers(what):
        import warnings
        name = f'{what}_child_watcher'
        warnings.warn(f'{name!r} is deprecated as of Python 3.12 and will be removed in Python 3.14.', DeprecationWarning, stacklevel=3)


SelectorEventLoop = _UnixSelectorEventLoop
EventLoop = SelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
_WATCHERS = (
    'AbstractChildWatcher', 'SafeChildWatcher', 'FastChildWatcher', 'PidfdChildWatcher', 'MultiLoopChildWatcher', 'ThreadedChildWatcher',
    'can_use_pidfd',
)


def __getattr__(name):
    if name in _WATCHERS:
        import asyncio.child_watchers as watchers
        return getattr(watchers, name)
    if name in ('_UnixReadPipeTransport', '_UnixWritePipeTransport'):
        from . import pipes
        return getattr(pipes, name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
