"""Arguments of command lines: positionals, options, subcommands, help and errors."""

import os as _os
import re as _re
import sys as _sys
from _arguments_help import (
    ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE, ArgumentDefaultsHelpFormatter, HelpFormatter,
    MetavarTypeHelpFormatter, RawDescriptionHelpFormatter, RawTextHelpFormatter,
)
from types import SimpleNamespace as _SimpleNamespace

__all__ = ['ArgumentParser', 'ArgumentError', 'ArgumentTypeError', 'BooleanOptionalAction', 'FileType', 'HelpFormatter',
           'ArgumentDefaultsHelpFormatter', 'RawDescriptionHelpFormatter', 'RawTextHelpFormatter', 'MetavarTypeHelpFormatter', 'Namespace',
           'Action', 'ONE_OR_MORE', 'OPTIONAL', 'PARSER', 'REMAINDER', 'SUPPRESS', 'ZERO_OR_MORE']


class ArgumentError(Exception):
    """An argument is wrong."""

    def __init__(self, argument, message):
        self.argument_name = _get_action_name(argument)
        self.message = message

    def __str__(self):
        return self.message if self.argument_name is None else f'argument {self.argument_name}: {self.message}'


class ArgumentTypeError(Exception):
    """A text cannot be converted."""


def _get_action_name(action):
    if action is None:
        return None
    if action.option_strings:
        return '/'.join(action.option_strings)
    if action.metavar not in (None, SUPPRESS):
        return ', '.join(action.metavar) if isinstance(action.metavar, tuple) else action.metavar
    if action.dest not in (None, SUPPRESS):
        return action.dest
    if action.choices:
        return '{' + ','.join(map(str, action.choices)) + '}'
    return None


class Namespace(_SimpleNamespace):
    """The values of a parsed command line."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__

    def __repr__(self):
        parts = [f'{name}={value!r}' if name.isidentifier() else '**{%r: %r}' % (name, value) for name, value in self.__dict__.items()]
        return f"{type(self).__name__}({', '.join(parts)})"


# ---- actions ----

class Action:
    """What is done about an argument."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False, help=None,
                 metavar=None, deprecated=False):
        facts = option_strings, dest, nargs, const, default, type, choices, required, help, metavar, deprecated
        for name, value in zip(self._FACTS, facts):
            setattr(self, name, value)

    _FACTS = 'option_strings dest nargs const default type choices required help metavar deprecated'.split()

    def __repr__(self):
        return f"{type(self).__name__}({', '.join([f'{name}={getattr(self, name)!r}' for name in self._FACTS])})"

    def format_usage(self):
        return self.option_strings[0]

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError('.__call__() not defined')


_MISSING = object()


class BooleanOptionalAction(Action):
    """`--x` and `--no-x`."""

    def __init__(self, option_strings, dest, default=None, type=_MISSING, choices=_MISSING, required=False, help=None, metavar=_MISSING,
                 deprecated=False):
        for name, value in ('type', type), ('choices', choices), ('metavar', metavar):
            if value is not _MISSING:
                import warnings
                warnings.warn(f'{name!r} is deprecated as of Python 3.12 and will be removed in Python 3.14.', DeprecationWarning, stacklevel=3)
        names = []
        for option in option_strings:
            names.append(option)
            if option.startswith('--'):
                names.append('--no-' + option[2:])
        super().__init__(names, dest, nargs=0, default=default, required=required, help=help, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        if option_string in self.option_strings:
            is_yes = not option_string.startswith('--no-')
            setattr(namespace, self.dest, is_yes)

    def format_usage(self):
        return ' | '.join(self.option_strings)


class _StoreAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, **kwargs):
        if nargs == 0:
            raise ValueError('nargs for store actions must be != 0; if you have nothing to store, actions such as store '
                             'true or store const may be more appropriate')
        if const is not None and nargs != OPTIONAL:
            raise ValueError('nargs must be %r to supply const' % OPTIONAL)
        super().__init__(option_strings, dest, nargs, const, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None, deprecated=False):
        super().__init__(option_strings, dest, 0, const, default, required=required, help=help, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, **kwargs):
        super().__init__(option_strings, dest, True, default, **kwargs)


class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, **kwargs):
        super().__init__(option_strings, dest, False, default, **kwargs)


def _copied(items):
    if items is None:
        return []
    import copy
    return items[:] if type(items) is list else copy.copy(items)


class _AppendAction(_StoreAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copied(getattr(namespace, self.dest, None))
        items.append(values)
        setattr(namespace, self.dest, items)


class _AppendConstAction(_StoreConstAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copied(getattr(namespace, self.dest, None))
        items.append(self.const)
        setattr(namespace, self.dest, items)


class _ExtendAction(_StoreAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copied(getattr(namespace, self.dest, None))
        items.extend(values)
        setattr(namespace, self.dest, items)


class _CountAction(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None, deprecated=False):
        super().__init__(option_strings, dest, 0, default=default, required=required, help=help, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None, deprecated=False):
        super().__init__(option_strings, dest, 0, default=default, help=help, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _VersionAction(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS, help=None, deprecated=False):
        help = "show program's version number and exit" if help is None else help
        super().__init__(option_strings, dest, 0, default=default, help=help)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        version = self.version if self.version is not None else parser.version
        formatter = parser._get_formatter()
        formatter.add_text(version)
        parser._print_message(formatter.format_help(), _sys.stdout)
        parser.exit()


class _SubParsersAction(Action):
    class _ChoicesPseudoAction(Action):
        def __init__(self, name, aliases, help):
            metavar = name + (' (%s)' % ', '.join(aliases) if aliases else '')
            super().__init__([], name, help=help, metavar=metavar)

    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None):
        self._parser_class, self._prog_prefix = parser_class, prog
        # The parsers by name and alias, what the help says of them, and the names not to be used any more.
        self._name_parser_map, self._choices_actions, self._deprecated = {}, [], set()
        super().__init__(option_strings, dest, PARSER, choices=self._name_parser_map, required=required, help=help, metavar=metavar)

    def add_parser(self, name, *, deprecated=False, **kwargs):
        if kwargs.get('prog') is None:
            kwargs['prog'] = f'{self._prog_prefix} {name}'
        aliases = kwargs.pop('aliases', ())
        if name in self._name_parser_map:
            raise ArgumentError(self, f'conflicting subparser: {name}')
        for alias in aliases:
            if alias in self._name_parser_map:
                raise ArgumentError(self, f'conflicting subparser alias: {alias}')
        if 'help' in kwargs:
            self._choices_actions.append(self._ChoicesPseudoAction(name, aliases, kwargs.pop('help')))
        parser = self._parser_class(**kwargs)
        for each in (name, *aliases):
            self._name_parser_map[each] = parser
            if deprecated:
                self._deprecated.add(each)
        return parser

    def _get_subactions(self):
        return self._choices_actions

    def __call__(self, parser, namespace, values, option_string=None):
        name, *rest = values
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        try:
            subparser = self._name_parser_map[name]
        except KeyError:
            raise ArgumentError(self, 'unknown parser %r (choices: %s)' % (name, ', '.join(self._name_parser_map))) from None
        if name in self._deprecated:
            parser._warning(f"command '{name}' is deprecated")
        found, extra = subparser.parse_known_args(rest, None)
        for key, value in vars(found).items():
            setattr(namespace, key, value)
        if extra:
            vars(namespace).setdefault(_UNRECOGNIZED_ARGS_ATTR, [])
            getattr(namespace, _UNRECOGNIZED_ARGS_ATTR).extend(extra)


_UNRECOGNIZED_ARGS_ATTR = '_unrecognized_args'


class FileType:
    """Opens files that are named on the command line."""

    def __init__(self, mode='r', bufsize=-1, encoding=None, errors=None):
        self._mode, self._bufsize, self._encoding, self._errors = mode, bufsize, encoding, errors

    def __call__(self, string):
        if string == '-':
            if 'r' in self._mode:
                return _sys.stdin.buffer if 'b' in self._mode else _sys.stdin
            if any(c in self._mode for c in 'wax'):
                return _sys.stdout.buffer if 'b' in self._mode else _sys.stdout
            raise ValueError('argument "-" with mode %r' % self._mode)
        try:
            return open(string, self._mode, self._bufsize, self._encoding, self._errors)
        except OSError as e:
            raise ArgumentTypeError(f"can't open '{string}': {e}")

    def __repr__(self):
        args = [repr(arg) for arg in (self._mode, self._bufsize) if arg != -1]
        args += [f'{name}={value!r}' for name, value in (('encoding', self._encoding), ('errors', self._errors)) if value is not None]
        return f"{type(self).__name__}({', '.join(args)})"


# ---- parsers ----

class _ActionsContainer:
    def __init__(self, description, prefix_chars, argument_default, conflict_handler):
        self.description, self.prefix_chars = description, prefix_chars
        self.argument_default, self.conflict_handler = argument_default, conflict_handler
        if conflict_handler not in ('error', 'resolve'):
            raise ValueError('invalid conflict_resolution value: %r' % conflict_handler)
        self._registries = {'action': {None: _StoreAction, 'store': _StoreAction, 'store_const': _StoreConstAction,
                                       'store_true': _StoreTrueAction, 'store_false': _StoreFalseAction, 'append': _AppendAction,
                                       'append_const': _AppendConstAction, 'count': _CountAction, 'help': _HelpAction,
                                       'version': _VersionAction, 'parsers': _SubParsersAction, 'extend': _ExtendAction},
                            'type': {None: lambda text: text}}
        self._actions, self._option_string_actions, self._defaults = [], {}, {}
        self._action_groups, self._mutually_exclusive_groups = [], []

    def register(self, registry_name, value, object):
        self._registries.setdefault(registry_name, {})[value] = object

    def _registry_get(self, registry_name, value, default=None):
        return self._registries[registry_name].get(value, default)

    def set_defaults(self, **kwargs):
        for action in self._actions:
            action.default = kwargs.get(action.dest, action.default)
        self._defaults |= kwargs

    def get_default(self, dest):
        own = [action.default for action in self._actions if action.dest == dest]
        return next((default for default in own if default is not None), self._defaults.get(dest))

    def add_argument(self, *args, **kwargs):
        """Adds an argument: a name, or options."""
        chars = self.prefix_chars
        if not args or len(args) == 1 and args[0][0] not in chars:
            if args and 'dest' in kwargs:
                raise ValueError('dest supplied twice for positional argument')
            if not args and 'dest' not in kwargs:
                raise TypeError("_ActionsContainer._get_positional_kwargs() missing 1 required positional argument: 'dest'")
            dest = args[0] if args else kwargs.pop('dest')
            if 'required' in kwargs:
                raise TypeError("'required' is an invalid argument for positionals")
            nargs = kwargs.get('nargs')
            kwargs['required'] = nargs not in (OPTIONAL, ZERO_OR_MORE, REMAINDER, SUPPRESS, 0)
            if nargs == ZERO_OR_MORE and 'default' not in kwargs:
                # It may be empty, but something before it may be missing, and then it is too.
                kwargs['required'] = True
            names = []
        else:
            for name in args:
                if name[0] not in chars:
                    raise ValueError(f'invalid option string {name!r}: must start with a character {chars!r}')
            names = list(args)
            dest = kwargs.pop('dest', None)
            if dest is None:
                long = [name for name in names if len(name) > 1 and name[1] in chars]
                dest = (long or names)[0].lstrip(chars)
                if not dest:
                    raise ValueError(f'dest= is required for options like {names[0]!r}')
                dest = dest.replace('-', '_')
        kind = kwargs.pop('action', None)
        cls = self._registry_get('action', kind, kind)
        if not callable(cls):
            raise ValueError(f'unknown action "{cls}"')
        if 'default' not in kwargs:
            default = self._defaults.get(dest, self.argument_default)
            if dest in self._defaults or default is not None:
                kwargs['default'] = default
        action = cls(option_strings=names, dest=dest, **kwargs)
        if not callable(self._registry_get('type', action.type, action.type)):
            raise ValueError(f'{action.type!r} is not callable')
        if action.type is FileType:
            raise ValueError(f'{action.type!r} is a FileType class object, instance of it must be passed')
        self._check_help(action)
        return self._add_action(action)

    def _check_help(self, action):
        """Whether the help can be written, as far as that can be told before it is asked for."""
        if not hasattr(self, '_get_formatter'):
            return
        try:
            self._get_formatter()._format_args(action, None)
        except TypeError:
            raise ValueError('length of metavar tuple does not match nargs')

    def _add_action(self, action):
        taken = [name for name in action.option_strings if name in self._option_string_actions]
        if taken:
            if self.conflict_handler == 'error':
                raise ArgumentError(action, f"conflicting option string{'s' if len(taken) > 1 else ''}: {', '.join(taken)}")
            for name in taken:
                other = self._option_string_actions.pop(name)
                other.option_strings.remove(name)
                if not other.option_strings:
                    other.container._remove_action(other)
        self._actions.append(action)
        action.container = self
        for name in action.option_strings:
            self._option_string_actions[name] = action
        return action

    def _remove_action(self, action):
        self._actions.remove(action)

    def add_argument_group(self, *args, **kwargs):
        """A section of the help."""
        group = _ArgumentGroup(self, *args, **kwargs)
        self._action_groups.append(group)
        return group

    def add_mutually_exclusive_group(self, **kwargs):
        """Options of which one may be given."""
        group = _MutuallyExclusiveGroup(self, **kwargs)
        self._mutually_exclusive_groups.append(group)
        return group


class _ArgumentGroup(_ActionsContainer):
    def __init__(self, container, title=None, description=None, **kwargs):
        super().__init__(description, kwargs.get('prefix_chars', container.prefix_chars), kwargs.get('argument_default', container.argument_default),
                         kwargs.get('conflict_handler', container.conflict_handler))
        self.title = title
        self._group_actions = []
        self._container = container
        for name in ('_registries', '_actions', '_option_string_actions', '_defaults', '_mutually_exclusive_groups'):
            setattr(self, name, getattr(container, name))

    def _add_action(self, action):
        super()._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        super()._remove_action(action)
        self._group_actions.remove(action)

    def add_argument_group(self, *args, **kwargs):
        _warn_nested('argument groups')
        return super().add_argument_group(*args, **kwargs)


def _warn_nested(what):
    import warnings
    warnings.warn(f'Nesting {what} is deprecated.', DeprecationWarning, stacklevel=3)


class _MutuallyExclusiveGroup(_ArgumentGroup):
    def __init__(self, container, required=False):
        super().__init__(container)
        self.required = required

    def add_mutually_exclusive_group(self, **kwargs):
        _warn_nested('mutually exclusive groups')
        return super().add_mutually_exclusive_group(**kwargs)

    def _add_action(self, action):
        if action.required:
            raise ValueError('mutually exclusive arguments must be optional')
        self._group_actions.append(self._container._add_action(action))
        return action

    def _remove_action(self, action):
        self._container._remove_action(action)
        self._group_actions.remove(action)


class ArgumentParser(_ActionsContainer):
    """Takes a command line apart."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[], formatter_class=HelpFormatter, prefix_chars='-',
                 fromfile_prefix_chars=None, argument_default=None, conflict_handler='error', add_help=True, allow_abbrev=True,
                 exit_on_error=True):
        super().__init__(description, prefix_chars, argument_default, conflict_handler)
        self.prog = _os.path.basename(_sys.argv[0]) if prog is None else prog
        self.usage, self.epilog, self.formatter_class = usage, epilog, formatter_class
        self.fromfile_prefix_chars, self.allow_abbrev = fromfile_prefix_chars, allow_abbrev
        self.add_help, self.exit_on_error = add_help, exit_on_error
        self._positionals = self.add_argument_group('positional arguments')
        self._optionals = self.add_argument_group('options')
        self._subparsers = None
        if add_help:
            char = '-' if '-' in prefix_chars else prefix_chars[0]
            self.add_argument(char + 'h', char * 2 + 'help', action='help', default=SUPPRESS, help='show this help message and exit')
        for parent in parents:
            if not isinstance(parent, ArgumentParser):
                raise TypeError('parents must be a list of ArgumentParser')
            self._add_parent(parent)

    def _add_parent(self, parent):
        """Takes over the arguments of another parser, in their order, with its groups."""
        groups = {group.title: group for group in self._action_groups}
        places = {}
        for group in parent._action_groups:
            if group.title not in groups:
                mine = groups[group.title] = self.add_argument_group(group.title, group.description)
                mine.conflict_handler = group.conflict_handler
            places.update(dict.fromkeys(group._group_actions, groups[group.title]))
        for group in parent._mutually_exclusive_groups:
            container = places.get(group._container, self) if isinstance(group._container, _MutuallyExclusiveGroup) else self
            mine = container.add_mutually_exclusive_group(required=group.required)
            places.update(dict.fromkeys(group._group_actions, mine))
            places[group] = mine
        for action in parent._actions:
            places.get(action, self)._add_action(action)
        self._defaults.update(parent._defaults)

    def __repr__(self):
        names = ('prog', 'usage', 'description', 'formatter_class', 'conflict_handler', 'add_help')
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def add_subparsers(self, **kwargs):
        """An argument that names a subcommand."""
        if self._subparsers is not None:
            raise ArgumentError(None, 'cannot have multiple subparser arguments')
        kwargs.setdefault('parser_class', type(self))
        has_group = 'title' in kwargs or 'description' in kwargs
        title, description = kwargs.pop('title', 'subcommands'), kwargs.pop('description', None)
        self._subparsers = self.add_argument_group(title, description) if has_group else self._positionals
        if kwargs.get('prog') is None:
            formatter = self._get_formatter()
            positionals = self._get_positional_actions()
            formatter.add_usage(self.usage, positionals, self._mutually_exclusive_groups, '')
            kwargs['prog'] = formatter.format_help().strip()
        make = self._registry_get('action', kwargs.pop('action', 'parsers'))
        return self._subparsers._add_action(make(option_strings=[], **kwargs))

    def _get_optional_actions(self):
        return [action for action in self._actions if action.option_strings]

    def _get_positional_actions(self):
        return [action for action in self._actions if not action.option_strings]

    def _add_action(self, action):
        group = self._optionals if action.option_strings else self._positionals
        return group._add_action(action)

    # -- parsing --

    def parse_args(self, args=None, namespace=None):
        """The values of a command line; everything on it must be known."""
        args, extra = self.parse_known_args(args, namespace)
        if extra:
            message = 'unrecognized arguments: %s' % ' '.join(extra)
            if self.exit_on_error:
                self.error(message)
            raise ArgumentError(None, message)
        return args

    def parse_known_args(self, args=None, namespace=None):
        """The values of a command line, and what is not known."""
        return self._parse(args, namespace, None)

    def parse_intermixed_args(self, args=None, namespace=None):
        args, extra = self.parse_known_intermixed_args(args, namespace)
        if extra:
            self.error('unrecognized arguments: %s' % ' '.join(extra))
        return args

    def parse_known_intermixed_args(self, args=None, namespace=None):
        for action in self._actions:
            if not action.option_strings and action.nargs in (PARSER, REMAINDER):
                raise TypeError('parse_intermixed_args: positional arg with nargs=%s' % action.nargs)
        for group in self._mutually_exclusive_groups:
            if any(not action.option_strings for action in group._group_actions):
                raise TypeError('parse_intermixed_args: positional in mutuallyExclusiveGroup')
        namespace, args = self._parse(args, namespace, 'options')
        for action in self._actions:
            if not action.option_strings and getattr(namespace, action.dest, None) == []:
                import warnings
                warnings.warn('Do not expect %s in %s' % (action.dest, namespace))
                delattr(namespace, action.dest)
        return self._parse(args, namespace, 'positionals')

    def _parse(self, args, namespace, only):
        """The values of all arguments, or, for those that may be given in any order, of options or positionals only."""
        args = [*(_sys.argv[1:] if args is None else args)]
        namespace = Namespace() if namespace is None else namespace
        own = [(action.dest, action.default) for action in self._actions if only != 'options' or action.option_strings]
        for dest, value in (*own, *self._defaults.items()):
            if dest is not SUPPRESS and value is not SUPPRESS and not hasattr(namespace, dest):
                setattr(namespace, dest, value)
        if not self.exit_on_error:
            namespace, extra = self._consume(args, namespace, only)
        else:
            try:
                namespace, extra = self._consume(args, namespace, only)
            except ArgumentError as err:
                self.error(str(err))
        if hasattr(namespace, _UNRECOGNIZED_ARGS_ATTR):
            extra.extend(getattr(namespace, _UNRECOGNIZED_ARGS_ATTR))
            delattr(namespace, _UNRECOGNIZED_ARGS_ATTR)
        return namespace, extra

    def convert_arg_line_to_args(self, arg_line):
        return [arg_line]

    def _read_args_from_files(self, args):
        result = []
        for arg in args:
            if arg and arg[0] in self.fromfile_prefix_chars:
                try:
                    with open(arg[1:], encoding=_sys.getfilesystemencoding()) as file:
                        lines = [each for line in file.read().splitlines() for each in self.convert_arg_line_to_args(line)]
                except OSError as err:
                    raise ArgumentError(None, str(err))
                result.extend(self._read_args_from_files(lines))
            else:
                result.append(arg)
        return result

    def _option(self, arg, has_negative):
        """What an argument is as an option: (action, name, separator, value), or None for a positional."""
        if not arg or arg[0] not in self.prefix_chars:
            return None
        if arg in self._option_string_actions:
            return self._option_string_actions[arg], arg, None, None
        if len(arg) == 1:
            return None
        name, equals, value = arg.partition('=')
        if equals and name in self._option_string_actions:
            return self._option_string_actions[name], name, '=', value
        found = self._get_option_tuples(arg)
        if len(found) > 1:
            raise ArgumentError(None, 'ambiguous option: %s could match %s' % (arg, ', '.join(each[1] for each in found)))
        if found:
            return found[0]
        if _NEGATIVE(arg) and not has_negative:
            return None
        if ' ' in arg:
            return None
        return None, arg, None, None

    def _get_option_tuples(self, option_string):
        """What options an argument can stand for that is none as it is: of longer names it may be the beginning."""
        name, equals, value = option_string.partition('=')
        separator, value = ('=', value) if equals else (None, None)
        short = None if option_string[1] in self.prefix_chars else option_string[:2]
        found = []
        for option, action in self._option_string_actions.items():
            if option == short:
                found.append((action, option, '', option_string[2:]))
            elif self.allow_abbrev and option.startswith(name):
                found.append((action, option, separator, value))
        return found

    def _consume(self, args, namespace, only):
        if self.fromfile_prefix_chars is not None:
            args = self._read_args_from_files(args)
        has_negative = any(_NEGATIVE(option) for option in self._option_string_actions)
        kinds = []
        options = {}
        after_dashes = False
        for at, arg in enumerate(args):
            if after_dashes:
                kinds.append('A')
            elif arg == '--':
                kinds.append('-')
                after_dashes = True
            else:
                option = self._option(arg, has_negative)
                kinds.append('A' if option is None else 'O')
                if option is not None:
                    options[at] = option
        pattern = ''.join(kinds)
        seen, seen_explicitly = set(), set()
        extras = []
        positionals = [] if only == 'options' else self._get_positional_actions()
        warned = set()

        def take(action, strings, option=None):
            seen.add(action)
            value = self._get_values(action, strings)
            if value is not action.default:
                seen_explicitly.add(action)
                for group in self._mutually_exclusive_groups:
                    if action in group._group_actions:
                        for other in group._group_actions:
                            if other is not action and other in seen_explicitly:
                                raise ArgumentError(action, f'not allowed with argument {_get_action_name(other)}')
            if value is not SUPPRESS:
                named = option or action.dest
                if action.deprecated and named not in warned and (option or strings):
                    warned.add(named)
                    self._warning(f"{'option' if option else 'argument'} '{named}' is deprecated")
                action(self, namespace, value, option)

        def count_for(action, at):
            match = _re.match(self._get_nargs_pattern(action), pattern[at:])
            if match is None:
                raise ArgumentError(action, {None: 'expected one argument', OPTIONAL: 'expected at most one argument',
                                             ONE_OR_MORE: 'expected at least one argument'}.get(
                    action.nargs, f"expected {action.nargs} argument{'s' if action.nargs != 1 else ''}"))
            return len(match.group(1))

        def consume_option(at):
            action, name, separator, explicit = options[at]
            if action is None:
                extras.append(args[at])
                after = at + 1
                return after
            while explicit is not None:
                wanted = 'A' if _re.fullmatch(self._get_nargs_pattern(action), 'A') and action.nargs != 0 else ''
                if wanted:
                    take(action, [explicit], name)
                    return at + 1
                if action.nargs == 0 and separator == '' and name[1] not in self.prefix_chars:
                    # Several short options in one argument.
                    take(action, [], name)
                    if not explicit:
                        return at + 1
                    following = name[0] + explicit[0]
                    if following not in self._option_string_actions:
                        if explicit[0] != '=' and explicit[0] not in self.prefix_chars:
                            # Options that are not known here may be known elsewhere.
                            extras.append(name[0] + explicit)
                            return at + 1
                        raise ArgumentError(action, f'ignored explicit argument {explicit!r}')
                    action, name, explicit = self._option_string_actions[following], following, explicit[1:]
                    if not explicit:
                        explicit = None
                    elif explicit[0] == '=':
                        separator, explicit = '=', explicit[1:]
                    continue
                raise ArgumentError(action, f'ignored explicit argument {explicit!r}')
            n = count_for(action, at + 1)
            take(action, args[at + 1:at + 1 + n], name)
            return at + 1 + n

        def consume_positionals(at):
            for n in range(len(positionals), 0, -1):
                match = _re.match(''.join(self._get_nargs_pattern(action) for action in positionals[:n]), pattern[at:])
                if match is not None:
                    counts = [len(group) for group in match.groups()]
                    break
            else:
                return at
            for action, n in zip(positionals[:len(counts)], counts):
                strings = args[at:at + n]
                if '-' in pattern[at:at + n] and action.nargs not in (PARSER, REMAINDER):
                    strings.remove('--')
                elif action.nargs == PARSER and strings and strings[0] == '--':
                    strings = strings[1:]
                at += n
                take(action, strings)
                positionals.remove(action)
            return at

        at = 0
        last_option = max(options, default=-1)
        while at <= last_option:
            following = min(index for index in options if index >= at)
            if at != following:
                after = consume_positionals(at)
                if after > at:
                    at = after
                    continue
            if at not in options:
                extras.extend(args[at:following])
                at = following
            at = consume_option(at)
        at = consume_positionals(at)
        extras.extend(args[at:])
        missing = []
        for action in self._actions:
            if only is not None and (only == 'options') != bool(action.option_strings):
                continue
            if action not in seen:
                if action.required:
                    missing.append(_get_action_name(action))
                elif isinstance(action.default, str) and hasattr(namespace, action.dest) and action.default is getattr(namespace, action.dest):
                    setattr(namespace, action.dest, self._get_value(action, action.default))
        if missing:
            raise ArgumentError(None, 'the following arguments are required: %s' % ', '.join(filter(None, missing)))
        for group in self._mutually_exclusive_groups:
            if group.required and only != 'positionals' and not any(action in seen_explicitly for action in group._group_actions):
                names = [_get_action_name(action) for action in group._group_actions if action.help is not SUPPRESS]
                raise ArgumentError(None, 'one of the arguments %s is required' % ' '.join(names))
        return namespace, extras

    def _get_values(self, action, strings):
        if action.nargs == OPTIONAL and not strings:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str) and value is not SUPPRESS:
                value = self._get_value(action, value)
            return value
        if action.nargs == ZERO_OR_MORE and not strings and not action.option_strings:
            return action.default if action.default is not None else []
        if action.nargs in (None, OPTIONAL):
            value = self._get_value(action, strings[0])
            self._check_value(action, value)
            return value
        if action.nargs == REMAINDER:
            return [self._get_value(action, text) for text in strings]
        if action.nargs == PARSER:
            value = [self._get_value(action, text) for text in strings]
            self._check_value(action, value[0])
            return value
        if action.nargs == SUPPRESS:
            return SUPPRESS
        value = [self._get_value(action, text) for text in strings]
        for each in value:
            self._check_value(action, each)
        return value

    def _get_value(self, action, text):
        convert = self._registry_get('type', action.type, action.type)
        try:
            return convert(text)
        except ArgumentTypeError as err:
            raise ArgumentError(action, str(err))
        except (TypeError, ValueError):
            name = getattr(action.type, '__name__', repr(action.type))
            raise ArgumentError(action, f'invalid {name} value: {text!r}')

    def _check_value(self, action, value):
        choices = action.choices
        if choices is None:
            return
        if isinstance(choices, str):
            choices = list(choices)
        if value not in choices:
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {', '.join(map(repr, choices))})")

    def _get_nargs_pattern(self, action):
        """A regular expression for the kinds of arguments an action takes: A for values, O for options, - for `--`."""
        nargs = action.nargs
        text = {None: '(-*A-*)', OPTIONAL: '(-*A?-*)', ZERO_OR_MORE: '(-*[A-]*)', ONE_OR_MORE: '(-*A[A-]*)', REMAINDER: '([-AO]*)',
                PARSER: '(-*A[-AO]*)', SUPPRESS: '(-*-*)'}.get(nargs)
        if text is None:
            text = '(-*%s-*)' % '-*'.join('A' * nargs)
        if action.option_strings:
            text = text.replace('-*', '').replace('-', '')
        return text

    # -- help --

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

    def format_usage(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def print_usage(self, file=None):
        self._print_message(self.format_usage(), file or _sys.stdout)

    def print_help(self, file=None):
        self._print_message(self.format_help(), file or _sys.stdout)

    def _print_message(self, message, file=None):
        if message:
            try:
                (file or _sys.stderr).write(message)
            except (AttributeError, OSError):
                pass

    def exit(self, status=0, message=None):
        if message:
            self._print_message(message, _sys.stderr)
        _sys.exit(status)

    def error(self, message):
        """Prints usage and a message, and ends the program with status 2."""
        self.print_usage(_sys.stderr)
        self.exit(2, f'{self.prog}: error: {message}\n')

    def _warning(self, message):
        self._print_message(f'{self.prog}: warning: {message}\n', _sys.stderr)


_NEGATIVE = _re.compile(r'-(?:\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)\Z').match
