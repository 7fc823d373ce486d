"""What `http.cookiejar` reads and compares: dates, header fields, hosts and paths. Knows nothing of cookies as objects."""

import datetime
import re
import time
import urllib.parse
from calendar import timegm

DEFAULT_HTTP_PORT = '80'
DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
MONTHS_LOWER = [month.lower() for month in MONTHS]
UTC_ZONES = dict.fromkeys(('GMT', 'UTC', 'UT', 'Z'))

# ---- dates ----


def _moment(t):
    return datetime.datetime.now(datetime.UTC) if t is None else datetime.datetime.fromtimestamp(t, datetime.UTC)


def time2isoz(t=None):
    """A time in seconds, or now, as YYYY-MM-DD hh:mm:ssZ."""
    return _moment(t).strftime('%Y-%m-%d %H:%M:%SZ')


def time2netscape(t=None):
    """A time in seconds, or now, as Wdy, DD-Mon-YYYY HH:MM:SS GMT."""
    at = _moment(t)
    return f'{DAYS[at.weekday()]}, {at.day:02}-{MONTHS[at.month - 1]}-{at.year:04} {at.hour:02}:{at.minute:02}:{at.second:02} GMT'


def _timegm(parts):
    """Seconds since 1970; None if a part is out of range."""
    year, month, day, hour, minute, second = parts[:6]
    is_fine = year >= 1970 and 1 <= month <= 12 and 1 <= day <= 31 and 0 <= hour <= 24 and 0 <= minute <= 59 and 0 <= second <= 61
    return timegm(parts) if is_fine else None


_ZONE = re.compile(r'([-+])?(\d\d?):?(\d\d)?', re.ASCII)


def offset_from_tz_string(tz):
    """Seconds by which a zone's clocks are ahead; None if that is not known."""
    if tz in UTC_ZONES:
        return 0
    found = _ZONE.fullmatch(tz)
    if found is None:
        return None
    offset = 3600 * int(found[2]) + 60 * int(found[3] or 0)
    return -offset if found[1] == '-' else offset


def _full_year(year):
    """A year of at most three digits as the one that is nearest."""
    now = time.localtime()[0]
    century = now % 100
    ahead = century - year
    year += now - century
    if abs(ahead) > 50:
        year += 100 if ahead > 0 else -100
    return year


def _str2time(day, mon, yr, hr, min, sec, tz):
    """Seconds since 1970 of a date in parts, as texts; None if it is none."""
    year = int(yr)
    if year > datetime.MAXYEAR:
        return None
    if mon.lower() in MONTHS_LOWER:
        month = MONTHS_LOWER.index(mon.lower()) + 1
    else:
        try:
            month = int(mon)
        except ValueError:
            return None
    if not 1 <= month <= 12:
        return None
    if year < 1000:
        year = _full_year(year)
    seconds = _timegm((year, month, int(day), int(hr or 0), int(min or 0), int(sec or 0), tz))
    if seconds is None:
        return None
    offset = offset_from_tz_string((tz or 'UTC').upper())
    return None if offset is None else seconds - offset


_STRICT = re.compile(r'[SMTWF][a-z][a-z], (\d\d) ([JFMASOND][a-z][a-z]) (\d\d\d\d) (\d\d):(\d\d):(\d\d) GMT', re.ASCII)
_WEEKDAY = re.compile(r'(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)[a-z]*,?\s*', re.IGNORECASE | re.ASCII)
_LOOSE = re.compile(r'''
    (\d\d?) (?:\s+|[-/]) (\w+) (?:\s+|[-/]) (\d+)       # day, month, year
    (?: (?:\s+|:) (\d\d?):(\d\d) (?::(\d\d))? )? \s*    # clock
    (?: ([-+]?\d{2,4}|(?![APap][Mm]\b)[A-Za-z]+) \s* )? # zone
    (?: \(\w+\) \s* )?                                  # its name
''', re.VERBOSE | re.ASCII)
_ISO = re.compile(r'''
    (\d{4}) [-/]? (\d\d?) [-/]? (\d\d?)
    (?: (?:\s+|[-:Tt]) (\d\d?):?(\d\d) (?: :?(\d\d(?:\.\d*)?) )? )? \s*
    (?: ([-+]?\d\d?:?(?::?\d\d)?|Z|z) \s* )?
''', re.VERBOSE | re.ASCII)


def _whole(pattern, text):
    """As fullmatch(), but for a line's end after it."""
    return pattern.fullmatch(text) or (pattern.fullmatch(text[:-1]) if text.endswith('\n') else None)


def http2time(text):
    """Seconds since 1970 of a date as it is written in header fields, in one of many ways; None if it is none."""
    found = _whole(_STRICT, text)
    if found:
        day, month, year, hour, minute, second = found.groups()
        month = MONTHS_LOWER.index(month.lower()) + 1
        return _timegm((int(year), month, int(day), int(hour), int(minute), float(second)))
    text = text.lstrip()
    weekday = _WEEKDAY.match(text)
    found = _whole(_LOOSE, text[weekday.end():] if weekday else text)
    return None if found is None else _str2time(*found.groups())


def iso2time(text):
    """Seconds since 1970 of a date as of ISO 8601; None if it is none."""
    found = _whole(_ISO, text.lstrip())
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    return _str2time(day, month, year, hour, minute, second, zone)


# ---- header fields ----

_TOKEN = re.compile(r'\s*([^=\s;,]+)')
_QUOTED = re.compile(r'\s*=\s*"([^"\\]*(?:\\.[^"\\]*)*)"')
_VALUE = re.compile(r'\s*=\s*([^\s;,]*)')
_JUNK = re.compile(r'[=\s;]*')


def split_header_words(header_values):
    """Fields of words, with or without values, as lists of pairs: one for each part between commas."""
    assert not isinstance(header_values, str)
    result = []
    for text in header_values:
        pairs, at = [], 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                rest = text[at:]
                if rest.lstrip().startswith(','):
                    at = text.index(',', at) + 1
                    if pairs:
                        result.append(pairs)
                    pairs = []
                else:
                    end = _JUNK.match(text, at).end()
                    assert end > at, f"split_header_words bug: '{text}', '{rest}', {pairs}"
                    at = end
                continue
            at, name, value = found.end(), found[1], None
            found = _QUOTED.match(text, at)
            if found:
                value = re.sub(r'\\(.)', r'\1', found[1])
            else:
                found = _VALUE.match(text, at)
                value = found and found[1].rstrip()
            at = found.end() if found else at
            pairs.append((name, value))
        if pairs:
            result.append(pairs)
    return result


def join_header_words(lists):
    """What split_header_words() takes apart."""
    fields = []
    for pairs in lists:
        words = []
        for name, value in pairs:
            if value is None:
                words.append(name)
            elif re.search(r'^\w+$', value):
                words.append(f'{name}={value}')
            else:
                quoted = re.sub(r'(["\\])', r'\\\1', value)
                words.append(f'{name}="{quoted}"')
        if words:
            fields.append('; '.join(words))
    return ', '.join(fields)


def strip_quotes(text):
    return text.removeprefix('"').removesuffix('"')


def parse_ns_headers(ns_headers):
    """Set-Cookie fields, which separate nothing by commas, as lists of pairs. Dates become seconds; there is always a version."""
    known = ('expires', 'domain', 'path', 'secure', 'version', 'port', 'max-age')
    result = []
    for field in ns_headers:
        pairs = []
        for place, part in enumerate(field.split(';')):
            name, equals, value = part.partition('=')
            name, value = name.strip(), value.strip() if equals else None
            if not name:
                if place == 0:
                    break
                continue
            if place:
                name = name.lower() if name.lower() in known else name
                if value is not None and name in ('version', 'expires'):
                    value = strip_quotes(value)
                    value = http2time(value) if name == 'expires' else value
            pairs.append((name, value))
        if pairs:
            if not any(name == 'version' for name, _ in pairs[1:]):
                pairs.append(('version', '0'))
            result.append(pairs)
    return result


# ---- hosts and paths ----

IPV4_RE = re.compile(r'\.\d+$', re.ASCII)
HTTP_PATH_SAFE = "%/;:@&=+$,!~*'()"


def liberal_is_HDN(text):
    """Whether a text may be the name of a host or domain: whether it is no IPv4 address."""
    return not IPV4_RE.search(text)


def is_HDN(text):
    """Whether a text is the name of a host, as far as that is needed: no address, without dots around it."""
    return liberal_is_HDN(text) and text != '' and text[0] != '.' and text[-1] != '.'


def domain_match(A, B):
    """Whether host A is in domain B, which begins with a dot, or is B (RFC 2965)."""
    A, B = A.lower(), B.lower()
    if A == B:
        return True
    return is_HDN(A) and A.rfind(B) > 0 and B.startswith('.') and is_HDN(B[1:])


def user_domain_match(A, B):
    """Whether host A is B, or in B if that begins with a dot: for what users list."""
    A, B = A.lower(), B.lower()
    if B.startswith('.') and liberal_is_HDN(A) and liberal_is_HDN(B):
        return A.endswith(B)
    return A == B


def request_host(request):
    """The host of a request, in lower case, without a port."""
    host = urllib.parse.urlparse(request.get_full_url())[1] or request.get_header('Host', '')
    return re.sub(r'(?a::\d+$)', '', host, count=1).lower()


def eff_request_host(request):
    """The host of a request, and as names without dots have it besides, with `.local`."""
    host = request_host(request)
    return host, host if '.' in host else host + '.local'


def request_path(request):
    """The path of a request, escaped, beginning with a slash."""
    path = escape_path(urllib.parse.urlsplit(request.get_full_url()).path)
    return path if path.startswith('/') else '/' + path


def request_port(request):
    """The port of a request as a text; None if there stands something else."""
    _, colon, port = request.host.partition(':')
    if not colon:
        return DEFAULT_HTTP_PORT
    try:
        int(port)
    except ValueError:
        return None
    return port


def uppercase_escaped_char(match):
    return '%' + match.group(1).upper()


def escape_path(path):
    """A path with all that must be escaped so, in upper case."""
    return re.sub('%([0-9a-fA-F][0-9a-fA-F])', uppercase_escaped_char, urllib.parse.quote(path, HTTP_PATH_SAFE))


def reach(h):
    """The domain around a host, beginning with a dot, if there can be cookies for that; else the host."""
    _, dot, domain = h.partition('.')
    return '.' + domain if dot and is_HDN(h) and ('.' in domain or domain == 'local') else h


def is_third_party(request):
    """Whether a request goes elsewhere than what the user asked for."""
    return not domain_match(request_host(request), reach(request.origin_req_host))
