"""HTTP servers on sockets that block: a handler has a method do_X() for each request method X."""

import html
import io
import mimetypes
import os
import shutil
import socket
import socketserver
import sys
import time
import urllib.parse

from http import HTTPStatus, _message

__all__ = ['HTTPServer', 'ThreadingHTTPServer', 'BaseHTTPRequestHandler', 'SimpleHTTPRequestHandler']

DEFAULT_ERROR_MESSAGE = '''\
<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: %(code)d</p>
        <p>Message: %(message)s.</p>
        <p>Error code explanation: %(code)s - %(explain)s.</p>
    </body>
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


class SimpleHTTPRequestHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD with the files of a folder."""

    server_version = 'SimpleHTTP/0.6'
    index_pages = ('index.html', 'index.htm')
    # Types of endings, asked before the tables of the module mimetypes: how a file is packed counts, not what is in it.
    extensions_map = {'.gz': 'application/gzip', '.Z': 'application/octet-stream', '.bz2': 'application/x-bzip2', '.xz': 'application/x-xz'}

    def __init__(self, *args, directory=None, **kwargs):
        self.directory = os.fspath(os.getcwd() if directory is None else directory)
        super().__init__(*args, **kwargs)

    def do_GET(self):
        file = self.send_head()
        if file:
            try:
                self.copyfile(file, self.wfile)
            finally:
                file.close()

    def do_HEAD(self):
        file = self.send_head()
        if file:
            file.close()

    def send_head(self):
        """Sends the header of the answer. What is given back is a file with the body, if there is one."""
        path = self.translate_path(self.path)
        if os.path.isdir(path):
            if not urllib.parse.urlsplit(self.path).path.endswith('/'):
                return self._send_to_folder()
            for name in self.index_pages:
                index = os.path.join(path, name)
                if os.path.isfile(index):
                    path = index
                    break
            else:
                return self.list_directory(path)
        kind = self.guess_type(path)
        # Some systems would open a file by a name with a slash behind it.
        if path.endswith('/'):
            return self._not_found()
        try:
            file = open(path, 'rb')
        except OSError:
            return self._not_found()
        try:
            facts = os.fstat(file.fileno())
            if self._is_known(facts.st_mtime):
                self.send_response(HTTPStatus.NOT_MODIFIED)
                self.end_headers()
                file.close()
                return None
            self.send_response(HTTPStatus.OK)
            self.send_header('Content-type', kind)
            self.send_header('Content-Length', str(facts.st_size))
            self.send_header('Last-Modified', self.date_time_string(facts.st_mtime))
            self.end_headers()
            return file
        except:
            file.close()
            raise

    def _not_found(self):
        self.send_error(HTTPStatus.NOT_FOUND, 'File not found')

    def _send_to_folder(self):
        """Relative links of a folder's page need the slash behind its name."""
        parts = urllib.parse.urlsplit(self.path)
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header('Location', urllib.parse.urlunsplit(parts._replace(path=parts.path + '/')))
        self.send_header('Content-Length', '0')
        self.end_headers()

    def _is_known(self, changed):
        """Whether who asks has the file as it is."""
        if 'If-Modified-Since' not in self.headers or 'If-None-Match' in self.headers:
            return False
        import datetime
        import email.utils
        try:
            since = email.utils.parsedate_to_datetime(self.headers['If-Modified-Since'])
        except (TypeError, IndexError, OverflowError, ValueError):
            return False
        if since.tzinfo is None:
            since = since.replace(tzinfo=datetime.timezone.utc)
        # Header fields know whole seconds only.
        last = datetime.datetime.fromtimestamp(changed, datetime.timezone.utc).replace(microsecond=0)
        return since.tzinfo is datetime.timezone.utc and last <= since

    def list_directory(self, path):
        """Sends the header of a page with the names in a folder, and gives back the page."""
        try:
            names = os.listdir(path)
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND, 'No permission to list directory')
            return None
        names.sort(key=str.lower)
        try:
            shown = urllib.parse.unquote(self.path, errors='surrogatepass')
        except UnicodeDecodeError:
            shown = urllib.parse.unquote(path)
        encoding = sys.getfilesystemencoding()
        title = f'Directory listing for {html.escape(shown, quote=False)}'
        lines = ['<!DOCTYPE HTML>', '<html lang="en">', '<head>', f'<meta charset="{encoding}">', f'<title>{title}</title>', '</head>',
                 f'<body>\n<h1>{title}</h1>', '<hr>\n<ul>']
        for name in names:
            whole = os.path.join(path, name)
            slash = '/' if os.path.isdir(whole) else ''
            mark = '@' if os.path.islink(whole) else slash
            lines.append(f'<li><a href="{urllib.parse.quote(name + slash, errors="surrogatepass")}">{html.escape(name + mark, quote=False)}</a></li>')
        lines.append('</ul>\n<hr>\n</body>\n</html>\n')
        body = '\n'.join(lines).encode(encoding, 'surrogateescape')
        self.send_response(HTTPStatus.OK)
        self.send_header('Content-type', f'text/html; charset={encoding}')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def translate_path(self, path):
        """The file that the path of an address means: one below our folder, whatever the path says."""
        path = path.partition('?')[0].partition('#')[0]
        # An escaped slash at the end is none.
        slash = path.rstrip().endswith('/')
        try:
            path = urllib.parse.unquote(path, errors='surrogatepass')
        except UnicodeDecodeError:
            path = urllib.parse.unquote(path)
        place = self.directory
        kept = []
        for word in path.split('/'):
            if word == '..':
                del kept[-1:]
            elif word not in ('', '.'):
                kept.append(word)
        for word in kept:
            # Words that mean more than a name are left out.
            if not os.path.dirname(word) and word not in (os.curdir, os.pardir):
                place = os.path.join(place, word)
        return place + '/' if slash else place

    def copyfile(self, source, outputfile):
        shutil.copyfileobj(source, outputfile)

    def guess_type(self, path):
        """The type of a file by its name."""
        ending = os.path.splitext(path)[1]
        for each in ending, ending.lower():
            if each in self.extensions_map:
                return self.extensions_map[each]
        return mimetypes.guess_type(path)[0] or 'application/octet-stream'


def _best_family(*address):
    """How to bind to an address: with the first that the system names."""
    family, _, _, _, found = socket.getaddrinfo(*address, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    return family, found


def test(HandlerClass=BaseHTTPRequestHandler, ServerClass=ThreadingHTTPServer, protocol='HTTP/1.0', port=8000, bind=None):
    """Serves until it is interrupted."""
    ServerClass.address_family, address = _best_family(bind, port)
    HandlerClass.protocol_version = protocol
    with ServerClass(address, HandlerClass) as server:
        host, port = server.socket.getsockname()[:2]
        url_host = f'[{host}]' if ':' in host else host
        print(f'Serving HTTP on {host} port {port} (http://{url_host}:{port}/) ...', flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print('\nKeyboard interrupt received, exiting.')
            sys.exit(0)


def _main():
    import argparse
    import contextlib
    parser = argparse.ArgumentParser()
    parser.add_argument('-b', '--bind', metavar='ADDRESS', help='bind to this address (default: all interfaces)')
    parser.add_argument('-d', '--directory', default=os.getcwd(), help='serve this directory (default: current directory)')
    parser.add_argument('-p', '--protocol', metavar='VERSION', default='HTTP/1.0',
                        help='conform to this HTTP version (default: HTTP/1.0)')
    parser.add_argument('port', default=8000, type=int, nargs='?', help='bind to this port (default: 8000)')
    options = parser.parse_args()

    class Server(ThreadingHTTPServer):
        def server_bind(self):
            # One socket for both kinds of addresses, where the system has both.
            with contextlib.suppress(Exception):
                self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            return super().server_bind()

        def finish_request(self, request, client_address):
            self.RequestHandlerClass(request, client_address, self, directory=options.directory)

    test(SimpleHTTPRequestHandler, Server, options.protocol, options.port, options.bind)


if __name__ == '__main__':
    _main()
