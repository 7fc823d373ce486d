"""The operating system: files and folders, descriptors, the environment, processes. `posix` is its native half."""

import abc
import sys
import posix
from posix import *
from posix import _exit

name = "posix"
linesep = "\n"
curdir = "."
pardir = ".."
sep = "/"
pathsep = ":"
altsep = None
extsep = "."
defpath = "/bin:/usr/bin"
devnull = "/dev/null"

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2

supports_bytes_environ = True
supports_dir_fd = set()
supports_effective_ids = set()
supports_fd = {posix.stat}
supports_follow_symlinks = {posix.stat, posix.utime}

sys.modules["os"] = sys.modules[__name__]
import posixpath as path

sys.modules["os.path"] = path


def fsencode(filename):
    """A file name as bytes."""
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def fsdecode(filename):
    """A file name as text."""
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


class PathLike(abc.ABC):
    """What has a file system path: `__fspath__`."""

    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return any("__fspath__" in base.__dict__ for base in subclass.__mro__) or NotImplemented
        return NotImplemented

    __class_getitem__ = classmethod(type(list[int]))


from _collections_abc import MutableMapping, Mapping


class _Environ(MutableMapping):
    """The environment. What is stored reaches child processes."""

    def __init__(self, data, encodekey, decodekey, encodevalue, decodevalue):
        self._data = data
        self.encodekey, self.decodekey = encodekey, decodekey
        self.encodevalue, self.decodevalue = encodevalue, decodevalue

    def __getitem__(self, key):
        encoded = self._data.get(self.encodekey(key))
        if encoded is None:
            # Not as its bytes.
            raise KeyError(key) from None
        return self.decodevalue(encoded)

    def __setitem__(self, key, value):
        encoded = self.encodekey(key), self.encodevalue(value)
        putenv(*encoded)
        self._data.update([encoded])

    def __delitem__(self, key):
        encoded = self.encodekey(key)
        unsetenv(encoded)
        try:
            del self._data[encoded]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        for key in list(self._data):
            yield self.decodekey(key)

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        items = ", ".join(f"{self.decodekey(key)!r}: {self.decodevalue(value)!r}" for key, value in self._data.items())
        return f"environ({{{items}}})"

    def copy(self):
        """A dictionary of what is set now."""
        return dict(self)

    def __or__(self, other):
        return self.copy() | dict(other) if isinstance(other, Mapping) else NotImplemented

    def __ror__(self, other):
        return dict(other) | self.copy() if isinstance(other, Mapping) else NotImplemented

    def __ior__(self, other):
        self.update(other)
        return self

    def setdefault(self, key, value):
        if key in self:
            return self[key]
        self[key] = value
        return value


def _encode(value):
    if not isinstance(value, str):
        raise TypeError("str expected, not %s" % type(value).__name__)
    return value.encode("utf-8", "surrogateescape")


def _decode(value):
    return value.decode("utf-8", "surrogateescape")


def _check_bytes(value):
    if not isinstance(value, bytes):
        raise TypeError("bytes expected, not %s" % type(value).__name__)
    return value


environ = _Environ(posix.environ, _encode, _decode, _encode, _decode)
environb = _Environ(environ._data, _check_bytes, bytes, _check_bytes, bytes)


def getenv(key, default=None):
    return environ.get(key, default)


def getenvb(key, default=None):
    return environb.get(key, default)


def get_exec_path(env=None):
    env = environ if env is None else env
    found = env.get("PATH")
    if found is None:
        found = env.get(b"PATH")
    if found is None:
        found = defpath
    return fsdecode(found).split(pathsep)


def makedirs(name, mode=0o777, exist_ok=False):
    """Makes a folder and those above it that are missing."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            # Somebody else was faster.
            pass
        if tail == (b"." if isinstance(tail, bytes) else curdir):
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Removes a folder, then those above it as long as they are empty."""
    rmdir(name)
    above, last = path.split(name)
    if not last:
        above = path.dirname(above)
    while path.basename(above):
        try:
            rmdir(above)
        except OSError:
            return
        above = path.dirname(above)


def renames(old, new):
    """Renames; folders that lack on the way are made, and those that are empty afterwards removed."""
    target = path.dirname(new)
    if target and path.basename(new) and not path.exists(target):
        makedirs(target)
    rename(old, new)
    if all(path.split(old)):
        try:
            removedirs(path.dirname(old))
        except OSError:
            # Something else is in it.
            return


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Goes through a tree of folders: (folder, names of folders, names of files) for each."""
    sys.audit("os.walk", top, topdown, onerror, followlinks)
    # Folders to visit, or results to give after those below them.
    waiting = [fspath(top)]
    while waiting:
        here = waiting.pop()
        if isinstance(here, tuple):
            yield here
            continue
        folders, files, below = [], [], []
        try:
            with scandir(here) as entries:
                for entry in entries:
                    try:
                        is_folder = entry.is_dir()
                    except OSError:
                        is_folder = False
                    (folders if is_folder else files).append(entry.name)
                    if is_folder and not topdown:
                        if followlinks or not entry.is_symlink():
                            below.append(entry.path)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        if topdown:
            yield here, folders, files
            for name in reversed(folders):
                inner = path.join(here, name)
                if followlinks or not path.islink(inner):
                    waiting.append(inner)
        else:
            waiting.append((here, folders, files))
            waiting.extend(reversed(below))


def fwalk(top=".", topdown=True, onerror=None, *, follow_symlinks=False, dir_fd=None):
    """As walk(), with a descriptor of each folder besides, which is open until the next one is asked for."""
    if dir_fd is not None:
        raise NotImplementedError("dir_fd unavailable on this platform")
    import stat
    sys.audit("os.fwalk", top, topdown, onerror, follow_symlinks, dir_fd)
    top = fspath(top)
    # Folders to visit, or (folder, names of folders, names of files) to give after those below them.
    waiting = [top]
    while waiting:
        here = waiting.pop()
        is_left = isinstance(here, tuple)
        folder, folders, files = here if is_left else (here, [], [])
        try:
            if not follow_symlinks and not stat.S_ISDIR(lstat(folder).st_mode):
                continue
            fd = open(folder, O_RDONLY | O_DIRECTORY)
        except OSError as error:
            if folder is top:
                raise
            if onerror is not None:
                onerror(error)
            continue
        try:
            if not is_left:
                try:
                    with scandir(folder) as entries:
                        for entry in entries:
                            try:
                                (folders if entry.is_dir() else files).append(entry.name)
                            except OSError:
                                files.append(entry.name)
                except OSError as error:
                    if onerror is not None:
                        onerror(error)
                    continue
            if topdown or is_left:
                yield folder, folders, files, fd
            if not is_left:
                if not topdown:
                    waiting.append((folder, folders, files))
                waiting.extend(path.join(folder, name) for name in reversed(folders))
        finally:
            close(fd)


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    if not isinstance(fd, int):
        raise TypeError("invalid fd type (%s, expected integer)" % type(fd))
    import io

    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


def popen(cmd, mode="r", buffering=-1):
    """Runs a shell command with a pipe to or from it."""
    ends = {"r": "stdout", "w": "stdin"}
    if not isinstance(cmd, str):
        raise TypeError("invalid cmd type (%s, expected string)" % type(cmd))
    if mode not in ends:
        raise ValueError("invalid mode %r" % mode)
    if not buffering:
        raise ValueError("popen() does not support unbuffered streams")
    import subprocess

    process = subprocess.Popen(cmd, shell=True, text=True, bufsize=buffering, **{ends[mode]: subprocess.PIPE})
    return _Pipe(getattr(process, ends[mode]), process)


class _Pipe:
    """The end of a pipe to a process; closing it waits for the process."""

    def __init__(self, stream, process):
        self._stream = stream
        self._process = process

    def close(self):
        self._stream.close()
        code = self._process.wait()
        if code == 0:
            return None
        return code if code < 0 else code << 8

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


def getlogin():
    for name in ("LOGNAME", "USER"):
        if environ.get(name):
            return environ[name]
    raise OSError(6, strerror(6))


def device_encoding(fd):
    return "utf-8" if isatty(fd) else None


def wait():
    """Waits for any child process; its number and status."""
    return waitpid(-1, 0)


def wait3(options):
    """Waits for any child process; its number, its status and what it used."""
    return wait4(-1, options)


def eventfd_read(fd):
    """Takes the number of an event descriptor."""
    return int.from_bytes(read(fd, 8), sys.byteorder)


def eventfd_write(fd, value):
    """Adds to the number of an event descriptor."""
    write(fd, value.to_bytes(8, sys.byteorder))


def _checked_args(args, function):
    if not isinstance(args, (tuple, list)):
        raise TypeError(f"{function}() arg 2 must be a tuple or list")
    if not args:
        raise ValueError(f"{function}() arg 2 must not be empty")
    if not fsencode(args[0]):
        raise ValueError(f"{function}() arg 2 first element cannot be empty")
    return args


def _checked_env(env, function):
    if not isinstance(env, Mapping):
        raise TypeError(f"{function}: environment must be a mapping object")
    for key in env:
        if not fsencode(key) or b"=" in fsencode(key)[1:]:
            raise ValueError("illegal environment variable name")
    return dict(env)


def execv(path, argv, /):
    """Replaces the program of this process."""
    posix._execve(path, _checked_args(argv, "execv"), dict(environ))


def execve(path, argv, env):
    """Replaces the program of this process, with another environment."""
    posix._execve(path, _checked_args(argv, "execve"), _checked_env(env, "execve"))


def execl(file, *args):
    execv(file, args)


def execle(file, *args):
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    execvp(file, args)


def execlpe(file, *args):
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    execvpe(file, args, environ)


def execvpe(file, args, env):
    """Replaces the program of this process by one that is searched for in the folders of PATH."""
    if path.dirname(file):
        execve(file, args, env)
        return
    first = None
    for folder in map(fsencode, get_exec_path(env)):
        try:
            execve(path.join(folder, fsencode(file)), args, env)
        except (FileNotFoundError, NotADirectoryError) as error:
            last = error
        except OSError as error:
            last = error
            first = first or error
    raise first or last


def _spawn(mode, file, args, env):
    """Runs a program as a child; its number, or (P_WAIT) what it ended with."""
    if not isinstance(args, (tuple, list)):
        raise TypeError("argv must be a tuple or a list")
    if not args or not args[0]:
        raise ValueError("argv first element cannot be empty")
    env = dict(environ) if env is None else _checked_env(env, "spawnve")
    try:
        pid = posix._spawn(file, args, env)
    except OSError:
        # As a child that could not run the program.
        pid = posix._spawn("/bin/sh", ["sh", "-c", "exit 127"], env)
    return waitstatus_to_exitcode(waitpid(pid, 0)[1]) if mode == P_WAIT else pid


def spawnv(mode, file, args):
    return _spawn(mode, file, args, None)


def spawnve(mode, file, args, env):
    return _spawn(mode, file, args, env)


def _found(file, env):
    if path.dirname(file):
        return file
    for folder in get_exec_path(env):
        candidate = path.join(folder, file)
        if access(candidate, X_OK):
            return candidate
    return file


def spawnvp(mode, file, args):
    return _spawn(mode, _found(file, environ), args, None)


def spawnvpe(mode, file, args, env):
    return _spawn(mode, _found(file, env), args, env)


def spawnl(mode, file, *args):
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    return spawnvpe(mode, file, args[:-1], args[-1])


__all__ = [each for each in globals() if not each.startswith("_") and each not in ("abc", "sys", "posix", "MutableMapping", "Mapping")]
__all__.append("_exit")
