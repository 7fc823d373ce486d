# Formatters that are derived from as recipes do, and used by hand.
import argparse
from argparse import SUPPRESS, HelpFormatter


def fill(parser):
    parser.add_argument('-n', '--num', metavar='NUMBER', type=int, default=3, help='how often')
    parser.add_argument('-v', '--verbose', action='store_true', help='says   more\nthan needed')
    parser.add_argument('--secret', help=SUPPRESS)
    parser.add_argument('--mode', choices=['fast', 'slow'], help='R|first line\nsecond line of %(prog)s')
    group = parser.add_argument_group('file things', 'what is done about files of %(prog)s')
    group.add_argument('--out', help='where to')
    group.add_argument('files', nargs='*', help='what is read')
    below = parser.add_subparsers(title='commands', description='what can be done', metavar='COMMAND')
    below.add_parser('run', aliases=['r', 'go'], help='runs it')
    below.add_parser('a-command-with-a-rather-long-name', help='has its explanation below')
    return parser


class OneMetavar(HelpFormatter):
    def _format_action_invocation(self, action):
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        args = self._format_args(action, self._get_default_metavar_for_optional(action))
        return ', '.join(action.option_strings) + ' ' + args.lower()


class Titled(HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        return super().add_usage(usage, actions, groups, 'Usage: ' if prefix is None else prefix)

    def start_section(self, heading):
        super().start_section(heading.title())

    def _format_text(self, text):
        return super()._format_text('* ' + text)


class Lines(HelpFormatter):
    def __init__(self, prog):
        super().__init__(prog, indent_increment=4, max_help_position=40, width=60)

    def _split_lines(self, text, width):
        return text[2:].splitlines() if text.startswith('R|') else super()._split_lines(text, width) + ['']


class Short(HelpFormatter):
    def _metavar_formatter(self, action, default_metavar):
        return super()._metavar_formatter(action, default_metavar and default_metavar[:1] + '~')

    def _format_usage(self, usage, actions, groups, prefix):
        return super()._format_usage(usage, actions, groups, prefix).replace('[-h]', '[options]')

    def _iter_indented_subactions(self, action):
        found = list(super()._iter_indented_subactions(action))
        return iter(sorted(found, key=lambda each: each.dest))

    def _get_help_string(self, action):
        return (action.help or '') + ' <%(dest)s>'


class Flat(HelpFormatter):
    """No line for the argument that names commands: those stand where it would."""

    def _format_action(self, action):
        if isinstance(action, argparse._SubParsersAction):
            self._dedent()
            text = ''.join([self._format_action(each) for each in self._iter_indented_subactions(action)])
            self._indent()
            return text
        return super()._format_action(action)

    def _format_actions_usage(self, actions, groups):
        return '[anything]'


class All(OneMetavar, Titled, argparse.ArgumentDefaultsHelpFormatter, argparse.RawDescriptionHelpFormatter):
    pass


for cls in (HelpFormatter, OneMetavar, Titled, Lines, Short, Flat, All, argparse.RawTextHelpFormatter):
    print('----', cls.__name__)
    make = cls if cls is Lines else lambda prog, cls=cls: cls(prog, width=78)
    parser = fill(argparse.ArgumentParser('prog', description='About\n  %(prog)s.', epilog='The end.', formatter_class=make))
    parser.print_help()


class Parser(argparse.ArgumentParser):
    """Lists the options below a heading of its own."""

    def _get_formatter(self):
        return self.formatter_class(self.prog, max_help_position=30, width=70)

    def format_help(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups, 'call: ')
        formatter.start_section('everything')
        formatter.add_arguments(self._actions)
        formatter.start_section('inside')
        formatter.add_text('deep')
        formatter.end_section()
        formatter.end_section()
        formatter.start_section('nothing')
        formatter.end_section()
        formatter.start_section(SUPPRESS)
        formatter.add_text('without a heading')
        formatter.end_section()
        return formatter.format_help()


fill(Parser('p')).print_help()
formatter = HelpFormatter('p', width=40)
print(repr(formatter.format_help()), formatter._width, formatter._max_help_position, formatter._current_indent)
print([cls.__module__ for cls in (HelpFormatter, argparse.RawTextHelpFormatter)], argparse.HelpFormatter._Section.__qualname__)


class Checked(argparse.ArgumentParser):
    def _get_values(self, action, arg_strings):
        return ('got', super()._get_values(action, arg_strings))

    def _check_value(self, action, value):
        if action.choices and value.lower() not in action.choices:
            raise argparse.ArgumentError(action, f'not {value}')

    def error(self, message):
        print('error:', message)


parser = Checked('c')
parser.add_argument('--mode', choices=['fast', 'slow'])
parser.add_argument('rest', nargs='*')
print(parser.parse_args(['--mode', 'FAST', 'x']))
print(argparse._get_action_name(parser._actions[1]))


class Exact(argparse.ArgumentParser):
    def _get_option_tuples(self, option_string):
        found = super()._get_option_tuples(option_string)
        print(option_string, [each[1:] for each in found])
        return []


parser = Exact('e')
parser.add_argument('--long')
parser.add_argument('--longer')
parser.add_argument('-l', action='store_true')
parser.add_argument('-lx')
for args in (['--lon=3'], ['-lv'], ['--long', '1'], ['-l'], ['--o']):
    print(parser.parse_known_args(args))
