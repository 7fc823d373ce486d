"""The codec of UTF-16, which is native, as a module."""

import codecs


def getregentry():
    return codecs.lookup('utf_16')


encode, decode = getregentry()[:2]
IncrementalEncoder, IncrementalDecoder = getregentry().incrementalencoder, getregentry().incrementaldecoder
StreamReader, StreamWriter = getregentry().streamreader, getregentry().streamwriter
