# Generator expressions.
print(list(x * x for x in range(5)))
print(sum(x for x in range(10) if x % 2))
g = (a + b for a in "ab" for b in "cd" if a + b != "ad")
print(next(g), list(g))
print(list((x, y) for x in range(3) for y in range(x)))
print(any(x > 2 for x in [1, 2, 3]), all(x > 2 for x in [1, 2, 3]))


def f(n):
    return (n + i for i in range(3))


print(list(f(10)))
try:
    (x for x in 5)
except TypeError as e:
    print(e)
lines = [i for i in (j for j in range(4)) if i]
print(lines)
fs = list(lambda: i for i in range(3))
print([h() for h in fs])
print(max((len(s) for s in ["a", "bbb", "cc"])))
g = (x for x in [1])
print(type(g).__name__, g.__name__, g.__qualname__)
print(list((y := x) for x in [1, 2]), y)


class C:
    items = [1, 2, 3]
    total = sum(x for x in items)


print(C.total)
print(", ".join(str(x) for x in range(3)))
print(dict((k, v) for k, v in [("a", 1), ("b", 2)]))
print(tuple(x for x in "abc"), sorted(-x for x in range(3)))
