"""Splitting source text into tokens, comments and line ends included, and putting it together again."""

import re
import token
from collections import namedtuple
from token import *
from token import EXACT_TOKEN_TYPES

__all__ = token.__all__ + [
    'tokenize', 'generate_tokens', 'detect_encoding', 'untokenize', 'TokenInfo', 'open', 'TokenError',
]


class TokenError(Exception):
    """The text cannot be split, or ends inside of something: (message, (row, column))."""


class TokenInfo(namedtuple('TokenInfo', 'type string start end line')):
    """A token: what it is, its text, where it begins and ends, and the lines it stands in."""

    def __repr__(self):
        kind = f'{self.type} ({tok_name[self.type]})'
        return f'TokenInfo(type={kind}, string={self.string!r}, start={self.start!r}, end={self.end!r}, line={self.line!r})'

    @property
    def exact_type(self):
        """The type; of operators, the one that each has of its own."""
        return EXACT_TOKEN_TYPES.get(self.string, OP) if self.type == OP else self.type


# ---- what tokens look like ----

# All that is not ASCII is taken for part of a name: whether it may be there is for the parser to say.
_NAME = re.compile(r'[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]*')
_BLANKS = re.compile(r'[ \t\f]*')
_COMMENT = re.compile(r'#[^\r\n]*')
_LINE_END = re.compile(r'\r?\n|\r$')
_STRING_START = re.compile(r'''([rRbBuU]|[bB][rR]|[rR][bB]|[fF][rR]?|[rR][fF])?(\'\'\'|"""|'|")''')
_DIGITS = r'[0-9](?:_?[0-9])*'
_EXPONENT = rf'(?:[eE][+-]?{_DIGITS})'
_NUMBER = re.compile(
    rf'0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS}){_EXPONENT}?[jJ]?')
_RADIX = re.compile('0[xXoObB]')
_RADIX_NAMES = {'x': 'hexadecimal', 'o': 'octal', 'b': 'binary'}
_OPERATOR = re.compile('|'.join(re.escape(text) for text in sorted([*EXACT_TOKEN_TYPES, '<>'], key=len, reverse=True)))
_ESCAPED_NAME = re.compile(r'\\N\{[^}\r\n]*\}')


class _Scanner:
    """Reads lines and gives tokens. `row`, `line` and `at` say where it is."""

    def __init__(self, readline):
        self.readline = readline
        self.row, self.line, self.at = 0, '', 0
        # The lines of the token that is being read, from its first one on.
        self.lines = []
        self.depth = 0
        # Widths of the indentations, with tabs to the next multiple of eight and as one.
        self.indents = [(0, 0)]

    def next_line(self):
        """Goes to the beginning of the next line; False at the end."""
        try:
            line = self.readline()
        except StopIteration:
            line = ''
        if '\0' in line:
            raise TokenError('source code cannot contain null bytes', (self.row + 1, line.index('\0')))
        if not line:
            return False
        self.row, self.line, self.at = self.row + 1, line, 0
        self.lines.append(line)
        return True

    def begin(self):
        """The next token begins here."""
        self.lines = [self.line]
        return self.row, self.at

    def made(self, kind, start, text):
        """A token that ends here."""
        return TokenInfo(kind, text, start, (self.row, self.at), ''.join(self.lines))

    def take(self, kind, end):
        """A token of this line."""
        start = self.begin()
        text, self.at = self.line[self.at:end], end
        return self.made(kind, start, text)

    def error(self, message, column=None, row=None):
        return TokenError(message, (self.row if row is None else row, self.at if column is None else column))

    # ---- lines ----

    def run(self):
        while self.next_line():
            self.at = _BLANKS.match(self.line).end()
            rest = self.line[self.at:]
            if rest.startswith('#'):
                yield self.take(COMMENT, _COMMENT.match(self.line, self.at).end())
                yield self.line_end(NL)
            elif not rest.rstrip('\r\n'):
                yield self.line_end(NL)
            else:
                if not (rest.startswith('\\') and self.at == 0):
                    yield from self.indentation()
                yield from self.statement()
        for _ in self.indents[1:]:
            yield TokenInfo(DEDENT, '', (self.row + 1, 0), (self.row + 1, 0), '')
        yield TokenInfo(ENDMARKER, '', (self.row + 1, 0), (self.row + 1, 0), '')

    def line_end(self, kind):
        """The end of a line; of the last one, which may have none, it is empty but takes a column."""
        found = _LINE_END.match(self.line, self.at)
        if found:
            return self.take(kind, found.end())
        start = self.begin()
        return TokenInfo(kind, '', start, (self.row, self.at + 1), self.line)

    def indentation(self):
        width = narrow = 0
        for c in self.line[:self.at]:
            if c == '\f':
                width = narrow = 0
            elif c == '\t':
                width, narrow = width // 8 * 8 + 8, narrow + 1
            else:
                width, narrow = width + 1, narrow + 1
        if width > self.indents[-1][0]:
            if narrow <= self.indents[-1][1]:
                raise self.indentation_error(TabError, 'inconsistent use of tabs and spaces in indentation')
            self.indents.append((width, narrow))
            self.lines = [self.line]
            yield self.made(INDENT, (self.row, 0), self.line[:self.at])
            return
        while width < self.indents[-1][0]:
            self.indents.pop()
            if width > self.indents[-1][0]:
                raise self.indentation_error(IndentationError, 'unindent does not match any outer indentation level')
            yield self.made(DEDENT, self.begin(), '')
        if narrow != self.indents[-1][1]:
            raise self.indentation_error(TabError, 'inconsistent use of tabs and spaces in indentation')

    def indentation_error(self, kind, message):
        text = self.line.rstrip('\r\n')
        return kind(message, ('<string>', self.row, len(text) + 1, text, None, None))

    def statement(self):
        """The tokens up to the end of a logical line."""
        while True:
            self.at = _BLANKS.match(self.line, self.at).end()
            rest = self.line[self.at:self.at + 2]
            if rest.startswith('#'):
                yield self.take(COMMENT, _COMMENT.match(self.line, self.at).end())
            elif not rest or rest[0] == '\n' or rest == '\r\n' or rest == '\r':
                if not self.depth:
                    yield self.line_end(NEWLINE)
                    return
                yield self.line_end(NL)
                if not self.next_line():
                    raise self.error('unexpected EOF in multi-line statement', 0)
            elif rest[0] == '\\':
                if not self.continue_line():
                    # An empty line that a backslash leads to is nothing but an empty line.
                    yield self.line_end(NL)
                    return
            else:
                yield from self.token()

    def continue_line(self):
        """Goes on after a backslash at the end of a line. False if there was nothing before it and is nothing after."""
        is_alone = not self.line[:self.at].strip()
        if self.line[self.at + 1:].rstrip('\r\n'):
            raise self.error('unexpected character after line continuation character', len(self.line))
        length = len(self.line.rstrip('\r\n')) + 1
        if not self.next_line():
            raise self.error('unexpected EOF in multi-line statement', length)
        return not is_alone or self.depth or self.line.strip()

    # ---- tokens ----

    def token(self):
        line, at = self.line, self.at
        found = _STRING_START.match(line, at)
        if found:
            prefix, quote = found[1] or '', found[2]
            if 'f' in prefix.lower():
                yield from self.format_string(prefix, quote)
            else:
                yield self.string(found.end(), quote)
            return
        found = _NAME.match(line, at)
        if found:
            yield self.take(NAME, found.end())
            return
        if line[at].isdigit() or line[at] == '.' and line[at + 1:at + 2].isdigit():
            yield self.number()
            return
        found = _OPERATOR.match(line, at)
        text = found.group() if found else line[at]
        if text in ('(', '[', '{'):
            self.depth += 1
        elif text in (')', ']', '}'):
            self.depth = max(self.depth - 1, 0)
        yield self.take(OP, at + len(text))

    def number(self):
        line, at = self.line, self.at
        end = _NUMBER.match(line, at).end()
        radix = _RADIX.match(line, at)
        name = _RADIX_NAMES[radix.group()[1].lower()] if radix else 'decimal'
        after = line[end:end + 1]
        if radix and end == at + 1:
            after = line[radix.end():radix.end() + 1]
            if after.isdigit():
                raise self.error(f'invalid digit {after!r} in {name} literal', radix.end() + 1)
            raise self.error(f'invalid {name} literal', radix.end())
        if after == '_':
            raise self.error(f'invalid {name} literal', end + 1)
        if radix and after.isdigit():
            raise self.error(f'invalid digit {after!r} in {name} literal', end + 1)
        return self.take(NUMBER, end)

    def string(self, at, quote):
        start = self.begin()
        first = self.at
        parts = []
        while True:
            end = at
            while end < len(self.line) and not self.line.startswith(quote, end):
                if len(quote) == 1 and self.line[end] in '\r\n' and self.line[end - 1:end] != '\\':
                    raise self.error(f'unterminated string literal (detected at line {self.row})', start[1] + 1, start[0])
                # What a backslash is before is no quote, nor an end of the line.
                end += 3 if self.line.startswith('\\\r\n', end) else 2 if self.line[end] == '\\' else 1
            if end < len(self.line):
                self.at = end + len(quote)
                parts.append(self.line[first:self.at])
                return self.made(STRING, start, ''.join(parts))
            parts.append(self.line[first:])
            is_continued = len(quote) == 3 or self.line.rstrip('\r\n').endswith('\\')
            row = self.row
            if not is_continued or not self.next_line():
                if len(quote) == 3:
                    raise self.error('EOF in multi-line string', start[1] + 1, start[0])
                raise self.error(f'unterminated string literal (detected at line {row})', start[1] + 1, start[0])
            first = at = 0

    # ---- format strings ----

    def format_string(self, prefix, quote):
        start = self.row, self.at
        is_raw = 'r' in prefix.lower()
        yield self.take(FSTRING_START, self.at + len(prefix) + len(quote))
        yield from self.pieces(start, quote, is_raw, is_format=False)
        yield self.take(FSTRING_END, self.at + len(quote))

    def pieces(self, string_start, quote, is_raw, is_format):
        """Texts and fields: of a format string up to its quote, of a field's format up to the closing brace."""
        start, parts, first = self.begin(), [], self.at

        def text(shift=0):
            """What has been read since the last token. `shift` characters that follow are not part of anything."""
            nonlocal start, parts, first
            piece = self.made(FSTRING_MIDDLE, start, ''.join(parts) + self.line[first:self.at])
            self.at += shift
            start, parts, first = self.begin(), [], self.at
            return piece

        while True:
            line, at = self.line, self.at
            if at >= len(line) or line[at] in '\r\n' and len(quote) == 1 and line[at - 1:at] != '\\':
                row, rest = self.row, line[first:]
                is_open = at >= len(line) and (len(quote) == 3 or line.rstrip('\r\n').endswith('\\'))
                if not is_open or not self.next_line():
                    kind = 'triple-quoted f-string' if len(quote) == 3 else 'f-string'
                    raise self.error(f'unterminated {kind} literal (detected at line {row})', string_start[1] + 1, string_start[0])
                parts.append(rest)
                first = 0
            elif not is_format and line.startswith(quote, at):
                if parts or at > first:
                    yield text()
                return
            elif line[at] == '\\':
                named = None if is_raw else _ESCAPED_NAME.match(line, at)
                if named:
                    self.at = named.end()
                    yield text()
                else:
                    self.at += 1 if line[at + 1:at + 2] in ('{', '}') else 3 if line.startswith('\\\r\n', at) else 2
            elif line[at] == '{' and not is_format and line.startswith('{{', at):
                self.at += 1
                yield text(1)
            elif line[at] == '{':
                if parts or at > first or line.startswith('{{', at):
                    yield text()
                yield from self.field(string_start, quote, is_raw)
                start, parts, first = self.begin(), [], self.at
            elif line[at] == '}':
                if is_format:
                    yield text()
                    return
                if not line.startswith('}}', at):
                    yield text()
                    raise self.error("f-string: single '}' is not allowed", self.at + 1)
                self.at += 1
                yield text(1)
            else:
                self.at += 1

    def field(self, string_start, quote, is_raw):
        """A field with its braces."""
        yield self.take(OP, self.at + 1)
        outside, self.depth = self.depth, 1
        while True:
            self.at = _BLANKS.match(self.line, self.at).end()
            rest = self.line[self.at:self.at + 2]
            if not rest or rest[0] in '\r\n':
                yield self.line_end(NL)
                length = len(self.line)
                if not self.next_line():
                    raise self.error('unexpected EOF in multi-line statement', length)
            elif rest[0] == '#':
                yield self.take(COMMENT, _COMMENT.match(self.line, self.at).end())
            elif rest[0] == '\\':
                self.continue_line()
            elif self.depth == 1 and rest[0] == '!' and rest != '!=':
                yield self.take(OP, self.at + 1)
            elif self.depth == 1 and rest[0] == ':':
                yield self.take(OP, self.at + 1)
                yield from self.pieces(string_start, quote, is_raw, is_format=True)
            elif self.depth == 1 and rest[0] == '}':
                self.depth = outside
                yield self.take(OP, self.at + 1)
                return
            else:
                yield from self.token()


def generate_tokens(readline):
    """The tokens of lines of text."""
    return _Scanner(readline).run()


def tokenize(readline):
    """The tokens of lines of bytes; the first one names their encoding."""
    encoding, read = detect_encoding(readline)
    from itertools import chain
    lines = chain(read, iter(readline, b''))
    if encoding == 'utf-8-sig':
        # Its mark has been taken off.
        encoding = 'utf-8'
    yield TokenInfo(ENCODING, encoding, (0, 0), (0, 0), '')

    def next_line():
        return next(lines, b'').decode(encoding, 'replace')

    yield from _Scanner(next_line).run()


# ---- encodings ----

_DECLARED = re.compile(rb'[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)')
_NOTHING = re.compile(rb'[ \t\f]*(?:[#\r\n]|$)')
_MARK = b'\xef\xbb\xbf'


def _usual_name(name):
    plain = name[:12].lower().replace('_', '-')
    for usual, others in ('utf-8', ('utf-8',)), ('iso-8859-1', ('latin-1', 'iso-8859-1', 'iso-latin-1')):
        if any(plain == other or plain.startswith(other + '-') for other in others):
            return usual
    return name


def detect_encoding(readline):
    """The encoding that lines of bytes are in, by a mark or a comment in the first two, and the lines read for that."""
    name = getattr(getattr(readline, '__self__', None), 'name', None)
    where = '' if name is None else f' for {name!r}'
    read = []

    def next_line():
        try:
            return readline()
        except StopIteration:
            return b''

    line = next_line()
    has_mark = line.startswith(_MARK)
    if has_mark:
        line = line[len(_MARK):]
    usual = 'utf-8-sig' if has_mark else 'utf-8'
    while line:
        read.append(line)
        try:
            line.decode('utf-8')
        except UnicodeDecodeError:
            if not _DECLARED.match(line):
                raise SyntaxError(f'invalid or missing encoding declaration{where}') from None
        declared = _DECLARED.match(line)
        if declared:
            return _check_declared(declared[1].decode(), has_mark, where), read
        if len(read) == 2 or not _NOTHING.match(line):
            break
        line = next_line()
    return usual, read


def _check_declared(name, has_mark, where):
    from codecs import lookup
    name = _usual_name(name)
    try:
        lookup(name)
    except LookupError:
        raise SyntaxError(f'unknown encoding{where}: {name}') from None
    if not has_mark:
        return name
    if name != 'utf-8':
        raise SyntaxError(f'encoding problem{where}: utf-8')
    return 'utf-8-sig'


def open(filename):
    """Opens a source file as text in the encoding it is in."""
    from builtins import open
    from io import TextIOWrapper
    file = open(filename, 'rb')
    try:
        encoding, _ = detect_encoding(file.readline)
        file.seek(0)
        text = TextIOWrapper(file, encoding, line_buffering=True)
        text.mode = 'r'
        return text
    except BaseException:
        file.close()
        raise


# ---- the other way round ----

def untokenize(iterable):
    """A text with these tokens: as it was if they say where they stand, else with blanks where some must be. Bytes if the encoding is one."""
    encoding, parts = None, []
    tokens = iter(iterable)
    end, before = (1, 0), None
    indents, is_line_start = [], True
    for each in tokens:
        if len(each) == 2:
            text, encoding = _joined([each, *tokens], parts, indents, encoding)
            break
        kind, string, start, stop, _ = each
        if kind == ENCODING:
            encoding = string
            continue
        if kind == ENDMARKER:
            break
        if kind == INDENT:
            indents.append(string)
            continue
        if kind == DEDENT:
            indents.pop()
            end = stop
            continue
        if is_line_start and kind not in (NEWLINE, NL) and indents:
            # An indentation stands in the first line's token only.
            if start[1] >= len(indents[-1]):
                parts.append(indents[-1])
                end = end[0], len(indents[-1])
        is_line_start = kind in (NEWLINE, NL)
        if start < end:
            raise ValueError(f'start ({start[0]},{start[1]}) precedes previous end ({end[0]},{end[1]})')
        if start[0] > end[0]:
            parts.append('\\\n' * (start[0] - end[0]))
            end = start[0], 0
        parts.append(' ' * (start[1] - end[1]))
        if kind in (STRING, FSTRING_START) and before in (STRING, FSTRING_END):
            parts.append(' ')
        if kind == FSTRING_MIDDLE:
            string = _doubled(string)
            # Doubled braces take more room than the token says.
            stop = stop[0], stop[1] + string.rpartition('\n')[2].count('{{') + string.rpartition('\n')[2].count('}}')
        parts.append(string)
        before, end = kind, stop
        if is_line_start:
            end = end[0] + 1, 0
    text = ''.join(parts)
    return text if encoding is None else text.encode(encoding)


def _doubled(text):
    """The text of a format string as it is written; names of characters keep their braces."""
    pieces = _ESCAPED_NAME.split(text)
    names = _ESCAPED_NAME.findall(text)
    doubled = [piece.replace('{', '{{').replace('}', '}}') for piece in pieces]
    return ''.join([part for pair in zip(doubled, [*names, '']) for part in pair])


def _joined(tokens, parts, indents, encoding):
    """Adds the texts of tokens that do not say where they stand."""
    before, is_line_start = None, bool(parts) and parts[-1].endswith('\n') or not parts
    braces = 0
    for kind, string, *_ in tokens:
        if kind == ENCODING:
            encoding = string
            continue
        if kind == INDENT:
            indents.append(string)
            continue
        if kind == DEDENT:
            indents.pop()
            continue
        if kind in (NAME, NUMBER):
            string += ' '
        elif kind == STRING and before == STRING:
            string = '  ' + string
        elif kind in (STRING, FSTRING_START) and before in (STRING, FSTRING_END):
            string = ' ' + string
        elif kind == FSTRING_MIDDLE:
            string = _doubled(string)
        elif kind == OP and string in '{}' and before == OP and parts[-1] == string:
            # Two of them would be a brace in a text.
            string = ' ' + string
        if is_line_start and kind not in (NEWLINE, NL) and indents:
            parts.append(indents[-1])
        is_line_start = kind in (NEWLINE, NL)
        parts.append(string)
        before = kind
    return ''.join(parts), encoding


def main(args=None):
    """`python -m tokenize`."""
    import argparse
    import sys
    from builtins import open
    parser = argparse.ArgumentParser(prog='python -m tokenize')
    parser.add_argument('filename', nargs='?', metavar='filename.py', help='the file to tokenize; defaults to stdin')
    parser.add_argument('-e', '--exact', action='store_true', help='display token names using the exact type')
    options = parser.parse_args(args)
    name = options.filename or '<stdin>'
    try:
        if options.filename:
            with open(options.filename, 'rb') as file:
                tokens = list(tokenize(file.readline))
        else:
            tokens = generate_tokens(sys.stdin.readline)
        for each in tokens:
            place = f'{each.start[0]},{each.start[1]}-{each.end[0]},{each.end[1]}:'
            print(f'{place:20}{tok_name[each.exact_type if options.exact else each.type]:15}{each.string!r:15}')
    except SyntaxError as error:
        place = f'{name}:' if error.lineno is None else f'{name}:{error.lineno}:{error.offset}:'
        sys.exit(f'{place} error: {error.msg}')
    except TokenError as error:
        message, (row, column) = error.args
        sys.exit(f'{name}:{row}:{column}: error: {message}')
    except OSError as error:
        sys.exit(f'error: {error}')
    except KeyboardInterrupt:
        print('interrupted')


if __name__ == '__main__':
    main()
