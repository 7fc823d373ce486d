"""Rules of the data model that programs seldom meet."""

import array
import collections
import collections.abc
import copy
import functools
import itertools
import re
import types
import warnings
import weakref


def report(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__ + ':', error)


# Sequences do not leave repetition to the other operand.
for sequence in [1], (1,), 'a', b'a', bytearray(b'a'), array.array('b', [1]), collections.deque([1]):
    for name in '__mul__', '__rmul__', '__imul__':
        if hasattr(sequence, name):
            report(lambda: getattr(sequence, name)('bad'))
report(lambda: (3).__mul__('x'))
print(isinstance(array.array('b'), collections.abc.MutableSequence))


# int() of what only truncates.
class Truncating:
    def __trunc__(self):
        return 42


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    print(int(Truncating()), caught[0].category.__name__, caught[0].message)

# Keys made by cmp_to_key have no hash.
key = functools.cmp_to_key(lambda x, y: x - y)(3)
print(isinstance(key, collections.abc.Hashable))
report(lambda: hash(key))

# Keyword arguments that nobody takes.
for cls, args in [(zip, ([1], 'a')), (map, (str, [1])), (filter, (None, [1])), (itertools.chain, ([1],)), (itertools.cycle, ([1],))]:
    class Plain(cls):
        pass

    class Taking(cls):
        def __init__(self, *args, extra=None):
            self.extra = extra

    report(lambda: Plain(*args, extra=1))
    report(lambda: cls(*args, extra=1))
    if cls is not zip:
        report(lambda: Taking(*args, extra=1).extra)

# Flags at the start of a verbose pattern.
for pattern, flags, text in [(' (?x) a', re.X, 'a'), ('(?x) (?x) a', 0, 'a'), ('#x\n(?x)#y\na', re.X, 'a'), ('(?s)(?i)A', 0, 'a'),
                             ('(?x) (?i) A', 0, 'a'), (' (?x) (?i) A', re.X, 'a'), (' (?x) a', 0, 'a'), ('^(?i)a', 0, 'a'),
                             ('(?i) a (?x)', 0, 'a'), ('a|(?i)b', 0, 'b'), ('(?:(?i)a)', 0, 'a')]:
    report(lambda: re.fullmatch(pattern, text, flags) is not None)


# A mapping pattern without keys asks for nothing.
class Registered:
    pass


class Derived(Registered):
    pass


collections.abc.Mapping.register(Registered)
for value in Registered(), Derived(), {}, []:
    match value:
        case {}:
            print('mapping')
        case _:
            print('other')

# References are their own copies.
ref = weakref.ref(Registered)
print(copy.copy(ref) is ref, copy.deepcopy(ref) is ref)

# What a decoding error is about does not change.
data = bytearray(b'\xff')
error = UnicodeDecodeError('ascii', data, 0, 1, 'bad')
data[0] = 65
print(error.object, error)
report(lambda: UnicodeDecodeError('ascii', 'text', 0, 1, 'bad'))

# Missing commas.
for text in ['[1, 2] [lambda: 1]', '"abc" [(lambda x: x)]', '(1, 2) [3, 4]']:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        compile(f'[{text}]', '<text>', 'exec')
        print([str(w.message) for w in caught])


# Generators that can be awaited are generators.
@types.coroutine
def steps(a, b=3, *, c=4):
    """What they do."""
    return (yield a), b, c


async def main():
    return await steps(1)


made = main()
print(made.send(None))
try:
    made.send('sent')
except StopIteration as stop:
    print(stop.value)
made = steps(1)
print(type(made), isinstance(made, collections.abc.Awaitable), isinstance(made, collections.abc.Coroutine))
print(steps.__doc__, steps.__name__, steps.__qualname__, steps.__kwdefaults__, steps.__code__.co_flags & 0x100)


# Code under other names.
def function(x, y=2):
    """A text."""
    return x + y


code = function.__code__.replace(co_name='other', co_filename='elsewhere.py', co_qualname='a.other')
print(code.co_name, code.co_filename, code.co_qualname, code.co_flags == function.__code__.co_flags, code.co_varnames)
again = types.FunctionType(code, globals(), None, (5,))
print(again.__name__, again.__qualname__, again(1), copy.replace(code, co_name='third').co_name)
report(lambda: code.replace(co_nothing=1))
report(lambda: code.replace(nothing=1))
report(lambda: code.replace(co_name=1))


def failing():
    raise ValueError('here')


moved = types.FunctionType(failing.__code__.replace(co_name='moved', co_filename='moved.py'), globals())
try:
    moved()
except ValueError as error:
    frame = error.__traceback__.tb_next.tb_frame
    print(frame.f_code.co_name, frame.f_code.co_filename)


# Finalizers at the end of the program see it as it was.
class Ending:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(self.name, limit, collections.abc.__name__, report.__name__)


first = Ending('first')
limit = 100
circle = Ending('circle')
circle.itself = circle
