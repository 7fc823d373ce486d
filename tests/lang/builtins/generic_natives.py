"""Native classes with arguments in brackets."""
import types, weakref, os, queue, typing
for c in (types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType, weakref.ref, BaseExceptionGroup, ExceptionGroup, queue.SimpleQueue, os.DirEntry, types.MappingProxyType):
    a=c[int]
    print(a, type(a).__name__, a.__origin__ is c, a.__args__)
class E(ExceptionGroup[ValueError]): pass
print(E('m',[ValueError()]), E.__mro__[1])
try: raise E('m',[ValueError(1)])
except* ValueError as e: print(type(e))
T=typing.TypeVar('T')
print(weakref.ref[T][int])
