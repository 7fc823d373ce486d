"""Takes web addresses apart, puts them together, and quotes what they cannot hold."""

import re
import unicodedata
from collections import namedtuple

__all__ = ["urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit", "urlencode",
           "parse_qs", "parse_qsl", "quote", "quote_plus", "quote_from_bytes", "unquote",
           "unquote_plus", "unquote_to_bytes", "DefragResult", "ParseResult", "SplitResult",
           "DefragResultBytes", "ParseResultBytes", "SplitResultBytes"]

uses_relative = ["", "ftp", "http", "gopher", "nntp", "imap", "wais", "file", "https", "shttp", "mms",
                 "prospero", "rtsp", "rtsps", "rtspu", "sftp", "svn", "svn+ssh", "ws", "wss"]
uses_netloc = ["", "ftp", "http", "gopher", "nntp", "telnet", "imap", "wais", "file", "mms", "https",
               "shttp", "snews", "prospero", "rtsp", "rtsps", "rtspu", "rsync", "svn", "svn+ssh",
               "sftp", "nfs", "git", "git+ssh", "ws", "wss", "itms-services"]
uses_params = ["", "ftp", "hdl", "prospero", "http", "imap", "https", "shttp", "rtsp", "rtsps", "rtspu",
               "sip", "sips", "mms", "sftp", "tel"]

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*\Z")
_EDGE = "".join(map(chr, range(33)))
_REMOVED = ("\t", "\r", "\n")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~")


def clear_cache():
    """Nothing is remembered between calls, so there is nothing to forget."""


# Every function takes either text or ASCII bytes; inside there is only text.

def _plain(result):
    return result


def _encoded(result):
    return result.encode("ascii", "strict")


def _as_text(*args):
    """The arguments as text, and what turns a result into the kind the caller gave."""
    is_text = isinstance(args[0], str)
    for arg in args[1:]:
        # An empty default fits both kinds.
        if arg and isinstance(arg, str) != is_text:
            raise TypeError("Cannot mix str and non-str arguments")
    if is_text:
        return args + (_plain,)
    return tuple(arg.decode("ascii", "strict") if arg else "" for arg in args) + (_encoded,)


class _NetlocResultMixinBase:
    """The parts of the network location, worked out when asked for."""

    __slots__ = ()
    __class_getitem__ = classmethod(type(list[int]))

    def _pieces(self):
        netloc = self.netloc
        text = netloc if isinstance(netloc, str) else netloc.decode("ascii")
        userinfo, has_user, hostinfo = text.rpartition("@")
        user = password = None
        if has_user:
            user, has_password, password = userinfo.partition(":")
            if not has_password:
                password = None
        _, bracket, bracketed = hostinfo.partition("[")
        if bracket:
            host, _, port = bracketed.partition("]")
            port = port.partition(":")[2]
        else:
            host, _, port = hostinfo.partition(":")
        return user, password, host or None, port or None

    def _own_kind(self, text):
        if text is None or isinstance(self.netloc, str):
            return text
        return text.encode("ascii")

    @property
    def username(self):
        return self._own_kind(self._pieces()[0])

    @property
    def password(self):
        return self._own_kind(self._pieces()[1])

    @property
    def hostname(self):
        host = self._pieces()[2]
        if host is None:
            return None
        # A zone id keeps its letters' case.
        name, percent, zone = host.partition("%")
        return self._own_kind(name.lower() + percent + zone)

    @property
    def port(self):
        port = self._own_kind(self._pieces()[3])
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f"Port could not be cast to integer value as {port!r}")
        number = int(port)
        if not 0 <= number <= 65535:
            raise ValueError("Port out of range 0-65535")
        return number


class _ToBytes:
    __slots__ = ()

    def encode(self, encoding="ascii", errors="strict"):
        return self._encoded_counterpart(*(part.encode(encoding, errors) for part in self))


class _ToText:
    __slots__ = ()

    def decode(self, encoding="ascii", errors="strict"):
        return self._decoded_counterpart(*(part.decode(encoding, errors) for part in self))


_Defrag = namedtuple("_DefragResultBase", "url fragment")
_Split = namedtuple("_SplitResultBase", "scheme netloc path query fragment")
_Parse = namedtuple("_ParseResultBase", "scheme netloc path params query fragment")


class DefragResult(_Defrag, _ToBytes):
    """An address without its fragment, and the fragment."""

    __slots__ = ()

    def geturl(self):
        return self.url + "#" + self.fragment if self.fragment else self.url


class SplitResult(_Split, _NetlocResultMixinBase, _ToBytes):
    """The five parts of an address."""

    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResult(_Parse, _NetlocResultMixinBase, _ToBytes):
    """The six parts of an address."""

    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


class DefragResultBytes(_Defrag, _ToText):
    """An address without its fragment, and the fragment, as bytes."""

    __slots__ = ()

    def geturl(self):
        return self.url + b"#" + self.fragment if self.fragment else self.url


class SplitResultBytes(_Split, _NetlocResultMixinBase, _ToText):
    """The five parts of an address, as bytes."""

    __slots__ = ()

    def geturl(self):
        return urlunsplit(self)


class ParseResultBytes(_Parse, _NetlocResultMixinBase, _ToText):
    """The six parts of an address, as bytes."""

    __slots__ = ()

    def geturl(self):
        return urlunparse(self)


for _text, _bytes in ((DefragResult, DefragResultBytes), (SplitResult, SplitResultBytes),
                      (ParseResult, ParseResultBytes)):
    _text._encoded_counterpart = _bytes
    _bytes._decoded_counterpart = _text
del _text, _bytes


def _bytes_or_text(result, back, of_bytes):
    return result if back is _plain else of_bytes(*(part.encode("ascii") for part in result))


def _check_netloc(netloc):
    """Refuses characters that turn into delimiters when they are normalized."""
    if not netloc or netloc.isascii():
        return
    bare = netloc
    for delimiter in "@:#?":
        bare = bare.replace(delimiter, "")
    normal = unicodedata.normalize("NFKC", bare)
    if bare == normal:
        return
    for delimiter in "/?#@:":
        if delimiter in normal:
            raise ValueError(f"netloc {netloc!r} contains invalid characters under NFKC normalization")


_GROUP = re.compile(r"[0-9a-fA-F]{1,4}\Z")


def _is_ipv4(text):
    parts = text.split(".")
    return len(parts) == 4 and all(part.isascii() and part.isdigit() and len(part) <= 3 and int(part) < 256
                                   and (part == "0" or part[0] != "0") for part in parts)


def _is_ipv6(text):
    address, percent, zone = text.partition("%")
    if percent and (not zone or "%" in zone):
        return False
    if address.count("::") > 1 or ":::" in address:
        return False
    left, gap, right = address.partition("::")
    groups = (left.split(":") if left else []) + (right.split(":") if right else [])
    count = len(groups)
    if groups and "." in groups[-1]:
        if not _is_ipv4(groups.pop()):
            return False
        count += 1
    return all(_GROUP.match(group) for group in groups) and (count <= 7 if gap else count == 8)


def _check_brackets(netloc):
    hostinfo = netloc.rpartition("@")[2]
    before, bracket, bracketed = hostinfo.partition("[")
    if bracket:
        if before:
            raise ValueError("Invalid IPv6 URL")
        host, _, port = bracketed.partition("]")
        if port and not port.startswith(":"):
            raise ValueError("Invalid IPv6 URL")
    else:
        host = hostinfo.partition(":")[0]
    if host.startswith("v"):
        if not re.match(r"\Av[a-fA-F0-9]+\..+\Z", host):
            raise ValueError("IPvFuture address is invalid")
    elif _is_ipv4(host):
        raise ValueError("An IPv4 address cannot be in brackets")
    elif not _is_ipv6(host):
        raise ValueError(f"{host!r} does not appear to be an IPv4 or IPv6 address")


def _split(url, scheme, allow_fragments):
    url = url.lstrip(_EDGE)
    scheme = scheme.strip(_EDGE)
    for character in _REMOVED:
        url = url.replace(character, "")
        scheme = scheme.replace(character, "")
    netloc = query = fragment = ""
    head, colon, tail = url.partition(":")
    if colon and head.isascii() and _SCHEME.match(head):
        scheme, url = head.lower(), tail
    if url[:2] == "//":
        end = len(url)
        for delimiter in "/?#":
            place = url.find(delimiter, 2)
            if place >= 0:
                end = min(end, place)
        netloc, url = url[2:end], url[end:]
        if ("[" in netloc) != ("]" in netloc):
            raise ValueError("Invalid IPv6 URL")
        if "[" in netloc:
            _check_brackets(netloc)
    if allow_fragments:
        url, _, fragment = url.partition("#")
    url, _, query = url.partition("?")
    _check_netloc(netloc)
    return SplitResult(scheme, netloc, url, query, fragment)


def urlsplit(url, scheme="", allow_fragments=True):
    """The scheme, network location, path, query and fragment of an address."""
    url, scheme, back = _as_text(url, scheme)
    return _bytes_or_text(_split(url, scheme, bool(allow_fragments)), back, SplitResultBytes)


def _split_params(url):
    # Parameters belong to the last segment of the path only.
    start = url.rfind("/") if "/" in url else 0
    place = url.find(";", start)
    return (url, "") if place < 0 else (url[:place], url[place + 1:])


def urlparse(url, scheme="", allow_fragments=True):
    """The scheme, network location, path, parameters, query and fragment of an address."""
    url, scheme, back = _as_text(url, scheme)
    scheme, netloc, url, query, fragment = _split(url, scheme, bool(allow_fragments))
    params = ""
    if scheme in uses_params and ";" in url:
        url, params = _split_params(url)
    return _bytes_or_text(ParseResult(scheme, netloc, url, params, query, fragment), back, ParseResultBytes)


def _join_parts(scheme, netloc, url, query, fragment):
    if netloc:
        if url and url[:1] != "/":
            url = "/" + url
        url = "//" + netloc + url
    elif url[:2] == "//":
        url = "//" + url
    elif scheme and scheme in uses_netloc and (not url or url[:1] == "/"):
        url = "//" + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url += "?" + query
    if fragment:
        url += "#" + fragment
    return url


def urlunparse(components):
    """The address with the given six parts."""
    scheme, netloc, url, params, query, fragment, back = _as_text(*components)
    if params:
        url = f"{url};{params}"
    return back(_join_parts(scheme, netloc, url, query, fragment))


def urlunsplit(components):
    """The address with the given five parts."""
    scheme, netloc, url, query, fragment, back = _as_text(*components)
    return back(_join_parts(scheme, netloc, url, query, fragment))


def _merge_paths(base, path):
    """The path seen from the base path, without dots as segments."""
    base_parts = base.split("/")
    if base_parts[-1] != "":
        # What follows the last slash of the base is replaced.
        del base_parts[-1]
    if path[:1] == "/":
        segments = path.split("/")
    else:
        segments = base_parts + path.split("/")
        # Empty segments inside (of the base mostly) do not count.
        segments[1:-1] = filter(None, segments[1:-1])
    resolved = []
    for segment in segments:
        if segment == "..":
            if resolved:
                resolved.pop()
        elif segment != ".":
            resolved.append(segment)
    if segments[-1] in (".", ".."):
        resolved.append("")
    return "/".join(resolved) or "/"


def urljoin(base, url, allow_fragments=True):
    """The absolute address that a relative one stands for when met at the base."""
    if not base:
        return url
    if not url:
        return base
    base, url, back = _as_text(base, url)
    old = urlparse(base, "", allow_fragments)
    new = urlparse(url, old.scheme, allow_fragments)
    if new.scheme != old.scheme or new.scheme not in uses_relative:
        return back(url)
    netloc, path, params, query = new.netloc, new.path, new.params, new.query
    if new.scheme in uses_netloc:
        if netloc:
            return back(urlunparse(new))
        netloc = old.netloc
    if not path and not params:
        path, params = old.path, old.params
        query = query or old.query
    else:
        path = _merge_paths(old.path, path)
    return back(urlunparse((new.scheme, netloc, path, params, query, new.fragment)))


def urldefrag(url):
    """The address without its fragment, and the fragment."""
    url, back = _as_text(url)
    if "#" in url:
        scheme, netloc, path, params, query, fragment = urlparse(url)
        result = DefragResult(urlunparse((scheme, netloc, path, params, query, "")), fragment)
    else:
        result = DefragResult(url, "")
    return _bytes_or_text(result, back, DefragResultBytes)


_ESCAPE = re.compile(rb"%([0-9a-fA-F]{2})")
_ASCII_RUN = re.compile("([\x00-\x7f]+)")


def unquote_to_bytes(string):
    """The bytes that %xx escapes stand for."""
    if not string:
        # Whatever has no such method is not text.
        string.split
        return b""
    if isinstance(string, str):
        string = string.encode("utf-8")
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), bytes(string))


def unquote(string, encoding="utf-8", errors="replace"):
    """The text in which %xx escapes stand for encoded characters."""
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding or "utf-8", errors or "replace")
    if "%" not in string:
        string.split
        return string
    encoding = "utf-8" if encoding is None else encoding
    errors = "replace" if errors is None else errors
    return _ASCII_RUN.sub(lambda match: unquote_to_bytes(match[1]).decode(encoding, errors), string)


def unquote_plus(string, encoding="utf-8", errors="replace"):
    """Like unquote(); a plus stands for a space."""
    return unquote(string.replace("+", " "), encoding, errors)


def quote(string, safe="/", encoding=None, errors=None):
    """The text with all but letters, digits, '_.-~' and the safe characters as %xx escapes."""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode("utf-8" if encoding is None else encoding,
                               "strict" if errors is None else errors)
    else:
        if encoding is not None:
            raise TypeError("quote() doesn't support 'encoding' for bytes")
        if errors is not None:
            raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe="", encoding=None, errors=None):
    """Like quote(), with a plus for each space."""
    space = " " if isinstance(string, str) else b" "
    if space not in string:
        return quote(string, safe, encoding, errors)
    safe = safe + " " if isinstance(safe, str) else safe + b" "
    return quote(string, safe, encoding, errors).replace(" ", "+")


def quote_from_bytes(bs, safe="/"):
    """Like quote() for bytes."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    if not bs:
        return ""
    if isinstance(safe, str):
        safe = safe.encode("ascii", "ignore")
    kept = _UNRESERVED.union(byte for byte in safe if byte < 128)
    return "".join([chr(byte) if byte in kept else f"%{byte:02X}" for byte in bs])


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    """The mapping or the pairs as the query of an address."""
    if hasattr(query, "items"):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError as err:
            raise TypeError("not a valid non-string sequence or mapping object") from err

    def quoted(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(str(value), safe, encoding, errors)

    pairs = []
    for key, value in query:
        key = quoted(key)
        if not doseq or isinstance(value, (str, bytes)):
            pairs.append(key + "=" + quoted(value))
            continue
        try:
            len(value)
        except TypeError:
            pairs.append(key + "=" + quoted(value))
        else:
            pairs.extend(key + "=" + quoted(item) for item in value)
    return "&".join(pairs)


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace",
             max_num_fields=None, separator="&"):
    """The query as a dictionary of lists."""
    result = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors,
                                 max_num_fields, separator):
        result.setdefault(name, []).append(value)
    return result


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace",
              max_num_fields=None, separator="&"):
    """The query as a list of pairs."""
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError("Separator must be of type string or bytes.")
    if isinstance(qs, str):
        if not isinstance(separator, str):
            separator = str(separator, "ascii")

        def plain(text):
            return unquote_plus(text, encoding, errors)

        equals = "="
    else:
        if not qs:
            return []
        qs = bytes(memoryview(qs))
        if isinstance(separator, str):
            separator = bytes(separator, "ascii")

        def plain(text):
            return unquote_to_bytes(text.replace(b"+", b" "))

        equals = b"="
    if not qs:
        return []
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError("Max number of fields exceeded")
    pairs = []
    for field in qs.split(separator):
        if not field and not strict_parsing:
            continue
        name, has_equals, value = field.partition(equals)
        if not has_equals and strict_parsing:
            raise ValueError(f"bad query field: {field!r}")
        if value or keep_blank_values:
            pairs.append((plain(name), plain(value)))
    return pairs


def unwrap(url):
    """An address out of `<URL:address>` or `<address>`."""
    url = str(url).strip()
    if url.startswith("<") and url.endswith(">"):
        url = url[1:-1].strip()
    return url.removeprefix("URL:").strip()
