"""Importing modules by calls."""

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
    del sys.modules[name]
    try:
        __import__(name)
        fresh = sys.modules.pop(name)
        if fresh is not module:
            vars(module).update(vars(fresh))
    finally:
        sys.modules[name] = module
    return module
