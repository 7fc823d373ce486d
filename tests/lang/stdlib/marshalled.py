"""marshal: values of all kinds in all versions, references, limits, errors; code."""
import marshal, io
values=[None,True,False,...,StopIteration,0,1,-1,2**31-1,2**31,-2**31,-2**31-1,2**100,-2**77,0.0,1.5,-1e300,float('inf'),1j,2.5-3j,b'',b'abc',bytearray(b'x'),'','abc','é中','\ud800','a'*300,(),(1,2),tuple(range(300)),[],[1,[2]],{},{'a':1,2:[3]},set(),{1,2},frozenset({3})]
for v in values:
    for ver in range(5):
        d=marshal.dumps(v,ver)
        assert marshal.loads(d)==v or v!=v,(v,ver)
l=[1]; l.append(l)
m=marshal.loads(marshal.dumps(l)); print(m[1] is m, len(m))
s='shared'*3; t=marshal.loads(marshal.dumps([s,s,(s,)])); print(t[0] is t[1])
for bad in (object(), [object()], lambda:0, int, range(3)):
    try: marshal.dumps(bad)
    except ValueError as e: print(type(e).__name__, e)
for data in (b'', b'i', b'i\0', b'q', b'[\x05\0\0\0', b'r\0\0\0\0', b'(\xff\xff\xff\xff', b'0', b'l\x01\0\0\0\0\x80', b's\x05\0\0\0ab'):
    try: print(marshal.loads(data))
    except Exception as e: print(type(e).__name__, e)
try: marshal.loads('text')
except TypeError as e: print('TypeError')
f=io.BytesIO(); marshal.dump(1,f); marshal.dump([2],f); f.seek(0); print(marshal.load(f), marshal.load(f))
try: marshal.load(f)
except EOFError as e: print(e)
def g(x, y=2):
    """doc"""
    return x*y + 1
c=marshal.loads(marshal.dumps(g.__code__)); print(c.co_name, c.co_varnames, type(g)(c,{})(3,4))
print(eval(marshal.loads(marshal.dumps(compile('1+2','<x>','eval')))))
ns={}; exec(marshal.loads(marshal.dumps(compile('a=5\ndef f(): return a','<x>','exec'))),ns); print(ns['f']())
deep=[]
for _ in range(5000): deep=[deep]
try: marshal.dumps(deep)
except ValueError as e: print(e)

try: marshal.dumps(g.__code__, allow_code=False)
except ValueError as e: print(e)
