"""Connections. Between processes of one program objects go as packets over a pair of local sockets, functions and descriptors included.
Between unrelated processes (Listener, Client) they are pickles on a stream, each behind its length, as CPython writes them.
"""

import _process
import _receiving
import _shipping
import itertools
import os
import struct
import time
from . import reduction, util
from .context import AuthenticationError, BufferTooShort

__all__ = ['Client', 'Listener', 'Pipe', 'wait']

BUFSIZE = 65536


class _Packets:
    """A transport that carries whole messages."""

    @staticmethod
    def send(handle, data, fds=()):
        _process.send(handle, data, fds)

    @staticmethod
    def receive(handle, limit=None):
        """A message and its descriptors."""
        return _process.receive(handle)

    @staticmethod
    def dump(obj):
        message = _shipping.ship(obj)
        return message.packet(), message.fds

    load = staticmethod(_receiving.receive)


class _Stream:
    """A transport that carries bytes: each message goes behind its length, four bytes or, after -1 in these, eight."""

    @staticmethod
    def send(handle, data, fds=()):
        length = len(data)
        head = struct.pack('!i', length) if length <= 0x7fffffff else struct.pack('!iQ', -1, length)
        left = memoryview(head + data if length <= 16384 else head)
        while True:
            while left:
                left = left[os.write(handle, left):]
            if length <= 16384:
                return
            left, length = memoryview(data), 0

    @staticmethod
    def _read(handle, size):
        pieces, left = [], size
        while left:
            piece = os.read(handle, min(left, BUFSIZE))
            if not piece:
                if left == size:
                    raise EOFError
                raise OSError('got end of file during message')
            pieces.append(piece)
            left -= len(piece)
        return b''.join(pieces)

    @staticmethod
    def receive(handle, limit=None):
        length, = struct.unpack('!i', _Stream._read(handle, 4))
        if length == -1:
            length, = struct.unpack('!Q', _Stream._read(handle, 8))
        if limit is not None and length > limit:
            return None, ()
        return _Stream._read(handle, length), ()

    @staticmethod
    def dump(obj):
        return bytes(reduction.ForkingPickler.dumps(obj)), ()

    @staticmethod
    def load(data, fds=()):
        return reduction.ForkingPickler.loads(data)


def _transport_of(handle):
    """How messages go over a descriptor that the program has."""
    import socket
    try:
        with socket.socket(fileno=os.dup(handle)) as sock:
            return _Packets if sock.type == socket.SOCK_SEQPACKET else _Stream
    except OSError:
        return _Stream


class Connection:
    """One end of a connection between processes."""

    def __init__(self, handle, readable=True, writable=True, _transport=None):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError('invalid handle')
        if not readable and not writable:
            raise ValueError('at least one of `readable` and `writable` must be True')
        self._handle, self._readable, self._writable = handle, readable, writable
        self._transport = _transport or _transport_of(handle)

    def __del__(self):
        if getattr(self, '_handle', None) is not None:
            self.close()

    def _check_closed(self):
        if self._handle is None:
            raise OSError('handle is closed')

    def _check_readable(self):
        if not self._readable:
            raise OSError('connection is write-only')

    def _check_writable(self):
        if not self._writable:
            raise OSError('connection is read-only')

    @property
    def closed(self):
        return self._handle is None

    @property
    def readable(self):
        return self._readable

    @property
    def writable(self):
        return self._writable

    def fileno(self):
        self._check_closed()
        return self._handle

    def close(self):
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)

    def send(self, obj):
        """Send an object. Errors: those of pickle."""
        self._check_closed()
        self._check_writable()
        self._transport.send(self._handle, *self._transport.dump(obj))

    def recv(self):
        """Receive an object. Errors: EOFError when the other end is closed."""
        self._check_closed()
        self._check_readable()
        return self._transport.load(*self._transport.receive(self._handle))

    def send_bytes(self, buf, offset=0, size=None):
        self._check_closed()
        self._check_writable()
        data = bytes(memoryview(buf).cast('B')) if not isinstance(buf, bytes) else buf
        if offset < 0:
            raise ValueError('offset is negative')
        if len(data) < offset:
            raise ValueError('buffer length < offset')
        if size is None:
            size = len(data) - offset
        elif size < 0:
            raise ValueError('size is negative')
        elif offset + size > len(data):
            raise ValueError('buffer length < offset + size')
        self._transport.send(self._handle, data[offset:offset + size])

    def recv_bytes(self, maxlength=None):
        self._check_closed()
        self._check_readable()
        if maxlength is not None and maxlength < 0:
            raise ValueError('negative maxlength')
        data = self._receive(maxlength)
        if data is None or maxlength is not None and len(data) > maxlength:
            if self._writable:
                self._readable = False
            else:
                self.close()
            raise OSError('bad message length')
        return data

    def _receive(self, limit=None):
        data, fds = self._transport.receive(self._handle, limit)
        for fd in fds:
            os.close(fd)
        return data

    def recv_bytes_into(self, buf, offset=0):
        self._check_closed()
        self._check_readable()
        with memoryview(buf) as view, view.cast('B') as room:
            if not 0 <= offset <= len(room):
                raise ValueError('negative offset' if offset < 0 else 'offset too large')
            data = self._receive()
            end = offset + len(data)
            if end > len(room):
                raise BufferTooShort(data)
            room[offset:end] = data
            return len(data)

    def poll(self, timeout=0.0):
        """Whether there is something to receive, or the end."""
        self._check_closed()
        self._check_readable()
        return bool(_process.poll([(self._handle, _process.POLLIN)], None if timeout is None else max(timeout, 0)))

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()

    def __reduce__(self):
        self._check_closed()
        index = _shipping.send_fd(self._handle)
        if index is None:
            raise RuntimeError('Connection objects should only be shared between processes through inheritance')
        return _received, (type(self), index, self._readable, self._writable, self._transport)


def _received(cls, index, readable, writable, transport):
    return cls(_receiving.received_fd(index), readable, writable, transport)


_ConnectionBase = Connection


def Pipe(duplex=True):
    """Two connected ends; without `duplex` the first one receives and the second one sends."""
    one, other = _process.pair()
    if duplex:
        return Connection(one, _transport=_Packets), Connection(other, _transport=_Packets)
    return Connection(one, True, False, _Packets), Connection(other, False, True, _Packets)


def wait(object_list, timeout=None):
    """Those of the objects that have something to read: connections, sockets, sentinels of processes."""
    object_list = list(object_list)
    by_fd = {}
    for obj in object_list:
        fd = obj if isinstance(obj, int) else obj.fileno()
        by_fd.setdefault(fd, []).append(obj)
    found = _process.poll([(fd, _process.POLLIN) for fd in by_fd], None if timeout is None else max(timeout, 0))
    return [obj for fd, _ in found for obj in by_fd[fd]]


# ---- between unrelated processes ----

default_family, families = 'AF_UNIX', ['AF_INET', 'AF_UNIX']
_number = itertools.count()


def arbitrary_address(family):
    """An address that is free: its port, if it has one, is chosen when it is bound."""
    if family == 'AF_INET':
        return 'localhost', 0
    if family == 'AF_UNIX':
        return os.path.join(util.get_temp_dir(), f'listener-{os.getpid()}-{next(_number)}')
    raise ValueError('unrecognized family')


def address_type(address):
    """The family of an address. Errors: TypeError."""
    if type(address) is tuple:
        return 'AF_INET'
    if type(address) is str and address.startswith('\\\\'):
        return 'AF_PIPE'
    if type(address) is str or util.is_abstract_socket_namespace(address):
        return 'AF_UNIX'
    raise TypeError('address type of %r unrecognized' % (address,))


def _socket(family):
    import socket
    if family == 'AF_PIPE':
        raise ValueError(f'Family {family} is not recognized.')
    made = socket.socket(getattr(socket, family))
    made.setblocking(True)
    return made


def _check_key(authkey):
    if authkey is not None and not isinstance(authkey, bytes):
        raise TypeError('authkey should be a byte string')


class Listener:
    """Waits for connections at an address."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        family = family or (address and address_type(address)) or default_family
        self._listener, self._unlink = None, None
        sock = _socket(family)
        try:
            _check_key(authkey)
            import socket
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(address or arbitrary_address(family))
            sock.listen(backlog)
        except BaseException:
            sock.close()
            raise
        self._listener, self._authkey, self._last_accepted = sock, authkey, None
        self._address = sock.getsockname()
        if family == 'AF_UNIX' and not util.is_abstract_socket_namespace(self._address):
            self._unlink = util.Finalize(self, os.unlink, args=(self._address,), exitpriority=0)

    def accept(self):
        """The next connection. Errors: AuthenticationError, OSError when closed."""
        if self._listener is None:
            raise OSError('listener is closed')
        sock, self._last_accepted = self._listener.accept()
        return _greeted(_over(sock), self._authkey, deliver_challenge, answer_challenge)

    def close(self):
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()
            if self._unlink is not None:
                self._unlink()

    @property
    def address(self):
        return self._address

    @property
    def last_accepted(self):
        """Where the last connection came from."""
        return self._last_accepted

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def Client(address, family=None, authkey=None):
    """A connection to whoever listens at an address. Errors: OSError, AuthenticationError."""
    sock = _socket(family or address_type(address))
    try:
        _check_key(authkey)
        sock.connect(address)
    except BaseException:
        sock.close()
        raise
    return _greeted(_over(sock), authkey, answer_challenge, deliver_challenge)


def _over(sock):
    """The connection over a socket that is taken over."""
    import socket
    sock.setblocking(True)
    if sock.family != socket.AF_UNIX:
        # Messages are whole: one that waits for the acknowledgement of the one before would wait for 40 ms.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Connection(sock.detach(), _transport=_Stream)


def _greeted(connection, authkey, *steps):
    """The connection, after both sides have shown that they know the key."""
    if authkey is not None:
        try:
            for step in steps:
                step(connection, authkey)
        except BaseException:
            connection.close()
            raise
    return connection


# ---- authentication: a message is sent that the other side answers with its HMAC by the key ----

MESSAGE_LENGTH = 40
_CHALLENGE, _WELCOME, _FAILURE = b'#CHALLENGE#', b'#WELCOME#', b'#FAILURE#'
_DIGESTS = 'md5', 'sha256', 'sha384', 'sha3_256', 'sha3_384'
_SHORTEST = 20      # messages of old programs, which know MD5 only


def _mac(authkey, message, digest):
    import hmac
    return hmac.digest(authkey, message, digest)


def _get_digest_name_and_payload(message):
    """`{sha256}...` in two parts; ('', message) for old programs, which name no digest. Errors: AuthenticationError."""
    name, end, payload = message[1:].partition(b'}') if message[:1] == b'{' else (b'', b'', message)
    if end and name.decode('ascii', 'replace') in _DIGESTS:
        return name.decode(), payload
    if len(message) in (16, 20):
        return '', message
    raise AuthenticationError(f'unsupported message length, missing digest prefix, or unsupported digest: {message=}')


def _create_response(authkey, message):
    """What proves to whoever sent the message that the key is known."""
    name, _ = _get_digest_name_and_payload(message)
    if not name:
        return _mac(authkey, message, 'md5')
    return b'{%s}%s' % (name.encode(), _mac(authkey, message, name))


def _verify_challenge(authkey, message, response):
    """Errors: AuthenticationError, unless the response was made with the key."""
    import hmac
    name, mac = _get_digest_name_and_payload(response)
    name = name or 'md5'
    expected = _mac(authkey, message, name)
    if len(expected) != len(mac):
        raise AuthenticationError(f'expected {name!r} of length {len(expected)} got {len(mac)}')
    if not hmac.compare_digest(expected, mac):
        raise AuthenticationError('digest received was wrong')


def _check_bytes(authkey):
    if not isinstance(authkey, bytes):
        raise ValueError('Authkey must be bytes, not {0!s}'.format(type(authkey)))


def deliver_challenge(connection, authkey, digest_name='sha256'):
    """Have the other side prove that it knows the key. Errors: AuthenticationError."""
    _check_bytes(authkey)
    message = b'{%s}%s' % (digest_name.encode('ascii'), os.urandom(MESSAGE_LENGTH))
    connection.send_bytes(_CHALLENGE + message)
    response = connection.recv_bytes(256)
    try:
        _verify_challenge(authkey, message, response)
    except AuthenticationError:
        connection.send_bytes(_FAILURE)
        raise
    connection.send_bytes(_WELCOME)


def answer_challenge(connection, authkey):
    """Prove to the other side that the key is known. Errors: AuthenticationError."""
    _check_bytes(authkey)
    message = connection.recv_bytes(256)
    if not message.startswith(_CHALLENGE):
        raise AuthenticationError(f'Protocol error, expected challenge: {message=}')
    message = message[len(_CHALLENGE):]
    if len(message) < _SHORTEST:
        raise AuthenticationError(f'challenge too short: {len(message)} bytes')
    connection.send_bytes(_create_response(authkey, message))
    if connection.recv_bytes(256) != _WELCOME:
        raise AuthenticationError('digest sent was rejected')
