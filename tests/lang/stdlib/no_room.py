"""What is asked for is more than the machine has: MemoryError, and the program goes on."""
import array
import io
import itertools
import os
import socket
import struct

BIG = 'b' * 10**6


def shown(what, call):
    try:
        call()
        print(what, 'worked')
    except Exception as error:
        print(what, type(error).__name__, error)


shown('%d width', lambda: '%99999999999999d' % 1)
shown('%d star', lambda: '%*d' % (10**14, 1))
shown('%s width', lambda: '%*s' % (10**14, 'a'))
shown('%c width', lambda: '%*c' % (10**14, 'a'))
shown('%f width', lambda: '%*f' % (10**14, 1.5))
shown('%x width', lambda: '%0*x' % (10**14, 1))
shown('bytes %d', lambda: b'%99999999999999d' % 1)
shown('bytes %s', lambda: b'%*s' % (10**14, b'a'))
shown('precision', lambda: f'{1.5:.{10**10}}')
shown('precision', lambda: f'{1.5:.{10**10}f}')
shown('precision', lambda: f'{1j:.{10**10}e}')
shown('precision', lambda: f'{1:.{10**10}%}')
for spec in (f'0{10**14}', f'{10**14}', f'_>{10**14}', f'é^{10**14}'):
    for value in (1, 10**100, True, 1.5):
        shown(f'format {spec[:2]} {value!r:.5}', lambda: format(value, spec))
for spec in (f'0{10**14}x', f'0{10**14}o'):
    shown(f'format {spec[-1]}', lambda: format(1, spec))
shown('format str', lambda: format('a', f'{10**14}'))
shown('format complex', lambda: format(1j, f'>{10**14}'))

zero = '/dev/zero'
shown('read', lambda: open(zero, 'rb').read(10**14))
shown('read', lambda: open(zero, 'rb', 0).read(10**14))
shown('read1', lambda: open(zero, 'rb').read1(10**14))
shown('readline', lambda: open('/dev/null', 'rb').readline(10**14))
shown('buffer', lambda: io.BufferedReader(io.BytesIO(b''), 10**14))
shown('os.read', lambda: os.read(0, 10**14))
shown('urandom', lambda: os.urandom(10**14))
shown('recv', lambda: socket.socket().recv(10**14))

for kind, step in ((io.BytesIO, b'a'), (io.StringIO, 'a')):
    file = kind()
    file.seek(10**14)
    shown(kind.__name__, lambda: file.write(step))
    shown(kind.__name__, lambda: file.truncate(10**14))

for what, text in (('str', 'a'), ('bytes', b'a'), ('bytearray', bytearray(b'a'))):
    for method in ('ljust', 'rjust', 'center', 'zfill'):
        shown(f'{what}.{method}', lambda: getattr(text, method)(10**14))
    shown(f'{what} *', lambda: text * 10**14)
for what, text, long in (('str', 'a' * 10**6, BIG * 100), ('bytes', b'a' * 10**6, BIG.encode() * 100)):
    shown(f'{what}.replace', lambda: text.replace(text[:1], long))
    shown(f'{what}.join', lambda: long.join([text[:1]] * 10**6))
shown('list *', lambda: [1] * 10**14)
shown('tuple *', lambda: (1,) * 10**14)
shown('array *', lambda: array.array('q', [1]) * 10**14)
shown('bytes()', lambda: bytes(10**14))
shown('bytearray()', lambda: bytearray(10**14))
shown('pack', lambda: struct.pack('1000000000000000x'))
shown('pack', lambda: struct.Struct('1000000000000000s').pack(b''))
shown('to_bytes', lambda: (5).to_bytes(10**14))
shown('product', lambda: list(itertools.product([1], repeat=10**14)))
print('still here')
