"""How messages are read and written: what every policy has, and the one of old programs."""

import abc

from email import charset as _charset
from email import header
from email.utils import _has_surrogates

__all__ = ['Policy', 'Compat32', 'compat32']


class _PolicyBase:
    """Settings that do not change: clone() makes others. What may be set are the attributes that the classes have."""

    def __init__(self, **kw):
        for name, value in kw.items():
            if not hasattr(self, name):
                raise TypeError(f'{name!r} is an invalid keyword argument for {self.__class__.__name__}')
            object.__setattr__(self, name, value)

    def __repr__(self):
        return f'{self.__class__.__name__}({", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())})'

    def clone(self, **kw):
        """The same policy with some settings changed."""
        twin = self.__class__.__new__(self.__class__)
        for name, value in self.__dict__.items():
            object.__setattr__(twin, name, value)
        for name, value in kw.items():
            if not hasattr(self, name):
                raise TypeError(f'{name!r} is an invalid keyword argument for {self.__class__.__name__}')
            object.__setattr__(twin, name, value)
        return twin

    def __setattr__(self, name, value):
        what = 'is read-only' if hasattr(self, name) else 'has no attribute'
        if what == 'is read-only':
            raise AttributeError(f'{self.__class__.__name__!r} object attribute {name!r} is read-only')
        raise AttributeError(f'{self.__class__.__name__!r} object has no attribute {name!r}')

    def __add__(self, other):
        """The settings of both; where both have one, the right one's."""
        return self.clone(**other.__dict__)


class Policy(_PolicyBase, metaclass=abc.ABCMeta):
    """What every policy can say."""

    linesep, max_line_length = '\n', 78
    # Whether bytes may stay bytes where a message is written as bytes.
    cte_type = '8bit'
    raise_on_defect = mangle_from_ = False
    verify_generated_headers = True
    message_factory = None

    def handle_defect(self, obj, defect):
        """A defect was found: it is raised, or noted."""
        if self.raise_on_defect:
            raise defect
        self.register_defect(obj, defect)

    def register_defect(self, obj, defect):
        """Notes a defect."""
        obj.defects.append(defect)

    def header_max_count(self, name):
        """How many headers of a name there may be; None: as many as one likes."""
        return None

    @abc.abstractmethod
    def header_source_parse(self, sourcelines):
        """(name, value) as they are kept, of the lines of a header that was read."""
        raise NotImplementedError

    @abc.abstractmethod
    def header_store_parse(self, name, value):
        """(name, value) as they are kept, of a header that a program sets."""
        raise NotImplementedError

    @abc.abstractmethod
    def header_fetch_parse(self, name, value):
        """What a program is given of a header that is kept."""
        raise NotImplementedError

    @abc.abstractmethod
    def fold(self, name, value):
        """A header as text, in lines."""
        raise NotImplementedError

    @abc.abstractmethod
    def fold_binary(self, name, value):
        """A header as bytes, in lines."""
        raise NotImplementedError


class Compat32(Policy):
    """As in Python 3.2: headers are texts, or `Header` objects where they cannot be decoded."""

    mangle_from_ = True

    def _checked(self, name, value):
        if isinstance(value, str) and _has_surrogates(value):
            return header.Header(value, charset=_charset.UNKNOWN8BIT, header_name=name)
        return value

    def header_source_parse(self, sourcelines):
        name, value = sourcelines[0].split(':', 1)
        return name, (value.lstrip(' \t') + ''.join(sourcelines[1:])).rstrip('\r\n')

    def header_store_parse(self, name, value):
        return name, value

    def header_fetch_parse(self, name, value):
        return self._checked(name, value)

    def fold(self, name, value):
        return self._folded(name, value, True)

    def fold_binary(self, name, value):
        return self._folded(name, value, self.cte_type == '7bit').encode('ascii', 'surrogateescape')

    def _folded(self, name, value, is_sanitized):
        if isinstance(value, str):
            if not _has_surrogates(value):
                # As it is kept: only its lines are made shorter.
                value = header.Header(value, header_name=name)
            elif is_sanitized:
                value = header.Header(value, charset=_charset.UNKNOWN8BIT, header_name=name)
            else:
                return f'{name}: {value}{self.linesep}'
        # A limit of 0 means none.
        limit = self.max_line_length or 0
        return f'{name}: {value.encode(linesep=self.linesep, maxlinelen=limit)}{self.linesep}'


compat32 = Compat32()
