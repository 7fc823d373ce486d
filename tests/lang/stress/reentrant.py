"""Containers that are changed by the special methods of what they hold, in the middle of operations. Whatever comes of it is an exception
or a value, and every container is whole afterwards (CPython's OrderedDict may not be)."""
import collections
import copy
import functools
import gc
import operator
import random
import sys

rng = random.Random(int(sys.argv[1]) if sys.argv[1:] else 1)
depth = 0
budget = 0


class Enough(BaseException):
    pass


def meddle():
    """Changes some containers, now and then."""
    global depth, budget
    budget -= 1
    if budget < 0:
        raise Enough
    if depth >= 3:
        return
    depth += 1
    try:
        chance = rng.random()
        if chance < 0.1:
            pool[rng.randrange(len(pool))] = fresh()
        elif chance < 0.13:
            gc.collect(0)
        elif chance < 0.6:
            change = getattr(rng.choice(pool), rng.choice(CHANGES), None)
            if change is not None:
                change(*[value() for _ in range(rng.randrange(3))])
        if chance > 0.96:
            raise ValueError
    finally:
        depth -= 1


class Evil:
    def __eq__(self, other): meddle(); return rng.random() < 0.4
    def __lt__(self, other): meddle(); return rng.random() < 0.5
    def __hash__(self): meddle(); return rng.choice([1, 1, 2, 97])
    def __index__(self): meddle(); return rng.choice([0, 1, 2, -1, 5])
    def __bool__(self): meddle(); return rng.random() < 0.5
    def __len__(self): meddle(); return rng.choice([0, 1, 3])
    def __length_hint__(self): meddle(); return rng.choice([0, 1, 100])
    def __iter__(self): meddle(); return iter(rng.choice([(1, 2), 'ab', (Evil(),)]))
    def __getitem__(self, key): meddle(); return rng.choice([1, self])
    def __call__(self, *args): meddle(); return rng.choice([0, 1, -1, True, self])
    def __repr__(self): meddle(); return 'Evil'
    def __add__(self, other): meddle(); return NotImplemented
    def __radd__(self, other): meddle(); return other
    def __copy__(self): meddle(); return Evil()
    def keys(self): meddle(); return ['a', 1]


CHANGES = '''append pop clear extend insert remove sort reverse update setdefault popitem add discard appendleft popleft rotate __setitem__
__delitem__ __init__ difference_update intersection_update symmetric_difference_update move_to_end __iadd__ __imul__ __ior__ __isub__'''.split()
FUNCTIONS = [
    list, tuple, set, frozenset, dict, min, max, any, all, len, repr, bool, bytes, bytearray, sorted, ''.join, '%s %s'.__mod__, copy.copy,
    operator.eq, operator.lt, operator.add, operator.contains, operator.countOf, operator.indexOf, operator.iadd, operator.or_, operator.sub,
    operator.getitem, operator.setitem, operator.delitem, operator.length_hint, dict.fromkeys, collections.Counter, collections.OrderedDict,
    lambda a, b: [x for x in a], lambda a, b: {x: b for x in a}, lambda a, b: [*a, *b], lambda a, b: operator.call(list, map(b, a)),
    lambda a, b: list(zip(a, b)), lambda a, b: functools.reduce(b, a), lambda a, b: sorted(a, key=b), lambda a, b: (lambda *c, **d: 0)(*a, **b),
]
METHODS = CHANGES + 'index count get copy union intersection difference issubset isdisjoint items keys values join find split'.split()


def fresh():
    return rng.choice([
        lambda: [1, 2, 3], lambda: [Evil() for _ in range(4)], lambda: {Evil(): 1, 'a': 2}, lambda: {1: Evil(), 2: 3}, lambda: {Evil(), 1},
        lambda: frozenset([Evil()]), lambda: bytearray(b'abcdef'), lambda: collections.deque([1, Evil()], rng.choice([None, 3])),
        lambda: collections.OrderedDict([(Evil(), 1), (2, 3)]), lambda: collections.defaultdict(Evil), lambda: (Evil(), 1), lambda: Evil(),
    ])()


def value():
    chance = rng.random()
    if chance < 0.5:
        return rng.choice(pool)
    if chance < 0.7:
        return Evil()
    return rng.choice([0, 1, -1, 3, 2 ** 63, 1.5, 'a', 'abc', b'ab', None, True, (), (1, 2), slice(None), slice(1, 2), slice(None, None, -1), int])


pool = [[1, 2, 3], {1: 2}, {1}, bytearray(b'abc')]
while len(pool) < 20:
    budget = 50
    try:
        pool.append(fresh())
    except (Exception, Enough):
        pass
done = raised = 0
for step in range(6000):
    budget = 50
    try:
        if rng.random() < 0.5:
            rng.choice(FUNCTIONS)(*[value() for _ in range(rng.choice([1, 2, 2, 2, 3]))])
        else:
            getattr(rng.choice(pool), rng.choice(METHODS))(*[value() for _ in range(rng.choice([0, 1, 1, 2]))])
        done += 1
    except (Exception, Enough):
        raised += 1
    for at, item in enumerate(pool):
        if not isinstance(item, Evil) and len(item) > 100:
            pool[at] = [1]
# No more changes.
depth, budget = 3, 10 ** 6
for item in pool:
    if isinstance(item, (list, tuple, collections.deque)):
        assert len(list(item)) == len(item)
    elif isinstance(item, (dict, set, frozenset)):
        assert sum(1 for _ in item) == len(item)
print(done > 100, raised > 100, done + raised)
