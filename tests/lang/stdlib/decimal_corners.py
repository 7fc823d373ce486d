# NaNs in comparisons and fused operations, padded powers, floats beside decimals, classes derived from Decimal.
from decimal import Context, Decimal, FloatOperation, InvalidOperation, Rounded, localcontext


def show(function, *args, context):
    context.clear_flags()
    try:
        result = function(*args)
    except Exception as error:
        result = type(error).__name__
    print(result, sorted(signal.__name__ for signal, on in context.flags.items() if on))


plain = Context(prec=9, traps=[], Emin=-999, Emax=999)
for one, other in [('NaN8', '999'), ('-NaN67', 'NaN5'), ('NaN3', 'sNaN4'), ('sNaN1', 'sNaN2'), ('1', '-NaN'), ('1', '2')]:
    show(plain.compare_signal, Decimal(one), Decimal(other), context=plain)
for args in [('1', 'NaN16', 'sNaN19'), ('-Inf', '0E-456', 'sNaN148'), ('sNaN1', 'sNaN2', 'sNaN3'), ('0', 'Inf', 'NaN1'), ('2', '3', 'NaN7'), ('2', '3', '4')]:
    show(plain.fma, *map(Decimal, args), context=plain)
for base, power in [('10', '8'), ('10', '22'), ('-10', '9'), ('1.0', '3'), ('100', '7'), ('10', '-5'), ('2', '10'), ('1.20', '2')]:
    show(plain.power, Decimal(base), Decimal(power), context=plain)
show(plain.power, 1, Decimal('-0'), 3, context=plain)
show(plain.power, 2, -1, 3, context=plain)
print(plain.copy_decimal(Decimal('1.234567890123')), plain.copy_decimal(7))
try:
    plain.copy_decimal('1')
except TypeError as error:
    print(type(error).__name__)

with localcontext(Context()) as c:
    c.traps[FloatOperation] = True
    for method in ('__eq__', '__ne__', '__lt__', '__ge__'):
        show(getattr(Decimal('0.25'), method), 0.25, context=c)
    print(10.0 in [Decimal(10)], c.flags[FloatOperation])


class Noted(Decimal):
    def __init__(self, value):
        self.note = type(value).__name__


print(Noted.from_float(0.5), type(Noted.from_float(0.5)).__name__, Noted.from_float(0.5).note, Noted.from_float(3).note)
try:
    Context(_ignored_flags=[])
except TypeError as error:
    print(type(error).__name__)
