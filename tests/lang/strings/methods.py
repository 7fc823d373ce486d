# Results of the methods of str, for ASCII and for all other text.
texts = ["", "a", "abc", "Hello World", "  pad\t\n", "a,b,,c", "x" * 100, "ÀÉîõü", "ß straße", "ǅ ǆ Ǆ", "中文字", "😀 smile 😀",
         "İstanbul", "ΑΣ ΟΔΥΣΣΕΥΣ", "ﬁne", "١٢٣", "½²", "a\x1cb\x85c\u2028d\r\ne\n\nf", "\ud800x\udfff", "\u3000wide\u3000",
         "they're bill's", "UPPER lower", "_id1", "tab\tbed\tx", "\0nul", "+12", "-7.5"]
for text in texts:
    print(ascii(text), len(text))
    for name in ("capitalize casefold lower upper title swapcase strip lstrip rstrip split rsplit splitlines expandtabs isalnum isalpha "
                 "isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper").split():
        print("", name, ascii(getattr(text, name)()))
    print(" ", ascii([text[i] for i in range(len(text))]), ascii(list(text)))
    print(" ", ascii(text[::-1]), ascii(text[1:3]), ascii(text[-2:]), ascii(text[::2]), ascii(text[5:1:-2]), ascii(text[100:]))
    print(" ", ascii(text.zfill(8)), ascii(text.center(9, "*")), ascii(text.ljust(9, "é")), ascii(text.rjust(9)), ascii(text.center(8)))
    print(" ", ascii(text.splitlines(True)), ascii(text.partition(" ")), ascii(text.rpartition("b")))
    print(" ", ascii(text.replace("", "-")), ascii(text.replace("", "-", 2)), ascii(text.replace("a", "é")), ascii(text.replace("S", "")))
    print(" ", text.count(""), text.count("l"), text.find("b"), text.rfind("b"), text.find(""), text.rfind(""), text.find("", 2),
          text.find("b", -2), text.find("b", 1, 2), text.count("a", 0, 3))
    print(" ", text.startswith(""), text.startswith(("x", "a")), text.endswith("c"), text.startswith("b", 1), text.endswith("b", 0, -1))
    print(" ", ascii(text.removeprefix("a")), ascii(text.removesuffix("c")), ascii(text.split(None, 1)), ascii(text.rsplit(None, 1)))
    print(" ", ascii(text.split(",")), ascii(text.split(",", 1)), ascii(text.rsplit(",", 1)), ascii(text.split("b")), ascii(text * 2))
    print(" ", ascii(text.join("xyz")), ascii(text.join(["a", "b"])), ascii(text.strip("abc +")), ascii(text.expandtabs(4)))
    print(" ", repr(text) if text.isprintable() else "", text == text + "", text < "b", text >= "é", "b" in text, "" in text)

print("a-b-c".split("-", -1), "a-b-c".split("-", 0), "a b c".split(None, 0), " a b ".rsplit(None, 0))
print("abcabc".replace("bc", "X", 1), "aaaa".replace("aa", "b"), "abc".replace("abc", ""), "abc".replace("x", "y") == "abc")
print("abcabc".find("ca"), "abcabc".rfind("bc"), "éabcé".find("c"), "éé中é".rfind("é"), "éabc".index("b"), "x".find("xx"))
print("{}".isidentifier(), "class".isidentifier(), "é".isidentifier(), "1a".isidentifier())
print("".join([]), "".join(("é",)), ",".join({"k": 1}), "-".join(c for c in "gen"), "é".join(["1", "2", "3"]))
print("a".join(["only"]), ascii("\xe9".join("ab")))
print("abc".translate(str.maketrans("abc", "xyz")), "hello".translate(str.maketrans("l", "L", "o")), "é1".translate({233: "e", 49: None}))
print("abc" "def", "a" < "b" < "c", max("a", "é", "中"), sorted(["b", "a", "é", "Z", "😀", "\uffff"]) == ["Z", "a", "b", "é", "\uffff", "😀"])
long = "aé中😀" * 100
print(len(long), [ascii(long[i]) for i in (0, 1, 63, 64, 65, 127, 128, 129, 398, 399, -1, -400)], long[60:70] == ("aé中😀" * 100)[60:70])
print(long.find("😀", 200), long.rfind("中", 0, 100), long.index("é", 129), long.count("é"), long[::100] == "a" * 4)
print(ascii(long[10:30:7]), len(long[::-1]), ascii(long[::-1][:5]))
i = iter("aé")
print(next(i), i.__length_hint__(), next(i), next(i, "end"), next(i, "end"))
s = "x"
for n in range(5):
    s += s + "é" * n
print(len(s), s.count("é"), hash(s) == hash("".join(list(s))))
print(str(), str(5), str(object=[1]), str(b"ab"), str(b"\xc3\xa9", "utf-8"), str(b"a\xff", "ascii", "replace"), str("s"))
print("%s" % "x" is not None, "a" * 3, 3 * "é", "ab" * 0, "" * 10**13, ("ab" * 5)[3:7])
