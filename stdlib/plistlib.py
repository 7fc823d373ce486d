"""Property lists of Apple's systems: as XML and in the binary form."""

import binascii
import codecs
import datetime
import enum
import re
from io import BytesIO

__all__ = ['InvalidFileException', 'FMT_XML', 'FMT_BINARY', 'load', 'dump', 'loads', 'dumps', 'UID']

PlistFormat = enum.Enum('PlistFormat', 'FMT_XML FMT_BINARY', module=__name__)
globals().update(PlistFormat.__members__)


class UID:
    """A number that names another object, in archives of objects."""

    def __init__(self, data):
        if not isinstance(data, int):
            raise TypeError('data must be an int')
        if data >= 1 << 64:
            raise ValueError('UIDs cannot be >= 2**64')
        if data < 0:
            raise ValueError('UIDs must be positive')
        self.data = data

    def __index__(self):
        return self.data

    def __repr__(self):
        return f'{type(self).__name__}({self.data!r})'

    def __reduce__(self):
        return type(self), (self.data,)

    def __eq__(self, other):
        return self.data == other.data if isinstance(other, UID) else NotImplemented

    def __hash__(self):
        return hash(self.data)


class InvalidFileException(ValueError):
    """What was read is no property list."""

    def __init__(self, message='Invalid file'):
        super().__init__(message)


# ---- XML ----

_HEADER = b'''<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
'''
_DATE = re.compile(r'(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<hour>\d\d)(?::(?P<minute>\d\d)(?::(?P<second>\d\d))?)?)?)?)?Z',
                   re.ASCII)
_CONTROL = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f]')


def _read_date(text, is_aware):
    parts = {name: int(part) for name, part in _DATE.match(text).groupdict().items() if part is not None}
    return datetime.datetime(**parts, tzinfo=datetime.UTC if is_aware else None)


def _read_integer(text):
    return int(text, 16) if text.startswith(('0x', '0X')) else int(text)


class _XMLReader:
    """Builds the value as elements end. An open container is (container, keys waiting for their values)."""

    def __init__(self, dict_type, is_aware):
        self._dict_type, self._is_aware = dict_type, is_aware
        self._open, self._keys = [], []
        self._text = []
        self._value = None

    def read(self, file):
        from xml.parsers.expat import ParserCreate
        self._parser = parser = ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text.append
        parser.EntityDeclHandler = self._refuse_entity
        parser.ParseFile(file)
        return self._value

    def _refuse_entity(self, *about):
        raise InvalidFileException('XML entity declarations are not supported in plist files')

    def _start(self, tag, attributes):
        self._text.clear()
        if tag in ('dict', 'array'):
            value = self._dict_type() if tag == 'dict' else []
            self._add(value)
            self._open.append(value)
            self._keys.append(None)

    def _end(self, tag):
        text = ''.join(self._text)
        self._text.clear()
        if tag == 'dict':
            if self._keys[-1] is not None:
                raise ValueError(f'missing value for key {self._keys[-1]!r} at line {self._parser.CurrentLineNumber}')
        elif tag == 'key':
            if not self._open or isinstance(self._open[-1], list) or self._keys[-1] is not None:
                raise ValueError(f'unexpected key at line {self._parser.CurrentLineNumber}')
            self._keys[-1] = text
            return
        if tag in ('dict', 'array'):
            self._open.pop()
            self._keys.pop()
        elif tag == 'string':
            self._add(text)
        elif tag in ('true', 'false'):
            self._add(tag == 'true')
        elif tag == 'integer':
            self._add(_read_integer(text))
        elif tag == 'real':
            self._add(float(text))
        elif tag == 'data':
            self._add(binascii.a2b_base64(text))
        elif tag == 'date':
            self._add(_read_date(text, self._is_aware))

    def _add(self, value):
        if not self._open:
            self._value = value
        elif isinstance(self._open[-1], list):
            self._open[-1].append(value)
        elif self._keys[-1] is None:
            raise ValueError(f'unexpected element at line {self._parser.CurrentLineNumber}')
        else:
            self._open[-1][self._keys[-1]] = value
            self._keys[-1] = None


def _escape(text):
    if _CONTROL.search(text):
        raise ValueError("strings can't contain control characters; use bytes instead")
    text = text.replace('\r\n', '\n').replace('\r', '\n')
    return text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')


class _XMLWriter:
    def __init__(self, file, sort_keys, skipkeys, is_aware):
        self._file, self._sorts, self._skips, self._is_aware = file, sort_keys, skipkeys, is_aware

    def write(self, value):
        self._file.write(_HEADER)
        self._line(0, '<plist version="1.0">')
        self._value(value, 0)
        self._line(0, '</plist>')

    def _line(self, depth, text):
        self._file.write(f'{depth * chr(9)}{text}\n'.encode())

    def _value(self, value, depth):
        if isinstance(value, str):
            self._line(depth, f'<string>{_escape(value)}</string>')
        elif isinstance(value, bool):
            self._line(depth, '<true/>' if value else '<false/>')
        elif isinstance(value, int):
            if not -1 << 63 <= value < 1 << 64:
                raise OverflowError(value)
            self._line(depth, f'<integer>{value:d}</integer>')
        elif isinstance(value, float):
            self._line(depth, f'<real>{value!r}</real>')
        elif isinstance(value, dict):
            self._dict(value, depth)
        elif isinstance(value, (bytes, bytearray)):
            self._data(value, depth)
        elif isinstance(value, datetime.datetime):
            if self._is_aware:
                value = value.astimezone(datetime.UTC)
            self._line(depth, f'<date>{value.year:04}-{value:%m-%dT%H:%M:%S}Z</date>')
        elif isinstance(value, (list, tuple)):
            if not value:
                return self._line(depth, '<array/>')
            self._line(depth, '<array>')
            for item in value:
                self._value(item, depth + 1)
            self._line(depth, '</array>')
        else:
            raise TypeError(f'unsupported type: {type(value)}')

    def _dict(self, value, depth):
        if not value:
            return self._line(depth, '<dict/>')
        self._line(depth, '<dict>')
        for key, item in sorted(value.items()) if self._sorts else value.items():
            if not isinstance(key, str):
                if self._skips:
                    continue
                raise TypeError('keys must be strings')
            self._line(depth + 1, f'<key>{_escape(key)}</key>')
            self._value(item, depth + 1)
        self._line(depth, '</dict>')

    def _data(self, data, depth):
        self._line(depth, '<data>')
        # A line is to end before column 76, its indentation counted as eight columns a tab.
        size = max(16, 76 - 8 * depth) // 4 * 3
        for at in range(0, len(data), size):
            self._line(depth, binascii.b2a_base64(data[at:at + size], newline=False).decode())
        self._line(depth, '</data>')


# ---- the binary form ----

_EPOCH = datetime.datetime(2001, 1, 1)


class _BinaryReader:
    """Objects by number; containers hold numbers of objects."""

    def __init__(self, dict_type, is_aware):
        self._dict_type, self._is_aware = dict_type, is_aware

    def read(self, file):
        try:
            self._data = data = file.read()
            if len(data) < 40:
                raise InvalidFileException()
            trailer = data[-32:]
            offset_size, self._number_size = trailer[6], trailer[7]
            count, top, table = (int.from_bytes(trailer[at:at + 8]) for at in (8, 16, 24))
            self._offsets = self._integers(table, offset_size, count)
            self._known = {}
            return self._object(top)
        except (OSError, IndexError, OverflowError, ValueError, RecursionError):
            raise InvalidFileException() from None

    def _bytes(self, at, size):
        found = self._data[at:at + size]
        if len(found) != size:
            raise InvalidFileException()
        return found

    def _integers(self, at, size, count):
        data = self._bytes(at, size * count)
        if not size and count:
            raise InvalidFileException()
        return [int.from_bytes(data[place:place + size]) for place in range(0, len(data), size)]

    def _count(self, at, low):
        """A length, and the place after it."""
        if low != 0xf:
            return low, at
        size = 1 << (self._data[at] & 0x3)
        return int.from_bytes(self._bytes(at + 1, size)), at + 1 + size

    def _object(self, number):
        if number in self._known:
            return self._known[number]
        at = self._offsets[number]
        kind, low = divmod(self._data[at], 16)
        at += 1
        if kind in (0xa, 0xd):
            count, at = self._count(at, low)
            numbers = self._integers(at, self._number_size, count * (2 if kind == 0xd else 1))
            if kind == 0xa:
                found = self._known[number] = []
                found.extend(map(self._object, numbers))
            else:
                found = self._known[number] = self._dict_type()
                for key, value in zip(numbers[:count], numbers[count:]):
                    try:
                        found[self._object(key)] = self._object(value)
                    except TypeError:
                        raise InvalidFileException() from None
            return found
        found = self._known[number] = self._plain(kind, low, at)
        return found

    def _plain(self, kind, low, at):
        if kind == 0:
            fixed = {0x0: None, 0x8: False, 0x9: True, 0xf: b''}
            if low not in fixed:
                raise InvalidFileException()
            return fixed[low]
        if kind == 1:
            return int.from_bytes(self._bytes(at, 1 << low), signed=low >= 3)
        if kind in (2, 3):
            import struct
            value, = struct.unpack('>f' if kind == 2 and low == 2 else '>d', self._bytes(at, 4 if kind == 2 and low == 2 else 8))
            if kind == 2:
                return value
            found = _EPOCH + datetime.timedelta(seconds=value)
            return found.replace(tzinfo=datetime.UTC) if self._is_aware else found
        if kind == 8:
            return UID(int.from_bytes(self._bytes(at, low + 1)))
        if kind not in (4, 5, 6):
            raise InvalidFileException()
        count, at = self._count(at, low)
        if kind == 4:
            return self._bytes(at, count)
        if kind == 5:
            return self._bytes(at, count).decode('ascii')
        return self._bytes(at, count * 2).decode('utf-16-be')


class _BinaryWriter:
    def __init__(self, file, sort_keys, skipkeys, is_aware):
        self._file, self._sorts, self._skips, self._is_aware = file, sort_keys, skipkeys, is_aware
        self._objects, self._numbers = [], {}

    def write(self, value):
        self._add(value)
        self._number_size = _size_of(len(self._objects))
        offsets, at = [], 8
        self._file.write(b'bplist00')
        for object in self._objects:
            offsets.append(at)
            data = self._written(object)
            self._file.write(data)
            at += len(data)
        offset_size = _size_of(at)
        self._file.write(b''.join(offset.to_bytes(offset_size) for offset in offsets))
        self._file.write(bytes(6) + bytes([offset_size, self._number_size]) +
                         b''.join(number.to_bytes(8) for number in (len(self._objects), 0, at)))

    @staticmethod
    def _key_of(value):
        return (type(value), value) if isinstance(value, (str, int, float, datetime.datetime, bytes)) else id(value)

    def _pairs(self, value):
        pairs = [(key, item) for key, item in (sorted(value.items()) if self._sorts else value.items())
                 if isinstance(key, str) or not self._skips]
        if not all(isinstance(key, str) for key, _ in pairs):
            raise TypeError('keys must be strings')
        return pairs

    def _add(self, value):
        """Gives the value a number, and what it holds; what is equal needs to be written once."""
        key = self._key_of(value)
        if key in self._numbers:
            return
        self._numbers[key] = len(self._objects)
        self._objects.append(value)
        if isinstance(value, dict):
            pairs = self._pairs(value)
            for key, _ in pairs:
                self._add(key)
            for _, item in pairs:
                self._add(item)
        elif isinstance(value, (list, tuple)):
            for item in value:
                self._add(item)

    def _references(self, values):
        return b''.join(self._numbers[self._key_of(value)].to_bytes(self._number_size) for value in values)

    @staticmethod
    def _head(kind, count):
        if count < 15:
            return bytes([kind << 4 | count])
        size = _size_of(count)
        return bytes([kind << 4 | 0xf, 0x10 | (size.bit_length() - 1)]) + count.to_bytes(size)

    def _written(self, value):
        import struct
        if value is None or isinstance(value, bool):
            return b'\0' if value is None else b'\x09' if value else b'\x08'
        if isinstance(value, int):
            if not -1 << 63 <= value < 1 << 64:
                raise OverflowError(value)
            if value < 0:
                return b'\x13' + value.to_bytes(8, signed=True)
            size = 16 if value >= 1 << 63 else _size_of(value)
            return bytes([0x10 | (size.bit_length() - 1)]) + value.to_bytes(size)
        if isinstance(value, float):
            return b'\x23' + struct.pack('>d', value)
        if isinstance(value, datetime.datetime):
            if self._is_aware:
                value = value.astimezone(datetime.UTC)
                seconds = (value - _EPOCH.replace(tzinfo=datetime.UTC)).total_seconds()
            else:
                seconds = (value - _EPOCH).total_seconds()
            return b'\x33' + struct.pack('>d', seconds)
        if isinstance(value, (bytes, bytearray)):
            return self._head(4, len(value)) + value
        if isinstance(value, str):
            if value.isascii():
                return self._head(5, len(value)) + value.encode()
            data = value.encode('utf-16-be')
            return self._head(6, len(data) // 2) + data
        if isinstance(value, UID):
            data = value.data.to_bytes(_size_of(value.data))
            return bytes([0x80 | (len(data) - 1)]) + data
        if isinstance(value, (list, tuple)):
            return self._head(0xa, len(value)) + self._references(value)
        if isinstance(value, dict):
            pairs = self._pairs(value)
            return self._head(0xd, len(pairs)) + self._references([key for key, _ in pairs]) + self._references([item for _, item in pairs])
        raise TypeError(value)


def _size_of(number):
    """How many bytes a number needs: a power of two."""
    return next(size for size in (1, 2, 4, 8) if number < 1 << 8 * size)


# ---- what programs call ----

_READERS = {PlistFormat.FMT_XML: _XMLReader, PlistFormat.FMT_BINARY: _BinaryReader}
_WRITERS = {PlistFormat.FMT_XML: _XMLWriter, PlistFormat.FMT_BINARY: _BinaryWriter}


def _format_of(start):
    if start.startswith(b'bplist00'):
        return PlistFormat.FMT_BINARY
    for mark, encoding in ((b'', 'ascii'), (codecs.BOM_UTF8, 'utf-8'), (codecs.BOM_UTF16_BE, 'utf-16-be'), (codecs.BOM_UTF16_LE, 'utf-16-le')):
        if start.startswith(tuple(mark + word.encode(encoding) for word in ('<?xml', '<plist'))):
            return PlistFormat.FMT_XML
    raise InvalidFileException()


def load(fp, *, fmt=None, dict_type=dict, aware_datetime=False):
    """The value in a file that is open in binary mode."""
    if fmt is None:
        start = fp.read(32)
        fp.seek(0)
        fmt = _format_of(start)
    return _READERS[fmt](dict_type, aware_datetime).read(fp)


def loads(value, *, fmt=None, dict_type=dict, aware_datetime=False):
    """The value in bytes or, as XML, in a text."""
    if isinstance(value, str):
        if fmt == PlistFormat.FMT_BINARY:
            raise TypeError('value must be bytes-like object when fmt is FMT_BINARY')
        value = value.encode()
    return load(BytesIO(value), fmt=fmt, dict_type=dict_type, aware_datetime=aware_datetime)


def dump(value, fp, *, fmt=PlistFormat.FMT_XML, sort_keys=True, skipkeys=False, aware_datetime=False):
    """Writes a value to a file that is open in binary mode."""
    if fmt not in _WRITERS:
        raise ValueError(f'Unsupported format: {fmt!r}')
    _WRITERS[fmt](fp, sort_keys, skipkeys, aware_datetime).write(value)


def dumps(value, *, fmt=PlistFormat.FMT_XML, skipkeys=False, sort_keys=True, aware_datetime=False):
    """A value as bytes."""
    file = BytesIO()
    dump(value, file, fmt=fmt, skipkeys=skipkeys, sort_keys=sort_keys, aware_datetime=aware_datetime)
    return file.getvalue()
