"""Opening addresses. An opener asks its handlers, each of which knows a scheme, an error or a change to requests and answers.

There is no TLS: https fails with URLError. Nor is there FTP.
"""

import bisect
import io
import os
import re
import sys
from urllib.error import ContentTooShortError, HTTPError, URLError
from urllib.parse import quote, unquote, unquote_to_bytes, unwrap, urljoin, urlparse, urlsplit
from urllib.response import addinfourl

__all__ = [
    'Request', 'OpenerDirector', 'BaseHandler', 'HTTPDefaultErrorHandler', 'HTTPRedirectHandler', 'ProxyHandler', 'HTTPPasswordMgr',
    'HTTPPasswordMgrWithDefaultRealm', 'HTTPPasswordMgrWithPriorAuth', 'AbstractBasicAuthHandler', 'HTTPBasicAuthHandler',
    'ProxyBasicAuthHandler', 'HTTPHandler', 'FileHandler', 'DataHandler', 'UnknownHandler', 'HTTPErrorProcessor', 'HTTPCookieProcessor',
    'urlopen', 'install_opener', 'build_opener', 'pathname2url', 'url2pathname', 'getproxies', 'urlretrieve', 'urlcleanup',
    'HTTPSHandler', 'AbstractDigestAuthHandler', 'HTTPDigestAuthHandler', 'ProxyDigestAuthHandler',
]

__version__ = '%d.%d' % sys.version_info[:2]

# What CPython's socket module calls so, without loading that before something is opened.
_DEFAULT_TIMEOUT = type('_DefaultTimeout', (), {'__repr__': lambda self: '<default timeout>'})()
_opener = None


def urlopen(url, data=None, timeout=_DEFAULT_TIMEOUT, *, context=None):
    """Opens an address or a Request: a file of bytes. With `data` it is a POST."""
    global _opener
    if context is not None:
        raise ValueError('SSL support not available')
    if _opener is None:
        _opener = build_opener()
    return _opener.open(url, data, timeout)


def install_opener(opener):
    """Has urlopen() use another opener."""
    global _opener
    _opener = opener


_temporary = []


def urlretrieve(url, filename=None, reporthook=None, data=None):
    """Copies what an address names into a file, a temporary one if none is given: (name, header fields)."""
    import contextlib
    kind, path = _scheme_of(url)
    with contextlib.closing(urlopen(url, data)) as source:
        fields = source.info()
        if kind == 'file' and not filename:
            return os.path.normpath(path), fields
        if filename:
            target = open(filename, 'wb')
        else:
            import tempfile
            target = tempfile.NamedTemporaryFile(delete=False)
            filename = target.name
            _temporary.append(filename)
        with target:
            result = filename, fields
            size, got = int(fields.get('Content-Length', -1)), 0
            step = 8192
            for number in range(sys.maxsize):
                if reporthook:
                    reporthook(number, step, size)
                block = source.read(step)
                if not block:
                    break
                got += len(block)
                target.write(block)
    if 0 <= got < size:
        raise ContentTooShortError(f'retrieval incomplete: got only {got} out of {size} bytes', result)
    return result


def urlcleanup():
    """Removes what urlretrieve() has left, and forgets the opener."""
    global _opener
    while _temporary:
        try:
            os.unlink(_temporary.pop())
        except OSError:
            # Somebody else has removed it.
            pass
    _opener = None


def _scheme_of(url):
    """The scheme in small letters, None without one, and what follows it."""
    found = re.match('([^/:]+):', url)
    return (None, url) if found is None else (found[1].lower(), url[found.end():])


def request_host(request):
    """The host of a request, without its port, in lower case."""
    host = urlparse(request.full_url)[1] or request.get_header('Host', '')
    return re.sub(r':\d+$', '', host).lower()


class Request:
    """What is to be asked for: address, data, header fields, method."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.headers, self.unredirected_hdrs = {}, {}
        self._data = self._tunnel_host = None
        self.full_url = url
        self.data = data
        for name, value in headers.items():
            self.add_header(name, value)
        self.origin_req_host = request_host(self) if origin_req_host is None else origin_req_host
        self.unverifiable = unverifiable
        if method:
            self.method = method

    @property
    def full_url(self):
        return f'{self._url}#{self.fragment}' if self.fragment else self._url

    @full_url.setter
    def full_url(self, url):
        whole = unwrap(url)
        self._url, _, fragment = whole.partition('#')
        self.fragment = fragment or None
        self.type, rest = _scheme_of(self._url)
        if self.type is None:
            raise ValueError('unknown url type: %r' % self.full_url)
        self.host = None
        self.selector = rest
        if rest.startswith('//'):
            end = re.search('[/?]', rest[2:])
            cut = len(rest) if end is None else 2 + end.start()
            self.host, selector = unquote(rest[2:cut]), rest[cut:]
            self.selector = '/' + selector if selector.startswith('?') else selector

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, data):
        if data is not self._data:
            self._data = data
            # It was about other data.
            self.remove_header('Content-length')

    @data.deleter
    def data(self):
        self.data = None

    def get_method(self):
        return getattr(self, 'method', 'GET' if self.data is None else 'POST')

    def get_full_url(self):
        return self.full_url

    def set_proxy(self, host, type):
        """Has the request go to a proxy."""
        if self.type == 'https' and not self._tunnel_host:
            self._tunnel_host = self.host
        else:
            self.type = type
            self.selector = self.full_url
        self.host = host

    def has_proxy(self):
        return self.selector == self.full_url

    # Names of fields are kept with their first letter great and the others small.

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    def add_unredirected_header(self, key, val):
        """Adds a field that is left out if the server names another address."""
        self.unredirected_hdrs[key.capitalize()] = val

    def has_header(self, header_name):
        return header_name in self.headers or header_name in self.unredirected_hdrs

    def get_header(self, header_name, default=None):
        return self.headers.get(header_name, self.unredirected_hdrs.get(header_name, default))

    def remove_header(self, header_name):
        self.headers.pop(header_name, None)
        self.unredirected_hdrs.pop(header_name, None)

    def header_items(self):
        return list({**self.unredirected_hdrs, **self.headers}.items())


class OpenerDirector:
    """Asks handlers by the names of their methods: `http_open`, `http_request`, `http_response`, `http_error_404` and so on."""

    def __init__(self):
        self.addheaders = [('User-agent', f'Python-urllib/{__version__}')]
        self.handlers = []
        # By scheme, and for errors by scheme and status: handlers in their order.
        self.handle_open, self.process_request, self.process_response, self.handle_error = {}, {}, {}, {}

    def add_handler(self, handler):
        if not hasattr(handler, 'add_parent'):
            raise TypeError('expected BaseHandler instance, got %r' % type(handler))
        is_of_use = False
        for name in dir(handler):
            # `do_open` and the like are no methods of a scheme.
            if name in ('redirect_request', 'do_open', 'proxy_open'):
                continue
            scheme, _, what = name.partition('_')
            if what.startswith('error'):
                status = what.removeprefix('error').lstrip('_')
                table = self.handle_error.setdefault(scheme, {})
                key = int(status) if status.isdecimal() else status
            else:
                table = {'open': self.handle_open, 'request': self.process_request, 'response': self.process_response}.get(what)
                key = scheme
            if table is not None:
                bisect.insort(table.setdefault(key, []), handler)
                is_of_use = True
        if is_of_use:
            bisect.insort(self.handlers, handler)
            handler.add_parent(self)

    def close(self):
        pass

    def open(self, fullurl, data=None, timeout=_DEFAULT_TIMEOUT):
        """Opens an address or a Request."""
        request = Request(fullurl, data) if isinstance(fullurl, str) else fullurl
        if request is fullurl and data is not None:
            request.data = data
        request.timeout = timeout
        scheme = request.type
        for handler in self.process_request.get(scheme, ()):
            request = getattr(handler, f'{scheme}_request')(request)
        response = self._open(request, data)
        for handler in self.process_response.get(scheme, ()):
            response = getattr(handler, f'{scheme}_response')(request, response)
        return response

    def _open(self, request, data=None):
        scheme = request.type
        for kind in 'default', scheme, 'unknown':
            answer = self._call_chain(self.handle_open, kind, f'{kind}_open', request)
            if answer:
                return answer
        return None

    def _call_chain(self, table, kind, method, *args):
        """The answer of the first handler that has one."""
        for handler in table.get(kind, ()):
            answer = getattr(handler, method)(*args)
            if answer is not None:
                return answer
        return None

    def error(self, proto, *args):
        """Has the handlers of an error look at it. `args`: request, answer, status, message, fields."""
        proto = 'http' if proto == 'https' else proto
        is_http = proto == 'http'
        table = self.handle_error.get(proto, {})
        if not is_http:
            return self._call_chain(table, '', f'{proto}_error', *args) or None
        status = args[2]
        answer = self._call_chain(table, status, f'http_error_{status}', *args)
        return answer or self._call_chain(table, 'default', 'http_error_default', *args)


def build_opener(*handlers):
    """An opener with the usual handlers and the given ones, which take the place of their base classes' instances."""
    opener = OpenerDirector()
    usual = [
        ProxyHandler, UnknownHandler, HTTPHandler, HTTPDefaultErrorHandler, HTTPRedirectHandler, FileHandler, HTTPErrorProcessor,
        DataHandler, HTTPSHandler,
    ]
    given = [handler if isinstance(handler, type) else type(handler) for handler in handlers]
    for kind in usual:
        if not any(issubclass(other, kind) for other in given):
            opener.add_handler(kind())
    for handler in handlers:
        opener.add_handler(handler() if isinstance(handler, type) else handler)
    return opener


class BaseHandler:
    """Handlers of lower order are asked first."""

    handler_order = 500

    def add_parent(self, parent):
        self.parent = parent

    def close(self):
        pass

    def __lt__(self, other):
        return self.handler_order < getattr(other, 'handler_order', self.handler_order + 1)


class HTTPErrorProcessor(BaseHandler):
    """Has the opener deal with answers that are errors."""

    handler_order = 1000

    def http_response(self, request, response):
        code = response.code
        if 200 <= code < 300:
            return response
        return self.parent.error('http', request, response, code, response.msg, response.info())

    https_response = http_response


class HTTPDefaultErrorHandler(BaseHandler):
    """Raises what nobody deals with."""

    def http_error_default(self, req, fp, code, msg, hdrs):
        raise HTTPError(req.full_url, code, msg, hdrs, fp)


class HTTPRedirectHandler(BaseHandler):
    """Goes where the server says that the thing is now."""

    max_repeats = 4
    max_redirections = 10
    inf_msg = 'The HTTP server returned a redirect error that would lead to an infinite loop.\nThe last 30x error message was:\n'

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        """The request for the new address; None has another handler try."""
        method = req.get_method()
        is_allowed = method in ('GET', 'HEAD') and code in (301, 302, 303, 307, 308) or method == 'POST' and code in (301, 302, 303)
        if not is_allowed:
            raise HTTPError(req.full_url, code, msg, headers, fp)
        fields = {name: value for name, value in req.headers.items() if name.lower() not in ('content-length', 'content-type')}
        return Request(
            newurl.replace(' ', '%20'), method='HEAD' if method == 'HEAD' else 'GET', headers=fields,
            origin_req_host=req.origin_req_host, unverifiable=True,
        )

    def http_error_302(self, req, fp, code, msg, headers):
        place = headers.get('location') or headers.get('uri')
        if place is None:
            return None
        parts = urlparse(place)
        if parts.scheme not in ('http', 'https', 'ftp', ''):
            raise HTTPError(place, code, f"{msg} - Redirection to url '{place}' is not allowed", headers, fp)
        if not parts.path and parts.netloc:
            parts = parts._replace(path='/')
        place = quote(parts.geturl(), encoding='iso-8859-1', safe="!#$%&'()*+,-./:;<=>?@[]^_`{|}~")
        place = urljoin(req.full_url, place)
        new = self.redirect_request(req, fp, code, msg, headers, place)
        if new is None:
            return None
        seen = new.redirect_dict = req.redirect_dict = getattr(req, 'redirect_dict', {})
        if seen.get(place, 0) >= self.max_repeats or len(seen) >= self.max_redirections:
            raise HTTPError(req.full_url, code, self.inf_msg + msg, headers, fp)
        seen[place] = seen.get(place, 0) + 1
        # The connection can be used again once the body has been read.
        fp.read()
        fp.close()
        return self.parent.open(new, timeout=req.timeout)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


# ---- proxies ----

def getproxies_environment():
    """Proxies by scheme, from variables as http_proxy; small letters count for more."""
    proxies = {}
    for is_small in False, True:
        for name, value in os.environ.items():
            scheme, _, word = name.rpartition('_')
            if word.lower() != 'proxy' or not scheme or is_small and word != 'proxy':
                continue
            if value:
                proxies[scheme.lower()] = value
            elif is_small:
                proxies.pop(scheme.lower(), None)
    if 'REQUEST_METHOD' in os.environ:
        # In a CGI program HTTP_PROXY is a header field that the client chose.
        proxies.pop('http', None)
    return proxies


def proxy_bypass_environment(host, proxies=None):
    """Whether no_proxy names a host or a domain it is in."""
    names = (getproxies_environment() if proxies is None else proxies).get('no', '')
    if names == '*':
        return True
    host = host.lower()
    bare = re.sub(r':\d+$', '', host)
    for name in names.split(','):
        name = name.strip().lstrip('.').lower()
        if name and any(each == name or each.endswith('.' + name) for each in (bare, host)):
            return True
    return False


getproxies, proxy_bypass = getproxies_environment, proxy_bypass_environment


class ProxyHandler(BaseHandler):
    """Has requests go to proxies: those given by scheme, or those that the environment names."""

    handler_order = 100

    def __init__(self, proxies=None):
        self.proxies = proxies = getproxies() if proxies is None else proxies
        if not hasattr(proxies, 'keys'):
            raise AssertionError('proxies must be a mapping')
        for scheme, proxy in proxies.items():
            scheme = scheme.lower()
            setattr(self, f'{scheme}_open', lambda request, proxy=proxy, scheme=scheme: self.proxy_open(request, proxy, scheme))

    def proxy_open(self, req, proxy, type):
        wanted = req.type
        if req.host and proxy_bypass(req.host):
            return None
        parts = urlsplit(proxy if '://' in proxy else f'{wanted}://{proxy}')
        host = parts.netloc.rpartition('@')[2]
        if not host:
            raise ValueError('proxy URL with no authority: %r' % proxy)
        if parts.username and parts.password:
            import base64
            secret = f'{unquote(parts.username)}:{unquote(parts.password)}'
            req.add_header('Proxy-authorization', 'Basic ' + base64.b64encode(secret.encode()).decode('ascii'))
        req.set_proxy(unquote(host), parts.scheme)
        if wanted == parts.scheme or wanted == 'https':
            # The handler of the scheme goes on with it.
            return None
        return self.parent.open(req, timeout=req.timeout)


# ---- passwords ----

class HTTPPasswordMgr:
    """Names and passwords by realm and address."""

    def __init__(self):
        self.passwd = {}

    def add_password(self, realm, uri, user, passwd):
        uris = [uri] if isinstance(uri, str) else uri
        known = self.passwd.setdefault(realm, {})
        for has_port in True, False:
            known[tuple(self.reduce_uri(each, has_port) for each in uris)] = user, passwd

    def find_user_password(self, realm, authuri):
        known = self.passwd.get(realm, {})
        for has_port in True, False:
            place = self.reduce_uri(authuri, has_port)
            for uris, found in known.items():
                if any(self.is_suburi(uri, place) for uri in uris):
                    return found
        return None, None

    def reduce_uri(self, uri, default_port=True):
        """Host, with the port unless `default_port` is false and it is not said, and path."""
        parts = urlsplit(uri)
        host, path = (parts[1], parts[2] or '/') if parts[1] else (uri, '/')
        if default_port and not re.search(r':\d+$', host):
            port = {'http': 80, 'https': 443}.get(parts[0])
            if port is not None and parts[1]:
                host = f'{host}:{port}'
        return host, path

    def is_suburi(self, base, test):
        """Whether one address lies below another one."""
        if base == test:
            return True
        folder = base[1] if base[1].endswith('/') else base[1] + '/'
        return base[0] == test[0] and test[1].startswith(folder)


class HTTPPasswordMgrWithDefaultRealm(HTTPPasswordMgr):
    """The realm None holds what goes for all others."""

    def find_user_password(self, realm, authuri):
        user, password = HTTPPasswordMgr.find_user_password(self, realm, authuri)
        if user is None:
            return HTTPPasswordMgr.find_user_password(self, None, authuri)
        return user, password


class HTTPPasswordMgrWithPriorAuth(HTTPPasswordMgrWithDefaultRealm):
    """Knows for which addresses the password is sent without being asked for."""

    def __init__(self):
        self.authenticated = {}
        super().__init__()

    def add_password(self, realm, uri, user, passwd, is_authenticated=False):
        self.update_authenticated(uri, is_authenticated)
        if realm is not None:
            super().add_password(None, uri, user, passwd)
        super().add_password(realm, uri, user, passwd)

    def update_authenticated(self, uri, is_authenticated=False):
        for each in [uri] if isinstance(uri, str) else uri:
            for has_port in True, False:
                self.authenticated[self.reduce_uri(each, has_port)] = is_authenticated

    def is_authenticated(self, authuri):
        for has_port in True, False:
            place = self.reduce_uri(authuri, has_port)
            for uri, is_so in self.authenticated.items():
                if self.is_suburi(uri, place):
                    return is_so
        return None


class AbstractBasicAuthHandler:
    """Tries again with name and password when they are asked for (RFC 7617)."""

    def __init__(self, password_mgr=None):
        self.passwd = HTTPPasswordMgr() if password_mgr is None else password_mgr
        self.add_password = self.passwd.add_password

    def http_error_auth_reqed(self, authreq, host, req, headers):
        """`authreq` is the name of the field that asks."""
        asked = headers.get_all(authreq) or ()
        for challenge in asked:
            scheme = challenge.split(None, 1)[0] if challenge.split() else ''
            realm = re.search('realm=(?:"([^"]*)"|\'([^\']*)\'|([^ ,]*))', challenge, re.I)
            if scheme.lower() == 'basic' and realm:
                return self.retry_http_basic_auth(host, req, next(group for group in realm.groups() if group is not None))
        if asked:
            raise ValueError(f'AbstractBasicAuthHandler does not support the following scheme: {asked[0].split()[0]!r}')
        return None

    def retry_http_basic_auth(self, host, req, realm):
        user, password = self.passwd.find_user_password(realm, host)
        if password is None:
            return None
        import base64
        value = 'Basic ' + base64.b64encode(f'{user}:{password}'.encode()).decode('ascii')
        if req.get_header(self.auth_header, None) == value:
            # It has been tried.
            return None
        req.add_unredirected_header(self.auth_header, value)
        return self.parent.open(req, timeout=req.timeout)

    def http_request(self, req):
        knows = getattr(self.passwd, 'is_authenticated', None)
        if knows is not None and knows(req.full_url) and not req.has_header('Authorization'):
            user, password = self.passwd.find_user_password(None, req.full_url)
            import base64
            req.add_unredirected_header('Authorization', 'Basic ' + base64.b64encode(f'{user}:{password}'.encode()).decode('ascii'))
        return req

    def http_response(self, req, response):
        if hasattr(self.passwd, 'is_authenticated'):
            self.passwd.update_authenticated(req.full_url, 200 <= response.code < 300)
        return response

    https_request, https_response = http_request, http_response


class HTTPBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    auth_header = 'Authorization'

    def http_error_401(self, req, fp, code, msg, headers):
        return self.http_error_auth_reqed('www-authenticate', req.full_url, req, headers)


class ProxyBasicAuthHandler(AbstractBasicAuthHandler, BaseHandler):
    auth_header = 'Proxy-authorization'

    def http_error_407(self, req, fp, code, msg, headers):
        return self.http_error_auth_reqed('proxy-authenticate', req.host, req, headers)


def __getattr__(name):
    # Few programs need these.
    if name in ('AbstractDigestAuthHandler', 'HTTPDigestAuthHandler', 'ProxyDigestAuthHandler', 'parse_keqv_list', 'parse_http_list'):
        from urllib import _digest
        return getattr(_digest, name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


# ---- schemes ----

class HTTPHandler(BaseHandler):
    """Sends requests by http.client."""

    def __init__(self, debuglevel=None):
        self._debuglevel = debuglevel or 0

    def set_http_debuglevel(self, level):
        self._debuglevel = level

    def http_open(self, req):
        from http.client import HTTPConnection
        return self.do_open(HTTPConnection, req)

    def http_request(self, request):
        """Adds the fields that are not there."""
        if not request.host:
            raise URLError('no host given')
        if request.data is not None:
            self._describe_data(request)
        host = urlsplit(request.selector).netloc if request.has_proxy() else request.host
        for name, value in [('Host', host), *self.parent.addheaders]:
            if not request.has_header(name.capitalize()):
                request.add_unredirected_header(name, value)
        return request

    def _describe_data(self, request):
        data = request.data
        if isinstance(data, str):
            raise TypeError('POST data should be bytes, an iterable of bytes, or a file object. It cannot be of type str.')
        if not request.has_header('Content-type'):
            request.add_unredirected_header('Content-type', 'application/x-www-form-urlencoded')
        if request.has_header('Content-length') or request.has_header('Transfer-encoding'):
            return
        from http.client import HTTPConnection
        length = HTTPConnection._get_content_length(data, request.get_method())
        if length is None:
            request.add_unredirected_header('Transfer-encoding', 'chunked')
        else:
            request.add_unredirected_header('Content-length', str(length))

    def do_open(self, http_class, req, **http_conn_args):
        """The answer to a request, by a connection of the class."""
        options = {} if req.timeout is _DEFAULT_TIMEOUT else {'timeout': req.timeout}
        connection = http_class(req.host, **options, **http_conn_args)
        connection.set_debuglevel(self._debuglevel)
        fields = {**req.unredirected_hdrs, **req.headers, 'Connection': 'close'}
        fields = {name.title(): value for name, value in fields.items()}
        if req._tunnel_host:
            secret = fields.pop('Proxy-Authorization', None)
            connection.set_tunnel(req._tunnel_host, headers={} if secret is None else {'Proxy-Authorization': secret})
        try:
            try:
                connection.request(
                    req.get_method(), req.selector, req.data, fields, encode_chunked=req.has_header('Transfer-encoding'),
                )
            except OSError as error:
                raise URLError(error)
            answer = connection.getresponse()
        except BaseException:
            connection.close()
            raise
        if connection.sock:
            # The answer holds the connection as long as it needs it.
            connection.sock.close()
            connection.sock = None
        answer.url = req.get_full_url()
        # As older programs expect it.
        answer.msg = answer.reason
        return answer


class HTTPSHandler(BaseHandler):
    """Says that there is no TLS."""

    def https_open(self, req):
        raise URLError('unknown url type: https (there is no ssl module)')


class HTTPCookieProcessor(BaseHandler):
    """Sends cookies with requests and takes those of answers."""

    def __init__(self, cookiejar=None):
        if cookiejar is None:
            from http.cookiejar import CookieJar
            cookiejar = CookieJar()
        self.cookiejar = cookiejar

    def http_request(self, request):
        self.cookiejar.add_cookie_header(request)
        return request

    def http_response(self, request, response):
        self.cookiejar.extract_cookies(response, request)
        return response

    https_request, https_response = http_request, http_response


class UnknownHandler(BaseHandler):
    """Is asked when nobody knows the scheme."""

    def unknown_open(self, req):
        raise URLError(f'unknown url type: {req.type}')


class FileHandler(BaseHandler):
    """Opens files of this machine."""

    def file_open(self, req):
        from http.client import HTTPMessage
        path = url2pathname(req.selector)
        try:
            about = os.stat(path)
            file = open(path, 'rb')
        except OSError as error:
            raise URLError(error, path)
        if req.host and req.host not in ('localhost', '127.0.0.1'):
            file.close()
            raise URLError('file not on local host')
        import time
        fields = HTTPMessage()
        fields['Content-type'] = _guess_type(req.selector) or 'text/plain'
        fields['Content-length'] = str(about.st_size)
        moment = time.gmtime(about.st_mtime)
        day = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[moment.tm_wday]
        months = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
        fields['Last-modified'] = time.strftime(f'{day}, %d {months[moment.tm_mon - 1]} %Y %H:%M:%S GMT', moment)
        return addinfourl(file, fields, 'file://' + (req.host or '') + req.selector)


def _guess_type(path):
    import mimetypes
    return mimetypes.guess_type(path)[0]


class DataHandler(BaseHandler):
    """Gives what the address itself holds (RFC 2397)."""

    def data_open(self, req):
        from http.client import HTTPMessage
        kind, comma, data = req.full_url.partition(':')[2].partition(',')
        if not comma:
            raise ValueError('not enough values to unpack (expected 2, got 1)')
        data = unquote_to_bytes(data)
        if kind.endswith(';base64'):
            import base64
            data, kind = base64.decodebytes(data), kind[:-7]
        fields = HTTPMessage()
        fields['Content-type'] = kind or 'text/plain;charset=US-ASCII'
        fields['Content-length'] = str(len(data))
        return addinfourl(io.BytesIO(data), fields, req.full_url)


# ---- paths ----

def url2pathname(pathname):
    """The path that the path of a file: address stands for."""
    if pathname.startswith('///'):
        # An empty host.
        pathname = pathname[2:]
    return unquote(pathname, encoding=sys.getfilesystemencoding(), errors=sys.getfilesystemencodeerrors())


def pathname2url(pathname):
    """The path of a file: address for a path."""
    if pathname.startswith('//'):
        pathname = '//' + pathname
    return quote(pathname, encoding=sys.getfilesystemencoding(), errors=sys.getfilesystemencodeerrors())
