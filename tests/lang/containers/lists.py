def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)

# Indexing, slicing, assignment, deletion and their errors.
L = [1, 2, 3]
for key in (0, -1, 5, -9, "a", 1.5, None, 2**70, True, slice(None), slice(None, None, -1), slice(1, 99), slice(5, 1), slice("a", None), slice(None, None, 0)):
    t(lambda: L[key])

def assign(key, value):
    M = list(range(8))
    M[key] = value
    return M

def delete(key):
    M = list(range(8))
    del M[key]
    return M

for key in (0, -1, 8, "a", 2**70, slice(2, 4), slice(None, None, 2), slice(7, 0, -3), slice(4, 2), slice(3, 3), slice(100, 200)):
    t(lambda: assign(key, 9))
    t(lambda: assign(key, [7, 8, 9]))
    t(lambda: assign(key, "abcd"))
    t(lambda: assign(key, ()))
    t(lambda: delete(key))
for key in (slice(None, None, 3), slice(None, None, -1), slice(6, None, -2), slice(1, 2, 5)):
    t(lambda: delete(key))
M = [1, 2, 3]
M[1:2] = M
print(M)
M[::2] = M[::2]
print(M)

class I:
    def __init__(self, v):
        self.v = v
    def __index__(self):
        return self.v
t(lambda: L[I(0):I(2)])
t(lambda: L[I(1)])
t(lambda: L * I(2))
t(lambda: L[I("x")])

# Operators.
for f in (lambda: L + [4], lambda: L + (4,), lambda: (4,) + L, lambda: L * 2, lambda: -1 * L, lambda: L * 1.5, lambda: L * 2**70, lambda: L * 2**62,
          lambda: [1, 2] < [1, 3], lambda: [1, 2] < [1], lambda: [] < [1], lambda: [1] == [1.0], lambda: [1] == (1,), lambda: [1] < 5, lambda: [1, 2] < (1, 2), lambda: 2 in L,
          lambda: "a" in L, lambda: hash(L), lambda: L == [1, 2, 3], lambda: L != [1, 2], lambda: [1, "a"] < [1, 2]):
    t(f)
M = [1]
N = M
M += (2, 3)
M *= 2
print(M, M is N)
def inplace():
    global M
    M += 5
t(inplace)

# Methods.
for f in (lambda: L.index(5), lambda: L.index(2), lambda: L.index(2, 2), lambda: L.index(3, -1), lambda: L.index(1, "a"), lambda: L.index(), lambda: L.index(1, 2, 3, 4),
          lambda: L.remove(9), lambda: [].pop(), lambda: L.pop(7), lambda: L.pop("a"), lambda: L.pop(1, 2), lambda: L.pop(2**70), lambda: L.insert("a", 1), lambda: L.insert(1),
          lambda: L.append(), lambda: L.append(1, 2), lambda: L.extend(5), lambda: L.count(), lambda: L.count(1), lambda: L.reverse(1), lambda: L.copy(1), lambda: L.clear(1),
          lambda: list.append(5, 1), lambda: list(5), lambda: list(1, 2), lambda: list(a=1), lambda: list("abc"), lambda: list({1: 2, 3: 4})):
    t(f)
M = []
M.insert(0, 1); M.insert(-1, 0); M.insert(100, 2); M.insert(-100, -1)
print(M, M.pop(), M.pop(0), M)
M.extend(x for x in range(3)); M.reverse(); print(M)
M.remove(0); print(M, M.copy() == M, M.copy() is M)
M.clear(); print(M)

# Subclasses.
class LL(list):
    pass
x = LL([1, 2])
x.note = "kept"
print(x, x.note, type(x + [3]) is list, type(x.copy()) is list, type(x[:]) is list, type(x * 2) is list, len(x), x == [1, 2])
x.__init__([7])
print(x)
class K(list):
    def __init__(self, *args, key=None):
        super().__init__(args)
        self.key = key
print(K(1, 2, key=3), K(1, 2, key=3).key)

# Recursion.
M = [1]
M.append(M)
print(M)
M = [[]]
for _ in range(5):
    M = [M, M]
print(M == M, len(repr(M)))
deep = []
for _ in range(100000):
    deep = [deep]
for f in (lambda: repr(deep), lambda: deep == [deep, 1] or deep < [[]] or 1):
    try:
        f()
    except RecursionError as e:
        print("RecursionError")
del deep
print("alive")
