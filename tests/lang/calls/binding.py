# Arguments that go to parameters by name, stars, gathering, and what is told when they do not fit.


def show(name):
    print(name, end=' ')
    return name


def plain(a, b, c=3, d=4):
    return a, b, c, d


def only(a, /, b, *, c=1):
    return a, b, c


def rest(a, *args, **named):
    return a, args, named


def named(**named):
    return named


def args(*args):
    return args


class C:
    def __init__(self, a, b=2):
        self.pair = a, b

    def m(self, a, b=2, c=3):
        return a, b, c

    def all(self, *args, **named):
        return args, named


print(plain(show(1), d=show('d'), b=show('b')))
print(plain(d=show(1), c=show(2), b=show(3), a=show(4)))
print(plain(1, b=2), plain(a=1, b=2), plain(*(1,), b=2), plain(**{'a': 1, 'b': 2}), plain(1, *[2], **{'d': 5}))
print(only(1, b=2), only(1, 2, c=3), rest(1), rest(1, 2, 3), rest(1, x=2), rest(a=1, x=2), rest(1, 2, *[3, 4], y=5, **{'z': 6}))
print(named(), named(a=1, b=2), args(), args(*'abc'), args(1, *range(3), *{}, 4))
o = C(b=1, a=2)
print(o.pair, o.m(c=1, a=2), o.m(1, c=5), o.all(1, k=2), o.all(*[1], **{'k': 2}), C.m(o, b=7, a=6))


def failing(call):
    try:
        print(call())
    except TypeError as e:
        print('TypeError', e)


for call in (
    lambda: plain(1, c=2),
    lambda: plain(c=2),
    lambda: plain(1, 2, a=1),
    lambda: plain(1, 2, x=1),
    lambda: plain(1, 2, 3, 4, 5),
    lambda: plain(1, 2, 3, 4, d=5),
    lambda: plain(1, 2, **{'b': 3}),
    lambda: plain(1, 2, c=1, **{'c': 3}),
    lambda: only(a=1, b=2),
    lambda: only(1, 2, 3),
    lambda: only(1),
    lambda: rest(),
    lambda: rest(x=1),
    lambda: rest(1, a=2),
    lambda: named(1),
    lambda: args(a=1),
    lambda: plain(*5),
    lambda: plain(**5),
    lambda: plain(**{1: 2}),
    lambda: args(*None),
    lambda: o.m(b=1),
    lambda: o.m(1, a=2),
    lambda: o.m(1, 2, 3, 4),
    lambda: o.m(1, z=1),
    lambda: C(),
    lambda: C(1, c=2),
    lambda: (lambda x: x)(y=1),
):
    failing(call)


# Arguments are evaluated once, in order, even if the call fails or changes the function.
def change(a, b=1, c=2):
    return a, b, c


def new_defaults():
    change.__defaults__ = (10, 20)
    return 'a'


def no_defaults():
    change.__defaults__ = None
    return 'a'


print(change(a=new_defaults()))
print(change(c=5, a=new_defaults()))
failing(lambda: change(c=no_defaults(), a=1))
change.__defaults__ = (1, 2)


def boom():
    raise KeyError('boom')


def deep(n, *args, **named):
    return n if n == 0 else deep(n - 1, *args, **named)


try:
    plain(show('first'), b=boom(), c=show('never'))
except KeyError as e:
    print(repr(e))
print(deep(200, 1, 2, k=3))


def forward(*args, **named):
    return plain(*args, **named)


print(forward(1, 2), forward(1, b=2, d=9), [forward(i, *[i] * 3) for i in range(3)])


# Cells among the parameters, and generators.
def closure(a, *args, b=None, **named):
    return lambda: (a, args, b, named)


def gen(a, *args, **named):
    yield a
    yield args
    yield named


print(closure(1, 2, b=3, c=4)(), closure(1)(), list(gen(1, 2, k=3)), list(gen(a=1)))
collected = []


def gather(*args, **named):
    collected.append((args, named))
    args = args + (0,)
    named['own'] = 1
    return lambda: (args, named)


d = {'x': 1}
print(gather(*[1], **d)(), d, collected)
