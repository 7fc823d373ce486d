# Module time: calendar times, formats, clocks.
import time
t = time.gmtime(1000000000); print(t, t.tm_zone, t.tm_gmtoff, t[:3], tuple(t))
print(time.gmtime(0), time.gmtime(-1).tm_year, time.gmtime(1.9).tm_sec, time.asctime(t), time.strftime("%Y-%m-%d %H:%M:%S %j %a %A %b %B %p %y %%", t), repr(time.strftime("", t)))
for text, form in [("2024-02-29 23:59:58", "%Y-%m-%d %H:%M:%S"), ("Sun Sep  9 01:46:40 2001", "%c"), ("12:05 am", "%I:%M %p"), ("2021 60", "%Y %j"), ("01/02/03", "%x"), ("5 March 99", "%d %B %y"), ("2020-01-01T00:00:00+0530", "%Y-%m-%dT%H:%M:%S%z"), ("2021 10 1", "%Y %W %w")]:
    r = time.strptime(text, form); print(r, r.tm_gmtoff)
for call in (lambda: time.strptime("x", "%Y"), lambda: time.strptime("2020x", "%Y"), lambda: time.strptime("a", "%Q"), lambda: time.strptime("2021-02-30", "%Y-%m-%d"), lambda: time.sleep(-1), lambda: time.sleep("a"), lambda: time.mktime((1, 2)),
             lambda: time.strftime("%Y", (1,)), lambda: time.gmtime("a"), lambda: time.struct_time((1, 2)), lambda: time.strftime("%Y", (2020, 13, 1, 0, 0, 0, 0, 1, 0)), lambda: time.get_clock_info("x"), lambda: time.asctime((2020, 1, 1, 25, 0, 0, 0, 1, 0))):
    try: print(call())
    except Exception as e: print(type(e).__name__, e)
a = time.monotonic(); time.sleep(0.02); b = time.monotonic(); print(0.015 < b - a < 1, time.perf_counter() >= 0, time.time() > 1.7e9, isinstance(time.time_ns(), int), time.process_time() >= 0, time.thread_time_ns() >= 0)
now = int(time.time()); print(int(time.mktime(time.localtime(now))) == now, time.get_clock_info("monotonic").monotonic, len(time.tzname))
print(time.struct_time((2020, 1, 2, 3, 4, 5, 6, 7, 0)), time.struct_time(range(11)).tm_gmtoff, time.struct_time.n_fields, time.struct_time.__match_args__[:2])
