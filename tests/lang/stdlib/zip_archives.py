# ZIP archives: made, read, added to, damaged; through streams; paths in them.
import zipfile, io, os, tempfile
b=io.BytesIO()
with zipfile.ZipFile(b,'w',zipfile.ZIP_DEFLATED) as z:
    z.writestr('a.txt','hello '*1000)
    z.writestr('d/b.bin',bytes(range(256)),zipfile.ZIP_STORED)
    z.mkdir('empty')
    with z.open('s.txt','w') as f: f.write(b'line1\nline2\n')
    z.comment=b'hi'
    i=zipfile.ZipInfo('é.txt',(2020,1,2,3,4,6)); i.compress_type=zipfile.ZIP_BZIP2
    z.writestr(i,'umlaut')
z=zipfile.ZipFile(b)
print(z.namelist(), z.testzip(), z.comment)
for i in z.infolist():
    if i.filename=='é.txt': print(i, i.date_time)
print(z.read('a.txt')[:12], z.getinfo('a.txt').file_size, z.getinfo('a.txt').compress_type)
with z.open('s.txt') as f:
    print(f.readline(), f.read(3), f.tell(), f.seek(0), list(f), f)
try: z.read('no')
except KeyError as e: print(e)
t=tempfile.mkdtemp(); z.extractall(t); print(sorted(os.path.relpath(os.path.join(r,x),t) for r,d,fs in os.walk(t) for x in d+fs))
try: zipfile.ZipFile(io.BytesIO(b'nonsense'))
except zipfile.BadZipFile as e: print(e)
print(zipfile.is_zipfile(b), zipfile.is_zipfile(__file__))
p=zipfile.Path(z); print(sorted(x.name for x in p.iterdir()), (p/'d'/'b.bin').read_bytes()[:3], (p/'d').is_dir(), (p/'a.txt').exists(), [x.at for x in p.glob('*.txt')])
fn=os.path.join(t,'x.zip')
with zipfile.ZipFile(fn,'w') as z: z.write(os.path.join(t,'a.txt'),'q/a.txt')
with zipfile.ZipFile(fn,'a') as z: z.writestr('second','2')
with zipfile.ZipFile(fn) as z: print(z.namelist(), len(z.read('q/a.txt')), repr(z).replace(fn,'X'))
data=bytearray(open(fn,'rb').read()); data[60]^=1
z=zipfile.ZipFile(io.BytesIO(data))
try: z.read('q/a.txt')
except zipfile.BadZipFile as e: print(e)
try: zipfile.ZipFile(fn,'r').writestr('x','y')
except ValueError as e: print(e)
class U(io.RawIOBase):
    def __init__(self): self.d=b''
    def writable(self): return True
    def write(self,x): self.d+=bytes(x); return len(x)
u=U()
with zipfile.ZipFile(u,'w',zipfile.ZIP_DEFLATED) as z: z.writestr('k','vvvv'*10)
print(zipfile.ZipFile(io.BytesIO(u.d)).read('k'))
import shutil
os.chdir(t)
os.makedirs('tree/sub')
for name in 'tree/one', 'tree/sub/two':
    with open(name, 'w') as f:
        f.write(name)
for format in 'zip', 'tar', 'gztar', 'bztar':
    path = shutil.make_archive('made', format, 'tree')
    options = {} if format == 'zip' else {'filter': 'data'}
    shutil.unpack_archive(path, 'unpacked', **options)
    print(os.path.basename(path), sorted(os.path.join(r, x) for r, d, fs in os.walk('unpacked') for x in d + fs))
    shutil.rmtree('unpacked')
for wrong in (lambda: shutil.make_archive('x', 'foo'), lambda: shutil.unpack_archive('nope.foo'), lambda: shutil.unpack_archive('tree/one', format='zip'),
              lambda: shutil.register_archive_format('x', 1), lambda: shutil.register_unpack_format('x', ['.zip'], len)):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
print([name for name, _ in shutil.get_archive_formats() if name != 'xztar'])
os.chdir('/')
shutil.rmtree(t)
