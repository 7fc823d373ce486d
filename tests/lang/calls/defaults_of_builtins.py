# Builtin methods called with fewer values than they have parameters, and builtin names that change.
s = 'a,b,,c'
for _ in range(2):
    print(s.startswith('a'), s.startswith('b', 2), s.startswith('b', 2, 3), s.endswith('c'), s.split(','), s.split(',', 1), s.split())
    print(s.find('b'), s.find('b', 3), s.replace(',', ';'), s.replace(',', ';', 2), s.strip(), s.strip('ac'), s.count(','), s.center(9), s.center(9, '*'))
    print(s.rsplit(',', 1), s.splitlines(), 'x\ny'.splitlines(True), s.encode(), s.expandtabs(), s.zfill(8), s.partition(','), s.upper(), s.title())
    l = [3, 1, 2]
    print(l.pop(), l.pop(0), l.sort(), l.index(1), l.count(1), l.append(5), l.insert(0, 9), l.reverse(), l.copy(), l)
    d = {'a': 1}
    print(d.get('a'), d.get('b'), d.get('b', 2), d.setdefault('c'), d.setdefault('d', 4), d.pop('a'), d.pop('a', None), d.popitem(), list(d.items()))
    q = {1, 2}
    print(q.add(3), q.discard(1), q.union(), q.union([7]), q.isdisjoint([9]), q.pop() in (2, 3))
    print(int('12'), int('z', 36), round(2.5), round(2.567, 2), pow(2, 5), pow(2, 5, 7), sum([1, 2]), sum([1, 2], 10), (5).bit_length(), (5).to_bytes())
    print((1, 2, 1).index(1), (1, 2, 1).index(1, 1), b'abc'.find(b'c'), b'a b'.split(), bytearray(b'x').pop(), 'a'.join(['1', '2']))

def report(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
for call in (lambda: s.startswith(), lambda: s.startswith(1), lambda: s.startswith('a', 0, 1, 2), lambda: s.split(1, 2, 3), lambda: [].pop(), lambda: [].append(),
             lambda: [].append(1, 2), lambda: {}.get(), lambda: {}.get(1, 2, 3), lambda: {}.get([]), lambda: 'x'.join(), lambda: 'x'.upper(1), lambda: len(),
             lambda: len(1, 2), lambda: len(3), lambda: ord('ab'), lambda: isinstance(1), lambda: abs(), lambda: [1].sort(1), lambda: 'x'.replace('a')):
    for _ in range(2):
        report(call)

def size(x): return len(x)
print(size([1]), size('ab'))
len_before = len
len = lambda x: 'mine'
print(size([1]))
del len
print(size([1, 2]))
import builtins
builtins.len = lambda x: 'everywhere'
print(size([1]))
builtins.len = len_before
print(size([1]))

class L(list):
    def append(self, x): super().append(('L', x))
def put(l, x):
    l.append(x)
    return l
print(put([], 1), put(L(), 1), put([], 2), put(L(), 2))
class S(str):
    pass
def up(x): return x.upper()
print(up('a'), up(S('b')))
S.upper = lambda self: 'S.upper'
print(up('a'), up(S('b')))
class K:
    def __eq__(self, other): global d2; d2 = None; return True
    def __hash__(self): return 1
d2 = {K(): 'found'}
print(d2.get(K()), d2)
