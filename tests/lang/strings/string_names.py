# The module string.
import string

print(string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation, repr(string.whitespace), len(string.printable))
print(string.capwords("hello  big\tworld"), string.capwords("a-b-c", "-"), string.capwords("  x "))
f = string.Formatter()
print(f.format("{0} {1!r:>5} {x[0]} {y.real}", 1, "a", x=[5], y=3), f.format("{} {}", 1, 2), f.vformat("{a:{w}}|", (), {"a": 1, "w": 4}))
for bad, args in (("{} {0}", (1,)), ("{0} {}", (1,)), ("{", ()), ("{a}", ()), ("{!x}", (1,)), ("{0[}", (1,)), ("{:{:{:{}}}}", (1, 2, 3, 4))):
    try:
        print(f.format(bad, *args))
    except Exception as e:
        print(bad, type(e).__name__, e)
print(list(f.parse("a{b}c{d!r:e{f}}{{}}g")), list(f.parse("")), list(f.parse("x")))


class Default(string.Formatter):
    def get_value(self, key, args, kwargs):
        if isinstance(key, str):
            return kwargs.get(key, f"<{key}>")
        return super().get_value(key, args, kwargs)

    def check_unused_args(self, used, args, kwargs):
        print("used", sorted(map(str, used)), args, kwargs)

    def format_field(self, value, spec):
        return super().format_field(value, spec).upper()


print(Default().format("{x} {0} {y:>5}", "pos", y="k"))
import _string
first, rest = _string.formatter_field_name_split("a.b[0][k].c")
print(first, list(rest), _string.formatter_field_name_split("")[0] == "", _string.formatter_field_name_split("12")[0])
