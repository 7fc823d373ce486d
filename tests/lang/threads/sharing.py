# Whatever way a value goes from one thread to another, nothing shared points to something that is one thread's own.
import _thread
import threading

check = getattr(_thread, '_check_sharing', lambda: None)


class Thing:
    kept = None
    __slots__ = ('a', '__dict__')

    def method(self):
        return self.b


class Sub(list):
    pass


module_level = []
table = {}
things = [Thing() for _ in range(3)]
done = threading.Event()


def closure(x):
    held = [x]

    def get(y=[1]):
        nonlocal held
        held = [held, y]
        return held

    return get


def generator(x):
    while True:
        x = yield [x, {'x': x}]


shared_generator = generator([0])
next(shared_generator)
shared_closure = closure(1)
shared_exception = ValueError([1])
q = queue()


def worker(n):
    global module_level
    thing = things[n % 3]
    thing.a = [n]
    thing.b = {n: [n]}
    thing.__dict__['c'] = (n, [n])
    Thing.kept = {'n': [n]}
    Thing.added = lambda self: [n]
    setattr(Thing, 'd%d' % n, [n])
    module_level.append([n])
    module_level[0:1] = [[n], [n]]
    module_level.extend([[i] for i in range(3)])
    module_level.insert(1, Sub([[n]]))
    module_level += [[n]]
    table[n] = {'list': [n]}
    table.update({(n, 'u'): [n], 'u': [[n]]})
    table.setdefault('default', []).append({n})
    table.setdefault(n, [])
    globals()['made'] = [n]
    global made2
    made2 = [n]
    shared_closure()
    closure.attribute = [n]
    closure.__defaults__ = ([n],)
    closure.__doc__ = 'doc' + str(n)
    shared_exception.extra = [n]
    shared_exception.args = ([n],)
    try:
        raise KeyError([n]) from shared_exception
    except KeyError as error:
        shared_exception.__context__ = error
        table['error'] = error
    try:
        shared_generator.send([n])
    except ValueError:
        pass
    q.put([n, {'n': n}])
    q.put(x for x in [[n]])
    sub = type('Sub%d' % n, (Thing,), {'field': [n]})
    table['class'] = sub
    made = sub()
    made.z = [n]
    table['instance'] = made
    table['bound'] = made.method
    table['iter'] = iter([[n]])
    table['map'] = map(lambda x: [x, n], [[n]])
    table['zip'] = zip([[n]], [[n]])
    table['enumerate'] = enumerate([[n]])
    table['partial'] = [lambda: n for _ in range(2)]
    table['set'] = {frozenset([(n, n)])}
    table['slice'] = slice([n], [n])
    table['property'] = property(lambda self: [n])
    table['super'] = super(Thing, made)
    next(table['map'], None)
    check()
    return made


threads = [thread(worker, n) for n in range(6)]
results = [t.join() for t in threads]
check()
print(len(results), q.qsize())
for _ in range(12):
    item = q.get()
print(len(module_level) > 6, sorted(k for k in table if isinstance(k, str))[:4])
