"""Reading JSON: what value stands at an index."""

import re

try:
    from _json import make_scanner as c_make_scanner
except ImportError:
    c_make_scanner = None

__all__ = ['make_scanner']

# The sign and the digits, and what makes a float of them.
NUMBER_RE = re.compile(r'(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?')

_WORDS = {'n': ('null', None), 't': ('true', True), 'f': ('false', False)}
_CONSTANTS = 'NaN', 'Infinity', '-Infinity'


def py_make_scanner(context):
    """A function that reads a value as the decoder wants it: gives the value and where it ends, raises StopIteration if there is none."""
    return _scanner(context, context.strict, context.parse_string, context.parse_array, context.parse_object, context.memo)


def scan_like(scanner):
    """As `py_make_scanner`, for a native scanner, which knows strings, arrays and objects by itself."""
    from .decoder import JSONArray, JSONObject, scanstring
    return _scanner(scanner, scanner.strict, scanstring, JSONArray, JSONObject, {})


def _scanner(context, strict, read_string, read_array, read_object, memo):
    object_hook, object_pairs_hook = context.object_hook, context.object_pairs_hook
    make_float, make_int, make_constant = context.parse_float, context.parse_int, context.parse_constant
    number = NUMBER_RE.match

    def value(string, idx):
        try:
            first = string[idx]
        except IndexError:
            raise StopIteration(idx) from None
        if first == '"':
            return read_string(string, idx + 1, strict)
        if first == '{':
            return read_object((string, idx + 1), strict, value, object_hook, object_pairs_hook, memo)
        if first == '[':
            return read_array((string, idx + 1), value)
        if first in _WORDS:
            word, meaning = _WORDS[first]
            if string.startswith(word, idx):
                return meaning, idx + len(word)
        found = number(string, idx)
        if found is not None:
            integer, fraction, exponent = found.groups()
            if fraction or exponent:
                return make_float(integer + (fraction or '') + (exponent or '')), found.end()
            return make_int(integer), found.end()
        for name in _CONSTANTS:
            if string.startswith(name, idx):
                return make_constant(name), idx + len(name)
        raise StopIteration(idx)

    def scan_once(string, idx):
        if idx < 0:
            raise ValueError('idx cannot be negative')
        try:
            return value(string, idx)
        finally:
            memo.clear()

    return scan_once


make_scanner = c_make_scanner or py_make_scanner
