"""Files whose paths match shell patterns."""

import contextlib
import fnmatch
import itertools
import os
import re
import sys

__all__ = ['escape', 'glob', 'iglob', 'translate', 'has_magic', 'glob0', 'glob1']

magic_check = re.compile('([*?[])')
magic_check_bytes = re.compile(b'([*?[])')


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The list of paths that match a pattern; with `recursive`, `**` stands for any folders."""
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive, include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """As glob(), one path at a time."""
    sys.audit('glob.glob', pathname, recursive)
    sys.audit('glob.glob/2', pathname, recursive, root_dir, dir_fd)
    root_dir = os.fspath(root_dir) if root_dir is not None else pathname[:0]
    found = _iglob(pathname, root_dir, recursive, False, include_hidden)
    if not pathname or recursive and _is_recursive(pathname[:2]):
        try:
            first = next(found)
            if first:
                found = itertools.chain((first,), found)
        except StopIteration:
            pass
    return found


def _iglob(pathname, root_dir, recursive, dironly, include_hidden):
    dirname, basename = os.path.split(pathname)
    if not has_magic(pathname):
        if basename:
            if os.path.lexists(_join(root_dir, pathname)):
                yield pathname
        elif os.path.isdir(_join(root_dir, dirname)):
            yield pathname
        return
    if not dirname:
        if recursive and _is_recursive(basename):
            yield from _glob2(root_dir, basename, dironly, include_hidden)
        else:
            yield from _glob1(root_dir, basename, dironly, include_hidden)
        return
    if dirname != pathname and has_magic(dirname):
        dirs = _iglob(dirname, root_dir, recursive, True, include_hidden)
    else:
        dirs = [dirname]
    if not has_magic(basename):
        inside = _glob0
    elif recursive and _is_recursive(basename):
        inside = _glob2
    else:
        inside = _glob1
    for dirname in dirs:
        for name in inside(_join(root_dir, dirname), basename, dironly, include_hidden):
            yield os.path.join(dirname, name)


def _glob1(dirname, pattern, dironly, include_hidden):
    names = _listdir(dirname, dironly)
    if not (include_hidden or _ishidden(pattern)):
        names = [name for name in names if not _ishidden(name)]
    return fnmatch.filter(names, pattern)


def _glob0(dirname, basename, dironly, include_hidden):
    if basename:
        return [basename] if os.path.lexists(_join(dirname, basename)) else []
    return [basename] if os.path.isdir(dirname) else []


def glob0(dirname, pattern):
    return _glob0(dirname, pattern, False, False)


def glob1(dirname, pattern):
    return _glob1(dirname, pattern, False, False)


def _glob2(dirname, pattern, dironly, include_hidden):
    if not dirname or os.path.isdir(dirname):
        yield pattern[:0]
    yield from _rlistdir(dirname, dironly, include_hidden)


def _listdir(dirname, dironly):
    if not dirname:
        dirname = os.curdir.encode() if isinstance(dirname, bytes) else os.curdir
    names = []
    try:
        with os.scandir(dirname) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if not dironly or entry.is_dir():
                        names.append(entry.name)
    except OSError:
        pass
    return names


def _rlistdir(dirname, dironly, include_hidden):
    for name in _listdir(dirname, dironly):
        if include_hidden or not _ishidden(name):
            yield name
            for below in _rlistdir(_join(dirname, name), dironly, include_hidden):
                yield _join(name, below)


def _join(dirname, basename):
    if not dirname or not basename:
        return dirname or basename
    return os.path.join(dirname, basename)


def has_magic(s):
    return (magic_check_bytes if isinstance(s, bytes) else magic_check).search(s) is not None


def _ishidden(path):
    return path[0] in ('.', b'.'[0])


def _is_recursive(pattern):
    return pattern == (b'**' if isinstance(pattern, bytes) else '**')


def escape(pathname):
    """The pattern that matches just this path."""
    drive, pathname = os.path.splitdrive(pathname)
    if isinstance(pathname, bytes):
        return drive + magic_check_bytes.sub(br'[\1]', pathname)
    return drive + magic_check.sub(r'[\1]', pathname)


def translate(pat, *, recursive=False, include_hidden=False, seps=None):
    """A pattern as a regular expression."""
    if not seps:
        seps = (os.path.sep, os.path.altsep) if os.path.altsep else os.path.sep
    escaped = ''.join(map(re.escape, seps))
    any_sep = f'[{escaped}]' if len(seps) > 1 else escaped
    not_sep = f'[^{escaped}]'
    if include_hidden:
        one_last = f'{not_sep}+'
        one = f'{one_last}{any_sep}'
        any_segments = f'(?:.+{any_sep})?'
        any_last = '.*'
    else:
        one_last = f'[^{escaped}.]{not_sep}*'
        one = f'{one_last}{any_sep}'
        any_segments = f'(?:{one})*'
        any_last = f'{any_segments}(?:{one_last})?'
    result = []
    parts = re.split(any_sep, pat)
    last = len(parts) - 1
    for i, part in enumerate(parts):
        if part == '*':
            result.append(one if i < last else one_last)
        elif recursive and part == '**':
            if i < last:
                if parts[i + 1] != '**':
                    result.append(any_segments)
            else:
                result.append(any_last)
        else:
            if part:
                if not include_hidden and part[0] in '*?':
                    result.append(r'(?!\.)')
                result.extend(_segment(part, f'{not_sep}*', not_sep))
            if i < last:
                result.append(any_sep)
    return fr"(?s:{''.join(result)})\Z"


def _segment(part, star, question):
    at = 0
    while at < len(part):
        char = part[at]
        at += 1
        if char == '*':
            while part[at:at + 1] == '*':
                at += 1
            yield star
        elif char == '?':
            yield question
        elif char == '[':
            close = at
            if part[close:close + 1] == '!':
                close += 1
            if part[close:close + 1] == ']':
                close += 1
            close = part.find(']', close)
            if close < 0:
                yield '\\['
            else:
                yield fnmatch._set(part[at:close])
                at = close + 1
        else:
            yield re.escape(char)
