from dataclasses import *
from typing import ClassVar
@dataclass
class P:
    x: int
    y: int = 5
    z: list = field(default_factory=list)
    c: ClassVar[int] = 3
p=P(1); print(p, p==P(1), P(1,2)!=p, P.__match_args__, P.__doc__, asdict(p), astuple(p), replace(p,x=9))
@dataclass(order=True, frozen=True)
class F:
    a: int
    b: str = 'q'
f=F(2); print(f, F(1)<f, hash(f)==hash(F(2)), sorted([F(3),F(1)]))
try: f.a=3
except FrozenInstanceError as e: print(type(e).__name__, e)
@dataclass(slots=True)
class S: 
    a: int
    b: int = 2
print(S(1), S.__slots__, hasattr(S(1),'__dict__'))
@dataclass(kw_only=True)
class K(P):
    k: int
print(K(1, k=3), [f.name for f in fields(K)])
try: K(1)
except TypeError as e: print(e)
@dataclass
class I:
    a: int
    b: InitVar[int]
    def __post_init__(self, b): self.a += b
print(I(1,2))
try:
    @dataclass
    class B: x: list = []
except ValueError as e: print(e)
try:
    @dataclass
    class B: 
        x: int = 1
        y: int
except TypeError as e: print(e)
M=make_dataclass('M',[('x',int),('y',int,field(default=4))]); print(M(1), is_dataclass(M), is_dataclass(3))
print(fields(P)[0].name, fields(P)[1].default)
