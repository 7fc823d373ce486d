"""Options of command lines, in the older way; argparse is the newer one."""

import os
import sys
import textwrap
from gettext import gettext as _
from gettext import ngettext

__version__ = '1.5.3'
__all__ = ['Option', 'make_option', 'SUPPRESS_HELP', 'SUPPRESS_USAGE', 'Values', 'OptionContainer', 'OptionGroup', 'OptionParser',
           'HelpFormatter', 'IndentedHelpFormatter', 'TitledHelpFormatter', 'OptParseError', 'OptionError', 'OptionConflictError',
           'OptionValueError', 'BadOptionError', 'check_choice']

NO_DEFAULT = ('NO', 'DEFAULT')
SUPPRESS_HELP = 'SUPPRESS' + 'HELP'
SUPPRESS_USAGE = 'SUPPRESS' + 'USAGE'


# ---- errors ----

class OptParseError(Exception):
    """Something is wrong with options."""

    def __init__(self, msg):
        self.msg = msg

    def __str__(self):
        return self.msg


class OptionError(OptParseError):
    """An option is not described as it should be."""

    def __init__(self, msg, option):
        super().__init__(msg)
        self.option_id = str(option)

    def __str__(self):
        return f'option {self.option_id}: {self.msg}' if self.option_id else self.msg


class OptionConflictError(OptionError):
    """Another option has the same name."""


class OptionValueError(OptParseError):
    """The command line gives an option a value that it cannot have."""


class BadOptionError(OptParseError):
    """The command line has an option that there is not."""

    def __init__(self, opt_str):
        self.opt_str = opt_str

    def __str__(self):
        return _('no such option: %s') % self.opt_str


class AmbiguousOptionError(BadOptionError):
    """The command line has the start of several options' names."""

    def __init__(self, opt_str, possibilities):
        super().__init__(opt_str)
        self.possibilities = possibilities

    def __str__(self):
        return _('ambiguous option: %s (%s?)') % (self.opt_str, ', '.join(self.possibilities))


# ---- help ----

class HelpFormatter:
    """How help is laid out. Options' names stand in a column that is no wider than `max_help_position`."""

    NO_DEFAULT_VALUE = 'none'

    def __init__(self, indent_increment, max_help_position, width, short_first):
        if width is None:
            try:
                width = int(os.environ['COLUMNS'])
            except (KeyError, ValueError):
                width = 80
            width -= 2
        self.parser = None
        self.width, self.indent_increment, self.short_first = width, indent_increment, short_first
        self.help_position = self.max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self.current_indent = self.level = 0
        self.help_width = None
        self.default_tag = '%default'
        self.option_strings = {}
        self.set_short_opt_delimiter(' ')
        self.set_long_opt_delimiter('=')

    def set_parser(self, parser):
        self.parser = parser

    def set_short_opt_delimiter(self, delim):
        """What stands between a short option and its value."""
        if delim not in ('', ' '):
            raise ValueError(f'invalid metavar delimiter for short options: {delim!r}')
        self._short_opt_fmt = '%s' + delim + '%s'

    def set_long_opt_delimiter(self, delim):
        """What stands between a long option and its value."""
        if delim not in ('=', ' '):
            raise ValueError(f'invalid metavar delimiter for long options: {delim!r}')
        self._long_opt_fmt = '%s' + delim + '%s'

    def indent(self):
        self.current_indent += self.indent_increment
        self.level += 1

    def dedent(self):
        self.current_indent -= self.indent_increment
        assert self.current_indent >= 0, 'Indent decreased below 0.'
        self.level -= 1

    def format_usage(self, usage):
        raise NotImplementedError('subclasses must implement')

    def format_heading(self, heading):
        raise NotImplementedError('subclasses must implement')

    def _format_text(self, text):
        margin = ' ' * self.current_indent
        return textwrap.fill(text, max(self.width - self.current_indent, 11), initial_indent=margin, subsequent_indent=margin)

    def format_description(self, description):
        return self._format_text(description) + '\n' if description else ''

    def format_epilog(self, epilog):
        return f'\n{self._format_text(epilog)}\n' if epilog else ''

    def expand_default(self, option):
        """An option's help with the default in its place."""
        if self.parser is None or not self.default_tag:
            return option.help
        default = self.parser.defaults.get(option.dest)
        if default is NO_DEFAULT or default is None:
            default = self.NO_DEFAULT_VALUE
        return option.help.replace(self.default_tag, str(default))

    def format_option(self, option):
        """An option's line or lines: help that does not fit beside the names begins below them."""
        names = self.option_strings[option]
        room = self.help_position - self.current_indent - 2
        margin, blank = ' ' * self.current_indent, ' ' * self.help_position
        lines = textwrap.wrap(self.expand_default(option), self.help_width) if option.help else []
        if len(names) <= room:
            first = f'{margin}{names:{room}}  {lines[0] if lines else ""}\n'
            lines = lines[1:]
        else:
            first = f'{margin}{names}\n'
        return first + ''.join(f'{blank}{line}\n' for line in lines)

    def store_option_strings(self, parser):
        """Finds out how wide the column of names is."""
        self.indent()
        longest = self._store(parser.option_list, 0)
        self.indent()
        for group in parser.option_groups:
            longest = self._store(group.option_list, longest)
        self.dedent()
        self.dedent()
        self.help_position = min(longest + 2, self.max_help_position)
        self.help_width = max(self.width - self.help_position, 11)

    def _store(self, options, longest):
        for option in options:
            names = self.option_strings[option] = self.format_option_strings(option)
            longest = max(longest, len(names) + self.current_indent)
        return longest

    def format_option_strings(self, option):
        """An option's names with what stands for its value."""
        short, long = option._short_opts, option._long_opts
        if option.takes_value():
            value = option.metavar or option.dest.upper()
            short = [self._short_opt_fmt % (name, value) for name in short]
            long = [self._long_opt_fmt % (name, value) for name in long]
        return ', '.join([*short, *long] if self.short_first else [*long, *short])


class IndentedHelpFormatter(HelpFormatter):
    """Sections are indented."""

    def __init__(self, indent_increment=2, max_help_position=24, width=None, short_first=1):
        super().__init__(indent_increment, max_help_position, width, short_first)

    def format_usage(self, usage):
        return _('Usage: %s\n') % usage

    def format_heading(self, heading):
        return f'{"":{self.current_indent}}{heading}:\n'


class TitledHelpFormatter(HelpFormatter):
    """Sections have underlined titles."""

    def __init__(self, indent_increment=0, max_help_position=24, width=None, short_first=0):
        super().__init__(indent_increment, max_help_position, width, short_first)

    def format_usage(self, usage):
        return f'{self.format_heading(_("Usage"))}  {usage}\n'

    def format_heading(self, heading):
        return f'{heading}\n{"=-"[self.level] * len(heading)}\n'


# ---- options ----

def _integer(text):
    """A number written as in programs; 0b, 0o and 0x count, and a 0 before an octal one."""
    lower = text[:2].lower()
    if lower == '0x':
        return int(text, 16)
    if lower == '0b':
        return int(text[2:] or '0', 2)
    return int(text, 8 if text[:1] == '0' else 10)


_BUILTIN = {'int': (_integer, _('integer')), 'long': (_integer, _('integer')), 'float': (float, _('floating-point')),
            'complex': (complex, _('complex'))}


def check_builtin(option, opt, value):
    """A number of the option's type."""
    convert, what = _BUILTIN[option.type]
    try:
        return convert(value)
    except ValueError:
        raise OptionValueError(_('option %s: invalid %s value: %r') % (opt, what, value)) from None


def check_choice(option, opt, value):
    """One of the option's choices."""
    if value not in option.choices:
        choices = ', '.join(map(repr, option.choices))
        raise OptionValueError(_('option %s: invalid choice: %r (choose from %s)') % (opt, value, choices))
    return value


class Option:
    """An option: its names, and what it does. Subclasses may add actions and types."""

    ATTRS = ['action', 'type', 'dest', 'default', 'nargs', 'const', 'choices', 'callback', 'callback_args', 'callback_kwargs', 'help',
             'metavar']
    ACTIONS = ('store', 'store_const', 'store_true', 'store_false', 'append', 'append_const', 'count', 'callback', 'help', 'version')
    STORE_ACTIONS = ('store', 'store_const', 'store_true', 'store_false', 'append', 'append_const', 'count')
    TYPED_ACTIONS = ('store', 'append', 'callback')
    ALWAYS_TYPED_ACTIONS = ('store', 'append')
    CONST_ACTIONS = ('store_const', 'append_const')
    TYPES = ('string', 'int', 'long', 'float', 'complex', 'choice')
    TYPE_CHECKER = {**dict.fromkeys(('int', 'long', 'float', 'complex'), check_builtin), 'choice': check_choice}
    CHECK_METHODS = None

    def __init__(self, *opts, **attrs):
        self._short_opts, self._long_opts = [], []
        names = [name for name in opts if name]
        if not names:
            raise TypeError('at least one option string must be supplied')
        self._set_opt_strings(names)
        for name in self.ATTRS:
            setattr(self, name, attrs.pop(name, NO_DEFAULT if name == 'default' else None))
        if attrs:
            raise OptionError(f'invalid keyword arguments: {", ".join(sorted(attrs))}', self)
        for check in self.CHECK_METHODS:
            check(self)

    def _set_opt_strings(self, opts):
        for name in opts:
            if len(name) < 2:
                raise OptionError(f'invalid option string {name!r}: must be at least two characters long', self)
            if len(name) == 2:
                if name[0] != '-' or name[1] == '-':
                    raise OptionError(f'invalid short option string {name!r}: must be of the form -x, (x any non-dash char)', self)
                self._short_opts.append(name)
            else:
                if name[:2] != '--' or name[2] == '-':
                    raise OptionError(f'invalid long option string {name!r}: must start with --, followed by non-dash', self)
                self._long_opts.append(name)

    # ---- is it described as it should be? ----

    def _check_action(self):
        if self.action is None:
            self.action = 'store'
        elif self.action not in self.ACTIONS:
            raise OptionError(f'invalid action: {self.action!r}', self)

    def _check_type(self):
        if self.type is None:
            if self.action in self.ALWAYS_TYPED_ACTIONS:
                self.type = 'choice' if self.choices is not None else 'string'
            return
        if isinstance(self.type, type):
            self.type = self.type.__name__
        if self.type == 'str':
            self.type = 'string'
        if self.type not in self.TYPES:
            raise OptionError(f'invalid option type: {self.type!r}', self)
        if self.action not in self.TYPED_ACTIONS:
            raise OptionError(f'must not supply a type for action {self.action!r}', self)

    def _check_choice(self):
        if self.type != 'choice':
            if self.choices is not None:
                raise OptionError(f'must not supply choices for type {self.type!r}', self)
        elif self.choices is None:
            raise OptionError("must supply a list of choices for type 'choice'", self)
        elif not isinstance(self.choices, (tuple, list)):
            raise OptionError(f"choices must be a list of strings ('{type(self.choices).__name__}' supplied)", self)

    def _check_dest(self):
        if self.dest is not None or not (self.action in self.STORE_ACTIONS or self.type is not None):
            return
        self.dest = self._long_opts[0][2:].replace('-', '_') if self._long_opts else self._short_opts[0][1]

    def _check_const(self):
        if self.const is not None and self.action not in self.CONST_ACTIONS:
            raise OptionError(f"'const' must not be supplied for action {self.action!r}", self)

    def _check_nargs(self):
        if self.action in self.TYPED_ACTIONS:
            if self.nargs is None:
                self.nargs = 1
        elif self.nargs is not None:
            raise OptionError(f"'nargs' must not be supplied for action {self.action!r}", self)

    def _check_callback(self):
        if self.action != 'callback':
            for name, words in (('callback', f'callback supplied ({self.callback!r})'), ('callback_args', 'callback_args supplied'),
                                ('callback_kwargs', 'callback_kwargs supplied')):
                if getattr(self, name) is not None:
                    raise OptionError(f'{words} for non-callback option', self)
            return
        if not callable(self.callback):
            raise OptionError(f'callback not callable: {self.callback!r}', self)
        for name, kind in (('callback_args', tuple), ('callback_kwargs', dict)):
            value = getattr(self, name)
            if value is not None and not isinstance(value, kind):
                raise OptionError(f'{name}, if supplied, must be a {kind.__name__}: not {value!r}', self)

    CHECK_METHODS = [_check_action, _check_type, _check_choice, _check_dest, _check_const, _check_nargs, _check_callback]

    def __str__(self):
        return '/'.join(self._short_opts + self._long_opts)

    def __repr__(self):
        return f'<{self.__class__.__name__} at {id(self):#x}: {self}>'

    # ---- what it does ----

    def takes_value(self):
        """Whether values follow it."""
        return self.type is not None

    def get_opt_string(self):
        """Its first long name, or its first short one."""
        return (self._long_opts or self._short_opts)[0]

    def check_value(self, opt, value):
        """A value of its type."""
        checker = self.TYPE_CHECKER.get(self.type)
        return value if checker is None else checker(self, opt, value)

    def convert_value(self, opt, value):
        """A value, or a tuple of them, of its type."""
        if value is None:
            return None
        if self.nargs == 1:
            return self.check_value(opt, value)
        return tuple(self.check_value(opt, part) for part in value)

    def process(self, opt, value, values, parser):
        """It stands on the command line."""
        return self.take_action(self.action, self.dest, opt, self.convert_value(opt, value), values, parser)

    def take_action(self, action, dest, opt, value, values, parser):
        """Does what the action says."""
        if action in ('store', 'store_const', 'store_true', 'store_false'):
            chosen = {'store': value, 'store_const': self.const, 'store_true': True, 'store_false': False}
            setattr(values, dest, chosen[action])
        elif action in ('append', 'append_const'):
            values.ensure_value(dest, []).append(value if action == 'append' else self.const)
        elif action == 'count':
            setattr(values, dest, values.ensure_value(dest, 0) + 1)
        elif action == 'callback':
            self.callback(self, opt, value, parser, *(self.callback_args or ()), **(self.callback_kwargs or {}))
        elif action == 'help':
            parser.print_help()
            parser.exit()
        elif action == 'version':
            parser.print_version()
            parser.exit()
        else:
            raise ValueError(f'unknown action {self.action!r}')
        return 1


make_option = Option


class Values:
    """What the command line said: attributes by the options' destinations."""

    def __init__(self, defaults=None):
        self.__dict__.update(defaults or {})

    def __str__(self):
        return str(self.__dict__)

    def __repr__(self):
        return f'<{self.__class__.__name__} at {id(self):#x}: {self}>'

    def __eq__(self, other):
        if isinstance(other, Values):
            other = other.__dict__
        return self.__dict__ == other if isinstance(other, dict) else NotImplemented

    def _update_careful(self, dict):
        self.__dict__.update({name: dict[name] for name in self.__dict__ if dict.get(name) is not None})

    def _update_loose(self, dict):
        self.__dict__.update(dict)

    def _update(self, dict, mode):
        if mode not in ('careful', 'loose'):
            raise ValueError(f'invalid update mode: {mode!r}')
        getattr(self, '_update_' + mode)(dict)

    def read_module(self, modname, mode='careful'):
        """Takes values from a module."""
        __import__(modname)
        self._update(vars(sys.modules[modname]), mode)

    def read_file(self, filename, mode='careful'):
        """Takes values from what a program leaves behind."""
        found = {}
        with open(filename, encoding='utf-8') as file:
            exec(file.read(), found)
        self._update(found, mode)

    def ensure_value(self, attr, value):
        """An attribute; where there is none, or it is None, the value given becomes it."""
        if getattr(self, attr, None) is None:
            setattr(self, attr, value)
        return getattr(self, attr)


class OptionContainer:
    """What has options: a parser, or a group of one."""

    def __init__(self, option_class, conflict_handler, description):
        self._create_option_list()
        self.option_class = option_class
        self.set_conflict_handler(conflict_handler)
        self.set_description(description)

    def _create_option_mappings(self):
        self._short_opt, self._long_opt, self.defaults = {}, {}, {}

    def _share_option_mappings(self, parser):
        for name in ('_short_opt', '_long_opt', 'defaults'):
            setattr(self, name, getattr(parser, name))

    def set_conflict_handler(self, handler):
        """Two options of one name: 'error' makes that an error, 'resolve' takes the name from the older one."""
        if handler not in ('error', 'resolve'):
            raise ValueError(f'invalid conflict_resolution value {handler!r}')
        self.conflict_handler = handler

    def set_description(self, description):
        self.description = description

    def get_description(self):
        return self.description

    def destroy(self):
        """Lets go of the options."""
        del self._short_opt, self._long_opt, self.defaults

    def _known(self, name):
        return self._short_opt.get(name) or self._long_opt.get(name)

    def _check_conflict(self, option):
        taken = [(name, self._short_opt[name]) for name in option._short_opts if name in self._short_opt]
        taken += [(name, self._long_opt[name]) for name in option._long_opts if name in self._long_opt]
        if not taken:
            return
        if self.conflict_handler == 'error':
            names = ', '.join(name for name, _ in taken)
            raise OptionConflictError(f'conflicting option string(s): {names}', option)
        for name, older in taken:
            for names, table in ((older._short_opts, self._short_opt), (older._long_opts, self._long_opt)):
                if name in names:
                    names.remove(name)
                    del table[name]
            if not (older._short_opts or older._long_opts):
                older.container.option_list.remove(older)

    def add_option(self, *args, **kwargs):
        """Adds an option: one that is made, or what one is made of."""
        if args and isinstance(args[0], str):
            option = self.option_class(*args, **kwargs)
        elif len(args) == 1 and not kwargs:
            option = args[0]
            if not isinstance(option, Option):
                raise TypeError(f'not an Option instance: {option!r}')
        else:
            raise TypeError('invalid arguments')
        self._check_conflict(option)
        self.option_list.append(option)
        option.container = self
        self._short_opt.update(dict.fromkeys(option._short_opts, option))
        self._long_opt.update(dict.fromkeys(option._long_opts, option))
        if option.dest is not None:
            if option.default is not NO_DEFAULT:
                self.defaults[option.dest] = option.default
            else:
                self.defaults.setdefault(option.dest, None)
        return option

    def add_options(self, option_list):
        """Adds options."""
        for option in option_list:
            self.add_option(option)

    def get_option(self, opt_str):
        """The option of a name, or None."""
        return self._known(opt_str)

    def has_option(self, opt_str):
        """Whether there is an option of a name."""
        return self._known(opt_str) is not None

    def remove_option(self, opt_str):
        """Takes out an option, with all its names."""
        option = self._known(opt_str)
        if option is None:
            raise ValueError(f'no such option {opt_str!r}')
        for name in option._short_opts:
            del self._short_opt[name]
        for name in option._long_opts:
            del self._long_opt[name]
        option.container.option_list.remove(option)

    # ---- help ----

    def format_option_help(self, formatter):
        return ''.join(formatter.format_option(option) for option in self.option_list if option.help is not SUPPRESS_HELP)

    def format_description(self, formatter):
        return formatter.format_description(self.get_description())

    def format_help(self, formatter):
        parts = [self.format_description(formatter)] if self.description else []
        return '\n'.join([*parts, self.format_option_help(formatter)])


class OptionGroup(OptionContainer):
    """Options of a parser that stand together in its help."""

    def __init__(self, parser, title, description=None):
        self.parser, self.title = parser, title
        super().__init__(parser.option_class, parser.conflict_handler, description)

    def _create_option_list(self):
        self.option_list = []
        self._share_option_mappings(self.parser)

    def set_title(self, title):
        self.title = title

    def destroy(self):
        super().destroy()
        del self.option_list

    def format_help(self, formatter):
        heading = formatter.format_heading(self.title)
        formatter.indent()
        text = heading + super().format_help(formatter)
        formatter.dedent()
        return text


class OptionParser(OptionContainer):
    """Takes command lines apart."""

    standard_option_list = []

    def __init__(self, usage=None, option_list=None, option_class=Option, version=None, conflict_handler='error', description=None,
                 formatter=None, add_help_option=True, prog=None, epilog=None):
        super().__init__(option_class, conflict_handler, description)
        self.set_usage(usage)
        self.prog, self.version, self.epilog = prog, version, epilog
        self.allow_interspersed_args = self.process_default_values = True
        self.formatter = formatter or IndentedHelpFormatter()
        self.formatter.set_parser(self)
        self.add_options([*self.standard_option_list, *(option_list or ())])
        if version:
            self._add_version_option()
        if add_help_option:
            self._add_help_option()
        self._init_parsing_state()

    def _create_option_list(self):
        self.option_list, self.option_groups = [], []
        self._create_option_mappings()

    def _add_help_option(self):
        self.add_option('-h', '--help', action='help', help=_('show this help message and exit'))

    def _add_version_option(self):
        self.add_option('--version', action='version', help=_("show program's version number and exit"))

    def _init_parsing_state(self):
        self.rargs = self.largs = self.values = None

    def destroy(self):
        super().destroy()
        for group in self.option_groups:
            group.destroy()
        del self.option_list, self.option_groups, self.formatter

    # ---- settings ----

    def set_usage(self, usage):
        """Sets the line of usage; %prog stands for the program's name."""
        if usage is None:
            self.usage = _('%prog [options]')
        elif usage is SUPPRESS_USAGE:
            self.usage = None
        else:
            # Who writes the word as well means the same.
            is_doubled = usage.lower().startswith('usage: ')
            self.usage = usage[7:] if is_doubled else usage

    def enable_interspersed_args(self):
        """Options may stand behind arguments."""
        self.allow_interspersed_args = True

    def disable_interspersed_args(self):
        """The first argument ends the options."""
        self.allow_interspersed_args = False

    def set_process_default_values(self, process):
        """Whether defaults that are texts are converted as values are."""
        self.process_default_values = process

    def set_default(self, dest, value):
        """Sets the default of a destination."""
        self.defaults[dest] = value

    def set_defaults(self, **kwargs):
        """Sets defaults."""
        self.defaults.update(kwargs)

    def _get_all_options(self):
        return [option for container in (self, *self.option_groups) for option in container.option_list]

    def get_default_values(self):
        """The values when nothing is given."""
        if not self.process_default_values:
            return Values(self.defaults)
        found = dict(self.defaults)
        for option in self._get_all_options():
            default = found.get(option.dest)
            if isinstance(default, str):
                found[option.dest] = option.check_value(option.get_opt_string(), default)
        return Values(found)

    def add_option_group(self, *args, **kwargs):
        """Adds a group: one that is made, or what one is made of."""
        if args and isinstance(args[0], str):
            group = OptionGroup(self, *args, **kwargs)
        elif len(args) == 1 and not kwargs:
            group = args[0]
            if not isinstance(group, OptionGroup):
                raise TypeError(f'not an OptionGroup instance: {group!r}')
            if group.parser is not self:
                raise ValueError('invalid OptionGroup (wrong parser)')
        else:
            raise TypeError('invalid arguments')
        self.option_groups.append(group)
        return group

    def get_option_group(self, opt_str):
        """The group of an option, or None."""
        option = self._known(opt_str)
        return option.container if option is not None and option.container is not self else None

    # ---- reading ----

    def _get_args(self, args):
        return sys.argv[1:] if args is None else args[:]

    def parse_args(self, args=None, values=None):
        """The values and what is left of a command line; the program's own by default."""
        self.rargs = rargs = self._get_args(args)
        self.largs = largs = []
        self.values = values = self.get_default_values() if values is None else values
        try:
            self._process_args(largs, rargs, values)
        except (BadOptionError, OptionValueError) as e:
            self.error(str(e))
        return self.check_values(values, largs + rargs)

    def check_values(self, values, args):
        """Looks at the result; what this gives is given."""
        return values, args

    def _process_args(self, largs, rargs, values):
        while rargs:
            word = rargs[0]
            if word == '--':
                del rargs[0]
                return
            if word.startswith('--'):
                self._process_long_opt(rargs, values)
            elif word.startswith('-') and len(word) > 1:
                self._process_short_opts(rargs, values)
            elif self.allow_interspersed_args:
                largs.append(rargs.pop(0))
            else:
                return

    def _match_long_opt(self, opt):
        return _match_abbrev(opt, self._long_opt)

    def _take(self, option, name, rargs):
        """The values that follow an option."""
        count = option.nargs
        if len(rargs) < count:
            self.error(ngettext('%(option)s option requires %(number)d argument', '%(option)s option requires %(number)d arguments', count)
                       % {'option': name, 'number': count})
        if count == 1:
            return rargs.pop(0)
        taken = tuple(rargs[:count])
        del rargs[:count]
        return taken

    def _process_long_opt(self, rargs, values):
        given, equals, text = rargs.pop(0).partition('=')
        name = self._match_long_opt(given)
        option = self._long_opt[name]
        value = None
        if option.takes_value():
            if equals:
                rargs.insert(0, text)
            value = self._take(option, name, rargs)
        elif equals:
            self.error(_('%s option does not take a value') % name)
        option.process(name, value, values, self)

    def _process_short_opts(self, rargs, values):
        word = rargs.pop(0)
        for place, c in enumerate(word[1:], 2):
            name = '-' + c
            option = self._short_opt.get(name)
            if option is None:
                raise BadOptionError(name)
            if not option.takes_value():
                option.process(name, None, values, self)
                continue
            # The rest of the word is its value.
            if place < len(word):
                rargs.insert(0, word[place:])
            option.process(name, self._take(option, name, rargs), values, self)
            return

    # ---- messages ----

    def get_prog_name(self):
        """The program's name."""
        return os.path.basename(sys.argv[0]) if self.prog is None else self.prog

    def expand_prog_name(self, s):
        """A text with the program's name in place of %prog."""
        return s.replace('%prog', self.get_prog_name())

    def get_description(self):
        return self.expand_prog_name(self.description)

    def exit(self, status=0, msg=None):
        """Ends the program."""
        if msg:
            sys.stderr.write(msg)
        sys.exit(status)

    def error(self, msg):
        """Ends the program with a message."""
        self.print_usage(sys.stderr)
        self.exit(2, f'{self.get_prog_name()}: error: {msg}\n')

    def get_usage(self):
        return self.formatter.format_usage(self.expand_prog_name(self.usage)) if self.usage else ''

    def print_usage(self, file=None):
        if self.usage:
            print(self.get_usage(), file=file)

    def get_version(self):
        return self.expand_prog_name(self.version) if self.version else ''

    def print_version(self, file=None):
        if self.version:
            print(self.get_version(), file=file)

    def format_option_help(self, formatter=None):
        formatter = formatter or self.formatter
        formatter.store_option_strings(self)
        parts = [formatter.format_heading(_('Options'))]
        formatter.indent()
        if self.option_list:
            parts += [OptionContainer.format_option_help(self, formatter), '\n']
        for group in self.option_groups:
            parts += [group.format_help(formatter), '\n']
        formatter.dedent()
        # The last empty line is one too many.
        return ''.join(parts[:-1])

    def format_epilog(self, formatter):
        return formatter.format_epilog(self.epilog)

    def format_help(self, formatter=None):
        formatter = formatter or self.formatter
        parts = [self.get_usage() + '\n'] if self.usage else []
        if self.description:
            parts.append(self.format_description(formatter) + '\n')
        return ''.join([*parts, self.format_option_help(formatter), self.format_epilog(formatter)])

    def print_help(self, file=None):
        """Writes the help."""
        (sys.stdout if file is None else file).write(self.format_help())


def _match_abbrev(s, wordmap):
    """The only key that begins with a text, or is it."""
    if s in wordmap:
        return s
    found = sorted(word for word in wordmap if word.startswith(s))
    if len(found) == 1:
        return found[0]
    if not found:
        raise BadOptionError(s)
    raise AmbiguousOptionError(s, found)
