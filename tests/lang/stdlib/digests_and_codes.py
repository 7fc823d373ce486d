"""Digests, and bytes in base 16 and 64, of every length up to some blocks, given at once and in pieces."""
import base64
import binascii
import hashlib
import zlib

data = bytes(range(256)) * 2
for name in 'md5', 'sha1', 'sha256':
    seen = hashlib.sha256()
    for length in range(0, 200):
        whole = hashlib.new(name, data[:length])
        pieces = hashlib.new(name)
        for start in range(0, length, 7):
            pieces.update(data[start:min(start + 7, length)])
        assert pieces.hexdigest() == whole.hexdigest() == whole.digest().hex() == whole.copy().hexdigest(), length
        seen.update(whole.digest())
    print(name, seen.hexdigest())
for length in range(0, 70):
    part = data[:length]
    assert base64.b64decode(base64.b64encode(part)) == part
    assert base64.b64decode(base64.encodebytes(part)) == part
    assert bytes.fromhex(part.hex()) == binascii.unhexlify(part.hex().upper()) == part
    assert binascii.crc32(part) == zlib.crc32(bytearray(part)) == zlib.crc32(memoryview(part))
print(base64.b64encode(data[250:270]), binascii.hexlify(data[250:256]), data[:6].hex(':', 2), data[:5].hex(' ', -2), data[:3].hex('-'), data[:3].hex('-', 0))
print(bytes.fromhex(' 0a Ff\t01 '), binascii.crc32(b'abc', 5), binascii.crc32(b'abc', -1), zlib.adler32(b'abc', 2**40 + 7))
for text in b'YWJj\nZGVm', b'YW Jj=ZGVm', b'YWJjZGU=', b'YWJjZA==YWJj', b'YW==JjZGU', '!!!!', b'YWJjZA=', b'YWJjZ', b'=YWJ', b'YWJj====', b'YW=J':
    for strict in False, True:
        try:
            print(text, strict, binascii.a2b_base64(text, strict_mode=strict))
        except binascii.Error as error:
            print(text, strict, error)
for text in '0', '0g', 'zz', '00 0', '0 0', '\x8900':
    for read in bytes.fromhex, binascii.unhexlify:
        try:
            print(repr(text), read(text))
        except ValueError as error:
            print(repr(text), type(error).__name__, error)
