"""email.utils, quopri: addresses, dates, parameters; quoted-printable."""
from email.utils import *
from email.utils import quote, localtime
import email.utils as u
A = ['', 'foo', 'foo bar', 'Joe <joe@x>', 'joe@x (Joe)', '"J, D" <a@b>', 'Joe (c) <a@b>', '<a@b>', 'a@b', 'a@b, c@d',
    '"a b"@c', 'a.b@c.d', 'a . b @ c . d', 'Joe A. Smith <j@s>', 'grp: a@b, Joe <c@d>;', 'grp:;', '<@r1,@r2:a@b>',
    'Joe <a@b', 'Joe a@b>', '(c) a@b (d) (e)', '(nested (c)) a@b', '"q\\"uote" <a@b>', 'a@[1.2.3.4]',
    '=?utf-8?q?J=C3=B6?= <j@x>', 'Joe  X\n <a@b>', 'a@b c@d', 'a@b; c@d', '<>', ' ', ',', 'a@', '@b', 'a@b@c',
    'Joe <a@b> trailing', '"Joe" "Smith" <a@b>', 'Jöe <a@b>', 'a@b(comment', '"unclosed <a@b>', '<a@b>, <c@d>',
    'x@y.com <z@w.com>', 'Joe@x <joe@y>', 'a b@c', 'a,b@c', '"a"b@c', 'Joe. Smith <j@s>', '.a@b', 'a..b@c', '[x]@y',
    '<<a@b>>', 'a@b\\c', 'undisclosed-recipients:;', 'Alice <alice@x.org>, Bob <bob@y.org>', '"Alice(x)" <a@b>']
for a in A:
    print(repr(a), parseaddr(a), parseaddr(a, strict=False), getaddresses([a]), getaddresses([a], strict=False))
print(getaddresses(['a@b', 'c@d, E <f@g>']), getaddresses([]), getaddresses(['a@b', '']))
for p in (('Joe', 'a@b'), ('', 'a@b'), ('Joe "Q" X', 'a@b'), ('Jö', 'a@b'), ('A, B', 'a@b'), ('A.B', 'a@b'),
    ('A(B)', 'a@b'), ("O'Neil", 'a@b'), ('back\\slash', 'a@b'), (None, 'a@b')):
    print(p, formataddr(p), formataddr(p, 'latin-1'))
for b in (('Joe', 'ö@b'), ('a', 'bö')):
    try:
        print(formataddr(b))
    except Exception as e:
        print(type(e), e)
D = ['Mon, 20 Nov 1995 19:12:08 -0500', '20 Nov 1995 19:12:08 GMT', 'Mon, 20 Nov 95 19:12',
    'Mon, 20 Nov 1995 19:12:08', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994', '6 Nov 1994', '',
    'foo', 'Thu, 1 Jan 1970 00:00:00 +0000', '1 Jan 70 00:00 EST', '1 Jan 69 00:00 PDT', '1 Jan 68 00:00:00 Z',
    'Mon, 20 Nov 1995 19:12:08 -0000', 'Mon, 20 Nov 1995 19:12:08 +0530 (comment)', 'Mon 20 Nov 1995 19.12.08 +0100',
    '20-Nov-1995 19:12:08 -0500', 'Nov 20 1995 10:00:00', 'Mon, 20 November 1995 19:12:08 +01',
    'Mon, 32 Foo 1995 1:2:3', '20 Nov 1995 1:2:3 am', '20 Nov 1995 19:12:08-0500', 'Wed, 3 Apr 2002 12.34.56.78+0800',
    'Mon,20 Nov 1995 19:12:08 -0500', 'x 20 Nov 1995 19:12:08 UT', 'Fri, 09 Sep 2005 18:25:56 CEST',
    '0 Nov 1995 1:2:3 +0000', 'Wed, 03 Apr 02 12:34:56 GMT+0800', 'Mon, 20 Nov 995 19:12:08 +0000',
    '20 1995 Nov 19:12:08', '1 2 3', None]
for d in D:
    print(repr(d), parsedate(d), parsedate_tz(d))
    try:
        t = parsedate_tz(d)
        print(mktime_tz(t) if t else None)
    except Exception as e:
        print(type(e).__name__, e)
    try:
        print(repr(parsedate_to_datetime(d)))
    except Exception as e:
        print(type(e).__name__, e)
print(formatdate(0), formatdate(0, usegmt=True), formatdate(1000000000.0), formatdate(123456789.7, localtime=False))
import datetime
dt = datetime.datetime(2020, 1, 2, 3, 4, 5)
print(format_datetime(dt), format_datetime(dt.replace(tzinfo=datetime.timezone.utc)),
    format_datetime(dt.replace(tzinfo=datetime.timezone.utc), usegmt=True),
    format_datetime(dt.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=-5, minutes=-30)))))
try:
    format_datetime(dt, usegmt=True)
except Exception as e:
    print(type(e), e)
m = make_msgid()
print(m[0], m[-1], m.count('@'), m.count('.') >= 2)
m = make_msgid('id', 'dom')
print(m.endswith('.id@dom>'))
print(quote('a"b\\c'), unquote('"a\\"b\\\\c"'), unquote('<x>'), unquote('x'), unquote('"'), unquote('""'))
print(decode_rfc2231("us-ascii'en'x%20y"), decode_rfc2231('x%20y'), decode_rfc2231("a'b"),
    encode_rfc2231('x yö', 'utf-8'), encode_rfc2231('x', 'us-ascii', 'en'),
    collapse_rfc2231_value(('utf-8', '', 'xö'.encode().decode('latin-1'))), collapse_rfc2231_value('"x"'),
    collapse_rfc2231_value(('nope', None, 'x')), collapse_rfc2231_value((None, None, 'x')))
print(decode_params([('t', 'v'), ('a*0', 'x'), ('a*1', 'y'), ('b*0*', "utf-8'en'%20z"), ('b*1*', '%20w'),
    ('b*2', 'q'), ('c*', "utf-8''%e2%82%ac"), ('d', '"x"')]))
print(localtime(dt.replace(tzinfo=datetime.timezone.utc)).tzinfo is not None, sorted(u.__all__), u.specialsre.pattern,
    u.escapesre.pattern)
import quopri, io
print(quopri.encodestring(b'hello=\x00\xff world \t\nx' * 3), quopri.encodestring(b'a b_c\t\n', True),
    quopri.encodestring(b'a b_c', True, True), quopri.encodestring(b'a b_c', header=True),
    quopri.decodestring(b'a=20b=\nc_d=3D=zz=2\n trail  \t\n'), quopri.decodestring(b'a_b=5F', True),
    quopri.decodestring('x=41'))
print(quopri.encodestring(b'x' * 200), quopri.encodestring(b'=\n' * 3 + b'.\n'), quopri.encodestring(b'a\r\nb \r\n'),
    quopri.decodestring(b'a=\r\nb  \r\nc=0D=0A'), quopri.encodestring(b'x ' * 50),
    quopri.encodestring(b' \n.\nFrom x\n'), quopri.encodestring(b'end '))
o = io.BytesIO()
quopri.encode(io.BytesIO(b'a\xe9 \nb'), o, False)
print(o.getvalue())
o2 = io.BytesIO()
o.seek(0)
quopri.decode(o, o2)
print(o2.getvalue())
print(quopri.ESCAPE, quopri.MAXLINESIZE, quopri.__all__, quopri.needsquoting(b'a', False, False), quopri.quote(b'='),
    quopri.ishex(b'a'), quopri.unhex(b'41'))
