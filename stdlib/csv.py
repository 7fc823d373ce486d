"""Tables as text: values between delimiters, rows between line ends."""

import io
import re
import types
from collections import Counter
from _csv import (
    QUOTE_ALL, QUOTE_MINIMAL, QUOTE_NONE, QUOTE_NONNUMERIC, QUOTE_NOTNULL, QUOTE_STRINGS, Error, field_size_limit, get_dialect, list_dialects,
    reader, register_dialect, unregister_dialect, writer,
)
from _csv import Dialect as _Dialect

__all__ = ['QUOTE_MINIMAL', 'QUOTE_ALL', 'QUOTE_NONNUMERIC', 'QUOTE_NONE', 'QUOTE_STRINGS', 'QUOTE_NOTNULL', 'Error', 'Dialect', 'excel',
           'excel_tab', 'field_size_limit', 'reader', 'writer', 'register_dialect', 'get_dialect', 'list_dialects', 'unregister_dialect',
           'DictReader', 'DictWriter', 'unix_dialect', 'Sniffer']

__version__ = '1.0'


class Dialect:
    """How a table is written."""

    _name = ''
    delimiter = quotechar = escapechar = doublequote = skipinitialspace = lineterminator = quoting = None

    def __init__(self):
        try:
            _Dialect(self)
        except TypeError as error:
            raise Error(str(error)) from None


def _dialect(name, doc, **values):
    return type(name, (Dialect,), {'__doc__': doc, '__module__': __name__, **values})


_COMMON = {'delimiter': ',', 'quotechar': '"', 'doublequote': True, 'skipinitialspace': False}
excel = _dialect('excel', 'As spreadsheets write tables.', lineterminator='\r\n', quoting=QUOTE_MINIMAL, **_COMMON)
unix_dialect = _dialect('unix_dialect', 'As programs on Unix write tables.', lineterminator='\n', quoting=QUOTE_ALL, **_COMMON)


class excel_tab(excel):
    """As spreadsheets write tables, with tabs."""

    delimiter = '\t'


register_dialect('excel', excel)
register_dialect('excel-tab', excel_tab)
register_dialect('unix', unix_dialect)


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
        if self.line_num == 0:
            # Before the row, for the names may be the first.
            self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while not row:
            row = next(self.reader)
        names = self.fieldnames
        values = dict(zip(names, row))
        if len(row) > len(names):
            values[self.restkey] = row[len(names):]
        elif len(row) < len(names):
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
        """The dialect that a sample is written in. `delimiters` are all that are possible."""
        found = self._by_quotes(sample, delimiters) or self._by_counts(sample, delimiters)
        if found is None:
            raise Error('Could not determine delimiter')

        class dialect(Dialect):
            _name = 'sniffed'
            lineterminator = '\r\n'
            quoting = QUOTE_MINIMAL
        dialect.delimiter, dialect.quotechar, dialect.doublequote, dialect.skipinitialspace = found
        return dialect

    def _by_quotes(self, sample, delimiters):
        """What stands beside quoted values; None if there are no such."""
        quotes, between, spaces = Counter(), Counter(), 0
        doubled = set()
        for piece in _QUOTED.finditer(sample):
            start, end = piece.span()
            before, after = sample[:start][-1:], sample[end:][:1]
            has_space = before == ' ' and start > 1 and _is_mark(sample[start - 2])
            if has_space:
                before = sample[start - 2]
            beside = {char for char in (before, after) if char not in ('', '\n', '\r')}
            if len(beside) > 1 or not all(map(_is_mark, beside)):
                continue
            quote = piece[1]
            quotes[quote] += 1
            spaces += has_space
            if quote * 2 in piece[0][1:-1]:
                doubled.add(quote)
            for delimiter in beside:
                if delimiters is None or delimiter in delimiters:
                    between[delimiter] += 1
        if not quotes:
            return None
        quote = max(quotes, key=quotes.get)
        if not between:
            # A column of quoted values alone has no delimiter.
            return None
        delimiter = max(between, key=between.get)
        return delimiter, quote, quote in doubled, bool(spaces and spaces == between[delimiter])

    def _by_counts(self, sample, delimiters):
        """The character of which all lines, or nearly all, have as many."""
        lines = [line for line in sample.split('\n') if line.strip('\r')]
        if not lines:
            return None
        shares = {}
        for char in set(''.join(lines)) - {'\r'}:
            if delimiters is not None and char not in delimiters or not char.isascii():
                continue
            (count, times), *_ = Counter(line.count(char) for line in lines).most_common(1)
            if count:
                shares[char] = times / len(lines)
        if not shares:
            return None
        best = max(shares.values())
        if best < 0.9:
            return None
        candidates = [char for char in shares if shares[char] == best]
        for char in self.preferred:
            if char in candidates:
                break
        else:
            # Marks rather than letters; of marks the one that is met most.
            char = max(candidates, key=lambda char: (not char.isalnum(), sum(line.count(char) for line in lines)))
        return char, '"', False, all(line.count(char) == line.count(char + ' ') for line in lines)

    def has_header(self, sample):
        """Whether the first row has no numbers, or texts of another length, where all other rows agree."""
        rows = list(reader(io.StringIO(sample), self.sniff(sample)))
        head, body = rows[0], [row for row in rows[1:21] if len(row) == len(rows[0])]
        votes = 0
        for column, name in enumerate(head):
            kinds = {_kind(row[column]) for row in body}
            if len(kinds) == 1:
                votes += 1 if _kind(name) not in kinds else -1
        return votes > 0


# A value in quotes, in which a quote is written twice.
_QUOTED = re.compile(r"""(["'])(?:(?!\1).|\1\1)*\1""", re.S)


def _is_mark(char):
    return not (char.isalnum() or char in '_\n\r"\'')


def _kind(text):
    """What the values of a column have in common: that they are numbers, or else their length."""
    try:
        complex(text)
        return 'number'
    except ValueError:
        return len(text)
