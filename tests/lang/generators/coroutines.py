# Coroutines driven by hand.
import sys


class Wait:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return got


def run(coro, *values):
    values = list(values)
    out = []
    sent = None
    try:
        while True:
            out.append(coro.send(sent))
            sent = values.pop(0) if values else None
    except StopIteration as e:
        return out, e.value
    except BaseException as e:
        return out, repr(e)


async def simple():
    return 1


async def add(a, b):
    return await a + await b


async def main():
    x = await simple()
    y = await Wait("w")
    z = await add(Wait("a"), Wait("b"))
    return x, y, z, await (await returns_awaitable())


async def returns_awaitable():
    return Wait("inner")


print(run(main(), 10, 20, 30, 40))


class ACM:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        print("aenter", self.name, await Wait("enter " + self.name))
        return self.name

    async def __aexit__(self, ty, value, tb):
        print("aexit", self.name, ty and ty.__name__, repr(sys.exception()))
        await Wait("exit " + self.name)
        return self.swallow


async def with_all():
    async with ACM("a") as a, ACM("b") as b:
        print(a, b)
    async with ACM("c", True):
        raise ValueError("swallowed")
    for i in range(2):
        async with ACM("loop"):
            if i == 0:
                continue
            break
    try:
        async with ACM("d"):
            raise KeyError("out")
    except KeyError as e:
        print("caught", e, sys.exception())
    async with ACM("e"):
        return "returned"


print(run(with_all(), 1, 2, 3, 4, 5, 6, 7, 8))


class Counter:
    def __init__(self, n):
        self.n, self.i = n, 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.i >= self.n:
            raise StopAsyncIteration
        self.i += 1
        if self.i % 2:
            await Wait("tick %d" % self.i)
        return self.i


async def loops():
    async for x in Counter(3):
        print("x", x)
    else:
        print("else")
    async for x in Counter(5):
        if x == 1:
            continue
        if x == 3:
            break
        print("y", x)
    else:
        print("not reached")
    a = [x async for x in Counter(4) if x != 2]
    b = {x: y async for x in Counter(2) for y in range(2)}
    c = {x async for x in Counter(2)}
    d = [await Wait(i) for i in range(2)]
    e = [(x, y) for x in range(2) async for y in Counter(2)]
    fs = [lambda: x async for x in Counter(3)]
    return a, b, c, d, e, [f() for f in fs]


print(run(loops(), *range(100)))


async def agen(n):
    try:
        for i in range(n):
            got = yield i
            if got:
                print("got", got)
            await Wait("pause")
    finally:
        print("agen done")


async def use_agen():
    async for x in agen(2):
        print("item", x)
    g = agen(3)
    print(await g.__anext__())
    print(await g.asend("hello"))
    await g.aclose()
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print("over")
    g = agen(3)
    await anext(g)
    try:
        await g.athrow(ValueError("thrown"))
    except ValueError as e:
        print("thrown out", e)
    print([x async for x in agen(3)])
    ge = (x * 2 async for x in agen(2))
    print(type(ge).__name__, [x async for x in ge])
    ge2 = (await Wait(i) for i in range(2))
    print(type(ge2).__name__, [x async for x in ge2])


print(run(use_agen(), *"abcdefghijklmnopqrstuvwxyz"))

c = simple()
try:
    c.send(1)
except TypeError as e:
    print(e)
print(run(c))
try:
    c.send(None)
except RuntimeError as e:
    print(e)


async def bad_await():
    await 5


async def bad_for():
    async for x in 5:
        pass


async def bad_with():
    async with 5:
        pass


class NotNext:
    def __aiter__(self):
        return 3


class BadNext:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 3


async def bad_iter(x):
    async for y in x:
        pass


for bad in (bad_await(), bad_for(), bad_with(), bad_iter(NotNext()), bad_iter(BadNext())):
    print(run(bad))


class BadEnter:
    def __aenter__(self):
        return 1

    def __aexit__(self, *a):
        return 1


async def bad_enter():
    async with BadEnter():
        pass


print(run(bad_enter()))


async def reuse():
    c = simple()
    await c
    await c


print(run(reuse()))


def from_gen():
    yield from simple_coro


simple_coro = simple()
try:
    next(from_gen())
except TypeError as e:
    print(e)
simple_coro.close()


async def deep(n):
    if n == 0:
        return await Wait("bottom")
    return await deep(n - 1) + 1


print(run(deep(200), 5))


async def cancelled():
    try:
        await Wait("sleep")
    except GeneratorExit:
        print("closing")
        raise
    finally:
        print("fin")


async def outer():
    try:
        await cancelled()
    finally:
        print("outer fin")


c = outer()
c.send(None)
print(c.cr_await is not None, c.cr_running, c.cr_frame is not None)
c.close()
print(c.cr_await)
c = outer()
c.send(None)
try:
    c.throw(ValueError("stop it"))
except ValueError as e:
    print(repr(e))


async def raises_stop():
    raise StopIteration(1)


print(run(raises_stop()))


async def agen_stop():
    yield 1
    raise StopAsyncIteration


async def use_stop():
    async for x in agen_stop():
        print(x)


print(run(use_stop()))


async def awaiting_twice():
    c = cancelled()

    async def one():
        await c

    o = one()
    o.send(None)
    try:
        await c
    finally:
        c.close()
        o.close()


print(run(awaiting_twice()))
w = simple().__await__()
print(type(w).__name__, type(simple).__name__)
try:
    next(w)
except StopIteration as e:
    print(e.value)
print(repr(c).startswith("<coroutine object outer at 0x"))


async def running_twice():
    g = agen(5)
    a = g.__anext__()
    b = g.__anext__()
    await a
    a2 = g.asend(None)
    a2.send(None)
    try:
        b.send(None)
    except RuntimeError as e:
        print(e)
    try:
        await a
    except RuntimeError as e:
        print(e)
    a2.close()
    g.aclose().close()


print(run(running_twice()))


async def conditional(x):
    return (await Wait("yes") if x else "no"), x and await Wait("and"), x or await Wait("or"), not await Wait("n")


print(run(conditional(1), 1, 2, 0))
print(run(conditional(0), 7, 8))


async def calls():
    class Obj:
        def meth(self, *a, **k):
            return a, k

    o = Obj()
    return o.meth(1, await Wait(2), *[3, await Wait(4)], k=await Wait(5), **{"z": await Wait(6)}), o.meth(await Wait(7))


print(run(calls(), *"abcde"))
