"""What sets and lists do with endless, unhashable and self-referring operands, alone and shared with a thread."""
import collections
import itertools
import threading


class Own(list):
    pass


own = Own([1, 2])
own.extend(own)
own += own
own *= 2
own[1:1] = own
print(len(own), own[:5])

print({1, 2}.issubset(itertools.count()))
numbers = iter([1, 2, 3, 4])
print({1}.intersection(numbers), next(numbers, None))


def check(s):
    for operation in (
        lambda: s.intersection([1, []]),
        lambda: s.intersection([1, 2, []]),
        lambda: s.update([7, []]),
        lambda: s.issuperset([1, []]),
        lambda: s.isdisjoint([9, []]),
        lambda: s.isdisjoint([1, []]),
        lambda: s.intersection_update([1, []]),
        lambda: s.intersection_update([1, 2, 7, []]),
        lambda: s.issubset([1, 2, 7, []]),
        lambda: s.difference_update([2, []]),
    ):
        try:
            print(operation(), s)
        except TypeError as error:
            print(error, s)


check({1, 2})
shared = {1, 2}
thread = threading.Thread(target=check, args=(shared,))
thread.start()
thread.join()

# The order after `&=` with itself is that of a copy.
for is_shared in (False, True):
    s = set()
    for number in (516, 997, 357, 7, 45, 50, 19, 29):
        s.add(number)
    s.discard(516)
    s.add(516)
    s = s.copy()
    if is_shared:
        thread = threading.Thread(target=lambda s=s: s)
        thread.start()
        thread.join()
    s &= s
    print(list(s))

d = collections.deque([1, 2])
try:
    for x in d:
        if x == 2:
            d.append(3)
    print('no error')
except RuntimeError as error:
    print(error)
rest = iter(d)
print(list(rest), next(rest, 'over'))
d.pop()
try:
    next(rest)
except RuntimeError as error:
    print(error)
