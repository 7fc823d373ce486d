# Fractions: formats that are none, other kinds of numbers, copies of derived classes.
import copy
import operator
from decimal import Decimal
from fractions import Fraction


def attempt(function, *args):
    try:
        return repr(function(*args))
    except Exception as error:
        return f'{type(error).__name__}: {error}'


for spec in ['006f', 'X>010f', '=010e', '>00f', '.010f', '.000f', '.e', 'Z.2f', 'z', '0', '05', '00', '.2', '=05', '010.2f', '0f', '0=5f', '1_f', '+05f']:
    print(spec, attempt(format, Fraction(7, 3), spec))
for value in (3 + 4j, 'x', 3, 1.5, Decimal('1.5'), Decimal('NaN'), None):
    print(repr(value), attempt(Fraction.from_float, value), attempt(Fraction.from_decimal, value), attempt(Fraction, value))
for operation in (operator.add, operator.truediv, operator.floordiv, operator.mod, divmod, pow):
    for value in (1j, 2.5, 'a'):
        print(operation.__name__, attempt(operation, Fraction(1, 2), value), attempt(operation, value, Fraction(1, 2)))


class Noted(Fraction):
    pass


noted = Noted(3, 2)
noted.note = 'kept not'
for make in (copy.copy, copy.deepcopy):
    made = make(noted)
    print(made is noted, type(made).__name__, made, make(Fraction(1, 3)).__class__.__name__, hasattr(made, 'note'))
whole = Fraction(1, 3)
print(copy.copy(whole) is whole, copy.deepcopy(whole) is whole)
