"""Files in the format of gzip (RFC 1952)."""

import builtins
import io
import os
import struct
import sys
import time
import zlib

import _compression

__all__ = ['BadGzipFile', 'GzipFile', 'open', 'compress', 'decompress']

FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT = 1, 2, 4, 8, 16

READ, WRITE = 'rb', 'wb'

_COMPRESS_LEVEL_FAST, _COMPRESS_LEVEL_TRADEOFF, _COMPRESS_LEVEL_BEST = 1, 6, 9

READ_BUFFER_SIZE = 128 * 1024
_WRITE_BUFFER_SIZE = 4 * io.DEFAULT_BUFFER_SIZE


class BadGzipFile(OSError):
    """A file that is not in the format."""


def open(filename, mode='rb', compresslevel=_COMPRESS_LEVEL_BEST, encoding=None, errors=None, newline=None):
    """A compressed file by its name, or over an open one, in binary or text mode."""
    _compression.check_mode(mode, encoding, errors, newline)
    plain = mode.replace('t', '')
    if isinstance(filename, (str, bytes, os.PathLike)):
        binary = GzipFile(filename, plain, compresslevel)
    elif hasattr(filename, 'read') or hasattr(filename, 'write'):
        binary = GzipFile(None, plain, compresslevel, filename)
    else:
        raise TypeError('filename must be a str or bytes object, or a file')
    if 't' in mode:
        return io.TextIOWrapper(binary, io.text_encoding(encoding), errors, newline)
    return binary


def _header(level, name=b'', mtime=None):
    """The bytes before the compressed data."""
    stamp = int(time.time() if mtime is None else mtime)
    extra = {_COMPRESS_LEVEL_BEST: 2, _COMPRESS_LEVEL_FAST: 4}.get(level, 0)
    head = struct.pack('<BBBBLBB', 0x1f, 0x8b, 8, FNAME if name else 0, stamp, extra, 255)
    return head + name + b'\0' if name else head


def _stored_name(filename):
    """What of a file's name goes into the header: no folder, no `.gz`, nothing if it cannot be written in Latin-1."""
    try:
        name = os.path.basename(filename)
        if not isinstance(name, bytes):
            name = name.encode('latin-1')
    except UnicodeEncodeError:
        return b''
    return name.removesuffix(b'.gz')


class _WriteBufferStream(io.RawIOBase):
    """What the write buffer of a GzipFile writes to."""

    def __init__(self, gzip_file):
        self.gzip_file = gzip_file

    def write(self, data):
        if self.gzip_file is None:
            raise ValueError('write() on closed GzipFile object')
        return self.gzip_file._write_raw(data)

    def seekable(self):
        return False

    def writable(self):
        return True


class GzipFile(_compression.BaseStream):
    """A compressed file, read or written like a binary one."""

    myfileobj = None

    def __init__(self, filename=None, mode=None, compresslevel=_COMPRESS_LEVEL_BEST, fileobj=None, mtime=None):
        # What a close() of a half made object finds.
        self.mode = None
        self.fileobj = None
        self._buffer = None
        if mode and ('t' in mode or 'U' in mode):
            raise ValueError(f'Invalid mode: {mode!r}')
        if mode and 'b' not in mode:
            mode += 'b'
        try:
            if fileobj is None:
                fileobj = self.myfileobj = builtins.open(filename, mode or 'rb')
            if filename is None:
                filename = getattr(fileobj, 'name', '')
                if not isinstance(filename, (str, bytes)):
                    filename = ''
            else:
                filename = os.fspath(filename)
            given = mode
            if mode is None:
                mode = getattr(fileobj, 'mode', 'rb')
            if mode.startswith('r'):
                self.mode = READ
                self._buffer = io.BufferedReader(_GzipReader(fileobj), READ_BUFFER_SIZE)
                self.name = filename
            elif mode.startswith(('w', 'a', 'x')):
                if given is None:
                    import warnings
                    warnings.warn('GzipFile was opened for writing, but this will change in future Python releases.  '
                                  'Specify the mode argument for opening it for writing.', FutureWarning, 2)
                self.mode = WRITE
                self.name = filename
                self.crc = zlib.crc32(b'')
                self.size = 0
                self._offset = 0
                self.compress = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, 0)
                self._write_mtime = mtime
                self._buffer = io.BufferedWriter(_WriteBufferStream(self), _WRITE_BUFFER_SIZE)
            else:
                raise ValueError(f'Invalid mode: {mode!r}')
            self.fileobj = fileobj
            if self.mode == WRITE:
                self.fileobj.write(_header(compresslevel, _stored_name(filename), mtime))
        except:
            self._close()
            raise

    def __repr__(self):
        return f'<gzip {self.fileobj!r} {hex(id(self))}>'

    @property
    def mtime(self):
        """The time in the header that was read last."""
        return self._buffer.raw._last_mtime

    def _require(self, mode, action):
        self._check_not_closed()
        if self.mode != mode:
            import errno
            raise OSError(errno.EBADF, f'{action} on {"write" if mode == READ else "read"}-only GzipFile object')

    # ---- writing ----

    def write(self, data):
        self._require(WRITE, 'write()')
        if self.fileobj is None:
            raise ValueError('write() on closed GzipFile object')
        return self._buffer.write(data)

    def _write_raw(self, data):
        if not isinstance(data, (bytes, bytearray)):
            data = memoryview(data).cast('B')
        length = len(data)
        if length:
            self.fileobj.write(self.compress.compress(data))
            self.size += length
            self.crc = zlib.crc32(data, self.crc)
            self._offset += length
        return length

    def flush(self, zlib_mode=zlib.Z_SYNC_FLUSH):
        self._check_not_closed()
        if self.mode == WRITE:
            self._buffer.flush()
            self.fileobj.write(self.compress.flush(zlib_mode))
            self.fileobj.flush()

    # ---- reading ----

    def read(self, size=-1):
        self._require(READ, 'read()')
        return self._buffer.read(size)

    def read1(self, size=-1):
        """Up to `size` bytes, without reading more of the file than once if there are some."""
        self._require(READ, 'read1()')
        return self._buffer.read1(io.DEFAULT_BUFFER_SIZE if size < 0 else size)

    def peek(self, n):
        self._require(READ, 'peek()')
        return self._buffer.peek(n)

    def readline(self, size=-1):
        self._check_not_closed()
        return self._buffer.readline(size)

    # ---- both ----

    @property
    def closed(self):
        return self.fileobj is None

    def close(self):
        if self.fileobj is None:
            return
        try:
            if self.mode == WRITE:
                self._buffer.flush()
                self.fileobj.write(self.compress.flush())
                self.fileobj.write(struct.pack('<LL', self.crc, self.size & 0xffffffff))
            elif self.mode == READ:
                self._buffer.close()
        finally:
            self._close()

    def _close(self):
        self.fileobj = None
        mine, self.myfileobj = self.myfileobj, None
        if mine is not None:
            mine.close()
        if self.mode == WRITE and self._buffer is not None:
            self._buffer.raw.gzip_file = None

    def fileno(self):
        """The descriptor of the compressed file."""
        return self.fileobj.fileno()

    def rewind(self):
        """Goes back to the start, which is only for reading."""
        if self.mode != READ:
            raise OSError("Can't rewind in write mode")
        self._buffer.seek(0)

    def readable(self):
        return self.mode == READ

    def writable(self):
        return self.mode == WRITE

    def seekable(self):
        return True

    def tell(self):
        if self.mode == WRITE and self._buffer is not None:
            self._buffer.flush()
            return self._offset
        self._check_not_closed()
        return self._buffer.tell()

    def seek(self, offset, whence=io.SEEK_SET):
        if self.mode == READ:
            self._check_not_closed()
            return self._buffer.seek(offset, whence)
        self._check_not_closed()
        # Only forward, by writing zeros.
        if whence == io.SEEK_CUR:
            offset += self.tell()
        elif whence != io.SEEK_SET:
            raise ValueError('Seek from end not supported')
        here = self.tell()
        if offset < here:
            raise OSError('Negative seek in write mode')
        for start in range(here, offset, 65536):
            self.write(bytes(min(65536, offset - start)))
        return self.tell()


def _exactly(fp, count):
    data = fp.read(count)
    while len(data) < count:
        more = fp.read(count - len(data))
        if not more:
            raise EOFError('Compressed file ended before the end-of-stream marker was reached')
        data += more
    return data


def _skip_text(fp):
    while fp.read(1) not in (b'', b'\0'):
        pass


def _read_gzip_header(fp):
    """Reads a header; its time, or None at the end of the file."""
    magic = fp.read(2)
    if magic == b'':
        return None
    if magic != b'\x1f\x8b':
        raise BadGzipFile(f'Not a gzipped file ({magic!r})')
    method, flags, stamp = struct.unpack('<BBIxx', _exactly(fp, 8))
    if method != 8:
        raise BadGzipFile('Unknown compression method')
    if flags & FEXTRA:
        _exactly(fp, struct.unpack('<H', _exactly(fp, 2))[0])
    if flags & FNAME:
        _skip_text(fp)
    if flags & FCOMMENT:
        _skip_text(fp)
    if flags & FHCRC:
        _exactly(fp, 2)
    return stamp


class _GzipReader(_compression.DecompressReader):
    """Reads one compressed piece after the other, each with a header and a check at its end."""

    def __init__(self, fp):
        super().__init__(_compression.Prepended(fp), zlib._ZlibDecompressor, wbits=-zlib.MAX_WBITS)
        self._new_member = True
        self._last_mtime = None

    def _begin(self):
        self._crc = zlib.crc32(b'')
        self._stream_size = 0

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        if not size:
            return b''
        while True:
            if self._decompressor.eof:
                self._end_of_member()
                self._new_member = True
                self._decompressor = self._decomp_factory(**self._decomp_args)
            if self._new_member:
                self._begin()
                stamp = _read_gzip_header(self._fp)
                if stamp is None:
                    self._size = self._pos
                    return b''
                self._last_mtime = stamp
                self._new_member = False
            if self._decompressor.needs_input:
                buffer = self._fp.read(READ_BUFFER_SIZE)
                data = self._decompressor.decompress(buffer, size)
            else:
                buffer = None
                data = self._decompressor.decompress(b'', size)
            if self._decompressor.unused_data != b'':
                self._fp.prepend(self._decompressor.unused_data)
            if data != b'':
                break
            if buffer == b'':
                raise EOFError('Compressed file ended before the end-of-stream marker was reached')
        self._crc = zlib.crc32(data, self._crc)
        self._stream_size += len(data)
        self._pos += len(data)
        return data

    def _end_of_member(self):
        """Compares the check, and skips zeros, with which a file may be padded."""
        crc, size = struct.unpack('<II', _exactly(self._fp, 8))
        if crc != self._crc:
            raise BadGzipFile(f'CRC check failed {hex(crc)} != {hex(self._crc)}')
        if size != self._stream_size & 0xffffffff:
            raise BadGzipFile('Incorrect length of data produced')
        byte = b'\0'
        while byte == b'\0':
            byte = self._fp.read(1)
        if byte:
            self._fp.prepend(byte)

    def _rewind(self):
        super()._rewind()
        self._new_member = True


def compress(data, compresslevel=_COMPRESS_LEVEL_BEST, *, mtime=None):
    """The data as the contents of a gzip file."""
    stream = zlib.compressobj(compresslevel, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = stream.compress(data) + stream.flush()
    return _header(compresslevel, mtime=mtime) + body + struct.pack('<LL', zlib.crc32(data), len(data) & 0xffffffff)


def decompress(data):
    """What the contents of a gzip file hold, all pieces of it."""
    pieces = []
    while True:
        fp = io.BytesIO(data)
        if _read_gzip_header(fp) is None:
            return b''.join(pieces)
        stream = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        piece = stream.decompress(data[fp.tell():])
        if not stream.eof or len(stream.unused_data) < 8:
            raise EOFError('Compressed file ended before the end-of-stream marker was reached')
        crc, length = struct.unpack('<II', stream.unused_data[:8])
        if crc != zlib.crc32(piece):
            raise BadGzipFile('CRC check failed')
        if length != len(piece) & 0xffffffff:
            raise BadGzipFile('Incorrect length of data produced')
        pieces.append(piece)
        data = stream.unused_data[8:].lstrip(b'\0')


def main():
    from argparse import ArgumentParser
    parser = ArgumentParser(description='A simple command line interface for the gzip module: act like gzip, but do not delete '
                                        'the input file.')
    group = parser.add_mutually_exclusive_group()
    group.add_argument('--fast', action='store_true', help='compress faster')
    group.add_argument('--best', action='store_true', help='compress better')
    group.add_argument('-d', '--decompress', action='store_true', help='act like gunzip instead of gzip')
    parser.add_argument('args', nargs='*', default=['-'], metavar='file')
    args = parser.parse_args()
    level = _COMPRESS_LEVEL_FAST if args.fast else _COMPRESS_LEVEL_BEST if args.best else _COMPRESS_LEVEL_TRADEOFF
    for arg in args.args:
        if args.decompress:
            if arg == '-':
                source, target = GzipFile(filename='', mode='rb', fileobj=sys.stdin.buffer), sys.stdout.buffer
            elif arg[-3:] != '.gz':
                sys.exit(f'filename doesn\'t end in .gz: {arg!r}')
            else:
                source, target = open(arg, 'rb'), builtins.open(arg[:-3], 'wb')
        elif arg == '-':
            source, target = sys.stdin.buffer, GzipFile(filename='', mode='wb', fileobj=sys.stdout.buffer, compresslevel=level)
        else:
            source, target = builtins.open(arg, 'rb'), open(arg + '.gz', 'wb')
        while chunk := source.read(READ_BUFFER_SIZE):
            target.write(chunk)
        if target is not sys.stdout.buffer:
            target.close()
        if source is not sys.stdin.buffer:
            source.close()


if __name__ == '__main__':
    main()
