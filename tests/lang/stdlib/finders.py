# Finders of the program: sys.meta_path; specs and loaders of modules; modules made from specs; folders listed.
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import pkgutil
import re
import sys
import tempfile
import types

folder = tempfile.mkdtemp()
sys.path.insert(0, folder)
for name, text in {'pk/__init__.py': 'x = 1\n', 'pk/a.py': 'print("run a", __name__, __package__)\ny = 2\n', 'pk/sub/__init__.py': '',
                   'parts/m.py': ''}.items():
    os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
    with open(os.path.join(folder, name), 'w') as file:
        file.write(text)


def show(*values):
    print(re.sub(r'0x[0-9a-f]+', '0xA', ' '.join(map(str, values)).replace(folder, 'FOLDER')))


import pk
show(pk.__spec__, pk.__loader__, pk.__spec__.parent, pk.__spec__.has_location, pk.__spec__.submodule_search_locations is pk.__path__)
show(list(pkgutil.iter_modules(pk.__path__)), list(pkgutil.iter_modules(pk.__path__, 'pk.')), [m.name for m in pkgutil.walk_packages([folder])])
spec = importlib.util.spec_from_file_location('other', os.path.join(folder, 'pk', 'a.py'))
module = importlib.util.module_from_spec(spec)
show(spec, module)
spec.loader.exec_module(module)
show(module.y, 'other' in sys.modules)
show(importlib.util.find_spec('pk.a'), importlib.util.find_spec('nope'), importlib.util.find_spec('.a', 'pk'))
for name in 'nope.x', 'os.x', '__main__':
    try:
        show(importlib.util.find_spec(name))
    except (ImportError, ValueError) as error:
        show(type(error).__name__, error)
spec = importlib.util.find_spec('pk.a')
spec.loader = importlib.util.LazyLoader(spec.loader)
lazy = sys.modules['pk.a'] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(lazy)
lazy.set_before = 5
print('not run yet')
show(lazy.y, lazy.set_before, lazy.__dict__['y'], lazy)
import parts
show(type(parts.__spec__.loader).__name__, parts.__spec__.origin, list(parts.__path__))


class Finder(importlib.abc.MetaPathFinder):
    def __init__(self, name):
        self.name, self.asked = name, []

    def find_spec(self, name, path, target=None):
        self.asked.append((name, path if path is None else len(list(path))))
        if name == self.name or name.startswith(self.name + '.'):
            return importlib.machinery.ModuleSpec(name, Loader(), is_package=name == self.name, origin='virtual')


class Loader(importlib.abc.Loader):
    def create_module(self, spec):
        return None

    def exec_module(self, module):
        if module.__name__.endswith('bad'):
            raise ValueError('bad')
        module.answer = 42


early, late_one = Finder('virt'), Finder('late')
sys.meta_path.insert(0, early)
sys.meta_path.append(late_one)
import virt
import virt.sub
import late
import colorsys
show(virt, virt.answer, virt.__path__, virt.sub.answer, late.__spec__, early.asked, late_one.asked)
try:
    import virt.bad
except ValueError as error:
    show(error, 'virt.bad' in sys.modules)
try:
    import nothere
except ImportError as error:
    show(error, early.asked[-1], late_one.asked[-1])
show(importlib.util.find_spec('virt.zz'))
sys.meta_path[:] = [late_one]
for name in 'missing', 'cmd':
    try:
        importlib.import_module(name)
    except ImportError as error:
        show(error)
sys.meta_path[:] = []
try:
    import cmd
except ImportError as error:
    show(error)
sys.meta_path[:] = [object(), importlib.machinery.BuiltinImporter, importlib.machinery.PathFinder]
import cmd
show(cmd.__name__)


class Asked(importlib.machinery.PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        print('asked', name)
        return super().find_spec(name, path, target)


sys.meta_path[:] = [Asked]
import pk.sub
show(pk.sub.__spec__)
module = types.ModuleType('m')
show(module.__spec__, module.__loader__, dir(module), sorted(dir(virt)), '__spec__' in dir(pk))
show(pkgutil.get_data('pk', 'a.py'), pk.__loader__.get_source('pk'), pk.__loader__.is_package('pk'), pk.__loader__.get_filename('pk'))
show(importlib.util.spec_from_loader('q', Loader()), importlib.util.resolve_name('..a', 'b.c'))
show(importlib.machinery.ModuleSpec('a', None), importlib.machinery.FileFinder(folder))


class Derived(types.ModuleType):
    pass


module = Derived('derived')
module.y = 1
show(module.__dict__['y'], sorted(module.__dict__), vars(module) is module.__dict__)
