import math
class lcg:
    def __init__(self, seed): self.seed = seed
    def __iter__(self): return self
    def __next__(self):
        self.seed = (self.seed * 6364136223846793005 + 1442695040888963407) % 2**64
        return self.seed >> 11
g = lcg(1)
def unit(): return next(g) / 2**53
def span(a, b): return a + (b - a) * unit()
for name, a, b in [('acos',-1,1),('acosh',1,100),('asin',-1,1),('asinh',-10,10),('atan',-10,10),('atanh',-1,1),('cos',-1e3,1e3),('cosh',-20,20),
  ('erf',-4,4),('erfc',-4,26),('exp',-700,700),('exp2',-1000,1000),('expm1',-2,2),('gamma',-20,20),('lgamma',-50,50),('lgamma',1,1e5),('gamma',20,171),('log',1e-5,1e5),('log10',0,1e10),
  ('log1p',-.9,5),('log2',0,1e9),('sin',-1e3,1e3),('sinh',-20,20),('sqrt',0,1e9),('tan',-1e3,1e3),('tanh',-3,3),('ulp',0,1e9)]:
    f = getattr(math, name)
    for i in range(30):
        x = span(a, b)
        print(name, x, f(x))
for i in range(60):
    v = [span(-1, 1) * 10.0 ** span(-5, 5) for _ in range(i % 6 + 1)]
    w = [span(-1, 1) * 10.0 ** span(-5, 5) for _ in v]
    print(math.hypot(*v), math.dist(v, w), math.fsum(v + w), math.sumprod(v, w), math.prod(v))
for i in range(60):
    x, y = span(-100, 100), span(-100, 100)
    print(math.pow(abs(x), y / 10), math.atan2(x, y), math.fmod(x, y), math.remainder(x, y), math.nextafter(x, y), math.ldexp(x, i - 30), math.frexp(x), math.modf(x), x % y, x // y, divmod(x, y))
    print(complex(x, y) ** (x / 30), complex(x, y) * complex(y, x), complex(x, y) / complex(y, -x), abs(complex(x, y)), complex(x, y) ** complex(y / 50, x / 50), complex(x,y) ** 7, complex(x, y) ** -3)
    print(math.fma(x, y, -x * y), math.isclose(x, y, rel_tol=.5), math.degrees(x), math.radians(y), round(x, 3), round(y, -1), round(x), x.hex(), x.as_integer_ratio(), hash(x))
ints = [next(g) << (next(g) % 200) >> (next(g) % 60) for _ in range(40)]
ints += [-n for n in ints[:10]] + [0, 1, -1, 2**63, -2**63, 2**63 - 1, 2**64, 10**18, 10**19]
acc = 0
for a in ints:
    for b in ints:
        acc = (acc * 31 + hash((a + b, a - b, a * b, a & b, a | b, a ^ b))) % (2**61 - 1)
        if b:
            acc = (acc * 31 + hash((a // b, a % b, divmod(a, b), a / b))) % (2**61 - 1)
        acc = (acc * 31 + hash((a < b, a == b, math.gcd(a, b), math.lcm(a, b), a << 7, a >> 3, a >> 70, ~a))) % (2**61 - 1)
    print(acc)
for a in ints[:20]:
    for b in ints[:12]:
        for m in (97, -97, 10**9 + 7, 2**80 + 13, -2**80 - 13, 2**64):
            acc = (acc * 31 + pow(a, b, m)) % (2**61 - 1)
            if math.gcd(a, m) == 1: acc = (acc * 31 + pow(a, -b, m)) % (2**61 - 1)
    print(acc, a.bit_length(), a.bit_count(), math.isqrt(a), float(a), hash(a), round(a, -5), math.log(a + 1), math.log2(a + 1), math.log10(a + 1), str(a), hex(a), a.to_bytes(50, 'little'), (-a).to_bytes(50, 'big', signed=True))
for n in (0, 1, 5, 20, 21, 30, 100, 171, 500): print(n, math.factorial(n), math.comb(n, n // 3), math.perm(n, n // 2))
for k in (5, 40, 200): print(math.comb(10**6, k), math.comb(2**70, k) % 10**30)
print(math.log(10**1000), math.log10(10**1000), math.log2(2**5000 + 1), math.log(2**1024), math.log(10**400, 10**20))
for n in range(0, 40): print(10**n, 7**n, (-3)**n, 2**n - 1, (10**n) / 7, 10**n / 3**n, 1 / 10**n, int(10.0**n))
