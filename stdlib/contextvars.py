"""Variables whose values belong to a context: that of a thread, of a task, or one that code is run in."""

from _contextvars import Context, ContextVar, Token, copy_context

__all__ = ('Context', 'ContextVar', 'Token', 'copy_context')
