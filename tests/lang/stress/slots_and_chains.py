"""Members of `__slots__` lose no `+=`; a chain hands out each item once; sockets that are closed while somebody accepts."""
import dataclasses
import itertools
import multiprocessing
import socket
import threading
import weakref


def together(count, function, *args):
    threads = [threading.Thread(target=function, args=args) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Slots:
    __slots__ = 'a', '__private'

    def __init__(self):
        self.a = self.__private = 0

    def more(self):
        self.__private += 1

    def private(self):
        return self.__private


class Derived(Slots):
    """With a dictionary."""


@dataclasses.dataclass(slots=True)
class Data:
    a: int = 0


def add(thing):
    for _ in range(20_000):
        thing.a += 1


for thing in Slots(), Derived(), Data():
    together(4, add, thing)
    print(type(thing).__name__, thing.a)
one = Slots()
together(4, lambda: [one.more() for _ in range(20_000)])
print(one.private())
many = Derived()
for n in range(300):
    setattr(many, f'x{n}', n)
del many.x5
together(4, add, many)
print(many.a)
try:
    empty = Slots.__new__(Slots)
    empty.a += 1
except AttributeError as error:
    print(error)

for make in (lambda: itertools.chain(*[range(i, i + 10) for i in range(0, 1000, 10)]),
             lambda: itertools.chain.from_iterable([range(i, i + 3) for i in range(0, 999, 3)])):
    lost = 0
    for _ in range(30):
        chain, found = make(), []
        together(4, lambda: found.extend([item for item in chain]))
        lost += len(found) not in (999, 1000) or len(set(found)) != len(found)
    print('lost', lost)

listener = socket.create_server(('127.0.0.1', 0))
listener.close()
try:
    listener.accept()
except OSError as error:
    print(error)


class Thing:
    pass


kept = Thing()
dead, alive = weakref.ref(Thing()), weakref.ref(kept)
print(dead() is None, dead == alive, dead == dead, alive == weakref.ref(kept), dead != alive)

queue = multiprocessing.JoinableQueue()


def work():
    while queue.get() is not None:
        queue.task_done()


workers = [threading.Thread(target=work) for _ in range(3)]
for worker in workers:
    worker.start()
for n in range(300):
    queue.put(n)
queue.join()
print('joined')
for _ in workers:
    queue.put(None)
for worker in workers:
    worker.join()
