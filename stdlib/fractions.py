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
        raise TypeError('argument should be a string or a Rational instance or have the as_integer_ratio() method')

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
        if not format_spec:
            return str(self)
        return format(float(self), format_spec)

    def _arithmetic(operation, fallback):
        def forward(a, b):
            if isinstance(b, (int, Fraction)):
                return operation(a, b if isinstance(b, Fraction) else Fraction(b))
            if isinstance(b, float):
                return fallback(float(a), b)
            if isinstance(b, complex):
                return fallback(complex(a), b)
            return NotImplemented

        def reverse(b, a):
            if isinstance(a, numbers.Rational):
                return operation(Fraction(a), b)
            if isinstance(a, numbers.Real):
                return fallback(float(a), float(b))
            if isinstance(a, numbers.Complex):
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
        a._numerator * b._denominator) // (a._denominator * b._numerator), operator.floordiv)
    __mod__, __rmod__ = _arithmetic(lambda a, b: Fraction._reduced(
        (a._numerator * b._denominator) % (b._numerator * a._denominator), a._denominator * b._denominator), operator.mod)
    __divmod__, __rdivmod__ = _arithmetic(lambda a, b: (a // b, a % b), divmod)

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
        return self

    def __deepcopy__(self, memo):
        return self
