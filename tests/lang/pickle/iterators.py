"""itertools: what is left of iterators that are copied or pickled."""
import copy
import itertools
import operator
import pickle
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    copy.copy(itertools.count(1))
print(caught[0].category.__name__, caught[0].message)
warnings.simplefilter('ignore')


def check(make, taken):
    """What is left after so many items, of the iterator and of copies in two ways."""
    iterator = make()
    for _ in range(taken):
        next(iterator, None)
    rest = []
    for twin in (copy.copy(iterator), pickle.loads(pickle.dumps(iterator))):
        rest.append(list(itertools.islice(twin, 7)))
    rest.append(list(itertools.islice(iterator, 7)))
    return rest


makers = {
    'count': lambda: itertools.count(5),
    'count by': lambda: itertools.count(1.5, 0.5),
    'repeat': lambda: itertools.repeat('x', 3),
    'for ever': lambda: itertools.repeat('x'),
    'chain': lambda: itertools.chain([1, 2], (), 'ab'),
    'from iterable': lambda: itertools.chain.from_iterable([[1, 2], [3]]),
    'zip_longest': lambda: itertools.zip_longest([1, 2, 3], 'ab', fillvalue='-'),
    'islice': lambda: itertools.islice(list(range(20)), 2, 15, 3),
    'no stop': lambda: itertools.islice(list(range(9)), 1, None, 2),
    'takewhile': lambda: itertools.takewhile(bool, [1, 2, 0, 3]),
    'dropwhile': lambda: itertools.dropwhile(bool, [1, 2, 0, 3, 4]),
    'filterfalse': lambda: itertools.filterfalse(None, [0, 1, '', 2, []]),
    'compress': lambda: itertools.compress('abcdef', [1, 0, 1, 0, 1, 1]),
    'starmap': lambda: itertools.starmap(pow, [(2, 5), (3, 2), (10, 3)]),
    'accumulate': lambda: itertools.accumulate([1, 2, 3, 4]),
    'with initial': lambda: itertools.accumulate([1, 2, 3], operator.mul, initial=10),
    'of None': lambda: itertools.accumulate([None, None, None], operator.is_),
    'product': lambda: itertools.product('ab', [1, 2, 3]),
    'repeated': lambda: itertools.product([0, 1], repeat=3),
    'permutations': lambda: itertools.permutations('abc', 2),
    'combinations': lambda: itertools.combinations('abcd', 2),
    'with replacement': lambda: itertools.combinations_with_replacement('abc', 2),
    'too many': lambda: itertools.combinations('ab', 3),
}
for name, make in makers.items():
    for taken in (0, 1, 2, 30):
        first, second, third = check(make, taken)
        print(name, taken, third, first == third, second == third)


def groups(iterator):
    return [(key, list(group)) for key, group in iterator]


words = ['a1', 'a2', 'b1', 'c1', 'c2']
print(groups(pickle.loads(pickle.dumps(itertools.groupby(words, operator.itemgetter(0))))))
by_first = itertools.groupby(words, operator.itemgetter(0))
key, group = next(by_first)
print(list(pickle.loads(pickle.dumps(group))), list(copy.deepcopy(group)), list(group))
print(list(pickle.loads(pickle.dumps(group))), groups(by_first))
one, two = itertools.tee('abcd')
next(one)
next(one)
print(list(pickle.loads(pickle.dumps(one))), list(copy.copy(two)), list(one), list(two))
for taken in (0, 1, 2, 4):
    around = itertools.cycle([1, 2, 3])
    for _ in range(taken):
        next(around)
    print(list(itertools.islice(pickle.loads(pickle.dumps(around)), 7)), list(itertools.islice(around, 7)))
nested = itertools.chain(itertools.islice(itertools.count(), 2, 4), itertools.repeat(9, 2))
next(nested)
print(list(pickle.loads(pickle.dumps(nested))))
for make in (lambda: itertools.pairwise([1]), lambda: itertools.batched([1], 1)):
    try:
        pickle.dumps(make())
    except TypeError as e:
        print(e)
