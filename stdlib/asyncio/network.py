"""Connections and servers of a loop. Reading and writing is the native transport's."""

import _asyncio
import errno

from . import constants, events, exceptions, futures, tasks, trsock
from .log import logger


def _numeric_first(host, port, family):
    """The addresses of a host that can be told without asking anybody; None if somebody must be asked."""
    if host in ('', None):
        return None
    found = _asyncio._net_resolve(host, port, False)
    return _of_family(found, family) if found is not None else None


def _of_family(addresses, family):
    if not family:
        return addresses
    import socket
    wanted = 2 if family == socket.AF_INET else 4
    return [address for address in addresses if len(address) == wanted]


class Server(events.AbstractServer):
    """Listening sockets and the connections that were accepted at them."""

    def __init__(self, loop, listeners, protocol_factory, backlog, reals=None, unlink=None):
        self._loop = loop
        self._listeners = listeners
        self._reals = reals or {}
        self._protocol_factory = protocol_factory
        self._backlog = backlog
        self._clients = set()
        self._waiters = []
        self._serving = False
        self._serving_forever = None
        self._unlink = unlink

    def __repr__(self):
        return f'<{type(self).__name__} sockets={self.sockets!r}>'

    @property
    def sockets(self):
        if self._listeners is None:
            return ()
        return tuple(trsock.TransportSocket(fd, self._reals.get(fd)) for fd in self._listeners)

    @property
    def _sockets(self):
        return None if self._listeners is None else list(self.sockets)

    def get_loop(self):
        return self._loop

    def is_serving(self):
        return self._serving

    def _attach(self, transport):
        assert self._listeners is not None
        self._clients.add(transport)

    def _detach(self, transport):
        self._clients.discard(transport)
        if not self._clients and self._listeners is None:
            self._wakeup()

    def _wakeup(self):
        waiters = self._waiters
        self._waiters = None
        for waiter in waiters or ():
            if not waiter.done():
                waiter.set_result(None)

    def _start_serving(self):
        if self._serving:
            return
        self._serving = True
        for fd in self._listeners:
            self._loop._add_reader(fd, self._accept, fd)

    def _accept(self, fd):
        for _ in range(self._backlog):
            try:
                accepted = _asyncio._net_accept(fd)
            except OSError as error:
                if error.errno not in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                    raise
                self._loop.call_exception_handler({
                    'message': 'socket.accept() out of system resource',
                    'exception': error,
                    'socket': trsock.TransportSocket(fd),
                })
                self._loop._remove_reader(fd)
                self._loop.call_later(constants.ACCEPT_RETRY_DELAY, self._accept_again, fd)
                return
            if accepted is None:
                return
            try:
                self._loop._connect_transport(accepted[0], self._protocol_factory(), server=self, peername=accepted[1])
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                self._loop.call_exception_handler({
                    'message': 'Error on transport creation for incoming connection', 'exception': error,
                })

    def _accept_again(self, fd):
        if self._listeners is not None and fd in self._listeners:
            self._loop._add_reader(fd, self._accept, fd)

    def close(self):
        listeners = self._listeners
        if listeners is None:
            return
        self._listeners = None
        for fd in listeners:
            self._loop._remove_reader(fd)
            if fd in self._reals:
                self._reals[fd].close()
            else:
                _asyncio._net_close(fd)
        if self._unlink is not None:
            import os
            path, inode = self._unlink
            try:
                if os.stat(path).st_ino == inode:
                    os.unlink(path)
            except OSError:
                pass
        self._serving = False
        if self._serving_forever is not None and not self._serving_forever.done():
            self._serving_forever.cancel()
            self._serving_forever = None
        if not self._clients:
            self._wakeup()

    def close_clients(self):
        for transport in self._clients.copy():
            transport.close()

    def abort_clients(self):
        for transport in self._clients.copy():
            transport.abort()

    async def start_serving(self):
        self._start_serving()
        await tasks.sleep(0)

    async def serve_forever(self):
        if self._serving_forever is not None:
            raise RuntimeError(f'server {self!r} is already being awaited on serve_forever()')
        if self._listeners is None:
            raise RuntimeError(f'server {self!r} is closed')
        self._start_serving()
        self._serving_forever = self._loop.create_future()
        try:
            await self._serving_forever
        except exceptions.CancelledError:
            try:
                self.close()
                await self.wait_closed()
            finally:
                raise
        finally:
            self._serving_forever = None

    async def wait_closed(self):
        if self._waiters is None:
            return
        waiter = self._loop.create_future()
        self._waiters.append(waiter)
        await waiter


class NetworkMixin:
    """The part of an event loop that deals with descriptors."""

    # ---- descriptors of the program ----

    def add_reader(self, fd, callback, *args):
        """Calls `callback(*args)` whenever a descriptor can be read."""
        self._add_reader(fd, callback, *args)

    def _stop_serving(self, sock):
        self._remove_reader(sock.fileno())
        sock.close()

    def remove_reader(self, fd):
        return self._remove_reader(fd)

    def add_writer(self, fd, callback, *args):
        self._add_writer(fd, callback, *args)

    def remove_writer(self, fd):
        return self._remove_writer(fd)

    # ---- connections ----

    def _connect_transport(self, fd, protocol, server=None, peername=None, sock=None):
        """A transport for a connected socket; its protocol is told in the next turn."""
        extra = {'socket': sock if sock is not None else trsock.TransportSocket(fd)}
        try:
            extra['sockname'] = _asyncio._net_name(fd)
        except OSError:
            extra['sockname'] = None
        if peername is None:
            try:
                peername = _asyncio._net_peer(fd)
            except OSError:
                peername = None
        extra['peername'] = peername
        transport = _asyncio._SelectorSocketTransport(self, fd, protocol, extra, server, sock)
        if server is not None:
            server._attach(transport)
        self.call_soon(protocol.connection_made, transport)
        self.call_soon(transport._begin)
        return transport

    async def _resolve(self, host, port, family=0, flags=0):
        if port is None:
            port = 0
        if isinstance(port, str):
            if port.isdigit():
                port = int(port)
            else:
                import socket
                try:
                    port = socket.getservbyname(port)
                except OSError:
                    raise socket.gaierror(socket.EAI_SERVICE, 'Servname not supported for ai_socktype') from None
        if host in ('', None):
            found = [('::1', port, 0, 0), ('127.0.0.1', port)]
            return _of_family(found, family)
        if isinstance(host, bytes):
            host = host.decode('ascii')
        found = _numeric_first(host, port, family)
        if found is None:
            found = _of_family(await self.run_in_executor(None, _asyncio._net_resolve, host, port, True), family)
        if not found:
            raise OSError(f'getaddrinfo({host!r}) returned empty list')
        return found

    async def _connect_one(self, address, local=None):
        try:
            fd, done = _asyncio._net_connect(address, local)
        except OSError as error:
            if local is None or error.errno not in (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES):
                raise
            text = f'error while attempting to bind on address {local!r}: {(error.strerror or "").lower()}'
            raise OSError(error.errno, text) from None
        if not done:
            waiter = self.create_future()
            self._add_writer(fd, futures._set_result_unless_cancelled, waiter, None)
            try:
                await waiter
            except BaseException:
                self._remove_writer(fd)
                _asyncio._net_close(fd)
                raise
            self._remove_writer(fd)
            try:
                _asyncio._net_connected(fd)
            except OSError as error:
                _asyncio._net_close(fd)
                raise OSError(error.errno, f'Connect call failed {address}') from None
        return fd

    async def create_connection(
        self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None,
        server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None,
        all_errors=False,
    ):
        """Connects to a host: (transport, protocol)."""
        if server_hostname is not None and not ssl:
            raise ValueError('server_hostname is only meaningful with ssl')
        if ssl_handshake_timeout is not None and not ssl:
            raise ValueError('ssl_handshake_timeout is only meaningful with ssl')
        if ssl_shutdown_timeout is not None and not ssl:
            raise ValueError('ssl_shutdown_timeout is only meaningful with ssl')
        _check_ssl(ssl)
        if sock is not None:
            if host is not None or port is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            _check_stream(sock)
            sock.setblocking(False)
            return await self._made(sock.fileno(), protocol_factory, sock)
        if host is None and port is None:
            raise ValueError('host and port was not specified and no sock specified')
        local = None
        if local_addr is not None:
            local = (await self._resolve(*local_addr, family))[0]
        errors = []
        for address in await self._resolve(host, port, family):
            try:
                fd = await self._connect_one(address, local)
                break
            except OSError as error:
                errors.append(error)
        else:
            try:
                if all_errors:
                    raise ExceptionGroup('create_connection failed', errors)
                if len(errors) == 1 or all(str(error) == str(errors[0]) for error in errors):
                    raise errors[0]
                raise OSError('Multiple exceptions: {}'.format(', '.join(str(error) for error in errors)))
            finally:
                errors = None
        return await self._made(fd, protocol_factory)

    async def _made(self, fd, protocol_factory, sock=None, server=None):
        try:
            protocol = protocol_factory()
            transport = self._connect_transport(fd, protocol, server, sock=sock)
        except BaseException:
            if sock is None:
                _asyncio._net_close(fd)
            raise
        # Until the protocol has been told.
        waiter = self.create_future()
        self.call_soon(futures._set_result_unless_cancelled, waiter, None)
        try:
            await waiter
        except BaseException:
            transport.close()
            raise
        return transport, protocol

    async def create_unix_connection(
        self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None,
        ssl_shutdown_timeout=None,
    ):
        if server_hostname is not None and not ssl:
            raise ValueError('server_hostname is only meaningful with ssl')
        if ssl and server_hostname is None:
            raise ValueError('you have to pass server_hostname when using ssl')
        _check_ssl(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        if path is not None:
            if sock is not None:
                raise ValueError('path and sock can not be specified at the same time')
            import os
            return await self._made(await self._connect_one(os.fspath(path)), protocol_factory)
        if sock is None:
            raise ValueError('no path and sock were specified')
        _check_unix(sock)
        sock.setblocking(False)
        return await self._made(sock.fileno(), protocol_factory, sock)

    async def connect_accepted_socket(self, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        _check_ssl(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        _check_stream(sock)
        sock.setblocking(False)
        return await self._made(sock.fileno(), protocol_factory, sock)

    # ---- servers ----

    async def create_server(
        self, protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None, backlog=100, ssl=None, reuse_address=None,
        reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True,
    ):
        """Listens at a host's addresses."""
        if isinstance(ssl, bool):
            raise TypeError('ssl argument must be an SSLContext or None')
        _check_ssl(ssl)
        reals = {}
        if sock is not None:
            if host is not None or port is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            _check_stream(sock)
            sock.setblocking(False)
            sock.listen(backlog)
            listeners = [sock.fileno()]
            reals[sock.fileno()] = sock
        else:
            if host is None and port is None:
                raise ValueError('Neither host/port nor sock were specified')
            if reuse_address is None:
                reuse_address = True
            listeners = []
            try:
                for address in await self._listening_addresses(host, port, family):
                    try:
                        listeners.append(_asyncio._net_listen(address, backlog, reuse_address, bool(reuse_port)))
                    except OSError as error:
                        if error.errno == errno.EADDRNOTAVAIL or error.errno == errno.EAFNOSUPPORT:
                            # Such as IPv6 where there is none.
                            continue
                        raise OSError(
                            error.errno,
                            f'error while attempting to bind on address {address!r}: {(error.strerror or "").lower()}',
                        ) from None
                if not listeners:
                    raise OSError('could not bind on any address out of %r' % (host,))
            except BaseException:
                for fd in listeners:
                    _asyncio._net_close(fd)
                raise
        server = Server(self, listeners, protocol_factory, backlog, reals)
        if start_serving:
            server._start_serving()
            await tasks.sleep(0)
        return server

    async def _listening_addresses(self, host, port, family):
        if host in ('', None):
            return _of_family([('0.0.0.0', port or 0), ('::', port or 0, 0, 0)], family)
        hosts = [host] if isinstance(host, (str, bytes)) else host
        found = []
        for host in hosts:
            for address in await self._resolve(host, port, family):
                if address not in found:
                    found.append(address)
        return found

    async def create_unix_server(
        self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
        start_serving=True, cleanup_socket=True,
    ):
        if isinstance(ssl, bool):
            raise TypeError('ssl argument must be an SSLContext or None')
        _check_ssl(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        import os
        reals = {}
        unlink = None
        if path is not None:
            if sock is not None:
                raise ValueError('path and sock can not be specified at the same time')
            path = os.fspath(path)
            try:
                import stat
                if stat.S_ISSOCK(os.stat(path).st_mode):
                    os.remove(path)
            except FileNotFoundError:
                pass
            try:
                fd = _asyncio._net_listen(path, backlog, False, False)
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    raise OSError(errno.EADDRINUSE, f'Address {path!r} is already in use') from None
                raise
            if cleanup_socket:
                unlink = path, os.stat(path).st_ino
        else:
            if sock is None:
                raise ValueError('path was not specified, and no sock specified')
            _check_unix(sock)
            sock.setblocking(False)
            sock.listen(backlog)
            fd = sock.fileno()
            reals[fd] = sock
            path = sock.getsockname()
            if cleanup_socket and path and path[0] not in (0, '\x00'):
                unlink = path, os.stat(path).st_ino
        server = Server(self, [fd], protocol_factory, backlog, reals, unlink)
        if start_serving:
            server._start_serving()
            await tasks.sleep(0)
        return server

    # ---- pipes ----

    async def connect_read_pipe(self, protocol_factory, pipe):
        """Reads a pipe: (transport, protocol)."""
        from . import pipes
        protocol = protocol_factory()
        transport = pipes._UnixReadPipeTransport(self, pipe, protocol)
        return await self._connect_pipe(transport, protocol)

    async def connect_write_pipe(self, protocol_factory, pipe):
        """Writes to a pipe: (transport, protocol)."""
        from . import pipes
        protocol = protocol_factory()
        transport = pipes._UnixWritePipeTransport(self, pipe, protocol)
        return await self._connect_pipe(transport, protocol)

    async def _connect_pipe(self, transport, protocol):
        waiter = self.create_future()
        self.call_soon(protocol.connection_made, transport)
        if transport._is_watched:
            self.call_soon(transport._begin)
        self.call_soon(futures._set_result_unless_cancelled, waiter, None)
        try:
            await waiter
        except BaseException:
            transport.close()
            raise
        if self.get_debug():
            logger.debug('Pipe %r connected: (%r, %r)', transport.get_extra_info('pipe').fileno(), transport, protocol)
        return transport, protocol

    # ---- the program's own sockets ----

    def _when(self, sock, add, remove, attempt):
        """Tries again whenever the socket is ready; gives a future of what comes of it."""
        future = self.create_future()
        fd = sock.fileno()

        def ready():
            if future.done():
                return
            try:
                result = attempt()
            except (BlockingIOError, InterruptedError):
                return
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        handle = add(fd, ready)

        def done(future):
            # Somebody else may have taken the descriptor over.
            if not handle.cancelled():
                remove(fd)

        future.add_done_callback(done)
        return future

    def _check_blocking(self, sock):
        if self.get_debug() and sock.gettimeout() != 0:
            raise ValueError('the socket must be non-blocking')

    async def _try(self, sock, attempt, writes=False):
        self._check_blocking(sock)
        try:
            return attempt()
        except (BlockingIOError, InterruptedError):
            pass
        if writes:
            return await self._when(sock, self._add_writer, self._remove_writer, attempt)
        return await self._when(sock, self._add_reader, self._remove_reader, attempt)

    async def sock_recv(self, sock, n):
        return await self._try(sock, lambda: sock.recv(n))

    async def sock_recv_into(self, sock, buf):
        return await self._try(sock, lambda: sock.recv_into(buf))

    async def sock_recvfrom(self, sock, bufsize):
        return await self._try(sock, lambda: sock.recvfrom(bufsize))

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        return await self._try(sock, lambda: sock.recvfrom_into(buf, nbytes or len(buf)))

    async def sock_sendto(self, sock, data, address):
        return await self._try(sock, lambda: sock.sendto(data, address), True)

    async def sock_sendall(self, sock, data):
        self._check_blocking(sock)
        rest = memoryview(data).cast('B')
        while rest:
            sent = await self._try(sock, lambda: sock.send(rest), True)
            rest = rest[sent:]

    async def sock_accept(self, sock):
        connection, address = await self._try(sock, sock.accept)
        connection.setblocking(False)
        return connection, address

    async def sock_connect(self, sock, address):
        import socket
        self._check_blocking(sock)
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            address = (await self._resolve(address[0], address[1], sock.family))[0]
        fd = sock.fileno()
        try:
            sock.connect(address)
            return
        except (BlockingIOError, InterruptedError):
            pass
        waiter = self.create_future()
        handle = self._add_writer(fd, futures._set_result_unless_cancelled, waiter, None)
        try:
            await waiter
        finally:
            # Somebody else may have taken the descriptor over.
            if not handle.cancelled():
                self._remove_writer(fd)
        error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error != 0:
            raise OSError(error, f'Connect call failed {address}')

    async def sock_sendfile(self, sock, file, offset=0, count=None, *, fallback=True):
        self._check_blocking(sock)
        _check_sendfile(sock, file, offset, count)
        file.seek(offset)
        total = 0
        while count is None or total < count:
            block = file.read(min(65536, count - total) if count is not None else 65536)
            if not block:
                break
            await self.sock_sendall(sock, block)
            total += len(block)
        return total

    async def sendfile(self, transport, file, offset=0, count=None, *, fallback=True):
        if transport.is_closing():
            raise RuntimeError('Transport is closing')
        file.seek(offset)
        total = 0
        while count is None or total < count:
            block = file.read(min(65536, count - total) if count is not None else 65536)
            if not block:
                break
            transport.write(block)
            total += len(block)
            while transport.get_write_buffer_size() > 65536:
                await tasks.sleep(0)
        return total

    # ---- datagrams ----

    async def create_datagram_endpoint(
        self, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0, reuse_port=None,
        allow_broadcast=None, sock=None,
    ):
        import socket
        if sock is None:
            if not (local_addr or remote_addr or family):
                raise ValueError('unexpected address family')
            local = remote = None
            given = [address for address in (local_addr, remote_addr) if address is not None]
            if family == socket.AF_UNIX:
                if not all(isinstance(address, str) for address in given):
                    raise TypeError('string is expected')
                local, remote = local_addr, remote_addr
            else:
                if not all(isinstance(address, tuple) and len(address) == 2 for address in given):
                    raise TypeError('2-tuple is expected')
                if local_addr:
                    local = (await self._resolve(*local_addr, family))[0]
                if remote_addr:
                    remote = (await self._resolve(*remote_addr, family))[0]
                address = remote or local
                if address:
                    family = socket.AF_INET if len(address) == 2 else socket.AF_INET6
            sock = socket.socket(family, socket.SOCK_DGRAM, proto)
            try:
                if reuse_port:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                if allow_broadcast:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                sock.setblocking(False)
                if local:
                    sock.bind(local)
                if remote:
                    await self.sock_connect(sock, remote)
            except BaseException:
                sock.close()
                raise
        else:
            remote = None
            if sock.type == socket.SOCK_STREAM:
                raise ValueError(f'A datagram socket was expected, got {sock!r}')
            given = {
                'local_addr': local_addr, 'remote_addr': remote_addr, 'family': family, 'proto': proto, 'flags': flags,
                'reuse_port': reuse_port, 'allow_broadcast': allow_broadcast,
            }
            problems = ', '.join(f'{name}={value}' for name, value in given.items() if value)
            if problems:
                raise ValueError(f'socket modifier keyword arguments can not be used when sock is specified. ({problems})')
            sock.setblocking(False)
        from .datagrams import DatagramTransport
        protocol = protocol_factory()
        transport = DatagramTransport(self, sock, protocol, remote)
        await tasks.sleep(0)
        return transport, protocol


def _check_ssl(ssl, handshake_timeout=None, shutdown_timeout=None):
    if not ssl:
        if handshake_timeout is not None:
            raise ValueError('ssl_handshake_timeout is only meaningful with ssl')
        if shutdown_timeout is not None:
            raise ValueError('ssl_shutdown_timeout is only meaningful with ssl')
    else:
        raise NotImplementedError('there is no ssl module')


def _check_unix(sock):
    import socket
    if sock.family != socket.AF_UNIX or sock.type != socket.SOCK_STREAM:
        raise ValueError(f'A UNIX Domain Stream Socket was expected, got {sock!r}')


def _check_sendfile(sock, file, offset, count):
    import socket
    if 'b' not in getattr(file, 'mode', 'b'):
        raise ValueError('file should be opened in binary mode')
    if sock.type != socket.SOCK_STREAM:
        raise ValueError('only SOCK_STREAM type sockets are supported')
    if count is not None:
        if not isinstance(count, int):
            raise TypeError(f'count must be a positive integer (got {count!r})')
        if count <= 0:
            raise ValueError(f'count must be a positive integer (got {count!r})')
    if not isinstance(offset, int):
        raise TypeError(f'offset must be a non-negative integer (got {offset!r})')
    if offset < 0:
        raise ValueError(f'offset must be a non-negative integer (got {offset!r})')


def _check_stream(sock):
    import socket
    if sock.type != socket.SOCK_STREAM:
        raise ValueError(f'A Stream Socket was expected, got {sock!r}')
