"""http.cookies: reading what browsers send, writing what they are to keep."""
from http.cookies import *
import builtins
import copy
import http.cookies as hc
import pickle


def print(*values):
    # Line ends of headers are shown.
    builtins.print(*[str(value).replace("\r", "<CR>") for value in values])


def t(f, *a, **k):
    try:
        r = f(*a, **k)
        print(repr(r) if not isinstance(r, str) else r)
    except Exception as e:
        print(type(e).__name__, e)


c=SimpleCookie()
c['fig']='newton'
c['sugar']='wafer'
print(c)
print(c.output())
print(c.output(header='Cookie:'))
print(c.output(attrs=[],header='Cookie:',sep=' '))
c['a']='b c;d,"e\\'
c['n']=5
c['e']='\u00e9'
c['ctl']='\n\x01'
print(c)
print(repr(c))
print(c['a'].value, c['a'].coded_value, c['a'].key, c['n'].value)
c=SimpleCookie()
c['r']='x'
m=c['r']
m['path']='/cookie'
m['Max-Age']=10
m['secure']=True
m['httponly']=True
m['expires']='Wed, 01'
m['samesite']='Lax'
m['domain']='.x'
m['comment']='c d'
m['version']=1
print(c)
print(m.OutputString())
print(m.OutputString(['path']))
print(m.output())
print(repr(m), str(m))
print(m.js_output())
print(c.js_output())
t(m.__setitem__,'nope',1)
t(lambda: m['nope'])
print(m['Path'] if 0 else m['path'], m.isReservedKey('PATH'), m.isReservedKey('x'))
t(m.setdefault,'path','z')
t(m.setdefault,'bad','z')
t(m.update,{'path':'/q','comment':''})
print(m)
t(m.update,{'bad':1})
m['secure']=False
m['expires']=0
import re
print(re.sub(r'expires=[^;]*','expires=E',str(m)))
for s in ['chips=ahoy; vienna=finger','keebler="E=everybody; L=\\"Loves\\"; fudge=\\012;";','a=b','a=b; Path=/; Secure; c=d; HttpOnly','$Version=1; a=b; $Path=/x; c="d"','a="b\\054c"','a=b;c','','=b','a=','a=b=c','a=b, c=d','a= b ; c = d','a="unclosed','a=b; expires=Wed, 09-Nov-1999 23:12:40 GMT; path=/','A=1; a=2; A=3','x=y; max-age=5; y=z','Secure','a b=c','é=1','a=é','a=b;;c=d',';a=b','a=b; version=1; comment="x y"','a="";b=c','a=b; path','a:b=c','a=b; $x=y','"a"=b','a="b" c=d','a=b\r\nc=d','foo=bar; [x]=y; q=z']:
    c=SimpleCookie()
    try: c.load(s); print(repr(s),repr(c),[(k,{a:b for a,b in v.items() if b}) for k,v in c.items()])
    except Exception as e: print(repr(s),type(e).__name__,e)
c=SimpleCookie('a=b; c=d')
print(c)
c=SimpleCookie({'x':1,'y':'z w'})
print(c)
c.load({'q':c['x']})
print(c)
t(c.__setitem__,'bad key','x')
t(c.__setitem__,'','x')
t(c.__setitem__,'a;b','x')
t(c.__setitem__,'expires','x')
t(c.__setitem__,'path','x')
t(c.load,5)
m=hc.Morsel()
print(m.key,m.value,repr(m))
t(m.set,'k','v','cv')
print(m, m.key)
t(m.set,'path','a','b')
t(m.set,'a b','a','b')
t(setattr,m,'key','x')
t(setattr,m,'value','x')
m2=m.copy()
print(m2==m, m2 is m, type(m2).__name__, copy.copy(m)==m, pickle.loads(pickle.dumps(m))==m, m=={'a':1}, m!=m2)
m2['path']='/'
print(m==m2)
print(pickle.loads(pickle.dumps(SimpleCookie('a=b; path=/x'))))
b=BaseCookie()
b['a']='x y'
print(b, b.value_decode('q'), b.value_encode('q'), SimpleCookie().value_decode('"a\\"b\\101"'), SimpleCookie().value_encode('a b'))
print(SimpleCookie.__mro__[1:3], CookieError.__mro__[1], hc.__all__, list(hc.Morsel._reserved))
