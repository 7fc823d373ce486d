"""What pickles of old protocols name: conversions between text and bytes."""


def encode(obj, encoding='utf-8', errors='strict'):
    return obj.encode(encoding, errors)


def decode(obj, encoding='utf-8', errors='strict'):
    return obj.decode(encoding, errors)


_ESCAPES = {b'n': b'\n', b't': b'\t', b'r': b'\r', b'\\': b'\\', b"'": b"'", b'"': b'"', b'a': b'\a', b'b': b'\b', b'f': b'\f', b'v': b'\v'}


def escape_decode(data, errors='strict'):
    """The bytes that a bytes literal with these contents stands for, and how many were read."""
    result = bytearray()
    at = 0
    while at < len(data):
        if data[at] != 0x5c:
            result.append(data[at])
            at += 1
            continue
        code = data[at + 1:at + 2]
        if code == b'x':
            result.append(int(data[at + 2:at + 4], 16))
            at += 4
        elif code.isdigit() and code < b'8':
            end = at + 2
            while end < at + 4 and data[end:end + 1].isdigit() and data[end:end + 1] < b'8':
                end += 1
            result.append(int(data[at + 1:end], 8) & 0xff)
            at = end
        else:
            result += _ESCAPES.get(code, b'\\' + code)
            at += 2
    return bytes(result), len(data)
