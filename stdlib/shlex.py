"""Splitting text as a shell does."""

import os
import re
import sys
from collections import deque
from io import StringIO

__all__ = ['shlex', 'split', 'quote', 'join']


# What a shell treats as words of their own.
_PUNCTUATION = '();<>|&'
_ASCII_WORD = 'abcdefghijklmnopqrstuvwxyz' + 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' + '0123456789_'
_LATIN_WORD = ''.join(chr(code) for code in (*range(0xdf, 0x100), *range(0xc0, 0xdf)) if code not in (0xd7, 0xf7))


class shlex:
    """Reads words from a text or stream. The attributes that say what is what may be changed."""

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        if instream is None:
            self.instream, self.infile = sys.stdin, None
        else:
            self.instream, self.infile = _as_stream(instream), infile
        self.posix = posix
        self.eof = None if posix else ''
        self.whitespace, self.whitespace_split = ' \t\r\n', False
        self.commenters, self.quotes, self.escape, self.escapedquotes = '#', '\'"', '\\', '"'
        self._punctuation_chars = _PUNCTUATION if punctuation_chars is True else punctuation_chars or ''
        self.wordchars = _ASCII_WORD + (_LATIN_WORD if posix else '')
        if self._punctuation_chars:
            # Parts of file names and patterns.
            extra = ''.join(char for char in '~-./*?=' if char not in self._punctuation_chars)
            self.wordchars = ''.join(char for char in self.wordchars if char not in self._punctuation_chars) + extra
        self.source = None
        self.debug = 0
        self.lineno = 1
        self.token = ''
        # None: the stream has ended.
        self.state = ' '
        # Words and characters that were read too far, and the streams around this one.
        self.pushback, self._pushback_chars, self.filestack = deque(), deque(), deque()

    @property
    def punctuation_chars(self):
        return self._punctuation_chars

    def push_token(self, tok):
        """Puts a word back, to be read next."""
        self.pushback.appendleft(tok)

    def push_source(self, newstream, newfile=None):
        """Reads from another stream until it ends."""
        self.filestack.appendleft((self.infile, self.instream, self.lineno))
        self.infile, self.instream, self.lineno = newfile, _as_stream(newstream), 1

    def pop_source(self):
        """Goes back to the stream before."""
        self.instream.close()
        self.infile, self.instream, self.lineno = self.filestack.popleft()
        self.state = ' '

    def get_token(self):
        """The next word, or `eof`."""
        if self.pushback:
            return self.pushback.popleft()
        token = self.read_token()
        while self.source is not None and token == self.source:
            opened = self.sourcehook(self.read_token())
            if opened:
                name, stream = opened
                self.push_source(stream, name)
            token = self.get_token()
        while token == self.eof and self.filestack:
            self.pop_source()
            token = self.get_token()
        return token

    def read_token(self):
        """The next word of this stream, without regard to words put back."""
        self.token = ''
        while self.state is not None:
            char = self._read_char()
            if not char:
                self.state = None
            elif char in self.commenters and char not in self.whitespace:
                self._skip_line()
            elif char not in self.whitespace:
                was_quoted = self._read_word(char)
                if self.token or self.posix and was_quoted:
                    break
        else:
            return None if self.posix else ''
        token, self.token = self.token, ''
        return token

    def _read_char(self):
        char = self._pushback_chars.pop() if self._pushback_chars else self.instream.read(1)
        if char == '\n':
            self.lineno += 1
        return char

    def _skip_line(self):
        self.instream.readline()
        self.lineno += 1

    def _read_word(self, char):
        """Reads a word that begins with a character into `token`; tells whether a part of it was quoted."""
        posix = self.posix
        if not (posix and char in self.escape) and char not in self.wordchars:
            if char in self._punctuation_chars:
                self._read_punctuation(char)
                return False
            if char in self.quotes and not posix:
                self.token = char
                self._read_quoted(char)
                self.token += char
                return True
            if char not in self.quotes and not self.whitespace_split:
                self.token = char
                return False
        quoted = False
        while True:
            if posix and char in self.escape:
                self._read_escaped(char, '')
            elif posix and char in self.quotes:
                quoted = True
                self._read_quoted(char)
            else:
                self.token += char
            char = self._read_char()
            while char and char not in self.whitespace and char in self.commenters:
                self._skip_line()
                if posix:
                    return quoted
                char = self._read_char()
            if not char:
                self.state = None
                return quoted
            if char in self.whitespace:
                return quoted
            if not (char in self.wordchars or char in self.quotes or posix and char in self.escape
                    or self.whitespace_split and char not in self._punctuation_chars):
                # It begins the next word.
                if self._punctuation_chars:
                    self._pushback_chars.append(char)
                else:
                    self.pushback.appendleft(char)
                return quoted

    def _read_punctuation(self, char):
        while char and char in self._punctuation_chars:
            self.token += char
            char = self._read_char()
        if not char:
            self.state = None
        elif char in self.commenters and char not in self.whitespace:
            self._skip_line()
        elif char not in self.whitespace:
            self._pushback_chars.append(char)

    def _read_quoted(self, quote):
        """Reads up to the closing quote."""
        while char := self._read_char():
            if char == quote:
                return
            if self.posix and char in self.escape and quote in self.escapedquotes:
                self._read_escaped(char, quote)
            else:
                self.token += char
        raise ValueError('No closing quotation')

    def _read_escaped(self, escape, quote):
        char = self._read_char()
        if not char:
            raise ValueError('No escaped character')
        # Inside quotes only the quote and the escape itself are escaped.
        if quote and char not in (quote, escape):
            self.token += escape
        self.token += char

    def sourcehook(self, newfile):
        """Opens a file that is named after `source`."""
        if newfile[0] == '"':
            newfile = newfile[1:-1]
        if isinstance(self.infile, str) and not os.path.isabs(newfile):
            newfile = os.path.join(os.path.dirname(self.infile), newfile)
        return newfile, open(newfile, 'r')

    def error_leader(self, infile=None, lineno=None):
        """The beginning of an error message: file and line."""
        return '"%s", line %d: ' % (self.infile if infile is None else infile, self.lineno if lineno is None else lineno)

    def __iter__(self):
        return self

    def __next__(self):
        token = self.get_token()
        if token == self.eof:
            raise StopIteration
        return token


def _as_stream(source):
    return StringIO(source) if isinstance(source, str) else source


def split(s, comments=False, posix=True):
    """The words of a text."""
    if s is None:
        raise ValueError('s argument must not be None')
    lex = shlex(s, posix=posix)
    lex.whitespace_split = True
    if not comments:
        lex.commenters = ''
    return list(lex)


def join(split_command):
    """Words as one text that a shell splits again."""
    return ' '.join(quote(arg) for arg in split_command)


_find_unsafe = re.compile(r'[^\w@%+=:,./-]', re.ASCII).search


def quote(s):
    """A text as one word of a shell."""
    if not s:
        return "''"
    if _find_unsafe(s) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"
