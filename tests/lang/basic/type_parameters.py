from typing import Generic, TypeVar, get_origin, get_args
class A[T]: pass
print(A.__mro__, A.__bases__, A.__orig_bases__, A.__parameters__, A.__type_params__)
print(A[int], A[int].__origin__, A[int].__args__, A[int].__parameters__)
class B[T](list[T]): pass
print(B.__mro__, B.__bases__, B.__orig_bases__, B.__parameters__)
print(B[int], B[int]())
class C[K, V](dict): pass
print(C.__mro__, C.__orig_bases__, C.__parameters__, C[int, str])
class D(A[int]): pass
print(D.__mro__, D.__orig_bases__, D.__bases__, D.__parameters__)
try: D[int]
except TypeError as e: print(e)
try: A[int, str]
except TypeError as e: print(e)
class S[T]:
    def __class_getitem__(cls, k):
        print('cgi', cls.__name__, k)
        return super().__class_getitem__(k)
print(S[int])
class I[T]:
    def __init_subclass__(cls, **kw): super().__init_subclass__(**kw); print('sub', cls.__name__, kw)
class J(I[int]): pass
class Q[*Ts]: pass
print(Q.__orig_bases__, Q.__parameters__, Q[int, str])
class P[**Ps]: pass
print(P.__orig_bases__, P.__parameters__, P[int, str], P[[int, str]])
try:
    class Z[T](Generic[T]): pass
except TypeError as e: print(e)
T2 = TypeVar('T2')
try:
    class Y[T](A[T2]): pass
    print(Y.__orig_bases__, Y.__parameters__)
except TypeError as e: print(e)
class Me(type): pass
class X[T](metaclass=Me): pass
print(X.__mro__, X.__orig_bases__, type(X))
print(isinstance(A(), A), issubclass(A, Generic), A().__class__, A[int]().__orig_class__)
class Sl[T]: __slots__=('a',)
print(Sl.__mro__, hasattr(Sl(), '__dict__'))
from dataclasses import dataclass
@dataclass
class DC[T]:
    a: T
print(DC(1), DC[int](1))
class Ext[T](A[T], B[T] if False else list): pass
print(Ext.__mro__, Ext.__orig_bases__, Ext[int])
from typing import NamedTuple, TypedDict, Protocol
class NT[T](NamedTuple):
    x: T
print(NT.__mro__, NT.__orig_bases__[1], NT[int](1))
class TD[T](TypedDict):
    x: T
print(TD.__mro__, TD.__orig_bases__[1], TD[int], TD(x=1))
class Pr[T](Protocol):
    def f(self) -> T: ...
print(Pr.__mro__, Pr.__orig_bases__, Pr[int], Pr.__parameters__)
def f():
    class In[T]: 
        def g(self): return T
    return In
print(f().__mro__, f()().g())
import types
print(types.get_original_bases(A))
class En[T](Exception): pass
print(En.__mro__)
try:
    class Dup[T](A[T], Generic): pass
except TypeError as e: print(e)
def g():
    def inner[T](x: T): pass
    class Local[T]:
        def method[U](self): return lambda: 0
    return inner, Local, Local.method, Local().method()
print([x.__qualname__ for x in g()])
def h():
    global Made, made
    class Made[T]: pass
    def made[T](): pass
h()
print(Made.__qualname__, made.__qualname__)
class Two[T, **P]: pass
print(Two[int, [str, None]], Two[int, ...], P[int], P[()] if False else '')
