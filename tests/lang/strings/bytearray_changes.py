# bytearray in place.
a = bytearray(b"hello")
a[0] = 72
a[-1] = True + 110
print(a, len(a), a.copy() is a, a.copy() == a)
a.append(33)
a.extend(b"abc")
a.extend([1, 2])
a.extend(x for x in (3, 4))
a.insert(0, 64)
a.insert(-100, 65)
a.insert(100, 66)
a.insert(-1, 67)
print(a, a.pop(), a.pop(0), a.pop(-2), a)
a.remove(64)
a.reverse()
print(a)
a[2:4] = b"XYZ"
print(a)
a[1:1] = [9, 8]
a[:2] = bytearray(b"")
a[100:] = b"end"
print(a)
a[::2] = b"." * len(a[::2])
print(a)
a[::-1] = bytes(range(len(a)))
print(a)
del a[0], a[-1], a[2:4]
print(a)
del a[::3]
print(a)
a += b"more"
a += bytearray(b"!")
a *= 2
print(a)
a += bytes(a)
a[3:5] = bytes(a)
print(len(a), a[:12])
a.clear()
print(a, bool(a), a == b"")
b = bytearray(3)
b[:] = b"abc"
b[5:2] = b"d"
print(b, bytearray("é", "utf-8"), bytearray([1, 2]), bytearray(b"x" for _ in ()) if False else None)
b.__init__(b"again")
print(b, b.index(97), b.decode(), b.hex("-"), b.title())
it = iter(b)
print(next(it))
b.append(1)
print(list(it), list(it))
c = bytearray(b"0123456789")
for i in range(len(c)):
    c[i] += 1
print(c, c[2:8:3], c[::-1])
s = bytearray(range(10))
s[2:8:2] = b"abc"
print(list(s))
try:
    s[2:8:2] = b"ab"
except ValueError as e:
    print(e)
v = memoryview(s)
for change in ("s.append(1)", "s.pop()", "s.clear()", "s.extend(b'a')", "s.insert(0, 1)", "del s[0]", "s.__init__(5)", "s.__iadd__(b'x')", "s.__setitem__(slice(0, 1), b'xyz')"):
    try:
        eval(change) if not change.startswith("del") else exec(change)
    except BufferError as e:
        print(change, "!!", e)
s[0] = 99
s[1:3] = b"AB"
print(v[0], bytes(v[:4]))
v.release()
s.append(7)
print(len(s))
