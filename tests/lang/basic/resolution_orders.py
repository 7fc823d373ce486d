"""A metaclass's own mro(): asked, checked, and asked again when bases change."""


def report(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__ + ':', error)


class Plain:
    pass


def class_with(order):
    class Ordering(type):
        def mro(cls):
            return order(cls)

    def make():
        class Made(metaclass=Ordering):
            pass
        return [c.__name__ for c in Made.__mro__]
    return make


for order in [
    lambda cls: (cls, Plain),
    lambda cls: [cls, Plain, object],
    lambda cls: (Plain, object),
    lambda cls: (),
    lambda cls: (cls, 3),
    lambda cls: 3,
    lambda cls: (cls, int, object),
    lambda cls: (cls, list, object),
    lambda cls: print(cls.__mro__, cls.__bases__, issubclass(cls, object), issubclass(cls, Plain)) or type.mro(cls),
    lambda cls: report(lambda: cls.nothing) or type.mro(cls),
    lambda cls: report(lambda: type('Below', (cls,), {})) if cls.__name__ == 'Made' and cls.__mro__ is None else type.mro(cls),
]:
    report(class_with(order))


# A class that finds attributes in one that it does not derive from.
class Borrowing(type):
    def mro(cls):
        return [cls, Plain, object]


class Borrower(metaclass=Borrowing):
    pass


Plain.colour = 'red'
print(Borrower.colour, Borrower().colour, Plain.__subclasses__(), issubclass(Borrower, Plain), isinstance(Borrower(), Plain))


class Below(Borrower):
    pass


print([c.__name__ for c in Below.__mro__])
del Borrower, Below


# Bases are given back when an order below cannot be had.
class Once(type):
    def mro(cls):
        if cls.__dict__.get('made'):
            raise RuntimeError('not again')
        return type.mro(cls)


class Old:
    where = 'old'


class New:
    where = 'new'


class Middle(Old):
    pass


class First(Middle):
    pass


class Stubborn(Middle, metaclass=Once):
    pass


Stubborn.made = True


class Last(Middle):
    pass


def rebase():
    Middle.__bases__ = (New,)


report(rebase)
print(Middle.__bases__, [c.where for c in (Middle, First, Stubborn, Last)])
Stubborn.made = False
report(rebase)
print(Middle.__bases__, [c.where for c in (Middle, First, Stubborn, Last)], Old.__subclasses__(), New.__subclasses__())


# mro() that sets other bases: those stand, whatever becomes of the assignment that asked for it.
class Meddling(type):
    fails = None

    def mro(cls):
        if Meddling.fails is not None and cls.__name__ == 'Meddled' and cls.__bases__ != (Third,):
            cls.__bases__ = (Third,)
            if Meddling.fails:
                raise ValueError('meddled')
        return type.mro(cls)


class Root(metaclass=Meddling):
    pass


class Second(Root):
    pass


class Third(Root):
    pass


class Meddled(Root):
    pass


for Meddling.fails in (True, False):
    def meddle():
        Meddled.__bases__ = (Second,)
    report(meddle)
    print(Meddled.__bases__, [c.__name__ for c in Meddled.__mro__], Second.__subclasses__(), Third.__subclasses__())
    Meddling.fails = None
    Meddled.__bases__ = (Root,)


for value in [(), (Plain, Plain), (3,), (Meddled,), [Plain]]:
    def assign():
        Meddled.__bases__ = value
    report(assign)
print(Meddled.__bases__)
