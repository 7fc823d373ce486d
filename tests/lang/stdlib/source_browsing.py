# pyclbr reads what modules define; rlcompleter completes names; pty runs a program in a terminal.
import os
import pty
import pyclbr
import subprocess
import sys
import tempfile
import warnings

import rlcompleter

home = tempfile.mkdtemp()


def write(name, text):
    path = os.path.join(home, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as file:
        file.write(text)


write('browsed/__init__.py', 'from .base import Base as Root, helper\n')
write('browsed/base.py', 'import os\nclass Base:\n    def m(self): pass\n\n    @property\n    def p(self):\n        def inner(): pass\n        return 1\n\ndef helper():\n    class Local: pass\n')
write('browsed/leaf.py', 'import browsed.base, missing_thing\nfrom browsed.base import *\nfrom . import base as b\nclass Leaf(Base, b.Base, browsed.base.Base, Unknown, dict[int]):\n'
      '    class In:\n        async def deep(self): pass\n    x = lambda: 0\n\nasync def go(): pass\nif 1:\n    class Inside(Leaf): pass\n    import browsed\n')
write('broken_browsed.py', 'class\n')


def tree(values, indent=1):
    for name, value in values.items():
        if isinstance(value, list):
            print('  ' * indent, name, [os.path.basename(path) for path in value])
            continue
        more = [getattr(base, 'name', base) for base in value.super] + sorted(value.methods.items()) if isinstance(value, pyclbr.Class) else value.is_async
        print('  ' * indent, type(value).__name__, name, value.module, value.name, value.lineno, value.end_lineno, os.path.basename(value.file), value.parent and value.parent.name, more)
        tree(value.children, indent + 1)


for name in ('browsed', 'browsed.base', 'browsed.leaf'):
    print(name)
    tree(pyclbr.readmodule_ex(name, [home]))
print(list(pyclbr.readmodule('browsed.base', [home])), pyclbr.readmodule('sys'), pyclbr.readmodule_ex('browsed.base') is pyclbr._modules['browsed.base'])
for bad in ('missing_thing', 'broken_browsed', 'browsed.none', 'browsed.base.x'):
    try:
        pyclbr.readmodule(bad, [home])
    except (ImportError, SyntaxError) as error:
        print(type(error).__name__, error.msg)


class Thing:
    _hidden, __private, shown, none = 1, 2, 3, None

    def method(self, x): pass
    def plain(): pass

    @property
    def prop(self):
        raise RuntimeError('is not asked for')

    @property
    def broken(self): return missing


completer = rlcompleter.Completer({'thing': Thing(), 'theme': 1, 'three': len, 'Thing': Thing, '__builtins__': 1})
for text in ('thi', 'the', 'Thing.m', 'thing.s', 'thing.p', 'thing._h', 'thing.', 'thing.shown.real', 'wh', 'tr', 'Non', 'els', 'nothing.x', '1.x', 'thing.none', 'isin', 'zz', 'Thing.__mr'):
    found = []
    while (match := completer.complete(text, len(found))) is not None:
        found.append(match)
    print(text, found)
print(completer.complete(' ', 1), len([word for word in completer.attr_matches('thing._') if '__' in word]))
marker_for_main = 1
print(rlcompleter.Completer().complete('marker_for', 0))
try:
    rlcompleter.Completer(3)
except TypeError as error:
    print(error)

master, slave = pty.openpty()
print(os.isatty(master), os.isatty(slave), pty.STDIN_FILENO, pty.CHILD)
os.write(slave, b'over')
print(os.read(master, 10))
os.close(master)
os.close(slave)
code = 'import os, pty, sys\nstatus = pty.spawn([sys.executable, "-c", "import sys; print(sys.stdin.isatty(), input()); sys.exit(3)"])\nprint(os.waitstatus_to_exitcode(status))'
done = subprocess.run([sys.executable, '-c', code], input=b'typed\n', capture_output=True)
print(done.stdout.replace(b'\r\n', b'\n'), done.stderr)
