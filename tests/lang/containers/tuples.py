def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)

T = (1, 2, 3)
for key in (0, -1, 5, "a", 1.5, 2**70, slice(None), slice(None, None, -1), slice(1, 99), slice(None, None, 0)):
    t(lambda: T[key])
for f in (lambda: T + (4,), lambda: T + [4], lambda: T * 2, lambda: 0 * T, lambda: T * "a", lambda: T * 2**70, lambda: T * 2**62, lambda: (1, 2) < (1, 3), lambda: (1,) < (1, 2), lambda: (1,) == [1], lambda: 2 in T,
          lambda: T.index(2), lambda: T.index(9), lambda: T.index(1, 1), lambda: T.count(1), lambda: T.count(), lambda: tuple(5), lambda: tuple(1, 2), lambda: tuple(a=1), lambda: tuple("ab"), lambda: tuple([1, 2]),
          lambda: hash((1, 2)) == hash((1, 2)), lambda: hash((1, 2)), lambda: hash(()), lambda: hash((1, (2, 3), 4.5, None is None)), lambda: hash(([],)), lambda: (1, 2).__getnewargs__(), lambda: (), lambda: (1,), lambda: (1, (2,))):
    t(f)
def assign():
    T[0] = 1
def delete():
    del T[0]
t(assign)
t(delete)
print(tuple(T) is T, T[:] is T, T * 1 is T, () is (), T + () is T, tuple([]) is ())
class S(tuple):
    def __new__(cls, *args, note=None):
        self = super().__new__(cls, args)
        self.note = note
        return self
s = S(1, 2, note="n")
print(s, s.note, type(s[:]) is tuple, type(s + (3,)) is tuple, type(s * 1) is tuple, s == (1, 2), hash(s) == hash((1, 2)), len(s), {s: 1}[(1, 2)])
class N(tuple):
    @property
    def x(self):
        return self[0]
    def __repr__(self):
        return f"N(x={self.x})"
print(N([5]), N([5]).x, (N([1]), 2))
deep = ()
for _ in range(100000):
    deep = (deep,)
for f in (lambda: repr(deep), lambda: deep == (deep, 1)):
    try:
        f()
        print("no error")
    except RecursionError:
        print("RecursionError")
del deep
a = []
b = (a,)
a.append(b)
print(b, a)
class Eq:
    def __eq__(self, other):
        print("eq")
        return True
print((Eq(), 1) == (1, 1), (Eq(), 1) == (1,), (1, Eq()) != (1, 2))
