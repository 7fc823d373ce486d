"""optparse: options of command lines in the older way."""
from optparse import *
import optparse, sys, os
os.environ['COLUMNS'] = '80'
print(sorted(optparse.__all__))
p = OptionParser(usage='%prog [options] arg', version='%prog 1.0', prog='prog',
    description='A description that is fairly long so that it wraps around at the width of the help text output of the parser.',
    epilog='The epilog.')
p.add_option('-f', '--file', dest='filename', help='write report to FILE', metavar='FILE')
p.add_option('-q', '--quiet', action='store_false', dest='verbose', default=True,
    help="don't print status messages to stdout, which is a fairly long help text [default: %default]")
p.add_option('-n', '--num', type='int', default=5, help='number (default %default)')
p.add_option('--flt', type='float')
p.add_option('-c', action='count', dest='c')
p.add_option('-a', '--app', action='append')
p.add_option('--two', nargs=2, type='int')
p.add_option('-C', '--choice', type='choice', choices=['a', 'b'])
p.add_option('--const', action='store_const', const=42)
p.add_option('--ac', action='append_const', const=1, dest='app')
g = OptionGroup(p, 'Dangerous Options', 'Caution: use these at your own risk.')
g.add_option('-g', action='store_true', help='Group option.')
p.add_option_group(g)
p.add_option('--very-long-option-name-here', help='x')
p.add_option('--hidden', help=SUPPRESS_HELP)
p.add_option('--complex', type='complex')
p.add_option('--long', type='long', help='')
print(p.format_help())
print(p.get_usage(), p.get_version())
for a in ([], ['-f', 'x', 'y', '-q'], ['-fx', '--num=7', 'z'], ['-n', '0x1F'], ['--nu', '3'],
    ['-ccc', '-a', '1', '--app=2', '--ac'], ['--two', '1', '2', 'r'], ['-C', 'a', '--const'], ['--', '-q', 'x'],
    ['a', '-q', 'b'], ['-n', '-5'], ['--flt', '1e3', '--complex', '1+2j', '--long', '0b11'], ['-gq'], ['-', 'x']):
    o, r = p.parse_args(a)
    print(a, {k: v for k, v in sorted(vars(o).items())}, r)


class E(OptionParser):

    def exit(self, status=0, msg=None):
        raise SystemExit((status, msg))

    def error(self, msg):
        raise Exception(msg)


def mk():
    p = E(prog='prog')
    p.add_option('-n', type='int')
    p.add_option('--num', type='int')
    p.add_option('--name')
    p.add_option('-C', type='choice', choices=['a', 'b'])
    p.add_option('-q', '--quiet', action='store_true')
    p.add_option('--two', nargs=2)
    p.add_option('--f', type='float', dest='flt')
    p.add_option('--cx', type='complex')
    return p


for a in (['-x'], ['--xyz'], ['-n'], ['-n', 'x'], ['--n', '1'], ['-C', 'z'], ['--quiet=1'], ['--two', '1'],
    ['--num=', 'x'], ['-nx'], ['--f', 'x'], ['--cx', 'j1j'], ['--name'], ['--quiet=']):
    try:
        print(mk().parse_args(a))
    except Exception as e:
        print(a, type(e).__name__, e)
for f in (lambda: Option(), lambda: Option('foo'), lambda: Option('-'), lambda: Option('-foo'), lambda: Option('--'),
    lambda: Option('-f', action='bad'), lambda: Option('-f', type='bad'),
    lambda: Option('-f', action='store_true', type='int'), lambda: Option('-f', type='choice'),
    lambda: Option('-f', type='choice', choices='abc'), lambda: Option('-f', choices=[1]),
    lambda: Option('-f', action='store_const', const=1, nargs=1), lambda: Option('-f', const=1),
    lambda: Option('-f', action='callback'), lambda: Option('-f', action='callback', callback=5),
    lambda: Option('-f', action='callback', callback=print, callback_args=5),
    lambda: Option('-f', action='callback', callback=print, callback_kwargs=5), lambda: Option('-f', callback=print),
    lambda: Option('-f', foo=1), lambda: Option('-f', bar=1, foo=2), lambda: Option('-f', callback_args=()),
    lambda: Option('-f', '--foo'), lambda: str(Option('-f', '--foo')), lambda: repr(Option('-f'))[:10],
    lambda: Option('-f').dest, lambda: Option('--foo-bar').dest, lambda: Option('-f', type=int).type,
    lambda: Option('-f', type='str').type, lambda: Option('-f', nargs=2).type,
    lambda: Option('-f', action='store_true').type, lambda: Option('-f', dest='x', action='version'),
    lambda: Option('-f').takes_value(), lambda: Option('-f', '--gg').get_opt_string()):
    try:
        print('ok', f())
    except Exception as e:
        print(type(e).__name__, e)
p = mk()
for f in (lambda: p.add_option('-n'), lambda: p.add_option('--num', '-z'), lambda: p.add_option(5),
    lambda: p.get_option('-n'), lambda: p.has_option('-n'), lambda: p.has_option('-y'), lambda: p.get_option('-y'),
    lambda: p.remove_option('-n'), lambda: p.remove_option('-n'), lambda: p.get_option_group('-C'),
    lambda: p.add_option_group('T', 'd').title, lambda: p.add_option_group(5), lambda: p.set_usage('%prog x'),
    lambda: p.get_usage(), lambda: p.set_defaults(quiet=5), lambda: p.parse_args([])[0],
    lambda: p.get_default_values(), lambda: p.set_conflict_handler('foo'), lambda: p.set_conflict_handler('resolve'),
    lambda: p.add_option('-q', action='store_const', const=1), lambda: [str(o) for o in p.option_list],
    lambda: p.disable_interspersed_args(), lambda: p.parse_args(['x', '-q'])[1], lambda: p.expand_prog_name('%prog!'),
    lambda: p.get_prog_name(), lambda: p.get_description(), lambda: p.destroy(),
    lambda: OptionParser(usage=SUPPRESS_USAGE).get_usage(),
    lambda: OptionParser(prog='x', usage='usage: y %prog').get_usage(),
    lambda: OptionParser(add_help_option=False).option_list,
    lambda: OptionParser(option_list=[make_option('-x')]).option_list[0].dest, lambda: OptionParser(option_list=[5])):
    try:
        print('ok', f())
    except Exception as e:
        print(type(e).__name__, e)


def cb(option, opt, value, parser, *a, **k):
    print('cb', str(option), opt, value, parser.rargs, parser.largs, a, k)
    setattr(parser.values, option.dest or 'd', value)


p = E(prog='q')
p.add_option('-k', action='callback', callback=cb)
p.add_option('--kv', action='callback', callback=cb, type='int', nargs=2, dest='kv', callback_args=(1,),
    callback_kwargs={'z': 2})
print(p.parse_args(['-k', 'r', '--kv', '1', '2', 's'])[1])


def bad(o, s, v, p):
    raise OptionValueError('bad %s' % s)


p.add_option('-b', action='callback', callback=bad)
try:
    p.parse_args(['-b'])
except Exception as e:
    print(type(e).__name__, e)
v = Values({'a': 1})
print(v, repr(v)[:12], v == Values({'a': 1}), v == {'a': 1}, v.ensure_value('b', []))
for f in (lambda: v.read_module('nope'), lambda: v._update({'a': 2, 'zz': 3}, 'careful'), lambda: v,
    lambda: v._update({'zz': 3}, 'loose'), lambda: v, lambda: v._update({}, 'x')):
    try:
        print('ok', f())
    except Exception as e:
        print(type(e).__name__, e)
print(str(OptionError('m', Option('-f'))), str(BadOptionError('-x')),
    str(optparse.AmbiguousOptionError('--f', ['--foo', '--far'])), OptionValueError('v'),
    str(OptionConflictError('c', '-f')), issubclass(OptParseError, Exception))
p = OptionParser(prog='t', formatter=TitledHelpFormatter(), usage='%prog x')
p.add_option('-v', '--verbose', help='be verbose', action='store_true')
p.add_option('-o', metavar='OUT', help='out')
print(p.format_help())
p = OptionParser(prog='t', formatter=IndentedHelpFormatter(indent_increment=4, max_help_position=30, width=60,
    short_first=0))
p.add_option('-v', '--verbose', '--very', help='be verbose ' * 8)
p.add_option('-o', '--out', help='out %default', default=[1])
print(p.format_help())
print(p.format_option_help())


class MyOpt(Option):
    TYPES = Option.TYPES + ('even',)
    TYPE_CHECKER = dict(Option.TYPE_CHECKER)
    ACTIONS = Option.ACTIONS + ('ext',)
    STORE_ACTIONS = Option.STORE_ACTIONS + ('ext',)
    TYPED_ACTIONS = Option.TYPED_ACTIONS + ('ext',)
    ALWAYS_TYPED_ACTIONS = Option.ALWAYS_TYPED_ACTIONS + ('ext',)

    def take_action(self, action, dest, opt, value, values, parser):
        if action == 'ext':
            values.ensure_value(dest, []).extend(value.split(','))
        else:
            Option.take_action(self, action, dest, opt, value, values, parser)


MyOpt.TYPE_CHECKER['even'] = lambda o, s, v: int(v) * 2
p = E(prog='m', option_class=MyOpt)
p.add_option('-e', type='even')
p.add_option('-x', action='ext', dest='xs')
print(vars(p.parse_args(['-e', '4', '-x', 'a,b', '-x', 'c'])[0]))
import io
p = OptionParser(prog='z', version='v1')
p.add_option('-i', type='int')
for a in (['-h'], ['--version'], ['-i', 'x'], ['--bad']):
    try:
        p.parse_args(a)
    except SystemExit as e:
        print('exit', e.code)
p.print_usage()
p.print_version()
p.print_help(io.StringIO())
print(p.usage, optparse.NO_DEFAULT, check_choice.__name__, SUPPRESS_HELP, SUPPRESS_USAGE)
