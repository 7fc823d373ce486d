import math


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


t('1.0/0', lambda: 1.0/0)
t('1.0//0', lambda: 1.0//0)
t('1.0%0', lambda: 1.0%0)
t('divmod(1.0,0)', lambda: divmod(1.0,0))
t('0**-1', lambda: 0**-1)
t('0.0**-1', lambda: 0.0**-1)
t('pow(2.0,1,3)', lambda: pow(2.0,1,3))
t('pow(2,1.0,3)', lambda: pow(2,1.0,3))
t('pow(2,1,3.0)', lambda: pow(2,1,3.0))
t('int(1.5, 10)', lambda: int(1.5, 10))
t("int('1', base=2.0)", lambda: int('1', base=2.0))
t("int(float('nan'))", lambda: int(float('nan')))
t("int(float('inf'))", lambda: int(float('inf')))
t("float('x')", lambda: float('x'))
t("float(b'x')", lambda: float(b'x'))
t('float([])', lambda: float([]))
t('float(None)', lambda: float(None))
t('float(x=1)', lambda: float(x=1))
t('float(1,2)', lambda: float(1,2))
t('float(I())', lambda: float(I()))
t('float(F())', lambda: float(F()))
t('float(F2())', lambda: float(F2()))
t('float(10**400)', lambda: float(10**400))
t("float('1_0.5')", lambda: float('1_0.5'))
t("float(b'\\xff')", lambda: float(b'\xff'))
t("float(memoryview(b'1.5'))", lambda: float(memoryview(b'1.5')))
t("float('\\ud800')", lambda: float('\ud800'))
t('round(5,1.0)', lambda: round(5,1.0))
t('(1.5).__getnewargs__()', lambda: (1.5).__getnewargs__())
t('(1.5).__sizeof__()', lambda: (1.5).__sizeof__())
t('(1.5).as_integer_ratio()', lambda: (1.5).as_integer_ratio())
t("float('inf').as_integer_ratio()", lambda: float('inf').as_integer_ratio())
t("float('nan').as_integer_ratio()", lambda: float('nan').as_integer_ratio())
t("float.fromhex('x')", lambda: float.fromhex('x'))
t("float.fromhex('0x1p99999')", lambda: float.fromhex('0x1p99999'))
t('float.fromhex(5)', lambda: float.fromhex(5))
t("float.fromhex('0x1.8p1')", lambda: float.fromhex('0x1.8p1'))
t("MF.fromhex('0x1.8p1')", lambda: MF.fromhex('0x1.8p1'))
t('MF(2).hex()', lambda: MF(2).hex())
t("float.__getformat__('double')", lambda: float.__getformat__('double'))
t("float.__getformat__('x')", lambda: float.__getformat__('x'))
t('float.__getformat__(5)', lambda: float.__getformat__(5))
t('round(1.5)', lambda: round(1.5))
t('round(2.5)', lambda: round(2.5))
t('round(1.5,None)', lambda: round(1.5,None))
t('round(1.25,1)', lambda: round(1.25,1))
t("round(float('nan'))", lambda: round(float('nan')))
t("round(float('inf'))", lambda: round(float('inf')))
t("round(float('inf'),2)", lambda: round(float('inf'),2))
t('round(1.7976931348623157e308,-308)', lambda: round(1.7976931348623157e308,-308))
t("round(1.5,'a')", lambda: round(1.5,'a'))
t('round(1.5, 10**30)', lambda: round(1.5, 10**30))
t('round(1.5, -10**30)', lambda: round(1.5, -10**30))
t('math.trunc(1.5)', lambda: math.trunc(1.5))
t('(1.5).__floor__()', lambda: (1.5).__floor__())
t('(1.5).__ceil__()', lambda: (1.5).__ceil__())
t('(-1.5).__floor__()', lambda: (-1.5).__floor__())
t('(1e300).__ceil__()', lambda: (1e300).__ceil__())
t("(1.5).__format__('.3')", lambda: (1.5).__format__('.3'))
t("format(1.5,'d')", lambda: format(1.5,'d'))
t('(-8)**0.5', lambda: (-8)**0.5)
t('(-8.0)**0.5', lambda: (-8.0)**0.5)
t('2**-1', lambda: 2**-1)
t('(-2)**-3', lambda: (-2)**-3)
t('(10**400)**-1', lambda: (10**400)**-1)
t('2.0**10000', lambda: 2.0**10000)
t('(-2.0)**10001', lambda: (-2.0)**10001)
t('10.0**308.5', lambda: 10.0**308.5)
t('1e300*1e300', lambda: 1e300*1e300)
t('2.0**(10**400)', lambda: 2.0**(10**400))
t('~1.5', lambda: ~1.5)
t('type(+MF(1))', lambda: type(+MF(1)))
t('type(MF(1)+1)', lambda: type(MF(1)+1))
t("MF('1.5')", lambda: MF('1.5'))
t('MF(1,2)', lambda: MF(1,2))
t('1<<1.0', lambda: 1<<1.0)
t('1e400', lambda: 1e400)
t('int(1e300)', lambda: int(1e300))
t('divmod(-7.5,2)', lambda: divmod(-7.5,2))
t('divmod(7.5,-2)', lambda: divmod(7.5,-2))
t('-7//2.0', lambda: -7//2.0)
t('0.0//-1.0', lambda: 0.0//-1.0)
t('5%-3.0', lambda: 5%-3.0)
t('-0.0%5', lambda: -0.0%5)
t("float('inf')//1", lambda: float('inf')//1)
t("5//float('inf')", lambda: 5//float('inf'))
t("-5//float('inf')", lambda: -5//float('inf'))
t("-5%float('inf')", lambda: -5%float('inf'))
t('int.__new__(float)', lambda: int.__new__(float))
t('float.__new__(MF,5)', lambda: float.__new__(MF,5))
t('hash(1.5)', lambda: hash(1.5))
t("hash(float('inf'))", lambda: hash(float('inf')))
t('hash(1e300)', lambda: hash(1e300))
t('0.1+0.2', lambda: 0.1+0.2)
t('1e22', lambda: 1e22)
t('123456789.123456789', lambda: 123456789.123456789)
t("float('1e-400')", lambda: float('1e-400'))
t('(1.5).real', lambda: (1.5).real)
t('(1.5).imag', lambda: (1.5).imag)
t('(1.5).conjugate()', lambda: (1.5).conjugate())
t('(1.5).is_integer()', lambda: (1.5).is_integer())
t("float('inf').is_integer()", lambda: float('inf').is_integer())
t('2**64 == 2.0**64', lambda: 2**64 == 2.0**64)
t('2**64+1 == 2.0**64', lambda: 2**64+1 == 2.0**64)
t('2**53+1 == 2.0**53', lambda: 2**53+1 == 2.0**53)
t('2**53+1 > 2.0**53', lambda: 2**53+1 > 2.0**53)
t('float(2**53+1)', lambda: float(2**53+1))
t('float(2**53+3)', lambda: float(2**53+3))
t('float(2**64+2**11)', lambda: float(2**64+2**11))
t('float(2**64+3*2**11)', lambda: float(2**64+3*2**11))
t('10**400 > 1e308', lambda: 10**400 > 1e308)
t("10**400 > float('inf')", lambda: 10**400 > float('inf'))
t("10**400 < float('nan')", lambda: 10**400 < float('nan'))
t('(5.5).__bool__()', lambda: (5.5).__bool__())
t('(5).__float__()', lambda: (5).__float__())
t('(5).__lt__(6.0)', lambda: (5).__lt__(6.0))
t('(5.0).__lt__(6)', lambda: (5.0).__lt__(6))
t("(5.0).__add__('a')", lambda: (5.0).__add__('a'))
t('(5).__add__(1.0)', lambda: (5).__add__(1.0))
t('1.0.__pow__(2,3)', lambda: 1.0.__pow__(2,3))
t('2.0.__pow__(3)', lambda: 2.0.__pow__(3))
