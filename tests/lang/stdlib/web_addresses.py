"""urllib.parse takes addresses apart and puts them together."""
from urllib.parse import *
import urllib.parse


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


for url in ("http://user:pa%20ss@Example.COM:8080/a/b;p=1?x=1&y=2#frag", "mailto:a@b.c", "//host/path",
            "file:///etc/passwd", "path/only?q#f", "HTTP://h", "http://[::1]:80/", "a:b", "1a:b", "tel:123;x=1",
            " \thttp://x/\ny", "http://h?q", "", "http:///x", "svn+ssh://h/p", "x://h#?"):
    attempt(urlsplit, url)
    attempt(urlparse, url)
    print(urlparse(url).geturl(), urlsplit(url).geturl(), tuple(urldefrag(url)))
    parts = urlsplit(url)
    print(parts.username, parts.password, parts.hostname, parts.port)
for url in ("http://[::1", "http://[1.2.3.4]/", "http://[zz]/", "http://[v1.a]/", "http://h:99999/",
            "http://h:ab/", "http://[1::2::3]/", "http://[::1.2.3.4]:5/"):
    attempt(lambda: urlsplit(url).port)
attempt(urlsplit, "x", scheme="https")
attempt(urlsplit, "http://h/p#f", allow_fragments=False)
attempt(urlsplit, b"http://h:80/p?q#f")
attempt(urlparse, b"http://h:80/p;a?q#f")
attempt(urlsplit, b"http://h", scheme="x")
print(urlsplit(b"http://u@H:80/p").hostname, urlsplit(b"http://H:80/p").decode(), urlsplit("http://x").encode())
print(urlparse("http://a/b")._replace(query="z=1").geturl())

BASE = "http://a/b/c/d;p?q"
for url in ("g:h", "g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", "g#s", ";x", "g;x", "", ".", "./", "..", "../",
            "../g", "../..", "../../g", "../../../g", "/./g", "/../g", "g.", ".g", "..g", "./../g", "g/./h", "g/../h",
            "http:g", "https://x/y"):
    print(url, urljoin(BASE, url))
print(urljoin("", "x"), urljoin("mailto:a", "b"), urljoin("http://a/b//c/", "d"), urljoin(b"http://a/b", b"c"))
attempt(urljoin, "http://a", b"c")

attempt(quote, "a b/c~d&é€%")
attempt(quote, "a b/c", safe="")
attempt(quote, b"\x00\xff ")
attempt(quote, "é", encoding="latin-1")
attempt(quote, b"x", encoding="utf-8")
attempt(quote, 5)
attempt(quote_plus, "a b+c/d")
attempt(quote_plus, "a b", safe=" ")
attempt(quote_from_bytes, "x")
attempt(unquote, "a%20b%C3%A9%zz%4é%E2%82%AC%ff")
attempt(unquote, "%e9", encoding="latin-1")
attempt(unquote, b"a%20b")
attempt(unquote, 5)
attempt(unquote_plus, "a+b%2Bc")
attempt(unquote_to_bytes, "a%20é%ff")
attempt(urlencode, {"a": 1, "b c": "d&e", "é": b"\xff"})
attempt(urlencode, [("a", [1, 2]), ("b", "xy"), ("c", None)], doseq=True)
attempt(urlencode, [("a", [1, 2])])
attempt(urlencode, {"a": "b c"}, quote_via=quote)
attempt(urlencode, "ab")
attempt(urlencode, 5)
attempt(parse_qs, "a=1&b=2&a=3&c=&d")
attempt(parse_qs, "a=1&b=2&a=3&c=&d", keep_blank_values=True)
attempt(parse_qsl, "a=1&b+c=d%20e;f=g&&")
attempt(parse_qsl, "a=1;b=2", separator=";")
attempt(parse_qsl, b"a=1&b=%ff")
attempt(parse_qsl, "a&b=1", strict_parsing=True)
attempt(parse_qsl, "a=1&b=2", max_num_fields=1)
attempt(parse_qsl, "a", separator="")
attempt(parse_qsl, "")
