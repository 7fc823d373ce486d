"""Sockets. `_socket` is the native half."""

import _socket
from _socket import *
import io
import os
import sys
from enum import IntEnum, IntFlag, _old_convert_ as _convert

__all__ = ['fromfd', 'getfqdn', 'create_connection', 'create_server', 'has_dualstack_ipv6', 'AddressFamily', 'SocketKind', 'socketpair',
           'SocketType', 'socket', 'send_fds', 'recv_fds', 'getaddrinfo']
__all__ += [name for name in dir(_socket) if not name.startswith('_') and name not in __all__]

_convert(IntEnum, 'AddressFamily', __name__, lambda C: C.isupper() and C.startswith('AF_'))
_convert(IntEnum, 'SocketKind', __name__, lambda C: C.isupper() and C.startswith('SOCK_'))
_convert(IntFlag, 'MsgFlag', __name__, lambda C: C.isupper() and C.startswith('MSG_'))
_convert(IntFlag, 'AddressInfo', __name__, lambda C: C.isupper() and C.startswith('AI_'))

_LOCALHOST = '127.0.0.1'
_LOCALHOST_V6 = '::1'
EBADF, EAGAIN, EWOULDBLOCK = 9, 11, 11
_blocking_errnos = {EAGAIN, EWOULDBLOCK}


def _intenum_converter(value, enum_klass):
    try:
        return enum_klass(value)
    except ValueError:
        return value


class socket(_socket.socket):
    """An end of a connection, or a place where connections come in."""

    __slots__ = ['__weakref__', '_io_refs', '_closed']

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        super().__init__(family, type, proto, fileno)
        # How many files are over it: it is closed when it is closed itself and they are.
        self._closed, self._io_refs = False, 0

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if not self._closed:
            self.close()

    def __repr__(self):
        closed = getattr(self, '_closed', False)
        s = '<%s.%s%s fd=%i, family=%s, type=%s, proto=%i' % (
            self.__class__.__module__, self.__class__.__qualname__, ' [closed]' if closed else '', self.fileno(), self.family,
            self.type, self.proto)
        if not closed:
            for title, name in (('laddr', self.getsockname), ('raddr', self.getpeername)):
                try:
                    address = name()
                except (OSError, AttributeError):
                    continue
                if address:
                    s += ', %s=%s' % (title, str(address))
        return s + '>'

    def __getstate__(self):
        raise TypeError(f'cannot pickle {self.__class__.__name__!r} object')

    def __reduce_ex__(self, protocol):
        import _shipping
        index = _shipping.send_fd(self.fileno())
        if index is None:
            raise TypeError(f'cannot pickle {self.__class__.__name__!r} object')
        return _received, (index, self.gettimeout())

    def dup(self):
        """Another socket object for the same connection."""
        twin = type(self)(self.family, self.type, self.proto, fileno=dup(self.fileno()))
        twin.settimeout(self.gettimeout())
        return twin

    def accept(self):
        """A connection that comes in, and who makes it."""
        fd, address = self._accept()
        made = socket(self.family, self.type, self.proto, fileno=fd)
        # The time limit of this one does not pass to connections.
        if self.gettimeout() and getdefaulttimeout() is None:
            made.setblocking(True)
        return made, address

    def makefile(self, mode='r', buffering=None, *, encoding=None, errors=None, newline=None):
        """A file over the connection."""
        if not set(mode) <= {'r', 'w', 'b'}:
            raise ValueError('invalid mode %r (only r, w, b allowed)' % (mode,))
        is_written = 'w' in mode
        is_read = 'r' in mode or not is_written
        is_binary = 'b' in mode
        raw = SocketIO(self, 'r' * is_read + 'w' * is_written)
        self._io_refs += 1
        if buffering == 0 and not is_binary:
            raise ValueError('unbuffered streams must be binary')
        if buffering == 0:
            return raw
        size = io.DEFAULT_BUFFER_SIZE if buffering is None or buffering < 0 else buffering
        if is_read and is_written:
            file = io.BufferedRWPair(raw, raw, size)
        else:
            file = (io.BufferedReader if is_read else io.BufferedWriter)(raw, size)
        if not is_binary:
            file = io.TextIOWrapper(file, encoding or 'utf-8', errors, newline)
            file.mode = mode
        return file

    def sendfile(self, file, offset=0, count=None):
        """Send a file; gives how many bytes were sent."""
        if self.type & 0xf != SOCK_STREAM:
            raise ValueError('only SOCK_STREAM type sockets are supported')
        if count is not None and count <= 0:
            raise ValueError('count must be a positive integer (got {!r})'.format(count))
        if offset:
            file.seek(offset)
        total = 0
        while count is None or total < count:
            data = file.read(65536 if count is None else min(65536, count - total))
            if not data:
                break
            self.sendall(data)
            total += len(data)
        return total

    def close(self):
        self._closed = True
        if self._io_refs <= 0:
            self._real_close()

    def _real_close(self, _ss=_socket.socket):
        _ss.close(self)

    def _decref_socketios(self):
        """A file over the connection is closed."""
        self._io_refs = max(self._io_refs - 1, 0)
        if self._closed:
            self.close()

    def detach(self):
        """The descriptor, which is the caller's from now on."""
        self._closed = True
        return super().detach()

    @property
    def family(self):
        return _intenum_converter(super().family, AddressFamily)

    @property
    def type(self):
        return _intenum_converter(super().type, SocketKind)

    def get_inheritable(self):
        return os.get_inheritable(self.fileno())

    def set_inheritable(self, inheritable):
        os.set_inheritable(self.fileno(), inheritable)


def _received(index, timeout):
    import _receiving
    sock = socket(fileno=_receiving.received_fd(index))
    sock.settimeout(timeout)
    return sock


def fromfd(fd, family, type, proto=0):
    """A socket object for a copy of the descriptor."""
    return socket(family, type, proto, dup(fd))


def send_fds(sock, buffers, fds, flags=0, address=None):
    """Send data with descriptors over a local socket; gives how many bytes were sent."""
    import array
    return sock.sendmsg(buffers, [(SOL_SOCKET, SCM_RIGHTS, array.array('i', fds))], flags, address)


def recv_fds(sock, bufsize, maxfds, flags=0):
    """Receive data and up to `maxfds` descriptors: (data, descriptors, flags, address)."""
    import array
    fds = array.array('i')
    data, ancillary, flags, address = sock.recvmsg(bufsize, CMSG_LEN(maxfds * fds.itemsize))
    for level, kind, content in ancillary:
        if (level, kind) == (SOL_SOCKET, SCM_RIGHTS):
            fds.frombytes(content[:len(content) - len(content) % fds.itemsize])
    return data, list(fds), flags, address


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """Two connected sockets."""
    if family is None:
        family = AF_UNIX
    a, b = _socket._socketpair(family, type, proto)
    return socket(family, type, proto, a), socket(family, type, proto, b)


class SocketIO(io.RawIOBase):
    """A raw file over a socket."""

    def __init__(self, sock, mode):
        if mode not in ('r', 'w', 'rw', 'rb', 'wb', 'rwb'):
            raise ValueError('invalid mode: %r' % mode)
        io.RawIOBase.__init__(self)
        self._sock = sock
        if 'b' not in mode:
            mode += 'b'
        self._mode = mode
        self._reading = 'r' in mode
        self._writing = 'w' in mode
        self._timeout_occurred = False

    def _receive(self, receive, what):
        """What comes in, or None if nothing is there and the socket does not wait."""
        self._checkClosed()
        self._checkReadable()
        if self._timeout_occurred:
            # What came before the time was up is lost.
            raise OSError('cannot read from timed out object')
        try:
            return receive(what)
        except timeout:
            self._timeout_occurred = True
            raise
        except error as fault:
            if fault.errno not in _blocking_errnos:
                raise
            return None

    def readinto(self, b):
        return self._receive(self._sock and self._sock.recv_into, b)

    def read(self, size=-1):
        if size is None or size < 0:
            return self.readall()
        return self._receive(self._sock and self._sock.recv, size)

    def write(self, b):
        self._checkClosed()
        self._checkWritable()
        try:
            sent = self._sock.send(b)
        except error as fault:
            if fault.errno not in _blocking_errnos:
                raise
            sent = None
        return sent

    def _checkClosed(self):
        if self.closed:
            raise ValueError('I/O operation on closed socket.')

    def _checkReadable(self):
        if not self._reading:
            raise io.UnsupportedOperation('File or stream is not readable.')

    def _checkWritable(self):
        if not self._writing:
            raise io.UnsupportedOperation('File or stream is not writable.')

    def readable(self):
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return self._reading

    def writable(self):
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return self._writing

    def seekable(self):
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return False

    def fileno(self):
        self._checkClosed()
        return self._sock.fileno()

    @property
    def name(self):
        return self.fileno() if not self.closed else -1

    @property
    def mode(self):
        return self._mode

    def close(self):
        if not self.closed:
            super().close()
            sock, self._sock = self._sock, None
            sock._decref_socketios()


def getfqdn(name=''):
    """The full name of a host."""
    name = name.strip()
    if name in ('', '0.0.0.0', '::'):
        name = gethostname()
    try:
        first, others, _ = gethostbyaddr(name)
    except error:
        return name
    return next((each for each in (first, *others) if '.' in each), first)


_GLOBAL_DEFAULT_TIMEOUT = object()


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *, all_errors=False):
    """A connection to (host, port), by the first of its addresses that answers."""
    host, port = address
    faults = []
    for family, kind, protocol, _, place in getaddrinfo(host, port, 0, SOCK_STREAM):
        made = None
        try:
            made = socket(family, kind, protocol)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                made.settimeout(timeout)
            if source_address:
                made.bind(source_address)
            made.connect(place)
            faults.clear()
            return made
        except error as fault:
            # The last one counts, unless all are wanted.
            faults = [*faults, fault] if all_errors else [fault]
            if made is not None:
                made.close()
    if not faults:
        raise error('getaddrinfo returns an empty list')
    try:
        raise ExceptionGroup('create_connection failed', faults) if all_errors else faults[0]
    finally:
        # They refer to this frame.
        faults.clear()


def has_dualstack_ipv6():
    """Whether one socket can serve both kinds of addresses."""
    if not has_ipv6:
        return False
    try:
        with socket(AF_INET6, SOCK_STREAM) as sock:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
            return True
    except error:
        return False


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    """A socket that listens at an address."""
    if dualstack_ipv6:
        if not has_dualstack_ipv6():
            raise ValueError('dualstack_ipv6 not supported on this platform')
        if family != AF_INET6:
            raise ValueError('dualstack_ipv6 requires AF_INET6 family')
    options = [(SOL_SOCKET, SO_REUSEADDR, 1)]
    if reuse_port:
        options.append((SOL_SOCKET, SO_REUSEPORT, 1))
    if family == AF_INET6:
        options.append((IPPROTO_IPV6, IPV6_V6ONLY, int(not dualstack_ipv6)))
    server = socket(family, SOCK_STREAM)
    try:
        for option in options:
            server.setsockopt(*option)
        try:
            server.bind(address)
        except error as fault:
            raise error(fault.errno, f'{fault.strerror} (while attempting to bind on address {address!r})') from None
        server.listen(*() if backlog is None else (backlog,))
    except error:
        server.close()
        raise
    return server


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """The addresses of a host and a port: (family, type, protocol, canonical name, address)."""
    return [
        (_intenum_converter(af, AddressFamily), _intenum_converter(socktype, SocketKind), proto, canonname, sa)
        for af, socktype, proto, canonname, sa in _socket.getaddrinfo(host, port, family, type, proto, flags)
    ]


SocketType = _socket.SocketType
EAI_SUCCESS = 0
EAI_NODATA = EAI_NONAME
EAI_ADDRFAMILY = EAI_FAMILY
IPPORT_RESERVED = 1024
IPPORT_USERRESERVED = 5000
INADDR_BROADCAST = 0xffffffff
INADDR_NONE = 0xffffffff
NI_MAXHOST = 1025
NI_MAXSERV = 32
