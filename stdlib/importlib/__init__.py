"""Importing modules by calls."""

import _imp
import sys
from types import ModuleType

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

__import__ = __import__


def import_module(name, package=None):
    """Imports a module; a relative name is resolved against `package`."""
    level = 0
    if name.startswith('.'):
        if not package:
            raise TypeError(f'the \'package\' argument is required to perform a relative import for {name!r}')
        while level < len(name) and name[level] == '.':
            level += 1
        base = package.rsplit('.', level - 1)
        if len(base) < level:
            raise ImportError('attempted relative import beyond top-level package')
        rest = name[level:]
        name = f'{base[0]}.{rest}' if rest else base[0]
    __import__(name)
    return sys.modules[name]


def invalidate_caches():
    """Forgets what was remembered of folders: nothing is."""


def reload(module):
    """Runs the code of an imported module again, in its own namespace."""
    name = getattr(getattr(module, '__spec__', None), 'name', None) or getattr(module, '__name__', None)
    if not isinstance(module, ModuleType) or name is None:
        raise TypeError('reload() argument must be a module')
    if sys.modules.get(name) is not module:
        raise ImportError(f'module {name} not in sys.modules', name=name)
    if name in _reloading:
        # By its own code.
        return _reloading[name]
    _reloading[name] = module
    try:
        parent = name.rpartition('.')[0]
        if parent and parent not in sys.modules:
            raise ImportError(f'parent {parent!r} not in sys.modules', name=parent)
        _imp._run_again(module, name)
        # The code may have put something else in its place.
        return sys.modules[name]
    finally:
        _reloading.pop(name, None)


_reloading = {}     # name -> the module whose code is being run again
