# What methods and operators of str say when they are used wrongly.
class S(str):
    pass


def t(src):
    try:
        result = eval(src)
    except BaseException as e:
        print(src, "!!", type(e).__name__ + ":", e)
    else:
        print(src, "->", repr(result))


names = """capitalize casefold center count encode endswith expandtabs find format_map index isalnum isalpha isascii isdecimal
isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition
removeprefix removesuffix rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title
translate upper zfill"""
for name in names.split():
    t(f"'abc'.{name}()")
    t(f"'abc'.{name}(1)")
    t(f"'abc'.{name}(1,2,3,4,5)")
    t(f"'abc'.{name}(x=1)")

for line in r"""
'abc'.replace('a')
'abc'.replace(1,2,3,4,5)
str('x','utf8')
str(1,'utf8')
str(b'x',5)
str(b'x','utf8',5)
str(encoding='a')
str(b'a', errors='strict')
str(foo=1)
str(b'x', 'foo')
str(b'\xff', 'utf8', 'foo')
'a'+1
1+'a'
'a'*'b'
'a'*10**13
'a'*10**30
'a'*-1
3*'ab'
True*'ab'
'a'*1.5
'a'-'b'
-'a'
1 in 'a'
None in 'a'
'abc'[1.5+0]
'abc'[None]
'abc'[10]
'abc'[-4]
'abc'[10**30]
'abc'[::0]
'abc'['a':]
'a' < 1
'a' == 1
'abc'.startswith((1,))
'abc'.startswith(('x','a'),0)
'abc'.startswith('a','b')
'abc'.endswith(('c',1))
'abc'.endswith((1,'c'))
'abc'.index('z')
'abc'.rindex('z')
'abc'.split('')
'abc'.rsplit('')
'abc'.split(1)
'abc'.partition('')
'abc'.join(['a',1])
'abc'.join([b'a'])
'abc'.join(b'ab')
'abc'.replace('a', 1)
'abc'.replace(1, 'a')
'abc'.replace('a','b',1.5)
'abc'.replace('a','b',count=1)
'abc'.center(10,'ab')
'abc'.center(10,1)
'abc'.center('a')
'abc'.center(10**20)
'abc'.center(10**15)
'abc'.zfill(10**15)
'abc'.expandtabs('a')
'a\tb'.expandtabs(10**15)
str.maketrans('a')
str.maketrans({'ab':1})
str.maketrans({1.5:1})
str.maketrans('a','bc')
str.maketrans('a',1)
str.maketrans(1,'a')
str.maketrans('a','b',1)
str.maketrans('ab','cd','e')
str.maketrans({'a':None, 98:'x'})
'abc'.translate({97:1.5})
'abc'.translate({97:0x110000})
'abc'.translate({97:-1})
'abc'.translate(5)
'abc'.translate('xyz')
'abc'.translate({97:None, 98:'bb', 99:67})
'abc'.encode('foo')
'abc'.encode('a\0b')
'abc\xff'.encode('ascii')
'abc\xff'.encode('ascii','foo')
'abc'.encode('ascii','foo')
str.isalpha(1)
str.isalpha()
str.join
hash('abc') == hash(S('abc')), hash('') == hash(b'')
'a'.nope
'a'.__getnewargs__()
S('a').__getnewargs__()
'a'.__sizeof__(), '中'.__sizeof__(), '😀'.__sizeof__(), ''.__sizeof__()
type(iter('a')), type(iter('é'))
iter('a').__length_hint__()
""".strip().splitlines():
    t(line)

try:
    "abc"[0] = "x"
except TypeError as e:
    print(e)
try:
    del "abc"[0]
except TypeError as e:
    print(e)
