"""Bytes as quoted-printable text."""

import quopri
from ._transform import parts


def _encode(data):
    return quopri.encodestring(data, quotetabs=True)


Codec, IncrementalEncoder, IncrementalDecoder, StreamWriter, StreamReader, getregentry = parts('quopri', _encode, quopri.decodestring)
