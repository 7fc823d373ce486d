"""The codec of the encoding of Windows for western languages, which is native, as a module."""

import codecs


def getregentry():
    return codecs.lookup('cp1252')


encode, decode = getregentry()[:2]
IncrementalEncoder, IncrementalDecoder = getregentry().incrementalencoder, getregentry().incrementaldecoder
StreamReader, StreamWriter = getregentry().streamreader, getregentry().streamwriter
