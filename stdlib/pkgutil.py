"""Finding modules and names in them."""

import importlib
import os
import sys
from collections import namedtuple

__all__ = ['resolve_name', 'iter_modules', 'walk_packages', 'get_data', 'extend_path', 'find_loader', 'get_loader', 'ModuleInfo']

ModuleInfo = namedtuple('ModuleInfo', 'module_finder name ispkg')
ModuleInfo.__doc__ = 'A namedtuple with minimal info about a module.'


def resolve_name(name):
    """The object that `package.module:object.attribute` or `package.module.object` names."""
    module, colon, path = name.partition(':')
    pieces = name.replace(':', '.').split('.') if colon and path else module.split('.')
    if not all(piece.isidentifier() for piece in pieces) or name.count(':') > 1:
        raise ValueError(f'invalid format: {name!r}')
    if colon:
        result = importlib.import_module(module)
        names = path.split('.') if path else []
    else:
        names = module.split('.')
        found = names.pop(0)
        result = importlib.import_module(found)
        while names:
            longer = f'{found}.{names[0]}'
            try:
                result = importlib.import_module(longer)
            except ImportError:
                break
            found = longer
            names.pop(0)
    for attribute in names:
        result = getattr(result, attribute)
    return result


def iter_modules(path=None, prefix=''):
    """The modules in the folders of `path`."""
    if isinstance(path, str):
        raise ValueError('path must be None or list of paths to look for modules in')
    seen = set()
    for folder in sys.path if path is None else path:
        try:
            names = sorted(os.listdir(folder or '.'))
        except OSError:
            continue
        for name in names:
            full = os.path.join(folder, name)
            stem, extension = os.path.splitext(name)
            if extension == '.py' and stem != '__init__':
                is_package = False
            elif not extension and os.path.isfile(os.path.join(full, '__init__.py')):
                is_package = True
            else:
                continue
            if stem not in seen:
                seen.add(stem)
                yield ModuleInfo(None, prefix + stem, is_package)


def walk_packages(path=None, prefix='', onerror=None):
    """As iter_modules(), with what is in the packages."""
    for info in iter_modules(path, prefix):
        yield info
        if not info.ispkg:
            continue
        try:
            __import__(info.name)
        except ImportError:
            if onerror is not None:
                onerror(info.name)
        except Exception:
            if onerror is None:
                raise
            onerror(info.name)
        else:
            yield from walk_packages(getattr(sys.modules[info.name], '__path__', None) or [], info.name + '.', onerror)


def get_data(package, resource):
    """The bytes of a file in a package, or None."""
    module = importlib.import_module(package)
    if not getattr(module, '__file__', None):
        return None
    with open(os.path.join(os.path.dirname(module.__file__), *resource.split('/')), 'rb') as file:
        return file.read()


def extend_path(path, name):
    """A package's path, with the folders of that name on sys.path."""
    if not isinstance(path, list):
        return path
    result = path[:]
    for folder in sys.path:
        full = os.path.join(folder, *name.split('.'))
        if os.path.isfile(os.path.join(full, '__init__.py')) and full not in result:
            result.append(full)
    return result


def get_loader(module_or_name):
    if isinstance(module_or_name, str):
        module_or_name = sys.modules.get(module_or_name)
    return getattr(module_or_name, '__loader__', None)


find_loader = get_loader
