# select.poll and select.select: errors, orders, one wait at a time.
import os
import select
import threading
import time


def show(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error if type(error) is not KeyError else '')


p = select.poll()
print(type(p))
reading, writing = os.pipe()
for args in ((-1,), (reading, -1), (reading, 70000), (reading, 'x'), ('x',), (2 ** 40,)):
    show(lambda: p.register(*args))
show(lambda: p.modify(reading, 1))
show(lambda: p.unregister(reading))
for timeout in ('x', 2 ** 31, 1e30, 2 ** 80, float('nan')):
    show(lambda: p.poll(timeout))
show(lambda: select.poll(1))
show(type(p))
p.register(writing, select.POLLOUT)
p.register(reading, select.POLLIN)
print([fd == writing for fd, _ in p.poll()])
os.write(writing, b'x')
print([(fd == writing, events) for fd, events in p.poll(0.001)])
p.modify(writing, 0)
print([(fd == writing, events) for fd, events in p.poll(10)])
os.read(reading, 1)
print(p.poll(0), p.poll(1))

begun = threading.Event()


def wait():
    begun.set()
    print([fd == reading for fd, _ in p.poll()])


thread = threading.Thread(target=wait)
thread.start()
begun.wait()
while True:
    try:
        p.poll(0)
    except RuntimeError as error:
        print(error)
        break
os.write(writing, b'x')
thread.join()
print(len(p.poll(0)))

for args in (([], [], [], 'x'), ([], [], [], -1), (1, [], [], 0), ([1.5], [], [], 0), ([-1], [], [], 0), ([], [], [], float('nan'))):
    show(lambda: select.select(*args))
print(select.select([writing, reading], [writing], [], 5) == ([reading], [writing], []))
print(select.select(iter([reading]), {writing: 1}, set(), 0) == ([reading], [writing], []))
start = time.monotonic()
print(select.select([], [], [], 0.05), time.monotonic() - start > 0.045)
