from datetime import *
d=date(2024,2,29); print(d, repr(d), d.weekday(), d.isocalendar(), d+timedelta(days=366), d.replace(day=1), d.strftime('%Y/%m/%d %A %B'), date.fromisoformat('2024-03-01')-d)
t=datetime(2024,5,17,13,4,5,678); print(t, repr(t), t.isoformat(timespec='minutes'), t+timedelta(hours=12,minutes=30), t.date(), t.time(), f'{t:%d.%m.%y %H:%M:%S.%f}', t.timetuple()[:6])
print(timedelta(days=1,hours=-3), repr(timedelta(1,2,3)), timedelta(seconds=90)/2, timedelta(hours=1)//timedelta(minutes=7), timedelta(1.5).total_seconds(), -timedelta(seconds=1), timedelta(0)==timedelta())
u=datetime(2024,1,1,tzinfo=timezone.utc); print(u, repr(u), u.astimezone(timezone(timedelta(hours=2))), u.timestamp(), datetime.fromtimestamp(0,timezone.utc), timezone(timedelta(hours=-5,minutes=-30)))
print(datetime.strptime('2024-05-17 13:04','%Y-%m-%d %H:%M'), datetime.strptime('17 May 2024 1:02 PM','%d %b %Y %I:%M %p'), datetime.fromisoformat('2024-05-17T13:04:05.123+02:00'), time(1,2), repr(time(1,2,3)), time.fromisoformat('10:20'))
for f in (lambda: date(2023,2,29), lambda: datetime(1,1,1)<u, lambda: date.fromisoformat('x'), lambda: datetime.strptime('x','%Y'), lambda: time(25), lambda: date.max+timedelta(1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(date(2024,1,1)<date(2024,1,2), max(date.min,date.max), hash(d)==hash(date(2024,2,29)), t>datetime(2024,1,1), (t-datetime(2024,1,1)), d.ctime(), t.ctime())
