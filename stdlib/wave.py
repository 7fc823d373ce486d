"""Sound in WAVE files: samples as they are, not packed."""

import builtins
import struct
from collections import namedtuple

__all__ = ['open', 'Error', 'Wave_read', 'Wave_write']

WAVE_FORMAT_PCM = 0x0001
WAVE_FORMAT_EXTENSIBLE = 0xFFFE
# What an extensible format names as plain samples.
_PCM_SUBFORMAT = b'\x01\x00\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71'

_wave_params = namedtuple('_wave_params', 'nchannels sampwidth framerate nframes comptype compname')


class Error(Exception):
    """A file, or what is asked of one, makes no sense."""


class _Owned:
    """A file that is closed with the sound if it was opened for it."""

    _own = None

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __del__(self):
        self.close()

    def _file_of(self, file, mode):
        if isinstance(file, str):
            file = self._own = builtins.open(file, mode)
        return file

    def _let_go(self):
        own, self._own = self._own, None
        if own is not None:
            own.close()

    def getparams(self):
        return _wave_params(self.getnchannels(), self.getsampwidth(), self.getframerate(), self.getnframes(), self.getcomptype(),
                            self.getcompname())

    def getcomptype(self):
        return 'NONE'

    def getcompname(self):
        return 'not compressed'

    def getmarkers(self):
        """Marks are not kept."""

    def getmark(self, id):
        raise Error('no marks')


class Wave_read(_Owned):
    """A sound that is read."""

    _file = None

    def __init__(self, f):
        file = self._file_of(f, 'rb')
        try:
            self._read_head(file)
        except:
            self._let_go()
            raise

    def _read_head(self, file):
        head = file.read(12)
        if len(head) < 8:
            raise EOFError
        if head[:4] != b'RIFF':
            raise Error('file does not start with RIFF id')
        if head[8:12] != b'WAVE':
            raise Error('not a WAVE file')
        has_format = False
        while True:
            chunk = file.read(8)
            if len(chunk) < 8:
                break
            name, size = struct.unpack('<4sI', chunk)
            if name == b'data':
                if not has_format:
                    raise Error('data chunk before fmt chunk')
                self._file, self._start, self._size = file, None, size
                try:
                    self._start = file.tell()
                except (AttributeError, OSError):
                    # A stream that can only be read on.
                    pass
                self._nframes, self._position = size // self._framesize, 0
                return
            if name == b'fmt ':
                self._read_format(file.read(size + (size & 1)))
                has_format = True
            else:
                file.read(size + (size & 1))
        raise Error('fmt chunk and/or data chunk missing')

    def _read_format(self, data):
        if len(data) < 14:
            raise EOFError from None
        kind, self._nchannels, self._framerate, _, _ = struct.unpack_from('<HHLLH', data)
        if kind not in (WAVE_FORMAT_PCM, WAVE_FORMAT_EXTENSIBLE):
            raise Error(f'unknown format: {kind!r}')
        if len(data) < 16:
            raise EOFError from None
        bits, = struct.unpack_from('<H', data, 14)
        if kind == WAVE_FORMAT_EXTENSIBLE:
            if len(data) < 40:
                raise EOFError from None
            if data[24:40] != _PCM_SUBFORMAT:
                import uuid
                raise Error(f'unknown extended format: {uuid.UUID(bytes_le=data[24:40])}')
        self._sampwidth = (bits + 7) // 8
        if not self._sampwidth:
            raise Error('bad sample width')
        if not self._nchannels:
            raise Error('bad # of channels')
        self._framesize = self._nchannels * self._sampwidth

    def getfp(self):
        return self._file

    def close(self):
        self._file = None
        self._let_go()

    def tell(self):
        return self._position

    def rewind(self):
        self.setpos(0)

    def setpos(self, pos):
        if pos < 0 or pos > self._nframes:
            raise Error('position not in range')
        self._position = pos
        if self._start is not None:
            self._file.seek(self._start + pos * self._framesize)

    def getnchannels(self):
        return self._nchannels

    def getnframes(self):
        return self._nframes

    def getsampwidth(self):
        return self._sampwidth

    def getframerate(self):
        return self._framerate

    def readframes(self, nframes):
        """So many frames as bytes, fewer at the end."""
        left = self._nframes - self._position
        if nframes == 0:
            return b''
        count = left if nframes < 0 or nframes > left else nframes
        data = self._file.read(count * self._framesize)
        self._position += len(data) // self._framesize
        return data


class Wave_write(_Owned):
    """A sound that is written. The head of the file is written with the first frames, and mended at the end."""

    _file = None

    def __init__(self, f):
        self._nchannels = self._sampwidth = self._framerate = self._nframes = 0
        self._frames_written = self._bytes_written = self._bytes_told = 0
        self._head_written, self._compname = False, 'not compressed'
        self._file = self._file_of(f, 'wb')

    # -- what is written --

    def _not_after_start(self):
        if self._bytes_written:
            raise Error('cannot change parameters after starting to write')

    def setnchannels(self, nchannels):
        self._not_after_start()
        if nchannels < 1:
            raise Error('bad # of channels')
        self._nchannels = nchannels

    def getnchannels(self):
        if not self._nchannels:
            raise Error('number of channels not set')
        return self._nchannels

    def setsampwidth(self, sampwidth):
        self._not_after_start()
        if sampwidth < 1 or sampwidth > 4:
            raise Error('bad sample width')
        self._sampwidth = sampwidth

    def getsampwidth(self):
        if not self._sampwidth:
            raise Error('sample width not set')
        return self._sampwidth

    def setframerate(self, framerate):
        self._not_after_start()
        if framerate <= 0:
            raise Error('bad frame rate')
        self._framerate = int(round(framerate))

    def getframerate(self):
        if not self._framerate:
            raise Error('frame rate not set')
        return self._framerate

    def setnframes(self, nframes):
        self._not_after_start()
        self._nframes = nframes

    def getnframes(self):
        return self._frames_written

    def setcomptype(self, comptype, compname):
        self._not_after_start()
        if comptype != 'NONE':
            raise Error('unsupported compression type')
        self._compname = compname

    def getcompname(self):
        return self._compname

    def setparams(self, params):
        nchannels, sampwidth, framerate, nframes, comptype, compname = params
        self._not_after_start()
        self.setnchannels(nchannels)
        self.setsampwidth(sampwidth)
        self.setframerate(framerate)
        self.setnframes(nframes)
        self.setcomptype(comptype, compname)

    def getparams(self):
        if not self._nchannels or not self._sampwidth or not self._framerate:
            raise Error('not all parameters set')
        return _wave_params(self._nchannels, self._sampwidth, self._framerate, self._nframes, 'NONE', self._compname)

    def setmark(self, id, pos, name):
        raise Error('setmark() not supported')

    def tell(self):
        return self._frames_written

    # -- writing --

    def writeframesraw(self, data):
        """Writes frames; the head is mended later."""
        data = memoryview(data).cast('B')
        if not self._head_written:
            self._write_head(len(data))
        self._file.write(data)
        self._bytes_written += len(data)
        self._frames_written += len(data) // (self._sampwidth * self._nchannels)

    def writeframes(self, data):
        """Writes frames, and mends the head."""
        self.writeframesraw(data)
        if self._bytes_told != self._bytes_written:
            self._mend_head()

    def close(self):
        try:
            if self._file is not None:
                if not self._head_written:
                    self._write_head(0)
                if self._bytes_told != self._bytes_written:
                    self._mend_head()
                self._file.flush()
        finally:
            self._file = None
            self._let_go()

    def _write_head(self, size):
        if not self._nchannels:
            raise Error('# channels not specified')
        if not self._sampwidth:
            raise Error('sample width not specified')
        if not self._framerate:
            raise Error('sampling rate not specified')
        frame = self._nchannels * self._sampwidth
        self._nframes = self._nframes or size // frame
        self._bytes_told = self._nframes * frame
        try:
            self._start = self._file.tell()
        except (AttributeError, OSError):
            self._start = None
        self._file.write(struct.pack('<4sL4s4sLHHLLHH4sL', b'RIFF', 36 + self._bytes_told, b'WAVE', b'fmt ', 16, WAVE_FORMAT_PCM,
                                     self._nchannels, self._framerate, frame * self._framerate, frame, self._sampwidth * 8, b'data',
                                     self._bytes_told))
        self._head_written = True

    def _mend_head(self):
        end = self._file.tell()
        self._file.seek(self._start + 4)
        self._file.write(struct.pack('<L', 36 + self._bytes_written))
        self._file.seek(self._start + 40)
        self._file.write(struct.pack('<L', self._bytes_written))
        self._file.seek(end)
        self._bytes_told = self._bytes_written


def open(f, mode=None):
    """A sound to read or to write, by the name of a file or an open one."""
    if mode is None:
        mode = getattr(f, 'mode', 'rb')
    if mode in ('r', 'rb'):
        return Wave_read(f)
    if mode in ('w', 'wb'):
        return Wave_write(f)
    raise Error("mode must be 'r', 'rb', 'w', or 'wb'")
