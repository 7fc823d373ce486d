# Products, quotients, roots and texts of huge integers, checked by identities.
import math
import sys

x = 3**1_300_000
y = 7**400_000 + 12345
print(x.bit_length(), y.bit_length())
p = x * y
print((x + y) * (x - y) == x * x - y * y)
q, r = divmod(p + 99, y)
print(q == x, r)
q, r = divmod(-p - 99, x)
print(q == -y - 1, r == x - 99)
z = 5**900_000
q, r = divmod(z * x + y, z)
print(q == x, r == y)
print(hash(p) == hash(x) * hash(y) % (2**61 - 1), p % 1000003, p % 10**20)
print(pow(x, y, 1000007), pow(3, 1_300_000, 10**9 + 7) == x % (10**9 + 7))
print(math.isqrt(p * p) == p, math.isqrt(p * p - 1) == p - 1, math.isqrt(1 << 2_000_000) == 1 << 1_000_000)
print((1 << 2_000_000) // (1 << 1_000_000) == 1 << 1_000_000, (1 << 2_000_001) % (1 << 1_000_000))
print((1 << 3_000_000) * y == y << 3_000_000, math.gcd(1 << 2_000_000, (1 << 1_000_000) * 6) == 1 << 1_000_001)
print(math.gcd(3**200_000 * 10, 3**100_000 * 4) == 3**100_000 * 2)
m = (1 << 200_000) + 1
print(pow(3, 20, m), pow(1 << 199_999, 3, m) == (1 << 599_997) % m)
sys.set_int_max_str_digits(0)
s = str(10**200_000 - 7)
print(len(s), s[:5], s[-5:], set(s[:-1]))
s = str(-(10**300_000 + 42))
print(len(s), s[:5], s[-5:], s.count('0'))
t = str(y)
print(len(t), t[:20], t[-20:], int(t) == y, int('-' + t) == -y)
print(int('1' + '0' * 100_000) == 10**100_000, int('0' * 50_000 + '9' * 3), f'{10**60_000:,}'.count(','))
sys.set_int_max_str_digits(4300)
try:
    str(y)
except ValueError as error:
    print(error)
