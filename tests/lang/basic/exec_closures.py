"""Code of functions given to exec() and eval(): its free variables want cells, its parameters want arguments."""


def outer(x):
    def inner():
        return x

    def show():
        seen.append(x)
    return inner, show


seen = []
inner, show = outer(3)
other, _ = outer(4)
cell = other.__closure__[0]


def told(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


told(lambda: eval(inner.__code__))
told(lambda: exec(inner.__code__))
told(lambda: exec('1', {}, closure=()))
told(lambda: exec(show.__code__, globals(), closure=(cell,)))
print(seen)
told(lambda: exec(show.__code__, globals(), closure=(1,)))
told(lambda: exec(show.__code__, globals(), closure=()))
told(lambda: exec(show.__code__, globals(), closure=[cell]))
told(lambda: exec(outer.__code__, {}, closure=()))
told(lambda: exec((lambda: 1).__code__, {}, closure=None))
told(lambda: eval((lambda: 7).__code__))
told(lambda: eval(outer.__code__))
told(lambda: exec((lambda *rest, key: 1).__code__))
told(lambda: eval((lambda *rest, **named: 5).__code__))
made = eval((lambda: (yield 1)).__code__)
print(next(made))
