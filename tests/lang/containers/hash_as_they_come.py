# Keys are hashed as they come: what comes after one that cannot be hashed is not asked for.
asked = []


def items(*values):
    for value in values:
        asked.append(value)
        yield value


for make in (lambda: dict.fromkeys(items(1, [], 2)), lambda: {*items(1, [], 2)}, lambda: {0, *items(3), [], *items(4)}, lambda: {0, *items(1), *items({}, 5), 6},
             lambda: {[], *items(7)}, lambda: set(items(1, [], 2))):
    asked.clear()
    try:
        print(make())
    except TypeError as error:
        print(error, asked)
print(dict.fromkeys(items(1, 2, 1)), {0, *items(1, 2), *'a', 1}, {*(), *[3]})
try:
    {*5}
except TypeError as error:
    print(error)
