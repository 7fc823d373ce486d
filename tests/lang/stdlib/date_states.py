"""Dates and times as pickles keep them, read strictly, and what zones may not answer."""

import copy
import pickle
import warnings
from datetime import date, datetime, time, timedelta, timezone, tzinfo


def report(action):
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__name__ + ':', error)


for value in [date(2020, 2, 29), datetime(2020, 2, 29, 1, 2, 3, 456), datetime(2020, 2, 29, 1, fold=1, tzinfo=timezone.utc),
              time(1, 2, 3, 4), time(1, fold=1, tzinfo=timezone(timedelta(hours=1), 'x')), timezone.utc, timezone(timedelta(hours=2))]:
    for protocol in 0, 2, 3, 4:
        print(value.__reduce_ex__(protocol), pickle.loads(pickle.dumps(value, protocol)) == value)
    print(copy.copy(value) == value, copy.deepcopy(value) == value)
report(lambda: date(b'\x07\xe4\x02\x03'))
report(lambda: date('\x07\xe4\x02\x03'))
report(lambda: datetime(b'\x07\xe4\x82\x03\x01\x02\x03\0\0\1').fold)
report(lambda: datetime(b'\x07\xe4\x02\x03\x01\x02\x03\0\0\1', 'x'))
report(lambda: time(b'\x81\2\3\0\0\1'))
report(lambda: time(b'\x01\2\3\0\0\1', 5))
for args in (2020,), (2020, 1), (b'abc',), ('abcd',):
    report(lambda: date(*args))
    report(lambda: datetime(*args))


class Zone(tzinfo):
    __slots__ = ('name', '__dict__')

    def __getinitargs__(self):
        return self.name,

    def __init__(self, name):
        self.name = name


for protocol in range(6):
    print(pickle.loads(pickle.dumps(Zone('z'), protocol)).name)

for text in ['2020-02-03', '20200203', '2020-W05', '2020W05', '2020-W05-3', '2020W053', '2020-W05-', '2020-2-3', '2020-02-0\uff13', '2020/02/03',
             '2020-W54', '2020-W05-8', '', '2020', '2020-02-03T', '2020-02-03T04', '2020-02-03T0405', '2020-02-03T04:0506',
             '2020-02-03 04:05:06.1234567', '2020-02-03T04:05:06,12', '2020-02-03T04:05:06.', '2020-02-03T04:05Z', '2020-02-03T04:05+01',
             '2020-02-03T04:05+01:30:15.5', '2020-02-03T04:05+', '2020-02-03T04:05z', '20200203T040506', '2020W053T04', '2020W05T04',
             '2020-W05-3T04:05', '2020-W05T04:05', '2020-02-03T25:00', '2020-02-03T04:05-00:00', '2020-02-03T04:05+24:00',
             '2020-02-03X04', '2020-02-03T4:05', '2020-13-01', '2020W0504', '2020-W05-0405']:
    report(lambda: date.fromisoformat(text))
    report(lambda: datetime.fromisoformat(text))
for text in ['04', '04:05', 'T04:05:06', '0405', '04:05:06.7', '04:05:06+01:00', '24:00', '4', '04:', '04:05:', '040', '04:05:06.a', '04-', b'04']:
    report(lambda: time.fromisoformat(text))

for format, texts in [('%Y %j', ['2020 060']), ('%Y-%U-%w', ['2020-09-3', '2021-00-5']), ('%Y-%W-%u', ['2020-09-3', '2018-01-1']),
                      ('%G-%V-%u', ['2020-09-3', '2018-01-1']), ('%Y %U %a', ['2020 09 Wed']), ('%G %V', ['2020 10']), ('%V', ['10']),
                      ('%z %Z', ['+0100 UTC', '+0000 gmt', '-00:30 UTC']), ('%Z', ['GMT', 'XYZ'])]:
    for text in texts:
        report(lambda: datetime.strptime(text, format))
print(datetime.strptime('+0100 GMT', '%z %Z').tzname())


class Bad(tzinfo):
    def utcoffset(self, dt):
        return 5

    def dst(self, dt):
        return 'x'

    def tzname(self, dt):
        return 7


for value in datetime(2020, 1, 1, tzinfo=Bad()), time(1, tzinfo=Bad()):
    for method in value.utcoffset, value.dst, value.tzname:
        report(method)
for method in timezone.utc.utcoffset, timezone.utc.dst, timezone.utc.tzname, timezone.utc.fromutc:
    report(lambda: method(3))
report(lambda: timezone.utc.fromutc(datetime(2020, 1, 1)))
report(lambda: datetime.combine(time(1), time(1)))
report(lambda: datetime.combine(date(1, 1, 1), date(1, 1, 1)))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    datetime.utcnow()
    datetime.utcfromtimestamp(0)
for warning in caught:
    print(warning.category.__name__, warning.message, warning.lineno)
