# str.format, format(), f-strings.
class S(str):
    pass


class F:
    attr = "value"

    def __format__(self, spec):
        return f"<{spec}>"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "répr"


def t(src):
    try:
        result = eval(src)
    except BaseException as e:
        print(src, "!!", type(e).__name__ + ":", e)
    else:
        print(src, "->", repr(result))


d = {"a": 1, "k": {"n": [10, 20]}, "a.b": 3}
w, p, n, x, s, o = 10, 3, 42, 3.14159, "text", F()
for line in r"""
'abc'.format_map(1)
'{a}'.format_map(1)
'{a} {k[n][1]}'.format_map(d)
'{}'.format_map({'a':1})
'{0}'.format_map({'0':1})
'{}'.format()
'{1}'.format(1)
'{a}'.format()
'{0.x}'.format(1)
'{0[x]}'.format([1])
'{0[5]}'.format([1])
'{0[0]} {0[1]} {1[a]}'.format([1, 2], d)
'{0.attr} {0.attr[0]} {o.attr}'.format(o, o=o)
'{!x}'.format(1)
'{!}'.format(1)
'{!r'.format(1)
'{!rr}'.format(1)
'{:{:{}}}'.format(1,2,3)
'{:{}{}}'.format(1,2,3)
'{:{}}|{:{}}'.format(1,5,2,6)
'{0:{1}}|{0:{w}}'.format(1,5,w=6)
'{'.format()
'}'.format()
'{}}'.format(1)
'{{}}{{{}}}'.format(1)
'{0}{}'.format(1)
'{}{0}'.format(1)
'{a[}'.format(a=1)
'{a]}'.format(a=1)
'{0.}'.format(1)
'{0[]}'.format(1)
'{0[0}'.format([1])
'{0[0]x}'.format([1])
'{a{b}}'.format(a=1)
'{:d}'.format('a')
'{:s}'.format(1)
'{:>10}'.format(None)
'{:>{w}}'.format(1,w=5)
'{0[a.b]}'.format(d)
'{!r:>5}{!s}{!a}'.format('é','é','é')
'{} {} {}'.format(1, 2.5, 'x')
'{0} {1} {0}'.format('a', 'b')
'{:<6}|{:^6}|{:>6}|{:*^7}|{:é<4}'.format('ab', 'ab', 'ab', 'ab', 'ab')
'{:.2}|{:5.2}|{:05}|{:=5}'.format('abc', 'abc', 'ab', 1)
'{:=5}'.format('ab')
'{:+}'.format('ab')
'{:,}'.format('ab')
'{:#}'.format('ab')
'{: }'.format('ab')
'{:10000000000000}'.format('x')
'{:99999999999999999999}'.format('x')
'{:.}'.format('x')
'{:5x5}'.format('x')
'{} {!r} {:x}'.format(o, o, o)
'{!s:>6}'.format(o)
'{:d} {:5d}|{:<5d}|{:^5d}|{:05d}|{:+d}|{: d}|{:x}|{:#x}|{:b}|{:,}|{:_}|{:e}|{:c}'.format(1, 2, 3, 4, -5, 6, 7, 255, 255, 5, 1234567, 1234567, 12, 65)
'{:f} {:.2f} {:8.3f}|{:<8.1f}|{:^8.1f}|{:08.2f}|{:+.1f}|{:%}|{:.1%}|{:g}|{:e}|{:,.2f}|{:.0f}'.format(1.5, 2.675, 3.14159, 1.25, 1.25, -3.5, 2.0, 0.25, 0.125, 1e-7, 12345.678, 1234567.891, 0.5)
'{:n} {:.3} {:10}|{:<10}|{:}'.format(1.5, 3.14159, 2.5, 2.5, 1e16)
'{:f} {:F} {:.1f} {:5.1f}|{:05.1f}'.format(float('inf'), float('nan'), float('-inf'), float('nan'), float('inf'))
'{:.2f} {:.1f} {:z.1f}'.format(-0.0, -0.01, -0.01)
'{:d}'.format(1.5)
'{:.2d}'.format(1)
'{:s}'.format(1.5)
'{:c}'.format(-1)
'{} {:d} {:5}|{!r:>6}'.format(True, True, False, True)
'{} {} {} {}'.format(None, [1], (2,), {3: 4})
'{:5}'.format([1])
'{:5}'.format({})
'{:,} {:_x} {:>30,}'.format(10**20, 2**70, 10**20)
'{0:>5}{1:>{0}}'.format(3, 'x')
format(1,1)
format('a',1)
'a'.__format__(1)
format(object(),'x')
format(S('a'),'5'), format(S('a')), type(format(S('a'))) is str
'a'.__format__('d')
S('a').__format__('d')
format(3), format(2.0), format('x'), format(None), format(o, 'spec')
f'{n}|{x}|{s}|{o}|{None}|{True}|{d["a"]}'
f'{n:5}|{n:<5}|{n:^5}|{n:05}|{n:x}|{n:#b}|{-n:06d}|{n:,}|{n:d}|{n:>{w}}'
f'{x:.2f}|{x:8.3f}|{x:<8.1f}|{x:e}|{x:g}|{x:10}|{x:.{p}f}|{x:{w}.{p}}|{-x:08.2f}|{x:.500f}'[:80]
f'{s:>8}|{s:<8}|{s:^8}|{s:.2}|{s!r:>8}|{s!s}|{s!a}|{s:*^{w}}'
f'{o!r}|{o!s}|{o!a}|{o:abc}|{o!r:>6}'
f'{n=}|{x=:.1f}|{s=!s}|{ s = }|{n+1=}'
f'{{}}|{n}}}|{{{n}}}'
f'{"é" * 3}|{"中":>5}|{"中":é^5}'
f'{n:s}'
f'{s:d}'
f'{None:5}'
f'{10**20}|{10**20:,}|{10**20:x}|{2**64:30}|'
f'{"a" * 150}|{"é" * 80}|{n}' == 'a' * 150 + '|' + 'é' * 80 + '|42'
f'{1}' f'{2}' '3'
f''
f'{S("sub")}|{S("sub"):5}|{S("sub")!r}'
'{:{fill}{align}{width}}'.format('x', fill='*', align='^', width=5)
'{:!<5}'.format('x')
'\ud800{}\udfff'.format('\udc00').encode('utf-16', 'surrogatepass')
""".strip().splitlines():
    t(line)
