def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)

import functools
data = [5, 3, 8, 1, 9, 2, 7]
print(sorted(data), sorted(data, reverse=True), sorted(data, key=lambda v: -v), sorted(data, key=lambda v: v % 3), sorted(data, key=lambda v: v % 3, reverse=True))
print(sorted(["b", "a", "C"]), sorted(["b", "a", "C"], key=str.lower), sorted([2.5, 1, 3, -0.5, True]), sorted([(1, "b"), (1, "a"), (0, "z"), (1,)]), sorted([[2], [1, 5], [1]]))
print(sorted([0.0, -0.0, 0, False]), sorted([False, 0, -0.0]), sorted([2**70, 5, -2**70]))
print(sorted([(1, 2.5), (1, 2), (0, 9)]), sorted(["é", "z", "a", "\ud800"]) == ["a", "z", "é", "\ud800"])
for f in (lambda: [1, "a"].sort(), lambda: [1, 2].sort(5), lambda: [1].sort(foo=1), lambda: [1, 2].sort(key=5), lambda: [3, 1].sort(reverse="yes"), lambda: sorted(5), lambda: sorted(), lambda: sorted([1], 2), lambda: [None, None].sort(), lambda: [(1, None), (1, 2)].sort(), lambda: [(1, None), (2, None)].sort()):
    t(f)

class P:
    def __init__(self, v, tag):
        self.v = v
        self.tag = tag
    def __lt__(self, other):
        return self.v < other.v
    def __repr__(self):
        return f"{self.v}{self.tag}"
ps = [P(i * 7 % 5, "abcdefghijklmnopqrstuvwxyz"[i]) for i in range(26)]
print(sorted(ps))
print(sorted(ps, reverse=True))
big = [P(i * 7919 % 1000, "x") for i in range(3000)]
print([p.v for p in sorted(big)] == sorted(p.v for p in big))
print([p.v for p in sorted(big, reverse=True)] == sorted((p.v for p in big), reverse=True))

# Errors leave all items in the list.
class Bad:
    def __lt__(self, other):
        raise ValueError("no order")
L = [Bad(), Bad(), 1, 2]
t(L.sort)
print(len(L))
L = [3, 1, 2]
def key(v):
    if v == 2:
        raise KeyError("key")
    return v
t(lambda: L.sort(key=key))
print(L)

# Changing the list meanwhile.
L = [3, 1, 2]
def grow(v):
    L.append(v)
    return v
t(lambda: L.sort(key=grow))
print(sorted(L))
L = [3, 1, 2]
def look(v):
    print("seen", L, len(L))
    return v
L.sort(key=look)
print(L)
class Mean:
    def __init__(self, v):
        self.v = v
    def __lt__(self, other):
        M.clear()
        M.append(1)
        return self.v < other.v
M = [Mean(i) for i in (3, 1, 2)]
t(M.sort)
print([m.v for m in M])

# Inconsistent orders are survived.
class Liar:
    n = 0
    def __lt__(self, other):
        Liar.n = (Liar.n * 1103515245 + 12345) & 0x7fffffff
        return bool(Liar.n & 0x10000)
L = [Liar() for _ in range(500)]
ids = sorted(map(id, L))
L.sort()
print(sorted(map(id, L)) == ids)
nan = float("nan")
print(len(sorted([3.0, nan, 1.0, nan, 2.0])))
print(sorted(range(20), key=functools.cmp_to_key(lambda a, b: (a % 7) - (b % 7))))
print(sorted([(i % 3, str(i % 5), -i) for i in range(30)])[:8])
print(sorted({3: 1, 1: 2}), sorted("hello"), sorted(b"cab"), sorted({4, 2, 9}))
