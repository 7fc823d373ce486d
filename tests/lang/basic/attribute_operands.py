# Attributes of local variables as operands of operators, subscripts, tests and calls: whatever the object and the attribute are.
import traceback


class Plain:
    limit = 10

    def __init__(self, x, items=()):
        self.x = x
        self.items = list(items)
        self.table = {}
        self.none = None


class Twin:
    def __init__(self, x):
        self.other, self.x = 'first', x
        self.items = [x, x]


class Slotted:
    __slots__ = ('x', 'items')

    def __init__(self, x):
        self.x = x
        self.items = (x, x + 1)


class Computed:
    calls = 0

    @property
    def x(self):
        Computed.calls += 1
        return Computed.calls

    @property
    def items(self):
        return [5, 6, 7]


class Missing:
    def __getattr__(self, name):
        if name == 'gone':
            raise AttributeError('no ' + name)
        return len(name)


def work(a, b, n):
    """Every kind of node once."""
    sums = a.x + b.x, a.x - n, n - a.x, a.x * 2, (n + 1) * a.x, a.x + (n * n)
    tests = a.x < b.x, a.x == b.x, n <= a.x, a.x != 1, a.x >= n + 1, n + 1 > a.x
    total = a.x + n
    total += b.x
    return sums, tests, total


def look(a, n):
    first = a.items[n]
    last = a.items[-1]
    second = a.items[n + 1]
    return first, last, second, n in a.items, a.x is None, a.x is not None, len(a.items)


for a, b in [(Plain(1), Plain(2)), (Plain(3), Twin(4)), (Twin(5), Slotted(6)), (Slotted(7), Computed()), (Computed(), Computed()),
             (Missing(), Plain(8)), (Plain(2.5), Plain(1)), (Plain(True), Plain(10 ** 20)), (Plain(-2), Plain(2 ** 63 - 1))]:
    print(work(a, b, 3))
print(Computed.calls)
for a in [Plain(None, [1, 2, 3]), Twin(5), Slotted(7), Computed()]:
    print(look(a, 0))


def errors(a):
    for attempt in (lambda v: v.x + v.absent, lambda v: v.absent < 1, lambda v: v.items[v.absent], lambda v: v.none.x,
                    lambda v: v.items[v.none], lambda v: v.x + v.none, lambda v: 1 in v.none, lambda v: v.absent is None):
        try:
            print(attempt(a))
        except Exception as error:
            print(type(error).__name__, error)


errors(Plain(1, [2]))


def unbound():
    try:
        return later.x + 1
    finally:
        later = Plain(1)


try:
    unbound()
except UnboundLocalError as error:
    print(error)


def marks(a):
    return a.x + a.gone


try:
    marks(Missing())
except AttributeError:
    print(traceback.format_exc().split('\n', 2)[2].replace('attribute_operands.py', 'FILE').rsplit('File', 1)[1].split('\n', 1)[1])


class Loud:
    """Dies with a word, and may change its holder as it does."""

    def __init__(self, name, holder=None):
        self.name, self.holder = name, holder

    def __del__(self):
        print('dies', self.name)
        if self.holder is not None:
            self.holder.items = ['new']


def replace(holder, value):
    holder.items[0] = value
    return holder.items


holder = Plain(0)
holder.items = [Loud('a', holder), 1, 2]
print(replace(holder, 5))
holder.items = [Loud('b')]
print(replace(holder, 6))


def rebinds(a):
    return a.x + (a := Plain(50)).x, a.items


print(rebinds(Plain(7, 'ab')))


class Both:
    """Sets its own attribute when it is added to."""

    def __init__(self, owner):
        self.owner = owner

    def __add__(self, other):
        self.owner.x = 100
        return 1

    def __lt__(self, other):
        del self.owner.x
        return True


def changes(a):
    a.x = Both(a)
    one = a.x + a.x
    two = a.x
    a.x = Both(a)
    three = a.x < a.x
    return one, two, three, hasattr(a, 'x')


print(changes(Plain(0)))


class Counts(type):
    def __init__(cls, name, bases, space):
        cls.made, cls.names, cls.seen = 0, [], {}

    def add(cls, name):
        cls.names.append(name)
        cls.seen[name] = len(cls.names)
        cls.made += 1
        return cls.made < 2, cls.names[0], name in cls.seen


class Registry(metaclass=Counts):
    pass


print(Registry.add('x'), Registry.add('y'), Registry.names, Registry.seen, Registry.made)


def chains(a, b):
    out = []
    for x in (0, 1, 5, 2.5, True, 10 ** 30, -1):
        out.append((a.x <= x < b.x, 0 < x == x, x != a.x != b.x))
        if a.x <= x < b.x:
            out.append(x)
    return out


print(chains(Plain(1), Plain(5)))


class Odd:
    def __lt__(self, other):
        return [] if other == 1 else [other]

    def __bool__(self):
        raise ValueError('no truth')


odd = Odd()
print(odd < 1 < 5, odd < 2 < 5, 0 < 1 < True, (odd < 2) == [2] != 3)


def truth():
    if 1 < 2 == odd:
        print('never')
    while 0 < 1 < odd:
        break


class Equal(Odd):
    def __eq__(self, other):
        return self

    def __gt__(self, other):
        return self


odd = Equal()
try:
    truth()
except ValueError as error:
    print(error)

# Builtin classes called with values that stay where they are.


class Number(int):
    def __init__(self, *args):
        self.args = args


class Text(str):
    pass


def convert(a, n):
    return [str(n), int('12'), float(n), list(a), tuple(a), set(a), bool(a), str(a), bytes(2), type(n), Number(n).args, Text(n), dict(),
            list(), frozenset(a), complex(n, 2), range(n), list(enumerate(a)), list(zip(a, a)), list(map(str, a)), object is object]


print(convert([3, 1], 4))
for call in (lambda: int('x'), lambda: list(1), lambda: range(), lambda: float([]), lambda: str(1, 2, 3, 4), lambda: bool(1, 2),
             lambda: dict(1), lambda: type(), lambda: type(1, 2), lambda: object(1), lambda: int(10, 20, 30), lambda: tuple(1, 2)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
