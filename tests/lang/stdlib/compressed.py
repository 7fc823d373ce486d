# zlib, gzip and bz2: there and back, in pieces, damaged; what other programs made.
import bz2
import gzip
import io
import os
import tempfile
import zlib

text = b'the quick brown fox jumps over the lazy dog. ' * 500
for level in -1, 0, 1, 9:
    for bits in 15, 9, -15, -9, 31:
        packed = zlib.compress(text, level, bits)
        assert zlib.decompress(packed, bits) == text
        assert level == 0 or len(packed) < len(text) // 5
print(zlib.adler32(b'abc'), zlib.crc32(b'abc'), zlib.crc32(b'c', zlib.crc32(b'ab')), zlib.adler32(b''), zlib.crc32(b''))
print(zlib.decompress(bytes.fromhex('789c4b4c4a06000 24d0127'.replace(' ', ''))))
for wrong in ("zlib.decompress(b'nonsense')", "zlib.decompress(zlib.compress(text)[:-5])", "zlib.compress(text, 10)",
              "zlib.compressobj(10)", "zlib.decompressobj(7)", "zlib.decompressobj().decompress(b'x', -1)",
              "zlib.decompressobj().flush(0)", "zlib.decompress(zlib.compress(text)[:-1] + b'!')", "zlib.compress('text')",
              "zlib.decompress(text, 99)"):
    try:
        print(eval(wrong))
    except Exception as error:
        print(wrong, type(error).__name__, error)

stream = zlib.compressobj(strategy=zlib.Z_FILTERED, memLevel=9, wbits=-15)
packed = b''.join(stream.compress(text[at:at + 99]) for at in range(0, len(text), 99)) + stream.flush(zlib.Z_SYNC_FLUSH)
half = zlib.decompressobj(-15).decompress(packed)
print(half == text, stream.flush(zlib.Z_NO_FLUSH))
packed += stream.flush()
try:
    stream.compress(b'x')
except zlib.error as error:
    print(error)
back = zlib.decompressobj(wbits=-15)
out = back.decompress(packed, 100)
print(len(out), back.eof, back.unconsumed_tail != b'')
while back.unconsumed_tail and not back.eof:
    out += back.decompress(back.unconsumed_tail, 1000)
out += back.flush()
print(out == text, back.eof, back.unused_data)
back = zlib.decompressobj(-15)
print(back.decompress(packed + b'rest') == text, back.eof, back.unused_data)
pieces = zlib._ZlibDecompressor(wbits=-15)
got = pieces.decompress(packed, 10)
while not pieces.eof and not pieces.needs_input:
    got += pieces.decompress(b'', 500)
print(got == text, pieces.needs_input, pieces.unused_data)
try:
    pieces.decompress(b'')
except EOFError as error:
    print(error)

words = b'quick brown fox jumps lazy dog'
stream = zlib.compressobj(zdict=words)
packed = stream.compress(text[:45]) + stream.flush()
print(zlib.decompressobj(zdict=words).decompress(packed) == text[:45])
try:
    zlib.decompressobj().decompress(packed)
except zlib.error as error:
    print(error)

# gzip
packed = gzip.compress(text, mtime=5)
print(packed[:10], gzip.decompress(packed) == text, gzip.decompress(packed + b'\0\0' + gzip.compress(b'more'))[-4:])
for wrong in b'nonsense', packed[:20], packed[:-8] + b'12345678':
    try:
        gzip.decompress(wrong)
    except (EOFError, gzip.BadGzipFile) as error:
        print(type(error).__name__, error)
folder = tempfile.mkdtemp()
path = os.path.join(folder, 'f.gz')
with gzip.open(path, 'wt', encoding='utf-8', newline='\n') as file:
    print(file.write('line ä\n' * 3))
with gzip.open(path, 'ab') as file:
    file.write(b'appended\n')
with gzip.open(path, 'rt', encoding='utf-8') as file:
    print(list(file))
with gzip.open(path) as file:
    print(file.readline(), file.tell(), file.peek(3)[:3], file.seek(0), file.read(4), file.seek(-5, 2), file.read(), file.mode, file.closed)
    for action in (lambda: file.write(b'x'), lambda: gzip.open(path, 'rb', encoding='x'), lambda: gzip.open(path, 'tb'), lambda: gzip.open(1.5)):
        try:
            action()
        except (OSError, ValueError, TypeError) as error:
            print(type(error).__name__, error)
memory = io.BytesIO()
with gzip.GzipFile('name.txt', 'wb', fileobj=memory, mtime=0) as file:
    file.write(b'abc')
    file.seek(10)
    print(file.tell())
print(memory.getvalue()[:19], gzip.decompress(memory.getvalue()))

# bz2
packed = bz2.compress(text)
print(bz2.decompress(packed) == text, bz2.decompress(packed + bz2.compress(b'more'))[-4:], packed[:4])
print(bz2.decompress(bytes.fromhex('425a683931415926535964 8cbb730000000100380020002198198461 7724538509 0648cbb730'.replace(' ', ''))))
for wrong in ("bz2.decompress(b'nonsense')", "bz2.decompress(packed[:50])", "bz2.compress(b'', 10)", "bz2.BZ2Compressor(0)"):
    try:
        print(eval(wrong))
    except Exception as error:
        print(wrong, type(error).__name__, error)
stream = bz2.BZ2Compressor()
packed = stream.compress(text) + stream.flush()
for again in (lambda: stream.flush(), lambda: stream.compress(b'')):
    try:
        again()
    except ValueError as error:
        print(error)
pieces = bz2.BZ2Decompressor()
got = pieces.decompress(packed[:40])
print(pieces.needs_input)
got += pieces.decompress(packed[40:] + b'rest')
print(got == text, pieces.eof, pieces.unused_data)
path = os.path.join(folder, 'f.bz2')
with bz2.open(path, 'wt', encoding='utf-8') as file:
    file.write('one\ntwo\n')
with bz2.open(path) as file:
    print(file.readlines(), file.seek(1), file.read(3), file.mode)
for name in os.listdir(folder):
    os.unlink(os.path.join(folder, name))
os.rmdir(folder)
