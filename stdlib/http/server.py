"""HTTP servers on sockets that block: a handler has a method do_X() for each request method X."""

import html
import socket
import socketserver
import sys
import time

from http import HTTPStatus, _message

__all__ = ['HTTPServer', 'ThreadingHTTPServer', 'BaseHTTPRequestHandler']

DEFAULT_ERROR_MESSAGE = '''\
<!DOCTYPE HTML>
<html lang="en">
<head><meta charset="utf-8"><title>Error response</title></head>
<body><h1>Error response</h1><p>Error code: %(code)d</p><p>Message: %(message)s.</p><p>%(explain)s.</p></body>
</html>
'''
DEFAULT_ERROR_CONTENT_TYPE = 'text/html;charset=utf-8'


class HTTPServer(socketserver.TCPServer):
    allow_reuse_address = True

    def server_bind(self):
        super().server_bind()
        host, port = self.server_address[:2]
        self.server_name = socket.getfqdn(host) if hasattr(socket, 'getfqdn') else host
        self.server_port = port


class ThreadingHTTPServer(socketserver.ThreadingMixIn, HTTPServer):
    daemon_threads = True


class BaseHTTPRequestHandler(socketserver.StreamRequestHandler):
    """Reads requests and calls the method that each names. Answers are sent by the send_ and end_headers methods."""

    sys_version = 'Python/' + sys.version.split()[0]
    server_version = 'BaseHTTP/0.6'
    error_message_format = DEFAULT_ERROR_MESSAGE
    error_content_type = DEFAULT_ERROR_CONTENT_TYPE
    default_request_version = 'HTTP/0.9'
    protocol_version = 'HTTP/1.0'
    responses = {status: (status.phrase, status.description) for status in HTTPStatus}
    weekdayname = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
    monthname = [None, 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

    # ---- requests ----

    def handle(self):
        self.close_connection = True
        while True:
            self.handle_one_request()
            # Requests say whether it is to stay open.
            if self.close_connection:
                break

    def handle_one_request(self):
        try:
            self.raw_requestline = self.rfile.readline(_message.LONGEST_LINE + 1)
            if len(self.raw_requestline) > _message.LONGEST_LINE:
                self.requestline = self.request_version = self.command = ''
                self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
                return
            if not self.raw_requestline:
                self.close_connection = True
                return
            if not self.parse_request():
                return
            method = getattr(self, 'do_' + self.command, None)
            if method is None:
                self.send_error(HTTPStatus.NOT_IMPLEMENTED, 'Unsupported method (%r)' % self.command)
                return
            method()
            self.wfile.flush()
        except TimeoutError as error:
            self.log_error('Request timed out: %r', error)
            self.close_connection = True

    def parse_request(self):
        """Reads the request line and the header. False: an error was sent."""
        self.command = None
        self.request_version = version = self.default_request_version
        self.close_connection = True
        self.requestline = self.raw_requestline.decode('iso-8859-1').rstrip('\r\n')
        words = self.requestline.split()
        if not words:
            return False
        if len(words) >= 3:
            version = words[-1]
            number = self._number_of(version)
            if number is None:
                self.send_error(HTTPStatus.BAD_REQUEST, 'Bad request version (%r)' % version)
                return False
            if number >= (1, 1) and self.protocol_version >= 'HTTP/1.1':
                self.close_connection = False
            if number >= (2, 0):
                self.send_error(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, 'Invalid HTTP version (%s)' % version[5:])
                return False
            self.request_version = version
        if not 2 <= len(words) <= 3:
            self.send_error(HTTPStatus.BAD_REQUEST, 'Bad request syntax (%r)' % self.requestline)
            return False
        self.command, self.path = words[:2]
        if len(words) == 2 and self.command != 'GET':
            self.send_error(HTTPStatus.BAD_REQUEST, 'Bad HTTP/0.9 request type (%r)' % self.command)
            return False
        if self.path.startswith('//'):
            # Not to be taken for a host.
            self.path = '/' + self.path.lstrip('/')
        if not self._read_fields():
            return False
        connection = self.headers.get('Connection', '').lower()
        if connection == 'close':
            self.close_connection = True
        elif connection == 'keep-alive' and self.protocol_version >= 'HTTP/1.1':
            self.close_connection = False
        expects = self.headers.get('Expect', '').lower()
        if expects == '100-continue' and self.protocol_version >= 'HTTP/1.1' and self.request_version >= 'HTTP/1.1':
            return self.handle_expect_100()
        return True

    @staticmethod
    def _number_of(version):
        name, _, number = version.partition('/')
        parts = number.split('.')
        if name != 'HTTP' or len(parts) != 2 or not all(part.isdecimal() and len(part) <= 10 for part in parts):
            return None
        return int(parts[0]), int(parts[1])

    def _read_fields(self):
        wrong = None
        try:
            self.headers = _message.read_fields(self.rfile)
        except _message.LongLine:
            wrong = 'Line too long', f'got more than {_message.LONGEST_LINE} bytes when reading header line'
        except _message.TooManyFields:
            wrong = 'Too many headers', f'got more than {_message.MOST_FIELDS} headers'
        if wrong:
            self.send_error(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, *wrong)
        return not wrong

    def handle_expect_100(self):
        self.send_response_only(HTTPStatus.CONTINUE)
        self.end_headers()
        return True

    # ---- answers ----

    def send_error(self, code, message=None, explain=None):
        """Answers with an error, and closes the connection afterwards."""
        phrase, description = self.responses.get(code, ('???', '???'))
        message = phrase if message is None else message
        explain = description if explain is None else explain
        self.log_error('code %d, message %s', code, message)
        self.send_response(code, message)
        self.send_header('Connection', 'close')
        body = None
        if code >= 200 and code not in (HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT, HTTPStatus.NOT_MODIFIED):
            shown = {'code': code, 'message': html.escape(message, quote=False), 'explain': html.escape(explain, quote=False)}
            body = (self.error_message_format % shown).encode('UTF-8', 'replace')
            for field in ('Content-Type', self.error_content_type), ('Content-Length', str(len(body))):
                self.send_header(*field)
        self.end_headers()
        if body and self.command != 'HEAD':
            self.wfile.write(body)

    def send_response(self, code, message=None):
        self.log_request(code)
        self.send_response_only(code, message)
        self.send_header('Server', self.version_string())
        self.send_header('Date', self.date_time_string())

    def send_response_only(self, code, message=None):
        if self.request_version == 'HTTP/0.9':
            return
        if message is None:
            message = self.responses[code][0] if code in self.responses else ''
        self._pending_lines().append(f'{self.protocol_version} {int(code)} {message}\r\n'.encode('latin-1', 'strict'))

    def send_header(self, keyword, value):
        if self.request_version != 'HTTP/0.9':
            self._pending_lines().append(f'{keyword}: {value}\r\n'.encode('latin-1', 'strict'))
        if keyword.lower() == 'connection':
            self.close_connection = {'close': True, 'keep-alive': False}.get(value.lower(), self.close_connection)

    def _pending_lines(self):
        if not hasattr(self, '_headers_buffer'):
            self._headers_buffer = []
        return self._headers_buffer

    def end_headers(self):
        if self.request_version != 'HTTP/0.9':
            self._pending_lines().append(b'\r\n')
            self.flush_headers()

    def flush_headers(self):
        if hasattr(self, '_headers_buffer'):
            self.wfile.write(b''.join(self._headers_buffer))
            self._headers_buffer = []

    # ---- the log ----

    def log_request(self, code='-', size='-'):
        self.log_message('"%s" %s %s', self.requestline, str(int(code)) if isinstance(code, HTTPStatus) else str(code), str(size))

    def log_error(self, format, *args):
        self.log_message(format, *args)

    def log_message(self, format, *args):
        text = ''.join(c if c.isprintable() else f'\\x{ord(c):02x}' for c in format % args)
        sys.stderr.write(f'{self.address_string()} - - [{self.log_date_time_string()}] {text}\n')

    def version_string(self):
        return self.server_version + ' ' + self.sys_version

    def date_time_string(self, timestamp=None):
        now = time.gmtime(time.time() if timestamp is None else timestamp)
        day, month = self.weekdayname[now.tm_wday], self.monthname[now.tm_mon]
        return f'{day}, {now.tm_mday:02d} {month} {now.tm_year:04d} {now.tm_hour:02d}:{now.tm_min:02d}:{now.tm_sec:02d} GMT'

    def log_date_time_string(self):
        now = time.localtime(time.time())
        month = self.monthname[now.tm_mon]
        return f'{now.tm_mday:02d}/{month}/{now.tm_year:04d} {now.tm_hour:02d}:{now.tm_min:02d}:{now.tm_sec:02d}'

    def address_string(self):
        return self.client_address[0]
