"""Queues between processes: packets on a local socket, which any number of processes read and write. What the socket has no room for
waits in the process that put it."""

import _process
import _receiving
import _shipping
import collections
import os
import threading
import time
import types
from queue import Empty, Full
from . import sharedctypes, synchronize
from .connection import Connection, Pipe

__all__ = ['Queue', 'SimpleQueue', 'JoinableQueue']


class _Channel:
    """Both ends of the line, the numbers of items put and unfinished, and the permits of a bounded queue."""

    SIZE, UNFINISHED = 0, 8

    def __init__(self, maxsize):
        reading, writing = _process.pair()
        self.reading, self.writing = Connection(reading), Connection(writing)
        self.numbers = sharedctypes._fresh(16)
        self.permits = synchronize.Semaphore(maxsize) if 0 < maxsize <= 65536 else None
        self.done = synchronize.Event()
        self.done.set()

    def add(self, place, more):
        return self.numbers.memory.add(place, more) + more

    def settle(self):
        """`done` follows the number of unfinished items, without a lock that a killed process could keep.

        Whoever writes looks again afterwards, so the last one to write has written what is so.
        """
        while True:
            is_done = not self.add(self.UNFINISHED, 0)
            (self.done.set if is_done else self.done.clear)()
            if is_done == (not self.add(self.UNFINISHED, 0)):
                return


class Queue:
    """A queue of objects between processes."""

    def __init__(self, maxsize=0, *, ctx=None):
        from .synchronize import SEM_VALUE_MAX
        self._maxsize = maxsize if maxsize > 0 else SEM_VALUE_MAX
        self._channel = _Channel(maxsize)
        self._local()

    def _local(self):
        self._buffer = collections.deque()
        self._buffer_lock = threading.Lock()
        self._feeder = None
        self._closed = self._is_used = False
        self._join_cancelled = False

    def __getstate__(self):
        if not _shipping.is_shipping():
            raise RuntimeError('%s objects should only be shared between processes through inheritance' % type(self).__name__)
        return self._maxsize, self._channel

    def __setstate__(self, state):
        self._maxsize, self._channel = state
        self._local()

    def put(self, obj, block=True, timeout=None):
        """Put an object. Errors: Full; those of pickle."""
        if self._closed:
            raise ValueError(f'Queue {self!r} is closed')
        self._is_used = True
        channel = self._channel
        message = _shipping.ship(obj)
        if channel.permits is not None and not channel.permits.acquire(block, timeout):
            raise Full
        channel.add(channel.SIZE, 1)
        if channel.add(channel.UNFINISHED, 1) == 1:
            channel.settle()
        self._send(message)

    def _send(self, message):
        packet = message.packet()
        with self._buffer_lock:
            if not self._buffer and _process.send(self._channel.writing.fileno(), packet, message.fds, False):
                return
            # Whoever reads makes room; until then it waits here.
            fds = [os.dup(fd) for fd in message.fds]
            self._buffer.append((packet, fds))
            if self._feeder is None:
                self._feeder = threading.Thread(target=self._feed, name='QueueFeederThread', daemon=True)
                self._feeder.start()
                if not self._join_cancelled:
                    from .util import Finalize
                    self._finish = Finalize(None, self.join_thread, exitpriority=-5)

    def _feed(self):
        while True:
            with self._buffer_lock:
                if not self._buffer:
                    self._feeder = None
                    return
                packet, fds = self._buffer[0]
            try:
                _process.send(self._channel.writing.fileno(), packet, fds)
            except OSError:
                with self._buffer_lock:
                    self._buffer.clear()
                    self._feeder = None
                return
            for fd in fds:
                os.close(fd)
            with self._buffer_lock:
                self._buffer.popleft()

    def get(self, block=True, timeout=None):
        """Get an object. Errors: Empty."""
        if self._closed:
            raise ValueError(f'Queue {self!r} is closed')
        channel = self._channel
        if timeout is not None:
            timeout = max(timeout, 0)
        found = _process.receive(channel.reading.fileno(), block, timeout)
        if found is None:
            raise Empty
        channel.add(channel.SIZE, -1)
        if channel.permits is not None:
            channel.permits.release()
        return _receiving.receive(*found)

    def qsize(self):
        channel = self._channel
        return max(channel.add(channel.SIZE, 0), 0)

    def empty(self):
        if self._closed and self._is_used:
            raise OSError('handle is closed')
        return not self._channel.reading.poll() and not self._buffer

    def full(self):
        permits = self._channel.permits
        return permits is not None and permits._is_zero()

    def get_nowait(self):
        return self.get(False)

    def put_nowait(self, obj):
        return self.put(obj, False)

    def task_done(self):
        """A task got from the queue is done. Errors: ValueError if there was none."""
        channel = self._channel
        left = channel.add(channel.UNFINISHED, -1)
        if left < 0:
            channel.add(channel.UNFINISHED, 1)
            raise ValueError('task_done() called too many times')
        if left == 0:
            channel.settle()

    def join(self):
        """Wait until every object put has been answered by task_done()."""
        self._channel.done.wait()

    def close(self):
        self._closed = True

    def join_thread(self):
        """Wait until what was put has been sent."""
        feeder = self._feeder
        if feeder is not None and not self._join_cancelled:
            feeder.join()

    def cancel_join_thread(self):
        self._join_cancelled = True
        finish = getattr(self, '_finish', None)
        if finish is not None:
            finish.cancel()

    def __repr__(self):
        return '<%s.%s object at %#x>' % (type(self).__module__, type(self).__qualname__, id(self))

    __class_getitem__ = classmethod(types.GenericAlias)


class JoinableQueue(Queue):
    pass


class SimpleQueue(Queue):
    def __init__(self, *, ctx=None):
        super().__init__(0)

    def put(self, obj):
        super().put(obj)

    def get(self):
        return super().get()

    def close(self):
        self._closed = True
        self._channel.reading.close()
        self._channel.writing.close()
