"""Keyed hashes (RFC 2104)."""

import hashlib as _hashlib
import _hashlib as _native

from _hashlib import compare_digest

trans_5C = bytes(x ^ 0x5C for x in range(256))
trans_36 = bytes(x ^ 0x36 for x in range(256))
digest_size = None


def _maker(digestmod):
    """What makes the hashes that a `digestmod` argument asks for: a name, a function or a module."""
    if callable(digestmod):
        return digestmod
    if isinstance(digestmod, str):
        return lambda d=b'': _hashlib.new(digestmod, d)
    return lambda d=b'': digestmod.new(d)


class HMAC:
    """A keyed hash that grows with update()."""

    blocksize = 64

    __slots__ = ('_inner', '_outer', 'block_size', 'digest_size')

    def __init__(self, key, msg=None, digestmod=''):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f'key: expected bytes or bytearray, but got {type(key).__name__!r}')
        if not digestmod:
            raise TypeError("Missing required argument 'digestmod'.")
        self._init_old(key, msg, digestmod)

    def _init_old(self, key, msg, digestmod):
        make = _maker(digestmod)
        self._outer, self._inner = make(), make()
        self.digest_size = self._inner.digest_size
        if not self.digest_size:
            raise ValueError('no reason supplied')
        self.block_size = self._usable_block()
        if len(key) > self.block_size:
            key = make(key).digest()
        key = bytes(key).ljust(self.block_size, b'\0')
        self._outer.update(key.translate(trans_5C))
        self._inner.update(key.translate(trans_36))
        if msg is not None:
            self.update(msg)

    def _usable_block(self):
        """How long a key may be; hashes of other makers may not say it, or say something that cannot be."""
        import warnings
        size = getattr(self._inner, 'block_size', None)
        if size is None:
            warnings.warn(f'No block_size attribute on given digest object; Assuming {self.blocksize}.', RuntimeWarning, 3)
            return self.blocksize
        if size < 16:
            warnings.warn(f'block_size of {size} seems too small; using our default of {self.blocksize}.', RuntimeWarning, 3)
            return self.blocksize
        return size

    @property
    def name(self):
        return f'hmac-{self._inner.name}'

    def update(self, msg):
        """Adds to the message."""
        self._inner.update(msg)

    def copy(self):
        """A copy that goes on by itself."""
        other = self.__class__.__new__(self.__class__)
        other.digest_size, other.block_size = self.digest_size, self.block_size
        other._inner, other._outer = self._inner.copy(), self._outer.copy()
        return other

    def digest(self):
        """The keyed hash of the message so far."""
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer.digest()

    def hexdigest(self):
        """The same as text."""
        return self.digest().hex()


def new(key, msg=None, digestmod=''):
    """A keyed hash."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """The keyed hash of a message, at once."""
    if isinstance(digest, str):
        try:
            return _native.hmac_digest(key, msg, digest)
        except ValueError:
            # Not one of the native ones.
            pass
    return HMAC(key, msg, _maker(digest)).digest()
