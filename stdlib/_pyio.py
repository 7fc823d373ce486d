"""The names of `io`, which has one implementation: here programs look for the one written in Python."""

from io import (
    DEFAULT_BUFFER_SIZE, SEEK_CUR, SEEK_END, SEEK_SET, BlockingIOError, BufferedIOBase, BufferedRandom, BufferedReader, BufferedRWPair,
    BufferedWriter, BytesIO, FileIO, IncrementalNewlineDecoder, IOBase, RawIOBase, StringIO, TextIOBase, TextIOWrapper,
    UnsupportedOperation, open, open_code, text_encoding,
)
