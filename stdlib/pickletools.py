"""Looking into pickles: what each opcode does, listing and disassembling them, taking out what nobody asks for."""

import codecs as _codecs
import io
import pickle
import sys
from pickle import decode_long

__all__ = ['dis', 'genops', 'optimize']

# How long the arguments are whose length is no number.
UP_TO_NEWLINE, TAKEN_FROM_ARGUMENT1, TAKEN_FROM_ARGUMENT4, TAKEN_FROM_ARGUMENT4U, TAKEN_FROM_ARGUMENT8U = -1, -2, -3, -4, -5


class _Record:
    """Some named facts."""

    __slots__ = ()

    def __init__(self, *args, **kwargs):
        for name, value in zip(self.__slots__, args):
            setattr(self, name, value)
        for name, value in kwargs.items():
            setattr(self, name, value)


class ArgumentDescriptor(_Record):
    """What follows an opcode, and how it is read."""

    __slots__ = ('name', 'n', 'reader', 'doc')


class StackObject(_Record):
    """What an opcode finds on the stack or leaves there."""

    __slots__ = ('name', 'obtype', 'doc')

    def __repr__(self):
        return self.name


class OpcodeInfo(_Record):
    """All about an opcode."""

    __slots__ = ('name', 'code', 'arg', 'stack_before', 'stack_after', 'proto', 'doc')


# Reading arguments.

def _line(f, name):
    data = f.readline()
    if not data.endswith(b'\n'):
        raise ValueError(f'no newline found when trying to read {name}')
    return data[:-1]


def _number(size, is_signed=False):
    def read(f):
        data = f.read(size)
        if len(data) != size:
            raise ValueError(f'not enough data in stream to read {"int" if is_signed else "uint"}{size}')
        return int.from_bytes(data, 'little', signed=is_signed)
    return read


read_uint1, read_uint2, read_uint4, read_uint8 = map(_number, (1, 2, 4, 8))
read_int4 = _number(4, True)


def read_stringnl(f, decode=True, stripquotes=True, name='stringnl'):
    data = _line(f, name)
    if stripquotes:
        quote = data[:1]
        if quote not in (b'"', b"'") or not quote:
            raise ValueError(f'no string quotes around {data!r}')
        if len(data) < 2 or not data.endswith(quote):
            raise ValueError(f'strinq quote {quote!r} not found at both ends of {data!r}')
        data = data[1:-1]
    return _codecs.escape_decode(data)[0].decode('ascii') if decode else data


def read_stringnl_noescape(f):
    return read_stringnl(f, stripquotes=False)


def read_stringnl_noescape_pair(f):
    return f'{read_stringnl_noescape(f)} {read_stringnl_noescape(f)}'


def _counted(name, count, make, least=None):
    """Reads what is as long as a number before it says."""
    def read(f):
        size = count(f)
        if size < 0:
            raise ValueError(f'{name} byte count < 0: {size}')
        if size > sys.maxsize:
            raise ValueError(f'{name} byte count > sys.maxsize: {size}')
        data = f.read(size)
        if len(data) != size:
            raise ValueError(f'expected {size} bytes in a {name}, but only {len(data)} remain')
        return make(data)
    return read


def _latin(data):
    return data.decode('latin-1')


def _utf8(data):
    return str(data, 'utf-8', 'surrogatepass')


read_string1, read_string4 = _counted('string1', read_uint1, _latin), _counted('string4', read_int4, _latin)
read_bytes1, read_bytes4, read_bytes8 = [_counted(f'bytes{n}', count, bytes)
                                         for n, count in ((1, read_uint1), (4, read_uint4), (8, read_uint8))]
read_bytearray8 = _counted('bytearray8', read_uint8, bytearray)
read_unicodestring1, read_unicodestring4, read_unicodestring8 = [_counted(f'unicodestring{n}', count, _utf8)
                                                                 for n, count in ((1, read_uint1), (4, read_uint4), (8, read_uint8))]


def read_unicodestringnl(f):
    return str(_line(f, 'unicodestringnl'), 'raw-unicode-escape')


def read_decimalnl_short(f):
    text = read_stringnl(f, decode=False, stripquotes=False)
    return {b'00': False, b'01': True}[text] if text in (b'00', b'01') else int(text)


def read_decimalnl_long(f):
    text = read_stringnl(f, decode=False, stripquotes=False)
    return int(text.removesuffix(b'L'))


def read_floatnl(f):
    return float(read_stringnl(f, decode=False, stripquotes=False))


def read_float8(f):
    data = f.read(8)
    if len(data) != 8:
        raise ValueError('not enough data in stream to read float8')
    import struct
    return struct.unpack('>d', data)[0]


def _long(name, count):
    def read(f):
        size = count(f)
        if size < 0:
            raise ValueError(f'{name} byte count < 0: {size}')
        data = f.read(size)
        if len(data) != size:
            raise ValueError(f'not enough data in stream to read {name}')
        return decode_long(data)
    return read


read_long1, read_long4 = _long('long1', read_uint1), _long('long4', read_int4)

_arguments = {}
for _name, _n, _doc in (
    ('uint1', 1, 'One unsigned byte.'),
    ('uint2', 2, 'Two bytes, unsigned, low one first.'),
    ('int4', 4, 'Four bytes with sign, low one first.'),
    ('uint4', 4, 'Four bytes, unsigned, low one first.'),
    ('uint8', 8, 'Eight bytes, unsigned, low one first.'),
    ('stringnl', UP_TO_NEWLINE, 'A quoted string with escapes, and a newline.'),
    ('stringnl_noescape', UP_TO_NEWLINE, 'Text without quotes, and a newline.'),
    ('stringnl_noescape_pair', UP_TO_NEWLINE, 'Two texts without quotes, each with a newline.'),
    ('string1', TAKEN_FROM_ARGUMENT1, 'A count in one byte, and as many bytes of text.'),
    ('string4', TAKEN_FROM_ARGUMENT4, 'A count in four bytes, and as many bytes of text.'),
    ('bytes1', TAKEN_FROM_ARGUMENT1, 'A count in one byte, and as many bytes.'),
    ('bytes4', TAKEN_FROM_ARGUMENT4U, 'A count in four bytes, and as many bytes.'),
    ('bytes8', TAKEN_FROM_ARGUMENT8U, 'A count in eight bytes, and as many bytes.'),
    ('bytearray8', TAKEN_FROM_ARGUMENT8U, 'A count in eight bytes, and as many bytes, which can be changed.'),
    ('unicodestringnl', UP_TO_NEWLINE, 'Text with escapes for what is not Latin-1, and a newline.'),
    ('unicodestring1', TAKEN_FROM_ARGUMENT1, 'A count in one byte, and as many bytes of UTF-8.'),
    ('unicodestring4', TAKEN_FROM_ARGUMENT4U, 'A count in four bytes, and as many bytes of UTF-8.'),
    ('unicodestring8', TAKEN_FROM_ARGUMENT8U, 'A count in eight bytes, and as many bytes of UTF-8.'),
    ('decimalnl_short', UP_TO_NEWLINE, 'A number in decimal digits, or 00 or 01 for a bool, and a newline.'),
    ('decimalnl_long', UP_TO_NEWLINE, 'A number in decimal digits, an L that may be missing, and a newline.'),
    ('floatnl', UP_TO_NEWLINE, 'A float as text, and a newline.'),
    ('float8', 8, 'A float of eight bytes, high one first.'),
    ('long1', TAKEN_FROM_ARGUMENT1, 'A count in one byte, and as many bytes of a number with sign.'),
    ('long4', TAKEN_FROM_ARGUMENT4, 'A count in four bytes, and as many bytes of a number with sign.'),
):
    globals()[_name] = _arguments[_name] = ArgumentDescriptor(_name, _n, globals()[f'read_{_name}'], _doc)


# What lies on the stack.

pyint = pylong = StackObject('int', int, 'An int.')
pyinteger_or_bool = StackObject('int_or_bool', (int, bool), 'An int or a bool.')
pybool = StackObject('bool', bool, 'A bool.')
pyfloat = StackObject('float', float, 'A float.')
pybytes_or_str = pystring = StackObject('bytes_or_str', (bytes, str), 'A string of Python 2: bytes or a str.')
pybytes = StackObject('bytes', bytes, 'A bytes object.')
pybytearray = StackObject('bytearray', bytearray, 'A bytearray.')
pyunicode = StackObject('str', str, 'A str.')
pynone = StackObject('None', type(None), 'None.')
pytuple = StackObject('tuple', tuple, 'A tuple.')
pylist = StackObject('list', list, 'A list.')
pydict = StackObject('dict', dict, 'A dict.')
pyset = StackObject('set', set, 'A set.')
pyfrozenset = StackObject('frozenset', set, 'A frozenset.')
pybuffer = StackObject('buffer', object, 'What lends a buffer.')
anyobject = StackObject('any', object, 'Any object.')
markobject = StackObject('mark', StackObject, 'The topmost mark.')
stackslice = StackObject('stackslice', StackObject, 'All that lies above the topmost mark.')

_stack_objects = {thing.name: thing for thing in list(globals().values()) if type(thing) is StackObject}

# Name, code, protocol, argument, what it takes from the stack, what it puts there, what it does.
_TABLE = """
INT                I  0 decimalnl_short        -                      int_or_bool  | Push an integer or bool.
BININT             J  1 int4                   -                      int          | Push a four-byte signed integer.
BININT1            K  1 uint1                  -                      int          | Push a one-byte unsigned integer.
BININT2            M  1 uint2                  -                      int          | Push a two-byte unsigned integer.
LONG               L  0 decimalnl_long         -                      int          | Push a long integer.
LONG1              8a 2 long1                  -                      int          | Push an integer of up to 255 bytes.
LONG4              8b 2 long4                  -                      int          | Push an integer of any number of bytes.
STRING             S  0 stringnl               -                      bytes_or_str | Push a string of Python 2.
BINSTRING          T  1 string4                -                      bytes_or_str | Push a string of Python 2.
SHORT_BINSTRING    U  1 string1                -                      bytes_or_str | Push a string of Python 2.
BINBYTES           B  3 bytes4                 -                      bytes        | Push bytes.
SHORT_BINBYTES     C  3 bytes1                 -                      bytes        | Push up to 255 bytes.
BINBYTES8          8e 4 bytes8                 -                      bytes        | Push bytes, however many.
BYTEARRAY8         96 5 bytearray8             -                      bytearray    | Push a bytearray.
NEXT_BUFFER        97 5 -                      -                      buffer       | Push the next buffer from outside.
READONLY_BUFFER    98 5 -                      buffer                 buffer       | Make the buffer on top one that is only read.
NONE               N  0 -                      -                      None         | Push None.
NEWTRUE            88 2 -                      -                      bool         | Push True.
NEWFALSE           89 2 -                      -                      bool         | Push False.
UNICODE            V  0 unicodestringnl        -                      str          | Push a string.
SHORT_BINUNICODE   8c 4 unicodestring1         -                      str          | Push a string of up to 255 bytes.
BINUNICODE         X  1 unicodestring4         -                      str          | Push a string.
BINUNICODE8        8d 4 unicodestring8         -                      str          | Push a string, however long.
FLOAT              F  0 floatnl                -                      float        | Push a float that is written as text.
BINFLOAT           G  1 float8                 -                      float        | Push a float.
EMPTY_LIST         ]  1 -                      -                      list         | Push an empty list.
APPEND             a  0 -                      list,any               list         | Append an object to a list.
APPENDS            e  1 -                      list,mark,stackslice   list         | Append all above the mark to a list.
LIST               l  0 -                      mark,stackslice        list         | Make a list of all above the mark.
EMPTY_TUPLE        )  1 -                      -                      tuple        | Push an empty tuple.
TUPLE              t  0 -                      mark,stackslice        tuple        | Make a tuple of all above the mark.
TUPLE1             85 2 -                      any                    tuple        | Make a tuple of the topmost object.
TUPLE2             86 2 -                      any,any                tuple        | Make a tuple of the two topmost objects.
TUPLE3             87 2 -                      any,any,any            tuple        | Make a tuple of the three topmost objects.
EMPTY_DICT         }  1 -                      -                      dict         | Push an empty dict.
DICT               d  0 -                      mark,stackslice        dict         | Make a dict of all above the mark.
SETITEM            s  0 -                      dict,any,any           dict         | Set a key of a dict.
SETITEMS           u  1 -                      dict,mark,stackslice   dict         | Set the keys of a dict that lie above the mark.
EMPTY_SET          8f 4 -                      -                      set          | Push an empty set.
ADDITEMS           90 4 -                      set,mark,stackslice    set          | Add all above the mark to a set.
FROZENSET          91 4 -                      mark,stackslice        frozenset    | Make a frozenset of all above the mark.
POP                0  0 -                      any                    -            | Drop the topmost object.
DUP                2  0 -                      any                    any,any      | Push the topmost object again.
MARK               (  0 -                      -                      mark         | Push a mark.
POP_MARK           1  1 -                      mark,stackslice        -            | Drop the topmost mark and all above it.
GET                g  0 decimalnl_short        -                      any          | Push an object of the memo.
BINGET             h  1 uint1                  -                      any          | Push an object of the memo.
LONG_BINGET        j  1 uint4                  -                      any          | Push an object of the memo.
PUT                p  0 decimalnl_short        -                      -            | Put the topmost object into the memo.
BINPUT             q  1 uint1                  -                      -            | Put the topmost object into the memo.
LONG_BINPUT        r  1 uint4                  -                      -            | Put the topmost object into the memo.
MEMOIZE            94 4 -                      any                    any          | Put the topmost object into the memo's next place.
EXT1               82 2 uint1                  -                      any          | Push what is registered under a number.
EXT2               83 2 uint2                  -                      any          | Push what is registered under a number.
EXT4               84 2 int4                   -                      any          | Push what is registered under a number.
GLOBAL             c  0 stringnl_noescape_pair -                      any          | Push an attribute of a module.
STACK_GLOBAL       93 4 -                      str,str                any          | Replace two names by an attribute of a module.
REDUCE             R  0 -                      any,any                any          | Call a function with a tuple of arguments.
BUILD              b  0 -                      any,any                any          | Give an object its state.
INST               i  0 stringnl_noescape_pair mark,stackslice        any          | Make an instance with all above the mark.
OBJ                o  1 -                      mark,any,stackslice    any          | Make an instance with all above class and mark.
NEWOBJ             81 2 -                      any,any                any          | Make an object by its class's __new__.
NEWOBJ_EX          92 4 -                      any,any,any            any          | Make an object by __new__, with names.
PROTO              80 2 uint1                  -                      -            | Say which protocol it is.
STOP               .  0 -                      any                    -            | The topmost object is the result.
FRAME              95 4 uint8                  -                      -            | Say how many bytes can be read at once.
PERSID             P  0 stringnl_noescape      -                      any          | Push an object that is kept elsewhere.
BINPERSID          Q  1 -                      any                    any          | Push an object that is kept elsewhere.
"""


def _parsed(line):
    facts, _, doc = line.partition('|')
    name, code, proto, argument, before, after = facts.split()
    code = code if len(code) == 1 else chr(int(code, 16))
    things = [[] if part == '-' else [_stack_objects[name] for name in part.split(',')] for part in (before, after)]
    return OpcodeInfo(name, code, _arguments.get(argument), *things, int(proto), doc.strip())


opcodes = [_parsed(line) for line in _TABLE.strip().splitlines()]
code2op = {op.code: op for op in opcodes}
del _name, _n, _doc


def _operations(pickle, with_ends=False):
    f = io.BytesIO(pickle) if isinstance(pickle, (bytes, bytearray)) else pickle
    tell = getattr(f, 'tell', lambda: None)
    while True:
        pos = tell()
        code = f.read(1)
        op = code2op.get(code.decode('latin-1'))
        if op is None:
            if code == b'':
                raise ValueError('pickle exhausted before seeing STOP')
            raise ValueError(f'at position {"<unknown>" if pos is None else pos}, opcode {code!r} unknown')
        arg = None if op.arg is None else op.arg.reader(f)
        yield (op, arg, pos, tell()) if with_ends else (op, arg, pos)
        if code == b'.':
            assert op.name == 'STOP'
            return


def genops(pickle):
    """All operations of a pickle: the opcode, its argument, and where it stands (None if the stream cannot say)."""
    return _operations(pickle)


_GETS, _PUTS = ('GET', 'BINGET', 'LONG_BINGET'), ('PUT', 'BINPUT', 'LONG_BINPUT')


def optimize(p):
    """The same pickle without the memo's places that nothing asks for."""
    found = list(_operations(p, with_ends=True))
    wanted = {arg for op, arg, *_ in found if op.name in _GETS}
    # Protocols 0 and 1 do not say which they are.
    protocol = max([arg for op, arg, *_ in found if op.name == 'PROTO'], default=min(1, max(op.proto for op, *_ in found)))
    # MEMOIZE takes the next place; what is left of them is counted anew.
    places, place, puts = {}, 0, []
    for op, arg, pos, end in found:
        if op.name == 'MEMOIZE':
            puts.append((pos, place))
            place += 1
        elif op.name in _PUTS:
            puts.append((pos, arg))
            place += 1
    put_at = dict(puts)
    out = _Frames(protocol)
    for op, arg, pos, end in found:
        if pos in put_at:
            if put_at[pos] in wanted:
                places[put_at[pos]] = len(places)
                out.add(_put(len(places) - 1, protocol))
        elif op.name in _GETS:
            out.add(_get(places[arg], protocol))
        elif op.name not in ('PROTO', 'FRAME'):
            out.add(p[pos:end])
    return out.finished()


def _put(place, protocol):
    if protocol >= 4:
        return pickle.MEMOIZE
    return _with_place((pickle.PUT, pickle.BINPUT, pickle.LONG_BINPUT), place, protocol)


def _get(place, protocol):
    return _with_place((pickle.GET, pickle.BINGET, pickle.LONG_BINGET), place, protocol)


def _with_place(codes, place, protocol):
    if protocol < 1:
        return b'%b%d\n' % (codes[0], place)
    return codes[1] + bytes([place]) if place < 256 else codes[2] + place.to_bytes(4, 'little')


class _Frames:
    """Puts operations together, from protocol 4 on in frames."""

    _LEAST, _ENOUGH = 4, 64 * 1024

    def __init__(self, protocol):
        self._done = pickle.PROTO + bytes([protocol]) if protocol >= 2 else b''
        self._has_frames = protocol >= 4
        self._frame = b''

    def add(self, data):
        if len(data) > self._ENOUGH:
            # Too long for a frame.
            self._close()
            self._done += data
            return
        self._frame += data
        if len(self._frame) >= self._ENOUGH:
            self._close()

    def _close(self):
        if self._has_frames and len(self._frame) >= self._LEAST:
            self._done += pickle.FRAME + len(self._frame).to_bytes(8, 'little')
        self._done += self._frame
        self._frame = b''

    def finished(self):
        self._close()
        return self._done


def dis(pickle, out=None, memo=None, indentlevel=4, annotate=0):
    """Prints the operations of a pickle, and checks that they fit what is on the stack and in the memo."""
    stack = []          # what each place of the stack is, as far as that can be known
    marks = []          # where the marks on it were made
    memo = {} if memo is None else memo
    highest, column = -1, annotate
    error = None
    for op, arg, pos in genops(pickle):
        line = '' if pos is None else f'{pos:5d}: '
        line = f'{line}{repr(op.code)[1:-1]:<4} {" " * indentlevel * len(marks)}{op.name}'
        highest = max(highest, op.proto)
        before, after, taken = op.stack_before, op.stack_after, len(op.stack_before)
        note = error = None
        if markobject in before or op.name == 'POP' and stack and stack[-1] is markobject:
            try:
                taken = stack[::-1].index(markobject) + 1
            except ValueError:
                note = error = 'no MARK exists on stack'
            else:
                where = marks.pop()
                note = f'(MARK at {"unknown opcode offset" if where is None else where})'
                # What the operation wants below the mark.
                taken += before.index(markobject) if markobject in before else 0
        if op.name in _PUTS or op.name == 'MEMOIZE':
            place = len(memo) if op.name == 'MEMOIZE' else arg
            if op.name == 'MEMOIZE':
                note = f'(as {place})'
            if place in memo:
                error = f'memo key {place} already defined'
            elif not stack:
                error = 'stack is empty -- can\'t store into memo'
            elif stack[-1] is markobject:
                error = 'can\'t store markobject in the memo'
            else:
                memo[place] = stack[-1]
            if op.name == 'MEMOIZE':
                taken, after = 0, []
        elif op.name in _GETS:
            if arg in memo:
                after = [memo[arg]]
            else:
                error = f'memo key {arg} has never been stored into'
        if arg is not None or note:
            line += ' ' * (10 - len(op.name))
            if arg is not None:
                line += f' {arg!r}'
            if note:
                line += f' {note}'
        if annotate:
            line += ' ' * (column - len(line))
            column = min(len(line), 50)
            line += f' {op.doc}'
        print(line, file=out)
        if error:
            raise ValueError(error)
        if len(stack) < taken:
            raise ValueError(f'tries to pop {taken} items from stack with only {len(stack)} items')
        if taken:
            del stack[-taken:]
        if markobject in after:
            marks.append(pos)
        stack += after
    print('highest protocol among opcodes =', highest, file=out)
    if stack:
        raise ValueError(f'stack not empty after STOP: {stack!r}')
