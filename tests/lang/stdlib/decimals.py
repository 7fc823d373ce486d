from decimal import *
from fractions import Fraction
D=Decimal
print(D('1.1')+D('2.2'), D(1)/D(3), D('1e500')*D('1e500'), D('-0'), D('1E+5'), D('0.0000001'), repr(D('1_000.5')))
print(D(2).sqrt(), D(2).ln(), D(2).log10(), D(1).exp(), D('0.5')**D('0.5'), D(2)**10, D(2)**-2, D('1.5')**3, D(7)**D('2.5'))
print(D('123.456').quantize(D('0.01')), D('2.675').quantize(D('0.01'), ROUND_HALF_UP), round(D('2.5')), round(D('3.14159'), 2))
print(divmod(D(17), D(5)), D(-17)//D(5), D(-17)%D(5), D('5.5')%D('1.1'))
for s in ['.2f','10.3e','+,.2f','g','08.2f','%','.1%','>12','','E','.0f','*^15.2f','z.1f']: print(repr(format(D('1234567.891'),s)), repr(format(D('-0.04'),s)))
print(D('NaN'), D('Infinity'), -D('inf'), D('1e-400')*1, D('sNaN123'))
for e in ['D(1)/0','D(0)/0','D("x")','D("inf")-D("inf")','D("nan")<1','D(-1).sqrt()', 'int(D("nan"))', 'D(10)**1000000000']:
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
print(D('1.0')==1, D('0.5')==0.5, hash(D('1.0'))==hash(1), hash(D('0.5'))==hash(0.5), D('0.5')==Fraction(1,2), D('0.3')<Fraction(1,3), D(1)<1.5)
print(D(0.1), D.from_float(1e22), float(D('1.5')), int(D('-3.9')), D('3.14').as_tuple(), D('2.50').as_integer_ratio(), D('1200').normalize())
with localcontext() as c:
    c.prec = 50; print(D(1)/7, D(2).sqrt(), D(3).ln(), D(10).exp(), D(2)**D('0.1'))
with localcontext(prec=5) as c:
    print(D('123456789')+0, +D('0.000012345678'), c.flags[Inexact])
print(sum([D('0.1')]*10), max(D(1),D(2)), sorted([D(3),D(1)]), D('1.23').to_eng_string(), D('1E+4').to_eng_string(), abs(D(-3)))
print(D('10').compare(D('9')), D(5).max(D(7)), D('1.5').to_integral_value(), D(7).fma(2,3), D('100').logb(), D(1).next_plus(), D(101).logical_and(D(110)), pow(D(3),D(4),D(5)))
print(D('9.999999999999999999999999999995')+0, D('1e999999')*10 if 0 else '')
print(D(1000000).ln(), D('1.0000000001').ln(), D('0.1').log10(), D('1e-10').exp(), D('100.5').exp(), D('-50').exp())
