# Text and binary files: modes, buffering, places, newlines, errors.
import io, os, sys
name = "/tmp/pyc_files_test_%d" % os.getpid()
try:
    with open(name, "w") as f:
        print(f.write("one\ntwo é\n"), f.mode, f.encoding, f.errors, f.newlines, f.line_buffering, f.closed, f.readable(), f.writable(), f.seekable())
        print("three", 3, sep="-", file=f)
        f.writelines(["four\n", "five"])
    print(f.closed, os.path.getsize(name))
    print([line for line in open(name)])
    with open(name) as f:
        print(repr(f.readline()), f.tell(), repr(f.read(3)), f.tell(), repr(f.readline()), f.tell(), f.readlines(), f.read(), f.readline())
        f.seek(4); print(repr(f.read(5))); f.seek(0, 2); print(f.tell())
        at = f.seek(0); next(f)
        try: f.tell()
        except OSError as e: print(e)
        for bad in (lambda: f.seek(1, 1), lambda: f.seek(-1), lambda: f.seek(-1, 2), lambda: f.seek(0, 9), lambda: f.write("x"), lambda: f.truncate("a")):
            try: print(bad())
            except Exception as e: print(type(e).__name__, e)
    with open(name, "rb") as f:
        print(f.read(5), f.read1(2), f.peek(1)[:2], f.readline(), f.tell(), f.seek(-4, 2), f.read(), f.mode, f.raw.mode)
        b = bytearray(4); f.seek(0); print(f.readinto(b), b, list(f))
    with open(name, "r+") as f:
        f.seek(0, 2); f.write("end\n"); f.seek(0); print(f.read())
    with open(name, "a+") as f:
        f.write("app"); f.seek(0); print(f.readline(), end="")
    with open(name, "r+b") as f:
        f.read(2); f.write(b"X"); f.flush(); f.seek(0); print(f.readline()); f.truncate(6); f.seek(0); print(f.read())
    with open(name, "wb", buffering=0) as f: print(type(f).__name__, f.write(b"a\r\nb\rc\n"), f.tell())
    for nl in (None, "", "\n", "\r", "\r\n"):
        with open(name, newline=nl) as f: print(repr(nl), f.readlines(), f.newlines)
    for nl in (None, "", "\n", "\r", "\r\n"):
        with open(name, "w", newline=nl) as f: f.write("a\nb\r\n")
        print(repr(nl), open(name, "rb").read())
    with open(name, "w", encoding="latin-1") as f:
        f.write("é")
        try: f.write("€")
        except UnicodeEncodeError as e: print(e)
    print(open(name, "rb").read(), open(name, encoding="latin-1").read())
    try: open(name, encoding="utf-8").read()
    except UnicodeDecodeError as e: print(e)
    print(ascii(open(name, encoding="utf-8", errors="replace").read()), ascii(open(name, encoding="utf-8", errors="surrogateescape").read()))
    with open(name, "w", encoding="utf-16") as f: f.write("añ"); f.write("b")
    print(open(name, "rb").read(), open(name, encoding="utf-16").read())
    with open(name, "w") as f:
        for i in range(3000): f.write(f"line {i} €\n")
    with open(name) as f:
        places = {}
        for i in range(3000):
            if i % 500 == 0: places[i] = f.tell()
            f.readline()
        for i in (2500, 0, 1000): f.seek(places[i]); print(i, places[i], f.readline(), end="")
    print(sum(len(l) for l in open(name)), len(open(name).read()), len(open(name, "rb").read()))
    for args in [("/nonexistent/x",), (name, "z"), (name, "rw"), (name, ""), (name, "rt", 0), (name, "bt"), (name, "rb", -1, "utf-8"), (name, "r", -1, "bogus"),
                 (name, "r", -1, None, None, "x"), ("/tmp",), (name, "x"), (1.5,), ("a\0b",), (name, 5), (-1,), (name, "rbb"), (name, "r", -1, None, "bogus"), (name, "r", -1, None, None, None, False)]:
        try: open(*args).close(); print("fine")
        except Exception as e: print(type(e).__name__, str(e).replace(name, "NAME"))
    f = open(name); f.close(); f.close()
    for call in (f.read, f.readline, f.__enter__, f.fileno, f.tell, f.flush, lambda: f.write("a"), lambda: next(f), lambda: f.seek(0), f.isatty):
        try: call(); print("fine")
        except Exception as e: print(type(e).__name__, e)
    with open(name, "w") as f:
        for call in (lambda: f.read(), lambda: f.readline(), lambda: next(f), lambda: f.write(b"a"), lambda: f.write(1), lambda: f.buffer.write("a"), lambda: f.buffer.read()):
            try: call(); print("fine")
            except Exception as e: print(type(e).__name__, e, isinstance(e, ValueError), isinstance(e, OSError))
    f = open(name, "w"); f.write("unclosed"); del f
    print(open(name).read())
    fd = os.open(name, os.O_RDWR); f = open(fd, "r", closefd=False); print(f.read(), f.name == fd); f.close(); os.close(fd)
    print(isinstance(open(name), io.IOBase), isinstance(open(name), io.TextIOBase), isinstance(open(name, "rb"), io.BufferedIOBase), isinstance(open(name, "rb", 0), io.RawIOBase))
    print(open(name).buffer.raw.__class__, open(name, "wb").__class__, open(name, "r+b").__class__)
    os.remove(name)
finally:
    if os.path.exists(name): os.remove(name)
