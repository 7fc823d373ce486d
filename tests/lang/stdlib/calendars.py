"""calendar: weeks, months and years."""
import calendar


def attempt(function, *args):
    try:
        print(repr(function(*args)))
    except Exception as error:
        print(type(error).__name__, error)


print(list(calendar.month_name), list(calendar.day_abbr), calendar.month_abbr[2:4], len(calendar.day_name), calendar.day_name[-1])
print([calendar.isleap(year) for year in (1900, 2000, 2023, 2024)], calendar.leapdays(1900, 2001))
print(calendar.monthrange(2024, 2), calendar.weekday(2024, 2, 29), calendar.weekday(12024, 1, 1), calendar.SUNDAY, calendar.MAY)
attempt(calendar.monthrange, 2024, 13)
attempt(calendar.monthrange, 2024, 0)
attempt(calendar.setfirstweekday, 9)
attempt(calendar.month_name.__getitem__, 13)
print(calendar.timegm((2024, 2, 29, 12, 30, 15)), calendar.timegm((1969, 12, 31, 23, 59, 59, 0, 0, 0)))
print(calendar.month(2024, 2), end="")
print(calendar.TextCalendar(6).formatmonth(2023, 10, 10, 2))
print(calendar.calendar(2024))
print(calendar.TextCalendar(6).formatyear(2023, 3, 2, 3, 5))
calendar.prmonth(2024, 12)
print(calendar.monthcalendar(2024, 9), calendar.weekheader(3), calendar.firstweekday())
calendar.setfirstweekday(calendar.SUNDAY)
print(calendar.monthcalendar(2024, 9), calendar.weekheader(3), calendar.firstweekday())
c = calendar.Calendar(2)
print(list(c.iterweekdays()), c.firstweekday)
print(list(c.itermonthdays(2024, 1)))
print(list(c.itermonthdays2(2024, 1))[:9])
print(list(c.itermonthdays3(2024, 1))[-9:])
print(list(c.itermonthdays4(2024, 12))[-9:])
print(list(c.itermonthdates(2024, 12))[::10])
print([len(row) for row in c.yeardatescalendar(2024, 5)], c.yeardayscalendar(2024)[3][2][0], c.yeardays2calendar(2024)[0][0][0])
print(calendar.HTMLCalendar().formatmonth(2024, 2))
print(calendar.HTMLCalendar(6).formatyearpage(2024, 4)[:900])
print(calendar.LocaleTextCalendar(0, "C").formatmonth(2024, 3))
print(calendar.Month(3), repr(calendar.Day(0)), calendar.Month.APRIL.name, calendar.different_locale.__name__)
