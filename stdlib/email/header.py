"""Headers with texts in any character set (RFC 2047)."""

import binascii
import re

import email.base64mime
import email.quoprimime
from email import charset as _charset
from email.errors import HeaderParseError

__all__ = ['Header', 'decode_header', 'make_header']

MAXLINELEN = 78
USASCII, UTF8 = _charset.Charset('us-ascii'), _charset.Charset('utf-8')

# An encoded word: the character set, how it is encoded, the text.
ecre = re.compile(r'=\?(?P<charset>[^?]*?)\?(?P<encoding>[qQbB])\?(?P<encoded>.*?)\?=', re.MULTILINE)
_embedded = re.compile(r'\n[^ \t]+:')


def _decode_word(encoding, text):
    if encoding == 'q':
        return email.quoprimime.header_decode(text).encode('raw-unicode-escape')
    missing = len(text) % 4
    if missing:
        text += '==='[:4 - missing]
    try:
        return email.base64mime.decode(text)
    except binascii.Error:
        raise HeaderParseError('Base64 decoding error') from None


def decode_header(header):
    """Pairs of bytes and the name of their character set, None for what is not encoded. Nothing encoded: the text as it is."""
    if hasattr(header, '_chunks'):
        return [(_charset._encode(text, str(charset)), str(charset)) for text, charset in header._chunks]
    if not ecre.search(header):
        return [(header, None)]
    # (text or bytes, character set); blanks between encoded words mean nothing.
    found = []
    for line in header.splitlines():
        at, is_first = 0, True
        for word in ecre.finditer(line):
            plain = line[at:word.start()]
            if is_first:
                plain = plain.lstrip()
            is_first = False
            if plain:
                found.append((plain, None))
            found.append((_decode_word(word['encoding'].lower(), word['encoded']), word['charset'].lower()))
            at = word.end()
        rest = line[at:].lstrip() if is_first else line[at:]
        if rest:
            found.append((rest, None))
    kept = [item for place, item in enumerate(found)
            if not (item[1] is None and item[0].isspace() and 0 < place < len(found) - 1
                    and found[place - 1][1] is not None and found[place + 1][1] is not None)]
    joined = []
    for data, charset in kept:
        if charset is None:
            data = data.encode('raw-unicode-escape')
        if joined and joined[-1][1] == charset:
            gap = b' ' if charset is None else b''
            joined[-1] = (joined[-1][0] + gap + data, charset)
        else:
            joined.append((data, charset))
    return joined


def make_header(decoded_seq, maxlinelen=None, header_name=None, continuation_ws=' '):
    """A Header of what decode_header() gives."""
    header = Header(maxlinelen=maxlinelen, header_name=header_name, continuation_ws=continuation_ws)
    for data, charset in decoded_seq:
        if charset is not None and not isinstance(charset, _charset.Charset):
            charset = _charset.Charset(charset)
        header.append(data, charset)
    return header


def _separates(c):
    """Whether a character needs no blank between it and an encoded word."""
    return c.isspace() or c in '()\\'


def _is_plain(charset):
    return charset in (None, 'us-ascii')


class Header:
    """A header's value: pieces of text, each with its character set."""

    def __init__(self, s=None, charset=None, maxlinelen=None, header_name=None, continuation_ws=' ', errors='strict'):
        if charset is None:
            charset = USASCII
        elif not isinstance(charset, _charset.Charset):
            charset = _charset.Charset(charset)
        self._charset, self._continuation_ws = charset, continuation_ws
        self._chunks = []
        self._maxlinelen = MAXLINELEN if maxlinelen is None else maxlinelen
        # The name and a colon and a blank stand on the first line too.
        self._name_length = 0 if header_name is None else len(header_name) + 2
        if s is not None:
            self.append(s, charset, errors)

    def append(self, s, charset=None, errors='strict'):
        """Adds a piece."""
        if charset is None:
            charset = self._charset
        elif not isinstance(charset, _charset.Charset):
            charset = _charset.Charset(charset)
        if not isinstance(s, str):
            codec = charset.input_codec or 'us-ascii'
            s = s.decode('us-ascii', 'surrogateescape') if codec == _charset.UNKNOWN8BIT else s.decode(codec, errors)
        codec = charset.output_codec or 'us-ascii'
        if codec != _charset.UNKNOWN8BIT:
            try:
                s.encode(codec, errors)
            except UnicodeEncodeError:
                if codec != 'us-ascii':
                    raise
                charset = UTF8
        self._chunks.append((s, charset))

    def __eq__(self, other):
        return other == str(self)

    def _normalize(self):
        """Puts pieces of one character set together."""
        joined = []
        for text, charset in self._chunks:
            if joined and joined[-1][1] == charset:
                joined[-1] = (joined[-1][0] + ' ' + text, charset)
            else:
                joined.append((text, charset))
        self._chunks = joined

    def _gaps(self):
        """The pieces, each with whether it is plain where the one before is encoded, or the other way, and no blank parts them."""
        self._normalize()
        before, ends_apart = None, False
        for text, charset in self._chunks:
            starts_apart = bool(text) and _separates(text[0])
            if before is None:
                changes = False
            elif _is_plain(before):
                changes = not _is_plain(charset) and not ends_apart
            else:
                changes = _is_plain(charset) and not starts_apart
            yield changes, before is not None and not _is_plain(before) and not _is_plain(charset), text, charset
            ends_apart = bool(text) and _separates(text[-1])
            before = charset

    def __str__(self):
        pieces = []
        for changes, _, text, charset in self._gaps():
            if charset == _charset.UNKNOWN8BIT:
                text = text.encode('ascii', 'surrogateescape').decode('ascii', 'replace')
            pieces.append(' ' * changes + text)
        return ''.join(pieces)

    def encode(self, splitchars=';, \t', maxlinelen=None, linesep='\n'):
        """The value as it is written, in lines that are not too long if that can be. They are ended rather behind the first of
        `splitchars` than behind the next ones."""
        if maxlinelen is None:
            maxlinelen = self._maxlinelen
        if maxlinelen == 0:
            maxlinelen = 1000000
        lines = _Lines(self._name_length, maxlinelen, self._continuation_ws, splitchars)
        for changes, are_encoded, text, charset in self._gaps():
            if changes or are_encoded:
                lines.add_transition()
            self._write(lines, text, charset)
        if self._chunks:
            # It is dropped again, in place of a blank that belongs to the text.
            lines.add_transition()
        value = lines.text(linesep)
        if _embedded.search(value):
            raise HeaderParseError(f'header value appears to contain an embedded header: {value!r}')
        return value

    def _write(self, lines, text, charset):
        first, *others = text.splitlines() or ['']
        lines.feed('', first, charset)
        for line in others:
            lines.end_line()
            stripped = line.lstrip()
            if charset.header_encoding is not None:
                lines.feed(self._continuation_ws, ' ' + stripped, charset)
            else:
                lines.feed(line[:len(line) - len(stripped)], stripped, charset)
        if others:
            lines.end_line()


class _Lines:
    """Puts pieces into lines. `_parts` is the line that grows: pairs of blanks and what follows them."""

    def __init__(self, name_length, limit, continuation, splitchars):
        self._limit, self._continuation, self._splitchars = limit, continuation, splitchars
        self._done, self._parts = [], []
        self._taken = name_length

    def _length(self):
        return self._taken + sum(len(blank) + len(text) for blank, text in self._parts)

    def text(self, linesep):
        self.end_line()
        return linesep.join(self._done)

    def end_line(self):
        """What has come so far is a line."""
        if self._parts and self._parts[-1] == (' ', ''):
            self._parts.pop()
        if self._parts:
            line = ''.join(blank + text for blank, text in self._parts)
            if line.isspace() and self._done:
                self._done[-1] += line
            else:
                self._done.append(line)
        self._parts, self._taken = [], 0

    def add_transition(self):
        self._parts.append((' ', ''))

    def feed(self, blank, text, charset):
        if charset.header_encoding is None:
            pieces = re.split('([ \t]+)', blank + text)
            if pieces[0]:
                pieces.insert(0, '')
            else:
                del pieces[0]
            for own, word in zip(pieces[::2], pieces[1::2]):
                self._append(own, word)
            return
        words = charset.header_encode_lines(text, self._rooms())
        first, *rest = words
        if first is not None:
            self._append(blank, first)
        elif not rest:
            return
        if not rest:
            return
        self.end_line()
        *between, last = rest
        for word in between:
            self._done.append(self._continuation + word)
        self._parts.append((self._continuation, last))

    def _rooms(self):
        """How much each line takes."""
        yield self._limit - self._length()
        while True:
            yield self._limit - len(self._continuation)

    def _append(self, blank, text):
        self._parts.append((blank, text))
        if self._length() <= self._limit:
            return
        cut = self._place_to_cut()
        if cut is None:
            blank, text = self._parts.pop()
            if self._length() > self._taken or self._taken and self._parts:
                # It gets a line of its own.
                self.end_line()
                if not blank:
                    blank = ' '
            self._parts.append((blank, text))
            return
        rest = self._parts[cut:]
        del self._parts[cut:]
        self.end_line()
        self._parts = rest

    def _place_to_cut(self):
        for c in self._splitchars:
            for place in range(len(self._parts) - 1, 0, -1):
                blank = self._parts[place][0]
                if c.isspace():
                    if blank[:1] == c:
                        return place
                elif blank and self._parts[place - 1][1].endswith(c):
                    return place
        return None
