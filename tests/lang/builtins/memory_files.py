# StringIO, BytesIO, files that scripts define, print to them.
import io
s = io.StringIO("a\nb\n"); print(list(s), s.getvalue(), s.tell()); s.write("zz"); print(repr(s.getvalue()))
s.seek(1); s.write("éé€"); print(repr(s.getvalue()), s.tell(), repr(s.read(1)), s.tell()); s.seek(20); s.write("x"); print(repr(s.getvalue()))
s.truncate(2); print(repr(s.getvalue())); s.seek(0); print(repr(s.readline()), s.readlines(), s.readable(), s.seekable(), s.isatty(), s.closed, s.encoding, s.line_buffering)
for nl in (None, "", "\n", "\r", "\r\n"):
    t = io.StringIO("a\nb\r\nc\rd", newline=nl); print(repr(nl), t.readlines(), repr(t.getvalue()))
print(1, 2, file=s); s.close()
for call in (s.getvalue, s.read, lambda: print("x", file=s), lambda: io.StringIO(1), lambda: io.StringIO("", newline="x"), lambda: io.StringIO().write(1), lambda: io.StringIO().seek(-1), lambda: io.StringIO().seek(1, 1)):
    try: call(); print("fine")
    except Exception as e: print(type(e).__name__, e)
b = io.BytesIO(b"abc\ndef"); print(b.read(2), b.readline(), b.tell(), b.seek(0, 2), b.write(b"XY"), b.getvalue(), b.seek(-3, 1), b.read(), b.seek(0), list(b))
b.seek(12); b.write(b"z"); print(b.getvalue()); b.truncate(3); print(b.getvalue(), bytes(b.getbuffer())); buf = bytearray(2); b.seek(0); print(b.readinto(buf), buf, b.read1(10))
for call in (lambda: b.write("a"), lambda: b.seek(-1), lambda: b.seek(0, 5), lambda: io.BytesIO("a"), lambda: (b.close(), b.read())):
    try: call(); print("fine")
    except Exception as e: print(type(e).__name__, e)
with io.StringIO() as f:
    print("x", 1, [2], sep=",", end="!", file=f); print(f.getvalue())
class Raw(io.RawIOBase):
    def __init__(self, data): self.data = data; self.at = 0
    def readable(self): return True
    def readinto(self, b):
        piece = self.data[self.at:self.at + min(len(b), 4)]
        b[:len(piece)] = piece; self.at += len(piece); return len(piece)
r = io.BufferedReader(Raw(b"hello\nworld\nthe end")); print(r.readline(), r.read(3), r.read())
print(Raw(b"0123456789").read(3), Raw(b"0123456789").readall(), Raw(b"ab\ncd").readline(), list(Raw(b"ab\ncd")))
print(io.TextIOWrapper(io.BufferedReader(Raw("é\nü".encode()))).readlines())
class Out:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
    def flush(self): self.parts.append("FLUSH")
o = Out(); print("a", 1, file=o, flush=True); print(file=o); print("a", "b", sep="", file=o); print(o.parts)
raw = io.BytesIO(); t = io.TextIOWrapper(raw, encoding="utf-8", write_through=True); t.write("é"); print(raw.getvalue()); print(t.detach() is raw)
try: t.read()
except ValueError as e: print(e)
t = io.TextIOWrapper(io.BytesIO(b"a\xffb")); 
try: t.read()
except UnicodeDecodeError as e: print(e)
w = io.BufferedWriter(io.BytesIO(), 4); print(w.write(b"ab"), w.raw.getvalue(), w.write(b"cdefgh"), w.flush(), w.raw.getvalue())
for cls in (io.StringIO, io.BytesIO, io.TextIOWrapper, io.BufferedReader, io.FileIO): print([c.__name__ for c in cls.__mro__])
for bad in (lambda: io.RawIOBase().read(1), lambda: io.IOBase().fileno(), lambda: io.TextIOBase().read(), lambda: io.BufferedReader(1), lambda: io.BufferedReader(io.BytesIO(), 0)):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
class T(io.StringIO):
    def write(self, s): return super().write(s.upper())
t = T(); print("abc", file=t); print(t.getvalue(), end="")
with io.IOBase() as f: pass
print(f.closed)
