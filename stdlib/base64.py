"""Bytes as text in base 16, 32, 64 and 85."""

import binascii
import struct

__all__ = ['encode', 'decode', 'encodebytes', 'decodebytes', 'b64encode', 'b64decode', 'b32encode', 'b32decode', 'b32hexencode',
           'b32hexdecode', 'b16encode', 'b16decode', 'b85encode', 'b85decode', 'a85encode', 'a85decode', 'z85encode', 'z85decode',
           'standard_b64encode', 'standard_b64decode', 'urlsafe_b64encode', 'urlsafe_b64decode']

MAXLINESIZE = 76
MAXBINSIZE = 57


def _bytes_from_decode_data(s):
    if isinstance(s, str):
        try:
            return s.encode('ascii')
        except UnicodeEncodeError:
            raise ValueError('string argument should contain only ASCII characters') from None
    if isinstance(s, (bytes, bytearray)):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError(f'argument should be a bytes-like object or ASCII string, not {s.__class__.__name__!r}') from None


def b64encode(s, altchars=None):
    """Encode bytes using Base64."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is None:
        return encoded
    assert len(altchars) == 2, repr(altchars)
    return encoded.translate(bytes.maketrans(b'+/', altchars))


def b64decode(s, altchars=None, validate=False):
    """Decode Base64 text."""
    data = _bytes_from_decode_data(s)
    if altchars is not None:
        others = _bytes_from_decode_data(altchars)
        assert len(others) == 2, repr(others)
        data = data.translate(bytes.maketrans(others, b'+/'))
    return binascii.a2b_base64(data, strict_mode=validate)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


_to_url = bytes.maketrans(b'+/', b'-_')
_from_url = bytes.maketrans(b'-_', b'+/')


def urlsafe_b64encode(s):
    """Encode bytes using the alphabet for addresses."""
    return b64encode(s).translate(_to_url)


def urlsafe_b64decode(s):
    """Decode text in the alphabet for addresses."""
    return b64decode(_bytes_from_decode_data(s).translate(_from_url))


_B32 = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
_B32HEX = b'0123456789ABCDEFGHIJKLMNOPQRSTUV'


def _b32encode(alphabet, s):
    s = bytes(memoryview(s))
    left = len(s) % 5
    if left:
        s += b'\0' * (5 - left)
    out = bytearray()
    for at in range(0, len(s), 5):
        n = int.from_bytes(s[at:at + 5])
        out += bytes(alphabet[n >> shift & 31] for shift in range(35, -1, -5))
    pads = {0: 0, 1: 6, 2: 4, 3: 3, 4: 1}[left]
    if pads:
        out[-pads:] = b'=' * pads
    return bytes(out)


def _b32decode(alphabet, s, casefold=False, map01=None):
    s = bytes(_bytes_from_decode_data(s))
    if len(s) % 8:
        raise binascii.Error('Incorrect padding')
    if map01 is not None:
        map01 = _bytes_from_decode_data(map01)
        s = s.translate(bytes.maketrans(b'01', b'O' + map01))
    if casefold:
        s = s.upper()
    length = len(s)
    s = s.rstrip(b'=')
    pads = length - len(s)
    values = {char: at for at, char in enumerate(alphabet)}
    out = bytearray()
    n = 0
    for at in range(0, len(s), 8):
        n = 0
        for char in s[at:at + 8]:
            try:
                n = n << 5 | values[char]
            except KeyError:
                raise binascii.Error('Non-base32 digit found') from None
        out += (n << 5 * (8 - len(s[at:at + 8]))).to_bytes(5)
    if length % 8 or pads not in {0, 1, 3, 4, 6}:
        raise binascii.Error('Incorrect padding')
    if pads and out:
        del out[-{1: 1, 3: 2, 4: 3, 6: 4}[pads]:]
    return bytes(out)


def b32encode(s):
    """Encode bytes using Base32."""
    return _b32encode(_B32, s)


def b32decode(s, casefold=False, map01=None):
    """Decode Base32 text."""
    return _b32decode(_B32, s, casefold, map01)


def b32hexencode(s):
    return _b32encode(_B32HEX, s)


def b32hexdecode(s, casefold=False):
    return _b32decode(_B32HEX, s, casefold)


def b16encode(s):
    """Encode bytes using Base16."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """Decode Base16 text."""
    s = _bytes_from_decode_data(s)
    if casefold:
        s = s.upper()
    if s.translate(None, b'0123456789ABCDEF'):
        raise binascii.Error('Non-base16 digit found')
    return binascii.unhexlify(s)


_A85 = bytes(range(33, 118))
_B85 = b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'
_Z85 = b'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#'


def _85encode(b, alphabet, pad=False, foldnuls=False, foldspaces=False):
    b = bytes(memoryview(b))
    padding = -len(b) % 4
    b += b'\0' * padding
    chunks = []
    for (word,) in struct.iter_unpack('!I', b):
        if foldnuls and not word:
            chunks.append(b'z')
        elif foldspaces and word == 0x20202020:
            chunks.append(b'y')
        else:
            digits = []
            for _ in range(5):
                word, digit = divmod(word, 85)
                digits.append(alphabet[digit])
            chunks.append(bytes(reversed(digits)))
    if padding and not pad:
        if chunks[-1] == b'z':
            chunks[-1] = alphabet[:1] * 5
        chunks[-1] = chunks[-1][:-padding]
    return b''.join(chunks)


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Encode bytes using Ascii85."""
    result = _85encode(b, _A85, pad, True, foldspaces)
    if adobe:
        result = b'<~' + result
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        lines = [result[i:i + wrapcol] for i in range(0, len(result), wrapcol)]
        if adobe and len(lines[-1]) + 2 > wrapcol:
            lines.append(b'')
        result = b'\n'.join(lines)
    return result + b'~>' if adobe else result


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b' \t\n\r\v'):
    """Decode Ascii85 text."""
    b = _bytes_from_decode_data(b)
    if adobe:
        if not b.endswith(b'~>'):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        b = b[2:-2] if b.startswith(b'<~') else b[:-2]
    out = bytearray()
    held = []
    for char in b + b'u' * 4:
        if b'!'[0] <= char <= b'u'[0]:
            held.append(char)
            if len(held) == 5:
                word = 0
                for each in held:
                    word = 85 * word + each - 33
                try:
                    out += word.to_bytes(4)
                except OverflowError:
                    raise ValueError('Ascii85 overflow') from None
                held.clear()
        elif char == b'z'[0]:
            if held:
                raise ValueError('z inside Ascii85 5-tuple')
            out += b'\0\0\0\0'
        elif foldspaces and char == b'y'[0]:
            if held:
                raise ValueError('y inside Ascii85 5-tuple')
            out += b'    '
        elif char not in ignorechars:
            raise ValueError('Non-Ascii85 digit found: %c' % char)
    padding = 4 - len(held)
    return bytes(out[:-padding] if padding else out)


def b85encode(b, pad=False):
    """Encode bytes in base 85."""
    return _85encode(b, _B85, pad)


def _85decode(b, alphabet, name):
    b = bytes(_bytes_from_decode_data(b))
    values = {char: at for at, char in enumerate(alphabet)}
    padding = -len(b) % 5
    b += alphabet[-1:] * padding
    out = bytearray()
    for at in range(0, len(b), 5):
        word = 0
        for offset, char in enumerate(b[at:at + 5]):
            try:
                word = word * 85 + values[char]
            except KeyError:
                raise ValueError(f'bad {name} character at position {at + offset}') from None
        if word > 0xffffffff:
            raise ValueError(f'{name} overflow in hunk starting at byte {at}')
        out += word.to_bytes(4)
    return bytes(out[:-padding] if padding else out)


def b85decode(b):
    """Decode text in base 85."""
    return _85decode(b, _B85, 'base85')


def z85encode(s):
    return _85encode(s, _Z85)


def z85decode(s):
    return _85decode(s, _Z85, 'z85')


def encode(input, output):
    """Encode one file into another."""
    while s := input.read(MAXBINSIZE):
        while len(s) < MAXBINSIZE and (more := input.read(MAXBINSIZE - len(s))):
            s += more
        output.write(binascii.b2a_base64(s))


def decode(input, output):
    """Decode one file into another."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


def _input_type_check(s):
    try:
        view = memoryview(s)
    except TypeError as err:
        raise TypeError(f'expected bytes-like object, not {s.__class__.__name__}') from err
    if view.format not in ('c', 'b', 'B'):
        raise TypeError(f'expected single byte elements, not {view.format!r} from {s.__class__.__name__}')


def encodebytes(s):
    """Encode bytes into lines."""
    _input_type_check(s)
    return b''.join(binascii.b2a_base64(s[i:i + MAXBINSIZE]) for i in range(0, len(s), MAXBINSIZE))


def decodebytes(s):
    """Decode lines."""
    _input_type_check(s)
    return binascii.a2b_base64(s)


def main():
    """What `python -m base64` does."""
    import getopt
    import sys
    usage = f'usage: {sys.argv[0]} [-h|-d|-e|-u] [file|-]\n        -h: print this help message and exit\n' \
            '        -d, -u: decode\n        -e: encode (default)'
    try:
        options, names = getopt.getopt(sys.argv[1:], 'hdeu')
    except getopt.error as error:
        sys.stdout = sys.stderr
        print(error)
        print(usage)
        sys.exit(2)
    convert = encode
    for option, _ in options:
        if option == '-h':
            print(usage)
            return
        convert = encode if option == '-e' else decode
    if names and names[0] != '-':
        with open(names[0], 'rb') as file:
            convert(file, sys.stdout.buffer)
    else:
        convert(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == '__main__':
    main()
