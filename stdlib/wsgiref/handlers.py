"""What runs an application for one request: who derives from these says where the request comes from and the answer goes."""

import os
import sys
import time
from .headers import Headers
from .util import FileWrapper, guess_scheme, is_hop_by_hop

__all__ = ['BaseHandler', 'SimpleHandler', 'BaseCGIHandler', 'CGIHandler', 'IISCGIHandler', 'read_environ']

_DAYS = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')
_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')


def format_date_time(timestamp):
    """A time as it stands in header fields, whatever the locale."""
    year, month, day, hour, minute, second, weekday, *_ = time.gmtime(timestamp)
    return f'{_DAYS[weekday]}, {day:02} {_MONTHS[month - 1]} {year:4} {hour:02}:{minute:02}:{second:02} GMT'


_OF_REQUEST = frozenset({
    'SCRIPT_NAME', 'PATH_INFO', 'QUERY_STRING', 'REQUEST_METHOD', 'AUTH_TYPE', 'CONTENT_TYPE', 'CONTENT_LENGTH', 'HTTPS', 'REMOTE_USER',
    'REMOTE_IDENT',
})


def _is_of_request(name):
    return name in _OF_REQUEST or name.startswith(('HTTP_', 'SSL_')) or name.startswith('REDIRECT_') and _is_of_request(name[9:])


def read_environ():
    """The environment of the process. What comes from a request is bytes, as texts of latin-1."""
    return {name: os.fsencode(value).decode('iso-8859-1') if _is_of_request(name) else value for name, value in os.environ.items()}


class BaseHandler:
    """Calls an application and writes its answer."""

    wsgi_version = (1, 0)
    wsgi_multithread = wsgi_multiprocess = True
    wsgi_run_once = False
    # Whether this writes to a client rather than to a server, and so writes all of an answer.
    origin_server = True
    http_version = '1.0'
    server_software = None
    os_environ = read_environ()
    wsgi_file_wrapper = FileWrapper
    headers_class = Headers
    traceback_limit = None
    error_status = '500 Internal Server Error'
    error_headers = [('Content-Type', 'text/plain')]
    error_body = b'A server error occurred.  Please contact the administrator.'
    status = result = headers = None
    headers_sent = False
    bytes_sent = 0

    def run(self, application):
        """Handles a request."""
        try:
            self.setup_environ()
            self.result = application(self.environ, self.start_response)
            self.finish_response()
        except (ConnectionAbortedError, BrokenPipeError, ConnectionResetError):
            # Nobody is there to tell.
            return
        except BaseException:
            try:
                self.handle_error()
            except BaseException:
                # The server is to see it.
                self.close()
                raise

    def setup_environ(self):
        environ = self.environ = self.os_environ.copy()
        self.add_cgi_vars()
        environ |= {
            'wsgi.input': self.get_stdin(), 'wsgi.errors': self.get_stderr(), 'wsgi.version': self.wsgi_version,
            'wsgi.run_once': self.wsgi_run_once, 'wsgi.url_scheme': self.get_scheme(), 'wsgi.multithread': self.wsgi_multithread,
            'wsgi.multiprocess': self.wsgi_multiprocess,
        }
        if self.wsgi_file_wrapper is not None:
            environ['wsgi.file_wrapper'] = self.wsgi_file_wrapper
        if self.origin_server and self.server_software:
            environ.setdefault('SERVER_SOFTWARE', self.server_software)

    def finish_response(self):
        """Writes what the application gives."""
        try:
            if not self.result_is_file() or not self.sendfile():
                for data in self.result:
                    self.write(data)
                self.finish_content()
        except BaseException:
            # What describes the request is still needed for the report.
            if hasattr(self.result, 'close'):
                self.result.close()
            raise
        self.close()

    def get_scheme(self):
        return guess_scheme(self.environ)

    def set_content_length(self):
        """Says how long the answer is, if it is in one piece."""
        try:
            pieces = len(self.result)
        except (TypeError, AttributeError, NotImplementedError):
            return
        if pieces == 1:
            self.headers['Content-Length'] = str(self.bytes_sent)

    def cleanup_headers(self):
        if 'Content-Length' not in self.headers:
            self.set_content_length()

    def start_response(self, status, headers, exc_info=None):
        """What applications call."""
        if exc_info:
            try:
                if self.headers_sent:
                    raise
            finally:
                exc_info = None
        elif self.headers is not None:
            raise AssertionError('Headers already set!')
        self.status, self.headers = status, self.headers_class(headers)
        self._validate_status(self._convert_string_type(status, 'Status'))
        for name, value in headers:
            self._convert_string_type(name, 'Header name')
            self._convert_string_type(value, 'Header value')
            assert not is_hop_by_hop(name), f"Hop-by-hop header, '{name}: {value}', not allowed"
        return self.write

    def _validate_status(self, status):
        if len(status) < 4:
            raise AssertionError('Status must be at least 4 characters')
        if not status[:3].isdigit():
            raise AssertionError('Status message must begin w/3-digit code')
        if status[3] != ' ':
            raise AssertionError('Status message must have a space after code')

    def _convert_string_type(self, value, title):
        if type(value) is not str:
            raise AssertionError(f'{title} must be of type str (got {value!r})')
        return value

    def send_preamble(self):
        """Writes what stands before the fields."""
        if not self.origin_server:
            lines = [f'Status: {self.status}']
        elif self.client_is_modern():
            lines = [f'HTTP/{self.http_version} {self.status}']
            if 'Date' not in self.headers:
                lines.append(f'Date: {format_date_time(time.time())}')
            if self.server_software and 'Server' not in self.headers:
                lines.append(f'Server: {self.server_software}')
        else:
            return
        for line in lines:
            self._write(f'{line}\r\n'.encode('iso-8859-1'))

    def write(self, data):
        """Writes a piece of an answer; before the first one, the fields."""
        assert type(data) is bytes, 'write() argument must be a bytes instance'
        if not self.status:
            raise AssertionError('write() before start_response()')
        if self.headers_sent:
            self.bytes_sent += len(data)
        else:
            self.bytes_sent = len(data)
            self.send_headers()
        self._write(data)
        self._flush()

    def sendfile(self):
        """For who knows a fast way to send a file: whether it was sent."""
        return False

    def finish_content(self):
        if not self.headers_sent:
            self.headers.setdefault('Content-Length', '0')
            self.send_headers()

    def close(self):
        """Forgets the request."""
        try:
            if hasattr(self.result, 'close'):
                self.result.close()
        finally:
            self.result = self.headers = self.status = self.environ = None
            self.bytes_sent, self.headers_sent = 0, False

    def send_headers(self):
        self.cleanup_headers()
        self.headers_sent = True
        if not self.origin_server or self.client_is_modern():
            self.send_preamble()
            self._write(bytes(self.headers))

    def result_is_file(self):
        return self.wsgi_file_wrapper is not None and isinstance(self.result, self.wsgi_file_wrapper)

    def client_is_modern(self):
        return self.environ['SERVER_PROTOCOL'].upper() != 'HTTP/0.9'

    def log_exception(self, exc_info):
        from traceback import print_exception
        stderr = self.get_stderr()
        print_exception(*exc_info, self.traceback_limit, stderr)
        stderr.flush()

    def handle_error(self):
        """Reports what was raised, to the client too if that is still possible."""
        self.log_exception(sys.exc_info())
        if not self.headers_sent:
            self.result = self.error_output(self.environ, self.start_response)
            self.finish_response()

    def error_output(self, environ, start_response):
        """The application that answers in the place of one that failed."""
        start_response(self.error_status, self.error_headers[:], sys.exc_info())
        return [self.error_body]

    def _write(self, data):
        raise NotImplementedError

    def _flush(self):
        raise NotImplementedError

    def get_stdin(self):
        raise NotImplementedError

    def get_stderr(self):
        raise NotImplementedError

    def add_cgi_vars(self):
        raise NotImplementedError


class SimpleHandler(BaseHandler):
    """Has its streams and its environment from whoever makes it."""

    def __init__(self, stdin, stdout, stderr, environ, multithread=True, multiprocess=False):
        self.stdin, self.stdout, self.stderr, self.base_env = stdin, stdout, stderr, environ
        self.wsgi_multithread, self.wsgi_multiprocess = multithread, multiprocess

    def get_stdin(self):
        return self.stdin

    def get_stderr(self):
        return self.stderr

    def add_cgi_vars(self):
        self.environ.update(self.base_env)

    def _write(self, data):
        count = self.stdout.write(data)
        if count is None or count == len(data):
            return
        from warnings import warn
        warn('SimpleHandler.stdout.write() should not do partial writes', DeprecationWarning)
        while data := data[count:]:
            count = self.stdout.write(data)

    def _flush(self):
        self.stdout.flush()
        self._flush = self.stdout.flush


class BaseCGIHandler(SimpleHandler):
    """Writes to a server, which makes the answer."""

    origin_server = False


class CGIHandler(BaseCGIHandler):
    """A program that a server runs for each request (CGI)."""

    wsgi_run_once = True
    # It is all in what read_environ() gives.
    os_environ = {}

    def __init__(self):
        BaseCGIHandler.__init__(self, sys.stdin.buffer, sys.stdout.buffer, sys.stderr, read_environ(), multithread=False, multiprocess=True)


class IISCGIHandler(BaseCGIHandler):
    """As CGIHandler, for a server whose paths begin with the script's."""

    wsgi_run_once = True
    os_environ = {}

    def __init__(self):
        environ = read_environ()
        path, script = environ.get('PATH_INFO', ''), environ.get('SCRIPT_NAME', '')
        if (path + '/').startswith(script + '/'):
            environ['PATH_INFO'] = path[len(script):]
        BaseCGIHandler.__init__(self, sys.stdin.buffer, sys.stdout.buffer, sys.stderr, environ, multithread=False, multiprocess=True)
