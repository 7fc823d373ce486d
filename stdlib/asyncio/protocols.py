"""What transports call: base classes of protocols."""

__all__ = 'BaseProtocol', 'Protocol', 'DatagramProtocol', 'SubprocessProtocol', 'BufferedProtocol'


class BaseProtocol:
    """Calls that every protocol gets."""

    __slots__ = ()

    def connection_made(self, transport):
        """The connection stands."""

    def connection_lost(self, exc):
        """It is over: None for a regular end."""

    def pause_writing(self):
        """The transport keeps too much."""

    def resume_writing(self):
        """It can take more again."""


class Protocol(BaseProtocol):
    """A protocol of a stream."""

    __slots__ = ()

    def data_received(self, data):
        """Bytes have come."""

    def eof_received(self):
        """The other side sends no more; a true answer keeps the transport open."""


class BufferedProtocol(BaseProtocol):
    """A protocol of a stream that brings its own buffer."""

    __slots__ = ()

    def get_buffer(self, sizehint):
        """Where to put bytes."""

    def buffer_updated(self, nbytes):
        """So many have been put there."""

    def eof_received(self):
        """As for Protocol."""


class DatagramProtocol(BaseProtocol):
    """A protocol of datagrams."""

    __slots__ = ()

    def datagram_received(self, data, addr):
        """A datagram has come."""

    def error_received(self, exc):
        """Sending or receiving failed."""


class SubprocessProtocol(BaseProtocol):
    """A protocol of a child process."""

    __slots__ = ()

    def pipe_data_received(self, fd, data):
        """The child has written to its descriptor `fd`."""

    def pipe_connection_lost(self, fd, exc):
        """A pipe of the child is closed."""

    def process_exited(self):
        """The child is over."""
