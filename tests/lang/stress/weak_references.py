"""Weak references whose objects and references die in several threads at once, seeded and bounded in time."""
import gc
import itertools
import random
import threading
import time
import weakref

SEED = 20241201
LIMIT = 1.2


class Thing:
    def __init__(self, name=None):
        self.name = name


def run(title, bodies, check, limit=LIMIT):
    until = time.monotonic() + limit
    errors = []

    def work(number, body):
        try:
            body(random.Random(SEED * 17 + number), until)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(bodies)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(title, errors[:3] or 'ok', check())


# A cache: who holds an object that it has got there finds no other one there.
cache = weakref.WeakValueDictionary()
got = itertools.count()


def use_cache(rng, until):
    while time.monotonic() < until:
        for _ in range(20):
            key = rng.randrange(3)
            thing = cache.get(key)
            if thing is None:
                thing = cache.setdefault(key, Thing(key))
            next(got)
            for _ in range(rng.randrange(3)):
                assert cache.get(key) is thing and thing.name == key and key in cache
            del thing


run('cache', [use_cache] * 4, lambda: (next(got) > 1000, len(cache)))

# Each object dies once, in some thread; its callback is called once if the reference lives.
made, called, extra = itertools.count(), itertools.count(), itertools.count()
shelf = [None] * 8
keep = {}


def call_kept(ref):
    del keep[ref]
    next(called)


def fill(rng, until):
    while time.monotonic() < until:
        for _ in range(20):
            thing = Thing()
            keep[weakref.ref(thing, call_kept)] = next(made)
            # Dies with the thing, or before, or after.
            short = weakref.ref(thing, lambda ref: next(extra))
            place = rng.randrange(len(shelf))
            shelf[place] = (thing, short) if rng.random() < 0.5 else (short, thing)
            del thing, short
            shelf[rng.randrange(len(shelf))] = None


def callbacks():
    shelf[:] = [None] * len(shelf)
    return next(made) == next(called), next(extra) > 0, len(keep)


run('callbacks', [fill] * 4, callbacks)

# Sets and dictionaries of weak references are looked through while members come and die.
members, keys, values = weakref.WeakSet(), weakref.WeakKeyDictionary(), weakref.WeakValueDictionary()
places = [None] * 16
looks = itertools.count()


def come_and_go(rng, until):
    while time.monotonic() < until:
        thing = Thing(rng.random())
        members.add(thing)
        keys[thing] = thing.name
        values[thing.name] = thing
        places[rng.randrange(len(places))] = thing
        assert thing in members and keys[thing] == thing.name and values[thing.name] is thing


def look(rng, until):
    while time.monotonic() < until:
        next(looks)
        assert all(thing.name is not None for thing in members)
        assert all(thing.name == name for thing, name in keys.items())
        assert all(thing.name == name for name, thing in values.items())
        list(values), list(keys), len(members), weakref.WeakSet(members)


def left():
    places[:] = [None] * len(places)
    return next(looks) > 10, list(members), dict(keys), dict(values), len(members), len(keys), len(values)


run('collections', [come_and_go, come_and_go, look, look], left)

# Cycles are collected while other threads try to get their parts: who gets one has all of it.
parts = [weakref.ref(Thing())] * 8
ends, cycles = itertools.count(), itertools.count()


def make_cycles(rng, until):
    while time.monotonic() < until:
        one, two = Thing('one'), Thing('two')
        one.other, two.other = two, one
        place = rng.randrange(len(parts))
        parts[place] = weakref.ref(one)
        next(cycles)
        weakref.finalize(two, next, ends)
        del one, two


def get_parts(rng, until):
    while time.monotonic() < until:
        for ref in parts:
            part = ref()
            if part is not None:
                assert part.name == 'one' and part.other.name == 'two' and part.other.other is part
                assert ref() is part
            del part


def collect(rng, until):
    while time.monotonic() < until:
        gc.collect()
        time.sleep(rng.random() * 0.002)


def cycles_left():
    gc.collect()
    return next(cycles) == next(ends), [ref() for ref in parts if ref()]


run('cycles', [make_cycles, get_parts, collect], cycles_left)

# Methods: both of what they refer to go at once, and the callback is called once.
pairs, told, refs = [], itertools.count(), []


def speak(self):
    pass


def forget_methods(rng, until):
    while time.monotonic() < until:
        def function(self):
            pass

        thing = Thing()
        method = function.__get__(thing)
        ref = weakref.WeakMethod(method, lambda ref: next(told))
        refs.append(ref)
        owner, second = [thing], [function]
        barrier = threading.Barrier(2)

        def drop(what):
            barrier.wait()
            what.clear()

        del method, thing, function, ref
        t = threading.Thread(target=drop, args=(owner,))
        t.start()
        drop(second)
        t.join()


run('methods', [forget_methods], lambda: (next(told) == len(refs), any(ref() for ref in refs)), limit=0.5)
