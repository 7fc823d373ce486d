# What reading a class attribute gives, through classes and instances, while everything changes around the read.
class Meta(type):
    pass
class Base:
    x = 'base'
    def m(self): return 'm'
class C(Base, metaclass=Meta):
    y = 1
def read(object):
    try:
        return object.x
    except AttributeError as error:
        return str(error)
def call(object):
    return object.m()

c = C()
print([read(C) for _ in range(3)], [read(c) for _ in range(3)])
Base.x = 'changed'
print(read(C), read(c), read(Base), read(Base()))
C.x = 'own'
print(read(C), read(c), read(Base))
c.x = 'instance'
print(read(c), read(C()), read(c))
del c.x
print(read(c))
d = C()
d.x = 'other'
print(read(d), read(c))
del C.x, Base.x
print(read(C), '|', read(c))
Meta.x = property(lambda cls: 'meta property')
print(read(C), '|', read(c), '|', read(Base))
del Meta.x
Base.x = 'back'
print(read(C), read(c))
Meta.x = 'meta value'
print(read(C), read(c))
del Meta.x

class Value:
    pass
C.x = v = Value()
print([read(C) is v, read(c) is v] * 2)
Value.__get__ = lambda self, obj, cls: ('got', obj is c, cls.__name__)
print(read(C), read(c))
del Value.__get__
print(read(C) is v, read(c) is v)
Value.__set__ = lambda *a: None
Value.__get__ = lambda self, obj, cls: 'data'
c.__dict__['x'] = 'hidden'
print(read(c), read(C))
del Value.__set__, c.__dict__['x']

C.x = staticmethod(lambda: 'static')
print(read(C)(), read(c)())
C.x = classmethod(lambda cls: cls.__name__)
print(read(C)(), read(c)())
C.x = lambda self: 'function'
print(read(C)(0), read(c)())
C.x = 5
print(read(C), read(c), read(C()), [read(C()) for _ in range(3)])

class Other:
    x = 'other class'
c.__class__ = C
print(read(c))
C.__bases__ = (Other,)
del C.x
print(read(C), read(c))

# methods of objects with and without attributes
class E:
    def m(self): return 'class'
a, b = E(), E()
a.m = lambda: 'own'
print([call(o) for o in (a, b, a, b)])
del a.m
print([call(o) for o in (a, b)])
b.m = lambda: 'own b'
a.m = lambda: 'own a'
print([call(o) for o in (a, b)])
e = E()
print(call(e), call(E()))
E.m = lambda self: 'new'
print(call(e), call(E()), call(a))
del a.m
print(call(a))

class Slotted:
    __slots__ = ('x',)
s = Slotted()
print(read(s))
s.x = 1
print(read(s), read(Slotted) is Slotted.__dict__['x'])
class Hooked:
    def __getattr__(self, name): return 'hook ' + name
h = Hooked()
print(read(h))
Hooked.x = 'class'
print(read(h))
del Hooked.x
print(read(h))
import enum
class Color(enum.Enum):
    x = 1
    y = 2
print(read(Color), Color.x is Color['x'], [Color.y.value for _ in range(2)])

import threading
class Shared:
    x = 0
    items = []
stop = []
wrong = []
def reader():
    s = Shared()
    while not stop:
        if not isinstance(Shared.x, tuple | int) or not isinstance(s.x, tuple | int):
            wrong.append(s.x)
def writer():
    for i in range(3000):
        Shared.x = (i, i + 1)
        Shared.x = i
threads = [threading.Thread(target=reader) for _ in range(2)]
for t in threads: t.start()
w = threading.Thread(target=writer)
w.start(); w.join()
stop.append(1)
for t in threads: t.join()
print(wrong, Shared.x)
