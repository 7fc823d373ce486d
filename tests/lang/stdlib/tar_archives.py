# tar archives in all formats and compressions; what filters refuse; errors.
import tarfile, io, os, tempfile, shutil, sys
t=tempfile.mkdtemp(); os.chdir(t)
os.makedirs('src/sub'); open('src/a.txt','w').write('hello\n'*100); open('src/sub/b.bin','wb').write(bytes(range(256))*3)
os.symlink('a.txt','src/link'); os.link('src/a.txt','src/hard'); os.chmod('src/sub/b.bin',0o640)
for mode in 'w','w:gz','w:bz2','w|','w|gz':
  for fmt in (tarfile.USTAR_FORMAT,tarfile.GNU_FORMAT,tarfile.PAX_FORMAT):
    with tarfile.open('x.tar',mode,format=fmt) as a:
        a.add('src'); i=tarfile.TarInfo('mem/é.txt'); d=b'data'; i.size=len(d); i.mtime=1234567890
        a.addfile(i,io.BytesIO(d))
        if fmt!=tarfile.USTAR_FORMAT:
            i=tarfile.TarInfo('long/'+'n'*120); i.type=tarfile.SYMTYPE; i.linkname='l'*130; i.mtime=1.5; a.addfile(i)
    rm='r|'+mode[2:] if '|' in mode else 'r'
    with tarfile.open('x.tar',rm) as a:
        names=[m.name for m in a]
    with tarfile.open('x.tar') as a:
        print(mode,fmt,len(names),names==a.getnames(), a.getnames()[:4], a.extractfile('src/sub/b.bin').read()==bytes(range(256))*3, a.extractfile('mem/é.txt').read(), a.getmember('src/link').linkname, a.getmember('src/hard').type, a.getmember('src/hard').linkname, [ (m.mtime,len(m.linkname)) for m in a if m.name.startswith('long')])
        shutil.rmtree('out',ignore_errors=True)
        a.extractall('out',filter='data')
    print(sorted(os.path.relpath(os.path.join(r,x),'out')[:20] for r,ds,fs in os.walk('out') for x in ds+fs), oct(os.stat('out/src/sub/b.bin').st_mode), os.readlink('out/src/link'), os.stat('out/src/hard').st_nlink)
print(tarfile.is_tarfile('x.tar'), tarfile.is_tarfile('src/a.txt'))
for bad in 'src/a.txt','src/sub/b.bin':
    try: tarfile.open(bad,'r:')
    except tarfile.ReadError as e: print(e)
def make(**k):
    b=io.BytesIO(); 
    with tarfile.open(fileobj=b,mode='w') as a:
        i=tarfile.TarInfo(k.pop('name','x'))
        for n,v in k.items(): setattr(i,n,v)
        a.addfile(i, io.BytesIO(b'z'*i.size) if i.size else None)
    b.seek(0); return tarfile.open(fileobj=b)
for k in (dict(name='../evil'),dict(name='/abs'),dict(name='l',type=tarfile.SYMTYPE,linkname='/etc/passwd'),dict(name='l',type=tarfile.SYMTYPE,linkname='../../x'),dict(name='fifo',type=tarfile.FIFOTYPE),dict(name='ok',mode=0o7777,size=3)):
    for f in 'tar','data':
        with make(**k) as a:
            try:
                a.extractall('out2',filter=f); print(k['name'],f,'ok', sorted(os.listdir('out2')))
            except tarfile.FilterError as e: print(type(e).__name__, str(e).replace(t,'T'))
            shutil.rmtree('out2',ignore_errors=True)
m=tarfile.TarInfo('n'); print(m.get_info(), m.replace(mode=None).mode, m.isreg(), m.isfile())
print(tarfile.TarInfo.frombuf(m.tobuf(),'utf-8','surrogateescape').name)
try: tarfile.TarInfo('x'*200).tobuf(tarfile.USTAR_FORMAT)
except ValueError as e: print(e)
try: tarfile.open('x.tar').getmember('nope')
except KeyError as e: print(e)
try: tarfile.open('nope.tar')
except OSError as e: print(e)
for m in 'q','r:xx','x|','w|zz':
    try: tarfile.open('y.tar',m)
    except Exception as e: print(m,type(e).__name__,e)
with tarfile.open('x.tar') as a: a.list(verbose=False)
os.chdir('/'); shutil.rmtree(t)
