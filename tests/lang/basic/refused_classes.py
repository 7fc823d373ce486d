for src in ["class A[T=int, U]: pass", "def f[T=int, U](): pass", "type X[T=int, U] = int", "class A[T=int, *Ts]: pass", "class A[*Ts=(int,), T]: pass", "class A[**P=int, T]: pass","class A[T=int, U=str]: pass", "class A[T, T]: pass"]:
    try: compile(src, 'x', 'exec'); print('ok')
    except SyntaxError as e: print(e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for base in (int, tuple, bytes, str, list, float, type, Exception, bytearray, bool if False else complex, range if False else set, frozenset, dict, type(lambda:0) if False else object, memoryview if False else BaseException, property, staticmethod, type(__builtins__), super, slice if False else zip, map, filter, enumerate, reversed):
    t(lambda: type('A', (base,), {'__slots__': ('x',)}) .__name__+ ' ' + base.__name__)
t(lambda: type('A', (int,), {'__slots__': ()}))
t(lambda: type('A', (int,), {'__slots__': ('__dict__',)}))
t(lambda: type('A', (int,), {'__slots__': ('__weakref__',)}))
t(lambda: type('A', (int,), {'__slots__': ('__dict__','__weakref__')}))
t(lambda: type('A', (tuple,), {'__slots__': ('__dict__',)}))
t(lambda: type('A', (tuple,), {'__slots__': ('__dict__','x')}))
t(lambda: type('A', (object,), {'__slots__': ('__weakref__','__weakref__')}))
class B: pass
t(lambda: type('A', (B,), {'__slots__': ('__weakref__',)}))
t(lambda: type('A', (B,), {'__slots__': ('__dict__',)}))
class B2: __slots__ = ('__weakref__',)
t(lambda: type('A', (B2,), {'__slots__': ('__weakref__',)}))
class B3: __slots__ = ()
t(lambda: type('A', (B3,), {'__slots__': ('__weakref__',)}))
t(lambda: type('A', (B3,), {'__slots__': ('__dict__','__dict__')}))
t(lambda: type('A', (set,), {'__slots__': ('__weakref__',)}))
t(lambda: type('A', (list,), {'__slots__': ('__weakref__',)}))
t(lambda: type('A', (Exception,), {'__slots__': ('__weakref__',)}))
t(lambda: type('A', (Exception,), {'__slots__': ('__dict__',)}))
t(lambda: type('a\0b', (), {}))
def setn(n):
    class Q: pass
    Q.__name__ = n
    return Q
t(lambda: setn('x\0y')); t(lambda: setn(1))
class I0(int): pass
t(lambda: type('A', (I0,), {'__slots__': ('x',)}))
t(lambda: type('A', (I0, B), {'__slots__': ('x',)}))
t(lambda: type('A', (tuple, B3), {'__slots__': ('x','y')}))
