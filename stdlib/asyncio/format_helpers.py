"""How callbacks, handles and their sources are shown."""

import functools
import reprlib
import sys

from .coroutines import _is_debug_mode


def _unwrapped(function):
    while hasattr(function, '__wrapped__'):
        function = function.__wrapped__
    return function


def _get_function_source(function):
    function = _unwrapped(function)
    code = getattr(function, '__code__', None)
    if code is not None:
        return code.co_filename, code.co_firstlineno
    if isinstance(function, (functools.partial, functools.partialmethod)):
        return _get_function_source(function.func)
    return None


def _format_args_and_kwargs(args, kwargs):
    if not _is_debug_mode():
        return '()'
    shown = [reprlib.repr(arg) for arg in args or ()]
    shown += [f'{name}={reprlib.repr(value)}' for name, value in (kwargs or {}).items()]
    return '(' + ', '.join(shown) + ')'


def _format_callback(function, args, kwargs, suffix=''):
    if isinstance(function, functools.partial):
        suffix = _format_args_and_kwargs(args, kwargs) + suffix
        return _format_callback(function.func, function.args, function.keywords, suffix)
    for name in ('__qualname__', '__name__'):
        shown = getattr(function, name, None)
        if shown:
            break
    else:
        shown = repr(function)
    shown += _format_args_and_kwargs(args, kwargs)
    return shown + suffix


def _format_callback_source(function, args):
    shown = _format_callback(function, args, None)
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
        parts.append(_format_callback_source(handle._callback, handle._args))
    return '<' + ' '.join(parts) + '>'


def extract_stack(f=None, limit=None):
    """The stack up to a frame, for debug mode."""
    import traceback
    if f is None:
        f = sys._getframe().f_back
    return traceback.extract_stack(f, limit)
