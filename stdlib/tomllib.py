"""Reading TOML 1.0 (toml.io/en/v1.0.0)."""

import re

__all__ = ('loads', 'load', 'TOMLDecodeError')


class TOMLDecodeError(ValueError):
    """The text is no TOML; the message says where."""


def load(fp, /, *, parse_float=float):
    """Reads a file that is open in binary mode."""
    data = fp.read()
    try:
        text = data.decode()
    except AttributeError:
        raise TypeError("File must be opened in binary mode, e.g. use `open('foo.toml', 'rb')`") from None
    return loads(text, parse_float=parse_float)


def loads(s, /, *, parse_float=float):
    """Reads a text. `parse_float` makes numbers of what has a fraction or an exponent, and of infinities."""
    return _Reader(s.replace('\r\n', '\n'), parse_float).read()


# ---- what may stand where ----

_BLANKS = re.compile(r'[ \t]*')
_BLANKS_AND_LINES = re.compile(r'[ \t\n]*')
_BARE_KEY = re.compile(r'[A-Za-z0-9_-]+')
_KEY_START = re.compile(r'''[A-Za-z0-9_"'-]''')
_COMMENT = re.compile(r'[^\x00-\x08\x0a-\x1f\x7f]*')
_PLAIN = re.compile(r'[^"\\\x00-\x08\x0a-\x1f\x7f]+')
_PLAIN_LINES = re.compile(r'[^"\\\x00-\x08\x0b-\x1f\x7f]+')
_LITERAL = re.compile(r"[^'\x00-\x08\x0a-\x1f\x7f]*")
_ODD = re.compile(r'[\x00-\x08\x0b-\x1f\x7f]')
_HEX = {'u': re.compile('[0-9a-fA-F]{4}'), 'U': re.compile('[0-9a-fA-F]{8}')}
_ESCAPES = {'b': '\b', 't': '\t', 'n': '\n', 'f': '\f', 'r': '\r', '"': '"', '\\': '\\'}

_TIME = r'(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)(?:\.(?P<fraction>\d{1,6})\d*)?'
_LOCAL_TIME = re.compile(_TIME, re.ASCII)
_DATE = re.compile(
    rf'(?P<year>\d{{4}})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])'
    rf'(?:[Tt ]{_TIME}(?P<zone>[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?', re.ASCII)
_NUMBER = re.compile(
    r'0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0b[01](?:_?[01])*|0o[0-7](?:_?[0-7])*'
    r'|[+-]?(?:0|[1-9](?:_?[0-9])*)(?P<float>(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?)')
_ODD_FLOAT = re.compile('[+-]?(?:inf|nan)')


class _Table:
    """What is known about a table while it may grow, beside the dict that it becomes."""

    __slots__ = ('items', 'tables', 'arrays', 'is_declared')

    def __init__(self, items):
        self.items = items
        # Tables and arrays of tables in it that are not values of keys: those can still grow. Of an array, its last table.
        self.tables, self.arrays = {}, {}
        # A header or a dotted key has said that it is there.
        self.is_declared = False

    def inner(self, name):
        """A table in it to which something can be added, made if need be; None if the name has a value already."""
        known = self.tables.get(name) or self.arrays.get(name)
        if known is None and name not in self.items:
            self.items[name] = {}
            known = self.tables[name] = _Table(self.items[name])
        return known


class _Reader:
    def __init__(self, text, parse_float):
        self.text, self.at = text, 0
        # Tables that dotted keys have made since the last header.
        self.opened = []
        self.parse_float = parse_float if parse_float is float else _checked(parse_float)

    def error(self, message, at=None):
        at = self.at if at is None else at
        if at >= len(self.text):
            return TOMLDecodeError(f'{message} (at end of document)')
        line = self.text.count('\n', 0, at) + 1
        return TOMLDecodeError(f'{message} (at line {line}, column {at - self.text.rfind("\n", 0, at)})')

    # ---- steps ----

    def sees(self, start):
        return self.text.startswith(start, self.at)

    def takes(self, start):
        is_there = self.text.startswith(start, self.at)
        if is_there:
            self.at += len(start)
        return is_there

    def skip(self, pattern):
        self.at = pattern.match(self.text, self.at).end()

    def skip_comment(self):
        if self.takes('#'):
            self.skip(_COMMENT)
            if self.at < len(self.text) and not self.sees('\n'):
                raise self.error(f'Found invalid character {self.text[self.at]!r}')

    def skip_lines(self):
        """Blanks, line ends and comments."""
        self.skip(_BLANKS_AND_LINES)
        while self.sees('#'):
            self.skip_comment()
            self.skip(_BLANKS_AND_LINES)

    # ---- statements ----

    def read(self):
        root = table = _Table({})
        path = ()
        while True:
            self.skip(_BLANKS_AND_LINES)
            if self.at >= len(self.text):
                return root.items
            if _KEY_START.match(self.text, self.at):
                self.read_pair(table, path)
            elif self.takes('[['):
                table, path = self.read_array_header(root)
            elif self.takes('['):
                table, path = self.read_header(root)
            elif not self.sees('#'):
                raise self.error('Invalid statement')
            self.skip(_BLANKS)
            self.skip_comment()
            if self.at < len(self.text) and not self.sees('\n'):
                raise self.error('Expected newline or end of document after a statement')

    def walk(self, root, path):
        """The table that a header's name without its last part leads to; None if it is in one that cannot grow."""
        for opened in self.opened:
            opened.is_declared = True
        self.opened.clear()
        table = root
        for name in path[:-1]:
            inner = table.inner(name)
            if inner is None:
                if type(table.items[name]) is dict:
                    return None
                raise self.error('Cannot overwrite a value')
            table = inner
        return table

    def read_header(self, root):
        self.skip(_BLANKS)
        path = self.read_key()
        table, name = self.walk(root, path), path[-1]
        is_taken = table is None or name in table.arrays or name in table.tables and table.tables[name].is_declared
        if not is_taken:
            inner = table.inner(name)
            is_taken = inner is None and type(table.items[name]) in (dict, list)
        if is_taken:
            raise self.error(f'Cannot declare {path} twice')
        if inner is None:
            raise self.error('Cannot overwrite a value')
        inner.is_declared = True
        if not self.takes(']'):
            raise self.error("Expected ']' at the end of a table declaration")
        return inner, path

    def read_array_header(self, root):
        self.skip(_BLANKS)
        path = self.read_key()
        table, name = self.walk(root, path), path[-1]
        if table is None or name in table.items and name not in table.tables and type(table.items[name]) in (dict, list) \
                and name not in table.arrays:
            raise self.error(f'Cannot mutate immutable namespace {path}')
        if name not in table.items:
            table.items[name] = []
        elif name not in table.arrays:
            raise self.error('Cannot overwrite a value')
        items = {}
        table.items[name].append(items)
        table.arrays[name] = inner = _Table(items)
        inner.is_declared = True
        if not self.takes(']]'):
            raise self.error("Expected ']]' at the end of an array declaration")
        return inner, path

    def read_pair(self, table, path):
        key, value = self.read_key_and_value()
        opened = []
        for at, name in enumerate(key[:-1], 1):
            inner = table.tables.get(name)
            if name in table.arrays or inner is not None and inner.is_declared:
                raise self.error(f'Cannot redefine namespace {path + key[:at]}')
            if inner is None and name in table.items and type(table.items[name]) in (dict, list):
                raise self.error(f'Cannot mutate immutable namespace {path + key[:at]}')
            table = table.inner(name)
            if table is None:
                raise self.error('Cannot overwrite a value')
            opened.append(table)
        if key[-1] in table.items:
            raise self.error('Cannot overwrite a value')
        table.items[key[-1]] = value
        # The keys that follow may still add to them, headers may not.
        self.opened.extend(opened)

    def read_key_and_value(self):
        key = self.read_key()
        if not self.takes('='):
            raise self.error("Expected '=' after a key in a key/value pair")
        self.skip(_BLANKS)
        return key, self.read_value()

    def read_key(self):
        """The parts of a key, and the blanks after it."""
        parts = []
        while True:
            bare = _BARE_KEY.match(self.text, self.at)
            if bare:
                self.at = bare.end()
                parts.append(bare.group())
            elif self.takes("'"):
                parts.append(self.read_literal())
            elif self.takes('"'):
                parts.append(self.read_basic(_PLAIN, '"'))
            else:
                raise self.error('Invalid initial character for a key part')
            self.skip(_BLANKS)
            if not self.takes('.'):
                return tuple(parts)
            self.skip(_BLANKS)

    # ---- values ----

    def read_value(self):
        start = self.text[self.at:self.at + 1]
        if start == '"':
            if not self.takes('"""'):
                self.at += 1
                return self.read_basic(_PLAIN, '"')
            self.takes('\n')
            return self.read_basic(_PLAIN_LINES, '"""') + self.more_quotes('"')
        if start == "'":
            if self.takes("'''"):
                self.takes('\n')
                return self.read_literal_lines() + self.more_quotes("'")
            self.at += 1
            return self.read_literal()
        if self.takes('true'):
            return True
        if self.takes('false'):
            return False
        if self.takes('['):
            return self.read_array()
        if self.takes('{'):
            return self.read_inline_table()
        moment = self.read_moment()
        return self.read_number() if moment is None else moment

    def more_quotes(self, quote):
        """One or two quotes right before the three that end a text belong to it."""
        found = ''
        while len(found) < 2 and self.takes(quote):
            found += quote
        return found

    def read_moment(self):
        found = _DATE.match(self.text, self.at)
        if found is None:
            found = _LOCAL_TIME.match(self.text, self.at)
            if found is None:
                return None
        from datetime import date, datetime, time, timedelta, timezone
        parts = found.groupdict()
        clock = ()
        if parts['hour'] is not None:
            clock = int(parts['hour']), int(parts['minute']), int(parts['second']), int((parts['fraction'] or '0').ljust(6, '0'))
        try:
            if 'year' not in parts:
                moment = time(*clock)
            else:
                day = int(parts['year']), int(parts['month']), int(parts['day'])
                zone = parts['zone']
                if zone is not None:
                    if zone in 'Zz':
                        zone = timezone.utc
                    else:
                        distance = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:]))
                        zone = timezone(-distance if zone[0] == '-' else distance)
                moment = datetime(*day, *clock, tzinfo=zone) if clock else date(*day)
        except ValueError as error:
            raise self.error('Invalid date or datetime') from error
        self.at = found.end()
        return moment

    def read_number(self):
        found = _NUMBER.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
            if found['float']:
                return self.parse_float(found.group())
            return int(found.group(), 0)
        found = _ODD_FLOAT.match(self.text, self.at)
        if found is None:
            raise self.error('Invalid value')
        self.at = found.end()
        return self.parse_float(found.group())

    def read_array(self):
        items = []
        self.skip_lines()
        while not self.takes(']'):
            items.append(self.read_value())
            self.skip_lines()
            if self.takes(','):
                self.skip_lines()
            elif not self.sees(']'):
                raise self.error('Unclosed array')
        return items

    def read_inline_table(self):
        root = _Table({})
        self.skip(_BLANKS)
        if self.takes('}'):
            return root.items
        while True:
            key, value = self.read_key_and_value()
            table = root
            for at, name in enumerate(key[:-1], 1):
                if name not in table.tables and type(table.items.get(name)) in (dict, list):
                    raise self.error(f'Cannot mutate immutable namespace {key}')
                table = table.inner(name)
                if table is None:
                    raise self.error('Cannot overwrite a value')
            if key[-1] in table.items:
                raise self.error(f'Duplicate inline table key {key[-1]!r}')
            table.items[key[-1]] = value
            self.skip(_BLANKS)
            if self.takes('}'):
                return root.items
            if not self.takes(','):
                raise self.error('Unclosed inline table')
            self.skip(_BLANKS)

    # ---- texts ----

    def read_literal(self):
        start = self.at
        self.skip(_LITERAL)
        self.check_literal("'")
        self.at += 1
        return self.text[start:self.at - 1]

    def read_literal_lines(self):
        start = self.at
        end = self.text.find("'''", start)
        odd = _ODD.search(self.text, start, end if end >= 0 else len(self.text))
        self.at = odd.start() if odd else end if end >= 0 else len(self.text)
        self.check_literal("'''")
        self.at += 3
        return self.text[start:end]

    def check_literal(self, end):
        if self.at >= len(self.text):
            raise self.error(f'Expected {end!r}')
        if not self.sees(end):
            raise self.error(f'Found invalid character {self.text[self.at]!r}')

    def read_basic(self, plain, end):
        parts = []
        while not self.takes(end):
            found = plain.match(self.text, self.at)
            if found:
                parts.append(found.group())
                self.at = found.end()
            elif self.at >= len(self.text):
                raise self.error('Unterminated string')
            elif self.takes('\\'):
                parts.append(self.read_escape(end == '"""'))
            elif self.sees('"'):
                parts.append('"')
                self.at += 1
            else:
                raise self.error(f'Illegal character {self.text[self.at]!r}')
        return ''.join(parts)

    def read_escape(self, is_of_lines):
        kind = self.text[self.at:self.at + 1]
        if is_of_lines and kind in (' ', '\t', '\n'):
            # A line end after a backslash, and all blanks up to the next character, are left out.
            if kind != '\n':
                self.skip(_BLANKS)
                if self.at >= len(self.text):
                    return ''
                if not self.sees('\n'):
                    raise self.error("Unescaped '\\' in a string")
            self.skip(_BLANKS_AND_LINES)
            return ''
        self.at += 1
        if kind in _HEX:
            found = _HEX[kind].match(self.text, self.at)
            if found is None:
                raise self.error('Invalid hex value')
            self.at = found.end()
            number = int(found.group(), 16)
            if 0xd800 <= number <= 0xdfff or number > 0x10ffff:
                raise self.error('Escaped character is not a Unicode scalar value')
            return chr(number)
        if kind not in _ESCAPES or not kind:
            raise self.error("Unescaped '\\' in a string")
        return _ESCAPES[kind]


def _checked(parse_float):
    def parse(text):
        number = parse_float(text)
        if isinstance(number, (dict, list)):
            raise ValueError('parse_float must not return dicts or lists')
        return number

    return parse
