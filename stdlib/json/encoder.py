"""Writing JSON."""

import re
from _json import write as _write_plainly

# What cannot stand in a string as it is: in any, and in one of ASCII only.
ESCAPE, ESCAPE_ASCII = re.compile(r'["\\\x00-\x1f]'), re.compile(r'[^ !#-\[\]-~]')
HAS_UTF8 = re.compile(b'[\x80-\xff]')
ESCAPE_DCT = {'\\': '\\\\', '"': '\\"', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t'}
for _i in range(0x20):
    ESCAPE_DCT.setdefault(chr(_i), '\\u{0:04x}'.format(_i))
del _i

INFINITY = float('inf')


def encode_basestring(s):
    """A string in quotes."""
    return '"' + ESCAPE.sub(lambda match: ESCAPE_DCT[match.group(0)], s) + '"'


py_encode_basestring = encode_basestring


def _escape_ascii(match):
    char = match[0]
    if char in ESCAPE_DCT:
        return ESCAPE_DCT[char]
    code = ord(char)
    if code < 1 << 16:
        return f'\\u{code:04x}'
    high, low = divmod(code - (1 << 16), 1 << 10)
    return f'\\u{0xd800 + high:04x}\\u{0xdc00 + low:04x}'


def encode_basestring_ascii(s):
    """A string in quotes, of ASCII characters only."""
    return '"' + ESCAPE_ASCII.sub(_escape_ascii, s) + '"'


py_encode_basestring_ascii = encode_basestring_ascii


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
        indent = self.indent
        if isinstance(indent, int):
            indent = ' ' * indent
        text = _write_plainly(o, bool(self.ensure_ascii), bool(self.allow_nan), bool(self.sort_keys),
                              self.item_separator, self.key_separator, indent)
        if text is not NotImplemented:
            return text
        chunks = []
        self._write(o, chunks.append, 0, {} if self.check_circular else None)
        return ''.join(chunks)

    def iterencode(self, o, _one_shot=False):
        """An object as JSON, in pieces."""
        chunks = []
        self._write(o, chunks.append, 0, {} if self.check_circular else None)
        return iter(chunks)

    def _float(self, o):
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

    def _write(self, o, write, level, markers):
        if isinstance(o, str):
            write(encode_basestring_ascii(o) if self.ensure_ascii else encode_basestring(o))
        elif o is None:
            write('null')
        elif o is True:
            write('true')
        elif o is False:
            write('false')
        elif isinstance(o, int):
            write(int.__repr__(o))
        elif isinstance(o, float):
            write(self._float(o))
        elif isinstance(o, (list, tuple)):
            if o:
                self._enter(o, markers)
                self._write_list(o, write, level + 1, markers)
                self._leave(o, markers)
            else:
                write('[]')
        elif isinstance(o, dict):
            if o:
                self._enter(o, markers)
                self._write_dict(o, write, level + 1, markers)
                self._leave(o, markers)
            else:
                write('{}')
        else:
            self._enter(o, markers)
            self._write(self.default(o), write, level, markers)
            self._leave(o, markers)

    def _enter(self, o, markers):
        if markers is not None:
            key = id(o)
            if key in markers:
                raise ValueError('Circular reference detected')
            markers[key] = o

    def _leave(self, o, markers):
        if markers is not None:
            del markers[id(o)]

    def _newline(self, level):
        indent = self.indent
        return '\n' + (indent if isinstance(indent, str) else ' ' * indent) * level

    def _write_list(self, items, write, level, markers):
        write('[')
        separator = self.item_separator
        if self.indent is not None:
            newline = self._newline(level)
            separator += newline
            write(newline)
        first = True
        for value in items:
            if first:
                first = False
            else:
                write(separator)
            self._write(value, write, level, markers)
        if self.indent is not None:
            write(self._newline(level - 1))
        write(']')

    def _key(self, key):
        if isinstance(key, str):
            return key
        if isinstance(key, float):
            return self._float(key)
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

    def _write_dict(self, dct, write, level, markers):
        write('{')
        separator = self.item_separator
        newline = None
        if self.indent is not None:
            newline = self._newline(level)
            separator += newline
        first = True
        items = sorted(dct.items()) if self.sort_keys else dct.items()
        for key, value in items:
            text = self._key(key)
            if text is None:
                continue
            if first:
                first = False
                if newline is not None:
                    write(newline)
            else:
                write(separator)
            write(encode_basestring_ascii(text) if self.ensure_ascii else encode_basestring(text))
            write(self.key_separator)
            self._write(value, write, level, markers)
        if not first and newline is not None:
            write(self._newline(level - 1))
        write('}')
