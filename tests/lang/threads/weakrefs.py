# A weak reference given to other threads gives them its object.
import threading
import weakref


class Thing:
    pass


def main():
    thing = Thing()
    thing.data = [1]
    ref = weakref.ref(thing)
    seen = []

    def use(n):
        for i in range(500):
            own = ref()
            own.last = [own.data, n]
            del own
        seen.append(n)

    threads = [threading.Thread(target=use, args=(n,)) for n in range(4)]
    for t in threads:
        t.start()
    for i in range(500):
        thing.data = [i]
    for t in threads:
        t.join()
    print(sorted(seen), len(thing.last), ref() is thing)
    del thing
    print(ref())


main()
made = []


def make():
    thing = Thing()
    made.append(weakref.ref(thing))
    made.append(thing)


t = threading.Thread(target=make)
t.start()
t.join()
print(made[0]() is made[1])
made.pop()
print(made[0]())

cache = weakref.WeakValueDictionary()
keep = []


def fill(n):
    for i in range(100):
        thing = Thing()
        cache[n, i] = thing
        if i % 10 == 0:
            keep.append(thing)


threads = [threading.Thread(target=fill, args=(n,)) for n in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
del threads, t
print(len(cache) == len(keep) == 30)
