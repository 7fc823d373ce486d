"""Quoted-printable and uuencoded lines; line ends in text that comes in pieces."""

import binascii
import codecs
import io


def report(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__ + ':', error)


for text in [b'', b'=', b'==', b'= ', b'=\n', b'=\r\n', b'=a', b'=AX', b'=00\r\n=00', b'=C3=a9', b'a= \nb', b'_=5F', b'=\rx\ny', b'a=\r']:
    report(lambda: (binascii.a2b_qp(text), binascii.a2b_qp(text, header=True)))
for data in [b'', b'a' * 80, b'\xff\r\n\xff\n\xff', b'0' * 75 + b'\xff', b' ', b'a \n', b'a\t\r\n', b'.\n', b'.', b'.x', b'\n.\n',
             b'a b_c=?', b'\x7f', b'x' * 76, b'x' * 77, b'a\rb', b'\r\n', b'x' * 73 + b'\xe9', b'x' * 75 + b' \n', b'x' * 76 + b'\r\n']:
    report(lambda: binascii.b2a_qp(data))
    report(lambda: binascii.b2a_qp(data, quotetabs=True, istext=False, header=True))
for data in [b'', b'x', b'hello world', bytes(45), bytes(range(45)), bytes(46)]:
    report(lambda: (binascii.b2a_uu(data), binascii.b2a_uu(data, backtick=True)))
for line in [b'', b' ', b'\n', b'!', b'!>   \n', b'+:&5L;&\\@=V]R;&0 \n', b'+:&5L;&\\@=V]R;&0 x\n', b'!\x7f', b'#86)C@', '#86)C', b'M']:
    report(lambda: binascii.a2b_uu(line))
report(lambda: binascii.b2a_qp('abc'))
report(lambda: binascii.a2b_qp('\u00e9'))

Decoder = io.IncrementalNewlineDecoder
plain = Decoder(None, translate=True)
for piece in ['abc\r', '\ndef', '\r\n', 'x\ry\n', '\r']:
    print(repr(plain.decode(piece)), plain.getstate(), repr(plain.newlines))
print(repr(plain.decode('', final=True)), plain.getstate())
plain.reset()
plain.setstate((b'', 5))
print(plain.getstate(), plain.newlines)
bytewise = Decoder(codecs.getincrementaldecoder('utf-8')(), False, 'strict')
for piece in [b'abc\r', b'\ndef\xc3', b'\xa9\r\n', b'x\ry\n', b'\r']:
    print(repr(bytewise.decode(piece)), bytewise.getstate(), repr(bytewise.newlines))
print(repr(bytewise.decode(b'', True)))
report(lambda: plain.decode(b'abc'))
report(lambda: plain.setstate(3))
report(lambda: plain.setstate((b'',)))
report(lambda: Decoder())
