"""Random numbers: uniform ones from the Mersenne Twister or the operating system, and distributions made of them.

With equal seeds the sequences are CPython's, number by number; so the order and count of draws in each method matter.
"""

import _random
from _random import _index as index
from math import acos, ceil, cos, e, exp, fabs, floor, isfinite, lgamma, log, log2, pi, sin, sqrt

# The methods of one generator, which the module has as functions.
_SHARED = (
    'seed getstate setstate random getrandbits randbytes randrange randint choice choices sample shuffle uniform triangular '
    'normalvariate gauss lognormvariate expovariate vonmisesvariate gammavariate betavariate paretovariate weibullvariate '
    'binomialvariate').split()
__all__ = ['Random', 'SystemRandom', *_SHARED]

NV_MAGICCONST = 4 * exp(-0.5) / sqrt(2.0)
LOG4 = log(4.0)
SG_MAGICCONST = 1.0 + log(4.5)
TWOPI = 2.0 * pi
BPF = 53
RECIP_BPF = 2 ** -BPF
_ONE = 1


def _running_totals(numbers):
    totals = []
    total = None
    for number in numbers:
        total = number if total is None else total + number
        totals.append(total)
    return totals


def _place(totals, x, low, high):
    """The first position whose total is more than x (bisect_right)."""
    while low < high:
        middle = (low + high) // 2
        if x < totals[middle]:
            high = middle
        else:
            low = middle + 1
    return low


def _is_sequence(population):
    if isinstance(population, (list, tuple, str, range, bytes, bytearray, memoryview)):
        return True
    from collections.abc import Sequence
    return isinstance(population, Sequence)


class Random(_random.Random):
    """A generator of its own state, not shared with the functions of the module."""

    VERSION = 3

    def __init__(self, x=None):
        self.seed(x)
        self.gauss_next = None

    def __init_subclass__(cls, /, **kwargs):
        """Whole numbers come from what the class itself defines: getrandbits() if it does, else random()."""
        super().__init_subclass__(**kwargs)
        for ancestor in cls.__mro__:
            own = ancestor.__dict__
            if ancestor is Random or "_randbelow" in own:
                break
            if "getrandbits" in own:
                cls._randbelow = cls._randbelow_with_getrandbits
                break
            if "random" in own:
                cls._randbelow = cls._randbelow_without_getrandbits
                break

    # ---- state ----

    def seed(self, a=None, version=2):
        if version == 1 and isinstance(a, (str, bytes)):
            a = self._old_hash(a.decode("latin-1") if isinstance(a, bytes) else a)
        elif version == 2 and isinstance(a, (str, bytes, bytearray)):
            text = a.encode() if isinstance(a, str) else a
            a = int.from_bytes(text + _random._sha512(text))
        elif a is not None and not isinstance(a, (int, float, str, bytes, bytearray)):
            raise TypeError("The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.")
        super().seed(a)
        self.gauss_next = None

    @staticmethod
    def _old_hash(text):
        """The hash of text that seeds had in Python 2."""
        value = ord(text[0]) << 7 if text else 0
        for char in text:
            value = (1000003 * value ^ ord(char)) & 0xFFFFFFFFFFFFFFFF
        return value ^ len(text)

    def getstate(self):
        return self.VERSION, super().getstate(), self.gauss_next

    def setstate(self, state):
        version = state[0]
        if version not in (2, 3):
            raise ValueError(f"state with version {version} passed to Random.setstate() of version {self.VERSION}")
        version, internal, self.gauss_next = state
        if version == 2:
            # Version 2 kept words as signed numbers.
            try:
                internal = tuple(word % 2**32 for word in internal)
            except ValueError as error:
                raise TypeError from error
        super().setstate(internal)

    def __getstate__(self):
        return self.getstate()

    def __setstate__(self, state):
        self.setstate(state)

    def __reduce__(self):
        return self.__class__, (), self.getstate()

    # ---- whole numbers ----

    def _randbelow_with_getrandbits(self, n):
        bits = n.bit_length()
        number = self.getrandbits(bits)
        while number >= n:
            number = self.getrandbits(bits)
        return number

    def _randbelow_without_getrandbits(self, n, maxsize=1 << BPF):
        draw = self.random
        if n >= maxsize:
            import warnings
            warnings.warn("Underlying random() generator does not supply \nenough bits to choose from a population range "
                          "this large.\nTo remove the range limitation, add a getrandbits() method.", stacklevel=2)
            return floor(draw() * n)
        # Numbers above the greatest multiple of n would make some results likelier than others.
        bound = (maxsize - maxsize % n) / maxsize
        while (number := draw()) >= bound:
            continue
        return floor(number * maxsize) % n

    def randbytes(self, n):
        return self.getrandbits(n * 8).to_bytes(n, "little")

    def randrange(self, start, stop=None, step=_ONE):
        first = index(start)
        if stop is None and step is not _ONE:
            raise TypeError("Missing a non-None stop argument")
        if stop is None:
            if first <= 0:
                raise ValueError("empty range for randrange()")
            return self._randbelow(first)
        width = index(stop) - first
        stride = index(step)
        if stride == 1:
            if width > 0:
                return first + self._randbelow(width)
            raise ValueError(f"empty range in randrange({start}, {stop})")
        if stride == 0:
            raise ValueError("zero step for randrange()")
        count = (width + stride + (-1 if stride > 0 else 1)) // stride
        if count <= 0:
            raise ValueError(f"empty range in randrange({start}, {stop}, {step})")
        return first + stride * self._randbelow(count)

    def randint(self, a, b):
        return self.randrange(a, b + 1)

    # ---- sequences ----

    def choice(self, seq):
        if not len(seq):
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._randbelow(len(seq))]

    def shuffle(self, x):
        below = self._randbelow
        for last in range(len(x) - 1, 0, -1):
            other = below(last + 1)
            x[last], x[other] = x[other], x[last]

    def sample(self, population, k, *, counts=None):
        if not _is_sequence(population):
            raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
        n = len(population)
        if counts is not None:
            totals = _running_totals(counts)
            if len(totals) != n:
                raise ValueError("The number of counts does not match the population")
            total = totals.pop()
            if not isinstance(total, int):
                raise TypeError("Counts must be integers")
            if total <= 0:
                raise ValueError("Total of counts must be greater than zero")
            chosen = self.sample(range(total), k=k)
            return [population[_place(totals, number, 0, len(totals))] for number in chosen]
        if k < 0 or k > n:
            raise ValueError("Sample larger than population or is negative")
        below, result = self._randbelow, [None] * k
        # A set of what was drawn takes less room than a copy of the population, if that is large.
        small = 21
        if k > 5:
            small += 4 ** ceil(log(k * 3, 4))
        if n <= small:
            pool = list(population)
            for i in range(k):
                j = below(n - i)
                result[i] = pool[j]
                pool[j] = pool[n - i - 1]
        else:
            drawn = set()
            for i in range(k):
                j = below(n)
                while j in drawn:
                    j = below(n)
                drawn.add(j)
                result[i] = population[j]
        return result

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        draw, n = self.random, len(population)
        if cum_weights is None:
            if weights is None:
                return [population[floor(draw() * float(n))] for _ in range(k)]
            try:
                cum_weights = _running_totals(weights)
            except TypeError:
                if not isinstance(weights, int):
                    raise
                raise TypeError(f"The number of choices must be a keyword argument: k={weights!r}") from None
        elif weights is not None:
            raise TypeError("Cannot specify both weights and cumulative weights")
        if len(cum_weights) != n:
            raise ValueError("The number of weights does not match the population")
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError("Total of weights must be greater than zero")
        if not isfinite(total):
            raise ValueError("Total of weights must be finite")
        return [population[_place(cum_weights, draw() * total, 0, n - 1)] for _ in range(k)]

    # ---- distributions ----

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        u = self.random()
        try:
            c = 0.5 if mode is None else (mode - low) / (high - low)
        except ZeroDivisionError:
            return low
        if u > c:
            u, c = 1.0 - u, 1.0 - c
            low, high = high, low
        return low + (high - low) * sqrt(u * c)

    def normalvariate(self, mu=0.0, sigma=1.0):
        # The ratio of uniform numbers: Kinderman and Monahan, 1977.
        draw = self.random
        while True:
            u, v = draw() - 0.5, 1.0 - draw()
            ratio = NV_MAGICCONST * u / v
            if ratio * ratio / 4.0 <= -log(v):
                return mu + ratio * sigma

    def gauss(self, mu=0.0, sigma=1.0):
        # Box and Muller's two numbers at a time; the second waits for the next call.
        number, self.gauss_next = self.gauss_next, None
        if number is None:
            angle = TWOPI * self.random()
            radius = sqrt(log(1.0 - self.random()) * -2.0)
            number, self.gauss_next = radius * cos(angle), radius * sin(angle)
        return mu + number * sigma

    def lognormvariate(self, mu, sigma):
        return exp(self.normalvariate(mu, sigma))

    def expovariate(self, lambd=1.0):
        return -log(1.0 - self.random()) / lambd

    def vonmisesvariate(self, mu, kappa):
        # Best and Fisher, 1979.
        draw = self.random
        if kappa <= 1e-6:
            return draw() * TWOPI
        spread = 0.5 / kappa
        root = spread + sqrt(spread * spread + 1.0)
        accepted = False
        while not accepted:
            z = cos(draw() * pi)
            d = z / (z + root)
            u = draw()
            accepted = u < 1.0 - d * d or u <= (1.0 - d) * exp(d)
        inverse = 1.0 / root
        angle = acos((inverse + z) / (inverse * z + 1.0))
        return (mu + (angle if draw() > 0.5 else -angle)) % TWOPI

    def gammavariate(self, alpha, beta):
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError("gammavariate: alpha and beta must be > 0.0")
        random = self.random
        if alpha == 1.0:
            return -log(1.0 - random()) * beta
        if alpha > 1.0:
            # Cheng, 1977.
            root = sqrt(alpha * 2.0 - 1.0)
            base, slope = alpha - LOG4, alpha + root
            while True:
                u = random()
                # The logarithm below needs room at both ends.
                if u <= 1e-7 or u >= 0.9999999:
                    continue
                w = 1.0 - random()
                v = log(u / (1.0 - u)) / root
                x, z = exp(v) * alpha, u * u * w
                r = base + slope * v - x
                if r + SG_MAGICCONST - z * 4.5 >= 0.0 or log(z) <= r:
                    return x * beta
        # Ahrens and Dieter, 1974.
        while True:
            b = (e + alpha) / e
            p = b * random()
            x = p ** (1.0 / alpha) if p <= 1.0 else -log((b - p) / alpha)
            u = random()
            if u <= (x ** (alpha - 1.0) if p > 1.0 else exp(-x)):
                return x * beta

    def betavariate(self, alpha, beta):
        y = self.gammavariate(alpha, 1.0)
        return y / (y + self.gammavariate(beta, 1.0)) if y else 0.0

    def paretovariate(self, alpha):
        return (1.0 - self.random()) ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        return alpha * (-log(1.0 - self.random())) ** (1.0 / beta)

    def binomialvariate(self, n=1, p=0.5):
        if n < 0:
            raise ValueError("n must be non-negative")
        if p in (0.0, 1.0):
            return n if p else 0
        if not 0.0 < p < 1.0:
            raise ValueError("p must be in the range 0.0 <= p <= 1.0")
        if n == 1:
            return index(self.random() < p)
        if p > 0.5:
            return n - self.binomialvariate(n, 1.0 - p)
        if n * p < 10.0:
            return self._binomial_by_gaps(n, p)
        return self._binomial_by_rejection(n, p)

    def _binomial_by_gaps(self, n, p):
        # Devroye's geometric method: the gaps between successes.
        hits = trials = 0
        c = log2(1.0 - p)
        if not c:
            return hits
        while True:
            trials += floor(log2(self.random()) / c) + 1
            if trials > n:
                return hits
            hits += 1

    def _binomial_by_rejection(self, n, p):
        # Hormann's transformed rejection with squeeze (BTRS), 1993.
        random = self.random
        deviation = sqrt(n * p * (1.0 - p))
        b = 1.15 + 2.53 * deviation
        a, c = -0.0873 + 0.0248 * b + 0.01 * p, n * p + 0.5
        vr, h = 0.92 - 4.2 / b, None
        while True:
            u = random() - 0.5
            us = 0.5 - fabs(u)
            k = floor((2.0 * a / us + b) * u + c)
            if k < 0 or k > n:
                continue
            v = random()
            if us >= 0.07 and v <= vr:
                return k
            if h is None:
                alpha = (2.83 + 5.1 / b) * deviation
                lpq = log(p / (1.0 - p))
                m = floor((n + 1) * p)
                h = lgamma(m + 1) + lgamma(n - m + 1)
            v *= alpha / (a / (us * us) + b)
            if log(v) <= h - lgamma(k + 1) - lgamma(n - k + 1) + (k - m) * lpq:
                return k


class SystemRandom(Random):
    """Numbers from the operating system: without state, not to be repeated."""

    def random(self):
        return (int.from_bytes(_random._urandom(7)) >> 3) * RECIP_BPF

    def getrandbits(self, k):
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        count = (k + 7) // 8
        return int.from_bytes(_random._urandom(count)) >> (count * 8 - k)

    def randbytes(self, n):
        return _random._urandom(n)

    def seed(self, *args, **kwds):
        return None

    def _notimplemented(self, *args, **kwds):
        raise NotImplementedError("System entropy source does not have state.")

    getstate = setstate = _notimplemented


_inst = Random()
for _name in _SHARED:
    globals()[_name] = getattr(_inst, _name)

_e, _pi, _exp, _log, _sqrt, _ceil, _cos, _sin, _acos = e, pi, exp, log, sqrt, ceil, cos, sin, acos


def _parse_args(arg_list):
    """The options of `python -m random`, and their help."""
    import argparse
    parser = argparse.ArgumentParser(formatter_class=argparse.RawTextHelpFormatter)
    group = parser.add_mutually_exclusive_group()
    group.add_argument('-c', '--choice', nargs='+', help='print a random choice')
    group.add_argument('-i', '--integer', type=int, metavar='N', help='print a random integer between 1 and N inclusive')
    group.add_argument('-f', '--float', type=float, metavar='N', help='print a random floating-point number between 0 and N inclusive')
    group.add_argument('--test', type=int, const=10_000, nargs='?', help=argparse.SUPPRESS)
    parser.add_argument('input', nargs='*', help='if no options given, output depends on the input\n'
                        '    string or multiple: same as --choice\n    integer: same as --integer\n    float: same as --float')
    return parser.parse_args(arg_list), parser.format_help()


def main(arg_list=None):
    """What `python -m random` prints."""
    args, help_text = _parse_args(arg_list)
    if args.float is not None:
        return uniform(0, args.float)
    if args.integer is not None:
        return randint(1, args.integer)
    if args.choice:
        return choice(args.choice)
    if len(args.input) == 1:
        text = args.input[0]
        for convert, pick in ((int, lambda n: randint(1, n)), (float, lambda x: uniform(0, x))):
            try:
                return pick(convert(text))
            except ValueError:
                continue
        return choice(text.split())
    return choice(args.input) if args.input else help_text


if __name__ == '__main__':
    print(main())
