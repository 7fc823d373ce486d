"""Servers on sockets that block: each request is given to a handler, in the server's thread or in one of its own."""

import io
import os
import selectors
import socket
import sys
import threading
import time

__all__ = [
    'BaseServer', 'TCPServer', 'UDPServer', 'ThreadingUDPServer', 'ThreadingTCPServer', 'BaseRequestHandler', 'StreamRequestHandler',
    'DatagramRequestHandler', 'ThreadingMixIn', 'UnixStreamServer', 'UnixDatagramServer', 'ThreadingUnixStreamServer',
    'ThreadingUnixDatagramServer',
]


class BaseServer:
    """What servers have in common: waiting for requests, and what is done with one. Subclasses say where requests come from."""

    timeout = None

    def __init__(self, server_address, RequestHandlerClass):
        self.server_address = server_address
        self.RequestHandlerClass = RequestHandlerClass
        self._stopping = False
        self._stopped = threading.Event()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.server_close()

    def server_activate(self):
        """Begins to listen."""

    def server_close(self):
        """Gives up the socket."""

    # ---- waiting ----

    def serve_forever(self, poll_interval=0.5):
        """Handles requests until shutdown() is called by another thread, which is noticed every `poll_interval` seconds."""
        self._stopped.clear()
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self, selectors.EVENT_READ)
                while not self._stopping:
                    ready = selector.select(poll_interval)
                    if self._stopping:
                        break
                    if ready:
                        self._handle_request_noblock()
                    self.service_actions()
        finally:
            self._stopping = False
            self._stopped.set()

    def shutdown(self):
        """Ends serve_forever() and waits until it has ended."""
        self._stopping = True
        self._stopped.wait()

    def service_actions(self):
        """Called by serve_forever() again and again."""

    def handle_request(self):
        """Handles one request, unless none comes in time."""
        own = self.socket.gettimeout()
        limits = [limit for limit in (own, self.timeout) if limit is not None]
        end = time.monotonic() + min(limits) if limits else None
        with selectors.DefaultSelector() as selector:
            selector.register(self, selectors.EVENT_READ)
            while not selector.select(None if end is None else max(end - time.monotonic(), 0)):
                if end is not None and time.monotonic() >= end:
                    return self.handle_timeout()
        return self._handle_request_noblock()

    def handle_timeout(self):
        """No request came in time."""

    # ---- a request ----

    def _handle_request_noblock(self):
        try:
            request, address = self.get_request()
        except OSError:
            return
        try:
            if self.verify_request(request, address):
                self.process_request(request, address)
            else:
                self.shutdown_request(request)
        except Exception:
            self.handle_error(request, address)
            self.shutdown_request(request)
        except:
            self.shutdown_request(request)
            raise

    def verify_request(self, request, client_address):
        """Whether the request is to be handled."""
        return True

    def process_request(self, request, client_address):
        self.finish_request(request, client_address)
        self.shutdown_request(request)

    def finish_request(self, request, client_address):
        """Has a handler deal with the request."""
        self.RequestHandlerClass(request, client_address, self)

    def shutdown_request(self, request):
        """The request has been dealt with."""
        self.close_request(request)

    def close_request(self, request):
        """Gives up what the request holds."""

    def handle_error(self, request, client_address):
        """A handler has raised: prints the traceback."""
        import traceback
        line = '-' * 40
        print(line, file=sys.stderr)
        print('Exception occurred during processing of request from', client_address, file=sys.stderr)
        traceback.print_exc()
        print(line, file=sys.stderr)


class TCPServer(BaseServer):
    """Answers connections. The address it has in the end may have another port than was asked for."""

    address_family, socket_type = socket.AF_INET, socket.SOCK_STREAM
    allow_reuse_address = allow_reuse_port = False
    request_queue_size = 5

    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True):
        super().__init__(server_address, RequestHandlerClass)
        self.socket = socket.socket(self.address_family, self.socket_type)
        if not bind_and_activate:
            return
        try:
            self.server_bind()
            self.server_activate()
        except BaseException:
            self.server_close()
            raise

    def server_bind(self):
        own, is_internet = self.socket, self.address_family in (socket.AF_INET, socket.AF_INET6)
        if self.allow_reuse_port and is_internet:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if self.allow_reuse_address:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.bind(self.server_address)
        self.server_address = own.getsockname()

    def server_activate(self):
        self.socket.listen(self.request_queue_size)

    def server_close(self):
        self.socket.close()

    def fileno(self):
        return self.socket.fileno()

    def get_request(self):
        return self.socket.accept()

    def shutdown_request(self, request):
        try:
            request.shutdown(socket.SHUT_WR)
        except OSError:
            # The client may have gone first.
            pass
        self.close_request(request)

    def close_request(self, request):
        request.close()


class UDPServer(TCPServer):
    socket_type = socket.SOCK_DGRAM
    max_packet_size = 8192

    def get_request(self):
        data, address = self.socket.recvfrom(self.max_packet_size)
        return (data, self.socket), address

    def server_activate(self):
        pass

    def shutdown_request(self, request):
        self.close_request(request)

    def close_request(self, request):
        pass


class ThreadingMixIn:
    """Each request is handled by a thread of its own."""

    daemon_threads = False
    block_on_close = True
    _threads = None

    def process_request_thread(self, request, client_address):
        try:
            self.finish_request(request, client_address)
        except Exception:
            self.handle_error(request, client_address)
        finally:
            self.shutdown_request(request)

    def process_request(self, request, client_address):
        thread = threading.Thread(target=self.process_request_thread, args=(request, client_address), daemon=self.daemon_threads)
        if self.block_on_close and not self.daemon_threads:
            running = [thread for thread in self._threads or () if thread.is_alive()]
            self._threads = [*running, thread]
        thread.start()

    def server_close(self):
        super().server_close()
        threads, self._threads = self._threads, None
        for thread in threads or ():
            thread.join()


class ThreadingTCPServer(ThreadingMixIn, TCPServer):
    pass


class ThreadingUDPServer(ThreadingMixIn, UDPServer):
    pass


class UnixStreamServer(TCPServer):
    address_family = socket.AF_UNIX


class UnixDatagramServer(UDPServer):
    address_family = socket.AF_UNIX


class ThreadingUnixStreamServer(ThreadingMixIn, UnixStreamServer):
    pass


class ThreadingUnixDatagramServer(ThreadingMixIn, UnixDatagramServer):
    pass


class BaseRequestHandler:
    """Deals with one request: setup(), handle(), and finish() whatever handle() does."""

    def __init__(self, request, client_address, server):
        self.request, self.client_address, self.server = request, client_address, server
        self.setup()
        try:
            self.handle()
        finally:
            self.finish()

    def setup(self):
        pass

    def handle(self):
        pass

    def finish(self):
        pass


class _Writer(io.BufferedIOBase):
    """Writes to a socket at once and all of it."""

    def __init__(self, sock):
        self._sock = sock

    def writable(self):
        return True

    def write(self, data):
        self._sock.sendall(data)
        with memoryview(data) as view:
            return view.nbytes

    def fileno(self):
        return self._sock.fileno()


class StreamRequestHandler(BaseRequestHandler):
    """`rfile` and `wfile` are the connection as files."""

    timeout, disable_nagle_algorithm = None, False
    rbufsize, wbufsize = -1, 0

    def setup(self):
        self.connection = link = self.request
        if self.disable_nagle_algorithm:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        if self.timeout is not None:
            link.settimeout(self.timeout)
        self.rfile = link.makefile('rb', self.rbufsize)
        self.wfile = link.makefile('wb', self.wbufsize) if self.wbufsize else _Writer(link)

    def finish(self):
        out = self.wfile
        try:
            if not out.closed:
                out.flush()
        except OSError:
            # The client has gone.
            pass
        out.close()
        self.rfile.close()


class DatagramRequestHandler(BaseRequestHandler):
    """`rfile` holds the packet, and what is written to `wfile` is the answer."""

    def setup(self):
        self.packet, self.socket = self.request
        self.rfile = io.BytesIO(self.packet)
        self.wfile = io.BytesIO()

    def finish(self):
        self.socket.sendto(self.wfile.getvalue(), self.client_address)
