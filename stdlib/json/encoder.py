"""Writing JSON."""

import re

try:
    from _json import (write as _write_plainly, encode_basestring as c_encode_basestring, make_encoder as c_make_encoder,
                       encode_basestring_ascii as c_encode_basestring_ascii)
except ImportError:
    _write_plainly = c_encode_basestring = c_encode_basestring_ascii = c_make_encoder = None

# What cannot stand in a string as it is: in any, and in one of ASCII only.
ESCAPE, ESCAPE_ASCII = re.compile(r'["\\\x00-\x1f]'), re.compile(r'[^ !#-\[\]-~]')
HAS_UTF8 = re.compile(b'[\x80-\xff]')
ESCAPE_DCT = {'\\': '\\\\', '"': '\\"', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t'}
for _i in range(0x20):
    ESCAPE_DCT.setdefault(chr(_i), '\\u{0:04x}'.format(_i))
del _i

INFINITY = float('inf')


def py_encode_basestring(s):
    """A string in quotes."""
    return '"' + ESCAPE.sub(lambda match: ESCAPE_DCT[match.group(0)], s) + '"'


encode_basestring = c_encode_basestring or py_encode_basestring


def _escape_ascii(match):
    char = match[0]
    if char in ESCAPE_DCT:
        return ESCAPE_DCT[char]
    code = ord(char)
    if code < 1 << 16:
        return f'\\u{code:04x}'
    high, low = divmod(code - (1 << 16), 1 << 10)
    return f'\\u{0xd800 + high:04x}\\u{0xdc00 + low:04x}'


def py_encode_basestring_ascii(s):
    """A string in quotes, of ASCII characters only."""
    return '"' + ESCAPE_ASCII.sub(_escape_ascii, s) + '"'


encode_basestring_ascii = c_encode_basestring_ascii or py_encode_basestring_ascii


def write_in_pieces(o, level, *how):
    """An object as JSON, as a list of texts; `how` is what a _Writer wants besides."""
    pieces = []
    _Writer(pieces.append, *how).value(o, level)
    return pieces


def _one_by_one(o, how):
    """An object as JSON in texts, of which those before an error are given before it is raised."""
    pieces = []
    try:
        _Writer(pieces.append, *how).value(o, 0)
    except BaseException:
        yield from pieces
        raise
    yield from pieces


class _Writer:
    """Hands the parts of a document to `write`, by the general rules."""

    def __init__(self, write, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan):
        self.write, self.markers, self.default, self.encoder, self.indent = write, markers, default, encoder, indent
        self.key_separator, self.item_separator = key_separator, item_separator
        self.sort_keys, self.skipkeys, self.allow_nan = sort_keys, skipkeys, allow_nan

    def float(self, o):
        if o != o:
            text = 'NaN'
        elif o == INFINITY:
            text = 'Infinity'
        elif o == -INFINITY:
            text = '-Infinity'
        else:
            return float.__repr__(o)
        if not self.allow_nan:
            raise ValueError('Out of range float values are not JSON compliant: ' + repr(o))
        return text

    def plain(self, o):
        """What a value is in one piece, if it is."""
        if isinstance(o, str):
            return self.encoder(o)
        if o is None:
            return 'null'
        if o is True:
            return 'true'
        if o is False:
            return 'false'
        if isinstance(o, int):
            return int.__repr__(o)
        if isinstance(o, float):
            return self.float(o)
        if isinstance(o, (list, tuple)):
            return None if o else '[]'
        return '{}' if isinstance(o, dict) and not o else None

    def value(self, o, level):
        text = self.plain(o)
        if text is not None:
            self.write(text)
        else:
            self.nested(o, level)

    def nested(self, o, level):
        self.enter(o)
        if isinstance(o, (list, tuple)):
            self.list(o, level + 1)
        elif isinstance(o, dict):
            self.dict(o, level + 1)
        else:
            self.value(self.default(o), level)
        self.leave(o)

    def enter(self, o):
        if self.markers is not None:
            key = id(o)
            if key in self.markers:
                raise ValueError('Circular reference detected')
            self.markers[key] = o

    def leave(self, o):
        if self.markers is not None:
            del self.markers[id(o)]

    def newline(self, level):
        indent = self.indent
        return '\n' + (indent if isinstance(indent, str) else ' ' * indent) * level

    def list(self, items, level):
        write, plain = self.write, self.plain
        before, separator = '[', self.item_separator
        if self.indent is not None:
            newline = self.newline(level)
            before += newline
            separator += newline
        for value in items:
            text = plain(value)
            if text is None:
                write(before)
                self.nested(value, level)
            elif text == '[]' or text == '{}':
                # An empty container is a piece of its own.
                write(before)
                write(text)
            else:
                write(before + text)
            before = separator
        if self.indent is not None:
            write(self.newline(level - 1))
        write(']')

    def key(self, key):
        if isinstance(key, str):
            return key
        if isinstance(key, float):
            return self.float(key)
        if key is True:
            return 'true'
        if key is False:
            return 'false'
        if key is None:
            return 'null'
        if isinstance(key, int):
            return int.__repr__(key)
        if self.skipkeys:
            return None
        raise TypeError(f'keys must be str, int, float, bool or None, not {key.__class__.__name__}')

    def dict(self, dct, level):
        write = self.write
        write('{')
        separator = self.item_separator
        newline = None
        if self.indent is not None:
            newline = self.newline(level)
            separator += newline
        first = True
        items = sorted(dct.items()) if self.sort_keys else dct.items()
        plain, encoder, key_separator = self.plain, self.encoder, self.key_separator
        for key, value in items:
            text = self.key(key)
            if text is None:
                continue
            if first:
                first = False
                if newline is not None:
                    write(newline)
            else:
                write(separator)
            write(encoder(text))
            write(key_separator)
            text = plain(value)
            if text is None:
                self.nested(value, level)
            else:
                write(text)
        if not first and newline is not None:
            write(self.newline(level - 1))
        write('}')


class JSONEncoder(object):
    """Writes objects as JSON."""

    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys, self.sort_keys, self.indent = skipkeys, sort_keys, indent
        self.ensure_ascii, self.allow_nan, self.check_circular = ensure_ascii, allow_nan, check_circular
        if default is not None:
            self.default = default
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            # The item goes on the next line.
            self.item_separator = ','

    def default(self, o):
        """What to write for an object that JSON has nothing for. Made to be overridden."""
        raise TypeError(f'Object of type {o.__class__.__name__} is not JSON serializable')

    def encode(self, o):
        """An object as JSON."""
        if isinstance(o, str):
            return encode_basestring_ascii(o) if self.ensure_ascii else encode_basestring(o)
        if type(self).iterencode is not JSONEncoder.iterencode:
            return ''.join(self.iterencode(o, _one_shot=True))
        if _write_plainly is not None:
            indent = self.indent
            if isinstance(indent, int):
                indent = ' ' * indent
            # What is not plain is found on the way; what these say counts either way.
            bool(self.check_circular), bool(self.skipkeys)
            text = _write_plainly(o, bool(self.ensure_ascii), bool(self.allow_nan), bool(self.sort_keys),
                                  self.item_separator, self.key_separator, indent)
            if text is not NotImplemented:
                return text
        return ''.join(write_in_pieces(o, 0, *self._how()))

    def iterencode(self, o, _one_shot=False):
        """An object as JSON, in pieces."""
        return _one_by_one(o, self._how())

    def _how(self):
        return ({} if self.check_circular else None, self.default,
                encode_basestring_ascii if self.ensure_ascii else encode_basestring, self.indent,
                self.key_separator, self.item_separator, self.sort_keys, self.skipkeys, self.allow_nan)
