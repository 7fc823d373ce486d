# Folders of packages, .pth files, checks of files that are compiled or have odd tabs, and folders with their descriptors.
import compileall
import functools
import io
import os
import py_compile
import re
import site
import sys
import tabnanny
import tempfile
from contextlib import redirect_stdout

home = tempfile.mkdtemp()


def write(name, text):
    path = os.path.join(home, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as file:
        file.write(text)
    return path


def shown(call, *args, **options):
    out = io.StringIO()
    try:
        with redirect_stdout(out):
            result = call(*args, **options)
    except (Exception, SystemExit) as error:
        result = f'{type(error).__name__} {error}'
    print((out.getvalue() + str(result)).replace(home, 'HOME'))


print(site.getsitepackages(['/a', '/b', '/a', '']), site.getusersitepackages().endswith('/lib/python3.13/site-packages'))
print(site.getuserbase() == site.USER_BASE, site.USER_SITE == site._get_path(site.USER_BASE), site.ENABLE_USER_SITE, len(site.PREFIXES))
write('packages/one.pth', '# first\n\ninner\nmissing\nimport sys; sys.from_pth = 5\n')
write('packages/two.pth', 'import nothing_such\ninner/deep\n')
write('packages/.hidden.pth', 'import sys; sys.hidden = 1\n')
write('packages/inner/deep/in_deep.py', 'value = 7\n')
before = list(sys.path)
errors, sys.stderr = sys.stderr, io.StringIO()
print(site.addsitedir(os.path.join(home, 'packages')))
errors, sys.stderr = sys.stderr, errors
text = errors.getvalue()
print([path.replace(home, 'HOME') for path in sys.path if path not in before], sys.from_pth, hasattr(sys, 'hidden'))
print(text.replace(home, 'HOME').splitlines()[0], text.splitlines()[-1], 'nothing_such' in text)
known = site.removeduppaths()
print(site.addsitedir(os.path.join(home, 'packages'), known) is known)

good, bad = write('code/good.py', 'x = 1\n'), write('code/sub/bad.py', 'x = \n')
write('code/other.txt', 'x = \n')
print(os.path.relpath(py_compile.compile(good), home), os.path.relpath(py_compile.compile(good, optimize=2), home))
for options in ({'doraise': True}, {'doraise': True, 'dfile': 'shown.py'}, {'quiet': 2}):
    shown(py_compile.compile, bad, **options)
shown(py_compile.compile, os.path.join(home, 'none.py'), doraise=True)
try:
    py_compile.compile(bad, doraise=True)
except py_compile.PyCompileError as error:
    print(error.exc_type_name, type(error.exc_value).__name__, error.file == bad, str(error) == error.msg, len(error.args))
for options in ({'force': True}, {'quiet': 1}, {'quiet': 2}, {'maxlevels': 0, 'force': True}, {'rx': re.compile('bad'), 'force': True},
                {'ddir': 'else', 'quiet': 1}):
    shown(compileall.compile_dir, os.path.join(home, 'code'), **options)
shown(compileall.compile_file, good, force=True)
shown(compileall.compile_dir, os.path.join(home, 'missing'))
shown(compileall.compile_dir, home, ddir='x', stripdir='y')
shown(compileall.compile_dir, home, workers=-1)

tabs = write('tabs/a.py', 'if 1:\n        x = 1\n\ty = 2\n')
fine = write('tabs/b.py', 'if 1:\n\tx = 1\n\ty = 2\n  # note\nz = 3\n')
deep = write('tabs/c.py', 'if 1:\n    if 1:\n\tx = 1\n')
for tabnanny.verbose in (0, 1):
    for path in (tabs, fine, deep):
        shown(tabnanny.check, path)

for topdown in (True, False):
    for folder, folders, files, fd in os.fwalk(os.path.join(home, 'packages'), topdown):
        print(os.path.relpath(folder, home), sorted(folders), sorted(files), os.path.samestat(os.fstat(fd), os.stat(folder)))
shown(lambda: list(os.fwalk(os.path.join(home, 'missing'))))
shown(lambda: list(os.fwalk(os.path.join(home, 'missing'), onerror=lambda error: print(type(error).__name__))))
make = functools._make_key
print(make((1,), {}, False), make((1,), {}, True), make(('a', 2), {}, False), make((1,), {'k': 2}, False)[2:], type(make(((),), {}, False)).__name__)
import this
