import random
r = random.Random(7)
def check(n):
    a, m = [], []
    for i in range(n):
        k = r.randrange(14)
        if k < 4: a.append(i); m = m + [i]
        elif k == 4: a.insert(0, i); m = [i] + m
        elif k == 5 and a: p = r.randrange(len(a)); a.insert(p, i); m = m[:p] + [i] + m[p:]
        elif k in (6, 7) and a: x = a.pop(0); assert x == m[0]; m = m[1:]
        elif k == 8 and a: x = a.pop(); assert x == m[-1]; m = m[:-1]
        elif k == 9 and a: p = r.randrange(len(a)); x = a.pop(p); assert x == m[p]; m = m[:p] + m[p+1:]
        elif k == 10 and a:
            p = r.randrange(len(a)); q = min(len(a), p + r.randrange(6)); n2 = [i] * r.randrange(8)
            a[p:q] = n2; m = m[:p] + n2 + m[q:]
        elif k == 11 and a: q = r.randrange(len(a)); del a[:q // 4]; m = m[q // 4:]
        elif k == 12 and a: del a[::3]; m = [x for j, x in enumerate(m) if j % 3]
        elif k == 13 and not r.randrange(20): a.clear(); m = []
        elif k == 13 and not r.randrange(10): a.sort(); m = sorted(m)
        assert a == m, (k, a, m)
        assert len(a) == len(m)
    return sum(a), len(a)
print([check(300) for _ in range(60)])
q = list(range(5))
for i in range(100000):
    q.append(i); q.pop(0)
print(q, q.copy(), list(reversed(q)))
while q: q.pop(0)
q.extend([1, 2]); q += (3,); print(q)
