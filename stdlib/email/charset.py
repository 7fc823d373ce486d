"""Character sets: how texts in them are written in headers and bodies."""

from functools import partial

import email.base64mime
import email.quoprimime
from email import errors
from email.encoders import encode_7or8bit

__all__ = ['Charset', 'add_alias', 'add_charset', 'add_codec']

QP, BASE64, SHORTEST = 1, 2, 3
UNKNOWN8BIT = 'unknown-8bit'
DEFAULT_CHARSET = 'us-ascii'
RFC2047_CHROME_LEN = len('=??x??=')

# (how headers are encoded, how bodies are, the set that is written instead).
CHARSETS = {f'iso-8859-{number}': (QP, QP, None) for number in (1, 2, 3, 4, 9, 10, 13, 14, 15, 16)}
CHARSETS.update({
    'windows-1252': (QP, QP, None), 'viscii': (QP, QP, None), 'us-ascii': (None, None, None), 'big5': (BASE64, BASE64, None),
    'gb2312': (BASE64, BASE64, None), 'euc-jp': (BASE64, None, 'iso-2022-jp'), 'shift_jis': (BASE64, None, 'iso-2022-jp'),
    'iso-2022-jp': (BASE64, None, None), 'koi8-r': (BASE64, BASE64, None), 'utf-8': (SHORTEST, BASE64, 'utf-8'),
})

ALIASES = {f'latin_{number}': f'iso-8859-{part}' for number, part in
           ((1, 1), (2, 2), (3, 3), (4, 4), (5, 9), (6, 10), (7, 13), (8, 14), (9, 15), (10, 16))}
ALIASES.update({name.replace('_', '-'): standard for name, standard in list(ALIASES.items())})
ALIASES.update({'cp949': 'ks_c_5601-1987', 'euc_jp': 'euc-jp', 'euc_kr': 'euc-kr', 'ascii': 'us-ascii'})

CODEC_MAP = {'gb2312': 'eucgb2312_cn', 'big5': 'big5_tw', 'us-ascii': None}


def add_charset(charset, header_enc=None, body_enc=None, output_charset=None):
    """Says how a character set is to be treated."""
    if body_enc != SHORTEST:
        CHARSETS[charset] = header_enc, body_enc, output_charset
        return
    raise ValueError('SHORTEST not allowed for body_enc')


def add_alias(alias, canonical):
    """Another name of a character set."""
    ALIASES[alias] = canonical


def add_codec(charset, codecname):
    """The codec of a character set."""
    CODEC_MAP[charset] = codecname


def _encode(string, codec):
    return string.encode('ascii', 'surrogateescape') if codec == UNKNOWN8BIT else string.encode(codec)


class Charset:
    """How texts of one character set are written."""

    def __init__(self, input_charset=DEFAULT_CHARSET):
        try:
            name = input_charset if isinstance(input_charset, str) else str(input_charset, 'ascii')
            name.encode('ascii')
        except UnicodeError:
            raise errors.CharsetError(input_charset) from None
        name = name.lower()
        self.input_charset = name = ALIASES.get(name, name)
        self.header_encoding, self.body_encoding, output = CHARSETS.get(name, (SHORTEST, BASE64, None))
        self.output_charset = ALIASES.get(output or name, output or name)
        self.input_codec = CODEC_MAP.get(name, name)
        self.output_codec = CODEC_MAP.get(self.output_charset, self.output_charset)

    def __repr__(self):
        return self.input_charset.lower()

    __str__ = __repr__

    def __eq__(self, other):
        return str(self) == str(other).lower()

    def get_body_encoding(self):
        """The transfer encoding of bodies: its name, or a function that encodes a message."""
        if self.body_encoding == QP:
            return 'quoted-printable'
        return 'base64' if self.body_encoding == BASE64 else encode_7or8bit

    def get_output_charset(self):
        """The character set that is written."""
        return self.output_charset or self.input_charset

    def _encoder(self, data):
        if self.header_encoding == BASE64:
            return email.base64mime
        if self.header_encoding == QP:
            return email.quoprimime
        if self.header_encoding == SHORTEST:
            is_shorter = email.base64mime.header_length(data) < email.quoprimime.header_length(data)
            return email.base64mime if is_shorter else email.quoprimime
        return None

    def header_encode(self, string):
        """A text as an encoded word, if it needs that."""
        codec = self.output_codec or 'us-ascii'
        data = _encode(string, codec)
        encoder = self._encoder(data)
        return string if encoder is None else encoder.header_encode(data, codec)

    def header_encode_lines(self, string, maxlengths):
        """A text as encoded words, each no longer than the next of `maxlengths`; None where a line has room for nothing."""
        codec = self.output_codec or 'us-ascii'
        encoder = self._encoder(_encode(string, codec))
        encode = partial(encoder.header_encode, charset=codec)
        frame = len(self.get_output_charset()) + RFC2047_CHROME_LEN
        lines, current = [], []
        room = next(maxlengths) - frame
        for c in string:
            current.append(c)
            if encoder.header_length(_encode(''.join(current), self.output_charset)) > room:
                current.pop()
                if not lines and not current:
                    lines.append(None)
                else:
                    text = ''.join(current)
                    lines.append(encode(_encode(text, codec)))
                current = [c]
                room = next(maxlengths) - frame
        text = ''.join(current)
        lines.append(encode(_encode(text, codec)))
        return lines

    def body_encode(self, string):
        """A text as it is written in a body."""
        if not string:
            return string
        data = string.encode(self.output_charset) if isinstance(string, str) else string
        if self.body_encoding == BASE64:
            return email.base64mime.body_encode(data)
        # Quoted-printable takes bytes as characters.
        return email.quoprimime.body_encode(data.decode('latin1')) if self.body_encoding == QP else data.decode('ascii')
