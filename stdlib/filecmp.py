"""Comparing files, and folders with all that is in them."""

import os
import stat
from functools import cached_property
from itertools import filterfalse
from types import GenericAlias

__all__ = ['clear_cache', 'cmp', 'dircmp', 'cmpfiles', 'DEFAULT_IGNORES']

DEFAULT_IGNORES = ['RCS', 'CVS', 'tags', '.git', '.hg', '.bzr', '_darcs', '__pycache__']
_BLOCK = 8 * 1024
# By both names and what the system says about them: whether the contents are the same.
_known = {}


def clear_cache():
    """Forgets what has been compared: for files that change faster than their times tell."""
    _known.clear()


def cmp(f1, f2, shallow=True):
    """Whether two files are the same. If kind, size and time are, a `shallow` look is enough, else what is in them counts."""
    about = [(stat.S_IFMT(found.st_mode), found.st_size, found.st_mtime) for found in (os.stat(f1), os.stat(f2))]
    first, second = about
    if first[0] != stat.S_IFREG or second[0] != stat.S_IFREG:
        return False
    if shallow and first == second:
        return True
    if first[1] != second[1]:
        return False
    key = f1, f2, first, second
    if key not in _known:
        if len(_known) > 100:
            clear_cache()
        _known[key] = _have_same_bytes(f1, f2)
    return _known[key]


def _have_same_bytes(one, other):
    with open(one, 'rb') as first, open(other, 'rb') as second:
        while True:
            block = first.read(_BLOCK)
            if block != second.read(_BLOCK):
                return False
            if not block:
                return True


def cmpfiles(a, b, common, shallow=True):
    """Of names that two folders share: (those of files that are the same, that differ, that could not be compared)."""
    same, different, unclear = [], [], []
    for name in common:
        try:
            found = same if cmp(os.path.join(a, name), os.path.join(b, name), shallow) else different
        except (OSError, ValueError):
            found = unclear
        found.append(name)
    return same, different, unclear


class dircmp:
    """Two folders: what is in which of them. Each attribute is found out when it is asked for."""

    def __init__(self, a, b, ignore=None, hide=None, *, shallow=True):
        self.left, self.right = a, b
        self.hide = [os.curdir, os.pardir] if hide is None else hide
        self.ignore = DEFAULT_IGNORES if ignore is None else ignore
        self.shallow = shallow

    __class_getitem__ = classmethod(GenericAlias)

    def _names(self, folder):
        return sorted(filterfalse((self.hide + self.ignore).__contains__, os.listdir(folder)))

    @cached_property
    def left_list(self):
        return self._names(self.left)

    @cached_property
    def right_list(self):
        return self._names(self.right)

    # Names are the same whatever the case of their letters, where the system says so.

    def _split(self):
        right = {os.path.normcase(name): name for name in self.right_list}
        left = {os.path.normcase(name): name for name in self.left_list}
        self.common = [left[key] for key in left if key in right]
        self.left_only = [left[key] for key in left if key not in right]
        self.right_only = [right[key] for key in right if key not in left]

    def _sort_out(self):
        self.common_dirs, self.common_files, self.common_funny = [], [], []
        for name in self.common:
            try:
                kinds = {stat.S_IFMT(os.stat(os.path.join(folder, name)).st_mode) for folder in (self.left, self.right)}
            except (OSError, ValueError):
                kinds = set()
            if kinds == {stat.S_IFDIR}:
                self.common_dirs.append(name)
            elif kinds == {stat.S_IFREG}:
                self.common_files.append(name)
            else:
                self.common_funny.append(name)

    def _compare_files(self):
        self.same_files, self.diff_files, self.funny_files = cmpfiles(self.left, self.right, self.common_files, self.shallow)

    def _go_down(self):
        self.subdirs = {}
        for name in self.common_dirs:
            left, right = os.path.join(self.left, name), os.path.join(self.right, name)
            self.subdirs[name] = type(self)(left, right, self.ignore, self.hide, shallow=self.shallow)

    _WAYS = {
        'common': _split, 'left_only': _split, 'right_only': _split, 'common_dirs': _sort_out, 'common_files': _sort_out,
        'common_funny': _sort_out, 'same_files': _compare_files, 'diff_files': _compare_files, 'funny_files': _compare_files,
        'subdirs': _go_down,
    }

    def __getattr__(self, name):
        if name not in self._WAYS:
            raise AttributeError(name)
        self._WAYS[name](self)
        return self.__dict__[name]

    # ---- reports ----

    def report(self):
        """Prints how the two folders differ."""
        print('diff', self.left, self.right)
        for names, text in (
            (self.left_only, f'Only in {self.left} :'), (self.right_only, f'Only in {self.right} :'),
            (self.same_files, 'Identical files :'), (self.diff_files, 'Differing files :'),
            (self.funny_files, 'Trouble with common files :'), (self.common_dirs, 'Common subdirectories :'),
            (self.common_funny, 'Common funny cases :'),
        ):
            if names:
                print(text, sorted(names) if names is not self.common_dirs and names is not self.common_funny else names)

    def report_partial_closure(self):
        """Prints how they differ, and the folders in both."""
        self.report()
        for inner in self.subdirs.values():
            print()
            inner.report()

    def report_full_closure(self):
        """Prints how they differ, all the way down."""
        self.report()
        for inner in self.subdirs.values():
            print()
            inner.report_full_closure()
