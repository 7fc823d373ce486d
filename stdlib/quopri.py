"""The encoding "quoted-printable": text stays legible, other bytes are written as =XX (RFC 1521)."""

import re

__all__ = ['encode', 'decode', 'encodestring', 'decodestring']

HEX, ESCAPE = b'0123456789ABCDEF', b'='
MAXLINESIZE = 76

# What follows an equals sign: the end of a line that goes on, two digits, or what it should not.
_ESCAPED = re.compile(rb'=(?:(?P<end>\n|\r[^\n]*\n?|\Z)|(?P<digits>[0-9A-Fa-f]{2})|=?)')


def needsquoting(c, quotetabs, header):
    """Whether a byte has to be written as =XX. Spaces and tabs at the ends of lines are another matter."""
    if c == b' ' or c == b'\t':
        return quotetabs
    return header if c == b'_' else c == ESCAPE or not b'!' <= c <= b'~'


def quote(c):
    """A byte as =XX."""
    return b'=%02X' % ord(c)


def _encode_line(line, quotetabs, header):
    """A line without its end, in lines that are short enough."""
    pieces = []
    for number in line:
        c = bytes((number,))
        pieces.append(quote(c) if needsquoting(c, quotetabs, header) else b'_' if header and c == b' ' else c)
    if pieces and pieces[-1] in (b' ', b'\t'):
        pieces[-1] = quote(pieces[-1])
    elif pieces == [b'.']:
        # A single dot would end a message on its way.
        pieces = [quote(b'.')]
    text = b''.join(pieces)
    lines = []
    while len(text) > MAXLINESIZE:
        cut = MAXLINESIZE - 1
        escape = text.rfind(ESCAPE, cut - 2, cut)
        if escape >= 0:
            cut = escape
        lines.append(text[:cut] + b'=')
        text = text[cut:]
    return b'\n'.join([*lines, text])


def encodestring(s, quotetabs=False, header=False):
    """Bytes, encoded. With `header`, spaces become underscores (RFC 1522)."""
    encoded = []
    for line in bytes(s).split(b'\n'):
        ending = b'\r' if line.endswith(b'\r') else b''
        encoded.append(_encode_line(line.removesuffix(b'\r'), quotetabs, header) + ending)
    return b'\n'.join(encoded)


def _unescaped(found):
    if found['end'] is not None:
        return b''
    return bytes((unhex(found['digits']),)) if found['digits'] is not None else b'='


def decodestring(s, header=False):
    """Bytes, decoded. What is no valid encoding is kept."""
    data = s.encode('ascii') if isinstance(s, str) else bytes(s)
    return _ESCAPED.sub(_unescaped, data.replace(b'_', b' ') if header else data)


def encode(input, output, quotetabs, header=False):
    """Encodes a file that is open in binary mode into another."""
    output.write(encodestring(input.read(), quotetabs, header))


def decode(input, output, header=False):
    """Decodes a file that is open in binary mode into another."""
    output.write(decodestring(input.read(), header))


def ishex(c):
    """Whether a byte is a hexadecimal digit."""
    return c in b'0123456789abcdefABCDEF' and len(c) == 1


def unhex(s):
    """The number that hexadecimal digits write."""
    return int(s, 16)
