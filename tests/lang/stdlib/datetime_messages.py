# Errors of texts, ordinals and differences that are out of range, and the warning about a day without a year.
import warnings
from datetime import date, datetime, time, timedelta

for text in ['2024-02-30', '2024-13-01', '0000-01-01', '2024-1-1', '20240230', '2024-W54-1', '2024-W53-1', '2024-W01-8', '0000-W01-1',
             '2024-01-01T25:00', '2024-01-01T12:60', '2024-01-01T12:00:00+25:00', '2024-02-30T25:00', '2024-01-01T', '9999-12-32', 'x', '']:
    for kind in (date, datetime):
        try:
            print(repr(kind.fromisoformat(text)))
        except ValueError as error:
            print(kind.__name__, repr(text), error)

for call in (
    lambda: timedelta(days=10**9), lambda: timedelta(days=-10**9), lambda: timedelta(days=2**31 - 1), lambda: timedelta(days=2**31),
    lambda: timedelta(days=-2**31), lambda: timedelta(days=-2**31 - 1), lambda: timedelta(hours=10**12), lambda: timedelta(days=1e300),
    lambda: timedelta.max * 2, lambda: timedelta.max * 10, lambda: timedelta.min - timedelta(1),
    lambda: date.fromisocalendar(2024, 54, 1), lambda: date.fromisocalendar(2024, 1, 8), lambda: date.fromisocalendar(10000, 1, 1),
    lambda: date.fromisocalendar(0, 1, 1), lambda: date.fromisocalendar(9999, 52, 6), lambda: date.fromordinal(0),
    lambda: date.fromordinal(10**7), lambda: date.max + timedelta(1),
):
    try:
        print(repr(call()))
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)


class Late(datetime):
    def __new__(cls, *args):
        raise KeyError('mine')


try:
    Late.fromisoformat('2024-01-01')
except KeyError as error:
    print(repr(error))

with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    for text, format in [('02-28', '%m-%d'), ('02-28', '%m-%d'), ('28', '%d'), ('Feb 28 99', '%b %d %y'), ('10:11', '%H:%M'), ('%', '%%')]:
        print(datetime.strptime(text, format))
    try:
        datetime.strptime('02-29', '%m-%d')
    except ValueError as error:
        print(error)
for warning in seen:
    print(warning.category.__name__, warning.filename == __file__, warning.message)
