"""Messages: headers, in order, and what they carry."""

import binascii
import quopri
import re
from io import BytesIO, StringIO

from email import charset as _charset
from email import errors, utils
from email._policybase import compat32
from email.iterators import walk

__all__ = ['Message', 'EmailMessage']

SEMISPACE = '; '
Charset = _charset.Charset
_tspecials = re.compile(r'[ \(\)<>@,;:\\"/\[\]\?=]')


def _as_kept(data):
    """Bytes as a payload."""
    return data.decode('ascii', 'surrogateescape')


def _before_semicolon(value):
    """The value of a header without its parameters, and those."""
    value, _, rest = str(value).partition(';')
    return value.strip(), rest.strip() or None


def _format_param(param, value=None, quote=True):
    """A parameter as it stands in a header."""
    if not value:
        return param
    if isinstance(value, tuple):
        # (character set, language, text)
        return f'{param}*={utils.encode_rfc2231(value[2], value[0], value[1])}'
    if not value.isascii():
        return f'{param}*={utils.encode_rfc2231(value, "utf-8", "")}'
    return f'{param}="{utils.quote(value)}"' if quote or _tspecials.search(value) else f'{param}={value}'


def _split_params(text):
    """The parameters of a header: what stands between semicolons that are not in quotes."""
    found, at = [], 0
    text = ';' + str(text)
    while text[at:at + 1] == ';':
        at += 1
        end = text.find(';', at)
        while end > 0 and (text.count('"', at, end) - text.count('\\"', at, end)) % 2:
            end = text.find(';', end + 1)
        if end < 0:
            end = len(text)
        piece = text[at:end]
        if '=' in piece:
            name, _, value = piece.partition('=')
            piece = f'{name.strip().lower()}={value.strip()}'
        found.append(piece.strip())
        at = end
    return found


def _unquoted(value):
    if not isinstance(value, tuple):
        return utils.unquote(value)
    charset, language, text = value
    return charset, language, utils.unquote(text)


def _decode_uu(encoded):
    """Bytes that were encoded by uuencode."""
    decoded = bytearray()
    lines = iter(encoded.splitlines())
    for line in lines:
        if line.startswith(b'begin '):
            mode, _, path = line.removeprefix(b'begin ').partition(b' ')
            try:
                int(mode, 8)
            except ValueError:
                continue
            break
    else:
        raise ValueError('`begin` line not found')
    for line in lines:
        if not line:
            raise ValueError('Truncated input')
        if line.strip(b' \t\r\n\f') == b'end':
            break
        decoded += _uu_line(line)
    return bytes(decoded)


def _uu_line(line):
    size = (line[0] - 32) & 63
    bits = [(number - 32) & 63 for number in line[1:].rstrip(b'\r\n')]
    bits += [0] * (-len(bits) % 4 + 4)
    data = bytearray()
    for at in range(0, len(bits) - 3, 4):
        a, b, c, d = bits[at:at + 4]
        data += bytes(((a << 2 | b >> 4) & 255, (b << 4 | c >> 2) & 255, (c << 6 | d) & 255))
    return data[:size]


def _decode_base64(data):
    """What base64 data says, and the defects it has."""
    data = b''.join(data.splitlines())
    defects = []
    missing = -len(data.rstrip(b'=')) % 4 if data.rstrip(b'=') == re.sub(rb'[^A-Za-z0-9+/]', b'', data) else None
    clean = re.sub(rb'[^A-Za-z0-9+/=]', b'', data)
    if clean != data:
        defects.append(errors.InvalidBase64CharactersDefect())
    body = clean.rstrip(b'=')
    if missing and len(clean) % 4:
        defects.insert(0, errors.InvalidBase64PaddingDefect())
    elif len(body) % 4 and len(clean) % 4 and missing is None:
        defects.append(errors.InvalidBase64PaddingDefect())
    if len(body) % 4 == 1:
        return data, [errors.InvalidBase64LengthDefect()]
    return binascii.a2b_base64(body + b'=' * (-len(body) % 4)), defects


class Message:
    """Behaves as a dict of headers whose names are compared without case, that keeps their order and may have a name twice."""

    def __init__(self, policy=compat32):
        self._headers, self.policy = [], policy
        self._payload = self._charset = self._unixfrom = None
        # Text around the parts, for readers that do not know of parts.
        self.preamble = self.epilogue = None
        self._default_type, self.defects = 'text/plain', []

    def __str__(self):
        return self.as_string()

    def as_string(self, unixfrom=False, maxheaderlen=0, policy=None):
        """The message as a text."""
        from email.generator import Generator
        out = StringIO()
        Generator(out, mangle_from_=False, maxheaderlen=maxheaderlen,
                  policy=self.policy if policy is None else policy).flatten(self, unixfrom=unixfrom)
        return out.getvalue()

    def __bytes__(self):
        return self.as_bytes()

    def as_bytes(self, unixfrom=False, policy=None):
        """The message as bytes."""
        from email.generator import BytesGenerator
        out = BytesIO()
        BytesGenerator(out, mangle_from_=False, policy=self.policy if policy is None else policy).flatten(self, unixfrom=unixfrom)
        return out.getvalue()

    def is_multipart(self):
        """Whether it carries messages."""
        return isinstance(self._payload, list)

    def set_unixfrom(self, unixfrom):
        """Sets the line 'From ...' before the headers."""
        self._unixfrom = unixfrom

    def get_unixfrom(self):
        """The line 'From ...' before the headers."""
        return self._unixfrom

    # ---- what it carries ----

    def attach(self, payload):
        """Adds a message to those it carries."""
        if self._payload is None:
            self._payload = []
        append = getattr(self._payload, 'append', None)
        if append is None:
            raise TypeError('Attach is not valid on a message with a non-multipart payload')
        append(payload)

    def get_payload(self, i=None, decode=False):
        """What it carries: a list of messages, or a text; with `decode` bytes, free of the transfer encoding."""
        if self.is_multipart():
            if decode:
                return None
            return self._payload if i is None else self._payload[i]
        if i is not None and not isinstance(self._payload, list):
            raise TypeError(f'Expected list, got {type(self._payload)}')
        payload = self._payload
        encoding = str(self.get('content-transfer-encoding', '')).lower()
        if not decode and not isinstance(payload, str):
            return payload
        if isinstance(payload, str):
            if utils._has_surrogates(payload):
                data = payload.encode('ascii', 'surrogateescape')
                if not decode:
                    try:
                        return data.decode(self.get_content_charset('ascii'), 'replace')
                    except LookupError:
                        return data.decode('ascii', 'replace')
            elif decode:
                try:
                    data = payload.encode('ascii')
                except UnicodeEncodeError:
                    # A program has put it there.
                    data = payload.encode('raw-unicode-escape')
            if not decode:
                return payload
        else:
            data = payload
        return self._decoded(data, encoding)

    def _decoded(self, data, encoding):
        if encoding == 'quoted-printable':
            return quopri.decodestring(data)
        if encoding == 'base64':
            value, defects = _decode_base64(data)
            for defect in defects:
                self.policy.handle_defect(self, defect)
            return value
        if encoding in ('x-uuencode', 'uuencode', 'uue', 'x-uue'):
            try:
                return _decode_uu(data)
            except ValueError:
                return data
        return data

    def set_payload(self, payload, charset=None):
        """Sets what it carries."""
        if hasattr(payload, 'encode'):
            codec = charset.output_charset if isinstance(charset, Charset) else charset
            # Bytes that are not ASCII are kept as surrogates until it is known how they are to be written.
            self._payload = _as_kept(payload.encode(codec, 'surrogateescape')) if codec else payload
        else:
            self._payload = _as_kept(payload) if hasattr(payload, 'decode') else payload
        if charset is not None:
            self.set_charset(charset)

    def set_charset(self, charset):
        """Sets the character set of what it carries, and the headers that say it. None takes it away."""
        if charset is None:
            self._charset = None
            self.del_param('charset')
            return
        self._charset = charset = charset if isinstance(charset, Charset) else Charset(charset)
        name = charset.get_output_charset()
        if not self['MIME-Version']:
            self.add_header('MIME-Version', '1.0')
        if 'Content-Type' in self:
            self.set_param('charset', name)
        else:
            self.add_header('Content-Type', 'text/plain', charset=name)
        if str(charset) != name.lower():
            # It is written in another set than it is kept in.
            self._payload = charset.body_encode(self._payload)
        if 'Content-Transfer-Encoding' not in self:
            self._transfer(charset)

    def _transfer(self, charset):
        """Encodes what it carries as the character set wants it."""
        encoding = charset.get_body_encoding()
        if callable(encoding):
            encoding(self)
            return
        payload = self._payload
        if payload and utils._has_surrogates(payload):
            payload = payload.encode('ascii', 'surrogateescape')
        self._payload = charset.body_encode(payload)
        self.add_header('Content-Transfer-Encoding', encoding)

    def get_charset(self):
        """The character set that was set."""
        return self._charset

    # ---- headers ----

    def __len__(self):
        return len(self._headers)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, val):
        most = self.policy.header_max_count(name)
        if most:
            lower = name.lower()
            if sum(own.lower() == lower for own, _ in self._headers) >= most:
                raise ValueError(f'There may be at most {most} {name} headers in a message')
        self._headers.append(self.policy.header_store_parse(name, val))

    def __delitem__(self, name):
        name = name.lower()
        self._headers = [(own, value) for own, value in self._headers if own.lower() != name]

    def __contains__(self, name):
        name = name.lower()
        return any(own.lower() == name for own, _ in self._headers)

    def __iter__(self):
        for name, _ in self._headers:
            yield name

    def keys(self):
        """The headers' names."""
        return [name for name, _ in self._headers]

    def values(self):
        """The headers' values."""
        return [value for _, value in self.items()]

    def items(self):
        """Names and values."""
        return [(name, self.policy.header_fetch_parse(name, value)) for name, value in self._headers]

    def get(self, name, failobj=None):
        """The value of the first header of a name."""
        lower = name.lower()
        for own, value in self._headers:
            if own.lower() == lower:
                return self.policy.header_fetch_parse(own, value)
        return failobj

    def set_raw(self, name, value):
        """Adds a header as it is."""
        self._headers.append((name, value))

    def raw_items(self):
        """Names and values as they are kept."""
        return iter(self._headers.copy())

    def get_all(self, name, failobj=None):
        """The values of all headers of a name."""
        lower = name.lower()
        found = [self.policy.header_fetch_parse(own, value) for own, value in self._headers if own.lower() == lower]
        return found or failobj

    def add_header(self, _name, _value, **_params):
        """Adds a header with parameters; underscores in their names are written as dashes."""
        parts = [] if _value is None else [_value]
        for name, value in _params.items():
            name = name.replace('_', '-')
            parts.append(name if value is None else _format_param(name, value))
        self[_name] = SEMISPACE.join(parts)

    def replace_header(self, _name, _value):
        """Changes the first header of a name where it stands."""
        lower = _name.lower()
        for place, (name, _) in enumerate(self._headers):
            if name.lower() == lower:
                self._headers[place] = self.policy.header_store_parse(name, _value)
                return
        raise KeyError(_name)

    # ---- its type ----

    def get_content_type(self):
        """The type, as 'text/plain'."""
        value = self.get('content-type')
        if value is None:
            return self.get_default_type()
        kind = _before_semicolon(value)[0].lower()
        return kind if kind.count('/') == 1 else 'text/plain'

    def get_content_maintype(self):
        """What stands before the slash."""
        return self.get_content_type().split('/')[0]

    def get_content_subtype(self):
        """What stands behind the slash."""
        return self.get_content_type().split('/')[1]

    def get_default_type(self):
        """The type where no header says it."""
        return self._default_type

    def set_default_type(self, ctype):
        """Sets the type where no header says it."""
        self._default_type = ctype

    def _params(self, missing, header):
        value = self.get(header, missing)
        if value is missing:
            return missing
        found = []
        for piece in _split_params(value):
            name, equals, text = piece.partition('=')
            found.append((name.strip(), text.strip()) if equals else (piece.strip(), ''))
        return utils.decode_params(found)

    def get_params(self, failobj=None, header='content-type', unquote=True):
        """Pairs of what stands around the equals signs; the first is the value itself."""
        missing = object()
        found = self._params(missing, header)
        if found is missing:
            return failobj
        return [(name, _unquoted(value)) for name, value in found] if unquote else found

    def get_param(self, param, failobj=None, header='content-type', unquote=True):
        """A parameter: a text, or (character set, language, text) if it was encoded."""
        if header not in self:
            return failobj
        for name, value in self._params(failobj, header):
            if name.lower() == param.lower():
                return _unquoted(value) if unquote else value
        return failobj

    def set_param(self, param, value, header='Content-Type', requote=True, charset=None, language='', replace=False):
        """Sets a parameter."""
        if charset and not isinstance(value, tuple):
            value = charset, language, value
        text = self.get(header, 'text/plain' if header.lower() == 'content-type' else None)
        added = _format_param(param, value, requote)
        if not self.get_param(param, header=header):
            text = SEMISPACE.join([text, added]) if text else added
        else:
            parts = []
            for name, old in self.get_params(header=header, unquote=requote):
                parts.append(added if name.lower() == param.lower() else _format_param(name, old, requote))
            text = SEMISPACE.join(parts)
        if text != self.get(header):
            if replace:
                self.replace_header(header, text)
            else:
                del self[header]
                self[header] = text

    def del_param(self, param, header='content-type', requote=True):
        """Takes out a parameter."""
        if header not in self:
            return
        text = SEMISPACE.join(_format_param(name, value, requote) for name, value in self.get_params(header=header, unquote=requote)
                              if name.lower() != param.lower())
        if text != self.get(header):
            del self[header]
            self[header] = text

    def set_type(self, type, header='Content-Type', requote=True):
        """Sets the type, and keeps the parameters."""
        if type.count('/') != 1:
            raise ValueError
        # What there was is read before it goes.
        kept = self.get_params([], header, requote)[1:]
        if header.lower() == 'content-type':
            del self['MIME-Version']
            self['MIME-Version'] = '1.0'
        del self[header]
        self[header] = type
        for name, value in kept:
            self.set_param(name, value, header, requote)

    def get_filename(self, failobj=None):
        """The name under which it is to be saved."""
        for name, header in (('filename', 'content-disposition'), ('name', 'content-type')):
            found = self.get_param(name, None, header)
            if found is not None:
                return utils.collapse_rfc2231_value(found).strip()
        return failobj

    def get_boundary(self, failobj=None):
        """What stands between its parts."""
        found = self.get_param('boundary')
        return failobj if found is None else utils.collapse_rfc2231_value(found).rstrip()

    def set_boundary(self, boundary):
        """Sets what stands between its parts."""
        missing = object()
        params = self._params(missing, 'content-type')
        if params is missing:
            raise errors.HeaderParseError('No Content-Type header found')
        is_there = any(name.lower() == 'boundary' for name, _ in params)
        params = [(name, f'"{boundary}"') if name.lower() == 'boundary' else (name, value) for name, value in params]
        if not is_there:
            params.append(('boundary', f'"{boundary}"'))
        text = SEMISPACE.join(name if value == '' else f'{name}={value}' for name, value in params)
        self._headers = [self.policy.header_store_parse(name, text) if name.lower() == 'content-type' else (name, value)
                         for name, value in self._headers]

    def get_content_charset(self, failobj=None):
        """The character set that the header says, in small letters."""
        charset = self.get_param('charset')
        if charset is None:
            return failobj
        if isinstance(charset, tuple):
            own = charset[0] or 'us-ascii'
            try:
                charset = str(charset[2].encode('raw-unicode-escape'), own)
            except (LookupError, UnicodeError):
                charset = charset[2]
        return charset.lower() if charset.isascii() else failobj

    def get_charsets(self, failobj=None):
        """The character sets of it and all its parts."""
        return [part.get_content_charset(failobj) for part in self.walk()]

    def get_content_disposition(self):
        """'inline', 'attachment' or None."""
        value = self.get('content-disposition')
        return None if value is None else _before_semicolon(value)[0].lower()

    walk = walk


class MIMEPart(Message):
    """A message, or a part of one, for programs of today."""

    def __init__(self, policy=None):
        from email.policy import default
        super().__init__(default if policy is None else policy)

    def as_string(self, unixfrom=False, maxheaderlen=None, policy=None):
        """The message as a text."""
        policy = self.policy if policy is None else policy
        return super().as_string(unixfrom, policy.max_line_length if maxheaderlen is None else maxheaderlen, policy)

    def __str__(self):
        return self.as_string(policy=self.policy.clone(utf8=True))

    def is_attachment(self):
        """Whether it is to be shown apart."""
        disposition = self.get('content-disposition')
        return disposition is not None and disposition.content_disposition == 'attachment'

    def _bodies(self, part, preferred):
        """Parts that could be the body, with how much they are preferred."""
        if part.is_attachment():
            return
        main, sub = part.get_content_type().split('/')
        if main == 'text':
            if sub in preferred:
                yield preferred.index(sub), part
        elif main == 'multipart' and self.is_multipart():
            if sub != 'related':
                for inner in part.iter_parts():
                    yield from self._bodies(inner, preferred)
                return
            if 'related' in preferred:
                yield preferred.index('related'), part
            start = part.get_param('start')
            parts = part.get_payload()
            chosen = next((inner for inner in parts if start and inner['content-id'] == start), None)
            if chosen is None:
                chosen = parts[0] if parts else None
            if chosen is not None:
                yield from self._bodies(chosen, preferred)

    def get_body(self, preferencelist=('related', 'html', 'plain')):
        """The part that is the body: the one preferred most."""
        best, body = len(preferencelist), None
        for rank, part in self._bodies(self, preferencelist):
            if rank < best:
                best, body = rank, part
                if not rank:
                    break
        return body

    def iter_attachments(self):
        """The parts that are not the body."""
        main, sub = self.get_content_type().split('/')
        if main != 'multipart' or sub == 'alternative':
            return
        payload = self.get_payload()
        try:
            parts = payload.copy()
        except AttributeError:
            return
        if sub == 'related':
            start = self.get_param('start')
            if start:
                found = [part for part in parts if part.get('content-id') == start]
                if found:
                    yield from (part for part in parts if part is not found[0])
                    return
            yield from parts[1:]
            return
        # The first of each kind that could be the body is taken for it.
        seen = []
        for part in parts:
            kind = part.get_content_type()
            if kind in ('text/plain', 'text/html', 'multipart/related', 'multipart/alternative') and not part.is_attachment() \
                    and kind not in seen:
                seen.append(kind)
                continue
            yield part

    def iter_parts(self):
        """The parts."""
        if self.is_multipart():
            yield from self.get_payload()

    def get_content(self, *args, content_manager=None, **kw):
        """What it carries, as the content manager sees it."""
        return (content_manager or self.policy.content_manager).get_content(self, *args, **kw)

    def set_content(self, *args, content_manager=None, **kw):
        """Sets what it carries, as the content manager does it."""
        (content_manager or self.policy.content_manager).set_content(self, *args, **kw)

    def _make_multipart(self, subtype, refused, boundary):
        if self.get_content_maintype() == 'multipart':
            existing = self.get_content_subtype()
            if existing in (*refused, subtype):
                raise ValueError(f'Cannot convert {existing} to {subtype}')
        mine, moved = [], []
        for name, value in self._headers:
            (moved if name.lower().startswith('content-') else mine).append((name, value))
        if moved:
            part = type(self)(policy=self.policy)
            part._headers, part._payload = moved, self._payload
            self._payload = [part]
        else:
            self._payload = []
        self._headers = mine
        if boundary is None:
            self['Content-Type'] = f'multipart/{subtype}'
        else:
            self.add_header('Content-Type', f'multipart/{subtype}', boundary=boundary)

    def make_related(self, boundary=None):
        """What it carries becomes the first of parts that belong together."""
        self._make_multipart('related', ('alternative', 'mixed'), boundary)

    def make_alternative(self, boundary=None):
        """What it carries becomes the first of parts to choose from."""
        self._make_multipart('alternative', ('mixed',), boundary)

    def make_mixed(self, boundary=None):
        """What it carries becomes the first of parts."""
        self._make_multipart('mixed', (), boundary)

    def _add(self, subtype, disposition, args, kw):
        if self.get_content_maintype() != 'multipart' or self.get_content_subtype() != subtype:
            getattr(self, 'make_' + subtype)()
        part = type(self)(policy=self.policy)
        part.set_content(*args, **kw)
        if disposition and 'content-disposition' not in part:
            part['Content-Disposition'] = disposition
        self.attach(part)

    def add_related(self, *args, **kw):
        """Adds a part that belongs to the others."""
        self._add('related', 'inline', args, kw)

    def add_alternative(self, *args, **kw):
        """Adds a part to choose from."""
        self._add('alternative', None, args, kw)

    def add_attachment(self, *args, **kw):
        """Adds a part to be shown apart."""
        self._add('mixed', 'attachment', args, kw)

    def clear(self):
        """Takes away all headers and what it carries."""
        self._headers, self._payload = [], None

    def clear_content(self):
        """Takes away what it carries and the headers about that."""
        self._headers = [(name, value) for name, value in self._headers if not name.lower().startswith('content-')]
        self._payload = None


class EmailMessage(MIMEPart):
    """A message for programs of today."""

    def set_content(self, *args, **kw):
        """Sets what it carries; it becomes a MIME message."""
        MIMEPart.set_content(self, *args, **kw)
        if self['MIME-Version'] is None:
            self['MIME-Version'] = '1.0'
