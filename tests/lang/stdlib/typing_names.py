from typing import *
import typing
print(List[int], Dict[str,int], Optional[int], Union[int,str,None], Callable[[int],str], Tuple[int,...], Any, Literal[1,'a'], ClassVar[int], Type[int])
T=TypeVar('T'); print(T, List[T][int], Dict[str,T][int])
class S(Generic[T]):
    def __init__(self,x:T): self.x=x
print(S[int], S[int](3).x, S.__parameters__)
class N(NamedTuple):
    x: int
    y: str='a'
print(N(1), N._fields, N.__annotations__)
N2=NamedTuple('N2',[('a',int)]); print(N2(4))
class D(TypedDict, total=False):
    a: int
    b: Required[str]
print(D(a=1,b='x'), D.__required_keys__, D.__optional_keys__)
class P(Protocol):
    def f(self): ...
@runtime_checkable
class Q(Protocol):
    def g(self): ...
class X:
    def g(self): pass
print(isinstance(X(),Q), isinstance(3,Q), issubclass(X,Q))
def f(a:int, b:'str'=None)->List['int']: pass
print(get_type_hints(f)); print(get_origin(List[int]), get_args(Dict[str,int]), get_args(Callable[[int],str]), get_origin(int|str))
U=NewType('U',int); print(U(3), U, cast(int,'x'))
@overload
def o(x:int)->int: ...
def o(x): return x
print(o(3), Annotated[int,'m'], get_type_hints(f)['a'], Optional[List[int]]==Union[List[int],None])
class A2(S[int]): pass
print(A2.__orig_bases__, A2.__mro__[1].__name__)
print(isinstance(3, SupportsInt), Iterable[int], Sequence, Hashable)
# Defaults of type variables, and aliases made by calls.
from typing import NoDefault, ParamSpec, TypeAliasType, TypeVar, TypeVarTuple
def g[X, *Z, **R](): pass
def h[X = str](): pass
V, W = TypeVar('V'), TypeVar('W', default=int)
print(V.__default__, W.__default__, V.has_default(), W.has_default(), TypeVar('N', default=None).__default__)
print([p.__default__ for p in g.__type_params__ + h.__type_params__], ParamSpec('R').__default__, TypeVarTuple('Ts').__default__)
print(TypeVar('E', default=NoDefault).has_default(), type(NoDefault), NoDefault is type(NoDefault)())
try: type(NoDefault)(1)
except TypeError as error: print(error)
Pairs = TypeAliasType('Pairs', list[tuple[V, V]], type_params=(V,))
print(Pairs, Pairs.__name__, Pairs.__value__, Pairs.__type_params__, Pairs.__parameters__, Pairs[int], Pairs[int].__origin__, Pairs[int].__args__)
print(TypeAliasType('Plain', int).__type_params__, TypeAliasType(name='Plain', value=int).__value__, Pairs | int, int | Pairs, Optional[Pairs])
type Own[X] = list[X]
print(Own[int], Own.__parameters__, isinstance(Pairs, TypeAliasType))
for wrong in (lambda: TypeAliasType(5, int), lambda: TypeAliasType('C', int, type_params=[V]), lambda: TypeAliasType('C', int)[int]):
    try: print(wrong())
    except TypeError as error: print(error)
