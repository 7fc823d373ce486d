# Generators whose items are taken in a row by builtins and loops: to whoever looks they are suspended in between.
import gc
import sys
import threading
import traceback


def numbers(n, log=None):
    try:
        for i in range(n):
            got = yield i
            if got is not None:
                print('got', got)
    except GeneratorExit:
        print('closed')
        raise
    finally:
        if log is not None:
            log.append('end')


# Taken to the end, in part, and gone on with.
print(sum(numbers(10)), list(numbers(3)), tuple(numbers(3)), set(numbers(3)), max(numbers(4)), 2 in (g := numbers(5)), next(g), list(g))
g = (x for x in [0, 0, 7, 0, 8])
print(any(g), next(g), any(g), list(g), any(g))
g = numbers(5)
for x in g:
    if x == 2:
        break
print(x, g.gi_frame.f_locals['i'], next(g), g.send('hello'), list(g))


# What takes an item resumes the same generator.
class Greedy:
    def __init__(self, inner):
        self.inner = inner

    def __bool__(self):
        self.seen = next(self.inner.generator, None)
        return True


class Box:
    pass


box = Box()
items = []


def greedy():
    for i in range(6):
        item = Greedy(box)
        items.append((i, item))
        yield item


box.generator = greedy()
print(all(box.generator), [i for i, item in items], [item.seen is not None for i, item in items if hasattr(item, 'seen')])
g = numbers(8)
seen = []
for x in g:
    seen.append((x, next(g, None)))
print(seen)
g = numbers(9)
for x in g:
    print(x, end=' ')
    if x == 3:
        g.close()
print()
g = numbers(9)
try:
    for x in g:
        if x == 1:
            g.throw(KeyError('thrown'))
except KeyError as error:
    print(repr(error), list(g))


# It is suspended, and not on the stack, while its items are taken.
def look():
    frame = sys._getframe(1)
    names = []
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


class Looks:
    def __init__(self, value):
        self.value = value

    def __radd__(self, other):
        print(look(), states)
        return other + self.value


def inside():
    for i in range(2):
        states[0] = (g.gi_running, g.gi_suspended)
        yield Looks(i)


class Suspended:
    def __repr__(self):
        return f'{g.gi_running} {g.gi_suspended}'


states = [None, Suspended()]
g = inside()
print(sum(g))
for x in (g := inside()):
    print(look(), states[0], g.gi_running, g.gi_suspended)


# What goes wrong in the taker is not the generator's error, and the other way around.
class Bad:
    def __bool__(self):
        raise ZeroDivisionError('taker')

    def __eq__(self, other):
        raise StopIteration('taker')


def bads():
    yield 1
    yield Bad()
    yield 2


def show(run):
    try:
        print(run())
    except BaseException as error:
        entries = traceback.extract_tb(error.__traceback__)
        print(type(error).__name__, error, [entry.name for entry in entries], error.__cause__)


g = bads()
show(lambda: all(g))
print(next(g))
show(lambda: 5 in bads())
show(lambda: all(1 // x for x in (1, 0)))
show(lambda: sum(next(iter(())) for x in (1, 0)))


def loop_raises():
    for x in bads():
        if x != 1:
            pass


def stops():
    for x in numbers(2):
        next(iter(()))


show(loop_raises)
show(stops)


def returns():
    for x in numbers(5):
        for y in (z * 2 for z in range(3)):
            if y == 2:
                return x, y


print(returns())


# An exception that is being handled inside shows to nobody outside.
def handling():
    try:
        1 / 0
    except ZeroDivisionError:
        yield sys.exception()
        yield sys.exception()
    yield sys.exception()


print([(type(x).__name__, sys.exception()) for x in handling()])
for x in handling():
    print(type(x).__name__, sys.exception())
try:
    raise KeyError
except KeyError:
    for x in handling():
        print(type(x).__name__, type(sys.exception()).__name__)


# Delegation begins and ends within a row.
def outer():
    yield 'a'
    got = yield from inner()
    yield got
    yield from 'xy'
    yield 'z'


def inner():
    yield 1
    yield from (n for n in (2, 3))
    return 'result'


print(list(outer()), ''.join(map(str, outer())), sum(1 for _ in outer()))
g = outer()
for x in g:
    print(x, end=' ')
    if x == 2:
        print(next(g), next(g), end=' ')
print()


# Recursion through loops over generators is as deep as without.
def tree(depth):
    if depth:
        for child in (depth - 1 for _ in range(1)):
            return tree(child) + 1
    return 0


print(tree(300))


def endless(n=0):
    for x in (0 for _ in range(1)):
        endless(n + 1)


try:
    endless()
except RecursionError as error:
    print(error)

# Dropped, collected and shared while its items are taken.
log = []
keep = [numbers(3, log)]
for x in keep.pop():
    gc.collect()
    log.append(x)
print(log)


def tell(g, out):
    try:
        out.append(next(g))
    except ValueError as error:
        out.append(str(error))


out = []
g = numbers(6)
for x in g:
    thread = threading.Thread(target=tell, args=(g, out))
    thread.start()
    thread.join()
print(x, out)
