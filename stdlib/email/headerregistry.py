"""Headers as texts that know what they say: dates, addresses, types. Which class a header has depends on its name."""

import re
from types import MappingProxyType

from email import _words, errors, utils

_SPECIALS = frozenset('()<>@,:;.\\"[]')
_BLANK = ' \t\r\n'


def _dotted(text):
    """Whether a text can stand before the @ without quotes."""
    return bool(text) and all(text.split('.')) and not any(c in _SPECIALS - {'.'} or c in _BLANK for c in text)


class Address:
    """A name and an address."""

    def __init__(self, display_name='', username='', domain='', addr_spec=None):
        for part in (display_name, username, domain, addr_spec):
            if part is not None and ('\r' in part or '\n' in part):
                raise ValueError('invalid arguments; address parts cannot contain CR or LF')
        if addr_spec is not None:
            if username or domain:
                raise TypeError('addrspec specified when username and/or domain also specified')
            username, domain = self._parse(addr_spec)
        self._display_name, self._username, self._domain = display_name, username, domain

    @staticmethod
    def _parse(text):
        defects = []
        local, domain, rest = _read_spec(text, defects)
        if rest:
            raise ValueError(f'Invalid addr_spec; only {text[:len(text) - len(rest.lstrip())]!r} could be parsed from {text!r}')
        if defects:
            raise defects[0]
        return local, domain

    @property
    def display_name(self):
        """The name."""
        return self._display_name

    @property
    def username(self):
        """What stands before the @."""
        return self._username

    @property
    def domain(self):
        """What stands behind the @."""
        return self._domain

    @property
    def addr_spec(self):
        """The address."""
        local = self.username if not self.username or _dotted(self.username) else _words.quote(self.username)
        if self.domain:
            return f'{local}@{self.domain}'
        return local or '<>'

    def __repr__(self):
        return f'{self.__class__.__name__}(display_name={self.display_name!r}, username={self.username!r}, domain={self.domain!r})'

    def __str__(self):
        name = self.display_name
        if not name:
            return self.addr_spec
        if _SPECIALS & set(name):
            name = _words.quote(name)
        return f'{name} <{"" if self.addr_spec == "<>" else self.addr_spec}>'

    def __eq__(self, other):
        if not isinstance(other, Address):
            return NotImplemented
        return (self.display_name, self.username, self.domain) == (other.display_name, other.username, other.domain)


class Group:
    """Addresses with a name; without one, a single address."""

    def __init__(self, display_name=None, addresses=None):
        self._display_name = display_name
        self._addresses = tuple(addresses) if addresses else ()

    @property
    def display_name(self):
        """The name, or None."""
        return self._display_name

    @property
    def addresses(self):
        """The addresses."""
        return self._addresses

    def __repr__(self):
        # As CPython prints it, without the last parenthesis.
        return f'{self.__class__.__name__}(display_name={self.display_name!r}, addresses={self.addresses!r}'

    def __str__(self):
        if self.display_name is None and len(self.addresses) == 1:
            return str(self.addresses[0])
        name = self.display_name
        if name is not None and _SPECIALS & set(name):
            name = _words.quote(name)
        inside = ', '.join(map(str, self.addresses))
        return f'{name}:{" " + inside if inside else ""};'

    def __eq__(self, other):
        if not isinstance(other, Group):
            return NotImplemented
        return self.display_name == other.display_name and self.addresses == other.addresses


# ---- reading ----

def _pieces(text, separator):
    """A text cut at a character that stands outside of quotes, comments and brackets."""
    found, start, depth, is_quoted, at = [], 0, 0, False, 0
    while at < len(text):
        c = text[at]
        if c == '\\':
            at += 1
        elif c == '"' and not depth:
            is_quoted = not is_quoted
        elif not is_quoted:
            if c in '(<':
                depth += 1
            elif c in ')>':
                depth = max(depth - 1, 0)
            elif c == separator and not depth:
                found.append(text[start:at])
                start = at + 1
        at += 1
    found.append(text[start:])
    return found


def _without_comments(text):
    kept, depth, is_quoted, at = [], 0, False, 0
    while at < len(text):
        c = text[at]
        if c == '\\' and at + 1 < len(text):
            if not depth:
                kept.append(text[at:at + 2])
            at += 2
            continue
        if c == '"' and not depth:
            is_quoted = not is_quoted
        if not is_quoted and c == '(':
            depth += 1
        elif not is_quoted and c == ')' and depth:
            depth -= 1
        elif not depth:
            kept.append(c)
        at += 1
    return ''.join(kept)


def _unquote(text):
    return re.sub(r'"((?:[^"\\]|\\.)*)"', lambda found: re.sub(r'\\(.)', r'\1', found[1]), text)


def _read_spec(text, defects):
    """What stands before and behind the @, and what is left over."""
    text = text.strip()
    quoted = re.match(r'"(?:[^"\\]|\\.)*"', text)
    at = text.find('@', quoted.end() if quoted else 0)
    if at < 0:
        defects.append(errors.InvalidHeaderDefect('addr-spec local part with no domain'))
        return _unquote(text), '', ''
    local, domain = text[:at].strip(), text[at + 1:].strip()
    rest = ''
    cut = re.search(r'[\s,;@]', domain)
    if cut and not domain.startswith('['):
        domain, rest = domain[:cut.start()], domain[cut.start():]
    local = re.sub(r'\s*\.\s*', '.', local)
    if not local.isascii():
        defects.append(errors.NonASCIILocalPartDefect('local-part contains non-ASCII characters)'))
    if not quoted and not _dotted(local):
        defects.append(errors.InvalidHeaderDefect('invalid local-part'))
    return _unquote(local), domain, rest


def _read_mailbox(text, defects):
    plain = _without_comments(text).strip()
    opens = [place for place in range(len(plain)) if plain[place] == '<' and plain.count('"', 0, place) % 2 == 0]
    if opens:
        name, spec = plain[:opens[0]].strip(), plain[opens[0] + 1:]
        inside, closes, after = spec.partition('>')
        if not closes:
            defects.append(errors.InvalidHeaderDefect("missing trailing '>' on angle-addr"))
        elif after.strip():
            defects.append(errors.InvalidHeaderDefect('invalid mailbox in address-list'))
        if inside.startswith('@') and ':' in inside:
            defects.append(errors.ObsoleteHeaderDefect('obsolete route specification in angle-addr'))
            inside = inside.partition(':')[2]
        if not inside.strip():
            defects.append(errors.InvalidHeaderDefect('null addr-spec in angle-addr'))
            return Address(_name(name, defects), '', '')
        local, domain, _ = _read_spec(inside, defects)
        return Address(_name(name, defects), local, domain)
    local, domain, rest = _read_spec(plain, defects)
    if rest:
        defects.append(errors.InvalidHeaderDefect('invalid mailbox in address-list'))
    return Address('', local, domain)


def _name(text, defects):
    return re.sub(r'\s+', ' ', _unquote(_words.decode_words(text, defects)))


def _read_addresses(text, defects):
    """The groups in a header."""
    groups = []
    rest = text
    while rest.strip():
        colon = _pieces(rest, ':')
        comma = _pieces(rest, ',')
        if len(colon) > 1 and len(colon[0]) < len(comma[0]):
            inside = rest[len(colon[0]) + 1:]
            members = _pieces(inside, ';')[0]
            ends = len(members) < len(inside)
            if not ends:
                defects.append(errors.InvalidHeaderDefect('end of header in group'))
            mailboxes = [_read_mailbox(piece, defects) for piece in _pieces(members, ',') if piece.strip()]
            groups.append(Group(_name(_without_comments(colon[0]).strip(), defects), mailboxes))
            rest = inside[len(members) + 1:].strip().removeprefix(',')
        else:
            if comma[0].strip():
                groups.append(Group(None, [_read_mailbox(comma[0], defects)]))
            else:
                defects.append(errors.ObsoleteHeaderDefect('address-list entry with no content'))
            rest = rest[len(comma[0]) + 1:]
    return groups


# ---- headers ----

class BaseHeader(str):
    """A header's value: a text that has `name` and `defects`, and what its kind adds."""

    def __new__(cls, name, value):
        about = {'defects': []}
        cls.parse(value, about)
        written = about.pop('decoded')
        self = str.__new__(cls, utils._sanitize(written) if utils._has_surrogates(written) else written)
        self._written = written
        self.init(name, **about)
        return self

    def init(self, name, *, parse_tree=None, defects):
        self._name, self._parse_tree, self._defects = name, parse_tree, defects

    @property
    def name(self):
        """The header's name."""
        return self._name

    @property
    def defects(self):
        """What is wrong with it."""
        return tuple(self._defects)

    def __reduce__(self):
        return _rebuild, (self.__class__.__name__, self.__class__.__bases__, str(self)), self.__dict__

    def fold(self, *, policy):
        """The header with its name, in lines."""
        return _words.fold_text(self.name, self._written, policy)


def _rebuild(name, bases, value):
    return str.__new__(type(name, bases, {}), value)


class UnstructuredHeader:
    """A text."""

    max_count = None

    @classmethod
    def parse(cls, value, kwds):
        kwds['decoded'] = _words.decode_words(value, kwds['defects'])


class UniqueUnstructuredHeader(UnstructuredHeader):
    """A text that a message has once."""

    max_count = 1


class DateHeader:
    """A date: `datetime`."""

    max_count = None

    @classmethod
    def parse(cls, value, kwds):
        moment = None
        if not value:
            kwds['defects'].append(errors.HeaderMissingRequiredValue())
            value = ''
        elif isinstance(value, str):
            try:
                moment = utils.parsedate_to_datetime(value)
            except ValueError:
                kwds['defects'].append(errors.InvalidDateDefect('Invalid date value or format'))
        else:
            moment = value
        kwds['datetime'] = moment
        kwds['decoded'] = value if moment is None else utils.format_datetime(moment)

    def init(self, *args, **kw):
        self._datetime = kw.pop('datetime')
        super().init(*args, **kw)

    def fold(self, *, policy):
        return _words.fold_text(self.name, '' if self._datetime is None else str(self), policy)

    @property
    def datetime(self):
        """The date, or None if it cannot be read."""
        return self._datetime


class UniqueDateHeader(DateHeader):
    """A date that a message has once."""

    max_count = 1


class AddressHeader:
    """Addresses: `groups` and `addresses`."""

    max_count = None

    @classmethod
    def parse(cls, value, kwds):
        if isinstance(value, str):
            groups = _read_addresses(value, kwds['defects'])
            if not groups and value:
                kwds['defects'].append(errors.InvalidHeaderDefect('address-list entry with no content'))
        else:
            if not hasattr(value, '__iter__'):
                value = [value]
            groups = [item if hasattr(item, 'addresses') else Group(None, [item]) for item in value]
        kwds['groups'] = groups
        kwds['decoded'] = ', '.join(map(str, groups))

    def init(self, *args, **kw):
        self._groups = tuple(kw.pop('groups'))
        self._addresses = None
        super().init(*args, **kw)

    @property
    def groups(self):
        """The groups; an address alone is one too."""
        return self._groups

    @property
    def addresses(self):
        """All addresses."""
        if self._addresses is None:
            self._addresses = tuple(address for group in self._groups for address in group.addresses)
        return self._addresses

    def fold(self, *, policy):
        whole = str(self)
        if _words.is_writable(whole, policy) and len(whole) + 1 <= (policy.max_line_length or len(whole) + 1):
            return _words.fold_text(self.name, whole, policy)
        lines = _words.Lines(self.name, policy)
        for place, group in enumerate(self._groups):
            end = ',' if place < len(self._groups) - 1 else ''
            if group.display_name is None and len(group.addresses) == 1:
                self._fold_address(lines, group.addresses[0], end, policy)
                continue
            self._fold_name(lines, group.display_name or '', policy)
            lines.lines[-1] += ':'
            for number, address in enumerate(group.addresses):
                self._fold_address(lines, address, ',' if number < len(group.addresses) - 1 else '', policy)
            lines.lines[-1] += ';' + end
        return lines.text()

    @staticmethod
    def _fold_name(lines, name, policy):
        _words.add_text(lines, _words.quote(name) if _SPECIALS & set(name) and _words.is_writable(name, policy) else name, policy)
        lines.end_words()

    def _fold_address(self, lines, address, end, policy):
        whole = str(address) + end
        if _words.is_writable(whole, policy) and len(whole) + 1 <= lines.limit:
            lines.add(' ', whole)
        elif address.display_name:
            self._fold_name(lines, address.display_name, policy)
            lines.add(' ', f'<{address.addr_spec}>{end}')
        else:
            lines.add(' ', address.addr_spec + end)
        lines.end_words()


class UniqueAddressHeader(AddressHeader):
    """Addresses that a message has once."""

    max_count = 1


class SingleAddressHeader(AddressHeader):
    """One address: `address`."""

    @property
    def address(self):
        """The address."""
        if len(self.addresses) != 1:
            raise ValueError(f'value of single address header {self.name} is not a single address')
        return self.addresses[0]


class UniqueSingleAddressHeader(SingleAddressHeader):
    """One address that a message has once."""

    max_count = 1


class MIMEVersionHeader:
    """The version: `version`, `major`, `minor`."""

    max_count = 1

    @classmethod
    def parse(cls, value, kwds):
        kwds['decoded'] = value
        found = re.fullmatch(r'\s*(\d+)\s*\.\s*(\d+)\s*', _without_comments(value))
        kwds['major'], kwds['minor'] = (int(found[1]), int(found[2])) if found else (None, None)
        if not value.strip():
            kwds['defects'].append(errors.HeaderMissingRequiredValue('Missing MIME version number (eg: 1.0)'))
        elif not found:
            kwds['defects'].append(errors.InvalidHeaderDefect('Expected MIME version number but found no valid one'))

    def init(self, *args, **kw):
        self._major, self._minor = kw.pop('major'), kw.pop('minor')
        super().init(*args, **kw)

    @property
    def major(self):
        return self._major

    @property
    def minor(self):
        return self._minor

    @property
    def version(self):
        return None if self._major is None else f'{self._major}.{self._minor}'


class ParameterizedMIMEHeader:
    """A value with parameters: `params`."""

    max_count = 1

    @classmethod
    def parse(cls, value, kwds):
        first, *rest = _pieces(value, ';')
        kwds['written_params'] = written = cls._read_params(rest, kwds['defects'])
        kwds['main'] = main = cls._read_main(_without_comments(first).strip(), kwds['defects'])
        kwds['decoded'] = '; '.join([main, *(f'{name}={_words.quote(text)}' if text else name for name, text in written.items())])

    @staticmethod
    def _read_params(pieces, defects):
        pairs = []
        for piece in pieces:
            name, equals, text = piece.partition('=')
            if not equals:
                if piece.strip():
                    defects.append(errors.InvalidHeaderDefect(f'invalid parameter {piece!r}'))
                    pairs.append((piece.strip(), '""'))
                continue
            text = _without_comments(text.strip()).strip()
            if not text.startswith('"') and len(text.split()) > 1:
                defects.append(errors.InvalidHeaderDefect('invalid parameter value'))
                text = text.split()[0]
            pairs.append((name.strip(), text if text.startswith('"') else _words.quote(text)))
        if not pairs:
            return {}
        found = {}
        for name, text in utils.decode_params([('', ''), *pairs])[1:]:
            if isinstance(text, tuple):
                charset, _, coded = text
                data = utils.unquote(coded).encode('latin-1', 'replace')
                try:
                    text = data.decode(charset or 'us-ascii', 'surrogateescape')
                except LookupError:
                    text = data.decode('us-ascii', 'surrogateescape')
                if utils._has_surrogates(text):
                    defects.append(errors.UndecodableBytesDefect())
            else:
                text = _words.decode_words(utils.unquote(text), defects)
            if name in found:
                defects.append(errors.InvalidHeaderDefect('duplicate parameter name; duplicate ignored'))
            else:
                found[name] = text
        return found

    def init(self, *args, **kw):
        self._written_params, self._main = kw.pop('written_params'), kw.pop('main')
        super().init(*args, **kw)

    @property
    def params(self):
        """The parameters by name."""
        return MappingProxyType({name.lower(): text for name, text in self._written_params.items()})

    def fold(self, *, policy):
        return _words.fold_params(self.name, self._main, self._written_params.items(), policy)


class ContentTypeHeader(ParameterizedMIMEHeader):
    """A type: `content_type`, `maintype`, `subtype`."""

    @staticmethod
    def _read_main(text, defects):
        if re.fullmatch(r'[^\s/()<>@,;:\\"\[\]?=]+\s*/\s*[^\s/()<>@,;:\\"\[\]?=]+', text):
            return re.sub(r'\s', '', text)
        defects.append(errors.HeaderMissingRequiredValue('Missing content type specification') if not text
                       else errors.InvalidHeaderDefect('Invalid content type'))
        return text

    def init(self, *args, **kw):
        super().init(*args, **kw)
        main, slash, sub = self._main.partition('/')
        is_valid = slash and not any(isinstance(defect, (errors.HeaderMissingRequiredValue, errors.InvalidHeaderDefect))
                                     and 'content type' in str(defect) for defect in self._defects)
        self._maintype, self._subtype = (main.lower(), sub.lower()) if is_valid else ('text', 'plain')

    @property
    def maintype(self):
        return self._maintype

    @property
    def subtype(self):
        return self._subtype

    @property
    def content_type(self):
        return f'{self.maintype}/{self.subtype}'


class ContentDispositionHeader(ParameterizedMIMEHeader):
    """How a part is to be shown: `content_disposition`."""

    @staticmethod
    def _read_main(text, defects):
        if not text:
            defects.append(errors.HeaderMissingRequiredValue('Missing content disposition'))
        return text

    @property
    def content_disposition(self):
        return self._main.lower() if self._main else None


class ContentTransferEncodingHeader:
    """How a payload is encoded: `cte`."""

    max_count = 1

    @classmethod
    def parse(cls, value, kwds):
        kwds['decoded'] = value
        word = _without_comments(value).strip()
        if not word:
            kwds['defects'].append(errors.HeaderMissingRequiredValue('Missing content transfer encoding'))
        kwds['cte'] = word.lower() or '7bit'

    def init(self, *args, **kw):
        self._cte = kw.pop('cte')
        super().init(*args, **kw)

    @property
    def cte(self):
        return self._cte


class MessageIDHeader:
    """The name of a message."""

    max_count = 1

    @classmethod
    def parse(cls, value, kwds):
        kwds['decoded'] = value
        if not re.fullmatch(r'\s*<[^\s<>@]+@[^\s<>]+>\s*', value):
            kwds['defects'].append(errors.InvalidHeaderDefect(f'Invalid msg-id: {value!r}'))

    def fold(self, *, policy):
        lines = _words.Lines(self.name, policy)
        lines.lines[-1] += ' ' + str(self)
        return lines.text()


_CLASSES = {
    UniqueUnstructuredHeader: 'subject',
    UniqueDateHeader: 'date orig-date',
    DateHeader: 'resent-date',
    UniqueAddressHeader: 'to cc bcc from reply-to',
    AddressHeader: 'resent-to resent-cc resent-bcc resent-from resent-reply-to',
    UniqueSingleAddressHeader: 'sender',
    SingleAddressHeader: 'resent-sender',
    MIMEVersionHeader: 'mime-version',
    ContentTypeHeader: 'content-type',
    ContentDispositionHeader: 'content-disposition',
    ContentTransferEncodingHeader: 'content-transfer-encoding',
    MessageIDHeader: 'message-id',
}
_default_header_map = {name: kind for kind, names in _CLASSES.items() for name in names.split()}


class HeaderRegistry:
    """Makes headers of names and values."""

    def __init__(self, base_class=BaseHeader, default_class=UnstructuredHeader, use_default_map=True):
        self.registry = dict(_default_header_map) if use_default_map else {}
        self.base_class, self.default_class = base_class, default_class
        self._made = {}

    def map_to_type(self, name, cls):
        """Says which class headers of a name have."""
        self.registry[name.lower()] = cls

    def __getitem__(self, name):
        kind = self.registry.get(name.lower(), self.default_class)
        key = kind, self.base_class
        if key not in self._made:
            self._made[key] = type('_' + kind.__name__, (kind, self.base_class), {})
        return self._made[key]

    def __call__(self, name, value):
        return self[name](name, value)
