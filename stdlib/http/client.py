"""HTTP/1.1 from the client's side: connections that send requests, and answers that are read as files."""

import io
import re
import socket
from http import HTTPStatus
from http._message import HTTPMessage, LongLine, TooManyFields, LONGEST_LINE, MOST_FIELDS, read_fields, read_line

__all__ = [
    'HTTPResponse', 'HTTPConnection', 'HTTPSConnection', 'HTTPException', 'NotConnected', 'UnknownProtocol', 'UnknownTransferEncoding',
    'UnimplementedFileMode', 'IncompleteRead', 'InvalidURL', 'ImproperConnectionState', 'CannotSendRequest', 'CannotSendHeader',
    'ResponseNotReady', 'BadStatusLine', 'LineTooLong', 'RemoteDisconnected', 'error', 'responses',
]

HTTP_PORT, HTTPS_PORT = 80, 443

responses = {status: status.phrase for status in HTTPStatus.__members__.values()}
globals().update(HTTPStatus.__members__)


class HTTPException(Exception):
    """Something is wrong with how the two sides talk."""


class NotConnected(HTTPException):
    """The connection is closed, and may not be opened by sending."""


class InvalidURL(HTTPException):
    """A host or path holds what it cannot."""


class UnknownProtocol(HTTPException):
    """The answer is of no version of HTTP that is known."""

    def __init__(self, version):
        self.args = version,
        self.version = version


class UnknownTransferEncoding(HTTPException):
    """The body comes in a way that is not known."""


class UnimplementedFileMode(HTTPException):
    """The answer cannot be read this way."""


class IncompleteRead(HTTPException):
    """The connection ended early: `partial` is what came, `expected` how much more was to come, if that is known."""

    def __init__(self, partial, expected=None):
        self.args = partial,
        self.partial, self.expected = partial, expected

    def __repr__(self):
        more = '' if self.expected is None else f', {self.expected} more expected'
        return f'{type(self).__name__}({len(self.partial)} bytes read{more})'

    def __str__(self):
        return repr(self)


class ImproperConnectionState(HTTPException):
    """Requests and answers come in turns, and it is not the turn of this."""


class CannotSendRequest(ImproperConnectionState):
    """Another request is under way."""


class CannotSendHeader(ImproperConnectionState):
    """No request line has been sent."""


class ResponseNotReady(ImproperConnectionState):
    """No request has been sent, or its answer has not been read."""


class BadStatusLine(HTTPException):
    """The answer does not begin as one should."""

    def __init__(self, line):
        self.line = line or repr(line)
        self.args = self.line,


class LineTooLong(HTTPException):
    """A line is longer than anybody sends in good faith."""

    def __init__(self, line_type):
        HTTPException.__init__(self, f'got more than {LONGEST_LINE} bytes when reading {line_type}')


class RemoteDisconnected(ConnectionResetError, BadStatusLine):
    """The other side has closed the connection instead of answering."""

    def __init__(self, *args, **kwargs):
        BadStatusLine.__init__(self, '')
        ConnectionResetError.__init__(self, *args, **kwargs)


error = HTTPException


def _line_of(file, what):
    try:
        return read_line(file)
    except LongLine:
        raise LineTooLong(what) from None


def parse_headers(fp, _class=HTTPMessage):
    """The header fields that a file of bytes goes on with."""
    try:
        return read_fields(fp, _class)
    except LongLine:
        raise LineTooLong('header line') from None
    except TooManyFields:
        raise HTTPException(f'got more than {MOST_FIELDS} headers') from None


# ---- answers ----

class HTTPResponse(io.BufferedIOBase):
    """The answer to a request: a file of bytes, with what the status line and the header fields say.

    A body ends where its length says, after a chunk of no bytes, or with the connection.
    """

    def __init__(self, sock, debuglevel=0, method=None, url=None):
        self.fp = sock.makefile('rb')
        self.debuglevel = debuglevel
        self._method = method
        self.headers = self.msg = self.version = self.status = self.reason = None
        # How many bytes of the body, or of the chunk, are left; None if that is not known, or no chunk has begun.
        self.length = self.chunk_left = None
        self.chunked, self.will_close = False, True

    # ---- the head ----

    def _read_status(self):
        line = str(_line_of(self.fp, 'status line'), 'iso-8859-1')
        if self.debuglevel > 0:
            print('reply:', repr(line))
        if not line:
            raise RemoteDisconnected('Remote end closed connection without response')
        version, code, *reason = [*line.split(None, 2), '', ''][:3]
        if not version.startswith('HTTP/'):
            self._close_conn()
            raise BadStatusLine(line)
        # int() takes signs and spaces, of which there are none in a word that split() gives but the signs.
        if not (code.isascii() and code.isdigit() and 100 <= int(code) <= 999):
            raise BadStatusLine(line)
        return version, int(code), reason[0].strip() if reason else ''

    def begin(self):
        """Reads the head of the answer, past those that say that the real one is to come."""
        if self.headers is not None:
            return
        while True:
            version, status, reason = self._read_status()
            if status != HTTPStatus.CONTINUE:
                break
            skipped = parse_headers(self.fp)
            if self.debuglevel > 0:
                print('headers:', skipped.items())
        self.code = self.status = status
        self.reason = reason
        if version in ('HTTP/1.0', 'HTTP/0.9'):
            self.version = 10
        elif version.startswith('HTTP/1.'):
            self.version = 11
        else:
            raise UnknownProtocol(version)
        self.headers = self.msg = fields = parse_headers(self.fp)
        if self.debuglevel > 0:
            for name, value in fields.items():
                print('header:', f'{name}:', value)
        self.chunked = (fields.get('transfer-encoding') or '').lower() == 'chunked'
        self.will_close = self._check_close()
        if self._has_no_body():
            self.length = 0
        elif not self.chunked:
            said = fields.get('content-length')
            if said and said.strip().lstrip('+').isdecimal():
                self.length = int(said)
        if not self.will_close and not self.chunked and self.length is None:
            self.will_close = True

    def _has_no_body(self):
        return self.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED) or self.status < 200 or self._method == 'HEAD'

    def _check_close(self):
        connection = (self.headers.get('connection') or '').lower()
        if self.version == 11:
            return 'close' in connection
        keeps = self.headers.get('keep-alive') or 'keep-alive' in connection
        return not (keeps or 'keep-alive' in (self.headers.get('proxy-connection') or '').lower())

    # ---- the body ----

    def _close_conn(self):
        file, self.fp = self.fp, None
        file.close()

    def close(self):
        try:
            super().close()
        finally:
            if self.fp:
                self._close_conn()

    def flush(self):
        super().flush()
        if self.fp:
            self.fp.flush()

    def readable(self):
        return True

    def isclosed(self):
        """Whether the body has been read, or given up."""
        return self.fp is None

    def fileno(self):
        return self.fp.fileno()

    def read(self, amt=None):
        """The next `amt` bytes of the body, or what is left. Errors: IncompleteRead if the connection ends early."""
        if self.fp is None:
            return b''
        if self._method == 'HEAD':
            self._close_conn()
            return b''
        if amt is not None and amt < 0:
            amt = None
        if self.chunked:
            return self._read_chunks(amt)
        if amt is not None:
            return self._read_some(amt, self.fp.read)
        if self.length is None:
            data = self.fp.read()
        else:
            try:
                data = self._exactly(self.length)
            except IncompleteRead:
                self._close_conn()
                raise
            self.length = 0
        self._close_conn()
        return data

    def _read_some(self, amt, read):
        if self.length is not None:
            amt = self.length if amt < 0 else min(amt, self.length)
        data = read(amt)
        self._count(len(data), amt)
        return data

    def _count(self, got, asked):
        """So many bytes have been read; closes where the body ends."""
        if self.length is not None:
            self.length -= got
        if (not got and asked) or self.length == 0:
            self._close_conn()

    def _exactly(self, amount):
        data = self.fp.read(amount)
        if len(data) < amount:
            raise IncompleteRead(data, amount - len(data))
        return data

    def readinto(self, b):
        """Fills a buffer; the number of bytes."""
        if self.fp is None:
            return 0
        with memoryview(b) as view, view.cast('B') as room:
            if self.chunked or self._method == 'HEAD':
                data = self.read(len(room))
                room[:len(data)] = data
                return len(data)
            wanted = len(room) if self.length is None else min(len(room), self.length)
            got = self.fp.readinto(room[:wanted])
        self._count(got, wanted)
        return got

    def read1(self, n=-1):
        """What can be had with one look at the connection, at most `n` bytes if that is not below zero."""
        if self.fp is None or self._method == 'HEAD':
            return b''
        if not self.chunked:
            return self._read_some(n, self.fp.read1)
        left = self._next_chunk()
        if not left or n == 0:
            return b''
        data = self.fp.read1(left if n < 0 else min(n, left))
        self.chunk_left -= len(data)
        if not data:
            raise IncompleteRead(b'')
        return data

    def peek(self, n=-1):
        """What is there, without taking it."""
        if self.fp is None or self._method == 'HEAD':
            return b''
        if not self.chunked:
            return self.fp.peek(n)
        try:
            left = self._next_chunk()
        except IncompleteRead:
            return b''
        return self.fp.peek(left)[:left] if left else b''

    def readline(self, limit=-1):
        """A line of the body."""
        if self.fp is None or self._method == 'HEAD':
            return b''
        if self.chunked:
            return super().readline(limit)
        if self.length is not None and (limit < 0 or limit > self.length):
            limit = self.length
        line = self.fp.readline(limit)
        self._count(len(line), limit)
        return line

    def _next_chunk(self):
        """How much is left of the chunk, beginning the next one if need be; None after the last."""
        if self.chunk_left:
            return self.chunk_left
        if self.chunk_left is not None:
            # The line end after a chunk.
            self._exactly(2)
        line = _line_of(self.fp, 'chunk size')
        try:
            size = int(line.partition(b';')[0], 16)
            if size < 0:
                raise ValueError
        except ValueError:
            self._close_conn()
            raise IncompleteRead(b'') from None
        if size == 0:
            # Fields that follow the body, up to an empty line or the end.
            while _line_of(self.fp, 'trailer line') not in (b'\r\n', b'\n', b''):
                pass
            self._close_conn()
            self.chunk_left = None
            return None
        self.chunk_left = size
        return size

    def _read_chunks(self, amt):
        parts = []
        try:
            while (amt is None or amt > 0) and (left := self._next_chunk()):
                size = left if amt is None else min(left, amt)
                parts.append(self._exactly(size))
                self.chunk_left -= size
                if amt is not None:
                    amt -= size
        except IncompleteRead as short:
            raise IncompleteRead(b''.join([*parts, short.partial])) from short
        return b''.join(parts)

    # ---- what the head says ----

    def getheader(self, name, default=None):
        """A header field; several of the name are joined by commas."""
        if self.headers is None:
            raise ResponseNotReady()
        values = self.headers.get_all(name) or default
        if isinstance(values, str) or not hasattr(values, '__iter__'):
            return values
        return ', '.join(values)

    def getheaders(self):
        """All header fields as pairs."""
        if self.headers is None:
            raise ResponseNotReady()
        return self.headers.items()

    def __iter__(self):
        return self

    def info(self):
        return self.headers

    def geturl(self):
        return self.url

    def getcode(self):
        return self.status


# ---- requests ----

_IDLE, _STARTED, _SENT = 'Idle', 'Request-started', 'Request-sent'
# Bytes that would end a request line or a field early.
_BAD_IN_METHOD = re.compile('[\x00-\x1f]')
_BAD_IN_ADDRESS = re.compile('[\x00-\x20\x7f]')
_NAME = re.compile(rb'[^:\s][^:\r\n]*')
_BAD_IN_VALUE = re.compile(rb'\n(?![ \t])|\r(?![ \t\n])')


def _encode(text, what):
    try:
        return text.encode('latin-1')
    except UnicodeEncodeError as error:
        hint = (f"{what.title()} ({text[error.start:error.end]!r}) is not valid Latin-1."
                f" Use {what}.encode('utf-8') if you want to send it encoded in UTF-8.")
        raise UnicodeEncodeError(error.encoding, error.object, error.start, error.end, hint) from None


class HTTPConnection:
    """A connection to a server: request(), then getresponse(), again and again."""

    _http_vsn, _http_vsn_str = 11, 'HTTP/1.1'
    response_class = HTTPResponse
    default_port = HTTP_PORT
    auto_open = 1
    debuglevel = 0

    def __init__(self, host, port=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT, source_address=None, blocksize=8192):
        self.timeout, self.source_address, self.blocksize = timeout, source_address, blocksize
        self.sock = None
        self._create_connection = socket.create_connection
        self._lines = []
        self._state, self._answer, self._method = _IDLE, None, None
        self._tunnel_host = self._tunnel_port = None
        self._tunnel_headers = {}
        self.host, self.port = self._get_hostport(host, port)
        self._validate_host(self.host)

    def _get_hostport(self, host, port):
        if port is None:
            before, colon, after = host.rpartition(':')
            # The colons of an address in brackets do not begin a port.
            if colon and ']' not in after:
                host = before
                if after and not (after.isascii() and after.isdigit()):
                    raise InvalidURL("nonnumeric port: '%s'" % after)
                port = int(after) if after else None
            port = self.default_port if port is None else port
        if host[:1] == '[' and host[-1:] == ']':
            host = host[1:-1]
        return host, port

    @staticmethod
    def _validate_host(host):
        if found := _BAD_IN_ADDRESS.search(host):
            raise InvalidURL(f"URL can't contain control characters. {host!r} (found at least {found.group()!r})")

    def set_debuglevel(self, level):
        self.debuglevel = level

    def set_tunnel(self, host, port=None, headers=None):
        """Goes through the server, a proxy, to another one."""
        if self.sock is not None:
            raise RuntimeError("Can't set up tunnel for established connection")
        self._tunnel_host, self._tunnel_port = self._get_hostport(host, port)
        self._tunnel_headers = dict(headers or {})
        if not any(name.lower() == 'host' for name in self._tunnel_headers):
            self._tunnel_headers['Host'] = f'{self._tunnel_host}:{self._tunnel_port}'

    def connect(self):
        """Opens the connection. Sending does so too."""
        self.sock = self._create_connection((self.host, self.port), self.timeout, self.source_address)
        try:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            # Not a connection of TCP, perhaps.
            pass
        if self._tunnel_host:
            self._dig_tunnel()

    def _dig_tunnel(self):
        head = [f'CONNECT {self._tunnel_host}:{self._tunnel_port} {self._http_vsn_str}']
        head += [f'{name}: {value}' for name, value in self._tunnel_headers.items()]
        self.send('\r\n'.join([*head, '', '']).encode('latin-1'))
        answer = self.response_class(self.sock, method='CONNECT')
        try:
            _, code, reason = answer._read_status()
            parse_headers(answer.fp)
            if code != HTTPStatus.OK:
                self.close()
                raise OSError(f'Tunnel connection failed: {code} {reason}')
        finally:
            answer.close()

    def close(self):
        """Closes the connection, and the answer that is being read from it."""
        self._state = _IDLE
        sock, self.sock = self.sock, None
        answer, self._answer = self._answer, None
        try:
            if sock:
                sock.close()
        finally:
            if answer:
                answer.close()

    def _blocks(self, file):
        is_text = isinstance(file, io.TextIOBase)
        while block := file.read(self.blocksize):
            yield block.encode('iso-8859-1') if is_text else block

    def send(self, data):
        """Sends bytes, those of a file, or each of an iterable."""
        if self.sock is None:
            if not self.auto_open:
                raise NotConnected()
            self.connect()
        if self.debuglevel > 0:
            print('send:', repr(data))
        if hasattr(data, 'read'):
            for block in self._blocks(data):
                self.sock.sendall(block)
            return
        try:
            self.sock.sendall(data)
        except TypeError:
            from collections.abc import Iterable
            if not isinstance(data, Iterable):
                raise TypeError(f'data should be a bytes-like object or an iterable, got {type(data)!r}') from None
            for part in data:
                self.sock.sendall(part)

    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        """Begins a request. putheader() and endheaders() go on."""
        self._forget_read_answer()
        if self._state != _IDLE:
            raise CannotSendRequest(self._state)
        self._state = _STARTED
        self._method, url = method, url or '/'
        if found := _BAD_IN_METHOD.search(method):
            raise ValueError(f"method can't contain control characters. {method!r} (found at least {found.group()!r})")
        if found := _BAD_IN_ADDRESS.search(url):
            raise InvalidURL(f"URL can't contain control characters. {url!r} (found at least {found.group()!r})")
        self._lines.append(f'{method} {url} {self._http_vsn_str}'.encode('ascii'))
        if not skip_host:
            self.putheader('Host', self._own_name(url))
        if not skip_accept_encoding:
            self.putheader('Accept-Encoding', 'identity')

    def _own_name(self, url):
        """What the Host field says."""
        if url.startswith('http'):
            from urllib.parse import urlsplit
            if netloc := urlsplit(url).netloc:
                return netloc.encode('ascii') if netloc.isascii() else netloc.encode('idna')
        host, port = (self._tunnel_host, self._tunnel_port) if self._tunnel_host else (self.host, self.port)
        name = host.encode('ascii') if host.isascii() else host.encode('idna')
        if b':' in name:
            name = b'[%s]' % name
        return name if port == self.default_port else b'%s:%d' % (name, port)

    def putheader(self, header, *values):
        """Adds a header field; several values become lines of one."""
        if self._state != _STARTED:
            raise CannotSendHeader()
        name = header.encode('ascii') if hasattr(header, 'encode') else header
        if not _NAME.fullmatch(name):
            raise ValueError('Invalid header name %r' % (name,))
        lines = []
        for value in values:
            if isinstance(value, int):
                value = str(value)
            value = value.encode('latin-1') if hasattr(value, 'encode') else value
            if _BAD_IN_VALUE.search(value):
                raise ValueError('Invalid header value %r' % (value,))
            lines.append(value)
        self._lines.append(name + b': ' + b'\r\n\t'.join(lines))

    def endheaders(self, message_body=None, *, encode_chunked=False):
        """Sends the head of the request, and a body if there is one."""
        if self._state != _STARTED:
            raise CannotSendHeader()
        self._state = _SENT
        head = b'\r\n'.join([*self._lines, b'', b''])
        self._lines.clear()
        self.send(head)
        if message_body is None:
            return
        for part in self._parts_of(message_body):
            if encode_chunked:
                # A chunk of no bytes would be the end.
                if part:
                    self.send(b'%X\r\n%b\r\n' % (len(part), part))
            else:
                self.send(part)
        if encode_chunked:
            self.send(b'0\r\n\r\n')

    def _parts_of(self, body):
        if hasattr(body, 'read'):
            return self._blocks(body)
        try:
            memoryview(body)
        except TypeError:
            try:
                return iter(body)
            except TypeError:
                raise TypeError('message_body should be a bytes-like object or an iterable, got %r' % type(body)) from None
        return (body,)

    @staticmethod
    def _get_content_length(body, method):
        """The length of a body, None if it is not known."""
        if body is None:
            return 0 if method.upper() in ('PATCH', 'POST', 'PUT') else None
        if hasattr(body, 'read'):
            return None
        try:
            return memoryview(body).nbytes
        except TypeError:
            return len(body) if isinstance(body, str) else None

    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        """Sends a request. A body may be text, bytes, a file or an iterable; its length is said, or it is sent in chunks."""
        names = {name.lower() for name in headers}
        self.putrequest(method, url, skip_host='host' in names, skip_accept_encoding='accept-encoding' in names)
        if 'content-length' not in names and 'transfer-encoding' not in names:
            length = self._get_content_length(body, method)
            encode_chunked = length is None and body is not None
            if encode_chunked:
                if self.debuglevel > 0:
                    print(f'Unable to determine size of {body!r}')
                self.putheader('Transfer-Encoding', 'chunked')
            elif length is not None:
                self.putheader('Content-Length', str(length))
        elif 'transfer-encoding' not in names:
            encode_chunked = False
        for name, value in headers.items():
            self.putheader(name, value)
        if isinstance(body, str):
            body = _encode(body, 'body')
        self.endheaders(body, encode_chunked=encode_chunked)

    def _forget_read_answer(self):
        if self._answer and self._answer.isclosed():
            self._answer = None

    def getresponse(self):
        """The answer to the request, its head read. The next request can be sent when its body has been read too."""
        self._forget_read_answer()
        if self._state != _SENT or self._answer:
            raise ResponseNotReady(self._state)
        answer = self.response_class(self.sock, debuglevel=self.debuglevel, method=self._method)
        try:
            try:
                answer.begin()
            except ConnectionError:
                self.close()
                raise
        except BaseException:
            answer.close()
            raise
        self._state = _IDLE
        if answer.will_close:
            # The answer holds the socket as long as it needs it.
            self.close()
        else:
            self._answer = answer
        return answer


class HTTPSConnection(HTTPConnection):
    """Connections by TLS, which there is none of."""

    default_port = HTTPS_PORT

    def __init__(self, *args, **kwargs):
        raise NotImplementedError('there is no ssl module: https is not supported')
