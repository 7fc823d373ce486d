"""A server that runs one WSGI application, for trying it out."""

import io
import sys
import urllib.parse

from http.server import BaseHTTPRequestHandler, HTTPServer

__all__ = ['WSGIServer', 'WSGIRequestHandler', 'demo_app', 'make_server']

software_version = 'WSGIServer/0.2 CPython/' + sys.version.split()[0]


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
    server_version = software_version

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
        if self.parse_request():
            _Call(self).run(self.server.get_app())


class _Call:
    """One call of an application."""

    def __init__(self, handler):
        self.handler = handler
        self.status = None
        self.fields = None
        self.is_begun = False

    def run(self, application):
        handler = self.handler
        environ = {
            **handler.get_environ(), 'wsgi.version': (1, 0), 'wsgi.url_scheme': 'http', 'wsgi.input': handler.rfile,
            'wsgi.errors': handler.get_stderr(), 'wsgi.multithread': False, 'wsgi.multiprocess': False, 'wsgi.run_once': False,
        }
        parts = None
        try:
            parts = application(environ, self.start_response)
            for part in parts:
                if part:
                    self.write(part)
            if not self.is_begun:
                self.write(b'')
        except Exception:
            import traceback
            traceback.print_exc(file=handler.get_stderr())
            if not self.is_begun:
                self.status, self.fields = '500 Internal Server Error', [('Content-Type', 'text/plain')]
                self.write(b'A server error occurred.  Please contact the administrator.')
        finally:
            if hasattr(parts, 'close'):
                parts.close()

    def start_response(self, status, headers, exc_info=None):
        if exc_info:
            try:
                if self.is_begun:
                    raise exc_info[1]
            finally:
                exc_info = None
        elif self.status is not None:
            raise AssertionError('Headers already set!')
        self.status, self.fields = status, list(headers)
        return self.write

    def write(self, data):
        if self.status is None:
            raise AssertionError('write() before start_response()')
        handler = self.handler
        if not self.is_begun:
            self.is_begun = True
            code = self.status.split(' ', 1)[0]
            handler.log_request(code)
            names = {name.lower() for name, _ in self.fields}
            lines = [f'HTTP/1.0 {self.status}']
            if 'date' not in names:
                lines.append(f'Date: {handler.date_time_string()}')
            if 'server' not in names:
                lines.append(f'Server: {handler.version_string()}')
            lines += [f'{name}: {value}' for name, value in self.fields]
            handler.wfile.write('\r\n'.join(lines).encode('iso-8859-1') + b'\r\n\r\n')
        if handler.command != 'HEAD':
            handler.wfile.write(data)
        handler.wfile.flush()


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
