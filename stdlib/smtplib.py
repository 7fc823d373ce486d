"""Sending mail over SMTP (RFC 5321), with its extensions for sizes, authentication and UTF-8."""

import base64
import copy
import datetime
import email.generator
import email.message
import email.utils
import hmac
import io
import re
import socket
import sys

__all__ = ['SMTPException', 'SMTPNotSupportedError', 'SMTPServerDisconnected', 'SMTPResponseException', 'SMTPSenderRefused',
           'SMTPRecipientsRefused', 'SMTPDataError', 'SMTPConnectError', 'SMTPHeloError', 'SMTPAuthenticationError', 'quoteaddr',
           'quotedata', 'SMTP']

SMTP_PORT = 25
CRLF = '\r\n'
bCRLF = b'\r\n'
# The longest line of an answer, and how often a server may ask on when somebody authenticates.
_MAXLINE = 8192
_MAXCHALLENGE = 5


class SMTPException(OSError):
    """Mail could not be sent."""


class SMTPNotSupportedError(SMTPException):
    """The server lacks the extension that is needed."""


class SMTPServerDisconnected(SMTPException):
    """There is no connection, or the server has ended it."""


class SMTPResponseException(SMTPException):
    """The server has answered with an error."""

    def __init__(self, code, msg):
        self.smtp_code, self.smtp_error = code, msg
        self.args = code, msg


class SMTPSenderRefused(SMTPResponseException):
    """The sender's address was refused."""

    def __init__(self, code, msg, sender):
        self.smtp_code, self.smtp_error, self.sender = code, msg, sender
        self.args = code, msg, sender


class SMTPRecipientsRefused(SMTPException):
    """All recipients' addresses were refused: `recipients` has the answer for each."""

    def __init__(self, recipients):
        self.recipients = recipients
        self.args = recipients,


class SMTPDataError(SMTPResponseException):
    """The message was refused."""


class SMTPConnectError(SMTPResponseException):
    """The server does not want to be connected with."""


class SMTPHeloError(SMTPResponseException):
    """The server refuses to be greeted."""


class SMTPAuthenticationError(SMTPResponseException):
    """The server does not take name and password."""


def quoteaddr(addrstring):
    """An address in angle brackets."""
    name, address = email.utils.parseaddr(addrstring)
    if (name, address) == ('', ''):
        # What cannot be read is left as it is.
        return addrstring if addrstring.strip().startswith('<') else f'<{addrstring}>'
    return f'<{address}>'


def _bare(addrstring):
    name, address = email.utils.parseaddr(addrstring)
    return addrstring if (name, address) == ('', '') else address


def quotedata(data):
    """A text with the line ends of mail, in which a line that begins with a dot has two."""
    return re.sub(r'(?m)^\.', '..', re.sub(r'(?:\r\n|\n|\r(?!\n))', CRLF, data))


def _quoted(data):
    return re.sub(br'(?m)^\.', b'..', data)


def _line_ends(data):
    return re.sub(br'(?:\r\n|\n|\r(?!\n))', bCRLF, data)


class SMTP:
    """A connection with a server of mail."""

    debuglevel = 0
    sock = file = None
    ehlo_msg = 'ehlo'
    does_esmtp = False
    default_port = SMTP_PORT

    def __init__(self, host='', port=0, local_hostname=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT, source_address=None):
        self._host, self.timeout, self.source_address = host, timeout, source_address
        self.esmtp_features = {}
        self.command_encoding = 'ascii'
        self._auth_challenge_count = 0
        self.helo_resp = self.ehlo_resp = None
        if host:
            code, msg = self.connect(host, port)
            if code != 220:
                self.close()
                raise SMTPConnectError(code, msg)
        self.local_hostname = self._own_name() if local_hostname is None else local_hostname

    @staticmethod
    def _own_name():
        name = socket.getfqdn()
        if '.' in name:
            return name
        # Without a domain the address does.
        try:
            address = socket.gethostbyname(socket.gethostname())
        except OSError:
            address = '127.0.0.1'
        return f'[{address}]'

    def __enter__(self):
        return self

    def __exit__(self, *details):
        try:
            code, message = self.docmd('QUIT')
            if code != 221:
                raise SMTPResponseException(code, message)
        except SMTPServerDisconnected:
            pass
        finally:
            self.close()

    def set_debuglevel(self, debuglevel):
        """Shows what is said: from 1 on the words, from 2 on with the time."""
        self.debuglevel = debuglevel

    def _print_debug(self, *args):
        stamp = [datetime.datetime.now().time()] if self.debuglevel > 1 else []
        print(*stamp, *args, file=sys.stderr)

    def _get_socket(self, host, port, timeout):
        if timeout is not None and not timeout:
            raise ValueError('Non-blocking socket (timeout=0) is not supported')
        if self.debuglevel > 0:
            self._print_debug('connect: to', (host, port), self.source_address)
        return socket.create_connection((host, port), timeout, self.source_address)

    def connect(self, host='localhost', port=0, source_address=None):
        """Connects; the server's first answer."""
        if source_address:
            self.source_address = source_address
        if not port and host.find(':') == host.rfind(':'):
            name, colon, text = host.rpartition(':')
            if colon:
                host = name
                try:
                    port = int(text)
                except ValueError:
                    raise OSError('nonnumeric port')
        port = port or self.default_port
        sys.audit('smtplib.connect', self, host, port)
        self.sock = self._get_socket(host, port, self.timeout)
        self.file = None
        code, msg = self.getreply()
        if self.debuglevel > 0:
            self._print_debug('connect:', repr(msg))
        return code, msg

    def send(self, s):
        """Sends data as it is."""
        if self.debuglevel > 0:
            self._print_debug('send:', repr(s))
        if not self.sock:
            raise SMTPServerDisconnected('please run connect() first')
        if isinstance(s, str):
            s = s.encode(self.command_encoding)
        sys.audit('smtplib.send', self, s)
        try:
            self.sock.sendall(s)
        except OSError:
            self.close()
            raise SMTPServerDisconnected('Server not connected')

    def putcmd(self, cmd, args=''):
        line = cmd if args == '' else f'{cmd} {args}'
        if '\r' in line or '\n' in line:
            shown = line.replace('\n', '\\n').replace('\r', '\\r')
            raise ValueError(f'command and arguments contain prohibited newline characters: {shown}')
        self.send(line + CRLF)

    def getreply(self):
        """The server's answer: its code, -1 if it has none, and its lines."""
        lines = []
        if self.file is None:
            self.file = self.sock.makefile('rb')
        while True:
            try:
                line = self.file.readline(_MAXLINE + 1)
            except OSError as error:
                self.close()
                raise SMTPServerDisconnected(f'Connection unexpectedly closed: {error}')
            if not line:
                self.close()
                raise SMTPServerDisconnected('Connection unexpectedly closed')
            if self.debuglevel > 0:
                self._print_debug('reply:', repr(line))
            if len(line) > _MAXLINE:
                self.close()
                raise SMTPResponseException(500, 'Line too long.')
            lines.append(line[4:].strip(b' \t\r\n'))
            try:
                code = int(line[:3])
            except ValueError:
                code = -1
                break
            if line[3:4] != b'-':
                break
        text = b'\n'.join(lines)
        if self.debuglevel > 0:
            self._print_debug(f'reply: retcode ({code}); Msg: {text!a}')
        return code, text

    def docmd(self, cmd, args=''):
        """Sends a command; the answer."""
        self.putcmd(cmd, args)
        return self.getreply()

    # ---- greetings ----

    def helo(self, name=''):
        code, msg = self.docmd('helo', name or self.local_hostname)
        self.helo_resp = msg
        return code, msg

    def ehlo(self, name=''):
        """Greets a server that may have extensions, which it then tells."""
        self.esmtp_features = {}
        code, msg = self.docmd(self.ehlo_msg, name or self.local_hostname)
        if code == -1 and not msg:
            self.close()
            raise SMTPServerDisconnected('Server not connected')
        self.ehlo_resp = msg
        if code != 250:
            return code, msg
        self.does_esmtp = True
        for line in msg.decode('latin-1').split('\n')[1:]:
            # Older servers write `AUTH=LOGIN`.
            older = re.match(r'auth=(.*)', line, re.IGNORECASE)
            if older:
                self.esmtp_features['auth'] = self.esmtp_features.get('auth', '') + ' ' + older[1]
                continue
            found = re.match(r'([A-Za-z0-9][A-Za-z0-9-]*) ?', line)
            if found:
                feature, params = found[1].lower(), line[found.end(1):].strip()
                if feature == 'auth':
                    params = self.esmtp_features.get('auth', '') + ' ' + params
                self.esmtp_features[feature] = params
        return code, msg

    def has_extn(self, opt):
        return opt.lower() in self.esmtp_features

    def ehlo_or_helo_if_needed(self):
        if self.helo_resp is None and self.ehlo_resp is None and not 200 <= self.ehlo()[0] <= 299:
            code, resp = self.helo()
            if not 200 <= code <= 299:
                raise SMTPHeloError(code, resp)

    # ---- commands ----

    def help(self, args=''):
        return self.docmd('help', args)[1]

    def rset(self):
        self.command_encoding = 'ascii'
        return self.docmd('rset')

    def _rset(self):
        try:
            self.rset()
        except SMTPServerDisconnected:
            pass

    def noop(self):
        return self.docmd('noop')

    def mail(self, sender, options=()):
        if any(option.lower() == 'smtputf8' for option in options):
            if not self.has_extn('smtputf8'):
                raise SMTPNotSupportedError('SMTPUTF8 not supported by server')
            self.command_encoding = 'utf-8'
        text = ' ' + ' '.join(options) if options and self.does_esmtp else ''
        return self.docmd('mail', f'from:{quoteaddr(sender)}{text}')

    def rcpt(self, recip, options=()):
        text = ' ' + ' '.join(options) if options and self.does_esmtp else ''
        return self.docmd('rcpt', f'to:{quoteaddr(recip)}{text}')

    def data(self, msg):
        """Sends a message's text; the answer."""
        code, reply = self.docmd('data')
        if self.debuglevel > 0:
            self._print_debug('data:', (code, reply))
        if code != 354:
            raise SMTPDataError(code, reply)
        if isinstance(msg, str):
            msg = _line_ends(msg.encode('ascii'))
        quoted = _quoted(msg)
        if quoted[-2:] != bCRLF:
            quoted += bCRLF
        self.send(quoted + b'.' + bCRLF)
        code, reply = self.getreply()
        if self.debuglevel > 0:
            self._print_debug('data:', (code, reply))
        return code, reply

    def verify(self, address):
        return self.docmd('vrfy', _bare(address))

    vrfy = verify

    def expn(self, address):
        return self.docmd('expn', _bare(address))

    # ---- authentication ----

    def auth(self, mechanism, authobject, *, initial_response_ok=True):
        """Authenticates: `authobject` gives what to answer to a challenge, and to none at all."""
        first = authobject() if initial_response_ok else None
        if first is not None:
            text = base64.b64encode(first.encode('ascii')).decode()
            code, resp = self.docmd('AUTH', f'{mechanism} {text}')
            self._auth_challenge_count = 1
        else:
            code, resp = self.docmd('AUTH', mechanism)
            self._auth_challenge_count = 0
        while code == 334:
            self._auth_challenge_count += 1
            answer = base64.b64encode(authobject(base64.decodebytes(resp)).encode('ascii')).decode()
            code, resp = self.docmd(answer)
            if self._auth_challenge_count > _MAXCHALLENGE:
                raise SMTPException(f'Server AUTH mechanism infinite loop. Last response: {code, resp!r}')
        if code in (235, 503):
            return code, resp
        raise SMTPAuthenticationError(code, resp)

    def auth_cram_md5(self, challenge=None):
        if challenge is None:
            return None
        return self.user + ' ' + hmac.HMAC(self.password.encode('ascii'), challenge, 'md5').hexdigest()

    def auth_plain(self, challenge=None):
        return f'\0{self.user}\0{self.password}'

    def auth_login(self, challenge=None):
        return self.user if challenge is None or self._auth_challenge_count < 2 else self.password

    def login(self, user, password, *, initial_response_ok=True):
        """Authenticates in the best way that the server offers."""
        self.ehlo_or_helo_if_needed()
        if not self.has_extn('auth'):
            raise SMTPNotSupportedError('SMTP AUTH extension not supported by server.')
        offered = self.esmtp_features['auth'].split()
        methods = [name for name in ('CRAM-MD5', 'PLAIN', 'LOGIN') if name in offered]
        if not methods:
            raise SMTPException('No suitable authentication method found.')
        self.user, self.password = user, password
        for name in methods:
            method = getattr(self, 'auth_' + name.lower().replace('-', '_'))
            try:
                code, resp = self.auth(name, method, initial_response_ok=initial_response_ok)
                if code in (235, 503):
                    return code, resp
            except SMTPAuthenticationError as error:
                last = error
        raise last

    def starttls(self, *, context=None):
        """Would go on encrypted."""
        self.ehlo_or_helo_if_needed()
        if not self.has_extn('starttls'):
            raise SMTPNotSupportedError('STARTTLS extension not supported by server.')
        raise RuntimeError('No SSL support included in this Python')

    # ---- messages ----

    def sendmail(self, from_addr, to_addrs, msg, mail_options=(), rcpt_options=()):
        """Sends a message to recipients; the answers for those that were refused, while others were not."""
        self.ehlo_or_helo_if_needed()
        options = []
        if isinstance(msg, str):
            msg = _line_ends(msg.encode('ascii'))
        if self.does_esmtp:
            if self.has_extn('size'):
                options.append(f'size={len(msg)}')
            options += mail_options
        code, resp = self.mail(from_addr, options)
        if code != 250:
            self.close() if code == 421 else self._rset()
            raise SMTPSenderRefused(code, resp, from_addr)
        refused = {}
        to_addrs = [to_addrs] if isinstance(to_addrs, str) else to_addrs
        for each in to_addrs:
            code, resp = self.rcpt(each, rcpt_options)
            if code not in (250, 251):
                refused[each] = code, resp
            if code == 421:
                self.close()
                raise SMTPRecipientsRefused(refused)
        if len(refused) == len(to_addrs):
            self._rset()
            raise SMTPRecipientsRefused(refused)
        code, resp = self.data(msg)
        if code != 250:
            self.close() if code == 421 else self._rset()
            raise SMTPDataError(code, resp)
        return refused

    def send_message(self, msg, from_addr=None, to_addrs=None, mail_options=(), rcpt_options=()):
        """As sendmail(), for a message object: sender and recipients are taken from its headers."""
        self.ehlo_or_helo_if_needed()
        resent = msg.get_all('Resent-Date')
        if resent is None:
            prefix = ''
        elif len(resent) == 1:
            prefix = 'Resent-'
        else:
            raise ValueError("message has more than one 'Resent-' header block")
        if from_addr is None:
            source = msg[prefix + 'Sender'] if prefix + 'Sender' in msg else msg[prefix + 'From']
            from_addr = email.utils.getaddresses([source])[0][1]
        if to_addrs is None:
            fields = [field for field in (msg[prefix + 'To'], msg[prefix + 'Bcc'], msg[prefix + 'Cc']) if field is not None]
            to_addrs = [address for _, address in email.utils.getaddresses(fields)]
        plain = copy.copy(msg)
        del plain['Bcc']
        del plain['Resent-Bcc']
        is_international = False
        try:
            ''.join([from_addr, *to_addrs]).encode('ascii')
        except UnicodeEncodeError:
            if not self.has_extn('smtputf8'):
                raise SMTPNotSupportedError('One or more source or delivery addresses require internationalized email support, '
                                            'but the server does not advertise the required SMTPUTF8 capability')
            is_international = True
        with io.BytesIO() as buffer:
            policy = msg.policy.clone(utf8=True) if is_international else msg.policy
            email.generator.BytesGenerator(buffer, policy=policy).flatten(plain, linesep='\r\n')
            if is_international:
                mail_options = *mail_options, 'SMTPUTF8', 'BODY=8BITMIME'
            data = buffer.getvalue()
        return self.sendmail(from_addr, to_addrs, data, mail_options, rcpt_options)

    def close(self):
        """Ends the connection without a word."""
        file, self.file = self.file, None
        try:
            if file:
                file.close()
        finally:
            sock, self.sock = self.sock, None
            if sock:
                sock.close()

    def quit(self):
        """Takes leave and ends the connection."""
        answer = self.docmd('quit')
        self.ehlo_resp = self.helo_resp = None
        self.esmtp_features = {}
        self.does_esmtp = False
        self.close()
        return answer


LMTP_PORT = 2003


class LMTP(SMTP):
    """A connection with a server that delivers locally; a path names a socket of this machine."""

    ehlo_msg = 'lhlo'

    def __init__(self, host='', port=LMTP_PORT, local_hostname=None, source_address=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT):
        super().__init__(host, port, local_hostname=local_hostname, source_address=source_address, timeout=timeout)

    def connect(self, host='localhost', port=0, source_address=None):
        if host[:1] != '/':
            return super().connect(host, port, source_address=source_address)
        if self.timeout is not None and not self.timeout:
            raise ValueError('Non-blocking socket (timeout=0) is not supported')
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            if self.timeout is not socket._GLOBAL_DEFAULT_TIMEOUT:
                sock.settimeout(self.timeout)
            sock.connect(host)
        except OSError:
            sock.close()
            raise
        self.sock, self.file = sock, None
        return self.getreply()
