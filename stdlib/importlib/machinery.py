"""What finds and loads modules, as far as programs ask for it."""

import _imp
import os
import sys
from types import ModuleType

SOURCE_SUFFIXES = ['.py']
BYTECODE_SUFFIXES = ['.pyc']
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = ['.pyc']
EXTENSION_SUFFIXES = []


def all_suffixes():
    """The endings of the files that modules come from."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


class ModuleSpec:
    """What is known of a module before it is loaded."""

    def __init__(self, name, loader, *, origin=None, loader_state=None, is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.loader_state = loader_state
        self.submodule_search_locations = [] if is_package else None
        self._uninitialized_submodules = []
        self._set_fileattr = False
        self.cached = None

    @property
    def parent(self):
        return self.name.rpartition('.')[0] if self.submodule_search_locations is None else self.name

    @property
    def has_location(self):
        return self._set_fileattr

    @has_location.setter
    def has_location(self, value):
        self._set_fileattr = bool(value)

    def __repr__(self):
        args = [f'name={self.name!r}', f'loader={self.loader!r}']
        if self.origin is not None:
            args.append(f'origin={self.origin!r}')
        if self.submodule_search_locations is not None:
            args.append(f'submodule_search_locations={self.submodule_search_locations}')
        return f"{self.__class__.__name__}({', '.join(args)})"

    def __eq__(self, other):
        if not isinstance(other, ModuleSpec):
            return NotImplemented
        return (self.name, self.loader, self.origin, self.submodule_search_locations, self.cached, self.has_location) == (
            other.name, other.loader, other.origin, other.submodule_search_locations, other.cached, other.has_location)

    __hash__ = object.__hash__


class _Loader:
    def create_module(self, spec):
        return None

    def load_module(self, fullname):
        __import__(fullname)
        return sys.modules[fullname]


class BuiltinImporter(_Loader):
    """Modules that are part of the interpreter."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        if fullname in sys.builtin_module_names:
            return ModuleSpec(fullname, BuiltinImporter, origin='built-in')
        return None

    @staticmethod
    def create_module(spec):
        __import__(spec.name)
        return sys.modules[spec.name]

    @staticmethod
    def exec_module(module):
        pass

    @staticmethod
    def is_package(fullname):
        return False

    @staticmethod
    def get_source(fullname):
        return None


class FrozenImporter(_Loader):
    """Modules that are frozen: none is. The library's texts are found where `sys.path` leads to none."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        return None


class FileLoader(_Loader):
    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def get_filename(self, name=None):
        return self.path

    def get_data(self, path):
        with open(path, 'rb') as file:
            return file.read()

    def is_package(self, fullname):
        return os.path.basename(self.path).rpartition('.')[0] == '__init__'

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)


class SourceFileLoader(FileLoader):
    """Loads a module from a file of source text."""

    def get_source(self, fullname):
        from importlib.util import decode_source
        try:
            return decode_source(self.get_data(self.path))
        except OSError as error:
            raise ImportError('source not available through get_data()', name=fullname) from error

    def get_code(self, fullname):
        return compile(self.get_data(self.path), self.path, 'exec', dont_inherit=True)

    def source_to_code(self, data, path):
        return compile(data, path, 'exec', dont_inherit=True)

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)


class EmbeddedLoader(SourceFileLoader):
    """A module of the embedded standard library."""

    def get_source(self, fullname):
        # Its text is in the binary.
        return None

    def get_data(self, path):
        raise OSError(f'no file {path!r}')

    def create_module(self, spec):
        # It has no file that could be run again.
        __import__(spec.name)
        return sys.modules[spec.name]

    def exec_module(self, module):
        """The importer has run it."""


class SourcelessFileLoader(FileLoader):
    """Would load compiled files, of which there are none."""


class ExtensionFileLoader(FileLoader):
    """Would load libraries, of which there are none."""


class AppleFrameworkLoader(ExtensionFileLoader):
    """Of other systems."""


class WindowsRegistryFinder:
    """Of other systems."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


class FileFinder:
    """Finds modules in one folder."""

    def __init__(self, path, *loader_details):
        self.path = os.path.abspath(path) if path and path != '.' else os.getcwd()

    def __repr__(self):
        return f'FileFinder({self.path!r})'

    def find_spec(self, fullname, target=None):
        spec = spec_in_folders(fullname, [self.path])
        if spec is not None and spec.origin is None:
            # One part of what other folders may have more of.
            spec.loader = None
        return spec

    @classmethod
    def path_hook(cls, *loader_details):
        def path_hook_for_FileFinder(path):
            if not os.path.isdir(path or '.'):
                raise ImportError('only directories are supported', path=path)
            return cls(path, *loader_details)
        return path_hook_for_FileFinder

    def invalidate_caches(self):
        """Nothing is remembered."""


class PathFinder:
    """Finds modules in the folders of `sys.path`."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        spec = spec_in_folders(fullname, sys.path if path is None else path)
        if spec is None or spec.origin is None:
            return _spec_by_hooks(fullname, path) or embedded_spec(fullname) or spec
        return spec

    @staticmethod
    def invalidate_caches():
        """Nothing is remembered."""


def _is_in_file(path):
    """Whether a path leads to a file, or on from one."""
    while path and not os.path.exists(path):
        path = os.path.dirname(path.rstrip('/'))
    return os.path.isfile(path)


def _hooked(entry):
    """What finds modules in an entry of a path that is no folder; None if nothing does."""
    try:
        return sys.path_importer_cache[entry]
    except KeyError:
        pass
    if _is_in_file(entry):
        # It puts itself among the hooks.
        import zipimport
    finder = None
    for hook in sys.path_hooks:
        try:
            finder = hook(entry)
            break
        except ImportError:
            continue
    if finder is not None or not os.path.isdir(entry or '.'):
        sys.path_importer_cache[entry] = finder
    return finder


def _spec_by_hooks(fullname, path=None):
    """The spec of a module in those entries of a path that `sys.path_hooks` know; the importer sees to folders."""
    portions = []
    for entry in sys.path if path is None else path:
        finder = _hooked(entry) if isinstance(entry, str) else None
        if finder is None or isinstance(finder, FileFinder):
            continue
        spec = finder.find_spec(fullname)
        if spec is not None and spec.loader is not None:
            return spec
        if spec is not None:
            portions += spec.submodule_search_locations or ()
    return namespace_spec(fullname, portions) if portions else None


class _HookFinder:
    """Stands last in `sys.meta_path` once there is a hook of the library's own."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        return _spec_by_hooks(fullname, path)

    @staticmethod
    def invalidate_caches():
        for finder in sys.path_importer_cache.values():
            if hasattr(finder, 'invalidate_caches'):
                finder.invalidate_caches()


def spec_in_folders(fullname, folders):
    """The spec of a module in the first folder that has it, or of a package that consists of folders."""
    tail = fullname.rpartition('.')[2]
    portions = []
    for folder in folders:
        if not isinstance(folder, str):
            continue
        folder = os.path.abspath(folder) if not folder.startswith('<') else folder
        for file, is_package in ((os.path.join(folder, tail, '__init__.py'), True), (os.path.join(folder, tail + '.py'), False)):
            if os.path.isfile(file):
                spec = ModuleSpec(fullname, SourceFileLoader(fullname, file), origin=file, is_package=is_package)
                spec.has_location = True
                if is_package:
                    spec.submodule_search_locations.append(os.path.dirname(file))
                return spec
        portion = os.path.join(folder, tail)
        if os.path.isdir(portion):
            portions.append(portion)
    return namespace_spec(fullname, portions) if portions else None


def embedded_spec(fullname):
    """The spec of a module of the embedded library."""
    is_package = _imp._embedded(fullname)
    if is_package is None:
        return None
    folder = f"<stdlib>/{fullname.replace('.', '/')}"
    file = folder + ('/__init__.py' if is_package else '.py')
    spec = ModuleSpec(fullname, EmbeddedLoader(fullname, file), origin=file, is_package=is_package)
    spec.has_location = True
    if is_package:
        spec.submodule_search_locations.append(folder)
    return spec


class NamespaceLoader(_Loader):
    """Loads a package that consists of folders without `__init__.py`."""

    def __init__(self, name, path, path_finder=None):
        self._path = path

    def is_package(self, fullname):
        return True

    def get_source(self, fullname):
        return ''

    def get_code(self, fullname):
        return compile('', '<string>', 'exec', dont_inherit=True)

    def exec_module(self, module):
        pass


def namespace_spec(fullname, folders):
    """The spec of a package that consists of `folders`."""
    spec = ModuleSpec(fullname, NamespaceLoader(fullname, folders), is_package=True)
    spec.submodule_search_locations = folders
    return spec


def _finders():
    """What `sys.meta_path` holds at first."""
    return [BuiltinImporter, FrozenImporter, PathFinder]


# The importer does the work of these by itself, see src/native/importer/finders.rs.
for _each in _finders():
    _each._stands_for_importer = _each
# These names are seen in texts.
for _each in (ModuleSpec, BuiltinImporter, FrozenImporter):
    _each.__module__ = '_frozen_importlib'
for _each in (PathFinder, FileFinder, SourceFileLoader, SourcelessFileLoader, ExtensionFileLoader, NamespaceLoader, FileLoader):
    _each.__module__ = '_frozen_importlib_external'
del _each
sys.modules.setdefault('_frozen_importlib', sys.modules[__name__])
sys.modules.setdefault('_frozen_importlib_external', sys.modules[__name__])
