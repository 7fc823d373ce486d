"""Files that lie in packages."""

import contextlib
import importlib
import inspect
import pathlib
import types

__all__ = ['Package', 'Anchor', 'as_file', 'files', 'contents', 'is_resource', 'open_binary', 'open_text', 'path', 'read_binary',
           'read_text']

Anchor = Package = types.ModuleType | str


class MultiplexedPath:
    """The folders of a namespace package as one."""

    def __init__(self, *folders):
        self._paths = [pathlib.Path(folder) for folder in folders]
        if not self._paths:
            raise FileNotFoundError('MultiplexedPath must contain at least one path')
        if not all(path.is_dir() for path in self._paths):
            raise NotADirectoryError('MultiplexedPath only supports directories')

    def iterdir(self):
        seen = {}
        for folder in self._paths:
            for each in folder.iterdir():
                seen.setdefault(each.name, each)
        return iter(seen.values())

    def joinpath(self, *names):
        if not names:
            return self
        for folder in self._paths:
            found = folder.joinpath(*names)
            if found.exists():
                return found
        return self._paths[0].joinpath(*names)

    __truediv__ = joinpath

    def is_dir(self):
        return True

    def is_file(self):
        return False

    def read_text(self, *args, **kwargs):
        raise FileNotFoundError(f'{self} is not a file')

    read_bytes = open = read_text

    @property
    def name(self):
        return self._paths[0].name

    def __repr__(self):
        return f"MultiplexedPath({', '.join(repr(str(path)) for path in self._paths)})"


def _module_of(anchor):
    if anchor is None:
        # The package that asks.
        frame = next(frame for frame in map(lambda info: info.frame, inspect.stack()) if frame.f_globals.get('__name__') != __name__)
        anchor = frame.f_globals['__package__'] or frame.f_globals['__name__']
    return importlib.import_module(anchor) if isinstance(anchor, str) else anchor


def files(anchor=None):
    """The folder of a package, or of the package that a module is in."""
    module = _module_of(anchor)
    spec = module.__spec__
    if spec.submodule_search_locations is None:
        module = importlib.import_module(spec.parent) if spec.parent else module
        spec = module.__spec__
    reader = getattr(spec.loader, 'get_resource_reader', None)
    reader = reader(spec.name) if reader is not None else None
    if reader is not None and hasattr(reader, 'files'):
        return reader.files()
    if spec.origin is None and spec.submodule_search_locations is not None:
        return MultiplexedPath(*spec.submodule_search_locations)
    return pathlib.Path(spec.origin).parent


@contextlib.contextmanager
def as_file(path):
    """A path of the file system for what files() gives."""
    if isinstance(path, pathlib.Path):
        yield path
        return
    import shutil
    import tempfile
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        yield _written(path, folder / path.name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _written(source, target):
    if source.is_dir():
        target.mkdir()
        for each in source.iterdir():
            _written(each, target / each.name)
    else:
        target.write_bytes(source.read_bytes())
    return target


def _resource(anchor, names):
    if not names:
        return files(anchor)
    for name in names:
        if pathlib.PurePath(name).is_absolute():
            raise ValueError(f'{name!r} must be only a file name')
    return files(anchor).joinpath(*names)


def open_binary(anchor, *path_names):
    """A file of a package, open for reading bytes."""
    return _resource(anchor, path_names).open('rb')


def open_text(anchor, *path_names, encoding=..., errors='strict'):
    """A file of a package, open for reading text."""
    return _resource(anchor, path_names).open('r', encoding=_encoding(encoding, path_names), errors=errors)


def read_binary(anchor, *path_names):
    """The bytes of a file of a package."""
    return _resource(anchor, path_names).read_bytes()


def read_text(anchor, *path_names, encoding=..., errors='strict'):
    """The text of a file of a package."""
    return _resource(anchor, path_names).read_text(encoding=_encoding(encoding, path_names), errors=errors)


def _encoding(encoding, names):
    if encoding is not ...:
        return encoding
    if len(names) > 1:
        raise TypeError("'encoding' argument required with multiple path names")
    return 'utf-8'


def path(anchor, *path_names):
    """A path of the file system for a file of a package, as a context."""
    return as_file(_resource(anchor, path_names))


def is_resource(anchor, *path_names):
    """Whether a package has such a file."""
    return _resource(anchor, path_names).is_file()


def contents(anchor, *path_names):
    """The names in a folder of a package."""
    import warnings
    warnings.warn('contents is deprecated. Use files(anchor).iterdir() instead.', DeprecationWarning, stacklevel=1)
    return (each.name for each in _resource(anchor, path_names).iterdir())
