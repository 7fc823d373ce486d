import os, subprocess, sys

def run(*args, input=None, cwd=None, **env):
    whole = {k: v for k, v in os.environ.items() if not k.startswith(('PYTHON', 'PYC'))} | env
    done = subprocess.run([sys.executable, *args], input=input, capture_output=True, env=whole, cwd=cwd)
    err = done.stderr.decode().splitlines()
    print(done.returncode, done.stdout.decode(), err[-1].partition(': ')[2] if err else '', sep='|')

text = """
'of the module'
def f():
    'of f'
    assert 0, 'asserted'
class C:
    'of C'
    debug = __debug__
def g():
    assert (yield 1)
    yield __debug__
async def h():
    assert await None
    return __debug__
import sys
print(sys.flags.optimize, __debug__, C.debug, f.__doc__, C.__doc__)
print(list(g()) if not __debug__ else '')
try:
    h().send(None)
except StopIteration as e:
    print(e.value)
except TypeError as e:
    print(e)
f()
"""
for options, env in (((), {}), (('-O',), {}), (('-OO',), {}), (('-O', '-O', '-O'), {}), ((), {'PYTHONOPTIMIZE': '1'}),
                     ((), {'PYTHONOPTIMIZE': 'yes'}), (('-O',), {'PYTHONOPTIMIZE': '0'}), (('-O',), {'PYTHONOPTIMIZE': '2'}),
                     (('-E',), {'PYTHONOPTIMIZE': '2'}), (('-I',), {'PYTHONOPTIMIZE': '2'})):
    print(options, env)
    run(*options, '-c', text, **env)
for level in (-1, 0, 1, 2):
    names = {}
    exec(compile(text.rpartition('f()')[0].rpartition('try:')[0], 'x', 'exec', optimize=level), names)
try:
    compile('', 'x', 'exec', optimize=3)
except ValueError as e:
    print(e)
