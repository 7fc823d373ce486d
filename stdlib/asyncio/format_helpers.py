"""How callbacks, handles and their sources are shown."""

import reprlib
import sys
from _functools import partial

from _asyncio import isfuture
from . import constants


def _unwrapped(function):
    while hasattr(function, '__wrapped__'):
        function = function.__wrapped__
    return function


def _get_function_source(function):
    function = _unwrapped(function)
    code = getattr(function, '__code__', None)
    if code is not None:
        return code.co_filename, code.co_firstlineno
    functools = sys.modules.get('functools')
    if isinstance(function, partial) or functools and isinstance(function, functools.partialmethod):
        return _get_function_source(function.func)
    return None


def _format_args_and_kwargs(args, kwargs, debug=False):
    if not debug:
        return '()'
    shown = [reprlib.repr(arg) for arg in args or ()]
    shown += [f'{name}={reprlib.repr(value)}' for name, value in (kwargs or {}).items()]
    return '(' + ', '.join(shown) + ')'


def _format_callback(function, args, kwargs, debug=False, suffix=''):
    if isinstance(function, partial):
        suffix = _format_args_and_kwargs(args, kwargs, debug) + suffix
        return _format_callback(function.func, function.args, function.keywords, debug, suffix)
    for name in ('__qualname__', '__name__'):
        shown = getattr(function, name, None)
        if shown:
            break
    else:
        shown = repr(function)
    shown += _format_args_and_kwargs(args, kwargs, debug)
    return shown + suffix


def _format_callback_source(function, args, debug=False):
    shown = _format_callback(function, args, None, debug)
    source = _get_function_source(function)
    if source:
        shown += f' at {source[0]}:{source[1]}'
    return shown


def _handle_repr(handle):
    parts = [type(handle).__name__]
    if handle._cancelled:
        parts.append('cancelled')
    when = getattr(handle, '_when', None)
    if when is not None:
        parts.append(f'when={when}')
    if handle._callback is not None:
        parts.append(_format_callback_source(handle._callback, handle._args, handle._loop.get_debug()))
    source = handle._source_traceback
    if source:
        parts.append(f'created at {source[-1][0]}:{source[-1][1]}')
    return '<' + ' '.join(parts) + '>'


def _handle_or_task_repr(handle):
    """A handle that steps a task is shown as the task."""
    owner = getattr(handle._callback, '__self__', None)
    return repr(owner) if isfuture(owner) and hasattr(owner, 'get_coro') else repr(handle)


def extract_stack(f=None, limit=None):
    """The stack up to a frame, of at most `limit` entries."""
    import traceback
    if f is None:
        f = sys._getframe().f_back
    if limit is None:
        limit = constants.DEBUG_STACK_DEPTH
    return traceback.StackSummary.extract(_frames(f), limit=-limit, lookup_lines=False)


def _frames(frame):
    found = []
    while frame is not None:
        found.append((frame, frame.f_lineno))
        frame = frame.f_back
    return found[::-1]


def _present_stack():
    """For debug mode: the stack of whoever makes something of the loop's."""
    return extract_stack(sys._getframe().f_back)
