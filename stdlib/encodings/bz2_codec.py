"""Bytes compressed by bz2."""

import bz2
from ._transform import compressing, parts

Codec, IncrementalEncoder, IncrementalDecoder, StreamWriter, StreamReader, getregentry = parts(
    'bz2', bz2.compress, bz2.decompress, *compressing(bz2.BZ2Compressor, bz2.BZ2Decompressor))
