"""Files that archives are read from and written to: streams that only go forward, and the data of one member."""

import io

from ._headers import NUL, RECORDSIZE, CompressionError, ReadError, StreamError


def _codecs(comptype):
    """What makes compressors and decompressors of a kind, and the errors that mean damaged data."""
    if comptype == 'gz':
        import zlib
        return lambda level: zlib.compressobj(9 if level is None else level, zlib.DEFLATED, 31), lambda: zlib.decompressobj(47), zlib.error
    if comptype == 'bz2':
        import bz2
        return lambda level: bz2.BZ2Compressor(9 if level is None else level), bz2.BZ2Decompressor, OSError
    if comptype == 'xz':
        raise CompressionError('lzma module is not available')
    raise CompressionError('unknown compression type %r' % comptype)


def guess(start):
    """The kind of compression that a file starts like."""
    if start.startswith(b'\x1f\x8b\x08'):
        return 'gz'
    if start[:3] == b'BZh' and start[4:10] == b'1AY&SY':
        return 'bz2'
    if start.startswith((b'\x5d\x00\x00\x80', b'\xfd7zXZ')):
        return 'xz'
    return 'tar'


class Stream:
    """A file that is read or written from its start to its end in blocks of one size; it may be compressed."""

    def __init__(self, name, mode, comptype, fileobj, bufsize, compresslevel=None):
        self._opened = fileobj is None
        self.name = name or ''
        self.mode, self.bufsize, self.fileobj = mode, bufsize, fileobj
        self.pos = 0
        self.closed = False
        self._ahead = b''
        self._data = b''
        if fileobj is None:
            self.fileobj = open(name, 'rb' if mode == 'r' else 'wb')
        try:
            if comptype == '*':
                self._ahead = self.fileobj.read(bufsize)
                comptype = guess(self._ahead)
            self.comptype = comptype
            self._codec = None
            if comptype != 'tar':
                compress, decompress, self._damage = _codecs(comptype)
                self._codec = compress(compresslevel) if mode == 'w' else decompress()
        except:
            if self._opened:
                self.fileobj.close()
            self.closed = True
            raise

    def write(self, data):
        self.pos += len(data)
        self._put(self._codec.compress(data) if self._codec else data)

    def _put(self, data):
        self._data += data
        while len(self._data) > self.bufsize:
            self.fileobj.write(self._data[:self.bufsize])
            self._data = self._data[self.bufsize:]

    def close(self):
        if self.closed:
            return
        self.closed = True
        try:
            if self.mode == 'w':
                if self._codec:
                    self._data += self._codec.flush()
                if self._data:
                    self.fileobj.write(self._data)
                    self._data = b''
        finally:
            if self._opened:
                self.fileobj.close()

    def tell(self):
        return self.pos

    def seek(self, pos=0):
        """Only forward."""
        if pos < self.pos:
            raise StreamError('seeking backwards is not allowed')
        while self.pos < pos and self.read(min(self.bufsize, pos - self.pos)):
            pass
        return self.pos

    def _raw(self):
        if self._ahead:
            data, self._ahead = self._ahead, b''
            return data
        return self.fileobj.read(self.bufsize)

    def read(self, size):
        parts, have = [self._data], len(self._data)
        while have < size:
            raw = self._raw()
            if not raw:
                break
            if self._codec:
                try:
                    raw = self._codec.decompress(raw) if not getattr(self._codec, 'eof', False) else b''
                except self._damage as error:
                    raise ReadError('invalid compressed data') from error
            parts.append(raw)
            have += len(raw)
        whole = b''.join(parts)
        self._data = whole[size:]
        self.pos += min(size, len(whole))
        return whole[:size]


class _MemberData(io.RawIOBase):
    """A part of an archive's file as a file."""

    def __init__(self, fileobj, offset, size, name):
        self._fileobj, self._offset, self._size, self.name = fileobj, offset, size, name
        self._pos = 0

    def readable(self):
        return True

    def seekable(self):
        return getattr(self._fileobj, 'seekable', lambda: True)()

    def tell(self):
        return self._pos

    def seek(self, position, whence=io.SEEK_SET):
        if whence not in (0, 1, 2):
            raise ValueError('Invalid argument')
        base = (0, self._pos, self._size)[whence]
        self._pos = min(max(base + position, 0), self._size)
        return self._pos

    def readinto(self, b):
        count = min(len(b), self._size - self._pos)
        if count <= 0:
            return 0
        self._fileobj.seek(self._offset + self._pos)
        data = self._fileobj.read(count)
        if not data:
            raise ReadError('unexpected end of data')
        b[:len(data)] = data
        self._pos += len(data)
        return len(data)


class ExFileObject(io.BufferedReader):
    """The data of a member, open for reading."""

    def __init__(self, tarfile, tarinfo):
        super().__init__(_MemberData(tarfile.fileobj, tarinfo.offset_data, tarinfo.size, tarinfo.name))


def copy(source, target, length, bufsize, exception):
    """Copies so many bytes, or all if it is None."""
    if length is None:
        while data := source.read(bufsize):
            target.write(data)
        return
    while length > 0:
        data = source.read(min(bufsize, length))
        if not data:
            raise exception('unexpected end of data')
        target.write(data)
        length -= len(data)
