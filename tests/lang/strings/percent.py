# The % operator.
class S(str):
    pass


class Index:
    def __index__(self):
        return 65


class Float:
    def __float__(self):
        return 2.5


class Shown:
    def __str__(self):
        return "shown"

    def __repr__(self):
        return "répr"


class Map:
    def __getitem__(self, key):
        return key * 2


def t(src):
    try:
        result = eval(src)
    except BaseException as e:
        print(src, "!!", type(e).__name__ + ":", e)
    else:
        print(src, "->", repr(result))


for line in r"""
'%d' % 'a'
'%d %d' % 1
'%d' % (1,2)
'%d' % ()
'a' % 1
'a' % {}
'a' % [1]
'a' % 'b'
'a' % b'b'
'a' % S('b')
'a' % ()
'%s' % (1,2)
'%(a)s' % 1
'%(a)s' % (1,)
'%(a)s' % {'b':1}
'%(a)s %s' % {'a':1}
'%(a)s %(a)d %%' % {'a':1}
'%(a)s %(a(b))s' % Map()
'%()s' % {'': 3}
'%*d' % ('a',1)
'%*d' % (5,)
'%*d|%-*d|%*d' % (5, 1, 5, 2, -5, 3)
'%.*f' % (2,3.14159)
'%.*f' % (-2,3.14159)
'%c%c%c' % ('a', 233, Index())
'%c' % 'ab'
'%c' % 1.5
'%c' % 0x110000
'%c' % -1
'%5c|%-5c|' % ('a', 'é')
'%x' % 1.5
'%x' % 'a'
'%x' % Index()
'%f' % 'a'
'%f' % Float()
'%d' % Float()
'%e' % None
'%i' % 1.9
'%i %u' % (-5, 7)
'%u' % 'a'
'%d' % float('inf')
'%d' % float('nan')
'%z' % 1
'%' % 1
'%5' % 1
'%(a' % {}
'%d' % True
'%s' % None
'%5.2s|%-6s|%06s|' % ('abc', 'é', 'x')
'%-5d|%05d|%+d|% d|%-05d|%+05d' % (1,2,3,4,5,-6)
'%#x %#o %#X %X' % (255,8,255,255)
'%#x %x %o %X' % (-255,-255,-8,-255)
'%.3d %.5x %8.3d|' % (5, 255, -5)
'%#08x|%#-8x|%# x' % (255, 255, 255)
'%r %a %s' % (Shown(), Shown(), Shown())
'%s' % ((1,2),)
'%s %s %s' % (1, [2], {3: 4})
'%%' % ()
'%%' % 1
'%5%|' % ()
'%b' % 1
'%c' % None
'%s' % {}
'%(a)d' % {'a':'x'}
'%*s' % (10**20, 'a')
'%99999999999999999999s' % 'a'
'%.99999999999s' % 'a'
'%.*d' % (10**10, 1)
'%10000000000000s' % 1
'%d' % 3j
'%f' % 3j
'%x' % 3j
'%d %d' % (10**30, -10**30)
'%x %o' % (2**100, 2**70)
'%f %.2f %.0f %10.3f|%-10.1f|%+.1f|%010.2f' % (1.5, 2.675, 0.5, 3.14159, 2.25, 1.0, -3.5)
'%e %.2e %E %g %G %g %g %.3g' % (12345.678, 0.00012, 1e100, 1e20, 1e-10, 0.0001, 123456789.0, 3.14159)
'%#.0f %#g' % (3.0, 2.0)
'%f %F %e %g' % (float('inf'), float('nan'), float('-inf'), float('nan'))
'%.50f' % 0.1
'%f' % 10**30
'%hd %ld %Ld' % (1, 2, 3)
'%s' % S('sub')
'é%s中' % 'ü'
'%s%s' % ('a' * 200, 'é' * 3)
""".strip().splitlines():
    t(line)
