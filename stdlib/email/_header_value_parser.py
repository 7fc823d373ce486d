"""Reading addresses from the start of a text, as the protocols that carry mail need it: what was read, and the rest of the text."""

import re

from email.errors import HeaderParseError, InvalidHeaderDefect


class AddrSpec:
    """An address, as `name@domain`; what lacks the domain has a defect."""

    def __init__(self, text):
        self._text = text
        self.defects = [] if '@' in text or not text else [InvalidHeaderDefect('addr-spec local part with no domain')]

    @property
    def local_part(self):
        return self._text.rpartition('@')[0] if '@' in self._text else self._text

    @property
    def domain(self):
        return self._text.rpartition('@')[2] if '@' in self._text else None

    @property
    def addr_spec(self):
        return self._text

    def __str__(self):
        return self._text

    def __repr__(self):
        return f'{type(self).__name__}({self._text!r})'


class AngleAddr(AddrSpec):
    """An address in angle brackets; nothing may stand in them."""

    @property
    def addr_spec(self):
        return self._text or '<>'

    def __str__(self):
        return f'<{self._text}>'


# What may stand between the parts: blanks and comments.
_BETWEEN = r'(?:\s|\((?:[^()\\]|\\.)*\))*'
_ATOM = r'[^\s()<>@,:;\\".\[\]]+'
_DOTTED = rf'{_ATOM}(?:\.{_ATOM})*'
_SPEC = re.compile(rf'{_BETWEEN}("(?:[^"\\]|\\.)*"|{_DOTTED}){_BETWEEN}(?:@{_BETWEEN}(\[[^\]]*\]|{_DOTTED}){_BETWEEN})?', re.S)
_OPENING = re.compile(rf'{_BETWEEN}<{_BETWEEN}(?:@[^:>]*:)?', re.S)


def get_addr_spec(value):
    """An address and what follows it."""
    found = _SPEC.match(value)
    if found is None:
        raise HeaderParseError(f'expected local-part but found {value!r}')
    local, domain = found.groups()
    return AddrSpec(local if domain is None else f'{local}@{domain}'), value[found.end():]


def get_angle_addr(value):
    """An address in angle brackets, which a route may precede, and what follows it."""
    opening = _OPENING.match(value)
    if opening is None:
        raise HeaderParseError(f'expected angle-addr but found {value!r}')
    rest = value[opening.end():]
    if rest.startswith('>'):
        return AngleAddr(''), rest[1:]
    spec, rest = get_addr_spec(rest)
    # A bracket that is missing is taken to be there.
    rest = rest.removeprefix('>')
    return AngleAddr(str(spec)), rest[re.match(_BETWEEN, rest).end():]
