"""The header of a request or an answer: how it is read, and what it says. No body."""

__all__ = ['HTTPMessage', 'read_fields', 'LongLine', 'TooManyFields', 'LONGEST_LINE', 'MOST_FIELDS']

LONGEST_LINE = 65536
MOST_FIELDS = 100


class LongLine(Exception):
    """A line is longer than anybody sends in good faith."""


class TooManyFields(Exception):
    """There are more fields than anybody sends in good faith."""


def read_line(file):
    line = file.readline(LONGEST_LINE + 1)
    if len(line) > LONGEST_LINE:
        raise LongLine
    return line


def read_fields(file, kind=None):
    """The fields up to the empty line. What goes on in the next line, which begins with white space, keeps its line end."""
    fields = HTTPMessage() if kind is None else kind()
    pairs = fields._headers
    count = 0
    while True:
        text = read_line(file).decode('iso-8859-1').rstrip('\r\n')
        if not text:
            return fields
        count += 1
        if count > MOST_FIELDS:
            raise TooManyFields
        if text[0] in ' \t' and pairs:
            pairs[-1] = pairs[-1][0], f'{pairs[-1][1]}\r\n{text}'
            continue
        name, colon, value = text.partition(':')
        if colon:
            pairs.append((name, value.lstrip(' \t')))


def _pieces(text):
    """The pieces between semicolons that are not inside of quotes, stripped."""
    pieces, start, is_quoted, at = [], 0, False, 0
    while at < len(text):
        c = text[at]
        if c == '\\' and is_quoted:
            at += 1
        elif c == '"':
            is_quoted = not is_quoted
        elif c == ';' and not is_quoted:
            pieces.append(text[start:at].strip())
            start = at + 1
        at += 1
    return [*pieces, text[start:].strip()]


def _unquoted(value):
    if len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1].replace('\\\\', '\\').replace('\\"', '"')
    return value


class HTTPMessage:
    """Fields in their order, a name as often as it was sent. Names are the same in any case."""

    def __init__(self):
        self._headers = []
        self._default_type = 'text/plain'

    def __len__(self):
        return len(self._headers)

    def __iter__(self):
        return iter(self.keys())

    def __contains__(self, name):
        lower = name.lower()
        return any(own.lower() == lower for own, _ in self._headers)

    def __getitem__(self, name):
        """The first field of the name, or None."""
        return self.get(name)

    def __setitem__(self, name, value):
        """Adds a field; those of the name that are there stay."""
        self._headers.append((name, value))

    def __delitem__(self, name):
        """Removes all fields of a name, if there are any."""
        lower = name.lower()
        self._headers = [field for field in self._headers if field[0].lower() != lower]

    def keys(self):
        return [name for name, _ in self._headers]

    def values(self):
        return [value for _, value in self._headers]

    def items(self):
        return list(self._headers)

    def get(self, name, failobj=None):
        """The first field of a name."""
        lower = name.lower()
        for own, value in self._headers:
            if own.lower() == lower:
                return value
        return failobj

    def get_all(self, name, failobj=None):
        """All fields of a name."""
        lower = name.lower()
        return [value for own, value in self._headers if own.lower() == lower] or failobj

    def add_header(self, _name, _value, **_params):
        """Adds a field with parameters: their names are keywords, with _ for -; None leaves the value out."""
        parts = [] if _value is None else [_value]
        for name, value in _params.items():
            name = name.replace('_', '-')
            if value is None:
                parts.append(name)
            else:
                escaped = value.replace('\\', '\\\\').replace('"', '\\"')
                parts.append(f'{name}="{escaped}"')
        self[_name] = '; '.join(parts)

    def replace_header(self, _name, _value):
        """Gives the first field of a name another value in its place. Errors: KeyError if there is none."""
        lower = _name.lower()
        for at, (name, _) in enumerate(self._headers):
            if name.lower() == lower:
                self._headers[at] = name, _value
                return
        raise KeyError(_name)

    def get_params(self, failobj=None, header='content-type', unquote=True):
        """The parameters of a field as pairs; its value itself is the first of them."""
        value = self.get(header)
        if value is None:
            return failobj
        pairs = []
        for piece in filter(None, _pieces(value)):
            name, is_given, value = piece.partition('=')
            name, value = name.strip(), value.strip()
            pairs.append((name, _unquoted(value) if unquote else value))
        return pairs

    def get_param(self, param, failobj=None, header='content-type', unquote=True):
        """A parameter of a field."""
        for name, value in self.get_params((), header, unquote):
            if name.lower() == param.lower():
                return value
        return failobj

    def get_content_type(self):
        """`main/sub` in lower case; 'text/plain' if there is none or it is malformed."""
        value = self.get('content-type')
        if value is None:
            return self._default_type
        kind = _pieces(value)[0].lower()
        return kind if kind.count('/') == 1 else 'text/plain'

    def get_content_maintype(self):
        return self.get_content_type().split('/')[0]

    def get_content_subtype(self):
        return self.get_content_type().split('/')[1]

    def get_content_charset(self, failobj=None):
        """The charset parameter in lower case."""
        value = self.get_param('charset')
        return failobj if value is None else value.lower()

    def get_content_disposition(self):
        """'inline', 'attachment' or another word; None if nothing is said."""
        value = self.get('content-disposition')
        return None if value is None else _pieces(value)[0].lower()

    def get_filename(self, failobj=None):
        """The name that the content should be saved under."""
        name = self.get_param('filename', None, 'content-disposition') or self.get_param('name')
        return failobj if name is None else name.strip()

    def as_string(self):
        """The fields, a line each, and an empty line."""
        return ''.join([f'{name}: {value}\n' for name, value in self._headers]) + '\n'

    __str__ = as_string

    def __bytes__(self):
        return self.as_string().encode('ascii', 'surrogateescape')
