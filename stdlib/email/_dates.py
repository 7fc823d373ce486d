"""Reading dates as they stand in messages."""

import calendar
import time

_MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split()
_LONG_MONTHS = 'january february march april may june july august september october november december'.split()
_DAYS = 'mon tue wed thu fri sat sun'.split()
_ZONES = {'UT': 0, 'UTC': 0, 'GMT': 0, 'Z': 0, 'AST': -400, 'ADT': -300, 'EST': -500, 'EDT': -400, 'CST': -600, 'CDT': -500, 'MST': -700,
          'MDT': -600, 'PST': -800, 'PDT': -700}


def _words(text):
    """Day, month, year, time and zone as they are written, or None."""
    words = text.split()
    if not words:
        return None
    first = words[0]
    if first.endswith(',') or first.lower() in _DAYS:
        del words[0]
    elif ',' in first:
        # The day of the week sticks to what follows.
        words[0] = first.rpartition(',')[2]
    if len(words) == 3 and words[0].count('-') == 2:
        words[:1] = words[0].split('-')
    if len(words) == 4:
        clock = words[3]
        sign = clock.find('+') if '+' in clock else clock.find('-')
        words[3:] = [clock[:sign], clock[sign:]] if sign > 0 else [clock, '']
    return words[:5] if len(words) >= 5 else None


def _month(word):
    word = word.lower()
    for names in (_MONTHS, _LONG_MONTHS):
        if word in names:
            return names.index(word) + 1
    return 0


def _clock(word):
    """Hours, minutes, seconds, or None."""
    parts = word.removesuffix(',').split(':')
    if len(parts) == 1 and '.' in parts[0]:
        parts = parts[0].split('.')
    if len(parts) not in (2, 3):
        return None
    return [int(part) for part in parts] + [0] * (3 - len(parts))


def _offset(word):
    """Seconds east of Greenwich, or None where nobody knows."""
    word = word.upper()
    number = _ZONES.get(word)
    if number is None:
        try:
            number = int(word)
        except ValueError:
            return None
        if number == 0 and word.startswith('-'):
            return None
    sign = -1 if number < 0 else 1
    hours, minutes = divmod(abs(number), 100)
    return sign * (hours * 3600 + minutes * 60)


def parse(data):
    """The ten fields of parsedate_tz(), or None; the last is None where no zone is given."""
    if not data:
        return None
    words = _words(data)
    if words is None:
        return None
    day, month, year, clock, zone = words
    if not (day and month and year):
        return None
    if not _month(month):
        day, month = month, day.lower()
        if not _month(month):
            return None
    if year.find(':') > 0:
        year, clock = clock, year
    year = year.removesuffix(',')
    if not year:
        return None
    if not year[0].isdigit():
        year, zone = zone, year
    try:
        time_of_day = _clock(clock)
        if time_of_day is None:
            return None
        year, day = int(year), int(day.removesuffix(','))
    except ValueError:
        return None
    if year < 100:
        year += 1900 if year > 68 else 2000
    return [year, _month(month), day, *time_of_day, 0, 1, -1, _offset(zone)]


def seconds(fields):
    """Seconds since 1970 of ten fields."""
    if fields[9] is None:
        # Local time then.
        return time.mktime(fields[:8] + (-1,))
    return calendar.timegm(fields) - fields[9]
