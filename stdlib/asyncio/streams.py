"""Streams: reading and writing connections from coroutines. The reader is native."""

from _asyncio import StreamReader, _nothing
from . import coroutines, events, exceptions, protocols, tasks
from .log import logger

__all__ = (
    'StreamReader', 'StreamWriter', 'StreamReaderProtocol', 'open_connection', 'start_server', 'open_unix_connection',
    'start_unix_server',
)

_DEFAULT_LIMIT = 2 ** 16


async def _connected(limit, connect):
    """Reader and writer of a connection; `connect` makes it with a factory of protocols."""
    loop = events.get_running_loop()
    transport, protocol = await connect(loop, _serving(limit, None, loop))
    reader = protocol._stream_reader
    return reader, StreamWriter(transport, protocol, reader, loop)


def _serving(limit, callback, loop):
    """A factory of protocols that call back with reader and writer."""
    return lambda: StreamReaderProtocol(StreamReader(limit=limit, loop=loop), callback, loop=loop)


async def open_connection(host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Connects to a host: (reader, writer)."""
    return await _connected(limit, lambda loop, factory: loop.create_connection(factory, host, port, **kwds))


async def open_unix_connection(path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """As open_connection(), at a path."""
    return await _connected(limit, lambda loop, factory: loop.create_unix_connection(factory, path, **kwds))


async def start_server(client_connected_cb, host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Calls `client_connected_cb(reader, writer)` for each connection; a coroutine it gives becomes a task."""
    loop = events.get_running_loop()
    return await loop.create_server(_serving(limit, client_connected_cb, loop), host, port, **kwds)


async def start_unix_server(client_connected_cb, path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """As start_server(), at a path."""
    loop = events.get_running_loop()
    return await loop.create_unix_server(_serving(limit, client_connected_cb, loop), path, **kwds)


def _end(waiter, exc):
    """Ends a future, with an exception if there is one."""
    if not waiter.done():
        waiter.set_result(None) if exc is None else waiter.set_exception(exc)


class FlowControlMixin(protocols.Protocol):
    """Lets writers wait while the transport keeps too much."""

    def __init__(self, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._paused = self._connection_lost = False
        self._drain_waiters = []

    def pause_writing(self):
        assert not self._paused
        self._paused = True

    def resume_writing(self):
        assert self._paused
        self._paused = False
        for waiter in self._drain_waiters:
            _end(waiter, None)

    def connection_lost(self, exc):
        self._connection_lost = True
        for waiter in self._drain_waiters if self._paused else ():
            _end(waiter, exc)

    async def _drain_helper(self):
        if self._paused and not self._connection_lost:
            waiting = self._loop.create_future()
            self._drain_waiters.append(waiting)
            waiting.add_done_callback(self._drain_waiters.remove)
            await waiting
        elif self._connection_lost:
            raise ConnectionResetError('Connection lost')

    def _get_close_waiter(self, stream):
        raise NotImplementedError


class StreamReaderProtocol(FlowControlMixin):
    """Connects a transport with a stream reader, and a server's connection with its callback."""

    def __init__(self, stream_reader, client_connected_cb=None, loop=None):
        super().__init__(loop=loop)
        self._stream_reader, self._stream_writer = stream_reader, None
        self._transport = self._task = None
        self._client_connected_cb = client_connected_cb
        self._closed = self._loop.create_future()

    def connection_made(self, transport):
        reader = self._stream_reader
        self._transport = transport
        if reader is not None:
            reader.set_transport(transport)
            if hasattr(transport, '_set_reader') and type(self).data_received is StreamReaderProtocol.data_received:
                # What is read goes straight to the reader.
                transport._set_reader(reader)
        if self._client_connected_cb is None:
            return
        self._stream_writer = StreamWriter(transport, self, reader, self._loop)
        result = self._client_connected_cb(reader, self._stream_writer)
        if coroutines.iscoroutine(result):
            def done(task):
                if task.cancelled():
                    transport.close()
                    return
                error = task.exception()
                if error is not None:
                    self._loop.call_exception_handler({
                        'message': 'Unhandled exception in client_connected_cb', 'exception': error, 'transport': transport,
                    })
                    transport.close()

            self._task = self._loop.create_task(result)
            self._task.add_done_callback(done)

    def connection_lost(self, exc):
        reader, closed = self._stream_reader, self._closed
        if reader is not None:
            reader.feed_eof() if exc is None else reader.set_exception(exc)
        _end(closed, exc)
        if exc is not None and not closed.cancelled():
            # Nobody need ask for it.
            closed.exception()
        super().connection_lost(exc)
        self._stream_writer = self._transport = self._task = None

    def data_received(self, data):
        if self._stream_reader is not None:
            self._stream_reader.feed_data(data)

    def eof_received(self):
        if self._stream_reader is not None:
            self._stream_reader.feed_eof()
        return True

    def _get_close_waiter(self, stream):
        return self._closed


class StreamWriter:
    """Writes to a transport, and waits for it where it must."""

    def __init__(self, transport, protocol, reader, loop):
        assert reader is None or isinstance(reader, StreamReader)
        self._transport, self._protocol, self._reader, self._loop = transport, protocol, reader, loop
        self.write = transport.write

    def __repr__(self):
        reader = '' if self._reader is None else f' reader={self._reader!r}'
        return f'<{type(self).__name__} transport={self._transport!r}{reader}>'

    @property
    def transport(self):
        return self._transport

    def get_extra_info(self, name, default=None):
        return self._transport.get_extra_info(name, default)

    def write(self, data):
        self._transport.write(data)

    def close(self):
        return self._transport.close()

    def is_closing(self):
        return self._transport.is_closing()

    def can_write_eof(self):
        return self._transport.can_write_eof()

    def write_eof(self):
        return self._transport.write_eof()

    async def wait_closed(self):
        """Waits until the connection is gone."""
        await self._protocol._get_close_waiter(self)

    def writelines(self, data):
        self._transport.writelines(data)

    def drain(self):
        """Waits until the transport can take more."""
        protocol = self._protocol
        if protocol._paused or protocol._connection_lost or self._transport.is_closing() or self._reader is None:
            return self._drain()
        if self._reader.exception() is not None:
            return self._drain()
        return _nothing()

    async def _drain(self):
        if self._reader is not None:
            error = self._reader.exception()
            if error is not None:
                raise error
        if self._transport.is_closing():
            # So that connection_lost() can be called, and a loop of writes notices.
            await tasks.sleep(0)
        await self._protocol._drain_helper()

    def __del__(self):
        transport = self._transport
        if transport.is_closing():
            return
        import warnings
        if self._loop.is_closed():
            warnings.warn('loop is closed', ResourceWarning)
        else:
            self.close()
            warnings.warn(f'unclosed {self!r}', ResourceWarning)

    async def start_tls(self, sslcontext, *, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        raise NotImplementedError('there is no ssl module')
