"""Operations on shared containers that are one step: augmented items of dicts' subclasses, missing keys, moves, searches, iterators."""
import collections
import threading


class Missing(dict):
    def __missing__(self, key):
        return 0


def together(*functions):
    start = threading.Barrier(len(functions))

    def run(function):
        start.wait()
        function()

    threads = [threading.Thread(target=run, args=(function,)) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def add(counts):
    for _ in range(5000):
        counts['a'] += 1


for made in (Missing(), collections.Counter(), collections.defaultdict(int), collections.OrderedDict(a=0)):
    together(*[lambda: add(made)] * 4)
    print(type(made).__name__, made['a'])

lists = collections.defaultdict(list)
together(*[lambda: [lists[key].append(1) for key in range(3000)]] * 4)
print(sum(map(len, lists.values())))

# Moving keys about, others see all of them.
ordered = collections.OrderedDict((key, key) for key in range(10))
moving = True
missed = collections.Counter()


def move():
    global moving
    for _ in range(20000):
        ordered.move_to_end(5)
        ordered.move_to_end(5, last=False)
    moving = False


def look():
    while moving:
        missed[len(ordered), ordered.get(5), ordered.get(6)] += 1


together(move, look)
print(list(missed), list(ordered))
try:
    ordered.move_to_end('x')
except KeyError as error:
    print('KeyError', error)
ordered.move_to_end(0, False)
print(list(ordered), ordered.popitem(last=False), ordered.popitem(), collections.OrderedDict(b=1).setdefault('b', 2))
taken = collections.OrderedDict((key, 0) for key in range(4000))
got = []
together(*[lambda: got.extend([taken.popitem(last=False)[0] for _ in range(1000)])] * 4)
print(sorted(got) == list(range(4000)), len(taken))

# What looks at all items sees those of one moment.
items = collections.deque([1, 2, 3])
table = {1: 1, 2: 2}
changing = True


def change():
    global changing
    for _ in range(6000):
        items.append(1)
        items.popleft()
        items.rotate(2)
        table[5] = 5
        table.pop(5)
    changing = False


def search():
    while changing:
        items.count(1), 1 in items, list(items), sum(items), sorted(items), {*items}
        for operation in items.index, items.remove:
            try:
                operation(7)
            except ValueError:
                pass
        1 in table.values(), table.keys() & {1}, table.keys() == {1}, table.items() <= {(1, 1)}, max(table), sum(table)


together(change, search)
print(len(items), len(table))


class Squares:
    def __getitem__(self, index):
        return index * index


squares = iter(Squares())
seen = []
together(*[lambda: seen.extend([next(squares) for _ in range(3000)])] * 4)
print(len(set(seen)) == 12000)
