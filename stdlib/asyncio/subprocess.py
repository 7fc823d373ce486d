"""Child processes for coroutines: their standard streams are stream readers and writers."""

import subprocess

from . import events, protocols, streams, tasks
from .log import logger

__all__ = 'create_subprocess_exec', 'create_subprocess_shell'

PIPE, STDOUT, DEVNULL = subprocess.PIPE, subprocess.STDOUT, subprocess.DEVNULL


class SubprocessStreamProtocol(streams.FlowControlMixin, protocols.SubprocessProtocol):
    """Feeds the readers of a child's streams."""

    def __init__(self, limit, loop):
        super().__init__(loop=loop)
        self.stdin = self.stdout = self.stderr = self._transport = None
        self._limit, self._exited = limit, False
        # The pipes that are read, by number.
        self._open_pipes = []
        self._stdin_closed = self._loop.create_future()

    def __repr__(self):
        info = [type(self).__name__]
        for name in ('stdin', 'stdout', 'stderr'):
            stream = getattr(self, name)
            if stream is not None:
                info.append(f'{name}={stream!r}')
        return f'<{" ".join(info)}>'

    def connection_made(self, transport):
        self._transport = transport
        for fd, name in ((1, 'stdout'), (2, 'stderr')):
            pipe = transport.get_pipe_transport(fd)
            if pipe is not None:
                reader = streams.StreamReader(limit=self._limit, loop=self._loop)
                reader.set_transport(pipe)
                setattr(self, name, reader)
                self._open_pipes.append(fd)
        pipe = transport.get_pipe_transport(0)
        if pipe is not None:
            self.stdin = streams.StreamWriter(pipe, protocol=self, reader=None, loop=self._loop)

    def _reader_of(self, fd):
        return {1: self.stdout, 2: self.stderr}.get(fd)

    def pipe_data_received(self, fd, data):
        reader = self._reader_of(fd)
        if reader is not None:
            reader.feed_data(data)

    def pipe_connection_lost(self, fd, exc):
        if fd == 0:
            if self.stdin is not None:
                self.stdin.close()
            self.connection_lost(exc)
            end = self._stdin_closed
            if exc is not None:
                end.set_exception(exc)
                # Nobody need ask for it.
                end._log_traceback = False
            else:
                end.set_result(None)
            return
        reader = self._reader_of(fd)
        if reader is not None and exc is not None:
            reader.set_exception(exc)
        elif reader is not None:
            reader.feed_eof()
        if fd in self._open_pipes:
            self._open_pipes.remove(fd)
        self._close_when_over()

    def process_exited(self):
        self._exited = True
        self._close_when_over()

    def _close_when_over(self):
        if self._exited and not self._open_pipes:
            self._transport.close()
            self._transport = None

    def _get_close_waiter(self, stream):
        if stream is self.stdin:
            return self._stdin_closed


class Process:
    """A child process."""

    def __init__(self, transport, protocol, loop):
        self.pid = transport.get_pid()
        self.stdin, self.stdout, self.stderr = protocol.stdin, protocol.stdout, protocol.stderr
        self._transport, self._protocol, self._loop = transport, protocol, loop

    def __repr__(self):
        return f'<{type(self).__name__} {self.pid}>'

    @property
    def returncode(self):
        """The status; None while the process runs."""
        return self._transport.get_returncode()

    async def wait(self):
        """Waits for the end; gives the status."""
        return await self._transport._wait()

    def kill(self):
        self._transport.kill()

    def terminate(self):
        self._transport.terminate()

    def send_signal(self, signal):
        self._transport.send_signal(signal)

    async def _feed_stdin(self, input):
        debug = self._loop.get_debug()
        try:
            if input is not None:
                self.stdin.write(input)
                if debug:
                    logger.debug('%r communicate: feed stdin (%s bytes)', self, len(input))
            await self.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            # The child does not want all of it.
            if debug:
                logger.debug('%r communicate: stdin got %r', self, error)
        if debug:
            logger.debug('%r communicate: close stdin', self)
        self.stdin.close()

    async def _read_stream(self, fd):
        pipe = self._transport.get_pipe_transport(fd)
        name = {1: 'stdout', 2: 'stderr'}[fd]
        debug = self._loop.get_debug()
        if debug:
            logger.debug('%r communicate: read %s', self, name)
        output = await getattr(self, name).read()
        if debug:
            logger.debug('%r communicate: close %s', self, name)
        pipe.close()
        return output

    async def _nothing(self):
        return None

    async def communicate(self, input=None):
        """Sends `input`, collects what the process prints, waits for its end; gives (stdout, stderr)."""
        feeding = self._feed_stdin(input) if self.stdin is not None else self._nothing()
        reading = [
            self._read_stream(fd) if stream is not None else self._nothing()
            for fd, stream in ((1, self.stdout), (2, self.stderr))
        ]
        _, stdout, stderr = await tasks.gather(feeding, *reading)
        await self.wait()
        return stdout, stderr


async def create_subprocess_shell(cmd, stdin=None, stdout=None, stderr=None, limit=streams._DEFAULT_LIMIT, **kwds):
    """Starts a command line of the shell; gives a Process."""
    loop = events.get_running_loop()
    transport, protocol = await loop.subprocess_shell(
        lambda: SubprocessStreamProtocol(limit=limit, loop=loop), cmd, stdin=stdin, stdout=stdout, stderr=stderr, **kwds
    )
    return Process(transport, protocol, loop)


async def create_subprocess_exec(program, *args, stdin=None, stdout=None, stderr=None, limit=streams._DEFAULT_LIMIT, **kwds):
    """Starts a program; gives a Process."""
    loop = events.get_running_loop()
    transport, protocol = await loop.subprocess_exec(
        lambda: SubprocessStreamProtocol(limit=limit, loop=loop), program, *args, stdin=stdin, stdout=stdout, stderr=stderr, **kwds
    )
    return Process(transport, protocol, loop)
