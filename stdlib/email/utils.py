"""Addresses, dates and parameters in headers."""

import datetime
import os
import random
import re
import socket
import time
import urllib.parse

from email import _dates
from email._addresses import AddressList
from email.charset import Charset

__all__ = ['collapse_rfc2231_value', 'decode_params', 'decode_rfc2231', 'encode_rfc2231', 'formataddr', 'formatdate', 'format_datetime',
           'getaddresses', 'make_msgid', 'mktime_tz', 'parseaddr', 'parsedate', 'parsedate_tz', 'parsedate_to_datetime', 'unquote']

specialsre = re.compile(r'[][\\()<>@,:;".]')
escapesre = re.compile(r'[\\"]')


def quote(str):
    """Backslashes before backslashes and quotes."""
    return escapesre.sub(r'\\\g<0>', str)


def unquote(str):
    """A text without the quotes or angle brackets around it."""
    if len(str) > 1:
        if str[0] == '"' == str[-1]:
            return str[1:-1].replace('\\\\', '\\').replace('\\"', '"')
        if str[0] == '<' and str[-1] == '>':
            return str[1:-1]
    return str


def _has_surrogates(s):
    """Whether bytes that could not be decoded are in a text."""
    try:
        s.encode()
    except UnicodeEncodeError:
        return True
    return False


def _sanitize(string):
    """Bytes that could not be decoded become U+FFFD."""
    return string.encode('utf-8', 'surrogateescape').decode('utf-8', 'replace')


# ---- addresses ----

def formataddr(pair, charset='utf-8'):
    """A name and an address as they stand in a header."""
    name, address = pair
    address.encode('ascii')
    if not name:
        return address
    if not name.isascii():
        if isinstance(charset, str):
            charset = Charset(charset)
        return f'{charset.header_encode(name)} <{address}>'
    quotes = '"' if specialsre.search(name) else ''
    return f'{quotes}{quote(name)}{quotes} <{address}>'


def _without_quoted(text):
    """The text with what is in quotes, and characters after backslashes, taken out."""
    return re.sub(r'"(?:[^"\\]|\\.)*"', '""', re.sub(r'\\[^"]', '', text), flags=re.DOTALL)


def _is_balanced(text):
    depth = 0
    for c in _without_quoted(text):
        depth += (c == '(') - (c == ')')
        if depth < 0:
            return False
    return not depth


def _checked(found):
    """No address has square brackets in it that could hide another."""
    return [('', '') if '[' in address else (name, address) for name, address in found]


def getaddresses(fieldvalues, *, strict=True):
    """The names and addresses in headers. With `strict`, one empty pair where they are not as many as it seems."""
    fields = [str(field) for field in fieldvalues]
    if not strict:
        return AddressList(', '.join(fields)).read()
    fields = [field if _is_balanced(field) else "('', '')" for field in fields]
    expected = sum(1 + _without_quoted(field).count(',') for field in fields)
    found = _checked(AddressList(', '.join(fields)).read())
    return found if len(found) == expected else [('', '')]


def parseaddr(addr, *, strict=True):
    """The name and the address in a text; ('', '') if there is none, or with `strict` not exactly one."""
    if not strict:
        found = AddressList(addr).read()
        return found[0] if found else ('', '')
    if isinstance(addr, list):
        addr = addr[0]
    if not isinstance(addr, str) or not _is_balanced(addr):
        return ('', '')
    found = _checked(AddressList(addr).read())
    return found[0] if len(found) == 1 else ('', '')


# ---- dates ----

def _written(fields, zone):
    day = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[fields[6]]
    month = _dates._MONTHS[fields[1] - 1].capitalize()
    return f'{day}, {fields[2]:02} {month} {fields[0]:04} {fields[3]:02}:{fields[4]:02}:{fields[5]:02} {zone}'


def formatdate(timeval=None, localtime=False, usegmt=False):
    """A time as it stands in a header: now, or so many seconds after 1970."""
    if timeval is None:
        timeval = time.time()
    moment = datetime.datetime.fromtimestamp(timeval, datetime.UTC)
    if localtime:
        moment, usegmt = moment.astimezone(), False
    elif not usegmt:
        moment = moment.replace(tzinfo=None)
    return format_datetime(moment, usegmt)


def format_datetime(dt, usegmt=False):
    """A datetime as it stands in a header."""
    if usegmt:
        if dt.tzinfo != datetime.UTC:
            raise ValueError('usegmt option requires a UTC datetime')
        zone = 'GMT'
    else:
        zone = '-0000' if dt.tzinfo is None else dt.strftime('%z')
    return _written(dt.timetuple(), zone)


def parsedate_tz(data):
    """The fields of a date, with the zone's seconds east of Greenwich as the tenth; None if it is no date."""
    found = _dates.parse(data)
    if found is None:
        return None
    return tuple(found[:9]) + (found[9] or 0,)


def parsedate(data):
    """The nine fields of a date, or None."""
    found = parsedate_tz(data)
    return found[:9] if found is not None else None


def mktime_tz(data):
    """Seconds since 1970 of what parsedate_tz() gave."""
    return _dates.seconds(data)


def parsedate_to_datetime(data):
    """A datetime of a date; naive where the zone is not known."""
    found = _dates.parse(data)
    if found is None:
        raise ValueError(f'Invalid date value or format "{data!s}"')
    zone = None if found[9] is None else datetime.timezone(datetime.timedelta(seconds=found[9]))
    return datetime.datetime(*found[:6], tzinfo=zone)


def localtime(dt=None):
    """Now, or another time, in the local zone."""
    return (datetime.datetime.now() if dt is None else dt).astimezone()


def make_msgid(idstring=None, domain=None):
    """A message id that no other message has."""
    parts = [int(time.time() * 100), os.getpid(), random.getrandbits(64)]
    if domain is None:
        domain = socket.getfqdn()
    return f'<{".".join(map(str, parts))}{"" if idstring is None else "." + idstring}@{domain}>'


# ---- parameters (RFC 2231) ----

def decode_rfc2231(s):
    """[character set, language, text] of a parameter's value; the first two are None if they are not given."""
    parts = s.split("'", 2)
    return (None, None, s) if len(parts) <= 2 else parts


def encode_rfc2231(s, charset=None, language=None):
    """A text as a parameter's value."""
    text = urllib.parse.quote(s, safe='', encoding=charset or 'ascii')
    if charset is None and language is None:
        return text
    return f"{charset}'{language or ''}'{text}"


def decode_params(params):
    """Puts together the parameters that are written in pieces."""
    found = [params[0]]
    pieces = {}
    for name, value in params[1:]:
        is_coded = name.endswith('*')
        value = unquote(value)
        continued = re.fullmatch(r'(\w+)\*([0-9]+)\*?', name, re.ASCII)
        if continued:
            pieces.setdefault(continued[1], []).append((int(continued[2]), value, is_coded))
        elif is_coded and re.fullmatch(r'\w+\*', name, re.ASCII):
            pieces.setdefault(name[:-1], []).append((0, value, True))
        else:
            found.append((name, f'"{quote(value)}"'))
    for name, parts in pieces.items():
        parts.sort(key=lambda part: part[0])
        # What is coded becomes bytes, one character each; what they mean is said by the first part.
        text = ''.join(urllib.parse.unquote(value, encoding='latin-1') if is_coded else value for _, value, is_coded in parts)
        text = quote(text)
        if any(is_coded for *_, is_coded in parts):
            charset, language, text = decode_rfc2231(text)
            found.append((name, (charset, language, f'"{text}"')))
        else:
            found.append((name, f'"{text}"'))
    return found


def collapse_rfc2231_value(value, errors='replace', fallback_charset='us-ascii'):
    """The text of a parameter's value, which may be a triple as decode_rfc2231() gives."""
    if not isinstance(value, tuple) or len(value) != 3:
        return unquote(value)
    charset, _, text = value
    if charset is None:
        charset = fallback_charset
    try:
        return str(text.encode('raw-unicode-escape'), charset, errors)
    except LookupError:
        return unquote(text)
