"""A generator that delegates to one which is running: the error is raised inside of it, as anything that the other raises."""


def inner():
    yield 1
    try:
        next(first)
    except ValueError as error:
        print('in inner:', error)
    try:
        next(first)
    except StopIteration:
        print('the outer one has ended')
    yield 2
    yield 3


def outer(generator):
    try:
        yield from generator
    except ValueError:
        print('seen in outer')
        raise


one = inner()
first = outer(one)
print(next(first))
print(list(one))


# Deeper, and caught on the way.
def deep():
    yield 'a'
    print([item for item in way])
    yield 'b'


def catching(generator):
    try:
        yield from generator
    except ValueError as error:
        yield f'caught {error}'


two = deep()
way = catching(outer(catching(two)))
print(next(way))
print(list(two))


# Thrown and closed meanwhile.
def busy():
    yield 1
    for action in (lambda: thrown.throw(KeyError('k')), lambda: closed.close()):
        try:
            print(action())
        except Exception as error:
            print(type(error).__name__, error)
    yield 2


three = busy()
thrown, closed = outer(three), outer(three)
print(next(thrown))
print(next(closed))
