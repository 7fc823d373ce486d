"""Encodings as modules. The usual ones are native, and `codecs` knows them; those that have modules here are found by their names."""

import codecs
from . import aliases


class CodecRegistryError(LookupError, SystemError):
    """A module is not one of a codec."""


_OWN = ('base64_codec', 'bz2_codec', 'hex_codec', 'idna', 'punycode', 'quopri_codec', 'rot_13', 'undefined', 'uu_codec', 'zlib_codec')


def normalize_encoding(encoding):
    """A name with one underscore for all that are neither letters, digits nor dots."""
    if isinstance(encoding, bytes):
        encoding = str(encoding, 'ascii')
    words, is_within = [], False
    for c in encoding:
        if c.isalnum() or c == '.':
            if is_within and words:
                words.append('_')
            if c.isascii():
                words.append(c)
            is_within = False
        else:
            is_within = True
    return ''.join(words)


def search_function(encoding):
    """The codec of a name; None if there is none."""
    name = normalize_encoding(encoding).lower()
    name = aliases.aliases.get(name) or aliases.aliases.get(name.replace('.', '_')) or name
    return _own(name) or codecs._builtin(name.replace('_', '-'))


def _own(name):
    """The codec that a module has, by its name or another one."""
    name = name.replace('-', '_')
    name = aliases.aliases.get(name, name)
    if name not in _OWN:
        return None
    return getattr(__import__('encodings.' + name, fromlist=['getregentry']), 'getregentry')()
