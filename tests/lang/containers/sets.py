def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)

class S(set):
    pass
class F(frozenset):
    pass
for C in (S, F):
    x, y = C([1, 2]), {1, 3}
    print([type(v).__name__ for v in (x | y, x & y, x - y, x ^ y, y | x, y & x, y - x, y ^ x, x.union([1]), x.union(), x.intersection([1]), x.difference([1]), x.symmetric_difference([1]), x.copy())])
print(type({1} | frozenset()).__name__, type(frozenset() | {1}).__name__)
f = frozenset([1])
for g in (lambda: set(1), lambda: set(1, 2), lambda: set(a=1), lambda: frozenset(a=1), lambda: frozenset(1, 2), lambda: {1} | [1], lambda: {1} < [1], lambda: {1}.remove(2), lambda: {1}.remove([]), lambda: set().pop(), lambda: {1}.add([]), lambda: {1}.add(),
          lambda: [] in {1}, lambda: {1} in {frozenset([1])}, lambda: {frozenset([1])}.remove({1}), lambda: {frozenset([1])}.remove({2}), lambda: {1}.discard([]), lambda: {1}.isdisjoint(5), lambda: {1}.issubset(5), lambda: {1}.issuperset([1]),
          lambda: {1}.issubset([1, 2]), lambda: hash(set()), lambda: hash(frozenset()), lambda: hash(frozenset(range(10))), lambda: hash(frozenset([(1, 2), None])), lambda: F([1]), lambda: S(), lambda: F(), lambda: frozenset({1}), lambda: {1} == frozenset({1}),
          lambda: S([1]), lambda: {1}.update(5), lambda: {1}.update([1], [2]), lambda: {1}.union(5), lambda: {1}.symmetric_difference(), lambda: {1}.symmetric_difference_update(1, 2), lambda: {1}.clear(1), lambda: {1}.copy(1), lambda: frozenset().add(1),
          lambda: {1}.pop(1), lambda: {1} - [1], lambda: {1}.difference(1), lambda: set([[]]), lambda: {[]}, lambda: {1}.__sub__([1]), lambda: [1] - {1}, lambda: {1} > {1}, lambda: {1} >= frozenset([1]), lambda: {1, 2} > {1}, lambda: frozenset([frozenset()]),
          lambda: frozenset(f) is f, lambda: f.copy() is f, lambda: set.__init__({1}), lambda: {1}.isdisjoint(), lambda: {1}.intersection(5), lambda: {1}.intersection([[]]), lambda: {1}.difference_update(5), lambda: {1}.intersection_update(5),
          lambda: {1}.__reduce__(), lambda: F([1]).__reduce__()[1:], lambda: iter({1}).__length_hint__(), lambda: iter({1, 2}).__reduce__()[1], lambda: {1, 2} == {2, 1}, lambda: {1} != {2}, lambda: set() == frozenset(), lambda: {1} == [1], lambda: len({1, 2, 2}), lambda: {1}.union([2], [3])):
    t(g)
def g():
    s = {1, 2}
    for x in s:
        s.add(x + 10)
t(g)
def g():
    s = {1}
    s |= [1]
t(g)
class H:
    def __hash__(self):
        return 1
    def __repr__(self):
        return repr(self.s)
h = H()
for s in ({h}, frozenset({h}), S({h})):
    h.s = s
    print(h.s)
class E:
    def __init__(self, v):
        self.v = v
    def __hash__(self):
        return self.v % 3
    def __eq__(self, other):
        return self.v == other.v
    def __repr__(self):
        return f"E{self.v}"
a = {E(i) for i in range(12)}
b = {E(i) for i in range(6, 18)}
print(sorted(e.v for e in a | b), sorted(e.v for e in a & b), sorted(e.v for e in a - b), sorted(e.v for e in a ^ b), E(3) in a, E(99) in a)
class Clearing:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        s.clear()
        return False
s = {Clearing()}
s.add(Clearing())
print(len(s))
class Raising:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        raise ValueError("eq")
s = {1}
for g in (lambda: s.add(Raising()), lambda: Raising() in s, lambda: s.discard(Raising()), lambda: s | {Raising()}, lambda: s & {Raising()}, lambda: s ^ {Raising()}, lambda: s == {Raising()}):
    t(g)
print(s)
x = S([1, 2])
x.note = 5
x.__init__([9])
print(x, x.note)
class KS(set):
    def __init__(self, items, extra):
        super().__init__(items)
        self.extra = extra
print(KS([1], 2), KS([1], extra=3).extra)
class KF(frozenset):
    def __init__(self, items, extra=None):
        self.extra = extra
print(KF([1], extra=3), KF([1], extra=3).extra)
s = set()
s.add(frozenset([1]))
s.discard({1})
print(s)
