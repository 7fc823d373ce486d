"""File names that match shell patterns: `*`, `?`, `[seq]`, `[!seq]`."""

import functools
import os
import posixpath
import re

__all__ = ['filter', 'fnmatch', 'fnmatchcase', 'translate']


def fnmatch(name, pat):
    """Whether a file name matches a pattern, under the file system's rules about case."""
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


@functools.lru_cache(maxsize=32768, typed=True)
def _compile_pattern(pat):
    if isinstance(pat, bytes):
        return re.compile(translate(pat.decode('latin-1')).encode('latin-1')).match
    return re.compile(translate(pat)).match


def filter(names, pat):
    """The names that match."""
    match = _compile_pattern(os.path.normcase(pat))
    if os.path is posixpath:
        return [name for name in names if match(name)]
    return [name for name in names if match(os.path.normcase(name))]


def fnmatchcase(name, pat):
    """Whether a file name matches a pattern, case included."""
    return _compile_pattern(pat)(name) is not None


def _set(inside):
    """A bracket expression as a regular expression; `inside` is what stands between the brackets."""
    negated = inside[:1] == '!'
    rest = inside[1:] if negated else inside
    # Ranges; one that ends before it starts holds nothing.
    parts = []
    at = 0
    while at < len(rest):
        if at + 2 < len(rest) and rest[at + 1] == '-':
            low, high = rest[at], rest[at + 2]
            if low <= high:
                parts.append(_quoted(low) + '-' + _quoted(high))
            at += 3
        else:
            parts.append(_quoted(rest[at]))
            at += 1
    if not parts:
        return '.' if negated else '(?!)'
    text = ''.join(parts)
    if text[0] in '^[' and not negated:
        # Only at the begin do these mean something.
        text = '\\' + text
    return f"[{'^' if negated else ''}{text}]"


def _quoted(char):
    return '\\' + char if char in '\\-&~|' else char


def translate(pat):
    """A pattern as a regular expression."""
    pieces = []
    at, end = 0, len(pat)
    while at < end:
        char = pat[at]
        at += 1
        if char == '*':
            if not pieces or pieces[-1] is not None:
                pieces.append(None)
        elif char == '?':
            pieces.append('.')
        elif char == '[':
            close = at
            if pat[close:close + 1] == '!':
                close += 1
            if pat[close:close + 1] == ']':
                close += 1
            close = pat.find(']', close)
            if close < 0:
                pieces.append('\\[')
            else:
                pieces.append(_set(pat[at:close]))
                at = close + 1
        else:
            pieces.append(re.escape(char))
    # Between two stars the shortest stretch is enough: no backtracking into it.
    result = []
    at = 0
    while at < len(pieces) and pieces[at] is not None:
        result.append(pieces[at])
        at += 1
    while at < len(pieces):
        at += 1
        fixed = []
        while at < len(pieces) and pieces[at] is not None:
            fixed.append(pieces[at])
            at += 1
        fixed = ''.join(fixed)
        if at == len(pieces):
            result.append('.*' + fixed)
        else:
            result.append(f'(?>.*?{fixed})')
    return f"(?s:{''.join(result)})\\Z"
