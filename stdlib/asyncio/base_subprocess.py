"""Child processes of a loop: their transport, the pipes to their standard streams, and how a loop starts them."""

import subprocess
import warnings

from . import protocols, transports
from .log import logger


class _PipeProtocol(protocols.Protocol):
    """What a pipe of a child tells is told to the child's transport."""

    def __init__(self, owner, fd):
        self.owner = owner
        self.fd = fd
        self.pipe = None
        self.disconnected = False

    def __repr__(self):
        return f'<{type(self).__name__} fd={self.fd} pipe={self.pipe!r}>'

    def connection_made(self, transport):
        self.pipe = transport

    def data_received(self, data):
        self.owner._call(self.owner._protocol.pipe_data_received, self.fd, data)

    def connection_lost(self, exc):
        self.disconnected = True
        self.owner._pipe_lost(self.fd, exc)

    def pause_writing(self):
        self.owner._protocol.pause_writing()

    def resume_writing(self):
        self.owner._protocol.resume_writing()


class BaseSubprocessTransport(transports.SubprocessTransport):
    """A child process. Its protocol hears of what the child writes, of the end of its pipes, and of its own end."""

    def __init__(self, loop, protocol, args, shell, stdin, stdout, stderr, bufsize, waiter=None, extra=None, **kwargs):
        super().__init__(extra)
        self._loop, self._protocol = loop, protocol
        self._proc = self._pid = self._returncode = None
        self._closed = self._finished = False
        self._exit_waiters = []
        # What is to be told once the protocol knows of the connection; None from then on.
        self._early = []
        # The protocols of the pipes by number, as soon as they are connected.
        self._pipes = {fd: None for fd, wanted in enumerate((stdin, stdout, stderr)) if wanted == subprocess.PIPE}
        try:
            self._start(args=args, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr, bufsize=bufsize, **kwargs)
        except BaseException:
            self._closed = True
            raise
        self._pid = self._proc.pid
        self._extra['subprocess'] = self._proc
        if loop.get_debug():
            program = args if isinstance(args, (bytes, str)) else args[0]
            logger.debug('process %r created: pid %s', program, self._pid)
        loop.create_task(self._connect_pipes(waiter))

    def _start(self, args, shell, stdin, stdout, stderr, bufsize, **kwargs):
        """Sets `_proc`."""
        raise NotImplementedError

    def __repr__(self):
        state = (
            'not started' if self._returncode is None and self._pid is None
            else 'running' if self._returncode is None else f'returncode={self._returncode}')
        facts = {'closed': self._closed, f'pid={self._pid}': self._pid is not None, state: True}
        info = [type(self).__name__, *[text for text, is_said in facts.items() if is_said]]
        # One pipe for both streams has the first one's name.
        for fd, name in enumerate(('stdin', 'stdout', 'stderr')):
            pipe = self._pipes.get(fd)
            if pipe is None:
                continue
            if fd == 1 and pipe is self._pipes.get(2):
                name = 'stdout=stderr'
            info.append(f'{name}={pipe.pipe!r}')
        return f'<{" ".join(info)}>'

    def __del__(self, _warn=warnings.warn):
        if not self._closed:
            _warn(f'unclosed transport {self!r}', ResourceWarning, source=self)
            self.close()

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closed

    def close(self):
        """Closes the pipes, and kills the child if it still runs."""
        if self._closed:
            return
        self._closed = True
        for protocol in self._pipes.values():
            if protocol is not None:
                protocol.pipe.close()
        if self._proc is not None and self._returncode is None and self._proc.poll() is None:
            if self._loop.get_debug():
                logger.warning('Close running child process: kill %r', self)
            try:
                self._proc.kill()
            except (ProcessLookupError, PermissionError):
                pass

    # ---- the process ----

    def get_pid(self):
        return self._pid

    def get_returncode(self):
        return self._returncode

    def get_pipe_transport(self, fd):
        pipe = self._pipes.get(fd)
        return pipe.pipe if pipe is not None else None

    def _running(self):
        if self._proc is not None:
            return self._proc
        raise ProcessLookupError

    def send_signal(self, signal):
        self._running().send_signal(signal)

    def kill(self):
        self._running().kill()

    def terminate(self):
        self._running().terminate()

    async def _wait(self):
        """The status, once the process and its pipes are over."""
        if self._returncode is not None:
            return self._returncode
        waiter = self._loop.create_future()
        self._exit_waiters.append(waiter)
        return await waiter

    # ---- what happens ----

    async def _connect_pipes(self, waiter):
        try:
            proc = self._proc
            for fd, file in ((0, proc.stdin), (1, proc.stdout), (2, proc.stderr)):
                if file is None:
                    continue
                connect = self._loop.connect_write_pipe if fd == 0 else self._loop.connect_read_pipe
                self._pipes[fd] = (await connect(lambda fd=fd: _PipeProtocol(self, fd), file))[1]
            self._loop.call_soon(self._protocol.connection_made, self)
            early, self._early = self._early, None
            for callback, args in early:
                self._loop.call_soon(callback, *args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if waiter is not None and not waiter.cancelled():
                waiter.set_exception(error)
        else:
            if waiter is not None and not waiter.cancelled():
                waiter.set_result(None)

    def _call(self, callback, *args):
        if self._early is not None:
            self._early.append((callback, args))
        else:
            self._loop.call_soon(callback, *args)

    def _pipe_lost(self, fd, exc):
        self._call(self._protocol.pipe_connection_lost, fd, exc)
        self._try_finish()

    def _process_exited(self, returncode):
        assert returncode is not None and self._returncode is None, (returncode, self._returncode)
        if self._loop.get_debug():
            logger.info('%r exited with return code %r', self, returncode)
        proc, self._returncode = self._proc, returncode
        # Its own finalizer is not to complain.
        proc.returncode = returncode if proc.returncode is None else proc.returncode
        self._call(self._protocol.process_exited)
        self._try_finish()

    def _try_finish(self):
        assert not self._finished
        if self._returncode is None:
            return
        if all(pipe is not None and pipe.disconnected for pipe in self._pipes.values()):
            self._finished = True
            self._call(self._end, None)

    def _end(self, exc):
        try:
            self._protocol.connection_lost(exc)
        finally:
            waiters, self._exit_waiters = self._exit_waiters, None
            for waiter in waiters:
                if not waiter.cancelled():
                    waiter.set_result(self._returncode)
            # Nothing of this holds the rest any more.
            for pipe in self._pipes.values():
                pipe.owner = None
            self._loop = self._proc = self._protocol = None


class _UnixSubprocessTransport(BaseSubprocessTransport):
    """A child whose end is told by a descriptor, so that no thread and no signal is needed."""

    def _start(self, args, shell, stdin, stdout, stderr, bufsize, **kwargs):
        self._proc = subprocess.Popen(
            args, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr, universal_newlines=False, bufsize=bufsize, **kwargs
        )
        self._loop._add_reader(self._proc._child.sentinel, self._child_ended, self._loop)

    def _child_ended(self, loop):
        loop._remove_reader(self._proc._child.sentinel)
        loop.call_soon(self._process_exited, self._proc.poll())


def _check_options(universal_newlines, shell, wants_shell, bufsize, text, encoding, errors):
    if universal_newlines:
        raise ValueError('universal_newlines must be False')
    if bool(shell) != wants_shell:
        raise ValueError(f'shell must be {wants_shell}')
    if bufsize != 0:
        raise ValueError('bufsize must be 0')
    if text:
        raise ValueError('text must be False')
    if encoding is not None:
        raise ValueError('encoding must be None')
    if errors is not None:
        raise ValueError('errors must be None')


async def _started(loop, message, protocol_factory, args, shell, stdin, stdout, stderr, bufsize, kwargs):
    protocol = protocol_factory()
    debug = loop.get_debug()
    if debug:
        logger.debug('%s%s', message, _streams_text(stdin, stdout, stderr))
    waiter = loop.create_future()
    transport = _UnixSubprocessTransport(loop, protocol, args, shell, stdin, stdout, stderr, bufsize, waiter=waiter, **kwargs)
    try:
        await waiter
    except BaseException:
        transport.close()
        await transport._wait()
        raise
    if debug:
        logger.info('%s: %r', message, transport)
    return transport, protocol


async def start_shell(
    loop, protocol_factory, cmd, *, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    universal_newlines=False, shell=True, bufsize=0, encoding=None, errors=None, text=None, **kwargs,
):
    """`loop.subprocess_shell()`."""
    if not isinstance(cmd, (bytes, str)):
        raise ValueError('cmd must be a string')
    _check_options(universal_newlines, shell, True, bufsize, text, encoding, errors)
    message = 'run shell command %r' % (cmd,)
    return await _started(loop, message, protocol_factory, cmd, True, stdin, stdout, stderr, bufsize, kwargs)


async def start_program(
    loop, protocol_factory, program, *args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    universal_newlines=False, shell=False, bufsize=0, encoding=None, errors=None, text=None, **kwargs,
):
    """`loop.subprocess_exec()`."""
    _check_options(universal_newlines, shell, False, bufsize, text, encoding, errors)
    message = f'execute program {program!r}'
    return await _started(loop, message, protocol_factory, (program, *args), False, stdin, stdout, stderr, bufsize, kwargs)


def _streams_text(stdin, stdout, stderr):
    def shown(fd):
        return {subprocess.PIPE: '<pipe>', subprocess.STDOUT: '<stdout>'}.get(fd, repr(fd))

    text = ''
    if stdin is not None:
        text += f' stdin={shown(stdin)}'
    if stdout is not None and stderr == subprocess.STDOUT:
        return text + f' stdout=stderr={shown(stdout)}'
    if stdout is not None:
        text += f' stdout={shown(stdout)}'
    if stderr is not None:
        text += f' stderr={shown(stderr)}'
    return text
