# contextlib: managers made of generators, stacks of callbacks, what becomes of exceptions.
import asyncio
import io
import sys
from contextlib import *


def attempt(label, call):
    try:
        print(label, call())
    except BaseException as exc:
        chain = []
        while exc is not None:
            chain.append(f'{type(exc).__name__}({exc})')
            exc = exc.__cause__ if exc.__suppress_context__ else exc.__context__
        print(label, ' < '.join(chain))


@contextmanager
def plain(name, swallow=()):
    """What plain says."""
    print('enter', name)
    try:
        yield name.upper()
    except swallow as exc:
        print('swallowed', repr(exc))
    finally:
        print('leave', name)


print(plain.__name__, plain.__doc__, plain('x').__doc__)


def run(name, error=None, swallow=()):
    with plain(name, swallow) as got:
        if error:
            raise error
        return got


attempt('ok', lambda: run('a'))
attempt('through', lambda: run('b', KeyError('k')))
attempt('swallow', lambda: run('c', ValueError('v'), ValueError))
attempt('stop', lambda: run('d', StopIteration('s')))


@contextmanager
def broken(kind):
    if kind == 'no yield':
        return
    yield
    if kind == 'two yields':
        yield


@contextmanager
def goes_on():
    try:
        yield
    except ValueError:
        yield


@contextmanager
def another():
    try:
        yield
    except ValueError:
        raise KeyError('other')


def use(manager, error=None):
    with manager:
        if error:
            raise error


attempt('no yield', lambda: use(broken('no yield')))
attempt('two yields', lambda: use(broken('two yields')))
attempt('goes on', lambda: use(goes_on(), ValueError('v')))
attempt('another', lambda: use(another(), ValueError('v')))


@plain('decorated')
def double(x):
    return 2 * x


print(double(3), double(4), double.__name__)


class Logged(ContextDecorator):
    def __enter__(self):
        print('in')
        return self

    def __exit__(self, *details):
        print('out', details[0])
        return True


@Logged()
def fails():
    raise OSError('gone')


print(fails())

# Stacks.


def stack_of(*steps, error=None):
    with ExitStack() as stack:
        for step in steps:
            step(stack)
        if error:
            raise error
    return 'done'


def raises(error):
    def step(stack):
        def callback():
            raise error
        stack.callback(callback)
    return step


def swallows(stack):
    stack.push(lambda *details: print('seen', details[0] and details[0].__name__, details[1]) or True)


def says(text):
    return lambda stack: stack.callback(print, text)


attempt('order', lambda: stack_of(says('1'), says('2'), says('3')))
attempt('chain', lambda: stack_of(raises(KeyError('last')), raises(IndexError('first')), error=ValueError('body')))
attempt('swallow', lambda: stack_of(swallows, raises(KeyError('k')), error=ValueError('body')))
attempt('new after swallow', lambda: stack_of(raises(KeyError('k')), swallows, error=ValueError('body')))
attempt('nothing to swallow', lambda: stack_of(swallows))


def in_handler():
    try:
        raise TypeError('outer')
    except TypeError:
        return stack_of(raises(KeyError('inner')), error=ValueError('body'))


attempt('in handler', in_handler)
attempt('no manager', lambda: ExitStack().enter_context(3))
attempt('no async manager', lambda: asyncio.run(AsyncExitStack().enter_async_context(3)))
with ExitStack() as stack:
    print(stack.enter_context(plain('e')), stack.callback(print, 'end', sep='') is print)
    later = stack.pop_all()
print('kept')
later.close()
later.close()

# The rest.
with suppress(KeyError, ValueError):
    raise ValueError
attempt('other', lambda: use(suppress(KeyError), ValueError('v')))
try:
    use(suppress(ValueError), ExceptionGroup('g', [ValueError(1), KeyError(2)]))
except ExceptionGroup as group:
    print(repr(group))
attempt('whole group', lambda: use(suppress(ValueError), ExceptionGroup('g', [ValueError(1)])))
text = io.StringIO()
with redirect_stdout(text) as same, redirect_stdout(text):
    print('hidden')
print(same is text, repr(text.getvalue()))
with redirect_stderr(text):
    print('error', file=sys.stderr)
print(repr(text.getvalue()))


class Thing:
    def close(self):
        print('closed')

    async def aclose(self):
        print('aclosed')


thing = Thing()
with closing(thing) as got, nullcontext(5) as five:
    print(got is thing, five)
print(issubclass(Logged, AbstractContextManager), issubclass(Thing, AbstractContextManager))


@asynccontextmanager
async def aplain(name):
    await asyncio.sleep(0)
    try:
        yield name
    except KeyError:
        print('async swallowed')


async def main():
    async with aplain('n') as name, aclosing(thing):
        print(name)
    async with aplain('n'):
        raise KeyError
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(aplain('s'))
        stack.callback(print, 'plain')

        async def awaited(text):
            print('awaited', text)

        stack.push_async_callback(awaited, 't')
        stack.push(lambda *details: print('pushed', details[0]))
    async with nullcontext('null') as null:
        print(null)


asyncio.run(main())
