# odd forms
def decorated():
    def mark(tag):
        def deco(f):
            f.tag = tag
            return f
        return deco
    @mark((yield "deco"))
    def f(a=(yield "default"), *, b=(yield "kw")):
        return a, b
    class C((yield "base"), metaclass=(yield "meta")):
        x = 1
    return f.tag, f(), C.__mro__[1], type(C)
g = decorated()
print(next(g), g.send("T"), g.send(1), g.send(2), g.send(dict))
try:
    g.send(type)
except StopIteration as e:
    print(e.value)
def dels():
    d = {1: 1, 2: 2, 3: 3}
    del d[(yield)], d[(yield)]
    yield d
    x, *y = yield
    yield x, y
    a = b = c = yield
    yield a, b, c
    (d[1], [e, f]) = yield
    yield d, e, f
    assert (yield), (yield "msg")
g = dels()
next(g); g.send(1); print(g.send(2)); next(g); print(g.send([1, 2, 3])); next(g); print(g.send(9)); next(g); print(g.send((5, (6, 7))))
next(g)
print(g.send(0))
try:
    g.send("the message")
except AssertionError as e:
    print("assert", e)
def raises():
    try:
        raise (yield 1) from (yield 2)
    except ValueError as e:
        yield repr(e), repr(e.__cause__)
g = raises(); next(g); g.send(ValueError("v")); print(g.send(KeyError("c")))
def walrus():
    if (n := (yield 1)) > 5:
        yield n
    while (m := (yield "more")):
        yield m
    lam = lambda x=(yield "lam"): x
    yield lam()
    y = [i for i in range((yield "n"))]
    yield y
    s = slice((yield 1), (yield 2))
    yield "abcdef"[(yield 1):(yield 2)]
    print(f"{(yield 'v'):>{(yield 'w')}}|")
    return not (yield)
g = walrus(); print(next(g), g.send(10), next(g), g.send("m"), next(g), g.send(0), g.send("L"), next(g), g.send(3), next(g), g.send(1), g.send(2), g.send(1), g.send(4), sep=",")
next(g); g.send("x")
g.send(5)
try: g.send(True)
except StopIteration as e: print(e.value)
def attr():
    class O: pass
    o = O(); o.x = 1
    o.x += yield
    o.y = yield
    (yield).z = 5
    (yield "obj").w += yield "inc"
    yield o.x, o.y
g = attr(); next(g); g.send(10); g.send("y")
class P: w = 1
p = P(); g.send(p); g.send(p); print(g.send(41), p.z, p.w)
def tryelse():
    for i in range(4):
        try:
            if i == 1: raise ValueError
            r = yield i
        except ValueError:
            yield "except"
            continue
        else:
            yield "else"
            if i == 2: return "ret"
        finally:
            yield "finally"
        yield "after"
g = tryelse()
out = []
try:
    while True: out.append(next(g))
except StopIteration as e: print(out, e.value)
def nested_fin():
    try:
        try:
            yield 1
        finally:
            try:
                yield 2
                raise KeyError("inner")
            except KeyError:
                yield 3
    except ValueError as e:
        yield repr(e)
g = nested_fin(); print(next(g), g.throw(ValueError("V")), next(g), next(g))
def ret_in_with():
    class M:
        def __enter__(s): return s
        def __exit__(s, *a): print("exit", a[0]); return True
    with M() as m:
        for i in range(3):
            with M():
                yield i
                if i == 1: break
                if i == 0: continue
        yield "end"
        return 5
print(list(ret_in_with()))
def fin_ret():
    try:
        yield 1
        1/0
    finally:
        return "swallow"
try:
    g = fin_ret(); next(g); next(g)
except StopIteration as e: print(e.value)
def loc():
    x = 1
    yield locals()
    z = 2
    yield sorted(locals())
print(list(loc()))
class K:
    def meth(self):
        yield super().__repr__()[:5]
        yield __class__.__name__
        yield self.__private if hasattr(self, "_K__private") else None
    @staticmethod
    def s(): yield 1
    @classmethod
    def c(cls): yield cls.__name__
print(list(K().meth()), list(K.s()), list(K.c()))
def g1():
    x = yield from (i for i in range(3))
    return x
print(list(g1()))
def cells():
    def inner(): return v
    v = 1
    yield inner()
    v = yield
    yield inner()
    w = [lambda: v for _ in range(1)]
    del v
    try: inner()
    except NameError as e: yield str(e)
g = cells(); print(next(g)); next(g); print(g.send(7), next(g))
def big_match(x):
    match x:
        case {"a": a, **rest} if (yield "guard"):
            yield a, rest
        case [1, *others]:
            yield others
        case str() | int():
            yield "scalar"
        case _:
            return "none"
print(list(big_match({"a": 1})), list(big_match([1, 2])), list(big_match(5)), list(big_match(None)))
g = big_match({"a": 1, "b": 2}); next(g); print(g.send(True))


print(type(g).send, type(g).__next__.__name__)
