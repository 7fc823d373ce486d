"""Pipes between threads."""

import time
from queue import Queue

__all__ = ['Client', 'Listener', 'Pipe']

families = [None]


class _Closing:
    """Leaving the block closes."""

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.close()


class Connection(_Closing):
    """One end of a pipe: a queue to take from and one to put in."""

    def __init__(self, _in, _out):
        self._in, self._out = _in, _out
        self.recv = self.recv_bytes = _in.get
        self.send = self.send_bytes = _out.put

    def poll(self, timeout=0.0):
        end = time.monotonic() + timeout
        while not self._in.qsize():
            if time.monotonic() >= end:
                return False
            # What is waited for must stay in the queue, so it is looked at now and then.
            time.sleep(0.0005)
        return True

    def close(self):
        """Nothing: the queues go when nobody has them."""


def Pipe(duplex=True):
    """The two ends of a pipe."""
    there, back = Queue(), Queue()
    return Connection(there, back), Connection(back, there)


class Listener(_Closing):
    """Waits for those who connect; its address is the queue they put themselves in."""

    def __init__(self, address=None, family=None, backlog=1):
        self._backlog_queue = Queue(backlog)

    @property
    def address(self):
        return self._backlog_queue

    def accept(self):
        take, give = self._backlog_queue.get()
        return Connection(take, give)

    def close(self):
        self._backlog_queue = None


def Client(address):
    """Connects to a listener."""
    mine, theirs = Pipe()
    address.put((theirs._in, theirs._out))
    return mine
