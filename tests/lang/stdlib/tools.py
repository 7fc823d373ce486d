import functools, operator, heapq, bisect, collections, types, contextlib, copy, reprlib, warnings
from functools import *
p = partial(int, base=2); print(p('101'), p, partial(p)('11'), p.func, p.args, p.keywords)
print(reduce(lambda a,b:a*b,[1,2,3,4]), reduce(operator.add,[[1],[2]],[]))
@lru_cache(maxsize=2)
def f(x): print('call',x); return x*2
f(1); f(2); f(1); f(3); f(2); print(f.cache_info(), f.__name__, f.__wrapped__(5)); f.cache_clear(); print(f.cache_info())
@cache
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
print(fib(80), fib.cache_info())
class A:
    @cached_property
    def x(self): print('once'); return 3
    @lru_cache
    def m(self, y): return y+1
    def add(self,a,b): return a+b
    add5 = partialmethod(add,5)
a=A(); print(a.x,a.x,a.m(2),a.add5(3))
@total_ordering
class T:
    def __init__(s,v): s.v=v
    def __eq__(s,o): return s.v==o.v
    def __lt__(s,o): return s.v<o.v
print(T(1)<=T(2), T(1)>T(2), T(2)>=T(2))
@singledispatch
def sd(x): return 'obj'
@sd.register(int)
def _(x): return 'int'
@sd.register
def _(x: list): return 'list'
print(sd(1), sd([]), sd('s'), sd(True))
print(sorted([3,1,2], key=cmp_to_key(lambda a,b:b-a)))
print(operator.itemgetter(1,2)('abc'), operator.attrgetter('real')(3), operator.methodcaller('split',',')('a,b'), operator.itemgetter(1), operator.add(1,2), operator.__add__(1,2), operator.index(True), operator.countOf([1,2,1],1), operator.concat([1],[2]))
h=[5,3,8,1]; heapq.heapify(h); heapq.heappush(h,0); print([heapq.heappop(h) for _ in range(5)], heapq.nlargest(2,[1,5,3]), heapq.nsmallest(2,[4,2,9]), list(heapq.merge([1,4],[2,3])), heapq.nlargest(3, range(100), key=lambda x:-x))
print(bisect.bisect([1,2,2,3],2), bisect.bisect_left([1,2,2,3],2)); l=[1,3]; bisect.insort(l,2); print(l)
from collections import *
d=deque([1,2,3],maxlen=3); d.append(4); d.appendleft(0); print(d, d[0], d[-1], 3 in d, d.index(2), len(d)); d.rotate(1); print(d, list(reversed(d))); d2=deque('abc'); d2.extendleft('xy'); print(d2, d2+deque('z'), d2*2, d2==deque('yxabc'), d2<deque('z')); d2.insert(1,'I'); d2.remove('a'); del d2[0]; d2.reverse(); print(d2, d2.count('I'), d2.pop(), d2.popleft())
try:
    for x in d2: d2.append(1)
except RuntimeError as e: print(e)
try: deque().pop()
except IndexError as e: print(e)
dd=defaultdict(list); dd['a'].append(1); print(dd, dd['z'], dict(dd), dd.copy())
o=OrderedDict([('a',1),('b',2),('c',3)]); o.move_to_end('a'); print(o); o.move_to_end('a',last=False); print(o, o.popitem(last=False), o.popitem(), o==OrderedDict(b=2), list(reversed(o)))
c=Counter('abracadabra'); print(c, c.most_common(2), c['z'], sorted(c.elements()), c+Counter('aab'), c-Counter('aab'), c&Counter('ab'), c|Counter('zz'), c.total())
P=namedtuple('P','x y',defaults=[0]); p=P(1); print(p, p.x, p._replace(y=5), p._asdict(), P._fields, P._make([3,4]), p==(1,0), P.__doc__)
try: P()
except TypeError as e: print(e)
cm=ChainMap({'a':1},{'a':2,'b':3}); print(cm['a'], cm['b'], dict(cm), len(cm), cm)
print(UserDict(a=1), UserList([1,2])+[3], UserString('ab').upper())
@contextlib.contextmanager
def ctx():
    print('enter')
    try: yield 5
    finally: print('exit')
with ctx() as v: print(v)
with contextlib.suppress(ValueError): raise ValueError
with contextlib.ExitStack() as s:
    s.enter_context(ctx()); s.callback(print,'cb')
import io
with contextlib.redirect_stdout(io.StringIO()) as out: print('hid')
print(repr(out.getvalue()))
x=[1,[2,3],{'a':(4,[5])}]; y=copy.deepcopy(x); y[1].append(9); print(x,y, copy.copy(x)[1] is x[1])
class Pt:
    def __init__(s): s.a=[1]
q=Pt(); r=copy.deepcopy(q); print(r.a, r.a is q.a, copy.copy(q).a is q.a)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always'); warnings.warn('hey'); print(len(w), w[0].message, w[0].category.__name__)
print(types.SimpleNamespace(a=1), types.MappingProxyType({1:2}), isinstance(lambda:0, types.FunctionType), types.new_class('X',(),{}).__name__)
print(reprlib.repr(list(range(100))))
