print("hi", 1, 2.5, None, True, sep="-")
print(sum([0.1]*10), sum([1,2,3]), sum([True, 2]), sum([[1],[2]], []), sum([1.5, 2]), sum([2**63, 1]))
print(max([1,5,3]), min(3,1,2), max("abc", key=ord), max([], default=7))
for f in (lambda: max([]), lambda: max(1), lambda: sum(["a"], ""), lambda: len(5), lambda: chr(-1), lambda: ord("ab"), lambda: min(1,2,default=3),
    lambda: iter(5), lambda: next([]), lambda: hash([]), lambda: isinstance(1, 2), lambda: issubclass(1, int), lambda: getattr(1, "x"), lambda: round("a"),
    lambda: divmod(1,0), lambda: pow(2,-1,0), lambda: open("/nonexistent"), lambda: open("x", "q"), lambda: int("z"), lambda: sorted(1), lambda: print(sep=1),
    lambda: abs("a"), lambda: bin(1.5), lambda: callable(), lambda: id(), lambda: format(1, 2), lambda: all(1), lambda: vars(1), lambda: setattr(1, 2, 3), lambda: print(foo=1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(sorted([3,1,2], reverse=True), list(iter([1,2].pop, 1)), bin(-5), hex(255), oct(8), chr(8364), ord("€"), repr("a'b"), ascii("é"))
print(round(2.5), round(3.14159, 2), divmod(-7, 2), pow(2, 10, 1000), abs(-3), callable(print), hash("a") == hash("a"))
print(OSError(2, "No such file", "f"), repr(OSError(2, "x")), OSError("a"), KeyError("k"), KeyError(1,2))
e = OSError(2, "x", "f"); print(e.errno, e.strerror, e.filename, e.filename2, type(e))
