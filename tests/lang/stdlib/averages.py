"""statistics: averages, spread, relations, densities and the normal distribution, to the last digit."""
import pickle
import random
import statistics
from decimal import Decimal as D
from fractions import Fraction as F
from statistics import *


def attempt(text):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!", type(error).__name__, error)


for text in """
mean([])
mean('ab')
mean([1,'a'])
mean([D(1),2])
mean([F(1,2),1.5])
mean([1,2,3,4])
mean([1,3])
mean([True,False])
mean([float('nan'),1])
mean([float('inf'),-float('inf')])
mean([D('inf'),D(1)])
mean([1e308,1e308])
mean(5)
mean([1+2j])
mean([None])
fmean([])
fmean([1,2],[1])
fmean([1,2],[0,0])
fmean(iter([1,2]),iter([1,2]))
fmean(iter([1,2]))
fmean([1,'a'])
geometric_mean([])
geometric_mean([0,1])
geometric_mean([-1,1])
geometric_mean([1,float('nan')])
geometric_mean([float('inf'),1])
geometric_mean([float('inf'),0])
geometric_mean([54, 24, 36])
harmonic_mean([])
harmonic_mean([0,1])
harmonic_mean([-1])
harmonic_mean(['a'])
harmonic_mean([40,60])
harmonic_mean([40,60],weights=[5,30])
harmonic_mean([40,60],weights=[5])
harmonic_mean([40,60],weights=[0,0])
harmonic_mean([40,60],weights=[-1,1])
harmonic_mean([F(1,3),2])
harmonic_mean([2.5,3,10])
harmonic_mean([5])
harmonic_mean([5],weights=[0])
harmonic_mean([-5])
harmonic_mean([D(5),D(7)])
median([])
median_low([])
median_high([])
median_grouped([])
median_grouped([1,2,2,3,4,4,4,4,4,5])
median_grouped([1,3,3,5,7],interval=2)
median_grouped(['a','b'])
median_grouped([1],'x')
median_grouped([D(1),D(2)])
mode([])
mode(['a','b','a'])
multimode('aabbbbccddddeeffffgg')
multimode('')
mode([[1]])
quantiles([])
quantiles([1])
quantiles([1,2],n=0)
quantiles([1,2],method='x')
quantiles(range(10),n=10)
quantiles([D(1),D(3)],n=3,method='inclusive')
quantiles([],n=1)
quantiles([1,2,3],n=1)
variance([1])
variance([])
variance([1,2,3])
variance([F(1,6),F(1,2),F(5,3)])
variance([D("27.5"),D("30.25"),D("30.25"),D("34.5"),D("41.75")])
variance([1,2,3],xbar=2)
variance([1,2,3,4],2.5)
pvariance([])
pvariance([1,2,3,4])
pvariance([1,2,3,4],mu=1)
stdev([1])
stdev([1,2,3,4])
stdev([D(1),D(2),D(4)])
stdev([F(1,2),F(1,3)])
stdev([1,2,3])
stdev([1,5])
pstdev([])
pstdev([D(1),D(3)])
pstdev([D(1),D(2)])
pstdev([1,1])
stdev([1e300,-1e300])
pstdev([1,2,4],3)
variance([1,2,'x'])
covariance([1],[1])
covariance([1,2],[1])
covariance([1,2,3],[4,5,9])
correlation([1],[1])
correlation([1,2],[1])
correlation([1,1],[1,2])
correlation([1,2,3],[4,5,9],method='x')
correlation([1,2,3],[4,5,9],method='ranked')
correlation([1,2,3],[4,5,9.5])
linear_regression([1],[1])
linear_regression([1,2],[1])
linear_regression([1,1],[1,2])
linear_regression([0,0],[1,2],proportional=True)
linear_regression([1,2,3],[4,5,9],proportional=True)
linear_regression([1,2,3],[4,5,9])
kde([],1)
kde([1],0)
kde([1],-1)
kde([1],1,'x')
kde(['a'],1)
kde([1,2],1.0)(0.5)
kde([1,2],1.0,cumulative=True)(0.5)
kde_random([1,2],1.0,seed=3)()
kde_random([],1.0,seed=3)
kde_random([1],1,'x')
kde_random([1],0)
kde([1],'a')
NormalDist(0,-1)
NormalDist(0,0).pdf(1)
NormalDist(0,0).cdf(1)
NormalDist(0,0).inv_cdf(.1)
NormalDist().inv_cdf(0)
NormalDist().inv_cdf(1)
NormalDist().inv_cdf(.3)
NormalDist(0,0).zscore(1)
NormalDist(1,2).overlap(3)
NormalDist(1,0).overlap(NormalDist())
NormalDist(1,2).overlap(NormalDist(2,2))
NormalDist(1,2).overlap(NormalDist(2,3))
NormalDist(1,2)+NormalDist(2,3)
NormalDist(1,2)-NormalDist(2,3)
NormalDist(1,2)*3
3*NormalDist(1,2)
3+NormalDist(1,2)
3-NormalDist(1,2)
NormalDist(1,2)/3
-NormalDist(1,2),+NormalDist(1,2)
NormalDist(1,2)+'a'
NormalDist(1,2)==NormalDist(1.0,2.0)
NormalDist(1,2)==3
hash(NormalDist(1,2))==hash(NormalDist(1,2))
NormalDist('a')
NormalDist(1,2).quantiles(5)
NormalDist(1,2).samples(3,seed=4)
NormalDist.from_samples([1])
NormalDist.from_samples([1,2,4])
NormalDist(1,2).mean,NormalDist(1,2).median,NormalDist(1,2).mode,NormalDist(1,2).stdev,NormalDist(1,2).variance
NormalDist.__slots__
pickle.loads(pickle.dumps(NormalDist(1, 2)))
NormalDist(1,2).x
StatisticsError.__mro__
statistics.__all__
NormalDist(D(1),F(1,2))
""".strip().split("\n"):
    attempt(text)


def numbers(source, kind, count):
    for _ in range(count):
        if kind == "int":
            yield source.randint(-1000, 10 ** source.randint(1, 18))
        elif kind == "float":
            yield source.gauss(0, 1) * 10.0 ** source.randint(-20, 20)
        elif kind == "Decimal":
            yield D(source.randint(-10**9, 10**9)) / D(10 ** source.randint(0, 8))
        elif kind == "Fraction":
            yield F(source.randint(-99, 99), source.randint(1, 99))
        else:
            yield source.choice([source.random(), source.randint(0, 9), F(source.randint(1, 9), 7)])


def of_one(data):
    above = [abs(number) + 1 for number in data]
    yield mean(data), fmean(data), median(data), median_grouped(data)
    yield variance(data), pvariance(data), stdev(data), pstdev(data)
    yield harmonic_mean(above), geometric_mean(above), harmonic_mean(above, weights=[i % 3 for i in range(1, len(data) + 1)])
    yield quantiles(data, n=7), quantiles(data, n=5, method="inclusive")
    yield variance(data, data[0]), fmean(map(float, data), range(len(data)))


def of_two(x, y):
    yield correlation(x, y), covariance(x, y), correlation(x, y, method="ranked")
    yield linear_regression(x, y), linear_regression(x, y, proportional=True)
    yield NormalDist.from_samples(x)


source = random.Random(5)
for turn in range(30):
    kind = ("int", "float", "Decimal", "Fraction", "mixed")[turn % 5]
    count = source.randint(2, 9)
    data, other = list(numbers(source, kind, count)), list(map(float, numbers(source, kind, count)))
    print(turn, kind, *of_one(data))
    print(*of_two(list(map(float, data)), other))

normal = NormalDist(1.3, 2.7)
for x in (-30.0, -3.1, 0.2, 1.1, 1.7, 2.9, 8.3, 50.0):
    print(normal.pdf(x), normal.cdf(x), normal.zscore(x))
for p in (1e-300, 1e-12, 1e-3, 0.07, 0.076, 0.3, 0.5, 0.9249, 0.93, 0.999, 1 - 1e-12):
    print(normal.inv_cdf(p))

data = [1.5, 2, 2.25, 4, 7]
for kernel in ("normal gauss logistic sigmoid rectangular uniform triangular parabolic epanechnikov quartic biweight triweight"
               " cosine").split():
    density, distribution = kde(data, 1.25, kernel), kde(data, 1.25, kernel, cumulative=True)
    print(kernel, *[f"{density(x / 2):.12f}" for x in range(0, 18, 3)], *[f"{distribution(x / 2):.12f}" for x in range(0, 18, 3)])
    rand = kde_random(data, 1.25, kernel, seed=1)
    print(*[f"{rand():.9f}" for _ in range(4)], density.__doc__, distribution.__doc__, rand.__doc__, sep=" | ")
