"""Operations on whole shared sets, `deque.extend` and `insort` are one step: who looks on sees the state before or the state after."""
import bisect
import collections
import threading

ROUNDS = 1500
PART = set(range(100, 140))
ALSO = frozenset(range(200, 240))


def watched(name, change, look, states):
    """Runs `change` again and again while others look; says what they saw that is none of `states`."""
    over = False
    torn = collections.Counter()

    def run():
        nonlocal over
        try:
            for _ in range(ROUNDS):
                change()
        finally:
            over = True

    def watch():
        while not over:
            seen = look()
            if seen not in states:
                torn[seen] += 1

    threads = [threading.Thread(target=f) for f in (run, watch, watch)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(name, 'torn:' if torn else 'whole', sorted(torn)[:5] if torn else '')


shared = set(range(10))


def both(one, other):
    def change():
        one()
        other()

    return change


sizes = {10, 50}
listed = list(PART)
named = dict.fromkeys(PART)
changes = {
    'update, -=': both(lambda: shared.update(PART), lambda: shared.__isub__(PART)),
    '|=, difference_update': both(lambda: shared.__ior__(PART), lambda: shared.difference_update(PART)),
    '^=': lambda: shared.__ixor__(PART),
    'symmetric_difference_update': lambda: shared.symmetric_difference_update(listed),
    'lists': both(lambda: shared.update(listed), lambda: shared.difference_update(listed)),
    'dicts': both(lambda: shared.update(named), lambda: shared.difference_update(named.keys())),
    'ranges': both(lambda: shared.update(range(100, 140)), lambda: shared.symmetric_difference_update(range(100, 140))),
    'a larger one': both(lambda: shared.update(PART), lambda: shared.difference_update(set(range(100, 3000)))),
    '&=': both(lambda: shared.update(PART), lambda: shared.__iand__(set(range(50)))),
    'intersection_update': both(lambda: shared.update(PART), lambda: shared.intersection_update(range(50), list(range(60)))),
}
for name, change in changes.items():
    watched(name, change, lambda: len(shared), sizes)
    print(len(shared))

# What is asked of all keys.
toggle = changes['^=']
ten = frozenset(range(10))
full = ten | PART
for name, look, states in (
    ('copy', lambda: len(shared.copy()), sizes),
    ('set()', lambda: len(set(shared)), sizes),
    ('|', lambda: len(shared | ALSO), {50, 90}),
    ('&', lambda: len(shared & PART), {0, 40}),
    ('& of a list', lambda: len(shared.intersection(listed)), {0, 40}),
    ('-', lambda: len(shared - {1, 2, 3} - ALSO), {7, 47}),
    ('- of more', lambda: len(shared - full), {0}),
    ('reflected -', lambda: len(full - shared), {0, 40}),
    ('^', lambda: len(shared ^ PART), {10, 50}),
    ('isdisjoint', lambda: shared.isdisjoint(PART) == shared.isdisjoint(listed) or 0, {True, 0}),
    ('==', lambda: shared == ten | {100}, {False}),
    ('<', lambda: shared < ten | {100}, {True, False}),
    ('>=', lambda: shared >= ten, {True}),
    ('issuperset', lambda: shared.issuperset(list(ten)), {True}),
    ('issubset', lambda: shared.issubset(full), {True}),
    ('repr', lambda: repr(shared).count(','), {9, 49}),
    ('hash', lambda: len({frozenset(shared)} & {ten, full}), {1}),
):
    watched(name, toggle, look, states)

# Two sets, changed by each other: nobody waits for ever.
left, right = set(range(100)), set(range(50, 150))
watched(
    'each other',
    both(lambda: left.update(right), lambda: left.difference_update(right)),
    lambda: (right.update(left), right.difference_update(left), right.isdisjoint(left), left == right, 0)[-1],
    {0},
)

# Keys that come meanwhile are not lost by &=.
kept = set()
allowed = set(range(100000))


def add():
    for number in range(ROUNDS):
        kept.add(number)


def keep():
    for _ in range(ROUNDS):
        kept.__iand__(allowed)
        kept.intersection_update(range(100000))


threads = [threading.Thread(target=f) for f in (add, keep)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(kept))

# Items that must be asked are asked without a lock: they may use the set themselves.
class Same:
    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return 1

    def __eq__(self, other):
        len(asked & {20, 30}), asked.isdisjoint({40})
        return isinstance(other, Same) and self.number == other.number


asked = set()
asked |= {Same(1), Same(2), 5}
asked |= {Same(2), Same(3)}
asked ^= {Same(3), Same(4), 5, 6}
asked -= {Same(1), 7}
print(sorted(item if isinstance(item, int) else -item.number for item in asked))
asked.intersection_update([Same(4), 6, 8])
print(sorted(item if isinstance(item, int) else -item.number for item in asked), asked >= {Same(4)}, asked.isdisjoint([Same(9)]))
for operation in (asked.update, asked.difference_update, asked.symmetric_difference_update, asked.intersection_update):
    try:
        operation([6, [], 9])
    except TypeError as error:
        print(error, sorted(item for item in asked if isinstance(item, int)))

# Deques and sorted lists.
items = collections.deque(range(10))
pairs = [1, 2] * 20
watched(
    'extend',
    lambda: (items.extend(pairs), [items.pop() for _ in pairs]),
    lambda: sum(items) > 45 and len(items) > 10 and 0,
    {0, False, True},
)
ends = collections.deque([0] * 10, 10)
watched('extend within a bound', lambda: (ends.extend([1] * 10), ends.extendleft([0] * 10)), lambda: sum(ends), {0, 10})
wide = collections.deque([0] * 10, 40)
watched('+=', lambda: (wide.__iadd__([5] * 40), wide.extend([1] * 40)), lambda: len(set(wide)), {1, 2} if len(wide) < 40 else {1})
source = []
watched(
    'set of a list',
    lambda: (source.__setitem__(slice(None), range(30)), source.__setitem__(slice(None), range(100, 130))),
    lambda: len(set(source)),
    {0, 30},
)
watched('deque of a list', lambda: source.__setitem__(slice(None), range(len(source) ^ 1)), lambda: len(collections.deque(source)), {30, 31})

ordered = []


def insert(step):
    for number in range(ROUNDS):
        bisect.insort(ordered, number * step % 1009)


threads = [threading.Thread(target=insert, args=(step,)) for step in (7, 11, 501)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(ordered == sorted(ordered), len(ordered))
