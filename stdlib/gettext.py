"""Messages in other languages, from catalogues in GNU's binary format."""

import os
import re
import sys

__all__ = [
    'NullTranslations', 'GNUTranslations', 'Catalog', 'bindtextdomain', 'find', 'translation', 'install', 'textdomain', 'dgettext',
    'dngettext', 'gettext', 'ngettext', 'pgettext', 'dpgettext', 'npgettext', 'dnpgettext',
]

_DEFAULT_FOLDER = os.path.join(sys.base_prefix, 'share', 'locale')


# ---- plural forms ----

_TOKEN = re.compile(r'\s*(?:(\d+|n)|(\|\||&&|[=!<>]=|[!<>*/%+\-?:()])|(\w+|.))')
# What binds tightest stands last.
_OPERATORS = [
    {'||': lambda a, b: a or b}, {'&&': lambda a, b: a and b}, {'==': lambda a, b: int(a == b), '!=': lambda a, b: int(a != b)},
    {'<': lambda a, b: int(a < b), '>': lambda a, b: int(a > b), '<=': lambda a, b: int(a <= b), '>=': lambda a, b: int(a >= b)},
    {'+': lambda a, b: a + b, '-': lambda a, b: a - b}, {'*': lambda a, b: a * b, '/': lambda a, b: a // b, '%': lambda a, b: a % b},
]


class _Rule:
    """Reads an expression of C over n, and makes a function of it."""

    def __init__(self, text):
        if len(text) > 1000:
            raise ValueError('plural form expression is too long')
        self.tokens = []
        for value, operator, wrong in _TOKEN.findall(text.strip()):
            if wrong:
                raise ValueError(f'invalid token in plural form: {wrong}')
            self.tokens.append(value or operator)
        self.tokens.append('')
        self.at = self.depth = 0

    def take(self):
        token = self.tokens[self.at]
        self.at += 1
        return token

    def read(self):
        function = self.condition()
        if self.tokens[self.at]:
            self.refuse()
        return function

    def refuse(self):
        token = self.tokens[self.at]
        if token == '':
            raise ValueError('unexpected end of plural form')
        if token == ')':
            raise ValueError('unbalanced parenthesis in plural form')
        raise ValueError(f'unexpected token in plural form: {token}')

    def condition(self):
        test = self.operation(0)
        if self.tokens[self.at] != '?':
            return test
        self.take()
        first = self.condition()
        if self.tokens[self.at] != ':':
            self.refuse()
        self.take()
        second = self.condition()
        return lambda n: first(n) if test(n) else second(n)

    def operation(self, level):
        if level == len(_OPERATORS):
            return self.operand()
        left = self.operation(level + 1)
        while self.tokens[self.at] in _OPERATORS[level]:
            left = self.combined(_OPERATORS[level][self.take()], left, self.operation(level + 1), level)
        return left

    @staticmethod
    def combined(apply, left, right, level):
        if level == 0:
            return lambda n: left(n) or right(n)
        if level == 1:
            return lambda n: left(n) and right(n)
        return lambda n: apply(left(n), right(n))

    def operand(self):
        token = self.tokens[self.at]
        if token == '!':
            self.take()
            inner = self.operand()
            return lambda n: int(not inner(n))
        if token == '(':
            self.take()
            self.depth += 1
            if self.depth > 20:
                raise ValueError('plural form expression is too complex')
            inner = self.condition()
            if self.tokens[self.at] != ')':
                raise ValueError('unbalanced parenthesis in plural form')
            self.take()
            self.depth -= 1
            return inner
        if token == 'n':
            self.take()
            return lambda n: n
        if token.isdecimal():
            number = int(self.take())
            return lambda n: number
        self.refuse()


def c2py(plural):
    """A function that gives the number of the form for a number of things, after an expression of C."""
    form = _Rule(plural).read()

    def choose(n):
        return int(form(n if isinstance(n, int) else _whole(n)))

    return choose


def _whole(n):
    """A number of things that is no integer."""
    try:
        rounded = round(n)
    except TypeError:
        raise TypeError(f'Plural value must be an integer, got {type(n).__name__}') from None
    import warnings
    warnings.warn(f'Plural value must be an integer, got {type(n).__name__}', DeprecationWarning, stacklevel=4)
    return rounded


# ---- catalogues ----

class NullTranslations:
    """Messages as they are, unless a fallback knows better."""

    def __init__(self, fp=None):
        self._info, self._charset, self._fallback = {}, None, None
        if fp is not None:
            self._parse(fp)

    def _parse(self, fp):
        """Reads a catalogue."""

    def add_fallback(self, fallback):
        """Asks another catalogue, last, for what is not in this one."""
        if self._fallback:
            self._fallback.add_fallback(fallback)
        else:
            self._fallback = fallback

    def gettext(self, message):
        return self._fallback.gettext(message) if self._fallback else message

    def ngettext(self, msgid1, msgid2, n):
        """The message for a number of things."""
        if self._fallback:
            return self._fallback.ngettext(msgid1, msgid2, n)
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context, message):
        """The message that means this here."""
        return self._fallback.pgettext(context, message) if self._fallback else message

    def npgettext(self, context, msgid1, msgid2, n):
        if self._fallback:
            return self._fallback.npgettext(context, msgid1, msgid2, n)
        return msgid1 if n == 1 else msgid2

    def info(self):
        """What the catalogue says about itself, by name in small letters."""
        return self._info

    def charset(self):
        return self._charset

    def install(self, names=None):
        """Makes gettext() a builtin named _, and others by their own names."""
        import builtins
        builtins.__dict__['_'] = self.gettext
        for name in {'gettext', 'ngettext', 'npgettext', 'pgettext'} & set(names or ()):
            builtins.__dict__[name] = getattr(self, name)


class GNUTranslations(NullTranslations):
    """Messages of a .mo file."""

    LE_MAGIC, BE_MAGIC = 0x950412de, 0xde120495
    CONTEXT = '%s\x04%s'
    VERSIONS = 0, 1

    def _parse(self, fp):
        import struct
        name, data = getattr(fp, 'name', ''), fp.read()
        self.plural = lambda n: int(n != 1)
        self._catalog = catalog = {}
        order = {self.LE_MAGIC: '<', self.BE_MAGIC: '>'}.get(struct.unpack('<I', data[:4])[0])
        if order is None:
            raise OSError(0, 'Bad magic number', name)
        version, count, originals, translations = struct.unpack(f'{order}4I', data[4:20])
        if version >> 16 not in self.VERSIONS:
            raise OSError(0, f'Bad version number {version >> 16}', name)
        charset = None
        for at in range(count):
            texts = []
            for table in originals, translations:
                length, start = struct.unpack_from(f'{order}2I', data, table + 8 * at)
                if start + length >= len(data):
                    raise OSError(0, 'File is corrupt', name)
                texts.append(data[start:start + length])
            message, translation = texts
            if not message:
                self._read_head(translation.decode())
                charset = self._charset
            charset = charset or 'ascii'
            keys, *_ = message.split(b'\0')
            key = str(keys, charset)
            if b'\0' in message:
                for number, form in enumerate(translation.split(b'\0')):
                    catalog[key, number] = str(form, charset)
            else:
                catalog[key] = str(translation, charset)

    def _read_head(self, text):
        """Lines `name: value`; others go on with the value before."""
        last = None
        for line in text.split('\n'):
            line = line.strip()
            if not line or line.startswith('#-#-#-#-#') and line.endswith('#-#-#-#-#'):
                continue
            name, colon, value = line.partition(':')
            if colon:
                last, value = name.strip().lower(), value.strip()
                self._info[last] = value
            elif last:
                self._info[last] += '\n' + line
                value = self._info[last]
            else:
                continue
            if last == 'content-type':
                self._charset = value.split('charset=')[1]
            elif last == 'plural-forms':
                self.plural = c2py(value.split(';')[1].split('plural=')[1])

    def _found(self, key, otherwise):
        known = self._catalog.get(key)
        if known is None:
            # A message that has plural forms, asked for without a number.
            known = self._catalog.get((key, self.plural(1)))
        return otherwise() if known is None else known

    def _form(self, key, n, otherwise):
        try:
            return self._catalog[key, self.plural(n)]
        except KeyError:
            return otherwise()

    def gettext(self, message):
        return self._found(message, lambda: super(GNUTranslations, self).gettext(message))

    def pgettext(self, context, message):
        return self._found(self.CONTEXT % (context, message), lambda: super(GNUTranslations, self).pgettext(context, message))

    def ngettext(self, msgid1, msgid2, n):
        return self._form(msgid1, n, lambda: super(GNUTranslations, self).ngettext(msgid1, msgid2, n))

    def npgettext(self, context, msgid1, msgid2, n):
        return self._form(self.CONTEXT % (context, msgid1), n,
                          lambda: super(GNUTranslations, self).npgettext(context, msgid1, msgid2, n))


# ---- where catalogues are ----

def _variants(language):
    """A locale name, and the same with parts left out: language_COUNTRY.charset@variant."""
    import locale
    found = re.match(r'([^_.@]*)(_[^.@]*)?(\.[^@]*)?(@.*)?', locale.normalize(language))
    base, *parts = [part or '' for part in found.groups()]
    wanted = [mask for mask in range(7, -1, -1) if all(parts[at] or not mask & (4, 1, 2)[at] for at in range(3))]
    return [base + ''.join([part if mask & bit else '' for part, bit in zip(parts, (4, 1, 2))]) for mask in wanted]


def find(domain, localedir=None, languages=None, all=False):
    """The path of a catalogue for the first language there is one for, or the paths for all; the environment names languages."""
    if languages is None:
        said = next(filter(None, map(os.environ.get, ('LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG'))), None)
        languages = said.split(':') if said else []
        if 'C' not in languages:
            languages.append('C')
    names = []
    for language in languages:
        names += [name for name in _variants(language) if name not in names]
    paths = []
    for name in names:
        if name == 'C':
            # From here on the messages are right as they are.
            break
        path = os.path.join(localedir or _DEFAULT_FOLDER, name, 'LC_MESSAGES', f'{domain}.mo')
        if os.path.exists(path):
            if not all:
                return path
            paths.append(path)
    return paths if all else None


_read = {}


def translation(domain, localedir=None, languages=None, class_=None, fallback=False):
    """The catalogues of a domain, each the fallback of the one before. Errors: FileNotFoundError, unless there is a `fallback`."""
    class_ = GNUTranslations if class_ is None else class_
    paths = find(domain, localedir, languages, all=True)
    if not paths:
        if fallback:
            return NullTranslations()
        from errno import ENOENT
        raise FileNotFoundError(ENOENT, 'No translation file found for domain', domain)
    result = None
    for path in paths:
        key = class_, os.path.abspath(path)
        known = _read.get(key)
        if known is None:
            with open(path, 'rb') as file:
                known = _read.setdefault(key, class_(file))
        # A copy, since fallbacks are added; what has been read is shared.
        import copy
        known = copy.copy(known)
        if result is None:
            result = known
        else:
            result.add_fallback(known)
    return result


Catalog = translation


def install(domain, localedir=None, *, names=None):
    """Makes the messages of a domain those of the builtin _()."""
    translation(domain, localedir, fallback=True).install(names)


# ---- functions for the domain that is chosen ----

_domain, _folders = 'messages', {}


def textdomain(domain=None):
    """Chooses the domain; tells it."""
    global _domain
    _domain = _domain if domain is None else domain
    return _domain


def bindtextdomain(domain, localedir=None):
    """Says where the catalogues of a domain are; tells it."""
    if localedir is not None:
        _folders[domain] = localedir
    return _folders.get(domain, _DEFAULT_FOLDER)


def _of(domain):
    return translation(domain, _folders.get(domain), fallback=True)


def dgettext(domain, message):
    return _of(domain).gettext(message)


def dngettext(domain, msgid1, msgid2, n):
    return _of(domain).ngettext(msgid1, msgid2, n)


def dpgettext(domain, context, message):
    return _of(domain).pgettext(context, message)


def dnpgettext(domain, context, msgid1, msgid2, n):
    return _of(domain).npgettext(context, msgid1, msgid2, n)


def gettext(message):
    return _of(_domain).gettext(message)


def ngettext(msgid1, msgid2, n):
    return _of(_domain).ngettext(msgid1, msgid2, n)


def pgettext(context, message):
    return _of(_domain).pgettext(context, message)


def npgettext(context, msgid1, msgid2, n):
    return _of(_domain).npgettext(context, msgid1, msgid2, n)
