"""The paths of this system and of Windows, and the files that the system has at them."""

import io
import ntpath
import os
import posixpath
import re
import sys
from collections.abc import Sequence
from pathlib._abc import PathBase, PurePathBase, UnsupportedOperation

__all__ = ['PurePath', 'PurePosixPath', 'PureWindowsPath', 'Path', 'PosixPath', 'WindowsPath']

# The bytes of a file address that stand for themselves.
_URI_BYTES = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/')


class _PathParents(Sequence):
    """The folders above a path, the nearest first."""

    __slots__ = ('_path', '_count')

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


def _documented(cls):
    """Gives the methods of a class that say nothing themselves the text of those that they replace."""
    for name, member in vars(cls).items():
        member = getattr(member, '__func__', member)
        if not name.startswith('_') and getattr(member, '__doc__', '') is None:
            for base in cls.__mro__[1:]:
                if name in vars(base):
                    member.__doc__ = getattr(base, name).__doc__
                    break
    return cls


@_documented
class PurePath(PurePathBase):
    """A path without a file system behind it, of this system's kind."""

    __slots__ = ('_segments', '_parsed', '_text', '_key')
    parser = os.path

    def __new__(cls, *args, **kwargs):
        if cls is PurePath:
            cls = PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        segments = []
        for arg in args:
            if isinstance(arg, PurePath):
                if arg.parser is self.parser:
                    segments.extend(arg._segments)
                else:
                    segments.extend(segment.replace('\\', '/') if arg.parser is ntpath else segment for segment in arg._segments)
                continue
            try:
                path = os.fspath(arg)
            except TypeError:
                path = arg
            if not isinstance(path, str):
                raise TypeError(f'argument should be a str or an os.PathLike object where __fspath__ returns a str, not {type(path).__name__!r}')
            segments.append(path)
        self._segments = segments
        self._parsed = None

    @property
    def _raw_path(self):
        segments = self._segments
        return segments[0] if len(segments) == 1 else self.parser.join(*segments) if segments else ''

    @classmethod
    def _parse_path(cls, path):
        """Drive, root and names of a text."""
        if not path:
            return '', '', []
        parser = cls.parser
        sep = parser.sep
        if parser.altsep:
            path = path.replace(parser.altsep, sep)
        drive, root, rest = parser.splitroot(path)
        if not root and drive.startswith(sep) and _is_share(drive.split(sep)[2:]):
            root = sep
        # One string for a name that many paths have.
        return drive, root, [sys.intern(str(name)) for name in rest.split(sep) if name and name != '.']

    def _split(self):
        parsed = self._parsed
        if parsed is None:
            parsed = self._parsed = self._parse_path(self._raw_path)
        return parsed

    def _pieces(self):
        drive, root, tail = self._split()
        return drive + root, list(tail)

    def _from_parts(self, drive, root, tail):
        tail = list(tail)
        path = self.with_segments(self._format(drive, root, tail))
        path._parsed = drive, root, tail
        return path

    @classmethod
    def _format(cls, drive, root, tail):
        if drive or root:
            return drive + root + cls.parser.sep.join(tail)
        if tail and cls.parser.splitdrive(tail[0])[0]:
            # A name that would read as a drive.
            tail = ['.', *tail]
        return cls.parser.sep.join(tail) or '.'

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
    def parent(self):
        drive, root, tail = self._split()
        return self._from_parts(drive, root, tail[:-1]) if tail else self

    @property
    def parents(self):
        return _PathParents(self)

    @property
    def name(self):
        tail = self._tail
        return tail[-1] if tail else ''

    def __str__(self):
        try:
            return self._text
        except AttributeError:
            self._text = self._format(*self._split())
            return self._text

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        return os.fsencode(self)

    def __repr__(self):
        return f'{type(self).__name__}({self.as_posix()!r})'

    def _compared(self):
        """The text that equality and order go by."""
        try:
            return self._key
        except AttributeError:
            text = str(self)
            self._key = text if self.parser is posixpath else text.lower()
            return self._key

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._compared() == other._compared() and self.parser is other.parser

    def __hash__(self):
        return hash(self._compared())

    def _ordered(self, other):
        """What to compare, if the paths can be."""
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return None
        sep = self.parser.sep
        return self._compared().split(sep), other._compared().split(sep)

    def __lt__(self, other):
        both = self._ordered(other)
        return NotImplemented if both is None else both[0] < both[1]

    def __le__(self, other):
        both = self._ordered(other)
        return NotImplemented if both is None else both[0] <= both[1]

    def __gt__(self, other):
        both = self._ordered(other)
        return NotImplemented if both is None else both[0] > both[1]

    def __ge__(self, other):
        both = self._ordered(other)
        return NotImplemented if both is None else both[0] >= both[1]

    def joinpath(self, *pathsegments):
        return self.with_segments(self, *pathsegments)

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
        return type(self), tuple(self._segments)

    def with_name(self, name):
        parser = self.parser
        if not name or parser.sep in name or parser.altsep and parser.altsep in name or name == '.':
            raise ValueError(f'Invalid name {name!r}')
        drive, root, tail = self._split()
        if not tail:
            raise ValueError(f'{self!r} has an empty name')
        return self._from_parts(drive, root, [*tail[:-1], name])

    def is_absolute(self):
        if self.parser is posixpath:
            # The first segment that begins at the root throws away what comes before.
            return any(segment.startswith('/') for segment in self._segments)
        return self.parser.isabs(self._raw_path)

    def is_reserved(self):
        """Whether Windows keeps a name of the path for itself; false for other systems' paths."""
        _deprecated(
            'pathlib.PurePath.is_reserved() is deprecated and scheduled for removal in Python 3.15. '
            'Use os.path.isreserved() to detect reserved paths on Windows.'
        )
        return self.parser is ntpath and ntpath.isreserved(self)

    def _other(self, other, more, function):
        if more:
            _deprecated(
                f'support for supplying more than one {function} is deprecated and scheduled for removal in Python 3.14'
            )
            return self.with_segments(other, *more)
        return other if isinstance(other, PurePath) else self.with_segments(other)

    def is_relative_to(self, other, /, *_deprecated):
        other = self._other(other, _deprecated, 'argument to pathlib.PurePath.is_relative_to()')
        return other == self or other in self.parents

    def relative_to(self, other, /, *_deprecated, walk_up=False):
        other = self._other(other, _deprecated, 'positional argument to pathlib.PurePath.relative_to()')
        for steps, path in enumerate([other, *other.parents]):
            if path == self or path in self.parents:
                break
            if not walk_up:
                raise ValueError(f'{str(self)!r} is not in the subpath of {str(other)!r}')
            if path.name == '..':
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        else:
            raise ValueError(f'{str(self)!r} and {str(other)!r} have different anchors')
        return self._from_parts('', '', ['..'] * steps + self._tail[len(path._tail):])

    def as_uri(self):
        """The path as a file address."""
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        drive, text = self.drive, self.as_posix()
        if drive[1:] == ':':
            start, text = 'file:///' + drive, text[2:]
        else:
            start = 'file:' if drive else 'file://'
        return start + ''.join(chr(byte) if byte in _URI_BYTES else f'%{byte:02X}' for byte in os.fsencode(text))


os.PathLike.register(PurePath)


def _deprecated(message):
    import warnings
    warnings.warn(message, DeprecationWarning, skip_file_prefixes=(os.path.dirname(__file__),))


def _is_share(names):
    """Whether the names of a drive without a letter are those of a share: it has a root even if none is written."""
    if names[0] in ('?', '.'):
        return len(names) == 4 and all(names)
    return len(names) == 2 and all(names)


class PurePosixPath(PurePath):
    """A path of a POSIX system without a file system behind it."""

    __slots__ = ()
    parser = posixpath


class PureWindowsPath(PurePath):
    """A path of Windows without a file system behind it."""

    __slots__ = ()
    parser = ntpath


@_documented
class Path(PathBase, PurePath):
    """A path in the file system."""

    __slots__ = ()
    as_uri = PurePath.as_uri

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = PosixPath
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        if kwargs:
            _deprecated('support for supplying keyword arguments to pathlib.PurePath is deprecated and scheduled for removal in Python 3.14')
        PurePath.__init__(self, *args)

    def stat(self, *, follow_symlinks=True):
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        return os.lstat(self)

    def exists(self, *, follow_symlinks=True):
        return os.path.exists(self) if follow_symlinks else os.path.lexists(self)

    def _mode(self, follow_symlinks=True):
        try:
            return self.stat(follow_symlinks=follow_symlinks).st_mode
        except (OSError, ValueError):
            return 0

    def is_mount(self):
        return os.path.ismount(self)

    def is_junction(self):
        return os.path.isjunction(self)

    def samefile(self, other_path):
        other = other_path.stat() if hasattr(other_path, 'stat') else os.stat(other_path)
        return os.path.samestat(self.stat(), other)

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        if 'b' not in mode:
            encoding = io.text_encoding(encoding)
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None, newline=None):
        return PathBase.read_text(self, io.text_encoding(encoding), errors, newline)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        return PathBase.write_text(self, data, io.text_encoding(encoding), errors, newline)

    def iterdir(self):
        names = os.listdir(self)
        return (self._child(name) for name in names)

    def _entries(self):
        with os.scandir(self) as entries:
            return [(entry.name, entry) for entry in entries]

    def _child(self, name):
        # A name from a folder's list needs no parsing; `..` stays a name too.
        drive, root, tail = self._split()
        return self._from_parts(drive, root, [*tail, name])

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        sys.audit('pathlib.Path.glob', self, pattern)
        if not isinstance(pattern, PurePath):
            pattern = self.with_segments(pattern)
        if pattern.anchor:
            raise NotImplementedError('Non-relative patterns are unsupported')
        parts = list(pattern._tail)
        if not parts:
            raise ValueError(f'Unacceptable pattern: {pattern!r}')
        if pattern._raw_path[-1] in (self.parser.sep, self.parser.altsep):
            parts.append('')
        return self._select(parts, case_sensitive, recurse_symlinks)

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        sys.audit('pathlib.Path.rglob', self, pattern)
        if not isinstance(pattern, PurePath):
            pattern = self.with_segments(pattern)
        return self.glob(self.with_segments('**', pattern), case_sensitive=case_sensitive, recurse_symlinks=recurse_symlinks)

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        sys.audit('pathlib.Path.walk', self, on_error, follow_symlinks)
        return PathBase.walk(self, top_down, on_error, follow_symlinks)

    @classmethod
    def cwd(cls):
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        return cls('~').expanduser()

    def absolute(self):
        if self.is_absolute():
            return self
        drive, root, tail = self._parse_path(os.getcwd())
        return self._from_parts(drive, root, tail + self._tail)

    def resolve(self, strict=False):
        return self.with_segments(os.path.realpath(self, strict=strict))

    def readlink(self):
        return self.with_segments(os.readlink(self))

    def expanduser(self):
        drive, root, tail = self._split()
        if drive or root or not tail or not tail[0].startswith('~'):
            return self
        home = os.path.expanduser(tail[0])
        if home[:1] == '~':
            raise RuntimeError('Could not determine home directory.')
        drive, root, start = self._parse_path(home)
        return self._from_parts(drive, root, start + tail[1:])

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
        os.chmod(self, mode, follow_symlinks=follow_symlinks)

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
        os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        os.link(target, self)

    def owner(self, *, follow_symlinks=True):
        import pwd
        return pwd.getpwuid(self.stat(follow_symlinks=follow_symlinks).st_uid).pw_name

    def group(self, *, follow_symlinks=True):
        import grp
        return grp.getgrgid(self.stat(follow_symlinks=follow_symlinks).st_gid).gr_name

    @classmethod
    def from_uri(cls, uri):
        if not uri.startswith('file:'):
            raise ValueError(f"URI does not start with 'file:': {uri!r}")
        text = uri[5:]
        if text.startswith('///'):
            text = text[2:]
        elif text.startswith('//localhost/'):
            text = text[11:]
        if text.startswith('///') or text[:1] == '/' and text[2:3] in (':', '|'):
            # A share with too many slashes, or a drive's letter after a slash.
            text = text[1:]
        if text[1:2] == '|':
            text = text[:1] + ':' + text[2:]
        data = re.sub(rb'%([0-9a-fA-F]{2})', lambda match: bytes([int(match[1], 16)]), os.fsencode(text))
        path = cls(os.fsdecode(data))
        if not path.is_absolute():
            raise ValueError(f'URI is not absolute: {uri!r}')
        return path


class PosixPath(Path, PurePosixPath):
    """A path in the file system of a POSIX system."""

    __slots__ = ()


class WindowsPath(Path, PureWindowsPath):
    """A path in the file system of Windows, which this system is not."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise UnsupportedOperation(f'cannot instantiate {cls.__name__!r} on your system')
