# What is no text or no bytes is told by its type, however large a number it is.
import codecs

VALUES = 5, 1 << 40, 'a', [1], None, 1.5
FUNCTIONS = [codecs.utf_8_decode, codecs.utf_16_be_decode, codecs.latin_1_decode, codecs.ascii_decode,
             codecs.escape_decode, codecs.utf_8_encode, codecs.utf_16_encode, codecs.escape_encode]
for name in 'utf-8', 'utf-16', 'latin-1', 'unicode_escape', 'raw_unicode_escape':
    FUNCTIONS += codecs.getencoder(name), codecs.getdecoder(name)
for function in FUNCTIONS:
    for value in VALUES:
        try:
            print(function(value))
        except TypeError as error:
            print(type(error).__name__, error)
for value in bytearray(b'abc'), memoryview(b'abcdef')[2:4]:
    print(codecs.utf_8_decode(value), codecs.getdecoder('utf-8')(value), codecs.decode(value, 'unicode_escape'))
FAILURES = [
    lambda: codecs.decode(b'\xff', 'utf-8'), lambda: codecs.encode('\ud800', 'utf-8'), lambda: '\u1234'.encode('ascii'),
    lambda: b'\xff'.decode('ascii'), lambda: codecs.decode(b'zz', 'hex'), lambda: codecs.encode('a', 'nope'),
    lambda: bytes('\u1234', 'latin-1'), lambda: codecs.decode(b'\\x', 'unicode_escape'), lambda: b'\\x'.decode('unicode_escape'),
    lambda: codecs.encode(1, 'utf-8'), lambda: codecs.decode(1 << 40, 'unicode_escape'),
]
for failing in FAILURES:
    try:
        failing()
    except Exception as error:
        print(repr(error), getattr(error, '__notes__', None))
