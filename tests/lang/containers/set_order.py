def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)

# What prints depends on the order of the table: it is CPython's for keys with fixed hashes.
print({3, 1, 2}, {10, 5, 100, 7, 33}, set(range(20, 0, -1)), {8, 16, 24, 32, 0}, {64, 1, 65, 2, 128, 129}, {-1, -2, -3, 0}, {1.5, 2, 0.25, 1e10, -7}, {True, 5, None, 2.0})
print({(1, 2), (3, 4), (5, 6), ()}, {None, (None,), 0}, frozenset([5, 9, 1, 77, 300]), {frozenset([1, 2]), frozenset([2, 3]), frozenset()})
print(set([9, 8, 7]), set((300, 20, 1)), set({4: 0, 2: 0, 90: 0}), set(x * x for x in range(15)), {x * 37 % 101 for x in range(30)})
seed = 12345
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    return (seed >> 8) % n
for size in (1, 3, 5, 6, 10, 19, 20, 40, 77, 200):
    for span in (10, 100, 100000):
        a = set(rnd(span) for _ in range(size))
        b = {rnd(span) for _ in range(size * (1 + rnd(3)))}
        print(a, b)
        print(a | b, a & b, a - b, a ^ b, b & a, b - a, b ^ a)
        print(a.union(list(b)), a.intersection(list(b)), a.difference(list(b)), a.symmetric_difference(list(b)), a.union(dict.fromkeys(b)), a.difference(dict.fromkeys(b)), a.symmetric_difference(dict.fromkeys(b)))
        c = a.copy()
        c |= b
        e = set(a)
        e &= b
        f = set(b)
        f -= a
        g = set(a)
        g ^= b
        print(c, e, f, g)
        for x in list(b)[:len(b) // 2]:
            c.discard(x)
        print(c, set(c), c.copy(), frozenset(c))
        for x in range(span // 2, span // 2 + 9):
            c.add(x)
        print(c)
        pops = [c.pop() for _ in range(min(4, len(c)))]
        c.add(pops[0])
        print(pops, c, [c.pop() for _ in range(len(c))], c)
        print(a.intersection(b, [1, 2, 3, 4, 5, 6, 7, 8, 9]), a.difference(b, [3]), a.union(b, [1], (2,)), a.isdisjoint(b), a <= b, a.issubset(a | b))
s = set(range(60000))
s |= set(range(100000, 105000))
print(sum(i * v for i, v in enumerate(s)) % 1000003, len(s))
for i in range(0, 60000, 3):
    s.remove(i)
s.update(range(7, 90000, 13))
print(sum(i * v for i, v in enumerate(s)) % 1000003, len(s))
s -= set(range(50000))
print(sum(i * v for i, v in enumerate(s)) % 1000003, len(s))
