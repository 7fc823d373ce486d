"""Characters that mean something in HTML, written so that they do not."""

import re as _re

__all__ = ['escape', 'unescape']

_charref = _re.compile(r'&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)')


def escape(s, quote=True):
    """A text in which `&`, `<`, `>` and quotes are written as references."""
    s = s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    return s.replace('"', '&quot;').replace("'", '&#x27;') if quote else s


def _numbered(number):
    """The character of a number, as browsers take it (html.spec.whatwg.org, 13.2.5.80)."""
    if 0x80 <= number <= 0x9f:
        # What Windows has there.
        try:
            return bytes([number]).decode('cp1252')
        except UnicodeDecodeError:
            return chr(number)
    if not number or 0xd800 <= number <= 0xdfff or number > 0x10ffff:
        return '\ufffd'
    is_control = number < 0x20 and number not in (9, 10, 12, 13) or number == 0x7f
    is_nothing = 0xfdd0 <= number <= 0xfdef or number & 0xfffe == 0xfffe
    return '' if is_control or is_nothing else chr(number)


def _replace(match):
    text = match.group(1)
    if text[0] == '#':
        is_hex = text[1] in 'xX'
        return _numbered(int(text[1 + is_hex:].rstrip(';'), 16 if is_hex else 10))
    from html.entities import html5
    # Some names need no semicolon: the longest one that the text begins with.
    for end in range(len(text), 1, -1):
        if text[:end] in html5:
            return html5[text[:end]] + text[end:]
    return '&' + text


def unescape(s):
    """A text with its references replaced by characters."""
    return _charref.sub(_replace, s) if '&' in s else s
