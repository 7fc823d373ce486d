"""Blocks of memory that processes share: many small ones in few large pieces."""

import threading
from bisect import insort
from .sharedctypes import _fresh
from .shared_memory import _Window

__all__ = ['BufferWrapper']

_ALIGNMENT = 8
_SMALLEST_ARENA = 4096


class Arena:
    """A piece of shared memory; sent to a process it is the same memory there."""

    def __init__(self, size):
        self.size = size
        self._memory = _fresh(size)
        self.buffer = _Window(self._memory.memory, 0, size)

    def __getstate__(self):
        return self.size, self._memory

    def __setstate__(self, state):
        self.size, self._memory = state
        self.buffer = _Window(self._memory.memory, 0, self.size)


class Heap:
    """Hands out blocks, each (arena, start, stop); the smallest free place that is large enough is taken."""

    def __init__(self, size=_SMALLEST_ARENA):
        self._next_size = size
        self._arenas = []
        self._free = []         # (length, number of the arena, start), sorted
        self._lock = threading.RLock()      # a block may be freed in the middle of a request, by whoever drops it

    @staticmethod
    def _rounded(size, unit=_ALIGNMENT):
        return (size + unit - 1) // unit * unit

    def malloc(self, size):
        if size < 0:
            raise ValueError('Size %d out of range' % size)
        length = self._rounded(max(size, 1))
        with self._lock:
            place = next((place for place in self._free if place[0] >= length), None)
            if place is None:
                place = self._add_arena(length)
            else:
                self._free.remove(place)
            free, number, start = place
            if free > length:
                insort(self._free, (free - length, number, start + length))
            return self._arenas[number], start, start + length

    def _add_arena(self, length):
        size = self._rounded(max(self._next_size, length), _SMALLEST_ARENA)
        self._next_size = 2 * self._next_size
        self._arenas.append(Arena(size))
        return size, len(self._arenas) - 1, 0

    def free(self, block):
        """Give a block back; it grows together with the free places beside it."""
        arena, start, stop = block
        with self._lock:
            number = next(number for number, own in enumerate(self._arenas) if own is arena)
            for place in [place for place in self._free if place[1] == number]:
                length, _, begin = place
                if begin == stop or begin + length == start:
                    self._free.remove(place)
                    start, stop = min(start, begin), max(stop, begin + length)
            insort(self._free, (stop - start, number, start))


class BufferWrapper:
    """A block of the heap of this process, given back when the object goes. Processes that it is sent to see the same memory."""

    _heap = Heap()

    def __init__(self, size):
        if size < 0:
            raise ValueError('Size %d out of range' % size)
        self._block = self._heap.malloc(size)
        self._size = size
        self._is_ours = True

    def __getstate__(self):
        return self._block, self._size

    def __setstate__(self, state):
        self._block, self._size = state
        self._is_ours = False

    def __del__(self):
        if getattr(self, '_is_ours', False):
            self._heap.free(self._block)

    def create_memoryview(self):
        arena, start, _ = self._block
        return _Window(arena._memory.memory, start, start + self._size)
