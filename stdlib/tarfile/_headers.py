"""The blocks of tar archives (POSIX.1-1988 `ustar`, POSIX.1-2001 `pax`, GNU): fields to bytes and back."""

import stat
import struct

NUL = b'\0'
BLOCKSIZE = 512
RECORDSIZE = BLOCKSIZE * 20
GNU_MAGIC = b'ustar  \0'
POSIX_MAGIC = b'ustar\x0000'

LENGTH_NAME = LENGTH_LINK = 100
LENGTH_PREFIX = 155

REGTYPE, AREGTYPE, LNKTYPE, SYMTYPE, CHRTYPE, BLKTYPE, DIRTYPE, FIFOTYPE, CONTTYPE = (
    b'0', b'\0', b'1', b'2', b'3', b'4', b'5', b'6', b'7')
GNUTYPE_LONGNAME, GNUTYPE_LONGLINK, GNUTYPE_SPARSE = b'L', b'K', b'S'
XHDTYPE, XGLTYPE, SOLARIS_XHDTYPE = b'x', b'g', b'X'

USTAR_FORMAT, GNU_FORMAT, PAX_FORMAT = 0, 1, 2
DEFAULT_FORMAT = PAX_FORMAT

SUPPORTED_TYPES = (REGTYPE, AREGTYPE, LNKTYPE, SYMTYPE, DIRTYPE, FIFOTYPE, CONTTYPE, CHRTYPE, BLKTYPE, GNUTYPE_LONGNAME,
                   GNUTYPE_LONGLINK, GNUTYPE_SPARSE)
REGULAR_TYPES = (REGTYPE, AREGTYPE, CONTTYPE, GNUTYPE_SPARSE)
GNU_TYPES = (GNUTYPE_LONGNAME, GNUTYPE_LONGLINK, GNUTYPE_SPARSE)
PAX_FIELDS = ('path', 'linkpath', 'size', 'mtime', 'uid', 'gid', 'uname', 'gname')
PAX_NUMBER_FIELDS = {'atime': float, 'ctime': float, 'mtime': float, 'uid': int, 'gid': int, 'size': int}


class TarError(Exception):
    """The base of this module's exceptions."""


class ExtractError(TarError):
    """A member could not be extracted as it should be."""


class ReadError(TarError):
    """An archive that cannot be read."""


class CompressionError(TarError):
    """A way of compression that is not there."""


class StreamError(TarError):
    """Something that streams cannot do."""


class HeaderError(TarError):
    """A header that is wrong."""


class EmptyHeaderError(HeaderError):
    """There is no header."""


class TruncatedHeaderError(HeaderError):
    """A part of a header."""


class EOFHeaderError(HeaderError):
    """The block of zeros at the end."""


class InvalidHeaderError(HeaderError):
    """Something that is no header."""


class SubsequentHeaderError(HeaderError):
    """A header is wrong that others refer to."""


def text_field(text, length, encoding, errors):
    """Text filled up with zeros."""
    if text is None:
        raise ValueError('metadata cannot contain None')
    return text.encode(encoding, errors)[:length].ljust(length, NUL)


def field_text(data, encoding, errors):
    return data.partition(NUL)[0].decode(encoding, errors)


def field_number(data):
    """Octal digits, or (GNU) a number in base 256."""
    if data[0] in (0o200, 0o377):
        return int.from_bytes(data[1:]) - (256 ** (len(data) - 1) if data[0] == 0o377 else 0)
    try:
        return int(field_text(data, 'ascii', 'strict').strip() or '0', 8)
    except ValueError:
        raise InvalidHeaderError('invalid header') from None


def number_field(number, digits=8, format=DEFAULT_FORMAT):
    """The bytes of a number. Errors: ValueError if the format has no room for it."""
    number = int(number)
    if 0 <= number < 8 ** (digits - 1):
        return b'%0*o\0' % (digits - 1, number)
    if format == GNU_FORMAT and -256 ** (digits - 1) <= number < 256 ** (digits - 1):
        mark = 0o377 if number < 0 else 0o200
        return bytes((mark,)) + (number % 256 ** (digits - 1)).to_bytes(digits - 1)
    raise ValueError('overflow in number field')


def checksums(block):
    """The sums over a header, by unsigned and by signed bytes; its own field counts as spaces."""
    rest = block[:148] + block[156:512]
    unsigned = 256 + sum(rest)
    signed = 256 + sum(struct.unpack('504b', rest))
    return unsigned, signed


def header_block(info, format, encoding, errors):
    """A block from a dictionary of fields."""
    devices = [number_field(info.get(name, 0), 8, format) if info.get('type') in (CHRTYPE, BLKTYPE) else
               text_field('', 8, encoding, errors) for name in ('devmajor', 'devminor')]
    mode = info.get('mode', 0)
    if mode is None:
        raise ValueError('metadata cannot contain None')
    kind = info.get('type', REGTYPE)
    if kind is None:
        raise ValueError('TarInfo.type must not be None')
    numbers = info.get('uid', 0), info.get('gid', 0), info.get('size', 0), info.get('mtime', 0)
    if None in numbers:
        raise ValueError('metadata cannot contain None')
    uid, gid, size, mtime = numbers
    parts = [text_field(info.get('name', ''), 100, encoding, errors), number_field(mode & 0o7777, 8, format),
             number_field(uid, 8, format), number_field(gid, 8, format), number_field(size, 12, format),
             number_field(mtime, 12, format), b' ' * 8, kind, text_field(info.get('linkname', ''), 100, encoding, errors),
             info.get('magic', POSIX_MAGIC), text_field(info.get('uname', ''), 32, encoding, errors),
             text_field(info.get('gname', ''), 32, encoding, errors), *devices,
             text_field(info.get('prefix', ''), 155, encoding, errors)]
    block = b''.join(parts).ljust(BLOCKSIZE, NUL)
    return block[:148] + b'%06o\0' % checksums(block)[0] + block[155:]


def padded(data):
    """The data up to a whole block."""
    return data + NUL * (-len(data) % BLOCKSIZE)


def long_member(text, kind, encoding, errors):
    """The GNU member that carries a name too long for the header."""
    data = text.encode(encoding, errors) + NUL
    info = {'name': '././@LongLink', 'type': kind, 'size': len(data), 'magic': GNU_MAGIC}
    return header_block(info, USTAR_FORMAT, encoding, errors) + padded(data)


def pax_member(headers, kind, encoding):
    """The member that carries records `length key=value`."""
    binary = False
    for value in headers.values():
        try:
            value.encode('utf-8', 'strict')
        except UnicodeEncodeError:
            binary = True
            break
    records = b'21 hdrcharset=BINARY\n' if binary else b''
    for key, value in headers.items():
        key = key.encode('utf-8')
        value = value.encode(encoding, 'surrogateescape') if binary else value.encode('utf-8')
        rest = len(key) + len(value) + 3
        length = rest
        while length != rest + len(str(length)):
            length = rest + len(str(length))
        records += b'%d %s=%s\n' % (length, key, value)
    info = {'name': '././@PaxHeader', 'type': kind, 'size': len(records), 'magic': POSIX_MAGIC}
    return header_block(info, USTAR_FORMAT, 'ascii', 'replace') + padded(records)


def parse_records(data, encoding, errors):
    """The records of such a member: key and value."""
    found, at, binary = [], 0, False
    while at < len(data) and data[at] != 0:
        space = data.find(b' ', at, at + 20)
        if space < 0 or not data[at:space].isdigit():
            raise InvalidHeaderError('invalid header')
        length = int(data[at:space])
        if length < 5 or at + length > len(data) or data[at + length - 1:at + length] != b'\n':
            raise InvalidHeaderError('invalid header')
        key, equals, value = data[space + 1:at + length - 1].partition(b'=')
        if not key or not equals:
            raise InvalidHeaderError('invalid header')
        if key == b'hdrcharset':
            binary = value == b'BINARY'
        found.append((key, value))
        at += length
    charset = encoding if binary else 'utf-8'

    def decoded(raw, prefer):
        try:
            return raw.decode(prefer, 'strict')
        except UnicodeDecodeError:
            return raw.decode(encoding, errors)

    result = []
    for raw_key, raw_value in found:
        key = decoded(raw_key, 'utf-8')
        result.append((key, decoded(raw_value, charset if key in ('path', 'linkpath', 'uname', 'gname') else 'utf-8')))
    return result


class TarInfo:
    """What an archive knows of a member."""

    __slots__ = {
        'name': 'Name of the archive member.', 'mode': 'Permission bits.', 'uid': 'User ID of the user who originally stored this member.',
        'gid': 'Group ID of the user who originally stored this member.', 'size': 'Size in bytes.', 'mtime': 'Time of last modification.',
        'chksum': 'Header checksum.', 'type': 'File type.', 'linkname': 'Name of the target file name, of links only.',
        'uname': 'User name.', 'gname': 'Group name.', 'devmajor': 'Device major number.', 'devminor': 'Device minor number.',
        'offset': "The tar header starts here.", 'offset_data': "The file's data starts here.",
        'pax_headers': 'Key-value pairs of an associated pax extended header.', 'sparse': 'Sparse member information.',
        '_tarfile': None, '_sparse_structs': None, '_link_target': None,
    }

    def __init__(self, name=''):
        self.name = name
        self.mode = 0o644
        self.uid = self.gid = self.size = self.mtime = self.chksum = 0
        self.type = REGTYPE
        self.linkname = self.uname = self.gname = ''
        self.devmajor = self.devminor = self.offset = self.offset_data = 0
        self.sparse = None
        self.pax_headers = {}

    @property
    def path(self):
        """In pax headers, "name" is called "path"."""
        return self.name

    @path.setter
    def path(self, name):
        self.name = name

    @property
    def linkpath(self):
        """In pax headers, "linkname" is called "linkpath"."""
        return self.linkname

    @linkpath.setter
    def linkpath(self, linkname):
        self.linkname = linkname

    def __repr__(self):
        return '<%s %r at %#x>' % (self.__class__.__name__, self.name, id(self))

    def replace(self, *, name=..., mtime=..., mode=..., linkname=..., uid=..., gid=..., uname=..., gname=..., deep=True):
        """A copy with some fields changed."""
        import copy
        result = copy.deepcopy(self) if deep else copy.copy(self)
        given = {'name': name, 'mtime': mtime, 'mode': mode, 'linkname': linkname, 'uid': uid, 'gid': gid, 'uname': uname, 'gname': gname}
        for field, value in given.items():
            if value is not ...:
                setattr(result, field, value)
        return result

    def get_info(self):
        """The fields as a dictionary."""
        name = self.name + '/' if self.isdir() and not self.name.endswith('/') else self.name
        return {'name': name, 'mode': None if self.mode is None else self.mode & 0o7777, 'uid': self.uid, 'gid': self.gid,
                'size': self.size, 'mtime': self.mtime, 'chksum': self.chksum, 'type': self.type, 'linkname': self.linkname,
                'uname': self.uname, 'gname': self.gname, 'devmajor': self.devmajor, 'devminor': self.devminor}

    def tobuf(self, format=DEFAULT_FORMAT, encoding='utf-8', errors='surrogateescape'):
        """The blocks of the member's header."""
        info = self.get_info()
        for name, value in info.items():
            if value is None:
                raise ValueError('%s may not be None' % name)
        if format == USTAR_FORMAT:
            return self._ustar(info, encoding, errors)
        if format == GNU_FORMAT:
            return self._gnu(info, encoding, errors)
        if format == PAX_FORMAT:
            return self._pax(info, encoding)
        raise ValueError('invalid format')

    def _ustar(self, info, encoding, errors):
        info['magic'] = POSIX_MAGIC
        if len(info['linkname'].encode(encoding, errors)) > LENGTH_LINK:
            raise ValueError('linkname is too long')
        if len(info['name'].encode(encoding, errors)) > LENGTH_NAME:
            info['prefix'], info['name'] = self._split(info['name'], encoding, errors)
        return header_block(info, USTAR_FORMAT, encoding, errors)

    @staticmethod
    def _split(name, encoding, errors):
        """A long name as prefix and name."""
        parts = name.split('/')
        for at in range(1, len(parts)):
            prefix, rest = '/'.join(parts[:at]), '/'.join(parts[at:])
            if len(prefix.encode(encoding, errors)) <= LENGTH_PREFIX and len(rest.encode(encoding, errors)) <= LENGTH_NAME:
                return prefix, rest
        raise ValueError('name is too long')

    def _gnu(self, info, encoding, errors):
        info['magic'] = GNU_MAGIC
        before = b''
        if len(info['linkname'].encode(encoding, errors)) > LENGTH_LINK:
            before += long_member(info['linkname'], GNUTYPE_LONGLINK, encoding, errors)
        if len(info['name'].encode(encoding, errors)) > LENGTH_NAME:
            before += long_member(info['name'], GNUTYPE_LONGNAME, encoding, errors)
        return before + header_block(info, GNU_FORMAT, encoding, errors)

    def _pax(self, info, encoding):
        info['magic'] = POSIX_MAGIC
        headers = self.pax_headers.copy()
        for name, key, length in (('name', 'path', LENGTH_NAME), ('linkname', 'linkpath', LENGTH_LINK), ('uname', 'uname', 32),
                                  ('gname', 'gname', 32)):
            if key in headers:
                continue
            try:
                info[name].encode('ascii', 'strict')
            except UnicodeEncodeError:
                headers[key] = info[name]
                continue
            if len(info[name]) > length:
                headers[key] = info[name]
        for name, digits in ('uid', 8), ('gid', 8), ('size', 12), ('mtime', 12):
            value = info[name]
            whole = int(value)
            fits = 0 <= whole < 8 ** (digits - 1)
            if not fits:
                info[name] = 0
            elif isinstance(value, float):
                info[name] = whole
            if (not fits or isinstance(value, float)) and name not in headers:
                headers[name] = str(value)
        before = pax_member(headers, XHDTYPE, encoding) if headers else b''
        return before + header_block(info, USTAR_FORMAT, 'ascii', 'replace')

    @classmethod
    def create_pax_global_header(cls, pax_headers):
        """The blocks that say something about all members."""
        return pax_member(pax_headers, XGLTYPE, 'utf-8')

    @classmethod
    def frombuf(cls, buf, encoding, errors):
        """A member from its block."""
        if len(buf) == 0:
            raise EmptyHeaderError('empty header')
        if len(buf) != BLOCKSIZE:
            raise TruncatedHeaderError('truncated header')
        if buf.count(NUL) == BLOCKSIZE:
            raise EOFHeaderError('end of file header')
        chksum = field_number(buf[148:156])
        if chksum not in checksums(buf):
            raise InvalidHeaderError('bad checksum')
        obj = cls()
        obj.name = field_text(buf[0:100], encoding, errors)
        obj.mode, obj.uid, obj.gid = field_number(buf[100:108]), field_number(buf[108:116]), field_number(buf[116:124])
        obj.size, obj.mtime = field_number(buf[124:136]), field_number(buf[136:148])
        obj.chksum = chksum
        obj.type = buf[156:157]
        obj.linkname = field_text(buf[157:257], encoding, errors)
        obj.uname, obj.gname = field_text(buf[265:297], encoding, errors), field_text(buf[297:329], encoding, errors)
        obj.devmajor, obj.devminor = field_number(buf[329:337]), field_number(buf[337:345])
        prefix = field_text(buf[345:500], encoding, errors)
        # Old archives mark folders by a slash only.
        if obj.type == AREGTYPE and obj.name.endswith('/'):
            obj.type = DIRTYPE
        if obj.isdir():
            obj.name = obj.name.rstrip('/')
        if prefix and obj.type not in GNU_TYPES:
            obj.name = prefix + '/' + obj.name
        return obj

    @classmethod
    def fromtarfile(cls, tarfile):
        """The next member of an archive."""
        buf = tarfile.fileobj.read(BLOCKSIZE)
        obj = cls.frombuf(buf, tarfile.encoding, tarfile.errors)
        obj.offset = tarfile.fileobj.tell() - BLOCKSIZE
        return obj._completed(tarfile)

    def _completed(self, tarfile):
        """This member after what comes with its header was read: long names, records, links."""
        if self.type in (GNUTYPE_LONGNAME, GNUTYPE_LONGLINK):
            text = field_text(self._own_data(tarfile), tarfile.encoding, tarfile.errors)
            following = self._following(tarfile)
            if self.type == GNUTYPE_LONGNAME:
                following.name = text.rstrip('/') if following.isdir() else text
            else:
                following.linkname = text
            following.offset = self.offset
            return following
        if self.type in (XHDTYPE, XGLTYPE, SOLARIS_XHDTYPE):
            return self._with_records(tarfile)
        self.offset_data = tarfile.fileobj.tell()
        length = self.size if self.isreg() or self.type not in SUPPORTED_TYPES else 0
        tarfile.offset = self.offset_data + length + -length % BLOCKSIZE
        self._apply(tarfile.pax_headers, tarfile.encoding, tarfile.errors)
        if self.isdir():
            self.name = self.name.rstrip('/')
        return self

    def _own_data(self, tarfile):
        return tarfile.fileobj.read(self.size + -self.size % BLOCKSIZE)[:self.size]

    def _following(self, tarfile):
        try:
            return self.fromtarfile(tarfile)
        except HeaderError as error:
            raise SubsequentHeaderError(str(error)) from None

    def _with_records(self, tarfile):
        records = parse_records(self._own_data(tarfile), tarfile.encoding, tarfile.errors)
        if self.type == XGLTYPE:
            tarfile.pax_headers.update(records)
            return self._following(tarfile)
        headers = tarfile.pax_headers.copy()
        headers.update(records)
        following = self._following(tarfile)
        following._apply(headers, tarfile.encoding, tarfile.errors)
        following.offset = self.offset
        if 'size' in headers:
            size = following.size
            length = size if following.isreg() or following.type not in SUPPORTED_TYPES else 0
            tarfile.offset = following.offset_data + length + -length % BLOCKSIZE
        return following

    def _apply(self, headers, encoding, errors):
        for key, value in headers.items():
            if key == 'path':
                value = value.rstrip('/')
                self.name = value
            elif key == 'linkpath':
                self.linkname = value
            elif key in PAX_NUMBER_FIELDS and key in PAX_FIELDS:
                try:
                    setattr(self, key, PAX_NUMBER_FIELDS[key](value))
                except ValueError:
                    setattr(self, key, 0)
            elif key in PAX_FIELDS:
                setattr(self, key, value)
        self.pax_headers = headers.copy()

    def isreg(self):
        """Return True if the Tarinfo object is a regular file."""
        return self.type in REGULAR_TYPES

    isfile = isreg

    def isdir(self):
        """Return True if it is a directory."""
        return self.type == DIRTYPE

    def issym(self):
        """Return True if it is a symbolic link."""
        return self.type == SYMTYPE

    def islnk(self):
        """Return True if it is a hard link."""
        return self.type == LNKTYPE

    def ischr(self):
        """Return True if it is a character device."""
        return self.type == CHRTYPE

    def isblk(self):
        """Return True if it is a block device."""
        return self.type == BLKTYPE

    def isfifo(self):
        """Return True if it is a FIFO."""
        return self.type == FIFOTYPE

    def issparse(self):
        return self.sparse is not None

    def isdev(self):
        """Return True if it is one of character device, block device or FIFO."""
        return self.type in (CHRTYPE, BLKTYPE, FIFOTYPE)


def shown_mode(info):
    kinds = {SYMTYPE: stat.S_IFLNK, DIRTYPE: stat.S_IFDIR, FIFOTYPE: stat.S_IFIFO, CHRTYPE: stat.S_IFCHR, BLKTYPE: stat.S_IFBLK}
    return stat.filemode(info.mode | kinds.get(info.type, stat.S_IFREG))
