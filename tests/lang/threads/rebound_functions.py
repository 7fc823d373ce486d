"""Functions that lose every name, class or container that held them while they run."""
import gc
import threading
import weakref


def pass_time():
    for _ in range(3):
        pass
    return None


def leave(n):
    global leave
    watched = weakref.ref(leave)
    del leave
    text = "still " + "here" * n
    gc.collect()
    pass_time()
    return watched, text, [x + n for x in range(3)]


watched, text, numbers = leave(2)
pass_time()
pass_time()
gc.collect()
print(text, numbers, watched() is None)


def swap(n):
    global swap
    old = swap

    def swap(m):
        return ("new", m)

    del old
    gc.collect()
    return ("old", n, swap(n + 1))


print(swap(1))
print(swap(1))


def deep(n):
    global deep
    if n == 0:
        def deep(m):
            return -m
        gc.collect()
        return 0
    return n + deep(n - 1)


print(deep(50), deep(50))


def make():
    class Local:
        def __init__(self, n):
            self.n = n

        def run(self):
            del Local.run
            pass_time()
            gc.collect()
            return self.n * 2

        def vanish(self):
            global kept
            n = self.n
            kept = None
            del self
            gc.collect()
            pass_time()
            return n + len([n] * n)

        def first(self, other):
            Local.first = lambda self, other: ("later", other)
            gc.collect()
            return ("first", other, self.first(other + 1))

    return Local


for round in range(3):
    Local = make()
    print(Local(round).run(), hasattr(Local, "run"))
    print(Local(3).first(round))
    kept = make()(round)
    print(kept.vanish())
    Local = None
    gc.collect()


def nest():
    def inner(n):
        nonlocal inner
        inner = None
        gc.collect()
        pass_time()
        return n + 1
    return inner(4), inner


print(nest())


def argument(f):
    f = f
    return f


table = {}
exec("def listed(n):\n    table.clear()\n    namespace.clear()\n    return [n] * n", namespace := {"table": table})
table["f"] = namespace["listed"]
namespace["namespace"] = namespace
try:
    print(eval("listed(3)", namespace))
except NameError as error:
    print("NameError", error)

functions = [lambda n: (functions.clear(), gc.collect() and 0, n)[2]]
print(functions[0](7), functions)


def default(n, box=[]):
    global default
    box.append(n)
    default = None
    gc.collect()
    return box


print(default(1))


def raising(n):
    global raising
    raising = None
    gc.collect()
    raise ValueError(n)


try:
    raising(3)
except ValueError as error:
    lines = []
    trace = error.__traceback__
    while trace:
        lines.append(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    print(error, lines)


def generate(n):
    global generate
    generate = None
    gc.collect()
    for i in range(n):
        yield i


print(list(generate(3)))


# A function of the main thread's own that other threads get and drop while it runs.
def handing(count):
    results = []

    def work(n):
        nonlocal work
        box = [work]
        work = None

        def run():
            f = box.pop()
            results.append(f.__name__)
            del f

        threads = [threading.Thread(target=run)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        gc.collect()
        pass_time()
        return n + count

    return work(1), results


for count in range(20):
    handed = handing(count)
print(handed)

total = 0
errors = []


def step(n):
    return n + 1


def other_step(n):
    return n + 2


def define(n):
    exec("def step(n):\n    gone.append(n)\n    return n + %d" % n, globals())


gone = []


def caller():
    global total
    try:
        for i in range(4000):
            total += step(i) - i > 0
    except BaseException as error:
        errors.append(error)


def changer():
    try:
        for i in range(400):
            define(i % 3 + 1)
            gone.clear()
    except BaseException as error:
        errors.append(error)


threads = [threading.Thread(target=f) for f in (caller, caller, changer, changer)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(total, errors)
