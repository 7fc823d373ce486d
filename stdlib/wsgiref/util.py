"""Addresses in the environment of a request, and small helpers."""

import posixpath

__all__ = ['FileWrapper', 'guess_scheme', 'application_uri', 'request_uri', 'shift_path_info', 'setup_testing_defaults', 'is_hop_by_hop']


class FileWrapper:
    """A file as an iterator over blocks."""

    def __init__(self, filelike, blksize=8192):
        self.filelike, self.blksize = filelike, blksize
        if hasattr(filelike, 'close'):
            self.close = filelike.close

    def __iter__(self):
        return self

    def __next__(self):
        data = self.filelike.read(self.blksize)
        if not data:
            raise StopIteration
        return data


def guess_scheme(environ):
    """http or https."""
    return 'https' if environ.get('HTTPS') in ('yes', 'on', '1') else 'http'


_PORTS = {'http': '80', 'https': '443'}


def application_uri(environ):
    """The address of the application."""
    from urllib.parse import quote
    scheme, host = environ['wsgi.url_scheme'], environ.get('HTTP_HOST')
    if not host:
        host, port = environ['SERVER_NAME'], environ['SERVER_PORT']
        if port != _PORTS.get(scheme, '80'):
            host += ':' + port
    return f"{scheme}://{host}{quote(environ.get('SCRIPT_NAME') or '/', encoding='latin1')}"


def request_uri(environ, include_query=True):
    """The whole address of a request."""
    from urllib.parse import quote
    path = quote(environ.get('PATH_INFO', ''), safe='/;=,', encoding='latin1')
    uri = application_uri(environ) + (path if environ.get('SCRIPT_NAME') else path[1:])
    return f"{uri}?{environ['QUERY_STRING']}" if include_query and environ.get('QUERY_STRING') else uri


def shift_path_info(environ):
    """Moves the next part of the path that is still to be followed to the part that was, and gives it; None if there is none."""
    path = environ.get('PATH_INFO', '')
    if not path:
        return None
    first, *rest = path.split('/')
    rest[:-1] = [part for part in rest[:-1] if part and part != '.']
    name = rest.pop(0)
    script = posixpath.normpath(environ.get('SCRIPT_NAME', '') + '/' + name).removesuffix('/')
    # An empty name is that of the folder itself.
    environ['SCRIPT_NAME'] = script if name else script + '/'
    environ['PATH_INFO'] = '/'.join([first, *rest])
    return None if name == '.' else name


def setup_testing_defaults(environ):
    """Adds what a request must have and has not."""
    from io import BytesIO, StringIO
    default = environ.setdefault
    default('SERVER_NAME', '127.0.0.1')
    default('SERVER_PROTOCOL', 'HTTP/1.0')
    default('HTTP_HOST', environ['SERVER_NAME'])
    default('REQUEST_METHOD', 'GET')
    if 'SCRIPT_NAME' not in environ and 'PATH_INFO' not in environ:
        environ['SCRIPT_NAME'], environ['PATH_INFO'] = '', '/'
    default('wsgi.version', (1, 0))
    for name in ('run_once', 'multithread', 'multiprocess'):
        default('wsgi.' + name, 0)
    default('wsgi.input', BytesIO())
    default('wsgi.errors', StringIO())
    scheme = default('wsgi.url_scheme', guess_scheme(environ))
    if scheme in _PORTS:
        default('SERVER_PORT', _PORTS[scheme])


_HOPPING = frozenset({
    'connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailers', 'transfer-encoding', 'upgrade',
})


def is_hop_by_hop(header_name):
    """Whether a field concerns a connection rather than an answer: applications leave those to servers."""
    return header_name.lower() in _HOPPING
