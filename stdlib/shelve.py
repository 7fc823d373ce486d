"""Shelves: dicts in files, whose values are pickled."""

import collections.abc
from pickle import DEFAULT_PROTOCOL, dumps, loads

__all__ = ['Shelf', 'BsdDbShelf', 'DbfilenameShelf', 'open']


class _Closed(collections.abc.MutableMapping):
    """What stands in the place of a shelf's dict when the shelf is closed."""

    def _refuse(self, *args):
        raise ValueError('invalid operation on closed shelf')

    __iter__ = __len__ = __getitem__ = __setitem__ = __delitem__ = keys = _refuse

    def __repr__(self):
        return '<Closed Dictionary>'


class Shelf(collections.abc.MutableMapping):
    """A shelf on a dict of bytes. With `writeback`, values that were taken out are put back when it is synced or closed."""

    def __init__(self, dict, protocol=None, writeback=False, keyencoding='utf-8'):
        self.dict = dict
        self._protocol = DEFAULT_PROTOCOL if protocol is None else protocol
        self.writeback, self.keyencoding = writeback, keyencoding
        self.cache = {}

    def __iter__(self):
        return (key.decode(self.keyencoding) for key in self.dict.keys())

    def __len__(self):
        return len(self.dict)

    def __contains__(self, key):
        return key.encode(self.keyencoding) in self.dict

    def get(self, key, default=None):
        """A value, or the default."""
        return self[key] if key.encode(self.keyencoding) in self.dict else default

    def __getitem__(self, key):
        if key in self.cache:
            return self.cache[key]
        value = loads(self.dict[key.encode(self.keyencoding)])
        if self.writeback:
            self.cache[key] = value
        return value

    def __setitem__(self, key, value):
        if self.writeback:
            self.cache[key] = value
        self.dict[key.encode(self.keyencoding)] = dumps(value, self._protocol)

    def __delitem__(self, key):
        del self.dict[key.encode(self.keyencoding)]
        self.cache.pop(key, None)

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def sync(self):
        """Puts back what was taken out, and syncs the dict if it can do that."""
        if self.writeback and self.cache:
            taken, self.cache = self.cache, {}
            self.writeback = False
            for key, value in taken.items():
                self[key] = value
            self.writeback = True
        if hasattr(self.dict, 'sync'):
            self.dict.sync()

    def close(self):
        """Syncs and closes the dict; nothing can be done with the shelf any more."""
        if self.dict is None or isinstance(self.dict, _Closed):
            return
        try:
            self.sync()
            if hasattr(self.dict, 'close'):
                self.dict.close()
        finally:
            self.dict = _Closed()

    def __del__(self):
        if hasattr(self, 'writeback'):
            self.close()


class BsdDbShelf(Shelf):
    """A shelf on a dict that knows an order of its keys."""

    def _pair(self, pair):
        key, value = pair
        return key.decode(self.keyencoding), loads(value)

    def set_location(self, key):
        """Goes to a key."""
        return self._pair(self.dict.set_location(key))

    def next(self):
        """The next key and its value."""
        return self._pair(next(self.dict))

    def previous(self):
        """The key before and its value."""
        return self._pair(self.dict.previous())

    def first(self):
        """The first key and its value."""
        return self._pair(self.dict.first())

    def last(self):
        """The last key and its value."""
        return self._pair(self.dict.last())


class DbfilenameShelf(Shelf):
    """A shelf in a file."""

    def __init__(self, filename, flag='c', protocol=None, writeback=False):
        import dbm
        super().__init__(dbm.open(filename, flag), protocol, writeback)

    def clear(self):
        """Takes out all keys."""
        self.cache.clear()
        for key in list(self.dict.keys()):
            del self.dict[key]


def open(filename, flag='c', protocol=None, writeback=False):
    """The shelf in a file; flags as dbm.open() has them."""
    return DbfilenameShelf(filename, flag, protocol, writeback)
