# encode and decode: encodings, their aliases, error handlers, what the errors carry.
text = "aé€😀"
for name in ("utf-8", "UTF8", "u8", "utf_8", "ascii", "us-ascii", "latin-1", "iso8859-1", "L1", "cp1252", "utf-16", "utf-16-le", "utf-16be",
             "utf-32", "utf-32-be", "utf-8-sig", "nope", "utf 8", "rot-nope"):
    for errors in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "nope"):
        try:
            print(name, errors, text.encode(name, errors))
        except (UnicodeEncodeError, LookupError) as e:
            print(name, errors, type(e).__name__, e)
            if isinstance(e, UnicodeEncodeError):
                print("  ", e.encoding, e.start, e.end, e.reason, e.object, len(e.args))
for data in (b"", b"abc", b"\xc3\xa9", b"a\xffb", b"\xe2\x82", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\xc0\x80", b"\x80\x81", b"\xff\xfea\0", b"ab\0\0",
             b"\xef\xbb\xbfx"):
    for name in ("utf-8", "ascii", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-32", "utf-8-sig"):
        for errors in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape"):
            try:
                print(data, name, errors, ascii(data.decode(name, errors)))
            except UnicodeDecodeError as e:
                print(data, name, errors, e)
                if name == "utf-8":
                    print("  ", e.encoding, e.start, e.end, e.reason, e.object, len(e.args))
print("abc".encode(), "abc".encode(encoding="ascii", errors="strict"), b"abc".decode(encoding="ascii"), bytearray(b"x").decode())
for bad in ("b'a'.decode('x\\0y')", "b'a'.decode(1)", "b'a'.decode('ascii', 1)", "b'\\xff'.decode('utf-8', 'xmlcharrefreplace')", "'a'.encode('ascii', None)"):
    try:
        print(eval(bad))
    except Exception as e:
        print(bad, type(e).__name__, e)
