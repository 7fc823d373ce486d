"""Bytes as a uuencoded file."""

import binascii
from ._transform import parts


def _encode(data, filename='<data>', mode=0o666):
    filename = filename.replace('\n', '\\n').replace('\r', '\\r')
    lines = [binascii.b2a_uu(data[at:at + 45]) for at in range(0, len(data), 45)]
    return b''.join([f'begin {mode & 0o777:o} {filename}\n'.encode('ascii'), *lines, b' \nend\n'])


def _decode(data):
    lines = iter(bytes(data).splitlines(keepends=True))
    for line in lines:
        if line.startswith(b'begin'):
            break
    else:
        raise ValueError('Missing "begin" line in input data')
    found = []
    for line in lines:
        if line == b'end\n':
            return b''.join(found)
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some write more than belongs to the line.
            found.append(binascii.a2b_uu(line[:((line[0] - 32 & 63) * 4 + 5) // 3]))
    raise ValueError('Truncated input data')


Codec, IncrementalEncoder, IncrementalDecoder, StreamWriter, StreamReader, getregentry = parts('uu', _encode, _decode)
