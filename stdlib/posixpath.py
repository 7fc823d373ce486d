"""Path names of POSIX systems, as text; `os.path` is this module."""

import os
import stat
import sys
from genericpath import *
from genericpath import check_kinds, extension_at

curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
supports_unicode_filenames = sys.platform == "darwin"

__all__ = [
    "normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext", "basename", "dirname", "commonprefix", "getsize",
    "getmtime", "getatime", "getctime", "islink", "exists", "lexists", "isdir", "isfile", "ismount", "isjunction", "isdevdrive",
    "isreserved", "expanduser", "expandvars", "normpath", "abspath", "samefile", "sameopenfile", "samestat", "curdir", "pardir", "sep",
    "pathsep", "defpath", "altsep", "extsep", "devnull", "realpath", "supports_unicode_filenames", "relpath", "commonpath",
]


def _like(path, text):
    """`text` as the kind of string that `path` is."""
    return text.encode() if isinstance(path, bytes) else text


def normcase(s):
    return os.fspath(s)


def isabs(s):
    s = os.fspath(s)
    return s.startswith(_like(s, "/"))


def join(a, *p):
    a = os.fspath(a)
    slash = _like(a, "/")
    path = a
    try:
        for b in p:
            b = os.fspath(b)
            if b.startswith(slash) or not path:
                path = b
            elif path.endswith(slash):
                path += b
            else:
                path += slash + b
    except (TypeError, AttributeError, BytesWarning):
        check_kinds("join", a, *p)
        raise
    return path


def split(p):
    p = os.fspath(p)
    slash = _like(p, "/")
    i = p.rfind(slash) + 1
    head, tail = p[:i], p[i:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    p = os.fspath(p)
    start = p.rfind(_like(p, "/")) + 1
    dot = start + extension_at(p[start:])
    return p[:dot], p[dot:]


def splitdrive(p):
    p = os.fspath(p)
    return p[:0], p


def splitroot(p):
    p = os.fspath(p)
    slash, empty = _like(p, "/"), p[:0]
    if p[:1] != slash:
        return empty, empty, p
    # Two slashes at the start may mean something else than one; three do not.
    if p[1:2] != slash or p[2:3] == slash:
        return empty, slash, p[1:]
    return empty, p[:2], p[2:]


def basename(p):
    p = os.fspath(p)
    return p[p.rfind(_like(p, "/")) + 1 :]


def dirname(p):
    return split(p)[0]


def isreserved(path):
    os.fspath(path)
    return False


def ismount(path):
    try:
        here = os.lstat(path)
    except (OSError, ValueError):
        return False
    if stat.S_ISLNK(here.st_mode):
        return False
    path = os.fspath(path)
    try:
        above = os.lstat(realpath(join(path, _like(path, ".."))))
    except OSError:
        return False
    return here.st_dev != above.st_dev or here.st_ino == above.st_ino


def expanduser(path):
    path = os.fspath(path)
    tilde, slash = _like(path, "~"), _like(path, "/")
    if not path.startswith(tilde):
        return path
    end = path.find(slash, 1)
    if end < 0:
        end = len(path)
    name = path[1:end]
    if isinstance(name, bytes):
        name = os.fsdecode(name)
    home = os.environ.get("HOME") if not name else None
    if home is None:
        home = _home_of(name)
    if home is None:
        return path
    if isinstance(path, bytes):
        home = os.fsencode(home)
    home = home.rstrip(slash)
    return (home + path[end:]) or slash


def _home_of(name):
    """The home of a user (of this process if the name is empty), from the list of users."""
    uid = str(os.getuid())
    try:
        with open("/etc/passwd", errors="surrogateescape") as users:
            for line in users:
                fields = line.rstrip("\n").split(":")
                if len(fields) >= 6 and (fields[0] == name if name else fields[2] == uid):
                    return fields[5]
    except OSError:
        pass
    return None


def expandvars(path):
    path = os.fspath(path)
    is_bytes = isinstance(path, bytes)
    text = os.fsdecode(path) if is_bytes else path
    if "$" not in text:
        return path
    out = []
    i = 0
    while i < len(text):
        if text[i] != "$":
            out.append(text[i])
            i += 1
            continue
        if text[i + 1 : i + 2] == "{":
            end = text.find("}", i)
            name, after = (None, i) if end < 0 else (text[i + 2 : end], end + 1)
        else:
            after = i + 1
            while after < len(text) and text[after].isascii() and (text[after].isalnum() or text[after] == "_"):
                after += 1
            name = text[i + 1 : after]
        value = os.environ.get(name) if name else None
        if value is None:
            after = max(after, i + 1)
            out.append(text[i:after])
        else:
            out.append(value)
        i = after
    result = "".join(out)
    return os.fsencode(result) if is_bytes else result


def normpath(path):
    path = os.fspath(path)
    slash, dot, dots = _like(path, "/"), _like(path, "."), _like(path, "..")
    if not path:
        return dot
    _, root, rest = splitroot(path)
    parts = []
    for part in rest.split(slash):
        if not part or part == dot:
            continue
        if part != dots or (not root and not parts) or (parts and parts[-1] == dots):
            parts.append(part)
        elif parts:
            parts.pop()
    return (root + slash.join(parts)) or dot


def abspath(path):
    path = os.fspath(path)
    if not isabs(path):
        path = join(os.getcwdb() if isinstance(path, bytes) else os.getcwd(), path)
    return normpath(path)


def realpath(filename, *, strict=False):
    filename = os.fspath(filename)
    slash, dot, dots = _like(filename, "/"), _like(filename, "."), _like(filename, "..")
    path = slash if isabs(filename) else (os.getcwdb() if isinstance(filename, bytes) else os.getcwd())
    # The names that are still to come, the next one last; a tuple holds a link whose target ends there.
    todo = filename.split(slash)[::-1]
    # Where a link leads, or None as long as its target is being followed.
    known = {}
    while todo:
        part = todo.pop()
        if isinstance(part, tuple):
            known[part[0]] = path
            continue
        if not part or part == dot:
            continue
        if part == dots:
            path = dirname(path)
            continue
        following = join(path, part)
        if following in known:
            target = known[following]
            if target is None and strict:
                os.stat(following)
            path = following if target is None else target
            continue
        try:
            target = os.readlink(following) if stat.S_ISLNK(os.lstat(following).st_mode) else None
        except OSError:
            if strict:
                raise
            target = None
        if target is None:
            path = following
            continue
        known[following] = None
        todo.append((following,))
        if target.startswith(slash):
            path = slash
        todo.extend(target.split(slash)[::-1])
    return path


def relpath(path, start=None):
    path = os.fspath(path)
    if not path:
        raise ValueError("no path specified")
    slash, dot, dots = _like(path, "/"), _like(path, "."), _like(path, "..")
    start = dot if start is None else os.fspath(start)
    try:
        from_parts = [part for part in abspath(start).split(slash) if part]
        to_parts = [part for part in abspath(path).split(slash) if part]
        shared = len(commonprefix([from_parts, to_parts]))
        parts = [dots] * (len(from_parts) - shared) + to_parts[shared:]
        return slash.join(parts) if parts else dot
    except (TypeError, AttributeError, BytesWarning, DeprecationWarning):
        check_kinds("relpath", path, start)
        raise


def commonpath(paths):
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    check_kinds("commonpath", *paths)
    slash, dot = _like(paths[0], "/"), _like(paths[0], ".")
    absolute = {path.startswith(slash) for path in paths}
    if len(absolute) > 1:
        raise ValueError("Can't mix absolute and relative paths") from None
    split_paths = [[part for part in path.split(slash) if part and part != dot] for path in paths]
    shared = commonprefix(split_paths)
    return (slash if absolute.pop() else slash[:0]) + slash.join(shared)
