"""The codec of Latin-1, which is native, as a module."""

import codecs


def getregentry():
    return codecs.lookup('latin_1')


encode, decode = getregentry()[:2]
IncrementalEncoder, IncrementalDecoder = getregentry().incrementalencoder, getregentry().incrementaldecoder
StreamReader, StreamWriter = getregentry().streamreader, getregentry().streamwriter
