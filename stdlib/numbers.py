"""Abstract base classes for numbers."""

from abc import ABCMeta, abstractmethod

__all__ = ['Number', 'Complex', 'Real', 'Rational', 'Integral']


class Number(metaclass=ABCMeta):
    """All numbers inherit from this class."""

    __slots__ = ()
    __hash__ = None


def _abstract_method(name):
    def operation(self, *args):
        raise NotImplementedError

    operation.__name__ = name
    return abstractmethod(operation)


def _abstract(*names, kind=lambda method: method):
    """What a class body lists by name: abstract methods, or what `kind` makes of them."""
    return {name: kind(_abstract_method(name)) for name in names}


class Complex(Number):
    """Complex numbers: the operations that work on `complex`."""

    __slots__ = ()
    locals().update(_abstract('__complex__', '__add__', '__radd__', '__neg__', '__pos__', '__mul__', '__rmul__',
                              '__truediv__', '__rtruediv__', '__pow__', '__rpow__', '__abs__', 'conjugate', '__eq__'))

    def __bool__(self):
        return self != 0

    locals().update(_abstract('real', 'imag', kind=property))

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    __hash__ = None


Complex.register(complex)


class Real(Complex):
    """Real numbers: the operations that work on `float`."""

    __slots__ = ()
    locals().update(_abstract('__float__', '__trunc__', '__floor__', '__ceil__', '__round__', '__floordiv__',
                              '__rfloordiv__', '__mod__', '__rmod__', '__lt__', '__le__'))

    def __divmod__(self, other):
        return (self // other, self % other)

    def __rdivmod__(self, other):
        return (other // self, other % self)

    def __complex__(self):
        return complex(float(self))

    @property
    def real(self):
        return +self

    @property
    def imag(self):
        return 0

    def conjugate(self):
        return +self

    __hash__ = None


Real.register(float)


class Rational(Real):
    """Rational numbers: with a numerator and a denominator."""

    __slots__ = ()
    locals().update(_abstract('numerator', 'denominator', kind=property))

    def __float__(self):
        return int(self.numerator) / int(self.denominator)

    __hash__ = None


class Integral(Rational):
    """Integers."""

    __slots__ = ()
    locals().update(_abstract('__int__', '__pow__', '__lshift__', '__rlshift__', '__rshift__', '__rrshift__',
                              '__and__', '__rand__', '__xor__', '__rxor__', '__or__', '__ror__', '__invert__'))

    def __index__(self):
        return int(self)

    def __float__(self):
        return float(int(self))

    @property
    def numerator(self):
        return +self

    @property
    def denominator(self):
        return 1

    __hash__ = None


Integral.register(int)
