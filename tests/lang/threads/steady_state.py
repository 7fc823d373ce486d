"""What threads share costs nothing to read: no atomic read-modify-write per operation, once caches are warm."""
import collections
import dataclasses
import enum
import math
import threading

try:
    from _thread import _rmw_count as writes
except ImportError:

    def writes():
        return 0


class Color(enum.Enum):
    RED = 1
    BLUE = 2


@dataclasses.dataclass
class Size:
    width: int
    height: int = 2


Pair = collections.namedtuple("Pair", "first second")
LIMIT = 10
SCALE = 1.5
TABLE = {1: 2, "a": 3, "b": 4.5}
ITEMS = [1, 2.5, None, True]
PAIR = (7, 8)
TEXTS = ["".join(["iron", str(n)]) for n in range(12)]
LENGTHS = {text: len(text) for text in TEXTS}


class Point:
    kind = 3
    made = 0.5

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def moved(self, d):
        return Point(self.x + d, self.y)

    def total(self):
        return self.x + self.y + LIMIT

    @staticmethod
    def twice(n):
        return n + n


class Far(Point):
    def total(self):
        return super().total() + 1


ORIGIN = Point(1, 2)


def add(a, b=2):
    return a + b


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def functions(n):
    total = 0
    for i in range(n):
        total += add(i, 1) + add(i) + gcd(i, 12) + len("abc") + abs(-i)
    return total


def instances(n):
    total = 0
    for i in range(n):
        p = Point(i, 1).moved(2)
        total += p.total() + Far(i, i).total() + p.kind + Point.kind + p.twice(i)
    return total


def reads(n):
    total = 0
    key = "a"
    for i in range(n):
        k = i & 3
        total += LIMIT + SCALE + TABLE[1] + TABLE["b"] + TABLE[key] + PAIR[0] + PAIR[-1] + ORIGIN.x + ORIGIN.y + math.pi
        total += 1 if ITEMS[3] else 0
        if ITEMS[k] is None:
            total += 1
    return total


def texts(n):
    total = 0
    for i in range(n):
        total += len(TEXTS[0]) + TEXTS[1].count("i")
        for text in TEXTS:
            total += LENGTHS[text]
    return total


def objects(n):
    """What is read of shared objects is counted in this thread alone."""
    total = 0
    for i in range(n):
        method = ORIGIN.total
        total += method() + ORIGIN.total() + Color.RED.value + Pair(i, 1).second + Size(i).height + (Size(i) == Size(2))
        total += (TEXTS[1] in LENGTHS) + isinstance(ORIGIN, Point) + LENGTHS.get(TEXTS[2], 0)
        for text, length in LENGTHS.items():
            total += length
        copy = TEXTS
        total += len(copy[3])
    return total


def lengths(n):
    total = 0
    for i in range(n):
        total += len(TEXTS) + len(TABLE) + len(ITEMS) + len(MADE) + PAIR[(i + 1) % len(PAIR)] + len(TEXTS[i % len(TEXTS)])
    return total


def fresh(n):
    """What is made by shared code: functions, generators, tracebacks."""
    total = 0
    for i in range(n):
        total += (lambda k: k + i)(1) + sum(k * TABLE[1] for k in range(3))
        try:
            raise ValueError(i)
        except ValueError as error:
            total += error.args[0]
    return total


MADE = tuple([1, 2, 3])
WORK = [functions, instances, reads, texts, objects, lengths, fresh]
report = {}


def measure(work, name):
    work(50)
    before = writes()
    work(1000)
    report[name] = writes() - before


def run(name):
    for work in WORK:
        measure(work, (name, work.__name__))


threads = [threading.Thread(target=run, args=(name,)) for name in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# A few are for the measuring itself, and for what the thread gives up when it is asked to pass a safepoint.
for (name, work), count in sorted(report.items()):
    print(name, work, count <= 200 or count)
print(functions(100), instances(100), reads(100), texts(100), objects(100), lengths(100), fresh(100))
