# Classes that are numbers or behave like them, meeting the builtin ones.
class Meter(int):
    def __add__(self, other): return Meter(int(self) + int(other))
    def __radd__(self, other): return ('radd', int(other))
    def __pow__(self, other, modulus=None): return ('pow', int(self), int(other), modulus)


class Money(float):
    def __new__(cls, amount, currency='EUR'):
        self = super().__new__(cls, amount)
        self.currency = currency
        return self

    def __repr__(self): return f'{float(self):.2f} {self.currency}'


class Wrapper:
    def __init__(self, n): self.n = n
    def __pow__(self, other, modulus=None): return ('Wrapper.pow', other, modulus)
    def __rpow__(self, other): return ('Wrapper.rpow', other)
    def __divmod__(self, other): return 'divmod'
    def __rdivmod__(self, other): return 'rdivmod'
    def __round__(self, ndigits=None): return ('round', ndigits)
    def __index__(self): return self.n
    def __float__(self): return float(self.n)
    def __complex__(self): return complex(self.n, 1)
    def __trunc__(self): return 'trunc'
    def __floor__(self): return 'floor'
    def __ceil__(self): return 'ceil'
    def __abs__(self): return 'abs'


class Base16(int):
    def __new__(cls, text): return super().__new__(cls, text, 16)
    def __str__(self): return hex(self)


import math

m = Meter(5)
print(m + 3, type(m + 3), 3 + m, m - 1, type(m - 1), m ** 2, pow(m, 2, 3), pow(2, m), -m, type(-m))
p = Money(2.5, 'USD')
print(p, p * 2, p.currency, p == 2.5, hash(p) == hash(2.5), p + 1, f'{p:.1f}', str(p), {2.5: 'x'}[p])
w = Wrapper(7)
print(w ** 2, pow(w, 2, 3), 2 ** w, divmod(w, 1), divmod(1, w), round(w), round(w, 2), abs(w))
print(math.trunc(w), math.floor(w), math.ceil(w), int(w), float(w), complex(w), hex(w), [0] * w, 'abcdefghij'[w], range(w))
try:
    print(pow(2, w, 5))
except TypeError as error:
    print(error)
b = Base16('ff')
print(b, repr(b), b + 1, f'{b}', f'{b:d}', '%s %d' % (b, b), int(b), bool(b), b == 255, {255: 'y'}[b])
print(isinstance(True, int), issubclass(bool, int), True + 1, sum([True, True]), f'{True}', f'{True:d}', '%d' % True, str(True), repr(False))
print(int.from_bytes(b'\x01\x00'), Meter.from_bytes(b'\x01\x00'), type(Meter.from_bytes(b'\x01')), Money.fromhex('0x1p4'))
print(max(1, 1.5, True), min(Meter(3), 2.5), sorted([3, 1.5, True, Meter(2), 10**30, -1e300]))
print((5).__add__(2.5), (5).__truediv__(2), (2.5).__radd__(1), int.__add__(3, 4), float.__mul__(1.5, 2), (3).__rsub__(10))
print(1 == 1.0 == 1 + 0j == True, hash(1) == hash(1.0) == hash(1 + 0j), 2**70 == float(2**70) == complex(2**70), hash(2**70) == hash(float(2**70)))
print(0.1 + 0.2 == 0.3, float('nan') == float('nan'), 10**23 == 1e23, 10**22 == 1e22, 1e23 > 10**23)
for bad in (lambda: int.__new__(bool), lambda: int.__add__('a', 1), lambda: int.bit_length(1.5), lambda: (5).foo, lambda: 5 .real.x, lambda: Meter('x'), lambda: setattr(5, 'x', 1)):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
