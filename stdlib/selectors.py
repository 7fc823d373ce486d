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
        # One step, so that of two threads one is told.
        if self._fd_to_key.setdefault(key.fd, key) is not key:
            raise KeyError('{!r} (FD {}) is already registered'.format(fileobj, key.fd))
        return key

    def unregister(self, fileobj):
        try:
            return self._fd_to_key.pop(self._fileobj_lookup(fileobj))
        except KeyError:
            raise KeyError('{!r} is not registered'.format(fileobj)) from None

    def _registered(self, fileobj):
        try:
            return self._fd_to_key[self._fileobj_lookup(fileobj)]
        except KeyError:
            raise KeyError('{!r} is not registered'.format(fileobj)) from None

    def modify(self, fileobj, events, data=None):
        key = self._registered(fileobj)
        if key.events != events:
            self.unregister(fileobj)
            return self.register(fileobj, events, data)
        if key.data != data:
            key = self._fd_to_key[key.fd] = key._replace(data=data)
        return key

    def close(self):
        self._fd_to_key.clear()
        self._map = None

    def get_map(self):
        return self._map

    def _ready(self, found):
        """(key, events) for pairs of descriptor and events, of those that are still registered."""
        ready = []
        for fd, events in found:
            key = self._fd_to_key.get(fd)
            if key and events & key.events:
                ready.append((key, events & key.events))
        return ready


class SelectSelector(_BaseSelectorImpl):
    """Over select.select()."""

    def select(self, timeout=None):
        keys = list(self._fd_to_key.values())
        readers = [key.fd for key in keys if key.events & EVENT_READ]
        writers = [key.fd for key in keys if key.events & EVENT_WRITE]
        try:
            reading, writing, _ = select.select(readers, writers, [], None if timeout is None else max(timeout, 0))
        except InterruptedError:
            return []
        found = dict.fromkeys(reading, EVENT_READ)
        for fd in writing:
            found[fd] = found.get(fd, 0) | EVENT_WRITE
        return self._ready(found.items())


class _PollLikeSelector(_BaseSelectorImpl):
    """Over an object with register(), modify(), unregister() and poll()."""

    def __init__(self):
        super().__init__()
        self._selector = self._selector_cls()

    def _asked(self, events):
        return (self._EVENT_READ if events & EVENT_READ else 0) | (self._EVENT_WRITE if events & EVENT_WRITE else 0)

    def register(self, fileobj, events, data=None):
        # The key is there before the first event can be.
        key = super().register(fileobj, events, data)
        try:
            self._selector.register(key.fd, self._asked(events))
        except:
            super().unregister(fileobj)
            raise
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        try:
            self._selector.unregister(key.fd)
        except OSError:
            # Closed meanwhile.
            pass
        return key

    def modify(self, fileobj, events, data=None):
        key = self._registered(fileobj)
        if events != key.events:
            try:
                self._selector.modify(key.fd, self._asked(events))
            except:
                super().unregister(fileobj)
                raise
        if events != key.events or data != key.data:
            key = self._fd_to_key[key.fd] = key._replace(events=events, data=data)
        return key

    def _poll(self, timeout):
        return self._selector.poll(timeout)

    def select(self, timeout=None):
        """(key, events) for the files that are ready."""
        if timeout is not None:
            timeout = 0 if timeout <= 0 else math.ceil(timeout * 1e3)
        try:
            found = self._poll(timeout)
        except InterruptedError:
            return []
        # What is neither, as an error, ends the wait for both.
        reads, writes = ~self._EVENT_WRITE, ~self._EVENT_READ
        return self._ready([(fd, (EVENT_READ if events & reads else 0) | (EVENT_WRITE if events & writes else 0)) for fd, events in found])


class PollSelector(_PollLikeSelector):
    """Over select.poll()."""

    _selector_cls = select.poll
    _EVENT_READ, _EVENT_WRITE = select.POLLIN, select.POLLOUT


if hasattr(select, 'epoll'):

    class EpollSelector(_PollLikeSelector):
        """Over select.epoll(), so files may be registered while another thread is in select()."""

        _selector_cls = select.epoll
        _EVENT_READ, _EVENT_WRITE = select.EPOLLIN, select.EPOLLOUT

        def fileno(self):
            return self._selector.fileno()

        def _poll(self, timeout):
            return self._selector.poll(None if timeout is None else timeout * 1e-3, max(len(self._fd_to_key), 1))

        def close(self):
            self._selector.close()
            super().close()

    DefaultSelector = EpollSelector
else:
    DefaultSelector = PollSelector
