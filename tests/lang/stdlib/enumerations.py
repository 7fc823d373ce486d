import enum
from enum import *
class Color(Enum):
    RED=1; GREEN=2; CRIMSON=1
    def hi(self): return self.name
print(list(Color), Color.RED, repr(Color.GREEN), Color(2), Color['RED'], Color.CRIMSON is Color.RED, Color.RED.hi(), len(Color), Color.__members__, 1 in Color, 5 in Color)
for f in (lambda: Color(7), lambda: Color['X'], lambda: setattr(Color,'RED',3)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
class N(IntEnum): A=auto(); B=auto()
print(N.A+1, N.B, repr(N.B), f'{N.A}', N.A==1, sorted(N), isinstance(N.A,int))
class P(Flag): R=auto(); W=auto(); X=auto(); RW=R|W
print(P.R|P.X, repr(P.RW), P.RW&P.R, ~P.R, list(P.RW), P(0), repr(P(0)), P.R in P.RW, P(7))
try: P(8)
except ValueError as e: print(e)
class I(IntFlag): A=1; B=2
print(I.A|I.B, repr(I.A|8), I(3), ~I.A, I.A|4)
class S(StrEnum): FOO=auto(); BAR='x'
print(S.FOO, repr(S.BAR), S.FOO=='foo', S.FOO.upper())
class Pl(Enum):
    E=(1,2); M=(3,4)
    def __init__(self,a,b): self.a=a; self.b=b
    @property
    def s(self): return self.a+self.b
print(Pl.E.s, Pl.M.value, Pl.M.b)
A=Enum('A','x y z'); print(list(A), A.__module__)
@unique
class U(Enum): a=1; b=2
try:
    @unique
    class U2(Enum): a=1; b=1
except ValueError as e: print(e)
try:
    class C2(Color): Z=3
except TypeError as e: print(e)
print({Color.RED:1}, Color.RED.value, type(Color.RED), Color.RED!=Color.GREEN, bool(Color.RED))
class T(Enum):
    def _generate_next_value_(name, s, c, l): return name*2
    X=auto(); Y=auto()
print(T.X.value, T.Y.value, repr(T))
