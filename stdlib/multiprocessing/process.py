"""Process objects: a call made by a worker process."""

import _process
import _shipping
import _worker
import itertools
import os
import sys
import threading

__all__ = ['BaseProcess', 'current_process', 'active_children', 'parent_process']

try:
    ORIGINAL_DIR = os.path.abspath(os.getcwd())
except OSError:
    ORIGINAL_DIR = None

_children = set()
_process_counter = itertools.count(1)
_children_lock = threading.Lock()


def current_process():
    """The object of this process."""
    return _current_process


def active_children():
    """The processes started here that are alive; those that are over are joined."""
    _cleanup()
    return list(_children)


def parent_process():
    """The process that started this one; None in the program's own."""
    return _parent_process


def _cleanup():
    for p in list(_children):
        if p._popen.poll() is not None:
            _children.discard(p)


class AuthenticationString(bytes):
    def __reduce__(self):
        if not _shipping.is_shipping():
            raise TypeError('Pickling an AuthenticationString object is disallowed for security reasons')
        return AuthenticationString, (bytes(self),)


class _Popen:
    """What a started process is held by."""

    def __init__(self, process):
        parent = _current_process._name, os.getpid(), bytes(_current_process._config['authkey'])
        message = _shipping.ship((_run, (process, parent), {}))
        self.worker = _worker.Worker(message)
        self.pid = self.worker.pid
        self.sentinel = self.worker.child.sentinel
        self.returncode = None

    def poll(self):
        if self.returncode is None:
            self.returncode = self.worker.poll()
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is None:
            self.returncode = self.worker.wait(timeout)
        return self.returncode

    def _send(self, number):
        if self.returncode is None:
            self.worker.child.send_signal(number)

    def close(self):
        self.worker.close_line()


class BaseProcess:
    """A call to be made by a process of its own: `target(*args, **kwargs)`, or an overridden `run()`."""

    def _Popen(self):
        return _Popen(self)

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        count = next(_process_counter)
        self._identity = _current_process._identity + (count,)
        self._config = _current_process._config.copy()
        self._parent_pid = os.getpid()
        self._parent_name = _current_process.name
        self._popen = None
        self._closed = False
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs)
        self._name = name or type(self).__name__ + '-' + ':'.join(str(i) for i in self._identity)
        if daemon is not None:
            self.daemon = daemon

    def _check_closed(self):
        if self._closed:
            raise ValueError('process object is closed')

    def __getstate__(self):
        state = self.__dict__.copy()
        state['_popen'] = None
        return state

    def run(self):
        """What the process does: calls the target, unless overridden."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Start the process; at most once per object."""
        self._check_closed()
        assert self._popen is None, 'cannot start a process twice'
        assert self._parent_pid == os.getpid(), 'can only start a process object created by current process'
        assert not _current_process._config.get('daemon'), 'daemonic processes are not allowed to have children'
        _cleanup()
        self._popen = self._Popen()
        self._sentinel = self._popen.sentinel
        del self._target, self._args, self._kwargs
        _children.add(self)

    def terminate(self):
        self._check_closed()
        self._popen._send(15)

    def kill(self):
        self._check_closed()
        self._popen._send(9)

    def join(self, timeout=None):
        """Wait until the process has ended, or for `timeout` seconds."""
        self._check_closed()
        assert self._parent_pid == os.getpid(), 'can only join a child process'
        assert self._popen is not None, 'can only join a started process'
        if self._popen.wait(timeout) is not None:
            _children.discard(self)

    def is_alive(self):
        self._check_closed()
        if self is _current_process:
            return True
        assert self._parent_pid == os.getpid(), 'can only test a child process'
        if self._popen is None:
            return False
        if self._popen.poll() is None:
            return True
        _children.discard(self)
        return False

    def close(self):
        """Give back what the object holds; the process must be over."""
        if self._popen is not None:
            if self._popen.poll() is None:
                raise ValueError('Cannot close a process while it is still running. You should first call join() or terminate().')
            self._popen.close()
            self._popen = None
            del self._sentinel
            _children.discard(self)
        self._closed = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), 'name must be a string'
        self._name = name

    @property
    def daemon(self):
        return self._config.get('daemon', False)

    @daemon.setter
    def daemon(self, daemonic):
        assert self._popen is None, 'process has already started'
        self._config['daemon'] = daemonic

    @property
    def authkey(self):
        return self._config['authkey']

    @authkey.setter
    def authkey(self, authkey):
        self._config['authkey'] = AuthenticationString(authkey)

    @property
    def exitcode(self):
        self._check_closed()
        if self is _current_process or self._popen is None:
            return None
        return self._popen.poll()

    @property
    def ident(self):
        self._check_closed()
        if self is _current_process:
            return os.getpid()
        return self._popen and self._popen.pid

    pid = ident

    @property
    def sentinel(self):
        """A descriptor that becomes readable when the process ends."""
        self._check_closed()
        try:
            return self._sentinel
        except AttributeError:
            raise ValueError('process not started') from None

    def __repr__(self):
        exitcode = None
        if self is _current_process:
            status = 'started'
        elif self._closed:
            status = 'closed'
        elif self._parent_pid != os.getpid():
            status = 'unknown'
        elif self._popen is None:
            status = 'initial'
        else:
            exitcode = self._popen.poll()
            status = 'started' if exitcode is None else 'stopped'
        info = [type(self).__name__, 'name=%r' % self._name]
        if self._popen is not None:
            info.append('pid=%s' % self._popen.pid)
        info.append('parent=%s' % self._parent_pid)
        info.append(status)
        if exitcode is not None:
            exitcode = _exitcode_to_name.get(exitcode, exitcode)
            info.append('exitcode=%s' % exitcode)
        if self.daemon:
            info.append('daemon')
        return '<%s>' % ' '.join(info)


_exitcode_to_name = {-9: '-SIGKILL', -15: '-SIGTERM', -2: '-SIGINT', -11: '-SIGSEGV', -6: '-SIGABRT', -10: '-SIGUSR1', -1: '-SIGHUP'}


class _ParentProcess(BaseProcess):
    def __init__(self, name, pid, line):
        self._identity = ()
        self._name = name
        self._pid = pid
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._line = line
        self._config = {}

    def is_alive(self):
        return not _process.poll([(self._line, 0)], 0)

    @property
    def ident(self):
        return self._pid

    pid = ident

    def join(self, timeout=None):
        """Wait until the parent has ended."""
        _process.poll([(self._line, 0)], timeout)


class _MainProcess(BaseProcess):
    def __init__(self):
        self._identity = ()
        self._name = 'MainProcess'
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._config = {'authkey': AuthenticationString(os.urandom(32)), 'semprefix': '/mp'}

    def close(self):
        pass


_parent_process = None
_current_process = _MainProcess()


def _run(line, process, parent):
    """The life of a child process."""
    global _current_process, _parent_process, _process_counter
    name, pid, key = parent
    _current_process = process
    _parent_process = _ParentProcess(name, pid, line)
    process._config['authkey'] = AuthenticationString(key)
    _process_counter = itertools.count(1)
    _children.clear()
    from . import util
    code = 1
    try:
        try:
            process.run()
            code = 0
        finally:
            util._exit_function()
    except SystemExit as error:
        if error.code is None:
            code = 0
        elif isinstance(error.code, int):
            code = error.code
        else:
            sys.stderr.write(str(error.code) + '\n')
            code = 1
    except BaseException:
        import traceback
        code = 1
        sys.stderr.write('Process %s:\n' % process.name)
        traceback.print_exc()
    finally:
        threading._shutdown()
        util._flush_std_streams()
    return code
