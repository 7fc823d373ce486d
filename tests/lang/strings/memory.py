# memoryview.
def t(src):
    try:
        result = eval(src, globals())
    except BaseException as e:
        print(src, "!!", type(e).__name__ + ":", e)
    else:
        print(src, "->", repr(result))


b = b"hello world"
a = bytearray(b"hello world")
m, w = memoryview(b), memoryview(a)
for line in r"""
len(m), m[0], m[-1], m[1:4].tobytes(), m[::2].tobytes(), m[::-1].tolist(), list(m[:3])
m[100]
m['a']
m[1.5]
m[0:3] == b'hel', m == b, b == m, m != a, m == 'x', m[::2] == b'hlowrd', m == w
m.readonly, w.readonly, m.nbytes, m.itemsize, m.format, m.ndim, m.shape, m.strides, m.suboffsets, m.contiguous, m[::2].contiguous, m.c_contiguous
m.obj is b, w.obj is a, m[1:].obj is b
hash(m) == hash(b)
hash(w)
m.__setitem__(0, 1)
w.__setitem__(0, 72)
w.__setitem__(0, 256)
w.__setitem__(0, 'a')
w.__setitem__(0, 1.5)
w.__setitem__(100, 1)
w.__setitem__(slice(1, 3), b'EL')
w.__setitem__(slice(1, 3), b'ELL')
w.__setitem__(slice(1, 3), 'ab')
w.__setitem__(slice(0, 4, 2), b'..')
w.__delitem__(0)
a
m.hex(), m.hex(':'), m[:4].hex(':', 2)
bytes(m), bytearray(m), b''.join([m, m[:1]]), b.startswith(m[:3]), m.tobytes().upper()
memoryview(1)
memoryview('a')
memoryview()
memoryview(m)[2:3].tobytes(), memoryview(object=b)[0]
memoryview(b'\x01\x02\x03\x04').cast('H').tolist(), memoryview(b'\x01\x02\x03\x04').cast('I')[0], memoryview(b'\xff\xfe').cast('b').tolist()
memoryview(b'ab').cast('c').tolist(), memoryview(bytes(8)).cast('d')[0], memoryview(bytes(8)).cast('q').shape
memoryview(b'abc').cast('H')
memoryview(b'abc').cast('z')
memoryview(b'abc')[::2].cast('b')
memoryview(bytes(8)).cast('I').cast('H')
memoryview(bytes(8)).cast('I').cast('B').tolist()
memoryview(b'\x01\0').cast('H') == memoryview(b'\x01')
w.toreadonly().readonly
w.toreadonly().__setitem__(0, 1)
m < w
104 in m, 0 in m
m[...] is m
""".strip().splitlines():
    t(line)
f = memoryview(bytearray(8)).cast("f")
f[0] = 1.5
f[1] = 2
print(f.tolist(), f.format, f.itemsize, f.nbytes, f.shape, f.strides)
w.release()
with memoryview(a) as v:
    v[0:2] = b"??"
    print(a, v.tolist()[:2])
    try:
        a.append(1)
    except BufferError as e:
        print(e)
for line in ("v[0]", "v.tobytes()", "len(v)", "v == a", "v.release()", "repr(v).split(' at ')[0]", "v.obj", "bytes(v)"):
    t(line)
a.append(33)
print(a, repr(m).split(" at ")[0], type(iter(m)).__name__)
i = iter(memoryview(b"ab"))
print(next(i), next(i), next(i, None))
