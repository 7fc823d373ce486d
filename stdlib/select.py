"""Waiting for descriptors."""

import _process

POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL = 1, 2, 4, 8, 16, 32
POLLRDNORM, POLLRDBAND, POLLWRNORM, POLLWRBAND, POLLMSG, POLLRDHUP = 64, 128, 256, 512, 1024, 8192
EPOLLIN, EPOLLPRI, EPOLLOUT, EPOLLERR, EPOLLHUP, EPOLLRDHUP = 1, 2, 4, 8, 16, 8192
EPOLLRDNORM, EPOLLRDBAND, EPOLLWRNORM, EPOLLWRBAND, EPOLLMSG = 64, 128, 256, 512, 1024
EPOLLEXCLUSIVE, EPOLLWAKEUP, EPOLLONESHOT, EPOLLET, EPOLL_CLOEXEC = 1 << 28, 1 << 29, 1 << 30, 1 << 31, 0x80000
PIPE_BUF = 4096

error = OSError


def _fileno(obj):
    if isinstance(obj, int):
        fd = obj
    else:
        try:
            method = obj.fileno
        except AttributeError:
            raise TypeError('argument must be an int, or have a fileno() method.') from None
        fd = method()
        if not isinstance(fd, int):
            raise TypeError('fileno() returned a non-integer')
    if fd < 0:
        raise ValueError('file descriptor cannot be a negative integer (%i)' % fd)
    return fd


def select(rlist, wlist, xlist, timeout=None, /):
    """Those of the three lists that are ready to read, ready to write, and in an unusual state."""
    if timeout is not None:
        try:
            timeout = float(timeout)
        except (TypeError, ValueError):
            raise TypeError('timeout must be a float or None') from None
        if timeout < 0:
            raise ValueError('timeout must be non-negative')
    lists = []
    wanted = {}
    for items, events in ((rlist, POLLIN), (wlist, POLLOUT), (xlist, POLLPRI)):
        try:
            pairs = [(obj, _fileno(obj)) for obj in items]
        except TypeError:
            if hasattr(items, '__iter__') or hasattr(items, '__getitem__'):
                raise
            raise TypeError('arguments 1-3 must be sequences') from None
        for _, fd in pairs:
            wanted[fd] = wanted.get(fd, 0) | events
        lists.append(pairs)
    found = dict(_process.poll(list(wanted.items()), timeout))
    for events in found.values():
        if events & POLLNVAL:
            raise OSError(9, 'Bad file descriptor')
    masks = POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI
    return tuple([obj for obj, fd in pairs if found.get(fd, 0) & mask] for pairs, mask in zip(lists, masks))


class _Poll:
    """Descriptors that are waited for again and again."""

    def __init__(self):
        self._wanted = {}

    def register(self, fd, eventmask=POLLIN | POLLPRI | POLLOUT, /):
        if not isinstance(eventmask, int):
            raise TypeError("'%s' object cannot be interpreted as an integer" % type(eventmask).__name__)
        if not 0 <= eventmask <= 0xffff:
            raise OverflowError('unsigned short is greater than maximum' if eventmask > 0 else "can't convert negative value to C unsigned short")
        self._wanted[_fileno(fd)] = eventmask

    def modify(self, fd, eventmask, /):
        fd = _fileno(fd)
        if fd not in self._wanted:
            raise FileNotFoundError(2, 'No such file or directory')
        self._wanted[fd] = eventmask

    def unregister(self, fd, /):
        del self._wanted[_fileno(fd)]

    def poll(self, timeout=None, /):
        """(fd, events) for those that have something; the timeout is in milliseconds."""
        if timeout is not None:
            if not isinstance(timeout, (int, float)):
                raise TypeError('timeout must be an integer or None')
            timeout = None if timeout < 0 else timeout / 1000
        return _process.poll(list(self._wanted.items()), timeout)


def poll():
    return _Poll()


class epoll:
    """As poll(), with the names of epoll."""

    def __init__(self, sizehint=-1, flags=0):
        self._wanted = {}
        self.closed = False

    def _check(self):
        if self.closed:
            raise ValueError('I/O operation on closed epoll object')

    def register(self, fd, eventmask=EPOLLIN | EPOLLPRI | EPOLLOUT):
        self._check()
        fd = _fileno(fd)
        if fd in self._wanted:
            raise FileExistsError(17, 'File exists')
        self._wanted[fd] = eventmask

    def modify(self, fd, eventmask):
        self._check()
        fd = _fileno(fd)
        if fd not in self._wanted:
            raise FileNotFoundError(2, 'No such file or directory')
        self._wanted[fd] = eventmask

    def unregister(self, fd):
        self._check()
        if self._wanted.pop(_fileno(fd), None) is None:
            raise FileNotFoundError(2, 'No such file or directory')

    def poll(self, timeout=None, maxevents=-1):
        """(fd, events) for those that have something; the timeout is in seconds."""
        self._check()
        if timeout is not None and timeout < 0:
            timeout = None
        found = _process.poll([(fd, events & 0xffff) for fd, events in list(self._wanted.items())], timeout)
        for fd, _ in found:
            if self._wanted.get(fd, 0) & EPOLLONESHOT:
                self._wanted[fd] = 0
        return found[:maxevents] if maxevents > 0 else found

    def fileno(self):
        self._check()
        return -1

    def close(self):
        self.closed = True

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *args):
        self.close()
