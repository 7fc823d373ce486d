"""The users that the system's table lists."""

import _accounts

struct_passwd = _accounts.record(
    'pwd', 'struct_passwd', ('pw_name', 'pw_passwd', 'pw_uid', 'pw_gid', 'pw_gecos', 'pw_dir', 'pw_shell')
)


def getpwall():
    """All users."""
    users = []
    for name, password, uid, gid, *rest in _accounts.rows('/etc/passwd', 7):
        if uid.isdecimal() and gid.isdecimal():
            users.append(struct_passwd([name, password, int(uid), int(gid), *rest[:3]]))
    return users


def getpwuid(uid, /):
    """The user with a number."""
    number = _accounts.number(uid, 'uid')
    for user in getpwall():
        if user.pw_uid == number:
            return user
    raise KeyError('getpwuid(): uid not found' + ('' if number is None else f': {number}'))


def getpwnam(name, /):
    """The user with a name."""
    _accounts.checked_name(name, 'getpwnam() argument must be str, not ')
    for user in getpwall():
        if user.pw_name == name:
            return user
    raise KeyError(f'getpwnam(): name not found: {name!r}')
