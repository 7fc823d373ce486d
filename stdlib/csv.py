"""Tables as text: values between delimiters, rows between line ends."""

import io
import types

__all__ = ['QUOTE_MINIMAL', 'QUOTE_ALL', 'QUOTE_NONNUMERIC', 'QUOTE_NONE', 'QUOTE_STRINGS', 'QUOTE_NOTNULL', 'Error', 'Dialect', 'excel',
           'excel_tab', 'field_size_limit', 'reader', 'writer', 'register_dialect', 'get_dialect', 'list_dialects', 'unregister_dialect',
           'DictReader', 'DictWriter', 'unix_dialect', 'Sniffer']

__version__ = '1.0'
QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)
_limit = 131072
_dialects = {}


class Error(Exception):
    pass


class Dialect:
    """How a table is written."""

    _name = ''
    delimiter = quotechar = escapechar = doublequote = skipinitialspace = lineterminator = quoting = None

    def __init__(self):
        _Rules(self, {})


def _dialect(name, doc, **values):
    return type(name, (Dialect,), {'__doc__': doc, '__module__': __name__, **values})


_COMMON = {'delimiter': ',', 'quotechar': '"', 'doublequote': True, 'skipinitialspace': False}
excel = _dialect('excel', 'As spreadsheets write tables.', lineterminator='\r\n', quoting=QUOTE_MINIMAL, **_COMMON)
unix_dialect = _dialect('unix_dialect', 'As programs on Unix write tables.', lineterminator='\n', quoting=QUOTE_ALL, **_COMMON)


class excel_tab(excel):
    """As spreadsheets write tables, with tabs."""

    delimiter = '\t'


class _Rules:
    """A dialect with all its values checked."""

    def __init__(self, dialect, changes):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        defaults = {'delimiter': ',', 'doublequote': True, 'escapechar': None, 'lineterminator': '\r\n', 'quotechar': '"',
                    'quoting': QUOTE_MINIMAL, 'skipinitialspace': False, 'strict': False}
        for name in changes:
            if name not in defaults:
                raise TypeError(f"this function got an unexpected keyword argument '{name}'")
        for name, default in defaults.items():
            value = changes[name] if name in changes else getattr(dialect, name, None) if dialect is not None else default
            if value is None and name not in ('escapechar', 'quotechar') and dialect is not None and name not in changes:
                value = default
            setattr(self, name, value)
        if self.quotechar is None and 'quoting' not in changes and getattr(dialect, 'quoting', None) is None:
            self.quoting = QUOTE_NONE
        for name in ('delimiter', 'quotechar', 'escapechar'):
            value = getattr(self, name)
            if value is None and name != 'delimiter':
                continue
            if not isinstance(value, str):
                what = 'a unicode character' if name == 'delimiter' else 'a unicode character or None'
                raise TypeError(f'"{name}" must be {what}, not {type(value).__name__}')
            if len(value) != 1:
                what = 'a unicode character' if name == 'delimiter' else 'a unicode character or None'
                raise TypeError(f'"{name}" must be {what}, not a string of length {len(value)}')
        if type(self.quoting) is not int:
            raise TypeError('"quoting" must be an integer, not ' + type(self.quoting).__name__)
        if not 0 <= self.quoting <= 5:
            raise TypeError('bad "quoting" value')
        if self.quoting != QUOTE_NONE and self.quotechar is None:
            raise TypeError('quotechar must be set if quoting enabled')
        if not isinstance(self.lineterminator, str):
            raise TypeError('"lineterminator" must be a string, not ' + type(self.lineterminator).__name__)
        self.doublequote, self.skipinitialspace, self.strict = bool(self.doublequote), bool(self.skipinitialspace), bool(self.strict)


def register_dialect(name, /, dialect=None, **fmtparams):
    """Names a dialect."""
    if not isinstance(name, str):
        raise TypeError('dialect name must be a string')
    _dialects[name] = _Rules(dialect, fmtparams)


def unregister_dialect(name):
    try:
        del _dialects[name]
    except (KeyError, TypeError):
        raise Error('unknown dialect') from None


def get_dialect(name):
    try:
        return _dialects[name]
    except (KeyError, TypeError):
        raise Error('unknown dialect') from None


def list_dialects():
    return list(_dialects)


def field_size_limit(limit=None, /):
    """The most characters a field may have; sets it if given."""
    global _limit
    old = _limit
    if limit is not None:
        if not isinstance(limit, int):
            raise TypeError('limit must be an integer')
        _limit = limit
    return old


register_dialect('excel', excel)
register_dialect('excel-tab', excel_tab)
register_dialect('unix', unix_dialect)


class _Reader:
    def __init__(self, iterable, dialect, changes):
        self._lines = iter(iterable)
        self.dialect = _Rules(dialect, changes)
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        d = self.dialect
        quoting = d.quoting != QUOTE_NONE
        fields, field = [], []
        state = 'row'
        was_quoted = False

        def end_field():
            nonlocal field, was_quoted
            text = ''.join(field)
            field = []
            if not was_quoted and d.quoting == QUOTE_NONNUMERIC:
                fields.append(float(text) if text else '')
            elif not was_quoted and d.quoting == QUOTE_STRINGS and text:
                fields.append(float(text))
            elif not was_quoted and not text and d.quoting in (QUOTE_NOTNULL, QUOTE_STRINGS):
                fields.append(None)
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
                if state == 'row' and not fields:
                    raise
                if state in ('quoted', 'escaped', 'quoted escape') or field:
                    if d.strict and state != 'field':
                        raise Error('unexpected end of data') from None
                end_field()
                return fields
            if not isinstance(line, str):
                raise Error(f'iterator should return strings, not {type(line).__name__} (the file should be opened in text mode)')
            self.line_num += 1
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
                    elif quoting and char == d.quotechar:
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
                    state = 'field'
                    if char is None:
                        break
                elif state == 'field':
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
                    if quoting and char == d.quotechar:
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
    def __init__(self, file, dialect, changes):
        self._write = file.write
        self.dialect = _Rules(dialect, changes)

    def _field(self, value, alone):
        d = self.dialect
        if isinstance(value, str):
            text = value
        else:
            text = '' if value is None else repr(value) if type(value) is float else str(value)
        quoted = {QUOTE_ALL: True, QUOTE_NONNUMERIC: not isinstance(value, (int, float)) and True, QUOTE_STRINGS: isinstance(value, str),
                  QUOTE_NOTNULL: value is not None}.get(d.quoting, False)
        if d.quoting == QUOTE_NONNUMERIC:
            import numbers
            quoted = not isinstance(value, numbers.Number)
        out = []
        for char in text:
            if char in (d.delimiter, d.escapechar, d.quotechar) or char in '\r\n' or char in d.lineterminator:
                escape = d.quoting == QUOTE_NONE
                if not escape:
                    if char == d.quotechar:
                        if d.doublequote:
                            out.append(char)
                        else:
                            escape = True
                    elif char == d.escapechar:
                        escape = True
                    if not escape:
                        quoted = True
                if escape:
                    if d.escapechar is None:
                        raise Error('need to escape, but no escapechar set')
                    out.append(d.escapechar)
            out.append(char)
        if not text and alone or text and d.delimiter == ' ' and d.skipinitialspace and text == ' ':
            if d.quoting == QUOTE_NONE or d.quoting in (QUOTE_STRINGS, QUOTE_NOTNULL) and value is None:
                raise Error('single empty field record must be quoted')
            quoted = True
        text = ''.join(out)
        return d.quotechar + text + d.quotechar if quoted else text

    def writerow(self, row):
        """Writes one row."""
        try:
            values = list(row)
        except TypeError as e:
            raise Error(f'iterable expected, not {type(row).__name__}') from e
        return self._write(self.dialect.delimiter.join(self._field(value, len(values) == 1) for value in values) + self.dialect.lineterminator)

    def writerows(self, rows):
        """Writes several rows."""
        for row in rows:
            self.writerow(row)


def reader(iterable, /, dialect='excel', **fmtparams):
    """The rows of a table."""
    return _Reader(iterable, dialect, fmtparams)


def writer(fileobj, /, dialect='excel', **fmtparams):
    """What writes rows to a file."""
    if not hasattr(fileobj, 'write'):
        raise TypeError('argument 1 must have a "write" method')
    return _Writer(fileobj, dialect, fmtparams)


class DictReader:
    """The rows of a table as dicts by the names in its first row."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect='excel', *args, **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self._fieldnames = fieldnames
        self.restkey, self.restval, self.dialect = restkey, restval, dialect
        self.reader = reader(f, dialect, *args, **kwds)
        self.line_num = 0

    def _get_fieldnames(self):
        if self._fieldnames is None:
            self._fieldnames = next(self.reader, None)
        self.line_num = self.reader.line_num
        return self._fieldnames

    def _set_fieldnames(self, value):
        self._fieldnames = value

    fieldnames = property(_get_fieldnames, _set_fieldnames, doc='The names, read from the first row unless given.')

    def __iter__(self):
        return self

    def __next__(self):
        # Before the row, for the names may be the first.
        names = self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while not row:
            row = next(self.reader)
        names = self.fieldnames
        values = dict(zip(names, row))
        if len(row) > len(names):
            values[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            values[name] = self.restval
        return values

    __class_getitem__ = classmethod(types.GenericAlias)


class DictWriter:
    """Writes dicts as rows."""

    def __init__(self, f, fieldnames, restval='', extrasaction='raise', dialect='excel', *args, **kwds):
        self.fieldnames = list(fieldnames) if iter(fieldnames) is fieldnames else fieldnames
        self.restval = restval
        if extrasaction.lower() not in ('raise', 'ignore'):
            raise ValueError("extrasaction (%s) must be 'raise' or 'ignore'" % extrasaction)
        self.extrasaction = extrasaction.lower()
        self.writer = writer(f, dialect, *args, **kwds)

    def _row(self, rowdict):
        if self.extrasaction == 'raise':
            wrong = rowdict.keys() - self.fieldnames
            if wrong:
                raise ValueError('dict contains fields not in fieldnames: ' + ', '.join(repr(x) for x in wrong))
        return (rowdict.get(key, self.restval) for key in self.fieldnames)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def writerow(self, rowdict):
        return self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._row, rowdicts))

    __class_getitem__ = classmethod(types.GenericAlias)


class Sniffer:
    """Guesses a dialect from a sample."""

    preferred = [',', '\t', ';', ' ', ':']

    def sniff(self, sample, delimiters=None):
        lines = [line for line in sample.splitlines() if line][:20]
        best = None
        for char in delimiters or [*self.preferred, '|']:
            counts = [len(next(reader([line], delimiter=char))) for line in lines]
            if counts and min(counts) > 1 and len(set(counts)) == 1 and (best is None or counts[0] > best[0]):
                best = counts[0], char
        if best is None:
            raise Error('Could not determine delimiter')

        class dialect(Dialect):
            _name = 'sniffed'
            lineterminator = '\r\n'
            quoting = QUOTE_MINIMAL
        dialect.delimiter = best[1]
        dialect.quotechar = "'" if f"'{best[1]}'" in sample and '"' not in sample else '"'
        dialect.doublequote = dialect.quotechar * 2 in sample
        dialect.skipinitialspace = best[1] != ' ' and all(best[1] + ' ' in line for line in lines)
        return dialect

    def has_header(self, sample):
        rows = list(reader(io.StringIO(sample), self.sniff(sample)))
        if len(rows) < 2:
            return False

        def is_number(text):
            try:
                complex(text)
                return True
            except ValueError:
                return False
        return any(not is_number(head) and all(is_number(row[at]) for row in rows[1:] if len(row) > at) for at, head in enumerate(rows[0]))
