"""The socket of a transport or server, as programs may look at it."""

from _asyncio import _net_name, _net_peer


class TransportSocket:
    """Shows a socket that asyncio reads and writes itself."""

    __slots__ = ('_fd', '_real')

    def __init__(self, fd, real=None):
        self._fd = fd
        self._real = real

    def fileno(self):
        return self._fd if self._real is None else self._real.fileno()

    def dup(self):
        return self._as_socket().dup()

    def getsockname(self):
        return _net_name(self._fd)

    def getpeername(self):
        return _net_peer(self._fd)

    def gettimeout(self):
        return 0

    def settimeout(self, value):
        if value != 0:
            raise ValueError('settimeout(): only 0 timeout is allowed on transport sockets')

    def setblocking(self, flag):
        if flag:
            raise ValueError('setblocking(): transport sockets cannot be blocking')

    def get_inheritable(self):
        return False

    @property
    def family(self):
        name = self.getsockname()
        import socket
        if isinstance(name, str):
            return socket.AF_UNIX
        return socket.AF_INET if len(name) == 2 else socket.AF_INET6

    @property
    def type(self):
        import socket
        return socket.SOCK_STREAM

    @property
    def proto(self):
        return 0

    def _as_socket(self):
        if self._real is None:
            import socket
            # Closed with the transport, not with this look at it.
            import os
            return socket.socket(fileno=os.dup(self._fd))
        return self._real

    def getsockopt(self, *args):
        return self._as_socket().getsockopt(*args)

    def setsockopt(self, *args, **kwargs):
        self._as_socket().setsockopt(*args, **kwargs)

    def shutdown(self, how):
        self._as_socket().shutdown(how)

    def __repr__(self):
        text = f'<asyncio.TransportSocket fd={self.fileno()}'
        if self.fileno() != -1:
            for label, get in ('laddr', self.getsockname), ('raddr', self.getpeername):
                try:
                    text += f', {label}={get()}'
                except OSError:
                    pass
        return text + '>'
