# Simple generators, and how they begin and end.
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
    return "done"


print(list(count(5)))
for x in count(3):
    print(x)

g = count(1)
print(next(g))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)
try:
    next(g)
except StopIteration as e:
    print("again", e.value)
print(next(g, "default"))


def echo():
    got = None
    while True:
        got = yield got
        if got == "end":
            return 7


g = echo()
try:
    g.send(1)
except TypeError as e:
    print(e)
print(next(g))
print(g.send("a"), g.send("b"))
try:
    g.send("end")
except StopIteration as e:
    print("value", e.value, e.args)


def expressions():
    a = (yield 1) + (yield 2)
    print("a", a)
    b = [(yield 3), 10, (yield 4)]
    print("b", b)
    c = f"{(yield 5)}-{(yield 6)!r}"
    print("c", c)
    d = {(yield 7): (yield 8)}
    print("d", d)
    e = (yield 9) if (yield 10) else (yield 11)
    print("e", e)
    f = (yield 12) and (yield 13) or (yield 14)
    print("f", f)
    print("cmp", 1 < (yield 15) < (yield 16))
    x = 5
    x += yield 17
    print("x", x)
    lst = [0] * 2000
    lst[(yield 18)] = yield 19
    print([(i, v) for i, v in enumerate(lst) if v])
    lst[(yield 20)] += (yield 21)
    print([(i, v) for i, v in enumerate(lst) if v])
    p, q = (yield 22), (yield 23)
    print(p, q)
    print((yield 24), end=(yield 25))
    print(max(*[1, (yield 26)], (yield 27)))
    return (yield 28)


def drive(g, values):
    out = []
    try:
        out.append(next(g))
        for v in values:
            out.append(g.send(v))
    except StopIteration as e:
        print("returned", e.value)
    print(out)


drive(expressions(), [1, 2, "x", "y", "f1", "f2", "key", "val", True, "yes", 1, 2, 3, 4, 10, 0, 100, 1, 1000, "P", "Q", "pr", "!\n", 5, 9, "last"])
drive(expressions(), [1, 2, "x", "y", "f1", "f2", "key", "val", False, "no", 0, 0, 9, 4, 10, 1, 100, 0, 1000, "P", "Q", "pr", "!\n", 5, 9, "last"])


def order(log):
    def f(n):
        log.append(n)
        return n
    r = f(1) + f(2) * (yield) + f(3)
    log.append(r)
    s = [f(4), (yield), f(5)]
    log.append(s)


log = []
g = order(log)
next(g)
log.append("sent")
g.send(10)
log.append("sent")
try:
    g.send(20)
except StopIteration:
    pass
print(log)


def loops():
    for i in range(3):
        for j in "ab":
            if i == 1:
                continue
            if i == 2 and j == "b":
                break
            yield i, j
        else:
            yield "inner else"
    else:
        yield "else"
    n = 0
    while n < 3:
        n += 1
        if n == 2:
            continue
        yield n
    else:
        yield "while else"
    for i in range(10, 0, -3):
        yield i
    for a, (b, *c) in [(1, (2, 3, 4)), (5, (6,))]:
        yield a, b, c


print(list(loops()))


def closure(n):
    total = 0

    def add(x):
        nonlocal total
        total += x
        return total

    for i in range(n):
        yield add(i)
        n = 0


print(list(closure(5)))


def args(a, /, b=2, *rest, c, d=4, **kw):
    yield a
    yield b
    yield rest
    yield c, d
    yield kw


print(list(args(1, c=3)))
print(list(args(1, 20, 30, 40, c=3, d=5, z=6)))

f = lambda: (yield 5)
print(list(f()))
print(list(lambda_ for lambda_ in (lambda x: (yield x))(3)))


def self_call():
    yield next(me)


me = self_call()
try:
    next(me)
except ValueError as e:
    print(e)


def gen_match():
    v = yield
    while True:
        match v:
            case [x, y]:
                v = yield ("pair", x, y)
            case int(n) if n > 10:
                v = yield ("big", n)
            case str():
                v = yield "str"
            case _:
                v = yield "other"


g = gen_match()
next(g)
print(g.send([1, 2]), g.send(11), g.send(3), g.send("s"), g.send((4, 5)))
print(type(g).__name__, g.__name__, g.__qualname__)
g.__name__ = "renamed"
print(g.__name__, g.gi_running, g.gi_suspended, g.gi_yieldfrom, g.gi_code.co_name)
g.close()
print(g.gi_frame, g.gi_suspended)
print(repr(g).startswith("<generator object gen_match at 0x"))
