# Local time by TZ, what strptime reads besides the usual, copies of time tuples.
import copy
import os
import time

os.environ['TZ'] = 'EST+05EDT,M3.2.0,M11.1.0'
time.tzset()
print(time.tzname, time.timezone, time.altzone, time.daylight)
print(time.localtime(0)[:6], time.localtime(0).tm_zone, time.mktime((2020, 7, 1, 0, 0, 0, 0, 0, -1)))
print(time.strptime('EDT', '%Z').tm_isdst, time.strptime('est', '%Z').tm_isdst)
os.environ['TZ'] = 'UTC0'
time.tzset()
print(time.tzname[0], time.localtime(0).tm_hour)

for text, format in [('2020 W53 5', '%G W%V %u'), ('2020', '%G'), ('2020 10', '%Y %V'), ('2020 10 100', '%G %V %j'), ('2021 0 0', '%Y %W %w')]:
    try:
        print(time.strptime(text, format)[:8])
    except ValueError as error:
        print(error, error.__suppress_context__)

moment = time.gmtime(0)
print(copy.replace(moment, tm_year=2000, tm_zone='zone').tm_zone, copy.replace(moment, tm_mon=2)[:3], time._STRUCT_TM_ITEMS)
for wrong in (lambda: copy.replace(moment, nope=1), lambda: time.struct_time('123456789', {'tm_year': 0}),
              lambda: time.struct_time('123456789', 5), lambda: time.asctime((2 ** 31, 1, 1, 0, 0, 0, 0, 1, -1))):
    try:
        wrong()
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)
print(time.struct_time('123456789', {'tm_zone': 'z'}).tm_zone, time.clock_getres(time.CLOCK_MONOTONIC) < 1)
