"""Characters that mean something in HTML, written so that they do not."""

import re as _re

__all__ = ['escape', 'unescape']

_NAMED = {'amp': '&', 'lt': '<', 'gt': '>', 'quot': '"', 'apos': "'", 'nbsp': '\xa0', 'copy': '©', 'reg': '®', 'euro': '€', 'hellip': '…',
          'mdash': '—', 'ndash': '–', 'lsquo': '‘', 'rsquo': '’', 'ldquo': '“', 'rdquo': '”', 'trade': '™', 'times': '×', 'deg': '°',
          'laquo': '«', 'raquo': '»', 'middot': '·', 'bull': '•', 'larr': '←', 'rarr': '→', 'auml': 'ä', 'ouml': 'ö', 'uuml': 'ü',
          'Auml': 'Ä', 'Ouml': 'Ö', 'Uuml': 'Ü', 'szlig': 'ß', 'eacute': 'é', 'egrave': 'è', 'agrave': 'à', 'ccedil': 'ç'}
_charref = _re.compile(r'&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)')


def escape(s, quote=True):
    """A text in which `&`, `<`, `>` and quotes are written as references."""
    s = s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    return s.replace('"', '&quot;').replace("'", '&#x27;') if quote else s


def _replace(match):
    text = match.group(1)
    if text[0] == '#':
        number = int(text[2:].rstrip(';'), 16) if text[1] in 'xX' else int(text[1:].rstrip(';'))
        if 0x80 <= number <= 0x9f:
            return bytes([number]).decode('cp1252', 'replace')
        if number == 0 or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
            return '\uFFFD'
        return chr(number)
    return _NAMED.get(text.rstrip(';'), '&' + text)


def unescape(s):
    """A text with its references replaced by characters."""
    return _charref.sub(_replace, s) if '&' in s else s
