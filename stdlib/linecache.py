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
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


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
    """Reads a file anew; an empty list if it cannot be read."""
    import tokenize

    if len(cache.get(filename, ())) != 1:
        cache.pop(filename, None)
    if not _is_file_name(filename):
        return []
    found = None
    try:
        fullname, found = filename, os.stat(filename)
    except (OSError, ValueError):
        if lazycache(filename, module_globals):
            try:
                text = cache[filename][0]()
            except (ImportError, OSError):
                text = None
            if text is None:
                cache.pop(filename, None)
                return []
            cache[filename] = len(text), None, [line + "\n" for line in text.splitlines()], filename
            return cache[filename][2]
        for folder in [] if os.path.isabs(filename) else sys.path:
            try:
                fullname = os.path.join(folder, filename)
                found = os.stat(fullname)
                break
            except (OSError, ValueError, TypeError, AttributeError):
                continue
    if found is None:
        return []
    try:
        with tokenize.open(fullname) as file:
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
    """Remembers how to get a module's text without doing it; whether that is possible."""
    if filename in cache:
        return len(cache[filename]) == 1
    if not _is_file_name(filename) or not module_globals:
        return False
    spec = module_globals.get("__spec__")
    name = getattr(spec, "name", None) or module_globals.get("__name__")
    loader = getattr(spec, "loader", None) or module_globals.get("__loader__")
    get_source = getattr(loader, "get_source", None)
    if not get_source and name in sys.modules and getattr(sys.modules[name], "__file__", None):
        # A module that keeps no spec of itself; one is made when the text is needed.
        def get_source(name):
            import importlib.util
            return importlib.util.find_spec(name).loader.get_source(name)

    if not name or not get_source:
        return False
    cache[filename] = (lambda: get_source(name),)
    return True


def _is_file_name(filename):
    return bool(filename) and not (filename.startswith("<") and filename.endswith(">"))
