"""Utilities for with statements: making, combining and disguising context managers."""

import abc
import sys
from _collections_abc import _check_methods
from functools import wraps
from types import GenericAlias, MethodType

__all__ = [
    'asynccontextmanager', 'contextmanager', 'closing', 'nullcontext', 'AbstractContextManager',
    'AbstractAsyncContextManager', 'AsyncExitStack', 'ContextDecorator', 'ExitStack', 'redirect_stdout',
    'redirect_stderr', 'suppress', 'aclosing', 'chdir', 'AsyncContextDecorator',
]


class AbstractContextManager(abc.ABC):
    """Whatever has __enter__() and __exit__(). Subclasses need only write the latter."""

    __slots__ = ()

    def __enter__(self):
        """Gives the manager itself to the block."""
        return self

    @abc.abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        """Runs when the block ends; a true result swallows the exception that ended it."""

    @classmethod
    def __subclasshook__(cls, candidate):
        return _check_methods(candidate, '__enter__', '__exit__') if cls is AbstractContextManager else NotImplemented

    __class_getitem__ = classmethod(GenericAlias)


class AbstractAsyncContextManager(abc.ABC):
    """Whatever has __aenter__() and __aexit__(). Subclasses need only write the latter."""

    __slots__ = ()

    async def __aenter__(self):
        """Gives the manager itself to the block."""
        return self

    @abc.abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        """Runs when the block ends; a true result swallows the exception that ended it."""

    @classmethod
    def __subclasshook__(cls, candidate):
        return _check_methods(candidate, '__aenter__', '__aexit__') if cls is AbstractAsyncContextManager else NotImplemented

    __class_getitem__ = classmethod(GenericAlias)


class ContextDecorator:
    """Lets a context manager be used as a decorator: each call of the function runs inside the manager."""

    def _recreate_cm(self):
        """The manager for the next call. Managers that can be used once override it."""
        return self

    def __call__(self, func):
        fresh = self._recreate_cm

        @wraps(func)
        def inside(*args, **kwds):
            with fresh():
                return func(*args, **kwds)

        return inside


class AsyncContextDecorator:
    """Lets an async context manager be used as a decorator of coroutine functions."""

    def _recreate_cm(self):
        """The manager for the next call. Managers that can be used once override it."""
        return self

    def __call__(self, func):
        fresh = self._recreate_cm

        @wraps(func)
        async def inside(*args, **kwds):
            async with fresh():
                return await func(*args, **kwds)

        return inside


class _YieldingManager:
    """A manager whose enter and exit are the parts of a generator before and after its yield."""

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func = func
        self.args = args
        self.kwds = kwds
        if (doc := getattr(func, '__doc__', None)) is None:
            doc = type(self).__doc__
        self.__doc__ = doc

    def _recreate_cm(self):
        return type(self)(self.func, self.args, self.kwds)


def _is_thrown(raised, thrown, traceback, cannot_leave):
    """Whether the exception that left a generator is the one thrown into it, going on as if nothing had been in between.

    A StopIteration cannot leave a generator as such: it comes as the cause of a RuntimeError (PEP 479).
    """
    if raised is not thrown and not (
            isinstance(raised, RuntimeError) and isinstance(thrown, cannot_leave) and raised.__cause__ is thrown):
        return False
    thrown.__traceback__ = traceback
    return True


class _GeneratorContextManager(_YieldingManager, AbstractContextManager, ContextDecorator):
    """A context manager made of a generator function by @contextmanager."""

    def __enter__(self):
        # The arguments may be large and would live as long as the block.
        del self.func, self.args, self.kwds
        for first in self.gen:
            return first
        raise RuntimeError("generator didn't yield") from None

    def __exit__(self, typ, value, traceback):
        gen = self.gen
        if typ is None:
            for _ in gen:
                break
            else:
                return False
            fault = "generator didn't stop"
        else:
            if value is None:
                value = typ()
            try:
                gen.throw(value)
            except StopIteration as stop:
                return stop is not value
            except BaseException as raised:
                if _is_thrown(raised, value, traceback, StopIteration):
                    return False
                raise
            fault = "generator didn't stop after throw()"
        try:
            raise RuntimeError(fault)
        finally:
            gen.close()


class _AsyncGeneratorContextManager(_YieldingManager, AbstractAsyncContextManager, AsyncContextDecorator):
    """An async context manager made of an async generator function by @asynccontextmanager."""

    async def __aenter__(self):
        del self.func, self.args, self.kwds
        async for first in self.gen:
            return first
        raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, typ, value, traceback):
        gen = self.gen
        if typ is None:
            async for _ in gen:
                break
            else:
                return False
            fault = "generator didn't stop"
        else:
            if value is None:
                value = typ()
            try:
                await gen.athrow(value)
            except StopAsyncIteration as stop:
                return stop is not value
            except BaseException as raised:
                if _is_thrown(raised, value, traceback, (StopIteration, StopAsyncIteration)):
                    return False
                raise
            fault = "generator didn't stop after athrow()"
        try:
            raise RuntimeError(fault)
        finally:
            await gen.aclose()


def contextmanager(func):
    """Makes a factory of context managers of a generator function that yields once.

    What it yields is given to the block; an exception of the block is raised at the yield.
    """

    @wraps(func)
    def make(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)

    return make


def asynccontextmanager(func):
    """Makes a factory of async context managers of an async generator function that yields once."""

    @wraps(func)
    def make(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)

    return make


class closing(AbstractContextManager):
    """Calls close() of a thing when the block ends."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *details):
        self.thing.close()


class aclosing(AbstractAsyncContextManager):
    """Awaits aclose() of a thing, an async generator as a rule, when the block ends."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *details):
        await self.thing.aclose()


class _Redirection(AbstractContextManager):
    """Puts a file in the place of a stream of `sys`. May be entered again while it is active."""

    _stream = None

    def __init__(self, new_target):
        self._target = new_target
        self._replaced = []

    def __enter__(self):
        name, target = self._stream, self._target
        self._replaced.append(getattr(sys, name))
        setattr(sys, name, target)
        return target

    def __exit__(self, *details):
        setattr(sys, self._stream, self._replaced.pop())


class redirect_stdout(_Redirection):
    """Sends what the block prints to another file."""

    _stream = 'stdout'


class redirect_stderr(_Redirection):
    """Sends what the block writes to sys.stderr to another file."""

    _stream = 'stderr'


class suppress(AbstractContextManager):
    """Swallows the given exceptions, also inside exception groups; the block ends at the place they come from."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        return None

    def __exit__(self, typ, raised, traceback):
        if typ is None:
            return None
        unwanted = self._exceptions
        if issubclass(typ, unwanted):
            return True
        if not issubclass(typ, BaseExceptionGroup):
            return False
        others = raised.split(unwanted)[1]
        if others is not None:
            raise others
        return True


def _protocol_methods(cm, enter, leave, protocol):
    cls = type(cm)
    try:
        return getattr(cls, enter), getattr(cls, leave)
    except AttributeError:
        raise TypeError(f"'{cls.__module__}.{cls.__qualname__}' object does not support the {protocol} protocol") from None


class _CallbackStack:
    """Exit callbacks, the last one pushed to be called first.

    Each entry is a pair: whether the callback is a plain function (else a coroutine function), and the callback.
    """

    def __init__(self):
        self._exit_callbacks = []

    def pop_all(self):
        """Hands all callbacks over to a new stack, which it returns; this one has nothing left to do."""
        heir = type(self)()
        heir._exit_callbacks, self._exit_callbacks = self._exit_callbacks, []
        return heir

    def _push_method(self, owner, name, is_plain):
        """Pushes a method of the owner, or the owner itself if its class lacks the method."""
        method = getattr(type(owner), name, None)
        leave = owner if method is None else MethodType(method, owner)
        self._exit_callbacks.append((is_plain, leave))
        return owner

    def push(self, exit):
        """Has the __exit__() of an object called, or the object itself, which takes the same arguments."""
        return self._push_method(exit, '__exit__', True)

    def enter_context(self, cm):
        """Enters a context manager, which is left when the stack is. Returns what entering gave."""
        enter, leave = _protocol_methods(cm, '__enter__', '__exit__', 'context manager')
        result = enter(cm)
        self._exit_callbacks.append((True, MethodType(leave, cm)))
        return result

    def callback(self, callback, /, *args, **kwds):
        """Has a function called with these arguments. It learns nothing of exceptions and cannot swallow them."""

        def _exit_wrapper(*details):
            callback(*args, **kwds)

        _exit_wrapper.__wrapped__ = callback
        self._exit_callbacks.append((True, _exit_wrapper))
        return callback


def _chain(raised, handled, outside):
    """Sets the context of what a callback raised to the exception handled at that time, as nested with statements would.

    All callbacks run in one handler, so the chain ends at the exception that is being handled outside the stack.
    """
    link = raised
    while (context := link.__context__) is not outside:
        if context is None or context is handled:
            return
        link = context
    if context is not None and context is not handled:
        link.__context__ = handled


class _Unwinding:
    """An exception, or none, on its way through the callbacks of a stack: each sees it, and may swallow or replace it."""

    def __init__(self, exc):
        self.exc = self._first = exc
        self._outside = sys.exception()
        # A callback has raised it: it is to be raised again, not to go on from the block.
        self.is_new = False

    def details(self):
        exc = self.exc
        return (None, None, None) if exc is None else (type(exc), exc, exc.__traceback__)

    def swallow(self):
        self.exc, self.is_new = None, False

    def replace(self, raised):
        _chain(raised, self.exc, self._outside)
        self.exc, self.is_new = raised, True

    def is_swallowed(self):
        return self.exc is None and self._first is not None

    def __enter__(self):
        self._context = self.exc.__context__

    def __exit__(self, *details):
        # Raising has set it to what is handled outside.
        self.exc.__context__ = self._context


class ExitStack(_CallbackStack, AbstractContextManager):
    """A context manager to which other ones, and callbacks, are added while the block runs."""

    def __exit__(self, exc_type, exc_value, traceback):
        way = _Unwinding(exc_value)
        while self._exit_callbacks:
            leave = self._exit_callbacks.pop()[1]
            try:
                if leave(*way.details()):
                    way.swallow()
            except BaseException as raised:
                way.replace(raised)
        if way.is_new:
            with way:
                raise way.exc
        return way.is_swallowed()

    def close(self):
        """Calls all callbacks now."""
        self.__exit__(None, None, None)


class AsyncExitStack(_CallbackStack, AbstractAsyncContextManager):
    """An exit stack for async with: its callbacks may be coroutine functions, its managers async ones."""

    def push_async_exit(self, exit):
        """Has the __aexit__() of an object awaited, or the object itself, a coroutine function."""
        return self._push_method(exit, '__aexit__', False)

    async def enter_async_context(self, cm):
        """Enters an async context manager, which is left when the stack is. Returns what entering gave."""
        enter, leave = _protocol_methods(cm, '__aenter__', '__aexit__', 'asynchronous context manager')
        result = await enter(cm)
        self._exit_callbacks.append((False, MethodType(leave, cm)))
        return result

    def push_async_callback(self, callback, /, *args, **kwds):
        """Has a coroutine function called with these arguments and awaited. It cannot swallow exceptions."""

        async def _exit_wrapper(*details):
            await callback(*args, **kwds)

        _exit_wrapper.__wrapped__ = callback
        self._exit_callbacks.append((False, _exit_wrapper))
        return callback

    async def __aexit__(self, exc_type, exc_value, traceback):
        way = _Unwinding(exc_value)
        while self._exit_callbacks:
            is_plain, leave = self._exit_callbacks.pop()
            try:
                answer = leave(*way.details())
                if answer if is_plain else await answer:
                    way.swallow()
            except BaseException as raised:
                way.replace(raised)
        if way.is_new:
            with way:
                raise way.exc
        return way.is_swallowed()

    async def aclose(self):
        """Calls all callbacks now, and awaits those that are coroutine functions."""
        await self.__aexit__(None, None, None)


class nullcontext(AbstractContextManager, AbstractAsyncContextManager):
    """A context manager, async too, that does nothing: for where one is optional."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *details):
        return None

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *details):
        return None


class chdir(AbstractContextManager):
    """Changes the working folder of the process, hence of all its threads, while the block runs."""

    def __init__(self, path):
        self.path = path
        self._left = []

    def __enter__(self):
        import os
        self._left.append(os.getcwd())
        os.chdir(self.path)

    def __exit__(self, *details):
        import os
        os.chdir(self._left.pop())
