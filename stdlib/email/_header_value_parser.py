"""Reading addresses from the start of a text, as the protocols that carry mail need it: what was read, and the rest of the text."""

from email._addresses import AddressList
from email.errors import HeaderParseError


class AddrSpec:
    """An address, as `name@domain`."""

    def __init__(self, text):
        self._text = text

    @property
    def local_part(self):
        return self._text.rpartition('@')[0]

    @property
    def domain(self):
        return self._text.rpartition('@')[2]

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


def get_addr_spec(value):
    """An address and what follows it."""
    reader = AddressList(value)
    text = reader._spec()
    if '@' not in text:
        raise HeaderParseError('addr-spec local part with no domain' if text else f'expected local-part but found {value!r}')
    return AddrSpec(text), value[reader._at:]


def get_angle_addr(value):
    """An address in angle brackets, which a route may precede, and what follows it."""
    reader = AddressList(value)
    reader._skip()
    if reader._next() != '<':
        raise HeaderParseError(f'expected angle-addr but found {value!r}')
    end = value.find('>', reader._at)
    if value[reader._at + 1:end].strip() == '' and end >= 0:
        reader._at = end + 1
        text = ''
    else:
        text = reader._route()
        if '@' not in text:
            raise HeaderParseError(f'expected addr-spec or obs-route but found {value!r}')
    reader._skip()
    return AngleAddr(text), value[reader._at:]
