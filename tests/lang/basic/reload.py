"""importlib.reload runs a module's text again in the namespace that it has."""
import importlib
import os
import sys
import tempfile

folder = tempfile.mkdtemp()
sys.path.insert(0, folder)
path = os.path.join(folder, 'changing.py')


def write(text):
    with open(path, 'w') as file:
        file.write(text)
    # Caches of compiled modules go by the time and the size.
    os.utime(path, (1, len(text) + 10))


write('value = 1\nkept = "old"\n\n\ndef get():\n    return value\n')
import changing

first, get = changing, changing.get
changing.own = 'mine'
write('value = 22\n\n\ndef get():\n    return -value\n')
again = importlib.reload(changing)
print(again is first, sys.modules['changing'] is first)
print(changing.value, changing.kept, changing.own)
# Functions from before look into the same namespace.
print(get(), get.__globals__ is vars(changing), changing.get(), changing.get is get)

write('value = 333\n1 / 0\n')
try:
    importlib.reload(changing)
except ZeroDivisionError:
    print('failed', changing.value, sys.modules['changing'] is first)

del sys.modules['changing']
try:
    importlib.reload(changing)
except ImportError as error:
    print(error)
try:
    importlib.reload('changing')
except TypeError as error:
    print(error)

os.mkdir(os.path.join(folder, 'package'))
path = os.path.join(folder, 'package', '__init__.py')
write('from . import inner\nname = "package"\n')
path = os.path.join(folder, 'package', 'inner.py')
write('value = 1\n')
import package.inner
write('value = 2222\n')
print(importlib.reload(package.inner) is package.inner, package.inner.value, importlib.reload(package).inner.value)
import math
print(importlib.reload(math) is math)
