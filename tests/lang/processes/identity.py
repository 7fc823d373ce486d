# Globals that are one object here are one object in worker processes.
import multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor

_MISSING = object()
lst = [1]
alias = lst
nested = {'lst': lst, 'deep': [(lst,)]}


def get(default=_MISSING):
    return 'no default' if default is _MISSING else default


def get_named(*, default=_MISSING, also=(_MISSING,)):
    return default is _MISSING, also[0] is _MISSING


def append_to_alias(n):
    before = len(lst)
    alias.append(n)
    return alias is lst, len(lst) - before, nested['lst'] is lst, nested['deep'][0][0] is alias


class Node:
    def __init__(self, name):
        self.name, self.n = name, None

    def names(self):
        return [node.name for node in everything]


a, b, c = Node('a'), Node('b'), Node('c')
a.n, b.n, c.n = b, a, a
everything = [a, b, c]


def ring():
    return a.n is b, b.n is a, c.n is a, a.n.n is a, [node is other for node, other in zip(everything, (a, b, c))], a.names()


def late_ring(x=c):
    return x is c and x.n is everything[0]


class Cfg:
    inst = None
    count = 0
    seen = []

    def level(self):
        return cfg.value


cfg = Cfg()
cfg.value = 3
Cfg.inst = cfg
Cfg.count = 7
Cfg.seen.append('main')
Cfg.later = {'added': cfg}


def config():
    return Cfg.inst is cfg, Cfg.count, Cfg.seen, Cfg.later['added'] is cfg, Cfg.inst.level()


registry = {}


def register(function):
    registry[function.__name__] = function
    return function


@register
def one():
    return 1


@register
def two():
    return registry['one']() + 1


def registered():
    return sorted(registry), registry['one'] is one, registry['two'] is two, registry['two']()


class Shape:
    kinds = {}

    def __init_subclass__(cls):
        Shape.kinds[cls.__name__] = cls


class Circle(Shape):
    pass


def kinds():
    return sorted(Shape.kinds), Shape.kinds['Circle']().__class__.__name__


def marked():
    return marked.calls is lst, marked.itself is marked


marked.calls = lst
marked.itself = marked

copy_of = None


def is_it(x):
    return x is lst, x == lst


def is_function(f):
    return f is one


def rebound():
    return None if late is None else late is late_alias


late = late_alias = None


class Child(mp.Process):
    def __init__(self, queue, given):
        super().__init__()
        self.queue, self.given = queue, given

    def run(self):
        self.queue.put((self.given is cfg, self.given is Cfg.inst, get(), ring()))


CALLS = [get, get_named, ring, late_ring, config, registered, kinds, marked]

with mp.Pool(1) as pool:
    for call in CALLS:
        print(call.__name__, pool.apply(call))
    print(pool.apply(append_to_alias, (5,)), pool.apply(append_to_alias, (6,)))
    # Arguments are copies, functions in them are not.
    print(pool.apply(is_it, (lst,)), pool.map(is_function, [one, two]))
    print([f is one for f in pool.map(registry.get, ['one', 'two'])])

late = late_alias = Node('late')
with mp.Pool(1) as pool:
    print(pool.apply(rebound))

with ProcessPoolExecutor(1) as executor:
    print([executor.submit(call).result() for call in CALLS])

queue = mp.Queue()
for given in (cfg, Cfg()):
    child = Child(queue, given)
    child.start()
    print(queue.get())
    child.join()


def inherited(x, y, queue):
    queue.put((x is lst, y is x, x is alias))


child = mp.Process(target=inherited, args=(lst, alias, queue))
child.start()
print(queue.get())
child.join()
