def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)

for f in (lambda: enumerate(), lambda: enumerate(5), lambda: enumerate([], 1, 2), lambda: enumerate([], start="a"), lambda: list(enumerate(iterable=[1])), lambda: enumerate([], foo=1), lambda: list(enumerate("ab", 2**63 - 1)), lambda: list(enumerate("ab", start=-1)), lambda: enumerate([]).__reduce__()[1][1],
          lambda: enumerate(start=1), lambda: list(enumerate(iterable=[1], start=2)), lambda: list(enumerate(start=2, iterable=[1])),
          lambda: zip(5), lambda: zip([], 5), lambda: list(zip()), lambda: list(zip([1, 2], [1], strict=True)), lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1], [1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1, 2], [1], strict=True)), lambda: zip([], foo=1), lambda: list(zip([1, 2], "ab", strict=True)), lambda: list(zip([1, 2, 3], "ab")), lambda: list(zip("ab")),
          lambda: map(), lambda: map(5), lambda: list(map(5, [1])), lambda: map(int, 5), lambda: list(map(lambda *a: a, [1, 2], [3])), lambda: map(int, [1], foo=1), lambda: list(map(None, [1])), lambda: list(map(str, range(3))),
          lambda: filter(), lambda: filter(None), lambda: filter(None, 5), lambda: list(filter(None, [0, 1, "", "a"])), lambda: filter(None, [], a=1), lambda: filter(None, [], 3), lambda: list(filter(5, [1])), lambda: list(filter(bool, [0, 1, 2])), lambda: list(filter(lambda x: x % 2, range(6))),
          lambda: reversed(), lambda: reversed(5), lambda: reversed({1}), lambda: reversed([1], 2), lambda: list(reversed("abc")), lambda: list(reversed((1, 2))), lambda: list(reversed([1, 2])), lambda: list(reversed({1: 2, 3: 4})), lambda: reversed(a=1), lambda: reversed(iter([])), lambda: reversed(frozenset()),
          lambda: next(iter([])), lambda: next(zip()), lambda: next(iter(()), "d"), lambda: iter([1, 2]).__length_hint__(), lambda: reversed([1, 2]).__length_hint__(), lambda: iter((1, 2)).__reduce__()[1:], lambda: iter(5), lambda: [type(iter(x)).__name__ for x in ([], (), {}, set(), range(1), {}.values(), {}.items())],
          lambda: [type(reversed(x)).__name__ for x in ([], (), {}, {}.values(), {}.items())], lambda: list(zip(*[iter(range(6))] * 2))):
    t(f)
class Q:
    def __len__(self):
        return 3
    def __getitem__(self, i):
        return i * 10
t(lambda: list(reversed(Q())))
t(lambda: reversed(Q()).__length_hint__())
class Q2:
    __reversed__ = None
t(lambda: reversed(Q2()))
class Q3:
    def __reversed__(self):
        return 5
t(lambda: reversed(Q3()))
class E(enumerate):
    pass
t(lambda: list(E("a")))
class Z(zip):
    def __new__(cls, *a, x=1):
        return super().__new__(cls, *a)
t(lambda: list(Z("a", "b", x=3)))
class R(reversed):
    pass
t(lambda: type(R("ab")).__name__)
t(lambda: type(R([1])).__name__)

# Changes while iterating.
L = [1, 2, 3]
seen = []
for x in L:
    seen.append(x)
    if len(seen) < 6:
        L.append(x * 10)
print(seen)
L = [1, 2, 3, 4]
seen = []
for x in L:
    seen.append(x)
    L.remove(x)
print(seen, L)
it = iter(L)
list(it)
L.append(9)
print(list(it))
L = [1, 2, 3]
it = reversed(L)
next(it)
L.clear()
print(list(it), list(it))
L = [1, 2, 3, 4, 5]
it = iter(L)
next(it)
print(it.__reduce__()[1:], it.__setstate__(3), list(it), it.__reduce__()[1:])
it = iter(range(10))
it.__setstate__(7)
print(list(it))
def gen():
    yield 1
    raise ValueError("stop")
for wrap in (enumerate, zip, lambda g: map(str, g), lambda g: filter(None, g), list, tuple, set, sorted):
    t(lambda: list(wrap(gen())))
