"""Process objects: a call made by a worker process."""

import _process
import _shipping
import _worker
import itertools
import operator
import os
import sys
import threading

__all__ = ['BaseProcess', 'current_process', 'active_children', 'parent_process']

try:
    ORIGINAL_DIR = os.path.abspath(os.getcwd())
except OSError:
    ORIGINAL_DIR = None

_children = set()
_dangling = _children       # what test programs look into
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
        from . import context, util
        parent = _current_process._name, os.getpid(), bytes(_current_process._config['authkey'])
        # What is not as it is anyway.
        inherited = context._default_context._changed(), util._logging()
        message = _shipping.ship((_run, (process, parent, inherited if any(inherited) else None), {}), _shipping.PROCESS)
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
        maker = _current_process
        # Who made it, by numbers: the third child of the second child is 2:3.
        self._identity = *maker._identity, next(_process_counter)
        self._name = name or f'{type(self).__name__}-{":".join(map(str, self._identity))}'
        self._parent_pid, self._parent_name, self._config = os.getpid(), maker.name, maker._config.copy()
        self._target, self._args, self._kwargs = target, tuple(args), dict(kwargs)
        self._popen, self._closed = None, False
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
        is_over = self._popen is not None and self._popen.poll() is not None
        if is_over:
            _children.discard(self)
        return self._popen is not None and not is_over

    def close(self):
        """Give back what the object holds; the process must be over."""
        held = self._popen
        if held is not None:
            if held.poll() is None:
                raise ValueError('Cannot close a process while it is still running. You should first call join() or terminate().')
            _children.discard(self)
            self._popen = None
            held.close()
            del self._sentinel
        self._closed = True

    def _set_name(self, name):
        assert isinstance(name, str), 'name must be a string'
        self._name = name

    name = property(operator.attrgetter('_name'), _set_name)

    def _set_daemon(self, daemonic):
        assert self._popen is None, 'process has already started'
        self._config['daemon'] = daemonic

    daemon = property(lambda self: self._config.get('daemon', False), _set_daemon)

    def _set_authkey(self, authkey):
        self._config['authkey'] = AuthenticationString(authkey)

    authkey = property(lambda self: self._config['authkey'], _set_authkey)

    @property
    def exitcode(self):
        self._check_closed()
        if self is _current_process or self._popen is None:
            return None
        return self._popen.poll()

    @property
    def ident(self):
        self._check_closed()
        return os.getpid() if self is _current_process else self._popen and self._popen.pid

    pid = ident

    @property
    def sentinel(self):
        """A descriptor that becomes readable when the process ends."""
        self._check_closed()
        if self._popen is None:
            raise ValueError('process not started')
        return self._sentinel

    def _status(self):
        """What the process does, in a word, and its exit code if it has one."""
        if self is _current_process:
            return 'started', None
        if self._closed:
            return 'closed', None
        if self._parent_pid != os.getpid():
            return 'unknown', None
        if self._popen is None:
            return 'initial', None
        code = self._popen.poll()
        return 'started' if code is None else 'stopped', code

    def __repr__(self):
        status, code = self._status()
        pid = None if self._popen is None else self._popen.pid
        facts = {
            f'name={self._name!r}': True, f'pid={pid}': pid is not None, f'parent={self._parent_pid}': True, status: True,
            f'exitcode={_exitcode_to_name.get(code, code)}': code is not None, 'daemon': self.daemon,
        }
        return f'<{type(self).__name__} {" ".join([text for text, is_said in facts.items() if is_said])}>'


_exitcode_to_name = {-9: '-SIGKILL', -15: '-SIGTERM', -2: '-SIGINT', -11: '-SIGSEGV', -6: '-SIGABRT', -10: '-SIGUSR1', -1: '-SIGHUP'}


class _ParentProcess(BaseProcess):
    def __init__(self, name, pid, line):
        self._name, self._pid, self._line = name, pid, line
        self._identity, self._config = (), {}
        self._parent_pid, self._popen, self._closed = None, None, False

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
        self._name, self._identity = 'MainProcess', ()
        self._parent_pid, self._popen, self._closed = None, None, False
        self._config = {'authkey': AuthenticationString(os.urandom(32)), 'semprefix': '/mp'}

    def close(self):
        pass


_parent_process = None
_current_process = _MainProcess()


def _inherit(method, logging):
    from . import context, util
    context._default_context.set_start_method(method, force=True)
    util._inherit_logging(logging)


def _run(line, process, parent, inherited):
    """The life of a child process."""
    global _current_process, _parent_process, _process_counter
    name, pid, key = parent
    _current_process = process
    _parent_process = _ParentProcess(name, pid, line)
    process._config['authkey'] = AuthenticationString(key)
    _process_counter = itertools.count(1)
    _children.clear()
    from . import util
    if inherited is not None:
        _inherit(*inherited)
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
            code = int(error.code)
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
