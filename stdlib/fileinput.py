"""The lines of several files, one after the other: those of the command line, or standard input."""

import os
import sys
from types import GenericAlias

__all__ = [
    'input', 'close', 'nextfile', 'filename', 'lineno', 'filelineno', 'fileno', 'isfirstline', 'isstdin', 'FileInput',
    'hook_compressed', 'hook_encoded',
]

# What the functions below are about.
_state = None


def input(files=None, inplace=False, backup='', *, mode='r', openhook=None, encoding=None, errors=None):
    """A FileInput, which the functions of this module are about until it is closed."""
    global _state
    if _state and _state._file:
        raise RuntimeError('input() already active')
    _state = FileInput(files, inplace, backup, mode=mode, openhook=openhook, encoding=encoding, errors=errors)
    return _state


def close():
    """Ends what input() has begun."""
    global _state
    state, _state = _state, None
    if state:
        state.close()


def _active():
    if not _state:
        raise RuntimeError('no active input()')
    return _state


def nextfile():
    """Leaves out the other lines of this file."""
    return _active().nextfile()


def filename():
    """The name of the file that the last line is from; None before the first."""
    return _active().filename()


def lineno():
    """How many lines have been read of all files."""
    return _active().lineno()


def filelineno():
    """How many lines have been read of this file."""
    return _active().filelineno()


def fileno():
    """The descriptor of this file, -1 if none is open."""
    return _active().fileno()


def isfirstline():
    """Whether the last line was the first of its file."""
    return _active().isfirstline()


def isstdin():
    """Whether the last line was from standard input."""
    return _active().isstdin()


class FileInput:
    """Lines of files. With `inplace`, what is printed goes into the file that is being read, which is kept as a backup meanwhile."""

    # While a file is changed in place: the old one's other name, what is written, and where print() wrote before.
    _file = _backup_name = _output = _stdout = None
    _isstdin = False
    _backup = ''

    def __init__(self, files=None, inplace=False, backup='', *, mode='r', openhook=None, encoding=None, errors=None):
        if isinstance(files, (str, os.PathLike)):
            files = os.fspath(files),
        else:
            files = tuple(sys.argv[1:] if files is None else files) or ('-',)
        if inplace and openhook:
            raise ValueError('FileInput cannot use an opening hook in inplace mode')
        if mode not in ('r', 'rb'):
            raise ValueError("FileInput opening mode must be 'r' or 'rb'")
        if openhook and not callable(openhook):
            raise ValueError('FileInput openhook must be callable')
        self._files, self._inplace, self._backup = files, inplace, backup
        self._mode, self._openhook, self._encoding, self._errors = mode, openhook, encoding, errors
        self._filename = None
        self._lines_before = self._lines_here = 0

    def __del__(self):
        self.close()

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.close()

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    __class_getitem__ = classmethod(GenericAlias)

    def close(self):
        """Closes what is open; there are no more files."""
        try:
            self.nextfile()
        finally:
            self._files = ()

    def nextfile(self):
        """Closes this file; the next line is from the next one."""
        stdout, self._stdout = self._stdout, None
        output, self._output = self._output, None
        file, self._file = self._file, None
        backup, self._backup_name = self._backup_name, None
        is_stdin, self._isstdin = self._isstdin, False
        if stdout:
            sys.stdout = stdout
        try:
            if output:
                output.close()
        finally:
            try:
                if file and not is_stdin:
                    file.close()
            finally:
                if backup and not self._backup:
                    try:
                        os.unlink(backup)
                    except OSError:
                        # Somebody else has removed it.
                        pass

    def readline(self):
        """The next line; empty after the last one of the last file."""
        while True:
            if self._file is None:
                if not self._files:
                    return b'' if 'b' in self._mode else ''
                self._open()
            line = self._file.readline()
            if line:
                self._lines_here += 1
                return line
            self.nextfile()

    def _open(self):
        name, *rest = self._files
        self._files = tuple(rest)
        self._lines_before += self._lines_here
        self._lines_here = 0
        is_binary = 'b' in self._mode
        encoding = None if is_binary else self._encoding or 'locale'
        self._filename = '<stdin>' if name == '-' else name
        if name == '-':
            self._isstdin = True
            self._file = getattr(sys.stdin, 'buffer', sys.stdin) if is_binary else sys.stdin
        elif self._inplace:
            self._open_in_place(name, encoding)
        elif self._openhook is None:
            self._file = open(name, self._mode, encoding=encoding, errors=self._errors)
        elif self._encoding is None:
            self._file = self._openhook(name, self._mode)
        else:
            self._file = self._openhook(name, self._mode, encoding=self._encoding, errors=self._errors)

    def _open_in_place(self, name, encoding):
        self._backup_name = backup = os.fspath(name) + (self._backup or '.bak')
        try:
            os.unlink(backup)
        except OSError:
            # There is none, as a rule.
            pass
        os.rename(name, backup)
        self._file = open(backup, self._mode, encoding=encoding, errors=self._errors)
        permissions = os.fstat(self._file.fileno()).st_mode
        fd = os.open(name, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, permissions)
        self._output = os.fdopen(fd, self._mode.replace('r', 'w'), encoding=encoding, errors=self._errors)
        os.chmod(name, permissions)
        self._stdout, sys.stdout = sys.stdout, self._output

    def filename(self):
        return self._filename

    def lineno(self):
        return self._lines_before + self._lines_here

    def filelineno(self):
        return self._lines_here

    def fileno(self):
        try:
            return self._file.fileno() if self._file else -1
        except ValueError:
            return -1

    def isfirstline(self):
        return self._lines_here == 1

    def isstdin(self):
        return self._isstdin


def hook_compressed(filename, mode, *, encoding=None, errors=None):
    """An openhook for files that may be compressed, as the ends of their names tell; there is nothing here to read these with."""
    if os.path.splitext(filename)[1] in ('.gz', '.bz2'):
        raise NotImplementedError('there are no gzip and bz2 modules')
    return open(filename, mode, encoding=None if 'b' in mode else encoding or 'locale', errors=errors)


def hook_encoded(encoding, errors=None):
    """An openhook for files in an encoding."""

    def openhook(filename, mode):
        return open(filename, mode, encoding=encoding, errors=errors)

    return openhook


def _main():
    import getopt
    in_place = backup = False
    options, names = getopt.getopt(sys.argv[1:], 'ib:')
    for name, value in options:
        in_place, backup = (True, backup) if name == '-i' else (in_place, value)
    for line in input(names, inplace=in_place, backup=backup or ''):
        text = line.removesuffix('\n').removesuffix('\r')
        print('%d: %s[%d]%s %s' % (lineno(), filename(), filelineno(), '*' if isfirstline() else '', text))
    print('%d: %s[%d]' % (lineno(), filename(), filelineno()))


if __name__ == '__main__':
    _main()
