"""Passwords from the terminal without showing them, and the name of the user."""

import os
import sys

__all__ = ['getpass', 'getuser', 'GetPassWarning']


class GetPassWarning(UserWarning):
    """What is typed may be seen."""


def getpass(prompt='Password: ', stream=None):
    """Asks for a line without echo: on the terminal of the program, or else on standard input."""
    import contextlib
    import io
    with contextlib.ExitStack() as opened:
        try:
            fd = os.open('/dev/tty', os.O_RDWR | os.O_NOCTTY)
        except OSError:
            try:
                fd = sys.stdin.fileno()
            except (AttributeError, ValueError):
                return _ask_openly(prompt, stream)
            lines, out = sys.stdin, stream or sys.stderr
        else:
            terminal = opened.enter_context(io.FileIO(fd, 'w+'))
            lines = opened.enter_context(io.TextIOWrapper(terminal))
            out = stream or lines
        import termios
        try:
            old = termios.tcgetattr(fd)
        except termios.error:
            return _ask_openly(prompt, stream)
        silent = [*old]
        silent[3] &= ~termios.ECHO
        try:
            termios.tcsetattr(fd, termios.TCSAFLUSH, silent)
            return _ask(prompt, out, lines)
        finally:
            termios.tcsetattr(fd, termios.TCSAFLUSH, old)
            # The line end was not shown either.
            out.write('\n')
            out.flush()


def _ask_openly(prompt, stream):
    import warnings
    warnings.warn('Can not control echo on the terminal.', GetPassWarning, stacklevel=3)
    stream = stream or sys.stderr
    print('Warning: Password input may be echoed.', file=stream)
    return _ask(prompt, stream, sys.stdin)


def _ask(prompt, out, lines):
    if prompt:
        try:
            out.write(prompt)
        except UnicodeEncodeError:
            out.write(prompt.encode(out.encoding, 'replace').decode(out.encoding))
        out.flush()
    line = lines.readline()
    if not line:
        raise EOFError
    return line.removesuffix('\n')


def getuser():
    """The name of the user: from LOGNAME, USER, LNAME or USERNAME, or from the system."""
    for name in 'LOGNAME', 'USER', 'LNAME', 'USERNAME':
        if user := os.environ.get(name):
            return user
    try:
        with open('/etc/passwd', encoding='utf-8', errors='surrogateescape') as lines:
            for line in lines:
                fields = line.split(':')
                if len(fields) > 2 and fields[2] == str(os.getuid()):
                    return fields[0]
    except OSError as error:
        raise OSError('No username set in the environment') from error
    raise OSError('No username set in the environment')
