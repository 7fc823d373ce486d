import copy, pickle, weakref
class V: pass
class W(V): __slots__ = ('s',)
w = W(); w.s = 1; w.d = 2
print(w.__dict__, vars(w), len(w.__dict__), list(w.__dict__), 's' in w.__dict__, w.__dict__.get('s'))
print(w.s, w.d)
w.s = 5; print(w.s, w.__dict__)
w.__dict__['s'] = 'shadow'; print(w.s, w.__dict__)
del w.s
try: w.s
except AttributeError as e: print(e)
print(w.__dict__)
try: del w.s
except AttributeError as e: print(e)
w.s = 7; print(w.s, sorted(w.__dict__.items()))
w.__dict__ = {'n': 1}; print(w.s, w.n, w.__dict__)
class D:
    __slots__ = ('a', 'b', '__dict__', '__weakref__')
    def __init__(self): self.a = 1; self.x = 2
d = D(); print(vars(d), d.a); r = weakref.ref(d); print(r() is d)
try: d.b
except AttributeError as e: print(e)
d.b = 3; print(d.a, d.b, d.x, vars(d))
for make in (copy.copy, copy.deepcopy, lambda o: pickle.loads(pickle.dumps(o)), lambda o: pickle.loads(pickle.dumps(o, 0 if False else 2))):
    e = make(d); print(vars(e), e.a, e.b, e.x)
print(d.__reduce_ex__(2)[2], d.__getstate__())
f = D(); print(f.__getstate__())
class Base: __slots__ = ('p', 'q')
class Sub(Base): pass
s = Sub(); s.p = 1; s.z = 2; s.q = 3
print(vars(s), s.p, s.q, s.z, s.__getstate__())
del s.q; print(hasattr(s, 'q'), vars(s)); s.q = 4; print(s.q)
del s.p; s.p = 9; print(s.p)
del s.z; print(vars(s), s.p, s.q)
class Other(Base): pass
s.__class__ = Other; print(type(s).__name__, s.p, s.q, vars(s)); s.p = 10; s.y = 1; print(s.p, vars(s))
class Pr:
    __slots__ = ('__x', '__dict__')
    def __init__(self): self.__x = 1; self.y = 2
    def get(self): return self.__x
p = Pr(); print(vars(p), p.get(), p._Pr__x)
class Many:
    __slots__ = tuple(f'm{i}' for i in range(80)) + ('__dict__',)
m = Many()
for i in range(80): setattr(m, f'm{i}', i)
m.extra = 1
print(vars(m), sum(getattr(m, f'm{i}') for i in range(80)))
class Many2:
    __slots__ = tuple(f'm{i}' for i in range(80))
m = Many2()
for i in range(80): setattr(m, f'm{i}', i)
print(sum(getattr(m, f'm{i}') for i in range(80)))
del m.m3; print(hasattr(m, 'm3'), m.m79)
class X(W): s = 'class'
x = X(); x.s = 1; x.d = 2; print(x.s, vars(x), W.s)
class E(Exception): __slots__ = ('c',)
e = E(1); e.c = 2; e.o = 3; print(vars(e), e.c, e.args)
class L(list): __slots__ = ('c', '__dict__')
l = L([1]); l.c = 2; l.o = 3; print(vars(l), l.c, copy.copy(l).c, vars(copy.copy(l)))
def loop():
    t = 0
    for i in range(50):
        o = D(); o.b = i; o.y = i
        if i % 3 == 0: vars(o)
        o.b += 1; o.a += 1
        t += o.b + o.a + o.y + o.x
    return t
print(loop())
import gc
class Cyc: __slots__ = ('me', '__dict__', '__weakref__')
c = Cyc(); c.me = c; vars(c); r = weakref.ref(c); del c; gc.collect(); print(r())
import dataclasses
@dataclasses.dataclass(slots=True)
class DC(V):
    a: int = 1
dc = DC(); dc.n = 1; print(vars(dc), dc, dataclasses.asdict(dc))
