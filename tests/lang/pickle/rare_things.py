import builtins
import copy
import pickle
import queue
import weakref


def third(iterator):
    next(iterator)
    return iterator


for make in (lambda: iter('abc'), lambda: iter('aéb'), lambda: iter(b'abc'), lambda: iter(bytearray(b'abc')), lambda: enumerate('abc'),
             lambda: zip('abc', b'xyz'), lambda: map(str, [1, 2, 3]), lambda: iter([1, 2, 3])):
    print(list(copy.copy(third(make()))), type(make()).__name__)
    print(list(pickle.loads(pickle.dumps(third(make())))))
done = iter('a')
list(done)
print(list(copy.copy(done)), iter('abc').__reduce__(), iter(b'abc').__reduce__()[1:])
numbers = iter([1, 2, 3])
counted = iter(numbers.__next__, 3)
print(counted.__reduce__()[1][1], list(counted), counted.__reduce__()[1])
text = iter('aéb')
text.__setstate__(2)
print(list(text))

error = ImportError('message', name='n', path='p')
error.more = [1]
twin = copy.copy(error)
print(twin, twin.name, twin.path, twin.more, pickle.loads(pickle.dumps(ModuleNotFoundError('m', name='x'))).name)
try:
    ''.nothing
except AttributeError as e:
    print(pickle.loads(pickle.dumps(e)).name, copy.copy(e).args)
print(ImportError('x').__reduce__(), ImportError('x', name='y').__reduce__())
print(weakref.ref(queue.Empty())() is None)
try:
    weakref.ref(ValueError())
except TypeError as e:
    print(e)

print([t for t in vars(builtins).values() if isinstance(t, type) and t is not ExceptionGroup and not isinstance(t.__doc__, str)])
print([name for t in (str, bytes, list, dict, set, int, float) for name in vars(t)
       if not name.startswith('__') and callable(getattr(t, name)) and not isinstance(getattr(t, name).__doc__, str)])


class Own(int):
    pass


print(Own.__doc__, ValueError().__doc__ == ValueError.__doc__, ''.__doc__ == str.__doc__)
