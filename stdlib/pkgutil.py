"""Finding modules and names in them."""

import importlib
import importlib.util
import os
import sys
from collections import namedtuple
from importlib.machinery import FileFinder

__all__ = ['resolve_name', 'iter_modules', 'walk_packages', 'get_data', 'extend_path', 'find_loader', 'get_loader', 'ModuleInfo', 'get_importer',
           'iter_importers', 'iter_importer_modules']

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
        finder = get_importer(folder)
        for name, is_package in iter_importer_modules(finder, prefix):
            if name not in seen:
                seen.add(name)
                yield ModuleInfo(finder, name, is_package)


def get_importer(path_item):
    """What finds modules in a folder; None for what is no folder."""
    path_item = os.fsdecode(path_item)
    if path_item in sys.path_importer_cache:
        return sys.path_importer_cache[path_item]
    finder = None
    for hook in sys.path_hooks:
        try:
            finder = hook(path_item)
            break
        except ImportError:
            continue
    else:
        if os.path.isdir(path_item or '.'):
            finder = FileFinder(path_item)
    sys.path_importer_cache[path_item] = finder
    return finder


def iter_importer_modules(importer, prefix=''):
    """Names of modules that a finder knows, each with whether it is a package."""
    own = getattr(importer, 'iter_modules', None)
    if own is not None:
        yield from own(prefix)
        return
    if not isinstance(importer, FileFinder):
        return
    try:
        names = sorted(os.listdir(importer.path))
    except OSError:
        return
    seen = set()
    for name in names:
        stem, extension = os.path.splitext(name)
        if stem == '__init__' or stem in seen or '.' in stem:
            continue
        if extension == '.py':
            is_package = False
        elif not extension and os.path.isfile(os.path.join(importer.path, name, '__init__.py')):
            is_package = True
        else:
            continue
        seen.add(stem)
        yield prefix + stem, is_package


def iter_importers(fullname=''):
    """What is asked for a module."""
    if fullname.startswith('.'):
        raise ImportError(f'Relative module name {fullname!r} not supported')
    if '.' in fullname:
        path = getattr(importlib.import_module(fullname.rpartition('.')[0]), '__path__', None)
        if path is None:
            return
    else:
        yield from sys.meta_path
        path = sys.path
    for item in path:
        yield get_importer(item)


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
    spec = importlib.util.find_spec(package)
    loader = spec.loader if spec is not None else None
    if loader is None or not hasattr(loader, 'get_data'):
        return None
    module = sys.modules.get(package) or importlib.import_module(package)
    if not getattr(module, '__file__', None):
        return None
    return loader.get_data(os.path.join(os.path.dirname(module.__file__), *resource.split('/')))


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
