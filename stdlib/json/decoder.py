"""Reading JSON."""

import re
from . import scanner

try:
    from _json import parse as _parse, scanstring as c_scanstring
except ImportError:
    _parse = c_scanstring = None

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
_hex = re.compile(r'[0-9A-Fa-f]{4}', 0).match

WHITESPACE = re.compile(r'[ \t\n\r]*', _FLAGS)
WHITESPACE_STR = ' \t\n\r'


def _decode_hex(s, pos):
    found = _hex(s, pos + 1)
    if found is not None:
        return int(found.group(), 16)
    raise JSONDecodeError('Invalid \\uXXXX escape', s, pos)


def py_scanstring(s, end, strict=True):
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


scanstring = c_scanstring or py_scanstring


def _item(scan_once, s, end):
    try:
        return scan_once(s, end)
    except StopIteration as err:
        raise JSONDecodeError('Expecting value', s, err.value) from None


def JSONArray(s_and_end, scan_once):
    """Reads an array; the index is the one after its bracket. Gives the list and where it ends."""
    s, end = s_and_end
    values = []
    end = _space(s, end).end()
    if s[end:end + 1] == ']':
        return values, end + 1
    while True:
        value, end = _item(scan_once, s, end)
        values.append(value)
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


def JSONObject(s_and_end, strict, scan_once, object_hook, object_pairs_hook, memo=None):
    """Reads an object; the index is the one after its brace. Gives what the hooks make of it, or a dict, and where it ends."""
    s, end = s_and_end
    pairs, end = _pairs(s, end, strict, scan_once, {} if memo is None else memo)
    if object_pairs_hook is not None:
        return object_pairs_hook(pairs), end
    result = dict(pairs)
    if object_hook is not None:
        result = object_hook(result)
    return result, end


def _pairs(s, end, strict, scan_once, memo):
    pairs = []
    end = _space(s, end).end()
    c = s[end:end + 1]
    if c == '}':
        return pairs, end + 1
    if c != '"':
        raise JSONDecodeError('Expecting property name enclosed in double quotes', s, end)
    while True:
        key, end = scanstring(s, end + 1, strict)
        key = memo.setdefault(key, key)
        end = _space(s, end).end()
        if s[end:end + 1] != ':':
            raise JSONDecodeError("Expecting ':' delimiter", s, end)
        value, end = _item(scan_once, s, _space(s, end + 1).end())
        pairs.append((key, value))
        end = _space(s, end).end()
        c = s[end:end + 1]
        if c == '}':
            return pairs, end + 1
        if c != ',':
            raise JSONDecodeError("Expecting ',' delimiter", s, end)
        comma = end
        end = _space(s, end + 1).end()
        c = s[end:end + 1]
        if c == '}':
            raise JSONDecodeError('Illegal trailing comma before end of object', s, comma)
        if c != '"':
            raise JSONDecodeError('Expecting property name enclosed in double quotes', s, end)


class JSONDecoder(object):
    """Makes objects of JSON. The hooks make numbers, constants and, of pairs or dictionaries, objects."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.strict, self.memo = strict, {}
        self.object_pairs_hook, self.object_hook = object_pairs_hook, object_hook
        self.parse_int, self.parse_float = parse_int or int, parse_float or float
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.parse_object, self.parse_array, self.parse_string = JSONObject, JSONArray, scanstring
        self.scan_once = scanner.make_scanner(self)
        # By the default rules a document is read in one go.
        is_plain = (
            _parse is not None and strict and object_hook is None and object_pairs_hook is None and parse_constant is None
            and self.parse_int is int and self.parse_float is float and type(self).raw_decode is JSONDecoder.raw_decode
        )
        self._plain_scan = self.scan_once if is_plain else None

    def decode(self, s):
        """The object that a document stands for, with nothing but blanks around."""
        if self._plain_scan is not None and self.scan_once is self._plain_scan:
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
        try:
            return self.scan_once(s, idx)
        except StopIteration as err:
            raise JSONDecodeError('Expecting value', s, err.value) from None
