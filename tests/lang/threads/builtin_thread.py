# The builtins thread(), lock() and queue(). No output of CPython's: it lacks them.
def add(a, b=0, *, c=0):
    return a + b + c


t = thread(add, 1, b=2, c=3)
print(t.join(), t.join(), t.done(), t.name, isinstance(t.ident, int))
print(repr(t).startswith('<thread thread-1 (add) done '))


def fail():
    raise KeyError('lost')


t = thread(fail)
for _ in range(2):
    try:
        t.join()
    except KeyError as error:
        print('caught', error)


class Stop(BaseException):
    pass


def stop():
    raise Stop(1)


try:
    thread(stop).join()
except Stop as error:
    print('stopped', error.args)

gate = lock()
gate.acquire()
t = thread(gate.acquire)
print(t.done())
try:
    t.join(0.01)
except TimeoutError as error:
    print('TimeoutError', error)
gate.release()
print(t.join(), gate.locked(), type(gate).__name__)

for wrong in [(), (1,), (None, 2)]:
    try:
        thread(*wrong)
    except TypeError as error:
        print(error)

q = queue(2)


def produce(n):
    for i in range(n):
        q.put(i)
    q.put(None)


def consume():
    total = 0
    while (item := q.get()) is not None:
        total += item
    return total


p, c = thread(produce, 500), thread(consume)
print(p.join(), c.join(), q.qsize(), q.empty(), q.full())


def outer():
    inner = [thread(add, i) for i in range(5)]
    return [t.join() for t in inner]


print(thread(outer).join())
box = []
thread(box.append, 3).join()
print(box)
print([thread(lambda: i).join() for i in range(3)])
