"""What paths of every kind can do: with names alone, and with files that a class lets be listed, asked and opened."""

import errno
import fnmatch
import functools
import io
import re
import stat

__all__ = ['UnsupportedOperation']


class UnsupportedOperation(NotImplementedError):
    """The path, or the system, cannot do this."""


@functools.lru_cache(maxsize=512)
def _matcher(pattern, case_sensitive):
    return re.compile(fnmatch.translate(pattern), re.NOFLAG if case_sensitive else re.IGNORECASE).match


def _matches(anchor, names, patterns, case_sensitive):
    """Whether all of the parts match, one by one, patterns of which `**` stands for any number of them; for one at least if it is the
    last pattern and another name came before.
    """
    # The ends of the names that the patterns so far can leave over; no more work than names times patterns.
    starts = {0}
    for position, pattern in enumerate(patterns, 1):
        if pattern == '**':
            if position == len(patterns):
                return min(starts) <= bool(anchor) or min(starts) < len(names)
            starts = set(range(min(starts), len(names) + 1))
        else:
            match = _matcher(pattern, case_sensitive)
            starts = {at + 1 for at in starts if at < len(names) and match(names[at])}
        if not starts:
            return False
    return len(names) in starts


class ParserBase:
    """How a kind of path is written: the functions of `posixpath` that taking paths apart needs."""

    @classmethod
    def _unsupported(cls, name):
        raise UnsupportedOperation(f'{cls.__name__}.{name} is unsupported')

    @property
    def sep(self):
        """The character between parts."""
        self._unsupported('sep')

    def join(self, path, *paths):
        """One path after another."""
        self._unsupported('join()')

    def split(self, path):
        """What comes before the last part, and the last part."""
        self._unsupported('split()')

    def splitdrive(self, path):
        """The drive and the rest."""
        self._unsupported('splitdrive()')

    def splitext(self, path):
        """The path without its extension, and the extension."""
        self._unsupported('splitext()')

    def normcase(self, path):
        """The path in the case that counts for comparing."""
        self._unsupported('normcase()')

    def isabs(self, path):
        """Whether the path begins at an anchor."""
        self._unsupported('isabs()')


class PurePathBase:
    """A path as a text that a parser takes apart."""

    __slots__ = ('_raw_path',)
    parser = ParserBase()

    def __init__(self, path, *paths):
        self._raw_path = self.parser.join(path, *paths) if paths else path
        if not isinstance(self._raw_path, str):
            raise TypeError(f'path should be a str, not {type(self._raw_path).__name__!r}')

    def with_segments(self, *pathsegments):
        """A path of the same class, from other segments."""
        return type(self)(*pathsegments)

    def __str__(self):
        """The path as text."""
        return self._raw_path

    def as_posix(self):
        """The path as text, with forward slashes."""
        return str(self).replace(self.parser.sep, '/')

    def _pieces(self):
        """The anchor and the names below it."""
        split = self.parser.split
        path = self._raw_path
        names = []
        while True:
            head, name = split(path)
            if head == path:
                return path, names[::-1]
            names.append(name)
            path = head

    @property
    def drive(self):
        """The drive, as a letter and a colon or as a share, or nothing."""
        return self.parser.splitdrive(self.anchor)[0]

    @property
    def root(self):
        """The separator that begins the path after its drive, or nothing."""
        return self.parser.splitdrive(self.anchor)[1]

    @property
    def anchor(self):
        """The drive and the root."""
        return self._pieces()[0]

    @property
    def parts(self):
        """The anchor, if there is one, and the names."""
        anchor, names = self._pieces()
        return (anchor, *names) if anchor else tuple(names)

    @property
    def parent(self):
        """The path without its last name."""
        head = self.parser.split(self._raw_path)[0]
        return self if head == self._raw_path else self.with_segments(head)

    @property
    def parents(self):
        """The folders above, the nearest first."""
        found = []
        path, above = self, self.parent
        while above is not path and str(above) != str(path):
            found.append(above)
            path, above = above, above.parent
        return tuple(found)

    @property
    def name(self):
        """The last name, or nothing."""
        return self.parser.split(self._raw_path)[1]

    @property
    def suffix(self):
        """The last extension of the name with its dot, or nothing."""
        suffix = self.parser.splitext(self.name)[1]
        return suffix if suffix != '.' else ''

    @property
    def suffixes(self):
        """All extensions of the name."""
        stem, found = self.name, []
        if not stem.endswith('.'):
            while True:
                stem, suffix = self.parser.splitext(stem)
                if not suffix:
                    break
                found.insert(0, suffix)
        return found

    @property
    def stem(self):
        """The name without its last extension."""
        stem, suffix = self.parser.splitext(self.name)
        return stem if suffix != '.' else stem + suffix

    def with_name(self, name):
        """The path with another last name."""
        split = self.parser.split
        if split(name)[0]:
            raise ValueError(f'Invalid name {name!r}')
        return self.with_segments(split(self._raw_path)[0], name)

    def with_stem(self, stem):
        """The path with another last name before its extension."""
        suffix = self.suffix
        if not suffix:
            return self.with_name(stem)
        if not stem:
            raise ValueError(f'{self!r} has a non-empty suffix')
        return self.with_name(stem + suffix)

    def with_suffix(self, suffix):
        """The path with another extension; none if it is empty."""
        stem = self.stem
        if not stem:
            raise ValueError(f'{self!r} has an empty name')
        if suffix and (not suffix.startswith('.') or suffix == '.'):
            raise ValueError(f'Invalid suffix {suffix!r}')
        return self.with_name(stem + suffix)

    def joinpath(self, *pathsegments):
        """The path with others after it."""
        return self.with_segments(self._raw_path, *pathsegments)

    def __truediv__(self, key):
        try:
            return self.with_segments(self._raw_path, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self._raw_path)
        except TypeError:
            return NotImplemented

    def relative_to(self, other, *, walk_up=False):
        """The path as seen from another one, which must lie above it unless going up is allowed."""
        if not isinstance(other, PurePathBase):
            other = self.with_segments(other)
        anchor, names = self._pieces()
        other_anchor, others = other._pieces()
        if anchor != other_anchor:
            raise ValueError(f'{self._raw_path!r} and {other._raw_path!r} have different anchors')
        shared = _shared(names, others)
        return self.with_segments('', *_steps_up(self, other, others[shared:], walk_up), *names[shared:])

    def is_relative_to(self, other):
        """Whether the path lies below another one, or is it."""
        if not isinstance(other, PurePathBase):
            other = self.with_segments(other)
        anchor, names = self._pieces()
        other_anchor, others = other._pieces()
        return anchor == other_anchor and all(name in ('', '.') for name in others[_shared(names, others):])

    def is_absolute(self):
        """Whether the path begins at an anchor."""
        return self.parser.isabs(self._raw_path)

    def _ignores_case(self):
        return self.parser.normcase('Aa') == 'aa'

    def match(self, path_pattern, *, case_sensitive=None):
        """Whether the end of the path matches a pattern; all of it if the pattern has an anchor."""
        if not isinstance(path_pattern, PurePathBase):
            path_pattern = self.with_segments(path_pattern)
        if case_sensitive is None:
            case_sensitive = not self._ignores_case()
        mine, theirs = self.parts[::-1], path_pattern.parts[::-1]
        if not theirs:
            raise ValueError('empty pattern')
        if len(mine) < len(theirs) or len(mine) > len(theirs) and path_pattern.anchor:
            return False
        return all(_matcher(pattern, case_sensitive)(name) for name, pattern in zip(mine, theirs))

    def full_match(self, pattern, *, case_sensitive=None):
        """Whether the whole path matches a pattern, in which `**` stands for any number of names."""
        if not isinstance(pattern, PurePathBase):
            pattern = self.with_segments(pattern)
        if case_sensitive is None:
            case_sensitive = not self._ignores_case()
        return _matches(self.anchor, self.parts, pattern.parts, case_sensitive)


def _shared(names, others):
    """How many names two lists begin with in common."""
    count = 0
    for name, other in zip(names, others):
        if name != other:
            break
        count += 1
    return count


def _steps_up(path, other, names, walk_up):
    """`..` for each name that has to be left, where that is allowed."""
    steps = []
    for name in names:
        if not name or name == '.':
            continue
        if not walk_up:
            raise ValueError(f'{str(path)!r} is not in the subpath of {str(other)!r}')
        if name == '..':
            raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        steps.append('..')
    return steps


class PathBase(PurePathBase):
    """A path to something that can be asked: a class defines stat(), open(), iterdir() and what else it is able to do."""

    __slots__ = ()
    # How many links may lead on before it is taken for a circle.
    _max_links = 40

    @classmethod
    def _unsupported(cls, name):
        raise UnsupportedOperation(f'{cls.__name__}.{name} is unsupported')

    def stat(self, *, follow_symlinks=True):
        """What the system knows of the file."""
        self._unsupported('stat()')

    def lstat(self):
        """As stat(), of a link itself."""
        return self.stat(follow_symlinks=False)

    def exists(self, *, follow_symlinks=True):
        """Whether there is such a file."""
        try:
            self.stat(follow_symlinks=follow_symlinks)
        except (OSError, ValueError) as error:
            if not _means_absent(error):
                raise
            return False
        return True

    def _mode(self, follow_symlinks=True):
        try:
            return self.stat(follow_symlinks=follow_symlinks).st_mode
        except (OSError, ValueError) as error:
            if not _means_absent(error):
                raise
            return 0

    def is_dir(self, *, follow_symlinks=True):
        """Whether it is a folder."""
        return stat.S_ISDIR(self._mode(follow_symlinks))

    def is_file(self, *, follow_symlinks=True):
        """Whether it is a regular file."""
        return stat.S_ISREG(self._mode(follow_symlinks))

    def is_mount(self):
        """Whether another file system begins here."""
        if not self.exists() or not self.is_dir():
            return False
        here = self.stat()
        above = self.parent.stat()
        return here.st_dev != above.st_dev or here.st_ino == above.st_ino

    def is_symlink(self):
        """Whether it is a symbolic link."""
        return stat.S_ISLNK(self._mode(False))

    def is_junction(self):
        """Whether it is a junction, which Windows alone has."""
        return False

    def is_block_device(self):
        """Whether it is a device of blocks."""
        return stat.S_ISBLK(self._mode())

    def is_char_device(self):
        """Whether it is a device of characters."""
        return stat.S_ISCHR(self._mode())

    def is_fifo(self):
        """Whether it is a named pipe."""
        return stat.S_ISFIFO(self._mode())

    def is_socket(self):
        """Whether it is a socket."""
        return stat.S_ISSOCK(self._mode())

    def samefile(self, other_path):
        """Whether both paths lead to one file."""
        mine = self.stat()
        theirs = other_path.stat() if hasattr(other_path, 'stat') else self.with_segments(other_path).stat()
        return mine.st_ino == theirs.st_ino and mine.st_dev == theirs.st_dev

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        """The file, open."""
        self._unsupported('open()')

    def read_bytes(self):
        """All that the file holds."""
        with self.open(mode='rb') as file:
            return file.read()

    def read_text(self, encoding=None, errors=None, newline=None):
        """All text that the file holds."""
        with self.open(mode='r', encoding=io.text_encoding(encoding), errors=errors, newline=newline) as file:
            return file.read()

    def write_bytes(self, data):
        """Make the file hold these bytes and nothing else."""
        # What cannot be written must not empty the file.
        view = memoryview(data)
        with self.open(mode='wb') as file:
            return file.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Make the file hold this text and nothing else."""
        if not isinstance(data, str):
            raise TypeError('data must be str, not %s' % data.__class__.__name__)
        with self.open(mode='w', encoding=io.text_encoding(encoding), errors=errors, newline=newline) as file:
            return file.write(data)

    def iterdir(self):
        """The paths in a folder, in no order, without `.` and `..`."""
        self._unsupported('iterdir()')

    def _entries(self):
        """The names in a folder, each with an object that says whether it is a folder."""
        return [(path.name, path) for path in self.iterdir()]

    def _child(self, name):
        return self.joinpath(name)

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """The paths below that match a pattern, in no order."""
        if not isinstance(pattern, PurePathBase):
            pattern = self.with_segments(pattern)
        anchor, names = pattern._pieces()
        if anchor:
            raise NotImplementedError('Non-relative patterns are unsupported')
        if not names or names == ['']:
            raise ValueError(f'Unacceptable pattern: {str(pattern)!r}')
        return self._select([name for name in names if name != '.'], case_sensitive, recurse_symlinks)

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """As glob(), for the folders at any depth below."""
        if not isinstance(pattern, PurePathBase):
            pattern = self.with_segments(pattern)
        return self.glob(self.with_segments('**', str(pattern)), case_sensitive=case_sensitive, recurse_symlinks=recurse_symlinks)

    def _select(self, parts, case, follow):
        """The paths below that match the parts of a pattern; an empty last part asks for a folder."""
        if not parts:
            yield self
            return
        part, rest = parts[0], parts[1:]
        if not part:
            if self.is_dir():
                yield self
        elif part == '..':
            if self.is_dir():
                yield from self._child('..')._select(rest, case, follow)
        elif part == '**':
            while rest and rest[0] == '**':
                rest = rest[1:]
            yield from self._select_below(rest, case, follow)
        elif case is None and not any(char in part for char in '*?['):
            path = self._child(part)
            if rest or path.exists(follow_symlinks=False):
                yield from path._select(rest, case, follow)
        else:
            match = _matcher(part, not self._ignores_case() if case is None else case)
            for name, entry in self._listing():
                if match(name) and (not rest or _is_folder(entry, True)):
                    yield from self._child(name)._select(rest, case, follow)

    def _select_below(self, rest, case, follow):
        seen = set() if '**' in rest else None
        todo = [self]
        while todo:
            folder = todo.pop()
            listing = folder._listing()
            if not rest:
                # A path that is no folder has nothing below; it counts itself only if it is the last of the pattern.
                if listing or folder.is_dir():
                    yield folder
            elif seen is None:
                yield from folder._select(rest, case, follow)
            else:
                for path in folder._select(rest, case, follow):
                    text = str(path)
                    if text not in seen:
                        seen.add(text)
                        yield path
            below = []
            for name, entry in listing:
                if _is_folder(entry, follow):
                    below.append(folder._child(name))
                elif not rest:
                    yield folder._child(name)
            todo.extend(reversed(below))

    def _listing(self):
        """As _entries(); nothing if the folder cannot be listed."""
        try:
            return self._entries()
        except OSError:
            return []

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """Each folder from here on with the names of the folders and of the other files in it."""
        todo = [self]
        while todo:
            folder = todo.pop()
            if isinstance(folder, tuple):
                # From the bottom up: all that lies below has been given.
                yield folder
                continue
            try:
                entries = folder._entries()
            except OSError as error:
                if on_error is not None:
                    on_error(error)
                continue
            folders, files = [], []
            for name, entry in entries:
                (folders if _is_folder(entry, follow_symlinks) else files).append(name)
            if top_down:
                yield folder, folders, files
            else:
                todo.append((folder, folders, files))
            todo.extend(folder._child(name) for name in reversed(folders))

    def absolute(self):
        """The path from the root; links and `..` stay."""
        self._unsupported('absolute()')

    @classmethod
    def cwd(cls):
        """The current folder."""
        cls._unsupported('cwd()')

    def expanduser(self):
        """The path with `~` and `~user` at its beginning replaced by a home."""
        self._unsupported('expanduser()')

    @classmethod
    def home(cls):
        """The user's home."""
        cls._unsupported('home()')

    def readlink(self):
        """Where a link leads."""
        self._unsupported('readlink()')

    def resolve(self, strict=False):
        """The path from the root without links and `..`."""
        path = self.absolute()
        anchor, names = path._pieces()
        todo = names[::-1]
        path = path.with_segments(anchor)
        links = 0
        while todo:
            name = todo.pop()
            if not name or name == '.':
                continue
            if name == '..':
                path = path.parent
                continue
            path = path.joinpath(name)
            if not path.is_symlink():
                if strict:
                    path.stat()
                continue
            links += 1
            if links > self._max_links:
                raise OSError(f'Symlink loop from {str(self)!r}')
            anchor, names = path.readlink()._pieces()
            path = path.with_segments(anchor) if anchor else path.parent
            todo.extend(reversed(names))
        return path

    def symlink_to(self, target, target_is_directory=False):
        """Make this path a symbolic link to the target."""
        self._unsupported('symlink_to()')

    def hardlink_to(self, target):
        """Make this path another name of the target."""
        self._unsupported('hardlink_to()')

    def touch(self, mode=0o666, exist_ok=True):
        """Make the file if there is none, else set its time to now."""
        self._unsupported('touch()')

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Make a folder."""
        self._unsupported('mkdir()')

    def rename(self, target):
        """Give the file another path, which is returned."""
        self._unsupported('rename()')

    def replace(self, target):
        """As rename(), whatever was there before."""
        self._unsupported('replace()')

    def chmod(self, mode, *, follow_symlinks=True):
        """Change who may do what with the file."""
        self._unsupported('chmod()')

    def lchmod(self, mode):
        """As chmod(), of a link itself."""
        self.chmod(mode, follow_symlinks=False)

    def unlink(self, missing_ok=False):
        """Remove the file or the link."""
        self._unsupported('unlink()')

    def rmdir(self):
        """Remove an empty folder."""
        self._unsupported('rmdir()')

    def owner(self, *, follow_symlinks=True):
        """The name of the user whose file it is."""
        self._unsupported('owner()')

    def group(self, *, follow_symlinks=True):
        """The name of the group whose file it is."""
        self._unsupported('group()')

    @classmethod
    def from_uri(cls, uri):
        """The path that a file address names."""
        cls._unsupported('from_uri()')

    def as_uri(self):
        """The path as a file address."""
        self._unsupported('as_uri()')


# What a broken or circular link, a name too long or a file in the place of a folder comes to.
_ABSENT = frozenset((errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ELOOP))


def _means_absent(error):
    return isinstance(error, ValueError) or error.errno in _ABSENT


def _is_folder(entry, follow):
    try:
        return entry.is_dir(follow_symlinks=follow)
    except OSError:
        return False
