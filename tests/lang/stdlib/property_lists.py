"""plistlib: property lists as XML and in the binary form."""
import datetime
import io
import plistlib
from plistlib import *
print(sorted(plistlib.__all__), FMT_XML, repr(FMT_BINARY), type(UID(5)), repr(UID(5)), UID(5)==UID(5))
d = {'s':'a<&>b\u20ac','i':5,'neg':-7,'big':2**63,'f':1.5,'t':True,'F':False,'l':[1,'x',[],{}],'e':{}, 'b':b'abc'*30,'ba':bytearray(b'x'),'d':datetime.datetime(2020,1,2,3,4,5), 'tup':(1,2), 'empty':''}
x = dumps(d)
print(x.decode())
print(loads(x))
print(dumps(d,sort_keys=False).decode()[:200])
b = dumps(d, fmt=FMT_BINARY)
print(b)
print(loads(b))
print(dumps({'u':UID(1),'u2':UID(2**40)},fmt=FMT_BINARY), loads(dumps({'u':UID(1),'u2':UID(2**40)},fmt=FMT_BINARY)))
for f in (lambda: dumps({1:2}),
          lambda: dumps({1:2},skipkeys=True),
          lambda: dumps({1:2},fmt=FMT_BINARY),
          lambda: dumps(None),
          lambda: dumps(object),
          lambda: dumps({'a':None},fmt=FMT_BINARY),
          lambda: dumps(2**64),
          lambda: dumps(2**64,fmt=FMT_BINARY),
          lambda: dumps(-2**63-1),
          lambda: dumps('a\x01'),
          lambda: loads(b''),
          lambda: loads(b'foo'),
          lambda: loads(b'bplist00'),
          lambda: loads(b'<plist>'),
          lambda: loads(b'<plist version="1.0"><foo/></plist>'),
          lambda: loads(b'<plist><dict><string>x</string></dict></plist>'),
          lambda: loads(b'<plist><dict><key>x</key></dict></plist>'),
          lambda: loads(b'<plist><dict><key>x</key><key>y</key></dict></plist>'),
          lambda: loads(b'<plist><integer>x</integer></plist>'),
          lambda: loads(b'<plist><date>x</date></plist>'),
          lambda: loads('<plist><true/></plist>'),
          lambda: loads('<plist><true/></plist>', fmt=FMT_BINARY),
          lambda: loads(b'<plist><integer>0xff</integer></plist>'),
          lambda: loads(b'<plist><real>1.5</real></plist>'),
          lambda: loads(b'<plist><data>aGVs\n bG8=</data></plist>'),
          lambda: loads(b'<!DOCTYPE plist [<!ENTITY e "x">]><plist><string>&e;</string></plist>'),
          lambda: loads(b'x',fmt=5),
          lambda: dumps(1,fmt=5),
          lambda: UID(-1),
          lambda: UID(2**64),
          lambda: UID('x'),
          lambda: dumps(UID(5)),
          lambda: loads(b'<plist><array><integer>1</integer><string/></array></plist>'),
          lambda: loads(b'<plist></plist>'),
          lambda: loads(dumps({'d':datetime.datetime(2020,1,1,tzinfo=datetime.timezone.utc)},aware_datetime=True),aware_datetime=True),
          lambda: loads(dumps({'d':datetime.datetime(2020,1,1,tzinfo=datetime.timezone.utc)},aware_datetime=True,fmt=FMT_BINARY),aware_datetime=True),
          lambda: dumps({'d':datetime.datetime(2020,1,1,tzinfo=datetime.timezone.utc)}),
          lambda: dumps({'d':datetime.datetime(2020,1,1,tzinfo=datetime.timezone.utc)},fmt=FMT_BINARY),
          lambda: loads(b'<plist><dict><key>a</key><integer>1</integer></dict></plist>', dict_type=list),
          lambda: loads(b'\xef\xbb\xbf<plist><true/></plist>'),
          lambda: loads('<?xml version="1.0" encoding="utf-16"?><plist><string>\u20ac</string></plist>'.encode('utf-16')),
          lambda: dumps([True,[1.5,'x']]),
          lambda: dumps({'a':{'b':[{'c':b''}]}}),
          lambda: loads(b'<plist><array><true/></plist>')):
    try:
        print('ok', f())
    except Exception as e:
        print(type(e).__name__, e)
f = io.BytesIO()
dump({'a': 1}, f)
f.seek(0)
print(load(f), f.getvalue()[:30])
print(loads(dumps({'x':[1.5]*300,'y':['a']*2,'z':'b'*500,'w':list(range(70000))[::7]},fmt=FMT_BINARY))['w'][-1])
