"""How objects are written for other processes, and descriptors with them."""

import _receiving
import _shipping
import io
import os
import pickle

__all__ = ['send_handle', 'recv_handle', 'ForkingPickler', 'register', 'dump', 'DupFd', 'HAVE_SEND_HANDLE']

HAVE_SEND_HANDLE = True


class ForkingPickler(pickle.Pickler):
    """A pickler that knows what has been registered for objects on their way to other processes."""

    def __init__(self, file, protocol=None):
        super().__init__(file, protocol)

    def reducer_override(self, obj):
        reduce = _shipping.reducers.get(type(obj))
        return NotImplemented if reduce is None else reduce(obj)

    @classmethod
    def register(cls, type, reduce):
        """Have objects of a type written as `reduce` says, in all that is sent to processes."""
        _shipping.reducers[type] = reduce

    @classmethod
    def dumps(cls, obj, protocol=None):
        file = io.BytesIO()
        cls(file, protocol).dump(obj)
        return file.getbuffer()

    loads = staticmethod(pickle.loads)


register = ForkingPickler.register


def dump(obj, file, protocol=None):
    ForkingPickler(file, protocol).dump(obj)


class DupFd:
    """A descriptor to be sent to a process: there, detach() gives the number it has."""

    def __init__(self, fd):
        self._fd = os.dup(fd)

    def detach(self):
        fd, self._fd = self._fd, None
        return fd

    def __del__(self):
        if self._fd is not None:
            os.close(self._fd)

    def __reduce__(self):
        index = _shipping.send_fd(self._fd)
        if index is None:
            raise RuntimeError('a descriptor can only be sent to a process')
        return _received, (index,)


def _received(index):
    received = DupFd.__new__(DupFd)
    received._fd = _receiving.received_fd(index)
    return received


def send_handle(conn, handle, destination_pid):
    """Send a descriptor over a connection."""
    conn.send(DupFd(handle))


def recv_handle(conn):
    """The number of the descriptor that comes next over a connection."""
    return conn.recv().detach()
