"""Names in the system that must not outlive the program: what is registered and not taken off again is removed when the program has ended,
even if it was killed.

That takes a process of its own, which is started when the first name is registered, by whichever process of the program. All of them
reach it at an address that follows from the number of the program's first process, whose end it waits for.
"""

import _worker
import os
import threading
import warnings

__all__ = ['ensure_running', 'register', 'unregister']

# Longer names do not fit into what CPython's tracker takes at once.
_LONGEST = 512


def _no_semaphore(name):
    raise FileNotFoundError(2, 'No such file or directory')


def _unlink_shared(name):
    from .shared_memory import _FOLDER
    os.unlink(os.path.join(_FOLDER, name.lstrip('/')))


_CLEANUP_FUNCS = {'noop': str, 'semaphore': _no_semaphore, 'shared_memory': _unlink_shared}


def _address():
    # Not in the file system: nothing is left of it.
    return f'\0pyc-tracker-{_worker.root}'


class ResourceTracker:
    """This process's way to the tracker."""

    def __init__(self):
        self._lock = threading.Lock()       # held while the tracker is started
        self._pid = self._process = None

    def ensure_running(self):
        """Start the tracker, unless there is one."""
        with self._lock:
            if not self._check_alive():
                self._start()

    def _check_alive(self):
        try:
            self._tell('PROBE', '', 'noop')
        except OSError:
            return False
        return True

    def _tell(self, what, name, rtype):
        import socket
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
            sock.sendto(f'{what}:{name}:{rtype}'.encode(), _address())

    def _start(self):
        import subprocess
        from .util import Finalize
        command = f'from multiprocessing.resource_tracker import main; main({_worker.root})'
        # In a session of its own: what ends the program from a terminal leaves it alone.
        tracker = subprocess.Popen([_worker.executable(), '-c', command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   start_new_session=True)
        with tracker.stdout:
            tracker.stdout.read()       # until it listens, or finds that another one does
        if self._process is None and _worker.root == os.getpid():
            # After all that may still take names away.
            Finalize(None, self._stop, exitpriority=-1000)
        self._pid, self._process = tracker.pid, tracker

    def register(self, name, rtype):
        """Have it removed when the program ends."""
        self._send('REGISTER', name, rtype)

    def unregister(self, name, rtype):
        """It has been removed."""
        self._send('UNREGISTER', name, rtype)

    def _send(self, what, name, rtype):
        if rtype not in _CLEANUP_FUNCS:
            raise ValueError(f'Cannot register {name} for automatic cleanup: unknown resource type {rtype}')
        if len(name) > _LONGEST:
            raise ValueError('msg too long')
        try:
            self._tell(what, name, rtype)
        except OSError:
            self.ensure_running()
            self._tell(what, name, rtype)

    def _stop(self):
        """At the end of the program: have everything removed now."""
        try:
            self._tell('STOP', '', 'noop')
        except OSError:
            return
        self._process.wait()


_resource_tracker = ResourceTracker()
ensure_running = _resource_tracker.ensure_running
register = _resource_tracker.register
unregister = _resource_tracker.unregister


# ---- the tracker ----

def main(root):
    """The life of the tracker of a program: until it is told to stop, or the program's first process has ended."""
    import select
    import signal
    import socket
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    _worker.root = root
    names = {}
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        try:
            sock.bind(_address())
            program = os.pidfd_open(root)
        except OSError:
            # There is a tracker, or no program any more.
            return
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.close(null)
        is_over = False
        while not is_over or select.select([sock], [], [], 0)[0]:
            ready, _, _ = select.select([sock, program], [], [])
            is_over = is_over or program in ready
            if sock in ready:
                is_over = not _note(names, sock.recv(2 * _LONGEST)) or is_over
        for rtype in sorted(names):
            _clean_up(rtype, sorted(names[rtype]))


def _note(names, message):
    """Says whether to go on."""
    what, _, rest = message.decode('utf-8', 'surrogateescape').partition(':')
    name, _, rtype = rest.rpartition(':')
    if what == 'REGISTER':
        names.setdefault(rtype, set()).add(name)
    elif what == 'UNREGISTER':
        names.get(rtype, set()).discard(name)
    return what != 'STOP'


def _clean_up(rtype, names):
    if names:
        warnings.warn(f'resource_tracker: There appear to be {len(names)} leaked {rtype} objects to clean up at shutdown: {set(names)}')
    for name in names:
        try:
            _CLEANUP_FUNCS[rtype](name)
        except OSError as error:
            warnings.warn(f'resource_tracker: {name!r}: {error}')
