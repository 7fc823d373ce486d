# Results of the methods of bytes and bytearray.
texts = [b"", b"a", b"abc", b"Hello World", b"  pad\t\n", b"a,b,,c", b"x" * 40, b"\xe9\xff\x00", b"a\nb\r\nc\rd\x0be\x1cf", b"they're", b"UPPER l", b"+12", b"-7", b"tab\tb"]
for plain in texts:
    for text in (plain, bytearray(plain)):
        print(text, len(text))
        for name in "capitalize lower upper title swapcase strip lstrip rstrip split rsplit splitlines expandtabs isalnum isalpha isascii isdigit islower isspace istitle isupper hex".split():
            print("", name, getattr(text, name)())
        print(" ", list(text), [text[i] for i in range(len(text))], text[::-1], text[1:3], text[-2:], text[::2], text[5:1:-2], text[100:])
        print(" ", text.zfill(8), text.center(9, b"*"), text.center(8), text.ljust(9, b"-"), text.rjust(9), text.splitlines(True))
        print(" ", text.partition(b" "), text.rpartition(b"b"), text.replace(b"", b"-"), text.replace(b"", b"-", 2), text.replace(b"a", b"xyz"), text.replace(b"l", b""))
        print(" ", text.count(b""), text.count(b"l"), text.count(108), text.find(b"b"), text.rfind(98), text.find(b"", 2), text.find(b"b", -2), text.find(b"b", 1, 2))
        print(" ", text.startswith(b""), text.startswith((b"x", b"a")), text.endswith(b"c"), text.startswith(b"b", 1), text.removeprefix(b"a"), text.removesuffix(b"c"))
        print(" ", text.split(None, 1), text.rsplit(None, 1), text.split(b","), text.split(b",", 1), text.rsplit(b",", 1), text * 2, text + b"!", text.join([b"1", b"2"]))
        print(" ", text == plain, text < b"b", 97 in text, b"b" in text, bool(text), text.strip(b"abc "), text.expandtabs(4), text.translate(None, b"abc"))
print(b"a" b"b", bytes([1, 2, 3]), bytes(range(5)), bytes(bytearray(b"x")), bytes(memoryview(b"y")), hash(b"abc") == hash("abc"), {b"k": 1}[b"k"])
print(sorted([b"b", b"a", b"\xff", b""]), max(b"abc"), sum(b"\x01\x02"), list(reversed(b"abc")), b"abc" * 0, min(bytearray(b"xyz")))
i = iter(b"ab")
print(type(i).__name__, next(i), i.__length_hint__(), next(i), next(i, "end"), type(iter(bytearray())).__name__)
