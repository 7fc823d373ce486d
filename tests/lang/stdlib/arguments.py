# argparse, tempfile, getopt, codecs in pieces, weak collections, selectors, os.environ, singledispatch.
import argparse
import codecs
import functools
import gc
import getopt
import heapq
import os
import tempfile
import types
import weakref
from collections import abc
from fractions import Fraction


def outcome(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as exc:
        return f'{type(exc).__name__}: {exc}'


# Command lines.
os.environ['COLUMNS'] = '200'
parser = argparse.ArgumentParser(prog='prog', description='What it does.', epilog='The end.', exit_on_error=False)
parser.add_argument('files', nargs='*', metavar='FILE', help='files to read')
parser.add_argument('-n', '--number', type=int, default=3, help='a number (default %(default)s)')
parser.add_argument('-v', '--verbose', action='count', default=0)
parser.add_argument('--pair', nargs=2, metavar=('A', 'B'))
parser.add_argument('--flag', action=argparse.BooleanOptionalAction)
group = parser.add_mutually_exclusive_group()
group.add_argument('--one', action='store_const', const=1, dest='which')
group.add_argument('--two', action='store_const', const=2, dest='which')
parser.add_argument('--choice', choices=['x', 'y'])
parser.set_defaults(extra='set', number=4)
for line in ('', 'a b -n 5 -vvv', '--pair 1 2 --no-flag x', '--one --two', '-n x', '--choice z', '--unknown', '--num=7', '--pair 1', '-vn9 --flag'):
    print(line, '->', outcome(parser.parse_args, line.split()))
print(outcome(parser.parse_known_args, ['--unknown', 'a', '-q']))
print(parser.format_usage(), parser.get_default('number'), parser.get_default('extra'), parser.get_default('nothing'))
print(parser.format_help())
commands = argparse.ArgumentParser(prog='tool', exit_on_error=False)
sub = commands.add_subparsers(dest='command', title='commands')
build = sub.add_parser('build', aliases=['b'], help='builds')
build.add_argument('target', nargs='?')
sub.add_parser('clean')
for line in ('build all', 'b', 'clean', 'other', ''):
    print(line, '->', outcome(commands.parse_args, line.split()))
print(commands.format_help())
for wrong in (
    lambda: parser.add_argument('-n'), lambda: parser.add_argument('x', required=True), lambda: parser.add_argument('-1', '2'),
    lambda: parser.add_argument('--', action='store'), lambda: parser.add_argument('--q', action='nothing'), lambda: parser.add_argument('--r', nargs=0),
    lambda: parser.add_argument('--s', nargs=2, metavar=('A',)), lambda: parser.add_argument('--t', type='nothing'), lambda: commands.add_subparsers(),
    lambda: sub.add_parser('build'), lambda: sub.add_parser('c', aliases=['b']), lambda: argparse.ArgumentParser(conflict_handler='x'),
    lambda: parser.add_argument('--u', const=1), lambda: group.add_argument('--w', required=True), lambda: argparse.ArgumentParser(parents=[3]),
):
    print(outcome(wrong))
print(argparse.Namespace(a=1, b='x'), argparse.Namespace(a=1) == argparse.Namespace(a=1), 'a' in argparse.Namespace(a=1))
print(parser.add_argument('-z', help='zed'))

# Options in the old style.
for call in (getopt.getopt, getopt.gnu_getopt):
    for line in ('-a -b x --long=y rest -c', 'first -a', '-- -a', '- -a', '--lon z', '-b', '--long', '--lo', '-q', '--flag=1'):
        print(call.__name__, line, outcome(call, line.split(), 'ab:c', ['long=', 'longer', 'flag']))
print(outcome(getopt.gnu_getopt, ['x', '-a'], '+a'))

# Temporary files.
with tempfile.TemporaryDirectory(prefix='pre', suffix='suf') as folder:
    name = os.path.basename(folder)
    print(name.startswith('pre'), name.endswith('suf'), os.stat(folder).st_mode & 0o777)
    with tempfile.NamedTemporaryFile('w+', dir=folder, suffix='.txt') as file:
        file.write('text')
        file.seek(0)
        print(file.read(), file.name.endswith('.txt'), os.listdir(folder) == [os.path.basename(file.name)])
    print(os.listdir(folder), file.closed)
    kept = tempfile.NamedTemporaryFile(dir=folder, delete=False)
    kept.close()
    print(os.path.exists(kept.name))
    with tempfile.NamedTemporaryFile(dir=folder, delete_on_close=False) as later:
        later.close()
        print(os.path.exists(later.name))
    print(os.path.exists(later.name))
    fd, path = tempfile.mkstemp(dir=folder.encode())
    os.close(fd)
    print(type(path), outcome(tempfile.mkstemp, 'a', b'b'), os.path.basename(tempfile.mkdtemp('x', 'y', folder))[0])
    spool = tempfile.SpooledTemporaryFile(max_size=5, mode='w+', dir=folder)
    print(spool.name, spool.mode, spool.write('abc'), spool._rolled, spool.write('defg'), spool._rolled, spool.seek(0), spool.read(), spool.closed)
    spool.close()
    print(spool.closed, outcome(spool.__enter__))
print(os.path.exists(folder))
with tempfile.TemporaryFile() as file:
    print(file.write(b'x'), file.tell())
print(tempfile.gettempprefix(), tempfile.gettempprefixb(), type(tempfile.gettempdir()), type(tempfile.gettempdirb()))

# Pieces of texts.
print(list(codecs.iterencode(['a', '', 'é'], 'utf-16-le')), list(codecs.iterdecode([b'\xc3', b'\xa9', b'!'], 'utf-8')))
info = codecs.lookup('utf-8')
print(info.name, info[0] is info.encode, len(info), info._is_text_encoding)

# Weak collections.


class Thing:
    def __init__(self, name):
        self.name = name

    def method(self):
        return self.name


things = [Thing('a'), Thing('b')]
weak = weakref.WeakSet(things)
other = weakref.WeakSet(things[:1])
print(len(weak), other < weak, weak - other == weakref.WeakSet(things[1:]), weak & other == other, other.issubset(weak), things[0] in weak, 3 in weak, weak.isdisjoint([]))
method = weakref.WeakMethod(things[0].method)
print(method()(), method == weakref.WeakMethod(things[0].method), method != weakref.WeakMethod(things[1].method), outcome(weakref.WeakMethod, len)[:20])
values = weakref.WeakValueDictionary({thing.name: thing for thing in things})
final = weakref.finalize(things[0], print, 'gone', end='!\n')
print(final.alive, final.peek()[1] is print, sorted(values))
del things[0]
gc.collect()
print(final.alive, method(), sorted(values), len(weak))

# Dispatch.


@functools.singledispatch
def show(value):
    return 'object'


@show.register
def _(value: int | float):
    return 'number'


@show.register(abc.Sized)
def _(value):
    return 'sized'


@show.register(abc.Mapping)
def _(value):
    return 'mapping'


print([show(each) for each in (1, 2.5, 'x', {}, None, True)], show.dispatch(dict) is show.registry[abc.Mapping], sorted(each.__name__ for each in show.registry))


class Both(abc.Sized, abc.Iterable):
    def __len__(self):
        return 1

    def __iter__(self):
        return iter(())


print(show(Both()))
show.register(abc.Iterable, lambda value: 'iterable')
print(show(Both()), show([]) in ('sized', 'iterable') if not isinstance(outcome(show, []), str) else outcome(show, [])[:30])
for wrong in (lambda: show(), lambda: show.register(3, len), lambda: show.register(lambda x: x), lambda: functools.singledispatch(len).register(list[int], len)):
    print(outcome(wrong).split(' at 0x')[0][:60])


class Method:
    @functools.singledispatchmethod
    def m(self, x):
        return 'object'

    @m.register
    @classmethod
    def _(cls, x: str):
        return cls.__name__

    add = functools.partialmethod(lambda self, a, b=0: (a, b), 1, b=2)

    @functools.cached_property
    def once(self):
        print('computed')
        return 5


made = Method()
print(made.m(1), made.m('s'), Method.m('s'), outcome(made.m), made.add(), made.add(b=7), made.once, made.once)


class Slots:
    __slots__ = ()
    once = functools.cached_property(lambda self: 1)


print(outcome(lambda: Slots().once))


@functools.total_ordering
class Size:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __ge__(self, other):
        return self.n >= other.n if isinstance(other, Size) else NotImplemented


print(Size(1) < Size(2), Size(2) <= Size(2), Size(3) > Size(2), outcome(lambda: Size(1) < 3), outcome(functools.total_ordering, type('X', (), {})))

# Odds and ends.
print([heapq.nsmallest(n, 'hello world', key=ord) for n in (0, 1, 3, 99)], heapq.nlargest(2, [(1, 'a'), (1, 'b'), (0, 'c')], key=lambda pair: pair[0]))
print(list(heapq.merge([1, 4], [2, 3], reverse=False)), heapq.nlargest(1, []), heapq.nsmallest(2, iter([3, 1, 2])))
print(Fraction('1.25e-2'), Fraction('-3/6'), Fraction(355, 113).limit_denominator(10), Fraction(7, 2).__round__(), round(Fraction(5, 2)), round(Fraction(22, 7), 2), Fraction(1, 3) ** -2, 2 ** Fraction(1, 2), Fraction(1, 2) < 0.75, Fraction(1, 2) == float('nan'), outcome(Fraction, 1, 0), outcome(Fraction, '1/'), outcome(Fraction, 'x', 2))
print(types.resolve_bases((int, list[int])), types.new_class('N', (list[int],), {}, lambda ns: ns.update(a=1)).__orig_bases__, outcome(types.get_original_bases, 3), outcome(types.coroutine, 3))
os.environ['PYC_TEST'] = 'v'
print(os.environ.pop('PYC_TEST'), outcome(lambda: os.environ['PYC_TEST']), (os.environ | {'PYC_X': '1'})['PYC_X'], outcome(os.environ.__setitem__, 'a', 1), os.environ.setdefault('PYC_Y', 'y'), outcome(os.popen, 3), outcome(os.popen, 'true', 'x'))
