"""Whether reports are in colour, and the sequences that terminals take for colours."""

import io
import os
import sys

# A program that wants no colours sets this to false.
COLORIZE = True


class ANSIColors:
    """What to write for a colour."""

    BOLD_GREEN = '\x1b[1;32m'
    BOLD_MAGENTA = '\x1b[1;35m'
    BOLD_RED = '\x1b[1;31m'
    GREEN = '\x1b[32m'
    GREY = '\x1b[90m'
    MAGENTA = '\x1b[35m'
    RED = '\x1b[31m'
    RESET = '\x1b[0m'
    YELLOW = '\x1b[33m'


class _NoColors:
    """The same names for no colours."""


NoColors = _NoColors()
for _name in vars(ANSIColors):
    if not _name.startswith('_'):
        setattr(NoColors, _name, '')


def get_colors(colorize=False):
    """The sequences to use: colours if they are wanted or can be shown, else nothing."""
    return ANSIColors() if colorize or can_colorize() else NoColors


def can_colorize():
    """Whether standard error shows colours and the user has not said otherwise."""
    setting = os.environ.get
    if not sys.flags.ignore_environment and setting('PYTHON_COLORS') in ('0', '1'):
        return setting('PYTHON_COLORS') == '1'
    if 'NO_COLOR' in os.environ or not COLORIZE:
        return False
    if 'FORCE_COLOR' in os.environ:
        return True
    if setting('TERM') == 'dumb' or not hasattr(sys.stderr, 'fileno'):
        return False
    try:
        return os.isatty(sys.stderr.fileno())
    except io.UnsupportedOperation:
        return sys.stderr.isatty()
