"""What an event loop offers, which loop belongs to which thread, and the policies that decide it."""

import sys
import threading

from _asyncio import (
    Handle, TimerHandle, _get_running_loop, _set_running_loop, get_event_loop, get_running_loop,
)

__all__ = (
    'AbstractEventLoopPolicy', 'AbstractEventLoop', 'AbstractServer', 'Handle', 'TimerHandle', 'get_event_loop_policy',
    'set_event_loop_policy', 'get_event_loop', 'set_event_loop', 'new_event_loop', 'get_child_watcher', 'set_child_watcher',
    '_set_running_loop', 'get_running_loop', '_get_running_loop',
)


def _is_loop_running():
    """Whether a loop runs in this thread; that of an interactive session stands still while it is not needed."""
    loop = _get_running_loop()
    return loop is not None and loop.is_running()


def _left_out(name, is_async=False, owner='AbstractEventLoop'):
    """A method that a derived class has to have."""
    if is_async:
        async def method(self, *args, **kwargs):
            raise NotImplementedError
    else:
        def method(self, *args, **kwargs):
            raise NotImplementedError
    method.__name__ = name
    method.__qualname__ = f'{owner}.{name}'
    return method


class AbstractServer:
    """A server that accepts connections; leaving its block closes it."""

    for _name in ('close', 'close_clients', 'abort_clients', 'get_loop', 'is_serving'):
        locals()[_name] = _left_out(_name, owner='AbstractServer')
    for _name in ('start_serving', 'serve_forever', 'wait_closed'):
        locals()[_name] = _left_out(_name, True, 'AbstractServer')
    del _name

    async def __aenter__(self):
        return self

    async def __aexit__(self, *details):
        self.close()
        await self.wait_closed()


class AbstractEventLoop:
    """The interface of event loops: each method raises NotImplementedError."""

    for _name in (
        'run_forever', 'run_until_complete', 'stop', 'is_running', 'is_closed', 'close', '_timer_handle_cancelled', 'call_later',
        'call_at', 'time', 'create_future', 'create_task', 'call_soon_threadsafe', 'run_in_executor', 'set_default_executor',
        'add_reader', 'remove_reader', 'add_writer', 'remove_writer', 'add_signal_handler', 'remove_signal_handler',
        'set_task_factory', 'get_task_factory', 'get_exception_handler', 'set_exception_handler', 'default_exception_handler',
        'call_exception_handler', 'get_debug', 'set_debug',
    ):
        locals()[_name] = _left_out(_name)
    for _name in (
        'shutdown_asyncgens', 'shutdown_default_executor', 'getaddrinfo', 'getnameinfo', 'create_connection', 'create_server',
        'start_tls', 'create_unix_connection', 'create_unix_server', 'connect_accepted_socket', 'create_datagram_endpoint',
        'connect_read_pipe', 'connect_write_pipe', 'subprocess_shell', 'subprocess_exec', 'sendfile', 'sock_recv', 'sock_recv_into',
        'sock_recvfrom', 'sock_recvfrom_into', 'sock_sendall', 'sock_sendto', 'sock_connect', 'sock_accept', 'sock_sendfile',
    ):
        locals()[_name] = _left_out(_name, True)
    del _name

    def call_soon(self, callback, *args, context=None):
        return self.call_later(0, callback, *args, context=context)


class AbstractEventLoopPolicy:
    """Decides which loop a thread has."""

    for _name in ('get_event_loop', 'set_event_loop', 'new_event_loop', 'get_child_watcher', 'set_child_watcher'):
        locals()[_name] = _left_out(_name, owner='AbstractEventLoopPolicy')
    del _name


class BaseDefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """A loop per thread; the main thread gets one when it first asks."""

    _loop_factory = None

    class _Local(threading.local):
        _loop = None
        _set_called = False

    def __init__(self):
        self._local = self._Local()

    def get_event_loop(self):
        mine, here = self._local, threading.current_thread()
        if mine._loop is None and not mine._set_called and here is threading.main_thread():
            import warnings
            # Whoever asks from outside of this package is meant.
            level, frame = 2, sys._getframe(1)
            while frame is not None and (frame.f_globals.get('__name__') or '').partition('.')[0] == 'asyncio':
                level, frame = level + 1, frame.f_back
            warnings.warn('There is no current event loop', DeprecationWarning, stacklevel=level)
            self.set_event_loop(self.new_event_loop())
        if mine._loop is None:
            raise RuntimeError(f'There is no current event loop in thread {here.name!r}.')
        return mine._loop

    def set_event_loop(self, loop):
        self._local._set_called = True
        if not (loop is None or isinstance(loop, AbstractEventLoop)):
            raise TypeError(f"loop must be an instance of AbstractEventLoop or None, not '{type(loop).__name__}'")
        self._local._loop = loop

    def new_event_loop(self):
        return self._loop_factory()


_event_loop_policy = None
_lock = threading.Lock()


def get_event_loop_policy():
    """The policy of the process."""
    global _event_loop_policy
    if _event_loop_policy is None:
        with _lock:
            if _event_loop_policy is None:
                from . import DefaultEventLoopPolicy
                _event_loop_policy = DefaultEventLoopPolicy()
    return _event_loop_policy


def set_event_loop_policy(policy):
    """Replaces the policy; None brings the default back."""
    global _event_loop_policy
    if policy is not None and not isinstance(policy, AbstractEventLoopPolicy):
        raise TypeError(f"policy must be an instance of AbstractEventLoopPolicy or None, not '{type(policy).__name__}'")
    _event_loop_policy = policy


def _get_policy_loop():
    return get_event_loop_policy().get_event_loop()


def set_event_loop(loop):
    """Makes `loop` the thread's."""
    get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    """A new loop, which belongs to nobody yet."""
    return get_event_loop_policy().new_event_loop()


def get_child_watcher():
    return get_event_loop_policy().get_child_watcher()


def set_child_watcher(watcher):
    return get_event_loop_policy().set_child_watcher(watcher)


_py__get_running_loop = _c__get_running_loop = _get_running_loop
_py__set_running_loop = _c__set_running_loop = _set_running_loop
_py_get_running_loop = _c_get_running_loop = get_running_loop
_py_get_event_loop = _c_get_event_loop = get_event_loop
