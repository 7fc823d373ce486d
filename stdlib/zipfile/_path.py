"""Paths in ZIP archives, with the methods of `pathlib`."""

import io
import posixpath
import re


def _folders_of(names):
    """The folders that names imply and the archive does not list."""
    known = set(names)
    implied = {}
    for name in names:
        parent = posixpath.dirname(name.rstrip('/'))
        while parent and parent != '/':
            if parent + '/' not in known:
                implied[parent + '/'] = True
            parent = posixpath.dirname(parent)
    return list(implied)


class CompleteDirs:
    """The names of an archive with all folders among them."""

    def __init__(self, archive):
        self.archive = archive

    def namelist(self):
        names = self.archive.namelist()
        return names + _folders_of(names)

    def resolve_dir(self, name):
        """The name, with a slash if it is that of a folder."""
        names = set(self.namelist())
        return name + '/' if name not in names and name + '/' in names else name


def _pattern(pattern):
    """What a pattern of `Path.glob` matches, as a regular expression."""
    parts = []
    for part in re.split('/', pattern):
        if part == '**':
            parts.append('.*')
            continue
        if '**' in part:
            raise ValueError('** must appear alone in a path segment')
        piece = ''.join('[^/]*' if token == '*' else '[^/]' if token == '?' else token if token.startswith('[') else re.escape(token)
                        for token in re.findall(r'\*|\?|\[[^]]*\]|[^*?[]+|\[', part))
        parts.append(piece)
    return '/'.join(parts).replace('.*/', '(?:.*/)?')


class Path:
    """A place in an archive: `Path('archive.zip') / 'folder' / 'name'`."""

    def __init__(self, root, at=''):
        from zipfile import ZipFile
        self.root = root if isinstance(root, ZipFile) else ZipFile(root)
        self.at = at

    @property
    def _names(self):
        return CompleteDirs(self.root)

    def __eq__(self, other):
        return (self.root, self.at) == (other.root, other.at) if self.__class__ is other.__class__ else NotImplemented

    def __hash__(self):
        return hash((self.root, self.at))

    def open(self, mode='r', *args, pwd=None, **kwargs):
        """The file, as text or (`b`) bytes."""
        if self.is_dir():
            raise IsADirectoryError(self)
        kind = mode[0]
        if not self.exists() and kind == 'r':
            raise FileNotFoundError(self)
        stream = self.root.open(self.at, kind, pwd=pwd)
        if 'b' in mode:
            if args or kwargs:
                raise ValueError('encoding args invalid for binary operation')
            return stream
        if not args and 'encoding' not in kwargs:
            kwargs['encoding'] = io.text_encoding(None)
        return io.TextIOWrapper(stream, *args, **kwargs)

    @property
    def _base(self):
        return posixpath.basename(self.at.rstrip('/')) or posixpath.basename(str(self.root.filename or ''))

    def _pure(self):
        import pathlib
        return pathlib.PurePosixPath(str(self.root.filename or '')) / self.at

    @property
    def name(self):
        return self._base

    @property
    def suffix(self):
        return self._pure().suffix

    @property
    def suffixes(self):
        return self._pure().suffixes

    @property
    def stem(self):
        return self._pure().stem

    @property
    def filename(self):
        import pathlib
        return pathlib.Path(self.root.filename).joinpath(self.at)

    def read_text(self, *args, **kwargs):
        with self.open('r', *args, **kwargs) as stream:
            return stream.read()

    def read_bytes(self):
        with self.open('rb') as stream:
            return stream.read()

    def _is_child(self, path):
        return posixpath.dirname(path.at.rstrip('/')) == self.at.rstrip('/')

    def _next(self, at):
        return self.__class__(self.root, at)

    def is_dir(self):
        return not self.at or self.at.endswith('/')

    def is_file(self):
        return self.exists() and not self.is_dir()

    def exists(self):
        return not self.at or self.at in self._names.namelist()

    def iterdir(self):
        if not self.is_dir():
            raise ValueError("Can't listdir a file")
        return filter(self._is_child, map(self._next, self._names.namelist()))

    def match(self, path_pattern):
        return self._pure().match(path_pattern)

    def is_symlink(self):
        import stat
        try:
            info = self.root.getinfo(self.at)
        except KeyError:
            return False
        return stat.S_ISLNK(info.external_attr >> 16)

    def glob(self, pattern):
        if not pattern:
            raise ValueError(f'Unacceptable pattern: {pattern!r}')
        matches = re.compile(re.escape(self.at) + _pattern(pattern) + '/?').fullmatch
        return map(self._next, filter(matches, self._names.namelist()))

    def rglob(self, pattern):
        return self.glob(f'**/{pattern}')

    def relative_to(self, other, *extra):
        return posixpath.relpath(str(self), str(other.joinpath(*extra)))

    def __str__(self):
        return posixpath.join(str(self.root.filename or ''), self.at)

    def __repr__(self):
        return f'{self.__class__.__name__}({self.root.filename!r}, {self.at!r})'

    def joinpath(self, *other):
        return self._next(self._names.resolve_dir(posixpath.join(self.at, *map(str, other))))

    __truediv__ = joinpath

    @property
    def parent(self):
        if not self.at:
            return self.filename.parent
        upper = posixpath.dirname(self.at.rstrip('/'))
        return self._next(upper + '/' if upper else upper)
