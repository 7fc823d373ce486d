"""Offers functions to those who call them with XML-RPC."""

import inspect
import socketserver
import sys
from http.server import BaseHTTPRequestHandler
from xmlrpc.client import Fault, dumps, gzip, gzip_decode, gzip_encode, loads

__all__ = ['SimpleXMLRPCServer', 'SimpleXMLRPCRequestHandler', 'SimpleXMLRPCDispatcher', 'CGIXMLRPCRequestHandler', 'MultiPathXMLRPCServer',
           'resolve_dotted_attribute', 'list_public_methods']


def resolve_dotted_attribute(obj, attr, allow_dotted_names=True):
    """An attribute of an object, or of one of its attributes. Names that begin with _ are nobody's business."""
    for name in attr.split('.') if allow_dotted_names else [attr]:
        if name.startswith('_'):
            raise AttributeError(f'attempt to access private attribute "{name}"')
        obj = getattr(obj, name)
    return obj


def list_public_methods(obj):
    """Names of what can be called of an object."""
    return [name for name in dir(obj) if not name.startswith('_') and callable(getattr(obj, name))]


class SimpleXMLRPCDispatcher:
    """Knows the functions, and calls them."""

    def __init__(self, allow_none=False, encoding=None, use_builtin_types=False):
        self.funcs, self.instance = {}, None
        self.allow_none, self.encoding, self.use_builtin_types = allow_none, encoding or 'utf-8', use_builtin_types

    def register_instance(self, instance, allow_dotted_names=False):
        """Offers the methods of an object, or what its `_dispatch(method, params)` says."""
        self.instance, self.allow_dotted_names = instance, allow_dotted_names

    def register_function(self, function=None, name=None):
        """Offers a function; a decorator too."""
        if function is None:
            return lambda function: self.register_function(function, name)
        self.funcs[function.__name__ if name is None else name] = function
        return function

    def register_introspection_functions(self):
        self.funcs.update({'system.listMethods': self.system_listMethods, 'system.methodSignature': self.system_methodSignature,
                           'system.methodHelp': self.system_methodHelp})

    def register_multicall_functions(self):
        self.funcs['system.multicall'] = self.system_multicall

    def _marshaled_dispatch(self, data, dispatch_method=None, path=None):
        """The text of the answer to a call."""
        try:
            params, method = loads(data, use_builtin_types=self.use_builtin_types)
            found = dispatch_method(method, params) if dispatch_method is not None else self._dispatch(method, params)
            answer = dumps((found,), methodresponse=1, allow_none=self.allow_none, encoding=self.encoding)
        except Fault as fault:
            answer = dumps(fault, allow_none=self.allow_none, encoding=self.encoding)
        except BaseException as error:
            answer = dumps(Fault(1, f'{type(error)}:{error}'), encoding=self.encoding, allow_none=self.allow_none)
        return answer.encode(self.encoding, 'xmlcharrefreplace')

    def _dispatch(self, method, params):
        if method in self.funcs:
            function = self.funcs[method]
            if function is None:
                raise Exception(f'method "{method}" is not supported')
            return function(*params)
        if self.instance is not None:
            if hasattr(self.instance, '_dispatch'):
                return self.instance._dispatch(method, params)
            try:
                function = resolve_dotted_attribute(self.instance, method, self.allow_dotted_names)
            except AttributeError:
                pass
            else:
                if function is not None:
                    return function(*params)
        raise Exception(f'method "{method}" is not supported')

    # -- functions that every server may offer --

    def system_listMethods(self):
        """system.listMethods() => ['add', 'subtract', 'multiple']

        The names of the functions that there are."""
        names = set(self.funcs)
        if self.instance is not None:
            if hasattr(self.instance, '_listMethods'):
                names |= set(self.instance._listMethods())
            elif not hasattr(self.instance, '_dispatch'):
                names |= set(list_public_methods(self.instance))
        return sorted(names)

    def system_methodSignature(self, method_name):
        """system.methodSignature('add') => 'signatures not supported'"""
        return 'signatures not supported'

    def system_methodHelp(self, method_name):
        """system.methodHelp('add') => "Adds two integers together"

        The documentation of a function."""
        method = self.funcs.get(method_name)
        if method is None and self.instance is not None:
            if hasattr(self.instance, '_methodHelp'):
                return self.instance._methodHelp(method_name)
            if not hasattr(self.instance, '_dispatch'):
                try:
                    method = resolve_dotted_attribute(self.instance, method_name, self.allow_dotted_names)
                except AttributeError:
                    pass
        return '' if method is None else inspect.getdoc(method) or ''

    def system_multicall(self, call_list):
        """system.multicall([{'methodName': 'add', 'params': [2, 2]}, ...]) => [[4], ...]

        Makes several calls."""
        results = []
        for call in call_list:
            try:
                results.append([self._dispatch(call['methodName'], call['params'])])
            except Fault as fault:
                results.append({'faultCode': fault.faultCode, 'faultString': fault.faultString})
            except BaseException as error:
                results.append({'faultCode': 1, 'faultString': f'{type(error)}:{error}'})
        return results


class SimpleXMLRPCRequestHandler(BaseHTTPRequestHandler):
    """Answers requests to POST with what the server's functions give."""

    rpc_paths = ('/', '/RPC2', '/pydoc.css')
    # Longer answers are packed, if the other side takes that; None: none is.
    encode_threshold = 1400
    wbufsize = -1
    disable_nagle_algorithm = True

    def accept_encodings(self):
        """What packings the other side takes, and how gladly."""
        found = {}
        for part in self.headers.get('Accept-Encoding', '').split(','):
            name, _, options = part.partition(';')
            quality = options.strip().removeprefix('q=').strip() if options else ''
            if name.strip():
                try:
                    found[name.strip()] = float(quality) if quality else 1.0
                except ValueError:
                    continue
        return found

    def is_rpc_path_valid(self):
        return self.path in self.rpc_paths if self.rpc_paths else True

    def do_POST(self):
        if not self.is_rpc_path_valid():
            self.report_404()
            return
        try:
            left, parts = int(self.headers['content-length']), []
            while left:
                part = self.rfile.read(min(left, 10 * 1024 * 1024))
                if not part:
                    break
                parts.append(part)
                left -= len(part)
            data = self.decode_request_content(b''.join(parts))
            if data is None:
                # It has been answered.
                return
            answer = self.server._marshaled_dispatch(data, getattr(self, '_dispatch', None), self.path)
        except Exception as error:
            self.send_response(500)
            if getattr(self.server, '_send_traceback_header', False):
                import traceback
                self.send_header('X-exception', str(error))
                self.send_header('X-traceback', str(traceback.format_exc().encode('ASCII', 'backslashreplace'), 'ASCII'))
            self.send_header('Content-length', '0')
            self.end_headers()
            return
        self.send_response(200)
        self.send_header('Content-type', 'text/xml')
        if gzip is not None and self.encode_threshold is not None and len(answer) > self.encode_threshold and self.accept_encodings().get('gzip', 0):
            answer = gzip_encode(answer)
            self.send_header('Content-Encoding', 'gzip')
        self.send_header('Content-length', str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def decode_request_content(self, data):
        packing = self.headers.get('content-encoding', 'identity').lower()
        if packing == 'identity':
            return data
        if packing == 'gzip':
            try:
                return gzip_decode(data)
            except NotImplementedError:
                self.send_response(501, f'encoding {packing!r} not supported')
            except ValueError:
                self.send_response(400, 'error decoding gzip content')
        else:
            self.send_response(501, f'encoding {packing!r} not supported')
        self.send_header('Content-length', '0')
        self.end_headers()
        return None

    def report_404(self):
        answer = b'No such page'
        self.send_response(404)
        self.send_header('Content-type', 'text/plain')
        self.send_header('Content-length', str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_request(self, code='-', size='-'):
        if self.server.logRequests:
            super().log_request(code, size)


class SimpleXMLRPCServer(socketserver.TCPServer, SimpleXMLRPCDispatcher):
    """A server of functions."""

    allow_reuse_address = True
    # Whether answers tell of errors in the server: good for looking for them, bad otherwise.
    _send_traceback_header = False

    def __init__(self, addr, requestHandler=SimpleXMLRPCRequestHandler, logRequests=True, allow_none=False, encoding=None,
                 bind_and_activate=True, use_builtin_types=False):
        self.logRequests = logRequests
        SimpleXMLRPCDispatcher.__init__(self, allow_none, encoding, use_builtin_types)
        socketserver.TCPServer.__init__(self, addr, requestHandler, bind_and_activate)


class MultiPathXMLRPCServer(SimpleXMLRPCServer):
    """A server with functions of their own for each path."""

    def __init__(self, addr, requestHandler=SimpleXMLRPCRequestHandler, logRequests=True, allow_none=False, encoding=None,
                 bind_and_activate=True, use_builtin_types=False):
        super().__init__(addr, requestHandler, logRequests, allow_none, encoding, bind_and_activate, use_builtin_types)
        self.dispatchers = {}

    def add_dispatcher(self, path, dispatcher):
        self.dispatchers[path] = dispatcher
        return dispatcher

    def get_dispatcher(self, path):
        return self.dispatchers[path]

    def _marshaled_dispatch(self, data, dispatch_method=None, path=None):
        try:
            return self.dispatchers[path]._marshaled_dispatch(data, dispatch_method, path)
        except BaseException as error:
            return dumps(Fault(1, f'{type(error)}:{error}'), encoding=self.encoding, allow_none=self.allow_none).encode(
                self.encoding, 'xmlcharrefreplace')


class CGIXMLRPCRequestHandler(SimpleXMLRPCDispatcher):
    """Answers one request that comes over standard input."""

    def handle_xmlrpc(self, request_text):
        answer = self._marshaled_dispatch(request_text)
        print('Content-Type: text/xml')
        print(f'Content-Length: {len(answer)}')
        print()
        sys.stdout.flush()
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()

    def handle_get(self):
        from http import HTTPStatus
        from http.server import DEFAULT_ERROR_CONTENT_TYPE, DEFAULT_ERROR_MESSAGE
        status = HTTPStatus.BAD_REQUEST
        page = (DEFAULT_ERROR_MESSAGE % {'code': status.value, 'message': status.phrase, 'explain': status.description}).encode('utf-8')
        print(f'Status: {status.value} {status.phrase}')
        print(f'Content-Type: {DEFAULT_ERROR_CONTENT_TYPE}')
        print(f'Content-Length: {len(page)}')
        print()
        sys.stdout.flush()
        sys.stdout.buffer.write(page)
        sys.stdout.buffer.flush()

    def handle_request(self, request_text=None):
        import os
        if request_text is None and os.environ.get('REQUEST_METHOD', None) == 'GET':
            self.handle_get()
            return
        if request_text is None:
            try:
                length = int(os.environ.get('CONTENT_LENGTH', None))
            except (ValueError, TypeError):
                length = -1
            request_text = sys.stdin.read(length)
        self.handle_xmlrpc(request_text)
