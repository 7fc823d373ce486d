"""dbm, shelve: values by key in files."""
import os, sys, tempfile, shelve, dbm, dbm.dumb
tmp = tempfile.TemporaryDirectory()
os.chdir(tmp.name)
d = dbm.dumb.open('x', 'c')
d['a'] = b'1'
d[b'b'] = 'two'
d['ké'] = b'x' * 600
d['a'] = b'11'
print(sorted(d.keys()), d['a'], d[b'b'], len(d), 'a' in d, b'zz' in d, d.get('zz'), d.get('zz', 5),
    dict(d.items())[b'b'], list(d) == list(d.iterkeys()))
del d['b']
for f in (lambda: d['b'], lambda: d.__setitem__(5, b''), lambda: d.__setitem__('x', 5), lambda: d.__delitem__('nope'),
    lambda: d.sync(), lambda: d.close(), lambda: d['a'], lambda: len(d), lambda: d.close(),
    lambda: dbm.dumb.open('x', 'q'), lambda: dbm.dumb.open('nope', 'r'),
    lambda: dbm.dumb.open('x', 'r').__setitem__('a', b'1'), lambda: dbm.dumb.open('x', 'r').__delitem__('a'),
    lambda: dbm.dumb.open('x', 'r')['a'], lambda: dbm.dumb.error, lambda: dbm.whichdb('x'),
    lambda: dbm.whichdb('nope'), lambda: dbm.open('nope2', 'r'), lambda: dbm.error):
    try:
        print('ok', f())
    except Exception as e:
        print(type(e).__name__, e)
print(sorted(os.listdir()), open('x.dir').read(), os.path.getsize('x.dat'))
open('junk', 'w').write('junk')
print(repr(dbm.whichdb('junk')))
try:
    dbm.open('junk')
except dbm.error as e:
    print(type(e).__name__, e)
with dbm.dumb.open('x', 'n') as d:
    print(len(d))
    d.update({'p': 'q'})
    d.setdefault('r', b's')
    print(d.pop('p'), sorted(d.items()))
print(dict(dbm.open('x')))
s = shelve.Shelf({})
s['k'] = [1, 2]
s['k'].append(3)
print(s['k'], list(s), len(s), 'k' in s, s.get('z'), s.get('k'), sorted(s.items()))
del s['k']
print(len(s))
s.close()
for f in (lambda: s['k'], lambda: len(s), lambda: list(s), lambda: s.__setitem__('a', 1), lambda: s.close(),
    lambda: 'a' in s, lambda: s.dict):
    try:
        print('ok', f())
    except Exception as e:
        print(type(e).__name__, e)
w = shelve.Shelf({}, writeback=True)
w['k'] = [1]
w['k'].append(2)
print(w['k'])
w.sync()
print(w.cache, w['k'])
w.close()
back = {}
s = shelve.Shelf(back, protocol=2, keyencoding='latin-1')
s['é'] = 1
print(list(back), s['é'])
with shelve.open('sh') as s:
    s['a'] = {'x': 1}
    s['b'] = (1, 2)
    s['c'] = s['a']
with shelve.open('sh') as s:
    print(sorted(s.items()))
    s.clear()
    print(len(s))
    s['z'] = 1
with shelve.open('sh', 'r') as s:
    print(dict(s))
try:
    shelve.open('absent', 'r')
except dbm.error as e:
    print(type(e).__name__)
try:
    s['q']
except Exception as e:
    print(type(e).__name__, e)
print(sorted(shelve.__all__))
