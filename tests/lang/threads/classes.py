# Classes that several threads derive, change and leave at the same time.
import gc
import threading
import weakref

THREADS = 4
TURNS = 150


class Base:
    kind = 0

    def who(self):
        return 'base'


class Left(Base):
    pass


class Right(Base):
    pass


shared = [Left() for _ in range(4)]
failures = []


def together(*jobs):
    begin = threading.Barrier(len(jobs))

    def run(job):
        begin.wait()
        try:
            job()
        except Exception as error:
            failures.append(repr(error))

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# A class is its maker's until it is let out, but its base knows it: who looks at the base's subclasses finds whole classes only.
def derive():
    for turn in range(TURNS):
        fresh = type('Fresh', (Left, Base), {'turn': turn, 'who': lambda self: self.turn})
        further = type('Further', (fresh,), {'__len__': lambda self: 3})
        assert (further().who(), len(further())) == (turn, 3)
        del fresh, further


def look():
    for _ in range(TURNS):
        for derived in Left.__subclasses__() + object.__subclasses__()[-8:]:
            assert isinstance(derived.__name__, str) and derived.__mro__[-1] is object


def change():
    for turn in range(TURNS):
        Base.kind = turn
        Left.__bool__ = lambda self: True
        Base.who = lambda self: 'base'
        assert bool(shared[turn % 4]) and shared[turn % 4].who() == 'base'


together(derive, derive, look, change)
gc.collect()
print(failures, [derived.__name__ for derived in Left.__subclasses__()])


# A thread's own class becomes shared with the base it was derived from.
def derived_before(classes):
    class Own(Base):
        pass

    class Further(Own):
        def who(self):
            return 'further'

    watch = weakref.ref(Further)
    classes.append(Own)
    del Further
    return watch


def find(classes):
    [own] = classes
    return [derived.__name__ for derived in own.__subclasses__()]


classes = []
watch = derived_before(classes)
found = []
together(lambda: found.append(find(classes)), lambda: found.append(find(classes)))
print(found, watch() is classes[0].__subclasses__()[0])


# Objects that change their class while others call their methods: the class they leave may have no other user.
class Home(Base):
    def who(self):
        return 'home'


def move():
    for turn in range(TURNS):
        for one in shared:
            one.__class__ = type('Away', (Right,), {'who': lambda self: 'away'})
            one.__class__ = Home


def ask():
    for _ in range(TURNS * 4):
        for one in shared:
            assert one.who() in ('base', 'home', 'away'), one.who()
            assert type(one).__name__ in ('Left', 'Home', 'Away')


together(move, move, ask, ask)
print(failures, {type(one).__name__ for one in shared})


# Bases that come and go.
class Swinging(Left):
    pass


def swing():
    for turn in range(TURNS):
        Swinging.__bases__ = (Right,) if turn % 2 else (Left,)


def watch_bases():
    for _ in range(TURNS):
        assert Swinging().who() == 'base'
        [base] = Swinging.__bases__
        assert base in (Left, Right)


together(swing, swing, watch_bases, watch_bases)
Swinging.__bases__ = (Right,)
print(failures, Swinging in Left.__subclasses__(), Right.__subclasses__().count(Swinging))


# Of several operators that threads put into a class at the same time each is there afterwards.
class Operators:
    pass


def give(name, result):
    def job():
        setattr(Operators, name, lambda self, *others: result)

    return job


for round_ in range(30):
    together(give('__len__', 7), give('__add__', 'sum'), give('__getitem__', 'item'), give('__call__', 'call'))
    one = Operators()
    assert (len(one), one + 1, one[0], one()) == (7, 'sum', 'item', 'call'), round_
    for name in '__len__', '__add__', '__getitem__', '__call__':
        delattr(Operators, name)
print(failures)
