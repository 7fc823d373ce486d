"""Texts for messages."""

import os

__unittest = True

# How long the texts of two values in a message may be, and how much of their ends is shown in any case.
_LONGEST, _END, _MARK = 80, 5, 12
_DIFFERENT = _LONGEST - 3 * _END - 2 * _MARK


def safe_repr(obj, short=False):
    """The `repr` of a value, also where that fails."""
    try:
        text = repr(obj)
    except Exception:
        text = object.__repr__(obj)
    return text[:_LONGEST] + ' [truncated]...' if short and len(text) >= _LONGEST else text


def strclass(cls):
    """The whole name of a class."""
    return f'{cls.__module__}.{cls.__qualname__}'


def _leave_out(text, head, tail):
    """A text without its middle, where that is shorter."""
    out = len(text) - head - tail
    return f'{text[:head]}[{out} chars]{text[len(text) - tail:]}' if out > _MARK else text


def shorten_together(*values):
    """Texts of values that differ, cut so that the difference is seen."""
    texts = [safe_repr(value) for value in values]
    longest = max(map(len, texts))
    if longest <= _LONGEST:
        return texts
    same = len(os.path.commonprefix(texts))
    room = _LONGEST - (longest - same) - _END - _MARK
    if room > _END:
        return [_leave_out(text[:same], _END, room) + text[same:] for text in texts]
    return [_leave_out(text[:same], _END, _END) + _leave_out(text[same:], _DIFFERENT, _END) for text in texts]


def ndiff(a, b):
    """How two lists of lines differ."""
    import difflib
    return difflib.ndiff(a, b)
