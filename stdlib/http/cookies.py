"""Cookies: reading what a browser sends and writing what it is to keep (RFC 2109, and what browsers do)."""

import re
from types import GenericAlias

__all__ = ['CookieError', 'BaseCookie', 'SimpleCookie']

# What a value may consist of without quotes; a name has no brackets.
_LEGAL = r"\w\d!#%&'~_`><@,:/\$\*\+\-\.\^\|\)\(\?\}\{\=\[\]"
_NAME = re.compile(r"[\w!#$%&'*+\-.^`|~:]+", re.ASCII)
_TOO_ODD = re.compile(r"[^\w!#$%&'*+\-.^`|~:]", re.ASCII)


class CookieError(Exception):
    """A name or an attribute that there cannot be."""


def _quote(text):
    """A value as it is written: in quotes if it must be, odd characters by their numbers."""
    if text is None or _NAME.fullmatch(text):
        return text
    written = []
    for c in text:
        if c in '"\\':
            written.append('\\' + c)
        elif not ' ' <= c <= '~' and ord(c) < 256 or c in ',;':
            written.append(f'\\{ord(c):03o}')
        else:
            written.append(c)
    return f'"{"".join(written)}"'


def _unquote(text):
    """What a written value stands for."""
    if text is None or len(text) < 2 or not text[0] == text[-1] == '"':
        return text

    def plain(found):
        number = found[1]
        return chr(int(number, 8)) if number else found[2]

    return re.sub(r'\\(?:([0-3][0-7][0-7])|(.))', plain, text[1:-1])


def _moment(seconds):
    """A time so many seconds from now, as an attribute has it."""
    import time
    at = time.gmtime(time.time() + seconds)
    day = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[at.tm_wday]
    month = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')[at.tm_mon - 1]
    return f'{day}, {at.tm_mday:02d} {month} {at.tm_year:4d} {at.tm_hour:02d}:{at.tm_min:02d}:{at.tm_sec:02d} GMT'


class Morsel(dict):
    """A cookie: name, value, the value as it is written, and as a mapping its attributes."""

    _reserved = {
        'expires': 'expires', 'path': 'Path', 'comment': 'Comment', 'domain': 'Domain', 'max-age': 'Max-Age', 'secure': 'Secure',
        'httponly': 'HttpOnly', 'version': 'Version', 'samesite': 'SameSite',
    }
    _flags = {'secure', 'httponly'}

    def __init__(self):
        self._key = self._value = self._coded_value = None
        dict.update(self, dict.fromkeys(self._reserved, ''))

    key = property(lambda self: self._key)
    value = property(lambda self: self._value)
    coded_value = property(lambda self: self._coded_value)

    def _checked(self, name):
        name = name.lower()
        if name not in self._reserved:
            raise CookieError('Invalid attribute %r' % (name,))
        return name

    def __setitem__(self, name, value):
        dict.__setitem__(self, self._checked(name), value)

    def setdefault(self, name, value=None):
        return dict.setdefault(self, self._checked(name), value)

    def update(self, values):
        dict.update(self, {self._checked(name): value for name, value in dict(values).items()})

    def __eq__(self, other):
        if not isinstance(other, Morsel):
            return NotImplemented
        return dict.__eq__(self, other) and self.__getstate__() == other.__getstate__()

    __hash__ = None
    __ne__ = object.__ne__

    def copy(self):
        made = Morsel()
        dict.update(made, self)
        made.__dict__.update(self.__dict__)
        return made

    def isReservedKey(self, K):
        """Whether it is the name of an attribute."""
        return K.lower() in self._reserved

    def set(self, key, val, coded_val):
        """Names it, with a value and how that is written."""
        if key.lower() in self._reserved:
            raise CookieError('Attempt to set a reserved key %r' % (key,))
        if not key or _TOO_ODD.search(key):
            raise CookieError('Illegal key %r' % (key,))
        self._key, self._value, self._coded_value = key, val, coded_val

    def __getstate__(self):
        return {'key': self._key, 'value': self._value, 'coded_value': self._coded_value}

    def __setstate__(self, state):
        self._key, self._value, self._coded_value = state['key'], state['value'], state['coded_value']

    # ---- written ----

    def OutputString(self, attrs=None):
        """Name, value and attributes, or those of the attributes that are named."""
        written = [f'{self._key}={self._coded_value}']
        shown = self._reserved if attrs is None else attrs
        for name, value in sorted(self.items()):
            title = self._reserved[name]
            if value == '' or name not in shown:
                continue
            if name == 'expires' and isinstance(value, int):
                value = _moment(value)
            elif name == 'max-age' and isinstance(value, int):
                value = '%d' % value
            elif name == 'comment' and isinstance(value, str):
                value = _quote(value)
            elif name in self._flags:
                if value:
                    written.append(title)
                continue
            written.append(f'{title}={value}')
        return '; '.join(written)

    def output(self, attrs=None, header='Set-Cookie:'):
        """As a header field."""
        return f'{header} {self.OutputString(attrs)}'

    __str__ = output

    def __repr__(self):
        return f'<{type(self).__name__}: {self.OutputString()}>'

    def js_output(self, attrs=None):
        """As a script that a page can hold."""
        text = self.OutputString(attrs).replace('"', r'\"')
        lines = '', '<script type="text/javascript">', '<!-- begin hiding', f'document.cookie = "{text}";', '// end hiding -->', '</script>', ''
        return '\n'.join([' ' * 8 * (at > 0) + line for at, line in enumerate(lines)])

    __class_getitem__ = classmethod(GenericAlias)


_PIECE = re.compile(rf'''
    \s* (?P<name> [{_LEGAL[:-4]}]+? )
    (?: \s* = \s* (?P<value> "(?:[^\\"]|\\.)*" | \w{{3}},\s[\w\d\s-]{{9,11}}\s[\d:]{{8}}\sGMT | [{_LEGAL}]* ) )?
    \s* (?: \s+ | ; | $ )
''', re.ASCII | re.VERBOSE)


class BaseCookie(dict):
    """Cookies by name. Subclasses say how values are written."""

    def __init__(self, input=None):
        if input:
            self.load(input)

    def value_decode(self, val):
        """(what a written value stands for, the value as it is written)."""
        return val, val

    def value_encode(self, val):
        """(a value as text, how that is written)."""
        text = str(val)
        return text, text

    def __setitem__(self, key, value):
        if isinstance(value, Morsel):
            dict.__setitem__(self, key, value)
        else:
            self._keep(key, *self.value_encode(value))

    def _keep(self, name, value, written):
        # One that is there keeps its attributes.
        morsel = self.get(name, Morsel())
        morsel.set(name, value, written)
        dict.__setitem__(self, name, morsel)

    def output(self, attrs=None, header='Set-Cookie:', sep='\r\n'):
        """All as header fields, in the order of their names."""
        return sep.join([morsel.output(attrs, header) for _, morsel in sorted(self.items())])

    __str__ = output

    def __repr__(self):
        pairs = [f'{name}={morsel.value!r}' for name, morsel in sorted(self.items())]
        return f'<{type(self).__name__}: {" ".join(pairs)}>'

    def js_output(self, attrs=None):
        """All as scripts that a page can hold."""
        return ''.join([morsel.js_output(attrs) for _, morsel in sorted(self.items())])

    def load(self, rawdata):
        """Adds the cookies of a header field, or of a mapping."""
        if isinstance(rawdata, str):
            self._read(rawdata)
            return
        for name, value in rawdata.items():
            self[name] = value

    def _read(self, text):
        """All of a field, or nothing if something that should have a value has none. What cannot be read ends it."""
        found, has_cookie, at = [], False, 0
        while at < len(text):
            piece = _PIECE.match(text, at)
            if piece is None:
                break
            name, value = piece['name'], piece['value']
            at = piece.end()
            if name[0] == '$':
                # Old attributes; before the first cookie they are about all of them.
                if has_cookie:
                    found.append((name[1:], _unquote(value), None))
            elif name.lower() in Morsel._reserved:
                is_flag = name.lower() in Morsel._flags
                if not has_cookie or value is None and not is_flag:
                    return
                found.append((name, True if value is None else _unquote(value), None))
            elif value is None:
                return
            else:
                found.append((name, *self.value_decode(value)))
                has_cookie = True
        morsel = None
        for name, value, written in found:
            if written is None:
                morsel[name] = value
            else:
                self._keep(name, value, written)
                morsel = self[name]


class SimpleCookie(BaseCookie):
    """Cookies whose values are texts."""

    def value_decode(self, val):
        return _unquote(val), val

    def value_encode(self, val):
        text = str(val)
        return text, _quote(text)
