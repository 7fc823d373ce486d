"""How many times as fast two threads are as one when both use the same objects. Aim: 1.8 on two processors.

The first line is the measure of the others: a loop over objects of its own.
"""

import collections
import enum
import threading
import time


class Point:
    def __init__(self, x):
        self.x = x

    def double(self):
        return self.x * 2


class Color(enum.Enum):
    RED = 1


Pair = collections.namedtuple("Pair", "first second")
TEXTS = tuple("".join(["text", str(n)]) for n in range(20))
TABLE = {text: n for n, text in enumerate(TEXTS)}
SHARED = Point(3)


def own_objects(n):
    point = Point(3)
    for _ in range(n * 8):
        point.double()


def methods_of_an_object(n):
    for _ in range(n * 8):
        SHARED.double()


def methods_of_a_dict(n):
    for _ in range(n * 8):
        TABLE.get("text")


def texts_of_a_tuple(n):
    for _ in range(n):
        for _text in TEXTS:
            pass


def items_of_a_dict(n):
    for _ in range(n):
        for _key, _value in TABLE.items():
            pass


def members_of_an_enum(n):
    for _ in range(n * 3):
        Color.RED.value


def named_tuples(n):
    for _ in range(n * 3):
        Pair(1, 2)


def alternating_classes(n):
    for k in range(n * 3):
        Left(k) if k & 1 else Right(k)


class Left(Point):
    pass


class Right(Point):
    pass


def seconds(work, size, workers):
    threads = [threading.Thread(target=work, args=(size // workers,)) for _ in range(workers)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin


for work in (
    own_objects,
    methods_of_an_object,
    methods_of_a_dict,
    texts_of_a_tuple,
    items_of_a_dict,
    members_of_an_enum,
    named_tuples,
    alternating_classes,
):
    # Pairs made at once: what else the machine does meets both.
    ratios = sorted(seconds(work, 40000, 1) / seconds(work, 40000, 2) for _ in range(15))
    print(f"{work.__name__:22} {ratios[len(ratios) // 2]:.2f}")
