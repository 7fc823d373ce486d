"""Files that keep bytes by key. What kind a file is of is found out when it is opened."""

import os

__all__ = ['open', 'whichdb', 'error']


class error(Exception):
    """Something is wrong with a file of keys."""


# The kinds that can be made, the one for new files first.
_names = ['dbm.dumb']
_modules = {}

error = (error, OSError)


def _module(name):
    if name not in _modules:
        _modules[name] = __import__(name, fromlist=['open'])
    return _modules[name]


def open(file, flag='r', mode=0o666):
    """Opens a file: 'r' to read, 'w' to write, 'c' to write it and make it if need be, 'n' to make a new one."""
    kind = None if 'n' in flag else whichdb(file)
    if kind is None:
        if 'c' not in flag and 'n' not in flag:
            raise error[0]("db file doesn't exist; use 'c' or 'n' flag to create a new db")
        kind = _names[0]
    elif kind == '':
        raise error[0]('db type could not be determined')
    elif kind not in _names:
        raise error[0](f"db type is {kind}, but the module is not available")
    return _module(kind).open(file, flag, mode)


def _start(path, size):
    try:
        with os.fdopen(os.open(path, os.O_RDONLY), 'rb') as file:
            return file.read(size)
    except OSError:
        return None


def whichdb(filename):
    """The module for a file; None if it cannot be read or is not there, '' if nobody knows."""
    filename = os.fsdecode(os.fspath(filename))
    if os.path.exists(filename + '.pag') and os.path.exists(filename + '.dir'):
        return 'dbm.ndbm'
    if os.path.exists(filename + '.dat'):
        index = _start(filename + '.dir', 1)
        if index is not None and index in (b'', b"'", b'"'):
            return 'dbm.dumb'
    start = _start(filename, 16)
    if start is None:
        return None
    if start == b'SQLite format 3\0':
        return 'dbm.sqlite3'
    # GNU's files begin with one of three numbers, in the machine's order of bytes.
    numbers = {int.from_bytes(start[:4], order) for order in ('little', 'big')}
    return 'dbm.gnu' if numbers & {0x13579acd, 0x13579ace, 0x13579acf} else ''
