# NotImplemented is true, with a warning; an exact class decides before the class of the class; odd characters; paths in errors.
import copy
import math
import os
import pathlib
import shutil
import types
import warnings

with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    print(bool(NotImplemented), not NotImplemented, 1 if NotImplemented else 2)
    print([str(w.message) for w in seen], seen[0].category.__name__)


class Meta(type):
    def __instancecheck__(cls, instance):
        return False


class B(metaclass=Meta):
    pass


class C(B):
    pass


print(isinstance(B(), B), isinstance(C(), B), isinstance(1, B))
for text in 'x = \x01', '\x7f', 'a\x1bb', 'x\x04':
    try:
        compile(text, '<test>', 'exec')
    except SyntaxError as error:
        print(error.msg, error.offset)
missing = pathlib.Path('/missing/file')
for run in missing.unlink, missing.stat, missing.mkdir, missing.rmdir, lambda: missing.rename('x'), lambda: list(missing.iterdir()), lambda: os.listdir(missing), missing.touch, lambda: os.path.getsize(missing):
    try:
        run()
    except OSError as error:
        print(error, repr(error.filename))
print(copy.copy(str.join) is str.join, copy.deepcopy({'f': str.upper, 'g': object.__init__})['f'] is str.upper)
print(copy.replace(types.SimpleNamespace(a=1, b=2), a=3, c=4), math.degrees(1.7e308), math.degrees(1))
try:
    print(types.SimpleNamespace().__replace__(1))
except TypeError as error:
    print(error)
usage = shutil.disk_usage('/')
print(usage.total >= usage.used > 0, os.statvfs('/').f_bsize > 0, len(os.statvfs('/')), os.statvfs('/').f_namemax > 0)
for run in tuple, list:
    try:
        run(range(10 ** 17))
    except MemoryError as error:
        print('MemoryError')
