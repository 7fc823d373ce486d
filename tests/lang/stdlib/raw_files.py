# What buffered and text files ask of the file below them, and what becomes of its errors.
import array
import gc
import io
import os
import tempfile
import warnings


class Raw(io.RawIOBase):
    """A raw file that gives out what it was made with, piece by piece."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)
        self.written = []
        self.accepts = None

    def readable(self):
        return True

    writable = seekable = readable

    def readinto(self, buffer):
        if not self.pieces:
            return 0
        piece = self.pieces.pop(0)
        if not isinstance(piece, bytes):
            return piece
        buffer[:len(piece)] = piece
        return len(piece)

    def write(self, data):
        if self.accepts == 0:
            return None
        count = len(data) if self.accepts is None else min(self.accepts, len(data))
        self.written.append(bytes(data[:count]))
        if self.accepts is not None:
            self.accepts -= count
        return count

    def seek(self, place=0, whence=0):
        return -1

    tell = seek


print(io.BufferedReader(Raw(b'ab', b'cd')).read())
for answer in -1, 10 ** 6, 'text':
    try:
        io.BufferedReader(Raw(answer)).read(3)
    except OSError as error:
        print(error, repr(error.__cause__))
for use in 'seek', 'tell':
    try:
        getattr(io.BufferedReader(Raw()), use)(*[0][:use == 'seek'])
    except (OSError, TypeError) as error:
        print(type(error).__name__, error)
print(io.BufferedReader(Raw(None)).read(3), io.BufferedReader(Raw(None)).read())

# A file that takes no more for now.
raw = Raw()
raw.accepts = 11
writer = io.BufferedWriter(raw, 8)
print(writer.write(b'abcd'), writer.write(b'efghi'))
try:
    writer.write(b'0123456789' * 2)
except BlockingIOError as error:
    print(error.strerror, error.characters_written)
try:
    writer.flush()
except BlockingIOError as error:
    print(error.characters_written)
raw.accepts = None
writer.flush()
print(b''.join(raw.written))

# readinto counts bytes, not items.
numbers = array.array('i', [0] * 8)
print(io.BufferedReader(Raw(b'a' * 26), 60).readinto1(numbers), numbers.tobytes()[24:28])
for value in '', 1, b'x', memoryview(b'x'):
    try:
        io.BufferedReader(Raw(b'a')).readinto(value)
    except TypeError as error:
        print(error)


class Generous(io.BufferedIOBase):
    def read(self, size=-1):
        return b'x' * 100

    read1 = read


for method in 'readinto', 'readinto1':
    try:
        getattr(Generous(), method)(bytearray(2))
    except ValueError as error:
        print(error)


# Errors of flushing and of closing.
class Failing(Raw):
    def flush(self):
        raise OSError('flush')

    def close(self):
        super().close()


for make in io.BufferedReader, io.BufferedWriter, lambda raw: io.TextIOWrapper(raw):
    raw = Failing()
    file = make(raw)
    try:
        file.close()
    except OSError as error:
        print(error, error.__context__)
    print(file.closed, raw.closed)
raw = Raw()
raw.close = lambda: 1 / 0
file = io.BufferedWriter(raw)
file.flush = lambda: [][1]
try:
    file.close()
except ZeroDivisionError as error:
    print(repr(error.__context__), file.closed)
file.flush = lambda: None
raw.close = lambda: None

# A text file whose buffer writes to it.
class Buffer(Raw):
    done = False

    def write(self, data):
        if not self.done:
            self.done = True
            text.write('middle')
        return super().write(data)


buffer = Buffer()
text = io.TextIOWrapper(buffer)
text.write('abc')
text.write('g' * 8192)
text.flush()
print([piece[:8] for piece in buffer.written], text._CHUNK_SIZE)
for size in 'a', 0:
    try:
        text._CHUNK_SIZE = size
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
try:
    repr(io.TextIOWrapper.__new__(io.TextIOWrapper))
except ValueError as error:
    print(error)

# Files that nobody closed.
folder = tempfile.mkdtemp()
path = os.path.join(folder, 'f')
for mode, buffering in ('wb', 0), ('wb', -1), ('w', -1):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        file = open(path, mode, buffering)
        shown = repr(file)
        file = None
        gc.collect()
    print([each.category.__name__ for each in caught], [str(each.message) == 'unclosed file ' + shown for each in caught])
os.unlink(path)
os.rmdir(folder)
print(hasattr(io.IOBase(), '__dict__'))
