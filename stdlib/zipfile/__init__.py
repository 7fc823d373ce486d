"""Reading and writing ZIP archives."""

import io
import os
import shutil
import stat
import sys
import threading

from ._format import (BadZipFile, CENTRAL, COMPRESSED_PATCH, DESCRIPTOR, ENCRYPTED, END, END64, END64_SIGNATURE, END_SIGNATURE, LOCAL,
                      LOCAL_SIGNATURE, LOCATOR64, LOCATOR64_SIGNATURE, STRONG_ENCRYPTION, UTF8, ZIP64_LIMIT, ZIP64_VERSION,
                      ZIP_BZIP2, ZIP_DEFLATED, ZIP_FILECOUNT_LIMIT, ZIP_LZMA, ZIP_MAX_COMMENT, ZIP_STORED, Directory, LargeZipFile,
                      ZipInfo, now, parse_central)
from ._members import SharedFile, Tellable, ZipExtFile, ZipWriteFile, check_compression

__all__ = ['BadZipFile', 'BadZipfile', 'error', 'ZIP_STORED', 'ZIP_DEFLATED', 'ZIP_BZIP2', 'ZIP_LZMA', 'is_zipfile', 'ZipInfo', 'ZipFile',
           'LargeZipFile', 'Path']

error = BadZipfile = BadZipFile

for _class in BadZipFile, LargeZipFile, ZipInfo, ZipExtFile:
    _class.__module__ = 'zipfile'
del _class


def is_zipfile(filename):
    """Whether a file, by its name or open, is a ZIP archive."""
    try:
        if hasattr(filename, 'read'):
            place = filename.tell()
            try:
                Directory(filename)
            finally:
                filename.seek(place)
        else:
            with open(filename, 'rb') as fp:
                Directory(fp)
        return True
    except (OSError, BadZipFile):
        return False


class ZipFile:
    """An archive, open for reading (`r`), writing (`w`, `x`) or appending (`a`)."""

    fp = None

    def __init__(self, file, mode='r', compression=ZIP_STORED, allowZip64=True, compresslevel=None, *, strict_timestamps=True,
                 metadata_encoding=None):
        if mode not in ('r', 'w', 'x', 'a'):
            raise ValueError("ZipFile requires mode 'r', 'w', 'x', or 'a'")
        check_compression(compression)
        self._allowZip64 = allowZip64
        self._didModify = False
        self.debug = 0
        self.NameToInfo = {}
        self.filelist = []
        self.compression, self.compresslevel = compression, compresslevel
        self.mode = mode
        self.pwd = None
        self._comment = b''
        self._strict_timestamps = strict_timestamps
        self.metadata_encoding = metadata_encoding
        if metadata_encoding and mode != 'r':
            raise ValueError('metadata_encoding is only supported for reading files')
        if isinstance(file, os.PathLike):
            file = os.fspath(file)
        self._filePassed = 0 if isinstance(file, str) else 1
        if self._filePassed:
            self.fp = file
            self.filename = getattr(file, 'name', None)
        else:
            self.filename = file
            self.fp = self._open_file(file, mode)
        self._fileRefCnt = 1
        self._lock = threading.RLock()
        self._seekable = True
        self._writing = False
        try:
            self._start(mode)
        except:
            fp, self.fp = self.fp, None
            self._fpclose(fp)
            raise

    @staticmethod
    def _open_file(file, mode):
        tries = {'r': ('rb',), 'w': ('w+b', 'wb'), 'x': ('x+b', 'xb'), 'a': ('r+b', 'w+b', 'wb')}[mode]
        for index, each in enumerate(tries):
            try:
                return open(file, each)
            except OSError:
                if index + 1 == len(tries):
                    raise

    def _start(self, mode):
        if mode == 'r':
            self._read_directory()
            return
        if mode in ('w', 'x'):
            self._didModify = True
            try:
                self.start_dir = self.fp.tell()
            except (AttributeError, OSError):
                self.fp = Tellable(self.fp)
                self.start_dir = 0
                self._seekable = False
            else:
                try:
                    self.fp.seek(self.start_dir)
                except (AttributeError, OSError):
                    self._seekable = False
            return
        try:
            self._read_directory()
            self.fp.seek(self.start_dir)
        except BadZipFile:
            # What is no archive gets one at its end.
            self.fp.seek(0, 2)
            self._didModify = True
            self.start_dir = self.fp.tell()

    def _read_directory(self):
        fp = self.fp
        try:
            directory = Directory(fp)
        except OSError:
            raise BadZipFile('File is not a zip file') from None
        self._comment = directory.comment
        self.start_dir = directory.start
        fp.seek(self.start_dir)
        data = fp.read(directory.size)
        while data:
            if len(data) < CENTRAL.size:
                raise BadZipFile('Truncated central directory')
            info, length = parse_central(data, self.metadata_encoding)
            data = data[length:]
            info.header_offset += directory.concat
            self.filelist.append(info)
            self.NameToInfo[info.filename] = info
        # Where the next record begins a file's data has to end.
        end = self.start_dir
        for info in sorted(self.filelist, key=lambda info: info.header_offset, reverse=True):
            info._end_offset = end
            end = info.header_offset

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def __repr__(self):
        shown = f'<{self.__class__.__module__}.{self.__class__.__qualname__}'
        if self.fp is None:
            return shown + ' [closed]>'
        if self._filePassed:
            shown += f' file={self.fp!r}'
        elif self.filename is not None:
            shown += f' filename={self.filename!r}'
        return f'{shown} mode={self.mode!r}>'

    # ---- what is there ----

    def namelist(self):
        """The names of all files."""
        return [info.filename for info in self.filelist]

    def infolist(self):
        """What is known of all files."""
        return self.filelist

    def printdir(self, file=None):
        """Prints a table of contents."""
        print('%-46s %19s %12s' % ('File Name', 'Modified    ', 'Size'), file=file)
        for info in self.filelist:
            date = '%d-%02d-%02d %02d:%02d:%02d' % info.date_time[:6]
            print('%-46s %s %12d' % (info.filename, date, info.file_size), file=file)

    def testzip(self):
        """Reads all files; the name of the first damaged one, or None."""
        for info in self.filelist:
            try:
                with self.open(info.filename, 'r') as f:
                    while f.read(1 << 20):
                        pass
            except BadZipFile:
                return info.filename

    def getinfo(self, name):
        """What is known of a file."""
        info = self.NameToInfo.get(name)
        if info is None:
            raise KeyError(f'There is no item named {name!r} in the archive')
        return info

    def setpassword(self, pwd):
        """The password for encrypted files."""
        if pwd and not isinstance(pwd, bytes):
            raise TypeError(f'pwd: expected bytes, got {type(pwd).__name__}')
        self.pwd = pwd or None

    @property
    def comment(self):
        """The comment of the archive."""
        return self._comment

    @comment.setter
    def comment(self, comment):
        if not isinstance(comment, bytes):
            raise TypeError(f'comment: expected bytes, got {type(comment).__name__}')
        if len(comment) > ZIP_MAX_COMMENT:
            import warnings
            warnings.warn(f'Archive comment is too long; truncating to {ZIP_MAX_COMMENT} bytes', stacklevel=2)
            comment = comment[:ZIP_MAX_COMMENT]
        self._comment = comment
        self._didModify = True

    # ---- reading ----

    def read(self, name, pwd=None):
        """The contents of a file."""
        with self.open(name, 'r', pwd) as fp:
            return fp.read()

    def open(self, name, mode='r', pwd=None, *, force_zip64=False):
        """A file of the archive, for reading or (`w`) for writing."""
        if mode not in ('r', 'w'):
            raise ValueError('open() requires mode "r" or "w"')
        if pwd and mode == 'w':
            raise ValueError('pwd is only supported for reading files')
        if not self.fp:
            raise ValueError('Attempt to use ZIP archive that was already closed')
        if isinstance(name, ZipInfo):
            info = name
        elif mode == 'w':
            info = ZipInfo(name)
            info.compress_type, info.compress_level = self.compression, self.compresslevel
        else:
            info = self.getinfo(name)
        if mode == 'w':
            return self._open_to_write(info, force_zip64=force_zip64)
        if self._writing:
            raise ValueError("Can't read from the ZIP file while there is an open writing handle on it. Close the writing handle before "
                             'trying to read.')
        self._fileRefCnt += 1
        shared = SharedFile(self.fp, info.header_offset, self._fpclose, self._lock, lambda: self._writing)
        try:
            self._read_local_header(shared, info)
            if info.flag_bits & ENCRYPTED:
                pwd = pwd or self.pwd
                if pwd and not isinstance(pwd, bytes):
                    raise TypeError(f'pwd: expected bytes, got {type(pwd).__name__}')
                if not pwd:
                    raise RuntimeError(f'File {name!r} is encrypted, password required for extraction')
            else:
                pwd = None
            return ZipExtFile(shared, mode, info, pwd, True)
        except:
            shared.close()
            raise

    def _read_local_header(self, shared, info):
        head = shared.read(LOCAL.size)
        if len(head) != LOCAL.size:
            raise BadZipFile('Truncated file header')
        fields = LOCAL.unpack(head)
        if fields[0] != LOCAL_SIGNATURE:
            raise BadZipFile('Bad magic number for file header')
        raw = shared.read(fields[10])
        if fields[11]:
            shared.seek(fields[11], 1)
        if info.flag_bits & COMPRESSED_PATCH:
            raise NotImplementedError('compressed patched data (flag bit 5)')
        if info.flag_bits & STRONG_ENCRYPTION:
            raise NotImplementedError('strong encryption (flag bit 6)')
        name = raw.decode('utf-8' if fields[3] & UTF8 else self.metadata_encoding or 'cp437')
        if name != info.orig_filename:
            raise BadZipFile(f'File name in directory {info.orig_filename!r} and header {raw!r} differ.')
        if info._end_offset is not None and shared.tell() + info.compress_size > info._end_offset:
            raise BadZipFile(f'Overlapped entries: {info.orig_filename!r} (possible zip bomb)')

    def extract(self, member, path=None, pwd=None):
        """Writes a file below a folder; its path."""
        return self._extract_member(member, os.getcwd() if path is None else os.fspath(path), pwd)

    def extractall(self, path=None, members=None, pwd=None):
        """Writes all files, or some, below a folder."""
        path = os.getcwd() if path is None else os.fspath(path)
        for member in self.namelist() if members is None else members:
            self._extract_member(member, path, pwd)

    def _extract_member(self, member, targetpath, pwd):
        info = member if isinstance(member, ZipInfo) else self.getinfo(member)
        # No name leads out of the folder.
        name = os.path.splitdrive(info.filename.replace('/', os.path.sep))[1]
        parts = [part for part in name.split(os.path.sep) if part not in ('', os.path.curdir, os.path.pardir)]
        if not parts and not info.is_dir():
            raise ValueError('Empty filename.')
        targetpath = os.path.normpath(os.path.join(targetpath, *parts))
        upper = os.path.dirname(targetpath)
        if upper and not os.path.exists(upper):
            os.makedirs(upper, exist_ok=True)
        if info.is_dir():
            if not os.path.isdir(targetpath):
                try:
                    os.mkdir(targetpath)
                except FileExistsError:
                    if not os.path.isdir(targetpath):
                        raise
            return targetpath
        with self.open(info, pwd=pwd) as source, open(targetpath, 'wb') as target:
            shutil.copyfileobj(source, target)
        return targetpath

    # ---- writing ----

    def _open_to_write(self, info, force_zip64=False):
        if force_zip64 and not self._allowZip64:
            raise ValueError('force_zip64 is True, but allowZip64 was False when opening the ZIP file.')
        if self._writing:
            raise ValueError("Can't write to the ZIP file while there is another write handle open on it. Close the first handle before "
                             'opening another.')
        info.compress_size = info.CRC = 0
        info.flag_bits = 0
        if not self._seekable:
            info.flag_bits |= DESCRIPTOR
        if not info.external_attr:
            info.external_attr = 0o600 << 16
        zip64 = force_zip64 or info.file_size * 1.05 > ZIP64_LIMIT
        if not self._allowZip64 and zip64:
            raise LargeZipFile('Filesize would require ZIP64 extensions')
        if self._seekable:
            self.fp.seek(self.start_dir)
        info.header_offset = self.fp.tell()
        self._check_can_add(info)
        self._didModify = True
        self.fp.write(info.FileHeader(zip64))
        self._writing = True
        return ZipWriteFile(self, info, zip64)

    def _check_can_add(self, info):
        if info.filename in self.NameToInfo:
            import warnings
            warnings.warn(f'Duplicate name: {info.filename!r}', stacklevel=3)
        if self.mode not in ('w', 'x', 'a'):
            raise ValueError("write() requires mode 'w', 'x', or 'a'")
        if not self.fp:
            raise ValueError('Attempt to write ZIP archive that was already closed')
        check_compression(info.compress_type)
        if not self._allowZip64:
            problem = None
            if len(self.filelist) >= ZIP_FILECOUNT_LIMIT:
                problem = 'Files count'
            elif info.file_size > ZIP64_LIMIT:
                problem = 'Filesize'
            elif info.header_offset > ZIP64_LIMIT:
                problem = 'Zipfile size'
            if problem:
                raise LargeZipFile(problem + ' would require ZIP64 extensions')

    def _check_not_writing(self, what):
        if not self.fp:
            raise ValueError('Attempt to write to ZIP archive that was already closed')
        if self._writing:
            raise ValueError(f"Can't {what} ZIP archive while an open writing handle exists")

    def write(self, filename, arcname=None, compress_type=None, compresslevel=None):
        """Adds a file from the disk."""
        self._check_not_writing('write to')
        info = ZipInfo.from_file(filename, arcname, strict_timestamps=self._strict_timestamps)
        if info.is_dir():
            info.compress_size = info.CRC = 0
            self.mkdir(info)
            return
        info.compress_type = self.compression if compress_type is None else compress_type
        info.compress_level = self.compresslevel if compresslevel is None else compresslevel
        with open(filename, 'rb') as source, self.open(info, 'w') as target:
            shutil.copyfileobj(source, target, 1024 * 8)

    def writestr(self, zinfo_or_arcname, data, compress_type=None, compresslevel=None):
        """Adds a file with this contents."""
        if isinstance(data, str):
            data = data.encode('utf-8')
        if isinstance(zinfo_or_arcname, ZipInfo):
            info = zinfo_or_arcname
        else:
            info = ZipInfo(zinfo_or_arcname, now())
            info.compress_type, info.compress_level = self.compression, self.compresslevel
            if info.filename.endswith('/'):
                info.external_attr = 0o40775 << 16 | 0x10
            else:
                info.external_attr = 0o600 << 16
        self._check_not_writing('write to')
        if compress_type is not None:
            info.compress_type = compress_type
        if compresslevel is not None:
            info.compress_level = compresslevel
        info.file_size = len(data)
        with self._lock, self.open(info, 'w') as target:
            target.write(data)

    def mkdir(self, zinfo_or_directory_name, mode=511):
        """Adds a folder."""
        if isinstance(zinfo_or_directory_name, ZipInfo):
            info = zinfo_or_directory_name
            if not info.is_dir():
                raise ValueError('The given ZipInfo does not describe a directory')
        elif isinstance(zinfo_or_directory_name, str):
            name = zinfo_or_directory_name
            info = ZipInfo(name if name.endswith('/') else name + '/')
            info.compress_size = info.CRC = 0
            info.external_attr = (0o40000 | mode) << 16 | 0x10
            info.file_size = 0
        else:
            raise TypeError('Expected type str or ZipInfo')
        self._check_not_writing('write to')
        with self._lock:
            if self._seekable:
                self.fp.seek(self.start_dir)
            info.header_offset = self.fp.tell()
            if info.compress_type == ZIP_LZMA:
                info.flag_bits |= 0x02
            self._check_can_add(info)
            self._didModify = True
            self.filelist.append(info)
            self.NameToInfo[info.filename] = info
            self.fp.write(info.FileHeader(False))
            self.start_dir = self.fp.tell()

    def __del__(self):
        self.close()

    def close(self):
        """Writes the directory, if something was written, and closes the file that was opened for the archive."""
        if self.fp is None:
            return
        if self._writing:
            raise ValueError("Can't close the ZIP file while there is an open writing handle on it. Close the writing handle before "
                             'closing the zip.')
        try:
            if self.mode in ('w', 'x', 'a') and self._didModify:
                with self._lock:
                    if self._seekable:
                        self.fp.seek(self.start_dir)
                    self._write_directory()
        finally:
            fp, self.fp = self.fp, None
            self._fpclose(fp)

    def _write_directory(self):
        fp = self.fp
        for info in self.filelist:
            fp.write(info._central_record())
        end = fp.tell()
        count, size, offset = len(self.filelist), end - self.start_dir, self.start_dir
        needs = ('Files count' if count > ZIP_FILECOUNT_LIMIT else 'Central directory offset' if offset > ZIP64_LIMIT else
                 'Central directory size' if size > ZIP64_LIMIT else None)
        if needs:
            if not self._allowZip64:
                raise LargeZipFile(needs + ' would require ZIP64 extensions')
            fp.write(END64.pack(END64_SIGNATURE, END64.size - 12, ZIP64_VERSION, ZIP64_VERSION, 0, 0, count, count, size, offset))
            fp.write(LOCATOR64.pack(LOCATOR64_SIGNATURE, 0, end, 1))
            count, size, offset = min(count, 0xffff), min(size, 0xffffffff), min(offset, 0xffffffff)
        fp.write(END.pack(END_SIGNATURE, 0, 0, count, count, size, offset, len(self._comment)))
        fp.write(self._comment)
        if self.mode == 'a':
            fp.truncate()
        fp.flush()

    def _fpclose(self, fp):
        self._fileRefCnt -= 1
        if not self._fileRefCnt and not self._filePassed:
            fp.close()


def main(args=None):
    """The command line: lists, tests, extracts and makes archives."""
    import argparse
    parser = argparse.ArgumentParser(description='A simple command-line interface for zipfile module.')
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument('-l', '--list', metavar='<zipfile>', help='Show listing of a zipfile')
    group.add_argument('-e', '--extract', nargs=2, metavar=('<zipfile>', '<output_dir>'), help='Extract zipfile into target dir')
    group.add_argument('-c', '--create', nargs='+', metavar=('<name>', '<file>'), help='Create zipfile from sources')
    group.add_argument('-t', '--test', metavar='<zipfile>', help='Test if a zipfile is valid')
    parser.add_argument('--metadata-encoding', metavar='<encoding>', help='Specify encoding of member names for -l, -e and -t')
    args = parser.parse_args(args)
    encoding = args.metadata_encoding
    if args.test is not None:
        with ZipFile(args.test, 'r', metadata_encoding=encoding) as zf:
            bad = zf.testzip()
        if bad:
            print(f'The following enclosed file is corrupted: {bad!r}')
        print('Done testing')
    elif args.list is not None:
        with ZipFile(args.list, 'r', metadata_encoding=encoding) as zf:
            zf.printdir()
    elif args.extract is not None:
        with ZipFile(args.extract[0], 'r', metadata_encoding=encoding) as zf:
            zf.extractall(args.extract[1])
    else:
        if encoding:
            print('Non-conforming encodings not supported with -c.', file=sys.stderr)
            sys.exit(1)
        name, *files = args.create
        with ZipFile(name, 'w') as zf:
            for path in files:
                _add(zf, path, os.path.basename(path) or os.path.basename(os.path.dirname(path)))


def _add(zf, path, name):
    if os.path.isfile(path):
        zf.write(path, name, ZIP_DEFLATED)
    elif os.path.isdir(path):
        name = '' if name in (os.curdir, os.pardir) else name
        if name:
            zf.write(path, name)
        for each in sorted(os.listdir(path)):
            _add(zf, os.path.join(path, each), os.path.join(name, each))


from ._path import CompleteDirs, Path
