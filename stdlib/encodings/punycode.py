"""Text of any characters in letters, digits and dashes (RFC 3492)."""

import codecs

_DIGITS = b'abcdefghijklmnopqrstuvwxyz0123456789'


def _threshold(place, bias):
    return min(max(36 * (place + 1) - bias, 1), 26)


def _adapted(delta, is_first, count):
    delta = delta // 700 if is_first else delta // 2
    delta += delta // count
    steps = 0
    while delta > 455:
        delta //= 35
        steps += 36
    return steps + 36 * delta // (delta + 38)


def _number(value, bias):
    """A number in digits, each of a base of its own."""
    digits, place = bytearray(), 0
    while value >= (limit := _threshold(place, bias)):
        digits.append(_DIGITS[limit + (value - limit) % (36 - limit)])
        value = (value - limit) // (36 - limit)
        place += 1
    digits.append(_DIGITS[value])
    return digits


def punycode_encode(text):
    base = bytes(ord(c) for c in text if ord(c) < 128)
    result, bias, delta, last, done = bytearray(), 72, 0, 0x80, len(base)
    # The others in the order of their codes: each tells how many steps of insertion lie between it and the one before.
    for code in sorted({ord(c) for c in text if ord(c) >= 128}):
        delta += (code - last) * (done + 1)
        for c in text:
            if ord(c) < code:
                delta += 1
            elif ord(c) == code:
                result += _number(delta, bias)
                bias = _adapted(delta, done == len(base), done + 1)
                delta = 0
                done += 1
        delta += 1
        last = code + 1
    return base + b'-' * bool(base) + bytes(result)


def _error(data, start, end, reason):
    return UnicodeDecodeError('punycode', data, start, end, reason)


def _read_number(data, at, bias, errors):
    """A number and where it ends; None for one that is not there."""
    value, weight, place = 0, 1, 0
    while True:
        if at >= len(data):
            if errors == 'strict':
                raise _error(data, at, at + 1, 'incomplete punycode string')
            return None, at + 1
        code = data[at]
        at += 1
        if 0x41 <= code <= 0x5a:
            digit = code - 0x41
        elif 0x30 <= code <= 0x39:
            digit = code - 22
        elif errors == 'strict':
            raise _error(data, at - 1, at, f"Invalid extended code point '{code}'")
        else:
            return None, at
        limit = _threshold(place, bias)
        value += digit * weight
        if digit < limit:
            return value, at
        weight *= 36 - limit
        place += 1


def _inserted(base, data, errors):
    code, position, bias, at = 0x80, -1, 72, 0
    while at < len(data):
        delta, end = _read_number(data, at, bias, errors)
        if delta is None:
            break
        position += delta + 1
        code += position // (len(base) + 1)
        if code > 0x10ffff:
            if errors == 'strict':
                raise _error(data, position - 1, position, f'Invalid character U+{code:x}')
            code = ord('?')
        position %= len(base) + 1
        base = base[:position] + chr(code) + base[position:]
        bias = _adapted(delta, at == 0, len(base))
        at = end
    return base


def punycode_decode(text, errors):
    data = text.encode('ascii') if isinstance(text, str) else bytes(text)
    dash = data.rfind(b'-')
    try:
        base = str(data[:max(dash, 0)], 'ascii', errors)
    except UnicodeDecodeError as error:
        raise UnicodeDecodeError('ascii', data, error.start, error.end, error.reason) from None
    try:
        return _inserted(base, data[dash + 1:].upper(), errors)
    except UnicodeDecodeError as error:
        raise _error(data, dash + 1 + error.start, dash + 1 + error.end, error.reason) from None


def _check_errors(errors):
    if errors not in ('strict', 'replace', 'ignore'):
        raise UnicodeError(f'Unsupported error handling: {errors}')


class Codec(codecs.Codec):
    def encode(self, input, errors='strict'):
        return punycode_encode(input), len(input)

    def decode(self, input, errors='strict'):
        _check_errors(errors)
        return punycode_decode(input, errors), len(input)


class IncrementalEncoder(codecs.IncrementalEncoder):
    def encode(self, input, final=False):
        return punycode_encode(input)


class IncrementalDecoder(codecs.IncrementalDecoder):
    def decode(self, input, final=False):
        _check_errors(self.errors)
        return punycode_decode(input, self.errors)


class StreamWriter(Codec, codecs.StreamWriter):
    pass


class StreamReader(Codec, codecs.StreamReader):
    pass


def getregentry():
    return codecs.CodecInfo(Codec().encode, Codec().decode, StreamReader, StreamWriter, IncrementalEncoder, IncrementalDecoder, 'punycode')
