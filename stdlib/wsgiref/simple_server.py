"""A server that runs one WSGI application, for trying it out."""

import io
import sys
import urllib.parse

from http.server import BaseHTTPRequestHandler, HTTPServer
from platform import python_implementation
from wsgiref.handlers import SimpleHandler

__all__ = ['WSGIServer', 'WSGIRequestHandler', 'demo_app', 'make_server']

__version__ = '0.2'
server_version = 'WSGIServer/' + __version__
sys_version = python_implementation() + '/' + sys.version.split()[0]
software_version = server_version + ' ' + sys_version


class ServerHandler(SimpleHandler):
    """Handles the request of a WSGIRequestHandler."""

    server_software = software_version

    def close(self):
        try:
            self.request_handler.log_request(self.status.split(' ', 1)[0], self.bytes_sent)
        finally:
            SimpleHandler.close(self)


class WSGIServer(HTTPServer):
    application = None

    def server_bind(self):
        super().server_bind()
        self.setup_environ()

    def setup_environ(self):
        self.base_environ = {
            'SERVER_NAME': self.server_name, 'GATEWAY_INTERFACE': 'CGI/1.1', 'SERVER_PORT': str(self.server_port), 'REMOTE_HOST': '',
            'CONTENT_LENGTH': '', 'SCRIPT_NAME': '',
        }

    def get_app(self):
        return self.application

    def set_app(self, application):
        self.application = application


class WSGIRequestHandler(BaseHTTPRequestHandler):
    server_version = server_version

    def get_environ(self):
        """What the application is told of the request."""
        path, _, query = self.path.partition('?')
        environ = dict(self.server.base_environ)
        environ.update({
            'SERVER_PROTOCOL': self.request_version, 'SERVER_SOFTWARE': self.server_version, 'REQUEST_METHOD': self.command,
            'PATH_INFO': urllib.parse.unquote(path, 'iso-8859-1'), 'QUERY_STRING': query, 'REMOTE_ADDR': self.client_address[0],
            'CONTENT_TYPE': self.headers.get('Content-Type', 'text/plain'),
        })
        length = self.headers.get('Content-Length')
        if length:
            environ['CONTENT_LENGTH'] = length
        for name, value in self.headers.items():
            key = name.replace('-', '_').upper()
            if key in environ:
                continue
            key = 'HTTP_' + key
            environ[key] = f'{environ[key]},{value.strip()}' if key in environ else value.strip()
        return environ

    def get_stderr(self):
        return sys.stderr

    def handle(self):
        self.raw_requestline = self.rfile.readline(65537)
        if len(self.raw_requestline) > 65536:
            self.requestline = self.request_version = self.command = ''
            self.send_error(414)
            return
        if not self.parse_request():
            return
        handler = ServerHandler(self.rfile, self.wfile, self.get_stderr(), self.get_environ(), multithread=False)
        handler.request_handler = self
        handler.run(self.server.get_app())


def demo_app(environ, start_response):
    text = io.StringIO()
    print('Hello world!', file=text)
    print(file=text)
    for key, value in sorted(environ.items()):
        print(key, '=', repr(value), file=text)
    start_response('200 OK', [('Content-Type', 'text/plain; charset=utf-8')])
    return [text.getvalue().encode('utf-8')]


def make_server(host, port, app, server_class=WSGIServer, handler_class=WSGIRequestHandler):
    """A server that runs `app` at an address."""
    server = server_class((host, port), handler_class)
    server.set_app(app)
    return server


if __name__ == '__main__':
    with make_server('', 8000, demo_app) as server:
        print('Serving HTTP on', server.server_address[0], 'port', server.server_port, '...')
        import webbrowser
        webbrowser.open('http://localhost:8000/xyz?abc')
        server.handle_request()
