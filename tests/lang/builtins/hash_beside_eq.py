# `__eq__` without `__hash__` in a class body makes instances unhashable; what is set later does not.
class Body:
    def __eq__(self, other):
        return True


class Later:
    pass


class Derived(Body):
    pass


def attempt(value):
    try:
        return hash(value) is not None
    except TypeError as error:
        return error


before = Later()
table = {before: 1}
Later.__eq__ = lambda self, other: self is other
print(attempt(Body()), attempt(Later()), table[before], Body.__hash__, '__hash__' in Later.__dict__)
print(attempt(Derived()))
Body.__hash__ = object.__hash__
print(attempt(Body()), attempt(Derived()))
Later.__hash__ = None
print(attempt(Later()))
del Later.__hash__
print(attempt(Later()))
both = type('Both', (), {'__eq__': lambda self, other: True, '__hash__': lambda self: 5})
print(hash(both()), type('Only', (), {'__eq__': lambda self, other: True}).__hash__)
