"""Rational numbers."""

import math
import numbers
import operator
import re
import sys

__all__ = ['Fraction']

_TEXT = re.compile(r"""
    \A\s*(?P<sign>[-+]?)(?=\d|\.\d)(?P<num>\d*|\d+(_\d+)*)
    (?:(?:\s*/\s*(?P<denom>\d+(_\d+)*))?|(?:\.(?P<decimal>\d*|\d+(_\d+)*))?(?:E(?P<exp>[-+]?\d+(_\d+)*))?)\s*\Z
""", re.VERBOSE | re.IGNORECASE)


def _ratio(text):
    """Numerator and denominator of a number written as 1/3, 0.25 or 1e-3."""
    match = _TEXT.match(text)
    if match is None:
        raise ValueError(f'Invalid literal for Fraction: {text!r}')
    whole, decimals = match['num'], (match['decimal'] or '').replace('_', '')
    top = int((whole or '0') + decimals)
    bottom = int(match['denom'] or 1) * 10 ** len(decimals)
    power = int(match['exp'] or 0)
    if power > 0:
        top *= 10 ** power
    else:
        bottom *= 10 ** -power
    return -top if match['sign'] == '-' else top, bottom


_SPEC = re.compile(r'''
    (?: (?P<fill>.)? (?P<align>[<>=^]) )?
    (?P<sign>[-+ ])?
    (?P<z>z)?
    (?P<alternate>\#)?
    (?P<zeros>0(?=[0-9]))?
    (?P<width>0(?![0-9])|[1-9][0-9]*)?
    (?P<grouping>[,_])?
    (?: \. (?P<precision>0(?![0-9])|[1-9][0-9]*) )?
    (?P<kind>[eEfFgG%])?
''', re.DOTALL | re.VERBOSE).fullmatch


def _in_units(n, d, exponent):
    """abs(n / d) as a number of 10**exponent, rounded half to even."""
    if exponent >= 0:
        d *= 10 ** exponent
    else:
        n *= 10 ** -exponent
    whole, rest = divmod(abs(n), d)
    return whole + (2 * rest > d or 2 * rest == d and whole % 2)


def _significant(n, d, count):
    """The first `count` digits of abs(n / d), rounded half to even, and the exponent of the last one."""
    if n == 0:
        return 0, 1 - count
    n = abs(n)
    size = len(str(n)) - len(str(d))
    size += n * 10 ** max(-size, 0) >= d * 10 ** max(size, 0)
    digits = _in_units(n, d, size - count)
    if len(str(digits)) > count:
        return digits // 10, size - count + 1
    return digits, size - count


class Fraction(numbers.Rational):
    """A rational number: Fraction(8, 6), Fraction('3/4'), Fraction(0.5)."""

    __slots__ = ('_numerator', '_denominator')

    def __new__(cls, numerator=0, denominator=None):
        if denominator is not None:
            if not (isinstance(numerator, numbers.Rational) and isinstance(denominator, numbers.Rational)):
                raise TypeError('both arguments should be Rational instances')
            return cls._reduced(numerator.numerator * denominator.denominator, denominator.numerator * numerator.denominator)
        if type(numerator) is int:
            self = super(Fraction, cls).__new__(cls)
            self._numerator, self._denominator = numerator, 1
            return self
        if isinstance(numerator, numbers.Rational):
            return cls._of(numerator.numerator, numerator.denominator)
        if isinstance(numerator, str):
            return cls._reduced(*_ratio(numerator))
        if not isinstance(numerator, type) and hasattr(numerator, 'as_integer_ratio'):
            return cls._of(*numerator.as_integer_ratio())
        raise TypeError('argument should be a string or a Rational instance')

    @classmethod
    def _of(cls, numerator, denominator):
        """A fraction in lowest terms already, with a positive denominator."""
        self = super(Fraction, cls).__new__(cls)
        self._numerator, self._denominator = numerator, denominator
        return self

    @classmethod
    def _reduced(cls, numerator, denominator):
        if denominator == 0:
            raise ZeroDivisionError(f'Fraction({numerator}, 0)')
        common = math.gcd(numerator, denominator)
        if denominator < 0:
            common = -common
        self = super(Fraction, cls).__new__(cls)
        self._numerator, self._denominator = numerator // common, denominator // common
        return self

    @classmethod
    def from_float(cls, f):
        """The fraction that has exactly the value of a float."""
        if not isinstance(f, (float, numbers.Integral)):
            raise TypeError(f'{cls.__name__}.from_float() only takes floats, not {f!r} ({type(f).__name__})')
        return cls(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        """The fraction that has exactly the value of a Decimal."""
        from decimal import Decimal
        if isinstance(dec, numbers.Integral):
            return cls(int(dec))
        if not isinstance(dec, Decimal):
            raise TypeError(f'{cls.__name__}.from_decimal() only takes Decimals, not {dec!r} ({type(dec).__name__})')
        return cls(*dec.as_integer_ratio())

    def is_integer(self):
        """Whether the denominator is one."""
        return self._denominator == 1

    def as_integer_ratio(self):
        """Numerator and denominator, in lowest terms."""
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """The nearest fraction whose denominator is not greater than that."""
        if max_denominator < 1:
            raise ValueError('max_denominator should be at least 1')
        if max_denominator >= self._denominator:
            return Fraction(self)
        # The last two convergents of the continued fraction that are small enough, and what lies between them.
        before, last = (0, 1), (1, 0)
        top, bottom = self._numerator, self._denominator
        while True:
            whole, rest = divmod(top, bottom)
            denominator = before[1] + whole * last[1]
            if denominator > max_denominator:
                break
            before, last = last, (before[0] + whole * last[0], denominator)
            top, bottom = bottom, rest
        steps = (max_denominator - before[1]) // last[1]
        between = before[0] + steps * last[0], before[1] + steps * last[1]
        if 2 * bottom * between[1] <= self._denominator:
            return Fraction(*last)
        return Fraction(*between)

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    def __repr__(self):
        return f'{self.__class__.__name__}({self._numerator}, {self._denominator})'

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return f'{self._numerator}/{self._denominator}'

    def __format__(self, format_spec):
        found = _SPEC(format_spec)
        kind = found and found['kind']
        # Without a letter there are no digits after a point, and with an alignment no zeros before the number.
        if (found is None or not kind and (found['zeros'] or found['z'] or found['precision'])
                or found['zeros'] and found['align']):
            raise ValueError(f'Invalid format specifier {format_spec!r} for object of type {type(self).__name__!r}')
        if kind:
            negative, whole, rest = self._digits(kind, int(found['precision'] or 6), found['alternate'], found['z'])
        else:
            negative = self._numerator < 0
            whole, rest = str(abs(self._numerator)), ''
            if self._denominator > 1 or found['alternate']:
                rest = f'/{self._denominator:{found["grouping"] or ""}}'
        sign = '-' if negative else '' if found['sign'] in (None, '-') else found['sign']
        width = int(found['width'] or 0)
        if found['zeros']:
            room = width - len(sign) - len(rest)
            whole = whole.zfill(3 * room // 4 + 1 if found['grouping'] else room)
        if found['grouping']:
            first = 1 + (len(whole) - 1) % 3
            whole = found['grouping'].join([whole[:first], *(whole[at:at + 3] for at in range(first, len(whole), 3))])
        body = whole + rest
        space = (found['fill'] or ' ') * (width - len(sign) - len(body))
        match found['align']:
            case '<':
                return sign + body + space
            case '^':
                half = len(space) // 2
                return space[:half] + sign + body + space[half:]
            case '=':
                return sign + space + body
        return space + sign + body

    def _digits(self, kind, precision, keep_zeros, positive_zero):
        """For a letter of a format: whether there is a minus, the digits before the point, and what follows them."""
        n, d = self._numerator, self._denominator
        shown_exponent = None
        if kind in 'fF%':
            digits = _in_units(n, d, -precision - (2 if kind == '%' else 0))
            after = precision
            keep_zeros_after = True
        else:
            count = max(precision, 1) if kind in 'gG' else precision + 1
            digits, exponent = _significant(n, d, count)
            keep_zeros_after = keep_zeros or kind in 'eE'
            after = -exponent
            if kind in 'eE' or exponent > 0 or exponent + count <= -4:
                after = count - 1
                shown_exponent = exponent + after
        negative = n < 0 and (digits != 0 or not positive_zero)
        text = f'{digits:0{after + 1}d}'
        whole, fraction = text[:len(text) - after], text[len(text) - after:]
        if not keep_zeros_after:
            fraction = fraction.rstrip('0')
        rest = '.' + fraction if fraction or keep_zeros else ''
        if kind == '%':
            rest += '%'
        elif shown_exponent is not None:
            rest += f"{'E' if kind.isupper() else 'e'}{shown_exponent:+03d}"
        return negative, whole, rest

    def _arithmetic(operation, fallback, takes_complex=True):
        def forward(a, b):
            if isinstance(b, (int, Fraction)):
                return operation(a, b if isinstance(b, Fraction) else Fraction(b))
            if isinstance(b, float):
                return fallback(float(a), b)
            if isinstance(b, complex) and takes_complex:
                return fallback(complex(a), b)
            return NotImplemented

        def reverse(b, a):
            if isinstance(a, numbers.Rational):
                return operation(Fraction(a), b)
            if isinstance(a, numbers.Real):
                return fallback(float(a), float(b))
            if isinstance(a, numbers.Complex) and takes_complex:
                return fallback(complex(a), complex(b))
            return NotImplemented

        return forward, reverse

    __add__, __radd__ = _arithmetic(lambda a, b: Fraction._reduced(
        a._numerator * b._denominator + b._numerator * a._denominator, a._denominator * b._denominator), operator.add)
    __sub__, __rsub__ = _arithmetic(lambda a, b: Fraction._reduced(
        a._numerator * b._denominator - b._numerator * a._denominator, a._denominator * b._denominator), operator.sub)
    __mul__, __rmul__ = _arithmetic(lambda a, b: Fraction._reduced(
        a._numerator * b._numerator, a._denominator * b._denominator), operator.mul)
    __truediv__, __rtruediv__ = _arithmetic(lambda a, b: Fraction._reduced(
        a._numerator * b._denominator, a._denominator * b._numerator), operator.truediv)
    __floordiv__, __rfloordiv__ = _arithmetic(lambda a, b: (
        a._numerator * b._denominator) // (a._denominator * b._numerator), operator.floordiv, False)
    __mod__, __rmod__ = _arithmetic(lambda a, b: Fraction._reduced(
        (a._numerator * b._denominator) % (b._numerator * a._denominator), a._denominator * b._denominator), operator.mod, False)
    __divmod__, __rdivmod__ = _arithmetic(lambda a, b: (a // b, a % b), divmod, False)

    def __pow__(self, power):
        if isinstance(power, numbers.Rational):
            if power.denominator != 1:
                return float(self) ** float(power)
            top, bottom, times = self._numerator, self._denominator, power.numerator
            if times >= 0:
                return Fraction._of(top ** times, bottom ** times)
            if top == 0:
                raise ZeroDivisionError(f'Fraction({bottom ** -times}, 0)')
            return Fraction(bottom ** -times, top ** -times)
        return float(self) ** power if isinstance(power, (float, complex)) else NotImplemented

    def __rpow__(self, base):
        if self._denominator == 1 and (self._numerator >= 0 or not isinstance(base, numbers.Rational)):
            return base ** self._numerator
        if isinstance(base, numbers.Rational):
            return Fraction(base.numerator, base.denominator) ** self
        return base ** float(self)

    def __pos__(self):
        return Fraction(self._numerator, self._denominator)

    def __neg__(self):
        return Fraction(-self._numerator, self._denominator)

    def __abs__(self):
        return Fraction(abs(self._numerator), self._denominator)

    def __int__(self):
        return -(-self._numerator // self._denominator) if self._numerator < 0 else self._numerator // self._denominator

    __trunc__ = __int__

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is not None:
            scale = 10 ** abs(ndigits)
            return Fraction(round(self * scale), scale) if ndigits > 0 else Fraction(round(self / scale) * scale)
        below, rest = divmod(self._numerator, self._denominator)
        twice = 2 * rest - self._denominator
        # Halves go to the even side.
        return below + (twice > 0 or twice == 0 and below % 2)

    def __hash__(self):
        try:
            inverse = pow(self._denominator, -1, sys.hash_info.modulus)
        except ValueError:
            value = sys.hash_info.inf
        else:
            value = hash(hash(abs(self._numerator)) * inverse)
        result = value if self._numerator >= 0 else -value
        return -2 if result == -1 else result

    def __eq__(self, other):
        if isinstance(other, numbers.Rational):
            return (self._numerator, self._denominator) == (other.numerator, other.denominator)
        if isinstance(other, numbers.Complex) and other.imag == 0:
            other = other.real
        if not isinstance(other, float):
            return NotImplemented
        return self == self.from_float(other) if math.isfinite(other) else False

    def _compare(self, other, op):
        if isinstance(other, numbers.Rational):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if not isinstance(other, float):
            return NotImplemented
        # All fractions stand to what is not finite as zero does.
        return op(self, self.from_float(other)) if math.isfinite(other) else op(0.0, other)

    def __lt__(a, b):
        return a._compare(b, operator.lt)

    def __gt__(a, b):
        return a._compare(b, operator.gt)

    def __le__(a, b):
        return a._compare(b, operator.le)

    def __ge__(a, b):
        return a._compare(b, operator.ge)

    def __bool__(self):
        return bool(self._numerator)

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        # A class of one's own may keep more than a number.
        return self if type(self) is Fraction else self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()
