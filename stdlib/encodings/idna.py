"""Names of hosts in any script (RFC 3490 and 3491)."""

import codecs
import re
import stringprep
import unicodedata

dots = re.compile('[\u002e\u3002\uff0e\uff61]')
ace_prefix, sace_prefix = b'xn--', 'xn--'


def _error(text, start, end, reason):
    return UnicodeEncodeError('idna', text, start, end, reason)


_PROHIBITED = [getattr(stringprep, f'in_table_c{name}') for name in ('12', '22', '3', '4', '5', '6', '7', '8', '9')]


def nameprep(label):
    """A part of a name as it is compared."""
    label = ''.join([stringprep.map_table_b2(c) for c in label if not stringprep.in_table_b1(c)])
    label = unicodedata.normalize('NFKC', label)
    for at, c in enumerate(label):
        if any(is_in(c) for is_in in _PROHIBITED):
            raise _error(label, at, at + 1, f'Invalid character {c!r}')
    is_right = list(map(stringprep.in_table_d1, label))
    if any(is_right):
        for at, c in enumerate(label):
            if stringprep.in_table_d2(c):
                raise _error(label, at, at + 1, 'Violation of BIDI requirement 2')
        for at in (0, len(label) - 1):
            if not is_right[at]:
                raise _error(label, at, at + 1, 'Violation of BIDI requirement 3')
    return label


def _sized(label, text):
    """A label that is ASCII already."""
    if not label:
        raise _error(text, 0, 1, 'label empty')
    if len(label) >= 64:
        raise _error(text, 0, len(text), 'label too long')
    return label.encode('ascii')


def ToASCII(label):
    """A part of a name in ASCII."""
    if label.isascii():
        return _sized(label, label)
    label = nameprep(label)
    if label.isascii():
        return _sized(label, label)
    if label.lower().startswith(sace_prefix):
        raise _error(label, 0, len(sace_prefix), 'Label starts with ACE prefix')
    coded = ace_prefix + label.encode('punycode')
    if len(coded) >= 64:
        raise _error(label, 0, len(label), 'label too long')
    return coded


def ToUnicode(label):
    """A part of a name as people write it."""
    if len(label) > 1024:
        # Nothing so long can become a label; to try takes long.
        data = label.encode('utf-8', 'backslashreplace') if isinstance(label, str) else label
        raise UnicodeDecodeError('idna', data, 0, len(data), 'label way too long')
    if not isinstance(label, bytes):
        if not label.isascii():
            label = nameprep(label)
        try:
            label = label.encode('ascii')
        except UnicodeEncodeError as error:
            raise _error(label, error.start, error.end, 'Invalid character in IDN label')
    if not label.lower().startswith(ace_prefix):
        return str(label, 'ascii')
    try:
        result = label[len(ace_prefix):].decode('punycode')
    except UnicodeDecodeError as error:
        raise UnicodeDecodeError('idna', label, len(ace_prefix) + error.start, len(ace_prefix) + error.end, error.reason)
    again = ToASCII(result)
    if str(label, 'ascii').lower() != str(again, 'ascii'):
        raise UnicodeDecodeError('idna', label, 0, len(label), f"IDNA does not round-trip, '{label!r}' != '{again!r}'")
    return result


def _check_errors(errors):
    if errors != 'strict':
        raise UnicodeError(f'Unsupported error handling: {errors}')


def _places(labels):
    """Where labels begin that stand between dots."""
    at = 0
    for label in labels:
        yield at, label
        at += len(label) + 1


class Codec(codecs.Codec):
    def encode(self, input, errors='strict'):
        _check_errors(errors)
        if not input:
            return b'', 0
        if input.isascii():
            labels = input.split('.')
            for at, label in _places(labels[:-1]):
                if not label:
                    raise _error(input, at, at + 1, 'label empty')
            for at, label in _places(labels):
                if len(label) >= 64:
                    raise _error(input, at, at + len(label), 'label too long')
            return input.encode('ascii'), len(input)
        *labels, last = dots.split(input)
        if last:
            labels.append(last)
        coded = []
        for at, label in _places(labels):
            try:
                coded.append(ToASCII(label))
            except (UnicodeEncodeError, UnicodeDecodeError) as error:
                raise _error(input, at + error.start, at + error.end, error.reason)
        return b'.'.join(coded) + (b'' if last else b'.'), len(input)

    def decode(self, input, errors='strict'):
        _check_errors(errors)
        data = bytes(input)
        if not data:
            return '', 0
        if ace_prefix not in data.lower() and data.isascii():
            return data.decode('ascii'), len(data)
        *labels, last = data.split(b'.')
        if last:
            labels.append(last)
        parts = []
        for at, label in _places(labels):
            try:
                parts.append(ToUnicode(label))
            except (UnicodeEncodeError, UnicodeDecodeError) as error:
                raise UnicodeDecodeError('idna', data, at + error.start, at + error.end, error.reason)
        return '.'.join(parts) + ('' if last else '.'), len(data)


def _whole_labels(labels, final):
    """The labels that are finished, and whether a dot follows them."""
    *whole, last = labels
    if not last:
        return whole, True
    return ([*whole, last], False) if final else (whole, bool(whole))


class IncrementalEncoder(codecs.BufferedIncrementalEncoder):
    def _buffer_encode(self, input, errors, final):
        _check_errors(errors)
        if not input:
            return b'', 0
        labels, has_dot = _whole_labels(dots.split(input), final)
        coded = []
        for at, label in _places(labels):
            try:
                coded.append(ToASCII(label))
            except (UnicodeEncodeError, UnicodeDecodeError) as error:
                raise _error(input, at + error.start, at + error.end, error.reason)
        return b'.'.join(coded) + b'.' * has_dot, sum(map(len, labels)) + max(len(labels) - 1, 0) + has_dot


class IncrementalDecoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, input, errors, final):
        _check_errors(errors)
        if not input:
            return '', 0
        if not isinstance(input, str):
            try:
                input = str(input, 'ascii')
            except UnicodeDecodeError as error:
                raise UnicodeDecodeError('idna', input, error.start, error.end, error.reason)
        labels, has_dot = _whole_labels(dots.split(input), final)
        parts = []
        for at, label in _places(labels):
            try:
                parts.append(ToUnicode(label))
            except (UnicodeEncodeError, UnicodeDecodeError) as error:
                data = input.encode('ascii', 'backslashreplace')
                raise UnicodeDecodeError('idna', data, at + error.start, at + error.end, error.reason)
        return '.'.join(parts) + '.' * has_dot, sum(map(len, labels)) + max(len(labels) - 1, 0) + has_dot


class StreamWriter(Codec, codecs.StreamWriter):
    pass


class StreamReader(Codec, codecs.StreamReader):
    pass


def getregentry():
    return codecs.CodecInfo(Codec().encode, Codec().decode, StreamReader, StreamWriter, IncrementalEncoder, IncrementalDecoder, 'idna')
