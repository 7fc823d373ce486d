"""Path names of Windows, as text. The file system is asked through `os`, whatever system it belongs to."""

import os
import sys
from genericpath import *
from genericpath import check_kinds, extension_at

curdir = "."
pardir = ".."
extsep = "."
sep = "\\"
pathsep = ";"
altsep = "/"
defpath = ".;C:\\bin"
devnull = "nul"
supports_unicode_filenames = True

__all__ = [
    "normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext", "basename", "dirname", "commonprefix", "getsize",
    "getmtime", "getatime", "getctime", "islink", "exists", "lexists", "isdir", "isfile", "ismount", "isreserved", "expanduser",
    "expandvars", "normpath", "abspath", "curdir", "pardir", "sep", "pathsep", "defpath", "altsep", "extsep", "devnull", "realpath",
    "supports_unicode_filenames", "relpath", "samefile", "sameopenfile", "samestat", "commonpath", "isjunction", "isdevdrive",
]

# Names of devices, which no file can have, whatever extension follows.
_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"] + [port + digit for port in ("COM", "LPT") for digit in "123456789\xb9\xb2\xb3"]
)
_FORBIDDEN = frozenset('"*:<>?|/\\') | {chr(code) for code in range(32)}


def _like(path, text):
    """`text` as the kind of string that `path` is."""
    return text.encode() if isinstance(path, bytes) else text


def _backslashed(path):
    return path.replace(_like(path, "/"), _like(path, "\\"))


def normcase(s):
    s = os.fspath(s)
    if isinstance(s, bytes):
        return os.fsencode(os.fsdecode(s).replace("/", "\\").lower())
    return s.replace("/", "\\").lower()


def isabs(s):
    start = _backslashed(os.fspath(s)[:3])
    return start.startswith(_like(start, "\\\\")) or start[1:] == _like(start, ":\\")


def splitroot(p):
    """Drive (a letter and a colon, or a share or device), root (a separator or nothing) and the rest."""
    p = os.fspath(p)
    text, empty = _backslashed(p), p[:0]
    slash, colon = _like(p, "\\"), _like(p, ":")
    if text.startswith(slash + slash):
        # Two names make a share; `\\?\UNC\` may stand before them.
        prefix = _like(p, "\\\\?\\UNC\\")
        at = len(prefix) if text[: len(prefix)].upper() == prefix else 2
        server = text.find(slash, at)
        end = text.find(slash, server + 1) if server >= 0 else -1
        return (p, empty, empty) if end < 0 else (p[:end], p[end : end + 1], p[end + 1 :])
    drive = 2 if text[1:2] == colon and text[:1] != slash else 0
    root = drive + (1 if text[drive : drive + 1] == slash else 0)
    return p[:drive], p[drive:root], p[root:]


def splitdrive(p):
    drive, root, tail = splitroot(p)
    return drive, root + tail


def join(path, *paths):
    path = os.fspath(path)
    separators, slash = _like(path, "\\/"), _like(path, "\\")
    try:
        drive, root, tail = splitroot(path)
        for path_ in map(os.fspath, paths):
            new_drive, new_root, new_tail = splitroot(path_)
            if new_root:
                if new_drive or not drive:
                    drive = new_drive
                root, tail = new_root, new_tail
                continue
            if new_drive and new_drive != drive:
                same = new_drive.lower() == drive.lower()
                drive = new_drive
                if not same:
                    root, tail = new_root, new_tail
                    continue
            if tail and tail[-1:] not in separators:
                tail += slash
            tail += new_tail
        # A share needs a separator before what follows; a letter's drive has a current folder of its own.
        if tail and not root and drive and drive[-1:] not in separators + _like(path, ":"):
            return drive + slash + tail
        return drive + root + tail
    except (TypeError, AttributeError, BytesWarning):
        check_kinds("join", path, *paths)
        raise


def split(p):
    p = os.fspath(p)
    separators = _like(p, "\\/")
    drive, root, tail = splitroot(p)
    name = len(tail)
    while name and tail[name - 1 : name] not in separators:
        name -= 1
    return drive + root + tail[:name].rstrip(separators), tail[name:]


def splitext(p):
    p = os.fspath(p)
    start = max(p.rfind(_like(p, "\\")), p.rfind(_like(p, "/"))) + 1
    dot = start + extension_at(p[start:])
    return p[:dot], p[dot:]


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def ismount(path):
    """Whether the path is the root of a drive or of a share."""
    path = abspath(os.fspath(path))
    drive, root, tail = splitroot(path)
    if drive[:1] and drive[:1] in _like(path, "\\/"):
        return not tail
    return bool(root) and not tail


def isreserved(path):
    """Whether Windows keeps a part of the path for itself."""
    tail = os.fsdecode(splitroot(path)[2]).replace("/", "\\")
    return any(map(_is_reserved_name, tail.split("\\")))


def _is_reserved_name(name):
    if name in ("", ".", ".."):
        return False
    return name[-1] in ". " or not _FORBIDDEN.isdisjoint(name) or name.partition(".")[0].rstrip(" ").upper() in _DEVICES


def expanduser(path):
    path = os.fspath(path)
    text = os.fsdecode(path)
    if not text.startswith("~"):
        return path
    end = 1
    while end < len(text) and text[end] not in "\\/":
        end += 1
    environ = os.environ
    if "USERPROFILE" in environ:
        home = environ["USERPROFILE"]
    elif "HOMEPATH" in environ:
        home = join(environ.get("HOMEDRIVE", ""), environ["HOMEPATH"])
    else:
        return path
    user = text[1:end]
    if user and user != environ.get("USERNAME"):
        # Another user's home is taken to lie beside this user's, if this one is where it is expected.
        if environ.get("USERNAME") != basename(home):
            return path
        home = join(dirname(home), user)
    result = home + text[end:]
    return os.fsencode(result) if isinstance(path, bytes) else result


def expandvars(path):
    """Put in the values of `$name`, `${name}` and `%name%`, but not within single quotes."""
    path = os.fspath(path)
    text = os.fsdecode(path)
    if "$" not in text and "%" not in text:
        return path
    out = []
    at = 0
    while at < len(text):
        char = text[at]
        end = at + 1
        name = None
        if char == "'":
            close = text.find("'", at + 1)
            end = len(text) if close < 0 else close + 1
        elif char in "$%" and text[at + 1 : at + 2] == char:
            out.append(char)
            at += 2
            continue
        elif char == "%" or text.startswith("${", at):
            first = at + (1 if char == "%" else 2)
            close = text.find("%" if char == "%" else "}", first)
            end = len(text) if close < 0 else close + 1
            name = text[first:close] if close >= 0 else None
        elif char == "$":
            while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] in "_-"):
                end += 1
            name = text[at + 1 : end]
        out.append(os.environ.get(name, text[at:end]) if name else text[at:end])
        at = end
    result = "".join(out)
    return os.fsencode(result) if isinstance(path, bytes) else result


def normpath(path):
    path = os.fspath(path)
    slash, dot, dots = _like(path, "\\"), _like(path, "."), _like(path, "..")
    drive, root, tail = splitroot(_backslashed(path))
    parts = []
    for part in tail.split(slash):
        if not part or part == dot:
            continue
        if part != dots or (not root and (not parts or parts[-1] == dots)):
            parts.append(part)
        elif parts:
            parts.pop()
    return drive + root + slash.join(parts) if drive or root or parts else dot


def abspath(path):
    path = os.fspath(path)
    if not isabs(path):
        path = join(os.getcwdb() if isinstance(path, bytes) else os.getcwd(), path)
    return normpath(path)


# Links of Windows are known to Windows alone.
def realpath(path, *, strict=False):
    return abspath(path)


def relpath(path, start=None):
    path = os.fspath(path)
    if not path:
        raise ValueError("no path specified")
    slash, dots = _like(path, "\\"), _like(path, "..")
    start = _like(path, ".") if start is None else os.fspath(start)
    try:
        start_drive, _, start_tail = splitroot(abspath(start))
        path_drive, _, path_tail = splitroot(abspath(path))
        if normcase(start_drive) != normcase(path_drive):
            raise ValueError(f"path is on mount {path_drive!r}, start on mount {start_drive!r}")
        from_parts = [part for part in start_tail.split(slash) if part]
        to_parts = [part for part in path_tail.split(slash) if part]
        shared = 0
        for one, other in zip(from_parts, to_parts):
            if normcase(one) != normcase(other):
                break
            shared += 1
        return slash.join([dots] * (len(from_parts) - shared) + to_parts[shared:]) or _like(path, ".")
    except (TypeError, ValueError, AttributeError, BytesWarning, DeprecationWarning):
        check_kinds("relpath", path, start)
        raise


def commonpath(paths):
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError("commonpath() arg is an empty iterable")
    check_kinds("commonpath", *paths)
    slash, dot = _like(paths[0], "\\"), _like(paths[0], ".")
    try:
        split_paths = [splitroot(_backslashed(path).lower()) for path in paths]
        if len({drive for drive, _, _ in split_paths}) > 1:
            raise ValueError("Paths don't have the same drive")
        drive, root, tail = splitroot(_backslashed(paths[0]))
        if len({root for _, root, _ in split_paths}) > 1:
            raise ValueError("Can't mix absolute and relative paths" if drive else "Can't mix rooted and not-rooted paths")
        folded = [[part for part in tail.split(slash) if part and part != dot] for _, _, tail in split_paths]
        shared = commonprefix(folded)
        parts = [part for part in tail.split(slash) if part and part != dot]
        return drive + root + slash.join(parts[: len(shared)])
    except (TypeError, AttributeError):
        check_kinds("commonpath", *paths)
        raise
