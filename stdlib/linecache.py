"""Lines of files, kept in memory."""

import os
import sys

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

# Name to (size, time of change, lines, full name).
cache = {}


def clearcache():
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """Line `lineno`, from 1; an empty string if there is none."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def getlines(filename, module_globals=None):
    if filename in cache and len(cache[filename]) != 1:
        return cache[filename][2]
    return updatecache(filename, module_globals)


def checkcache(filename=None):
    """Forgets files that have changed."""
    for name in list(cache) if filename is None else [filename]:
        entry = cache.get(name)
        if entry is None or len(entry) == 1 or entry[1] is None:
            continue
        try:
            stat = os.stat(entry[3])
        except (OSError, ValueError):
            cache.pop(name, None)
            continue
        if entry[0] != stat.st_size or entry[1] != stat.st_mtime:
            cache.pop(name, None)


def updatecache(filename, module_globals=None):
    cache.pop(filename, None)
    if not filename or (filename.startswith("<") and filename.endswith(">")):
        return []
    found = None
    for folder in [None] if os.path.isabs(filename) else [None, *sys.path]:
        try:
            fullname = filename if folder is None else os.path.join(folder, filename)
            found = os.stat(fullname)
            break
        except (OSError, ValueError, TypeError):
            continue
    if found is None:
        return []
    try:
        with open(fullname, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.readlines()
    except (OSError, UnicodeDecodeError, SyntaxError):
        return []
    if not lines:
        lines = ["\n"]
    elif not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    cache[filename] = found.st_size, found.st_mtime, lines, fullname
    return lines


def lazycache(filename, module_globals):
    return False
