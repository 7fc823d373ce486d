"""zoneinfo: zones from files made here, so that it does not matter what the system has; names and caches."""
import copy
import io
import os
import pickle
import struct
import tempfile
import zoneinfo
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

UTC = timezone.utc


def file_of(kinds, changes, rule, version=2):
    """A file: kinds are (seconds, is summer time, name), changes (seconds from 1970, kind)."""
    names, starts = b"", []
    for *_, name in kinds:
        starts.append(len(names))
        names += name.encode() + b"\0"
    parts = []
    for width, form in ((4, "l"), (8, "q"))[:version]:
        known = [(at, kind) for at, kind in changes if width == 8 or -2**31 <= at < 2**31]
        parts.append(b"TZif" + (str(version).encode() if version > 1 else b"\0") + bytes(15))
        parts.append(struct.pack(">6l", 0, 0, 0, len(known), len(kinds), len(names)))
        parts.append(struct.pack(f">{len(known)}{form}", *[at for at, _ in known]) + bytes(kind for _, kind in known))
        parts += [struct.pack(">lbb", offset, is_summer, start) for (offset, is_summer, _), start in zip(kinds, starts)]
        parts.append(names)
    if version > 1:
        parts.append(f"\n{rule}\n".encode())
    return b"".join(parts)


def seconds(*parts):
    return int(datetime(*parts, tzinfo=UTC).timestamp())


KINDS = [(-17762, 0, "LMT"), (-18000, 0, "EST"), (-14400, 1, "EDT")]
CHANGES = [(-2717650800, 1), (seconds(2019, 3, 10, 7), 2), (seconds(2019, 11, 3, 6), 1), (seconds(2020, 3, 8, 7), 2), (seconds(2020, 11, 1, 6), 1)]
ZONES = {
    "Made/East": file_of(KINDS, CHANGES, "EST5EDT,M3.2.0,M11.1.0"),
    "Made/Old": file_of(KINDS, CHANGES, "", version=1),
    "Made/Fixed": file_of([(20700, 0, "+0545")], [], "<+0545>-5:45"),
    # Winter time is what is said to be ahead, and summer lies over the new year.
    "Made/Winter": file_of([(3600, 0, "IST"), (0, 1, "GMT")], [(seconds(2020, 10, 25, 1), 1)], "IST-1GMT0,M10.5.0,M3.5.0/1"),
    "Made/South": file_of([(36000, 0, "AEST"), (37800, 1, "LHDT")], [(seconds(2020, 4, 4, 15), 0)], "AEST-10LHDT-10:30,M10.1.0/2,M4.1.0/2"),
    "Made/Days": file_of([(0, 0, "ABC")], [], "ABC0DEF,J60/0,300/25:30"),
}
folder = tempfile.TemporaryDirectory()
for name, data in ZONES.items():
    path = os.path.join(folder.name, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
with open(os.path.join(folder.name, "Made", "other"), "w") as file:
    file.write("no zone")
zoneinfo.reset_tzpath([folder.name])
print(sorted(zoneinfo.available_timezones()))


def show(zone, moment):
    there = moment.replace(tzinfo=UTC).astimezone(zone)
    print(" ", there.isoformat(), there.fold, there.tzname(), there.dst(), there.astimezone(UTC) == moment.replace(tzinfo=UTC))
    for fold in (0, 1):
        local = moment.replace(tzinfo=zone, fold=fold)
        print("    ", local.isoformat(), local.tzname(), local.dst(), end=" ")
    print()


for name in ZONES:
    zone = ZoneInfo(name)
    print(name, zone.utcoffset(None), zone.tzname(None), zone.dst(None))
    for moment in (datetime(1880, 1, 1), datetime(1950, 5, 5), datetime(2019, 3, 10, 2, 30), datetime(2019, 3, 10, 6, 59, 59), datetime(2019, 3, 10, 7),
                   datetime(2019, 11, 3, 1, 30), datetime(2019, 11, 3, 5, 30), datetime(2019, 11, 3, 6, 30), datetime(2020, 7, 1),
                   datetime(2020, 10, 25, 1, 30), datetime(2021, 3, 28, 1, 30), datetime(2030, 3, 1), datetime(2030, 3, 10, 2, 30),
                   datetime(2030, 3, 10, 7, 30), datetime(2030, 11, 3, 1, 30), datetime(2030, 11, 3, 5, 45), datetime(2030, 11, 3, 6, 15),
                   datetime(2030, 4, 7, 1, 45), datetime(2030, 4, 6, 15, 15), datetime(2030, 10, 6, 2, 15), datetime(2029, 12, 31, 23, 59)):
        show(zone, moment)

east = ZoneInfo("Made/East")
print(east is ZoneInfo("Made/East"), ZoneInfo.no_cache("Made/East") is east, repr(east), str(east), east.key, isinstance(east, tzinfo))
print(pickle.loads(pickle.dumps(east)) is east, pickle.loads(pickle.dumps(ZoneInfo.no_cache("Made/East"))) is east, copy.copy(east) is east)
print(datetime(2030, 7, 1, 12, tzinfo=east), datetime(2030, 7, 1, 12, tzinfo=east) + timedelta(days=180), datetime(2030, 7, 1, tzinfo=east).timestamp())
print(datetime(2030, 11, 3, 1, 30, tzinfo=east) == datetime(2030, 11, 3, 1, 30, fold=1, tzinfo=east))


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, str(error).replace(folder.name, "FOLDER"))


for key in ("Nope/Zone", "/etc/passwd", "../x", "a/../b", "", ".", "Made", "a//b", "Made/East/"):
    attempt(ZoneInfo, key)
attempt(ZoneInfo, "Made/other")
stream = io.BytesIO(ZONES["Made/East"])
unnamed = ZoneInfo.from_file(stream)
print(unnamed.key, str(unnamed) == repr(unnamed), repr(unnamed).startswith("zoneinfo.ZoneInfo.from_file(<_io.BytesIO"))
attempt(pickle.dumps, unnamed)
named = ZoneInfo.from_file(io.BytesIO(ZONES["Made/Fixed"]), key="Own/Name")
print(named, repr(named), named.utcoffset(None))
attempt(pickle.dumps, named)
for text in ("X5", "EST5EDT", "EST5EDT,M13.1.0,M1.1.0", "EST5EDT,M1.6.0,M1.1.0", "EST5EDT,J0,J5", "EST5EDT,400,5", "EST200EDT,1,2", "5EST"):
    try:
        ZoneInfo.from_file(io.BytesIO(file_of([(0, 0, "ABC")], [], text)))
        print(text, "read")
    except ValueError as error:
        print(text, "ValueError")
attempt(ZoneInfo.from_file, io.BytesIO(b"abc"))
attempt(zoneinfo.reset_tzpath, "x")
attempt(zoneinfo.reset_tzpath, ["relative"])
attempt(east.fromutc, datetime(2020, 1, 1))
attempt(east.fromutc, 5)


class Own(ZoneInfo):
    pass


print(Own("Made/East") is east, Own("Made/East"), repr(Own("Made/East")))
zoneinfo.reset_tzpath(["/nonexistent"])
print(ZoneInfo("Made/East") is east, zoneinfo.TZPATH)
ZoneInfo.clear_cache(only_keys=["Made/Old"])
print(ZoneInfo("Made/East") is east)
ZoneInfo.clear_cache()
try:
    ZoneInfo("Made/East")
except zoneinfo.ZoneInfoNotFoundError as error:
    print(error, isinstance(error, KeyError))
os.environ["PYTHONTZPATH"] = f"{folder.name}{os.pathsep}/other"
zoneinfo.reset_tzpath()
print(len(zoneinfo.TZPATH), ZoneInfo("Made/East") == east)
folder.cleanup()
