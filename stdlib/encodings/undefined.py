"""An encoding that fails, for who wants no other to be used without being named."""

import codecs


def _fail(*args):
    raise UnicodeError('undefined encoding')


class Codec(codecs.Codec):
    def encode(self, input, errors='strict'):
        _fail()

    def decode(self, input, errors='strict'):
        _fail()


class IncrementalEncoder(codecs.IncrementalEncoder):
    def encode(self, input, final=False):
        _fail()


class IncrementalDecoder(codecs.IncrementalDecoder):
    def decode(self, input, final=False):
        _fail()


class StreamWriter(Codec, codecs.StreamWriter):
    pass


class StreamReader(Codec, codecs.StreamReader):
    pass


def getregentry():
    return codecs.CodecInfo(Codec().encode, Codec().decode, StreamReader, StreamWriter, IncrementalEncoder, IncrementalDecoder, 'undefined')
