"""Blocking functions beside the loop."""

import contextvars
from _functools import partial

from . import events

__all__ = 'to_thread',


async def to_thread(func, /, *args, **kwargs):
    """Calls `func` in a thread of the loop's default executor, in a copy of the present context, and waits for its result."""
    loop = events.get_running_loop()
    context = contextvars.copy_context()
    return await loop.run_in_executor(None, partial(context.run, func, *args, **kwargs))
