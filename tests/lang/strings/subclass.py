# Classes derived from str, bytes and bytearray.
class S(str):
    kind = "s"

    def __new__(cls, text, extra=None):
        self = super().__new__(cls, text)
        self.extra = extra
        return self

    def __repr__(self):
        return f"S({super().__repr__()})"


s = S("abc", 5)
print(s, repr(s), s.extra, s.kind, len(s), s == "abc", "abc" == s, hash(s) == hash("abc"), isinstance(s, str), type(s).__name__)
for r in (s + "d", "d" + s, s * 2, s * 1, s[:], s[0], s.upper(), s.strip(), s.replace("x", "y"), str(s), s.lower(), "".join([s]), s.center(3),
          s.format(), s % (), s.title(), s.expandtabs(), s.removeprefix("x"), f"{s}", format(s), "%s" % s, s.ljust(1), s.zfill(1)):
    print(type(r).__name__, str.__repr__(r), end="; ")
print()
print({s: 1}["abc"], {"abc": 2}[s], s in {"abc"}, "b" in s, list(s), sorted([S("b"), "a"]))
print(type(s.split("x")[0]).__name__, type(s.partition("x")[0]).__name__, type(s.splitlines()[0]).__name__)


class Upper(str):
    def __str__(self):
        return "UP"

    def __format__(self, spec):
        return "F" + spec

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1

    def __getitem__(self, i):
        return "item"

    def __len__(self):
        return 99

    def __contains__(self, x):
        return x == 7

    def __add__(self, other):
        return "added"

    def __radd__(self, other):
        return "radded"

    def __mod__(self, other):
        return "mod"

    def __iter__(self):
        return iter([1, 2])


u = Upper("low")
print(str(u), f"{u}", f"{u:x}", "%s" % u, u == 5, hash(u), u[0], len(u), 7 in u, u + "x", "x" + u, u % 3, list(u), u.upper(), "-".join(["a", u]))


class Text:
    def __str__(self):
        return S("sub")


print(type(str(Text())).__name__, type(str.__new__(str, Text())).__name__)


class B(bytes):
    pass


class A(bytearray):
    pass


b, a = B(b"abc"), A(b"abc")
b.x = a.x = 1
print(b, a, type(b[:]).__name__, type(a[:]).__name__, type(b + b"").__name__, type(a + b"").__name__, b.x, a.x, b == a, hash(b) == hash(b"abc"))
print(type(b.upper()).__name__, type(a.upper()).__name__, type(B.fromhex("ff")).__name__, type(A.fromhex("ff")).__name__, B.fromhex("ff"), type(bytes(b)).__name__)


class HasBytes:
    def __bytes__(self):
        return b"from bytes"


class BadBytes:
    def __bytes__(self):
        return "no"


print(bytes(HasBytes()), b"%s|%b" % (HasBytes(), HasBytes()))
try:
    bytes(BadBytes())
except TypeError as e:
    print(e)


class M(str):
    def __init__(self, *args):
        print("init", args)


print(M("x"), M())
