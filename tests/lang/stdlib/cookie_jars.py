# Cookies of clients: dates and fields, what policies take and send, files, and openers that use them.
import email
import http.cookiejar
import os
import re
import tempfile
import time
import urllib.request
import warnings
from http.cookiejar import *
from http.cookiejar import (domain_match, escape_path, http2time, iso2time, is_HDN, join_header_words, parse_ns_headers, reach,
                            split_header_words, time2isoz, time2netscape, user_domain_match)

print(time2isoz(0), time2isoz(1234567890.5), time2netscape(0), time2netscape(1e9), bool(re.match(r'\d{4}-', time2isoz())))
for text in ['Wed, 09 Feb 1994 22:23:32 GMT', 'Thu Feb  3 17:03:55 GMT 1994', '09 Feb 1994 22:23:32 GMT', 'Wednesday, 09-Feb-94 22:23:32 GMT',
             '09-Feb-1994 22:23:32 +0100', '03/Feb/1994:17:03:50 -0700', '9 2 2094', '8-Feb-94 14:15:29', 'Feb  3  1994', '', 'garbage',
             '01 Jan 1980 00:00:00 (GMT)', '01-Jan-1980 25:00:00', '32 Jan 1980', '1 13 1980', '01 Jan 99999', '08-01-3697739', 'Mon,1 Jan 2024 EST']:
    print(repr(text), http2time(text))
for text in ['1994-02-03 14:15:29 -0100', '1994-02-03', '19940203T141529Z', '1994-02-03T14:15:29', '94-02-03', '1994/2/3 1:02', 'x']:
    print(repr(text), iso2time(text))
for fields in (['foo="bar"; port="80,81"; discard, bar=baz'], ['a; b=c, d="e;f\\"g"'], ['foo   =   bar', ''], [',,;a=,b'], ['= x', 'n="unended']):
    words = split_header_words(fields)
    print(words, '|', join_header_words(words))
for field in ['foo=bar; Expires=Wed, 09 Feb 1994 22:23:32 GMT; Path=/; SECURE', 'a', '=b; c', ';a=b', 'x="y"; version="1"; max-age=5', 'n=v; expires=never',
              'a=b; ; httponly; SameSite=Lax', 'empty=; path']:
    print(parse_ns_headers([field]))
for a, b in [('x.y.com', '.y.com'), ('x.y.com', 'y.com'), ('y.com', '.y.com'), ('1.2.3.4', '.3.4'), ('X.Y.com', '.y.COM'), ('a.b.c.d', '.c.d'), ('x', '.')]:
    print(a, b, domain_match(a, b), user_domain_match(a, b))
print([is_HDN(text) for text in ('a.b', '.a', 'a.', '1.2.3.4', '')], [reach(text) for text in ('www.acme.com', 'acme.com', 'acme.local', 'x', '.a.b')])
print(escape_path('/a b/é%2f%zz?'))

day = time.time() + 86400
soon = time2netscape(day)
old = time2netscape(1)


class Answer:
    def __init__(self, **fields):
        lines = [f"{name.replace('_', '-')}: {text}" for name, texts in fields.items() for text in texts]
        self.message = email.message_from_string('\n'.join(lines) + '\n\n')

    def info(self):
        return self.message


def visit(jar, url, *cookies, newer=(), send=True, **options):
    request = urllib.request.Request(url, **options)
    jar.add_cookie_header(request)
    jar.extract_cookies(Answer(Set_Cookie=cookies, Set_Cookie2=newer), request)
    return request.get_header('Cookie'), request.get_header('Cookie2')


def state(jar):
    return [(c.domain, c.path, c.name, c.value, c.port, c.secure, c.discard, c.version, c.rfc2109, c._rest, c.expires and 'date') for c in jar]


for policy in (DefaultCookiePolicy(), DefaultCookiePolicy(rfc2965=True), DefaultCookiePolicy(netscape=False, rfc2965=True),
               DefaultCookiePolicy(strict_domain=True, strict_ns_domain=DefaultCookiePolicy.DomainStrict, strict_ns_set_path=True,
                                   strict_ns_set_initial_dollar=True, strict_ns_unverifiable=True),
               DefaultCookiePolicy(blocked_domains=['.acme.com'], rfc2965=True, hide_cookie2=True),
               DefaultCookiePolicy(allowed_domains=['www.acme.com', '.local'], rfc2109_as_netscape=False)):
    jar = CookieJar(policy)
    print('----', policy.blocked_domains(), policy.allowed_domains())
    visit(jar, 'http://www.acme.com/a/b', 'plain=1', f'kept=2; expires={soon}', f'gone=3; expires={old}', 'rooted=4; path=/', 'other=5; path=/x',
          'wide=6; domain=acme.com', 'dotted=7; domain=.acme.com', 'wrong=8; domain=evil.com', 'top=9; domain=.com', 'safe=10; secure',
          'deep=11; domain=.b.acme.com', '$dollar=12', 'only; HttpOnly', 'aged=13; max-age=100', 'dead=14; max-age=0', 'bad=15; max-age=x',
          'one=16; version=1', 'quoted="a b"; port="80,8080"', newer=['new="17"; Version="1"; Path="/a"; Port', 'nov=18', 'far=19; Version=1; Domain=".org"'])
    print(state(jar))
    for url in ('http://www.acme.com/a/b', 'http://www.acme.com/', 'https://www.acme.com/x/y', 'http://x.acme.com/a/', 'http://acme.com:81/a/bc',
                'http://other.org/a', 'http://www.acme.com/a/b/c?q=1'):
        print(url, visit(jar, url))
    print(visit(jar, 'http://www.acme.com/a/b', unverifiable=True, origin_req_host='elsewhere.org'))
    visit(jar, 'http://box/dir/page', 'short=1', 'local=2; domain=.local', newer=['v=3; Version=1'])
    visit(jar, 'http://10.1.2.3/', 'number=1', 'part=2; domain=.2.3')
    visit(jar, 'http://foo.co.uk/', 'uk=1; domain=.co.uk')
    print(visit(jar, 'http://box/dir/page'), visit(jar, 'http://10.1.2.3/x'), visit(jar, 'http://bar.co.uk/'), len(jar))
    visit(jar, 'http://www.acme.com/a/b', f'kept=; expires={old}')
    print(len(jar), str(jar)[:60])
    jar.clear_session_cookies()
    print(state(jar))

jar = CookieJar()
cookie = Cookie(0, 'n', 'v', None, False, 'WWW.X.org', False, False, '/', True, False, '12.7', False, None, None, {'HttpOnly': None})
print(cookie, repr(cookie), cookie.is_expired(), cookie.is_expired(5), cookie.has_nonstandard_attr('HttpOnly'), cookie.get_nonstandard_attr('z', 3))
jar.set_cookie(cookie)
print(jar, repr(jar) == f'<CookieJar[{cookie!r}]>', len(jar))
for args in ((None, None, 'n'), (None, '/'), ('www.x.org', '/', 'none'), ('www.x.org', '/', 'n'), ('none.org',), ()):
    try:
        print(jar.clear(*args), len(jar))
    except (ValueError, KeyError) as error:
        print(type(error).__name__, error)
try:
    Cookie(0, 'n', 'v', None, True, 'x', False, False, '/', True, False, None, False, None, None, {})
except ValueError as error:
    print(error)

folder = tempfile.mkdtemp()
for kind in (LWPCookieJar, MozillaCookieJar):
    path = os.path.join(folder, kind.__name__)
    jar = kind(path)
    visit(jar, 'http://www.acme.com/a/b', f'kept="2 x"; expires={soon}; HTTPOnly', 'session=3; path=/', f'wide=4; domain=acme.com; expires={soon}; secure',
          f'only; expires={soon}')
    jar.set_cookie(Cookie(1, 'full', 'v"w', '80', True, '.x.org', True, True, '/p', True, True, 4e9, False, 'note', 'http://c', {'more': 'yes'}))
    jar.set_cookie(Cookie(0, 'late', 'v', None, False, 'x.org', False, False, '/', False, False, 10, False, None, None, {}))
    jar.save()
    with open(path) as file:
        print(re.sub(r'"\d{4}-[^"]*Z"|\t1\d{9}\t', '<date>', file.read()))
    print(oct(os.stat(path).st_mode & 0o777))
    again = kind()
    again.load(path)
    print(state(again))
    jar.save(ignore_discard=True, ignore_expires=True)
    again.revert(path, ignore_discard=True, ignore_expires=True)
    print(len(again), sorted(c.name for c in again))
    for text in ('nonsense\n', '#LWP-Cookies-2.0\nSet-Cookie3: a=b\n', '# Netscape HTTP Cookie File\na\tb\n', '# HTTP Cookie File\n\n# x\n.a.b\tTRUE\t/\tFALSE\t\tn\tv\n'):
        with open(path, 'w') as file:
            file.write(text)
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter('always')
            try:
                again.revert(path, ignore_discard=True)
                print(len(again))
            except LoadError as error:
                print(str(error).replace(folder, ''), len(again), [str(each.message).splitlines()[0] for each in seen])
    try:
        kind().save()
    except ValueError as error:
        print(error)

opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
processor = next(each for each in opener.handlers if isinstance(each, urllib.request.HTTPCookieProcessor))
request = urllib.request.Request('http://a.org/')
answer = Answer(Set_Cookie=['k=v'])
print(processor.http_response(request, answer) is answer, processor.https_request(request) is request, request.get_header('Cookie'))
print(Cookie.__module__, DefaultCookiePolicy.__module__, http.cookiejar.DEFAULT_HTTP_PORT)
