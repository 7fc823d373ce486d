"""Copying, moving and removing files and trees of folders."""

import collections
import fnmatch
import os
import stat
import sys

from _archives import (ReadError, RegistryError, get_archive_formats, get_unpack_formats, make_archive, register_archive_format,
                       register_unpack_format, unpack_archive, unregister_archive_format, unregister_unpack_format)
from _archives import _make_tarball, _make_zipfile, _unpack_tarfile, _unpack_zipfile

__all__ = ['copyfileobj', 'copyfile', 'copymode', 'copystat', 'copy', 'copy2', 'copytree', 'move', 'rmtree', 'Error',
           'SpecialFileError', 'ExecError', 'get_terminal_size', 'which', 'ignore_patterns', 'chown', 'disk_usage', 'SameFileError',
           'make_archive', 'get_archive_formats', 'register_archive_format', 'unregister_archive_format',
           'get_unpack_formats', 'register_unpack_format', 'unregister_unpack_format', 'unpack_archive']

COPY_BUFSIZE = 256 * 1024


class Error(OSError):
    pass


class SameFileError(Error):
    """Source and destination are the same file."""


class SpecialFileError(OSError):
    """The file cannot be copied, e.g. a named pipe."""


class ExecError(OSError):
    """A command could not be run."""


def copyfileobj(fsrc, fdst, length=0):
    """Copies from one open file to another."""
    length = length or COPY_BUFSIZE
    read, write = fsrc.read, fdst.write
    while piece := read(length):
        write(piece)


class _GiveupOnFastCopy(Exception):
    """The system cannot copy these files by itself."""


_USE_CP_SENDFILE = hasattr(os, 'sendfile')


def _fastcopy_sendfile(fsrc, fdst):
    """Lets the system copy a file to another. Raises _GiveupOnFastCopy if it cannot and nothing was copied."""
    global _USE_CP_SENDFILE
    import errno
    try:
        infd, outfd = fsrc.fileno(), fdst.fileno()
    except Exception as error:
        raise _GiveupOnFastCopy(error)
    try:
        blocksize = max(os.fstat(infd).st_size, 1 << 23)
    except OSError:
        blocksize = 1 << 27
    offset = 0
    while True:
        try:
            sent = os.sendfile(outfd, infd, offset, blocksize)
        except OSError as error:
            error.filename, error.filename2 = fsrc.name, fdst.name
            if error.errno == errno.ENOTSOCK:
                # Old systems only send to sockets.
                _USE_CP_SENDFILE = False
                raise _GiveupOnFastCopy(error)
            if error.errno == errno.ENOSPC:
                raise error from None
            if offset == 0 and os.lseek(outfd, 0, os.SEEK_CUR) == 0:
                raise _GiveupOnFastCopy(error)
            raise error
        if not sent:
            return
        offset += sent


def _samefile(src, dst):
    if isinstance(src, os.DirEntry):
        src = src.path
    try:
        return os.path.samefile(src, dst)
    except OSError:
        return False


def copyfile(src, dst, *, follow_symlinks=True):
    """Copies a file's contents."""
    sys.audit('shutil.copyfile', src, dst)
    if _samefile(src, dst):
        raise SameFileError('{!r} and {!r} are the same file'.format(src, dst))
    for name in (src, dst):
        try:
            mode = os.stat(name).st_mode
        except OSError:
            continue
        if stat.S_ISFIFO(mode):
            raise SpecialFileError('`%s` is a named pipe' % os.fspath(name))
    if os.path.islink(src) and not follow_symlinks:
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, 'rb') as source:
        try:
            target = open(dst, 'wb')
        except IsADirectoryError as refused:
            # A path that ends with a slash, where nothing is.
            if os.path.exists(dst):
                raise
            raise FileNotFoundError(f'Directory does not exist: {dst}') from refused
        with target:
            if _USE_CP_SENDFILE:
                try:
                    _fastcopy_sendfile(source, target)
                    return dst
                except _GiveupOnFastCopy:
                    pass
            copyfileobj(source, target)
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    """Copies the mode bits."""
    if not follow_symlinks and os.path.islink(src) and os.path.islink(dst):
        return
    os.chmod(dst, stat.S_IMODE(os.stat(src).st_mode))


def copystat(src, dst, *, follow_symlinks=True):
    """Copies mode and times."""
    if not follow_symlinks and os.path.islink(src) and os.path.islink(dst):
        return
    found = os.stat(src)
    os.utime(dst, ns=(found.st_atime_ns, found.st_mtime_ns))
    os.chmod(dst, stat.S_IMODE(found.st_mode))


def _target(src, dst):
    return os.path.join(dst, os.path.basename(src)) if os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    """Copies a file and its mode; the destination may be a folder."""
    dst = _target(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    """Copies a file, its mode and times; the destination may be a folder."""
    dst = _target(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copystat(src, dst, follow_symlinks=follow_symlinks)
    return dst


def ignore_patterns(*patterns):
    """A function for `ignore` of copytree()."""
    def _ignore_patterns(path, names):
        ignored = []
        for pattern in patterns:
            ignored.extend(fnmatch.filter(names, pattern))
        return set(ignored)
    return _ignore_patterns


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False, dirs_exist_ok=False):
    """Copies a tree of folders."""
    sys.audit('shutil.copytree', src, dst)
    with os.scandir(src) as it:
        entries = list(it)
    ignored = ignore(os.fspath(src), [entry.name for entry in entries]) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    errors = []
    below = (symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
    for entry in entries:
        if entry.name not in ignored:
            srcname, dstname = os.path.join(src, entry.name), os.path.join(dst, entry.name)
            try:
                _copy_entry(entry, srcname, dstname, *below)
            except Error as several:
                errors += several.args[0]
            except OSError as fault:
                errors.append((srcname, dstname, str(fault)))
    try:
        copystat(src, dst)
    except OSError as fault:
        errors.append((src, dst, str(fault)))
    if errors:
        raise Error(errors)
    return dst


def _copy_entry(entry, srcname, dstname, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok):
    """Copies what stands in a folder: a link as such if so wanted, else what it leads to."""
    if entry.is_symlink():
        if symlinks:
            os.symlink(os.readlink(srcname), dstname)
            return
        if ignore_dangling_symlinks and not os.path.exists(srcname):
            return
    if entry.is_dir():
        copytree(srcname, dstname, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
    else:
        # The functions of this module save a look at the disk.
        copy_function(entry if copy_function in (copy, copy2) else srcname, dstname)


def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    """Removes a tree of folders."""
    sys.audit('shutil.rmtree', path, dir_fd)
    if dir_fd is not None:
        raise NotImplementedError('dir_fd unavailable on this platform')
    if ignore_errors:
        def onexc(func, path, exc):
            pass
    elif onerror is not None and onexc is None:
        def onexc(func, path, exc):
            return onerror(func, path, (type(exc), exc, exc.__traceback__))
    elif onexc is None:
        def onexc(func, path, exc):
            raise exc
    try:
        if os.path.islink(path):
            raise OSError('Cannot call rmtree on a symbolic link')
    except OSError as err:
        onexc(os.path.islink, path, err)
        return
    _rmtree(path, onexc)


_use_fd_functions = rmtree.avoids_symlink_attacks = False


def _rmtree(path, onexc):
    """Removes a folder and what is in it, the deepest first; however deep, it does not call itself."""
    waiting = [(path, False)]
    while waiting:
        folder, is_empty = waiting.pop()
        if is_empty:
            try:
                os.rmdir(folder)
            except FileNotFoundError:
                pass
            except OSError as err:
                onexc(os.rmdir, folder, err)
            continue
        try:
            with os.scandir(folder) as it:
                entries = list(it)
        except FileNotFoundError as err:
            if folder is path:
                onexc(os.lstat if not os.path.lexists(folder) else os.scandir, folder, err)
            continue
        except OSError as err:
            onexc(os.scandir, folder, err)
            entries = []
        waiting.append((folder, True))
        for entry in entries:
            _rmtree_entry(os.path.join(folder, entry.name), entry, waiting, onexc)


def _rmtree_entry(full, entry, waiting, onexc):
    try:
        is_dir = entry.is_dir(follow_symlinks=False)
    except OSError:
        is_dir = False
    if is_dir:
        waiting.append((full, False))
        return
    try:
        os.unlink(full)
    except FileNotFoundError:
        pass
    except OSError as err:
        onexc(os.unlink, full, err)


def _destinsrc(src, dst):
    """Whether one folder is in the other."""
    return (os.path.abspath(dst) + os.sep).startswith(os.path.abspath(src).rstrip(os.sep) + os.sep)


def move(src, dst, copy_function=copy2):
    """Moves a file or folder."""
    sys.audit('shutil.move', src, dst)
    real = dst
    if os.path.isdir(dst):
        if _samefile(src, dst) and not os.path.islink(src):
            os.rename(src, dst)
            return dst
        real = os.path.join(dst, os.path.basename(os.fspath(src).rstrip('/')))
        if os.path.exists(real):
            raise Error("Destination path '%s' already exists" % real)
    try:
        os.rename(src, real)
    except OSError:
        if os.path.islink(src):
            os.symlink(os.readlink(src), real)
            os.unlink(src)
        elif os.path.isdir(src):
            if _destinsrc(src, dst):
                raise Error("Cannot move a directory '%s' into itself '%s'." % (src, dst))
            copytree(src, real, copy_function=copy_function, symlinks=True)
            rmtree(src)
        else:
            copy_function(src, real)
            os.unlink(src)
    return real


_ntuple_diskusage = collections.namedtuple('usage', 'total used free')


def disk_usage(path):
    """The bytes of the disk that holds a path: total, used, free."""
    found = os.statvfs(path)
    return _ntuple_diskusage(found.f_blocks * found.f_frsize, (found.f_blocks - found.f_bfree) * found.f_frsize,
                             found.f_bavail * found.f_frsize)


def chown(path, user=None, group=None, *, dir_fd=None, follow_symlinks=True):
    """Changes the owner, by name or number."""
    sys.audit('shutil.chown', path, user, group)
    if user is None and group is None:
        raise ValueError('user and/or group must be set')
    user, group = _number(user, 'user'), _number(group, 'group')
    if dir_fd is None and follow_symlinks:
        os.chown(path, user, group)
    else:
        os.chown(path, user, group, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


def _number(owner, what):
    """The number of a user or a group; -1 for none."""
    if owner is None:
        return -1
    if not isinstance(owner, str):
        return owner
    try:
        if what == 'user':
            import pwd
            return pwd.getpwnam(owner)[2]
        import grp
        return grp.getgrnam(owner)[2]
    except KeyError:
        raise LookupError(f'no such {what}: {owner!r}') from None


def get_terminal_size(fallback=(80, 24)):
    """Columns and lines of the terminal, or what COLUMNS and LINES say."""
    said = [_positive_number(os.environ.get(name)) for name in ('COLUMNS', 'LINES')]
    if not all(said):
        try:
            size = os.get_terminal_size(sys.__stdout__.fileno())
        except (AttributeError, ValueError, OSError):
            size = fallback
        said = [own or found or default for own, found, default in zip(said, size, fallback)]
    return os.terminal_size(said)


def _positive_number(text):
    try:
        return max(int(text), 0)
    except (TypeError, ValueError):
        return 0


def _access_check(fn, mode):
    return os.path.exists(fn) and os.access(fn, mode) and not os.path.isdir(fn)


def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    """The path of a command, or None."""
    use_bytes = isinstance(cmd, bytes)
    dirname, cmd = os.path.split(cmd)
    if dirname:
        folders = [dirname]
    else:
        if path is None:
            path = os.environ.get('PATH', None)
            if path is None:
                try:
                    path = os.confstr('CS_PATH')
                except (AttributeError, ValueError):
                    path = os.defpath
        if not path:
            return None
        path = os.fsencode(path) if use_bytes else os.fsdecode(path)
        folders = path.split(os.fsencode(os.pathsep) if use_bytes else os.pathsep)
    seen = set()
    for folder in folders:
        if folder not in seen:
            seen.add(folder)
            name = os.path.join(folder, cmd)
            if _access_check(name, mode):
                return name
    return None
