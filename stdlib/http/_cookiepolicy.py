"""Cookies of a client, and which are taken and sent."""

import copy
import time
from http._cookietext import IPV4_RE, domain_match, eff_request_host, is_third_party, request_path, request_port, user_domain_match

# Set by `http.cookiejar`; takes a message and its arguments.
debug = lambda *args: None


def _no(*reason):
    debug(*reason)
    return False


_FIELDS = ('version', 'name', 'value', 'port', 'port_specified', 'domain', 'domain_specified', 'domain_initial_dot', 'path',
           'path_specified', 'secure', 'expires', 'discard', 'comment', 'comment_url')


class Cookie:
    """A cookie with all its attributes; those of no standard meaning are kept aside."""

    def __init__(self, version, name, value, port, port_specified, domain, domain_specified, domain_initial_dot, path, path_specified,
                 secure, expires, discard, comment, comment_url, rest, rfc2109=False):
        self.version = None if version is None else int(version)
        self.expires = None if expires is None else int(float(expires))
        if port is None and port_specified is True:
            raise ValueError('if port is None, port_specified must be false')
        self.name, self.value, self.port, self.port_specified = name, value, port, port_specified
        # Domains are compared as they stand.
        self.domain, self.domain_specified, self.domain_initial_dot = domain.lower(), domain_specified, domain_initial_dot
        self.path, self.path_specified, self.secure, self.discard = path, path_specified, secure, discard
        self.comment, self.comment_url, self.rfc2109 = comment, comment_url, rfc2109
        self._rest = copy.copy(rest)

    def has_nonstandard_attr(self, name):
        return name in self._rest

    def get_nonstandard_attr(self, name, default=None):
        return self._rest.get(name, default)

    def set_nonstandard_attr(self, name, value):
        self._rest[name] = value

    def is_expired(self, now=None):
        now = time.time() if now is None else now
        return self.expires is not None and self.expires <= now

    def __str__(self):
        place = self.domain + ('' if self.port is None else ':' + self.port) + self.path
        return f"<Cookie {self.name if self.value is None else f'{self.name}={self.value}'} for {place}>"

    def __repr__(self):
        facts = [f'{name}={getattr(self, name)!r}' for name in _FIELDS]
        return f"{type(self).__name__}({', '.join(facts)}, rest={self._rest!r}, rfc2109={self.rfc2109!r})"


class CookiePolicy:
    """Says which cookies a jar takes from servers and gives back to them."""

    def set_ok(self, cookie, request):
        """Whether a cookie is taken."""
        raise NotImplementedError()

    def return_ok(self, cookie, request):
        """Whether a cookie is sent."""
        raise NotImplementedError()

    def domain_return_ok(self, domain, request):
        """Whether any cookie of a domain may be sent."""
        return True

    def path_return_ok(self, path, request):
        """Whether any cookie of a path may be sent."""
        return True


# Under a country's domain these are no organisations.
_SECOND_LEVEL = frozenset('co ac com edu org net gov mil int aero biz cat coop info jobs mobi museum name pro travel eu'.split())


class DefaultCookiePolicy(CookiePolicy):
    """The standards' rules, stricter or looser as its arguments say."""

    DomainStrictNoDots, DomainStrictNonDomain, DomainRFC2965Match = 1, 2, 4
    DomainLiberal = 0
    DomainStrict = DomainStrictNoDots | DomainStrictNonDomain

    def __init__(self, blocked_domains=None, allowed_domains=None, netscape=True, rfc2965=False, rfc2109_as_netscape=None,
                 hide_cookie2=False, strict_domain=False, strict_rfc2965_unverifiable=True, strict_ns_unverifiable=False,
                 strict_ns_domain=DomainLiberal, strict_ns_set_initial_dollar=False, strict_ns_set_path=False,
                 secure_protocols=('https', 'wss')):
        self.netscape, self.rfc2965, self.rfc2109_as_netscape, self.hide_cookie2 = netscape, rfc2965, rfc2109_as_netscape, hide_cookie2
        self.strict_domain, self.strict_rfc2965_unverifiable = strict_domain, strict_rfc2965_unverifiable
        self.strict_ns_unverifiable, self.strict_ns_domain = strict_ns_unverifiable, strict_ns_domain
        self.strict_ns_set_initial_dollar, self.strict_ns_set_path = strict_ns_set_initial_dollar, strict_ns_set_path
        self.secure_protocols = secure_protocols
        self.set_blocked_domains(blocked_domains or ())
        self.set_allowed_domains(allowed_domains)

    def blocked_domains(self):
        return self._blocked_domains

    def set_blocked_domains(self, blocked_domains):
        self._blocked_domains = tuple(blocked_domains)

    def is_blocked(self, domain):
        return any(user_domain_match(domain, each) for each in self._blocked_domains)

    def allowed_domains(self):
        return self._allowed_domains

    def set_allowed_domains(self, allowed_domains):
        self._allowed_domains = None if allowed_domains is None else tuple(allowed_domains)

    def is_not_allowed(self, domain):
        return self._allowed_domains is not None and not any(user_domain_match(domain, each) for each in self._allowed_domains)

    def _is_refused(self, domain):
        if self.is_blocked(domain):
            return not _no('   domain %s is in user block-list', domain)
        return self.is_not_allowed(domain) and not _no('   domain %s is not in user allow-list', domain)

    # -- what is taken --

    def set_ok(self, cookie, request):
        debug(' - checking cookie %s=%s', cookie.name, cookie.value)
        assert cookie.name is not None
        checks = 'version', 'verifiability', 'name', 'path', 'domain', 'port'
        return all(getattr(self, 'set_ok_' + name)(cookie, request) for name in checks)

    def set_ok_version(self, cookie, request):
        if cookie.version is None:
            return _no('   Set-Cookie2 without version attribute (%s=%s)', cookie.name, cookie.value)
        if cookie.version > 0 and not self.rfc2965:
            return _no('   RFC 2965 cookies are switched off')
        return not (cookie.version == 0 and not self.netscape) or _no('   Netscape cookies are switched off')

    def set_ok_verifiability(self, cookie, request):
        if request.unverifiable and is_third_party(request):
            if cookie.version > 0 and self.strict_rfc2965_unverifiable:
                return _no('   third-party RFC 2965 cookie during unverifiable transaction')
            if cookie.version == 0 and self.strict_ns_unverifiable:
                return _no('   third-party Netscape cookie during unverifiable transaction')
        return True

    def set_ok_name(self, cookie, request):
        if cookie.version == 0 and self.strict_ns_set_initial_dollar and cookie.name.startswith('$'):
            return _no("   illegal name (starts with '$'): '%s'", cookie.name)
        return True

    def set_ok_path(self, cookie, request):
        is_checked = cookie.path_specified and (cookie.version > 0 or cookie.version == 0 and self.strict_ns_set_path)
        if is_checked and not self.path_return_ok(cookie.path, request):
            return _no('   path attribute %s is not a prefix of request path %s', cookie.path, request_path(request))
        return True

    def set_ok_domain(self, cookie, request):
        if self._is_refused(cookie.domain):
            return False
        if not cookie.domain_specified:
            return True
        host, full = eff_request_host(request)
        domain, bare = cookie.domain, cookie.domain.removeprefix('.')
        if self.strict_domain and domain.startswith('.') and domain.count('.') == 2:
            second, _, top = bare.partition('.')
            if second.lower() in _SECOND_LEVEL and len(top) == 2:
                return _no('   country-code second level domain %s', domain)
        if '.' not in bare and not full.endswith('.local'):
            return _no('   non-local domain %s contains no embedded dot', domain)
        is_within = full.endswith((domain, f'{bare}.local')) or full.startswith('.') or ('.' + full).endswith(domain)
        if cookie.version == 0 and not is_within:
            return _no('   effective request-host %s (even with added initial dot) does not end with %s', full, domain)
        if (cookie.version > 0 or self.strict_ns_domain & self.DomainRFC2965Match) and not domain_match(full, domain):
            return _no('   effective request-host %s does not domain-match %s', full, domain)
        if cookie.version > 0 or self.strict_ns_domain & self.DomainStrictNoDots:
            before = host[:-len(domain)]
            if '.' in before and not IPV4_RE.search(host):
                return _no('   host prefix %s for domain %s contains a dot', before, domain)
        return True

    def set_ok_port(self, cookie, request):
        if not cookie.port_specified:
            return True
        wanted = request_port(request) or '80'
        for port in cookie.port.split(','):
            try:
                int(port)
            except ValueError:
                return _no('   bad port %s (not numeric)', port)
            if port == wanted:
                return True
        return _no('   request port (%s) not found in %s', wanted, cookie.port)

    # -- what is sent --

    def return_ok(self, cookie, request):
        debug(' - checking cookie %s=%s', cookie.name, cookie.value)
        checks = 'version', 'verifiability', 'secure', 'expires', 'port', 'domain'
        return all(getattr(self, 'return_ok_' + name)(cookie, request) for name in checks)

    def return_ok_version(self, cookie, request):
        if cookie.version > 0 and not self.rfc2965:
            return _no('   RFC 2965 cookies are switched off')
        return not (cookie.version == 0 and not self.netscape) or _no('   Netscape cookies are switched off')

    return_ok_verifiability = set_ok_verifiability

    def return_ok_secure(self, cookie, request):
        if cookie.secure and request.type not in self.secure_protocols:
            return _no('   secure cookie with non-secure request')
        return True

    def return_ok_expires(self, cookie, request):
        return not cookie.is_expired(self._now) or _no('   cookie expired')

    def return_ok_port(self, cookie, request):
        wanted = request_port(request) or '80'
        if cookie.port and wanted not in cookie.port.split(','):
            return _no('   request port %s does not match cookie port %s', wanted, cookie.port)
        return True

    def return_ok_domain(self, cookie, request):
        host, full = eff_request_host(request)
        domain = cookie.domain
        if cookie.version == 0 and self.strict_ns_domain & self.DomainStrictNonDomain and not cookie.domain_specified and domain != full:
            return _no('   cookie with unspecified domain does not string-compare equal to request domain')
        if cookie.version > 0 and not domain_match(full, domain):
            return _no('   effective request-host name %s does not domain-match RFC 2965 cookie domain %s', full, domain)
        if cookie.version == 0 and not ('.' + full).endswith(_dotted(domain)):
            return _no('   request-host %s does not match Netscape cookie domain %s', host, domain)
        return True

    def domain_return_ok(self, domain, request):
        # A quick look that spares the others.
        if not any(_dotted(host).endswith(_dotted(domain)) for host in eff_request_host(request)):
            return False
        return not self._is_refused(domain)

    def path_return_ok(self, path, request):
        debug('- checking cookie path=%s', path)
        wanted = request_path(request)
        if wanted == path or wanted.startswith(path) and (path.endswith('/') or wanted[len(path):len(path) + 1] == '/'):
            return True
        return _no('  %s does not path-match %s', wanted, path)


def _dotted(domain):
    return '.' + domain if domain and not domain.startswith('.') else domain


for _class in (Cookie, CookiePolicy, DefaultCookiePolicy):
    _class.__module__ = 'http.cookiejar'
del _class
