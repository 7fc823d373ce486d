# yield from, to generators and to other iterators.
def inner(n):
    got = []
    for i in range(n):
        got.append((yield i))
    return got


def outer():
    r = yield from inner(2)
    print("result", r)
    r = yield from [10, 20]
    print("list", r)
    r = yield from inner(1)
    return r


g = outer()
print(next(g))
print(g.send("a"), g.send("b"))
print(next(g))
print(next(g))
try:
    g.send("last")
except StopIteration as e:
    print(e.value)


class It:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration("it's value")
        return self.n

    def send(self, v):
        print("send", v)
        return v * 2

    def throw(self, *a):
        print("throw", a)
        return "thrown"

    def close(self):
        print("close")


def to_it():
    r = yield from It()
    print("r", r)
    yield "after"


print(list(to_it()))
g = to_it()
next(g)
print(g.send(5))
print(g.throw(ValueError("x")))
g.close()
g = to_it()
next(g)
try:
    g.throw(GeneratorExit)
except GeneratorExit:
    print("exit")


class NoSend:
    def __init__(self):
        self.items = iter([1, 2, 3])

    def __iter__(self):
        return self.items


def no_send():
    yield from NoSend()


g = no_send()
next(g)
try:
    g.send(1)
except AttributeError as e:
    print(e)
g = no_send()
next(g)
try:
    g.throw(KeyError("k"))
except KeyError as e:
    print("thrown through", e)


class Tree:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


t = Tree(4, Tree(2, Tree(1), Tree(3)), Tree(6, Tree(5), Tree(7)))
print(list(t))


def deep(n):
    if n:
        yield from deep(n - 1)
    yield n


print(sum(deep(300)), len(list(deep(100))))


def chain(n):
    try:
        if n:
            return (yield from chain(n - 1)) + 1
        got = yield "bottom"
        print("got", got)
        return 0
    finally:
        if n % 5 == 0:
            print("fin", n)


g = chain(10)
print(next(g))
try:
    g.send("hello")
except StopIteration as e:
    print(e.value)
g = chain(10)
next(g)
g.close()
g = chain(10)
next(g)
try:
    g.throw(ValueError("deep"))
except ValueError as e:
    print("through", e)


def middle(g):
    try:
        r = yield from g
        print("middle", r)
    except ValueError as e:
        print("middle caught", e)
        yield "recovered"
    return "m"


def top(g):
    r = yield from middle(g)
    print("top", r)
    yield "top end"


def bottom():
    try:
        yield 1
    except KeyError:
        yield "bottom handled"
    yield 2
    return "b"


b = bottom()
t = top(b)
print(next(t), t.throw(KeyError()), next(t), next(t))
b = bottom()
t = top(b)
print(next(t))
print(t.throw(ValueError("v")))
print(next(t))
print(list(t))

# An inner one is resumed from elsewhere meanwhile.
b = inner(4)
t = middle(b)
print(next(t), next(b), next(t), next(b))
print(list(t), list(b))


def cyclic():
    yield 1
    yield from c


c = cyclic()
print(next(c))
try:
    next(c)
except ValueError as e:
    print(e)


def cyc2():
    yield 1
    yield from (yield)


a = cyc2()
next(a)
next(a)
b2 = cyc2()
next(b2)
next(b2)
b2.send  # a delegates to b2, which is asked to delegate to a
try:
    def host():
        yield from mid

    def mid_():
        yield from low

    def low_():
        yield "low"
        yield from mid

    low = low_()
    mid = mid_()
    h = host()
    print(next(h))
    next(h)
except ValueError as e:
    print(e)


def early():
    return 5
    yield


def uses_early():
    x = yield from early()
    y = yield from early()
    yield x + y


print(list(uses_early()))
import sys


def in_handler():
    try:
        raise ValueError("mine")
    except ValueError:
        yield from shows()
        yield repr(sys.exception())


def shows():
    yield repr(sys.exception())
    try:
        raise KeyError(1)
    except KeyError:
        yield repr(sys.exception())
    yield repr(sys.exception())


g = in_handler()
print(next(g), sys.exception())
print(next(g), sys.exception())
print(next(g), sys.exception())
print(next(g), sys.exception())
try:
    next(g)
except StopIteration:
    print("stop")


def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2


def delegates():
    try:
        yield from ignores()
    except RuntimeError as e:
        print("seen", e)
        raise


g = delegates()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)
try:
    for x in delegates.__code__:
        pass
except TypeError as e:
    print(e)


def not_iterable():
    yield from 5


try:
    next(not_iterable())
except TypeError as e:
    print(e)
