"""Bytes as hexadecimal digits."""

import binascii
from ._transform import parts

Codec, IncrementalEncoder, IncrementalDecoder, StreamWriter, StreamReader, getregentry = parts('hex', binascii.b2a_hex, binascii.a2b_hex)
