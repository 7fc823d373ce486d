"""Temporary files and folders."""

import functools as _functools
import io as _io
import operator as _operator
import os as _os
import shutil as _shutil
import sys as _sys
import types as _types
import warnings as _warnings
import weakref as _weakref
from random import Random as _Random

__all__ = ['NamedTemporaryFile', 'TemporaryFile', 'SpooledTemporaryFile', 'TemporaryDirectory', 'mkstemp', 'mkdtemp', 'mktemp',
           'TMP_MAX', 'gettempprefix', 'tempdir', 'gettempdir', 'gettempprefixb', 'gettempdirb']

TMP_MAX = 10000
template = 'tmp'
tempdir = None

_text_openflags = _os.O_RDWR | _os.O_CREAT | _os.O_EXCL | _os.O_NOFOLLOW | _os.O_CLOEXEC
_bin_openflags = _text_openflags


class _RandomNameSequence:
    """An endless sequence of names of eight characters."""

    characters = 'abcdefghijklmnopqrstuvwxyz0123456789_'

    @property
    def rng(self):
        pid = _os.getpid()
        if pid != getattr(self, '_rng_pid', None):
            self._rng = _Random()
            self._rng_pid = pid
        return self._rng

    def __iter__(self):
        return self

    def __next__(self):
        return ''.join(self.rng.choices(self.characters, k=8))


_name_sequence = None


def _get_candidate_names():
    global _name_sequence
    if _name_sequence is None:
        _name_sequence = _RandomNameSequence()
    return _name_sequence


def _infer_return_type(*args):
    """str or bytes: what the parts of a path are. Both cannot be."""
    kinds = {bytes if isinstance(_os.fspath(arg), bytes) else str for arg in args if arg is not None}
    if len(kinds) > 1:
        raise TypeError("Can't mix bytes and non-bytes in path components.")
    return kinds.pop() if kinds else bytes if isinstance(tempdir, bytes) else str


def _sanitize_params(prefix, suffix, dir):
    """Prefix, suffix and folder with defaults put in, and the kind of text they are."""
    kind = _infer_return_type(*[_os.fspath(part) if isinstance(part, _os.PathLike) else part for part in (prefix, suffix, dir)])
    own_prefix, own_dir = (gettempprefix, gettempdir) if kind is str else (gettempprefixb, gettempdirb)
    return (own_prefix() if prefix is None else prefix, kind() if suffix is None else suffix,
            own_dir() if dir is None else dir, kind)


def _candidate_tempdir_list():
    folders = [_os.getenv(name) for name in ('TMPDIR', 'TEMP', 'TMP')]
    folders = [folder for folder in folders if folder] + ['/tmp', '/var/tmp', '/usr/tmp']
    try:
        folders.append(_os.getcwd())
    except (AttributeError, OSError):
        folders.append(_os.curdir)
    return folders


def _is_usable(folder):
    """Whether a file can be made, written and removed in a folder."""
    names = _get_candidate_names()
    for _ in range(100):
        path = _os.path.join(folder, next(names))
        try:
            fd = _os.open(path, _bin_openflags, 0o600)
            try:
                _os.write(fd, b'writable')
            finally:
                _os.close(fd)
                _os.unlink(path)
        except FileExistsError:
            continue
        except OSError:
            return False
        return True
    return False


def _get_default_tempdir(dirlist=None):
    dirlist = _candidate_tempdir_list() if dirlist is None else dirlist
    for folder in dirlist:
        folder = folder if folder == _os.curdir else _os.path.abspath(folder)
        if _is_usable(folder):
            return folder
    raise FileNotFoundError(2, f'No usable temporary directory found in {dirlist}')


def gettempprefix():
    """The beginning of the names of temporary files."""
    return _os.fsdecode(template)


def gettempprefixb():
    return _os.fsencode(template)


def _gettempdir():
    global tempdir
    if tempdir is None:
        tempdir = _get_default_tempdir()
    return tempdir


def gettempdir():
    """The folder for temporary files."""
    return _os.fsdecode(_gettempdir())


def gettempdirb():
    return _os.fsencode(_gettempdir())


def _free_paths(dir, prefix, suffix, kind, what):
    """Paths that nothing may have, one by one, until so many were taken that something is wrong."""
    names = _get_candidate_names()
    for _ in range(TMP_MAX):
        name = next(names)
        yield _os.path.join(dir, prefix + (_os.fsencode(name) if kind is bytes else name) + suffix)
    raise FileExistsError(17, f'No usable temporary {what} name found')


def _mkstemp_inner(dir, pre, suf, flags, output_type):
    for path in _free_paths(_os.path.abspath(dir), pre, suf, output_type, 'file'):
        _sys.audit('tempfile.mkstemp', path)
        try:
            return _os.open(path, flags, 0o600), path
        except FileExistsError:
            continue


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """Makes a file only its owner can use. Returns its descriptor and path."""
    *parts, kind = _sanitize_params(prefix, suffix, dir)
    prefix, suffix, dir = parts
    return _mkstemp_inner(dir, prefix, suffix, _text_openflags if text else _bin_openflags, kind)


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Makes a folder only its owner can use. Returns its path."""
    *parts, kind = _sanitize_params(prefix, suffix, dir)
    prefix, suffix, dir = parts
    for path in _free_paths(dir, prefix, suffix, kind, 'directory'):
        _sys.audit('tempfile.mkdtemp', path)
        try:
            _os.mkdir(path, 0o700)
        except FileExistsError:
            continue
        return _os.path.abspath(path)


def mktemp(suffix='', prefix=template, dir=None):
    """A path that is free now, and maybe not later."""
    folder = gettempdir() if dir is None else dir
    names = _get_candidate_names()
    for _ in range(TMP_MAX):
        path = _os.path.join(folder, prefix + next(names) + suffix)
        if not _exists(path):
            return path
    raise FileExistsError(17, 'No usable temporary filename found')


_exists = _os.path.lexists


class _TemporaryFileCloser:
    """Closes a file, and removes it if so wanted, at the latest when nobody uses it any more."""

    cleanup_called = close_called = False

    def __init__(self, file, name, delete=True, delete_on_close=True,
                 warn_message='Implicitly cleaning up unknown file'):
        self.file, self.name, self.warn_message = file, name, warn_message
        self.delete, self.delete_on_close = delete, delete_on_close

    def close(self):
        """Closes the file, and removes it if that is not to wait."""
        if self.close_called:
            return
        self.close_called = True
        try:
            self.file.close()
        finally:
            if self.delete and self.delete_on_close:
                self.cleanup()

    def cleanup(self, unlink=_os.unlink):
        """Closes the file and removes it. At the end of the program `_os` may be gone, so unlink() is held."""
        if self.cleanup_called:
            return
        self.cleanup_called = True
        was_open, self.close_called = not self.close_called, True
        try:
            if was_open:
                self.file.close()
        finally:
            if self.delete:
                _remove(self.name, unlink)

    def __del__(self):
        is_forgotten = not self.close_called
        self.cleanup()
        if is_forgotten:
            _warnings.warn(self.warn_message, ResourceWarning)


def _remove(name, unlink):
    try:
        unlink(name)
    except FileNotFoundError:
        # The program has removed it.
        return


class _TemporaryFileWrapper:
    """A file that is removed when it is closed."""

    def __init__(self, file, name, delete=True, delete_on_close=True):
        self.file = file
        self.name = name
        self._closer = _TemporaryFileCloser(file, name, delete, delete_on_close, f'Implicitly cleaning up {self!r}')

    def __repr__(self):
        file = self.__dict__['file']
        return f'<{type(self).__name__} {file=}>'

    def __getattr__(self, name):
        file = self.__dict__['file']
        found = getattr(file, name)
        if callable(found):
            found = self._holding(found)
        if not isinstance(found, int):
            setattr(self, name, found)
        return found

    def _holding(self, method):
        """A method of the file that keeps the file from being removed as long as somebody has it."""
        @_functools.wraps(method)
        def call(*args, **kwargs):
            return method(*args, **kwargs)

        call._closer = self._closer
        return call

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, exc, value, tb):
        result = self.file.__exit__(exc, value, tb)
        self._closer.cleanup()
        return result

    def close(self):
        self._closer.close()

    def __iter__(self):
        # Not the iterator of the file, which would not keep this object alive.
        yield from self.file


def _set_name(file, name):
    """Names the innermost of the layers of a file, which all others ask."""
    for layer in ('buffer', 'raw'):
        file = getattr(file, layer, file)
    if hasattr(file, 'name'):
        file.name = name


def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, delete=True, *,
                       errors=None, delete_on_close=True):
    """A temporary file with a name, removed when it is closed."""
    *parts, kind = _sanitize_params(prefix, suffix, dir)
    prefix, suffix, dir = parts
    made = []

    def opener(*args):
        fd, path = _mkstemp_inner(dir, prefix, suffix, _bin_openflags, kind)
        made.append(path)
        return fd

    file = None
    try:
        file = _io.open(dir, mode, buffering=buffering, newline=newline, encoding=encoding, errors=errors, opener=opener)
        path = made[0] if made else None
        _set_name(file, path)
        return _TemporaryFileWrapper(file, path, delete, delete_on_close)
    except BaseException:
        if file is not None:
            file.close()
        for path in made:
            _os.unlink(path)
        raise


def TemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *, errors=None):
    """A temporary file without a name."""
    *parts, kind = _sanitize_params(prefix, suffix, dir)
    prefix, suffix, dir = parts

    def opener(*args):
        fd, path = _mkstemp_inner(dir, prefix, suffix, _bin_openflags, kind)
        try:
            _os.unlink(path)
        except BaseException:
            _os.close(fd)
            raise
        return fd

    file = _io.open(dir, mode, buffering=buffering, newline=newline, encoding=encoding, errors=errors, opener=opener)
    # The folder that was opened is not the file's name: it has none.
    buffer = getattr(file, 'buffer', file)
    getattr(buffer, 'raw', buffer).name = file.fileno()
    return file


def _passed_on(name, is_method=True):
    """A method, or attribute, of the file inside."""
    get = _operator.attrgetter('_file.' + name)
    if not is_method:
        return property(get)

    def method(self, *args):
        return get(self)(*args)

    method.__name__ = name
    method.__qualname__ = 'SpooledTemporaryFile.' + name
    return method


class SpooledTemporaryFile(_io.IOBase):
    """A temporary file that stays in memory until it is large."""

    for _name in ('close', 'flush', 'isatty', 'read', 'read1', 'readinto', 'readinto1', 'readline', 'readlines', 'readable',
                  'writable', 'seekable', 'seek', 'tell', 'detach'):
        locals()[_name] = _passed_on(_name)
    for _name in ('closed', 'encoding', 'errors', 'newlines'):
        locals()[_name] = _passed_on(_name, is_method=False)
    del _name

    _rolled = False

    def __init__(self, max_size=0, mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *,
                 errors=None):
        if 'b' in mode:
            self._file = _io.BytesIO()
        else:
            self._file = _io.TextIOWrapper(_io.BytesIO(), encoding=encoding, errors=errors, newline=newline)
        self._max_size = max_size
        self._TemporaryFileArgs = {'mode': mode, 'buffering': buffering, 'suffix': suffix, 'prefix': prefix, 'encoding': encoding,
                                   'newline': newline, 'dir': dir, 'errors': errors}

    __class_getitem__ = classmethod(_types.GenericAlias)

    def _check(self, file):
        if not self._rolled and self._max_size and file.tell() > self._max_size:
            self.rollover()

    def rollover(self):
        """Moves the contents to a file."""
        if self._rolled:
            return
        in_memory = self._file
        self._file = on_disk = TemporaryFile(**self._TemporaryFileArgs)
        del self._TemporaryFileArgs
        place = in_memory.tell()
        # What was encoded is not to be encoded again: the newlines are those of the file already.
        if isinstance(in_memory, _io.TextIOWrapper):
            in_memory.flush()
            on_disk.buffer.write(in_memory.buffer.getvalue())
        else:
            on_disk.write(in_memory.getvalue())
        on_disk.seek(place)
        self._rolled = True

    def __enter__(self):
        if self._file.closed:
            raise ValueError('Cannot enter context with closed file')
        return self

    def __exit__(self, exc, value, tb):
        self._file.close()

    def __iter__(self):
        return self._file.__iter__()

    def __next__(self):
        return next(self._file)

    def __del__(self):
        if not self.closed:
            _warnings.warn('Unclosed file {!r}'.format(self), ResourceWarning, stacklevel=2, source=self)
            self.close()

    @property
    def name(self):
        return getattr(self._file, 'name', None)

    @property
    def mode(self):
        return self._file.mode if hasattr(self._file, 'mode') else self._TemporaryFileArgs['mode']

    def fileno(self):
        self.rollover()
        return self._file.fileno()

    def truncate(self, size=None):
        if size is None:
            return self._file.truncate()
        if size > self._max_size:
            self.rollover()
        return self._file.truncate(size)

    def write(self, s):
        result = self._file.write(s)
        self._check(self._file)
        return result

    def writelines(self, iterable):
        if self._max_size == 0 or self._rolled:
            return self._file.writelines(iterable)
        for line in iterable:
            self.write(line)


class TemporaryDirectory:
    """A folder that is removed with all that is in it."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        self._delete, self._ignore_cleanup_errors = delete, ignore_cleanup_errors
        self.name = mkdtemp(suffix, prefix, dir)
        # Holds the name, not this object, which it would keep alive.
        self._finalizer = _weakref.finalize(
            self, self._cleanup, self.name, warn_message=f'Implicitly cleaning up {self!r}',
            ignore_errors=ignore_cleanup_errors, delete=delete)

    @classmethod
    def _rmtree(cls, name, ignore_errors=False, repeated=False):
        _shutil.rmtree(name, ignore_errors=ignore_errors)

    @classmethod
    def _cleanup(cls, name, warn_message, ignore_errors=False, delete=True):
        if delete:
            cls._rmtree(name, ignore_errors=ignore_errors)
            _warnings.warn(warn_message, ResourceWarning)

    def __repr__(self):
        return f'<{type(self).__name__} {self.name!r}>'

    def __enter__(self):
        return self.name

    def __exit__(self, exc, value, tb):
        if self._delete:
            self.cleanup()

    def cleanup(self):
        """Removes the folder."""
        is_first = self._finalizer.detach() is not None
        if is_first or _os.path.exists(self.name):
            type(self)._rmtree(self.name, ignore_errors=self._ignore_cleanup_errors)

    __class_getitem__ = classmethod(_types.GenericAlias)
