"""email: messages and headers that know what they say."""
import email, datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.headerregistry import Address, Group, HeaderRegistry
import email.headerregistry as hr


def show(m):
    print(m.as_string())
    print(m.as_bytes() == m.as_string().encode('utf-8', 'surrogateescape'))


m = EmailMessage()
m['Subject'] = 'Hello'
m['From'] = 'Fred <f@x>'
m['To'] = [Address('Jörg M', 'j', 'x.de'), Address('Bob', 'bob', 'y.org')]
m['Date'] = datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc)
m.set_content('Hi there\n')
show(m)
print(m['to'], type(m['to']).__name__, m['to'].addresses, m['to'].groups, m['date'].datetime, m['subject'].name,
    m['from'].addresses[0].display_name, repr(m['subject']))
m.add_alternative('<p>Hi</p>', subtype='html')
m.set_boundary('B1')
show(m)
m.add_attachment(b'data' * 30, maintype='application', subtype='octet-stream', filename='f.bin')
m.set_boundary('B2')
show(m)
print(m.get_body().get_content_type(), m.get_body(('plain',)).get_content(),
    [a.get_filename() for a in m.iter_attachments()], [p.get_content_type() for p in m.iter_parts()],
    [p.is_attachment() for p in m.walk()])
for txt, kw in (('héllo\n', {}), ('héllo wörld ' * 20 + '\n', {}), ('a' * 100 + '\n', {}), ('€' * 100 + '\n', {}),
    ('no newline', {}), ('x\n' * 3, dict(subtype='html', charset='latin-1', cte='quoted-printable')),
    ('xé', dict(cte='base64')), ('a\r\nb\n', {}), ('', {}),
    ('x', dict(filename='ö x.txt', cid='<a@b>', params={'format': 'flowed'}, headers=['X-A: b'])),
    ('line1\nFrom x\n.\n', {}), ('x y ', dict(cte='8bit')), ('é', dict(cte='7bit')), ('x', dict(cte='foo')), (5, {}),
    (b'x', {}), (b'\x00\xff', dict(maintype='image', subtype='png', cte='quoted-printable')),
    (b'abc', dict(maintype='a', subtype='b', cte='7bit'))):
    e = EmailMessage()
    try:
        e.set_content(txt, **kw)
        print(e.as_string())
        print(repr(e.get_content()), e.as_bytes()[-60:])
    except Exception as x:
        print(type(x).__name__, x)
for sub in ('short', 'héllo', 'a ' * 60, 'word ' * 30 + 'ö', 'ö' * 80, 'héllo wörld foo bär', 'x' * 100,
    '€uro and plain ascii words following the first one until the line is too long ü end', 'aö b ' * 20, '',
    'tab\there', '  two  spaces', '=?utf-8?q?enc?= ö',
    'very long subject line that has only ascii words in it but needs two lines'):
    e = EmailMessage()
    e['Subject'] = sub
    print(e.as_string(), e.as_bytes(), e['subject'] == sub, sep='|')
    print(e.as_bytes(policy=policy.SMTPUTF8))
for to in ('a@b', 'A B <a@b>', '"A, B" <a@b>, C <c@d>', 'Group: a@b, C <c@d>;', 'Jö <a@b>, =?utf-8?q?M=C3=BC?= <c@d>',
    'A <a@b>, ' * 8 + 'z@z',
    'Very Long Display Name Here <averylonglocalpart@averylongdomain.example.com>, Another Long Name <another@example.org>',
    'Jörg Müller von und zu Irgendwo <joerg.mueller@example.com>, Bob <b@c>', 'undisclosed-recipients:;', 'bad', '<>',
    'A <a@b', '', '"quoted local"@x.y', 'a@[1.2.3.4]', "O'N <a@b>"):
    e = EmailMessage()
    try:
        e['To'] = to
        h = e['to']
        print(repr(to), repr(str(h)), h.addresses, h.groups == (), [type(d).__name__ for d in h.defects])
        print(e.as_string())
    except Exception as x:
        print(repr(to), type(x).__name__, x)
for ct in ('text/plain', 'text/plain; charset=utf-8', 'TEXT/HTML; Charset="x"; a=b', 'text', '',
    "text/plain; name*=utf-8''%e2%82%ac", 'text/plain; n*0=a; n*1=b', 'multipart/mixed; boundary="' + 'b' * 70 + '"',
    'text/plain; charset="a;b"; x', 'application/octet-stream; name="' + 'f' * 90 + '.bin"',
    'text/plain; name="ö.txt"', 'image/png; name=a b'):
    e = EmailMessage()
    e['Content-Type'] = ct
    h = e['content-type']
    print(repr(ct), repr(str(h)), h.content_type, h.maintype, h.subtype, dict(h.params),
        [type(d).__name__ for d in h.defects], e.get_content_type())
    print(e.as_string())
for n, v in (('Content-Disposition', 'attachment; filename="x"'), ('Content-Disposition', ''),
    ('Content-Transfer-Encoding', 'Base64'), ('MIME-Version', '1.0'), ('MIME-Version', 'x'),
    ('Date', 'Mon, 20 Nov 1995 19:12:08 -0500'), ('Date', 'junk'), ('Date', ''), ('Message-ID', '<a@b>'),
    ('Message-ID', 'junk'), ('Sender', 'A <a@b>'), ('Sender', 'a@b, c@d'), ('X-Foo', 'bar'), ('Reply-To', 'a@b'),
    ('Resent-Date', 'Mon, 20 Nov 1995 19:12:08 +0000')):
    e = EmailMessage()
    e[n] = v
    h = e[n]
    print(n, repr(v), repr(str(h)), type(h).__name__, [type(d).__name__ for d in h.defects],
        {a: getattr(h, a, None) for a in ('content_disposition', 'cte', 'version', 'major', 'datetime', 'max_count')},
        repr(e.as_string()))
    try:
        print(h.address)
    except Exception as x:
        print(type(x).__name__, x)
for f in (lambda: Address('A', 'b', 'c'), lambda: Address(addr_spec='a@b'), lambda: str(Address('A, B', 'b c', 'd')),
    lambda: Address('x', 'y', 'z', addr_spec='a@b'), lambda: Address(addr_spec='a@b c'), lambda: Address('a\nb'),
    lambda: str(Address()), lambda: repr(Group('g', [Address('A', 'b', 'c')])), lambda: str(Group('g')),
    lambda: str(Group(None, [Address('A', 'b', 'c')])), lambda: Address('A') == Address('A'),
    lambda: Address('A') == 5, lambda: Address(addr_spec='nodomain'), lambda: Address(addr_spec='ö@x'),
    lambda: str(Group('a, b', [Address('', 'x', 'y')])),
    lambda: HeaderRegistry()('Subject', 'x').__class__.__mro__[1].__name__):
    try:
        print('ok', f())
    except Exception as x:
        print(type(x).__name__, x)
e = EmailMessage()
e['To'] = 'a@b'
for f in (lambda: e.__setitem__('To', 'c@d'), lambda: e.__setitem__('Subject', 'a\nb'), lambda: e.make_alternative(),
    lambda: e.make_mixed(), lambda: e.make_related(), lambda: e.add_related('x', cid='<c>'),
    lambda: e.set_content('x'), lambda: e.get_content(), lambda: e.clear_content(), lambda: e.items(),
    lambda: e.set_content('x'), lambda: e.add_attachment('text', filename='a.txt'), lambda: e.make_alternative(),
    lambda: e.make_related(), lambda: e.clear(), lambda: e.items()):
    try:
        print('ok', f())
    except Exception as x:
        print(type(x).__name__, x)
inner = EmailMessage()
inner['Subject'] = 'in'
inner.set_content('i\n')
o = EmailMessage()
o['Subject'] = 'out'
o.set_content('o\n')
o.add_attachment(inner)
o.set_boundary('Z')
show(o)
r = email.message_from_bytes(o.as_bytes(), policy=policy.default)
print(r.is_multipart(), [x.get_content_type() for x in r.walk()], r.get_body().get_content(),
    list(r.iter_attachments())[0].get_content()['subject'], type(r).__name__)
p = email.message_from_string('Subject: ' + 'x ' * 60 + '\nTo: ' + 'abc@def.com, ' * 9 + 'z@z\nX: =?utf-8?q?=C3=B6?=\nY:  two\n  folded\n\nb',
    policy=policy.default)
print(p.as_string())
print(p['subject'], repr(p['x']), repr(p['y']))
p2 = email.message_from_string('Subject: ' + 'x ' * 60 + '\nTo: ' + 'abc@def.com, ' * 9 + 'z@z\n\nb')
print(p2.as_string())
print(p2.as_string(maxheaderlen=40))
print(p2.as_bytes(policy=policy.SMTP))
