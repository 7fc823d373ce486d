"""datetime: times that a clock shows twice (PEP 495). In one zone the clock counts, between zones the moment."""
import copy
import pickle
from datetime import datetime, time, timedelta, timezone, tzinfo


class Turning(tzinfo):
    """Ahead by one hour where `fold` is set, else by two."""

    def utcoffset(self, moment):
        return timedelta(hours=1 if moment is None or moment.fold else 2)

    def dst(self, moment):
        return timedelta(0)

    def tzname(self, moment):
        return "turning"

    def __reduce__(self):
        return Turning, ()


class Nowhere(tzinfo):
    def utcoffset(self, moment):
        return None


one, other, utc = Turning(), Turning(), timezone.utc
first = datetime(2020, 1, 1, tzinfo=one)
second, elsewhere = first.replace(fold=1), datetime(2020, 1, 1, tzinfo=other)
early, late = datetime(2019, 12, 31, 22, tzinfo=utc), datetime(2019, 12, 31, 23, tzinfo=utc)
for a, b in ((first, second), (first, elsewhere), (second, elsewhere), (first, early), (second, early), (second, late), (early, first),
             (first, first), (datetime(2020, 1, 1), datetime(2020, 1, 1, fold=1)), (elsewhere.replace(fold=1), first)):
    print(a == b, b == a, a != b, a - b, a < b, a <= b, a > b, hash(a) == hash(b))
a, b = time(1, tzinfo=one), time(1, fold=1, tzinfo=one)
for x, y in ((a, b), (a, time(1, tzinfo=other)), (b, time(1, tzinfo=other)), (a, time(1))):
    print(x == y, hash(x) == hash(y))
nowhere = Nowhere()
a, b = datetime(2020, 1, 1, tzinfo=nowhere), datetime(2020, 1, 1)
print(a == b, a == datetime(2020, 1, 1, tzinfo=Nowhere()), hash(a) == hash(b), a <= b, a - b)
for moment in (first, second, time(1, 2, fold=1), datetime(2020, 1, 1, fold=1)):
    print(repr(copy.copy(moment)).count("fold=1"), copy.deepcopy(moment).fold, pickle.loads(pickle.dumps(moment)).fold)
