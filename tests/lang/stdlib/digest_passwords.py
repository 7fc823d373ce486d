# Passwords that are not sent: challenges of servers and proxies, and their answers.
import email
import re
import urllib.request
from urllib.error import HTTPError, URLError
from urllib.request import (AbstractDigestAuthHandler, HTTPDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, ProxyDigestAuthHandler, Request,
                            parse_http_list, parse_keqv_list)

for text in ('a, b', 'a="x, y", b=c', r'q="a\"b,c" , d', '', 'a,,b,', ' x ', '"open, no end', r'"a\\", b'):
    print(parse_http_list(text))
print(parse_keqv_list(['a=1', 'b="2"', 'c="x=y"', 'd="']))


class Opener:
    def open(self, request, timeout=None):
        print('asks again', {name: re.sub(r'cnonce="\w+"', 'cnonce=<own>', value) for name, value in request.unredirected_hdrs.items()})
        return 'answer'


def made(kind, own='0a4f113b', **options):
    handler = kind(HTTPPasswordMgrWithDefaultRealm())
    handler.add_password('testrealm@host.com', 'http://www.nowhere.org/', 'Mufasa', 'Circle Of Life')
    handler.get_cnonce = lambda nonce: own
    handler.parent = Opener()
    return handler


def challenge(text, name='WWW-Authenticate'):
    return email.message_from_string(f'{name}: {text}\n\n' if text else '\n')


RFC = 'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
Request.timeout = None
handler = made(HTTPDigestAuthHandler)
for text in (RFC, RFC, RFC.replace('dcd', 'ddd'), RFC.replace(' qop="auth,auth-int",', ''), RFC + ', algorithm=SHA', RFC + ', algorithm=SHA-256', RFC.replace('auth,auth-int', 'other'),
             RFC.replace('testrealm', 'other'), 'Digest realm="x"', 'Basic realm="x"', 'Bearer realm="x"', None):
    request = Request('http://www.nowhere.org/dir/index.html', data=b'x' if text == RFC else None)
    try:
        print(handler.http_error_401(request, None, 401, 'no', challenge(text)), handler.nonce_count, handler.retried)
    except (ValueError, URLError) as error:
        print(type(error).__name__, error)
        handler.reset_retry_count()
proxy = made(ProxyDigestAuthHandler)
request = Request('http://www.nowhere.org/')
print(proxy.http_error_407(request, None, 407, 'no', challenge(RFC, 'Proxy-Authenticate')))
handler.retried = 6
try:
    handler.http_error_auth_reqed('www-authenticate', 'host', request, challenge(RFC))
except HTTPError as error:
    print(error, error.code)
print(len(AbstractDigestAuthHandler().get_cnonce('n')), HTTPDigestAuthHandler.handler_order, HTTPDigestAuthHandler.__module__, HTTPDigestAuthHandler.__mro__[1].__name__)
print(AbstractDigestAuthHandler().get_entity_digest(b'', {}), hasattr(urllib.request, 'NoSuchHandler'))
