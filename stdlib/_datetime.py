"""The names of `datetime`, which has one implementation: here programs look for the native one."""

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
