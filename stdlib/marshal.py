"""Values as bytes, in the form that CPython's `marshal` gives them (version 4), which it can read. Code goes by its source text: it can be
read back here only.
"""

import _process
import itertools
import struct
import sys

__all__ = ['dump', 'dumps', 'load', 'loads', 'version']

version = 4
_MOST_NESTED = 2000
_REF = 0x80
_DIGIT = 15                     # bits of a digit of a long number
# What other interpreters find in code: a text that begins so.
_CODE_HEAD = 'pyc source'


class _Writer:
    def __init__(self, version):
        self.out, self.version = bytearray(), version
        self.seen = {}          # id -> number, of what may be referred to
        self.kept = []          # keeps the ids' owners alive

    def long(self, number):
        self.out += struct.pack('<i', number)

    def write(self, value):
        """Write a value with all that is in it."""
        inside = [iter((value,))]
        while inside:
            for item in inside[-1]:
                if (items := self.begin(item)) is not None:
                    inside.append(items)
                    if len(inside) > _MOST_NESTED:
                        raise ValueError('object too deeply nested to marshal')
                    break
            else:
                inside.pop()

    def begin(self, value):
        """Write a value, but for what is in it: that is given back, None if it can hold nothing."""
        singleton = _SINGLETONS.get(id(value))
        if singleton is not None:
            self.out += singleton
            return None
        if self.version >= 3:
            number = self.seen.get(id(value))
            if number is not None:
                self.out += b'r'
                self.long(number)
                return None
        write = _WRITERS.get(type(value))
        if write is None:
            write = _write_code if type(value) is _Code else _write_buffer
        return write(self, value)

    def head(self, code, value):
        """The byte that tells the type."""
        if self.version >= 3:
            self.seen[id(value)] = len(self.seen)
            self.kept.append(value)
            code |= _REF
        self.out.append(code)


def _write_int(writer, value):
    if -1 << 31 <= value < 1 << 31:
        writer.head(ord('i'), value)
        writer.long(value)
        return
    writer.head(ord('l'), value)
    digits, left = [], abs(value)
    while left:
        digits.append(left & (1 << _DIGIT) - 1)
        left >>= _DIGIT
    writer.long(len(digits) if value > 0 else -len(digits))
    writer.out += struct.pack(f'<{len(digits)}H', *digits)


def _write_text_number(writer, number):
    text = repr(number).encode()
    writer.out.append(len(text))
    writer.out += text


def _write_float(writer, value):
    writer.head(ord('g' if writer.version > 1 else 'f'), value)
    if writer.version > 1:
        writer.out += struct.pack('<d', value)
    else:
        _write_text_number(writer, value)


def _write_complex(writer, value):
    writer.head(ord('y' if writer.version > 1 else 'x'), value)
    for part in value.real, value.imag:
        if writer.version > 1:
            writer.out += struct.pack('<d', part)
        else:
            _write_text_number(writer, part)


def _write_bytes(writer, value):
    writer.head(ord('s'), value)
    writer.long(len(value))
    writer.out += value


def _write_buffer(writer, value):
    try:
        data = bytes(memoryview(value))
    except (TypeError, ValueError, BufferError):
        raise ValueError('unmarshallable object') from None
    _write_bytes(writer, data)


def _write_str(writer, value):
    data = value.encode('utf-8', 'surrogatepass')
    if writer.version >= 4 and len(data) == len(value):
        interned = sys._is_interned(value) if hasattr(sys, '_is_interned') else False
        if len(data) < 256:
            writer.head(ord('Z' if interned else 'z'), value)
            writer.out.append(len(data))
        else:
            writer.head(ord('A' if interned else 'a'), value)
            writer.long(len(data))
    else:
        writer.head(ord('u'), value)
        writer.long(len(data))
    writer.out += data


def _write_items(code):
    def write(writer, value):
        if code == ord('(') and writer.version >= 4 and len(value) < 256:
            writer.head(ord(')'), value)
            writer.out.append(len(value))
        else:
            writer.head(code, value)
            writer.long(len(value))
        return iter(value)
    return write


def _write_dict(writer, value):
    writer.head(ord('{'), value)
    return itertools.chain(itertools.chain.from_iterable(value.items()), _write_end(writer))


def _write_end(writer):
    writer.out += b'0'
    yield from ()


def _write_code(writer, code):
    file, text, start, end, line = _process.place(code)
    writer.head(ord('c'), code)
    return iter([(_CODE_HEAD, file, text, start, end)])


_Code = type(_write_code.__code__)
_WRITERS = {
    int: _write_int, float: _write_float, complex: _write_complex, bytes: _write_bytes, bytearray: _write_bytes, str: _write_str,
    tuple: _write_items(ord('(')), list: _write_items(ord('[')), set: _write_items(ord('<')), frozenset: _write_items(ord('>')),
    dict: _write_dict,
}
_SINGLETONS = {id(None): b'N', id(True): b'T', id(False): b'F', id(Ellipsis): b'.', id(StopIteration): b'S'}
_CONSTANTS = {ord('N'): None, ord('T'): True, ord('F'): False, ord('.'): Ellipsis, ord('S'): StopIteration}
_END = object()


class _Open:
    """A container of which parts are still to come: `left` of them, or None for a dict, which tells its end."""

    def __init__(self, code, place):
        self.code, self.place = code, place
        self.value = {} if code == '{' else set() if code == '<' else []
        self.left, self.key = None, _END

    def is_complete(self):
        return self.left == 0

    def add(self, part):
        if self.left is not None:
            self.left -= 1
            self.value.add(part) if self.code == '<' else self.value.append(part)
        elif self.key is _END:
            self.key = part
        else:
            self.value[self.key], self.key = part, _END


class _Reader:
    def __init__(self, read, allow_code):
        self.read_bytes, self.allow_code = read, allow_code
        self.refs = []

    def take(self, size):
        data = self.read_bytes(size)
        if len(data) < size:
            raise EOFError('marshal data too short')
        return data

    def byte(self):
        return self.take(1)[0]

    def long(self):
        return struct.unpack('<i', self.take(4))[0]

    def size(self, what):
        size = self.long()
        if size < 0:
            raise ValueError(f'bad marshal data ({what} size out of range)')
        return size

    def value(self):
        """The next value."""
        inside = []             # containers that are not complete
        while True:
            code = self.read_bytes(1)
            if not code:
                raise EOFError('EOF read where object expected')
            code = code[0]
            place = None
            if code & _REF and code & ~_REF not in _CONSTANTS:
                # Its number is given before what is in it gets one.
                place = len(self.refs)
                self.refs.append(_END)
            code = chr(code & ~_REF)
            if code in '()[{<>c':
                value = self.open(code, place)
                inside.append(value)
                if len(inside) > _MOST_NESTED:
                    raise ValueError('recursion limit exceeded')
                if not value.is_complete():
                    continue
                value = self.close(inside.pop())
            elif code == '0':
                if not inside or inside[-1].left is not None:
                    raise TypeError('NULL object in marshal data for object')
                value = self.close(inside.pop())
            else:
                value = self.made(code)
                if place is not None:
                    self.refs[place] = value
            # It may be the last part of what it is in, and that of what that is in.
            while inside:
                inside[-1].add(value)
                if not inside[-1].is_complete():
                    break
                value = self.close(inside.pop())
            if not inside:
                return value

    def open(self, code, place):
        made = _Open(code, place)
        if code == ')':
            made.left = self.byte()
        elif code == 'c':
            if not self.allow_code:
                raise ValueError('unmarshalling code objects is disallowed')
            made.left = 1
        elif code != '{':
            made.left = self.size({'(': 'tuple', '[': 'list'}.get(code, 'set'))
        if place is not None and code in '[{<':
            # It may be in itself.
            self.refs[place] = made.value
        return made

    def close(self, made):
        value = made.value
        if made.code in '()':
            value = tuple(value)
        elif made.code == '>':
            value = frozenset(value)
        elif made.code == 'c':
            value = self.code(*value)
        if made.place is not None:
            self.refs[made.place] = value
        return value

    def made(self, code):
        match code:
            case 'r':
                number = self.long()
                if not 0 <= number < len(self.refs) or self.refs[number] is _END:
                    raise ValueError('bad marshal data (invalid reference)')
                return self.refs[number]
            case 'i':
                return self.long()
            case 'I':
                return struct.unpack('<q', self.take(8))[0]
            case 'l':
                return self.long_number()
            case 'f':
                return float(bytes(self.take(self.byte())))
            case 'g':
                return struct.unpack('<d', self.take(8))[0]
            case 'x':
                return complex(float(bytes(self.take(self.byte()))), float(bytes(self.take(self.byte()))))
            case 'y':
                return complex(*struct.unpack('<2d', self.take(16)))
            case 's':
                return bytes(self.take(self.size('bytes object')))
            case 'u' | 't':
                return str(self.take(self.size('string')), 'utf-8', 'surrogatepass')
            case 'a' | 'A':
                return str(self.take(self.size('string')), 'latin-1')
            case 'z' | 'Z':
                return str(self.take(self.byte()), 'latin-1')
        if ord(code) in _CONSTANTS:
            return _CONSTANTS[ord(code)]
        raise ValueError('bad marshal data (unknown type code)')

    def long_number(self):
        count = self.long()
        digits = struct.unpack(f'<{abs(count)}H', self.take(2 * abs(count)))
        if digits and digits[-1] == 0:
            raise ValueError('bad marshal data (unnormalized long data)')
        number = 0
        for digit in reversed(digits):
            if digit >> _DIGIT:
                raise ValueError('bad marshal data (digit out of range in long)')
            number = number << _DIGIT | digit
        return number if count > 0 else -number

    def code(self, parts):
        if not (type(parts) is tuple and len(parts) == 5 and parts[0] == _CODE_HEAD):
            raise ValueError('bad marshal data (code of another interpreter)')
        _, file, text, start, end = parts
        for mode in 'eval', 'exec':
            try:
                outer = compile(text, file, mode, dont_inherit=True)
            except SyntaxError:
                continue
            if _process.place(outer)[2:4] == (start, end):
                return outer
            found = _process.nested(outer, start, end)
            if found is not None:
                return found
        raise ValueError('bad marshal data (code that does not fit its source)')


def _holds_code(value, seen):
    if type(value) is _Code:
        return True
    if isinstance(value, (tuple, list, set, frozenset, dict)) and id(value) not in seen:
        seen.add(id(value))
        inner = [*value.keys(), *value.values()] if isinstance(value, dict) else value
        return any(_holds_code(item, seen) for item in inner)
    return False


def dumps(value, version=version, /, *, allow_code=True):
    """The bytes of a value. Errors: ValueError for what has no such form."""
    if not allow_code and _holds_code(value, set()):
        raise ValueError('marshalling code objects is disallowed')
    writer = _Writer(version)
    writer.write(value)
    return bytes(writer.out)


def dump(value, file, version=version, /, *, allow_code=True):
    """Write a value to a binary file."""
    file.write(dumps(value, version, allow_code=allow_code))


def loads(bytes, /, *, allow_code=True):
    """The value that the bytes begin with. Errors: EOFError, ValueError, TypeError."""
    data, at = memoryview(bytes).cast('B'), 0

    def read(size):
        nonlocal at
        piece = data[at:at + size]
        at += len(piece)
        return piece
    return _Reader(read, allow_code).value()


def load(file, /, *, allow_code=True):
    """The next value in a binary file."""
    first = file.read(0)
    if not isinstance(first, (bytes, bytearray)):
        raise TypeError(f'file.read() returned not bytes but {type(first).__name__}')
    return _Reader(file.read, allow_code).value()
