# Sending mail to a server that answers as it is told, and log records as mail.
import base64
import logging
import logging.handlers
import smtplib
import socket
import threading
from email.message import EmailMessage


class Server(threading.Thread):
    """Answers each command by its first word, and keeps what was said."""

    def __init__(self, answers, greeting=b'220 here'):
        super().__init__()
        self.answers, self.greeting, self.said = answers, greeting, []
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.port = self.socket.getsockname()[1]

    def run(self):
        connection, _ = self.socket.accept()
        with self.socket, connection, connection.makefile('rb') as lines:
            connection.sendall(self.greeting + b'\r\n')
            is_data = False
            for line in lines:
                line = line.rstrip(b'\r\n')
                if line.lower().split(b' ')[0] in (b'ehlo', b'helo') or line.startswith(b'Date'):
                    self.said.append(line.split()[0])
                else:
                    self.said.append(line)
                if is_data and line != b'.':
                    continue
                word = line.lower().split(b' ')[0]
                answer = self.answers.get(word, b'250 fine')
                if isinstance(answer, list):
                    answer = answer.pop(0)
                is_data = answer.startswith(b'354')
                connection.sendall(answer + b'\r\n')
                if answer.startswith((b'221', b'421')):
                    break


def talk(answers, action, **options):
    server = Server({b'ehlo': b'250-here\r\n250-SIZE 1000\r\n250-AUTH PLAIN LOGIN\r\n250 HELP', b'data': b'354 go on', b'quit': b'221 bye', **answers}, **options)
    server.start()
    try:
        with smtplib.SMTP('127.0.0.1', server.port, local_hostname='me', timeout=60) as smtp:
            print(action(smtp))
    except (smtplib.SMTPException, ValueError, RuntimeError) as error:
        print(type(error).__name__, error.args)
    server.join()
    print(*server.said, sep='\n')


message = EmailMessage()
message['From'], message['To'], message['Bcc'], message['Subject'] = 'Ann <ann@a>', 'bob@b, C <c@c>', 'hidden@d', 'words'
message.set_content('text\n.dot\n')
talk({}, lambda smtp: smtp.send_message(message))
talk({}, lambda smtp: smtp.sendmail('a@b', 'c@d', 'Subject: x\n\n.one\r\ntwo'))
talk({b'rcpt': [b'250 ok', b'550 nobody']}, lambda smtp: smtp.sendmail('a@b', ['c@d', 'e@f'], 'x'))
talk({b'rcpt': b'550 nobody'}, lambda smtp: smtp.sendmail('a@b', ['c@d'], 'x'))
talk({b'mail': b'553 not you'}, lambda smtp: smtp.sendmail('a@b', ['c@d'], 'x'))
talk({b'.': b'554 spam'}, lambda smtp: smtp.sendmail('a@b', ['c@d'], 'x'))
talk({b'ehlo': b'500 what?'}, lambda smtp: (smtp.sendmail('a@b', 'c@d', 'x'), smtp.does_esmtp))
talk({b'ehlo': b'500 what?', b'helo': b'500 no'}, lambda smtp: smtp.ehlo_or_helo_if_needed())
talk({b'auth': b'235 known'}, lambda smtp: smtp.login('me', 'secret'))
talk({b'auth': [b'535 no', b'334 ' + base64.b64encode(b'Password:')], base64.b64encode(b'secret').lower(): b'235 known'}, lambda smtp: smtp.login('me', 'secret'))
talk({b'auth': b'535 no'}, lambda smtp: smtp.login('me', 'secret'))
talk({}, lambda smtp: smtp.docmd('noop\r\nrcpt'))
talk({}, lambda smtp: (smtp.noop(), smtp.verify('Ann <ann@a>'), smtp.has_extn('size'), smtp.esmtp_features))
talk({}, None, greeting=b'554 closed')
print(smtplib.quoteaddr('Ann <a@b>'), smtplib.quoteaddr('x'), repr(smtplib.quotedata('a\n.b\rc')))

server = Server({b'data': b'354 go on', b'quit': b'221 bye'})
server.start()
handler = logging.handlers.SMTPHandler(('127.0.0.1', server.port), 'log@a', 'b@c', 'Log', timeout=60)
handler.setFormatter(logging.Formatter('%(levelname)s %(message)s'))
handler.handle(logging.makeLogRecord({'msg': 'told \u2713', 'levelname': 'INFO'}))
server.join()
print(*server.said, sep='\n')
