"""Attributes and items as targets, one by one, chained, in pairs, unpacked, deleted: with objects found in every way."""
import traceback

log = []


class Box:
    def __init__(self, name):
        self.name = name
        self.items = [0, 0, 0, 0]

    def __setitem__(self, key, value):
        log.append(f"{self.name}[{key}]={value}")

    def __delitem__(self, key):
        log.append(f"del {self.name}[{key}]")


class Watched:
    def __setattr__(self, name, value):
        log.append(f".{name}={value}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        log.append(f"del .{name}")
        object.__delattr__(self, name)


def say(value):
    log.append(f"eval {value}")
    return value


shared = [0, 0, 0, 0]
table = {}
watched = Watched()


def show(title):
    print(title, *log)
    log.clear()


def order():
    box = Box("box")
    box[say(1)] = box[say(2)] = say("value")
    show("chain")
    box[say(1)], box[say(2)] = say("a"), say("b")
    show("pair")
    (box[say(1)], (watched.x, box[say(2)])) = say("a"), (say("b"), say("c"))
    show("nested")
    for box[say(3)] in (1, 2):
        pass
    show("for")
    for watched.y, box[0] in [(1, 2), (3, 4)]:
        pass
    show("for pairs")
    del box[say(1)], watched.x, box[say(2)]
    show("del")
    [box[k], watched.k] = [(k := 5), k + 1]
    show("walrus")


def ways():
    local = [0, 1, 2, 3]
    box = Box("b")
    free = [10, 20, 30]
    i = 1

    def inner():
        nonlocal i
        free[0] = free[i] = free[-1] = i
        free[0], free[2] = free[2], free[0] + 5
        i, free[i] = i + 1, "moved"
        shared[i], shared[0] = shared[0] - 1, shared[i] + 1
        table["a"] = table[i] = table[(1, 2)] = box.items[i] = i
        watched.a = watched.b = box.items
        return free

    print(inner(), shared, table, box.items, i)
    local[0], local[3] = local[3], local[0]
    local[i], i = i, 0
    print(local, i)
    box.items[0], box.items[1], box.items[2] = 1, 2, 3
    box.items[i], box.name = box.name, box.items[i]
    print(box.items, box.name)
    a, b, c, d = 1, 2, 3, 4
    a, b, c, d = d, c, b, a
    (a,) = (a + 1,)
    () = ()
    print(a, b, c, d)
    row = [[0] * 3 for _ in range(3)]
    row[0][1] = row[1][0] = row[2][2] = "x"
    row[0][0], row[0][1] = row[0][1], row[0][0]
    del row[1][0], row[0][-1]
    print(row)


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append("end of " + self.name)
        # What goes away may change the list that it was in.
        self.where.clear()


def dying():
    items = [1, Loud("one"), 3]
    items[1].where = items
    items[1] = 2
    print(items, log)
    log.clear()
    items[:] = [Loud("two"), 5]
    items[0].where = []
    items[0], items[1] = items[1], "x"
    print(items)
    show("dying")


def failures():
    values = [1]
    frozen = (1, 2)
    for code in (
        lambda: exec("a = values[3] = 1", {"values": values}),
        lambda: exec("frozen[0], x = 1, 2", {"frozen": frozen}),
        lambda: exec("x, frozen.name = 1, 2", {"frozen": frozen}),
        lambda: exec("x = y.z = 1", {}),
        lambda: exec("del values[0], values[7]", {"values": values}),
    ):
        try:
            code()
        except Exception as error:
            print(type(error).__name__, error)
    print(values)


def unbound():
    try:
        later[0] = first = 1
    except UnboundLocalError as error:
        print(error)
        print(traceback.format_exc().splitlines()[-2].strip())
    try:
        a, later.x = 1, 2
    except UnboundLocalError as error:
        print(error, a)
    later = None


def augmented():
    box = Box("aug")
    box.items[1] |= 6
    box.items[say(1)] <<= say(2)
    box.count = 7
    box.count //= 2
    table["n"] = 5
    table["n"] %= 3
    print(box.items, box.count, table["n"])
    show("augmented")


def generator():
    box = Box("gen")
    local = [0, 0, 0]
    box[say("k")] = local[0] = yield 1
    local[1], local[2] = (yield 2), (yield 3)
    local[(yield 4)] += yield 5
    box.count = local[0] = yield 6
    print(local, box.count)


order()
ways()
dying()
failures()
unbound()
augmented()
steps = generator()
steps.send(None)
for value in ("a", "b", "c", 1, "d", "e"):
    try:
        steps.send(value)
    except StopIteration:
        pass
show("generator")
