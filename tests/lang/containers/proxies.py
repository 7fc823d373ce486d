def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)

import types
d = {1: 2, "a": 3}
m = types.MappingProxyType(d)
for f in (lambda: m, lambda: m[1], lambda: m | {5: 6}, lambda: {5: 6} | m, lambda: m == d, lambda: m != d, lambda: types.MappingProxyType([]), lambda: types.MappingProxyType(5), lambda: types.MappingProxyType(), lambda: m.get("a"), lambda: m.get("b", 7),
          lambda: m.copy(), lambda: list(m.items()), lambda: hash(m), lambda: str(m), lambda: m.get(), lambda: type(m).__name__, lambda: len(m), lambda: list(m), lambda: "a" in m, lambda: list(reversed(m)), lambda: dict(m), lambda: {**m}, lambda: m[5], lambda: list(m.keys()), lambda: list(m.values())):
    t(f)
def f():
    m[1] = 2
t(f)
def f():
    del m[1]
t(f)
def f():
    n = m
    n |= {1: 1}
t(f)
class C:
    x = 1
    def f(self):
        pass
ns = C.__dict__
print(type(ns).__name__, ns["x"], "f" in ns, "g" in ns, sorted(k for k in ns if not k.startswith("__")))
C.y = 5
print(ns["y"])
d["new"] = 1
print(m)
