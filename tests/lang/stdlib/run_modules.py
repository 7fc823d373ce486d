"""runpy: modules and files run as programs."""
import warnings
warnings.simplefilter('ignore')
import runpy, os, sys, tempfile
tmp = tempfile.TemporaryDirectory()
os.chdir(tmp.name)
sys.path.insert(0, tmp.name)


def w(p, t):
    os.makedirs(os.path.dirname(p) or '.', exist_ok=True)
    open(p, 'w').write(t)


w('m.py',
    'x = 1\nname = __name__\nprint("m", __name__, __package__, __spec__ and __spec__.name, sys.argv[0] == __file__ if "sys" in globals() else None)\n')
w('pk/__init__.py', 'print("pk init")\n')
w('pk/__main__.py', 'from . import other\nname = __name__; pkg = __package__\nprint("pk main", __name__)\n')
w('pk/other.py', 'v = 5\n')
w('pk/nomain/__init__.py', '')
w('dir/__main__.py', 'import helper\nprint("dir main", __name__, helper.h, __package__)\n')
w('dir/helper.py', 'h = 3\n')
w('bad.py', '1/0\n')
w('empty/x', '')
print(runpy.run_module('m')['name'])
g = runpy.run_module('m', init_globals={'sys': sys, 'extra': 7}, run_name='__main__', alter_sys=True)
print(g['extra'], g['x'], g['__name__'], sys.modules['__main__'].__name__)
g = runpy.run_module('pk')
print(g['name'], g['pkg'])
g = runpy.run_module('pk.other', run_name='zz')
print(g['v'], g['__name__'], g['__package__'])
g = runpy.run_path('m.py')
print(g['name'], os.path.basename(g['__file__']), g['__spec__'], g['__loader__'], repr(g['__package__']))
g = runpy.run_path('m.py', {'sys': sys}, 'run.name')
print(g['__package__'])
g = runpy.run_path('dir')
print(g['__name__'], os.path.basename(g['__file__']))
for f in (lambda: runpy.run_module('nope'), lambda: runpy.run_module('.rel'), lambda: runpy.run_module('pk.nomain'),
    lambda: runpy.run_module('pk.__main__.x'), lambda: runpy.run_path('nope.py'), lambda: runpy.run_module('bad'),
    lambda: runpy.run_path('bad.py'), lambda: runpy.run_module('sys'), lambda: runpy.run_module('nope.sub'),
    lambda: runpy.run_path('empty')):
    try:
        print('ok', f())
    except Exception as e:
        print(type(e).__name__, str(e).replace(tmp.name, 'T'))
print(sorted(runpy.__all__), '__main__' in sys.modules, tmp.name in sys.path)
