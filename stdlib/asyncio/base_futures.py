"""How futures are shown."""

import reprlib

from _asyncio import isfuture
from . import format_helpers

_PENDING, _CANCELLED, _FINISHED = 'PENDING', 'CANCELLED', 'FINISHED'


def _format_callbacks(callbacks):
    def shown(callback):
        return format_helpers._format_callback_source(callback, ())

    count = len(callbacks)
    if count == 1:
        text = shown(callbacks[0][0])
    elif count == 2:
        text = f'{shown(callbacks[0][0])}, {shown(callbacks[1][0])}'
    elif count > 2:
        text = f'{shown(callbacks[0][0])}, <{count - 2} more>, {shown(callbacks[-1][0])}'
    else:
        text = ''
    return f'cb=[{text}]'


def _future_repr_info(future):
    state, error = future._state, future._exception
    info = [state.lower()]
    if state == _FINISHED:
        info.append(f'result={reprlib.repr(future._result)}' if error is None else f'exception={error!r}')
    if future._callbacks:
        info.append(_format_callbacks(future._callbacks))
    source = future._source_traceback
    if source:
        info.append(f'created at {source[-1][0]}:{source[-1][1]}')
    return info


@reprlib.recursive_repr()
def _future_repr(future):
    return f'<{type(future).__name__} {" ".join(_future_repr_info(future))}>'
