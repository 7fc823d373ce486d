class I:
    def __index__(self): return 7
class B:
    def __int__(self): return True
class T:
    def __trunc__(self): return 3
class C:
    def __complex__(self): return 1+2j
class C2:
    def __complex__(self): return 1
class F:
    def __float__(self): return 1
class F2:
    def __float__(self): return 2.5
class MI(int): pass
class MF(float): pass
class MC(complex): pass
class FM:
    def __float__(self): return MF(2)
class IM:
    def __int__(self): return MI(2)
class IB:
    def __int__(self): return 'x'


def t(text, f):
    try:
        print(text, '->', repr(f()))
    except Exception as error:
        print(text, '->', type(error).__name__, error.args)


t('0j**-1', lambda: 0j**-1)
t('0j**1j', lambda: 0j**1j)
t('1j/0', lambda: 1j/0)
t('1j//1', lambda: 1j//1)
t('1j%1', lambda: 1j%1)
t('divmod(1j,1)', lambda: divmod(1j,1))
t('pow(1j,1,3)', lambda: pow(1j,1,3))
t('int(C())', lambda: int(C()))
t('float(1j)', lambda: float(1j))
t("complex('x')", lambda: complex('x'))
t("complex('1','2')", lambda: complex('1','2'))
t("complex(1,'2')", lambda: complex(1,'2'))
t('complex([])', lambda: complex([]))
t('complex(1,[])', lambda: complex(1,[]))
t('complex([],1)', lambda: complex([],1))
t('complex(C())', lambda: complex(C()))
t('complex(C2())', lambda: complex(C2()))
t('complex(F())', lambda: complex(F()))
t('complex(I())', lambda: complex(I()))
t('complex(I(),I())', lambda: complex(I(),I()))
t('complex(C(),C())', lambda: complex(C(),C()))
t('complex(1j,1j)', lambda: complex(1j,1j))
t("complex(b'1')", lambda: complex(b'1'))
t('complex(real=1)', lambda: complex(real=1))
t('complex(imag=1)', lambda: complex(imag=1))
t('complex(1,2,3)', lambda: complex(1,2,3))
t("complex('1', imag=2)", lambda: complex('1', imag=2))
t('complex(10**400)', lambda: complex(10**400))
t('complex(1, 10**400)', lambda: complex(1, 10**400))
t('complex(x=1)', lambda: complex(x=1))
t('complex(None)', lambda: complex(None))
t("complex('  1+2j ')", lambda: complex('  1+2j '))
t("complex('(1+2j')", lambda: complex('(1+2j'))
t("complex('1_0+2_0j')", lambda: complex('1_0+2_0j'))
t("complex('\\ud800')", lambda: complex('\ud800'))
t('(1j).__sizeof__()', lambda: (1j).__sizeof__())
t('(1j).__getnewargs__()', lambda: (1j).__getnewargs__())
t("format(1+2j,'.2f')", lambda: format(1+2j,'.2f'))
t("format(1+2j,'')", lambda: format(1+2j,''))
t("format(1+2j,'>20')", lambda: format(1+2j,'>20'))
t("format(1j,'d')", lambda: format(1j,'d'))
t("format(1j,'05')", lambda: format(1j,'05'))
t('(1+2j)**2', lambda: (1+2j)**2)
t('(1+2j)**-2', lambda: (1+2j)**-2)
t('(1+2j)**0.5', lambda: (1+2j)**0.5)
t('(1+2j)**100', lambda: (1+2j)**100)
t('(1+2j)**101', lambda: (1+2j)**101)
t('(1+2j)**1000', lambda: (1+2j)**1000)
t('1j**1j', lambda: 1j**1j)
t('(1+2j)*(3-4j)', lambda: (1+2j)*(3-4j))
t('(1+2j)/(3-4j)', lambda: (1+2j)/(3-4j))
t('1/(3-4j)', lambda: 1/(3-4j))
t('(1+2j)==1', lambda: (1+2j)==1)
t('(1+0j)==1', lambda: (1+0j)==1)
t('(1+0j)==1.0', lambda: (1+0j)==1.0)
t('(1e16+0j)==10**16+1', lambda: (1e16+0j)==10**16+1)
t('1j<1j', lambda: 1j<1j)
t('1j<1', lambda: 1j<1)
t('abs(3+4j)', lambda: abs(3+4j))
t('abs(complex(1e308,1e308))', lambda: abs(complex(1e308,1e308)))
t('hash(1+2j)', lambda: hash(1+2j))
t('hash(3+0j)', lambda: hash(3+0j))
t('hash(complex(0,-1))', lambda: hash(complex(0,-1)))
t('bool(0j)', lambda: bool(0j))
t('-(1+2j)', lambda: -(1+2j))
t('+(1+2j)', lambda: +(1+2j))
t('~1j', lambda: ~1j)
t('int(1j)', lambda: int(1j))
t('float(1j)', lambda: float(1j))
t('repr(complex(-0.0,-0.0))', lambda: repr(complex(-0.0,-0.0)))
t("repr(complex('nan+infj'))", lambda: repr(complex('nan+infj')))
t('str(1e16+1j)', lambda: str(1e16+1j))
t('1+1j', lambda: 1+1j)
t('1.5+1j', lambda: 1.5+1j)
t('1j-1', lambda: 1j-1)
t('2*1j', lambda: 2*1j)
t("1j+'a'", lambda: 1j+'a')
t('10**400+1j', lambda: 10**400+1j)
t('1j/10**400', lambda: 1j/10**400)
t('10**400 == 1j', lambda: 10**400 == 1j)
t('MC(1+2j)', lambda: MC(1+2j))
t('MC(1,2)+1', lambda: MC(1,2)+1)
t('type(+MC(1,2))', lambda: type(+MC(1,2)))
t('type(MC(1,2)+0)', lambda: type(MC(1,2)+0))
t('type(complex(MC(1,2)))', lambda: type(complex(MC(1,2))))
t('complex(1,2).real', lambda: complex(1,2).real)
t('(1j).conjugate()', lambda: (1j).conjugate())
t('complex.__abs__(1j)', lambda: complex.__abs__(1j))
t('(5j).__complex__()', lambda: (5j).__complex__())
t('complex.__getnewargs__', lambda: complex.__getnewargs__)
t('2j.__pow__(3,4)', lambda: 2j.__pow__(3,4))
