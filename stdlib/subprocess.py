"""Child processes: any program, with its standard streams as files. `_process` starts and watches them."""

import _process
import errno
import io
import operator
import os
import selectors
import signal
import sys
import threading
import time
import types
import warnings

__all__ = ['Popen', 'PIPE', 'STDOUT', 'call', 'check_call', 'getstatusoutput', 'getoutput', 'check_output', 'run',
           'CalledProcessError', 'DEVNULL', 'SubprocessError', 'TimeoutExpired', 'CompletedProcess']

PIPE = -1
STDOUT = -2
DEVNULL = -3

_USE_POSIX_SPAWN = False
_USE_VFORK = False


# What waits for a process's streams.
_PopenSelector = getattr(selectors, 'PollSelector', selectors.SelectSelector)


class SubprocessError(Exception):
    pass


def _other_name(name):
    """An attribute by another name."""
    return property(lambda self: getattr(self, name), lambda self, value: setattr(self, name, value))


class CalledProcessError(SubprocessError):
    """A process ended with a status other than zero."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.cmd, self.returncode, self.output, self.stderr = cmd, returncode, output, stderr

    def __str__(self):
        code = self.returncode
        if not code or code > 0:
            return "Command '%s' returned non-zero exit status %d." % (self.cmd, code)
        try:
            return "Command '%s' died with %r." % (self.cmd, signal.Signals(-code))
        except ValueError:
            return "Command '%s' died with unknown signal %d." % (self.cmd, -code)

    stdout = _other_name('output')


class TimeoutExpired(SubprocessError):
    """A process took longer than it should."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd, self.timeout, self.output, self.stderr = cmd, timeout, output, stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"

    stdout = _other_name('output')


class CompletedProcess:
    """A process that has ended, as run() gives it."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args, self.returncode, self.stdout, self.stderr = args, returncode, stdout, stderr

    def __repr__(self):
        said = [f'{name}={getattr(self, name)!r}' for name in ('args', 'returncode', 'stdout', 'stderr')
                if name in ('args', 'returncode') or getattr(self, name) is not None]
        return f'{type(self).__name__}({", ".join(said)})'

    __class_getitem__ = classmethod(types.GenericAlias)

    def check_returncode(self):
        """Errors: CalledProcessError if the status is not zero."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


def list2cmdline(seq):
    """The arguments as one line, quoted in the way of Windows."""
    result = []
    for arg in map(os.fsdecode, seq):
        quoted = not arg or ' ' in arg or '\t' in arg
        text, slashes = '', 0
        for c in arg:
            if c == '\\':
                slashes += 1
            elif c == '"':
                text += '\\' * (slashes * 2) + '\\"'
                slashes = 0
            else:
                text += '\\' * slashes + c
                slashes = 0
        text += '\\' * (slashes * 2 if quoted else slashes)
        result.append('"' + text + '"' if quoted else text)
    return ' '.join(result)


def call(*popenargs, timeout=None, **kwargs):
    """Run a command; gives its status."""
    with Popen(*popenargs, **kwargs) as p:
        try:
            return p.wait(timeout=timeout)
        except:
            p.kill()
            raise


def _command_of(popenargs, kwargs):
    cmd = kwargs.get('args')
    return popenargs[0] if cmd is None else cmd


def check_call(*popenargs, **kwargs):
    """Run a command. Errors: CalledProcessError if its status is not zero."""
    retcode = call(*popenargs, **kwargs)
    if retcode:
        raise CalledProcessError(retcode, _command_of(popenargs, kwargs))
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Run a command; gives what it prints. Errors: CalledProcessError if its status is not zero."""
    for name in ('stdout', 'check'):
        if name in kwargs:
            raise ValueError(f'{name} argument not allowed, it will be overridden.')
    if 'input' in kwargs and kwargs['input'] is None:
        text = kwargs.get('universal_newlines') or kwargs.get('text') or kwargs.get('encoding') or kwargs.get('errors')
        kwargs['input'] = '' if text else b''
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Run a command to its end; gives a CompletedProcess."""
    given = {name for name in ('stdin', 'stdout', 'stderr') if kwargs.get(name) is not None}
    if input is not None and 'stdin' in given:
        raise ValueError('stdin and input arguments may not both be used.')
    if capture_output and given & {'stdout', 'stderr'}:
        raise ValueError('stdout and stderr arguments may not be used with capture_output.')
    piped = ['stdin'] * (input is not None) + ['stdout', 'stderr'] * bool(capture_output)
    kwargs |= dict.fromkeys(piped, PIPE)
    with Popen(*popenargs, **kwargs) as process:
        try:
            output, errors = process.communicate(input, timeout=timeout)
        except BaseException as interruption:
            process.kill()
            if isinstance(interruption, TimeoutExpired):
                process.wait()
            raise
        status = process.poll()
    if status and check:
        raise CalledProcessError(status, process.args, output=output, stderr=errors)
    return CompletedProcess(process.args, status, output, errors)


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """(status, output) of a shell command."""
    ended = run(cmd, shell=True, text=True, stdout=PIPE, stderr=STDOUT, encoding=encoding, errors=errors)
    return ended.returncode, ended.stdout.removesuffix('\n')


def getoutput(cmd, *, encoding=None, errors=None):
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def _number_of(account, describe, by_name):
    """The number of a user or group that is given by number or name."""
    if isinstance(account, str):
        return by_name(account)
    if not isinstance(account, int):
        raise TypeError(describe(account))
    return account


def _not_negative(number, kind):
    if number < 0:
        raise ValueError(f'{kind} ID cannot be negative, got {number}')
    return int(number)


def _group_number(name):
    import grp
    return grp.getgrnam(name).gr_gid


def _user_number(name):
    import pwd
    return pwd.getpwnam(name).pw_uid


def _identity(user, group, extra_groups, umask):
    """As whom a child runs, as (umask, extra groups, group, user); nothing if as we do."""
    if user is group is extra_groups is None and type(umask) is int and umask < 0:
        return ()
    if group is not None:
        group = _number_of(group, lambda it: f'Group must be a string or an integer, not {type(it)}', _group_number)
        group = _not_negative(group, 'Group')
    if extra_groups is not None:
        if isinstance(extra_groups, str):
            raise ValueError('Groups must be a list, not a string')
        extra_groups = [
            _number_of(it, lambda it: f'Items in extra_groups must be a string or integer, not {type(it)}', _group_number)
            for it in extra_groups]
        extra_groups = [_not_negative(number, 'Group') for number in extra_groups]
    if user is not None:
        user = _not_negative(_number_of(user, lambda it: 'User must be a string or an integer', _user_number), 'User')
    umask = operator.index(umask)
    if not -1 << 31 <= umask < 1 << 31:
        raise OverflowError('Python int too large to convert to C int')
    return umask, extra_groups, group, user


class Popen:
    """A child process."""

    _child_created = False
    _child = None
    returncode = None

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None, close_fds=True,
                 shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None, creationflags=0, restore_signals=True,
                 start_new_session=False, pass_fds=(), *, user=None, group=None, extra_groups=None, encoding=None, errors=None,
                 text=None, umask=-1, pipesize=-1, process_group=None):
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError('bufsize must be an integer')
        if not isinstance(pipesize, int):
            raise TypeError('pipesize must be an integer')
        if startupinfo is not None:
            raise ValueError('startupinfo is only supported on Windows platforms')
        if creationflags != 0:
            raise ValueError('creationflags is only supported on Windows platforms')
        if preexec_fn is not None:
            raise RuntimeError('preexec_fn is not supported: no script runs between fork and exec')
        if pass_fds and not close_fds:
            warnings.warn('pass_fds overriding close_fds.', RuntimeWarning)
        if text is not None and universal_newlines is not None and bool(universal_newlines) != bool(text):
            raise SubprocessError('Cannot disambiguate when both text and universal_newlines are supplied but different. '
                                  'Pass one or the other.')
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = None
        self.encoding, self.errors, self.pipesize = encoding, errors, pipesize
        self.text_mode = encoding or errors or text or universal_newlines
        self._communication_started = False
        self._input = None
        self._lock = threading.Lock()
        self._sigint_wait_secs = 0.25
        self._collected = {}
        if process_group is None:
            process_group = -1
        identity = _identity(user, group, extra_groups, umask)

        ours = []
        theirs = []
        try:
            fds = []
            for number, what in enumerate((stdin, stdout, stderr)):
                fds.append(self._descriptor(number, what, fds, ours, theirs))
            line_buffering = bufsize == 1 and self.text_mode
            if bufsize == 1 and not self.text_mode:
                warnings.warn("line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
                              RuntimeWarning, stacklevel=2)
            size = -1 if bufsize == 1 else bufsize
            for name, mode, what in (('stdin', 'wb', stdin), ('stdout', 'rb', stdout), ('stderr', 'rb', stderr)):
                if what == PIPE and not hasattr(what, 'fileno'):
                    file = io.open(ours.pop(0), mode, size)
                    if self.text_mode:
                        file = io.TextIOWrapper(file, encoding=encoding or 'utf-8', errors=errors,
                                                **({'write_through': True, 'line_buffering': line_buffering} if name == 'stdin' else {}))
                    setattr(self, name, file)
            self._execute(args, executable, shell, cwd, env, fds, pass_fds, start_new_session, process_group, identity)
            self._child_created = True
        except:
            for file in (self.stdin, self.stdout, self.stderr):
                if file is not None:
                    try:
                        file.close()
                    except OSError:
                        pass
            for fd in ours:
                os.close(fd)
            raise
        finally:
            for fd in theirs:
                os.close(fd)

    def _descriptor(self, number, what, before, ours, theirs):
        """What the child's descriptor `number` is to be; None: as ours."""
        if what is None:
            return None
        if what == PIPE:
            reading, writing = os.pipe()
            mine, its = (writing, reading) if number == 0 else (reading, writing)
            ours.append(mine)
            theirs.append(its)
            return its
        if what == STDOUT:
            if number != 2:
                raise ValueError('STDOUT can only be used for stderr')
            return before[1] if before[1] is not None else 1
        if what == DEVNULL:
            fd = os.open(os.devnull, os.O_RDWR)
            theirs.append(fd)
            return fd
        return what if isinstance(what, int) else what.fileno()

    def _execute(self, args, executable, shell, cwd, env, fds, pass_fds, start_new_session, process_group, identity):
        if isinstance(args, (str, bytes)):
            args = [args]
        elif isinstance(args, os.PathLike):
            if shell:
                raise TypeError('path-like args is not allowed when shell is true')
            args = [args]
        else:
            args = list(args)
        if shell:
            args = ['/bin/sh', '-c'] + args
            if executable:
                args[0] = executable
        if not args:
            raise IndexError('list index out of range')
        if executable is None:
            executable = args[0]

        executable = os.fsencode(executable)
        variables = None
        if env is not None:
            variables = []
            for name, value in env.items():
                name = os.fsencode(name)
                if b'=' in name:
                    raise ValueError('illegal environment variable name')
                variables += name, os.fsencode(value)
        if os.path.dirname(executable):
            candidates = [executable]
        else:
            path = (env if env is not None else os.environ).get('PATH', os.defpath)
            candidates = [os.path.join(os.fsencode(folder), executable) for folder in path.split(os.pathsep)]
        error = None
        for candidate in candidates:
            try:
                self._child = _process.start(
                    candidate, args, variables, cwd, *fds, [int(fd) for fd in pass_fds], start_new_session, process_group, identity)
                break
            except (FileNotFoundError, NotADirectoryError, PermissionError) as failure:
                if failure.filename is None:
                    # It may not run as whom it was to: no other program is to be tried.
                    raise
                if cwd is not None and not os.path.isdir(cwd):
                    raise type(failure)(failure.errno, failure.strerror, cwd) from None
                if error is None or not isinstance(failure, FileNotFoundError):
                    error = failure
        else:
            raise type(error)(error.errno, error.strerror, os.fsdecode(executable)) from None
        self.pid = self._child.pid

    def __repr__(self):
        text = f'<{self.__class__.__name__}: returncode: {self.returncode} args: {self.args!r}>'
        return text[:76] + '...>' if len(text) > 80 else text

    __class_getitem__ = classmethod(types.GenericAlias)

    universal_newlines = property(
        lambda self: self.text_mode, lambda self, value: setattr(self, 'text_mode', bool(value)), doc='text_mode by its old name.')

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        for stream in filter(None, (self.stdout, self.stderr)):
            stream.close()
        try:
            # What is written still may fail.
            if self.stdin:
                self.stdin.close()
        finally:
            if exc_type == KeyboardInterrupt:
                if self._sigint_wait_secs > 0:
                    try:
                        self.wait(timeout=self._sigint_wait_secs)
                    except TimeoutExpired:
                        pass
                self._sigint_wait_secs = 0
                return
            self.wait()

    def __del__(self, _warn=warnings.warn):
        if not self._child_created:
            return
        if self.returncode is None:
            _warn('subprocess %s is still running' % self.pid, ResourceWarning, source=self)

    # ---- the end ----

    def poll(self):
        """The status if the process has ended, else None."""
        if self.returncode is None and self._child is not None:
            self.returncode = self._child.poll()
        return self.returncode

    _internal_poll = poll

    def wait(self, timeout=None):
        """Wait for the end; gives the status. Errors: TimeoutExpired."""
        if self.returncode is None:
            if self._child.poll() is None and not _process.poll([(self._child.sentinel, _process.POLLIN)], None if timeout is None else max(timeout, 0)):
                raise TimeoutExpired(self.args, timeout)
            self.returncode = self._child.poll()
        return self.returncode

    def send_signal(self, sig):
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            self._child.send_signal(sig)

    def terminate(self):
        self.send_signal(15)

    def kill(self):
        self.send_signal(9)

    # ---- its streams ----

    def communicate(self, input=None, timeout=None):
        """Send `input`, collect what the process prints, wait for its end; gives (stdout, stderr). Errors: TimeoutExpired."""
        if self._communication_started and input:
            raise ValueError('Cannot send input after starting communication')
        end = None if timeout is None else time.monotonic() + timeout
        try:
            stdout, stderr = self._communicate(input, end, timeout)
        except KeyboardInterrupt:
            if timeout is None:
                timeout = self._sigint_wait_secs
            self._sigint_wait_secs = 0
            raise
        finally:
            self._communication_started = True
        self.wait(timeout=None if end is None else max(end - time.monotonic(), 0))
        return stdout, stderr

    def _communicate(self, input, end, timeout):
        if timeout is None and not self._communication_started and self.stdin and self.stdout is self.stderr is None:
            # Nothing to read meanwhile: the stream itself says what it takes.
            try:
                if input:
                    self.stdin.write(input)
            except BrokenPipeError:
                pass
            self._close_stdin()
            return None, None
        if not self._communication_started:
            if self.stdin:
                try:
                    self.stdin.flush()
                except BrokenPipeError:
                    pass
                if not input:
                    self._close_stdin()
            if input is not None:
                if self.text_mode:
                    input = input.encode(self.stdin.encoding, self.stdin.errors)
                self._input = memoryview(input).cast('B')
            else:
                self._input = None
            self._sent = 0
            for name in ('stdout', 'stderr'):
                file = getattr(self, name)
                if file is not None:
                    self._collected[name] = []
        # Which stream is which is what the selector keeps with it.
        with _PopenSelector() as selector:
            if self.stdin and self._input and not self.stdin.closed:
                os.set_blocking(self.stdin.fileno(), False)
                selector.register(self.stdin, selectors.EVENT_WRITE, 'stdin')
            for name in self._collected:
                file = getattr(self, name)
                if not file.closed:
                    selector.register(file, selectors.EVENT_READ, name)
            while selector.get_map():
                left = None if end is None else end - time.monotonic()
                if left is not None and left < 0:
                    self._expired(timeout)
                found = selector.select(left)
                if not found and end is not None and end - time.monotonic() <= 0:
                    self._expired(timeout)
                for key, _ in found:
                    self._move(selector, key)
        return tuple(self._result(name) for name in ('stdout', 'stderr'))

    def _move(self, selector, key):
        """Writes or reads what a stream is ready for; a stream that is done with is closed."""
        if key.data == 'stdin':
            try:
                self._sent += os.write(key.fd, self._input[self._sent:self._sent + 65536])
            except BlockingIOError:
                return
            except BrokenPipeError:
                self._sent = len(self._input)
            if self._sent >= len(self._input):
                selector.unregister(key.fileobj)
                self._close_stdin()
            return
        data = os.read(key.fd, 65536)
        if data:
            self._collected[key.data].append(data)
        else:
            selector.unregister(key.fileobj)
            key.fileobj.close()

    def _result(self, name):
        parts = self._collected.get(name)
        if parts is None:
            return None
        data = b''.join(parts)
        if self.text_mode:
            file = getattr(self, name)
            return data.decode(self.encoding or 'utf-8', self.errors or 'strict').replace('\r\n', '\n').replace('\r', '\n')
        return data

    def _expired(self, timeout):
        parts = {name: b''.join(self._collected[name]) if self._collected.get(name) else None for name in ('stdout', 'stderr')}
        raise TimeoutExpired(self.args, timeout, output=parts['stdout'], stderr=parts['stderr'])

    def _close_stdin(self):
        try:
            self.stdin.close()
        except BrokenPipeError:
            pass
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise


def _args_from_interpreter_flags():
    return []


def _cleanup():
    pass


_active = []
