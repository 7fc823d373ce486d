"""Programs in zip files, and modules from zip files on the path."""
import os
import subprocess
import sys
import tempfile
import zipfile


def run(*args, **env):
    done = subprocess.run([sys.executable, *args], capture_output=True, text=True, cwd=folder, env={**os.environ, **env})
    print(done.returncode, done.stdout.replace(folder, 'DIR'), done.stderr.replace(folder, 'DIR').replace(sys.executable, 'PYTHON'), sep='\n')


with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    app, lib, empty = (os.path.join(folder, name) for name in ('app.pyz', 'lib.zip', 'empty.zip'))
    with zipfile.ZipFile(app, 'w') as file:
        file.writestr('__main__.py', 'import sys, inside.deep as deep\nprint(__name__, sys.argv[1:], deep.x, deep.__file__)\nsys.exit(deep.f(sys.argv))\n')
        file.writestr('inside/__init__.py', '')
        file.writestr('inside/deep.py', 'x = 5\ndef f(args):\n    return 3 if len(args) > 1 else 1 / 0\n')
    with zipfile.ZipFile(lib, 'w', zipfile.ZIP_DEFLATED) as file:
        file.writestr('zipped.py', 'value = 7\n')
    with zipfile.ZipFile(empty, 'w') as file:
        file.writestr('other.py', '')
    run(app, 'a')
    run(app)
    run('-c', 'import zipped; print(zipped.value, zipped.__file__)', PYTHONPATH=lib)
    run('-c', 'import other, nowhere', PYTHONPATH=empty)
    run(empty)
