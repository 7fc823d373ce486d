"""Codecs that turn bytes into bytes, or text into text, of two functions for whole objects."""

import codecs


def _strict(errors):
    assert errors == 'strict'


def parts(name, encode, decode, incremental_encoder=None, incremental_decoder=None):
    """The classes of a codec and its entry: Codec, IncrementalEncoder, IncrementalDecoder, StreamWriter, StreamReader, getregentry."""

    class Codec(codecs.Codec):
        def encode(self, input, errors='strict'):
            _strict(errors)
            return encode(input), len(input)

        def decode(self, input, errors='strict'):
            _strict(errors)
            return decode(input), len(input)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            _strict(self.errors)
            return encode(input)

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            _strict(self.errors)
            return decode(input)

    class StreamWriter(Codec, codecs.StreamWriter):
        charbuffertype = bytes

    class StreamReader(Codec, codecs.StreamReader):
        charbuffertype = bytes

    encoder, decoder = incremental_encoder or IncrementalEncoder, incremental_decoder or IncrementalDecoder

    def getregentry():
        return codecs.CodecInfo(Codec().encode, Codec().decode, StreamReader, StreamWriter, encoder, decoder, name, _is_text_encoding=False)

    return Codec, encoder, decoder, StreamWriter, StreamReader, getregentry


def compressing(start_encoder, start_decoder):
    """Incremental classes around objects that compress and decompress."""

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def __init__(self, errors='strict'):
            _strict(errors)
            self.errors = errors
            self.reset()

        def encode(self, input, final=False):
            return self.compressobj.compress(input) + (self.compressobj.flush() if final else b'')

        def reset(self):
            self.compressobj = start_encoder()

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def __init__(self, errors='strict'):
            _strict(errors)
            self.errors = errors
            self.reset()

        def decode(self, input, final=False):
            data = self.decompressobj.decompress(input)
            return data + self.decompressobj.flush() if final and hasattr(self.decompressobj, 'flush') else data

        def reset(self):
            self.decompressobj = start_decoder()

    return IncrementalEncoder, IncrementalDecoder
