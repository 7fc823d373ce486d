import array
from collections import deque, UserString
class K:
    def __init__(self, name='K'): self.n=name
    def __index__(self): return 3
    def __rmul__(self, o): return 'rmul'
class N:
    def __index__(self): return 2
    def __rmul__(self, o): print('N.rmul', type(o).__name__); return NotImplemented
class R:
    def __radd__(self, o): return 'radd'
    def __iter__(self): return iter([7])
class RN:
    def __radd__(self, o): print('RN.radd'); return NotImplemented
    def __iter__(self): return iter([7])
class Bad:
    def __radd__(self, o): print('Bad.radd'); return NotImplemented
    def __rmul__(self, o): print('Bad.rmul'); return NotImplemented
class M:
    def __mul__(self, o): return 'mul'
    def __index__(self): return 2
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
seqs = ['x', [1], (1,), b'a', bytearray(b'a'), array.array('i',[1]), deque([1])]
for s in seqs:
    t(lambda: s * K()); t(lambda: s * N()); t(lambda: s * M()); t(lambda: s * Bad()); t(lambda: K() * s)
    t(lambda: s + R()); t(lambda: s + RN()); t(lambda: s + Bad())
    def ip(o):
        l = s[:] if not isinstance(s, deque) else s.copy()
        l *= o
        return l
    for o in (K(), N(), M(), Bad()): t(lambda: ip(o))
    def ia(o):
        l = s[:] if not isinstance(s, deque) else s.copy()
        l += o
        return l
    for o in (R(), RN(), Bad()): t(lambda: ia(o))
class L(list): pass
class L2(list):
    def __mul__(self, o): return 'L2.mul'
    def __imul__(self, o): return 'L2.imul'
    def __iadd__(self, o): return 'L2.iadd'
class LR(list):
    def __rmul__(self, o): return 'LR.rmul'
    def __radd__(self, o): return 'LR.radd'
t(lambda: L([1]) * K()); t(lambda: L2([1]) * K()); t(lambda: [1] + LR([2])); t(lambda: L([1]) + LR([2])); t(lambda: LR([1]) + [2]); t(lambda: LR([1]) + LR([2]))
t(lambda: 3 * LR([1])); t(lambda: [1]*True)
def f():
    l = L2([1]); l *= K(); return l
t(f)
def f():
    l = L2([1]); l += R(); return l
t(f)
def f():
    l = [1]; l += LR([1]); return l
t(f)
class S(str):
    def __radd__(self, o): return 'S.radd'
    def __rmod__(self, o): return 'S.rmod'
t(lambda: 'a' + S('b')); t(lambda: '%s' % S('b')); t(lambda: S('b') + 'a')
def f():
    s = 'a'; s += S('b'); return s
t(f)
class I(int):
    def __rmul__(self, o): return 'I.rmul'
t(lambda: [1]*I(2)); t(lambda: 2*I(2)); t(lambda: 'ab'*I(2)); t(lambda: 2.0*I(2))
class C(int):
    def __len__(self): return 1
t(lambda: C(2)*I(3)); t(lambda: C(2)*K())
a = [1]
class O: pass
o = O(); o.l = [1]; o.l += R(); print(o.l); o.l=[1]; o.l *= K(); print(o.l)
d = {'k': [1]}; d['k'] += R(); print(d); d['k']=[1]; d['k'] *= K(); print(d)
import operator
t(lambda: operator.mul([1], K())); t(lambda: operator.imul([1], K())); t(lambda: operator.concat([1], R())); t(lambda: operator.iadd([1], R())); t(lambda: operator.iconcat([1], R()))
t(lambda: sum([[1], R()], []))
t(lambda: [1].__mul__(K())); t(lambda: [1].__iadd__(R()))
class A(list):
    def __add__(self, o): return 'A.add'
def f():
    l = A([1]); l += [2]; return l
t(f)
class B(list):
    def __iadd__(self, o): return NotImplemented
    def __radd__(self, o): return 'B.radd'
def f():
    l = B([1]); l += [2]; return l
t(f)
def f():
    l = [1]; l += B([2]); return l
t(f)
t(lambda: operator.concat(A([1]), [2])); t(lambda: operator.iconcat(A([1]), [2])); t(lambda: operator.concat('a', 'b')); t(lambda: operator.concat((1,), [2])); t(lambda: operator.iconcat((1,), (2,))); t(lambda: operator.iconcat(1, 2))
class M2(list):
    def __mul__(self, o): return 'M2.mul'
def f():
    l = M2([1]); l *= 2; return l
t(f)
def f():
    l = L([1]); l *= K(); return l
t(f)
def f():
    l = L([1]); l += R(); return l
t(f)
def f():
    d = type('D', (deque,), {})([1]); d += R(); return list(d)
t(f)
