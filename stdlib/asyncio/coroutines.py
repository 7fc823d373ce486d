"""What a coroutine is, and how one is shown."""

import posix
import sys
from _functools import partial

from _asyncio import _is_coroutine as iscoroutine

__all__ = 'iscoroutinefunction', 'iscoroutine'


def _is_debug_mode():
    if sys.flags.dev_mode or sys.flags.ignore_environment:
        return sys.flags.dev_mode
    # Nobody has changed the environment before somebody has loaded `os`.
    environ = getattr(sys.modules.get('os'), 'environ', None)
    return bool(posix.environ.get(b'PYTHONASYNCIODEBUG') if environ is None else environ.get('PYTHONASYNCIODEBUG'))


_is_coroutine = object()


def iscoroutinefunction(func):
    """Whether `func` is a function whose call gives a coroutine."""
    function = getattr(func, '__func__', func)
    while isinstance(function, partial):
        function = function.func
    code = getattr(function, '__code__', None)
    if code is not None and code.co_flags & 0x80:
        return True
    # Nobody has marked a function before `inspect` was loaded.
    inspect = sys.modules.get('inspect')
    is_marked = inspect is not None and getattr(function, '_is_coroutine_marker', None) is inspect._is_coroutine_mark
    return is_marked or getattr(func, '_is_coroutine', None) is _is_coroutine


def _format_coroutine(coro):
    assert iscoroutine(coro)

    def name_of(coro):
        shown = getattr(coro, '__qualname__', None) or getattr(coro, '__name__', None)
        return f'{shown}()' if shown else f'<{type(coro).__name__} without __name__>()'

    running = getattr(coro, 'cr_running', None)
    if running is None:
        running = getattr(coro, 'gi_running', False)
    code = getattr(coro, 'cr_code', None) or getattr(coro, 'gi_code', None)
    shown = name_of(coro)
    if not code:
        return f'{shown} running' if running else shown
    frame = getattr(coro, 'gi_frame', None) or getattr(coro, 'cr_frame', None)
    file = code.co_filename or '<empty co_filename>'
    if frame is not None:
        return f'{shown} running at {file}:{frame.f_lineno}'
    return f'{shown} done, defined at {file}:{code.co_firstlineno}'
