"""Files in ZIP archives while they are read and written: compression, the old encryption, sharing the archive's file."""

import io
import struct
import zlib

from ._format import (BadZipFile, DESCRIPTOR, DESCRIPTOR_SIGNATURE, ENCRYPTED, METHOD_NAMES, ZIP64_LIMIT, ZIP_BZIP2, ZIP_DEFLATED,
                      ZIP_LZMA, ZIP_STORED)

try:
    import bz2
except ImportError:
    bz2 = None


def check_compression(compression):
    if compression == ZIP_BZIP2 and bz2 is None:
        raise RuntimeError('Compression requires the (missing) bz2 module')
    if compression == ZIP_LZMA:
        raise RuntimeError('Compression requires the (missing) lzma module')
    if compression not in (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2):
        raise NotImplementedError('That compression method is not supported')


def compressor(compress_type, level=None):
    if compress_type == ZIP_DEFLATED:
        return zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION if level is None else level, zlib.DEFLATED, -15)
    if compress_type == ZIP_BZIP2:
        return bz2.BZ2Compressor() if level is None else bz2.BZ2Compressor(level)
    return None


def decompressor(compress_type):
    if compress_type == ZIP_STORED:
        return None
    if compress_type == ZIP_DEFLATED:
        return zlib.decompressobj(-15)
    if compress_type == ZIP_BZIP2 and bz2 is not None:
        return bz2.BZ2Decompressor()
    name = METHOD_NAMES.get(compress_type)
    shown = f' ({name})' if name else ''
    raise NotImplementedError(f'compression type {compress_type}{shown}')


class Decrypter:
    """The cipher of the first ZIP programs. It is no protection."""

    _table = None

    def __init__(self, password):
        if Decrypter._table is None:
            Decrypter._table = [self._entry(byte) for byte in range(256)]
        self._keys = 0x12345678, 0x23456789, 0x34567890
        for byte in password:
            self._update(byte)

    @staticmethod
    def _entry(byte):
        for _ in range(8):
            byte = byte >> 1 ^ 0xedb88320 if byte & 1 else byte >> 1
        return byte

    def _update(self, byte):
        table = self._table
        a, b, c = self._keys
        a = a >> 8 ^ table[(a ^ byte) & 0xff]
        b = (b + (a & 0xff)) * 0x08088405 + 1 & 0xffffffff
        c = c >> 8 ^ table[(c ^ b >> 24) & 0xff]
        self._keys = a, b, c

    def __call__(self, data):
        out = bytearray()
        for byte in data:
            k = self._keys[2] | 2
            byte ^= (k * (k ^ 1)) >> 8 & 0xff
            self._update(byte)
            out.append(byte)
        return bytes(out)


class SharedFile:
    """The archive's file as one reader sees it: at a place of its own."""

    def __init__(self, file, pos, close, lock, writing):
        self._file, self._pos, self._close, self._lock, self._writing = file, pos, close, lock, writing
        self.seekable = file.seekable

    def tell(self):
        return self._pos

    def seek(self, offset, whence=0):
        with self._lock:
            if self._writing():
                raise ValueError("Can't reposition in the ZIP file while there is an open writing handle on it. Close the writing handle "
                                 'before trying to read.')
            self._pos = self._pos + offset if whence == 1 else self._file.seek(offset, whence)
            return self._pos

    def read(self, n=-1):
        with self._lock:
            if self._writing():
                raise ValueError("Can't read from the ZIP file while there is an open writing handle on it. Close the writing handle "
                                 'before trying to read.')
            self._file.seek(self._pos)
            data = self._file.read(n)
            self._pos = self._file.tell()
            return data

    def close(self):
        if self._file is not None:
            file, self._file = self._file, None
            self._close(file)


class Tellable:
    """An output that cannot tell where it is."""

    def __init__(self, fp):
        self.fp, self.offset = fp, 0

    def write(self, data):
        written = self.fp.write(data)
        self.offset += written
        return written

    def tell(self):
        return self.offset

    def flush(self):
        self.fp.flush()

    def close(self):
        self.fp.close()


class ZipExtFile(io.BufferedIOBase):
    """A file of an archive, open for reading."""

    MIN_READ_SIZE = 4096

    def __init__(self, fileobj, mode, zipinfo, pwd=None, close_fileobj=False):
        self._fileobj, self._pwd, self._close_fileobj, self._info = fileobj, pwd, close_fileobj, zipinfo
        self.newlines = None
        self.mode = mode
        self.name = zipinfo.filename
        self._seekable = False
        try:
            if fileobj.seekable():
                self._start = fileobj.tell()
                self._seekable = True
        except AttributeError:
            pass
        self._restart()

    def _restart(self):
        self._compress_left = self._info.compress_size
        self._left = self._info.file_size
        self._crc = zlib.crc32(b'')
        self._ahead = b''
        self._offset = 0
        self._eof = False
        self._decompressor = decompressor(self._info.compress_type)
        self._decrypter = self._start_decrypter() if self._info.flag_bits & ENCRYPTED else None

    def _start_decrypter(self):
        decrypter = Decrypter(self._pwd)
        header = decrypter(self._fileobj.read(12))
        self._compress_left -= 12
        info = self._info
        check = info._raw_time >> 8 & 0xff if info.flag_bits & DESCRIPTOR else info.CRC >> 24 & 0xff
        if header[11] != check:
            raise RuntimeError(f'Bad password for file {info.orig_filename!r}')
        return decrypter

    def __repr__(self):
        shown = f'<{self.__class__.__module__}.{self.__class__.__qualname__}'
        if self.closed:
            return shown + ' [closed]>'
        shown += f' name={self.name!r}'
        if self._info.compress_type != ZIP_STORED:
            shown += f' compress_type={METHOD_NAMES.get(self._info.compress_type, self._info.compress_type)}'
        return shown + '>'

    def _check_open(self):
        if self.closed:
            raise ValueError('I/O operation on closed file.')

    def _more(self, wanted):
        """Some more of the contents; empty at the end only."""
        while not self._eof:
            raw = b''
            if self._compress_left > 0:
                raw = self._fileobj.read(min(max(wanted, self.MIN_READ_SIZE), self._compress_left))
                if not raw:
                    raise EOFError
                self._compress_left -= len(raw)
                if self._decrypter:
                    raw = self._decrypter(raw)
            data = self._inflate(raw)
            data = data[:self._left]
            self._left -= len(data)
            self._eof = self._left <= 0 or (not data and not raw)
            self._crc = zlib.crc32(data, self._crc)
            if self._eof and self._crc != self._info.CRC:
                raise BadZipFile(f'Bad CRC-32 for file {self.name!r}')
            if data:
                return data
        return b''

    def _inflate(self, raw):
        if self._decompressor is None:
            return raw
        data = b'' if self._decompressor.eof else self._decompressor.decompress(raw)
        if self._compress_left <= 0 and not self._decompressor.eof and hasattr(self._decompressor, 'flush'):
            data += self._decompressor.flush()
        return data

    def peek(self, n=1):
        self._check_open()
        while len(self._ahead) < n:
            data = self._more(n - len(self._ahead))
            if not data:
                break
            self._ahead += data
        return self._ahead[:512] if len(self._ahead) > 512 else self._ahead

    def read(self, n=-1):
        self._check_open()
        if n is None or n < 0:
            parts = [self._ahead]
            self._ahead = b''
            while data := self._more(1 << 20):
                parts.append(data)
            whole = b''.join(parts)
            self._offset += len(whole)
            return whole
        parts, have = [self._ahead], len(self._ahead)
        while have < n:
            data = self._more(n - have)
            if not data:
                break
            parts.append(data)
            have += len(data)
        whole = b''.join(parts)
        self._ahead = whole[n:]
        self._offset += len(whole[:n])
        return whole[:n]

    def read1(self, n=-1):
        self._check_open()
        if not self._ahead:
            self._ahead = self._more(self.MIN_READ_SIZE if n is None or n < 0 else n)
        cut = len(self._ahead) if n is None or n < 0 else n
        data, self._ahead = self._ahead[:cut], self._ahead[cut:]
        self._offset += len(data)
        return data

    def readline(self, limit=-1):
        self._check_open()
        end = self._ahead.find(b'\n') + 1
        while not end and (limit < 0 or len(self._ahead) < limit):
            data = self._more(self.MIN_READ_SIZE)
            if not data:
                break
            searched = len(self._ahead)
            self._ahead += data
            end = self._ahead.find(b'\n', searched) + 1
        end = end or len(self._ahead)
        if limit >= 0:
            end = min(end, limit)
        line, self._ahead = self._ahead[:end], self._ahead[end:]
        self._offset += len(line)
        return line

    def readable(self):
        self._check_open()
        return True

    def seekable(self):
        self._check_open()
        return self._seekable

    def seek(self, offset, whence=0):
        self._check_open()
        if not self._seekable:
            raise io.UnsupportedOperation('underlying stream is not seekable')
        bases = {0: 0, 1: self._offset, 2: self._info.file_size}
        if whence not in bases:
            raise ValueError('whence must be os.SEEK_SET (0), os.SEEK_CUR (1), or os.SEEK_END (2)')
        target = min(max(bases[whence] + offset, 0), self._info.file_size)
        if target < self._offset:
            self._fileobj.seek(self._start)
            self._restart()
        while self._offset < target and self.read(min(1 << 20, target - self._offset)):
            pass
        return self.tell()

    def tell(self):
        self._check_open()
        if not self._seekable:
            raise io.UnsupportedOperation('underlying stream is not seekable')
        return self._offset

    def close(self):
        try:
            if self._close_fileobj:
                self._fileobj.close()
        finally:
            super().close()


class ZipWriteFile(io.BufferedIOBase):
    """A file of an archive, open for writing."""

    def __init__(self, zf, zinfo, zip64):
        self._zinfo, self._zip64, self._zipfile = zinfo, zip64, zf
        self._compressor = compressor(zinfo.compress_type, zinfo.compress_level)
        self._file_size = self._compress_size = self._crc = 0

    @property
    def name(self):
        return self._zinfo.filename

    @property
    def mode(self):
        return 'wb'

    def writable(self):
        return True

    def write(self, data):
        if self.closed:
            raise ValueError('I/O operation on closed file.')
        if not isinstance(data, (bytes, bytearray)):
            data = memoryview(data).cast('B')
        count = len(data)
        self._file_size += count
        self._crc = zlib.crc32(data, self._crc)
        if self._compressor:
            data = self._compressor.compress(data)
            self._compress_size += len(data)
        self._zipfile.fp.write(data)
        return count

    def close(self):
        if self.closed:
            return
        zf, info = self._zipfile, self._zinfo
        try:
            super().close()
            if self._compressor:
                rest = self._compressor.flush()
                self._compress_size += len(rest)
                zf.fp.write(rest)
                info.compress_size = self._compress_size
            else:
                info.compress_size = self._file_size
            info.CRC, info.file_size = self._crc, self._file_size
            if not self._zip64:
                for size, what in (info.file_size, 'File size'), (info.compress_size, 'Compressed size'):
                    if size > ZIP64_LIMIT:
                        raise RuntimeError(f'{what} too large, try using force_zip64')
            if info.flag_bits & DESCRIPTOR:
                zf.fp.write(struct.pack('<4sLQQ' if self._zip64 else '<4sLLL', DESCRIPTOR_SIGNATURE, info.CRC, info.compress_size,
                                        info.file_size))
                zf.start_dir = zf.fp.tell()
            else:
                zf.start_dir = zf.fp.tell()
                zf.fp.seek(info.header_offset)
                zf.fp.write(info.FileHeader(self._zip64))
                zf.fp.seek(zf.start_dir)
            zf.filelist.append(info)
            zf.NameToInfo[info.filename] = info
        finally:
            zf._writing = False
