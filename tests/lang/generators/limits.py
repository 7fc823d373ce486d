# Recursion, collected cycles, tracebacks and contexts, races between threads.
import sys, threading
# deep recursion of yield from
def deep(n):
    if n:
        yield from deep(n - 1)
    yield n
try:
    print(sum(deep(5000)))
except RecursionError as e:
    print("RecursionError", e)
# long chains built iteratively
def wrap(g):
    yield from g
g = iter(range(3))
for i in range(20000):
    g = wrap(g)
try:
    print(next(g))
except RecursionError as e:
    print("RecursionError", e)
del g
# infinite recursion of generators
def inf():
    yield next(inf())
try:
    next(inf())
except RecursionError as e:
    print("RecursionError", e)
# cycles
class Node: pass
def holder(n):
    try:
        yield 1
    finally:
        print("closed by collector")
n0 = n = Node()
n.g = holder(1)
next(n.g)
del n
del n0
# tracebacks

def a():
    yield 1
    raise ValueError("in a")
def b():
    yield from a()
def c():
    for x in b():
        pass
try:
    c()
except ValueError as e:
    t = e.__traceback__
    while t:
        print(t.tb_lineno, end=" ")
        t = t.tb_next
    print()
g = b()
next(g)
try:
    g.throw(KeyError("k"))
except KeyError as e:
    t = e.__traceback__
    while t:
        print(t.tb_lineno, end=" ")
        t = t.tb_next
    print()
# context
def ctx():
    try:
        yield 1
    except ValueError:
        raise KeyError("new")
g = ctx()
next(g)
try:
    g.throw(ValueError("old"))
except KeyError as e:
    print(repr(e.__context__))
def ctx2():
    try:
        raise OSError("handled in gen")
    except OSError:
        yield
g = ctx2()
next(g)
try:
    g.throw(ValueError("thrown"))
except ValueError as e:
    print(repr(e.__context__))
# threads racing on one generator
def counter():
    i = 0
    while True:
        yield i
        i += 1
c = counter()
got = []
errors = 0
lock = threading.Lock()
def work():
    global errors
    mine = []
    bad = 0
    for _ in range(2000):
        try:
            mine.append(next(c))
        except ValueError:
            bad += 1
    with lock:
        got.extend(mine)
        errors += bad
ts = [threading.Thread(target=work) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(len(set(got)) == len(got), len(got) + errors == 8000, sorted(got) == list(range(len(got))))
# a generator run in another thread
res = []
def run_gen(g):
    for x in g: res.append(x)
t = threading.Thread(target=run_gen, args=((x * x for x in range(5)),))
t.start(); t.join()
print(res)
async def never(): pass
never()
