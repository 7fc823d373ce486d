"""Reading and writing tar archives, compressed or not."""

import os
import stat
import sys
import time

from builtins import open as bltn_open

from . import _streams
from ._filters import (NAMED_FILTERS, AbsoluteLinkError, AbsolutePathError, FilterError, LinkOutsideDestinationError,
                       OutsideDestinationError, SpecialFileError, data_filter, fully_trusted_filter, tar_filter)
from ._headers import (AREGTYPE, BLKTYPE, BLOCKSIZE, CHRTYPE, CONTTYPE, DEFAULT_FORMAT, DIRTYPE, FIFOTYPE, GNU_FORMAT, GNU_MAGIC,
                       GNU_TYPES, GNUTYPE_LONGLINK, GNUTYPE_LONGNAME, GNUTYPE_SPARSE, LENGTH_LINK, LENGTH_NAME, LENGTH_PREFIX,
                       LNKTYPE, NUL, PAX_FIELDS, PAX_FORMAT, PAX_NUMBER_FIELDS, POSIX_MAGIC, RECORDSIZE, REGTYPE, REGULAR_TYPES,
                       SOLARIS_XHDTYPE, SUPPORTED_TYPES, SYMTYPE, USTAR_FORMAT, XGLTYPE, XHDTYPE, CompressionError,
                       EmptyHeaderError, EOFHeaderError, ExtractError, HeaderError, InvalidHeaderError, ReadError, StreamError,
                       SubsequentHeaderError, TarError, TarInfo, TruncatedHeaderError, shown_mode)
from ._streams import ExFileObject

try:
    import grp
    import pwd
except ImportError:
    grp = pwd = None

__all__ = ['TarFile', 'TarInfo', 'is_tarfile', 'TarError', 'ReadError', 'CompressionError', 'StreamError', 'ExtractError', 'HeaderError',
           'ENCODING', 'USTAR_FORMAT', 'GNU_FORMAT', 'PAX_FORMAT', 'DEFAULT_FORMAT', 'open', 'fully_trusted_filter', 'data_filter',
           'tar_filter', 'FilterError', 'AbsoluteLinkError', 'OutsideDestinationError', 'SpecialFileError', 'AbsolutePathError',
           'LinkOutsideDestinationError']

version = '0.9.0'
ENCODING = sys.getfilesystemencoding() or 'utf-8'

for _class in (TarError, ReadError, CompressionError, StreamError, ExtractError, HeaderError, TarInfo, FilterError, AbsoluteLinkError,
               AbsolutePathError, OutsideDestinationError, SpecialFileError, LinkOutsideDestinationError, ExFileObject):
    _class.__module__ = 'tarfile'
del _class


class TarFile:
    """An archive."""

    # 0: no messages; 3: all of them.
    debug = 0
    dereference = False
    ignore_zeros = False
    # 0: problems are only told; 1: those of the system are raised; 2: all are.
    errorlevel = 1
    format = DEFAULT_FORMAT
    encoding = ENCODING
    errors = None
    tarinfo = TarInfo
    fileobject = ExFileObject
    extraction_filter = None

    def __init__(self, name=None, mode='r', fileobj=None, format=None, tarinfo=None, dereference=None, ignore_zeros=None, encoding=None,
                 errors='surrogateescape', pax_headers=None, debug=None, errorlevel=None, copybufsize=None, stream=False):
        modes = {'r': 'rb', 'a': 'r+b', 'w': 'wb', 'x': 'xb'}
        if mode not in modes:
            raise ValueError("mode must be 'r', 'a', 'w' or 'x'")
        self.mode = mode
        self._mode = modes[mode]
        if not fileobj:
            if mode == 'a' and not os.path.exists(name):
                self.mode, self._mode = 'w', 'wb'
            fileobj = bltn_open(name, self._mode)
            self._extfileobj = False
        else:
            if name is None and isinstance(getattr(fileobj, 'name', None), (str, bytes)):
                name = fileobj.name
            self._mode = getattr(fileobj, 'mode', self._mode)
            self._extfileobj = True
        self.name = os.path.abspath(name) if name else None
        self.fileobj = fileobj
        self.stream = stream
        given = {'format': format, 'tarinfo': tarinfo, 'dereference': dereference, 'ignore_zeros': ignore_zeros, 'encoding': encoding,
                 'debug': debug, 'errorlevel': errorlevel}
        for field, value in given.items():
            if value is not None:
                setattr(self, field, value)
        self.errors = errors
        self.pax_headers = pax_headers if pax_headers is not None and self.format == PAX_FORMAT else {}
        self.copybufsize = copybufsize
        self.closed = False
        self.members = []
        self._loaded = False
        self.offset = self.fileobj.tell()
        self.inodes = {}
        self._unames, self._gnames = {}, {}
        self.firstmember = None
        try:
            if self.mode == 'r':
                self.firstmember = self.next()
            elif self.mode == 'a':
                self._go_to_end()
            else:
                self._loaded = True
                if self.pax_headers:
                    self._write(self.tarinfo.create_pax_global_header(self.pax_headers.copy()))
        except:
            if not self._extfileobj:
                self.fileobj.close()
            self.closed = True
            raise

    def _go_to_end(self):
        """To where the next member is added."""
        while True:
            self.fileobj.seek(self.offset)
            try:
                self.members.append(self.tarinfo.fromtarfile(self))
            except EOFHeaderError:
                self.fileobj.seek(self.offset)
                break
            except HeaderError as error:
                raise ReadError(str(error)) from None
        self._loaded = True

    # ---- opening ----

    @classmethod
    def open(cls, name=None, mode='r', fileobj=None, bufsize=RECORDSIZE, **kwargs):
        """An archive: `r:gz` and so on for compressed ones, `r|` and `w|` for streams."""
        if not name and not fileobj:
            raise ValueError('nothing to open')
        if mode in ('r', 'r:*'):
            return cls._open_any(name, fileobj, kwargs)
        if ':' in mode:
            filemode, comptype = mode.split(':', 1)
            filemode, comptype = filemode or 'r', comptype or 'tar'
            if comptype not in cls.OPEN_METH:
                raise CompressionError('unknown compression type %r' % comptype)
            return getattr(cls, cls.OPEN_METH[comptype])(name, filemode, fileobj, **kwargs)
        if '|' in mode:
            filemode, comptype = mode.split('|', 1)
            filemode, comptype = filemode or 'r', comptype or 'tar'
            if filemode not in ('r', 'w'):
                raise ValueError("mode must be 'r' or 'w'")
            if 'compresslevel' in kwargs and comptype not in ('gz', 'bz2'):
                raise ValueError("compresslevel is only valid for w|gz and w|bz2 modes")
            stream = _streams.Stream(name, filemode, comptype, fileobj, bufsize, kwargs.pop('compresslevel', None))
            try:
                opened = cls(name, filemode, stream, **kwargs)
            except:
                stream.close()
                raise
            opened._extfileobj = False
            return opened
        if mode in ('a', 'w', 'x'):
            return cls.taropen(name, mode, fileobj, **kwargs)
        raise ValueError('undiscernible mode')

    @classmethod
    def _open_any(cls, name, fileobj, kwargs):
        problems = []
        place = fileobj.tell() if fileobj is not None else 0
        # Without compression first: a plain archive may look like anything.
        for comptype in sorted(cls.OPEN_METH, key=lambda each: each != 'tar'):
            try:
                return getattr(cls, cls.OPEN_METH[comptype])(name, 'r', fileobj, **kwargs)
            except (ReadError, CompressionError) as error:
                problems.append(f'- method {comptype}: {error!r}')
                if fileobj is not None:
                    fileobj.seek(place)
        raise ReadError('file could not be opened successfully:\n' + '\n'.join(problems))

    @classmethod
    def taropen(cls, name, mode='r', fileobj=None, **kwargs):
        """An archive without compression."""
        if mode not in ('r', 'a', 'w', 'x'):
            raise ValueError("mode must be 'r', 'a', 'w' or 'x'")
        return cls(name, mode, fileobj, **kwargs)

    @classmethod
    def _over(cls, name, mode, compressed, damage, what, kwargs):
        try:
            opened = cls.taropen(name, mode, compressed, **kwargs)
        except damage as error:
            compressed.close()
            if mode == 'r':
                raise ReadError(f'not a {what} file') from error
            raise
        except:
            compressed.close()
            raise
        opened._extfileobj = False
        return opened

    @classmethod
    def gzopen(cls, name, mode='r', fileobj=None, compresslevel=9, **kwargs):
        """An archive in a gzip file."""
        if mode not in ('r', 'w', 'x'):
            raise ValueError("mode must be 'r', 'w' or 'x'")
        from gzip import GzipFile
        try:
            compressed = GzipFile(name, mode + 'b', compresslevel, fileobj)
        except OSError as error:
            if fileobj is not None and mode == 'r':
                raise ReadError('not a gzip file') from error
            raise
        return cls._over(name, mode, compressed, (OSError, EOFError), 'gzip', kwargs)

    @classmethod
    def bz2open(cls, name, mode='r', fileobj=None, compresslevel=9, **kwargs):
        """An archive in a bzip2 file."""
        if mode not in ('r', 'w', 'x'):
            raise ValueError("mode must be 'r', 'w' or 'x'")
        from bz2 import BZ2File
        compressed = BZ2File(fileobj or name, mode, compresslevel=compresslevel)
        return cls._over(name, mode, compressed, (OSError, EOFError), 'bzip2', kwargs)

    @classmethod
    def xzopen(cls, name, mode='r', fileobj=None, preset=None, **kwargs):
        """An archive in an xz file: there is no module for them."""
        if mode not in ('r', 'w', 'x'):
            raise ValueError("mode must be 'r', 'w' or 'x'")
        raise CompressionError('lzma module is not available')

    OPEN_METH = {'tar': 'taropen', 'gz': 'gzopen', 'bz2': 'bz2open', 'xz': 'xzopen'}

    def close(self):
        """Ends an archive that was written, and closes its file unless it was given."""
        if self.closed:
            return
        self.closed = True
        try:
            if self.mode in ('a', 'w', 'x'):
                self._write(NUL * (BLOCKSIZE * 2))
                rest = self.offset % RECORDSIZE
                if rest:
                    self._write(NUL * (RECORDSIZE - rest))
        finally:
            if not self._extfileobj:
                self.fileobj.close()

    def _write(self, data):
        self.fileobj.write(data)
        self.offset += len(data)

    # ---- what is there ----

    def getmember(self, name):
        """The last member of a name."""
        found = self._getmember(name.rstrip('/'))
        if found is None:
            raise KeyError('filename %r not found' % name)
        return found

    def getmembers(self):
        """All members."""
        self._check()
        if not self._loaded:
            self._load()
        return self.members

    def getnames(self):
        """Their names."""
        return [member.name for member in self.getmembers()]

    def _load(self):
        if not self.stream:
            while self.next() is not None:
                pass
            self._loaded = True

    def _getmember(self, name, tarinfo=None):
        members = self.getmembers()
        if tarinfo is not None and tarinfo in members:
            members = members[:members.index(tarinfo)]
        for member in reversed(members):
            if member.name == name:
                return member
        return None

    def _check(self, mode=None):
        if self.closed:
            raise OSError('%s is closed' % self.__class__.__name__)
        if mode is not None and self.mode not in mode:
            raise OSError('bad operation for mode %r' % self.mode)

    def next(self):
        """The next member, or None at the end."""
        self._check('ra')
        if self.firstmember is not None:
            member, self.firstmember = self.firstmember, None
            return member
        if self.offset != self.fileobj.tell():
            if self.offset == 0:
                return None
            self.fileobj.seek(self.offset - 1)
            if not self.fileobj.read(1):
                raise ReadError('unexpected end of data')
        member = None
        while True:
            try:
                member = self.tarinfo.fromtarfile(self)
            except EOFHeaderError as error:
                if self.ignore_zeros:
                    self._dbg(2, '0x%X: %s' % (self.offset, error))
                    self.offset += BLOCKSIZE
                    continue
            except InvalidHeaderError as error:
                if self.ignore_zeros:
                    self._dbg(2, '0x%X: %s' % (self.offset, error))
                    self.offset += BLOCKSIZE
                    continue
                if self.offset == 0:
                    raise ReadError(str(error)) from None
            except EmptyHeaderError:
                if self.offset == 0:
                    raise ReadError('empty file') from None
            except TruncatedHeaderError as error:
                if self.offset == 0:
                    raise ReadError(str(error)) from None
            except SubsequentHeaderError as error:
                raise ReadError(str(error)) from None
            break
        if member is not None:
            if not self.stream:
                self.members.append(member)
        else:
            self._loaded = True
        return member

    def __iter__(self):
        if self._loaded:
            yield from self.members
            return
        index = 0
        if self.firstmember is not None:
            member = self.next()
            index += 1
            yield member
        while True:
            if index < len(self.members):
                member = self.members[index]
            elif not self._loaded:
                member = self.next()
                if not member:
                    self._loaded = True
                    return
            else:
                return
            index += 1
            yield member

    def list(self, verbose=True, *, members=None):
        """Prints a table of contents."""
        self._check()
        for member in self if members is None else members:
            parts = []
            if verbose:
                parts.append('??????????' if member.mode is None else shown_mode(member))
                parts.append('%s/%s' % (member.uname or member.uid, member.gname or member.gid))
                size = '%d,%d' % (member.devmajor, member.devminor) if member.ischr() or member.isblk() else '%d' % member.size
                parts.append('%10s' % size)
                parts.append('                   ' if member.mtime is None else '%d-%02d-%02d %02d:%02d:%02d' %
                             time.localtime(member.mtime)[:6])
            parts.append(member.name + ('/' if member.isdir() else ''))
            if verbose:
                if member.issym():
                    parts.append('-> ' + member.linkname)
                if member.islnk():
                    parts.append('link to ' + member.linkname)
            print(*parts, '')

    # ---- adding ----

    def gettarinfo(self, name=None, arcname=None, fileobj=None):
        """A member for a file on the disk, or an open one."""
        self._check('awx')
        if fileobj is not None:
            name = fileobj.name
        arcname = os.path.splitdrive(name if arcname is None else arcname)[1].replace(os.sep, '/').lstrip('/')
        info = self.tarinfo()
        info._tarfile = self
        if fileobj is not None:
            found = os.fstat(fileobj.fileno())
        else:
            found = os.stat(name) if self.dereference else os.lstat(name)
        mode, linkname = found.st_mode, ''
        if stat.S_ISREG(mode):
            inode = found.st_ino, found.st_dev
            if not self.dereference and found.st_nlink > 1 and inode in self.inodes and arcname != self.inodes[inode]:
                kind, linkname = LNKTYPE, self.inodes[inode]
            else:
                kind = REGTYPE
                if inode[0]:
                    self.inodes[inode] = arcname
        elif stat.S_ISDIR(mode):
            kind = DIRTYPE
        elif stat.S_ISFIFO(mode):
            kind = FIFOTYPE
        elif stat.S_ISLNK(mode):
            kind, linkname = SYMTYPE, os.readlink(name)
        elif stat.S_ISCHR(mode):
            kind = CHRTYPE
        elif stat.S_ISBLK(mode):
            kind = BLKTYPE
        else:
            return None
        info.name, info.mode, info.uid, info.gid = arcname, mode, found.st_uid, found.st_gid
        info.size = found.st_size if kind == REGTYPE else 0
        info.mtime, info.type, info.linkname = found.st_mtime, kind, linkname
        info.uname = self._name_of(self._unames, pwd and pwd.getpwuid, info.uid)
        info.gname = self._name_of(self._gnames, grp and grp.getgrgid, info.gid)
        if kind in (CHRTYPE, BLKTYPE):
            info.devmajor, info.devminor = os.major(found.st_rdev), os.minor(found.st_rdev)
        return info

    @staticmethod
    def _name_of(known, look_up, number):
        if number not in known:
            try:
                known[number] = look_up(number)[0] if look_up else ''
            except KeyError:
                known[number] = ''
        return known[number]

    def add(self, name, arcname=None, recursive=True, *, filter=None):
        """Adds a file, or a folder and what is in it."""
        self._check('awx')
        arcname = name if arcname is None else arcname
        if self.name is not None and os.path.abspath(name) == self.name:
            self._dbg(2, 'tarfile: Skipped %r' % name)
            return
        self._dbg(1, name)
        info = self.gettarinfo(name, arcname)
        if info is None:
            self._dbg(1, 'tarfile: Unsupported type %r' % name)
            return
        if filter is not None:
            info = filter(info)
            if info is None:
                self._dbg(2, 'tarfile: Excluded %r' % name)
                return
        if info.isreg():
            with bltn_open(name, 'rb') as f:
                self.addfile(info, f)
            return
        self.addfile(info)
        if info.isdir() and recursive:
            for each in sorted(os.listdir(name)):
                self.add(os.path.join(name, each), os.path.join(arcname, each), recursive, filter=filter)

    def addfile(self, tarinfo, fileobj=None):
        """Adds a member; its data comes from an open file."""
        self._check('awx')
        if fileobj is None and tarinfo.isreg() and tarinfo.size != 0:
            raise ValueError('fileobj not provided for non zero-size regular file')
        import copy
        tarinfo = copy.copy(tarinfo)
        self._write(tarinfo.tobuf(self.format, self.encoding, self.errors))
        if fileobj is not None:
            _streams.copy(fileobj, self.fileobj, tarinfo.size, self.copybufsize or 16 * 1024, OSError)
            rest = -tarinfo.size % BLOCKSIZE
            self.fileobj.write(NUL * rest)
            self.offset += tarinfo.size + rest
        self.members.append(tarinfo)

    # ---- extracting ----

    def _filter_function(self, filter):
        if filter is None:
            filter = self.extraction_filter
            if filter is None:
                import warnings
                warnings.warn('Python 3.14 will, by default, filter extracted tar archives and reject files or modify their metadata. '
                              'Use the filter argument to control this behavior.', DeprecationWarning, stacklevel=3)
                return fully_trusted_filter
            if isinstance(filter, str):
                raise TypeError('String names are not supported for TarFile.extraction_filter. Use a function such as '
                                'tarfile.data_filter directly.')
            return filter
        if callable(filter):
            return filter
        try:
            return NAMED_FILTERS[filter]
        except KeyError:
            raise ValueError(f'filter {filter!r} not found') from None

    def extractall(self, path='.', members=None, *, numeric_owner=False, filter=None):
        """Writes all members, or some, below a folder."""
        function = self._filter_function(filter)
        folders = []
        for member in self if members is None else members:
            info, original = self._allowed(member, function, path)
            if info is None:
                continue
            if info.isdir():
                # What is in it comes before its mode and its time.
                folders.append((info, original))
            self._extract_one(info, path, set_attrs=not info.isdir(), numeric_owner=numeric_owner)
        folders.sort(key=lambda pair: pair[0].name, reverse=True)
        for info, _ in folders:
            target = os.path.join(path, info.name)
            try:
                self.chown(info, target, numeric_owner=numeric_owner)
                self.utime(info, target)
                self.chmod(info, target)
            except ExtractError as error:
                self._handle_nonfatal(error)

    def extract(self, member, path='', set_attrs=True, *, numeric_owner=False, filter=None):
        """Writes one member below a folder."""
        info, _ = self._allowed(member, self._filter_function(filter), path)
        if info is not None:
            self._extract_one(info, path, set_attrs, numeric_owner)

    def _allowed(self, member, function, path):
        """What the filter makes of a member; None if it is left out."""
        original = self.getmember(member) if isinstance(member, str) else member
        filtered = None
        try:
            filtered = function(original, path)
        except (OSError, UnicodeEncodeError, FilterError) as error:
            self._handle_fatal(error)
        except ExtractError as error:
            self._handle_nonfatal(error)
        if filtered is None:
            self._dbg(2, f'tarfile: Excluded {original.name!r}')
            return None, None
        if filtered.islnk():
            import copy
            filtered = copy.copy(filtered)
            filtered._link_target = os.path.join(path, filtered.linkname)
        return filtered, original

    def _extract_one(self, info, path, set_attrs, numeric_owner):
        self._check('r')
        try:
            self._extract_member(info, os.path.join(path, info.name), set_attrs, numeric_owner)
        except (OSError, UnicodeEncodeError) as error:
            self._handle_fatal(error)
        except ExtractError as error:
            self._handle_nonfatal(error)

    def _handle_nonfatal(self, error):
        if self.errorlevel > 1:
            raise error
        self._dbg(1, 'tarfile: %s' % error)

    def _handle_fatal(self, error):
        if self.errorlevel > 0:
            raise error
        if isinstance(error, OSError) and error.filename is not None:
            self._dbg(1, 'tarfile: %s %r' % (error.strerror, error.filename))
        else:
            self._dbg(1, 'tarfile: %s' % error)

    def extractfile(self, member):
        """The data of a member as a file; None if it has none."""
        self._check('r')
        info = self.getmember(member) if isinstance(member, str) else member
        if info.isreg() or info.type not in SUPPORTED_TYPES:
            return self.fileobject(self, info)
        if info.islnk() or info.issym():
            if isinstance(self.fileobj, _streams.Stream):
                raise StreamError('cannot extract (sym)link as file object')
            return self.extractfile(self._find_link_target(info))
        return None

    def _extract_member(self, info, targetpath, set_attrs=True, numeric_owner=False):
        targetpath = targetpath.rstrip('/').replace('/', os.sep)
        upper = os.path.dirname(targetpath)
        if upper and not os.path.exists(upper):
            os.makedirs(upper, exist_ok=True)
        self._dbg(1, '%s -> %s' % (info.name, info.linkname) if info.islnk() or info.issym() else info.name)
        if info.isdir():
            self.makedir(info, targetpath)
        elif info.isfifo():
            self.makefifo(info, targetpath)
        elif info.ischr() or info.isblk():
            self.makedev(info, targetpath)
        elif info.islnk() or info.issym():
            self.makelink(info, targetpath)
        elif info.type not in SUPPORTED_TYPES:
            self.makeunknown(info, targetpath)
        else:
            self.makefile(info, targetpath)
        if set_attrs:
            self.chown(info, targetpath, numeric_owner)
            if not info.issym():
                self.chmod(info, targetpath)
                self.utime(info, targetpath)

    def makedir(self, tarinfo, targetpath):
        """Make a directory called targetpath."""
        try:
            if tarinfo.mode is None:
                os.mkdir(targetpath)
            else:
                # Its own mode comes when all that is in it is there.
                os.mkdir(targetpath, 0o700)
        except FileExistsError:
            if not os.path.isdir(targetpath):
                raise

    def makefile(self, tarinfo, targetpath):
        """Make a file called targetpath."""
        self.fileobj.seek(tarinfo.offset_data)
        with bltn_open(targetpath, 'wb') as target:
            _streams.copy(self.fileobj, target, tarinfo.size, self.copybufsize or 16 * 1024, ReadError)

    def makeunknown(self, tarinfo, targetpath):
        """A member of a kind that is not known is extracted as a file."""
        self.makefile(tarinfo, targetpath)
        self._dbg(1, 'tarfile: Unknown file type %r, extracted as regular file.' % tarinfo.type)

    def makefifo(self, tarinfo, targetpath):
        """Make a fifo called targetpath."""
        if not hasattr(os, 'mkfifo'):
            raise ExtractError('fifo not supported by system')
        os.mkfifo(targetpath)

    def makedev(self, tarinfo, targetpath):
        """Make a character or block device called targetpath."""
        if not hasattr(os, 'mknod') or not hasattr(os, 'makedev'):
            raise ExtractError('special devices not supported by system')
        mode = (0o600 if tarinfo.mode is None else tarinfo.mode) | (stat.S_IFBLK if tarinfo.isblk() else stat.S_IFCHR)
        os.mknod(targetpath, mode, os.makedev(tarinfo.devmajor, tarinfo.devminor))

    def makelink(self, tarinfo, targetpath):
        """Make a (symbolic) link called targetpath, or a copy where links cannot be made."""
        try:
            if tarinfo.issym():
                if os.path.lexists(targetpath):
                    os.unlink(targetpath)
                os.symlink(tarinfo.linkname, targetpath)
                return
            if os.path.exists(tarinfo._link_target):
                if os.path.lexists(targetpath):
                    os.unlink(targetpath)
                os.link(tarinfo._link_target, targetpath)
                return
        except OSError:
            pass
        try:
            source = self._find_link_target(tarinfo)
        except KeyError:
            raise ExtractError('unable to resolve link inside archive') from None
        self._extract_member(source, targetpath)

    def _find_link_target(self, info):
        """The member that a link leads to."""
        if info.issym():
            linkname, limit = '/'.join(filter(None, (os.path.dirname(info.name), info.linkname))), None
        else:
            linkname, limit = info.linkname, info
        found = self._getmember(os.path.normpath(linkname), limit)
        if found is None:
            raise KeyError('linkname %r not found' % linkname)
        return found

    def chown(self, tarinfo, targetpath, numeric_owner):
        """Gives a file its owner, which only the superuser can."""
        if not hasattr(os, 'geteuid') or os.geteuid() != 0:
            return
        group = -1 if tarinfo.gid is None else tarinfo.gid
        user = -1 if tarinfo.uid is None else tarinfo.uid
        if not numeric_owner:
            try:
                if grp and tarinfo.gname:
                    group = grp.getgrnam(tarinfo.gname)[2]
            except KeyError:
                pass
            try:
                if pwd and tarinfo.uname:
                    user = pwd.getpwnam(tarinfo.uname)[2]
            except KeyError:
                pass
        try:
            if tarinfo.issym() and hasattr(os, 'lchown'):
                os.lchown(targetpath, user, group)
            elif not tarinfo.issym():
                os.chown(targetpath, user, group)
        except (OSError, OverflowError) as error:
            raise ExtractError('could not change owner') from error

    def chmod(self, tarinfo, targetpath):
        """Gives a file its mode."""
        if tarinfo.mode is None:
            return
        try:
            os.chmod(targetpath, tarinfo.mode)
        except OSError as error:
            raise ExtractError('could not change mode') from error

    def utime(self, tarinfo, targetpath):
        """Gives a file its time."""
        if tarinfo.mtime is None:
            return
        try:
            os.utime(targetpath, (tarinfo.mtime, tarinfo.mtime))
        except OSError as error:
            raise ExtractError('could not change modification time') from error

    def _dbg(self, level, message):
        if level <= self.debug:
            print(message, file=sys.stderr)

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, type, value, traceback):
        if type is None:
            self.close()
            return
        # After an error no end is written.
        if not self._extfileobj:
            self.fileobj.close()
        self.closed = True


def is_tarfile(name):
    """Whether a file, by its name or open, is a tar archive."""
    try:
        if hasattr(name, 'read'):
            place = name.tell()
            opened = open(fileobj=name)
            name.seek(place)
        else:
            opened = open(name)
        opened.close()
        return True
    except TarError:
        return False


open = TarFile.open


def main():
    """The command line: lists, tests, extracts and makes archives."""
    import argparse
    parser = argparse.ArgumentParser(description='A simple command-line interface for tarfile module.')
    parser.add_argument('-v', '--verbose', action='store_true', default=False, help='Verbose output')
    parser.add_argument('--filter', metavar='<filtername>', choices=NAMED_FILTERS, help='Filter for extraction')
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument('-l', '--list', metavar='<tarfile>', help='Show listing of a tarfile')
    group.add_argument('-e', '--extract', nargs='+', metavar=('<tarfile>', '<output_dir>'), help='Extract tarfile into target dir')
    group.add_argument('-c', '--create', nargs='+', metavar=('<name>', '<file>'), help='Create tarfile from sources')
    group.add_argument('-t', '--test', metavar='<tarfile>', help='Test if a tarfile is valid')
    args = parser.parse_args()
    if args.filter and args.extract is None:
        parser.exit(1, '--filter is only valid for extraction\n')
    source = args.test or args.list or (args.extract and args.extract[0])
    if source and not is_tarfile(source):
        parser.exit(1, f'{source!r} is not a tar archive.\n')
    if args.test is not None:
        with open(args.test, 'r') as archive:
            archive.getmembers()
        if args.verbose:
            print(f'{args.test!r} is a tar archive.')
    elif args.list is not None:
        with open(args.list, 'r:*') as archive:
            archive.list(verbose=args.verbose)
    elif args.extract is not None:
        if len(args.extract) > 2:
            parser.exit(1, parser.format_help())
        folder = args.extract[1] if len(args.extract) == 2 else os.curdir
        with open(source, 'r:*') as archive:
            archive.extractall(path=folder, filter=args.filter)
        if args.verbose:
            print(f'{source!r} file is extracted' + (f' into {folder!r} directory.' if folder != os.curdir else '.'))
    else:
        name, *files = args.create
        kinds = {'.gz': 'gz', '.tgz': 'gz', '.bz2': 'bz2', '.tbz': 'bz2', '.tbz2': 'bz2', '.tb2': 'bz2'}
        kind = kinds.get(os.path.splitext(name)[1])
        with open(name, 'w:' + kind if kind else 'w') as archive:
            for each in files:
                archive.add(each)
        if args.verbose:
            print(f'{name!r} file created.')


