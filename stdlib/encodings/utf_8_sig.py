"""The codec of UTF-8 with a mark at the beginning, which is native, as a module."""

import codecs


def getregentry():
    return codecs.lookup('utf_8_sig')


encode, decode = getregentry()[:2]
IncrementalEncoder, IncrementalDecoder = getregentry().incrementalencoder, getregentry().incrementaldecoder
StreamReader, StreamWriter = getregentry().streamreader, getregentry().streamwriter
