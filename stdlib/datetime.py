"""Dates and times."""

import time as _time
import math as _math

__all__ = ('date', 'datetime', 'time', 'timedelta', 'timezone', 'tzinfo', 'MINYEAR', 'MAXYEAR', 'UTC')

MINYEAR = 1
MAXYEAR = 9999
_MAXORDINAL = 3652059

_DAYS_IN_MONTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
_DAYS_BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
_MONTHS = [None, 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
_DAYS = [None, 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS_IN_MONTH[month]


def _days_before_month(year, month):
    return _DAYS_BEFORE_MONTH[month] + (month > 2 and _is_leap(year))


def _ymd2ord(year, month, day):
    return _days_before_year(year) + _days_before_month(year, month) + day


def _ord2ymd(n):
    n -= 1
    n400, n = divmod(n, 146097)
    year = n400 * 400 + 1
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year += n100 * 100 + n4 * 4 + n1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    month = (n + 50) >> 5
    before = _days_before_month(year, month)
    if before > n:
        month -= 1
        before = _days_before_month(year, month)
    return year, month, n - before + 1


def _check_int(value):
    if isinstance(value, int):
        return value
    try:
        return value.__index__()
    except AttributeError:
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer") from None


def _check_date(year, month, day):
    year, month, day = _check_int(year), _check_int(month), _check_int(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f'year {year} is out of range')
    if not 1 <= month <= 12:
        raise ValueError('month must be in 1..12')
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError('day is out of range for month')
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    hour, minute, second, microsecond = map(_check_int, (hour, minute, second, microsecond))
    if not 0 <= hour <= 23:
        raise ValueError('hour must be in 0..23')
    if not 0 <= minute <= 59:
        raise ValueError('minute must be in 0..59')
    if not 0 <= second <= 59:
        raise ValueError('second must be in 0..59')
    if not 0 <= microsecond <= 999999:
        raise ValueError('microsecond must be in 0..999999')
    if fold not in (0, 1):
        raise ValueError('fold must be either 0 or 1')
    return hour, minute, second, microsecond, fold


def _check_tz(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")


def _check_offset(name, offset):
    if offset is None:
        return
    if not isinstance(offset, timedelta):
        raise TypeError(f"tzinfo.{name}() must return None or timedelta, not '{type(offset).__name__}'")
    if not -timedelta(1) < offset < timedelta(1):
        raise ValueError('offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).')


def _asked(tz, method, dt):
    """The offset that a zone gives."""
    if tz is None:
        return None
    offset = getattr(tz, method)(dt)
    _check_offset(method, offset)
    return offset


def _asked_name(tz, dt):
    name = None if tz is None else tz.tzname(dt)
    if name is not None and not isinstance(name, str):
        raise TypeError(f"tzinfo.tzname() must return None or a string, not '{type(name).__name__}'")
    return name


def _full_name(value):
    cls = type(value)
    return f'datetime.{cls.__name__}' if cls.__module__ == 'datetime' else cls.__name__


def _deprecated(method, instead):
    import warnings
    warnings.warn(f'datetime.datetime.{method}() is deprecated and scheduled for removal in a future version. Use timezone-aware '
                  f'objects to represent datetimes in UTC: datetime.datetime.{instead}.', DeprecationWarning, stacklevel=3)


def _format_time(hh, mm, ss, us, timespec='auto'):
    if timespec == 'auto':
        timespec = 'microseconds' if us else 'seconds'
    elif timespec == 'milliseconds':
        us //= 1000
    formats = {'hours': '{:02d}', 'minutes': '{:02d}:{:02d}', 'seconds': '{:02d}:{:02d}:{:02d}',
               'milliseconds': '{:02d}:{:02d}:{:02d}.{:03d}', 'microseconds': '{:02d}:{:02d}:{:02d}.{:06d}'}
    if timespec not in formats:
        raise ValueError('Unknown timespec value')
    return formats[timespec].format(hh, mm, ss, us)


def _format_offset(offset, sep=':'):
    if offset is None:
        return ''
    sign = '+'
    if offset.days < 0:
        sign, offset = '-', -offset
    hh, rest = divmod(offset, timedelta(hours=1))
    mm, ss = divmod(rest, timedelta(minutes=1))
    text = f'{sign}{hh:02d}{sep}{mm:02d}'
    if ss or ss.microseconds:
        text += f'{sep}{ss.seconds:02d}'
        if ss.microseconds:
            text += f'.{ss.microseconds:06d}'
    return text


def _strftime(obj, format, timetuple):
    out = []
    i = 0
    while i < len(format):
        c = format[i]
        i += 1
        if c != '%' or i >= len(format):
            out.append(c)
            continue
        d = format[i]
        i += 1
        if d == 'f':
            out.append(f'{getattr(obj, "microsecond", 0):06d}')
        elif d in 'zZ' or (d == ':' and format[i:i + 1] == 'z'):
            if d == ':':
                i += 1
            if not hasattr(obj, 'utcoffset'):
                continue
            if d == 'Z':
                out.append((obj.tzname() or '').replace('%', '%%'))
            else:
                out.append(_format_offset(obj.utcoffset(), ':' if d == ':' else ''))
        else:
            out.append('%' + d)
    return _time.strftime(''.join(out), timetuple)


class timedelta:
    """Difference between two datetime values."""

    __slots__ = ('_days', '_seconds', '_microseconds', '_hashcode')

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        for name, value in (('days', days), ('seconds', seconds), ('microseconds', microseconds),
                            ('milliseconds', milliseconds), ('minutes', minutes), ('hours', hours), ('weeks', weeks)):
            if not isinstance(value, (int, float)):
                raise TypeError(f'unsupported type for timedelta {name} component: {type(value).__name__}')
        total, leftover = 0, 0.0
        for value, unit in ((days, 86400000000), (weeks, 604800000000), (hours, 3600000000), (minutes, 60000000),
                            (seconds, 1000000), (milliseconds, 1000), (microseconds, 1)):
            if isinstance(value, int):
                total += value * unit
            else:
                fraction, whole = _math.modf(value)
                total += int(whole) * unit
                fraction, whole = _math.modf(fraction * unit)
                total += int(whole)
                leftover += fraction
        rounded = round(leftover)
        if abs(leftover - rounded) == 0.5 and total + rounded & 1:
            # Halves go to the even sum, not to the even part.
            rounded += 1 if leftover > rounded else -1
        return cls._of(total + rounded)

    @classmethod
    def _of(cls, total):
        days, rest = divmod(total, 86400000000)
        if abs(days) > 999999999:
            if not -2**31 <= days < 2**31:
                raise OverflowError('Python int too large to convert to C int')
            raise OverflowError(f'days={days}; must have magnitude <= 999999999')
        self = object.__new__(cls)
        self._days = days
        self._seconds, self._microseconds = divmod(rest, 1000000)
        self._hashcode = -1
        return self

    @property
    def days(self):
        """days"""
        return self._days

    @property
    def seconds(self):
        """seconds"""
        return self._seconds

    @property
    def microseconds(self):
        """microseconds"""
        return self._microseconds

    def _total(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    def total_seconds(self):
        """Total seconds in the duration."""
        return self._total() / 10 ** 6

    def __repr__(self):
        args = []
        if self._days:
            args.append(f'days={self._days}')
        if self._seconds:
            args.append(f'seconds={self._seconds}')
        if self._microseconds:
            args.append(f'microseconds={self._microseconds}')
        return f'{self.__class__.__module__}.{self.__class__.__qualname__}({", ".join(args) or "0"})'

    def __str__(self):
        mm, ss = divmod(self._seconds, 60)
        hh, mm = divmod(mm, 60)
        text = f'{hh}:{mm:02d}:{ss:02d}'
        if self._days:
            text = f'{self._days} day{"s" if abs(self._days) != 1 else ""}, {text}'
        if self._microseconds:
            text += f'.{self._microseconds:06d}'
        return text

    def __add__(self, other):
        if isinstance(other, timedelta):
            return timedelta._of(self._total() + other._total())
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return timedelta._of(self._total() - other._total())
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, timedelta):
            return timedelta._of(other._total() - self._total())
        return NotImplemented

    def __neg__(self):
        return timedelta._of(-self._total())

    def __pos__(self):
        return self

    def __abs__(self):
        return -self if self._days < 0 else self

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._of(self._total() * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._of(_divide_and_round(self._total() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total() // other._total()
        if isinstance(other, int):
            return timedelta._of(self._total() // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total() / other._total()
        if isinstance(other, int):
            return timedelta._of(_divide_and_round(self._total(), other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._of(_divide_and_round(b * self._total(), a))
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return timedelta._of(self._total() % other._total())
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, timedelta):
            q, r = divmod(self._total(), other._total())
            return q, timedelta._of(r)
        return NotImplemented

    def __eq__(self, other):
        return self._total() == other._total() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._total() < other._total() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._total() <= other._total() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._total() > other._total() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._total() >= other._total() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash((self._days, self._seconds, self._microseconds))

    def __bool__(self):
        return self._total() != 0

    def __reduce__(self):
        return self.__class__, (self._days, self._seconds, self._microseconds)


def _divide_and_round(a, b):
    q, r = divmod(a, b)
    r *= 2
    greater = r > b if b > 0 else r < b
    if greater or r == b and q % 2 == 1:
        q += 1
    return q


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


def _missing_argument(year, month):
    _check_int(year)
    name, place = ('month', 2) if month is None else ('day', 3)
    return TypeError(f"function missing required argument '{name}' (pos {place})")


def _state_in(value, size, place, what):
    """The bytes that a pickle has for an object, if the value is that: a byte at a place says so. None otherwise."""
    if not isinstance(value, (bytes, str)) or len(value) != size:
        return None
    if isinstance(value, str):
        # Of a pickle made by Python 2.
        try:
            value = value.encode('latin1')
        except UnicodeEncodeError:
            raise ValueError(f"Failed to encode latin1 string when unpickling a {what} object. "
                             "pickle.load(data, encoding='latin1') is assumed.") from None
    marker = value[place] & 0x7f
    return value if (marker < 24 if what == 'time' else 1 <= marker <= 12) else None


def _zone_of_state(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError('bad tzinfo state arg')
    return tz


def _clock_state(value):
    """The bytes of a time of day. That it is the second of two is left to the caller: a bit that older protocols do not have."""
    us = value._microsecond
    return bytes([value._hour, value._minute, value._second, us >> 16, us >> 8 & 255, us & 255])


class date:
    """Concrete date type."""

    __slots__ = ('_year', '_month', '_day')

    def __new__(cls, year, month=None, day=None):
        if day is None:
            if month is None and (state := _state_in(year, 4, 2, 'date')) is not None:
                year, month, day = state[0] * 256 + state[1], state[2], state[3]
            else:
                raise _missing_argument(year, month)
        year, month, day = _check_date(year, month, day)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        return self

    @classmethod
    def fromtimestamp(cls, t):
        """Construct a date from a POSIX timestamp."""
        y, m, d = _time.localtime(t)[:3]
        return cls(y, m, d)

    @classmethod
    def today(cls):
        """Construct a date from time.time()."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, n):
        """Construct a date from a proleptic Gregorian ordinal."""
        if n < 1:
            raise ValueError('ordinal must be >= 1')
        return cls(*_ord2ymd(n))

    @classmethod
    def fromisoformat(cls, date_string):
        """Construct a date from a string in ISO 8601 format."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            parts = _parse_iso_date(date_string)
        except Exception:
            raise ValueError(f'Invalid isoformat string: {date_string!r}') from None
        return cls(*parts)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """Construct a date from the ISO year, week number and weekday."""
        if not 1 <= year <= 9999:
            raise ValueError(f'Year is out of range: {year}')
        if not 1 <= week <= 53 or week == 53 and date(year, 12, 28).isocalendar()[1] != 53:
            raise ValueError(f'Invalid week: {week}')
        if not 1 <= day <= 7:
            raise ValueError(f'Invalid day: {day} (range is [1, 7])')
        return cls.fromordinal(_iso_week1_monday(year) + (week - 1) * 7 + day - 1)

    @property
    def year(self):
        """year (1-9999)"""
        return self._year

    @property
    def month(self):
        """month (1-12)"""
        return self._month

    @property
    def day(self):
        """day (1-31)"""
        return self._day

    def __repr__(self):
        return f'{self.__class__.__module__}.{self.__class__.__qualname__}({self._year}, {self._month}, {self._day})'

    def isoformat(self):
        """Return the date formatted according to ISO."""
        return f'{self._year:04d}-{self._month:02d}-{self._day:02d}'

    def __str__(self):
        return self.isoformat()

    def ctime(self):
        """Return ctime() style string."""
        return f'{_DAYS[self.isoweekday()]} {_MONTHS[self._month]} {self._day:2d} 00:00:00 {self._year:04d}'

    def strftime(self, format):
        """Format using strftime()."""
        return _strftime(self, format, self.timetuple())

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError(f'must be str, not {type(fmt).__name__}')
        return self.strftime(fmt) if fmt else str(self)

    def timetuple(self):
        """Return local time tuple compatible with time.localtime()."""
        return _time.struct_time((self._year, self._month, self._day, 0, 0, 0, self.weekday(), self._yday(), -1))

    def _yday(self):
        return _days_before_month(self._year, self._month) + self._day

    def toordinal(self):
        """Return proleptic Gregorian ordinal for the year, month and day."""
        return _ymd2ord(self._year, self._month, self._day)

    def weekday(self):
        """Return day of the week, where Monday == 0 ... Sunday == 6."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """Return day of the week, where Monday == 1 ... Sunday == 7."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """Return a named tuple containing ISO year, week number, and weekday."""
        year = self._year
        week1 = _iso_week1_monday(year)
        today = _ymd2ord(self._year, self._month, self._day)
        week, day = divmod(today - week1, 7)
        if week < 0:
            year -= 1
            week, day = divmod(today - _iso_week1_monday(year), 7)
        elif week >= 52 and today >= _iso_week1_monday(year + 1):
            year += 1
            week = 0
        return IsoCalendarDate(year, week + 1, day + 1)

    def replace(self, year=None, month=None, day=None):
        """Return date with new specified fields."""
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day)

    __replace__ = replace

    def _key(self):
        return self._year, self._month, self._day

    def __eq__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._key() == other._key()
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._key() < other._key()
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._key() <= other._key()
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._key() > other._key()
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._key() >= other._key()
        return NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __add__(self, other):
        if isinstance(other, timedelta):
            o = self.toordinal() + other.days
            if 0 < o <= _MAXORDINAL:
                return type(self).fromordinal(o)
            raise OverflowError('date value out of range')
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def _state(self):
        return bytes([*divmod(self._year, 256), self._month, self._day])

    def __reduce__(self):
        return self.__class__, (self._state(),)


def _iso_week1_monday(year):
    first = _ymd2ord(year, 1, 1)
    weekday = (first + 6) % 7
    monday = first - weekday
    return monday + 7 if weekday > 3 else monday


def _parse_iso_date(text):
    if 'W' not in text:
        if len(text) == 10 and text[4] == text[7] == '-' or len(text) == 8 and '-' not in text:
            digits = text.replace('-', '')
            return _two_digits(digits[:2]) * 100 + _two_digits(digits[2:4]), _two_digits(digits[4:6]), _two_digits(digits[6:])
        raise ValueError
    has_dash = text[4:5] == '-'
    year, rest = text[:4], text[5 + has_dash:]
    if text[4 + has_dash] != 'W' or len(rest) not in (2, 3 + has_dash) or has_dash and len(rest) == 4 and rest[2] != '-':
        raise ValueError
    weekday = rest[2 + has_dash:]
    if weekday and not (weekday.isascii() and weekday.isdigit()):
        raise ValueError
    # A year out of range is an error of the text here.
    day = date.fromisocalendar(_two_digits(year[:2]) * 100 + _two_digits(year[2:]), _two_digits(rest[:2]), int(weekday or 1))
    return day.year, day.month, day.day


class IsoCalendarDate(tuple):
    def __new__(cls, year, week, weekday, /):
        return super().__new__(cls, (year, week, weekday))

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __reduce__(self):
        return tuple, (tuple(self),)

    def __repr__(self):
        return f'datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})'


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


class tzinfo:
    """Abstract base class for time zone info classes."""

    __slots__ = ()

    def tzname(self, dt):
        """datetime -> string name of time zone."""
        raise NotImplementedError('tzinfo subclass must override tzname()')

    def utcoffset(self, dt):
        """datetime -> timedelta, positive for east of UTC, negative for west of UTC"""
        raise NotImplementedError('tzinfo subclass must override utcoffset()')

    def dst(self, dt):
        """datetime -> DST offset as timedelta, positive for east of UTC."""
        raise NotImplementedError('tzinfo subclass must override dst()')

    def fromutc(self, dt):
        """datetime in UTC -> datetime in local time."""
        if not isinstance(dt, datetime):
            raise TypeError('fromutc() requires a datetime argument')
        if dt.tzinfo is not self:
            raise ValueError('dt.tzinfo is not self')
        dtoff = dt.utcoffset()
        if dtoff is None:
            raise ValueError('fromutc() requires a non-None utcoffset() result')
        dtdst = dt.dst()
        if dtdst is None:
            raise ValueError('fromutc() requires a non-None dst() result')
        delta = dtoff - dtdst
        if delta:
            dt += delta
            dtdst = dt.dst()
            if dtdst is None:
                raise ValueError('fromutc(): dt.dst gave inconsistent results; cannot convert')
        return dt + dtdst

    def __reduce__(self):
        args = getattr(self, '__getinitargs__', tuple)()
        return self.__class__, args, self.__getstate__()


class timezone(tzinfo):
    """Fixed offset from UTC implementation of tzinfo."""

    __slots__ = ('_offset', '_name')

    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError('offset must be a timedelta')
        if name is not None and not isinstance(name, str):
            raise TypeError('name must be a string')
        if not -timedelta(1) < offset < timedelta(1):
            raise ValueError('offset must be a timedelta strictly between -timedelta(hours=24) and '
                             f'timedelta(hours=24), not {offset!r}.')
        if name is None and not offset and cls is timezone and getattr(timezone, 'utc', None) is not None:
            return timezone.utc
        self = tzinfo.__new__(cls)
        self._offset = offset
        self._name = name
        return self

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is timezone.utc:
            return 'datetime.timezone.utc'
        if self._name is None:
            return f'{self.__class__.__module__}.{self.__class__.__qualname__}({self._offset!r})'
        return f'{self.__class__.__module__}.{self.__class__.__qualname__}({self._offset!r}, {self._name!r})'

    def __str__(self):
        return self.tzname(None)

    def utcoffset(self, dt):
        self._check(dt, 'utcoffset')
        return self._offset

    def _check(self, dt, method):
        if dt is not None and not isinstance(dt, datetime):
            raise TypeError(f'{method}(dt) argument must be a datetime instance or None, not {type(dt).__name__}')

    def tzname(self, dt):
        self._check(dt, 'tzname')
        if self._name is not None:
            return self._name
        return 'UTC' + _format_offset(self._offset) if self._offset else 'UTC'

    def dst(self, dt):
        self._check(dt, 'dst')
        return None

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError('fromutc: argument must be a datetime')
        if dt.tzinfo is not self:
            raise ValueError('fromutc: dt.tzinfo is not self')
        return dt + self._offset

    def __getinitargs__(self):
        return (self._offset,) if self._name is None else (self._offset, self._name)

    def __reduce__(self):
        return self.__class__, self.__getinitargs__(), None


UTC = timezone.utc = timezone(timedelta(0))
timezone.min = timezone(-timedelta(hours=23, minutes=59))
timezone.max = timezone(timedelta(hours=23, minutes=59))


class time:
    """Time with time zone."""

    __slots__ = ('_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold')

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if (state := _state_in(hour, 6, 0, 'time')) is not None:
            tzinfo = _zone_of_state(minute or None)
            hour, minute, second, *us = state
            hour, fold = hour & 0x7f, hour >> 7
            microsecond = int.from_bytes(us)
        checked = _check_time(hour, minute, second, microsecond, fold)
        _check_tz(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond, self._fold = checked
        self._tzinfo = tzinfo
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def fromisoformat(cls, time_string):
        """Construct a time from a string in one of the ISO 8601 formats."""
        if not isinstance(time_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            return cls(*_parse_iso_time(time_string.removeprefix('T')))
        except Exception as error:
            if isinstance(error, ValueError) and 'must be' in str(error):
                raise
            raise ValueError(f'Invalid isoformat string: {time_string!r}') from None

    def utcoffset(self):
        """Return the timezone offset as timedelta, positive east of UTC."""
        return _asked(self._tzinfo, 'utcoffset', None)

    def tzname(self):
        """Return the timezone name."""
        return _asked_name(self._tzinfo, None)

    def dst(self):
        """Return 0 if DST is not in effect, or the DST offset."""
        return _asked(self._tzinfo, 'dst', None)

    def _since_midnight(self):
        return timedelta(hours=self._hour, minutes=self._minute, seconds=self._second, microseconds=self._microsecond)

    def _key(self):
        return self._since_midnight() - (self.utcoffset() or timedelta(0))

    def _ordered(self, other):
        if self._tzinfo is other._tzinfo:
            return self._since_midnight(), other._since_midnight()
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware times")
        return self._key(), other._key()

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        if self._tzinfo is other._tzinfo:
            return self._since_midnight() == other._since_midnight()
        return (self.utcoffset() is None) == (other.utcoffset() is None) and self._key() == other._key()

    def __lt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._ordered(other)
        return a < b

    def __le__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._ordered(other)
        return a <= b

    def __gt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._ordered(other)
        return a > b

    def __ge__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._ordered(other)
        return a >= b

    def __hash__(self):
        return hash(self._key())

    def __repr__(self):
        args = [str(self._hour), str(self._minute)]
        if self._second or self._microsecond:
            args.append(str(self._second))
        if self._microsecond:
            args.append(str(self._microsecond))
        if self._tzinfo is not None:
            args.append(f'tzinfo={self._tzinfo!r}')
        if self._fold:
            args.append('fold=1')
        return f'{self.__class__.__module__}.{self.__class__.__qualname__}({", ".join(args)})'

    def isoformat(self, timespec='auto'):
        """Return the time formatted according to ISO."""
        return (_format_time(self._hour, self._minute, self._second, self._microsecond, timespec)
                + _format_offset(self.utcoffset()))

    def __str__(self):
        return self.isoformat()

    def strftime(self, format):
        """Format using strftime()."""
        return _strftime(self, format, (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1))

    def __format__(self, fmt):
        return self.strftime(fmt) if fmt else str(self)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """Return time with new specified fields."""
        return type(self)(self._hour if hour is None else hour, self._minute if minute is None else minute,
                          self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    __replace__ = replace

    def __reduce_ex__(self, protocol):
        state = _clock_state(self)
        if self._fold and protocol > 3:
            state = bytes([state[0] | 0x80]) + state[1:]
        return self.__class__, (state,) if self._tzinfo is None else (state, self._tzinfo)

    def __reduce__(self):
        return self.__reduce_ex__(2)


def _two_digits(text):
    if len(text) != 2 or not text.isascii() or not text.isdigit():
        raise ValueError
    return int(text)


def _parse_iso_clock(text):
    """HH, HH:MM, HH:MM:SS or the same without colons, and a fraction of a second."""
    mark = next((c for c in text if c in '.,'), None)
    text, _, fraction = text.partition(mark) if mark else (text, '', '')
    parts = text.split(':') if ':' in text else [text[i:i + 2] for i in range(0, len(text), 2)]
    if not 1 <= len(parts) <= 3 or mark and not (fraction.isascii() and fraction.isdigit()):
        raise ValueError
    hour, minute, second = [*map(_two_digits, parts), 0, 0][:3]
    return hour, minute, second, int((fraction + '000000')[:6])


def _parse_iso_offset(text):
    if text == 'Z':
        return timezone.utc
    h, m, s, us = _parse_iso_clock(text[1:])
    offset = timedelta(hours=h, minutes=m, seconds=s, microseconds=us)
    return timezone(-offset if text[0] == '-' else offset) if offset else timezone.utc


def _parse_iso_time(text):
    start = next((index for index, c in enumerate(text) if c in '+-Z'), len(text))
    return *_parse_iso_clock(text[:start]), _parse_iso_offset(text[start:]) if start < len(text) else None


def _iso_date_size(text):
    """How many characters of a date and time are the date, which may be one of a week with or without its day."""
    if text[4:5] == '-':
        if text[5:6] != 'W':
            return 10
        # A dash is followed by a day, unless more digits come: then it stands between the week and the time.
        return 10 if text[8:9] == '-' and not text[10:11].isdigit() else 8
    if text[4:5] != 'W':
        return 8
    digits = len(text[7:]) - len(text[7:].lstrip('0123456789'))
    if digits >= 2:
        # No separator can be told: an odd number of digits has a day in it.
        return 7 + digits % 2
    return 7 + digits


_date_class, _time_class = date, time
time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)


class datetime(date):
    """A date and a time of day."""

    __slots__ = ('_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold')

    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if day is None:
            if (state := _state_in(year, 10, 2, 'datetime')) is None:
                raise _missing_argument(year, month)
            tzinfo = _zone_of_state(month)
            high, low, month, day, hour, minute, second, *us = state
            year, month, fold, microsecond = high * 256 + low, month & 0x7f, month >> 7, int.from_bytes(us)
        year, month, day = _check_date(year, month, day)
        checked = _check_time(hour, minute, second, microsecond, fold)
        _check_tz(tzinfo)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        self._hour, self._minute, self._second, self._microsecond, self._fold = checked
        self._tzinfo = tzinfo
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """Construct a datetime from a POSIX timestamp."""
        _check_tz(tz)
        seconds = _math.floor(timestamp)
        us = round((timestamp - seconds) * 1e6)
        if us >= 1000000:
            seconds += 1
            us -= 1000000
        if tz is None:
            y, m, d, hh, mm, ss = _time.localtime(seconds)[:6]
            return cls(y, m, d, hh, mm, min(ss, 59), us)
        y, m, d, hh, mm, ss = _time.gmtime(seconds)[:6]
        return tz.fromutc(cls(y, m, d, hh, mm, min(ss, 59), us, tz))

    @classmethod
    def utcfromtimestamp(cls, t):
        """Construct a naive UTC datetime from a POSIX timestamp."""
        _deprecated('utcfromtimestamp', 'fromtimestamp(timestamp, datetime.UTC)')
        return cls.fromtimestamp(t, timezone.utc).replace(tzinfo=None)

    @classmethod
    def now(cls, tz=None):
        """Construct a datetime from time.time() and optional time zone info."""
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        """Construct a UTC datetime from time.time()."""
        _deprecated('utcnow', 'now(datetime.UTC)')
        return cls.fromtimestamp(_time.time(), timezone.utc).replace(tzinfo=None)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """Construct a datetime from a given date and a given time."""
        if not isinstance(date, _date_class):
            raise TypeError(f'combine() argument 1 must be datetime.date, not {_full_name(date)}')
        if not isinstance(time, _time_class):
            raise TypeError(f'combine() argument 2 must be datetime.time, not {_full_name(time)}')
        if tzinfo is True:
            tzinfo = time.tzinfo
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond, tzinfo,
                   fold=time.fold)

    @classmethod
    def fromisoformat(cls, date_string):
        """Construct a datetime from a string in one of the ISO 8601 formats."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            size = _iso_date_size(date_string)
            parts = _parse_iso_date(date_string[:size])
            if len(date_string) > size:
                parts += _parse_iso_time(date_string[size + 1:])
        except Exception as error:
            if isinstance(error, ValueError) and 'must be' in str(error):
                raise
            raise ValueError(f'Invalid isoformat string: {date_string!r}') from None
        return cls(*parts)

    @classmethod
    def strptime(cls, date_string, format):
        """string, format -> new datetime parsed from a string (like time.strptime())."""
        return _parse_format(cls, date_string, format)

    def timetuple(self):
        """Return local time tuple compatible with time.localtime()."""
        dst = self.dst()
        dst = -1 if dst is None else int(bool(dst))
        return _time.struct_time((self._year, self._month, self._day, self._hour, self._minute, self._second,
                                  self.weekday(), self._yday(), dst))

    def timestamp(self):
        """Return POSIX timestamp as float"""
        if self._tzinfo is None:
            return _time.mktime(self.timetuple()) + self._microsecond / 1e6
        return (self - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds()

    def utctimetuple(self):
        """Return UTC time tuple compatible with time.gmtime()."""
        offset = self.utcoffset()
        moved = self.replace(tzinfo=None) - offset if offset else self
        return _time.struct_time((moved._year, moved._month, moved._day, moved._hour, moved._minute, moved._second,
                                  moved.weekday(), moved._yday(), 0))

    def date(self):
        """Return the date part."""
        return date(self._year, self._month, self._day)

    def time(self):
        """Return the time part, with tzinfo None."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        """Return the time part, with same tzinfo."""
        return _time_class(self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True, *, fold=None):
        """Return a new datetime with new values for the specified fields."""
        pick = lambda new, old: old if new is None else new
        return type(self)(pick(year, self._year), pick(month, self._month), pick(day, self._day),
                          pick(hour, self._hour), pick(minute, self._minute), pick(second, self._second),
                          pick(microsecond, self._microsecond), self._tzinfo if tzinfo is True else tzinfo,
                          fold=pick(fold, self._fold))

    __replace__ = replace

    def _local_timezone(self):
        seconds = _time.mktime(self.timetuple()) if self._tzinfo is None else self.timestamp()
        local = _time.localtime(seconds)
        return timezone(timedelta(seconds=local.tm_gmtoff), local.tm_zone)

    def astimezone(self, tz=None):
        """tz -> convert to local time in new timezone tz"""
        if tz is None:
            tz = self._local_timezone()
        _check_tz(tz)
        offset = self.utcoffset()
        if offset is None:
            offset = self._local_timezone().utcoffset(self)
        elif tz is self._tzinfo:
            return self
        return tz.fromutc((self.replace(tzinfo=None) - offset).replace(tzinfo=tz))

    def ctime(self):
        """Return ctime() style string."""
        return (f'{_DAYS[self.isoweekday()]} {_MONTHS[self._month]} {self._day:2d} '
                f'{self._hour:02d}:{self._minute:02d}:{self._second:02d} {self._year:04d}')

    def isoformat(self, sep='T', timespec='auto'):
        """Return the time formatted according to ISO."""
        return (f'{self._year:04d}-{self._month:02d}-{self._day:02d}{sep}'
                + _format_time(self._hour, self._minute, self._second, self._microsecond, timespec)
                + _format_offset(self.utcoffset()))

    def __repr__(self):
        args = [self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond]
        if args[-1] == 0:
            del args[-1]
            if args[-1] == 0:
                del args[-1]
        text = ', '.join(map(str, args))
        if self._tzinfo is not None:
            text += f', tzinfo={self._tzinfo!r}'
        if self._fold:
            text += ', fold=1'
        return f'{self.__class__.__module__}.{self.__class__.__qualname__}({text})'

    def __str__(self):
        return self.isoformat(sep=' ')

    def utcoffset(self):
        """Return the timezone offset as timedelta positive east of UTC."""
        return _asked(self._tzinfo, 'utcoffset', self)

    def tzname(self):
        """Return the timezone name."""
        return _asked_name(self._tzinfo, self)

    def dst(self):
        """Return 0 if DST is not in effect, or the DST offset."""
        return _asked(self._tzinfo, 'dst', self)

    def _since_start(self):
        return timedelta(self.toordinal(), self._second, self._microsecond, 0, self._minute, self._hour)

    def _instant(self):
        return self._since_start() - (self.utcoffset() or timedelta(0))

    def _ordered(self, other):
        if self._tzinfo is other._tzinfo:
            # In one zone the clock counts (PEP 495).
            return self._since_start(), other._since_start()
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return self._instant(), other._instant()

    def _depends_on_fold(self):
        """Whether its clock shows this time twice, or never."""
        return self._tzinfo is not None and self.utcoffset() != self.replace(fold=not self._fold).utcoffset()

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        if self._tzinfo is other._tzinfo:
            return self._since_start() == other._since_start()
        if (self.utcoffset() is None) != (other.utcoffset() is None) or self._instant() != other._instant():
            return False
        # So that what is equal has one hash, which does not look at `fold`.
        return not self._depends_on_fold() and not other._depends_on_fold()

    def __lt__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        a, b = self._ordered(other)
        return a < b

    def __le__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        a, b = self._ordered(other)
        return a <= b

    def __gt__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        a, b = self._ordered(other)
        return a > b

    def __ge__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        a, b = self._ordered(other)
        return a >= b

    def __hash__(self):
        return hash((self.replace(fold=0) if self._fold else self)._instant())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        total = self._since_start() + other
        if not 0 < total.days <= _MAXORDINAL:
            raise OverflowError('date value out of range')
        minute, second = divmod(total.seconds, 60)
        hour, minute = divmod(minute, 60)
        return type(self)(*_ord2ymd(total.days), hour, minute, second, total.microseconds, tzinfo=self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        if self._tzinfo is other._tzinfo:
            return self._since_start() - other._since_start()
        mine, theirs = self.utcoffset(), other.utcoffset()
        if (mine is None) != (theirs is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return self._instant() - other._instant()

    def __reduce_ex__(self, protocol):
        day = date._state(self)
        if self._fold and protocol > 3:
            day = day[:2] + bytes([day[2] | 0x80]) + day[3:]
        state = day + _clock_state(self)
        return self.__class__, (state,) if self._tzinfo is None else (state, self._tzinfo)

    def __reduce__(self):
        return self.__reduce_ex__(2)


datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)

_FULL_MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october',
                'november', 'december']
_FULL_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
_FIELDS = {
    'Y': r'(?P<Y>\d{4})', 'y': r'(?P<y>\d\d)', 'm': r'(?P<m>1[0-2]|0[1-9]|[1-9])',
    'd': r'(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])', 'H': r'(?P<H>2[0-3]|[0-1]\d|\d)',
    'I': r'(?P<I>1[0-2]|0[1-9]|[1-9])', 'M': r'(?P<M>[0-5]\d|\d)', 'S': r'(?P<S>6[0-1]|[0-5]\d|\d)',
    'f': r'(?P<f>\d{1,6})', 'j': r'(?P<j>\d{1,3})', 'p': r'(?P<p>am|pm)',
    'z': r'(?P<z>[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|Z)', 'Z': None, 'w': r'(?P<w>[0-6])', 'u': r'(?P<u>[1-7])',
    'U': r'(?P<U>5[0-3]|[0-4]\d|\d)', 'W': r'(?P<W>5[0-3]|[0-4]\d|\d)', 'G': r'(?P<G>\d{4})',
    'V': r'(?P<V>5[0-3]|0[1-9]|[1-4]\d|\d)',
    'B': '(?P<B>' + '|'.join(_FULL_MONTHS) + ')', 'b': '(?P<b>' + '|'.join(m.lower() for m in _MONTHS[1:]) + ')',
    'A': '(?P<A>' + '|'.join(_FULL_DAYS) + ')', 'a': '(?P<a>' + '|'.join(d.lower() for d in _DAYS[1:]) + ')', '%': '%',
}
_SHORTHANDS = {'T': '%H:%M:%S', 'D': '%m/%d/%y', 'F': '%Y-%m-%d', 'R': '%H:%M', 'c': '%a %b %d %H:%M:%S %Y',
               'x': '%m/%d/%y', 'X': '%H:%M:%S'}


def _weekday_in(got):
    """The day of the week, 0 for Monday, that a format's directives say."""
    if 'A' in got:
        return _FULL_DAYS.index(got['A'].lower())
    if 'a' in got:
        return [name.lower() for name in _DAYS[1:]].index(got['a'].lower())
    if 'w' in got:
        return (int(got['w']) - 1) % 7
    return int(got['u']) - 1 if 'u' in got else None


def _in_week(year, week, weekday, starts_monday):
    """Year, month and day of a day in a week of the year; the days before the first such week are in week 0."""
    first = _ymd2ord(year, 1, 1)
    if not starts_monday:
        weekday = (weekday + 1) % 7
    place = (first + (6 if starts_monday else 0)) % 7
    return _ord2ymd(first - place + (week if place == 0 else week) * 7 + weekday - (7 if place == 0 else 0))


# The last formats used, as regular expressions. `%Z` depends on the zone that the process is in.
_PATTERNS = {}


def _pattern_of(format):
    """The regular expression of a format."""
    key = format, _time.tzname
    pattern = _PATTERNS.get(key)
    if pattern is None:
        pattern = _made_pattern(format)
        if len(_PATTERNS) > 5:
            _PATTERNS.clear()
        _PATTERNS[key] = pattern
    return pattern


def _made_pattern(format):
    import re
    for short, long in _SHORTHANDS.items():
        format = format.replace('%' + short, long)
    pattern = ''
    directives = set()
    i = 0
    while i < len(format):
        c = format[i]
        i += 1
        if c == '%':
            if i >= len(format):
                raise ValueError(f'stray %% in format {format!r}')
            field = _FIELDS.get(format[i])
            if format[i] == 'Z':
                names = sorted({'utc', 'gmt', *(name.lower() for name in _time.tzname)}, key=len, reverse=True)
                field = '(?P<Z>' + '|'.join(map(re.escape, names)) + ')'
            if field is None:
                raise ValueError(f'{format[i]!r} is a bad directive in format {format!r}')
            pattern += field
            directives.add(format[i])
            i += 1
        elif c.isspace():
            pattern += r'\s+'
        else:
            pattern += re.escape(c)
    if 'd' in directives and not directives & {'Y', 'y', 'G'}:
        import os
        import warnings
        warnings.warn(_NO_YEAR, DeprecationWarning, skip_file_prefixes=(os.path.dirname(__file__),))
    return re.compile(pattern, re.IGNORECASE)


_NO_YEAR = """\
Parsing dates involving a day of month without a year specified is ambiguious
and fails to parse leap day. The default behavior will change in Python 3.15
to either always raise an exception or to use a different default year (TBD).
To avoid trouble, add a specific year to the input & format.
See https://github.com/python/cpython/issues/70647."""


def _parse_format(cls, text, format):
    found = _pattern_of(format).match(text)
    if found is None:
        raise ValueError(f'time data {text!r} does not match format {format!r}')
    if found.end() != len(text):
        raise ValueError(f'unconverted data remains: {text[found.end():]}')
    got = {key: value for key, value in found.groupdict().items() if value is not None}
    year = 1900
    if 'Y' in got:
        year = int(got['Y'])
    elif 'y' in got:
        year = int(got['y'])
        year += 2000 if year <= 68 else 1900
    month = int(got.get('m', 1))
    if 'B' in got:
        month = _FULL_MONTHS.index(got['B'].lower()) + 1
    elif 'b' in got:
        month = [m and m.lower() for m in _MONTHS].index(got['b'].lower())
    day = int(got.get('d', 1))
    weekday = _weekday_in(got)
    if 'G' in got or 'V' in got:
        if 'G' not in got:
            raise ValueError("ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive ('%A', '%a', "
                             "'%w', or '%u')." if 'Y' not in got else
                             "ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead.")
        if 'j' in got:
            raise ValueError("Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.")
        if 'V' not in got or weekday is None:
            raise ValueError("ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive ('%A', '%a', "
                             "'%w', or '%u').")
        found_day = date.fromisocalendar(int(got['G']), int(got['V']), weekday + 1)
        year, month, day = found_day.year, found_day.month, found_day.day
    elif 'j' in got:
        year, month, day = _ord2ymd(_days_before_year(year) + int(got['j']))
    elif ('U' in got or 'W' in got) and weekday is not None and 'Y' in got:
        year, month, day = _in_week(year, int(got.get('U', got.get('W'))), weekday, 'W' in got)
    hour = int(got.get('H', 0))
    if 'I' in got:
        hour = int(got['I']) % 12 + (12 if got.get('p', '').lower() == 'pm' else 0)
    us = int((got.get('f', '0') + '000000')[:6])
    zone = None
    if 'z' in got:
        zone = _parse_iso_offset(got['z'].upper())
        if 'Z' in got:
            zone = timezone(zone.utcoffset(None), got['Z'])
    return cls(year, month, day, hour, int(got.get('M', 0)), int(got.get('S', 0)), us, zone)
