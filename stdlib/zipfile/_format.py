"""The records of ZIP archives: what stands before each file, in the directory at the end, and after it. Knows bytes only."""

import os
import stat
import struct
import time
from datetime import datetime

ZIP64_LIMIT = (1 << 31) - 1
ZIP_FILECOUNT_LIMIT = (1 << 16) - 1
ZIP_MAX_COMMENT = (1 << 16) - 1

ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA = 0, 8, 12, 14

DEFAULT_VERSION, ZIP64_VERSION, BZIP2_VERSION, LZMA_VERSION = 20, 45, 46, 63
MAX_EXTRACT_VERSION = 63

ENCRYPTED, DESCRIPTOR, COMPRESSED_PATCH, STRONG_ENCRYPTION, UTF8 = 0x1, 0x8, 0x20, 0x40, 0x800

# Signature, version, flags, method, time, date, CRC, sizes, lengths of name and extra.
LOCAL = struct.Struct('<4s2B4HL2L2H')
LOCAL_SIGNATURE = b'PK\003\004'
# Signature, versions (2 bytes each), flags, method, time, date, CRC, sizes, lengths, disk, attributes, offset.
CENTRAL = struct.Struct('<4s4B4HL2L5H2L')
CENTRAL_SIGNATURE = b'PK\001\002'
# Signature, disks, counts, size, offset, length of comment.
END = struct.Struct('<4s4H2LH')
END_SIGNATURE = b'PK\005\006'
# Signature, size of the record, versions, disks, counts, size, offset.
END64 = struct.Struct('<4sQ2H2L4Q')
END64_SIGNATURE = b'PK\006\006'
# Signature, disk, offset, disks.
LOCATOR64 = struct.Struct('<4sLQL')
LOCATOR64_SIGNATURE = b'PK\006\007'
DESCRIPTOR_SIGNATURE = b'PK\007\010'

METHOD_NAMES = {0: 'store', 1: 'shrink', 2: 'reduce', 3: 'reduce', 4: 'reduce', 5: 'reduce', 6: 'implode', 7: 'tokenize',
                8: 'deflate', 9: 'deflate64', 10: 'implode', 12: 'bzip2', 14: 'lzma', 18: 'terse', 19: 'lz77', 97: 'wavpack',
                98: 'ppmd'}


class BadZipFile(Exception):
    """Something that is no ZIP archive, or a damaged one."""


class LargeZipFile(Exception):
    """An archive that needs the extensions for large ones, which were not allowed."""


def without_extra(extra, ids):
    """The extra fields but those with these ids."""
    kept, at = b'', 0
    while at + 4 <= len(extra):
        number, size = struct.unpack_from('<HH', extra, at)
        if number not in ids:
            kept += extra[at:at + 4 + size]
        at += 4 + size
    return kept + extra[at:]


def safe_name(filename):
    """A name as it stands in archives: up to a zero byte, with slashes."""
    end = filename.find('\0')
    if end >= 0:
        filename = filename[:end]
    for separator in os.sep, os.altsep:
        if separator and separator != '/' and separator in filename:
            filename = filename.replace(separator, '/')
    return filename


class ZipInfo:
    """What an archive knows of one of its files."""

    __slots__ = ('orig_filename', 'filename', 'date_time', 'compress_type', 'compress_level', 'comment', 'extra', 'create_system',
                 'create_version', 'extract_version', 'reserved', 'flag_bits', 'volume', 'internal_attr', 'external_attr',
                 'header_offset', 'CRC', 'compress_size', 'file_size', '_raw_time', '_end_offset')

    def __init__(self, filename='NoName', date_time=(1980, 1, 1, 0, 0, 0)):
        self.orig_filename = filename
        self.filename = safe_name(filename)
        self.date_time = date_time
        if date_time[0] < 1980:
            raise ValueError('ZIP does not support timestamps before 1980')
        self.compress_type = ZIP_STORED
        self.compress_level = None
        self.comment = b''
        self.extra = b''
        self.create_system = 3
        self.create_version = self.extract_version = DEFAULT_VERSION
        self.reserved = self.flag_bits = self.volume = self.internal_attr = self.external_attr = 0
        self.compress_size = self.file_size = 0
        self._end_offset = None

    @property
    def _compresslevel(self):
        return self.compress_level

    @_compresslevel.setter
    def _compresslevel(self, value):
        self.compress_level = value

    def __repr__(self):
        parts = [f'<{self.__class__.__name__} filename={self.filename!r}']
        if self.compress_type != ZIP_STORED:
            parts.append(f'compress_type={METHOD_NAMES.get(self.compress_type, self.compress_type)}')
        high, low = self.external_attr >> 16, self.external_attr & 0xffff
        if high:
            parts.append(f'filemode={stat.filemode(high)!r}')
        if low:
            parts.append(f'external_attr={low:#x}')
        is_dir = self.is_dir()
        if not is_dir or self.file_size:
            parts.append(f'file_size={self.file_size!r}')
        if (not is_dir or self.compress_size) and (self.compress_type != ZIP_STORED or self.file_size != self.compress_size):
            parts.append(f'compress_size={self.compress_size!r}')
        return ' '.join(parts) + '>'

    def _dos_time(self):
        year, month, day, hour, minute, second = self.date_time[:6]
        return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day

    def _name_and_flags(self):
        try:
            return self.filename.encode('ascii'), self.flag_bits & ~UTF8
        except UnicodeEncodeError:
            return self.filename.encode('utf-8'), self.flag_bits | UTF8

    def _raise_version(self, least=0):
        needed = {ZIP_BZIP2: BZIP2_VERSION, ZIP_LZMA: LZMA_VERSION}.get(self.compress_type, 0)
        needed = max(needed, least)
        self.extract_version = max(needed, self.extract_version)
        self.create_version = max(needed, self.create_version)

    def FileHeader(self, zip64=None):
        """The record before the file's data."""
        crc, compressed, size = (0, 0, 0) if self.flag_bits & DESCRIPTOR else (self.CRC, self.compress_size, self.file_size)
        extra = self.extra
        least = 0
        if zip64 is None:
            zip64 = size > ZIP64_LIMIT or compressed > ZIP64_LIMIT
        if zip64:
            extra += struct.pack('<HHQQ', 1, 16, size, compressed)
            size = compressed = 0xffffffff
            least = ZIP64_VERSION
        self._raise_version(least)
        name, flags = self._name_and_flags()
        clock, date = self._dos_time()
        return LOCAL.pack(LOCAL_SIGNATURE, self.extract_version, self.reserved, flags, self.compress_type, clock, date, crc, compressed,
                          size, len(name), len(extra)) + name + extra

    def _central_record(self):
        """The record in the directory."""
        large = []
        size, compressed, offset = self.file_size, self.compress_size, self.header_offset
        if size > ZIP64_LIMIT or compressed > ZIP64_LIMIT:
            large += [size, compressed]
            size = compressed = 0xffffffff
        if offset > ZIP64_LIMIT:
            large.append(offset)
            offset = 0xffffffff
        extra, least = self.extra, 0
        if large:
            extra = struct.pack(f'<HH{len(large)}Q', 1, 8 * len(large), *large) + without_extra(extra, (1,))
            least = ZIP64_VERSION
        self._raise_version(least)
        name, flags = self._name_and_flags()
        clock, date = self._dos_time()
        return CENTRAL.pack(CENTRAL_SIGNATURE, self.create_version, self.create_system, self.extract_version, self.reserved, flags,
                            self.compress_type, clock, date, self.CRC, compressed, size, len(name), len(extra), len(self.comment), 0,
                            self.internal_attr, self.external_attr, offset) + name + extra + self.comment

    def _decode_extra(self):
        """Takes the large sizes from the extra fields."""
        extra, at = self.extra, 0
        while at + 4 <= len(extra):
            number, size = struct.unpack_from('<HH', extra, at)
            if at + 4 + size > len(extra):
                raise BadZipFile(f'Corrupt extra field {number:04x} (size={size})')
            if number == 1:
                data = extra[at + 4:at + 4 + size]
                for field, missing, what in (('file_size', (0xffffffff, 0xffffffffffffffff), 'File size'),
                                             ('compress_size', (0xffffffff,), 'Compress size'),
                                             ('header_offset', (0xffffffff,), 'Header offset')):
                    if getattr(self, field) not in missing:
                        continue
                    if len(data) < 8:
                        raise BadZipFile(f'Corrupt zip64 extra field. {what} not found.')
                    setattr(self, field, int.from_bytes(data[:8], 'little'))
                    data = data[8:]
            at += 4 + size

    @classmethod
    def from_file(cls, filename, arcname=None, *, strict_timestamps=True):
        """What is known of a file on the disk."""
        filename = os.fspath(filename)
        found = os.stat(filename)
        is_dir = stat.S_ISDIR(found.st_mode)
        changed = datetime.fromtimestamp(found.st_mtime)
        date_time = changed.timetuple()[:6]
        if not strict_timestamps:
            if date_time[0] < 1980:
                date_time = (1980, 1, 1, 0, 0, 0)
            elif date_time[0] > 2107:
                date_time = (2107, 12, 31, 23, 59, 59)
        if arcname is None:
            arcname = filename
        arcname = os.path.normpath(os.path.splitdrive(arcname)[1])
        arcname = arcname.lstrip(os.sep + (os.altsep or ''))
        if is_dir:
            arcname += '/'
        info = cls(arcname, date_time)
        info.external_attr = (found.st_mode & 0xffff) << 16
        if is_dir:
            info.file_size = 0
            info.external_attr |= 0x10
        else:
            info.file_size = found.st_size
        return info

    def is_dir(self):
        """Whether it is a folder."""
        return self.filename.endswith('/') or bool(os.path.altsep) and self.filename.endswith((os.path.sep, os.path.altsep))


def parse_central(data, metadata_encoding):
    """The first record of a directory as a ZipInfo, its raw name and how long the record is."""
    fields = CENTRAL.unpack_from(data)
    if fields[0] != CENTRAL_SIGNATURE:
        raise BadZipFile('Bad magic number for central directory')
    name_len, extra_len, comment_len = fields[12:15]
    at = CENTRAL.size
    raw = data[at:at + name_len]
    flags = fields[5]
    name = raw.decode('utf-8' if flags & UTF8 else metadata_encoding or 'cp437')
    info = ZipInfo(name)
    info.orig_filename = name
    info.extra = data[at + name_len:at + name_len + extra_len]
    info.comment = data[at + name_len + extra_len:at + name_len + extra_len + comment_len]
    (info.create_version, info.create_system, info.extract_version, info.reserved, info.flag_bits, info.compress_type, clock, date,
     info.CRC, info.compress_size, info.file_size) = fields[1:12]
    if info.extract_version > MAX_EXTRACT_VERSION:
        raise NotImplementedError(f'zip file version {info.extract_version / 10:.1f}')
    info.volume, info.internal_attr, info.external_attr, info.header_offset = fields[15:19]
    info._raw_time = clock
    info.date_time = ((date >> 9) + 1980, date >> 5 & 0xf, date & 0x1f, clock >> 11, clock >> 5 & 0x3f, (clock & 0x1f) * 2)
    info._decode_extra()
    return info, at + name_len + extra_len + comment_len


def now():
    return time.localtime(time.time())[:6]


class Directory:
    """What the end of an archive says: where its directory is, how large, and a comment."""

    def __init__(self, fp):
        fp.seek(0, 2)
        size = fp.tell()
        reach = min(size, END.size + ZIP_MAX_COMMENT)
        fp.seek(size - reach)
        tail = fp.read(reach)
        at = self._find(tail)
        place = size - reach + at
        _, disk, _, _, self.count, self.size, self.offset, comment_len = END.unpack_from(tail, at)
        self.comment = tail[at + END.size:at + END.size + comment_len]
        # Bytes before the archive move everything.
        end = place
        if 0xffffffff in (self.size, self.offset) or 0xffff in (self.count, disk):
            end = self._large(fp, place)
        self.concat = end - self.size - self.offset
        self.start = self.offset + self.concat
        if self.start < 0:
            raise BadZipFile('Bad offset for central directory')

    @staticmethod
    def _find(tail):
        at = tail.rfind(END_SIGNATURE)
        if at < 0 or len(tail) - at < END.size:
            raise BadZipFile('File is not a zip file')
        return at

    def _large(self, fp, place):
        """Reads the record of large archives, if there is one; where the directory ends."""
        if place < LOCATOR64.size:
            return place
        fp.seek(place - LOCATOR64.size)
        signature, disk, offset, disks = LOCATOR64.unpack(fp.read(LOCATOR64.size))
        if signature != LOCATOR64_SIGNATURE:
            return place
        if disk != 0 or disks > 1:
            raise BadZipFile('zipfiles that span multiple disks are not supported')
        record = place - LOCATOR64.size - END64.size
        fp.seek(record)
        data = fp.read(END64.size)
        if len(data) != END64.size or data[:4] != END64_SIGNATURE:
            return place
        fields = END64.unpack(data)
        self.count, self.size, self.offset = fields[7:10]
        return record
