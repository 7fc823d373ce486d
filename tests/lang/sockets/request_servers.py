# socketserver, http.server and wsgiref: servers on blocking sockets, with clients in this thread.
import os
import socket
import socketserver
import sys
import tempfile
import threading
from contextlib import contextmanager
from http import HTTPMethod, HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from wsgiref.simple_server import WSGIRequestHandler, make_server

sys.stderr = sys.stdout


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={'poll_interval': 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(address, data, family=socket.AF_INET):
    with socket.socket(family) as client:
        client.connect(address)
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        answer = b''
        while part := client.recv(65536):
            answer += part
        return answer


class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


class Whole(socketserver.BaseRequestHandler):
    def setup(self):
        self.server.calls.append('setup')

    def handle(self):
        self.request.sendall(b'got %d' % len(self.request.recv(100)))

    def finish(self):
        self.server.calls.append('finish')


print('-- streams')
with running(socketserver.TCPServer(('127.0.0.1', 0), Upper)) as server:
    print(ask(server.server_address, b'one\ntwo\n'), server.fileno() > 0)
with running(socketserver.ThreadingTCPServer(('127.0.0.1', 0), Upper)) as server:
    # One that says nothing does not hold up the others.
    with socket.create_connection(server.server_address) as silent:
        print([ask(server.server_address, b'line %d' % number) for number in range(3)])
with socketserver.TCPServer(('127.0.0.1', 0), Whole) as server:
    server.calls = []
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    print(ask(server.server_address, b'12345'))
    thread.join()
    print(server.calls)
    server.timeout = 0.01
    server.handle_timeout = lambda: print('nobody came')
    server.handle_request()

print('-- others')
with running(socketserver.UDPServer(('127.0.0.1', 0), type('Echo', (socketserver.DatagramRequestHandler,), {
    'handle': lambda self: self.wfile.write(self.rfile.read()[::-1])
}))) as server:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(30)
        client.sendto(b'abc', server.server_address)
        print(client.recv(100))
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'socket')
    with running(socketserver.UnixStreamServer(path, Upper)) as server:
        print(ask(path, b'by path', socket.AF_UNIX))


class Picky(socketserver.TCPServer):
    def verify_request(self, request, client_address):
        return False


with running(Picky(('127.0.0.1', 0), Upper)) as server:
    print(ask(server.server_address, b''))


class Failing(socketserver.BaseRequestHandler):
    def handle(self):
        raise ValueError('in the handler')


class Telling(socketserver.TCPServer):
    def handle_error(self, request, client_address):
        print('failed:', repr(sys.exception()))


with running(Telling(('127.0.0.1', 0), Failing)) as server:
    print(ask(server.server_address, b''))


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == '/missing':
            return self.send_error(404)
        body = f'{self.command} {self.path} {self.headers["X-Name"]} {self.headers.get("none", "-")}'.encode()
        self.send_response(HTTPStatus.OK)
        self.send_header('Content-Type', 'text/plain')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    do_HEAD = do_GET

    def do_POST(self):
        data = self.rfile.read(int(self.headers['content-length']))
        self.send_response(201, 'Made')
        self.end_headers()
        self.wfile.write(data[::-1])

    def log_message(self, format, *args):
        print('log:', format % args)


def shown(answer):
    if answer.startswith(b'<!DOCTYPE'):
        # What the page says is the implementation's affair.
        return ['a page alone'], b''
    head, _, body = answer.partition(b'\r\n\r\n')
    lines = [line for line in head.decode().split('\r\n') if not line.startswith(('Date', 'Server'))]
    return lines, body


print('-- http')
with running(HTTPServer(('127.0.0.1', 0), Pages)) as server:
    address = server.server_address
    print(server.server_port == address[1])
    for request in (
        b'GET /page HTTP/1.0\r\nX-Name: value\r\n\r\n', b'HEAD /page HTTP/1.0\r\n\r\n', b'POST / HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc',
        b'GET /old\r\n', b'PUT / HTTP/1.0\r\n\r\n', b'GET / HTTP/2.0\r\n\r\n', b'GET / FTP/1.0\r\n\r\n', b'GET //x//y HTTP/1.0\r\n\r\n',
    ):
        lines, body = shown(ask(address, request))
        print(lines[0] if b'HTML' in body or not lines[0].startswith('HTTP/1.0 2') else lines, body if b'HTML' not in body else '')
    print(shown(ask(address, b'GET /missing HTTP/1.0\r\n\r\n'))[0][0])
    print(shown(ask(address, b'GET /' + b'x' * 70000 + b' HTTP/1.0\r\n\r\n'))[0][0])


class Keeping(Pages):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *args):
        pass


with running(ThreadingHTTPServer(('127.0.0.1', 0), Keeping)) as server:
    answer = ask(server.server_address, b'GET /1 HTTP/1.1\r\n\r\n' * 2 + b'GET /2 HTTP/1.1\r\nConnection: close\r\n\r\nGET /never HTTP/1.1\r\n\r\n')
    print(answer.count(b'HTTP/1.1 200 OK'), b'/2' in answer, b'never' in answer)
print(Pages.date_time_string(Pages, 784111777), HTTPStatus(404).phrase, HTTPStatus.OK.is_success, HTTPStatus.NOT_FOUND.is_client_error)
print(repr(HTTPMethod.GET), HTTPMethod('POST').description, HTTPStatus.URI_TOO_LONG is HTTPStatus.REQUEST_URI_TOO_LONG, len(HTTPStatus))

print('-- wsgi')


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def application(environ, start_response):
    if environ['PATH_INFO'] == '/fail':
        start_response('200 OK', [])
        raise RuntimeError('the application fails')
    start_response('200 Fine', [('Content-Type', 'text/plain')])
    data = environ['wsgi.input'].read(int(environ['CONTENT_LENGTH'] or 0))
    return [f'{environ["REQUEST_METHOD"]} {environ["PATH_INFO"]}?{environ["QUERY_STRING"]} {environ.get("HTTP_X_NAME")} '.encode(), data]


with running(make_server('127.0.0.1', 0, application, handler_class=Quiet)) as server:
    for request in b'GET /a%20b?q=1 HTTP/1.0\r\nX-Name: v\r\n\r\n', b'POST /p HTTP/1.0\r\nContent-Length: 4\r\n\r\ndata':
        lines, body = shown(ask(server.server_address, request))
        print(lines[0], body)
