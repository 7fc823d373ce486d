"""Reading addresses as people write them (RFC 2822, and what else is seen)."""

_SPECIAL = '()<>@,:;."[]'
_BLANK = ' \t\r\n'


class AddressList:
    """Takes a text apart into pairs of a name and an address."""

    def __init__(self, field):
        self._text, self._at = field, 0
        self._comments = []

    def read(self):
        """All the pairs; what is no address counts as an empty one."""
        found = []
        while self._at < len(self._text):
            found += self._address() or [('', '')]
        return found

    def _next(self):
        return self._text[self._at:self._at + 1]

    def _skip(self):
        """Passes blanks and comments; says whether there were blanks."""
        had_blanks = False
        while c := self._next():
            if c in _BLANK:
                had_blanks = True
                self._at += 1
            elif c == '(':
                self._comments.append(self._comment())
            else:
                break
        return had_blanks

    def _until(self, ends):
        """What stands up to an end, with backslashes taken off; the end is passed."""
        piece = []
        self._at += 1
        while c := self._next():
            if c == '(' and ends == ')':
                piece.append(self._comment())
                continue
            self._at += 1
            if c in ends or c == '\r':
                break
            if c == '\\':
                c = self._next()
                self._at += 1
            piece.append(c)
        return ''.join(piece)

    def _comment(self):
        return self._until(')')

    def _atom(self, ends):
        start = self._at
        while (c := self._next()) and c not in ends and c not in _BLANK:
            self._at += 1
        return self._text[start:self._at]

    def _address(self):
        self._comments = []
        self._skip()
        start, start_comments = self._at, list(self._comments)
        words = self._phrase()
        self._skip()
        c = self._next()
        if c == '.' or c == '@':
            self._at, self._comments = start, start_comments
            spec = self._spec()
            found = [(' '.join(self._comments), spec)]
        elif c == ':':
            found = self._group()
        elif c == '<':
            spec = self._route()
            name = ' '.join(words)
            if self._comments:
                name += f' ({" ".join(self._comments)})'
            found = [(name, spec)]
        else:
            found = [(' '.join(self._comments), words[0])] if words else []
            if not words and c and c in _SPECIAL:
                self._at += 1
        self._skip()
        if self._next() == ',':
            self._at += 1
        return found

    def _phrase(self):
        words = []
        ends = _SPECIAL.replace('.', '')
        while c := self._next():
            if c in _BLANK:
                self._at += 1
            elif c == '"':
                words.append(self._until('"'))
            elif c == '(':
                self._comments.append(self._comment())
            elif c in ends:
                break
            else:
                words.append(self._atom(ends))
        return words

    def _group(self):
        self._at += 1
        found = []
        while self._at < len(self._text):
            self._skip()
            if self._next() == ';':
                self._at += 1
                break
            found += self._address()
        return found

    def _route(self):
        """What stands in angle brackets. The way that a message has to go is passed over."""
        self._at += 1
        self._skip()
        spec = ''
        while c := self._next():
            if c == '>':
                self._at += 1
                break
            if c == '@':
                self._at += 1
                self._domain()
            elif c == ':':
                self._at += 1
            else:
                spec = self._spec()
                self._at += 1
                break
            self._skip()
        return spec

    def _spec(self):
        parts = []
        self._skip()
        while c := self._next():
            keeps_blank = True
            if c == '.':
                if parts and not parts[-1].strip():
                    parts.pop()
                parts.append('.')
                self._at += 1
                keeps_blank = False
            elif c == '"':
                quoted = self._until('"').replace('\\', '\\\\').replace('"', '\\"')
                parts.append(f'"{quoted}"')
            elif c in _SPECIAL:
                if parts and not parts[-1].strip():
                    parts.pop()
                break
            else:
                parts.append(self._atom(_SPECIAL))
            if self._skip() and keeps_blank:
                parts.append(' ')
        if parts and not parts[-1].strip():
            parts.pop()
        if self._next() != '@':
            return ''.join(parts)
        self._at += 1
        domain = self._domain()
        return ''.join(parts) + '@' + domain if domain else ''

    def _domain(self):
        parts = []
        self._skip()
        while c := self._next():
            if c == '[':
                parts.append(f'[{self._until("]" + chr(13) + "[")}]')
            elif c == '.':
                parts.append(c)
                self._at += 1
            elif c == '@':
                # Two of them make no address.
                return ''
            elif c in _SPECIAL:
                break
            else:
                parts.append(self._atom(_SPECIAL))
            self._skip()
        return ''.join(parts)
