# Values of all kinds go through queues between threads that make, change and drop them.
import threading

N = 400
WORKERS = 4


class Item:
    def __init__(self, n):
        self.n = n
        self.parts = [n, str(n), (n, float(n))]
        self.me = self

    def __eq__(self, other):
        return isinstance(other, Item) and self.n == other.n

    def __hash__(self):
        return hash(self.n)


def make(n):
    kind = n % 6
    if kind == 0:
        return Item(n)
    if kind == 1:
        return {n: [n], 'k': (n,)}
    if kind == 2:
        return lambda: n
    if kind == 3:
        return (x for x in [n, n])
    if kind == 4:
        return {n, str(n), Item(n)}
    return [[n], 1 << (n % 90), 'text' * (n % 5)]


def weigh(value):
    if isinstance(value, Item):
        value.extra = [value.n]
        return value.n
    if isinstance(value, dict):
        value['new'] = value
        return value['k'][0]
    if isinstance(value, set):
        return next(x for x in value if isinstance(x, int))
    if isinstance(value, list):
        value.append(value)
        return value[0][0]
    if callable(value):
        return value()
    return next(value)


import queue as queue_module

ring = [queue_module.Queue() for _ in range(WORKERS)]
totals = {}


def work(w):
    total = 0
    for i in range(N):
        ring[(w + 1) % WORKERS].put(make(i))
        total += weigh(ring[w].get())
    totals[w] = total


threads = [threading.Thread(target=work, args=(w,)) for w in range(WORKERS)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(totals.items()) == [(w, sum(range(N))) for w in range(WORKERS)])

shared = {}
same = [Item(n) for n in range(20)]


def compare(w):
    # Keys with __eq__ and __hash__ of their own, while others change the dict.
    for i in range(N):
        shared[Item(i % 20)] = w
        shared.get(same[i % 20])
        if i % 7 == w:
            shared.pop(Item(i % 20), None)
        Item(3) in list(shared)


threads = [threading.Thread(target=compare, args=(w,)) for w in range(WORKERS)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(shared) <= 20, all(isinstance(k, Item) for k in shared))
