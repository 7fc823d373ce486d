"""unittest.mock: what stand-ins remember and answer, and putting them in the place of something."""
import unittest.mock as M
from unittest.mock import *
import asyncio, re, sys
ids = lambda s: re.sub("id='\\d+'", "id='N'", re.sub('0x[0-9a-f]+', '0x', s))


def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(ids(repr(r)))
    except BaseException as e:
        print(type(e).__name__, ids(str(e)))


m = Mock()
print(ids(repr(m)), ids(repr(m.a)), ids(repr(m.a.b)), ids(repr(m())), ids(repr(m.a().b)), m.a is m.a, m() is m(), m.called, m.call_count)
m = Mock(name='nm')
print(ids(repr(m)), ids(repr(m.x.y())), ids(repr(Mock(spec=int))), ids(repr(Mock(spec=['q']))), ids(repr(MagicMock(spec_set=str, name='z'))))
m = Mock()
m(1, 2, k=3)
m('x')
m.meth(5)
m.meth.deep(6).then(7)
m().r(8)
print(m.call_args, m.call_args_list, m.mock_calls, m.method_calls, m.meth.mock_calls, m.call_args.args, m.call_args.kwargs, m.call_args[0], len(m.call_args))
for f in ('assert_called', 'assert_called_once', 'assert_not_called'):
    t(getattr(m, f))
m2 = Mock()
t(m2.assert_called)
t(m2.assert_called_once)
t(m2.assert_not_called)
t(m2.assert_called_with, 1)
t(m2.assert_called_once_with, 1)
t(m2.assert_any_call, 1)
t(m2.assert_has_calls, [call(1)])
m2(1)
t(m2.assert_called_with, 2)
t(m2.assert_called_with, 1)
t(m2.assert_called_once_with, 1)
t(m2.assert_called_once_with, 3)
m2(2, a=4)
t(m2.assert_called_once_with, 1)
t(m2.assert_any_call, 1)
t(m2.assert_any_call, 9)
t(m2.assert_has_calls, [call(1), call(2, a=4)])
t(m2.assert_has_calls, [call(2, a=4), call(1)])
t(m2.assert_has_calls, [call(2, a=4), call(1)], any_order=True)
t(m2.assert_has_calls, [call(5), call(1)], any_order=True)
t(lambda: m2.assert_foo)
t(lambda: m2.asert_called)
t(lambda: m2.called_once)
t(lambda: Mock(unsafe=True).assert_foo)
m = Mock(return_value=3)
print(m(), m.return_value)
m.return_value = 4
print(m(1))
m = Mock(side_effect=[1, ValueError('v'), DEFAULT, 2], return_value='rv')
for _ in range(5):
    t(m)
m = Mock(side_effect=KeyError('k'))
t(m)
m.side_effect = ValueError
t(m)
m.side_effect = lambda *a: a or DEFAULT
t(m, 1)
m.return_value = 0
t(m)
m.side_effect = None
t(m)
m = Mock(**{'a.return_value': 5, 'b.c': 6, 'side_effect': None}, d=7)
print(m.a(), m.b.c, m.d)
m.configure_mock(e=1, **{'f.g.return_value': 2})
print(m.e, m.f.g())
m = Mock(spec=['a', 'b'])
t(lambda: m.c)
m.c = 1
print(m.c)
m = Mock(spec_set=['a'])
t(setattr, m, 'c', 1)
m.a = 2
print(m.a)


class K:
    attr = 1

    def meth(self, a, b=2):
        return a

    @staticmethod
    def st(x):
        return x

    @classmethod
    def cl(cls, x):
        return x

    @property
    def prop(self):
        return 5

    async def am(self):
        return 9
m = Mock(spec=K)
print(isinstance(m, K), m.__class__ is K, type(m).__name__)
t(lambda: m.nope)
print(ids(repr(m.meth)), type(m.am).__name__)
m.meth(1)
m = Mock(K())
print(isinstance(m, K))
m = Mock()
m.x = Mock(name='named')
m.y = Mock()
m.x()
m.y(1)
print(m.mock_calls)
m.attach_mock(Mock(name='n2'), 'z')
m.z(3)
print(m.mock_calls)
m.reset_mock()
print(m.mock_calls, m.y.called)
m = Mock(return_value=3, side_effect=[1])
m()
m.reset_mock(return_value=True, side_effect=True)
print(m.side_effect, ids(repr(m.return_value)), m.called)
m = Mock()
del m.gone
t(lambda: m.gone)
print(hasattr(m, 'gone'), hasattr(m, 'there'))
t(delattr, m, 'gone')
m.gone = 1
print(m.gone)
m = MagicMock()
print(len(m), bool(m), int(m), float(m), complex(m), list(m), 3 in m, hash(m) == hash(m), m == m, m != m, m == MagicMock(), str(m) == repr(m) if 0 else ids(str(m)), ids(repr(m[1])), m.__getitem__.call_args)
m.__len__.return_value = 5
m.__iter__.return_value = [1, 2]
m.__getitem__.side_effect = lambda k: k * 2
m.__contains__.return_value = True
m.__str__.return_value = 'str'
m.__enter__.return_value = 'e'
m.__bool__.return_value = False
print(len(m), list(m), list(m), m[4], 1 in m, str(m), bool(m))
with m as e:
    print(e)
print(ids(str(m.mock_calls)))
print(ids(repr(m + 1)), ids(repr(m < 3)) if 0 else '', ids(repr(-m)))
t(lambda: m < 3)
t(lambda: Mock() + 1)
t(lambda: len(Mock()))
t(lambda: MagicMock() > 1)
x = Mock()
x.__len__ = lambda s: 7
x.__add__ = Mock(return_value='sum')
print(len(x), x + 1, x.__add__.mock_calls)
t(lambda: setattr(x, '__nope__', 1))
x.__str__ = Mock(return_value='S')
print(str(x), f'{x}')
print(call(1, 2, a='b'), call.foo(1), call.a.b(2).c(3), call().x, call()(), call == call(), call(1) == call(1), call(1) == (1,) if 0 else '', call(1) == ((1,),), call(1) == ((1,), {}), call.a(1) == ('a', (1,), {}), call('x') != call('y'), call.a.b(1).call_list(), call(1) == call(ANY), ANY == 3, ANY != 3, repr(ANY), [call(1), call(2)] == [call(1), call(ANY)])
print(call(1).args, call(1, k=2).kwargs, call.foo, call.foo.bar, call[1] if 0 else '', repr(call), call(), tuple(call(1)), len(call(1)), len(call.a(1)))
print(sentinel.foo, sentinel.foo is sentinel.foo, repr(DEFAULT), sentinel.DEFAULT is DEFAULT, M.FILTER_DIR)
m = Mock()
m([1])
print(m.call_args == call([1]), m.call_args == (([1],),), m.call_args == (([1],), {}), m.mock_calls == [call([1])], [call([1])] == m.mock_calls, call([1]) in m.mock_calls, call(2) in m.mock_calls, [call([1])] in m.mock_calls)
thing = type('T', (), {'a': 1, 'f': lambda s: 'orig'})
with patch.object(thing, 'a', 2):
    print(thing.a)
print(thing.a)
with patch.object(thing, 'f') as pm:
    pm.return_value = 'p'
    print(thing().f(), ids(repr(pm)), type(pm).__name__)
print(thing().f())
t(lambda: patch.object(thing, 'nope', 1).__enter__())
with patch.object(thing, 'nope', 1, create=True):
    print(thing.nope)
print(hasattr(thing, 'nope'))
import os.path
with patch('os.path.join', return_value='j') as pj:
    print(os.path.join('a'), pj.mock_calls)


@patch('os.path.join')
@patch.object(thing, 'a')
def deco(x, a, j, kw=None):
    print(x, a is thing.a, j is os.path.join, kw)
    return 'ret'


print(deco(1, kw=2), deco.__name__)


@patch('os.path.join', 'fixed')
def deco2():
    print(os.path.join)


deco2()


@patch.object(thing, 'a', 5)
class TC:

    def test_x(self):
        print(thing.a)

    def other(self):
        print(thing.a)
TC().test_x()
TC().other()
d = {'a': 1}
with patch.dict(d, {'b': 2}, c=3):
    print(sorted(d.items()))
with patch.dict(d, clear=True):
    print(d)
print(d)
with patch.dict('os.environ', {'MKX': '1'}):
    print(os.environ['MKX'])


@patch.dict(d, x=1)
def deco3():
    print(d)


deco3()
print(d)
with patch.multiple(thing, a=9, f=DEFAULT) as ms:
    print(thing.a, sorted(ms), ms['f'] is thing.f)
p = patch.object(thing, 'a', 7)
print(p.start(), thing.a, p.stop(), thing.a)
patch.object(thing, 'a', 8).start()
patch.stopall()
print(thing.a)
t(p.stop)
t(lambda: patch('nodots'))
t(lambda: patch('os.nope.x').start())
t(lambda: patch('json.nope').start() if 0 else None)
t(lambda: patch(5).start())
with patch.object(thing, 'a', new_callable=PropertyMock, return_value=11) as pp:
    print(thing().a, pp.mock_calls)
    thing().a = 3
    print(pp.mock_calls)
with patch('os.path.join', autospec=True) as pj:
    t(pj)
    pj('a', 'b')
    print(pj.mock_calls, pj.call_args)
    t(pj.assert_called_with, 'q')
    print(isinstance(pj, type(lambda: 0)))
a = create_autospec(K)
i = a()
t(i.meth)
i.meth(1, b=3)
print(i.meth.call_args, ids(repr(i.meth)))
t(i.meth, 1, 2, 3)
t(lambda: i.nope)
print(isinstance(i, K))
t(lambda: a.st())
a.st(1)
t(i.meth.assert_called_with, 1, 3)


def fn(a, *, k=1):
    pass


g = create_autospec(fn, return_value=3)
print(g(1), g.called, g.call_count)
t(g)
t(g, 1, z=2)
g.assert_called_once_with(1)
print(fn.__name__, g.__name__)
mo = mock_open(read_data='l1\nl2\nl3')
with patch('builtins.open', mo):
    with open('f') as fh:
        print(fh.read())
    with open('f') as fh:
        print(list(fh), fh.readline())
    with open('f') as fh:
        print(fh.readline(), fh.readlines())
    with open('g', 'w') as fh:
        fh.write('x')
print(ids(str(mo.mock_calls[:5])))
mo().write.assert_called_once_with('x')
am = AsyncMock(return_value=4)


async def go():
    print(await am(1), am.await_count, am.await_args, am.await_args_list, am.called)
    am.assert_awaited_once_with(1)
    am.assert_awaited()
    t(am.assert_not_awaited)
    t(am.assert_awaited_with, 2)
    t(am.assert_any_await, 3)
    t(am.assert_has_awaits, [call(1)])
    b = AsyncMock(side_effect=[1, ValueError('x')])
    print(await b())
    try:
        await b()
    except ValueError as e:
        print('VE', e)
    try:
        await b()
    except StopAsyncIteration as e:
        print('SAI')
    c = AsyncMock(side_effect=lambda x: x + 1)
    print(await c(1))

    async def ase(x):
        return x * 2
    print(await AsyncMock(side_effect=ase)(4))
    print(type(AsyncMock().x).__name__, type(MagicMock().x).__name__)
    mm = MagicMock()
    mm.__aenter__.return_value = 'ae'
    mm.__aiter__.return_value = [1, 2]
    async with mm as v:
        print(v)
    print([q async for q in mm])
    print(asyncio.iscoroutinefunction(am))
    un = AsyncMock()
    t(un.assert_awaited)
    t(un.assert_awaited_once)
asyncio.run(go())
m = Mock()
m.a.b
seal(m)
t(lambda: m.c)
t(lambda: m.a.d)
m = Mock(wraps=[1, 2])
print(m.count(1), m.index(2), m.count.called)
m = MagicMock(wraps=lambda x: x + 1)
print(m(2))
n = NonCallableMock()
t(lambda: n())
print(ids(repr(n)), callable(n), callable(Mock()), ids(repr(NonCallableMagicMock())))
print(dir(Mock(spec=['a', 'b']))[-2:], [x for x in dir(Mock()) if x.startswith('assert')])
m = Mock()
m.method.return_value.other = 5
print(m.method().other, m.mock_calls)
m = Mock()
m.a.b.c()
print(m.mock_calls, m.method_calls, m.a.mock_calls, m.a.method_calls)
print(ids(repr(Mock().return_value)), ids(repr(MagicMock(name='q').__str__)), ids(repr(Mock(name='a').b().c.d)))


class Sub(Mock):
    pass


print(type(Sub().x).__name__, ids(repr(Sub())), isinstance(Sub().x, Sub), isinstance(Mock(), Mock), issubclass(MagicMock, Mock))
t(lambda: Mock(spec=Mock()))
m = Mock(spec=K, attr=5)
print(m.attr)
print(M.__all__)
