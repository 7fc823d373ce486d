"""The help of `argparse`: formatters, whose steps are methods so that they can be derived from. Knows actions by their attributes only."""

import re as _re

# What `nargs` may be besides a number.
OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, REMAINDER, PARSER = '?', '*', '+', '...', 'A...'
SUPPRESS = '==SUPPRESS=='
# How the arguments look, and for how many names that has room.
_SHAPES = {None: ('%s', 1), OPTIONAL: ('[%s]', 1), ZERO_OR_MORE: ('[%s ...]', 1), ONE_OR_MORE: ('%s [%s ...]', 2), REMAINDER: ('...', 0),
           PARSER: ('%s ...', 1), SUPPRESS: ('', 0)}


class HelpFormatter:
    """Collects the parts of a help, then writes them.

    What is added is kept as functions to call: only when all is known, so is the column at which the explanations start."""

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            import shutil
            width = shutil.get_terminal_size().columns - 2
        self._prog, self._width, self._indent_increment = prog, width, indent_increment
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._current_indent = self._level = self._action_max_length = 0
        self._root_section = self._current_section = self._Section(self, None)
        self._whitespace_matcher = _re.compile(r'\s+', _re.ASCII)
        self._long_break_matcher = _re.compile(r'\n\n\n+')

    class _Section:
        """A part with a heading. `items` are functions and their arguments, in order."""

        def __init__(self, formatter, parent, heading=None):
            self.formatter, self.parent, self.heading, self.items = formatter, parent, heading, []

        def format_help(self):
            formatter = self.formatter
            if self.parent is not None:
                formatter._indent()
            body = formatter._join_parts([write(*args) for write, args in self.items])
            if self.parent is not None:
                formatter._dedent()
            if not body:
                return ''
            heading = ''
            if self.heading is not None and self.heading is not SUPPRESS:
                heading = ' ' * formatter._current_indent + f'{self.heading}:\n'
            return formatter._join_parts(['\n', heading, body, '\n'])

    def _indent(self):
        self._level += 1
        self._current_indent += self._indent_increment

    def _dedent(self):
        self._level -= 1
        self._current_indent -= self._indent_increment
        assert self._current_indent >= 0, 'Indent decreased below 0.'

    # -- what a parser adds --

    def _add_item(self, func, args):
        self._current_section.items.append((func, args))

    def start_section(self, heading):
        self._indent()
        section = self._Section(self, self._current_section, heading)
        self._add_item(section.format_help, [])
        self._current_section = section

    def end_section(self):
        self._current_section = self._current_section.parent
        self._dedent()

    def add_text(self, text):
        if text is not None and text is not SUPPRESS:
            self._add_item(self._format_text, [text])

    def add_usage(self, usage, actions, groups, prefix=None):
        if usage is not SUPPRESS:
            self._add_item(self._format_usage, (usage, actions, groups, prefix))

    def add_argument(self, action):
        if action.help is SUPPRESS:
            return
        size = len(self._format_action_invocation(action)) + self._current_indent
        for each in self._iter_indented_subactions(action):
            size = max(size, len(self._format_action_invocation(each)) + self._current_indent)
        self._action_max_length = max(self._action_max_length, size)
        self._add_item(self._format_action, [action])

    def add_arguments(self, actions):
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        """All that was added, as a text."""
        text = self._root_section.format_help()
        return self._long_break_matcher.sub('\n\n', text).strip('\n') + '\n' if text else text

    def _join_parts(self, part_strings):
        return ''.join([part for part in part_strings if part and part is not SUPPRESS])

    # -- usage --

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = 'usage: '
        if usage is not None:
            usage = usage % {'prog': self._prog}
        else:
            usage = self._usage_of(str(self._prog), actions, groups, prefix) if actions else self._prog
        return f'{prefix}{usage}\n\n'

    def _usage_of(self, prog, actions, groups, prefix):
        """The program and its arguments: on one line, else in lines that keep options and positionals apart."""
        options = [action for action in actions if action.option_strings]
        positionals = [action for action in actions if not action.option_strings]
        text = self._format_actions_usage(options + positionals, groups)
        text = f'{prog} {text}' if text else prog
        width = self._width - self._current_indent
        if len(prefix) + len(text) <= width:
            return text
        options, positionals = self._get_actions_usage_parts(options, groups), self._get_actions_usage_parts(positionals, groups)
        if len(prefix) + len(prog) <= 0.75 * width:
            if not options and not positionals:
                return prog
            column = len(prefix) + len(prog) + 1
            lines = _filled([prog, *(options or positionals)], width, column, len(prefix))
            if options:
                lines += _filled(positionals, width, column)
        else:
            # A long name has the first line for itself.
            column = len(prefix)
            lines = _filled(options + positionals, width, column)
            if len(lines) > 1:
                lines = _filled(options, width, column) + _filled(positionals, width, column)
            lines.insert(0, prog)
        return ('\n' + ' ' * column).join(lines)

    def _format_actions_usage(self, actions, groups):
        return ' '.join(self._get_actions_usage_parts(actions, groups))

    def _get_actions_usage_parts(self, actions, groups):
        """The parts for actions. Those of a group that stand together are put into brackets, with bars between them."""
        spans, before, after, is_bare = {}, [''] * len(actions), [''] * len(actions), set()
        for group in groups:
            members = group._group_actions
            if not members:
                raise ValueError(f'empty group {group}')
            start = actions.index(members[0]) if members[0] in actions else None
            if start is not None and actions[start:start + len(members)] == members:
                # Of groups with the same members the last counts.
                spans[start, start + len(members)] = group.required
        for start, end in sorted(spans, reverse=True):
            # Brackets around a part that is in others' brackets already say nothing.
            is_bare.update(range(start, end))
            shown = [at for at in range(start, end) if actions[at].help is not SUPPRESS]
            is_required = spans[start, end]
            if not shown or is_required and len(shown) == 1:
                continue
            opening, closing = '()' if is_required else '[]'
            before[shown[0]] = opening + before[shown[0]]
            after[shown[-1]] += closing
            for at in shown[:-1]:
                if not after[at].endswith(' |'):
                    after[at] += ' |'
        parts = []
        for at, action in enumerate(actions):
            if action.help is SUPPRESS:
                continue
            part = self._usage_part(action)
            if at in is_bare:
                if not action.option_strings and part[0] == '[' and part[-1] == ']':
                    part = part[1:-1]
            elif action.option_strings and not action.required:
                part = f'[{part}]'
            parts.append(before[at] + part + after[at])
        return parts

    def _usage_part(self, action):
        if not action.option_strings:
            return self._format_args(action, self._get_default_metavar_for_positional(action))
        if action.nargs == 0:
            return action.format_usage()
        return f'{action.option_strings[0]} {self._format_args(action, self._get_default_metavar_for_optional(action))}'

    # -- texts and arguments --

    def _format_text(self, text):
        if '%(prog)' in text:
            text = text % {'prog': self._prog}
        return self._fill_text(text, max(self._width - self._current_indent, 11), ' ' * self._current_indent) + '\n\n'

    def _format_action(self, action):
        """An argument: how it is written, its explanation beside or below, and the arguments below it."""
        column = min(self._action_max_length + 2, self._max_help_position)
        room = column - self._current_indent - 2
        head = self._format_action_invocation(action)
        is_beside = bool(action.help) and len(head) <= room
        parts = [' ' * self._current_indent + (head.ljust(room) + '  ' if is_beside else head + '\n')]
        text = self._expand_help(action) if action.help and action.help.strip() else ''
        if text:
            lines = self._split_lines(text, max(self._width - column, 11))
            indents = [0 if is_beside else column] + [column] * (len(lines) - 1)
            # No line at all is an error of whoever splits lines.
            parts.append(f"{' ' * indents[0]}{lines[0]}\n")
            parts += [f"{' ' * indent}{line}\n" for indent, line in zip(indents[1:], lines[1:])]
        elif is_beside and not (action.help and action.help.strip()):
            parts.append('\n')
        parts += [self._format_action(each) for each in self._iter_indented_subactions(action)]
        return self._join_parts(parts)

    def _format_action_invocation(self, action):
        if not action.option_strings:
            metavar, = self._metavar_formatter(action, self._get_default_metavar_for_positional(action))(1)
            return metavar
        names = ', '.join(action.option_strings)
        if action.nargs == 0:
            return names
        return f'{names} {self._format_args(action, self._get_default_metavar_for_optional(action))}'

    def _metavar_formatter(self, action, default_metavar):
        """A function that gives the names of so and so many values."""
        if action.metavar is not None:
            name = action.metavar
        elif action.choices is not None:
            name = '{' + ','.join([str(choice) for choice in action.choices]) + '}'
        else:
            name = default_metavar
        return lambda tuple_size: name if isinstance(name, tuple) else (name,) * tuple_size

    def _format_args(self, action, default_metavar):
        nargs = action.nargs
        names_for = self._metavar_formatter(action, default_metavar)
        if nargs in _SHAPES:
            shape, size = _SHAPES[nargs]
        else:
            try:
                shape, size = ' '.join(['%s' for _ in range(nargs)]), nargs
            except TypeError:
                raise ValueError('invalid nargs value') from None
        if not shape.count('%s') and nargs in _SHAPES:
            return shape
        names = names_for(size)
        if nargs == ZERO_OR_MORE and len(names) == 2:
            shape = '[%s [%s ...]]'
        return shape % names

    def _expand_help(self, action):
        facts = {name: value for name, value in vars(action).items() if value is not SUPPRESS} | {'prog': self._prog}
        for name, value in facts.items():
            facts[name] = getattr(value, '__name__', value)
        if facts.get('choices') is not None:
            facts['choices'] = ', '.join([str(choice) for choice in facts['choices']])
        return self._get_help_string(action) % facts

    def _iter_indented_subactions(self, action):
        try:
            below = action._get_subactions
        except AttributeError:
            return
        self._indent()
        yield from below()
        self._dedent()

    def _split_lines(self, text, width):
        import textwrap
        return textwrap.wrap(self._whitespace_matcher.sub(' ', text).strip(), width)

    def _fill_text(self, text, width, indent):
        import textwrap
        text = self._whitespace_matcher.sub(' ', text).strip()
        return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


def _filled(parts, width, column, start=None):
    """Parts in lines from a column on; the first line starts elsewhere, if that is said."""
    lines, line, end = [], [], (column if start is None else start) - 1
    for part in parts:
        if line and end + 1 + len(part) > width:
            lines.append(' '.join(line))
            line, end = [], column - 1
        line.append(part)
        end += len(part) + 1
    return lines + [' '.join(line)] if line else lines


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves descriptions as they are."""

    def _fill_text(self, text, width, indent):
        return ''.join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves all texts as they are."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Tells default values."""

    def _get_help_string(self, action):
        text = action.help or ''
        if '%(default)' not in text and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                text += ' (default: %(default)s)'
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Names values by their types."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    def _get_default_metavar_for_positional(self, action):
        return action.type.__name__


# Where programs know them.
for _class in (HelpFormatter, RawDescriptionHelpFormatter, RawTextHelpFormatter, ArgumentDefaultsHelpFormatter, MetavarTypeHelpFormatter):
    _class.__module__ = 'argparse'
del _class
