"""Objects through pickle and back, in every protocol; copies; errors."""
import copy
import io
import pickle
import collections
import enum
import dataclasses
import functools


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    __hash__ = None

    def method(self):
        return self.x


class Slotted:
    __slots__ = ('a', 'b')


class Both(Slotted):
    pass


class State:
    def __getstate__(self):
        return {'n': 5}

    def __setstate__(self, state):
        self.n = state['n'] * 2


class NewArgs(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    def __getnewargs__(self):
        return tuple(self)


class NewArgsEx:
    def __new__(cls, *, key):
        self = super().__new__(cls)
        self.key = key
        return self

    def __getnewargs_ex__(self):
        return (), {'key': self.key}


class Reduced:
    def __reduce__(self):
        return sorted, ([3, 1, 2],)


class MyList(list):
    pass


class MyDict(dict):
    pass


class Color(enum.Enum):
    RED = 1
    BLUE = 2


@dataclasses.dataclass
class Data:
    a: int
    b: list


Named = collections.namedtuple('Named', 'p q')


class Outer:
    class Inner:
        pass


values = [
    None, True, False, 0, 1, -1, 255, 256, 65535, 65536, -129, 2**31 - 1, 2**31, -2**31 - 1, 2**63, -2**63, 2**100, -2**100, 10**400,
    0.0, -0.0, 1.5, float('inf'), '', 'abc', 'a\nb\\', 'ünï \u20ac \U0001f600', '\ud800', 'x' * 300, b'', b'abc', bytes(range(256)) * 2,
    bytearray(b'xyz'), (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, [2, [3]]], {}, {'a': 1}, {1: {2: 3}}, set(), {1, 2},
    frozenset(), frozenset('ab'), range(3), slice(1, 2, 3), 1 + 2j, Ellipsis, NotImplemented, len, int, Point, Point(1, [2]),
    Color.RED, Data(1, [2]), Named(1, 2), NewArgs(1, 2), Outer.Inner, str.upper, [1, 2].append, type(None), type(...),
    collections.OrderedDict(a=1, b=2), collections.Counter('aab'), collections.deque([1, 2], 5), collections.defaultdict(list, {1: [2]}),
    functools.partial(int, base=2), ValueError('x', 1), KeyError('k'), OSError(2, 'no', 'f'), list(range(2500)),
    {i: str(i) for i in range(2500)},
]
for protocol in range(6):
    bad = []
    for value in values:
        try:
            again = pickle.loads(pickle.dumps(value, protocol))
        except Exception as error:
            bad.append((repr(value)[:30], repr(error)))
            continue
        if type(again) is not type(value) or repr(again) != repr(value) and again != value and ' at 0x' not in repr(value):
            bad.append((repr(value)[:30], repr(again)[:30]))
    print(protocol, bad)

for protocol in range(6):
    loop = [1]
    loop.append(loop)
    again = pickle.loads(pickle.dumps(loop, protocol))
    tup = ([],)
    tup[0].append(tup)
    tup2 = pickle.loads(pickle.dumps(tup, protocol))
    d = {}
    d['self'] = d
    d2 = pickle.loads(pickle.dumps(d, protocol))
    p = Point(1, 2)
    p.me = p
    p2 = pickle.loads(pickle.dumps(p, protocol))
    shared = [p, p, 'same', 'same']
    s2 = pickle.loads(pickle.dumps(shared, protocol))
    print(again[1] is again, tup2[0][0] is tup2, d2['self'] is d2, p2.me is p2, s2[0] is s2[1])

for protocol in range(2, 6):
    slotted = Slotted()
    slotted.a = 1
    s = pickle.loads(pickle.dumps(slotted, protocol))
    both = Both()
    both.a, both.c = 1, 2
    b = pickle.loads(pickle.dumps(both, protocol))
    print(s.a, hasattr(s, 'b'), b.a, b.c)
    print(pickle.loads(pickle.dumps(State(), protocol)).n, pickle.loads(pickle.dumps(NewArgsEx(key=7), protocol)).key)
    print(pickle.loads(pickle.dumps(Reduced(), protocol)))
    m = MyList([1, 2])
    m.extra = 3
    m2 = pickle.loads(pickle.dumps(m, protocol))
    k = MyDict(a=1)
    k.extra = 4
    k2 = pickle.loads(pickle.dumps(k, protocol))
    print(type(m2).__name__, m2, m2.extra, type(k2).__name__, k2, k2.extra)

print(Slotted().__getstate__(), slotted.__getstate__(), both.__getstate__(), Point(1, 2).__getstate__(), object().__getstate__())
print(Point(1, 2).__reduce_ex__(4)[1:], Point(1, 2).__reduce_ex__(2)[0].__name__, MyList([1]).__reduce_ex__(2)[1:3])

file = io.BytesIO()
pickler = pickle.Pickler(file, 4)
pickler.dump([1, 2])
pickler.dump('second')
pickle.dump({'third': 3}, file)
file.seek(0)
unpickler = pickle.Unpickler(file)
print(unpickler.load(), unpickler.load(), pickle.load(file))
try:
    pickle.load(file)
except EOFError as e:
    print('EOFError', e)


class Careful(pickle.Unpickler):
    def find_class(self, module, name):
        if module == 'builtins' and name in ('range', 'set'):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f'global {module}.{name} is forbidden')


def careful(data):
    return Careful(io.BytesIO(data)).load()


print(careful(pickle.dumps([1, range(3)])))
try:
    careful(b"cos\nsystem\n(S'echo hello world'\ntR.")
except pickle.UnpicklingError as e:
    print(e)


class WithIds(pickle.Pickler):
    def persistent_id(self, obj):
        return ('point', obj.x) if isinstance(obj, Point) else None


class FromIds(pickle.Unpickler):
    def persistent_load(self, pid):
        return 'loaded %s %s' % pid


for protocol in range(1, 6):
    file = io.BytesIO()
    WithIds(file, protocol).dump([Point(1, 2), 'x', Point(3, 4)])
    file.seek(0)
    print(FromIds(file).load())


class Overrides(pickle.Pickler):
    def reducer_override(self, obj):
        return (str, ('was a point',)) if isinstance(obj, Point) else NotImplemented


file = io.BytesIO()
Overrides(file).dump([Point(1, 2), {3}])
print(pickle.loads(file.getvalue()))


def local():
    def inner():
        pass
    return inner


class Bad:
    def __reduce__(self):
        return 5


for value in (local(), lambda: 0, (x for x in ()), pickle, Bad(), {'a': [1, local()]}):
    try:
        pickle.dumps(value)
    except Exception as e:
        print(type(e).__name__, str(e).split(' at 0x')[0])
for data in (b'', b'\x80\x09.', b'z', b'.', b'h\x05.', b'(.', b't.', b'K', b'c__main__\nnope\n.', b'cnomod\nx\n.', b'\x80\x04\x95\x05\0\0\0\0\0\0\0K'):
    try:
        print(pickle.loads(data))
    except Exception as e:
        print(type(e).__name__, str(e).split(' from ')[0])
try:
    pickle.dumps(1, 9)
except ValueError as e:
    print(e)

deep = []
for _ in range(100000):
    deep = [deep]
try:
    pickle.dumps(deep)
except RecursionError as e:
    print('RecursionError')

p = Point(1, [2])
print(copy.copy(p) == p, copy.copy(p).y is p.y, copy.deepcopy(p).y is p.y, copy.deepcopy(p) == p)
print(copy.copy(NewArgs(1, 2)), copy.deepcopy(NewArgsEx(key=[1])).key, copy.copy(Color.RED) is Color.RED)
print(pickle.dumps({'a': [1, 2, (3,)], 'b': 1.5, 'c': b'xy', 'd': 2**70, 'e': -1, 'h': 300, 'j': (1, 2, 3, 4)}))
