"""Connections: objects as packets over a pair of local sockets."""

import _process
import _shipping
import os
import time

__all__ = ['Client', 'Listener', 'Pipe', 'wait']


class Connection:
    """One end of a pipe between processes."""

    def __init__(self, handle, readable=True, writable=True):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError('invalid handle')
        if not readable and not writable:
            raise ValueError('at least one of `readable` and `writable` must be True')
        self._handle, self._readable, self._writable = handle, readable, writable

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
        message = _shipping.ship(obj)
        _process.send(self._handle, message.packet(), message.fds)

    def recv(self):
        """Receive an object. Errors: EOFError when the other end is closed."""
        self._check_closed()
        self._check_readable()
        return _shipping.receive(*_process.receive(self._handle))

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
        _process.send(self._handle, data[offset:offset + size])

    def recv_bytes(self, maxlength=None):
        self._check_closed()
        self._check_readable()
        if maxlength is not None and maxlength < 0:
            raise ValueError('negative maxlength')
        data, fds = _process.receive(self._handle)
        for fd in fds:
            os.close(fd)
        if maxlength is not None and len(data) > maxlength:
            self.close()
            raise OSError('bad message length')
        return data

    def recv_bytes_into(self, buf, offset=0):
        self._check_closed()
        self._check_readable()
        with memoryview(buf) as view, view.cast('B') as room:
            if not 0 <= offset <= len(room):
                raise ValueError('negative offset' if offset < 0 else 'offset too large')
            data, _ = _process.receive(self._handle)
            end = offset + len(data)
            if end > len(room):
                from . import BufferTooShort
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
        return _received, (type(self), index, self._readable, self._writable)


def _received(cls, index, readable, writable):
    return cls(_shipping.received_fd(index), readable, writable)


_ConnectionBase = Connection


def Pipe(duplex=True):
    """Two connected ends; without `duplex` the first one receives and the second one sends."""
    one, other = _process.pair()
    if duplex:
        return Connection(one), Connection(other)
    return Connection(one, writable=False), Connection(other, readable=False)


def wait(object_list, timeout=None):
    """Those of the objects that have something to read: connections, sockets, sentinels of processes."""
    object_list = list(object_list)
    by_fd = {}
    for obj in object_list:
        fd = obj if isinstance(obj, int) else obj.fileno()
        by_fd.setdefault(fd, []).append(obj)
    found = _process.poll([(fd, _process.POLLIN) for fd in by_fd], None if timeout is None else max(timeout, 0))
    return [obj for fd, _ in found for obj in by_fd[fd]]


def address_type(address):
    if type(address) is tuple:
        return 'AF_INET'
    if type(address) is str:
        return 'AF_UNIX'
    raise ValueError('address type of %r unrecognized' % address)


class Listener:
    """Waits for connections of processes that are not related."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        raise NotImplementedError('connections between unrelated processes are made with sockets here')


def Client(address, family=None, authkey=None):
    raise NotImplementedError('connections between unrelated processes are made with sockets here')
