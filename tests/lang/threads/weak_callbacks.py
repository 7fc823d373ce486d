# The callbacks of a weak reference run in the thread in which its object dies, whoever made the reference.
import gc
import itertools
import threading
import weakref


class Thing:
    pass


def run(*functions):
    threads = [threading.Thread(target=f, name=f'worker {n}') for n, f in enumerate(functions)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def dies_elsewhere():
    log = []
    held = [Thing()]
    ref = weakref.ref(held[0], lambda r: log.append((threading.current_thread().name, r() is None)))
    younger = weakref.ref(held[0], lambda r: log.append('younger'))
    proxy = weakref.proxy(held[0], lambda r: log.append('proxy'))
    run(held.clear)
    print(log, ref(), younger.__callback__)
    # Made for an object that is shared already, and what the callback reaches is told of it.
    held, done = [Thing()], threading.Event()
    run(lambda: setattr(held[0], 'seen', True))
    ref = weakref.ref(held[0], lambda r: done.set())
    t = threading.Timer(0.02, held.clear)
    t.start()
    print(done.wait(20), ref())
    t.join()


def maker_is_gone():
    log, held = [], []

    def make():
        held.append(Thing())
        held.append(weakref.ref(held[0], lambda r: log.append(threading.current_thread().name)))

    run(make)
    del held[0]
    print(log, held[0]())
    # The reference is an attribute of a thing that is another thread's by now.
    held, log2 = [], []

    def make():
        thing, owner = Thing(), Thing()
        owner.ref = weakref.ref(thing, lambda r: log2.append(threading.current_thread().name))
        held.extend([thing, owner])

    run(make)
    run(lambda: held.pop(0) and None)
    print(log2)


def reference_dies_first():
    log, held = [], [Thing()]
    refs = [weakref.ref(held[0], lambda r: log.append('dropped')), weakref.ref(held[0], lambda r: log.append('kept'))]
    run(lambda: refs.pop(0) and None)
    run(held.clear)
    print(log, refs[0]())


def collected():
    log, gate = [], threading.Event()
    gc.collect()
    gc.disable()

    class Node:
        pass

    def make():
        a, b = Node(), Node()
        a.other, b.other = b, a
        # Garbage itself: nobody wants to know.
        a.own = weakref.ref(b, lambda r: log.append('garbage'))
        refs.append(weakref.ref(a, lambda r: log.append(r() is None)))
        refs.append(weakref.finalize(b, log.append, 'finalized'))
        a.shared = shared

    refs, shared = [], []
    run(make)
    print(refs[0]() is not None, refs[1].alive)
    run(gc.collect)
    print(sorted(map(str, log)), refs[0](), refs[1].alive)
    log.clear()
    make()
    gc.collect()
    gc.enable()
    print(sorted(map(str, log)))


def finalizers():
    log, held = [], [Thing(), Thing()]
    first = weakref.finalize(held[0], lambda: log.append(threading.current_thread().name))
    second = weakref.finalize(held[1], log.append, 'detached')
    run(held.pop)
    run(held.clear)
    print(log, first.alive, second.alive)
    held = [Thing() for _ in range(300)]
    calls = itertools.count()
    ends = [weakref.finalize(thing, next, calls) for thing in held]
    detached = []

    def drop():
        while held:
            try:
                held.pop()
            except IndexError:
                break

    def detach():
        for end in ends[::3]:
            if end.detach():
                detached.append(end)

    run(drop, detach, drop)
    print(next(calls) + len(detached), any(end.alive for end in ends))


def collections():
    values, keys, members = weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet()
    held = [Thing() for _ in range(100)]
    for n, thing in enumerate(held):
        values[n] = thing
        keys[thing] = n
        members.add(thing)
    del thing
    print(len(values), len(keys), len(members))
    run(lambda: held.__delitem__(slice(0, 90)))
    print(len(values), len(keys), len(members), sorted(values), sorted(keys.values()))
    run(held.clear)
    print(len(values.data), len(keys.data), len(members.data))


def methods():
    log, held = [], [Thing()]

    class Speaker:
        def speak(self):
            pass

    held = [Speaker()]
    ref = weakref.WeakMethod(held[0].speak, lambda r: log.append(r()))
    run(held.clear)
    print(log, ref())


dies_elsewhere()
maker_is_gone()
reference_dies_first()
collected()
finalizers()
collections()
methods()
