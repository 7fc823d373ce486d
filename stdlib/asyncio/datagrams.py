"""The transport of datagrams, over a socket object."""

import collections

from . import transports


class DatagramTransport(transports.DatagramTransport):
    """Sends at once what the socket takes and keeps the rest."""

    __slots__ = ('_loop', '_sock', '_protocol', '_address', '_kept', '_closing', '_lost')

    def __init__(self, loop, sock, protocol, address):
        super().__init__({'socket': sock, 'sockname': sock.getsockname(), 'peername': address})
        self._loop = loop
        self._sock = sock
        self._protocol = protocol
        self._address = address
        self._kept = collections.deque()
        self._closing = False
        self._lost = 0
        loop.call_soon(protocol.connection_made, self)
        loop.call_soon(self._start)

    def _start(self):
        if not self._closing:
            self._loop._add_reader(self._sock, self._readable)

    def _readable(self):
        if self._lost:
            return
        try:
            data, address = self._sock.recvfrom(256 * 1024)
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            self._protocol.error_received(error)
        else:
            self._protocol.datagram_received(data, address)

    def sendto(self, data, addr=None):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f'data argument must be a bytes-like object, not {type(data).__name__!r}')
        if self._address and addr not in (None, self._address):
            raise ValueError(f'Invalid address: must be None or {self._address}')
        if self._lost:
            self._lost += 1
            return
        if not self._kept:
            try:
                self._send(data, addr)
                return
            except (BlockingIOError, InterruptedError):
                self._loop._add_writer(self._sock, self._writable)
            except OSError as error:
                self._protocol.error_received(error)
                return
        self._kept.append((bytes(data), addr))

    def _send(self, data, address):
        if self._address:
            self._sock.send(data)
        else:
            self._sock.sendto(data, address)

    def _writable(self):
        while self._kept:
            data, address = self._kept.popleft()
            try:
                self._send(data, address)
            except (BlockingIOError, InterruptedError):
                self._kept.appendleft((data, address))
                return
            except OSError as error:
                self._protocol.error_received(error)
                return
        self._loop._remove_writer(self._sock)
        if self._closing:
            self._end(None)

    def is_closing(self):
        return self._closing

    def get_protocol(self):
        return self._protocol

    def set_protocol(self, protocol):
        self._protocol = protocol

    def close(self):
        if self._closing:
            return
        self._closing = True
        self._loop._remove_reader(self._sock)
        if not self._kept:
            self._lost += 1
            self._loop.call_soon(self._end, None)

    def abort(self):
        if self._lost:
            return
        self._kept.clear()
        self._loop._remove_writer(self._sock)
        if not self._closing:
            self._closing = True
            self._loop._remove_reader(self._sock)
        self._lost += 1
        self._loop.call_soon(self._end, None)

    def _end(self, error):
        try:
            self._protocol.connection_lost(error)
        finally:
            self._sock.close()
