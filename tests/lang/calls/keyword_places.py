# Arguments by name: one call site, many functions; defaults, keyword-only parameters, errors, order of evaluation.
def note(x):
    print('eval', x)
    return x

def f(a, b=2, c=3): return 'f', a, b, c
def g(a, *, b, c=30): return 'g', a, b, c
def h(b, a=10): return 'h', a, b
def k(*a, **kw): return 'k', a, kw
def p(a, /, b=5): return 'p', a, b
def kw_only(*, a, b=1): return 'kw_only', a, b
def many(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q=17): return a, q
def gen(a, b=7):
    yield a
    yield b

class C:
    def __init__(self, a, b=2): self.got = a, b
    def m(self, a, *, b=9): return self.got, a, b
    def __repr__(self): return f'C{self.got}'

class D(C):
    def __new__(cls, *a, **k):
        made = super().__new__(cls)
        made.new = len(a), sorted(k)
        return made

class Bad:
    def __init__(self, a, b): return 5

def call(function):
    try:
        result = function(a=note(1), b=note(2))
        if hasattr(result, '__next__'):
            result = list(result)
        return result
    except TypeError as error:
        return str(error)

for function in (f, g, h, k, p, kw_only, gen, C, D, Bad, lambda b, a: (a, b), lambda a: a, dict):
    print(call(function))
for _ in range(3):
    for function in (f, g, h, C):
        print(function(b=1, a=2))

for bad in (lambda: f(b=1), lambda: f(1, a=2), lambda: f(1, 2, 3, c=4), lambda: g(1, c=2), lambda: f(a=1, z=2), lambda: p(a=1),
            lambda: many(a=1, b=2), lambda: kw_only(b=1), lambda: C(b=1), lambda: C().m(), lambda: C(1).m(b=1), lambda: C(1, c=2),
            lambda: f(a=1 // 0, b=2), lambda: g(*[1], b=1 // 0)):
    for _ in range(2):
        try:
            print(bad())
        except (TypeError, ZeroDivisionError) as error:
            print(type(error).__name__, error)

print(many(*range(15), p=16), many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, o=15, p=16, q=0))
print(C(b=1, a=2).m(b=3, a=4), [C(a=i).m(a=i) for i in range(3)])

def changing(a, b=1, *, c=2): return a, b, c
def change(x):
    changing.__defaults__ = (x,)
    changing.__kwdefaults__ = {'c': x}
    return x
for i in range(3):
    print(changing(a=change(i)))
changing.__kwdefaults__ = None
try:
    changing(a=1)
except TypeError as error:
    print(error)

def swap():
    global f
    def f(c, b, a): return 'new f', a, b, c
for i in range(3):
    print(f(a=1, b=2, c=3))
    swap()

import sys
def deep(n, *, d=0): return d if n == 0 else deep(n=n - 1, d=d + 1)
print(deep(n=200))
try:
    deep(n=100000)
except RecursionError as error:
    print(error)

class Gone:
    def __del__(self): print('dropped')
def fails(): raise ValueError('second')
try:
    f(a=Gone(), b=fails())
except ValueError as error:
    print(error)
print('end')


# One call, one function: as a class's __init__, as a method, and as it is.

class Made:
    def __init__(self, a=None, b=None, *, key=None):
        print('init', type(self).__name__, a, b, key)


for callee in (Made, Made.__init__, Made, Made.__init__):
    callee(1, 2, key=3)


class Holder:
    pass


import types
module = types.ModuleType('module')
module.call = Made.__init__
Holder.call = Made.__init__
for owner in (module, Holder(), module, Holder()):
    owner.call(1, 2, key=3)
module.call = Made
for owner in (module, Holder(), module, Holder()):
    owner.call(1, b=2, key=3)
module.call = lambda *args, **names: print(args, names)
module.call(1, key=3)
del module.call
try:
    module.call(1, key=3)
except AttributeError as error:
    print(error)
