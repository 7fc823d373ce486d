# Usage of exclusive groups, arguments in any order, joined short options, ambiguous ones, parents, deprecations.
import argparse
import io
import sys
import warnings
from argparse import SUPPRESS

warnings.simplefilter('always')
warnings.showwarning = lambda message, category, *rest: print(category.__name__, message)


def attempt(function, *args, **kwargs):
    errors, sys.stderr = io.StringIO(), sys.stderr
    errors, sys.stderr = sys.stderr, errors
    try:
        print(function(*args, **kwargs))
    except (Exception, SystemExit) as error:
        print(type(error).__name__, error)
    finally:
        errors, sys.stderr = sys.stderr, errors
    for line in errors.getvalue().splitlines():
        print('   ', line)


def parser(**options):
    return argparse.ArgumentParser(prog='PROG', **options)


for options in [{}, {'action': 'version'}, {'action': 'help'}, {'action': 'count'}, {'action': 'store_true'}]:
    attempt(parser().add_argument, *(['c'] if options else []), **options)
for name in ('type', 'choices', 'metavar'):
    attempt(parser().add_argument, '-a', action=argparse.BooleanOptionalAction, **{name: None})

for required in (True, False):
    p = parser()
    group = p.add_mutually_exclusive_group(required=required)
    group.add_argument('-a')
    group.add_argument('-b')
    inner = group.add_mutually_exclusive_group(required=required)
    inner.add_argument('-c')
    inner.add_argument('-d', help=SUPPRESS)
    inner.add_argument('-e')
    print(p.format_usage())
    p = parser()
    group = p.add_mutually_exclusive_group(required=required)
    group.add_argument('--foo', action='store_true')
    group.add_argument('badger', nargs='*', default='X')
    print(p.format_usage())
    attempt(p.parse_intermixed_args, [])
    p = parser()
    p.add_argument('x')
    group = p.add_mutually_exclusive_group(required=required)
    p.add_argument('-y', action='store_true')
    group.add_argument('a', nargs='?')
    group.add_argument('-b', action='store_true')
    print(p.format_usage())
    p = parser()
    group = p.add_mutually_exclusive_group(required=required)
    for n in range(9):
        group.add_argument(f'--option{n}', help=SUPPRESS if n in (0, 3, 8) else 'x')
    p.add_argument('pos', nargs='+')
    print(p.format_usage())
    p = parser()
    group = p.add_mutually_exclusive_group(required=required)
    group.add_argument('-a', help=SUPPRESS)
    group.add_argument('-b')
    print(p.format_usage())
p = parser(usage=SUPPRESS, description='described')
print(repr(p.format_usage()), repr(p.format_help()))

p = parser()
p.add_argument('x')
p.add_argument('y', nargs='...')
attempt(p.parse_intermixed_args, ['a'])
p = parser()
p.add_argument('first')
p.add_argument('rest', nargs='*')
p.add_argument('-o', required=True)
for line in ['-o 1 a b', 'a -o 1 b c', 'a b', '-o 1', 'a -o 1 -z b']:
    attempt(p.parse_intermixed_args, line.split())
    attempt(p.parse_known_intermixed_args, line.split())
p = parser()
p.add_argument('--foo', nargs='*')
p.add_argument('foo')
attempt(p.parse_intermixed_args, ['hello', '--foo'])

p = parser()
p.add_argument('-k', '--known', action='count', default=0)
p.add_argument('-n', '--new', action='count', default=0)
for arg in ['-ku', '-k=u', '-uk', '-kunknown', '-ku=nknown', '-knew', '-kn=ew', '-k-new', '-kne-w', '--known=3', '-nk']:
    attempt(p.parse_known_args, [arg])
p = parser()
for option in ('-f', '-foobar', '-foorab'):
    p.add_argument(option)
for arg in ['-foo', '-f', '-foob', '-fooa']:
    attempt(p.parse_args, [arg, 'b'])

p = parser()
p.add_argument('-f', '--foo', deprecated=True)
p.add_argument('bar', nargs='*', deprecated=True)
attempt(p.parse_args, ['-f', '1', '-f', '2', '--foo', '3'])
attempt(p.parse_args, ['a', 'b'])

parent = argparse.ArgumentParser(add_help=False)
group = parent.add_argument_group('g', 'gd')
group.add_argument('-w')
exclusive = parent.add_mutually_exclusive_group(required=True)
exclusive.add_argument('-y')
exclusive.add_argument('-z')
parent.add_argument('--last')
p = parser(parents=[parent])
print(p.format_help())
attempt(p.parse_args, ['-y', '1', '-z', '2'])
attempt(p.parse_args, [])
