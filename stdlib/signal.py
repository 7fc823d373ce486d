"""Signals of the operating system: handlers run in the main thread. `_signal` is the native half."""

import _signal
from _signal import *
from enum import IntEnum as _IntEnum, _old_convert_ as _convert

_convert(_IntEnum, 'Signals', __name__, lambda name: name.isupper() and name.startswith('SIG') and not name.startswith('SIG_'))
_convert(_IntEnum, 'Handlers', __name__, lambda name: name in ('SIG_DFL', 'SIG_IGN'))
_convert(_IntEnum, 'Sigmasks', __name__, lambda name: name in ('SIG_BLOCK', 'SIG_UNBLOCK', 'SIG_SETMASK'))


def _int_to_enum(value, enum_class):
    """A number as a member of the enumeration; anything else as it is."""
    if not isinstance(value, int):
        return value
    try:
        return enum_class(value)
    except (ValueError, TypeError):
        return value


def _enum_to_int(value):
    try:
        return int(value)
    except (ValueError, TypeError):
        return value


def signal(signalnum, handler):
    """Have `handler` called when the signal comes; gives the handler before."""
    before = _signal.signal(_enum_to_int(signalnum), _enum_to_int(handler) if isinstance(handler, int) else handler)
    return _int_to_enum(before, Handlers)


def getsignal(signalnum):
    """What is called when the signal comes."""
    return _int_to_enum(_signal.getsignal(signalnum), Handlers)


def pthread_sigmask(how, mask):
    """Change which signals the thread does not get; gives those of before."""
    return set(_int_to_enum(number, Signals) for number in _signal.pthread_sigmask(how, mask))


def sigpending():
    return {_int_to_enum(number, Signals) for number in _signal.sigpending()}


def sigwait(sigset):
    return _int_to_enum(_signal.sigwait(sigset), Signals)


def valid_signals():
    """The numbers of all signals there are."""
    return set(_int_to_enum(number, Signals) for number in _signal.valid_signals())
