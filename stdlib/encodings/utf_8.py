"""The codec of UTF-8, which is native, as a module."""

import codecs


def getregentry():
    return codecs.lookup('utf_8')


encode, decode = getregentry()[:2]
IncrementalEncoder, IncrementalDecoder = getregentry().incrementalencoder, getregentry().incrementaldecoder
StreamReader, StreamWriter = getregentry().streamreader, getregentry().streamwriter
