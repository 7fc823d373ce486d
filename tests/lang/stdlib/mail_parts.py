"""email: messages as old programs make and read them."""
import email, email.policy, email.message, email.generator, email.utils
from email.mime.text import MIMEText
from email.mime.multipart import MIMEMultipart
from email.mime.base import MIMEBase
from email.mime.application import MIMEApplication
from email.mime.image import MIMEImage
from email.mime.audio import MIMEAudio
from email.mime.message import MIMEMessage
from email import encoders, policy
m = MIMEText('Hello\nFrom me\n')
m['Subject'] = 'Test'
m['From'] = 'a@b'
print(m.as_string())
print(m.as_bytes())
m = MIMEText('Héllo €\n')
m['Subject'] = 'Tést'
m['To'] = 'Jö <a@b>'
print(m.as_string())
print(m.get_payload(), m.get_payload(decode=True))
m = MIMEText('xé=\n' * 3, 'html', 'iso-8859-1')
print(m)
mp = MIMEMultipart('alternative', boundary='BB')
mp['Subject'] = 'multi'
mp.preamble = 'pre\n'
mp.epilogue = 'epi\n'
mp.attach(MIMEText('one'))
mp.attach(MIMEText('<p>two</p>', 'html'))
s = mp.as_string()
print(s)
r = email.message_from_string(s)
print(r.is_multipart(), r.get_content_type(), r.get_boundary(), [p.get_content_type() for p in r.walk()],
    repr(r.preamble), repr(r.epilogue), r.as_string() == s)
for p in r.walk():
    print(p.get_content_maintype(), p.get_content_subtype(), p.get_params(), p.get_content_charset(),
        p.get_charsets(), p.get_filename(), p.keys(), p.get_content_disposition())
a = MIMEApplication(b'\x00\x01binary' * 10, Name='f.bin')
a.add_header('Content-Disposition', 'attachment', filename='f.bin')
print(a)
print(a.get_filename(), a.get_payload(decode=True)[:5])
a.add_header('X-Q', 'v', fi_le='a b', none=None, uni=('utf-8', '', 'ö'), q='x"y')
print(a['X-Q'], a.get_param('fi-le', header='x-q'), a.get_param('uni', header='X-Q'), a.get_params(header='X-Q'))
b = MIMEBase('application', 'octet-stream')
b.set_payload(b'abc\xff')
encoders.encode_quopri(b)
print(b)
print(MIMEImage(b'GIF89a..').get_content_type(), MIMEAudio(b'.snd....').get_content_type(),
    MIMEMessage(MIMEText('in')).as_string())
for f in (lambda: MIMEImage(b'xx'), lambda: MIMEAudio(b'x'), lambda: MIMEText('a').attach(1), lambda: MIMEMessage(5),
    lambda: MIMEApplication(b'', None), lambda: MIMEText('x').get_payload(0),
    lambda: email.message.Message().replace_header('a', 'b'), lambda: MIMEText('x').set_type('foo'),
    lambda: email.message.Message().set_boundary('x'), lambda: policy.default.clone(foo=1),
    lambda: setattr(policy.default, 'utf8', True), lambda: setattr(policy.default, 'foo', True),
    lambda: email.message_from_string(5), lambda: policy.Policy(), lambda: policy.EmailPolicy(foo=1)):
    try:
        print('ok', f())
    except Exception as e:
        print(type(e).__name__, e)
print(repr(policy.default), repr(policy.compat32), repr(policy.SMTP), repr(policy.HTTP), repr(policy.strict),
    policy.default + policy.SMTP, repr(policy.SMTP.linesep), policy.default.max_line_length)
msg = email.message_from_string('From someone Mon\nFrom: "A B" <a@b>\nTo: c@d,\n e@f\nSubject: =?utf-8?q?J=C3=B6?= and more\nX-Dup: 1\nX-Dup: 2\nContent-Type: text/plain; charset="utf-8"; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\nJ=C3=B6=\nrg\n')
print(msg.get_unixfrom(), msg['from'], repr(msg['to']), msg['subject'], msg.get_all('x-dup'), msg['nope'],
    msg.get('nope', 'd'), msg.get_all('nope'), len(msg), list(msg), msg.items(), 'FROM' in msg, msg.get_payload(),
    msg.get_payload(decode=True))
del msg['x-dup']
msg['New'] = 'v'
msg.replace_header('New', 'w')
msg.set_param('charset', 'latin-1')
msg.set_param('x', 'y z')
msg.del_param('format')
print(msg['content-type'], msg.get_params())
msg.set_type('text/html')
print(msg.as_string(unixfrom=True))
msg.set_payload('new é', 'utf-8')
print(msg)
for t in ('', '\n', 'no headers\n', 'A: b\n c\nbad line\nbody\n', ': x\n\nb', ' cont\nA: b\n\nx',
    'A: b\r\n\r\nc\r\nd', 'Content-Type: multipart/mixed\n\nx', 'Content-Type: multipart/mixed; boundary="b"\n\nx\ny',
    'Content-Type: multipart/mixed; boundary="b"\n\npre\n--b\n\none\n--b\nA: c\n\ntwo\n',
    'Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\nepi\nmore',
    'Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n--b\n\none\n--b--',
    'Content-Type: message/rfc822\n\nSubject: inner\n\nbody',
    'Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\ny\n--b--\n',
    'Content-Type: message/delivery-status\n\nA: 1\nB: 2\n\nC: 3\n\nD: 4\n',
    'Content-Transfer-Encoding: base64\n\nYWJj\nZGVm\n', 'Content-Transfer-Encoding: base64\n\nYWJ\n',
    'Content-Transfer-Encoding: base64\n\nYW!Jj\n', 'Content-Transfer-Encoding: base64\n\nYWJjZ\n',
    'Content-Transfer-Encoding: x-uuencode\n\nbegin 666 f\n#86)C\n \nend\n', 'A: b\nFrom x\nC: d\n\ne',
    'A:b\nC :d\nE:\n\n'):
    for pol in (policy.compat32, policy.default):
        m = email.message_from_string(t, policy=pol)
        print(repr(t), m.items(), m.is_multipart(), [type(d).__name__ for d in m.defects], repr(m.preamble),
            repr(m.epilogue),
            repr(m.get_payload()) if not m.is_multipart() else [repr(x.as_string()) for x in m.get_payload()])
        if not m.is_multipart():
            print(m.get_payload(decode=True), [type(d).__name__ for d in m.defects])
        try:
            print(repr(m.as_string()), m.as_bytes())
        except Exception as e:
            print(type(e).__name__, e)
m = email.message_from_bytes(b'Subject: \xff\xc3\xa9\nContent-Type: text/plain; charset=latin-1\n\nbody \xe9\n')
print(repr(str(m['subject'])), m.get_payload(), m.get_payload(decode=True), m.as_bytes(), m.as_string())
m = email.message_from_bytes(b'Subject: \xff\xc3\xa9\n\nbody \xe9\n', policy=policy.default)
print(repr(m['subject']), m.get_payload(), m.as_bytes(), m['subject'].defects)
