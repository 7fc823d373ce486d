# binascii: uuencode and quoted-printable, and views that leave something out.
import binascii
import hashlib

print(binascii.b2a_uu(b'cat'), binascii.b2a_uu(b''), binascii.b2a_uu(b'\0\0', backtick=True), binascii.b2a_uu(b'x' * 45)[:4])
print(binascii.a2b_uu(b'#8V%T\n'), binascii.a2b_uu('"  \n'), binascii.a2b_uu(b'&8V%T'), len(binascii.a2b_uu(b'')))
for wrong in (lambda: binascii.a2b_uu(b'!\xff\xff'), lambda: binascii.a2b_uu(b'!!!!! xyz'), lambda: binascii.b2a_uu(b'x' * 46),
              lambda: binascii.a2b_uu('é'), lambda: binascii.b2a_uu('x')):
    try:
        print(wrong())
    except (binascii.Error, ValueError, TypeError) as error:
        print(type(error).__name__, error)
for text in b'a=3Db', b'soft=\nbreak', b'soft=\r\nbreak=', b'=', b'==41', b'=4', b'=XY', b'a_b', b'=20\n':
    print(text, binascii.a2b_qp(text), binascii.a2b_qp(text, header=True))
samples = [b'a=b', b'end \nx\t\n', b'tab\there ', b'\xff\0', b'a\r\nb\nc', b'.\n.x', b'_ under', b'0' * 100, b'=' * 40, b'x' * 75 + b'\n',
           b'x' * 76, b'a \r\n', b'\r', b'\n', b'word ' * 30]
for sample in samples:
    for options in {}, {'quotetabs': True}, {'istext': False}, {'header': True}:
        quoted = binascii.b2a_qp(sample, **options)
        print(options, quoted)
        if not options:
            assert binascii.a2b_qp(quoted) == sample.replace(b'\r\n', b'\n').replace(b'\n', b'\r\n' if b'\r\n' in sample else b'\n'), sample
view = memoryview(b'abcdef')[::2]
for use in binascii.b2a_hex, binascii.crc32, binascii.b2a_base64, hashlib.md5, int.from_bytes and binascii.b2a_qp:
    try:
        use(view)
    except BufferError as error:
        print(error)
print(bytes(view), bytearray(view))
