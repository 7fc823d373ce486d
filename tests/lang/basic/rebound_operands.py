# Operands and arguments that a later part of the same expression binds anew: each part sees what it had when its turn came, and what was
# read before is not dropped before it is used.


def junk():
    """Objects in the place of what was freed."""
    return [[number] for number in range(8)]


def f(*args, **named):
    return args, named


log = []


class O:
    def __init__(self, n):
        self.n = n

    def __del__(self, junk=junk):
        junk()

    def m(self, *args, **named):
        return 'm', self, args, named

    def __repr__(self): return f'O{self.n}'
    def __format__(self, spec): return f'F{self.n}{spec}'
    def __add__(self, other): return 'add', self, other
    def __radd__(self, other): return 'radd', self, other
    def __iadd__(self, other): return O(self.n + 100)
    def __mod__(self, other): return 'mod', self, other
    def __matmul__(self, other): return 'matmul', self, other
    def __neg__(self): return 'neg', self
    def __lt__(self, other): return True
    def __eq__(self, other): return True
    def __hash__(self): return 1
    def __getitem__(self, key): return 'item', self, key
    def __setitem__(self, key, value): log.append((self, key, value))
    def __contains__(self, key): return True
    def __call__(self, *args, **named): return 'call', self, args, named
    def __iter__(self): return iter([self.n, self])
    def __enter__(self): return self
    def __exit__(self, *args): return False
    def __bool__(self): return True
    def __len__(self): return 3


EXPRESSIONS = '''
x + (x := O(2))
(x := O(2)) + x
x + (x := O(2)) + x
x < (x := O(2)) < (x := O(3)) < x
x == (x := O(2))
x in (x := O(2))
x[(x := O(2))]
x[x:(x := O(2)):x]
x[(x := O(2)):x]
x((x := O(2)), x)
x(x, (x := O(2)), x)
x(*x, (x := O(2)), *x)
x(x, k=(x := O(2)), j=x)
x(**{'a': x}, b=(x := O(2)), **{'c': x})
x.m((x := O(2)), x)
x.m(x, (x := O(2)), *x, k=x)
f(x, (x := O(2)), x)
f(x, *(x := O(2)), x)
f(x, k=(x := O(2)))
f(x, [x := O(i) for i in range(3)], x)
x.m([x := O(i) for i in range(3)], x)
x + [x := O(i) for i in range(3)][0] + x
[x, (x := O(2)), x]
(x, (x := O(2)), x)
{x, (x := O(2)), x}
{x: (x := O(2)), 'q': x}
[*x, (x := O(2)), *x]
{**{'a': x}, 'b': (x := O(2)), **{'c': x}}
f'{x}{(x := O(2))}{x:{(x := O(3)).n}}{x!r}'
'%s %s' % (x, (x := O(2)))
x % (x := O(2))
x if (x := O(2)) else x
x and (x := O(2)) and x
x or (x := O(2))
not (x := O(2)) or x
-x, -(x := O(2)), x
(lambda y=x, z=(x := O(2)): (y, z, x))()
[x for y in [(x := O(2))]] + [x]
[y for y in x if (x := O(2))] + [x]
[(x := O(i), x) for i in range(2)], x
sum([x.n, (x := O(5)).n, x.n])
x.n + (x := O(2)).n + x.n
x.n, (x := O(2)).n, x.n
isinstance(x, type(x := O(2)))
len(x) + len(x := O(2)) + len(x)
print(x, (x := O(2)), x)
str(x) + str(x := O(2)) + str(x)
x @ (x := O(2))
max(x.n, (x := O(2)).n, x.n)
[x][(x := 0)], x
(x, x)[(x := 1)], x
{'a': x}[(x := 'a')], x
[1, 2, x][(x := 0):(x := 2)], x
[x, x] + [(x := 1)] * (x := 2), x
(y := x), (x := O(2)), y, x
x.__class__.__name__ + (x := O(2)).__class__.__name__
x.m.__func__(x, (x := O(2)), x)
getattr(x, (x := 'm'), x)
O.m(x, (x := O(2)), x)
[x, [x := O(2), [x := O(3), x], x], x]
f(x, f(x := O(2), f(x := O(3), x), x), x)
(x, (yield (x := O(2))), x)
x + (yield x) + (x := O(2)) + x
f(x, (yield), (x := O(4)), (yield x), x)
x.m(x, (yield x), k=(x := O(2)))
f(x, (yield from [x, (x := O(2)), x]), x)
[x, (yield 1), *x, (x := O(3)), (yield 2), x]
{x: (yield 1), (x := O(2)): (yield x)}
x[(yield x):(x := O(2))]
x < (yield x) < (x := O(2))
f'{x}{(yield x)}{(x := O(2))}'

'''.strip().splitlines()
STATEMENTS = '''
x += (x := O(2))
x[0] = (x := O(2))
x[(x := O(2))] = x
x[0], x = x, O(2)
x, x[1] = O(2), O(3)
x.n = (x := O(2)).n
x.n += (x := O(2)).n
x[0] += (x := O(2))
x.q, x, x.q = O(1), O(2), O(3)
del x; x = O(7)
for x in x: junk()
for x, y in [(x, 1), ((x := O(2)), x)]: junk()
[x, *x] = [O(2), x, x]
with x as x, O(2) as x: junk()
with x, (x := O(2)) as y: x = O(3)
x: O = (x := O(2))
x = y = x = O(3)
(x), y = (x := O(2)), x
while x: x = None
try: raise KeyError(x)
except KeyError as x: y = x
def g(a=x, b=(x := O(2))): return a, b, x
class C(type(x)): z = x; x = O(9)
match x:
  case O(n=x): y = x
match [x, (x := O(2))]:
  case [y, x]: junk()
match {'a': x}:
  case {'a': x, **y}: junk()
assert x, (x := O(2))
global zz; zz = x; x = zz
x = [x for x in x]
x = {x: x for x in x}
x = (lambda x: (x, x := O(2), x))(x)
if x < (x := O(2)): y = x
if x and (x := None): y = x
return x, (x := O(2)), x
return x + (x := O(2))
y = yield x; x = (x := O(2)), y, x
x = yield (x := O(3)), x
for x in (yield x) or x: yield x
x += (yield x); x += (x := O(2)) if 0 else (yield x)
x[0] = yield (x := O(2))
x[(yield 1)] = (yield 2), (x := O(2))
with (yield x) or x as x: yield x
try: yield x; raise KeyError
except KeyError: x = O(4); yield x
finally: x = O(5); yield x
'''.strip().splitlines()


def blocks():
    """Statements with the indented lines and clauses that belong to them."""
    block = []
    for line in STATEMENTS:
        if block and not line.startswith((' ', 'except', 'finally')):
            yield block
            block = []
        block.append(line)
    yield block


def run(label, body, captured):
    """Runs `body` in a function; `captured`: its variables are cells."""
    inner = ['def keep(): return x, y'] if captured else []
    source = '\n  '.join(['def t(x):', 'y = None', *inner, *body, 'return x, y'])
    namespace = dict(globals())
    log.clear()
    try:
        exec(source, namespace)
        result = namespace['t'](O(1))
        if any('yield' in line for line in body):
            generator, result = result, []
            try:
                result.append(next(generator))
                for number in range(6):
                    result.append(generator.send(O(20 + number)))
            except StopIteration as stop:
                result.append(stop.value)
        print(label, result, log)
    except Exception as error:
        print(label, type(error).__name__, error)


for captured in False, True:
    for expression in EXPRESSIONS:
        run(expression, [f'return ({expression}), x'], captured)
        run(expression, [f'y = ({expression})'], captured)
    for block in blocks():
        run('; '.join(block), block, captured)

for expression in EXPRESSIONS:
    if 'yield' in expression:
        continue
    namespace = {'x': O(1), 'O': O, 'f': f}
    for place, source in ('module', f'y = ({expression})'), ('class', f'class C:\n  x = O(1)\n  y = ({expression})'):
        try:
            exec(source, namespace)
            found = namespace if place == 'module' else vars(namespace['C'])
            print(place, expression, found['y'], found['x'])
        except Exception as error:
            print(place, expression, type(error).__name__, error)
