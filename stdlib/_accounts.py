"""What `pwd` and `grp` have in common: tables of users and groups as files keep them, and records that are tuples with names."""

from operator import itemgetter


def record(module, name, fields):
    """A class of tuples whose items have names; it is made from one sequence."""

    def __new__(cls, sequence, /):
        items = tuple(sequence)
        if len(items) != len(fields):
            raise TypeError(f'{module}.{name}() takes a {len(fields)}-sequence ({len(items)}-sequence given)')
        return tuple.__new__(cls, items)

    def __repr__(self):
        return f'{module}.{name}(' + ', '.join(f'{field}={value!r}' for field, value in zip(fields, self)) + ')'

    def __reduce__(self):
        return type(self), (tuple(self),)

    members = {field: property(itemgetter(at)) for at, field in enumerate(fields)}
    members.update(
        __module__=module, __slots__=(), __new__=__new__, __repr__=__repr__, __reduce__=__reduce__, __match_args__=fields,
        n_fields=len(fields), n_sequence_fields=len(fields), n_unnamed_fields=0,
    )
    return type(name, (tuple,), members)


def rows(file, count):
    """The rows of a table; none if there is no such file. A row with too few fields is none."""
    try:
        with open(file, encoding='utf-8', errors='surrogateescape') as table:
            lines = table.read().split('\n')
    except OSError:
        return
    for line in lines:
        fields = line.split(':')
        if len(fields) >= count and not line.startswith(('#', '+', '-')):
            yield fields


def number(value, what):
    """The number of a user or group as the system keeps it; None if no user or group can have it."""
    if not hasattr(value, '__index__'):
        raise TypeError(f'{what} should be integer, not {type(value).__name__}')
    value = value.__index__()
    return value if -1 <= value < 1 << 32 else None


def checked_name(value, message):
    if not isinstance(value, str):
        raise TypeError(message + type(value).__name__)
    if '\0' in value:
        raise ValueError('embedded null byte')
    return value
