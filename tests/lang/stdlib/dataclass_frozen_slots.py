"""Data classes that are frozen and have slots."""

import copy
import pickle
import weakref
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace


def tried(function, *args):
    try:
        print('gives', function(*args))
    except (FrozenInstanceError, AttributeError, TypeError) as error:
        print(type(error).__name__, '-', error)


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0

    def moved(self, dx):
        return replace(self, x=self.x + dx)

    @property
    def norm(self):
        return self.x ** 2 + self.y ** 2


p = Point(3, 4)
print(p, p.norm, p.moved(1), Point.__slots__, hasattr(p, '__dict__'), Point.__qualname__)
print(p == Point(3, 4), p != Point(3, 5), hash(p) == hash(Point(3, 4)), len({p, Point(3, 4), Point(4)}))
tried(setattr, p, 'x', 1)
tried(delattr, p, 'y')
print(Point.__setattr__.__qualname__, Point.__delattr__.__qualname__)
print(p)


@dataclass(frozen=True, slots=True)
class Point3(Point):
    z: int = 9

    def __post_init__(self):
        object.__setattr__(self, 'z', self.z + 1)


q = Point3(1, 2, 3)
print(q, Point3.__slots__, [f.name for f in fields(q)], q == Point(1, 2), q == Point3(1, 2, 3))
for name in 'x', 'z':
    tried(setattr, q, name, 5)
    tried(delattr, q, name)
print(q)


class Loose(Point):
    """Not a data class of its own: what it adds may change."""

    def __init__(self, x, note):
        super().__init__(x)
        object.__setattr__(self, 'note', note)


tried(setattr, Loose(1, 'a'), 'x', 5)
tried(delattr, Loose(1, 'a'), 'y')


@dataclass(frozen=True, slots=True, weakref_slot=True, kw_only=True, order=True)
class Named:
    name: str
    tags: tuple = field(default=(), compare=False, hash=False)
    size: int = field(default_factory=lambda: 7)


n = Named(name='n', tags=(1,))
print(n, n < Named(name='o'), hash(n) == hash(Named(name='n')), n == Named(name='n'), Named.__slots__)
print(weakref.ref(n)() is n)
tried(Named, 'n')
tried(weakref.ref, p)
tried(setattr, n, 'size', 8)

for value in p, q, n:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(value, protocol)) == value
    assert copy.copy(value) == value == copy.deepcopy(value)
print(replace(n, size=1), copy.replace(q, z=0), p.__getstate__())

match p:
    case Point(a, b):
        print(a, b)


@dataclass(frozen=True, slots=True)
class Empty:
    pass


print(Empty(), Empty() == Empty(), hash(Empty()) == hash(Empty()))


@dataclass(slots=True)
class Changing:
    x: int


tried(type, type('Derived', (Changing,), {})(1))
try:
    dataclass(frozen=True, slots=True)(type('Frozen', (Changing,), {'__annotations__': {'y': int}}))
except TypeError as error:
    print(error)
try:
    @dataclass(frozen=True, slots=True)
    class Guarded:
        x: int

        def __setattr__(self, name, value):
            pass
except TypeError as error:
    print(error)
