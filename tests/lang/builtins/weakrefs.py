# Weak references, proxies, collections of them, and the collector.
import weakref, gc
class A:
    def __init__(self, n=0): self.n = n
    def m(self): return self.n
    def __call__(self, x): return x + self.n
    def __len__(self): return 3
    def __add__(self, o): return self.n + o
    def __getitem__(self, i): return i * 2
a = A(5)
r = weakref.ref(a); print(r() is a, weakref.ref(a) is r, weakref.getweakrefcount(a), weakref.getweakrefs(a) == [r], hash(r) == hash(a), r == weakref.ref(a), r.__callback__)
log = []
r2 = weakref.ref(a, lambda ref: log.append(ref() is None)); r3 = weakref.ref(a, lambda ref: log.append("younger"))
p = weakref.proxy(a); print(p.n, p.m(), p(1), len(p), p + 2, p[4], bool(p), type(p).__name__); p.n = 7; print(a.n)
del a; print(r(), log, r2())
try: p.n
except ReferenceError as e: print(e)
for bad in (1, "a", None, [], {}, (1,), object()):
    try: weakref.ref(bad)
    except TypeError as e: print(e)
def f(): pass
print(weakref.ref(f)() is f, weakref.ref(int)() is int, weakref.ref({1}) is not None, weakref.ref(A)() is A)
class S: __slots__ = ("x",)
try: weakref.ref(S())
except TypeError as e: print(e)
class W: __slots__ = ("__weakref__",)
w = W(); print(weakref.ref(w)() is w)
d = weakref.WeakValueDictionary(); x, y = A(1), A(2); d["x"] = x; d["y"] = y; print(sorted(d), len(d), "x" in d); del x; print(sorted(d), len(d), d.get("x"))
k = weakref.WeakKeyDictionary(); k[y] = 1; print(len(k), k[y], y in k); del y; print(len(k), len(d))
s = weakref.WeakSet(); z = A(); s.add(z); print(len(s), z in s); del z; print(len(s))
o = A(9); wm = weakref.WeakMethod(o.m); print(wm()()); del o; print(wm())
o = A(); fin = weakref.finalize(o, print, "finalized", end="!\n"); print(fin.alive); del o; print(fin.alive, fin())
c = A(); c.me = c; rc = weakref.ref(c, lambda r: print("cycle gone")); del c; print(rc() is not None); gc.collect(); print(rc())
class D:
    def __del__(self): print("del")
x = D(); rd = weakref.ref(x, lambda r: print("callback")); del x; print(rd())
def bad(ref): raise ValueError
print(gc.isenabled(), gc.get_threshold()[1] >= 0, gc.garbage); gc.disable(); print(gc.isenabled()); gc.enable()
class Sub(weakref.ref):
    def __init__(self, ob, cb=None, *, extra=None): super().__init__(ob, cb); self.extra = extra
y = A(3); sr = Sub(y, None, extra="e"); print(sr().n, sr.extra, sr == weakref.ref(y))
