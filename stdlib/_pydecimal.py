"""Decimal arithmetic written in the language. `decimal` has a native half (`_decimal`), which leaves rare operations to this module."""

import contextvars as _contextvars
import math as _math
import numbers as _numbers
import re as _re
import sys as _sys
from collections import namedtuple as _namedtuple

__all__ = ['Decimal', 'Context', 'DecimalTuple', 'DefaultContext', 'BasicContext', 'ExtendedContext', 'DecimalException', 'Clamped',
           'InvalidOperation', 'DivisionByZero', 'Inexact', 'Rounded', 'Subnormal', 'Overflow', 'Underflow', 'FloatOperation',
           'DivisionImpossible', 'InvalidContext', 'ConversionSyntax', 'DivisionUndefined', 'ROUND_DOWN', 'ROUND_HALF_UP',
           'ROUND_HALF_EVEN', 'ROUND_CEILING', 'ROUND_FLOOR', 'ROUND_UP', 'ROUND_HALF_DOWN', 'ROUND_05UP', 'setcontext', 'getcontext',
           'localcontext', 'MAX_PREC', 'MAX_EMAX', 'MIN_EMIN', 'MIN_ETINY', 'HAVE_THREADS', 'HAVE_CONTEXTVAR']

__version__ = '1.70'
__libmpdec_version__ = '2.5.1'

DecimalTuple = _namedtuple('DecimalTuple', 'sign digits exponent')
DecimalTuple.__module__ = 'decimal'

ROUND_DOWN = 'ROUND_DOWN'
ROUND_HALF_UP = 'ROUND_HALF_UP'
ROUND_HALF_EVEN = 'ROUND_HALF_EVEN'
ROUND_CEILING = 'ROUND_CEILING'
ROUND_FLOOR = 'ROUND_FLOOR'
ROUND_UP = 'ROUND_UP'
ROUND_HALF_DOWN = 'ROUND_HALF_DOWN'
ROUND_05UP = 'ROUND_05UP'
_ROUNDINGS = (ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP)

HAVE_THREADS = True
HAVE_CONTEXTVAR = True
MAX_PREC = 999999999999999999
MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
MIN_ETINY = MIN_EMIN - (MAX_PREC - 1)


class DecimalException(ArithmeticError):
    """Base exception class."""


class Clamped(DecimalException):
    """The exponent was changed to fit."""


class InvalidOperation(DecimalException):
    """An operation has no result."""


class ConversionSyntax(InvalidOperation):
    """A text is no number."""


class DivisionByZero(DecimalException, ZeroDivisionError):
    """Division by zero."""


class DivisionImpossible(InvalidOperation):
    """A quotient has too many digits."""


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    """Zero divided by zero."""


class Inexact(DecimalException):
    """Digits other than zero were lost."""


class InvalidContext(InvalidOperation):
    """The context cannot be used."""


class Rounded(DecimalException):
    """Digits were lost."""


class Subnormal(DecimalException):
    """The exponent is below Emin."""


class Overflow(Inexact, Rounded):
    """The number is too large."""


class Underflow(Inexact, Rounded, Subnormal):
    """The number is too small."""


class FloatOperation(DecimalException, TypeError):
    """A float was mixed with decimals."""


_signals = [Clamped, DivisionByZero, Inexact, Overflow, Rounded, Underflow, InvalidOperation, Subnormal, FloatOperation]
_signal_of = {ConversionSyntax: InvalidOperation, DivisionImpossible: InvalidOperation, DivisionUndefined: InvalidOperation,
              InvalidContext: InvalidOperation}

_NUMBER = _re.compile(r'''
    (?P<sign>[-+])?
    (?: (?=\d|\.\d) (?P<int>\d*) (?:\.(?P<frac>\d*))? (?:e(?P<exp>[-+]?\d+))?
      | inf(?:inity)?(?P<inf>)
      | (?P<signal>s)?nan(?P<diag>\d*)
    )\Z''', _re.VERBOSE | _re.IGNORECASE).match


def _digits(n):
    """How many digits a coefficient has; 1 for zero."""
    if n < 1000000000000000:
        return len(str(n))
    guess = int((n.bit_length() - 1) * 0.30102999566398120)
    return guess + 1 if n < 10 ** guess * 10 and n >= 10 ** guess else guess + 2 if n >= 10 ** (guess + 1) else guess


def _round_away(sign, kept, rest, half, rounding):
    """Whether a coefficient grows by one: `rest` was cut off it, 2 * rest compared with `half` tells where it lies."""
    if rounding == ROUND_DOWN or not rest:
        return False
    if rounding == ROUND_UP:
        return True
    if rounding == ROUND_CEILING:
        return not sign
    if rounding == ROUND_FLOOR:
        return bool(sign)
    if rounding == ROUND_05UP:
        return kept % 10 in (0, 5)
    twice = 2 * rest
    if twice != half:
        return twice > half
    return rounding == ROUND_HALF_UP or rounding == ROUND_HALF_EVEN and bool(kept & 1)


def _cut(sign, coefficient, places, rounding):
    """A coefficient without its last `places` digits, and whether they were all zeros."""
    unit = 10 ** places
    kept, rest = divmod(coefficient, unit)
    return kept + _round_away(sign, kept, rest, unit, rounding), not rest


class Decimal:
    """A decimal number: (-1)**sign * coefficient * 10**exponent, or an infinity or NaN."""

    # `_exp` is 'F' for infinities, 'n' and 'N' for quiet and signalling NaNs, whose payload is the coefficient.
    __slots__ = ('_sign', '_c', '_exp', '_hash')

    def __new__(cls, value='0', context=None):
        if isinstance(value, str):
            match = _NUMBER(value.strip().replace('_', ''))
            if match is None:
                return (context or getcontext())._raise(ConversionSyntax, cls, f'Invalid literal for Decimal: {value!r}')
            sign = 1 if match['sign'] == '-' else 0
            if match['int'] is not None:
                frac = match['frac'] or ''
                exp = int(match['exp'] or '0') - len(frac)
                if abs(exp) > 2 * MAX_EMAX:
                    return (context or getcontext())._raise(InvalidOperation, cls)
                return _make(cls, sign, int(match['int'] + frac), exp)
            if match['inf'] is not None:
                return _make(cls, sign, 0, 'F')
            return _make(cls, sign, int(match['diag'] or '0'), 'N' if match['signal'] else 'n')
        if isinstance(value, int):
            return _make(cls, 1 if value < 0 else 0, abs(int(value)), 0)
        if isinstance(value, Decimal):
            return _make(cls, value._sign, value._c, value._exp)
        if isinstance(value, (list, tuple)):
            if len(value) != 3:
                raise ValueError('argument must be a sequence of length 3')
            sign, digits, exp = value
            if not isinstance(sign, int) or sign not in (0, 1):
                raise ValueError('sign must be an integer with the value 0 or 1')
            if exp == 'F':
                return _make(cls, sign, 0, 'F')
            coefficient = 0
            for digit in digits:
                if not isinstance(digit, int) or not 0 <= digit <= 9:
                    raise ValueError('coefficient must be a tuple of digits')
                coefficient = coefficient * 10 + digit
            if exp in ('n', 'N'):
                return _make(cls, sign, coefficient, exp)
            if not isinstance(exp, int):
                raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
            return _make(cls, sign, coefficient, exp)
        if isinstance(value, float):
            context = context or getcontext()
            context._raise(FloatOperation, None, 'strict semantics for mixing floats and Decimals are enabled')
            return cls.from_float(value)
        raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported')

    @classmethod
    def from_float(cls, f):
        """A float as exactly the decimal number it is."""
        if isinstance(f, int):
            made = _make(Decimal, 1 if f < 0 else 0, abs(f), 0)
        elif not isinstance(f, float):
            raise TypeError('argument must be int or float.')
        else:
            sign = 1 if _math.copysign(1.0, f) < 0 else 0
            if _math.isinf(f):
                made = _make(Decimal, sign, 0, 'F')
            elif _math.isnan(f):
                made = _make(Decimal, sign, 0, 'n')
            else:
                n, d = abs(f).as_integer_ratio()
                k = d.bit_length() - 1
                made = _make(Decimal, sign, n * 5 ** k, -k)
        return made if cls is Decimal else cls(made)

    # ---- what it is ----

    @property
    def _special(self):
        return type(self._exp) is str

    def is_nan(self):
        return self._exp in ('n', 'N')

    def is_qnan(self):
        return self._exp == 'n'

    def is_snan(self):
        return self._exp == 'N'

    def is_infinite(self):
        return self._exp == 'F'

    def is_finite(self):
        return type(self._exp) is int

    def is_signed(self):
        return self._sign == 1

    def is_zero(self):
        return type(self._exp) is int and not self._c

    def is_canonical(self):
        return True

    def canonical(self):
        return self

    def is_normal(self, context=None):
        if self._special or not self._c:
            return False
        return (context or getcontext()).Emin <= self.adjusted()

    def is_subnormal(self, context=None):
        if self._special or not self._c:
            return False
        return self.adjusted() < (context or getcontext()).Emin

    def adjusted(self):
        """The exponent of the first digit."""
        return 0 if self._special else self._exp + _digits(self._c) - 1

    def as_tuple(self):
        """Sign, digits and exponent."""
        if self._exp == 'F':
            return DecimalTuple(self._sign, (0,), 'F')
        if self._special:
            return DecimalTuple(self._sign, tuple(map(int, str(self._c))) if self._c else (), self._exp)
        return DecimalTuple(self._sign, tuple(map(int, str(self._c))), self._exp)

    def as_integer_ratio(self):
        """The number as a fraction in lowest terms."""
        if self._special:
            if self.is_nan():
                raise ValueError('cannot convert NaN to integer ratio')
            raise OverflowError('cannot convert Infinity to integer ratio')
        n, d = (self._c * 10 ** self._exp, 1) if self._exp >= 0 else (self._c, 10 ** -self._exp)
        g = _math.gcd(n, d)
        return (-n if self._sign else n) // g, d // g

    def number_class(self, context=None):
        if self.is_snan():
            return 'sNaN'
        if self.is_qnan():
            return 'NaN'
        sign = '-' if self._sign else '+'
        if self._exp == 'F':
            return sign + 'Infinity'
        if not self._c:
            return sign + 'Zero'
        return sign + ('Subnormal' if self.is_subnormal(context) else 'Normal')

    def radix(self):
        return Decimal(10)

    # ---- text ----

    def __repr__(self):
        return f"Decimal('{self}')"

    def __str__(self, eng=False, context=None):
        sign = '-' if self._sign else ''
        if self._special:
            if self._exp == 'F':
                return sign + 'Infinity'
            return sign + ('sNaN' if self._exp == 'N' else 'NaN') + (str(self._c) if self._c else '')
        digits = str(self._c)
        left = self._exp + len(digits)
        if self._exp <= 0 and left > -6:
            point = left
        elif not eng:
            point = 1
        elif not self._c:
            point = (left + 1) % 3 - 1
        else:
            point = (left - 1) % 3 + 1
        if point <= 0:
            whole, fraction = '0', '.' + '0' * -point + digits
        elif point >= len(digits):
            whole, fraction = digits + '0' * (point - len(digits)), ''
        else:
            whole, fraction = digits[:point], '.' + digits[point:]
        if left == point:
            exponent = ''
        else:
            exponent = ('E' if (context or getcontext()).capitals else 'e') + '%+d' % (left - point)
        return sign + whole + fraction + exponent

    def to_eng_string(self, context=None):
        """As str(), with exponents that are multiples of three."""
        return self.__str__(True, context)

    def __format__(self, specifier, context=None, _localeconv=None):
        match = _FORMAT(specifier)
        if match is None:
            raise ValueError('invalid format string')
        spec = match.groupdict()
        fill, align = spec['fill'] or ' ', spec['align'] or '>'
        if spec['zero']:
            if spec['fill'] or spec['align']:
                if spec['align'] is not None and spec['fill'] is None:
                    fill = '0'
            else:
                fill, align = '0', '='
        width = int(spec['width'] or 0)
        kind = spec['type']
        precision = int(spec['precision']) if spec['precision'] is not None else None
        context = context or getcontext()
        grouping = spec['sep'] or ''
        if kind == 'n':
            kind = 'g'
        if self._special:
            body = str(abs(self) if self._exp == 'F' else self.copy_abs()) + ('%' if kind == '%' else '')
            sign = self._sign
            if fill == '0' and align == '=':
                fill = ' '
                align = '>'
        else:
            number = self
            if kind == '%':
                number = _make(Decimal, self._sign, self._c, self._exp + 2)
            rounding = context.rounding
            if kind is None:
                kind = 'g'
                bare = True
            else:
                bare = False
            if precision is not None:
                if kind in 'eE':
                    number = number._to_digits(precision + 1, rounding)
                elif kind in 'fF%':
                    number = number._rescale(-precision, rounding)
                elif kind in 'gG':
                    if _digits(number._c) > (precision or 1):
                        number = number._to_digits(precision or 1, rounding)
            if not number._c and number._exp > 0 and kind in 'fF%':
                number = number._rescale(0, rounding)
            if not number._c and spec['noneg'] and number._sign:
                number = number.copy_abs()
            sign = number._sign
            digits = str(number._c)
            left = number._exp + len(digits)
            if kind in 'eE':
                point = 1 - precision if not number._c and precision is not None else 1
            elif kind in 'fF%':
                point = left
            elif number._exp <= 0 and left > -6:
                point = left
            else:
                point = 1
            if point < 0:
                whole, fraction = '0', '0' * -point + digits
            elif point > len(digits):
                whole, fraction = digits + '0' * (point - len(digits)), ''
            else:
                whole, fraction = digits[:point] or '0', digits[point:]
            exponent = left - point
            tail = '.' + fraction if fraction or spec['alt'] else ''
            if exponent != 0 or kind in 'eE':
                letter = {'E': 'E', 'e': 'e', 'G': 'E', 'g': 'e'}[kind] if not bare else 'E' if context.capitals else 'e'
                tail += f'{letter}{exponent:+d}'
            if kind == '%':
                tail += '%'
            shown_sign = '-' if sign else spec['sign'] if spec['sign'] in ('+', ' ') else ''
            if grouping:
                room = width - len(shown_sign) - len(tail) if fill == '0' and align == '=' else 0
                if room > 0:
                    while len(whole) + (len(whole) - 1) // 3 < room:
                        whole = '0' + whole
                first = len(whole) % 3 or 3
                whole = grouping.join([whole[:first], *(whole[i:i + 3] for i in range(first, len(whole), 3))])
            body = whole + tail
        shown_sign = '-' if sign else spec['sign'] if spec['sign'] in ('+', ' ') else ''
        if self._special and body.startswith('-'):
            body = body[1:]
        padding = fill * (width - len(shown_sign) - len(body))
        if align == '<':
            return shown_sign + body + padding
        if align == '=':
            return shown_sign + padding + body
        if align == '^':
            half = len(padding) // 2
            return padding[:half] + shown_sign + body + padding[half:]
        return padding + shown_sign + body

    # ---- rounding ----

    def _nan(self, context, other=None):
        """The NaN that comes of an operation with NaNs, or None."""
        theirs = other._exp if other is not None else 0
        if self._exp not in ('n', 'N') and theirs not in ('n', 'N'):
            return None
        if context is None:
            context = getcontext()
        if self._exp == 'N':
            return context._raise(InvalidOperation, self, 'sNaN')
        if theirs == 'N':
            return context._raise(InvalidOperation, other, 'sNaN')
        return (self if self._exp == 'n' else other)._fix_nan(context)

    def _fix_nan(self, context):
        room = context.prec - context.clamp
        if self._c and _digits(self._c) > room:
            return _make(Decimal, self._sign, self._c % 10 ** room, self._exp)
        return self if type(self) is Decimal else _make(Decimal, self._sign, self._c, self._exp)

    def _fix(self, context):
        """The number as the context allows it, with its signals."""
        exp = self._exp
        if type(exp) is str:
            return self._fix_nan(context) if exp != 'F' else _plain(self)
        etiny, etop = context.Etiny(), context.Etop()
        c = self._c
        if not c:
            top = etop if context.clamp else context.Emax
            new = min(max(exp, etiny), top)
            if new != exp:
                context._raise(Clamped)
                return _make(Decimal, self._sign, 0, new)
            return _plain(self)
        digits = _digits(c)
        least = digits + exp - context.prec
        if least > etop:
            result = context._raise(Overflow, self._sign, 'above Emax')
            context._raise(Inexact)
            context._raise(Rounded)
            return result
        is_subnormal = least < etiny
        if is_subnormal:
            least = etiny
        if exp < least:
            if digits + exp - least < 0:
                c, exact = _tiny(self._sign, context.rounding), False
            else:
                c, exact = _cut(self._sign, c, least - exp, context.rounding)
            if _digits(c) > context.prec:
                c //= 10
                least += 1
            if least > etop:
                result = context._raise(Overflow, self._sign, 'above Emax')
            else:
                result = _make(Decimal, self._sign, c, least)
            if not exact and is_subnormal:
                context._raise(Underflow)
            if is_subnormal:
                context._raise(Subnormal)
            if not exact:
                context._raise(Inexact)
            context._raise(Rounded)
            if not c:
                context._raise(Clamped)
            return result
        if is_subnormal:
            context._raise(Subnormal)
        if context.clamp and exp > etop:
            context._raise(Clamped)
            return _make(Decimal, self._sign, c * 10 ** (exp - etop), etop)
        return _plain(self)

    def _rescale(self, exp, rounding):
        """With another exponent, whatever the context says."""
        if self._special:
            return self
        if not self._c:
            return _make(Decimal, self._sign, 0, exp)
        if self._exp >= exp:
            return _make(Decimal, self._sign, self._c * 10 ** (self._exp - exp), exp)
        places = exp - self._exp
        if places > _digits(self._c):
            return _make(Decimal, self._sign, _tiny(self._sign, rounding), exp)
        return _make(Decimal, self._sign, _cut(self._sign, self._c, places, rounding)[0], exp)

    def _to_digits(self, places, rounding):
        """With just so many digits."""
        if not self._c:
            return self
        result = self._rescale(self.adjusted() + 1 - places, rounding)
        if result.adjusted() != self.adjusted():
            result = result._rescale(result.adjusted() + 1 - places, rounding)
        return result

    def quantize(self, exp, rounding=None, context=None):
        """With the exponent of `exp`."""
        context = context or getcontext()
        exp = _other(exp, True)
        rounding = rounding or context.rounding
        if self._special or exp._special:
            found = self._nan(context, exp)
            if found is not None:
                return found
            if self._exp == exp._exp == 'F':
                return _plain(self)
            return context._raise(InvalidOperation, None, 'quantize with one INF')
        if not context.Etiny() <= exp._exp <= context.Emax:
            return context._raise(InvalidOperation, None, 'target exponent out of bounds in quantize')
        if not self._c:
            return _make(Decimal, self._sign, 0, exp._exp)._fix(context)
        if self.adjusted() > context.Emax:
            return context._raise(InvalidOperation, None, 'exponent of quantize result too large for current context')
        if self.adjusted() - exp._exp + 1 > context.prec:
            return context._raise(InvalidOperation, None, 'quantize result has too many digits for current context')
        result = self._rescale(exp._exp, rounding)
        if result.adjusted() > context.Emax:
            return context._raise(InvalidOperation, None, 'exponent of quantize result too large for current context')
        if _digits(result._c) > context.prec:
            return context._raise(InvalidOperation, None, 'quantize result has too many digits for current context')
        if result._c and result.adjusted() < context.Emin:
            context._raise(Subnormal)
        if result._exp > self._exp:
            if result != self:
                context._raise(Inexact)
            context._raise(Rounded)
        return result._fix(context)

    def same_quantum(self, other, context=None):
        other = _other(other, True)
        if self._special or other._special:
            return self.is_nan() and other.is_nan() or self.is_infinite() and other.is_infinite()
        return self._exp == other._exp

    def to_integral_exact(self, rounding=None, context=None):
        if self._special:
            found = self._nan(context)
            return _plain(self) if found is None else found
        if self._exp >= 0:
            return _plain(self)
        if not self._c:
            return _make(Decimal, self._sign, 0, 0)
        context = context or getcontext()
        result = self._rescale(0, rounding or context.rounding)
        if result != self:
            context._raise(Inexact)
        context._raise(Rounded)
        return result

    def to_integral_value(self, rounding=None, context=None):
        if self._special:
            found = self._nan(context)
            return _plain(self) if found is None else found
        if self._exp >= 0:
            return _plain(self)
        return self._rescale(0, rounding or (context or getcontext()).rounding)

    to_integral = to_integral_value

    def _whole(self, rounding):
        if self.is_nan():
            raise ValueError('cannot convert NaN to integer')
        if self._exp == 'F':
            raise OverflowError('cannot convert Infinity to integer')
        n = self._rescale(0, rounding)
        return -n._c if n._sign else n._c

    def __int__(self):
        return self._whole(ROUND_DOWN)

    __trunc__ = __int__

    def __floor__(self):
        return self._whole(ROUND_FLOOR)

    def __ceil__(self):
        return self._whole(ROUND_CEILING)

    def __round__(self, n=None):
        if n is not None:
            if not isinstance(n, int):
                raise TypeError('optional argument must be an integer')
            return self.quantize(_make(Decimal, 0, 1, -n))
        return self._whole(ROUND_HALF_EVEN)

    def __float__(self):
        if self.is_nan():
            if self.is_snan():
                raise ValueError('cannot convert signaling NaN to float')
            return -_math.nan if self._sign else _math.nan
        if self._exp == 'F':
            return -_math.inf if self._sign else _math.inf
        return float(f"{'-' if self._sign else ''}{self._c}e{self._exp}")

    def __complex__(self):
        return complex(float(self))

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return Decimal(0)

    def conjugate(self):
        return self

    def __bool__(self):
        return self._special or self._c != 0

    # ---- comparing ----

    def _cmp(self, other):
        """-1, 0 or 1; there are no NaNs."""
        if self._special or other._special:
            rank = lambda d: 0 if d._exp != 'F' else -1 if d._sign else 1
            return (rank(self) > rank(other)) - (rank(self) < rank(other))
        if not self._c or not other._c:
            rank = lambda d: 0 if not d._c else -1 if d._sign else 1
            return (rank(self) > rank(other)) - (rank(self) < rank(other))
        if self._sign != other._sign:
            return -1 if self._sign else 1
        mine, theirs = self.adjusted(), other.adjusted()
        if mine == theirs:
            low = min(self._exp, other._exp)
            mine, theirs = self._c * 10 ** (self._exp - low), other._c * 10 ** (other._exp - low)
        order = (mine > theirs) - (mine < theirs)
        return -order if self._sign else order

    def __eq__(self, other):
        other = _comparand(self, other, True)
        if other is NotImplemented:
            return other
        if self.is_nan() or other.is_nan():
            if self.is_snan() or other.is_snan():
                getcontext()._raise(InvalidOperation, None, 'comparison involving sNaN')
            return False
        return self._cmp(other) == 0

    def _order(self, other, test):
        other = _comparand(self, other, False)
        if other is NotImplemented:
            return other
        if self.is_nan() or other.is_nan():
            getcontext()._raise(InvalidOperation, None, 'comparison involving NaN')
            return False
        return test(self._cmp(other))

    def __lt__(self, other):
        return self._order(other, lambda c: c < 0)

    def __le__(self, other):
        return self._order(other, lambda c: c <= 0)

    def __gt__(self, other):
        return self._order(other, lambda c: c > 0)

    def __ge__(self, other):
        return self._order(other, lambda c: c >= 0)

    def __hash__(self):
        try:
            return self._hash
        except AttributeError:
            pass
        if self._special:
            if self.is_snan():
                raise TypeError('Cannot hash a signaling NaN value.')
            if self.is_nan():
                result = object.__hash__(self)
            else:
                result = -_sys.hash_info.inf if self._sign else _sys.hash_info.inf
        else:
            prime = _sys.hash_info.modulus
            power = pow(10, self._exp, prime) if self._exp >= 0 else pow(pow(10, -1, prime), -self._exp, prime)
            result = self._c * power % prime
            result = -result if self._sign else result
            result = -2 if result == -1 else result
        self._hash = result
        return result

    def compare(self, other, context=None):
        other = _other(other, True)
        found = self._nan(context, other)
        return Decimal(self._cmp(other)) if found is None else found

    def compare_signal(self, other, context=None):
        other = _other(other, True)
        for kind in ('N', 'n'):
            # A signaling one counts before a quiet one.
            for number in (self, other):
                if number._exp == kind:
                    return (context or getcontext())._raise(InvalidOperation, number, 'comparison involving NaN')
        return self.compare(other, context)

    def compare_total(self, other, context=None):
        other = _other(other, True)

        def key(d):
            if d.is_nan():
                rest = (3 if d._exp == 'n' else 2, d._c, 0)
            elif d._exp == 'F':
                rest = (1, 0, 0)
            else:
                rest = None
            return rest
        if self._sign != other._sign:
            return Decimal(-1 if self._sign else 1)
        mine, theirs = key(self), key(other)
        if mine or theirs:
            mine, theirs = mine or (0, 0, 0), theirs or (0, 0, 0)
            order = (mine > theirs) - (mine < theirs)
        else:
            order = self.copy_abs()._cmp(other.copy_abs()) or (self._exp > other._exp) - (self._exp < other._exp)
        return Decimal(-order if self._sign else order)

    def compare_total_mag(self, other, context=None):
        return self.copy_abs().compare_total(_other(other, True).copy_abs())

    def _pick(self, other, context, want, mag, nan_last=True):
        other = _other(other, True)
        context = context or getcontext()
        if self._special or other._special:
            mine, theirs = self._exp in ('n', 'N'), other._exp in ('n', 'N')
            if mine or theirs:
                if theirs and not mine and other._exp == 'n':
                    return self._fix(context)
                if mine and not theirs and self._exp == 'n':
                    return other._fix(context)
                return self._nan(context, other)
        a, b = (self.copy_abs(), other.copy_abs()) if mag else (self, other)
        order = a._cmp(b) or int(self.compare_total(other))
        return (self if order * want >= 0 else other)._fix(context)

    def max(self, other, context=None):
        return self._pick(other, context, 1, False)

    def min(self, other, context=None):
        return self._pick(other, context, -1, False)

    def max_mag(self, other, context=None):
        return self._pick(other, context, 1, True)

    def min_mag(self, other, context=None):
        return self._pick(other, context, -1, True)

    # ---- signs ----

    def copy_abs(self):
        return _make(Decimal, 0, self._c, self._exp)

    def copy_negate(self):
        return _make(Decimal, 1 - self._sign, self._c, self._exp)

    def copy_sign(self, other, context=None):
        return _make(Decimal, _other(other, True)._sign, self._c, self._exp)

    def __neg__(self, context=None):
        found = self._nan(context)
        if found is not None:
            return found
        context = context or getcontext()
        if not self and context.rounding != ROUND_FLOOR:
            return self.copy_abs()._fix(context)
        return self.copy_negate()._fix(context)

    def __pos__(self, context=None):
        found = self._nan(context)
        if found is not None:
            return found
        context = context or getcontext()
        if not self and context.rounding != ROUND_FLOOR:
            return self.copy_abs()._fix(context)
        return self._fix(context)

    def __abs__(self, round=True, context=None):
        if not round:
            return self.copy_abs()
        found = self._nan(context)
        if found is not None:
            return found
        return (self.copy_abs() if self._sign else self)._fix(context or getcontext())

    # ---- arithmetic ----

    def __add__(self, other, context=None):
        other = _other(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        if self._special or other._special:
            found = self._nan(context, other)
            if found is not None:
                return found
            if self._exp == 'F':
                if other._exp == 'F' and self._sign != other._sign:
                    return context._raise(InvalidOperation, None, '-INF + INF')
                return _plain(self)
            return _plain(other)
        exp = min(self._exp, other._exp)
        if not self._c and not other._c:
            sign = min(self._sign, other._sign)
            if self._sign != other._sign and context.rounding == ROUND_FLOOR:
                sign = 1
            return _make(Decimal, sign, 0, exp)._fix(context)
        a, b = self, other
        if not a._c or not b._c:
            number = b if not a._c else a
            exp = max(exp, number._exp - context.prec - 1)
            return number._rescale(exp, context.rounding)._fix(context)
        # Far below the last digit that counts a number is as good as a tiny one.
        large, small = (a, b) if a.adjusted() >= b.adjusted() else (b, a)
        floor = min(large._exp - 1, large.adjusted() - context.prec - 1)
        if small._exp < large._exp and small.adjusted() < floor:
            small = _make(Decimal, small._sign, 1, floor)
        low = min(large._exp, small._exp)
        x = large._c * 10 ** (large._exp - low)
        y = small._c * 10 ** (small._exp - low)
        total = (-x if large._sign else x) + (-y if small._sign else y)
        if not total:
            return _make(Decimal, 1 if context.rounding == ROUND_FLOOR else 0, 0, exp)._fix(context)
        return _make(Decimal, 1 if total < 0 else 0, abs(total), low)._fix(context)

    __radd__ = __add__

    def __sub__(self, other, context=None):
        other = _other(other)
        if other is NotImplemented:
            return other
        if self._special or other._special:
            found = self._nan(context, other)
            if found is not None:
                return found
        return self.__add__(other.copy_negate(), context)

    def __rsub__(self, other, context=None):
        other = _other(other)
        return other if other is NotImplemented else other.__sub__(self, context)

    def __mul__(self, other, context=None):
        other = _other(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        sign = self._sign ^ other._sign
        if self._special or other._special:
            found = self._nan(context, other)
            if found is not None:
                return found
            if not self or not other:
                return context._raise(InvalidOperation, None, '(+-)INF * 0')
            return _make(Decimal, sign, 0, 'F')
        return _make(Decimal, sign, self._c * other._c, self._exp + other._exp)._fix(context)

    __rmul__ = __mul__

    def __truediv__(self, other, context=None):
        other = _other(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        sign = self._sign ^ other._sign
        if self._special or other._special:
            found = self._nan(context, other)
            if found is not None:
                return found
            if self._exp == 'F' and other._exp == 'F':
                return context._raise(InvalidOperation, None, '(+-)INF/(+-)INF')
            if self._exp == 'F':
                return _make(Decimal, sign, 0, 'F')
            context._raise(Clamped)
            return _make(Decimal, sign, 0, context.Etiny())
        if not other._c:
            if not self._c:
                return context._raise(DivisionUndefined, None, '0 / 0')
            return context._raise(DivisionByZero, sign, 'x / 0')
        if not self._c:
            return _make(Decimal, sign, 0, self._exp - other._exp)._fix(context)
        shift = max(0, _digits(other._c) - _digits(self._c) + context.prec + 1)
        exp = self._exp - other._exp - shift
        quotient, rest = divmod(self._c * 10 ** shift, other._c)
        if rest:
            # A last digit that is no zero and no five keeps rounding right.
            if quotient % 5 == 0:
                quotient += 1
        else:
            ideal = self._exp - other._exp
            while exp < ideal and quotient % 10 == 0:
                quotient //= 10
                exp += 1
        return _make(Decimal, sign, quotient, exp)._fix(context)

    def __rtruediv__(self, other, context=None):
        other = _other(other)
        return other if other is NotImplemented else other.__truediv__(self, context)

    def _divide(self, other, context):
        """Quotient cut to an integer, and remainder; both finite, `other` not zero."""
        sign = self._sign ^ other._sign
        ideal = self._exp if other._exp == 'F' else min(self._exp, other._exp)
        distance = -2 if other._exp == 'F' else self.adjusted() - other.adjusted()
        if not self or other._exp == 'F' or distance <= -2:
            return _make(Decimal, sign, 0, 0), self._rescale(ideal, context.rounding)
        if distance <= context.prec:
            x, y = self._c * 10 ** max(0, self._exp - other._exp), other._c * 10 ** max(0, other._exp - self._exp)
            quotient, rest = divmod(x, y)
            if quotient < 10 ** context.prec:
                return _make(Decimal, sign, quotient, 0), _make(Decimal, self._sign, rest, ideal)
        failed = context._raise(DivisionImpossible, None, 'quotient too large in //, % or divmod')
        return failed, failed

    def _pair(self, other, context, what):
        """What // and % do before they divide: a NaN and so on, or None."""
        found = self._nan(context, other)
        if found is not None:
            return found, found
        if self._exp == 'F':
            if other._exp == 'F':
                failed = context._raise(InvalidOperation, None, f'{what} of INF by INF')
                return failed, failed
            return (_make(Decimal, self._sign ^ other._sign, 0, 'F'), context._raise(InvalidOperation, None, 'INF % x') if '%' in what else None)
        if not other:
            if not self:
                failed = context._raise(DivisionUndefined, None, '0 // 0')
                return failed, failed
            quotient = context._raise(DivisionByZero, self._sign ^ other._sign, 'x // 0') if '/' in what else None
            return quotient, context._raise(InvalidOperation, None, 'x % 0') if '%' in what else None
        return None

    def __floordiv__(self, other, context=None):
        other = _other(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        found = self._pair(other, context, '//')
        return (found or self._divide(other, context))[0]

    def __rfloordiv__(self, other, context=None):
        other = _other(other)
        return other if other is NotImplemented else other.__floordiv__(self, context)

    def __mod__(self, other, context=None):
        other = _other(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        found = self._pair(other, context, '%')
        if found:
            return found[1]
        return self._divide(other, context)[1]._fix(context)

    def __rmod__(self, other, context=None):
        other = _other(other)
        return other if other is NotImplemented else other.__mod__(self, context)

    def __divmod__(self, other, context=None):
        other = _other(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        found = self._pair(other, context, '//%')
        if found:
            return found
        quotient, rest = self._divide(other, context)
        return quotient, rest._fix(context)

    def __rdivmod__(self, other, context=None):
        other = _other(other)
        return other if other is NotImplemented else other.__divmod__(self, context)

    def remainder_near(self, other, context=None):
        """What is left when the nearest multiple of `other` is taken away."""
        context = context or getcontext()
        other = _other(other, True)
        found = self._nan(context, other)
        if found is not None:
            return found
        if self._exp == 'F':
            return context._raise(InvalidOperation, None, 'remainder_near(infinity, x)')
        if not other:
            return context._raise(InvalidOperation if self else DivisionUndefined, None, 'remainder_near(x, 0)')
        if other._exp == 'F':
            return self._fix(context)
        ideal = min(self._exp, other._exp)
        if not self:
            return _make(Decimal, self._sign, 0, ideal)._fix(context)
        distance = self.adjusted() - other.adjusted()
        if distance >= context.prec + 1:
            return context._raise(DivisionImpossible)
        if distance <= -2:
            return self._rescale(ideal, context.rounding)._fix(context)
        x, y = self._c * 10 ** max(0, self._exp - other._exp), other._c * 10 ** max(0, other._exp - self._exp)
        quotient, rest = divmod(x, y)
        if 2 * rest + (quotient & 1) > y:
            rest -= y
            quotient += 1
        if quotient >= 10 ** context.prec:
            return context._raise(DivisionImpossible)
        sign = self._sign
        if rest < 0:
            sign, rest = 1 - sign, -rest
        return _make(Decimal, sign, rest, ideal)._fix(context)

    def fma(self, other, third, context=None):
        """self * other + third, rounded once."""
        other, third = _other(other, True), _other(third, True)
        context = context or getcontext()
        is_undefined = self._exp == 'F' and not other or other._exp == 'F' and not self
        for number in (self, other, third):
            # What the product itself refuses counts before what is added to it.
            if number._exp == 'N' and not (number is third and is_undefined):
                return context._raise(InvalidOperation, number, 'sNaN')
        if self._special or other._special:
            found = self._nan(context, other)
            if found is not None:
                return found
            if not self or not other:
                return context._raise(InvalidOperation, None, 'INF * 0 in fma')
            product = _make(Decimal, self._sign ^ other._sign, 0, 'F')
        else:
            product = _make(Decimal, self._sign ^ other._sign, self._c * other._c, self._exp + other._exp)
        return product.__add__(third, context)

    def __pow__(self, other, modulo=None, context=None):
        if modulo is not None:
            return self._power_modulo(other, modulo, context)
        other = _other(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        found = self._nan(context, other)
        if found is not None:
            return found
        if not other:
            return context._raise(InvalidOperation, None, '0 ** 0') if not self else _ONE
        whole = other._exp != 'F' and other._rescale(0, ROUND_DOWN) == other
        sign = 0
        base = self
        if self._sign:
            if whole:
                sign = other._whole(ROUND_DOWN) & 1
            elif self:
                return context._raise(InvalidOperation, None, 'x ** y with x negative and y not an integer')
            base = self.copy_negate()
        if not self:
            return _make(Decimal, sign, 0, 'F') if other._sign else _make(Decimal, sign, 0, 0)
        if self._exp == 'F':
            return _make(Decimal, sign, 0, 0) if other._sign else _make(Decimal, sign, 0, 'F')
        if base == _ONE:
            if whole:
                n = abs(other._whole(ROUND_DOWN))
                if other._sign or base._exp >= 0:
                    return _make(Decimal, sign, 1, 0)
                exp = base._exp * min(n, context.prec)
                if exp < 1 - context.prec:
                    exp = 1 - context.prec
                    context._raise(Rounded)
                return _make(Decimal, sign, 10 ** -exp, exp)
            context._raise(Inexact)
            context._raise(Rounded)
            return _make(Decimal, sign, 10 ** (context.prec - 1), 1 - context.prec)
        if other._exp == 'F':
            if (other._sign == 0) == (base.adjusted() < 0):
                return _make(Decimal, sign, 0, 0)
            return _make(Decimal, sign, 0, 'F')
        # Beyond any exponent the result is an overflow or underflow.
        size = base._log10_bound()
        reach = other.adjusted() + size
        if reach > 20:
            grows = (base.adjusted() >= 0) == (other._sign == 0)
            huge = _make(Decimal, sign, 1, context.Emax + 1) if grows else _make(Decimal, sign, 1, context.Etiny() - 1)
            return huge._fix(context)
        exact = base._exact_power(other, context.prec + 1)
        if exact is not None:
            result = _make(Decimal, sign, exact._c, exact._exp)
            if not whole:
                # A result that is not of an integer power is shown with all digits.
                missing = context.prec + 1 - _digits(result._c)
                if missing > 0:
                    result = _make(Decimal, sign, result._c * 10 ** missing, result._exp - missing)
                context._raise(Inexact)
            elif not other._sign:
                # The exponent is that of the number as often as it says, if the digits suffice for it.
                ideal = self._exp * other._whole(ROUND_DOWN)
                missing = min(result._exp - ideal, context.prec + 1 - _digits(result._c))
                if missing > 0:
                    result = _make(Decimal, sign, result._c * 10 ** missing, result._exp - missing)
            return result._fix(context)
        if reach < -context.prec - 2:
            near = 10 ** (context.prec + 1)
            above = (base._cmp(_ONE) > 0) == (other._sign == 0)
            return _make(Decimal, sign, near + 1 if above else near - 1, -context.prec - 1)._fix(context)
        c, exp = _power(base, other, context.prec + 3)
        result = _make(Decimal, sign, c, exp)
        return result._fix(context)

    def _log10_bound(self):
        """About the size of the logarithm as a power of ten, from above."""
        a = self.adjusted()
        if a >= 1:
            return len(str(a))
        if a <= -2:
            return len(str(-a - 1))
        gap = _exact_gap(self)
        return gap.adjusted() + 1 if gap else 0

    def _exact_power(self, other, limit):
        """The power if it has at most `limit` digits, else None."""
        n, d = other.as_integer_ratio()
        negative, n = n < 0, abs(n)
        c, exp = self._c, self._exp
        while c % 10 == 0:
            c //= 10
            exp += 1
        if d > 1:
            if d > 400:
                return None
            root = _root(c, d)
            if root is None or exp % d:
                if c == 1 and exp % d == 0:
                    root = 1
                else:
                    return None
            c, exp = root, exp // d
        if negative:
            # Only powers of 2 and 5 have reciprocals of finitely many digits.
            if c == 1:
                return _make(Decimal, 0, 1, -exp * n) if abs(exp * n) < 10 ** 19 else None
            k = 0
            x = c
            while x % 2 == 0:
                x //= 2
                k += 1
            if x == 1:
                c, exp = 5 ** k, -exp - k
            else:
                x, k = c, 0
                while x % 5 == 0:
                    x //= 5
                    k += 1
                if x != 1:
                    return None
                c, exp = 2 ** k, -exp - k
        if c != 1 and n * (_digits(c) - 1) > limit:
            return None
        if c != 1 and n > 4 * limit + 4:
            return None
        c, exp = c ** n if c != 1 else 1, exp * n
        if _digits(c) > limit:
            return None
        if not negative and d == 1:
            # The exponent that the definition by multiplication gives, as far as there is room.
            ideal = self._exp * n
            more = min(exp - ideal, limit - 1 - _digits(c))
            if more > 0:
                c, exp = c * 10 ** more, exp - more
        return _make(Decimal, 0, c, exp)

    def __rpow__(self, other, modulo=None, context=None):
        other = _other(other)
        return other if other is NotImplemented else other.__pow__(self, modulo, context)

    def _power_modulo(self, other, modulo, context=None):
        other, modulo = _other(other), _other(modulo)
        if other is NotImplemented or modulo is NotImplemented:
            return NotImplemented
        context = context or getcontext()
        for one, two in ((self, other), (modulo, None)):
            found = one._nan(context, two)
            if found is not None:
                return found
        if not all(d._exp != 'F' and d._rescale(0, ROUND_DOWN) == d for d in (self, other, modulo)):
            return context._raise(InvalidOperation, None, 'pow() 3rd argument not allowed unless all arguments are integers')
        if other._sign and other:
            return context._raise(InvalidOperation, None, 'pow() 2nd argument cannot be negative when 3rd argument specified')
        if not modulo:
            return context._raise(InvalidOperation, None, 'pow() 3rd argument cannot be 0')
        if modulo.adjusted() >= context.prec:
            return context._raise(InvalidOperation, None, 'insufficient precision: pow() 3rd argument must not have more than precision digits')
        if not other and not self:
            return context._raise(InvalidOperation, None, 'at least one of pow() 1st argument and 2nd argument must be nonzero')
        n = other._whole(ROUND_DOWN)
        result = pow(abs(self._whole(ROUND_DOWN)), n, abs(modulo._whole(ROUND_DOWN)))
        return _make(Decimal, 1 if self._sign and n & 1 else 0, result, 0)

    def sqrt(self, context=None):
        """The square root."""
        context = context or getcontext()
        found = self._nan(context)
        if found is not None:
            return found
        if self._exp == 'F' and not self._sign:
            return _plain(self)
        if not self:
            return _make(Decimal, self._sign, 0, self._exp // 2)._fix(context)
        if self._sign:
            return context._raise(InvalidOperation, None, 'sqrt(-x), x > 0')
        prec = context.prec + 1
        exp, c = self._exp, self._c
        if exp & 1:
            c, exp = c * 10, exp - 1
        shift = max(0, prec - (_digits(c) + 1) // 2)
        scaled = c * 100 ** shift
        root = _math.isqrt(scaled)
        exp = exp // 2 - shift
        if root * root == scaled:
            ideal = self._exp // 2
            while exp < ideal and root % 10 == 0:
                root //= 10
                exp += 1
        elif root % 5 == 0:
            root += 1
        rounded = context._shallow()
        rounded.rounding = ROUND_HALF_EVEN
        return _make(Decimal, 0, root, exp)._fix(rounded)

    def _transcendental(self, context, work):
        """Rounds what `work(precision)` gives, with ever more digits until they decide."""
        extra = 3
        while True:
            c, exp = work(context.prec + extra)
            if c % (5 * 10 ** (_digits(c) - context.prec - 1)):
                break
            extra += 3
        rounded = context._shallow()
        rounded.rounding = ROUND_HALF_EVEN
        return _make(Decimal, 1 if c < 0 else 0, abs(c), exp)._fix(rounded)

    def exp(self, context=None):
        """e ** self."""
        context = context or getcontext()
        found = self._nan(context)
        if found is not None:
            return found
        if self._exp == 'F':
            return _make(Decimal, 0, 0, 0) if self._sign else _plain(self)
        if not self:
            return _ONE
        adj = self.adjusted()
        if adj > len(str((1 - context.Etiny() if self._sign else context.Emax + 1) * 3)):
            tiny = _make(Decimal, 0, 1, context.Etiny() - 1) if self._sign else _make(Decimal, 0, 1, context.Emax + 1)
            return tiny._fix(_half_even(context))
        if adj < -context.prec - 1:
            near = 10 ** (context.prec + 1)
            return _make(Decimal, 0, near - 1 if self._sign else near + 1, -context.prec - 1)._fix(_half_even(context))
        sign = -1 if self._sign else 1
        return self._transcendental(context, lambda p: _exp(sign * self._c, self._exp, p))

    def ln(self, context=None):
        """The natural logarithm."""
        return self._log(context, _ln, None)

    def log10(self, context=None):
        """The logarithm to base 10."""
        return self._log(context, _log10, 10)

    def _log(self, context, work, base):
        context = context or getcontext()
        found = self._nan(context)
        if found is not None:
            return found
        if not self:
            return _make(Decimal, 1, 0, 'F')
        if self._exp == 'F' and not self._sign:
            return _plain(self)
        if self._sign:
            return context._raise(InvalidOperation, None, 'logarithm of a negative value')
        if self == _ONE:
            return _make(Decimal, 0, 0, 0)
        if base == 10:
            c = self._c
            while c % 10 == 0:
                c //= 10
            if c == 1:
                return Decimal(self.adjusted())._fix(_half_even(context))
        return self._transcendental(context, lambda p: work(self._c, self._exp, p))

    def logb(self, context=None):
        """The exponent of the first digit as a number."""
        context = context or getcontext()
        found = self._nan(context)
        if found is not None:
            return found
        if self._exp == 'F':
            return _make(Decimal, 0, 0, 'F')
        if not self:
            return context._raise(DivisionByZero, 1, 'logb(0)')
        return Decimal(self.adjusted())._fix(context)

    def scaleb(self, other, context=None):
        """self * 10**other."""
        context = context or getcontext()
        other = _other(other, True)
        found = self._nan(context, other)
        if found is not None:
            return found
        limit = 2 * (context.Emax + context.prec)
        if other._exp != 0 or not -limit <= int(other) <= limit:
            return context._raise(InvalidOperation)
        if self._exp == 'F':
            return _plain(self)
        return _make(Decimal, self._sign, self._c, self._exp + int(other))._fix(context)

    def normalize(self, context=None):
        """Without zeros at the end."""
        context = context or getcontext()
        found = self._nan(context)
        if found is not None:
            return found
        rounded = self._fix(context)
        if rounded._exp == 'F':
            return rounded
        if not rounded:
            return _make(Decimal, rounded._sign, 0, 0)
        top = context.Etop() if context.clamp else context.Emax
        c, exp = rounded._c, rounded._exp
        while c % 10 == 0 and exp < top:
            c //= 10
            exp += 1
        return _make(Decimal, rounded._sign, c, exp)

    def next_plus(self, context=None):
        """The next larger number."""
        return self._next(context, 0)

    def next_minus(self, context=None):
        """The next smaller number."""
        return self._next(context, 1)

    def _next(self, context, down):
        context = context or getcontext()
        found = self._nan(context)
        if found is not None:
            return found
        if self._exp == 'F':
            if self._sign == down:
                return _plain(self)
            return _make(Decimal, self._sign, 10 ** context.prec - 1, context.Etop())
        quiet = context.copy()
        quiet.rounding = ROUND_FLOOR if down else ROUND_CEILING
        quiet._ignore_all()
        new = self._fix(quiet)
        if new != self:
            return new
        return self.__add__(_make(Decimal, down, 1, context.Etiny() - 1), quiet)

    def next_toward(self, other, context=None):
        """The next number in the direction of another one."""
        context = context or getcontext()
        other = _other(other, True)
        found = self._nan(context, other)
        if found is not None:
            return found
        order = self._cmp(other)
        if order == 0:
            return self.copy_sign(other)
        result = self.next_plus(context) if order < 0 else self.next_minus(context)
        if result._exp == 'F':
            context._raise(Overflow, result._sign, 'Infinite result from next_toward')
            context._raise(Inexact)
            context._raise(Rounded)
        elif result.adjusted() < context.Emin:
            for signal in (Underflow, Subnormal, Inexact, Rounded):
                context._raise(signal)
            if not result:
                context._raise(Clamped)
        return result

    # ---- digits as bits ----

    def _bits(self, context):
        if self._special or self._sign or self._exp != 0 or set(str(self._c)) - {'0', '1'}:
            return None
        return str(self._c).rjust(context.prec, '0')[-context.prec:]

    def _logical(self, other, context, work):
        context = context or getcontext()
        a, b = self._bits(context), _other(other, True)._bits(context)
        if a is None or b is None:
            return context._raise(InvalidOperation)
        return Decimal(int(''.join(str(work(int(x), int(y))) for x, y in zip(a, b))))

    def logical_and(self, other, context=None):
        return self._logical(other, context, lambda x, y: x & y)

    def logical_or(self, other, context=None):
        return self._logical(other, context, lambda x, y: x | y)

    def logical_xor(self, other, context=None):
        return self._logical(other, context, lambda x, y: x ^ y)

    def logical_invert(self, context=None):
        context = context or getcontext()
        return self.logical_xor(Decimal(int('1' * context.prec)), context)

    def _move(self, other, context, turn):
        context = context or getcontext()
        other = _other(other, True)
        found = self._nan(context, other)
        if found is not None:
            return found
        if other._exp != 0 or not -context.prec <= int(other) <= context.prec:
            return context._raise(InvalidOperation)
        if self._exp == 'F':
            return _plain(self)
        places = int(other)
        digits = str(self._c).rjust(context.prec, '0')[-context.prec:]
        if turn:
            digits = digits[places:] + digits[:places]
        elif places < 0:
            digits = digits[:places]
        else:
            digits = (digits + '0' * places)[-context.prec:]
        return _make(Decimal, self._sign, int(digits or '0'), self._exp)

    def rotate(self, other, context=None):
        return self._move(other, context, True)

    def shift(self, other, context=None):
        return self._move(other, context, False)

    # ---- copies ----

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __copy__(self):
        return self if type(self) is Decimal else self.__class__(str(self))

    def __deepcopy__(self, memo):
        return self.__copy__()


_numbers.Number.register(Decimal)

_FORMAT = _re.compile(r'''\A(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ])?(?P<noneg>z)?(?P<alt>\#)?(?P<zero>0)?
    (?P<width>\d+)?(?P<sep>,)?(?:\.(?P<precision>\d+))?(?P<type>[eEfFgGn%])?\Z''', _re.VERBOSE | _re.DOTALL).match


def _make(cls, sign, c, exp):
    self = object.__new__(cls)
    self._sign = sign
    self._c = c
    self._exp = exp
    return self


def _plain(d):
    return d if type(d) is Decimal else _make(Decimal, d._sign, d._c, d._exp)


def _tiny(sign, rounding):
    """What a number far below the last digit is rounded to there."""
    return 1 if rounding == ROUND_UP or rounding == ROUND_05UP or rounding == (ROUND_FLOOR if sign else ROUND_CEILING) else 0


def _exact_gap(d):
    """How far a number is from 1, as a Decimal."""
    low = min(d._exp, 0)
    return _make(Decimal, 0, abs(d._c * 10 ** (d._exp - low) - 10 ** -low), low)


def _half_even(context):
    context = context._shallow()
    context.rounding = ROUND_HALF_EVEN
    return context


def _other(other, must=False):
    """An operand as a Decimal."""
    if isinstance(other, Decimal):
        return other
    if isinstance(other, int):
        return Decimal(other)
    if must:
        raise TypeError(f'conversion from {type(other).__name__} to Decimal is not supported')
    return NotImplemented


def _comparand(self, other, equality):
    if isinstance(other, (Decimal, int)):
        return _other(other)
    if isinstance(other, _numbers.Rational):
        if not self._special:
            return _scaled(self, other)
        return Decimal(other.numerator)
    if equality and isinstance(other, _numbers.Complex) and other.imag == 0:
        other = other.real
    if isinstance(other, float):
        context = getcontext()
        context.flags[FloatOperation] = True
        if not equality:
            context._raise(FloatOperation, None, 'strict semantics for mixing floats and Decimals are enabled')
        return Decimal.from_float(other)
    return NotImplemented


def _scaled(self, other):
    """A Decimal that lies to `self` as the fraction does."""
    n, d = other.numerator, other.denominator
    mine, scale = self.as_integer_ratio()
    left, right = mine * d, n * scale
    if left == right:
        return self
    order = -1 if left < right else 1
    return _make(Decimal, 1, 0, 'F') if order > 0 else _make(Decimal, 0, 0, 'F')


# ---- functions of integers: numbers are c * 10**exp ----

def _root(n, k):
    """The k-th root of an integer if it is one, else None."""
    guess = round(n ** (1.0 / k)) if n < 10 ** 300 else 1 << -(-n.bit_length() // k)
    if n >= 10 ** 300:
        while True:
            better = ((k - 1) * guess + n // guess ** (k - 1)) // k
            if better >= guess:
                break
            guess = better
    for candidate in (guess - 1, guess, guess + 1):
        if candidate >= 0 and candidate ** k == n:
            return candidate
    return None


_ln10_digits = [0, 0]


def _ln10(places):
    """ln(10) * 10**places, nearly."""
    if _ln10_digits[0] < places:
        # ln(10) = 3*ln(2) + ln(1.25), by series of the inverse hyperbolic tangent.
        unit = 10 ** (places + 15)

        def atanh_of(n):
            total = term = unit // n
            k, square = 1, n * n
            while term:
                term //= square
                k += 2
                total += term // k
            return total
        _ln10_digits[:] = places, (6 * atanh_of(3) + 2 * atanh_of(9)) // 10 ** 15
    return _ln10_digits[1] // 10 ** (_ln10_digits[0] - places)


def _ln_scaled(c, exp, places):
    """ln(c * 10**exp) * 10**places, nearly."""
    guard = places + 10 + len(str(abs(exp) + 1))
    # The number is brought near to 1: m * 10**shift.
    shift = exp + _digits(c) - 1
    unit = 10 ** guard
    m = c * unit // 10 ** (_digits(c) - 1) if _digits(c) - 1 <= guard + 5 else c // 10 ** (_digits(c) - 1 - guard)
    if m > 3162277660168379 * unit // 10 ** 15:
        m //= 10
        shift += 1
        if _digits(c) < guard:
            m = c * unit // 10 ** _digits(c)
    # Square roots bring it nearer still; each halves the logarithm.
    halvings = 0
    while abs(m - unit) > unit // 1000 and halvings < 40:
        m = _math.isqrt(m * unit)
        halvings += 1
    # Of the absolute value: terms below zero would never be cut to zero.
    below = m < unit
    x = abs(m - unit) * unit // (m + unit)
    square = x * x // unit
    total = term = x
    k = 1
    while term:
        term = term * square // unit
        k += 2
        total += term // k
    total = total * 2 * 2 ** halvings
    if below:
        total = -total
    total += shift * _ln10(guard)
    return total // 10 ** (guard - places)


def _ln(c, exp, precision):
    """The logarithm with so many digits, as coefficient and exponent."""
    places = precision + 2
    while True:
        value = _ln_scaled(c, exp, places + 12)
        if abs(value) >= 10 ** (precision + 12):
            value = (abs(value) + 5 * 10 ** 11) // 10 ** 12 * (1 if value > 0 else -1)
            return value, -places
        places += precision + 2


def _log10(c, exp, precision):
    places = precision + 2
    while True:
        guard = places + 15
        value = _ln_scaled(c, exp, guard) * 10 ** guard // _ln10(guard)
        if abs(value) >= 10 ** (precision + 15):
            value = (abs(value) + 5 * 10 ** 14) // 10 ** 15 * (1 if value > 0 else -1)
            return value, -places
        places += precision + 2


def _exp(c, exp, precision):
    """e ** (c * 10**exp) with so many digits."""
    guard = precision + 12 + max(0, exp + _digits(abs(c)))
    unit = 10 ** guard
    x = c * 10 ** (guard + exp) if guard + exp >= 0 else c // 10 ** -(guard + exp)
    # e**x = 10**shift * e**r with r below ln(10).
    shift, r = divmod(x, _ln10(guard))
    halvings = 8 + int(precision ** 0.5)
    r >>= halvings
    total = term = unit
    k = 1
    while term:
        term = term * r // unit // k
        total += term
        k += 1
    for _ in range(halvings):
        total = total * total // unit
    places = guard - precision - 1
    return (total + 5 * 10 ** (places - 1)) // 10 ** places, shift - precision - 1


def _power(base, other, precision):
    """base ** other with so many digits; base is positive."""
    y = -other._c if other._sign else other._c
    size = max(0, other.adjusted()) + max(0, len(str(abs(base.adjusted()) + 1))) + 5
    extra = 0
    while True:
        places = precision + size + 10 + extra
        log = _ln_scaled(base._c, base._exp, places)
        product = log * y
        c, exp = _exp(product, other._exp - places, precision)
        if c % (5 * 10 ** max(0, _digits(c) - precision + 1)) or extra > 30:
            return c, exp
        extra += 10
        precision += 4


_ONE = Decimal(1)


class _Signals(dict):
    """Signals that are set, as a mapping with a fixed set of keys."""

    def __setitem__(self, key, value):
        if key not in _signals:
            raise KeyError(f'{key!r} is not a valid signal')
        dict.__setitem__(self, key, bool(value))

    def __delitem__(self, key):
        raise ValueError('signal keys cannot be deleted')

    def __repr__(self):
        return dict.__repr__({key: value for key, value in self.items()})


def _signal_dict(given, name):
    made = _Signals((signal, False) for signal in _signals)
    if given is None:
        return made
    if isinstance(given, dict):
        if set(given) != set(_signals):
            raise KeyError('invalid signal dict')
        for key, value in given.items():
            made[key] = value
        return made
    if not isinstance(given, (list, tuple, set, frozenset)):
        raise TypeError(f'{name} must be a signal dict')
    for signal in given:
        signal = _signal_of.get(signal, signal)
        if signal not in _signals:
            raise TypeError('valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, '
                            'Underflow, Subnormal, Inexact, Rounded,\n   Clamped]')
        made[signal] = True
    return made


class Context:
    """Precision, rounding, bounds of exponents, and what is done about signals."""

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None):
        base = globals().get('DefaultContext')
        self.prec = prec if prec is not None else base.prec
        self.rounding = rounding if rounding is not None else base.rounding
        self.Emin = Emin if Emin is not None else base.Emin
        self.Emax = Emax if Emax is not None else base.Emax
        self.capitals = capitals if capitals is not None else base.capitals
        self.clamp = clamp if clamp is not None else base.clamp
        self.traps = base.traps.copy() if traps is None else traps
        self.flags = flags
        object.__setattr__(self, '_ignored', ())

    def __setattr__(self, name, value):
        bounds = {'prec': (1, MAX_PREC), 'Emin': (MIN_EMIN, 0), 'Emax': (0, MAX_EMAX), 'capitals': (0, 1), 'clamp': (0, 1)}
        if name in bounds:
            if not isinstance(value, int):
                raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
            low, high = bounds[name]
            if not low <= value <= high:
                raise ValueError(f'valid range for {name} is [{low}, {high}]' if name not in ('capitals', 'clamp') else
                                 f'valid values for {name} are 0 or 1')
        elif name == 'rounding':
            if value not in _ROUNDINGS:
                raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   "
                                'ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]')
        elif name in ('flags', 'traps'):
            if not isinstance(value, _Signals):
                value = _signal_dict(value, name)
        elif name != '_ignored':
            raise AttributeError(f"'decimal.Context' object has no attribute '{name}'")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        raise AttributeError(f'{name} cannot be deleted')

    def __repr__(self):
        flags = [signal.__name__ for signal, on in self.flags.items() if on]
        traps = [signal.__name__ for signal, on in self.traps.items() if on]
        order = ['InvalidOperation', 'Clamped', 'DivisionByZero', 'Inexact', 'FloatOperation', 'Overflow', 'Rounded', 'Subnormal', 'Underflow']
        flags.sort(key=order.index)
        traps.sort(key=order.index)
        return (f'Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, capitals={self.capitals}, '
                f"clamp={self.clamp}, flags=[{', '.join(flags)}], traps=[{', '.join(traps)}])")

    def __reduce__(self):
        flags = [signal for signal, on in self.flags.items() if on]
        traps = [signal for signal, on in self.traps.items() if on]
        return self.__class__, (self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, flags, traps)

    def clear_flags(self):
        for signal in self.flags:
            self.flags[signal] = False

    def clear_traps(self):
        for signal in self.traps:
            self.traps[signal] = False

    def _shallow(self):
        new = Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, self.flags, self.traps)
        return new

    def copy(self):
        """A copy with flags and traps of its own."""
        new = Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp)
        for signal in _signals:
            new.flags[signal] = self.flags[signal]
            new.traps[signal] = self.traps[signal]
        return new

    __copy__ = copy

    def _ignore_all(self):
        object.__setattr__(self, '_ignored', tuple(_signals))

    def _raise(self, condition, argument=None, explanation=None):
        """Notes a signal: raises where it is trapped, else gives the result that stands for it."""
        signal = _signal_of.get(condition, condition)
        if signal not in self._ignored:
            self.flags[signal] = True
            if self.traps[signal]:
                if signal is InvalidOperation:
                    raise InvalidOperation([condition])
                raise signal([condition]) if condition is not FloatOperation else FloatOperation(explanation)
        if signal is InvalidOperation:
            if isinstance(argument, Decimal):
                return _make(Decimal, argument._sign, argument._c, 'n')._fix_nan(self)
            return _make(Decimal, 0, 0, 'n')
        if condition is DivisionByZero:
            return _make(Decimal, argument, 0, 'F')
        if condition is Overflow:
            sign = argument
            if self.rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN, ROUND_UP) or self.rounding == (
                    ROUND_FLOOR if sign else ROUND_CEILING):
                return _make(Decimal, sign, 0, 'F')
            return _make(Decimal, sign, 10 ** self.prec - 1, self.Emax - self.prec + 1)
        return argument

    def Etiny(self):
        return self.Emin - self.prec + 1

    def Etop(self):
        return self.Emax - self.prec + 1

    def create_decimal(self, num='0'):
        """A Decimal rounded to this context."""
        if isinstance(num, str) and (num != num.strip() or '_' in num):
            return self._raise(ConversionSyntax, None, 'trailing or leading whitespace and underscores are not permitted.')
        d = Decimal(num, context=self)
        if d.is_nan() and _digits(d._c) > self.prec - self.clamp and d._c:
            return self._raise(ConversionSyntax, None, 'diagnostic info too long in NaN')
        return d._fix(self)

    def create_decimal_from_float(self, f):
        return Decimal.from_float(f)._fix(self)

    def divide_int(self, a, b):
        return _other(a, True).__floordiv__(b, context=self)

    def power(self, a, b, modulo=None):
        result = _other(a, True).__pow__(b, modulo, context=self)
        if result is NotImplemented:
            raise TypeError(f'Unable to convert {b} to Decimal')
        return result

    def divmod(self, a, b):
        return _other(a, True).__divmod__(_other(b, True), context=self)

    def to_sci_string(self, a):
        return _other(a, True).__str__(context=self)

    def to_eng_string(self, a):
        return _other(a, True).to_eng_string(context=self)

    def radix(self):
        return Decimal(10)

    def copy_decimal(self, a):
        return _other(a, True)

    def canonical(self, a):
        if not isinstance(a, Decimal):
            raise TypeError('canonical requires a Decimal as an argument.')
        return a

    def fma(self, a, b, c):
        return _other(a, True).fma(b, c, context=self)

    def _apply(self, a):
        return str(_other(a, True)._fix(self))


def _delegate():
    unary = {'abs': '__abs__', 'minus': '__neg__', 'plus': '__pos__', **{name: name for name in (
        'exp', 'is_normal', 'is_subnormal', 'ln', 'log10', 'logb', 'logical_invert', 'next_minus', 'next_plus', 'normalize', 'number_class',
        'sqrt', 'to_integral_exact', 'to_integral_value')}, 'to_integral': 'to_integral_value'}
    bare = ['is_canonical', 'is_finite', 'is_infinite', 'is_nan', 'is_qnan', 'is_signed', 'is_snan', 'is_zero', 'copy_abs', 'copy_negate']
    binary = {'add': '__add__', 'subtract': '__sub__', 'multiply': '__mul__', 'divide': '__truediv__', 'remainder': '__mod__',
              **{name: name for name in (
                  'compare', 'compare_signal', 'compare_total', 'compare_total_mag', 'copy_sign', 'logical_and', 'logical_or', 'logical_xor',
                  'max', 'max_mag', 'min', 'min_mag', 'next_toward', 'quantize', 'remainder_near', 'rotate', 'same_quantum', 'scaleb', 'shift')}}

    def one(method):
        return lambda self, a: getattr(_other(a, True), method)(context=self)

    def plain(method):
        return lambda self, a: getattr(_other(a, True), method)()

    def two(method):
        return lambda self, a, b: getattr(_other(a, True), method)(_other(b, True), context=self)
    for make, names in ((one, unary), (plain, {name: name for name in bare}), (two, binary)):
        for name, method in names.items():
            function = make(method)
            function.__name__, function.__qualname__ = name, 'Context.' + name
            setattr(Context, name, function)


_delegate()

DefaultContext = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=[DivisionByZero, Overflow, InvalidOperation], flags=[], Emax=999999,
                         Emin=-999999, capitals=1, clamp=0)
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, traps=[DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow], flags=[])
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, traps=[], flags=[])

_current = _contextvars.ContextVar('decimal_context')


def getcontext():
    """The context of the current thread or task."""
    try:
        return _current.get()
    except LookupError:
        context = DefaultContext.copy()
        context.clear_flags()
        _current.set(context)
        return context


def setcontext(context, /):
    """Sets the context of the current thread or task."""
    if not isinstance(context, Context):
        raise TypeError('optional argument must be a context')
    if any(context is known for known in (DefaultContext, BasicContext, ExtendedContext)):
        context = context.copy()
        context.clear_flags()
    _current.set(context)


class _ContextManager:
    """Sets a context for the length of a block."""

    def __init__(self, context):
        self.new_context = context.copy()

    def __enter__(self):
        self.saved_context = getcontext()
        setcontext(self.new_context)
        return self.new_context

    def __exit__(self, t, v, tb):
        setcontext(self.saved_context)


def localcontext(ctx=None, **kwargs):
    """A context manager for a copy of a context, with some attributes changed."""
    manager = _ContextManager(getcontext() if ctx is None else ctx)
    for key, value in kwargs.items():
        if key not in ('prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', 'flags', 'traps'):
            raise TypeError(f"'{key}' is an invalid keyword argument for this function")
        setattr(manager.new_context, key, value)
    return manager


for _each in (DecimalException, Clamped, InvalidOperation, ConversionSyntax, DivisionByZero, DivisionImpossible, DivisionUndefined,
              Inexact, InvalidContext, Rounded, Subnormal, Overflow, Underflow, FloatOperation):
    _each.__module__ = 'decimal'
del _each


_bits = {InvalidOperation: 1, FloatOperation: 2, DivisionByZero: 4, Overflow: 8, Underflow: 16, Subnormal: 32, Inexact: 64, Rounded: 128,
         Clamped: 256}


def _compute(name, prec, rounding, Emin, Emax, clamp, first, *others):
    """An operation for the native half: numbers come and go as sign, coefficient and exponent; after them the signals as bits."""
    context = Context(prec, rounding, Emin, Emax, 1, clamp, [], [])
    result = getattr(_make(Decimal, *first), name)(*(_make(Decimal, *other) for other in others), context=context)
    return result._sign, result._c, result._exp, sum(_bits[signal] for signal, on in context.flags.items() if on)
