from collections import deque
import array, collections.abc
def m(x):
    match x:
        case [a, b]: return 'two', a, b
        case [a, *r]: return 'star', a, r
        case [*r]: return 'any', r
        case {}: return 'map'
        case _: return 'no'
for x in (deque([1,2]), deque([1,2,3]), deque(), memoryview(b'ab'), memoryview(b'abc'), array.array('i',[1,2]), range(2), b'ab', bytearray(b'ab'), 'ab', {1:2}.keys(), set((1,2)), iter([1,2])):
    print(type(x).__name__, m(x))
class D(deque): pass
print(m(D([5,6])))
class S:
    def __len__(self): return 2
    def __getitem__(self, i): return i
collections.abc.Sequence.register(S)
try: print(m(S()))
except ValueError as e: print(repr(e))
class S3(S):
    def __getitem__(self, i):
        if i>0: raise IndexError
        return i
try: print(m(S3()))
except ValueError as e: print(repr(e))
class S4(S):
    def __len__(self): return 5
    def __getitem__(self, i):
        if i>1: raise IndexError
        return i
def st(x):
    match x:
        case [a, *r, b, c]: return a, r, b, c
try: print(st(S4()))
except ValueError as e: print(repr(e))
class S5(S4):
    def __getitem__(self, i):
        if i>0: raise IndexError
        return i
def st2(x):
    match x:
        case [a, b, *r, c]: return a, r, b, c
try: print(st2(S5()))
except ValueError as e: print(repr(e))
def w(x):
    match x:
        case [_, _]: return 'w2'
        case [_, *_]: return 'w*'
        case [1, *_, 7]: return 'ends'
print(w(S()), w(S4()), w(deque([1,2])), w(deque([1])))
class I(list):
    def __iter__(self): return iter([9,9,9])
try: print(m(I([1,2])))
except ValueError as e: print(repr(e))
import types
def mapping(x):
    match x:
        case {'a': v}: return v
        case [*_]: return 'sequence'
        case _: return 'no'
for x in (types.MappingProxyType({'a': 1}), vars(S), [1], deque()): print(mapping(x))
