"""Options of command lines in the style of the C function getopt()."""

__all__ = ['GetoptError', 'error', 'getopt', 'gnu_getopt']

import os


class GetoptError(Exception):
    """An option is not known, or has an argument too many or too few."""

    opt = msg = ''

    def __init__(self, msg, opt=''):
        super().__init__(msg, opt)
        self.msg, self.opt = msg, opt

    def __str__(self):
        return self.msg


error = GetoptError


def _names(longopts):
    return [longopts] if isinstance(longopts, str) else list(longopts)


def getopt(args, shortopts, longopts=[]):
    """Splits arguments into options and the rest, which begins with the first argument that is no option."""
    opts, args = _leading([], args, shortopts, _names(longopts))
    return opts, args[1:] if args[:1] == ['--'] else args


def _is_option(arg):
    return arg[:1] == '-' and arg not in ('-', '--')


def _leading(opts, args, shortopts, longopts):
    """Takes options from the beginning, up to what is none."""
    while args and _is_option(args[0]):
        arg, args = args[0], args[1:]
        if arg[1] == '-':
            opts, args = do_longs(opts, arg[2:], longopts, args)
        else:
            opts, args = do_shorts(opts, arg[1:], shortopts, args)
    return opts, args


def gnu_getopt(args, shortopts, longopts=[]):
    """As getopt(), but options may come after other arguments."""
    stops_early = shortopts[:1] == '+' or bool(os.environ.get('POSIXLY_CORRECT'))
    shortopts = shortopts.removeprefix('+')
    longopts = _names(longopts)
    opts, rest = _leading([], args, shortopts, longopts)
    others = []
    while rest and rest[0] != '--' and not stops_early:
        others.append(rest[0])
        opts, rest = _leading(opts, rest[1:], shortopts, longopts)
    return opts, others + (rest[1:] if rest[:1] == ['--'] else rest)


def do_longs(opts, opt, longopts, args):
    name, equals, value = opt.partition('=')
    has_arg, name = long_has_args(name, longopts)
    if not equals:
        value = None
    if has_arg:
        if value is None:
            if not args:
                raise GetoptError('option --%s requires argument' % name, name)
            value, args = args[0], args[1:]
    elif value is not None:
        raise GetoptError('option --%s must not have an argument' % name, name)
    opts.append(('--' + name, value or ''))
    return opts, args


def long_has_args(opt, longopts):
    possibilities = [o for o in longopts if o.startswith(opt)]
    if not possibilities:
        raise GetoptError('option --%s not recognized' % opt, opt)
    if opt in possibilities:
        return False, opt
    if opt + '=' in possibilities:
        return True, opt
    if len(possibilities) > 1:
        raise GetoptError('option --%s not a unique prefix' % opt, opt)
    found = possibilities[0]
    return found.endswith('='), found.removesuffix('=')


def do_shorts(opts, optstring, shortopts, args):
    while optstring:
        opt, optstring = optstring[0], optstring[1:]
        if short_has_arg(opt, shortopts):
            if not optstring:
                if not args:
                    raise GetoptError('option -%s requires argument' % opt, opt)
                optstring, args = args[0], args[1:]
            value, optstring = optstring, ''
        else:
            value = ''
        opts.append(('-' + opt, value))
    return opts, args


def short_has_arg(opt, shortopts):
    for at, known in enumerate(shortopts):
        if opt == known != ':':
            return shortopts.startswith(':', at + 1)
    raise GetoptError('option -%s not recognized' % opt, opt)
