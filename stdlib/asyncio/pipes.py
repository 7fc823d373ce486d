"""Transports of pipes and of other descriptors that are read or written only."""

import os
import stat

import _asyncio

_SOCKET, _READ_PIPE, _WRITE_PIPE, _WRITE_SOCKET = range(4)


def _mode_of(pipe):
    mode = os.fstat(pipe.fileno()).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISCHR(mode)):
        return None
    return mode


class _UnixReadPipeTransport(_asyncio._SelectorSocketTransport):
    """Reads a pipe."""

    _is_watched = True

    def __new__(cls, loop, pipe, protocol, extra=None):
        if _mode_of(pipe) is None:
            raise ValueError('Pipe transport is for pipes/sockets only.')
        os.set_blocking(pipe.fileno(), False)
        return super().__new__(cls, loop, pipe.fileno(), protocol, {**(extra or {}), 'pipe': pipe}, None, pipe, _READ_PIPE)


class _UnixWritePipeTransport(_asyncio._SelectorSocketTransport):
    """Writes to a pipe. That nobody reads it any more is noticed at once, where the system tells it."""

    def __new__(cls, loop, pipe, protocol, extra=None):
        mode = _mode_of(pipe)
        if mode is None:
            raise ValueError('Pipe transport is only for pipes, sockets and character devices')
        os.set_blocking(pipe.fileno(), False)
        is_socket = stat.S_ISSOCK(mode)
        kind = _WRITE_SOCKET if is_socket else _WRITE_PIPE
        self = super().__new__(cls, loop, pipe.fileno(), protocol, {**(extra or {}), 'pipe': pipe}, None, pipe, kind)
        self._is_watched = is_socket or stat.S_ISFIFO(mode)
        return self
