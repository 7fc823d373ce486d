"""Numbers and arrays of numbers in memory that processes share. Types are given by their letters, as for `array`."""

import _process
import _receiving
import _shipping
import os
from . import synchronize

__all__ = ['RawValue', 'RawArray', 'Value', 'Array', 'copy', 'synchronized']

_SIZES = {'c': 1, 'b': 1, 'B': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8, 'f': 4, 'd': 8, '?': 1}
_CTYPES = {
    'c_char': 'c', 'c_byte': 'b', 'c_ubyte': 'B', 'c_short': 'h', 'c_ushort': 'H', 'c_int': 'i', 'c_uint': 'I', 'c_long': 'l',
    'c_ulong': 'L', 'c_longlong': 'q', 'c_ulonglong': 'Q', 'c_float': 'f', 'c_double': 'd', 'c_bool': '?',
}


def _letter(typecode_or_type):
    code = typecode_or_type if isinstance(typecode_or_type, str) else _CTYPES.get(getattr(typecode_or_type, '__name__', None))
    if code not in _SIZES:
        raise TypeError('this type has no size')
    return code


class _Memory:
    """A file that is mapped by all who have it."""

    def __init__(self, fd, size):
        self.fd, self.size = fd, size
        self.memory = _process.map(fd, size)

    def __del__(self):
        try:
            os.close(self.fd)
        except OSError:
            pass

    def __reduce__(self):
        index = _shipping.send_fd(self.fd)
        if index is None:
            raise RuntimeError('shared memory should only be shared between processes through inheritance')
        return _received, (index, self.size)


def _received(index, size):
    return _Memory(_receiving.received_fd(index), size)


def _fresh(size):
    size = max(size, 1)
    return _Memory(_process.anonymous(size), size)


class _RawValue:
    def __init__(self, code, memory):
        self._code, self._memory = code, memory

    def __repr__(self):
        name = next(name for name, code in _CTYPES.items() if code == self._code)
        return f'{name.replace("longlong", "long")}({self.value!r})'

    @property
    def value(self):
        return self._memory.memory.load(0, self._code)

    @value.setter
    def value(self, value):
        if self._code in 'fd':
            value = float(value)
        self._memory.memory.store(0, self._code, value)


class _RawArray:
    def __init__(self, code, length, memory):
        self._code, self._length, self._memory = code, length, memory
        self._size = _SIZES[code]

    def __len__(self):
        return self._length

    def _at(self, i):
        i = i.__index__()
        if i < 0:
            i += self._length
        if not 0 <= i < self._length:
            raise IndexError('invalid index')
        return i * self._size

    def __getitem__(self, i):
        memory = self._memory.memory
        if isinstance(i, slice):
            items = [memory.load(k * self._size, self._code) for k in range(*i.indices(self._length))]
            return b''.join(items) if self._code == 'c' else items
        return memory.load(self._at(i), self._code)

    def __setitem__(self, i, value):
        memory = self._memory.memory
        if isinstance(i, slice):
            places = range(*i.indices(self._length))
            values = [value[k:k + 1] for k in range(len(value))] if self._code == 'c' else list(value)
            if len(places) != len(values):
                raise ValueError('Can only assign sequence of same size')
            for k, item in zip(places, values):
                memory.store(k * self._size, self._code, item)
            return
        memory.store(self._at(i), self._code, float(value) if self._code in 'fd' else value)

    def __iter__(self):
        for i in range(self._length):
            yield self[i]

    @property
    def raw(self):
        return self._memory.memory.read(0, self._length)

    @raw.setter
    def raw(self, data):
        self._memory.memory.write(0, data)

    @property
    def value(self):
        return self.raw.partition(b'\0')[0]

    @value.setter
    def value(self, data):
        if len(data) > self._length:
            raise ValueError('byte string too long')
        self._memory.memory.write(0, data + b'\0' * (len(data) < self._length))


def RawValue(typecode_or_type, *args):
    """A number in shared memory, without a lock."""
    code = _letter(typecode_or_type)
    value = _RawValue(code, _fresh(_SIZES[code]))
    if args:
        value.value = args[0]
    return value


def RawArray(typecode_or_type, size_or_initializer):
    """Numbers in shared memory, without a lock."""
    code = _letter(typecode_or_type)
    if isinstance(size_or_initializer, int):
        if size_or_initializer < 0:
            raise ValueError('Negative size')
        return _RawArray(code, size_or_initializer, _fresh(size_or_initializer * _SIZES[code]))
    items = size_or_initializer if hasattr(size_or_initializer, '__len__') else list(size_or_initializer)
    array = _RawArray(code, len(items), _fresh(len(items) * _SIZES[code]))
    array[:] = items
    return array


def _lock_of(lock):
    if lock is True or lock is None:
        return synchronize.RLock()
    if not hasattr(lock, 'acquire'):
        raise AttributeError('%r has no method \'acquire\'' % lock)
    return lock


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """A number in shared memory; with a lock unless `lock` is false."""
    raw = RawValue(typecode_or_type, *args)
    return raw if lock is False else Synchronized(raw, _lock_of(lock))


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """Numbers in shared memory; with a lock unless `lock` is false."""
    raw = RawArray(typecode_or_type, size_or_initializer)
    if lock is False:
        return raw
    return (SynchronizedString if raw._code == 'c' else SynchronizedArray)(raw, _lock_of(lock))


def copy(obj):
    if isinstance(obj, _RawValue):
        return RawValue(obj._code, obj.value)
    return RawArray(obj._code, obj[:])


def synchronized(obj, lock=None, ctx=None):
    assert not isinstance(obj, SynchronizedBase), 'object already synchronized'
    lock = _lock_of(lock)
    if isinstance(obj, _RawValue):
        return Synchronized(obj, lock)
    return (SynchronizedString if obj._code == 'c' else SynchronizedArray)(obj, lock)


class SynchronizedBase:
    def __init__(self, obj, lock=None, ctx=None):
        self._obj = obj
        self._lock = _lock_of(lock)
        self._make_methods()

    def _make_methods(self):
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __getstate__(self):
        return self._obj, self._lock

    def __setstate__(self, state):
        self._obj, self._lock = state
        self._make_methods()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def get_obj(self):
        return self._obj

    def get_lock(self):
        return self._lock

    def __repr__(self):
        return '<%s wrapper for %s>' % (type(self).__name__, self._obj)


class Synchronized(SynchronizedBase):
    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._obj.value = value


class SynchronizedArray(SynchronizedBase):
    def __len__(self):
        return len(self._obj)

    def __getitem__(self, i):
        with self._lock:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self._lock:
            self._obj[i] = value

    def __iter__(self):
        for i in range(len(self._obj)):
            yield self[i]

    def __getslice__(self, start, stop):
        return self[start:stop]


class SynchronizedString(SynchronizedArray):
    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._obj.value = value

    @property
    def raw(self):
        with self._lock:
            return self._obj.raw

    @raw.setter
    def raw(self, value):
        with self._lock:
            self._obj.raw = value
