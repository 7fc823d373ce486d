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
