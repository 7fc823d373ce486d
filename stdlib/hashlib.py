"""Hashes of bytes: MD5, SHA-1, SHA-2, SHA-3, SHAKE and BLAKE2, and keys made from passwords."""

import _hashlib
from _blake2 import blake2b, blake2s
from _hashlib import (openssl_md5 as md5, openssl_sha1 as sha1, openssl_sha224 as sha224, openssl_sha256 as sha256,
                      openssl_sha384 as sha384, openssl_sha512 as sha512, openssl_sha3_224 as sha3_224,
                      openssl_sha3_256 as sha3_256, openssl_sha3_384 as sha3_384, openssl_sha3_512 as sha3_512,
                      openssl_shake_128 as shake_128, openssl_shake_256 as shake_256)
from _hashlib import pbkdf2_hmac, scrypt

_guaranteed = ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake2b', 'blake2s', 'sha3_224', 'sha3_256', 'sha3_384',
               'sha3_512', 'shake_128', 'shake_256')

algorithms_guaranteed = set(_guaranteed)
algorithms_available = algorithms_guaranteed | set(_hashlib.openssl_md_meth_names)

__all__ = _guaranteed + ('new', 'algorithms_guaranteed', 'algorithms_available', 'file_digest', 'pbkdf2_hmac', 'scrypt')

# Constructors by the names that they were asked for with.
__builtin_constructor_cache = {}


def __get_builtin_constructor(name):
    """The constructor of a guaranteed algorithm."""
    if not isinstance(name, str):
        raise TypeError('name must be a string')
    found = __builtin_constructor_cache.get(name)
    if found is None:
        lower = name.lower()
        if lower not in algorithms_guaranteed:
            raise ValueError('unsupported hash type ' + name)
        found = __builtin_constructor_cache[name] = globals()[lower]
    return found


def new(name, *args, **kwargs):
    """A hash object of a name."""
    if isinstance(name, str) and name.lower() in ('blake2b', 'blake2s'):
        return globals()[name.lower()](*args, **kwargs)
    try:
        return _hashlib.new(name, *args, **kwargs)
    except ValueError:
        return __get_builtin_constructor(name)(*args, **kwargs)


def file_digest(fileobj, digest, /, *, _bufsize=262144):
    """The hash of a file's contents, read from where it is to its end."""
    made = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, 'getbuffer'):
        # In memory already.
        made.update(fileobj.getbuffer())
        return made
    if not (hasattr(fileobj, 'readinto') and hasattr(fileobj, 'readable') and fileobj.readable()):
        raise ValueError(f"'{fileobj!r}' is not a file-like object in binary reading mode.")
    buffer = bytearray(_bufsize)
    view = memoryview(buffer)
    while size := fileobj.readinto(buffer):
        made.update(view[:size])
    if size is None:
        raise BlockingIOError('I/O operation would block.')
    return made
