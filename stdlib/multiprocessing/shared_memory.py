"""Blocks of memory with names, which processes share, and lists in them."""

import _process
import os
import struct
import types
from . import resource_tracker

__all__ = ['SharedMemory', 'ShareableList']

_FOLDER = '/dev/shm'
_USE_POSIX, _SHM_NAME_PREFIX = True, '/psm_'


def _make_filename():
    """A name that nobody has, most likely."""
    return _SHM_NAME_PREFIX + os.urandom(4).hex()


class _Window:
    """The bytes of a block, read and written in place."""

    itemsize = 1
    format = 'B'
    readonly = False
    ndim = 1

    def __init__(self, memory, start, stop):
        self._memory, self._start, self._stop = memory, start, stop
        self.nbytes = stop - start
        self._released = False

    def _check(self):
        if self._released:
            raise ValueError('operation forbidden on released memoryview object')

    def __len__(self):
        self._check()
        return self._stop - self._start

    def _at(self, index):
        self._check()
        index = index.__index__()
        if index < 0:
            index += self._stop - self._start
        if not 0 <= index < self._stop - self._start:
            raise IndexError('index out of bounds on dimension 1')
        return self._start + index

    def __getitem__(self, index):
        if isinstance(index, slice):
            self._check()
            start, stop, step = index.indices(len(self))
            if step == 1:
                return _Window(self._memory, self._start + start, self._start + max(start, stop))
            return bytes(self)[index]
        return self._memory.load(self._at(index), 'B')

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            self._check()
            start, stop, step = index.indices(len(self))
            data = bytes(value)
            places = range(start, stop, step)
            if len(places) != len(data):
                raise ValueError('memoryview assignment: lvalue and rvalue have different structures')
            if step == 1:
                self._memory.write(self._start + start, data)
            else:
                for place, byte in zip(places, data):
                    self._memory.store(self._start + place, 'B', byte)
            return
        self._memory.store(self._at(index), 'B', value)

    def __bytes__(self):
        self._check()
        return self._memory.read(self._start, self._stop - self._start)

    def tobytes(self):
        return bytes(self)

    def tolist(self):
        return list(bytes(self))

    def hex(self, *args):
        return bytes(self).hex(*args)

    def __iter__(self):
        return iter(bytes(self))

    def __eq__(self, other):
        try:
            return bytes(self) == bytes(other)
        except TypeError:
            return NotImplemented

    def cast(self, format):
        """The same bytes as numbers of another kind."""
        return _Numbers(self, format)

    def release(self):
        self._released = True

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.release()


class _Numbers:
    """The bytes of a block as numbers of one kind, read and written in place."""

    def __init__(self, window, format):
        self.itemsize = struct.calcsize(format)
        if window.nbytes % self.itemsize:
            raise TypeError('memoryview: length is not a multiple of itemsize')
        self.format, self._window = format, window

    def __len__(self):
        return len(self._window) // self.itemsize

    def _at(self, index):
        count = len(self)
        if not -count <= index < count:
            raise IndexError('index out of bounds on dimension 1')
        return self._window._start + index % count * self.itemsize

    def __getitem__(self, index):
        return self._window._memory.load(self._at(index), self.format)

    def __setitem__(self, index, value):
        self._window._memory.store(self._at(index), self.format, value)

    def release(self):
        self._window.release()


class SharedMemory:
    """A block of shared memory, made or found by its name."""

    def __init__(self, name=None, create=False, size=0, *, track=True):
        if not size >= 0:
            raise ValueError("'size' must be a positive integer")
        if create and size == 0:
            raise ValueError("'size' must be a positive number different from zero")
        if name is None and not create:
            raise ValueError("'name' can only be None if create=True")
        flags = os.O_RDWR | (os.O_CREAT | os.O_EXCL if create else 0)
        while True:
            self._name = '/' + name.lstrip('/') if name else _make_filename()
            try:
                self._fd = os.open(os.path.join(_FOLDER, self._name.lstrip('/')), flags, 0o600)
                break
            except FileExistsError:
                if name is not None:
                    raise FileExistsError(17, 'File exists', '/' + name.lstrip('/')) from None
            except FileNotFoundError:
                raise FileNotFoundError(2, 'No such file or directory', '/' + name.lstrip('/')) from None
        self._track = track
        if track and create:
            # Before that, and killed in between, it is not taken away.
            resource_tracker.register(self._name, 'shared_memory')
        if create:
            os.ftruncate(self._fd, size)
        self._size = os.fstat(self._fd).st_size
        self._memory = _process.map(self._fd, self._size)
        self._buf = _Window(self._memory, 0, self._size)

    def __del__(self):
        try:
            self.close()
        except (OSError, AttributeError):
            pass

    def __reduce__(self):
        return SharedMemory, (self.name, False, self.size)

    def __repr__(self):
        return f'{self.__class__.__name__}({self.name!r}, size={self.size})'

    @property
    def buf(self):
        return self._buf

    @property
    def name(self):
        return self._name[1:]

    @property
    def size(self):
        return self._size

    def close(self):
        """Give up this process's view of the block."""
        if self._buf is not None:
            self._buf.release()
            self._buf = None
        self._memory = None
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def unlink(self):
        """Take the block away; it is gone when nobody views it any more."""
        os.unlink(os.path.join(_FOLDER, self._name.lstrip('/')))
        if self._track:
            resource_tracker.unregister(self._name, 'shared_memory')


class ShareableList:
    """A list of fixed length whose items live in shared memory."""

    def __init__(self, sequence=None, *, name=None):
        if name is None or sequence is not None:
            items = list(sequence or ())
            formats = [self._format(item) for item in items]
            offsets, at = [], 0
            for format in formats:
                offsets.append(at)
                at += struct.calcsize(format)
            head = struct.pack('q', len(items)) + b''.join(struct.pack('q8s8s', offset, format.encode(), self._kind(item))
                                                           for offset, format, item in zip(offsets, formats, items))
            self.shm = SharedMemory(name, create=True, size=max(len(head) + at, 1))
            self.shm.buf[:len(head)] = head
            self._read_head()
            for index, item in enumerate(items):
                self[index] = item
        else:
            self.shm = SharedMemory(name)
            self._read_head()

    @staticmethod
    def _kind(item):
        return {bool: b'bool', int: b'int', float: b'float', str: b'str', bytes: b'bytes', type(None): b'None'}[type(item)]

    @staticmethod
    def _format(item):
        if isinstance(item, bool):
            return 'xxxxxxx?'
        if isinstance(item, int):
            return 'q'
        if isinstance(item, float):
            return 'd'
        if item is None:
            return 'xxxxxx?x'
        if isinstance(item, (str, bytes)):
            data = item.encode() if isinstance(item, str) else item
            return '%ds' % (8 * (len(data) // 8 + 1))
        raise ValueError('type %s is not supported' % type(item).__name__)

    _FORMATS = {'bool': 'xxxxxxx?', 'int': 'q', 'float': 'd', 'None': 'xxxxxx?x'}

    def _get_packing_format(self, position):
        """The format of what is at a position now."""
        _, _, format, kind = self._row(position)
        return self._FORMATS.get(kind, format)

    def _read_head(self):
        buf = self.shm.buf
        self._len, = struct.unpack('q', bytes(buf[:8]))
        self._rows = []
        for i in range(self._len):
            offset, format, kind = struct.unpack('q8s8s', bytes(buf[8 + 24 * i:32 + 24 * i]))
            self._rows.append([offset, format.rstrip(b'\0').decode(), kind.rstrip(b'\0').decode()])
        self._data = 8 + 24 * self._len

    def _row(self, position):
        position = position.__index__()
        if position < 0:
            position += self._len
        if not 0 <= position < self._len:
            raise IndexError('index out of range')
        start = 8 + 24 * position
        kind = struct.unpack('8s', bytes(self.shm.buf[start + 16:start + 24]))[0].rstrip(b'\0').decode()
        offset, format, _ = self._rows[position]
        return position, self._data + offset, format, kind

    def __getitem__(self, position):
        _, at, format, kind = self._row(position)
        data = bytes(self.shm.buf[at:at + struct.calcsize(format)])
        if kind == 'None':
            return None
        if kind in ('str', 'bytes'):
            text = data.rstrip(b'\0')
            return text.decode() if kind == 'str' else text
        return {'bool': lambda: data[7] != 0, 'int': lambda: struct.unpack('q', data)[0], 'float': lambda: struct.unpack('d', data)[0]}[kind]()

    def __setitem__(self, position, value):
        position, at, format, _ = self._row(position)
        room = struct.calcsize(format)
        kind = self._kind(value)
        if kind == b'None':
            data = bytes(room)
        elif kind in (b'str', b'bytes'):
            data = value.encode() if isinstance(value, str) else value
            if len(data) > room:
                raise ValueError('bytes/str item exceeds available storage')
            data = data.ljust(room, b'\0')
        else:
            data = struct.pack(self._format(value), value).ljust(room, b'\0')
        self.shm.buf[at:at + len(data)] = data
        start = 8 + 24 * position + 16
        self.shm.buf[start:start + 8] = kind.ljust(8, b'\0')

    def __len__(self):
        return self._len

    def __iter__(self):
        for i in range(self._len):
            yield self[i]

    def __reduce__(self):
        return _list_of, (self.shm.name,)

    def __repr__(self):
        return f'{self.__class__.__name__}({list(self)}, name={self.shm.name!r})'

    @property
    def format(self):
        return ''.join(map(self._get_packing_format, range(self._len)))

    def count(self, value):
        return sum(value == item for item in self)

    def index(self, value):
        for position, item in enumerate(self):
            if value == item:
                return position
        raise ValueError('ShareableList.index(x): x not in list')

    __class_getitem__ = classmethod(types.GenericAlias)


def _list_of(name):
    return ShareableList(name=name)
