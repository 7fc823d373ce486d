"""Compressed bytes."""

import zlib
from ._transform import compressing, parts

Codec, IncrementalEncoder, IncrementalDecoder, StreamWriter, StreamReader, getregentry = parts(
    'zlib', zlib.compress, zlib.decompress, *compressing(zlib.compressobj, zlib.decompressobj))
