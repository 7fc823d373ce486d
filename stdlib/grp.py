"""The groups of users that the system's table lists."""

import _accounts

struct_group = _accounts.record('grp', 'struct_group', ('gr_name', 'gr_passwd', 'gr_gid', 'gr_mem'))


def getgrall():
    """All groups."""
    groups = []
    for name, password, gid, members, *_ in _accounts.rows('/etc/group', 4):
        if gid.isdecimal():
            groups.append(struct_group([name, password, int(gid), members.split(',') if members else []]))
    return groups


def getgrgid(id):
    """The group with a number."""
    number = _accounts.number(id, 'gid')
    for group in getgrall():
        if group.gr_gid == number:
            return group
    raise KeyError('getgrgid(): gid not found' + ('' if number is None else f': {number}'))


def getgrnam(name):
    """The group with a name."""
    _accounts.checked_name(name, 'getgrnam() argument 1 must be str, not ')
    for group in getgrall():
        if group.gr_name == name:
            return group
    raise KeyError(f'getgrnam(): name not found: {name!r}')
