"""Reading times by a format: what `time.strptime` and `datetime.strptime` do, under the names that CPython has for it."""

import time as _time
import datetime as _datetime

__all__ = []


def _strptime_time(data_string, format='%a %b %d %H:%M:%S %Y'):
    """The time that a text says by a format, as a struct_time."""
    return _time.strptime(data_string, format)


def _strptime_datetime(cls, data_string, format='%a %b %d %H:%M:%S %Y'):
    """The time that a text says by a format, as an object of a class of datetimes."""
    return _datetime._parse_format(cls, data_string, format)
