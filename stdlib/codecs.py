"""Encodings of texts: finding them, and encoding and decoding in pieces."""

import _string
import builtins
import io
import sys

__all__ = ['register', 'unregister', 'lookup', 'open', 'EncodedFile', 'BOM', 'BOM_BE', 'BOM_LE', 'BOM32_BE', 'BOM32_LE', 'BOM64_BE',
           'BOM64_LE', 'BOM_UTF8', 'BOM_UTF16', 'BOM_UTF16_LE', 'BOM_UTF16_BE', 'BOM_UTF32', 'BOM_UTF32_LE', 'BOM_UTF32_BE',
           'CodecInfo', 'Codec', 'IncrementalEncoder', 'IncrementalDecoder', 'StreamReader', 'StreamWriter',
           'StreamReaderWriter', 'StreamRecoder', 'getencoder', 'getdecoder', 'getincrementalencoder', 'getincrementaldecoder',
           'getreader', 'getwriter', 'encode', 'decode', 'iterencode', 'iterdecode', 'strict_errors', 'ignore_errors',
           'replace_errors', 'xmlcharrefreplace_errors', 'backslashreplace_errors', 'namereplace_errors', 'register_error', 'lookup_error']

BOM_UTF8 = b'\xef\xbb\xbf'
BOM_LE = BOM_UTF16_LE = b'\xff\xfe'
BOM_BE = BOM_UTF16_BE = b'\xfe\xff'
BOM_UTF32_LE = b'\xff\xfe\x00\x00'
BOM_UTF32_BE = b'\x00\x00\xfe\xff'
BOM = BOM_UTF16 = BOM_UTF16_LE if sys.byteorder == 'little' else BOM_UTF16_BE
BOM_UTF32 = BOM_UTF32_LE if sys.byteorder == 'little' else BOM_UTF32_BE
BOM32_LE, BOM32_BE, BOM64_LE, BOM64_BE = BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF32_LE, BOM_UTF32_BE


class CodecInfo(tuple):
    """The functions and classes of an encoding."""

    _is_text_encoding = True

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None, incrementaldecoder=None,
                name=None, *, _is_text_encoding=None):
        made = super().__new__(cls, (encode, decode, streamreader, streamwriter))
        made.name, made.encode, made.decode = name, encode, decode
        made.streamreader, made.streamwriter = streamreader, streamwriter
        made.incrementalencoder, made.incrementaldecoder = incrementalencoder, incrementaldecoder
        if _is_text_encoding is not None:
            made._is_text_encoding = _is_text_encoding
        return made

    def __repr__(self):
        return f'<{self.__class__.__module__}.{self.__class__.__qualname__} object for encoding {self.name} at {id(self):#x}>'

    def __getnewargs__(self):
        return tuple(self)


class Codec:
    """What encodes and decodes without remembering anything."""

    def encode(self, input, errors='strict'):
        raise NotImplementedError

    def decode(self, input, errors='strict'):
        raise NotImplementedError


class IncrementalEncoder:
    """Encodes a text in pieces."""

    def __init__(self, errors='strict'):
        self.errors = errors
        self.buffer = ''

    def encode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass

    def getstate(self):
        return 0

    def setstate(self, state):
        pass


class BufferedIncrementalEncoder(IncrementalEncoder):
    def __init__(self, errors='strict'):
        IncrementalEncoder.__init__(self, errors)
        self.buffer = ''

    def _buffer_encode(self, input, errors, final):
        raise NotImplementedError

    def encode(self, input, final=False):
        data = self.buffer + input
        result, consumed = self._buffer_encode(data, self.errors, final)
        self.buffer = data[consumed:]
        return result

    def reset(self):
        IncrementalEncoder.reset(self)
        self.buffer = ''

    def getstate(self):
        return self.buffer or 0

    def setstate(self, state):
        self.buffer = state or ''


class IncrementalDecoder:
    """Decodes bytes in pieces."""

    def __init__(self, errors='strict'):
        self.errors = errors

    def decode(self, input, final=False):
        raise NotImplementedError

    def reset(self):
        pass

    def getstate(self):
        return b'', 0

    def setstate(self, state):
        pass


class BufferedIncrementalDecoder(IncrementalDecoder):
    def __init__(self, errors='strict'):
        IncrementalDecoder.__init__(self, errors)
        self.buffer = b''

    def _buffer_decode(self, input, errors, final):
        raise NotImplementedError

    def decode(self, input, final=False):
        data = self.buffer + input
        result, consumed = self._buffer_decode(data, self.errors, final)
        self.buffer = data[consumed:]
        return result

    def reset(self):
        IncrementalDecoder.reset(self)
        self.buffer = b''

    def getstate(self):
        return self.buffer, 0

    def setstate(self, state):
        self.buffer = state[0]


class StreamWriter(Codec):
    """A stream of bytes that takes texts."""

    def __init__(self, stream, errors='strict'):
        self.stream = stream
        self.errors = errors

    def write(self, object):
        data, consumed = self.encode(object, self.errors)
        self.stream.write(data)

    def writelines(self, list):
        self.write(''.join(list))

    def reset(self):
        pass

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        if whence == 0 and offset == 0:
            self.reset()

    def __getattr__(self, name, getattr=getattr):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamReader(Codec):
    """A stream of bytes that gives texts."""

    charbuffertype = str

    def __init__(self, stream, errors='strict'):
        self.stream = stream
        self.errors = errors
        self.reset()

    def reset(self):
        self.bytebuffer = b''
        self.charbuffer = self.charbuffertype()
        self.linebuffer = None

    def read(self, size=-1, chars=-1, firstline=False):
        while not (0 <= chars <= len(self.charbuffer)):
            fresh = self.stream.read() if size < 0 else self.stream.read(size)
            data = self.bytebuffer + fresh
            if not data:
                break
            text, consumed = self.decode(data, self.errors)
            self.bytebuffer = data[consumed:]
            self.charbuffer += text
            if not fresh or size >= 0 and chars < 0 or size < 0:
                break
        if chars < 0:
            result, self.charbuffer = self.charbuffer, self.charbuffertype()
        else:
            result, self.charbuffer = self.charbuffer[:chars], self.charbuffer[chars:]
        return result

    def readline(self, size=None, keepends=True):
        line = self.charbuffertype()
        while True:
            data = self.read(size if size is not None else 72)
            line += data
            pieces = line.splitlines(keepends=True)
            if len(pieces) > 1 or pieces and not data or pieces and pieces[0] != pieces[0].splitlines()[0] and not pieces[0].endswith('\r'):
                self.charbuffer = self.charbuffertype().join(pieces[1:]) + self.charbuffer
                line = pieces[0]
                break
            if not data or size is not None:
                break
        return line if keepends or not line else line.splitlines()[0]

    def readlines(self, sizehint=None, keepends=True):
        return self.read().splitlines(keepends)

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reset()

    def __next__(self):
        line = self.readline()
        if line:
            return line
        raise StopIteration

    def __iter__(self):
        return self

    def __getattr__(self, name, getattr=getattr):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamReaderWriter:
    """A stream read and written as text."""

    encoding = 'unknown'

    def __init__(self, stream, Reader, Writer, errors='strict'):
        self.stream, self.errors = stream, errors
        self.reader, self.writer = Reader(stream, errors), Writer(stream, errors)

    def read(self, size=-1):
        return self.reader.read(size)

    def readlines(self, sizehint=None):
        return self.reader.readlines(sizehint)

    def readline(self, size=None, keepends=True):
        return self.reader.readline(size, keepends)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.reader)

    def writelines(self, list):
        return self.writer.writelines(list)

    def write(self, data):
        return self.writer.write(data)

    def reset(self):
        for half in self.reader, self.writer:
            half.reset()

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        is_start = (offset, whence) == (0, 0)
        for half in (self.reader, self.writer) if is_start else (self.reader,):
            half.reset()

    def __getattr__(self, name, getattr=getattr):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


class StreamRecoder:
    """A stream of bytes in one encoding over a stream in another."""

    data_encoding = 'unknown'
    file_encoding = 'unknown'

    def __init__(self, stream, encode, decode, Reader, Writer, errors='strict'):
        self.stream, self.errors = stream, errors
        # From the outside in: encode and decode, then writer and reader.
        self.encode, self.decode = encode, decode
        self.reader, self.writer = Reader(stream, errors), Writer(stream, errors)

    def read(self, size=-1):
        return self.encode(self.reader.read(size), self.errors)[0]

    def readline(self, size=None):
        data = self.reader.readline() if size is None else self.reader.readline(size)
        return self.encode(data, self.errors)[0]

    def readlines(self, sizehint=None):
        return self.encode(self.reader.read(), self.errors)[0].splitlines(keepends=True)

    def __next__(self):
        return self.encode(next(self.reader), self.errors)[0]

    def __iter__(self):
        return self

    def write(self, data):
        return self.writer.write(self.decode(data, self.errors)[0])

    def writelines(self, list):
        return self.writer.write(self.decode(b''.join(list), self.errors)[0])

    def reset(self):
        self.reader.reset()
        self.writer.reset()

    def __getattr__(self, name, getattr=getattr):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, type, value, tb):
        self.stream.close()


_search_functions = []
_cache = {}


def register(search_function):
    """Adds a function that finds encodings by name."""
    if not callable(search_function):
        raise TypeError('argument must be callable')
    _search_functions.append(search_function)


def unregister(search_function):
    """Takes a search function away."""
    if search_function in _search_functions:
        _search_functions.remove(search_function)
        _cache.clear()


def _sizes(name):
    """How many bytes a code unit of a builtin encoding has, and whether characters may take several units."""
    if name.startswith('utf-32'):
        return 4
    return 2 if name.startswith('utf-16') else 1


def _bytes(input):
    """What a decoder is given, as bytes."""
    try:
        return bytes(memoryview(input))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(input).__name__}'") from None


def _checked(input, kind, function):
    """What an encoder is given, if it is of that kind."""
    if not isinstance(input, kind):
        given = 'None' if input is None else type(input).__name__
        raise TypeError(f'{function}() argument 1 must be {kind.__name__}, not {given}')
    return input


def _builtin(name):
    native = _string.encoding_name(name)
    if native is None:
        return _escapes(name)
    name = native
    encoder = ('latin_1' if name == 'iso8859-1' else name.replace('-', '_')) + '_encode'

    def encode(input, errors='strict'):
        return _checked(input, str, encoder).encode(name, errors), len(input)

    def decode(input, errors='strict'):
        data = _bytes(input)
        return data.decode(name, errors), len(data)

    class Incremental(IncrementalEncoder):
        def __init__(self, errors='strict'):
            super().__init__(errors)
            self._started = False

        def encode(self, input, final=False):
            data = input.encode(name, self.errors)
            if self._started and name in _MARKED:
                data = input.encode(_MARKED[name], self.errors)
            self._started = True
            return data

        def reset(self):
            self._started = False

        def getstate(self):
            return int(self._started)

        def setstate(self, state):
            self._started = bool(state)

    class Decoder(BufferedIncrementalDecoder):
        _order = None

        def _buffer_decode(self, input, errors, final):
            if final:
                return input.decode(self._order or name, errors), len(input)
            encoding = self._order or name
            unit = _sizes(name)
            end = len(input)
            if self._order is None and name in _MARKED:
                if end < (3 if name == 'utf-8-sig' else unit):
                    if not (name == 'utf-8-sig' and input and not BOM_UTF8.startswith(input)):
                        return '', 0
            # Try to decode as much as there are whole characters.
            for keep in range(0, min(end, 4) + 1):
                if (end - keep) % unit:
                    continue
                piece = input[:end - keep]
                if keep and not _is_start(input[end - keep:], name):
                    continue
                try:
                    text = piece.decode(encoding, 'strict' if keep == 0 else errors)
                except UnicodeDecodeError:
                    if keep == 0:
                        continue
                    raise
                if self._order is None and name in _MARKED and piece:
                    self._order = _order_of(name, piece)
                return text, len(piece)
            return input.decode(encoding, errors), end

        def reset(self):
            super().reset()
            self._order = None

    class Writer(StreamWriter):
        def encode(self, input, errors='strict'):
            return encode(input, errors)

    class Reader(StreamReader):
        def __init__(self, stream, errors='strict'):
            self._decoder = Decoder(errors)
            super().__init__(stream, errors)

        def reset(self):
            super().reset()
            self._decoder.reset()

        def decode(self, input, errors='strict'):
            return self._decoder.decode(input, not input), len(input)

    Writer.__name__, Reader.__name__ = 'StreamWriter', 'StreamReader'
    Incremental.__name__, Decoder.__name__ = 'IncrementalEncoder', 'IncrementalDecoder'
    return CodecInfo(encode, decode, Reader, Writer, Incremental, Decoder, name)


# Encodings that begin with a mark, and what they are after it.
_MARKED = {'utf-8-sig': 'utf-8', 'utf-16': 'utf-16-le' if sys.byteorder == 'little' else 'utf-16-be',
           'utf-32': 'utf-32-le' if sys.byteorder == 'little' else 'utf-32-be'}


def _order_of(name, data):
    if name == 'utf-8-sig':
        return 'utf-8'
    big = BOM_UTF16_BE if name == 'utf-16' else BOM_UTF32_BE
    little = BOM_UTF16_LE if name == 'utf-16' else BOM_UTF32_LE
    if data.startswith(big):
        return name + '-be'
    return name + '-le' if data.startswith(little) else _MARKED[name]


def _is_start(tail, name):
    """Whether bytes can be the beginning of a character."""
    if name in ('utf-8', 'utf-8-sig', 'utf-7'):
        lead = tail[0]
        need = 2 if 0xc2 <= lead <= 0xdf else 3 if 0xe0 <= lead <= 0xef else 4 if 0xf0 <= lead <= 0xf4 else 0
        return need > len(tail) and all(0x80 <= byte <= 0xbf for byte in tail[1:])
    return name.startswith(('utf-16', 'utf-32')) or name in ('unicode-escape', 'unicode_escape')


def _made(convert, obj, errors, note):
    """What a codec makes of an object; an error says which it was."""
    try:
        return convert(obj, errors)[0]
    except Exception as error:
        error.add_note(note)
        raise


def _encode_text(text, encoding, errors):
    """What `str.encode` asks for encodings that are not native."""
    info = lookup(encoding)
    if not getattr(info, '_is_text_encoding', True):
        raise LookupError(f"'{encoding}' is not a text encoding; use codecs.encode() to handle arbitrary codecs")
    result = _made(info[0], text, errors, f"encoding with '{encoding}' codec failed")
    if not isinstance(result, (bytes, bytearray)):
        raise TypeError(f"'{encoding}' encoder returned '{type(result).__name__}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types")
    return bytes(result)


def _decode_bytes(data, encoding, errors):
    """What `bytes.decode` asks for encodings that are not native."""
    info = lookup(encoding)
    if not getattr(info, '_is_text_encoding', True):
        raise LookupError(f"'{encoding}' is not a text encoding; use codecs.decode() to handle arbitrary codecs")
    result = _made(info[1], data, errors, f"decoding with '{encoding}' codec failed")
    if not isinstance(result, str):
        raise TypeError(f"'{encoding}' decoder returned '{type(result).__name__}' instead of 'str'; use codecs.decode() to decode to arbitrary types")
    return result


def _handle(errors, exc):
    """What an error handler gives: a replacement and where to go on."""
    return lookup_error(errors)(exc)


_SHORT = {'\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\'}
_LETTERS = {'n': '\n', 't': '\t', 'r': '\r', 'a': '\a', 'b': '\b', 'f': '\f', 'v': '\v', '\\': '\\', "'": "'", '"': '"', '\n': ''}


def _escape_text(text, raw):
    out = []
    for char in text:
        code = ord(char)
        if raw:
            out.append(char if code < 256 else f'\\u{code:04x}' if code < 0x10000 else f'\\U{code:08x}')
        elif char in _SHORT:
            out.append(_SHORT[char])
        elif 32 <= code < 127:
            out.append(char)
        else:
            out.append(f'\\x{code:02x}' if code < 256 else f'\\u{code:04x}' if code < 0x10000 else f'\\U{code:08x}')
    return ''.join(out).encode('latin-1')


def _unescape_text(data, errors, raw):
    name = 'rawunicodeescape' if raw else 'unicodeescape'
    out = []
    at = 0
    while at < len(data):
        if data[at] != 0x5c:
            out.append(chr(data[at]))
            at += 1
            continue
        start = at
        letter = chr(data[at + 1]) if at + 1 < len(data) else ''
        if raw and letter not in ('u', 'U'):
            out.append('\\' + letter)
            at += 1 + len(letter)
            continue
        reason = None
        end = at + 2
        if not letter:
            reason, end = '\\ at end of string', at + 1
        elif letter in 'xuU':
            size = {'x': 2, 'u': 4, 'U': 8}[letter]
            while end < len(data) and end < at + 2 + size and chr(data[end]) in '0123456789abcdefABCDEF':
                end += 1
            if end < at + 2 + size:
                reason = f"truncated \\{letter}{'X' * size} escape"
            else:
                code = int(data[at + 2:end], 16)
                if code > 0x10ffff:
                    reason = '\\Uxxxxxxxx out of range' if raw else 'illegal Unicode character'
                else:
                    out.append(chr(code))
        elif letter == 'N':
            close = data.find(b'}', at)
            if data[at + 2:at + 3] != b'{' or close < 0:
                reason = 'malformed \\N character escape'
            else:
                import unicodedata
                end = close + 1
                try:
                    out.append(unicodedata.lookup(data[at + 3:close].decode('latin-1')))
                except KeyError:
                    reason = 'unknown Unicode character name'
        elif letter in '01234567':
            end = at + 1
            while end < at + 4 and end < len(data) and chr(data[end]) in '01234567':
                end += 1
            out.append(chr(int(data[at + 1:end], 8)))
        elif letter in _LETTERS:
            out.append(_LETTERS[letter])
        else:
            out.append('\\' + letter)
        at = end
        if reason is not None:
            text, at = _handle(errors, UnicodeDecodeError(name, data, start, end, reason))
            out.append(text)
    return ''.join(out)


def _escapes(name):
    """The codecs of escapes in string literals."""
    name = name.replace('-', '_')
    if name not in ('unicode_escape', 'raw_unicode_escape', 'unicodeescape'):
        return None
    raw = name.startswith('raw')
    encoder = 'raw_unicode_escape_encode' if raw else 'unicode_escape_encode'

    class Decoder(BufferedIncrementalDecoder):
        def _buffer_decode(self, input, errors, final):
            end = len(input)
            if not final:
                # An escape may go on in the next piece.
                last = input.rfind(b'\\')
                if last >= 0 and end - last < 10 and not (last and input[last - 1] == 0x5c):
                    end = last
            return _unescape_text(input[:end], errors, raw), end

    class Encoder(IncrementalEncoder):
        def encode(self, input, final=False):
            return _escape_text(input, raw)

    def encode(input, errors='strict'):
        return _escape_text(_checked(input, str, encoder), raw), len(input)

    def decode(input, errors='strict', final=True):
        data = input.encode() if isinstance(input, str) else _bytes(input)
        return _unescape_text(data, errors, raw), len(data)
    methods = {'encode': staticmethod(encode), 'decode': staticmethod(decode)}
    return CodecInfo(encode, decode, type('StreamReader', (StreamReader,), methods), type('StreamWriter', (StreamWriter,), methods), Encoder,
                     Decoder, name.replace('_', '-'))


def lookup(encoding):
    """The codec of an encoding."""
    if not isinstance(encoding, str):
        raise TypeError(f'lookup() argument must be str, not {type(encoding).__name__}')
    key = encoding.lower().replace(' ', '-').replace('_', '-')
    if key in _cache:
        return _cache[key]
    for search in _search_functions:
        found = search(encoding.lower().replace(' ', '_').replace('-', '_'))
        if found is not None:
            if not isinstance(found, tuple) or len(found) != 4:
                raise TypeError('codec search functions must return 4-tuples')
            _cache[key] = found
            return found
    found = _builtin(key) or _further(key)
    if found is None:
        raise LookupError(f'unknown encoding: {encoding}')
    _cache[key] = found
    return found


def _further(name):
    """The codec of an encoding that is a module of `encodings`."""
    from encodings import _own
    return _own(name)


def encode(obj, encoding='utf-8', errors='strict'):
    """Encodes with any registered codec."""
    return _made(lookup(encoding)[0], obj, errors, f"encoding with '{encoding}' codec failed")


def decode(obj, encoding='utf-8', errors='strict'):
    """Decodes with any registered codec."""
    return _made(lookup(encoding)[1], obj, errors, f"decoding with '{encoding}' codec failed")


def _pair(name, encoding=None):
    def encode(input, errors='strict'):
        return _checked(input, str, encode.__name__).encode(encoding or name, errors), len(input)

    def decode(input, errors='strict', final=True):
        data = _bytes(input)
        return data.decode(encoding or name, errors), len(data)
    encode.__name__, decode.__name__ = name + '_encode', name + '_decode'
    return encode, decode


utf_8_encode, utf_8_decode = _pair('utf_8')
utf_16_encode, utf_16_decode = _pair('utf_16')
utf_16_le_encode, utf_16_le_decode = _pair('utf_16_le')
utf_16_be_encode, utf_16_be_decode = _pair('utf_16_be')
utf_32_encode, utf_32_decode = _pair('utf_32')
latin_1_encode, latin_1_decode = _pair('latin_1')
ascii_encode, ascii_decode = _pair('ascii')
unicode_escape_encode, unicode_escape_decode = _pair('unicode_escape')
raw_unicode_escape_encode, raw_unicode_escape_decode = _pair('raw_unicode_escape')


def escape_decode(input, errors='strict'):
    """Bytes with the escapes of a bytes literal undone."""
    data = input.encode() if isinstance(input, str) else _bytes(input)
    text = data.decode('latin-1').encode('latin-1').decode('unicode_escape', errors)
    return text.encode('latin-1'), len(data)


def escape_encode(input, errors='strict'):
    return repr(_checked(input, bytes, 'escape_encode'))[2:-1].encode(), len(input)


def getencoder(encoding):
    return lookup(encoding)[0]


def getdecoder(encoding):
    return lookup(encoding)[1]


def _part(encoding, name):
    found = getattr(lookup(encoding), name)
    if found is None:
        raise LookupError(encoding)
    return found


def getincrementalencoder(encoding):
    return _part(encoding, 'incrementalencoder')


def getincrementaldecoder(encoding):
    return _part(encoding, 'incrementaldecoder')


def getreader(encoding):
    return lookup(encoding).streamreader


def getwriter(encoding):
    return lookup(encoding).streamwriter


def open(filename, mode='r', encoding=None, errors='strict', buffering=-1):
    """A file read and written as text of an encoding."""
    if encoding is not None and 'b' not in mode:
        mode += 'b'
    file = builtins.open(filename, mode, buffering)
    if encoding is None:
        return file
    try:
        info = lookup(encoding)
        stream = StreamReaderWriter(file, info.streamreader, info.streamwriter, errors)
        stream.encoding = encoding
        return stream
    except BaseException:
        file.close()
        raise


def EncodedFile(file, data_encoding, file_encoding=None, errors='strict'):
    """A file whose bytes are recoded."""
    data_info = lookup(data_encoding)
    file_info = lookup(file_encoding or data_encoding)
    stream = StreamRecoder(file, data_info.encode, data_info.decode, file_info.streamreader, file_info.streamwriter, errors)
    stream.data_encoding = data_encoding
    stream.file_encoding = file_encoding or data_encoding
    return stream


def iterencode(iterator, encoding, errors='strict', **kwargs):
    """Encodes texts one after another."""
    encode = getincrementalencoder(encoding)(errors, **kwargs).encode
    yield from filter(None, map(encode, iterator))
    yield from filter(None, [encode('', True)])


def iterdecode(iterator, encoding, errors='strict', **kwargs):
    """Decodes pieces of bytes one after another."""
    decode = getincrementaldecoder(encoding)(errors, **kwargs).decode
    yield from filter(None, map(decode, iterator))
    yield from filter(None, [decode(b'', True)])


def make_identity_dict(rng):
    return {i: i for i in rng}


def make_encoding_map(decoding_map):
    encoding = {}
    for key, value in decoding_map.items():
        encoding[value] = None if value in encoding else key
    return encoding


# ---- what to do with errors ----

def _bad(exc):
    return TypeError(f"don't know how to handle {type(exc).__name__} in error callback")


def strict_errors(exc):
    """Raises the error."""
    if isinstance(exc, UnicodeError):
        raise exc
    raise TypeError('codec must pass exception instance')


def ignore_errors(exc):
    """Leaves out what cannot be encoded or decoded."""
    if isinstance(exc, UnicodeError):
        return '', exc.end
    raise _bad(exc)


def replace_errors(exc):
    """Puts a question mark or the replacement character."""
    if isinstance(exc, UnicodeEncodeError):
        return '?' * (exc.end - exc.start), exc.end
    if isinstance(exc, UnicodeDecodeError):
        return '\ufffd', exc.end
    if isinstance(exc, UnicodeTranslateError):
        return '\ufffd' * (exc.end - exc.start), exc.end
    raise _bad(exc)


def xmlcharrefreplace_errors(exc):
    """Puts character references of XML."""
    if isinstance(exc, UnicodeEncodeError):
        return ''.join(f'&#{ord(c)};' for c in exc.object[exc.start:exc.end]), exc.end
    raise _bad(exc)


def backslashreplace_errors(exc):
    """Puts escapes."""
    if isinstance(exc, UnicodeDecodeError):
        return ''.join(f'\\x{byte:02x}' for byte in exc.object[exc.start:exc.end]), exc.end
    if isinstance(exc, UnicodeError):
        def escape(n):
            return f'\\x{n:02x}' if n < 0x100 else f'\\u{n:04x}' if n < 0x10000 else f'\\U{n:08x}'
        return ''.join(escape(ord(c)) for c in exc.object[exc.start:exc.end]), exc.end
    raise _bad(exc)


def namereplace_errors(exc):
    """Puts escapes with the names of characters."""
    if isinstance(exc, UnicodeEncodeError):
        import unicodedata
        out = []
        for char in exc.object[exc.start:exc.end]:
            name = unicodedata.name(char, None)
            out.append(f'\\N{{{name}}}' if name else backslashreplace_errors(UnicodeEncodeError('', char, 0, 1, ''))[0])
        return ''.join(out), exc.end
    raise _bad(exc)


_error_handlers = {
    'strict': strict_errors, 'ignore': ignore_errors, 'replace': replace_errors, 'xmlcharrefreplace': xmlcharrefreplace_errors,
    'backslashreplace': backslashreplace_errors, 'namereplace': namereplace_errors,
}


def register_error(errors, handler):
    """Names a function that deals with errors."""
    if not callable(handler):
        raise TypeError('handler must be callable')
    _error_handlers[errors] = handler


def lookup_error(errors):
    """The function of a name."""
    try:
        return _error_handlers[errors]
    except KeyError:
        raise LookupError(f"unknown error handler name '{errors}'") from None
