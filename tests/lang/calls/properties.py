# Reading properties where they were read before: of other classes, replaced, deleted, hidden, raising.


class P:
    def __init__(self, v):
        self._v = v

    @property
    def v(self):
        return self._v

    @property
    def double(self):
        return self.v * 2


class Q(P):
    @property
    def v(self):
        return -super().v


class Data:
    def __init__(self, v):
        self.v = v


def read(o):
    return o.v


for _ in range(3):
    print([read(o) for o in (P(1), Q(2), Data(3), P(4))], P(5).double, Q(6).double)

P.v = property(lambda self: self._v * 100)
print(read(P(1)), read(Q(1)))
P.v.__init__(lambda self: 'initialised again')
print(read(P(1)))
P.v = 'data'
print(read(P(1)))
del P.v
for o in (P(1), Q(2)):
    try:
        print(read(o))
    except AttributeError as e:
        print('AttributeError', e)
P.v = property(lambda self: 1 / 0)
try:
    read(P(1))
except ZeroDivisionError as e:
    print(e)
P.v = property(None, lambda self, v: None)
try:
    read(P(1))
except AttributeError as e:
    print(e)
o = P(1)
o.__dict__['v'] = 'hidden'
P.v = property(lambda self: 'seen')
print(read(o))
P.v = property(type)
print(read(o))


class Lazy:
    @property
    def v(self):
        type(self).v = 'replaced while it runs'
        return 'first'


lazy = Lazy()
print(read(lazy), read(lazy))


class Fallback:
    @property
    def v(self):
        raise AttributeError('inner')

    def __getattr__(self, name):
        return 'fallback ' + name


print(read(Fallback()), read(Fallback()))


# x.a += y and d[k] += y in all their ways.
class Counter:
    shared = 10

    def __init__(self):
        self.n = 0
        self.text = 'a'


c = Counter()
for i in range(4):
    c.n += i
    c.n -= 1
    c.text += 'b'
    c.shared += 1
print(c.n, c.text, c.shared, Counter.shared)
c.n += 0.5
c.n *= 2
c.n += 1 << 62
c.n += 1 << 62
print(c.n)


def moving():
    c.n = 100
    return 1


c.n = 5
c.n += moving()
print(c.n)


def vanishing():
    del c.n
    return 1


c.n += vanishing()
print(c.n)


def dictionary():
    c.__dict__['n'] = 50
    return 1


c.n += dictionary()
print(c.n, vars(c)['n'])
d = {'k': 1, 2: 3}
l = [1, 2.5, 'x', [1]]
for i in range(3):
    d['k'] += 1
    d[2] -= i
    l[0] += i
    l[1] *= 2
    l[2] += 'y'
    l[-1] += [i]
print(d, l)


def clearing():
    l.clear()
    return 1


try:
    l[0] += clearing()
except IndexError as e:
    print(e, l)
for broken in ("c.missing += 1", "d['z'] += 1", "l[9] += 1", "c.text += 1", "d[[]] += 1", "None[0] += 1"):
    try:
        exec(broken)
    except Exception as e:
        print(type(e).__name__, e)


class Loud(dict):
    def __getitem__(self, key):
        print('get', key)
        return 1

    def __setitem__(self, key, value):
        print('set', key, value)


loud = Loud()
loud['a'] += 1


class Slots:
    __slots__ = 'n', 'm'


s = Slots()
s.n = 1
for _ in range(3):
    s.n += 1
try:
    s.m += 1
except AttributeError as e:
    print(e)
print(s.n)
a, b = (1, [2])
(a, b), c = ('x', 'y'), 5
print(a, b, c)
for bad in ((1,), (1, 2, 3), 5, 'abc', iter(())):
    try:
        a, b = bad
    except (ValueError, TypeError) as e:
        print(e)
