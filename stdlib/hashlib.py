"""Hashes of bytes: MD5, SHA-1 and the SHA-2 family."""

import _hashlib

algorithms_guaranteed = {'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'}
algorithms_available = set(algorithms_guaranteed)

__all__ = ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'new', 'algorithms_guaranteed', 'algorithms_available', 'pbkdf2_hmac',
           'file_digest')


def new(name, data=b'', *, usedforsecurity=True, string=None):
    """A hash object of a name."""
    return _hashlib.new(name.lower().replace('-', '') if isinstance(name, str) else name, data if string is None else string)


def md5(string=b'', *, usedforsecurity=True):
    return _hashlib.new('md5', string)


def sha1(string=b'', *, usedforsecurity=True):
    return _hashlib.new('sha1', string)


def sha224(string=b'', *, usedforsecurity=True):
    return _hashlib.new('sha224', string)


def sha256(string=b'', *, usedforsecurity=True):
    return _hashlib.new('sha256', string)


def sha384(string=b'', *, usedforsecurity=True):
    return _hashlib.new('sha384', string)


def sha512(string=b'', *, usedforsecurity=True):
    return _hashlib.new('sha512', string)


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """A key from a password (PKCS #5)."""
    import hmac
    if iterations < 1:
        raise ValueError('iteration value must be greater than 0.')
    keyed = hmac.HMAC(bytes(password), digestmod=hash_name)
    dklen = keyed.digest_size if dklen is None else dklen
    if dklen < 1:
        raise ValueError('key length must be greater than 0.')
    key = b''
    block = 1
    while len(key) < dklen:
        mac = keyed.copy()
        mac.update(bytes(salt) + block.to_bytes(4))
        piece = mac.digest()
        total = int.from_bytes(piece)
        for _ in range(iterations - 1):
            mac = keyed.copy()
            mac.update(piece)
            piece = mac.digest()
            total ^= int.from_bytes(piece)
        key += total.to_bytes(len(piece))
        block += 1
    return key[:dklen]


def file_digest(fileobj, digest, /, *, _bufsize=262144):
    """The hash of a file's contents."""
    made = new(digest) if isinstance(digest, str) else digest()
    while data := fileobj.read(_bufsize):
        made.update(data)
    return made
