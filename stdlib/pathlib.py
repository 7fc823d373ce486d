"""Paths as objects."""

import fnmatch
import functools
import io
import os
import posixpath
import re
import stat
import sys
from collections.abc import Sequence

__all__ = ['UnsupportedOperation', 'PurePath', 'PurePosixPath', 'PureWindowsPath', 'Path', 'PosixPath', 'WindowsPath']


class UnsupportedOperation(NotImplementedError):
    """The system cannot do this."""


class _Parents(Sequence):
    """The folders above a path, the nearest first."""

    def __init__(self, path):
        self._path = path
        self._count = len(path._tail)

    def __len__(self):
        return self._count

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        if index < 0:
            index += len(self)
        path = self._path
        return path._from_parts(path.drive, path.root, path._tail[:-index - 1])

    def __repr__(self):
        return f'<{type(self._path).__name__}.parents>'


class PurePath:
    """A path without a file system behind it."""

    __slots__ = ('_raw', '_parsed', '_text', '_hash')
    parser = posixpath

    def __new__(cls, *args, **kwargs):
        if cls is PurePath:
            cls = PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        parts = []
        for arg in args:
            if isinstance(arg, PurePath):
                parts.append(str(arg) if arg._raw is None else arg._raw)
                continue
            try:
                path = os.fspath(arg)
            except TypeError:
                path = arg
            if not isinstance(path, str):
                raise TypeError(f'argument should be a str or an os.PathLike object where __fspath__ returns a str, not {type(path).__name__!r}')
            parts.append(path)
        self._raw = self.parser.join(*parts) if parts else ''
        self._parsed = None

    def with_segments(self, *pathsegments):
        """A path of the same class."""
        return type(self)(*pathsegments)

    def _split(self):
        if self._parsed is None:
            text = self._raw
            root = ''
            if text.startswith('/'):
                root = '//' if text.startswith('//') and not text.startswith('///') else '/'
            self._parsed = '', root, [part for part in text.split('/') if part and part != '.']
        return self._parsed

    def _from_parts(self, drive, root, tail):
        path = self.with_segments(root + '/'.join(tail) or '.')
        path._parsed = drive, root, list(tail)
        return path

    @property
    def drive(self):
        return self._split()[0]

    @property
    def root(self):
        return self._split()[1]

    @property
    def _tail(self):
        return self._split()[2]

    @property
    def anchor(self):
        return self.drive + self.root

    @property
    def parts(self):
        return ((self.anchor,) if self.anchor else ()) + tuple(self._tail)

    @property
    def parent(self):
        tail = self._tail
        return self._from_parts(self.drive, self.root, tail[:-1]) if tail else self

    @property
    def parents(self):
        return _Parents(self)

    @property
    def name(self):
        tail = self._tail
        return tail[-1] if tail else ''

    @property
    def suffix(self):
        name = self.name
        at = name.rfind('.')
        return name[at:] if 0 < at < len(name) - 1 else ''

    @property
    def suffixes(self):
        name = self.name
        if name.endswith('.'):
            return []
        return ['.' + suffix for suffix in name.lstrip('.').split('.')[1:]]

    @property
    def stem(self):
        name = self.name
        at = name.rfind('.')
        return name[:at] if 0 < at < len(name) - 1 else name

    def __str__(self):
        try:
            return self._text
        except AttributeError:
            drive, root, tail = self._split()
            self._text = drive + root + '/'.join(tail) or '.'
            return self._text

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        return os.fsencode(self)

    def __repr__(self):
        return f'{type(self).__name__}({self.as_posix()!r})'

    def as_posix(self):
        return str(self)

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return str(self) == str(other) and self.parser is other.parser

    def __hash__(self):
        return hash(str(self))

    def _order(self, other, test):
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return NotImplemented
        return test(str(self).split('/'), str(other).split('/'))

    def __lt__(self, other):
        return self._order(other, lambda a, b: a < b)

    def __le__(self, other):
        return self._order(other, lambda a, b: a <= b)

    def __gt__(self, other):
        return self._order(other, lambda a, b: a > b)

    def __ge__(self, other):
        return self._order(other, lambda a, b: a >= b)

    def __truediv__(self, key):
        try:
            return self.with_segments(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self)
        except TypeError:
            return NotImplemented

    def __reduce__(self):
        return type(self), self.parts

    def joinpath(self, *pathsegments):
        return self.with_segments(self, *pathsegments)

    def with_name(self, name):
        """The path with another last part."""
        if not name or '/' in name or name == '.':
            raise ValueError(f'Invalid name {name!r}')
        if not self.name:
            raise ValueError(f'{self!r} has an empty name')
        return self._from_parts(self.drive, self.root, self._tail[:-1] + [name])

    def with_stem(self, stem):
        suffix = self.suffix
        if not suffix:
            return self.with_name(stem)
        if not stem:
            raise ValueError(f'{self!r} has a non-empty suffix')
        return self.with_name(stem + suffix)

    def with_suffix(self, suffix):
        if suffix and (not suffix.startswith('.') or suffix == '.' or '/' in suffix):
            raise ValueError(f'Invalid suffix {suffix!r}')
        if not self.name:
            raise ValueError(f'{self!r} has an empty name')
        return self.with_name(self.stem + suffix)

    def is_absolute(self):
        return bool(self.root)

    def is_reserved(self):
        return False

    def is_relative_to(self, other, /, *_deprecated):
        other = self.with_segments(other)
        return other == self or other in self.parents

    def relative_to(self, other, /, *_deprecated, walk_up=False):
        """The path as seen from another one."""
        other = self.with_segments(other)
        for step, path in enumerate([other, *other.parents]):
            if path == self or path in self.parents:
                break
            if not walk_up:
                raise ValueError(f'{str(self)!r} is not in the subpath of {str(other)!r}')
            if path.name == '..':
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        else:
            raise ValueError(f'{str(self)!r} and {str(other)!r} have different anchors')
        return self.with_segments(*['..'] * step, *self._tail[len(path._tail):])

    def as_uri(self):
        """The path as a file address."""
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        safe = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/'
        return 'file://' + ''.join(chr(byte) if byte in safe else f'%{byte:02X}' for byte in bytes(self))

    def match(self, path_pattern, *, case_sensitive=None):
        """Whether the end of the path matches a pattern."""
        pattern = path_pattern if isinstance(path_pattern, PurePath) else self.with_segments(path_pattern)
        mine, theirs = self.parts[::-1], pattern.parts[::-1]
        if not theirs:
            raise ValueError('empty pattern')
        if len(mine) < len(theirs) or len(mine) > len(theirs) and pattern.anchor:
            return False
        return all(_matcher(part, case_sensitive)(name) for name, part in zip(mine, theirs))

    def full_match(self, pattern, *, case_sensitive=None):
        """Whether the whole path matches a pattern, in which `**` stands for any parts."""
        pattern = pattern if isinstance(pattern, PurePath) else self.with_segments(pattern)

        def match(names, parts):
            if not parts:
                return not names
            if parts[0] == '**':
                return any(match(names[at:], parts[1:]) for at in range(len(names) + 1))
            return bool(names) and bool(_matcher(parts[0], case_sensitive)(names[0])) and match(names[1:], parts[1:])
        return match(list(self.parts), list(pattern.parts))


os.PathLike.register(PurePath)


@functools.lru_cache(maxsize=512)
def _matcher(pattern, case_sensitive):
    return re.compile(fnmatch.translate(pattern), re.IGNORECASE if case_sensitive is False else re.NOFLAG).match


class PurePosixPath(PurePath):
    """A path of a POSIX system."""

    __slots__ = ()


class PureWindowsPath(PurePath):
    """A path of Windows: not known here."""

    __slots__ = ()

    def __init__(self, *args):
        raise UnsupportedOperation('Windows paths are not supported')


class Path(PurePath):
    """A path in the file system."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = PosixPath
        return object.__new__(cls)

    @classmethod
    def cwd(cls):
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        return cls('~').expanduser()

    @classmethod
    def from_uri(cls, uri):
        if not uri.startswith('file:'):
            raise ValueError(f"URI does not start with 'file:': {uri!r}")
        text = uri[5:]
        if text.startswith('///'):
            text = text[2:]
        elif text.startswith('//localhost/'):
            text = text[11:]
        data = re.sub(rb'%([0-9a-fA-F]{2})', lambda match: bytes([int(match.group(1), 16)]), os.fsencode(text))
        path = cls(os.fsdecode(data))
        if not path.is_absolute():
            raise ValueError(f'URI is not absolute: {uri!r}')
        return path

    def stat(self, *, follow_symlinks=True):
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        return os.lstat(self)

    def exists(self, *, follow_symlinks=True):
        return os.path.exists(self) if follow_symlinks else os.path.lexists(self)

    def _mode(self, follow=True):
        try:
            return (os.stat if follow else os.lstat)(self).st_mode
        except (OSError, ValueError):
            return 0

    def is_dir(self, *, follow_symlinks=True):
        return stat.S_ISDIR(self._mode(follow_symlinks))

    def is_file(self, *, follow_symlinks=True):
        return stat.S_ISREG(self._mode(follow_symlinks))

    def is_symlink(self):
        return os.path.islink(self)

    def is_mount(self):
        return os.path.ismount(self)

    def is_junction(self):
        return False

    def is_block_device(self):
        return stat.S_ISBLK(self._mode())

    def is_char_device(self):
        return stat.S_ISCHR(self._mode())

    def is_fifo(self):
        return stat.S_ISFIFO(self._mode())

    def is_socket(self):
        return stat.S_ISSOCK(self._mode())

    def samefile(self, other_path):
        other = other_path.stat() if hasattr(other_path, 'stat') else os.stat(other_path)
        return os.path.samestat(self.stat(), other)

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        with self.open('rb') as file:
            return file.read()

    def read_text(self, encoding=None, errors=None, newline=None):
        with self.open('r', encoding=encoding, errors=errors, newline=newline) as file:
            return file.read()

    def write_bytes(self, data):
        view = memoryview(data)
        with self.open('wb') as file:
            return file.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        if not isinstance(data, str):
            raise TypeError('data must be str, not %s' % data.__class__.__name__)
        with self.open('w', encoding=encoding, errors=errors, newline=newline) as file:
            return file.write(data)

    def iterdir(self):
        """The paths in a folder."""
        names = os.listdir(self)
        return (self / name if str(self) != '.' else self.with_segments(name) for name in names)

    def _children(self):
        try:
            with os.scandir(self) as entries:
                return [(entry.name, entry) for entry in entries]
        except OSError:
            return []

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """The paths below that match a pattern."""
        sys.audit('pathlib.Path.glob', self, pattern)
        pattern = pattern if isinstance(pattern, PurePath) else PurePosixPath(pattern) if pattern else None
        if pattern is None or not pattern.parts:
            raise ValueError('Unacceptable pattern: {!r}'.format('' if pattern is None else str(pattern)))
        if pattern.anchor:
            raise NotImplementedError('Non-relative patterns are unsupported')
        return self._select(list(pattern.parts), case_sensitive, recurse_symlinks)

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        pattern = PurePosixPath(pattern)
        if pattern.anchor:
            raise NotImplementedError('Non-relative patterns are unsupported')
        return self._select(['**', *pattern.parts], case_sensitive, recurse_symlinks)

    def _child(self, name):
        return self.with_segments(name) if str(self) == '.' else self / name

    def _select(self, parts, case, follow):
        if not parts:
            yield self
            return
        part, rest = parts[0], parts[1:]
        if part == '..':
            if self.is_dir():
                yield from (self / '..')._select(rest, case, follow)
        elif part == '**':
            while rest and rest[0] == '**':
                rest = rest[1:]
            seen = set()
            todo = [self]
            while todo:
                folder = todo.pop()
                if not rest:
                    if folder.is_dir():
                        yield folder
                else:
                    for path in folder._select(rest, case, follow):
                        if path not in seen:
                            seen.add(path)
                            yield path
                below = []
                for name, entry in folder._children():
                    if entry.is_dir(follow_symlinks=follow):
                        below.append(folder._child(name))
                    elif not rest:
                        yield folder._child(name)
                todo.extend(reversed(below))
        elif not any(char in part for char in '*?[') and case is None:
            path = self._child(part)
            if rest and path.is_dir() or not rest and path.exists(follow_symlinks=False):
                yield from path._select(rest, case, follow)
        else:
            match = _matcher(part, case)
            for name, entry in self._children():
                if match(name) and (not rest or entry.is_dir()):
                    yield from self._child(name)._select(rest, case, follow)

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """As os.walk()."""
        for folder, folders, files in os.walk(self, top_down, on_error, follow_symlinks):
            yield self.with_segments(folder), folders, files

    def absolute(self):
        return self if self.is_absolute() else self.with_segments(os.getcwd(), self)

    def resolve(self, strict=False):
        return self.with_segments(os.path.realpath(self, strict=strict))

    def readlink(self):
        return self.with_segments(os.readlink(self))

    def expanduser(self):
        if self.root or not self._tail or not self._tail[0].startswith('~'):
            return self
        home = os.path.expanduser(self._tail[0])
        if home[:1] == '~':
            raise RuntimeError('Could not determine home directory.')
        return self.with_segments(home, *self._tail[1:])

    def touch(self, mode=0o666, exist_ok=True):
        if exist_ok:
            try:
                os.utime(self, None)
                return
            except OSError:
                pass
        flags = os.O_CREAT | os.O_WRONLY | (0 if exist_ok else os.O_EXCL)
        os.close(os.open(self, flags, mode))

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def chmod(self, mode, *, follow_symlinks=True):
        os.chmod(self, mode)

    def unlink(self, missing_ok=False):
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        os.rmdir(self)

    def rename(self, target):
        os.rename(self, target)
        return self.with_segments(target)

    def replace(self, target):
        os.replace(self, target)
        return self.with_segments(target)

    def symlink_to(self, target, target_is_directory=False):
        os.symlink(target, self)

    def hardlink_to(self, target):
        os.link(target, self)

    def owner(self, *, follow_symlinks=True):
        raise UnsupportedOperation('Path.owner() is unsupported on this system')

    def group(self, *, follow_symlinks=True):
        raise UnsupportedOperation('Path.group() is unsupported on this system')


class PosixPath(Path, PurePosixPath):
    """A path in the file system of a POSIX system."""

    __slots__ = ()


class WindowsPath(Path, PureWindowsPath):
    """A path in the file system of Windows: not known here."""

    __slots__ = ()
