"""Averages, spread and relations of numbers, and the normal distribution.

Sums are exact: numbers are taken as fractions, and only the result is rounded, once.
"""

from collections import Counter, namedtuple
from fractions import Fraction
from math import fsum, sqrt, sumprod
import math

__all__ = [
    'NormalDist', 'StatisticsError', 'correlation', 'covariance', 'fmean', 'geometric_mean', 'harmonic_mean', 'kde', 'kde_random',
    'linear_regression', 'mean', 'median', 'median_grouped', 'median_high', 'median_low', 'mode', 'multimode', 'pstdev', 'pvariance',
    'quantiles', 'stdev', 'variance',
]

LinearRegression = namedtuple('LinearRegression', 'slope intercept')


class StatisticsError(ValueError):
    """There is too little data, or it is none of which this can be told."""


# ---- exact sums ----

def _common_type(one, other):
    """The type of a result that numbers of two types make together."""
    if issubclass(other, one):
        return other
    if one in (int, bool) or issubclass(one, other):
        return other
    if issubclass(other, int):
        return one
    for narrow, wide in (one, other), (other, one):
        if issubclass(narrow, Fraction) and issubclass(wide, float):
            return wide
    raise TypeError(f"don't know how to coerce {one.__name__} and {other.__name__}")


def _ratio(number):
    """Numerator and denominator; the denominator of infinities and what is no number is None."""
    try:
        return number.as_integer_ratio()
    except AttributeError:
        pass
    except (OverflowError, ValueError):
        return number, None
    try:
        return number.numerator, number.denominator
    except AttributeError:
        raise TypeError(f"can't convert type '{type(number).__name__}' to numerator/denominator") from None


class _Sums:
    """The type, number, sum and sum of squares of data."""

    def __init__(self, data, squares=False):
        self.type, self.count = int, 0
        kinds = set()
        totals, square_totals = {}, {}
        for number in data:
            self.count += 1
            kinds.add(type(number))
            over, under = _ratio(number)
            totals[under] = totals.get(under, 0) + over
            if squares:
                if under is None:
                    square_totals[None] = square_totals.get(None, 0) + over * over
                else:
                    square_totals[under * under] = square_totals.get(under * under, 0) + over * over
        for kind in sorted(kinds, key=lambda kind: kind.__name__):
            self.type = _common_type(self.type, kind)
        self.total = _joined(totals)
        self.squares = _joined(square_totals)

    def deviation(self):
        """The sum of the squares of the distances from the mean."""
        if not self.count:
            return Fraction(0)
        if not isinstance(self.squares, Fraction):
            return self.squares - self.squares
        return (self.count * self.squares - self.total ** 2) / self.count


def _joined(totals):
    """The sum of fractions kept by denominator."""
    if None in totals:
        # Infinities, and what is no number, outweigh the others.
        return totals[None]
    common = math.lcm(*totals)
    return Fraction(sum(over * (common // under) for under, over in totals.items()), common)


def _as_type(value, kind):
    """A fraction as a number of the type of the data."""
    if type(value) is kind:
        return value
    if issubclass(kind, int) and getattr(value, 'denominator', 1) != 1:
        kind = float
    try:
        return kind(value)
    except TypeError:
        # Decimals are not made of fractions, but divided they are.
        return kind(value.numerator) / kind(value.denominator)


def _square_root(value, kind):
    """The square root of a fraction, rounded once: a Decimal if the data are decimals, else a float."""
    from decimal import Decimal, getcontext
    if not isinstance(value, Fraction):
        return value.sqrt() if isinstance(value, Decimal) else sqrt(value)
    is_decimal = issubclass(kind, Decimal)
    over, under = value.numerator, value.denominator
    if not over:
        return Decimal(0) if is_decimal else 0.0
    # An integer root with more digits than are wanted; its last one is odd if there is a rest, so that halves are told from more.
    if is_decimal:
        shift = max(getcontext().prec + 3 + (len(str(under)) - len(str(over))) // 2, 0)
        scale = 10 ** shift
    else:
        shift = max(60 + (under.bit_length() - over.bit_length()) // 2, 0)
        scale = 1 << shift
    square, rest = divmod(over * scale * scale, under)
    root = math.isqrt(square)
    if rest or root * root != square:
        root = root * 4 + 1
        scale *= 4
    if not is_decimal:
        return root / scale
    exact, plain = Decimal(root) / Decimal(scale), (Decimal(over) / Decimal(under)).sqrt()
    # Of the ways to write one value, the one with the zeros that dividing leaves.
    return plain if plain == exact else exact


# ---- averages ----

def mean(data):
    """The sum divided by the number of items."""
    sums = _Sums(data)
    if not sums.count:
        raise StatisticsError('mean requires at least one data point')
    return _as_type(sums.total / sums.count, sums.type)


def fmean(data, weights=None):
    """As mean(), in floats, and fast. Items count by their weights, if there are any."""
    if weights is not None:
        return _weighted_mean(data, weights)
    if not hasattr(data, '__len__'):
        data = list(data)
    count = len(data)
    if not count:
        raise StatisticsError('fmean requires at least one data point')
    return fsum(data) / count


def _weighted_mean(data, weights):
    weights = weights if isinstance(weights, (list, tuple)) else list(weights)
    try:
        total = sumprod(data, weights)
    except ValueError:
        raise StatisticsError('data and weights must be the same length') from None
    whole = fsum(weights)
    if not whole:
        raise StatisticsError('sum of weights must be non-zero')
    return total / whole


def geometric_mean(data):
    """The n-th root of the product of n numbers."""
    logarithms, has_zero = [], False
    for number in data:
        if number > 0 or math.isnan(number):
            logarithms.append(math.log(number))
        elif number == 0:
            has_zero = True
        else:
            raise StatisticsError('No negative inputs allowed', number)
    if has_zero:
        is_odd = any(map(math.isnan, logarithms)) or math.inf in logarithms
        return math.nan if is_odd else 0.0
    if not logarithms:
        raise StatisticsError('Must have a non-empty dataset')
    return math.exp(fsum(logarithms) / len(logarithms))


def harmonic_mean(data, weights=None):
    """The reciprocal of the mean of the reciprocals: of speeds over equal ways, say. Items count by their weights, if given."""
    from numbers import Real
    data = list(data)
    negative = 'harmonic mean does not support negative values'
    if not data:
        raise StatisticsError('harmonic_mean requires at least one data point')
    if weights is None and len(data) == 1:
        only, = data
        # Decimals are not Real.
        if not isinstance(only, Real) and not hasattr(only, 'as_tuple'):
            raise TypeError('unsupported type')
        if only < 0:
            raise StatisticsError(negative)
        return only
    if weights is None:
        weights = [1] * len(data)
        whole = len(data)
    else:
        weights = list(weights)
        if len(weights) != len(data):
            raise StatisticsError('Number of weights does not match data size')
        if any(weight < 0 for weight in weights):
            raise StatisticsError(negative)
        whole = _Sums(weights).total
    try:
        if any(number < 0 for number in data):
            raise StatisticsError(negative)
        sums = _Sums(weight / number if weight else 0 for weight, number in zip(weights, data))
    except ZeroDivisionError:
        return 0
    except TypeError:
        raise TypeError('unsupported type') from None
    if not sums.total > 0:
        raise StatisticsError('Weighted sum must be positive')
    return _as_type(whole / sums.total, sums.type)


def _in_order(data):
    ordered = sorted(data)
    if not ordered:
        raise StatisticsError('no median for empty data')
    return ordered


def median(data):
    """What stands in the middle, or halfway between the two that do."""
    ordered = _in_order(data)
    middle, is_odd = divmod(len(ordered), 2)
    return ordered[middle] if is_odd else (ordered[middle - 1] + ordered[middle]) / 2


def median_low(data):
    """What stands in the middle; the lower one if two do."""
    ordered = _in_order(data)
    return ordered[(len(ordered) - 1) // 2]


def median_high(data):
    """What stands in the middle; the higher one if two do."""
    ordered = _in_order(data)
    return ordered[len(ordered) // 2]


def median_grouped(data, interval=1.0):
    """The median of items that stand for whole intervals around them, found inside of its interval as if they lay there evenly."""
    from bisect import bisect_left, bisect_right
    ordered = _in_order(data)
    middle = ordered[len(ordered) // 2]
    first, end = bisect_left(ordered, middle), bisect_right(ordered, middle)
    try:
        width, centre = float(interval), float(middle)
    except ValueError:
        raise TypeError('Value cannot be converted to a float') from None
    return centre - width / 2.0 + width * (len(ordered) / 2 - first) / (end - first)


def mode(data):
    """The item that is there most often; of several such, the one that comes first."""
    most = Counter(iter(data)).most_common(1)
    if not most:
        raise StatisticsError('no mode for empty data')
    return most[0][0]


def multimode(data):
    """All items that are there most often, in the order in which they come."""
    counts = Counter(iter(data))
    most = max(counts.values(), default=0)
    return [item for item, count in counts.items() if count == most]


def quantiles(data, *, n=4, method='exclusive'):
    """The n - 1 places that cut the data into n parts of one probability.

    'inclusive' data have the least and the greatest of the population among them, 'exclusive' ones need not.
    """
    if n < 1:
        raise StatisticsError('n must be at least 1')
    ordered = sorted(data)
    count = len(ordered)
    if count < 2:
        if not count:
            raise StatisticsError('must have at least one data point')
        return ordered * (n - 1)
    if method == 'inclusive':
        places = [divmod(i * (count - 1), n) for i in range(1, n)]
        # One item more than the places need, so that the last has a neighbour.
        return [(ordered[at] * (n - rest) + ordered[at + 1] * rest) / n for at, rest in places]
    if method != 'exclusive':
        raise ValueError(f'Unknown method: {method!r}')
    cuts = []
    for i in range(1, n):
        wanted = i * (count + 1)
        at = min(max(wanted // n, 1), count - 1)
        rest = wanted - at * n
        cuts.append((ordered[at - 1] * (n - rest) + ordered[at] * rest) / n)
    return cuts


# ---- spread ----

def _spread(data, centre, least, message):
    """Type of the data, sum of squared distances from the centre, number of items."""
    if centre is None:
        sums = _Sums(data, squares=True)
        total = sums.deviation()
    else:
        sums = _Sums((distance := number - centre) * distance for number in data)
        total = sums.total
    if sums.count < least:
        raise StatisticsError(message)
    return sums.type, total, sums.count


_AT_LEAST_TWO = 'requires at least two data points'
_AT_LEAST_ONE = 'requires at least one data point'


def variance(data, xbar=None):
    """The variance of the population that the data are a sample of. `xbar` is the mean, if it is known."""
    kind, total, count = _spread(data, xbar, 2, f'variance {_AT_LEAST_TWO}')
    return _as_type(total / (count - 1), kind)


def pvariance(data, mu=None):
    """The variance of the data, which are the whole population. `mu` is the mean, if it is known."""
    kind, total, count = _spread(data, mu, 1, f'pvariance {_AT_LEAST_ONE}')
    return _as_type(total / count, kind)


def stdev(data, xbar=None):
    """The square root of variance()."""
    kind, total, count = _spread(data, xbar, 2, f'stdev {_AT_LEAST_TWO}')
    return _square_root(total / (count - 1), kind)


def pstdev(data, mu=None):
    """The square root of pvariance()."""
    kind, total, count = _spread(data, mu, 1, f'pstdev {_AT_LEAST_ONE}')
    return _square_root(total / count, kind)


# ---- relations ----

def _pairs(x, y, what):
    count = len(x)
    if len(y) != count:
        raise StatisticsError(f'{what} requires that both inputs have same number of data points')
    if count < 2:
        raise StatisticsError(f'{what} {_AT_LEAST_TWO}')
    return count


def _centred(data):
    centre = fsum(data) / len(data)
    return centre, [number - centre for number in data]


def covariance(x, y, /):
    """How much two quantities vary together."""
    count = _pairs(x, y, 'covariance')
    return sumprod(_centred(x)[1], _centred(y)[1]) / (count - 1)


def correlation(x, y, /, *, method='linear'):
    """Pearson's coefficient: 1 if one quantity is a linear function of the other. 'ranked' is Spearman's, of their places in order."""
    _pairs(x, y, 'correlation')
    if method == 'ranked':
        x, y = _ranks(x), _ranks(y)
    elif method != 'linear':
        raise ValueError(f'Unknown method: {method!r}')
    x, y = _centred(x)[1], _centred(y)[1]
    together, alone = sumprod(x, y), (sumprod(x, x), sumprod(y, y))
    if 0.0 in alone:
        raise StatisticsError('at least one of the inputs is constant')
    return together / _root_of_product(*alone)


def _root_of_product(x, y):
    if not math.isfinite(x * y) or not x * y:
        return sqrt(x) * sqrt(y)
    return _square_root(Fraction(x) * Fraction(y), float)


def _ranks(data):
    """Places in order; equal items share the mean of theirs. Shifted by a constant, which makes no difference here."""
    order = sorted(range(len(data)), key=data.__getitem__)
    ranks = [0.0] * len(data)
    at = 0
    while at < len(order):
        end = at + 1
        while end < len(order) and data[order[end]] == data[order[at]]:
            end += 1
        for place in order[at:end]:
            ranks[place] = (at + end + 1) / 2
        at = end
    return ranks


def linear_regression(x, y, /, *, proportional=False):
    """The line that goes through pairs of numbers best, by least squares; through the origin if it is `proportional`."""
    _pairs(x, y, 'linear regression')
    x_mean = y_mean = 0.0
    if not proportional:
        x_mean, x = _centred(x)
        y_mean = fsum(y) / len(y)
        y = [number - y_mean for number in y]
    along = sumprod(x, x) + 0.0
    if not along:
        raise StatisticsError('x is constant')
    slope = (sumprod(x, y) + 0.0) / along
    return LinearRegression(slope=slope, intercept=0.0 if proportional else y_mean - slope * x_mean)


# ---- densities from samples ----

def _solve(rising, least, most):
    """The inverse of a function that rises from 0 to 1: by halving, until floats have nothing in between."""

    def inverse(p):
        low, high = least, most
        while True:
            middle = (low + high) / 2
            if middle in (low, high):
                return middle
            if rising(middle) < p:
                low = middle
            else:
                high = middle

    return inverse


def _normal_inverse(p):
    return _normal_quantile(p, 0.0, 1.0)


def _kernels():
    """By name: density, distribution function, its inverse, and how far the density reaches (None: everywhere)."""
    pi, tau, exp, erf = math.pi, math.tau, math.exp, math.erf
    root_of_tau, root_of_2 = sqrt(tau), sqrt(2)

    def quartic(t):
        return t * (15.0 + t * t * (-10.0 + 3.0 * t * t)) / 16.0 + 0.5

    def triweight(t):
        return t * (35.0 + t * t * (-35.0 + t * t * (21.0 - 5.0 * t * t))) / 32.0 + 0.5

    kernels = {
        'normal': (lambda t: exp(-0.5 * t * t) / root_of_tau, lambda t: 0.5 * math.erfc(-t / root_of_2), _normal_inverse, None),
        'logistic': (
            lambda t: 0.5 / (1.0 + math.cosh(t)), lambda t: 1.0 - 1.0 / (exp(t) + 1.0), lambda p: math.log(p / (1.0 - p)), None),
        'sigmoid': (
            lambda t: 1 / pi / math.cosh(t), lambda t: 2 / pi * math.atan(exp(t)), lambda p: math.log(math.tan(p * pi / 2)), None),
        'rectangular': (lambda t: 0.5, lambda t: 0.5 * t + 0.5, lambda p: 2.0 * p - 1.0, 1.0),
        'triangular': (
            lambda t: 1.0 - abs(t),
            lambda t: (1.0 - abs(t)) ** 2 / 2 if t < 0.0 else 1.0 - (1.0 - t) ** 2 / 2,
            lambda p: sqrt(2.0 * p) - 1.0 if p < 0.5 else 1.0 - sqrt(2.0 - 2.0 * p), 1.0),
        'parabolic': (
            lambda t: 0.75 * (1.0 - t * t), lambda t: -0.25 * t * t * t + 0.75 * t + 0.5,
            lambda p: 2.0 * math.cos((math.acos(2.0 * p - 1.0) + pi) / 3.0), 1.0),
        'quartic': (lambda t: 15 / 16 * (1.0 - t * t) ** 2, quartic, _solve(quartic, -1.0, 1.0), 1.0),
        'triweight': (lambda t: 35 / 32 * (1.0 - t * t) ** 3, triweight, _solve(triweight, -1.0, 1.0), 1.0),
        'cosine': (
            lambda t: pi / 4 * math.cos(pi / 2 * t), lambda t: 0.5 * math.sin(pi / 2 * t) + 0.5,
            lambda p: 2.0 * math.asin(2.0 * p - 1.0) / pi, 1.0),
    }
    others = (('gauss', 'normal'), ('uniform', 'rectangular'), ('epanechnikov', 'parabolic'), ('biweight', 'quartic'))
    return kernels | {other: kernels[name] for other, name in others}


def _kernel(data, h, name):
    if not len(data):
        raise StatisticsError('Empty data sequence')
    if not isinstance(data[0], (int, float)):
        raise TypeError('Data sequence must contain ints or floats')
    if h <= 0.0:
        raise StatisticsError(f'Bandwidth h must be positive, not {h=!r}')
    try:
        return _kernels()[name]
    except KeyError:
        raise StatisticsError(f'Unknown kernel name: {name!r}') from None


def kde(data, h, kernel='normal', *, cumulative=False):
    """The density of what the data are a sample of, as a function: each item is spread by a kernel of width `h`.

    With `cumulative` the function is the distribution's. Items that are added to `data` later count too.
    """
    density, distribution, _, reach = _kernel(data, h, kernel)
    if reach is None:
        def pdf(x):
            return sum(density((x - item) / h) for item in data) / (len(data) * h)

        def cdf(x):
            return sum(distribution((x - item) / h) for item in data) / len(data)
    else:
        from bisect import bisect_left, bisect_right
        ordered, width = sorted(data), h * reach

        def near(x):
            """The items whose kernels reach x, and how many lie wholly below."""
            nonlocal ordered
            if len(ordered) != len(data):
                ordered = sorted(data)
            first = bisect_left(ordered, x - width)
            return ordered[first:bisect_right(ordered, x + width)], first

        def pdf(x):
            return sum(density((x - item) / h) for item in near(x)[0]) / (len(data) * h)

        def cdf(x):
            items, below = near(x)
            return sum((distribution((x - item) / h) for item in items), below) / len(data)

    function, what = (cdf, 'CDF') if cumulative else (pdf, 'PDF')
    function.__doc__ = f'{what} estimate with {h=!r} and {kernel=!r}'
    return function


def kde_random(data, h, kernel='normal', *, seed=None):
    """A function that gives random numbers distributed as kde() says."""
    import random
    inverse = _kernel(data, h, kernel)[2]
    source = random.Random(seed)

    def rand():
        return source.choice(data) + h * inverse(source.random())

    rand.__doc__ = f'Random KDE selection with {h=!r} and {kernel=!r}'
    return rand


# ---- the normal distribution ----

# Wichura's rational approximations of the inverse (Applied Statistics 37, 1988, algorithm AS 241, PPND16), highest power first:
# near the middle, in the tails, and far out in them.
_MIDDLE = (
    (2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4, 1.3731693765509461125e+4,
     1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e+0),
    (5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4, 5.3941960214247511077e+3,
     6.8718700749205790830e+2, 4.2313330701600911252e+1, 1.0),
)
_TAIL = (
    (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e+0,
     3.64784832476320460504e+0, 5.76949722146069140550e+0, 4.63033784615654529590e+0, 1.42343711074968357734e+0),
    (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
     6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1.0),
)
_FAR = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
     2.96560571828504891230e-1, 1.78482653991729133580e+0, 5.46378491116411436990e+0, 6.65790464350110377720e+0),
    (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
     1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0),
)


def _quotient(polynomials, x, factor=1.0):
    """`factor` times one polynomial divided by the other."""
    values = []
    for coefficients in polynomials:
        value = 0.0
        for coefficient in coefficients:
            value = value * x + coefficient
        values.append(value)
    return values[0] * factor / values[1]


def _normal_quantile(p, mu, sigma):
    from_middle = p - 0.5
    if abs(from_middle) <= 0.425:
        return mu + _quotient(_MIDDLE, 0.180625 - from_middle * from_middle, from_middle) * sigma
    depth = sqrt(-math.log(p if from_middle <= 0.0 else 1.0 - p))
    distance = _quotient(_TAIL, depth - 1.6) if depth <= 5.0 else _quotient(_FAR, depth - 5.0)
    return mu + math.copysign(distance, from_middle) * sigma


class NormalDist:
    """A normal distribution: its mean and standard deviation. Sums, and products with numbers, are those of the random variables."""

    __slots__ = {
        '_mu': 'Arithmetic mean of a normal distribution',
        '_sigma': 'Standard deviation of a normal distribution',
    }

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError('sigma must be non-negative')
        self._mu, self._sigma = float(mu), float(sigma)

    @classmethod
    def from_samples(cls, data):
        """The distribution whose mean and deviation those of the data tell."""
        data = data if isinstance(data, (list, tuple)) else list(data)
        kind, total, count = _spread(data, None, 2, f'stdev {_AT_LEAST_TWO}')
        return cls(float(mean(data)), float(_square_root(total / (count - 1), kind)))

    mean = median = mode = property(lambda self: self._mu, doc='The middle: mean, median and mode are one.')
    stdev = property(lambda self: self._sigma, doc='The standard deviation.')

    @property
    def variance(self):
        """The square of the standard deviation."""
        return self._sigma * self._sigma

    def _deviation_for(self, what):
        if not self._sigma:
            raise StatisticsError(f'{what}() not defined when sigma is zero')
        return self._sigma

    def samples(self, n, *, seed=None):
        """A list of n random numbers with this distribution."""
        import random
        rand = random.random if seed is None else random.Random(seed).random
        return [_normal_quantile(rand(), self._mu, self._sigma) for _ in range(n)]

    def pdf(self, x):
        """The density at x."""
        self._deviation_for('pdf')
        variance, distance = self._sigma * self._sigma, x - self._mu
        return math.exp(distance * distance / (-2.0 * variance)) / sqrt(math.tau * variance)

    def cdf(self, x):
        """The probability of being at most x."""
        return 0.5 * (1.0 + math.erf((x - self._mu) / (self._deviation_for('cdf') * sqrt(2.0))))

    def inv_cdf(self, p):
        """The x below which one is with probability p."""
        if not 0.0 < p < 1.0:
            raise StatisticsError('p must be in the range 0.0 < p < 1.0')
        return _normal_quantile(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        """The n - 1 places that cut it into n parts of one probability."""
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def zscore(self, x):
        """How many deviations x is above the mean."""
        sigma = self._deviation_for('zscore')
        return (x - self._mu) / sigma

    def overlap(self, other):
        """The area that lies below both densities, from 0 to 1."""
        if not isinstance(other, NormalDist):
            raise TypeError('Expected another NormalDist instance')
        narrow, wide = sorted((self, other), key=lambda each: (each._sigma, each._mu))
        narrow_variance, wide_variance = narrow.variance, wide.variance
        if not narrow_variance or not wide_variance:
            raise StatisticsError('overlap() not defined when sigma is zero')
        more, apart = wide_variance - narrow_variance, abs(wide._mu - narrow._mu)
        if not more:
            return math.erfc(apart / (2.0 * narrow._sigma * sqrt(2.0)))
        # The densities cross twice.
        middle = narrow._mu * wide_variance - wide._mu * narrow_variance
        aside = narrow._sigma * wide._sigma * sqrt(apart * apart + more * math.log(wide_variance / narrow_variance))
        upper, lower = [abs(wide.cdf(x) - narrow.cdf(x)) for x in ((middle + aside) / more, (middle - aside) / more)]
        return 1.0 - (upper + lower)

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu + other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu + other, self._sigma)

    def __sub__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu - other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu - other, self._sigma)

    def __mul__(self, factor):
        return NormalDist(self._mu * factor, self._sigma * abs(factor))

    def __truediv__(self, divisor):
        return NormalDist(self._mu / divisor, self._sigma / abs(divisor))

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other):
        return -(self - other)

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    def __eq__(self, other):
        if isinstance(other, NormalDist):
            return (self._mu, self._sigma) == (other._mu, other._sigma)
        return NotImplemented

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f'{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})'

    def __getstate__(self):
        return self._mu, self._sigma

    def __setstate__(self, state):
        self._mu, self._sigma = state
