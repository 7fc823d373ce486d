"""Waiting for many files, with data attached to each."""

import math
import select
from abc import ABCMeta, abstractmethod
from collections import namedtuple
from collections.abc import Mapping

EVENT_READ = 1
EVENT_WRITE = 2

SelectorKey = namedtuple('SelectorKey', ['fileobj', 'fd', 'events', 'data'])


def _fileobj_to_fd(fileobj):
    if isinstance(fileobj, int):
        fd = fileobj
    else:
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError('Invalid file object: {!r}'.format(fileobj)) from None
    if fd < 0:
        raise ValueError('Invalid file descriptor: {}'.format(fd))
    return fd


class _SelectorMapping(Mapping):
    """The registered files, with their keys."""

    def __init__(self, selector):
        self._keys, self._fd_of = selector._fd_to_key, selector._fileobj_lookup

    def __iter__(self):
        return iter(self._keys)

    def __len__(self):
        return len(self._keys)

    def get(self, fileobj, default=None):
        return self._keys.get(self._fd_of(fileobj), default)

    def __getitem__(self, fileobj):
        found = self.get(fileobj)
        if found is not None:
            return found
        raise KeyError(f'{fileobj!r} is not registered')


class BaseSelector(metaclass=ABCMeta):
    @abstractmethod
    def register(self, fileobj, events, data=None):
        raise NotImplementedError

    @abstractmethod
    def unregister(self, fileobj):
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    @abstractmethod
    def select(self, timeout=None):
        raise NotImplementedError

    def close(self):
        pass

    def get_key(self, fileobj):
        registered = self.get_map()
        if registered is None:
            raise RuntimeError('Selector is closed')
        key = registered.get(fileobj)
        if key is None:
            raise KeyError(f'{fileobj!r} is not registered') from None
        return key

    @abstractmethod
    def get_map(self):
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class _BaseSelectorImpl(BaseSelector):
    def __init__(self):
        self._fd_to_key = {}
        self._map = _SelectorMapping(self)

    def _fileobj_lookup(self, fileobj):
        """The descriptor of a file, or the one it had if it is closed but registered still."""
        try:
            return _fileobj_to_fd(fileobj)
        except ValueError:
            had = [key.fd for key in self._fd_to_key.values() if key.fileobj is fileobj]
            if not had:
                raise
            return had[0]

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError('Invalid events: {!r}'.format(events))
        key = SelectorKey(fileobj, self._fileobj_lookup(fileobj), events, data)
        if key.fd in self._fd_to_key:
            raise KeyError('{!r} (FD {}) is already registered'.format(fileobj, key.fd))
        self._fd_to_key[key.fd] = key
        return key

    def unregister(self, fileobj):
        try:
            return self._fd_to_key.pop(self._fileobj_lookup(fileobj))
        except KeyError:
            raise KeyError('{!r} is not registered'.format(fileobj)) from None

    def modify(self, fileobj, events, data=None):
        try:
            key = self._fd_to_key[self._fileobj_lookup(fileobj)]
        except KeyError:
            raise KeyError('{!r} is not registered'.format(fileobj)) from None
        if key.events != events:
            self.unregister(fileobj)
            return self.register(fileobj, events, data)
        if key.data != data:
            key = self._fd_to_key[key.fd] = key._replace(data=data)
        return key

    def select(self, timeout=None):
        """(key, events) for the files that are ready."""
        poller = select.poll()
        for key in self._fd_to_key.values():
            events = (select.POLLIN if key.events & EVENT_READ else 0) | (select.POLLOUT if key.events & EVENT_WRITE else 0)
            poller.register(key.fd, events)
        if timeout is not None:
            timeout = 0 if timeout <= 0 else math.ceil(timeout * 1e3)
        ready = []
        for fd, found in poller.poll(timeout):
            events = (EVENT_WRITE if found & ~select.POLLIN else 0) | (EVENT_READ if found & ~select.POLLOUT else 0)
            key = self._fd_to_key.get(fd)
            if key:
                ready.append((key, events & key.events))
        return ready

    def close(self):
        self._fd_to_key.clear()
        self._map = None

    def get_map(self):
        return self._map


class SelectSelector(_BaseSelectorImpl):
    pass


class PollSelector(_BaseSelectorImpl):
    pass


class EpollSelector(_BaseSelectorImpl):
    def fileno(self):
        return -1


DefaultSelector = EpollSelector
