"""Reading JSON."""

import re
from _json import parse as _parse

__all__ = ['JSONDecoder', 'JSONDecodeError']

_FLAGS = re.VERBOSE | re.MULTILINE | re.DOTALL

NaN, PosInf, NegInf = map(float, ('nan', 'inf', '-inf'))


class JSONDecodeError(ValueError):
    """What is wrong with a document and where."""

    def __init__(self, msg, doc, pos):
        line, column = doc.count('\n', 0, pos) + 1, pos - doc.rfind('\n', 0, pos)
        super().__init__(f'{msg}: line {line} column {column} (char {pos})')
        self.msg, self.doc, self.pos, self.lineno, self.colno = msg, doc, pos, line, column

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


_CONSTANTS = {'-Infinity': NegInf, 'Infinity': PosInf, 'NaN': NaN}
_ESCAPES = {'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

_chunk = re.compile(r'[^"\\\x00-\x1f]*', 0).match
_space = re.compile(r'[ \t\n\r]*', 0).match
_number = re.compile(r'(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?', 0).match
_hex = re.compile(r'[0-9A-Fa-f]{4}', 0).match

WHITESPACE = re.compile(r'[ \t\n\r]*', _FLAGS)
WHITESPACE_STR = ' \t\n\r'


def _decode_hex(s, pos):
    found = _hex(s, pos + 1)
    if found is not None:
        return int(found.group(), 16)
    raise JSONDecodeError('Invalid \\uXXXX escape', s, pos)


def scanstring(s, end, strict=True):
    """Reads a string; `end` is the index after its opening quote. Returns the text and the index after the closing quote."""
    begin = end - 1
    size = len(s)
    chunks = []
    while True:
        stop = _chunk(s, end).end()
        if stop > end:
            chunks.append(s[end:stop])
        if stop >= size:
            raise JSONDecodeError('Unterminated string starting at', s, begin)
        terminator = s[stop]
        end = stop + 1
        if terminator == '"':
            break
        if terminator != '\\':
            if strict:
                raise JSONDecodeError('Invalid control character at', s, stop)
            chunks.append(terminator)
            continue
        if end >= size:
            raise JSONDecodeError('Unterminated string starting at', s, begin)
        esc = s[end]
        if esc != 'u':
            char = _ESCAPES.get(esc)
            if char is None:
                raise JSONDecodeError('Invalid \\escape', s, stop)
            end += 1
        else:
            uni = _decode_hex(s, end)
            end += 5
            if 0xd800 <= uni <= 0xdbff and s[end:end + 2] == '\\u':
                uni2 = _decode_hex(s, end + 1)
                if 0xdc00 <= uni2 <= 0xdfff:
                    uni = 0x10000 + (((uni - 0xd800) << 10) | (uni2 - 0xdc00))
                    end += 6
            char = chr(uni)
        chunks.append(char)
    return ''.join(chunks), end


py_scanstring = scanstring


class JSONDecoder(object):
    """Makes objects of JSON. The hooks make numbers, constants and, of pairs or dictionaries, objects."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.strict, self.memo = strict, {}
        self.object_pairs_hook, self.object_hook = object_pairs_hook, object_hook
        self.parse_int, self.parse_float = parse_int or int, parse_float or float
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        cls = type(self)
        # By the default rules a document is read in one go.
        self._is_plain = (
            strict and object_hook is None and object_pairs_hook is None and parse_constant is None
            and self.parse_int is int and self.parse_float is float
            and cls.raw_decode is JSONDecoder.raw_decode and cls.scan_once is JSONDecoder.scan_once
        )

    def decode(self, s):
        """The object that a document stands for, with nothing but blanks around."""
        if self._is_plain:
            obj = _parse(s)
            if obj is not NotImplemented:
                return obj
        obj, end = self.raw_decode(s, _space(s, 0).end())
        end = _space(s, end).end()
        if end != len(s):
            raise JSONDecodeError('Extra data', s, end)
        return obj

    def raw_decode(self, s, idx=0):
        """The object that a document at the index stands for, and where the document ends."""
        if idx < 0:
            raise ValueError('idx cannot be negative')
        try:
            return self._value(s, idx, {})
        except StopIteration as err:
            raise JSONDecodeError('Expecting value', s, err.value) from None

    def scan_once(self, s, idx):
        return self._value(s, idx, {})

    def _value(self, s, idx, memo):
        try:
            c = s[idx]
        except IndexError:
            raise StopIteration(idx) from None
        if c == '"':
            return scanstring(s, idx + 1, self.strict)
        if c == '{':
            return self._object(s, idx + 1, memo)
        if c == '[':
            return self._array(s, idx + 1, memo)
        if c == 'n' and s[idx:idx + 4] == 'null':
            return None, idx + 4
        if c == 't' and s[idx:idx + 4] == 'true':
            return True, idx + 4
        if c == 'f' and s[idx:idx + 5] == 'false':
            return False, idx + 5
        found = _number(s, idx)
        if found is not None:
            integer, fraction, exponent = found.groups()
            if fraction or exponent:
                return self.parse_float(integer + (fraction or '') + (exponent or '')), found.end()
            return self.parse_int(integer), found.end()
        for name in _CONSTANTS:
            if s.startswith(name, idx):
                return self.parse_constant(name), idx + len(name)
        raise StopIteration(idx)

    def _array(self, s, end, memo):
        values = []
        end = _space(s, end).end()
        if s[end:end + 1] == ']':
            return values, end + 1
        append = values.append
        while True:
            try:
                value, end = self._value(s, end, memo)
            except StopIteration as err:
                raise JSONDecodeError('Expecting value', s, err.value) from None
            append(value)
            end = _space(s, end).end()
            c = s[end:end + 1]
            if c == ']':
                return values, end + 1
            if c != ',':
                raise JSONDecodeError("Expecting ',' delimiter", s, end)
            comma = end
            end = _space(s, end + 1).end()
            if s[end:end + 1] == ']':
                raise JSONDecodeError('Illegal trailing comma before end of array', s, comma)

    def _object(self, s, end, memo):
        pairs = []
        end = _space(s, end).end()
        c = s[end:end + 1]
        if c == '}':
            end += 1
        else:
            if c != '"':
                raise JSONDecodeError('Expecting property name enclosed in double quotes', s, end)
            while True:
                key, end = scanstring(s, end + 1, self.strict)
                key = memo.setdefault(key, key)
                end = _space(s, end).end()
                if s[end:end + 1] != ':':
                    raise JSONDecodeError("Expecting ':' delimiter", s, end)
                end = _space(s, end + 1).end()
                try:
                    value, end = self._value(s, end, memo)
                except StopIteration as err:
                    raise JSONDecodeError('Expecting value', s, err.value) from None
                pairs.append((key, value))
                end = _space(s, end).end()
                c = s[end:end + 1]
                if c == '}':
                    end += 1
                    break
                if c != ',':
                    raise JSONDecodeError("Expecting ',' delimiter", s, end)
                comma = end
                end = _space(s, end + 1).end()
                c = s[end:end + 1]
                if c != '"':
                    if c == '}':
                        raise JSONDecodeError('Illegal trailing comma before end of object', s, comma)
                    raise JSONDecodeError('Expecting property name enclosed in double quotes', s, end)
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs), end
        result = dict(pairs)
        if self.object_hook is not None:
            result = self.object_hook(result)
        return result, end
