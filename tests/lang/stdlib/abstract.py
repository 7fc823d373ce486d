from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def f(self): ...
try: A()
except TypeError as e: print(e)
class B(A):
    def f(self): return 1
print(B().f(), isinstance(B(),A))
@A.register
class C: pass
print(issubclass(C,A), isinstance(C(),A), isinstance(3,A))
import collections.abc as c
print(isinstance([],c.Sequence), isinstance({},c.Mapping), isinstance(3,c.Hashable), isinstance([],c.Hashable), isinstance(iter([]),c.Iterator), callable(len), isinstance(len,c.Callable))
class M(c.MutableMapping):
    def __init__(s): s.d={}
    def __getitem__(s,k): return s.d[k]
    def __setitem__(s,k,v): s.d[k]=v
    def __delitem__(s,k): del s.d[k]
    def __iter__(s): return iter(s.d)
    def __len__(s): return len(s.d)
m=M(); m['a']=1; m.update(b=2); print(list(m.items()), m.pop('a'), m.setdefault('z',5), dict(m), m==dict(b=2,z=5))
