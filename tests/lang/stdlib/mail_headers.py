"""email.header, email.charset: headers in any character set."""
from email.header import *
import email.header as h
from email.charset import *
for t in ['plain', '=?utf-8?q?J=C3=B6?= <j@x>', '=?iso-8859-1?b?9g==?= =?utf-8?q?x?=',
    'a =?utf-8?q?b?= c =?utf-8?b?w7Y=?=', '=?utf-8?q?a_b?=\n =?utf-8?q?c?=', '=?utf-8*en?q?x?=', '=?x?y?z?=',
    '=?utf-8?b?!!!?=', '=?utf-8?b?YWJ?=', 'a=?utf-8?q?b?=c', '=?utf-8?q??=', '=?unknown?q?x=F6?=', '']:
    print(repr(t), decode_header(t))
    try:
        print(repr(str(make_header(decode_header(t)))))
    except Exception as e:
        print(type(e).__name__, e)
for args, kw in ((('hello',), {}), (('höllo',), {}), (('höllo', 'iso-8859-1'), {}), (('hello', 'utf-8'), {}),
    (('x ' * 60,), {}), (('x ' * 60,), dict(header_name='Subject')), (('w' * 100,), {}),
    (('ö' * 60,), dict(header_name='Subject')), (('a, b; c' * 20,), {}), ((b'bytes',), {}), (('€' * 50, 'utf-8'), {}),
    (('a;b; c,d, e ' * 12,), dict(maxlinelen=40)), (('line\n folded',), {}),
    (('line\n  two\n\tthree',), dict(continuation_ws='\t')), (('word ' * 30, 'iso-8859-1'), {}), (('',), {}),
    ((None,), {}), (('x' * 50 + ' ' + 'y' * 50,), {}), (('aö b',), {})):
    try:
        H = Header(*args, **kw)
        print(args, kw)
        print(repr(H.encode()), repr(str(H)), len(H._chunks) if 0 else '')
    except Exception as e:
        print(args, kw, type(e).__name__, e)
H = Header('a', 'us-ascii')
H.append('ö', 'iso-8859-1')
H.append('b')
H.append('c', 'utf-8')
H.append('d ', 'utf-8')
H.append(' e')
print(H.encode(), repr(str(H)), H == 'x', Header('a') == Header('a'), Header('a') == 'a', repr(H)[:20])
try:
    Header('a\nb: c').encode()
    print('no')
except Exception as e:
    print(type(e).__name__, e)
try:
    Header('ö', 'us-ascii')
except Exception as e:
    print(type(e).__name__, e)
try:
    Header('€', 'iso-8859-1').encode()
except Exception as e:
    print(type(e).__name__, e)
try:
    Header(b'\xff', 'utf-8')
except Exception as e:
    print(type(e).__name__, e)
print(Header('x' * 30 + ',' + 'y' * 30 + ', ' + 'z' * 30, header_name='To').encode())
print(Header('"A, B" <a@b.c>, ' * 8, header_name='To').encode())
print(Header('a b c d e f g h i j ' * 8, header_name='X').encode(maxlinelen=20))
print(Header('v=spf1; a; b; c; ' * 10, header_name='X').encode(splitchars=';'))
print(repr(Charset('latin-1')), Charset('UTF8').body_encoding, Charset('utf-8').get_body_encoding(),
    Charset('us-ascii').get_body_encoding().__name__, Charset('iso-8859-15').get_body_encoding(),
    Charset('euc-jp').output_charset, Charset('utf-8') == 'UTF-8', str(Charset('latin_1')))
print(Charset('utf-8').header_encode('xö'), Charset('utf-8').body_encode('xö'),
    Charset('latin-1').body_encode('xö=\n'), Charset('us-ascii').body_encode('x'))
try:
    Charset('ö')
except Exception as e:
    print(type(e).__name__, repr(str(e)))
try:
    add_charset('x', body_enc=3)
except Exception as e:
    print(type(e).__name__, repr(str(e)))
import email.charset as c
print(c.__all__, h.__all__, {k: v for k, v in vars(Charset('big5')).items()})
print(Header('Re: ' + 'résumé ' * 20, 'utf-8', header_name='Subject').encode())
print(Header('abc def ' * 8 + 'ö' * 10 + ' ghi' * 20, header_name='Subject').encode())
