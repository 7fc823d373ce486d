"""Modules from zip files: an entry of `sys.path` may be one, or a folder in one."""

import importlib.machinery
import os
import sys
from importlib.machinery import ModuleSpec, _Loader

__all__ = ['ZipImportError', 'zipimporter']


class ZipImportError(ImportError):
    """A file is no zip file, or a module is not in it."""


# The entries of archives by name; a name that ends with a slash is a folder's.
_zip_directory_cache = {}


def _read_directory(archive):
    import zipfile
    try:
        with zipfile.ZipFile(archive) as file:
            entries = {entry.filename: entry for entry in file.infolist()}
    except OSError:
        raise ZipImportError(f"can't open Zip file: {archive!r}", path=archive) from None
    except zipfile.BadZipFile:
        raise ZipImportError(f'not a Zip file: {archive!r}', path=archive) from None
    for name in list(entries):
        # Folders need no entries of their own.
        at = name.find('/')
        while at >= 0:
            entries.setdefault(name[:at + 1], None)
            at = name.find('/', at + 1)
    return entries


def _read_entry(archive, entry):
    """The bytes of an entry."""
    if entry is None:
        return b''
    with open(archive, 'rb') as file:
        file.seek(entry.header_offset)
        head = file.read(30)
        if len(head) != 30 or head[:4] != b'PK\x03\x04':
            raise ZipImportError(f'bad local file header: {archive!r}', path=archive)
        file.seek(int.from_bytes(head[26:28], 'little') + int.from_bytes(head[28:30], 'little'), os.SEEK_CUR)
        data = file.read(entry.compress_size)
    if len(data) != entry.compress_size:
        raise OSError("zipimport: can't read data")
    if entry.compress_type == 0:
        return data
    import zlib
    return zlib.decompress(data, -15)


class zipimporter(_Loader):
    """Finds and loads the modules of a zip file, or of a folder in it."""

    def __init__(self, path):
        if not isinstance(path, str):
            raise TypeError(f'expected str, not {type(path)!r}')
        if not path:
            raise ZipImportError('archive path is empty', path=path)
        archive, inner = path, []
        while not os.path.exists(archive):
            folder, name = os.path.split(archive)
            if folder == archive or not folder:
                raise ZipImportError('not a Zip file', path=archive)
            archive = folder
            inner.append(name)
        if not os.path.isfile(archive):
            raise ZipImportError('not a Zip file', path=archive)
        self.archive, self.prefix = archive, ''.join(name + '/' for name in reversed(inner) if name)
        if archive not in _zip_directory_cache:
            _zip_directory_cache[archive] = _read_directory(archive)

    def _get_files(self):
        try:
            return _zip_directory_cache[self.archive]
        except KeyError:
            pass
        try:
            files = _zip_directory_cache[self.archive] = _read_directory(self.archive)
        except ZipImportError:
            files = {}
        return files

    def _find(self, fullname):
        """The name of the entry that a module is, and whether it is a package; None for none."""
        files, path = self._get_files(), self.prefix + fullname.rpartition('.')[2]
        for name, is_package in ((f'{path}/__init__.py', True), (f'{path}.py', False)):
            if name in files:
                return name, is_package
        return None

    def _known(self, fullname):
        found = self._find(fullname)
        if found is None:
            raise ZipImportError(f"can't find module {fullname!r}", name=fullname)
        return found

    def find_spec(self, fullname, target=None):
        found = self._find(fullname)
        folder = self.prefix + fullname.rpartition('.')[2]
        if found is None:
            if folder + '/' not in self._get_files():
                return None
            spec = ModuleSpec(fullname, None, is_package=True)
            spec.submodule_search_locations.append(f'{self.archive}/{folder}')
            return spec
        name, is_package = found
        spec = ModuleSpec(fullname, self, origin=f'{self.archive}/{name}', is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations.append(f'{self.archive}/{folder}')
        return spec

    def get_data(self, pathname):
        """The bytes of a file, by its name in the archive or with the archive's before that."""
        name = pathname.removeprefix(self.archive + '/')
        try:
            entry = self._get_files()[name]
        except KeyError:
            raise OSError(0, '', name) from None
        return _read_entry(self.archive, entry)

    def get_filename(self, fullname):
        return f'{self.archive}/{self._known(fullname)[0]}'

    def is_package(self, fullname):
        return self._known(fullname)[1]

    def get_source(self, fullname):
        from importlib.util import decode_source
        return decode_source(self.get_data(self._known(fullname)[0]))

    def get_code(self, fullname):
        return compile(self.get_data(self._known(fullname)[0]), self.get_filename(fullname), 'exec', dont_inherit=True)

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def load_module(self, fullname):
        import importlib.util
        import warnings
        warnings.warn('zipimport.zipimporter.load_module() is deprecated and slated for removal in Python 3.12; use exec_module() instead',
                      DeprecationWarning, stacklevel=2)
        self._known(fullname)
        return importlib.util._load(self.find_spec(fullname))

    def iter_modules(self, prefix=''):
        """Names of modules, each with whether it is a package."""
        seen = set()
        for name in sorted(self._get_files()):
            first, slash, rest = name.removeprefix(self.prefix).partition('/')
            stem = first if slash else first.removesuffix('.py')
            is_module = rest == '__init__.py' if slash else first.endswith('.py') and stem != '__init__'
            if name.startswith(self.prefix) and is_module and stem not in seen and '.' not in stem:
                seen.add(stem)
                yield prefix + stem, bool(slash)

    def invalidate_caches(self):
        """The archive is read again when it is next asked for something."""
        _zip_directory_cache.pop(self.archive, None)

    def __repr__(self):
        return f'<zipimporter object "{self.archive}/{self.prefix}">'


if zipimporter not in sys.path_hooks:
    sys.path_hooks.insert(0, zipimporter)
# The importer itself knows folders only.
if importlib.machinery._HookFinder not in sys.meta_path:
    sys.meta_path.append(importlib.machinery._HookFinder)
