"""Single operations on shared lists and dicts are one step: negative positions, searching, removing, comparing, repeating."""
import threading

ROUNDS = 2000


def together(*functions):
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def watched(name, change, look, states):
    over = False
    torn = set()

    def run():
        nonlocal over
        try:
            for _ in range(ROUNDS):
                change()
        finally:
            over = True

    def watch():
        while not over:
            try:
                seen = look()
            except Exception as error:
                seen = repr(error)
            if seen not in states:
                torn.add(seen)

    together(run, watch, watch)
    print(name, sorted(map(str, torn)))


# Positions from the end, while the list grows and shrinks.
items = [0]
grow = lambda: (items.append(1), items.insert(0, 2), items.pop(), items.pop(0))
watched('[-1]', grow, lambda: items[-1], {0, 1})
watched('[0]', grow, lambda: items[0], {0, 2})


def store():
    items[-1] = items[-1]


# Each value is there once, wherever it is moved; whoever removes it gets it.
values = list(range(200))
lost = []


def move(step):
    for number in range(3000):
        value = number * step % 200
        try:
            values.remove(value)
        except ValueError:
            lost.append(value)
            continue
        values.insert(number % 50, value) if number % 2 else values.append(value)


together(*[lambda step=step: move(step) for step in (7, 11, 13)])
print(sorted(values) == list(range(200)))


class Named:
    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        return isinstance(other, Named) and self.name == other.name

    __hash__ = None


named = [Named(number) for number in range(40)]


def move_named(step):
    for number in range(400):
        name = Named(number * step % 40)
        try:
            named.remove(name)
        except ValueError:
            continue
        named.append(name)


together(*[lambda step=step: move_named(step) for step in (7, 11, 13)])
print(sorted(item.name for item in named) == list(range(40)))

taken = list(range(3000))
popped = []
together(*[lambda: [popped.append(taken.pop(-1 if number % 3 else -2)) for number in range(999)] for _ in range(3)])
print(len(set(popped)), len(taken))

# What looks at all items.
pair = [1, 2]
table = {'a': 1, 'b': 2}


def exchange():
    pair[:] = [3, 4]
    table.update(a=3, b=4)
    pair[:] = [1, 2]
    table.update(a=1, b=2)


watched('==', exchange, lambda: pair == [1, 4] or pair == [3, 2], {False})
watched('in', exchange, lambda: (1 in pair) + (2 in pair) < 9, {True})
watched('count', exchange, lambda: [1, 1][pair.count(5)] + pair.count(3), {1, 2})
watched('repr', exchange, lambda: repr(pair), {'[1, 2]', '[3, 4]'})
watched('dict ==', exchange, lambda: table == {'a': 1, 'b': 4} or table == {'b': 2, 'a': 3}, {False})
watched('dict repr', exchange, lambda: repr(table), {"{'a': 1, 'b': 2}", "{'a': 3, 'b': 4}"})
watched('sizes', lambda: (pair.__imul__(3), pair.__delitem__(slice(2, None))), lambda: len(pair), {2, 6})

# An operation that comes meanwhile is not lost.
repeated = [0]
seen = []


def append():
    for number in range(300):
        repeated.append(1)


def repeat():
    for _ in range(300):
        repeated.__imul__(1)


together(append, repeat, repeat)
print(len(repeated))


class Own(list):
    pass


own = Own([0])


def add():
    for _ in range(20000):
        own[0] += 1
        own[-1] += 1


together(add, add, add)
print(own)

# Two lists that are compared in both directions.
one, other = list(range(300)), list(range(300))
together(
    lambda: [one == other for _ in range(2000)],
    lambda: [other == one for _ in range(2000)],
    lambda: [(one.append(1), one.pop(), other.append(1), other.pop()) for _ in range(2000)],
)
print(one == other, [[1], [2]] == [[1], [2]], [1, [2]] < [1, [3]], [1, 'a'] == [1, 'b'], [1] < [1, 2])
try:
    pair.remove(7)
except ValueError as error:
    print(error)
