"""Time zones by name, as the system's files describe them (RFC 9636)."""

import os
import weakref
from bisect import bisect_right
from datetime import datetime, timedelta, tzinfo

__all__ = ['ZoneInfo', 'reset_tzpath', 'available_timezones', 'TZPATH', 'ZoneInfoNotFoundError', 'InvalidTZPathWarning']

_USUAL_PATH = '/usr/share/zoneinfo', '/usr/lib/zoneinfo', '/usr/share/lib/zoneinfo', '/etc/zoneinfo'
_EPOCH = datetime(1970, 1, 1)
_DAY = 86400


class ZoneInfoNotFoundError(KeyError):
    """There is no zone of the name."""


class InvalidTZPathWarning(RuntimeWarning):
    """PYTHONTZPATH holds something that is no absolute path."""


# ---- where files are ----

def reset_tzpath(to=None):
    """Has files looked for in other folders; without any, in those of PYTHONTZPATH, or of the system."""
    global TZPATH
    if to is not None:
        if isinstance(to, (str, bytes)):
            raise TypeError(f'tzpaths must be a list or tuple, not {type(to)}: {to!r}')
        relative = [path for path in to if not os.path.isabs(path)]
        if relative:
            raise ValueError('Paths should be absolute but found the following relative paths:\n    ' + ', '.join(relative))
        TZPATH = tuple(to)
        return
    said = os.environ.get('PYTHONTZPATH')
    if said is None:
        TZPATH = _USUAL_PATH
        return
    paths = said.split(os.pathsep) if said else []
    relative = [path for path in paths if not os.path.isabs(path)]
    if relative:
        import warnings
        warnings.warn(
            'Invalid paths specified in PYTHONTZPATH environment variable. Paths must be absolute but found the following relative'
            f' paths:\n    {", ".join(map(repr, relative))}', InvalidTZPathWarning, stacklevel=2)
    TZPATH = tuple(path for path in paths if os.path.isabs(path))


reset_tzpath()


def _find(key):
    """The path of a zone's file, None if there is none. Errors: ValueError if the name leads elsewhere."""
    if os.path.isabs(key):
        raise ValueError(f'ZoneInfo keys may not be absolute paths, got: {key}')
    plain = os.path.normpath(key)
    if len(plain) != len(key):
        raise ValueError(f'ZoneInfo keys must be normalized relative paths, got: {key}')
    base = '/zones'
    if not os.path.normpath(os.path.join(base, plain)).startswith(base + '/'):
        raise ValueError(f'ZoneInfo keys must refer to subdirectories of TZPATH, got: {key}')
    for folder in TZPATH:
        path = os.path.join(folder, key)
        if os.path.isfile(path):
            return path
    return None


def available_timezones():
    """The names of all zones that there are files of."""
    found = set()
    for top in TZPATH:
        for folder, inner, names in os.walk(top):
            if folder == top:
                # The same zones, counted otherwise.
                inner[:] = [name for name in inner if name not in ('right', 'posix')]
            for name in names:
                path = os.path.join(folder, name)
                key = os.path.relpath(path, top)
                if key in found or key == 'posixrules':
                    continue
                try:
                    with open(path, 'rb') as file:
                        if file.read(4) == b'TZif':
                            found.add(key)
                except OSError:
                    # Not for everybody.
                    continue
    return found


# ---- what a file says ----

class _Kind:
    """How time goes somewhere for a while: seconds ahead of UTC, seconds of summer time in that, name."""

    __slots__ = ('offset', 'utcoff', 'dst', 'name')

    def __init__(self, offset, dst, name):
        self.offset, self.name = offset, name
        self.utcoff, self.dst = timedelta(seconds=offset), timedelta(seconds=dst)


def _read(file):
    """(times of change, the kind from each on, the kind before the first, the rule after the last)."""
    import struct
    version, counts = _read_head(file)
    width, form = 4, 'l'
    if version >= 2:
        # The same follows with wider numbers.
        is_utc, is_std, leaps, times, kinds, characters = counts
        file.seek(times * 5 + kinds * 6 + characters + leaps * 8 + is_std + is_utc, 1)
        _, counts = _read_head(file)
        width, form = 8, 'q'
    is_utc, is_std, leaps, times, kinds, characters = counts
    moments = list(struct.unpack(f'>{times}{form}', file.read(times * width)))
    indices = list(file.read(times))
    records = [struct.unpack('>lbb', file.read(6)) for _ in range(kinds)]
    names = file.read(characters)
    rule = None
    if version >= 2:
        file.seek(leaps * (width + 4) + is_std + is_utc, 1)
        if file.read(1) == b'\n':
            text = file.readline().rstrip(b'\n')
            rule = _Rule.read(text.decode()) if text else None
    amounts = _summer_amounts(indices, records)
    made = [
        _Kind(offset, amount, names[start:names.index(b'\0', start)].decode())
        for (offset, _, start), amount in zip(records, amounts)
    ]
    first = next((kind for kind, (_, is_summer, _) in zip(made, records) if not is_summer), made[0] if made else None)
    return moments, [made[index] for index in indices], first, rule


def _read_head(file):
    import struct
    head = file.read(44)
    if head[:4] != b'TZif':
        raise ValueError('Invalid TZif file: magic not found')
    version = 1 if head[4:5] == b'\0' else int(head[4:5])
    return version, struct.unpack('>6l', head[20:44])


def _summer_amounts(indices, records):
    """How much each kind is ahead of winter time: told by what comes before it or after it."""
    amounts = [0] * len(records)
    pairs = list(zip(indices, indices[1:]))
    for pair in [*pairs, *[(after, before) for before, after in pairs]]:
        neighbour, index = pair
        offset, is_summer, _ = records[index]
        if is_summer and not amounts[index] and not records[neighbour][1]:
            amounts[index] = offset - records[neighbour][0]
    return [amount or (3600 if is_summer else 0) for amount, (_, is_summer, _) in zip(amounts, records)]


class _Rule:
    """How it goes on every year: `EST5EDT,M3.2.0,M11.1.0`."""

    def __init__(self, winter, summer=None, start=None, end=None):
        self.winter, self.summer, self.start, self.end = winter, summer, start, end

    @classmethod
    def read(cls, text):
        import re
        name = r'(<[a-zA-Z0-9+\-]+>|[a-zA-Z]+)'
        clock = r'([+-]?\d{1,3}(?::\d{2}(?::\d{2})?)?)'
        found = re.fullmatch(rf'{name}{clock}(?:{name}{clock}?(?:,([^,]+),([^,]+))?)?', text)
        if found is None:
            raise ValueError(f'{text} is not a valid TZ string')
        std, std_clock, dst, dst_clock, start, end = found.groups()
        # Clocks say how far UTC is ahead.
        offset = -_seconds(std_clock)
        winter = _Kind(offset, 0, std.strip('<>'))
        if dst is None:
            return cls(winter)
        if start is None:
            raise ValueError(f'Missing transition rules in TZ string: {text}')
        ahead = offset + 3600 if dst_clock is None else -_seconds(dst_clock)
        return cls(winter, _Kind(ahead, ahead - offset, dst.strip('<>')), _Yearly(start), _Yearly(end))

    def is_summer(self, year, seconds, start_shift, end_shift):
        """Whether it is summer time so many seconds after 1970; each change is shifted from its own local time."""
        start, end = self.start.in_year(year) + start_shift, self.end.in_year(year) + end_shift
        if start < end:
            return start <= seconds < end
        return not end <= seconds < start

    def at_utc(self, year, seconds):
        """(the kind of a time, whether that is the second one of its hour)."""
        if self.summer is None:
            return self.winter, 0
        before, after = self.winter.offset, self.summer.offset
        kind = self.summer if self.is_summer(year, seconds, -before, -after) else self.winter
        if after > before:
            change, length = self.end.in_year(year) - after, after - before
        else:
            change, length = self.start.in_year(year) - before, before - after
        return kind, int(change <= seconds < change + length)

    def at_local(self, year, seconds, fold):
        if self.summer is None:
            return self.winter
        ahead = self.summer.offset - self.winter.offset
        # In the gap and in the hour that comes twice `fold` tells which side is meant.
        side = min if fold else max
        return self.summer if self.is_summer(year, seconds, side(0, ahead), side(0, -ahead)) else self.winter


class _Yearly:
    """A day and a time of every year: M month.week.weekday, J day without 29 February, or day, each with /time."""

    def __init__(self, text):
        day, is_given, clock = text.partition('/')
        self.clock = _seconds(clock) if is_given else 7200
        try:
            if day[0] == 'M':
                self.kind, self.numbers = 'M', tuple(map(int, day[1:].split('.')))
                month, week, weekday = self.numbers
                is_right = 1 <= month <= 12 and 1 <= week <= 5 and 0 <= weekday <= 6
            else:
                self.kind, number = ('J', int(day[1:])) if day[0] == 'J' else ('', int(day))
                self.numbers = number,
                is_right = (self.kind == 'J') <= number <= 365
        except ValueError:
            is_right = False
        if not is_right:
            raise ValueError(f'Invalid dst start/end date: {text}')

    def in_year(self, year):
        """Seconds from 1970, in local time."""
        from datetime import date
        if self.kind == 'M':
            month, week, weekday = self.numbers
            first = date(year, month, 1)
            day = 1 + (weekday - first.isoweekday()) % 7 + (week - 1) * 7
            following = date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else None
            length = (following - first).days if following else 31
            ordinal = first.toordinal() + (day if day <= length else day - 7) - 1
        else:
            number, = self.numbers
            is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            # J60 is 1 March in every year.
            number += self.kind == 'J' and is_leap and number >= 60
            ordinal = date(year, 1, 1).toordinal() + number - (self.kind == 'J')
        return (ordinal - _EPOCH.toordinal()) * _DAY + self.clock


def _seconds(clock):
    sign = -1 if clock.startswith('-') else 1
    hours, minutes, seconds = [*map(int, clock.lstrip('+-').split(':')), 0, 0][:3]
    if hours > 167:
        raise ValueError(f'Offset hours must be in [0, 167]: {clock}')
    return sign * (hours * 3600 + minutes * 60 + seconds)


# ---- zones ----

class ZoneInfo(tzinfo):
    """The zone of a name. Asking again for a name gives the same object."""

    _weak_cache = weakref.WeakValueDictionary()
    # Those asked for last are kept even if nobody else does.
    _recent = {}

    def __init_subclass__(cls):
        cls._weak_cache, cls._recent = weakref.WeakValueDictionary(), {}

    def __new__(cls, key):
        zone = cls._weak_cache.get(key)
        if zone is None:
            zone = cls._weak_cache.setdefault(key, cls._load(key))
            zone._from_cache = True
        cls._recent[key] = cls._recent.pop(key, zone)
        if len(cls._recent) > 8:
            cls._recent.pop(next(iter(cls._recent)), None)
        return zone

    @classmethod
    def _load(cls, key):
        path = _find(key)
        if path is None:
            raise ZoneInfoNotFoundError(f'No time zone found with key {key}')
        with open(path, 'rb') as file:
            return cls._made(file, key, None)

    @classmethod
    def _made(cls, file, key, shown):
        zone = super().__new__(cls)
        zone._key, zone._file_shown, zone._from_cache = key, shown, False
        zone._moments, zone._kinds, zone._first, zone._rule = _read(file)
        offsets = [kind.offset for kind in zone._kinds]
        before = [zone._first.offset if zone._first else 0, *offsets]
        # The local times of the changes: with fold=0 the old time holds as long as it can, with fold=1 the new one.
        zone._local = [
            [moment + side(old, new) for moment, old, new in zip(zone._moments, before, offsets)] for side in (max, min)
        ]
        if zone._rule is None and zone._first is None and not zone._kinds:
            raise ValueError('No time zone information found.')
        return zone

    @classmethod
    def from_file(cls, fobj, /, key=None):
        """The zone that a file describes, which may have no name."""
        return cls._made(fobj, key, repr(fobj))

    @classmethod
    def no_cache(cls, key):
        """A new object for a name."""
        return cls._load(key)

    @classmethod
    def clear_cache(cls, *, only_keys=None):
        """Forgets the objects, all or those of some names."""
        for key in list(cls._weak_cache) if only_keys is None else only_keys:
            cls._weak_cache.pop(key, None)
            cls._recent.pop(key, None)

    @property
    def key(self):
        """The name."""
        return self._key

    # ---- answers ----

    def _kind_at(self, dt):
        if dt is None:
            # Only a zone that never changes can tell.
            is_fixed = not self._moments and (self._rule is None or self._rule.summer is None)
            return (self._rule.winter if self._rule else self._first) if is_fixed else None
        seconds = self._seconds_of(dt)
        moments = self._local[dt.fold]
        at = bisect_right(moments, seconds)
        if at == len(moments) and self._rule is not None:
            return self._rule.at_local(dt.year, seconds, dt.fold)
        return self._kinds[at - 1] if at else self._first or self._rule.winter

    @staticmethod
    def _seconds_of(dt):
        return (dt.toordinal() - _EPOCH.toordinal()) * _DAY + dt.hour * 3600 + dt.minute * 60 + dt.second

    def utcoffset(self, dt, /):
        kind = self._kind_at(dt)
        return kind and kind.utcoff

    def dst(self, dt, /):
        kind = self._kind_at(dt)
        return kind and kind.dst

    def tzname(self, dt, /):
        kind = self._kind_at(dt)
        return kind and kind.name

    def fromutc(self, dt, /):
        """A time of this zone from one whose numbers are those of UTC."""
        if not isinstance(dt, datetime):
            raise TypeError('fromutc: argument must be a datetime')
        if dt.tzinfo is not self:
            raise ValueError('fromutc: dt.tzinfo is not self')
        seconds = self._seconds_of(dt)
        at = bisect_right(self._moments, seconds)
        fold = 0
        if at == len(self._moments) and self._rule is not None:
            kind, fold = self._rule.at_utc(dt.year, seconds)
            if at and not fold:
                fold = self._is_second(at, seconds, kind)
        else:
            kind = self._kinds[at - 1] if at else self._first
            if at:
                fold = self._is_second(at, seconds, kind)
        dt += kind.utcoff
        return dt.replace(fold=1) if fold else dt

    def _is_second(self, at, seconds, kind):
        """Whether the local time has been there before the change that came last."""
        old = self._kinds[at - 2] if at >= 2 else self._first
        return old is not None and seconds - self._moments[at - 1] < old.offset - kind.offset

    # ---- as a value ----

    def __str__(self):
        return repr(self) if self._key is None else self._key

    def __repr__(self):
        name = 'zoneinfo.ZoneInfo' if type(self) is ZoneInfo else type(self).__name__
        return f'{name}.from_file({self._file_shown})' if self._key is None else f'{name}(key={self._key!r})'

    def __reduce__(self):
        if self._file_shown is not None:
            import pickle
            raise pickle.PicklingError('Cannot pickle a ZoneInfo file from a file stream.')
        return type(self)._unpickle, (self._key, self._from_cache)

    @classmethod
    def _unpickle(cls, key, from_cache, /):
        return cls(key) if from_cache else cls.no_cache(key)
