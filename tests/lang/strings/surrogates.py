# Lone surrogates are characters like others.
s = "a\ud800b\udc00\ud83d\ude00"
print(len(s), ascii(s), [ascii(c) for c in s], ascii(s[::-1]), ascii(s[4]), s[4:] == "\ud83d\ude00", s[4:] == "😀")
print(s.find("b"), s.index("\ud83d"), s.count("\udc00"), ascii(s.replace("\ud800", "x")), ascii(s.upper()), s.isprintable())
for errors in ("strict", "ignore", "replace", "backslashreplace", "surrogatepass", "xmlcharrefreplace", "surrogateescape"):
    try:
        print(errors, s.encode("utf-8", errors))
    except UnicodeEncodeError as e:
        print(errors, e, e.args[0], e.start, e.end, e.reason, ascii(e.object))
print(b"\x80a\xff".decode("utf-8", "surrogateescape") == "\udc80a\udcff", "\udc80a\udcff".encode("utf-8", "surrogateescape"))
print(ascii(b"\xed\xa0\x80".decode("utf-8", "surrogatepass")), hash("\ud800") == hash("\ud800"), "\ud800" < "\ue000", "\udfff" < "😀")
print(ascii("%s" % "\ud800"), ascii(f"{chr(0xdfff)}"), ascii("\ud800".join(["a", "b"])), ascii("x\ud800y".split("\ud800")))
print({"\ud800": 1}["\ud800"], ascii(sorted(["😀", "\ud800", "\uffff", "a"])), ascii("\ud800" * 3), "\ud800" in s)
