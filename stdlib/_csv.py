"""Rows of values as text and back: dialects that are checked and cannot change, readers and writers."""

import numbers

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)

# The most characters of a field, and the dialects that have names. Both are replaced or changed by single operations, which need no lock.
_limit = 131072
_dialects = {}


class Error(Exception):
    """The text is no table, or the values cannot be written as one."""


class Dialect:
    """How a table is written, all checked."""

    __slots__ = ('_delimiter', '_doublequote', '_escapechar', '_lineterminator', '_quotechar', '_quoting', '_skipinitialspace', '_strict')

    def __new__(cls, dialect=None, **changes):
        for name in changes:
            if name not in _DEFAULTS:
                raise TypeError(f"this function got an unexpected keyword argument '{name}'")
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        if isinstance(dialect, Dialect) and not changes:
            return dialect
        values = {}
        for name, default in _DEFAULTS.items():
            values[name] = changes[name] if name in changes else getattr(dialect, name, default)
        if values['quotechar'] is None and 'quoting' not in changes and not hasattr(dialect, 'quoting'):
            values['quoting'] = QUOTE_NONE
        self = object.__new__(cls)
        for name, value in values.items():
            object.__setattr__(self, '_' + name, bool(value) if isinstance(_DEFAULTS[name], bool) else value)
        self._check()
        return self

    def _check(self):
        for name in ('delimiter', 'escapechar', 'quotechar'):
            value = getattr(self, name)
            if value is None and name != 'delimiter':
                continue
            if not isinstance(value, str):
                what = 'string' if name == 'delimiter' else 'string or None'
                raise TypeError(f'"{name}" must be {what}, not {type(value).__name__}')
            if len(value) != 1:
                raise TypeError(f'"{name}" must be a 1-character string')
        if self.lineterminator is None:
            raise TypeError('lineterminator must be set')
        if not isinstance(self.lineterminator, str):
            raise TypeError('"lineterminator" must be a string')
        if type(self.quoting) is not int:
            raise TypeError('"quoting" must be an integer')
        if not 0 <= self.quoting <= QUOTE_NOTNULL:
            raise TypeError('bad "quoting" value')
        if self.quoting != QUOTE_NONE and self.quotechar is None:
            raise TypeError('quotechar must be set if quoting enabled')
        chars = [(name, getattr(self, name)) for name in ('delimiter', 'escapechar', 'quotechar') if getattr(self, name) is not None]
        for name, char in chars:
            if char in '\r\n' or char == ' ' and self.skipinitialspace and name != 'delimiter':
                raise ValueError(f'bad {name} value')
        for at, (name, char) in enumerate(chars):
            for other, its_char in chars[at + 1:]:
                if char == its_char:
                    raise ValueError(f'bad {name} or {other} value')
        for name, char in chars:
            if char in self.lineterminator:
                raise ValueError(f'bad {name} or lineterminator value')

    def __setattr__(self, name, value):
        self._refuse(name)
        raise AttributeError(f"'_csv.Dialect' object has no attribute '{name}' and no __dict__ for setting new attributes")

    def __delattr__(self, name):
        self._refuse(name)
        raise AttributeError(f"'_csv.Dialect' object has no attribute '{name}'")

    @staticmethod
    def _refuse(name):
        if isinstance(_DEFAULTS.get(name), bool):
            raise AttributeError('readonly attribute')
        if name in _DEFAULTS:
            raise AttributeError(f"attribute '{name}' of '_csv.Dialect' objects is not writable")

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle 'Dialect' instances")


_DEFAULTS = {
    'delimiter': ',', 'doublequote': True, 'escapechar': None, 'lineterminator': '\r\n', 'quotechar': '"', 'quoting': QUOTE_MINIMAL,
    'skipinitialspace': False, 'strict': False,
}
for _name in _DEFAULTS:
    setattr(Dialect, _name, property(lambda self, name='_' + _name: getattr(self, name)))


def register_dialect(name, /, dialect=None, **fmtparams):
    """Names a dialect."""
    if not isinstance(name, str):
        raise TypeError('dialect name must be a string')
    _dialects[name] = Dialect(dialect, **fmtparams)


def unregister_dialect(name):
    """Forgets the name of a dialect."""
    try:
        del _dialects[name]
    except KeyError:
        raise Error('unknown dialect') from None


def get_dialect(name):
    """The dialect that has a name."""
    try:
        return _dialects[name]
    except KeyError:
        raise Error('unknown dialect') from None


def list_dialects():
    """The names of all dialects."""
    return list(_dialects)


def field_size_limit(*limit):
    """The most characters a field may have; sets it if given."""
    global _limit
    if len(limit) > 1:
        raise TypeError(f'field_size_limit() takes at most 1 argument ({len(limit)} given)')
    old = _limit
    if limit:
        if not isinstance(limit[0], int):
            raise TypeError('limit must be an integer')
        _limit = limit[0]
    return old


class _Reader:
    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create '_csv.reader' instances")

    @classmethod
    def _made(cls, iterable, dialect, changes):
        self = object.__new__(cls)
        self._lines = iter(iterable)
        self._dialect = Dialect(dialect, **changes)
        self._line_num = 0
        return self

    @property
    def dialect(self):
        return self._dialect

    @property
    def line_num(self):
        """The number of lines that were read."""
        return self._line_num

    def __iter__(self):
        return self

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle '_csv.reader' object")

    def __next__(self):
        d = self._dialect
        quotes = d.quoting != QUOTE_NONE
        fields, field = [], []
        state = 'row'
        was_quoted = False

        def end_field():
            nonlocal field, was_quoted
            text = ''.join(field)
            field = []
            if was_quoted:
                fields.append(text)
            elif not text and d.quoting in (QUOTE_NOTNULL, QUOTE_STRINGS):
                fields.append(None)
            elif text and d.quoting in (QUOTE_NONNUMERIC, QUOTE_STRINGS):
                fields.append(float(text))
            else:
                fields.append(text)
            was_quoted = False

        def add(char):
            if len(field) >= _limit:
                raise Error(f'field larger than field limit ({_limit})')
            field.append(char)
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if not field and state != 'quoted':
                    raise
                if d.strict:
                    raise Error('unexpected end of data') from None
                end_field()
                return fields
            if not isinstance(line, str):
                raise Error(f'iterator should return strings, not {type(line).__name__} (the file should be opened in text mode)')
            self._line_num += 1
            # None stands for the end of what the iterator gave.
            for char in [*line, None]:
                newline = char is None or char in '\r\n'
                if state == 'eol':
                    if not newline:
                        raise Error('new-line character seen in unquoted field - do you need to open the file with newline=\'\'?')
                    continue
                if state == 'row':
                    if char is None:
                        break
                    if newline:
                        state = 'eol'
                        continue
                    state = 'start'
                if state == 'start':
                    if newline:
                        end_field()
                        state = 'row' if char is None else 'eol'
                    elif quotes and char == d.quotechar:
                        was_quoted = True
                        state = 'quoted'
                    elif char == d.escapechar:
                        state = 'escaped'
                    elif char == ' ' and d.skipinitialspace:
                        pass
                    elif char == d.delimiter:
                        end_field()
                    else:
                        add(char)
                        state = 'field'
                elif state == 'escaped':
                    add('\n' if char is None else char)
                    state = 'escaped newline' if char is not None and newline else 'field'
                    if char is None:
                        break
                elif state == 'field' or state == 'escaped newline':
                    if char is None and state == 'escaped newline':
                        # With an escaped line end in the field, the end of the piece does not end the row.
                        break
                    if newline:
                        end_field()
                        state = 'row' if char is None else 'eol'
                    elif char == d.escapechar:
                        state = 'escaped'
                    elif char == d.delimiter:
                        end_field()
                        state = 'start'
                    else:
                        add(char)
                elif state == 'quoted':
                    if char is None:
                        break
                    if char == d.escapechar:
                        state = 'quoted escape'
                    elif char == d.quotechar:
                        state = 'quote' if d.doublequote else 'field'
                    else:
                        add(char)
                elif state == 'quoted escape':
                    add('\n' if char is None else char)
                    state = 'quoted'
                    if char is None:
                        break
                elif state == 'quote':
                    if quotes and char == d.quotechar:
                        add(char)
                        state = 'quoted'
                    elif char == d.delimiter:
                        end_field()
                        state = 'start'
                    elif newline:
                        end_field()
                        state = 'row' if char is None else 'eol'
                    elif not d.strict:
                        add(char)
                        state = 'field'
                    else:
                        raise Error(f"'{d.delimiter}' expected after '{d.quotechar}'")
            if state in ('eol', 'row'):
                return fields


class _Writer:
    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create '_csv.writer' instances")

    @classmethod
    def _made(cls, fileobj, dialect, changes):
        write = getattr(fileobj, 'write', None)
        if not callable(write):
            raise TypeError('argument 1 must have a "write" method')
        self = object.__new__(cls)
        self._write = write
        self._dialect = Dialect(dialect, **changes)
        return self

    @property
    def dialect(self):
        return self._dialect

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle '_csv.writer' object")

    def _field(self, value, is_alone):
        d = self._dialect
        if isinstance(value, str):
            text = value
        else:
            text = '' if value is None else repr(value) if type(value) is float else str(value)
        match d.quoting:
            case 1:
                is_quoted = True
            case 2:
                is_quoted = not isinstance(value, numbers.Number)
            case 4:
                is_quoted = isinstance(value, str)
            case 5:
                is_quoted = value is not None
            case _:
                is_quoted = False
        out = []
        for char in text:
            if char in (d.delimiter, d.escapechar, d.quotechar) or char in '\r\n' or char in d.lineterminator:
                is_escaped = d.quoting == QUOTE_NONE
                if not is_escaped:
                    if char == d.quotechar:
                        if d.doublequote:
                            out.append(char)
                        else:
                            is_escaped = True
                    elif char == d.escapechar:
                        is_escaped = True
                    if not is_escaped:
                        is_quoted = True
                if is_escaped:
                    if d.escapechar is None:
                        raise Error('need to escape, but no escapechar set')
                    out.append(d.escapechar)
            out.append(char)
        if not text and not is_quoted:
            # Quotes are needed where nothing at all would not be read as a field.
            is_skipped = d.delimiter == ' ' and d.skipinitialspace
            if is_alone or is_skipped:
                if d.quoting == QUOTE_NONE or d.quoting in (QUOTE_STRINGS, QUOTE_NOTNULL) and value is None:
                    if is_skipped:
                        raise Error('empty field must be quoted if delimiter is a space and skipinitialspace is true')
                    raise Error('single empty field record must be quoted')
                is_quoted = True
        text = ''.join(out)
        return d.quotechar + text + d.quotechar if is_quoted else text

    def writerow(self, row):
        """Writes one row."""
        try:
            values = list(row)
        except TypeError as error:
            raise Error(f'iterable expected, not {type(row).__name__}') from error
        d = self._dialect
        return self._write(d.delimiter.join([self._field(value, len(values) == 1) for value in values]) + d.lineterminator)

    def writerows(self, rows):
        """Writes several rows."""
        for row in rows:
            self.writerow(row)


for _class, _name in (_Reader, 'reader'), (_Writer, 'writer'):
    _class.__name__ = _class.__qualname__ = _name


def reader(iterable, /, dialect=None, **fmtparams):
    """The rows of a table, from pieces of its text."""
    return _Reader._made(iterable, dialect, fmtparams)


def writer(fileobj, /, dialect=None, **fmtparams):
    """What writes rows to a file."""
    return _Writer._made(fileobj, dialect, fmtparams)
