"""Stands between a server and an application and checks that both keep to PEP 3333. Errors: AssertionError."""

import re
import sys
import warnings

__all__ = ['validator']

header_re = re.compile(r'^[a-zA-Z][a-zA-Z0-9\-_]*$')
bad_header_value_re = re.compile(r'[\000-\037]')


class WSGIWarning(Warning):
    """Something is allowed, but not wise."""


def assert_(cond, *args):
    if not cond:
        raise AssertionError(*args)


def check_string_type(value, title):
    if type(value) is not str:
        raise AssertionError(f'{title} must be of type str (got {value!r})')
    return value


def validator(application):
    """An application that does as another and checks what goes in and out."""

    def lint_app(*args, **kw):
        assert_(len(args) == 2, 'Two arguments required')
        assert_(not kw, 'No keyword arguments allowed')
        environ, start_response = args
        check_environ(environ)
        started = []

        def start_response_wrapper(*args, **kw):
            assert_(len(args) in (2, 3), f'Invalid number of arguments: {args}')
            assert_(not kw, 'No keyword arguments allowed')
            status, headers, *rest = args
            check_status(status)
            check_headers(headers)
            check_content_type(status, headers)
            check_exc_info(rest[0] if rest else None)
            started.append(None)
            return WriteWrapper(start_response(*args))

        environ['wsgi.input'] = InputWrapper(environ['wsgi.input'])
        environ['wsgi.errors'] = ErrorWrapper(environ['wsgi.errors'])
        iterator = application(environ, start_response_wrapper)
        assert_(iterator is not None and iterator != False, 'The application must return an iterator, if only an empty list')
        check_iterator(iterator)
        return IteratorWrapper(iterator, started)

    return lint_app


class InputWrapper:
    """What an application may do with the body of a request."""

    def __init__(self, wsgi_input):
        self.input = wsgi_input

    def read(self, *args):
        assert_(len(args) == 1)
        return self._checked(self.input.read(*args))

    def readline(self, *args):
        assert_(len(args) <= 1)
        return self._checked(self.input.readline(*args))

    def readlines(self, *args):
        assert_(len(args) <= 1)
        lines = self.input.readlines(*args)
        assert_(type(lines) is list)
        return [self._checked(line) for line in lines]

    def __iter__(self):
        while line := self.readline():
            yield line

    def close(self):
        assert_(0, 'input.close() must not be called')

    @staticmethod
    def _checked(data):
        assert_(type(data) is bytes)
        return data


class ErrorWrapper:
    """What an application may do with the stream of errors."""

    def __init__(self, wsgi_errors):
        self.errors = wsgi_errors

    def write(self, s):
        assert_(type(s) is str)
        self.errors.write(s)

    def flush(self):
        self.errors.flush()

    def writelines(self, seq):
        for line in seq:
            self.write(line)

    def close(self):
        assert_(0, 'errors.close() must not be called')


class WriteWrapper:
    def __init__(self, wsgi_writer):
        self.writer = wsgi_writer

    def __call__(self, s):
        assert_(type(s) is bytes)
        self.writer(s)


class PartialIteratorWrapper:
    def __init__(self, wsgi_iterator):
        self.iterator = wsgi_iterator

    def __iter__(self):
        # Only iter() makes a thing that must be closed.
        return IteratorWrapper(self.iterator, None)


class IteratorWrapper:
    """What a server may do with an answer."""

    def __init__(self, wsgi_iterator, check_start_response):
        self.original_iterator, self.iterator = wsgi_iterator, iter(wsgi_iterator)
        self.closed, self.check_start_response = False, check_start_response

    def __iter__(self):
        return self

    def __next__(self):
        assert_(not self.closed, 'Iterator read after closed')
        data = next(self.iterator)
        if type(data) is not bytes:
            assert_(False, f'Iterator yielded non-bytestring ({data!r})')
        if self.check_start_response is not None:
            assert_(self.check_start_response,
                    'The application returns and we started iterating over its body, but start_response has not yet been called')
            self.check_start_response = None
        return data

    def close(self):
        self.closed = True
        if hasattr(self.original_iterator, 'close'):
            self.original_iterator.close()

    def __del__(self):
        if not self.closed:
            sys.stderr.write('Iterator garbage collected without being closed')
        assert_(self.closed, 'Iterator garbage collected without being closed')


_NEEDED = ('REQUEST_METHOD', 'SERVER_NAME', 'SERVER_PORT', 'wsgi.version', 'wsgi.input', 'wsgi.errors', 'wsgi.multithread',
           'wsgi.multiprocess', 'wsgi.run_once')
_METHODS = ('GET', 'HEAD', 'POST', 'OPTIONS', 'PATCH', 'PUT', 'DELETE', 'TRACE')


def check_environ(environ):
    assert_(type(environ) is dict, f'Environment is not of the right type: {type(environ)!r} (environment: {environ!r})')
    for key in _NEEDED:
        assert_(key in environ, f'Environment missing required key: {key!r}')
    for key in ('HTTP_CONTENT_TYPE', 'HTTP_CONTENT_LENGTH'):
        assert_(key not in environ, f'Environment should not have the key: {key} (use {key[5:]} instead)')
    if 'QUERY_STRING' not in environ:
        warnings.warn('QUERY_STRING is not in the WSGI environment; the cgi module will use sys.argv when this variable is missing, so '
                      'application errors are more likely', WSGIWarning)
    for key, value in environ.items():
        # Extensions may be anything.
        assert_('.' in key or type(value) is str, f'Environmental variable {key} is not a string: {type(value)!r} (value: {value!r})')
    version, scheme, method = environ['wsgi.version'], environ['wsgi.url_scheme'], environ['REQUEST_METHOD']
    assert_(type(version) is tuple, f'wsgi.version should be a tuple ({version!r})')
    assert_(scheme in ('http', 'https'), f'wsgi.url_scheme unknown: {scheme!r}')
    check_input(environ['wsgi.input'])
    check_errors(environ['wsgi.errors'])
    if method not in _METHODS:
        warnings.warn(f'Unknown REQUEST_METHOD: {method!r}', WSGIWarning)
    for key in ('SCRIPT_NAME', 'PATH_INFO'):
        path = environ.get(key)
        assert_(not path or path.startswith('/'), f"{key} doesn't start with /: {path!r}")
    length = environ.get('CONTENT_LENGTH')
    assert_(not length or int(length) >= 0, f'Invalid CONTENT_LENGTH: {length!r}')
    assert_(environ.get('SCRIPT_NAME') or 'PATH_INFO' in environ,
            "One of SCRIPT_NAME or PATH_INFO are required (PATH_INFO should at least be '/' if SCRIPT_NAME is empty)")
    assert_(environ.get('SCRIPT_NAME') != '/', "SCRIPT_NAME cannot be '/'; it should instead be '', and PATH_INFO should be '/'")


def check_input(wsgi_input):
    for name in ('read', 'readline', 'readlines', '__iter__'):
        assert_(hasattr(wsgi_input, name), f"wsgi.input ({wsgi_input!r}) doesn't have the attribute {name}")


def check_errors(wsgi_errors):
    for name in ('flush', 'write', 'writelines'):
        assert_(hasattr(wsgi_errors, name), f"wsgi.errors ({wsgi_errors!r}) doesn't have the attribute {name}")


def check_status(status):
    code = check_string_type(status, 'Status').split(None, 1)[0]
    assert_(len(code) == 3, f'Status codes must be three characters: {code!r}')
    assert_(int(code) >= 100, f'Status code is invalid: {int(code)!r}')
    if len(status) < 4 or status[3] != ' ':
        warnings.warn(f'The status string ({status!r}) should be a three-digit integer followed by a single space and a status explanation',
                      WSGIWarning)


def check_headers(headers):
    assert_(type(headers) is list, f'Headers ({headers!r}) must be of type list: {type(headers)!r}')
    for item in headers:
        assert_(type(item) is tuple, f'Individual headers ({item!r}) must be of type tuple: {type(item)!r}')
        assert_(len(item) == 2)
        name, value = check_string_type(item[0], 'Header name'), check_string_type(item[1], 'Header value')
        assert_(name.lower() != 'status', 'The Status header cannot be used; it conflicts with CGI script, and HTTP status is not given '
                f'through headers (value: {value!r}).')
        assert_('\n' not in name and ':' not in name, f"Header names may not contain ':' or '\\n': {name!r}")
        assert_(header_re.search(name), f'Bad header name: {name!r}')
        assert_(not name.endswith(('-', '_')), f"Names may not end in '-' or '_': {name!r}")
        bad = bad_header_value_re.search(value)
        if bad:
            assert_(0, f'Bad header value: {value!r} (bad char: {bad[0]!r})')


def check_content_type(status, headers):
    code = int(check_string_type(status, 'Status').split(None, 1)[0])
    has_type = any(check_string_type(name, 'Header name').lower() == 'content-type' for name, _ in headers)
    if code in (204, 304):
        assert_(not has_type, f'Content-Type header found in a {code} response, which must not return content.')
    else:
        assert_(has_type, f'No Content-Type header found in headers ({headers})')


def check_exc_info(exc_info):
    assert_(exc_info is None or type(exc_info) is tuple, f'exc_info ({exc_info!r}) is not a tuple: {type(exc_info)!r}')


def check_iterator(iterator):
    assert_(not isinstance(iterator, (str, bytes)), 'You should not return a string as your application iterator, instead return a '
            'single-item list containing a bytestring.')
