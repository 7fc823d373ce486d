"""Text with each letter replaced by the one thirteen places on."""

from ._transform import parts

rot13_map = {start + at: start + (at + 13) % 26 for start in (ord('A'), ord('a')) for at in range(26)}


def _turn(text):
    return str.translate(text, rot13_map)


Codec, IncrementalEncoder, IncrementalDecoder, StreamWriter, StreamReader, getregentry = parts('rot-13', _turn, _turn)


def rot13(infile, outfile):
    outfile.write(_turn(infile.read()))


if __name__ == '__main__':
    import sys
    rot13(sys.stdin, sys.stdout)
