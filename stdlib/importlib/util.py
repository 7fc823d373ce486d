"""Help for those who import in their own way."""

import os
import sys
from types import ModuleType

from . import machinery
from .machinery import ModuleSpec, SourceFileLoader

MAGIC_NUMBER = b'pyc\r\n\0\0\0'


def resolve_name(name, package):
    """A relative module name made absolute."""
    if not name.startswith('.'):
        return name
    if not package:
        raise ImportError(f'no package specified for {repr(name)} (required for relative module names)')
    level = len(name) - len(name.lstrip('.'))
    base = package.rsplit('.', level - 1)
    if len(base) < level:
        raise ImportError('attempted relative import beyond top-level package')
    rest = name[level:]
    return f'{base[0]}.{rest}' if rest else base[0]


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """The spec of a module that a loader loads."""
    if is_package is None and hasattr(loader, 'is_package'):
        try:
            is_package = loader.is_package(name)
        except ImportError:
            is_package = None
    if origin is None and hasattr(loader, 'get_filename'):
        return spec_from_file_location(name, loader=loader)
    return ModuleSpec(name, loader, origin=origin, is_package=bool(is_package))


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    """The spec of a module in a file."""
    if location is None:
        location = loader.get_filename(name) if hasattr(loader, 'get_filename') else '<unknown>'
    else:
        location = os.path.abspath(os.fspath(location))
    if loader is None:
        if not location.endswith('.py'):
            return None
        loader = SourceFileLoader(name, location)
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    if submodule_search_locations is not None:
        spec.submodule_search_locations = list(submodule_search_locations) or [os.path.dirname(location)]
    elif hasattr(loader, 'is_package') and loader.is_package(name):
        spec.submodule_search_locations = [os.path.dirname(location)]
    return spec


def module_from_spec(spec):
    """A new module, not yet run."""
    module = spec.loader.create_module(spec) if hasattr(spec.loader, 'create_module') else None
    if module is None:
        module = ModuleType(spec.name)
    module.__loader__ = spec.loader
    module.__spec__ = spec
    module.__package__ = spec.parent
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    if spec.has_location:
        module.__file__ = spec.origin
    return module


class _EmbeddedLoader(SourceFileLoader):
    """A module of the embedded standard library."""

    def get_source(self, fullname):
        # Its text is in the binary.
        return None


def find_spec(name, package=None):
    """The spec of a module, or None if there is none."""
    fullname = resolve_name(name, package) if name.startswith('.') else name
    if fullname in sys.modules:
        module = sys.modules[fullname]
        if module is None:
            return None
        spec = getattr(module, '__spec__', None)
        if spec is not None:
            return spec
        return _spec_of(module, fullname)
    parent = fullname.rpartition('.')[0]
    path = None
    if parent:
        try:
            path = __import__(parent, fromlist=['__path__']).__path__
        except AttributeError as e:
            raise ModuleNotFoundError(f'__path__ attribute not found on {parent!r} while trying to find {fullname!r}',
                                      name=fullname) from e
    spec = machinery.BuiltinImporter.find_spec(fullname)
    if spec is None and fullname in sys.stdlib_module_names:
        spec = ModuleSpec(fullname, _EmbeddedLoader(fullname, f'<stdlib>/{fullname}.py'), origin=f'<stdlib>/{fullname}.py')
    return spec or machinery.PathFinder.find_spec(fullname, path)


def _spec_of(module, fullname):
    file = getattr(module, '__file__', None)
    if file is None:
        path = getattr(module, '__path__', None)
        if path is not None:
            return machinery.namespace_spec(fullname, list(path))
        return machinery.BuiltinImporter.find_spec(fullname) or ModuleSpec(fullname, None)
    spec = _spec_of_file(fullname, file)
    if hasattr(module, '__path__'):
        spec.submodule_search_locations = list(module.__path__)
    return spec


def _spec_of_file(fullname, file):
    """The spec of a module, no package, whose text is in a file or in the embedded library."""
    loader = _EmbeddedLoader if file.startswith('<') else SourceFileLoader
    spec = ModuleSpec(fullname, loader(fullname, file), origin=file)
    spec.has_location = True
    return spec


def cache_from_source(path, debug_override=None, *, optimization=None):
    head, tail = os.path.split(path)
    return os.path.join(head, '__pycache__', f'{tail[:-3]}.{sys.implementation.cache_tag}.pyc')


def decode_source(source_bytes):
    """Source text from bytes."""
    return source_bytes.decode('utf-8-sig').replace('\r\n', '\n').replace('\r', '\n')


class LazyLoader:
    """Loads a module at once: laziness is not seen from outside."""

    def __init__(self, loader):
        self.loader = loader

    @classmethod
    def factory(cls, loader):
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        self.loader.exec_module(module)
