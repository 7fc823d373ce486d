"""Encoded words in headers that are texts, and lines of headers that are not too long."""

import re
import sys
import urllib.parse

from email import base64mime, errors, quoprimime
from email.charset import UNKNOWN8BIT

_word = re.compile(r'=\?(?P<charset>[^?*\s]+)(?:\*[^?]*)?\?(?P<encoding>[qQbB])\?(?P<text>[^?\s]*|[^?]*)\?=')


def decode_words(text, defects):
    """A text with its encoded words decoded; blanks between two of those mean nothing."""
    if '=?' not in text:
        return text
    pieces, at, is_after_word = [], 0, False
    for found in _word.finditer(text):
        between = text[at:found.start()]
        decoded = _decoded(found, defects)
        if decoded is None:
            continue
        if not (is_after_word and between.isspace()):
            pieces.append(between)
        pieces.append(decoded)
        at, is_after_word = found.end(), True
    return ''.join(pieces) + text[at:]


def _decoded(found, defects):
    try:
        if found['encoding'] in 'qQ':
            data = quoprimime.header_decode(found['text']).encode('raw-unicode-escape')
        else:
            text = found['text']
            missing = -len(text) % 4
            if missing:
                defects.append(errors.InvalidBase64PaddingDefect())
            data = base64mime.decode(text + '=' * missing)
    except ValueError:
        return None
    try:
        return data.decode(found['charset'])
    except UnicodeDecodeError:
        defects.append(errors.UndecodableBytesDefect(f'Encoded word contains bytes not decodable using {found["charset"]!r} charset'))
        return data.decode(found['charset'], 'surrogateescape')
    except LookupError:
        if found['charset'].lower() != UNKNOWN8BIT:
            defects.append(errors.CharsetError(f'Unknown charset {found["charset"]!r} in encoded word; decoded as unknown bytes'))
        return data.decode('ascii', 'surrogateescape')


def charset_of(text):
    """The character set in which a text is written as encoded words."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return UNKNOWN8BIT
    return 'utf-8'


def encode_word(text, charset):
    """A text as an encoded word: with =XX where that is not much longer than base64."""
    data = text.encode('utf-8', 'surrogateescape')
    is_legible = quoprimime.header_length(data) - base64mime.header_length(data) < 5
    return (quoprimime if is_legible else base64mime).header_encode(data, charset) or f'=?{charset}?q??='


def is_writable(text, policy):
    """Whether a piece can stand in a header as it is."""
    if text.isascii():
        return True
    if not policy.utf8:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class Lines:
    """The lines of a header. What is added stays on the line if it fits."""

    def __init__(self, name, policy):
        self._policy = policy
        self.limit = policy.max_line_length or sys.maxsize
        self.lines = [name + ':']
        # Where the last encoded word of the line begins, and what is written from there on.
        self._word_at, self._word_text = None, ''

    def text(self):
        return self._policy.linesep.join(self.lines) + self._policy.linesep

    def end_words(self):
        """What follows is not put into an encoded word with what stands there."""
        self._word_at = None

    def add(self, blank, piece):
        """Adds a piece, and blanks before it. It is only cut if no line could hold it."""
        line = self.lines[-1]
        if len(line) + len(blank) + len(piece) <= self.limit:
            self.lines[-1] = line + blank + piece
            self._word_text += blank + piece
        elif len(blank) + len(piece) > self.limit:
            self.add_word(blank, piece)
        else:
            self.end_words()
            self.lines.append(blank + piece)

    def add_word(self, blank, text):
        """Adds a text that has to be encoded; it may be cut anywhere."""
        if self._word_at is not None:
            # Blanks between encoded words would be lost: one word holds all that stands between.
            text = self._word_text + blank + text
            self.lines[-1] = self.lines[-1][:self._word_at]
        else:
            self.lines[-1] += blank
        charset = charset_of(text)
        while text:
            size = self._fitting(text, self.limit - len(self.lines[-1]), charset)
            if not size and len(self.lines[-1]) > 1:
                self.lines.append(' ')
                continue
            size = size or 1
            self._word_at, self._word_text = len(self.lines[-1]), text[:size]
            self.lines[-1] += encode_word(text[:size], charset)
            text = text[size:]
            if text:
                self.lines.append(' ')

    @staticmethod
    def _fitting(text, room, charset):
        """How many characters make an encoded word that is short enough."""
        if len(encode_word(text, charset)) <= room:
            return len(text)
        low, high = 0, min(len(text), max(room, 1))
        while low < high:
            middle = (low + high + 1) // 2
            if len(encode_word(text[:middle], charset)) <= room:
                low = middle
            else:
                high = middle - 1
        return low


def add_text(lines, text, policy):
    """Adds words; neighbours that need it are encoded together."""
    pieces = re.split(r'(\s+)', ' ' + text)
    for blank, word in zip(pieces[1::2], pieces[2::2]):
        if not word:
            lines.lines[-1] += blank if len(lines.lines[-1]) + len(blank) <= lines.limit else ''
        elif is_writable(word, policy):
            lines.add(blank, word)
        else:
            lines.add_word(blank, word)


def fold_text(name, text, policy):
    """A header that is a text."""
    lines = Lines(name, policy)
    if not text:
        return lines.text()
    if is_writable(text, policy) and len(name) + 2 + len(text) > lines.limit >= len(text) + 1:
        # One line holds all of it, if it is not the first.
        lines.lines.append(' ' + text)
    else:
        add_text(lines, text, policy)
    return lines.text()


def quote(text):
    """A text in quotes."""
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def fold_params(name, value, params, policy):
    """A header that is a value with parameters."""
    lines = Lines(name, policy)
    if value:
        lines.add(' ', value)
    for key, text in params:
        lines.lines[-1] = lines.lines[-1].rstrip() + ';'
        try:
            text.encode('us-ascii')
            charset, needs_code = 'us-ascii', False
        except UnicodeEncodeError:
            needs_code = True
            charset = 'utf-8'
            try:
                text.encode()
            except UnicodeEncodeError:
                charset = UNKNOWN8BIT
        data = text.encode('utf-8', 'surrogateescape')
        piece = f"{key}*={charset}''{urllib.parse.quote(data, safe='')}" if needs_code else f'{key}={quote(text)}' if text else key
        if len(lines.lines[-1]) + len(piece) + 1 < lines.limit:
            lines.lines[-1] += ' ' + piece
        elif len(piece) + 2 <= lines.limit:
            lines.lines.append(' ' + piece)
        else:
            _add_in_sections(lines, key, text, charset)
    return lines.text()


def _add_in_sections(lines, key, text, charset):
    """A parameter that is too long for a line (RFC 2231)."""
    section, mark = 0, f"{charset}''"
    limit = lines.limit
    while text:
        room = limit - len(key) - len(str(section)) - 2 - len(mark) - 1 - 2
        size = min(len(text), max(room, 1))
        while size > 1 and len(urllib.parse.quote(text[:size].encode('utf-8', 'surrogateescape'), safe='')) > room:
            size -= 1
        coded = urllib.parse.quote(text[:size].encode('utf-8', 'surrogateescape'), safe='')
        lines.lines.append(f' {key}*{section}*={mark}{coded}')
        mark, section, text = '', section + 1, text[size:]
        if text:
            lines.lines[-1] += ';'
