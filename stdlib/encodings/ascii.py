"""The codec of ASCII, which is native, as a module."""

import codecs


def getregentry():
    return codecs.lookup('ascii')


encode, decode = getregentry()[:2]
IncrementalEncoder, IncrementalDecoder = getregentry().incrementalencoder, getregentry().incrementaldecoder
StreamReader, StreamWriter = getregentry().streamreader, getregentry().streamwriter
