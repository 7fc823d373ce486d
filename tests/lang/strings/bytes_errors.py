# What bytes and bytearray say when they are used wrongly.
def t(src):
    try:
        result = eval(src)
    except BaseException as e:
        print(src, "!!", type(e).__name__ + ":", e)
    else:
        print(src, "->", repr(result))


names = """capitalize center count decode endswith expandtabs find fromhex hex index isalnum isalpha isascii isdigit islower isspace
istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split
splitlines startswith strip swapcase title upper zfill"""
for name in names.split():
    for value in ("b'abc'", "bytearray(b'abc')"):
        for args in ("", "1", "'a'", "1,2,3,4,5", "x=1"):
            t(f"{value}.{name}({args})")
for name in "append extend insert pop remove clear copy reverse".split():
    for args in ("", "1", "'a'", "1,2,3,4,5", "x=1"):
        t(f"bytearray(b'abc').{name}({args})")
for line in r"""
bytes(1,2,3,4)
bytes('a')
bytes('a','utf8')
bytes(encoding='a')
bytes(errors='a')
bytes(1,'utf8')
bytes('a',errors='strict')
bytes(-1)
bytes(10**13)
bytes(10**30)
bytes(3)
bytes(True)
bytes([1,256])
bytes([1,-1])
bytes([1,'a'])
bytes([1.5])
bytes(1.5)
bytes(None)
bytes([10**30])
bytes({1})
bytes(b'a','b')
bytes('a',1)
bytes('a','utf8',1)
bytes(source=1)
bytes(foo=1)
bytearray(1,2,3,4)
bytearray('a')
bytearray('a','utf8')
bytearray(-1)
bytearray(10**30)
bytearray([256])
bytearray(['a'])
bytearray(1.5)
bytearray(None)
bytearray(1,'a')
b'a'+1
b'a'+'a'
'a'+b'a'
1+b'a'
b'a'+bytearray(b'b')
bytearray(b'a')+b'b'
bytearray(b'a')+'b'
b'a'*'b'
b'a'*10**13
bytearray(b'a')*10**13
b'a'*10**30
b'ab'*3, 3*b'ab', b'ab'*-1, bytearray(b'ab')*2
1 in b'a'
256 in b'a'
-1 in b'a'
'a' in b'a'
97 in b'a'
None in b'a'
b'' in b'a', b'bc' in b'abcd', bytearray(b'x') in b'abc'
'a' in bytearray(b'a')
256 in bytearray(b'a')
b'abc'[None]
b'abc'[10]
b'abc'[10**30]
b'abc'[::0]
bytearray(b'abc')['a']
bytearray(b'abc')[10]
b'a'<'a'
b'a'<bytearray(b'b')
b'a'==bytearray(b'a'), bytearray(b'a')==b'a', b'a'!=memoryview(b'a')
bytearray(b'a')<1
b'a' == 'a'
hash(bytearray(b'a'))
b'abc'.startswith((b'x','a'))
b'abc'.startswith((b'x',b'a'))
b'abc'.startswith([])
b'abc'.find(256)
b'abc'.find(98)
b'abc'.find(1.5)
b'abc'.index(b'z')
b'abc'.rindex(b'z')
b'abc'.split(b'')
b'abc'.partition(b'')
b'abc'.join([b'a',1])
b'abc'.join([b'a','b'])
b','.join([b'a',bytearray(b'b'),memoryview(b'c')])
bytearray(b',').join([b'a',b'b'])
b'abc'.hex('ab')
b'abc'.hex('é')
b'abc'.hex(b':',2)
b'abcde'.hex(':',-2)
b'abcde'.hex(':',2)
b'abcde'.hex(':',0)
bytes.fromhex('ab c')
bytes.fromhex('ab cd')
bytes.fromhex(' AB\tcd\n')
bytes.fromhex('zz')
bytes.fromhex('a b')
bytes.fromhex('aé')
bytearray.fromhex('abé')
b'abc'.translate(b'a')
b'abc'.translate(None,b'a')
b'abc'.translate(bytes(range(256)),b'a')
b'abc'.translate(None,delete=b'a')
b'abc'.translate('a')
b'abc'.translate(bytes.maketrans(b'ab',b'xy'))
bytes.maketrans(b'a',b'bc')
b'abc'.center(10,b'ab')
b'abc'.ljust(10,bytearray(b'x'))
b'abc'.decode('foo')
b'ab\xff'.decode()
b'%d' % 'a'
b'%s' % 'a'
b'%s' % b'a'
b'%b' % 1
b'%a %r' % ('é','é')
b'%c' % 256
b'%c' % b'ab'
b'%c%c%c' % (b'a', 98, bytearray(b'c'))
b'%c' % 'a'
b'%c' % 1.5
b'%d %s' % (1,)
b'%d' % (1,2)
b'%(a)s' % {b'a':b'x'}
b'%(a)s' % {'a':b'x'}
b'%(a)s' % 1
b'%x' % 1.5
b'%f' % 'a'
b'%f %5d|%-5d|%05d|%x|%s' % (1.5, 1, 2, 3, 255, b'x')
b'%5s|%-5s|%.1s' % (b'ab', b'ab', b'ab')
b'%z' % 1
b'%' % 1
b'%%' % ()
b'%s' % memoryview(b'ab')
bytearray(b'%d') % 5
bytearray(b'%s') % 'a'
b'a' % b'b'
b'a' % 1
b'a' % {}
b'%*d' % ('a',1)
b'%\xff' % 1
str(b'a'), repr(bytearray(b"it's")), repr(b"'\"")
bytearray(b'abc').append(256)
bytearray(b'abc').append(b'a')
bytearray(b'abc').extend([256])
bytearray(b'abc').extend(['a'])
bytearray(b'abc').insert('a',1)
bytearray(b'abc').insert(0,256)
bytearray(b'abc').pop(10)
bytearray(b'').pop()
bytearray(b'abc').remove(256)
bytearray(b'abc').remove(1)
bytearray(b'abc').__setitem__(0,256)
bytearray(b'abc').__setitem__(0,'a')
bytearray(b'abc').__setitem__(10,1)
bytearray(b'abc').__setitem__('a',1)
bytearray(b'abc').__setitem__(slice(0,1),'a')
bytearray(b'abc').__setitem__(slice(0,1),5)
bytearray(b'abc').__setitem__(slice(0,1),['a'])
bytearray(b'abc').__setitem__(slice(0,3,2),b'a')
bytearray(b'abc').__delitem__(10)
bytearray(b'abc').__iadd__('a')
bytearray(b'abc').__reduce__()
bytearray().__reduce__()
b'abc'.__getnewargs__()
b'abc'.__bytes__()
b'abc'.__sizeof__(), bytearray().__sizeof__()
""".strip().splitlines():
    t(line)
