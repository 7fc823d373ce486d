"""Modes of terminals: raw, and with characters as they are typed."""

import termios

__all__ = ['cfmakeraw', 'cfmakecbreak', 'setraw', 'setcbreak']

IFLAG, OFLAG, CFLAG, LFLAG, ISPEED, OSPEED, CC = range(7)


def cfmakeraw(mode):
    """Makes a list of modes those of a terminal that passes everything on as it is."""
    mode[IFLAG] &= ~(
        termios.IGNBRK | termios.BRKINT | termios.IGNPAR | termios.PARMRK | termios.INPCK | termios.ISTRIP | termios.INLCR | termios.IGNCR
        | termios.ICRNL | termios.IXON | termios.IXANY | termios.IXOFF
    )
    mode[OFLAG] &= ~termios.OPOST
    mode[CFLAG] = mode[CFLAG] & ~(termios.PARENB | termios.CSIZE) | termios.CS8
    mode[LFLAG] &= ~(
        termios.ECHO | termios.ECHOE | termios.ECHOK | termios.ECHONL | termios.ICANON | termios.IEXTEN | termios.ISIG | termios.NOFLSH
        | termios.TOSTOP
    )
    _one_at_a_time(mode)


def cfmakecbreak(mode):
    """Makes a list of modes those of a terminal that gives characters as they are typed and shows none."""
    mode[LFLAG] &= ~(termios.ECHO | termios.ICANON)
    _one_at_a_time(mode)


def _one_at_a_time(mode):
    mode[CC] = list(mode[CC])
    mode[CC][termios.VMIN] = 1
    mode[CC][termios.VTIME] = 0


def _changed(fd, when, change):
    before = termios.tcgetattr(fd)
    mode = list(before)
    change(mode)
    termios.tcsetattr(fd, when, mode)
    return before


def setraw(fd, when=termios.TCSAFLUSH):
    """Makes a terminal raw; gives its modes of before."""
    return _changed(fd, when, cfmakeraw)


def setcbreak(fd, when=termios.TCSAFLUSH):
    """Has a terminal give characters as they are typed; gives its modes of before."""
    return _changed(fd, when, cfmakecbreak)
