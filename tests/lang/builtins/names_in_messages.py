"""How types are called in error messages: those written in C with their module, builtin ones and classes written in Python without."""
import array
import asyncio
import collections
import contextvars
import csv
import datetime
import decimal
import enum
import fractions
import functools
import io
import itertools
import operator
import os
import queue
import random
import re
import struct
import threading
import time
import types
import typing


class Derived(collections.deque):
    pass


class Mine:
    pass


class Color(enum.Enum):
    RED = 1


OBJECTS = [
    collections.deque(), collections.OrderedDict(), collections.defaultdict(), collections.Counter(), datetime.date(2020, 1, 1),
    datetime.datetime(2020, 1, 1), datetime.timedelta(1), datetime.timezone.utc, decimal.Decimal(1), re.compile('a'),
    functools.partial(int), itertools.count(), itertools.chain(), threading.Lock(), threading.Event(), threading.local(), array.array('i'),
    types.SimpleNamespace(), types.MappingProxyType({}), time.gmtime(0), os.stat('/'), io.StringIO(), io.BytesIO(),
    operator.itemgetter(1), contextvars.ContextVar('x'), contextvars.copy_context(), typing.TypeVar('T'), queue.Queue(),
    queue.SimpleQueue(), random.Random(), csv.reader([]), struct.Struct('i'), Derived(), Mine(), [], {}, 1, list[int],
    fractions.Fraction(1), Color.RED, {}.keys(), iter([]), (x for x in ()), zip(), property(), slice(1), memoryview(b''), ValueError(),
    asyncio.Lock(), asyncio.Event(),
]


def told(action):
    try:
        action()
    except Exception as error:
        print('   ', error)


for thing in OBJECTS:
    print(type(thing).__name__)
    told(lambda: thing.missing)
    told(lambda: type(thing).missing)
    told(lambda: thing < 5j)
    told(lambda: thing + object())
    if not callable(thing):
        told(lambda: thing())
    if not hasattr(thing, '__getitem__'):
        told(lambda: thing[0])
    if not hasattr(thing, '__len__'):
        told(lambda: len(thing))
    if not hasattr(thing, '__iter__'):
        told(lambda: iter(thing))

told(lambda: collections.deque.append([], 1))
told(lambda: datetime.date(2020, 1, 1) - 5)
told(lambda: ''.join([collections.deque()]))
told(lambda: int(decimal))
told(lambda: hash(collections.deque()))
print(collections.deque.append, repr(collections.deque().append).split(' at ')[0])
