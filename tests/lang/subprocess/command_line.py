import os, subprocess, sys, tempfile

def run(*args, input=None, cwd=None, **env):
    whole = {k: v for k, v in os.environ.items() if not k.startswith(('PYTHON', 'PYC'))} | env
    done = subprocess.run([sys.executable, *args], input=input, capture_output=True, env=whole, cwd=cwd)
    err = done.stderr.decode().splitlines()
    print(done.returncode, done.stdout.decode(), err[-1].partition(': ')[2] if err else '', sep='|')

half = "import os; print('out'); os._exit(0)"
run('-c', half)
run('-u', '-c', half)
run('-c', half, PYTHONUNBUFFERED='1')
run('-c', half, PYTHONUNBUFFERED='x')
run('-c', half, PYTHONUNBUFFERED='0')
run('-c', half, PYTHONUNBUFFERED='')
run('-E', '-c', half, PYTHONUNBUFFERED='1')

run('-c', 'import sys; print(sys.stdin.readlines(), sys.stdin.newlines)', input=b'a\r\nb\r')
run('-c', 'print(ascii(input()), ascii(input()))', input=b'a\r\nb\rc')
run('-c', 'import sys; print(ascii(sys.stdin.read()))', input=b'a\r\nb\rc\n')
run('-c', 'import sys; sys.stdin.reconfigure(newline=None); print(ascii(sys.stdin.read()))', input=b'a\r\nb\rc\n')

with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    def write(name, text):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as file:
            file.write(text)
    show = "print(__name__, __package__, __spec__ and __spec__.name, __spec__ and __spec__.parent, __file__.rpartition('/')[2])\n"
    write('only/__main__.py', show)
    write('whole/__init__.py', show)
    write('whole/__main__.py', show + 'from . import inner\n')
    write('whole/inner.py', show.replace('__spec__ and __spec__.name, __spec__ and __spec__.parent, ', ''))
    write('whole/__init__.py', '')
    write('bare/x.py', show)
    for args in (('-m', 'only'), ('only',), ('only/__main__.py',), ('-m', 'whole'), ('-m', 'whole.inner'), ('whole/inner.py',), ('-m', 'bare'),
                 ('-m', 'bare.x'), ('-m', 'bare.y'), ('-m', 'absent')):
        print(args)
        run(*args, cwd=folder)
    write('random.py', 'x = 1\n')
    write('plain.py', 'x = 1\n')
    write('early.py', 'import early\nearly.x\n')
    write('lib/statistics.py', '')
    write('lib/late.py', 'import late\nlate.x\n')
    write('fractions/__init__.py', '')
    for code in ('import random; random.randint', 'import plain; plain.y', 'import early', 'import fractions; fractions.Fraction',
                 "import sys; sys.path.append('lib'); import late", "import sys; sys.path[:0] = ['lib']; import statistics; statistics.mean"):
        done = subprocess.run([sys.executable, '-c', code], cwd=folder, capture_output=True)
        print(done.stderr.decode().splitlines()[-1].replace(folder, '/folder'))
    done = subprocess.run([sys.executable, '-P', '-c', "import sys; sys.path.insert(0, ''); import random; random.randint"], cwd=folder, capture_output=True)
    print(done.stderr.decode().splitlines()[-1])
