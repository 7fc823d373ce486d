def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)

for f in (lambda: dict(5), lambda: dict([5]), lambda: dict([(1,)]), lambda: dict(1, 2), lambda: dict(["ab", "cd"]), lambda: {}.popitem(), lambda: {}.pop(1), lambda: {}.pop(), lambda: {}.pop(1, 2),
          lambda: {}[1], lambda: {}[[]], lambda: {}.get(), lambda: {}.get(1), lambda: {}.update(1, 2), lambda: {}.fromkeys(), lambda: dict.fromkeys([1, 2]), lambda: dict.fromkeys("ab", 0), lambda: {}.setdefault(),
          lambda: {1: 2} | 5, lambda: {1: 2} | {3: 4}, lambda: dict([(1, 2, 3)]), lambda: dict([[]]), lambda: dict([([], 1)]), lambda: dict.fromkeys(5), lambda: {}.keys(1), lambda: dict(**{"a": 1}), lambda: dict({1: 2}, a=1),
          lambda: {1: 2}.__eq__(5), lambda: {1: {}} == {1: {}}, lambda: {1: 2, 3: 4} == {3: 4, 1: 2}, lambda: {1: 2} < {1: 3}, lambda: hash({}), lambda: {[]: 1}, lambda: {1: 1, 1.0: 2, True: 3}, lambda: 1 in {1: 2}, lambda: [] in {},
          lambda: dict.pop({1: 2}), lambda: {}.get(a=1), lambda: {}.clear(1), lambda: dict(zip("ab", [1, 2])), lambda: dict(a=1, b=2), lambda: list({1: 2, 3: 4}), lambda: len({1: 2}), lambda: {}.copy(1)):
    t(f)
def steps(*what):
    d = {"a": 1, "b": 2}
    for step in what:
        print(step(d), d)
steps(lambda d: d.pop("a"), lambda d: d.setdefault("c", 5), lambda d: d.setdefault("c", 6), lambda d: d.update(z=1), lambda d: d.update([("y", 2)]), lambda d: d.update({"b": 9}, w=0),
      lambda d: d.popitem(), lambda d: d.__delitem__("b"), lambda d: d.clear(), lambda d: d.update({}))
def f():
    d = {}
    d |= [(1, 2)]
    d |= {3: 4}
    return d
t(f)
def f():
    d = {}
    d |= 5
t(f)
def f():
    d = {1: 1}
    for k in d:
        d[k + 1] = 1
t(f)
def f():
    d = {1: 1}
    for k in d:
        del d[k]
        d[k + 1] = 1
t(f)
def f():
    d = {1: 1}
    del d[2]
t(f)
def f():
    d = {1: 1, 2: 2}
    it = iter(d)
    next(it)
    d[3] = 3
    return [next(it, "none")]
t(f)
d = {i: i for i in range(5)}
print(list(reversed(d)), list(reversed(d.values())), list(reversed(d.items())))
del d[1], d[3]
d[1] = "back"
print(d, list(d.items()), list(reversed(d)))
big = {}
for i in range(1000):
    big[i] = i
for i in range(0, 1000, 2):
    del big[i]
for i in range(500):
    big.pop(2 * i + 1)
print(big, len(big))
for i in range(5):
    big[i] = i
print(big)
q = {}
for i in range(20000):
    q[i] = i
    if i > 10:
        del q[next(iter(q))]
print(list(q))
for i in range(5):
    print(q.popitem(), end=" ")
print(q)

# Views.
d = {1: 2, "a": 3}
for f in (lambda: d.keys(), lambda: d.values(), lambda: d.items(), lambda: d.keys() & {1}, lambda: d.keys() | [5] == {1, "a", 5}, lambda: d.items() - [(1, 2)], lambda: d.keys() ^ {1}, lambda: d.keys() == {1, "a"},
          lambda: d.keys() < {1, "a", 3}, lambda: d.values() == d.values(), lambda: d.keys() + 1, lambda: d.keys() & 5, lambda: hash(d.keys()), lambda: d.keys().mapping, lambda: d.items().isdisjoint([(1, 2)]),
          lambda: d.keys().isdisjoint({7, 8}), lambda: (1, 2) in d.items(), lambda: [1, 2] in d.items(), lambda: [] in d.keys(), lambda: ([], 2) in d.items(), lambda: 3 in d.values(), lambda: d < d, lambda: d.keys() < 5,
          lambda: {1} & d.keys(), lambda: [1] | d.keys() == {1, "a"}, lambda: {1, 2} - d.keys(), lambda: {1, 2} < d.keys(), lambda: d.items() ^ {1: 2, "b": 4}.items() == {("a", 3), ("b", 4)}, lambda: d.items() >= {(1, 2)},
          lambda: {1: 2, 3: 4}.items() ^ {1: 2, 3: 5}.items() == {(3, 4), (3, 5)}, lambda: {1: []}.items() ^ {1: []}.items(), lambda: {i: 0 for i in range(20)}.keys() & range(5, 9), lambda: range(3) & {1: 1, 2: 2}.keys(),
          lambda: iter(d).__length_hint__(), lambda: iter(d).__reduce__()[1], lambda: d.keys() != {1}, lambda: d.items() > {(1, 2)}):
    t(f)

class D(dict):
    def __missing__(self, key):
        return key * 2
for f in (lambda: D(a=1)["zz"], lambda: type(D() | {}) is dict, lambda: type(D().copy()) is dict, lambda: D.fromkeys("ab"), lambda: type(D.fromkeys("ab")).__name__, lambda: D(a=1) | D(b=2), lambda: {} | D(b=2), lambda: D().get("q"), lambda: D(a=1)):
    t(f)
class OwnIter(dict):
    def __iter__(self):
        return iter(["x"])
    def keys(self):
        return ["x"]
    def __getitem__(self, key):
        return "got " + key
print(dict(OwnIter(a=1)), {**OwnIter(a=1)}, OwnIter(a=1))
class M:
    def __init__(self, keys):
        self.k = keys
    def keys(self):
        return self.k
    def __getitem__(self, key):
        return key + 1
t(lambda: dict(M([1, 2]), a=3))
t(lambda: dict(M(5)))
t(lambda: dict(M([])))
r = {}
r[1] = r
print(r)
r[2] = r.values()
print(r)
r = []
r.append({1: r})
print(r)

# Keys with an `__eq__` of their own, hostile ones too.
class E:
    def __init__(self, v, h=1):
        self.v = v
        self.h = h
    def __hash__(self):
        return self.h
    def __eq__(self, other):
        return isinstance(other, E) and self.v == other.v
    def __repr__(self):
        return f"E{self.v}"
d = {E(i): i for i in range(10)}
print(d[E(5)], E(11) in d, d.pop(E(3)), len(d), d)
class Clearing:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        d.clear()
        return False
d = {Clearing(): 1}
d[Clearing()] = 2
print(len(d))
class Raising:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        raise ValueError("eq")
d = {1: 1}
for f in (lambda: d[Raising()], lambda: d.get(Raising()), lambda: d.pop(Raising(), 0), lambda: d.setdefault(Raising(), 0), lambda: Raising() in d, lambda: d.update({Raising(): 1})):
    t(f)
print(d)
d = {(i, str(i)): i for i in range(50)}
print(d[(7, "7")], (7, "8") in d, d.get((1, "1", 2)), {(1, (2, 3)): 4}[(1.0, (2, 3.0))])
