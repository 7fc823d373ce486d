# collections and collections.abc: hooks, mixin methods, wrappers, counters, named tuples.
import collections.abc as abc
from collections import *


def outcome(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as exc:
        return f'{type(exc).__name__}: {exc}'


class Sized:
    def __len__(self):
        return 0


class NotHashable(Sized):
    __hash__ = None


class Bag(Sized):
    def __iter__(self):
        return iter(())

    def __contains__(self, item):
        return False


class Awaited:
    def __await__(self):
        yield


names = 'Hashable Sized Container Iterable Iterator Reversible Collection Callable Awaitable Coroutine AsyncIterable Generator Buffer Mapping Sequence Set'.split()
for cls in (Sized, NotHashable, Bag, Awaited, list, dict, str, range, set, type(iter([])), type(lambda: 0), bytes, type({}.keys())):
    print(cls.__name__, [name for name in names if issubclass(cls, getattr(abc, name))])


class SubSized(abc.Sized):
    def __len__(self):
        return 1


print(issubclass(Sized, SubSized), issubclass(SubSized, abc.Sized), outcome(abc.Sized), outcome(abc.Mapping))


class Numbers(abc.Sequence):
    def __init__(self, *items):
        self.items = items

    def __getitem__(self, index):
        return self.items[index]

    def __len__(self):
        return len(self.items)


numbers = Numbers(3, 1, 3, float('nan'))
print(list(reversed(Numbers(1, 2, 3))), 3 in numbers, numbers.items[3] in numbers, numbers.count(3), numbers.index(3, 1), outcome(numbers.index, 9))
print(numbers.index(3, -4), outcome(numbers.index, 3, -1), outcome(numbers.index, 3, 1, 2))


class Items(abc.MutableSequence):
    def __init__(self, *items):
        self.items = list(items)

    def __getitem__(self, index):
        return self.items[index]

    def __setitem__(self, index, value):
        self.items[index] = value

    def __delitem__(self, index):
        del self.items[index]

    def __len__(self):
        return len(self.items)

    def insert(self, index, value):
        self.items.insert(index, value)


items = Items(1, 2, 3)
items += [4]
items.extend(items)
items.reverse()
items.remove(4)
print(items.items, items.pop(), items.pop(0), items.items, outcome(items.remove, 99))
items.clear()
print(items.items, outcome(items.pop))


class Subset(abc.MutableSet):
    def __init__(self, items=()):
        self.items = []
        for item in items:
            self.add(item)

    def __contains__(self, item):
        return item in self.items

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def add(self, item):
        if item not in self.items:
            self.items.append(item)

    def discard(self, item):
        if item in self.items:
            self.items.remove(item)

    def __repr__(self):
        return f'Subset({self.items})'


a, b = Subset([1, 2, 3]), Subset([2, 3, 4])
print(a & b, a | b, a - b, a ^ b, a & [1], [1, 9] | a, [1, 9] - a, a < b, a <= Subset(range(5)), a == {1, 2, 3}, {1} < a, a.isdisjoint([7]))
a |= b
a -= {1}
a ^= [2, 8]
a &= [3, 8]
print(a, a.pop(), outcome(a.remove, 1), outcome(Subset().pop), Subset([1])._hash() == hash(frozenset([1])), outcome(lambda: a < 3))


class Table(abc.MutableMapping):
    def __init__(self):
        self.data = {}

    def __getitem__(self, key):
        return self.data[key]

    def __setitem__(self, key, value):
        self.data[key] = value

    def __delitem__(self, key):
        del self.data[key]

    def __iter__(self):
        return iter(self.data)

    def __len__(self):
        return len(self.data)


table = Table()
table.update({'a': 1}, b=2)
table.update([('c', 3)])
print(table.get('a'), table.get('z', 0), table.pop('a'), table.pop('a', None), outcome(table.pop, 'a'), table.setdefault('d', 4), table.setdefault('b', 9))
print(list(table.items()), table.keys() & {'b', 'x'}, ('b', 2) in table.items(), 3 in table.values(), table == {'b': 2, 'c': 3, 'd': 4})
print(table.popitem(), len(table), outcome(reversed, table), sorted(table.items() | [('q', 1)]))
table.clear()
print(outcome(table.popitem), dict(table))

alias = abc.Callable[[int, str], list]
print(alias, alias.__args__, abc.Callable[..., int], outcome(lambda: abc.Callable[int]), outcome(lambda: abc.Callable[3, int]), abc.Sequence[int])


class Gen(abc.Generator):
    def __init__(self):
        self.sent = []

    def send(self, value):
        self.sent.append(value)
        if len(self.sent) > 2:
            raise StopIteration('end')
        return len(self.sent)

    def throw(self, typ, val=None, tb=None):
        super().throw(typ, val, tb)


gen = Gen()
print(list(gen), gen.sent, gen.close(), outcome(gen.throw, ValueError), outcome(gen.throw, ValueError, ValueError('v')))

# Counters.
c, d = Counter('abracadabra'), Counter(a=1, b=5, z=-2)
print(c + d, c - d, c & d, c | d, +d, -d, c == Counter(c), c <= c, c < d, Counter(a=0) == Counter(), c != d)
c += d
c -= Counter(a=3)
print(c, c.total(), c.most_common(1), sorted(c.elements())[:3], outcome(Counter.fromkeys, 'ab'), c['none'])
c &= d
c |= Counter(q=2)
c.subtract('bbbbbbbb')
c.update({'q': 1}, r=2)
del c['nothing']
print(c, Counter({'a': 'x', 'b': 1}), Counter(), outcome(lambda: c < 3), c.__eq__(3))

# Named tuples.
P = namedtuple('P', 'x, y z', defaults=[2, 3])
p = P(1)
print(p, p._replace(x=5), p._asdict(), P._fields, P._field_defaults, P._make('abc'), P.__match_args__, P.__doc__, P.x.__doc__)
for wrong in (
    lambda: P(), lambda: P(1, 2, 3, 4), lambda: P._make([1]), lambda: p._replace(q=1), lambda: namedtuple('P', 'a a'), lambda: namedtuple('P', '_a'),
    lambda: namedtuple('P', 'class'), lambda: namedtuple('1P', 'a'), lambda: namedtuple('P', 'a', defaults=[1, 2]), lambda: namedtuple('P', ['a b']),
):
    print(outcome(wrong))
print(namedtuple('R', 'a def _b a 1c', rename=True)._fields, namedtuple('M', 'a', module='m').__module__, P.__module__, P._make.__qualname__)

# Chains and wrappers.
chain = ChainMap({'a': 1}, {'a': 2, 'b': 3})
child = chain.new_child({'c': 4}, d=5)
print(chain, list(chain), len(child), child.parents == chain, chain | {'z': 0}, {'z': 0} | chain, 'b' in chain, chain.get('q'), bool(ChainMap()))
print(outcome(lambda: chain.pop('b')), outcome(chain.__delitem__, 'b'), outcome(ChainMap().popitem), chain['a'], outcome(lambda: chain['q']))


class Missing(UserDict):
    def __missing__(self, key):
        return key * 2


user = Missing({'a': 1}, b=2)
print(user, user['a'], user['zz'], user.get('zz'), user | {'c': 3}, {'a': 9} | user, user.copy(), type(user.copy()).__name__, Missing.fromkeys('ab', 0), outcome(lambda: UserDict()['k']))
words = UserList('abc')
print(words, words + ['d'], ['z'] + words, words * 2, words[1:], words == ['a', 'b', 'c'], words < ['b'], words + (1, 2), type(words[:1]).__name__)
words += 'de'
words.sort(reverse=True)
print(words, words.index('c'), words.count('a'), words.copy() == words)
text = UserString('Some text')
print(text, text + '!', '>' + text, text * 2, text[:4], text.upper(), 'text' in text, text.split(), text == 'Some text', text.find('t'), text.replace('e', UserString('3')), UserString('%s!') % 'x', hash(text) == hash('Some text'))
od = OrderedDict(a=1, b=2)
od.move_to_end('a')
print(od, od == OrderedDict(b=2, a=1), od == OrderedDict(a=1, b=2), od == {'a': 1, 'b': 2}, od.popitem(last=False), od.pop('q', 0), outcome(od.move_to_end, 'q'), od | {'z': 1}, outcome(OrderedDict().popitem))
dd = defaultdict(list, a=[1])
dd['b'].append(2)
print(dd, dd | {'c': 3}, outcome(defaultdict, 3), outcome(lambda: defaultdict()['k']), dd.copy() == dd)
dd['self'] = dd
print(dd)
