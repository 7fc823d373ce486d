# wsgiref: addresses, header fields, handlers for servers and CGI, the checker.
import io
import os
import re
import subprocess
import sys
import warnings
from wsgiref import handlers, headers, simple_server, types, util, validate


def attempt(call, *args, **options):
    try:
        print(call(*args, **options))
    except Exception as error:
        print(type(error).__name__, error)


for facts in ({}, {'HTTP_HOST': 'h:8'}, {'SERVER_PORT': '81'}, {'wsgi.url_scheme': 'https', 'SERVER_PORT': '443'}, {'SCRIPT_NAME': '/a b', 'PATH_INFO': '/c;d=e,f?'},
              {'PATH_INFO': '/x/y', 'QUERY_STRING': 'q=1'}, {'SCRIPT_NAME': '/\xe9', 'PATH_INFO': '/\xe9'}):
    environ = {'SERVER_NAME': 'name', 'SERVER_PORT': '80', 'wsgi.url_scheme': 'http', **facts}
    print(util.application_uri(environ), util.request_uri(environ), util.request_uri(environ, False))
for script, path in [('/', ''), ('', '/x'), ('/a', '/x/y'), ('/a', '/x/'), ('/a', '//x//y'), ('/a', '/./x'), ('/a', '/.'), ('/a', '/../x'), ('/a/b', '/../y/'),
                     ('', ''), ('/a', '/'), ('', '/'), ('/a', '/x')]:
    environ = {'SCRIPT_NAME': script, 'PATH_INFO': path}
    print((script, path), util.shift_path_info(environ), environ)
for environ in ({}, {'HTTPS': 'on'}, {'SERVER_NAME': 's', 'PATH_INFO': '/p', 'wsgi.url_scheme': 'ftp'}):
    util.setup_testing_defaults(environ)
    print(sorted((key, value if isinstance(value, (str, int, tuple)) else type(value).__name__) for key, value in environ.items()))
file = io.BytesIO(b'abcdefg')
wrapper = util.FileWrapper(file, 3)
print(list(wrapper), wrapper.close(), file.closed, [util.is_hop_by_hop(name) for name in ('Connection', 'TE', 'Date')], util.guess_scheme({'HTTPS': '1'}))

fields = headers.Headers([('Content-Type', 'text/plain'), ('a', '1')])
fields['A'] = '2'
fields.add_header('content-disposition', 'attachment', file_name='x"y\\.txt', flag=None, empty='')
fields.add_header('b', None, k='v')
print(fields, repr(fields), bytes(fields), len(fields), fields['missing'], 'CONTENT-type' in fields, fields.get_all('A'), fields.keys(), fields.values(), fields.items())
print(fields.setdefault('a', '9'), fields.setdefault('new', '9'), fields.get('none', 3))
del fields['a'], fields['none']
print(fields.keys(), headers.Headers().items(), headers._formatparam('p', 'a b', 0), headers._formatparam('p', 'ab', 0))
for bad in (lambda: headers.Headers({}), lambda: headers.Headers([('a', 1)]), lambda: fields.__setitem__('a', b''), lambda: fields.add_header('a', 'b', c=3)):
    attempt(bad)
print(handlers.format_date_time(0), handlers.format_date_time(1.7e9))


class Writer(io.BytesIO):
    def flush(self):
        self.write(b'|')


def run(application, cls=handlers.SimpleHandler, environ=(), **attributes):
    out, errors = Writer(), io.StringIO()
    environ = {'SERVER_PROTOCOL': 'HTTP/1.0', 'REQUEST_METHOD': 'GET', **dict(environ)}
    handler = cls(io.BytesIO(b'body'), out, errors, environ)
    handler.os_environ = {}
    for name, value in attributes.items():
        setattr(handler, name, value)
    handler.run(application)
    print(re.sub(rb'Date: [^\r]*', b'Date: <date>', out.getvalue()), '|', errors.getvalue().splitlines()[-1:], handler.environ and len(handler.environ))


def answer(*parts, status='200 OK', fields=(), returns=None):
    def application(environ, start_response):
        write = start_response(status, list(fields))
        if returns is not None:
            write(returns)
        return list(parts)
    return application


def late(environ, start_response):
    yield b'early'
    start_response('200 OK', [])


def broken(environ, start_response):
    start_response('200 OK', [])
    yield b'some'
    raise ValueError('midway')


def again(environ, start_response):
    start_response('200 OK', [])
    try:
        raise KeyError('first')
    except KeyError:
        start_response('500 Oops', [('X', 'y')], sys.exc_info())
    return [environ['wsgi.input'].read(), repr(sorted(key for key in environ if key.startswith('wsgi'))).encode()]


class Closing:
    def __iter__(self):
        return iter([b'x', b'y'])

    def close(self):
        print('closed')


for application in (answer(b'hello'), answer(b'a', b'b'), answer(), answer(b'', b'c'), answer(b'x', fields=[('Date', 'd'), ('Server', 's'), ('Content-Length', '5')]),
                    answer(b'x', returns=b'w'), late, broken, again, answer('text'), answer(b'x', status='20'), answer(b'x', status='OK now'), answer(b'x', status='200OK'),
                    answer(b'x', status=b'200 OK'), answer(b'x', fields=[('Connection', 'close')]), answer(b'x', fields=[(b'a', 'b')]), lambda e, s: s('200 OK', []) and s('200 OK', []),
                    lambda e, s: Closing(), lambda e, s: s('200 OK', []) and Closing(), lambda e, s: s('200 OK', []) and util.FileWrapper(io.BytesIO(b'file'))):
    run(application)
run(answer(b'x'), server_software='Soft', http_version='1.1')
run(answer(b'x'), handlers.BaseCGIHandler, [('HTTPS', 'on')])
run(answer(b'x'), environ=[('SERVER_PROTOCOL', 'HTTP/0.9')])
run(lambda e, s: s('200 OK', []) and [repr(e['wsgi.url_scheme']).encode(), e['SERVER_SOFTWARE'].encode()], handlers.SimpleHandler, [('HTTPS', '1')], server_software='Soft')
for missing in ('_write', '_flush', 'get_stdin', 'get_stderr', 'add_cgi_vars'):
    attempt(getattr(handlers.BaseHandler(), missing), *[b''] * (missing == '_write'))
code = 'from wsgiref.handlers import CGIHandler\ndef app(e, s):\n s("200 OK", [("A", "b")])\n return [e["PATH_INFO"].encode("latin-1"), str(e["wsgi.run_once"]).encode()]\nCGIHandler().run(app)'
done = subprocess.run([sys.executable, '-c', code], capture_output=True, env={**os.environ, 'SERVER_PROTOCOL': 'HTTP/1.0', 'PATH_INFO': '/\xe9'})
print(done.stdout, done.stderr)


def check(application=answer(b'x', fields=[('Content-Type', 'text/plain')]), environ=None, start=None, take=list, **changes):
    if environ is None:
        environ = {}
        util.setup_testing_defaults(environ)
        environ['QUERY_STRING'] = ''
        environ |= changes
        for key in [key for key, value in environ.items() if value is None]:
            del environ[key]
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        result = None
        try:
            result = validate.validator(application)(environ, start or (lambda status, fields, exc_info=None: print))
            print(take(result))
        except Exception as error:
            print(type(error).__name__, re.sub(r' at 0x\w+', '', str(error)))
        finally:
            if result is not None:
                result.close()
    for warning in seen:
        print(warning.category.__name__, warning.message)


check()
for changes in ({'REQUEST_METHOD': None}, {'HTTP_CONTENT_TYPE': 'x'}, {'QUERY_STRING': None}, {'X': 1}, {'wsgi.version': [1, 0]}, {'wsgi.url_scheme': 'ftp'}, {'wsgi.input': 3},
                {'wsgi.errors': 3}, {'REQUEST_METHOD': 'ODD'}, {'SCRIPT_NAME': 'x'}, {'PATH_INFO': 'x'}, {'CONTENT_LENGTH': '-1'}, {'SCRIPT_NAME': '/'}):
    check(**changes)
check(environ=[])
plain = ('Content-Type', 'text/plain')
for application in (answer(b'x'), answer(b'x', status='204 No', fields=[plain]), answer(b'x', status='20', fields=[plain]), answer(b'x', status='099 x', fields=[plain]),
                    answer(b'x', status='200', fields=[plain]), answer('x', fields=[plain]), answer(b'x', fields=[plain, ('Status', '1')]), answer(b'x', fields=[plain, ('a:b', '1')]),
                    answer(b'x', fields=[plain, ('a b', '1')]), answer(b'x', fields=[plain, ('a-', '1')]), answer(b'x', fields=[plain, ('a', '1\n')]), answer(b'x', fields=[list(plain)]),
                    answer(b'x', returns='w', fields=[plain]), lambda e, s: None, lambda e, s: 'text', lambda e, s: [b'x'], lambda e, s: s(), lambda e, s: s('200 OK', [plain], 3),
                    lambda e, s: s('200 OK', (plain,)), lambda e, s: e['wsgi.input'].read(), lambda e, s: e['wsgi.input'].close(), lambda e, s: e['wsgi.errors'].write(b'x'),
                    lambda e, s: e['wsgi.errors'].close(), lambda e, s: s('200 OK', [plain], headers=1)):
    check(application)
print(simple_server.demo_app({'k': 1}, lambda status, fields: print(status, fields)), simple_server.WSGIRequestHandler.server_version)
print(simple_server.software_version.split()[0], simple_server.ServerHandler.__mro__[1].__name__, types.__all__)
