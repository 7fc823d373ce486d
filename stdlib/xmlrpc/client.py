"""Calls functions of servers: XML-RPC (http://www.xmlrpc.com/spec) with the extensions that its servers understand."""

import base64
import datetime
import decimal
import errno
import http.client
import sys
import time
import urllib.parse
from io import BytesIO
from xml.etree import ElementTree

try:
    import gzip
except ImportError:
    # Texts are not packed then.
    gzip = None

__version__ = '%d.%d' % sys.version_info[:2]

MAXINT, MININT = 2 ** 31 - 1, -2 ** 31
# Codes of faults, http://xmlrpc-epi.sourceforge.net/specs/rfc.fault_codes.php
PARSE_ERROR, SERVER_ERROR, APPLICATION_ERROR, SYSTEM_ERROR, TRANSPORT_ERROR = -32700, -32600, -32500, -32400, -32300
NOT_WELLFORMED_ERROR, UNSUPPORTED_ENCODING, INVALID_ENCODING_CHAR = -32700, -32701, -32702
INVALID_XMLRPC, METHOD_NOT_FOUND, INVALID_METHOD_PARAMS, INTERNAL_ERROR = -32600, -32601, -32602, -32603


def escape(s):
    return s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')


class Error(Exception):
    """What goes wrong at this end."""

    __str__ = object.__str__


class ProtocolError(Error):
    """The server answers, but not with XML."""

    def __init__(self, url, errcode, errmsg, headers):
        super().__init__()
        self.url, self.errcode, self.errmsg, self.headers = url, errcode, errmsg, headers

    def __repr__(self):
        return f'<{self.__class__.__name__} for {self.url}: {self.errcode} {self.errmsg}>'


class ResponseError(Error):
    """The answer makes no sense."""


class Fault(Error):
    """What the server says went wrong."""

    def __init__(self, faultCode, faultString, **extra):
        super().__init__()
        self.faultCode, self.faultString = faultCode, faultString

    def __repr__(self):
        return f'<{self.__class__.__name__} {self.faultCode}: {self.faultString!r}>'


# -- values that have no type here --

class DateTime:
    """A point in time without a zone, as the text YYYYMMDDThh:mm:ss."""

    def __init__(self, value=0):
        if isinstance(value, str):
            self.value = value
            return
        if isinstance(value, datetime.datetime):
            self.value = _date_text(value.timetuple())
            return
        if not isinstance(value, (tuple, time.struct_time)):
            value = time.localtime(value or time.time())
        self.value = _date_text(value)

    def _pair(self, other):
        if isinstance(other, DateTime):
            return self.value, other.value
        if isinstance(other, datetime.datetime):
            return self.value, _date_text(other.timetuple())
        if isinstance(other, str):
            return self.value, other
        if hasattr(other, 'timetuple'):
            return self.timetuple(), other.timetuple()
        return None

    def _compared(self, other, compare):
        pair = self._pair(other)
        if pair is None:
            return NotImplemented
        return compare(*pair)

    def __lt__(self, other):
        return self._compared(other, lambda a, b: a < b)

    def __le__(self, other):
        return self._compared(other, lambda a, b: a <= b)

    def __gt__(self, other):
        return self._compared(other, lambda a, b: a > b)

    def __ge__(self, other):
        return self._compared(other, lambda a, b: a >= b)

    def __eq__(self, other):
        return self._compared(other, lambda a, b: a == b)

    __hash__ = None

    def timetuple(self):
        return time.strptime(self.value, '%Y%m%dT%H:%M:%S')

    def __str__(self):
        return self.value

    def __repr__(self):
        return f'<{self.__class__.__name__} {self.value!r} at {id(self):#x}>'

    def decode(self, data):
        self.value = str(data).strip()

    def encode(self, out):
        out.write(f'<value><dateTime.iso8601>{self.value}</dateTime.iso8601></value>\n')


def _date_text(when):
    return '%04d%02d%02dT%02d:%02d:%02d' % tuple(when)[:6]


class Binary:
    """Bytes, for servers that do not take them as such."""

    def __init__(self, data=None):
        if data is None:
            data = b''
        elif not isinstance(data, (bytes, bytearray)):
            raise TypeError(f'expected bytes or bytearray, not {data.__class__.__name__}')
        self.data = bytes(data)

    def __str__(self):
        return str(self.data, 'latin-1')

    def __eq__(self, other):
        return self.data == (other.data if isinstance(other, Binary) else other)

    __hash__ = None

    def decode(self, data):
        self.data = base64.decodebytes(data)

    def encode(self, out):
        out.write(f"<value><base64>\n{base64.encodebytes(self.data).decode('ascii')}</base64></value>\n")


Boolean = boolean = bool


# -- values to text --

class Marshaller:
    """Writes values. Each type has a method that takes the value and a function to write with."""

    dispatch = {}

    def __init__(self, encoding=None, allow_none=False):
        self.memo, self.encoding, self.allow_none = {}, encoding, allow_none

    def dumps(self, values):
        out = []
        write = out.append
        if isinstance(values, Fault):
            write('<fault>\n')
            self._dump({'faultCode': values.faultCode, 'faultString': values.faultString}, write)
            write('</fault>\n')
        else:
            write('<params>\n')
            for value in values:
                write('<param>\n')
                self._dump(value, write)
                write('</param>\n')
            write('</params>\n')
        return ''.join(out)

    def _dump(self, value, write):
        dump = self.dispatch.get(type(value))
        if dump is None:
            if not hasattr(value, '__dict__'):
                raise TypeError(f'cannot marshal {type(value)} objects')
            if any(base in self.dispatch for base in type(value).__mro__):
                # What is derived from a builtin type is more than that.
                raise TypeError(f'cannot marshal {type(value)} objects')
            dump = self.dispatch['_arbitrary_instance']
        dump(self, value, write)

    def dump_nil(self, value, write):
        if not self.allow_none:
            raise TypeError('cannot marshal None unless allow_none is enabled')
        write('<value><nil/></value>')

    def dump_bool(self, value, write):
        write(f'<value><boolean>{value:d}</boolean></value>\n')

    def dump_long(self, value, write):
        if value > MAXINT or value < MININT:
            raise OverflowError('int exceeds XML-RPC limits')
        write(f'<value><int>{int(value)}</int></value>\n')

    dump_int = dump_long

    def dump_double(self, value, write):
        write(f'<value><double>{value!r}</double></value>\n')

    def dump_unicode(self, value, write, escape=escape):
        write(f'<value><string>{escape(value)}</string></value>\n')

    def dump_bytes(self, value, write):
        write(f"<value><base64>\n{base64.encodebytes(value).decode('ascii')}</base64></value>\n")

    def _enter(self, value, what):
        if id(value) in self.memo:
            raise TypeError(f'cannot marshal recursive {what}')
        self.memo[id(value)] = None

    def dump_array(self, value, write):
        self._enter(value, 'sequences')
        write('<value><array><data>\n')
        for each in value:
            self._dump(each, write)
        write('</data></array></value>\n')
        del self.memo[id(value)]

    def dump_struct(self, value, write, escape=escape):
        self._enter(value, 'dictionaries')
        write('<value><struct>\n')
        for name, each in value.items():
            if not isinstance(name, str):
                raise TypeError('dictionary key must be string')
            write(f'<member>\n<name>{escape(name)}</name>\n')
            self._dump(each, write)
            write('</member>\n')
        write('</struct></value>\n')
        del self.memo[id(value)]

    def dump_datetime(self, value, write):
        write(f'<value><dateTime.iso8601>{_date_text(value.timetuple())}</dateTime.iso8601></value>\n')

    def dump_instance(self, value, write):
        if value.__class__ in (DateTime, Binary):
            self.write = write
            value.encode(self)
            del self.write
        else:
            self.dump_struct(value.__dict__, write)

    dispatch.update({type(None): dump_nil, bool: dump_bool, int: dump_long, float: dump_double, str: dump_unicode, bytes: dump_bytes,
                     bytearray: dump_bytes, tuple: dump_array, list: dump_array, dict: dump_struct, datetime.datetime: dump_datetime,
                     DateTime: dump_instance, Binary: dump_instance, '_arbitrary_instance': dump_instance})


# -- text to values --

class Unmarshaller:
    """Makes values of the elements of a document."""

    def __init__(self, use_datetime=False, use_builtin_types=False):
        self._use_datetime, self._use_bytes = use_builtin_types or use_datetime, use_builtin_types
        self._root = self._method = None

    def take(self, root):
        """The whole document."""
        self._root = root

    def getmethodname(self):
        return self._method

    def close(self):
        """The values. Errors: Fault if the document is one, ResponseError."""
        root = self._root
        if root is None:
            raise ResponseError()
        name = root.find('methodName')
        if name is not None:
            self._method = name.text
        fault = root.find('fault')
        if fault is not None:
            raise Fault(**self._value(fault.find('value')))
        params = root.find('params')
        if params is None:
            if root.tag == 'methodCall':
                return ()
            raise ResponseError()
        return tuple(self._value(param.find('value')) for param in params)

    def _value(self, element):
        if element is None:
            raise ResponseError()
        if not len(element):
            # Without a type it is a text.
            return element.text or ''
        inner = element[0]
        read = self._READERS.get(inner.tag.rpartition('}')[2].split(':')[-1])
        if read is None:
            raise ResponseError(f'unknown tag {inner.tag!r}')
        return read(self, inner)

    def _int(self, element):
        return int(element.text)

    def _boolean(self, element):
        if element.text not in ('0', '1'):
            raise TypeError('bad boolean value')
        return element.text == '1'

    def _date(self, element):
        text = (element.text or '').strip()
        return datetime.datetime.strptime(text, '%Y%m%dT%H:%M:%S') if self._use_datetime else DateTime(text)

    def _base64(self, element):
        data = base64.decodebytes((element.text or '').encode('ascii'))
        return data if self._use_bytes else Binary(data)

    def _array(self, element):
        data = element.find('data')
        return [] if data is None else [self._value(each) for each in data]

    def _struct(self, element):
        return {member.find('name').text or '': self._value(member.find('value')) for member in element}

    _READERS = {
        'nil': lambda self, element: None, 'boolean': _boolean, 'string': lambda self, element: element.text or '',
        'double': lambda self, element: float(element.text), 'float': lambda self, element: float(element.text),
        'bigdecimal': lambda self, element: decimal.Decimal(element.text), 'dateTime.iso8601': _date, 'base64': _base64, 'array': _array,
        'struct': _struct, **dict.fromkeys(('int', 'i1', 'i2', 'i4', 'i8', 'biginteger'), _int),
    }


class ExpatParser:
    """Feeds a document to an unmarshaller."""

    def __init__(self, target):
        self._target, self._parts = target, []

    def feed(self, data):
        self._parts.append(data.encode() if isinstance(data, str) else data)

    def close(self):
        from xml.parsers import expat
        try:
            root = ElementTree.fromstring(b''.join(self._parts))
        except ElementTree.ParseError as error:
            raised = expat.ExpatError(str(error))
            raised.code, (raised.lineno, raised.offset) = error.code, error.position
            raise raised from None
        self._target.take(root)


def getparser(use_datetime=False, use_builtin_types=False):
    """A parser and the unmarshaller that it feeds."""
    target = Unmarshaller(use_datetime, use_builtin_types)
    return ExpatParser(target), target


def dumps(params, methodname=None, methodresponse=None, encoding=None, allow_none=False):
    """The text of a call, an answer, a fault, or of values alone."""
    if not isinstance(params, (tuple, Fault)):
        raise AssertionError('argument must be tuple or Fault instance')
    if isinstance(params, Fault):
        methodresponse = 1
    elif methodresponse and isinstance(params, tuple) and len(params) != 1:
        raise AssertionError('response tuple must be a singleton')
    encoding = encoding or 'utf-8'
    data = Marshaller(encoding, allow_none).dumps(params)
    head = "<?xml version='1.0'?>\n" if encoding == 'utf-8' else f"<?xml version='1.0' encoding='{encoding}'?>\n"
    if methodname:
        return f'{head}<methodCall>\n<methodName>{methodname}</methodName>\n{data}</methodCall>\n'
    if methodresponse:
        return f'{head}<methodResponse>\n{data}</methodResponse>\n'
    return data


def loads(data, use_datetime=False, use_builtin_types=False):
    """The values of a document and the name of the method that is called in it. Errors: Fault."""
    parser, target = getparser(use_datetime, use_builtin_types)
    parser.feed(data)
    parser.close()
    values = target.close()
    return values, target.getmethodname()


def gzip_encode(data):
    """Packs a text."""
    if gzip is None:
        raise NotImplementedError
    return gzip.compress(data)


def gzip_decode(data, max_decode=20971520):
    """Unpacks an answer, unless that is larger than it may be."""
    if gzip is None:
        raise NotImplementedError
    with gzip.GzipFile(mode='rb', fileobj=BytesIO(data)) as file:
        try:
            decoded = file.read() if max_decode < 0 else file.read(max_decode + 1)
        except OSError:
            raise ValueError('invalid data')
    if 0 <= max_decode < len(decoded):
        raise ValueError('max gzipped payload length exceeded')
    return decoded


# -- calls --

class _Method:
    """A name of a server; its attributes are longer names."""

    def __init__(self, send, name):
        self._send, self._name = send, name

    def __getattr__(self, name):
        return _Method(self._send, f'{self._name}.{name}')

    def __call__(self, *args):
        return self._send(self._name, args)


class MultiCallIterator:
    """The answers of several calls; one that is a fault is raised."""

    def __init__(self, results):
        self.results = results

    def __getitem__(self, i):
        item = self.results[i]
        if isinstance(item, dict):
            raise Fault(item['faultCode'], item['faultString'])
        if isinstance(item, list):
            return item[0]
        raise ValueError('unexpected type in multicall result')


class MultiCall:
    """Collects calls, and makes them in one request."""

    def __init__(self, server):
        self._server, self._calls = server, []

    def __repr__(self):
        return f'<{self.__class__.__name__} at {id(self):#x}>'

    def __getattr__(self, name):
        return _Method(lambda name, args: self._calls.append((name, args)), name)

    def __call__(self):
        return MultiCallIterator(self._server.system.multicall([{'methodName': name, 'params': args} for name, args in self._calls]))


class Transport:
    """Carries requests over HTTP. A connection is kept for the next request."""

    user_agent = f'Python-xmlrpc/{__version__}'
    accept_gzip_encoding = gzip is not None
    encode_threshold = None

    def __init__(self, use_datetime=False, use_builtin_types=False, *, headers=()):
        self._use_datetime, self._use_builtin_types = use_datetime, use_builtin_types
        self._connection = None, None
        self._headers = list(headers)
        self._extra_headers = []
        self.verbose = False

    def request(self, host, handler, request_body, verbose=False):
        """The values of an answer. A kept connection that the server has closed is made anew, once."""
        for is_second in (False, True):
            try:
                return self.single_request(host, handler, request_body, verbose)
            except http.client.RemoteDisconnected:
                if is_second:
                    raise
            except OSError as error:
                if is_second or error.errno not in (errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE):
                    raise

    def single_request(self, host, handler, request_body, verbose=False):
        try:
            connection = self.send_request(host, handler, request_body, verbose)
            response = connection.getresponse()
            if response.status == 200:
                self.verbose = verbose
                return self.parse_response(response)
        except Fault:
            raise
        except Exception:
            # Nobody knows what is still to come over it.
            self.close()
            raise
        if response.getheader('content-length', ''):
            response.read()
        raise ProtocolError(host + handler, response.status, response.reason, dict(response.getheaders()))

    def getparser(self):
        return getparser(self._use_datetime, self._use_builtin_types)

    def get_host_info(self, host):
        """The host, header fields for who asks, and facts for the connection."""
        facts = {}
        if isinstance(host, tuple):
            host, facts = host
        user, at, name = host.rpartition('@')
        if not at:
            return host, [], facts
        word = base64.encodebytes(urllib.parse.unquote_to_bytes(user)).decode('utf-8')
        return name, [('Authorization', 'Basic ' + ''.join(word.split()))], facts

    def make_connection(self, host):
        if self._connection and host == self._connection[0]:
            return self._connection[1]
        name, self._extra_headers, _ = self.get_host_info(host)
        self._connection = host, http.client.HTTPConnection(name)
        return self._connection[1]

    def close(self):
        host, connection = self._connection
        if connection:
            self._connection = None, None
            connection.close()

    def send_request(self, host, handler, request_body, debug):
        connection = self.make_connection(host)
        headers = self._headers + self._extra_headers
        if debug:
            connection.set_debuglevel(1)
        if self.accept_gzip_encoding:
            connection.putrequest('POST', handler, skip_accept_encoding=True)
            headers.append(('Accept-Encoding', 'gzip'))
        else:
            connection.putrequest('POST', handler)
        headers += [('Content-Type', 'text/xml'), ('User-Agent', self.user_agent)]
        self.send_headers(connection, headers)
        self.send_content(connection, request_body)
        return connection

    def send_headers(self, connection, headers):
        for key, value in headers:
            connection.putheader(key, value)

    def send_content(self, connection, request_body):
        if self.encode_threshold is not None and self.encode_threshold < len(request_body):
            connection.putheader('Content-Encoding', 'gzip')
            request_body = gzip_encode(request_body)
        connection.putheader('Content-Length', str(len(request_body)))
        connection.endheaders(request_body)

    def parse_response(self, response):
        data = response.read()
        if response.getheader('Content-Encoding', '') == 'gzip':
            data = gzip_decode(data)
        if self.verbose:
            print('body:', repr(data))
        parser, target = self.getparser()
        parser.feed(data)
        parser.close()
        return target.close()


class SafeTransport(Transport):
    """Carries requests over HTTPS."""

    def __init__(self, use_datetime=False, use_builtin_types=False, *, headers=(), context=None):
        super().__init__(use_datetime=use_datetime, use_builtin_types=use_builtin_types, headers=headers)
        self.context = context

    def make_connection(self, host):
        if not hasattr(http.client, 'HTTPSConnection'):
            raise NotImplementedError("your version of http.client doesn't support HTTPS")
        if self._connection and host == self._connection[0]:
            return self._connection[1]
        name, self._extra_headers, facts = self.get_host_info(host)
        self._connection = host, http.client.HTTPSConnection(name, None, context=self.context, **(facts or {}))
        return self._connection[1]


class ServerProxy:
    """A server: its attributes are the functions that it offers."""

    def __init__(self, uri, transport=None, encoding=None, verbose=False, allow_none=False, use_datetime=False, use_builtin_types=False, *,
                 headers=(), context=None):
        parts = urllib.parse.urlsplit(uri)
        if parts.scheme not in ('http', 'https'):
            raise OSError('unsupported XML-RPC protocol')
        self.__host = parts.netloc
        self.__handler = urllib.parse.urlunsplit(['', '', *parts[2:]]) or '/RPC2'
        if transport is None:
            options = {'use_datetime': use_datetime, 'use_builtin_types': use_builtin_types, 'headers': headers}
            transport = SafeTransport(**options, context=context) if parts.scheme == 'https' else Transport(**options)
        self.__transport = transport
        self.__encoding, self.__verbose, self.__allow_none = encoding or 'utf-8', verbose, allow_none

    def __close(self):
        self.__transport.close()

    def __request(self, methodname, params):
        request = dumps(params, methodname, encoding=self.__encoding, allow_none=self.__allow_none)
        found = self.__transport.request(self.__host, self.__handler, request.encode(self.__encoding, 'xmlcharrefreplace'),
                                         verbose=self.__verbose)
        return found[0] if len(found) == 1 else found

    def __repr__(self):
        return f'<{self.__class__.__name__} for {self.__host}{self.__handler}>'

    def __getattr__(self, name):
        return _Method(self.__request, name)

    def __call__(self, attr):
        """What would be taken for functions of the server by its name: "close", "transport"."""
        if attr == 'close':
            return self.__close
        if attr == 'transport':
            return self.__transport
        raise AttributeError(f'Attribute {attr!r} not found')

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.__close()


Server = ServerProxy
