"""Terminals that a program has on both sides."""

import os
import subprocess
import termios
import tty
from select import select

__all__ = ['openpty', 'fork', 'spawn']

STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO = 0, 1, 2
CHILD = 0


def openpty():
    """The descriptors of a new terminal: the one that a user would have, and the one that a program has."""
    return os.openpty()


def slave_open(tty_name):
    """The descriptor of a terminal of a name."""
    import warnings
    warnings.warn('Use pty.openpty() instead.', DeprecationWarning, stacklevel=2)
    return os.open(tty_name, os.O_RDWR)


def fork():
    """Would go on in a process of its own as well: the interpreter cannot do that. See spawn()."""
    import errno
    raise OSError(errno.ENOSYS, 'a process cannot be copied; use pty.spawn() or subprocess')


def _read(fd):
    """What is there to read; nothing at the end."""
    return os.read(fd, 1024)


def _write_all(fd, data):
    while data:
        data = data[os.write(fd, data):]


def _copy(master, master_read, stdin_read):
    """Carries bytes between a terminal and the standard streams until its program has ended."""
    sources = [master, STDIN_FILENO]
    while True:
        ready, _, _ = select(sources, [], [])
        if master in ready:
            try:
                data = master_read(master)
            except OSError:
                # So it ends on some systems.
                data = b''
            if not data:
                return
            _write_all(STDOUT_FILENO, data)
        if STDIN_FILENO in ready:
            data = stdin_read(STDIN_FILENO)
            if data:
                _write_all(master, data)
            else:
                sources.remove(STDIN_FILENO)


def spawn(argv, master_read=_read, stdin_read=_read):
    """Runs a program in a terminal of its own that is joined to the standard streams. The status that it ends with, as of waitpid()."""
    argv = [argv] if isinstance(argv, str) else argv
    master, slave = openpty()
    try:
        process = subprocess.Popen(argv, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    except BaseException:
        os.close(master)
        raise
    finally:
        os.close(slave)
    try:
        mode = termios.tcgetattr(STDIN_FILENO)
        tty.setraw(STDIN_FILENO)
    except termios.error:
        mode = None
    try:
        _copy(master, master_read, stdin_read)
    finally:
        if mode is not None:
            termios.tcsetattr(STDIN_FILENO, termios.TCSAFLUSH, mode)
    os.close(master)
    code = process.wait()
    return -code if code < 0 else code << 8
