def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)

for f in (lambda: range(), lambda: range(1, 2, 3, 4), lambda: range(1, 2, 0), lambda: range("a"), lambda: range(1.5), lambda: range(a=1), lambda: range(5)[5], lambda: range(5)["a"], lambda: range(10)[2:5], lambda: range(10)[::-1], lambda: range(2**100)[2**99],
          lambda: len(range(2**100)), lambda: range(2**100)[5:2**90:7], lambda: 5 in range(10), lambda: 5.0 in range(10), lambda: "a" in range(3), lambda: range(10).index(11), lambda: range(10).index(7), lambda: range(10).index("a"), lambda: range(10).index(),
          lambda: range(10).count(3.0), lambda: range(10).count(3), lambda: range(0, 3, 2) == range(0, 4, 2), lambda: hash(range(0, 3, 2)) == hash(range(0, 4, 2)), lambda: hash(range(5)), lambda: hash(range(0)), lambda: hash(range(1, 2)), lambda: hash(range(2**70)),
          lambda: type(reversed(range(5))).__name__, lambda: type(iter(range(2**70))).__name__, lambda: list(reversed(range(2**70, 2**70 + 3))), lambda: range(5) < range(6), lambda: range(1, 5, 2), lambda: iter(range(5)).__reduce__()[1:], lambda: iter(range(5)).__length_hint__(),
          lambda: range(5).__reduce__()[1], lambda: bool(range(0)), lambda: bool(range(2**100)), lambda: range(10)[2**70], lambda: range(True), lambda: range(5).start, lambda: (range(5).stop, range(5).step), lambda: range(-2**63, 2**63 - 1, 2**62),
          lambda: list(range(-2**63, 2**63 - 1, 2**62)), lambda: len(range(-2**63, 2**63 - 1)), lambda: range(10)[-3:], lambda: range(5)[:], lambda: reversed(range(5)).__reduce__()[1:], lambda: range(1, 10, 3)[1:], lambda: range(10).index(5, 1), lambda: range(10).__contains__(True),
          lambda: list(range(5, 0, -2)), lambda: range(5) + [1], lambda: list(range(2**63 - 2, 2**63 + 2)), lambda: list(range(2**63 + 2, 2**63 - 2, -1)), lambda: 2**63 in range(2**63 - 2, 2**63 + 2), lambda: range(0, 100, 7)[3:9:2], lambda: range(100)[90:10:-17], lambda: list(range(100)[90:10:-17]),
          lambda: range(10)[-11], lambda: range(10)[-10], lambda: range(0, -10, -3)[-1], lambda: -6 in range(0, -10, -3), lambda: -7 in range(0, -10, -3), lambda: range(0, -10, -3).index(-9), lambda: max(range(10)), lambda: sum(range(1000)), lambda: list(range(3)) == [0, 1, 2], lambda: list(range(10**13))):
    t(f)
def f():
    class X(range):
        pass
t(f)
def f():
    range(5).start = 1
t(f)
total = 0
for i in range(2**63 - 3, 2**63 + 3):
    total += i
print(total)
for i in range(2**63 - 1, 2**63 - 8, -3):
    print(i)
for i in range(9223372036854775800, 9223372036854775807, 5):
    print(i)

# Slices.
for f in (lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: slice(1).indices(-1), lambda: slice(1, 2, 0).indices(5), lambda: slice("a").indices(5), lambda: slice(1).indices("a"), lambda: slice(1, 2) < slice(1, 3), lambda: hash(slice(1, 2, 3)), lambda: slice(1, 2), lambda: slice(a=1),
          lambda: slice(None, None, -1).indices(2**70), lambda: slice(1, 2).__reduce__()[1], lambda: slice(1, 2) == slice(1, 2), lambda: slice(-3, None, 2).indices(10), lambda: slice(5).start, lambda: (slice(5).stop, slice(5).step), lambda: slice(-100, 100, 3).indices(7), lambda: slice(100, -100, -3).indices(7),
          lambda: hash(slice([])), lambda: slice(1) == 5, lambda: {slice(1): 2}[slice(1)], lambda: slice(2**70, None, -2**70).indices(10)):
    t(f)
def f():
    slice(1).start = 5
t(f)
