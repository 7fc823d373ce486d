"""Quoted-printable in headers and bodies."""

import re
from string import ascii_letters, digits

__all__ = ['body_decode', 'body_encode', 'body_length', 'decode', 'decodestring', 'header_decode', 'header_encode', 'header_length',
           'quote', 'unquote']

CRLF, NL, EMPTYSTRING = '\r\n', '\n', ''

# How each byte is written in a header and in a body.
_IN_HEADER = {number: chr(number) if chr(number) in '-!*+/' + ascii_letters + digits else '_' if number == 32 else f'={number:02X}'
              for number in range(256)}
_IN_BODY = {number: chr(number) if number in b' \t' or 33 <= number <= 126 and number != 61 else f'={number:02X}' for number in range(256)}
_BODY_TEXT = {number: text for number, text in _IN_BODY.items() if number not in (10, 13)}


def header_check(octet):
    """Whether a byte has to be escaped in a header."""
    return chr(octet) != _IN_HEADER[octet]


def body_check(octet):
    """Whether a byte has to be escaped in a body."""
    return chr(octet) != _IN_BODY[octet]


def header_length(bytearray):
    """How long bytes are when encoded for a header."""
    return sum(len(_IN_HEADER[octet]) for octet in bytearray)


def body_length(bytearray):
    """How long bytes are when encoded for a body."""
    return sum(len(_IN_BODY[octet]) for octet in bytearray)


def quote(c):
    """A character as =XX."""
    return f'={ord(c):02X}'


def unquote(s):
    """The character that =XX writes."""
    return chr(int(s[1:3], 16))


def header_encode(header_bytes, charset='iso-8859-1'):
    """An encoded word of a header."""
    if not header_bytes:
        return ''
    if isinstance(header_bytes, str):
        header_bytes = header_bytes.encode(charset)
    return f'=?{charset}?q?{"".join(map(_IN_HEADER.get, header_bytes))}?='


def body_encode(body, maxlinelen=76, eol=NL):
    """A text of characters below 256 in lines of at most so many characters."""
    if maxlinelen < 4:
        raise ValueError('maxlinelen must be at least 4')
    if not body:
        return body
    lines = []
    for line in body.translate(_BODY_TEXT).splitlines():
        while len(line) > maxlinelen:
            cut = maxlinelen - 1
            if line[cut - 1] == '=':
                cut -= 1
            elif line[cut - 2] == '=':
                cut -= 2
            lines.append(line[:cut] + '=')
            line = line[cut:]
        if line and line[-1] in ' \t':
            escaped = quote(line[-1])
            room = maxlinelen - len(line)
            if room >= 2:
                line = line[:-1] + escaped
            else:
                # It goes to the next line; a soft end of line protects it.
                lines.append(line[:-1] + '=')
                line = escaped
        lines.append(line)
    if body[-1] in '\r\n':
        lines.append('')
    return eol.join(lines)


def decode(encoded, eol=NL):
    """The text that another encodes."""
    if not encoded:
        return encoded
    decoded = []
    for line in encoded.splitlines():
        line = line.rstrip()
        if not line:
            decoded.append(eol)
            continue
        is_soft = line.endswith('=')
        text = re.sub('=[a-fA-F0-9]{2}', lambda found: unquote(found[0]), line[:-1] if is_soft else line)
        decoded.append(text if is_soft else text + eol)
    text = ''.join(decoded)
    return text if encoded[-1] in '\r\n' else text.removesuffix(eol)


body_decode = decodestring = decode


def header_decode(s):
    """What an encoded word holds, without its frame."""
    return re.sub('=[a-fA-F0-9]{2}', lambda found: unquote(found[0]), s.replace('_', ' '), flags=re.ASCII)
