# Where coroutines come from, anext with a default, generator expressions with asynchronous parts, throw() with three arguments.
import sys
import warnings


def run(coro):
    try:
        while True:
            coro.send(None)
    except StopIteration as stop:
        return stop.value


async def nothing():
    pass


def maker():
    return nothing()


def origin_of(depth):
    sys.set_coroutine_origin_tracking_depth(depth)
    coro = maker()
    sys.set_coroutine_origin_tracking_depth(0)
    coro.close()
    return coro.cr_origin and [(line - maker.__code__.co_firstlineno, name) for _, line, name in coro.cr_origin]


print(sys.get_coroutine_origin_tracking_depth(), origin_of(0), origin_of(1), origin_of(2), origin_of(100))
try:
    sys.set_coroutine_origin_tracking_depth(-1)
except ValueError as error:
    print(error)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    sys.set_coroutine_origin_tracking_depth(2)
    maker()
    sys.set_coroutine_origin_tracking_depth(0)
    maker()
for warning in caught:
    print(str(warning.message).replace(__file__, 'FILE'))
renamed = maker()
sys.set_coroutine_origin_tracking_depth(1)
traced = maker()
sys.set_coroutine_origin_tracking_depth(0)
traced.__name__ = traced.__qualname__ = 'other'
print(traced.__name__, len(traced.cr_origin), renamed.cr_origin)
traced.close()
renamed.close()


async def numbers(n):
    for i in range(n):
        yield i


class Wrong:
    """Gives something that cannot be awaited, or whose awaiting fails."""

    def __init__(self, given):
        self.given = given

    def __aiter__(self):
        return self

    def __anext__(self):
        return self.given


class Failing:
    def __await__(self):
        1 / 0


class NoIterator:
    def __await__(self):
        return 42


def plain():
    yield


async def defaults():
    print(await anext(numbers(1), 'default'), await anext(numbers(0), 'default'))
    for given in NoIterator(), plain(), iter('ab'), Failing(), 5:
        for rest in (), ('default',):
            awaitable = anext(Wrong(given), *rest)
            try:
                await awaitable
            except Exception as error:
                print(type(error).__name__, str(error).replace('str_ascii_iterator', 'iterator'), end='; ')
        try:
            async for item in Wrong(given):
                pass
        except TypeError as error:
            print(str(error).replace('str_ascii_iterator', 'iterator'), 'from', type(error.__cause__).__name__)


run(defaults())


async def comprehensions():
    print([[i + j async for i in numbers(2)] for j in [10, 20]])
    lists = ([i + j async for i in numbers(2)] for j in [10, 20])
    print(type(lists).__name__, [part async for part in lists])
    sets = ({i async for i in numbers(3)} for _ in range(2))
    print(type(sets).__name__, [part async for part in sets])
    print(type([i for i in range(2)] for _ in range(2)).__name__)
    async_first = (i async for i in numbers(2))
    print(type(async_first).__name__, [i async for i in async_first])


run(comprehensions())

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')

    def generator():
        try:
            yield 1
        except ValueError as error:
            yield error.args

    g = generator()
    next(g)
    print(g.throw(ValueError, ValueError('three'), None))
    g = generator()
    next(g)
    print(g.throw(ValueError('one')))
    coro = nothing()
    try:
        coro.throw(KeyError, 'k')
    except KeyError as error:
        print(repr(error))
    agen = numbers(1)
    try:
        run(agen.athrow(KeyError, KeyError('k'), None))
    except KeyError as error:
        print(repr(error))
for warning in caught:
    print(warning.category.__name__, warning.message)
