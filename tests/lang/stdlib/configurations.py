"""configparser: sections, values, interpolation, writing, errors."""
import configparser
import io


def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, str(error), error.args)


TEXT = """
# a comment
[DEFAULT]
home = /home
Depth: 3

[paths]
base = %(home)s/base
deep = %(base)s/deep
percent = 100%%
many = first
    second

    third
; comment
empty =
[flags]
on = yes
off: No
number = 42
ratio = 2.5
bad = maybe
loop = %(loop)s
missing = %(nope)s
broken = 5% of
broken2 = %(abc
"""
c = configparser.ConfigParser()
c.read_string(TEXT)
print(c.sections(), list(c), len(c), c.options("paths"), c.defaults())
for key in c["paths"]:
    print(key, repr(c["paths"][key]), repr(c.get("paths", key, raw=True)))
flags = c["flags"]
print(flags, flags.name, flags.getboolean("on"), flags.getboolean("off"), flags.getint("number"), flags.getfloat("ratio"))
for key in ("loop", "missing", "broken", "broken2", "nothing"):
    attempt(c.get, "flags", key)
attempt(c.getboolean, "flags", "bad")
attempt(c.getint, "flags", "none", fallback=7)
attempt(c.get, "nowhere", "x")
attempt(c.get, "nowhere", "x", fallback=None)
attempt(c.get, "paths", "base", vars={"home": "/other"})
attempt(flags.get, "x")
attempt(flags.get, "x", "other")
attempt(flags.__getitem__, "x")
attempt(c.__getitem__, "x")
attempt(c.items, "paths", vars={"extra": "1"})
attempt(c.items, "nope")
attempt(c.add_section, "paths")
attempt(c.add_section, "DEFAULT")
attempt(c.add_section, 5)
attempt(c.set, "paths", "x", 5)
attempt(c.set, "paths", "x", "5%")
attempt(c.set, "nope", "x", "5")
attempt(c.has_option, "paths", "HOME")
attempt(c.remove_option, "paths", "many")
attempt(c.remove_section, "flags")
attempt(c.remove_section, "flags")
attempt(c.__delitem__, "DEFAULT")
c["new"] = {"A": 1, "b": "two\nlines"}
c["new"]["c"] = "x"
del c["new"]["b"]
attempt(c["new"].__delitem__, "b")
print("new" in c, "zzz" in c, dict(c["new"]), len(c["new"]))
c.set("new", "long", "one\ntwo")
out = io.StringIO()
c.write(out)
print(out.getvalue())
again = configparser.ConfigParser()
again.read_string(out.getvalue())
print(again == c, again["new"]["long"])
out = io.StringIO()
c.write(out, space_around_delimiters=False)
print(out.getvalue()[:40])
print(c.popitem()[0], c.sections())

for text in ("x = 1\n", "[a]\nx\n[b]\n= 3\n", "[a]\nx=1\nx=2\n", "[a]\n[a]\n", "[a]\nx=1\n[b]\n[a]\ny=2"):
    attempt(configparser.ConfigParser().read_string, text)
loose = configparser.ConfigParser(strict=False)
loose.read_string("[a]\nx=1\nx=2\n[a]\ny=3\n")
print(dict(loose["a"]))
bare = configparser.ConfigParser(allow_no_value=True, inline_comment_prefixes=("#", ";"), delimiters=("->",))
bare.read_string("[a]\nkey # note\nother -> v ; w;x\nurl -> a#b\n", "mine")
print(dict(bare["a"]))
attempt(bare.read_string, "[z]\nkey\n  more\n")
attempt(lambda: [bare.write(o := io.StringIO()), o.getvalue()][1])
e = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation())
e.read_string("[a]\nx = ${b:y}/$$${z}\nz = 1\nbad = ${q}\nbad2 = ${b:y:z}\nbad3 = $x\nbad4 = ${x\n[b]\ny = ${t}!\nt = T\n")
for key in e["a"]:
    attempt(e.get, "a", key)
attempt(e.set, "a", "x", "$5")
r = configparser.RawConfigParser({"d": "%(x)s"})
r.optionxform = str
r.read_string("[S]\nKey = %(d)s\n")
print(r["S"]["Key"], list(r["S"]))
conv = configparser.ConfigParser(converters={"list": lambda v: v.split(",")})
conv.read_dict({"s": {"l": "a,b", "n": 3, "none": ""}})
print(conv.getlist("s", "l"), conv["s"].getlist("l"), conv["s"].getlist("zz"), conv["s"].getint("n"), dict(conv.converters).keys())
conv.converters["up"] = str.upper
print(conv["s"].getup("l"), conv.getup("s", "zz", fallback="f"))
del conv.converters["list"]
print(hasattr(conv, "getlist"), hasattr(conv["s"], "getlist"))
tight = configparser.ConfigParser(empty_lines_in_values=False)
tight.read_string("[a]\nx = 1\n  2\n\ny = 3\n")
print(dict(tight["a"]))
u = configparser.ConfigParser(allow_unnamed_section=True)
u.read_string("top = 1\n[a]\nx = 2\n")
print(u.get(configparser.UNNAMED_SECTION, "top"), u.sections())
print(configparser.ConfigParser().read(["/nonexistent/file.ini"]))
attempt(configparser.ConfigParser, interpolation=5)
print(configparser.ConfigParser({"a": "1"}).defaults())
