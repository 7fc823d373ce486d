"""Queues between processes: packets on a local socket, which any number of processes read and write. What the socket has no room for
waits in the process that put it. What a process had begun when it was killed keeps nobody waiting; an item that it had got is lost, and
join() waits for its task_done()."""

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
    """Both ends of the line, the ledger of what is on the way, and pipes for those who wait for a place and for the end."""

    def __init__(self):
        reading, writing = _process.pair()
        self.reading, self.writing = Connection(reading), Connection(writing)
        self.ledger = sharedctypes._fresh(_process.LEDGER_SIZE)
        self.room, self.end = synchronize._Tokens(_process.tokens(0)), synchronize._Tokens(_process.tokens(0))


class Queue:
    """A queue of objects between processes."""

    def __init__(self, maxsize=0, *, ctx=None):
        from .synchronize import SEM_VALUE_MAX
        self._maxsize = maxsize if maxsize > 0 else SEM_VALUE_MAX
        self._channel = _Channel()
        self._local()

    def _local(self):
        limit = 0 if self._maxsize == synchronize.SEM_VALUE_MAX else self._maxsize
        self._ledger = _process.ledger(self._channel.ledger.fd, limit)
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
        message = _shipping.ship(obj)
        packet = message.packet()
        end = None if timeout is None else time.monotonic() + timeout
        while not self._send(packet, message.fds):
            left = None if end is None else max(end - time.monotonic(), 0)
            channel = self._channel
            if not block or not self._ledger.wait_for_place(channel.reading.fileno(), channel.room.reading, left):
                raise Full

    def _send(self, packet, fds):
        """False: there is no place."""
        with self._buffer_lock:
            number = self._ledger.put(self._channel.writing.fileno(), packet, fds, not self._buffer)
            if not number:
                return number == 0
            # Whoever reads makes room on the line; until then it waits here.
            try:
                self._buffer.append((number, packet, [os.dup(fd) for fd in fds]))
            except:
                self._ledger.withdraw()
                raise
            if self._feeder is None:
                self._feeder = threading.Thread(target=self._feed, name='QueueFeederThread', daemon=True)
                self._feeder.start()
                if not self._join_cancelled:
                    from .util import Finalize
                    self._finish = Finalize(None, self.join_thread, exitpriority=-5)
            return True

    def _feed(self):
        while True:
            with self._buffer_lock:
                if not self._buffer:
                    self._feeder = None
                    return
                number, packet, fds = self._buffer[0]
            try:
                self._ledger.send(self._channel.writing.fileno(), number, packet, fds)
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
        found = self._ledger.get(channel.reading.fileno(), block, timeout, channel.room.writing)
        if found is None:
            raise Empty
        return _receiving.receive(*found)

    def qsize(self):
        return self._ledger.size(self._channel.reading.fileno())

    def empty(self):
        if self._closed and self._is_used:
            raise OSError('handle is closed')
        return not self._channel.reading.poll() and not self._buffer

    def full(self):
        return self._ledger.is_full()

    def get_nowait(self):
        return self.get(False)

    def put_nowait(self, obj):
        return self.put(obj, False)

    def task_done(self):
        """A task got from the queue is done. Errors: ValueError if there was none."""
        if not self._ledger.finish(self._channel.end.writing):
            raise ValueError('task_done() called too many times')

    def join(self):
        """Wait until every object put has been answered by task_done()."""
        self._ledger.join(self._channel.reading.fileno(), self._channel.end.reading)

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
