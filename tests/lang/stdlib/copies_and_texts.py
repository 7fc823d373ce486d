# copy, reprlib, pprint, textwrap, shlex.
import copy
import copyreg
import pprint
import reprlib
import shlex
import textwrap
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, defaultdict, deque
from dataclasses import dataclass, field
from types import MappingProxyType, SimpleNamespace

# Copies.


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f'Point({self.x}, {self.y})'


class Slotted:
    __slots__ = ('a', 'b')


class Custom(list):
    def __deepcopy__(self, memo):
        return 'deep'

    def __copy__(self):
        return 'shallow'


items = [1, [2, 3], Point(4, [5])]
shallow, deep = copy.copy(items), copy.deepcopy(items)
items[1].append('new')
items[2].y.append('new')
print(shallow, deep)
loop = []
loop.append((loop, loop))
twin = copy.deepcopy(loop)
print(twin is not loop, twin[0][0] is twin, twin[0][1] is twin)
key = (1, 'a', frozenset([2]))
print(copy.deepcopy(key) is key, copy.copy(key) is key, copy.deepcopy(([],)) == ([],))
slotted = Slotted()
slotted.a = [1]
other = copy.deepcopy(slotted)
print(other.a == [1], other.a is slotted.a, hasattr(other, 'b'))
print(copy.copy(Custom()), copy.deepcopy(Custom()), copy.deepcopy(Point.__init__) is Point.__init__)
method = copy.deepcopy(Point(1, [2]).__repr__)
print(method())


class Registered:
    pass


copyreg.pickle(Registered, lambda each: (list, ([1, 2],)))
print(copy.copy(Registered()), copy.deepcopy(Registered()))
for wrong in (lambda: copy.replace(3, a=1), lambda: copy.deepcopy(iter([]).__class__).__name__):
    try:
        print(wrong())
    except TypeError as exc:
        print(exc)
print(copy.deepcopy({1: {2: [3]}}, {}), copy.copy(OrderedDict(a=1)), copy.deepcopy(deque([1], 3)))

# Limited representations.
short = reprlib.Repr(maxlist=2, maxstring=12, maxdict=1, maxlevel=2, fillvalue='~')
print(short.repr([1, 2, 3]), short.repr('a' * 40), short.repr({'a': 1, 'b': 2}), short.repr([[[1]]]))
print(reprlib.repr(set(range(9))), reprlib.repr(10 ** 60), reprlib.repr((1,)), reprlib.repr(frozenset()), reprlib.repr(deque(range(9))))
print(reprlib.Repr(indent=2).repr([1, {'k': [2, ()]}]))
print(reprlib.Repr(indent='--').repr({'k': (1, 2)}))
for indent in (-1, 1.5):
    try:
        print(reprlib.Repr(indent=indent).repr([1]))
    except (TypeError, ValueError) as exc:
        print(exc)


class Own(reprlib.Repr):
    def repr_Point(self, point, level):
        return f'<{self.repr1(point.x, level - 1)}>'


print(Own().repr([Point('x' * 99, 0)]))


class Ring:
    def __init__(self):
        self.others = [self]

    @reprlib.recursive_repr('<...>')
    def __repr__(self):
        """Shown."""
        return f'Ring({self.others})'


print(Ring(), Ring.__repr__.__doc__, Ring.__repr__.__name__)

# Pretty printing.
wide = {'numbers': list(range(30)), 'text': 'the quick brown fox jumps over the lazy dog ' * 3, 'nested': {'a': (1,), 'b': {2, 1}}}
pprint.pprint(wide, width=40)
pprint.pprint(wide, width=60, compact=True, indent=4)
pprint.pprint(OrderedDict.fromkeys('abcdefghijklmnop', 1), width=30)
pprint.pprint(defaultdict(list, {n: ['x' * 9] for n in range(4)}), width=30)
pprint.pprint(Counter('abracadabra'), width=20)
pprint.pprint(ChainMap({'a' * 9: 1, 'b' * 9: 2}, {'c' * 9: 3}), width=30)
pprint.pprint(deque(range(20), maxlen=30), width=30)
pprint.pprint(SimpleNamespace(first='x' * 20, second=['y' * 20] * 2), width=40)
pprint.pprint(MappingProxyType({n: 'z' * 10 for n in range(4)}), width=30)
pprint.pprint([b'0123456789' * 6, bytearray(b'0123456789' * 4)], width=40)
pprint.pprint(b'0123456789' * 6, width=40)
pprint.pprint([UserDict(wide['nested']), UserList(range(20))], width=30)


@dataclass
class Card:
    title: str
    lines: list = field(default_factory=list)
    hidden: int = field(default=0, repr=False)


pprint.pprint(Card('t' * 30, ['l' * 30] * 2), width=50)
ring = [1]
ring.append(ring)
print(pprint.isrecursive(ring), pprint.isreadable(ring), pprint.isreadable([1, {'a': None}]), pprint.isreadable([object()]))
print(pprint.saferepr({3: 1, 'b': 2, None: 0}), pprint.pformat({'b': 1, 'a': [1, [2, [3]]]}, depth=2))
pprint.pp({'b': 1, 'a': 2})
print(pprint.pformat(123456789, underscore_numbers=True), pprint.pformat({1: {}, 2: []}, width=1))

# Texts in lines.
text = "Hello there -- this well-known e-mail, 'what-d'you-call-it', is a\tsentence. And   more!--said he; 2004-03-05 antidisestablishmentarianism."
for options in ({}, {'width': 20}, {'width': 20, 'break_long_words': False, 'break_on_hyphens': False},
                {'width': 25, 'initial_indent': '* ', 'subsequent_indent': '  ', 'fix_sentence_endings': True},
                {'width': 30, 'max_lines': 2}, {'width': 12, 'drop_whitespace': False}):
    print(textwrap.wrap(text, **options))
print(textwrap.shorten('Hello  world and all!', 12), textwrap.shorten('Hello  world', 50, placeholder='~'))
print(repr(textwrap.dedent('    a\n      b\n\n    c\n')), repr(textwrap.dedent('\ta\n  b')))
print(repr(textwrap.indent('a\n\n b\n', '> ')), repr(textwrap.indent('a\n\nb', '> ', lambda line: True)))
for wrong in ({'width': 0}, {'width': 3, 'max_lines': 1}):
    try:
        print(textwrap.wrap(text, **wrong))
    except ValueError as exc:
        print(exc)

# Words of a shell.
for line in ('a "b c" \'d e\' f\\ g', '"a\\"b\\c" --x=\'y\'', "x # comment\ny", "''", 'a"b"c'):
    print(shlex.split(line), shlex.split(line, comments=True), list(shlex.shlex(line)))
for line in ('a && b; c|d >e', '(x) ~/f *.py "q&r"'):
    print(list(shlex.shlex(line, punctuation_chars=True)), list(shlex.shlex(line, posix=True, punctuation_chars='|&')))
for line in ('"open', 'end\\'):
    try:
        print(shlex.split(line))
    except ValueError as exc:
        print(exc)
print(shlex.quote('a b'), shlex.quote("it's"), shlex.quote(''), shlex.quote('plain-1.txt'), shlex.join(['a b', 'c']))
lexer = shlex.shlex('one two\nthree')
lexer.push_token('zero')
print(lexer.get_token(), lexer.get_token(), lexer.lineno, lexer.error_leader('file'), list(lexer), lexer.lineno)
