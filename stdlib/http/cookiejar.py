"""Cookies of a client: taken from answers, kept, written to files, and sent with requests."""

import copy
import os
import re
import threading
import time
from http import _cookiepolicy
from http._cookiepolicy import Cookie, CookiePolicy, DefaultCookiePolicy
from http._cookietext import (
    DEFAULT_HTTP_PORT, HTTP_PATH_SAFE, IPV4_RE, domain_match, eff_request_host, escape_path, http2time, is_HDN, is_third_party, iso2time,
    join_header_words, liberal_is_HDN, offset_from_tz_string, parse_ns_headers, reach, request_host, request_path, request_port,
    split_header_words, strip_quotes, time2isoz, time2netscape, uppercase_escaped_char, user_domain_match,
)

__all__ = ['Cookie', 'CookieJar', 'CookiePolicy', 'DefaultCookiePolicy', 'FileCookieJar', 'LWPCookieJar', 'LoadError', 'MozillaCookieJar']

# A program that wants to know why a cookie is not taken sets this.
debug = False
logger = None
HTTPONLY_ATTR, HTTPONLY_PREFIX = 'HTTPOnly', '#HttpOnly_'
NETSCAPE_MAGIC_RGX = re.compile('#( Netscape)? HTTP Cookie File')
NETSCAPE_HEADER_TEXT = ('# Netscape HTTP Cookie File\n# http://curl.haxx.se/rfc/cookie_spec.html\n'
                        '# This is a generated file!  Do not edit.\n\n')
MISSING_FILENAME_TEXT = 'a filename was not supplied (nor was the CookieJar instance initialised with one)'


def _debug(*args):
    global logger
    if not debug:
        return
    if not logger:
        import logging
        logger = logging.getLogger('http.cookiejar')
    logger.debug(*args)


_cookiepolicy.debug = _debug


def _warn_unhandled_exception():
    """A server or a file must not be able to end the program."""
    import traceback
    import warnings
    warnings.warn(f'http.cookiejar bug!\n{traceback.format_exc()}', stacklevel=2)


def deepvalues(mapping):
    """What is in mappings of mappings, in order."""
    for value in list(mapping.values()):
        if hasattr(value, 'items'):
            yield from deepvalues(value)
        else:
            yield value


class Absent:
    """Stands for an attribute that was not given."""


_WITH_VALUES = ('version', 'expires', 'max-age', 'domain', 'path', 'port', 'comment', 'commenturl')
_FLAGS = ('discard', 'secure')


class CookieJar:
    """Cookies by domain, path and name."""

    non_word_re, quote_re = re.compile(r'\W'), re.compile(r'(["\\])')
    strict_domain_re, domain_re, dots_re = re.compile(r'\.?[^.]*'), re.compile('[^.]*'), re.compile(r'^\.+')
    magic_re = re.compile(r'^\#LWP-Cookies-(\d+\.\d+)', re.ASCII)

    def __init__(self, policy=None):
        self._policy = DefaultCookiePolicy() if policy is None else policy
        self._cookies_lock = threading.RLock()
        self._cookies = {}

    def set_policy(self, policy):
        self._policy = policy

    def _tell_time(self):
        self._policy._now = self._now = int(time.time())

    # -- what is sent --

    def _cookies_for_domain(self, domain, request):
        if not self._policy.domain_return_ok(domain, request):
            return []
        _debug('Checking %s for cookies to return', domain)
        return [cookie for path, by_name in self._cookies[domain].items() if self._policy.path_return_ok(path, request)
                for cookie in by_name.values() if self._policy.return_ok(cookie, request)]

    def _cookies_for_request(self, request):
        return [cookie for domain in self._cookies for cookie in self._cookies_for_domain(domain, request)]

    def _cookie_attrs(self, cookies):
        """The parts of a Cookie field. The cookies of the longest path come first."""
        cookies.sort(key=lambda cookie: len(cookie.path), reverse=True)
        parts = []
        if cookies and cookies[0].version > 0:
            parts.append(f'$Version={cookies[0].version}')
        for cookie in cookies:
            value = cookie.value
            if value is not None and cookie.version > 0 and self.non_word_re.search(value):
                value = self.quote_re.sub(r'\\\1', value)
            parts.append(cookie.name if value is None else f'{cookie.name}={value}')
            if cookie.version <= 0:
                continue
            if cookie.path_specified:
                parts.append(f'$Path="{cookie.path}"')
            if cookie.domain.startswith('.'):
                parts.append(f'$Domain="{cookie.domain if cookie.domain_initial_dot else cookie.domain[1:]}"')
            if cookie.port is not None:
                parts.append(f'$Port="{cookie.port}"' if cookie.port_specified else '$Port')
        return parts

    def add_cookie_header(self, request):
        """Adds a Cookie field to a request, if there is something to send."""
        _debug('add_cookie_header')
        with self._cookies_lock:
            self._tell_time()
            cookies = self._cookies_for_request(request)
            parts = self._cookie_attrs(cookies)
            if parts and not request.has_header('Cookie'):
                request.add_unredirected_header('Cookie', '; '.join(parts))
            # A server that is sent cookies of another version is told which one is understood.
            policy = self._policy
            if policy.rfc2965 and not policy.hide_cookie2 and not request.has_header('Cookie2'):
                if any(cookie.version != 1 for cookie in cookies):
                    request.add_unredirected_header('Cookie2', '$Version="1"')
        self.clear_expired_cookies()

    # -- what is taken --

    def _normalized(self, pairs):
        """Name, value, standard attributes and others of a cookie; None if it cannot be used."""
        (name, value), *attributes = pairs
        standard, rest, has_age = {}, {}, False
        for key, text in attributes:
            if key.lower() in _WITH_VALUES or key.lower() in _FLAGS:
                key = key.lower()
            if key in _FLAGS and text is None:
                text = True
            # The first of several counts.
            if key in standard or key == 'expires' and (has_age or text is None):
                continue
            if key == 'max-age':
                has_age, key = True, 'expires'
                try:
                    text = self._now + int(text)
                except ValueError:
                    _debug('   missing or invalid (non-numeric) value for max-age attribute')
                    return None
            if key not in _WITH_VALUES and key not in _FLAGS:
                rest[key] = text
                continue
            if text is None and key not in ('port', 'comment', 'commenturl'):
                _debug('   missing value for %s attribute', key)
                return None
            standard[key] = text.lower() if key == 'domain' else text
        return name, value, standard, rest

    def _normalized_cookie_tuples(self, attrs_set):
        return [found for found in map(self._normalized, attrs_set) if found is not None]

    def _cookie_from_cookie_tuple(self, tup, request):
        """A cookie of what _normalized() gives; None if it cannot be used, or says that it is to be forgotten."""
        name, value, standard, rest = tup
        version = standard.get('version')
        if version is not None:
            try:
                version = int(version)
            except ValueError:
                return None
        path, path_specified = standard.get('path', ''), bool(standard.get('path', ''))
        if path_specified:
            path = escape_path(path)
        else:
            path = request_path(request)
            end = path.rfind('/')
            path = (path[:end] if version == 0 else path[:end + 1]) or '/'
        domain = standard.get('domain', Absent)
        domain_specified = domain is not Absent
        has_dot = domain_specified and domain.startswith('.')
        if not domain_specified:
            _, domain = eff_request_host(request)
        elif not has_dot:
            domain = '.' + domain
        port, port_specified = standard.get('port', Absent), False
        if port is None:
            port = request_port(request)
        elif port is not Absent:
            port, port_specified = re.sub(r'\s+', '', port), True
        expires, discard = standard.get('expires'), standard.get('discard', False)
        if expires is None:
            discard = True
        elif expires <= self._now:
            _debug("Expiring cookie, domain='%s', path='%s', name='%s'", domain, path, name)
            try:
                self.clear(domain, path, name)
            except KeyError:
                pass
            return None
        return Cookie(version, name, value, None if port is Absent else port, port_specified, domain, domain_specified, has_dot, path,
                      path_specified, standard.get('secure', False), expires, discard, standard.get('comment'), standard.get('commenturl'),
                      rest)

    def _cookies_from_attrs_set(self, attrs_set, request):
        made = [self._cookie_from_cookie_tuple(each, request) for each in self._normalized_cookie_tuples(attrs_set)]
        return [cookie for cookie in made if cookie]

    def _process_rfc2109_cookies(self, cookies):
        """Set-Cookie fields of version 1 are treated as their predecessors, unless the policy wants the newer standard."""
        as_netscape = getattr(self._policy, 'rfc2109_as_netscape', None)
        if as_netscape is None:
            as_netscape = not self._policy.rfc2965
        for cookie in cookies:
            if cookie.version == 1:
                cookie.rfc2109 = True
                if as_netscape:
                    cookie.version = 0

    def _read(self, parse, fields, request):
        try:
            return self._cookies_from_attrs_set(parse(fields), request)
        except Exception:
            _warn_unhandled_exception()
            return []

    def make_cookies(self, response, request):
        """The cookies that an answer brings."""
        fields = response.info()
        newer, older = fields.get_all('Set-Cookie2', []), fields.get_all('Set-Cookie', [])
        self._tell_time()
        takes_newer, takes_older = self._policy.rfc2965, self._policy.netscape
        if not (newer and takes_newer or older and takes_older):
            return []
        cookies = self._read(split_header_words, newer, request)
        if older and takes_older:
            others = self._read(parse_ns_headers, older, request)
            self._process_rfc2109_cookies(others)
            if takes_newer:
                known = {(cookie.domain, cookie.path, cookie.name) for cookie in cookies}
                others = [cookie for cookie in others if (cookie.domain, cookie.path, cookie.name) not in known]
            cookies += others
        return cookies

    def set_cookie_if_ok(self, cookie, request):
        """Keeps a cookie if the policy wants it."""
        with self._cookies_lock:
            self._tell_time()
            if self._policy.set_ok(cookie, request):
                self.set_cookie(cookie)

    def set_cookie(self, cookie):
        """Keeps a cookie."""
        with self._cookies_lock:
            self._cookies.setdefault(cookie.domain, {}).setdefault(cookie.path, {})[cookie.name] = cookie

    def extract_cookies(self, response, request):
        """Keeps the cookies of an answer that the policy wants."""
        _debug('extract_cookies: %s', response.info())
        with self._cookies_lock:
            for cookie in self.make_cookies(response, request):
                if self._policy.set_ok(cookie, request):
                    _debug(' setting cookie: %s', cookie)
                    self.set_cookie(cookie)

    # -- what is kept --

    def clear(self, domain=None, path=None, name=None):
        """Forgets all cookies, those of a domain, of a path in it, or one. Errors: KeyError."""
        if name is not None:
            if domain is None or path is None:
                raise ValueError('domain and path must be given to remove a cookie by name')
            del self._cookies[domain][path][name]
        elif path is not None:
            if domain is None:
                raise ValueError('domain must be given to remove cookies by path')
            del self._cookies[domain][path]
        elif domain is not None:
            del self._cookies[domain]
        else:
            self._cookies = {}

    def _clear_all(self, is_bad):
        with self._cookies_lock:
            for cookie in self:
                if is_bad(cookie):
                    self.clear(cookie.domain, cookie.path, cookie.name)

    def clear_session_cookies(self):
        """Forgets what is to be kept no longer than a session."""
        self._clear_all(lambda cookie: cookie.discard)

    def clear_expired_cookies(self):
        now = time.time()
        self._clear_all(lambda cookie: cookie.is_expired(now))

    def __iter__(self):
        return deepvalues(self._cookies)

    def __len__(self):
        return sum(1 for _ in self)

    def __repr__(self):
        return f"<{type(self).__name__}[{', '.join(map(repr, self))}]>"

    def __str__(self):
        return f"<{type(self).__name__}[{', '.join(map(str, self))}]>"


class LoadError(OSError):
    """A file does not have the form of one of cookies."""


class FileCookieJar(CookieJar):
    """A jar that can be written to a file and read again."""

    def __init__(self, filename=None, delayload=False, policy=None):
        CookieJar.__init__(self, policy)
        self.filename = None if filename is None else os.fspath(filename)
        self.delayload = bool(delayload)

    def _named(self, filename):
        filename = self.filename if filename is None else filename
        if filename is None:
            raise ValueError(MISSING_FILENAME_TEXT)
        return filename

    def _chosen(self, cookies, ignore_discard, ignore_expires):
        now = time.time()
        return [cookie for cookie in cookies if (ignore_discard or not cookie.discard) and (ignore_expires or not cookie.is_expired(now))]

    def _write(self, filename, text):
        """Nobody else may read it."""
        with os.fdopen(os.open(self._named(filename), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), 'w') as file:
            file.write(text)

    def save(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Writes the cookies to a file."""
        raise NotImplementedError()

    def load(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Adds the cookies of a file."""
        filename = self._named(filename)
        with open(filename) as file:
            self._really_load(file, filename, ignore_discard, ignore_expires)

    def revert(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Has the cookies of a file instead of those that are there; those stay if it cannot be read."""
        filename = self._named(filename)
        with self._cookies_lock:
            before, self._cookies = copy.deepcopy(self._cookies), {}
            try:
                self.load(filename, ignore_discard, ignore_expires)
            except OSError:
                self._cookies = before
                raise

    def _load_lines(self, file, read, failure, ignore_discard, ignore_expires):
        """Keeps what `read` makes of the lines: lists of cookies."""
        line = ''
        try:
            for line in file:
                for cookie in self._chosen(read(line), ignore_discard, ignore_expires):
                    self.set_cookie(cookie)
        except OSError:
            raise
        except Exception:
            _warn_unhandled_exception()
            line = line.removeprefix(HTTPONLY_PREFIX).removesuffix('\n')
            raise LoadError(f'{failure}: {line.removeprefix(_LWP_START).lstrip() if line.startswith(_LWP_START) else line!r}')


_LWP_START = 'Set-Cookie3:'
_LWP_FLAGS = ('port_spec', 'path_spec', 'domain_dot', 'secure', 'discard')
_LWP_VALUES = ('version', 'port', 'path', 'domain', 'expires', 'comment', 'commenturl')


def lwp_cookie_str(cookie):
    """A cookie as libwww-perl writes it."""
    words = [(cookie.name, cookie.value), ('path', cookie.path), ('domain', cookie.domain)]
    if cookie.port is not None:
        words.append(('port', cookie.port))
    flags = {'path_spec': cookie.path_specified, 'port_spec': cookie.port_specified, 'domain_dot': cookie.domain_initial_dot,
             'secure': cookie.secure}
    words += [(name, None) for name, is_set in flags.items() if is_set]
    if cookie.expires:
        words.append(('expires', time2isoz(float(cookie.expires))))
    if cookie.discard:
        words.append(('discard', None))
    words += [(name, text) for name, text in (('comment', cookie.comment), ('commenturl', cookie.comment_url)) if text]
    words += [(name, str(cookie._rest[name])) for name in sorted(cookie._rest)]
    return join_header_words([[*words, ('version', str(cookie.version))]])


class LWPCookieJar(FileCookieJar):
    """Files as of libwww-perl, which keep all that is known of a cookie."""

    def as_lwp_str(self, ignore_discard=True, ignore_expires=True):
        return ''.join(f'Set-Cookie3: {lwp_cookie_str(cookie)}\n' for cookie in self._chosen(self, ignore_discard, ignore_expires))

    def save(self, filename=None, ignore_discard=False, ignore_expires=False):
        self._write(filename, '#LWP-Cookies-2.0\n' + self.as_lwp_str(ignore_discard, ignore_expires))

    def _really_load(self, file, filename, ignore_discard, ignore_expires):
        if not self.magic_re.search(file.readline()):
            raise LoadError(f'{filename!r} does not look like a Set-Cookie3 (LWP) format file')
        self._load_lines(file, _lwp_cookies, f'invalid Set-Cookie3 format file {filename!r}', ignore_discard, ignore_expires)


def _lwp_cookies(line):
    if not line.startswith(_LWP_START):
        return ()
    return map(_lwp_cookie, split_header_words([line.removeprefix(_LWP_START).strip()]))


def _lwp_cookie(pairs):
    (name, value), *attributes = pairs
    known, rest = dict.fromkeys(_LWP_FLAGS, False), {}
    for key, text in attributes:
        low = key.lower()
        if low in _LWP_FLAGS:
            known[low] = True if text is None else text
        elif low in _LWP_VALUES:
            known[low] = text
        else:
            rest[key] = text
    get = known.get
    expires = None if get('expires') is None else iso2time(get('expires'))
    domain = get('domain')
    return Cookie(get('version'), name, value, get('port'), get('port_spec'), domain, domain.startswith('.'), get('domain_dot'),
                  get('path'), get('path_spec'), get('secure'), expires, True if expires is None else get('discard'), get('comment'),
                  get('commenturl'), rest)


class MozillaCookieJar(FileCookieJar):
    """Files as of Mozilla and curl: one line for each cookie."""

    def _really_load(self, file, filename, ignore_discard, ignore_expires):
        if not NETSCAPE_MAGIC_RGX.match(file.readline()):
            raise LoadError(f'{filename!r} does not look like a Netscape format cookies file')
        self._load_lines(file, _mozilla_cookies, f'invalid Netscape format cookies file {filename!r}', ignore_discard, ignore_expires)

    def save(self, filename=None, ignore_discard=False, ignore_expires=False):
        lines = []
        for cookie in self._chosen(self, ignore_discard, ignore_expires):
            domain = (HTTPONLY_PREFIX if cookie.has_nonstandard_attr(HTTPONLY_ATTR) else '') + cookie.domain
            flags = ['TRUE' if is_set else 'FALSE' for is_set in (cookie.domain.startswith('.'), cookie.secure)]
            expires = '' if cookie.expires is None else str(cookie.expires)
            pair = ('', cookie.name) if cookie.value is None else (cookie.name, cookie.value)
            lines.append('\t'.join([domain, flags[0], cookie.path, flags[1], expires, *pair]) + '\n')
        self._write(filename, NETSCAPE_HEADER_TEXT + ''.join(lines))


def _mozilla_cookies(line):
    rest = {HTTPONLY_ATTR: ''} if line.startswith(HTTPONLY_PREFIX) else {}
    line = line.removeprefix(HTTPONLY_PREFIX).removesuffix('\n')
    if line.strip().startswith(('#', '$')) or not line.strip():
        return []
    domain, specified, path, secure, expires, name, value = line.split('\t')
    if name == '':
        name, value = value, None
    assert (specified == 'TRUE') == domain.startswith('.')
    return [Cookie(0, name, value, None, False, domain, specified == 'TRUE', domain.startswith('.'), path, False, secure == 'TRUE',
                   expires or None, expires == '', None, None, rest)]
