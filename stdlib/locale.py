"""Customs of places: here always those of the C locale, with texts in UTF-8."""

import re

__all__ = ['getlocale', 'getdefaultlocale', 'getpreferredencoding', 'Error', 'setlocale', 'localeconv', 'strcoll', 'strxfrm',
           'str', 'atof', 'atoi', 'format_string', 'currency', 'normalize', 'LC_CTYPE', 'LC_COLLATE', 'LC_TIME', 'LC_MONETARY',
           'LC_NUMERIC', 'LC_ALL', 'CHAR_MAX', 'getencoding', 'delocalize', 'localize', 'LC_MESSAGES']

LC_CTYPE = 0
LC_NUMERIC = 1
LC_TIME = 2
LC_COLLATE = 3
LC_MONETARY = 4
LC_MESSAGES = 5
LC_ALL = 6
CHAR_MAX = 127

CODESET = 14

_str = str


class Error(Exception):
    pass


_KNOWN = ('C', 'POSIX', 'C.UTF-8', 'C.utf8')
_current = {}


def setlocale(category, locale=None):
    """Chooses or tells a locale. Only C and C.UTF-8 exist."""
    if not 0 <= category <= LC_ALL:
        raise Error('invalid locale category')
    if locale is None:
        return _current.get(category, 'C.UTF-8' if category == LC_CTYPE else 'C')
    if locale and not isinstance(locale, _str):
        locale = normalize('.'.join(part for part in locale if part)) if any(locale) else 'C'
    if locale == '':
        locale = 'C.UTF-8'
    if locale not in _KNOWN:
        raise Error('unsupported locale setting')
    for each in range(LC_ALL + 1) if category == LC_ALL else [category]:
        _current[each] = locale
    return locale


def localeconv():
    """The customs of numbers and money."""
    return {'decimal_point': '.', 'thousands_sep': '', 'grouping': [], 'int_curr_symbol': '', 'currency_symbol': '',
            'mon_decimal_point': '', 'mon_thousands_sep': '', 'mon_grouping': [], 'positive_sign': '', 'negative_sign': '',
            'int_frac_digits': CHAR_MAX, 'frac_digits': CHAR_MAX, 'p_cs_precedes': CHAR_MAX, 'p_sep_by_space': CHAR_MAX,
            'n_cs_precedes': CHAR_MAX, 'n_sep_by_space': CHAR_MAX, 'p_sign_posn': CHAR_MAX, 'n_sign_posn': CHAR_MAX}


def nl_langinfo(key):
    return 'UTF-8' if key == CODESET else ''


def strcoll(a, b, /):
    """Compares two texts."""
    return (a > b) - (a < b)


def strxfrm(s, /):
    """A text that compares as the locale wants."""
    return s


def getencoding():
    return 'utf-8'


def getpreferredencoding(do_setlocale=True):
    """The encoding of texts."""
    return 'utf-8'


def normalize(localename):
    """The usual spelling of a locale's name."""
    language, dot, encoding = localename.partition('.')
    if language in ('', 'C', 'POSIX', 'c', 'posix'):
        return 'C.UTF-8' if encoding.lower().replace('-', '') == 'utf8' else 'C'
    encoding = {'utf8': 'UTF-8', 'utf-8': 'UTF-8'}.get(encoding.lower(), encoding or 'ISO8859-1')
    return f'{language}.{encoding}'


def getdefaultlocale(envvars=('LC_ALL', 'LC_CTYPE', 'LANG', 'LANGUAGE')):
    """Language and encoding that the environment asks for."""
    import warnings
    warnings._deprecated(
        'locale.getdefaultlocale', '{name!r} is deprecated and slated for removal in Python {remove}. '
        'Use setlocale(), getencoding() and getlocale() instead.', remove=(3, 15))
    return _getdefaultlocale(envvars)


def _getdefaultlocale(envvars=('LC_ALL', 'LC_CTYPE', 'LANG', 'LANGUAGE')):
    import os
    for variable in envvars:
        name = os.environ.get(variable)
        if name:
            return _parse_localename(name.split(':')[0] if variable == 'LANGUAGE' else name)
    return _parse_localename('C')


def _parse_localename(localename):
    """Language and encoding of a locale's name."""
    name, _, modifier = normalize(localename).partition('@')
    language, dot, encoding = name.partition('.')
    if dot:
        return language, encoding
    if modifier == 'euro':
        return name, 'iso-8859-15'
    if name in ('C', 'UTF-8'):
        return None, 'UTF-8' if name == 'UTF-8' else None
    raise ValueError(f'unknown locale: {localename}')


def getlocale(category=LC_CTYPE):
    """Language and encoding."""
    name = setlocale(category)
    if category == LC_ALL and ';' in name:
        raise TypeError('category LC_ALL is not supported')
    return _parse_localename(name)


_FORMAT = re.compile(r'%(?:\((?P<key>.*?)\))?(?P<modifiers>[-#0-9 +*.hlL]*?)[eEfFgGdiouxXcrs%]')


def format_string(f, val, grouping=False, monetary=False):
    """`f % val`, with the separators of the locale."""
    if not isinstance(val, (tuple, dict)) and not hasattr(val, 'keys'):
        val = (val,)
    return f % val


def currency(val, symbol=True, grouping=False, international=False):
    raise ValueError("Currency formatting is not possible using the 'C' locale.")


def str(val):
    """A float as text."""
    return '%.12g' % val


def delocalize(string):
    return string


def localize(string, grouping=False, monetary=False):
    return string


def atof(string, func=float):
    """A float from text."""
    return func(delocalize(string))


def atoi(string):
    """An integer from text."""
    return int(delocalize(string))


def resetlocale(category=LC_ALL):
    setlocale(category, '')
