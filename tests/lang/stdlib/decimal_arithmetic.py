# Arithmetic by many contexts; every result with its flags goes into one sum, with a few of them shown.
import hashlib, random
from decimal import *

chance = random.Random(20261201)
roundings = [ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP]
signals = [Clamped, DivisionByZero, Inexact, Overflow, Rounded, Underflow, InvalidOperation, Subnormal, FloatOperation]
unary = ['abs', 'minus', 'plus', 'sqrt', 'logb', 'normalize', 'to_integral_exact', 'to_integral_value', 'number_class', 'to_sci_string', 'to_eng_string']
binary = ['add', 'subtract', 'multiply', 'divide', 'divide_int', 'remainder', 'remainder_near', 'compare', 'compare_signal', 'compare_total',
          'max', 'min_mag', 'quantize', 'scaleb', 'same_quantum', 'divmod', 'power']


def coefficient():
    kind = chance.randrange(5)
    if kind == 0:
        return '9' * chance.randint(1, 40)
    if kind == 1:
        return str(chance.randint(1, 9)) + '0' * chance.randint(0, 40)
    return str(chance.getrandbits(chance.choice([4, 30, 60, 100, 128, 250])))


def number(context):
    kind, sign = chance.randrange(20), chance.choice(['', '-'])
    if kind == 0:
        return Decimal(sign + chance.choice(['NaN', 'sNaN12', 'Infinity', '0E-7', '0E+9']))
    if kind == 1:
        return Decimal(sign + coefficient() + 'E' + str(chance.choice([context.Emax, context.Etiny(), context.Etop()]) + chance.randint(-40, 10)))
    return Decimal(sign + coefficient() + 'E' + str(chance.randint(-45, 5)))


for prec, emax, clamp in [(1, 9, 0), (3, 99, 1), (9, 999, 0), (28, 999999, 0), (37, 999999, 1), (50, 10**17, 0), (150, 999, 0)]:
    seen = hashlib.sha256()
    last = None
    for _ in range(500):
        context = Context(prec=prec, rounding=chance.choice(roundings), Emin=-emax, Emax=emax, clamp=clamp, traps=[])
        if chance.randrange(4) == 0:
            name, args = chance.choice(unary), (number(context),)
        else:
            name, args = chance.choice(binary), (number(context), number(context))
            if name == 'power':
                args = args[0], Decimal(chance.randint(-99, 99))
            elif name == 'quantize':
                args = args[0], Decimal((0, (1,), chance.randint(-30, 9)))
            elif name == 'scaleb':
                args = args[0], Decimal(chance.randint(-50, 50))
        result = getattr(context, name)(*args)
        last = f'{name} {args} {result!r} {[signal.__name__ for signal in signals if context.flags[signal]]}'
        seen.update(last.encode())
    print(prec, emax, clamp, seen.hexdigest()[:16], last)


def digits_of(text):
    return hashlib.sha256(str(text).encode()).hexdigest()[:16], len(str(text))


def pi(prec):
    with localcontext(prec=prec + 5):
        last, t, s, n, na, d, da = 0, Decimal(3), 3, 1, 0, 0, 24
        while s != last:
            last = s
            n, na, d, da = n + na, na + 8, d + da, da + 32
            t = t * n / d
            s += t
    with localcontext(prec=prec):
        return +s


print(digits_of(pi(1000)), pi(40))
with localcontext(prec=2000) as c:
    print(digits_of(Decimal(2).sqrt()), digits_of(Decimal(1) / 7), digits_of(Decimal(3) ** 4000), digits_of(Decimal(2) ** -900), Decimal('1e1998').normalize())
    print(digits_of(Decimal(10) ** 1999 - 1), digits_of(Decimal('1.' + '7' * 1999) * 3), Decimal(1) / 2 ** 40)
for spec in ['', '.2f', ',.2f', '+.3e', '012.1f', '*^20,.3f', '%', '.1%', 'g', 'G', '.3', 'z.0f', '<12', '=12', 'n', '010,.2f', 'E', '.0e', '#x', '#.0f', '+#,', '<010', ',n', '5']:
    for value in ['-1234567.891', '0.000001234', '0E+3', '-0.004', '1E+30', 'NaN12', '-Infinity']:
        try:
            print(repr(format(Decimal(value), spec)), end=' ')
        except ValueError as error:
            print(error, end=' ')
    print()
