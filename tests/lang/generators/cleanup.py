# try, finally, with and except around yields; throw and close.
def fin():
    try:
        yield 1
        yield 2
    finally:
        print("cleanup")


for x in fin():
    print(x)
for x in fin():
    break
print("after break")
g = fin()
next(g)
g.close()
g.close()
g = fin()
g.close()
print("never started")
g = fin()
next(g)
del g
print("deleted")


def catcher():
    while True:
        try:
            got = yield "ready"
            print("got", got)
        except ValueError as e:
            print("caught", e)
        except (KeyError, IndexError):
            print("lookup")
        else:
            print("else")
        finally:
            print("finally")


g = catcher()
next(g)
g.send(1)
g.throw(ValueError("v"))
g.throw(KeyError, "k")
g.throw(IndexError)
try:
    g.throw(TypeError("t"))
except TypeError as e:
    print("out", e)
try:
    next(g)
except StopIteration:
    print("finished")


def returns():
    try:
        try:
            yield 1
            return "value"
        finally:
            yield 2
            print("inner")
    finally:
        yield 3
        print("outer")


g = returns()
print(list(g))
g = returns()
try:
    print(next(g), next(g), next(g))
    next(g)
except StopIteration as e:
    print(e.value)


def overrides():
    for i in range(3):
        try:
            yield i
            return "lost"
        finally:
            if i < 2:
                yield "fin"
                continue
            break
    yield "end"


print(list(overrides()))


def stubborn():
    while True:
        try:
            yield
        except GeneratorExit:
            print("no")
            yield "still here"
            return


g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)


class CM:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, *args):
        print("exit", self.name, args[0] and args[0].__name__, args[1])
        return self.swallow


def with_gen():
    with CM("a") as a, CM("b", True):
        yield a
        raise ValueError("inside")
    yield "swallowed"
    with CM("c"):
        yield 1
        return "r"


g = with_gen()
print(next(g))
print(next(g))
print(next(g))
try:
    next(g)
except StopIteration as e:
    print(e.value)
g = with_gen()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)


def pep479():
    yield 1
    raise StopIteration("x")


g = pep479()
next(g)
try:
    next(g)
except RuntimeError as e:
    print(e, repr(e.__cause__), e.__cause__ is e.__context__)

import sys


def handled():
    try:
        raise ValueError("own")
    except ValueError as e:
        yield repr(sys.exception())
        yield repr(sys.exception())
        try:
            raise KeyError("second")
        except KeyError:
            yield repr(sys.exception()), repr(sys.exception().__context__)
        yield repr(sys.exception())
    yield repr(sys.exception())


g = handled()
print(next(g), sys.exception())
try:
    raise TypeError("outer")
except TypeError:
    print(next(g), repr(sys.exception()))
    print(next(g), repr(sys.exception()))
print(next(g), sys.exception())
try:
    raise TypeError("outer2")
except TypeError:
    print(next(g), repr(sys.exception()))
    try:
        next(g)
    except StopIteration:
        print(repr(sys.exception().__context__))


def reraise():
    try:
        yield
    except ValueError:
        yield "handling"
        raise


g = reraise()
next(g)
print(g.throw(ValueError("again")))
try:
    next(g)
except ValueError as e:
    print("re-raised", e)


def star():
    try:
        yield 1
        raise ExceptionGroup("g", [ValueError(1), KeyError(2), TypeError(3)])
    except* ValueError as e:
        yield "v", [type(x).__name__ for x in e.exceptions]
    except* KeyError as e:
        yield "k", [type(x).__name__ for x in e.exceptions]
        raise OSError("new")
    finally:
        yield "finally"


g = star()
try:
    while True:
        print(next(g))
except ExceptionGroup as e:
    print(type(e).__name__, [type(x).__name__ for x in e.exceptions])

try:
    g.throw(1)
except TypeError as e:
    print(e)
try:
    (x for x in [1]).throw(ValueError("a"), 5)
except TypeError as e:
    print(e)
try:
    (x for x in [1]).throw(ValueError)
except ValueError as e:
    print(repr(e))


def nested():
    for i in range(2):
        try:
            for j in range(2):
                try:
                    yield i, j
                    if j == 0:
                        continue
                    break
                finally:
                    yield "f", i, j
        finally:
            yield "F", i


print(list(nested()))


def unbound():
    try:
        yield 1
    except ValueError as e:
        yield str(e)
    try:
        e
    except UnboundLocalError as err:
        yield str(err)


g = unbound()
next(g)
print(g.throw(ValueError("m")), next(g))
