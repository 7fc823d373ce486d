"""Bytes as lines of base64."""

import base64
from ._transform import parts

Codec, IncrementalEncoder, IncrementalDecoder, StreamWriter, StreamReader, getregentry = parts(
    'base64', base64.encodebytes, base64.decodebytes)
