"""Bytes by key in plain files: the values in one, and where they stand in another.

The index is a text with a line `'key', (place, size)` for each key. A value begins at a multiple of the block's size; a new one is
written over the old one where it fits, else behind all others. The index is written when the file is closed or synced.
"""

import ast
import io
import os
from collections.abc import MutableMapping

__all__ = ['error', 'open']

error = OSError

_BLOCK = 512


class _Database(MutableMapping):
    """Behaves as a dict of bytes; keys may be given as texts."""

    def __init__(self, filebasename, mode, flag='c'):
        # None as long as nothing is open.
        self._places = None
        base = os.fsencode(filebasename)
        self._values_path, self._index_path, self._backup_path = base + b'.dat', base + b'.dir', base + b'.bak'
        self._mode, self._is_readonly = mode, flag == 'r'
        self._is_changed = False
        self._prepare(flag)

    def _prepare(self, flag):
        if flag == 'n':
            for path in (self._values_path, self._index_path, self._backup_path):
                if os.path.exists(path):
                    os.remove(path)
        if os.path.exists(self._values_path) or flag not in ('c', 'n'):
            io.open(self._values_path, 'rb').close()
        else:
            self._create(self._values_path).close()
        self._places = {}
        try:
            with io.open(self._index_path, encoding='Latin-1') as index:
                for line in index:
                    key, place = ast.literal_eval(line.strip())
                    self._places[key.encode('Latin-1')] = place
        except FileNotFoundError:
            if flag not in ('c', 'n'):
                raise
            # It is there from the beginning, so that the file is known for what it is.
            self._is_changed = True
            self._write_index()

    def _create(self, path):
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, self._mode), 'wb')

    # ---- checks ----

    def _need_open(self):
        if self._places is None:
            raise error('DBM object has already been closed')

    def _need_writable(self):
        if self._is_readonly:
            raise error('The database is opened for reading only')
        self._need_open()

    @staticmethod
    def _key(key):
        return key.encode() if isinstance(key, str) else key

    # ---- a dict ----

    def __getitem__(self, key):
        key = self._key(key)
        self._need_open()
        place, size = self._places[key]
        with io.open(self._values_path, 'rb') as file:
            file.seek(place)
            return file.read(size)

    def __setitem__(self, key, value):
        self._need_writable()
        key = self._key(key)
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError('keys must be bytes or strings')
        if isinstance(value, str):
            value = value.encode()
        elif not isinstance(value, (bytes, bytearray)):
            raise TypeError('values must be bytes or strings')
        self._is_changed = True
        key = bytes(key)
        place, size = self._places.get(key, (0, 0))
        blocks = -(-size // _BLOCK)
        with io.open(self._values_path, 'rb+') as file:
            if not blocks or len(value) > blocks * _BLOCK:
                end = file.seek(0, 2)
                place = -(-end // _BLOCK) * _BLOCK
                file.write(bytes(place - end))
            file.seek(place)
            file.write(value)
        is_new = key not in self._places
        self._places[key] = (place, len(value))
        if is_new:
            with io.open(self._index_path, 'a', encoding='Latin-1') as index:
                index.write(self._line(key))

    def _line(self, key):
        return f'{key.decode("Latin-1")!r}, {self._places[key]!r}\n'

    def __delitem__(self, key):
        self._need_writable()
        self._is_changed = True
        del self._places[self._key(key)]
        self._write_index()

    def keys(self):
        """The keys."""
        self._need_open()
        return list(self._places)

    def items(self):
        """Keys and values."""
        self._need_open()
        return [(key, self[key]) for key in self._places]

    def __contains__(self, key):
        self._need_open()
        return self._key(key) in self._places

    def iterkeys(self):
        """The keys, one by one."""
        self._need_open()
        return iter(self._places)

    __iter__ = iterkeys

    def __len__(self):
        self._need_open()
        return len(self._places)

    # ---- the files ----

    def _write_index(self):
        if self._places is None or not self._is_changed:
            return
        if os.path.exists(self._index_path):
            os.replace(self._index_path, self._backup_path)
        with self._create(self._index_path) as index:
            index.write(''.join(map(self._line, self._places)).encode('Latin-1'))
        self._is_changed = False

    def sync(self):
        """Writes what has not been written."""
        self._need_open()
        self._write_index()

    def close(self):
        """Writes what has not been written; nothing can be done with it any more."""
        try:
            self._write_index()
        finally:
            self._places = None

    __del__ = close

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def open(file, flag='c', mode=0o666):
    """Opens a file, as dbm.open() does."""
    if flag not in ('r', 'w', 'c', 'n'):
        raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n'")
    # What may be set by others is not to be set here.
    mask = os.umask(0)
    os.umask(mask)
    return _Database(file, mode & ~mask, flag=flag)
