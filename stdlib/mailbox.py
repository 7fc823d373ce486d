"""Mailboxes on disk: a folder of files (Maildir, MH) or one file with many messages (mbox, MMDF), and messages that know their state."""

import contextlib
import email
import email.generator
import email.message
import errno
import io
import os
import socket
import time
import types

try:
    import fcntl
except ImportError:
    fcntl = None

__all__ = ['Mailbox', 'Maildir', 'mbox', 'MH', 'MMDF', 'Message', 'MaildirMessage', 'mboxMessage', 'MHMessage', 'MMDFMessage', 'Error',
           'NoSuchMailboxError', 'NotEmptyError', 'ExternalClashError', 'FormatError']

_LINE_END = os.linesep.encode('ascii')


class Error(Exception):
    """Something is wrong with a mailbox."""


class NoSuchMailboxError(Error):
    """There is no such mailbox, and none is to be made."""


class NotEmptyError(Error):
    """Only an empty folder can be removed."""


class ExternalClashError(Error):
    """Another program uses the mailbox or has changed it."""


class FormatError(Error):
    """A file is not what a mailbox should be."""


def _deprecated(message):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=4)


class Mailbox:
    """Messages by keys."""

    def __init__(self, path, factory=None, create=True):
        self._path = os.path.abspath(os.path.expanduser(path))
        self._factory = factory

    def _missing(self):
        raise NotImplementedError('Method must be implemented by subclass')

    def add(self, message):
        """Adds a message; its key."""
        self._missing()

    def remove(self, key):
        """Removes a message. Errors: KeyError."""
        self._missing()

    def __setitem__(self, key, message):
        self._missing()

    def iterkeys(self):
        self._missing()

    def __contains__(self, key):
        self._missing()

    def __len__(self):
        self._missing()

    def get_message(self, key):
        """The message as an object of the mailbox's class of messages."""
        self._missing()

    def get_bytes(self, key):
        """The message as bytes."""
        self._missing()

    def get_file(self, key):
        """The message as a file to read."""
        self._missing()

    def flush(self):
        """Writes what has changed."""
        self._missing()

    def lock(self):
        self._missing()

    def unlock(self):
        self._missing()

    def close(self):
        self._missing()

    def __delitem__(self, key):
        self.remove(key)

    def discard(self, key):
        """Removes a message if it is there."""
        with contextlib.suppress(KeyError):
            self.remove(key)

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __getitem__(self, key):
        if not self._factory:
            return self.get_message(key)
        with contextlib.closing(self.get_file(key)) as file:
            return self._factory(file)

    def get_string(self, key):
        return email.message_from_bytes(self.get_bytes(key)).as_string()

    def keys(self):
        return list(self.iterkeys())

    def itervalues(self):
        for key in self.iterkeys():
            # Another program may have removed it.
            with contextlib.suppress(KeyError):
                yield self[key]

    __iter__ = itervalues

    def values(self):
        return list(self.itervalues())

    def iteritems(self):
        for key in self.iterkeys():
            with contextlib.suppress(KeyError):
                yield key, self[key]

    def items(self):
        return list(self.iteritems())

    def clear(self):
        for key in self.keys():
            self.discard(key)

    def pop(self, key, default=None):
        try:
            result = self[key]
        except KeyError:
            return default
        self.discard(key)
        return result

    def popitem(self):
        for key in self.iterkeys():
            return key, self.pop(key)
        raise KeyError('No messages in mailbox')

    def update(self, arg=None):
        if hasattr(arg, 'iteritems'):
            source = arg.iteritems()
        elif hasattr(arg, 'items'):
            source = arg.items()
        else:
            source = arg
        missing = False
        for key, message in source:
            try:
                self[key] = message
            except KeyError:
                missing = True
        if missing:
            raise KeyError('No message with key(s)')

    # Lines that begin so would be taken for the begin of a message.
    _mangle_from_ = False

    def _dump(self, message):
        """A message of any kind as bytes with the system's line ends."""
        if isinstance(message, email.message.Message):
            buffer = io.BytesIO()
            email.generator.BytesGenerator(buffer, self._mangle_from_, 0).flatten(message)
            data = buffer.getvalue()
        else:
            if isinstance(message, io.StringIO):
                _deprecated('Use of StringIO input is deprecated, use BytesIO instead')
                message = message.getvalue()
            elif hasattr(message, 'read'):
                if hasattr(message, 'buffer'):
                    _deprecated('Use of text mode files is deprecated, use a binary mode file instead')
                    message = message.buffer
                message = message.read()
            if isinstance(message, str):
                try:
                    message = message.encode('ascii')
                except UnicodeEncodeError:
                    raise ValueError('String input must be ASCII-only; use bytes or a Message instead')
            if not isinstance(message, (bytes, bytearray)):
                raise TypeError('Invalid message type: %s' % type(message))
            data = bytes(message)
            if self._mangle_from_:
                data = b''.join(b'>' + line if line.startswith(b'From ') else line for line in data.splitlines(keepends=True))
        return data.replace(b'\r\n', b'\n').replace(b'\n', _LINE_END)

    __class_getitem__ = classmethod(types.GenericAlias)


# ---- a folder of files ----

class Maildir(Mailbox):
    """Each message is a file, in `new` or `cur`; its name tells its flags."""

    colon = ':'
    _count = 1

    def __init__(self, dirname, factory=None, create=True):
        super().__init__(dirname, factory, create)
        self._paths = {part: os.path.join(self._path, part) for part in ('tmp', 'new', 'cur')}
        if not os.path.exists(self._path):
            if not create:
                raise NoSuchMailboxError(self._path)
            os.mkdir(self._path, 0o700)
            for path in self._paths.values():
                os.mkdir(path, 0o700)
        self._next_keys = None

    def _files(self):
        """Where the messages are, by key."""
        found = {}
        for part in ('new', 'cur'):
            try:
                names = os.listdir(self._paths[part])
            except FileNotFoundError:
                continue
            for name in names:
                if not name.startswith('.') and not os.path.isdir(os.path.join(self._paths[part], name)):
                    found[name.partition(self.colon)[0]] = os.path.join(part, name)
        return found

    def _lookup(self, key):
        found = self._files().get(key)
        if found is None:
            raise KeyError(f'No message with key: {key}')
        return found

    def _create_tmp(self):
        """A file with a name that no other has: of the time, the process, a number and the machine."""
        host = socket.gethostname().replace('/', r'\057').replace(':', r'\072')
        now = time.time()
        while True:
            name = f'{int(now)}.M{int(now % 1 * 1e6)}P{os.getpid()}Q{Maildir._count}.{host}'
            Maildir._count += 1
            path = os.path.join(self._path, 'tmp', name)
            try:
                return path, os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666), 'rb+')
            except FileExistsError:
                continue

    def _write_tmp(self, message):
        path, file = self._create_tmp()
        try:
            with file:
                file.write(self._dump(message))
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            os.remove(path)
            raise
        return path

    def add(self, message):
        path = self._write_tmp(message)
        key = os.path.basename(path).partition(self.colon)[0]
        part, suffix = 'new', ''
        if isinstance(message, MaildirMessage):
            part = message.get_subdir()
            suffix = self.colon + message.get_info() if message.get_info() else ''
        target = os.path.join(self._path, part, key + suffix)
        if isinstance(message, MaildirMessage):
            os.utime(path, (os.path.getatime(path), message.get_date()))
        # A link fails where a file is; renaming would replace it.
        try:
            os.link(path, target)
            os.remove(path)
        except (AttributeError, PermissionError):
            os.rename(path, target)
        except FileExistsError:
            os.remove(path)
            raise ExternalClashError(f'Name clash with existing message: {target}')
        return key

    def remove(self, key):
        os.remove(os.path.join(self._path, self._lookup(key)))

    def discard(self, key):
        with contextlib.suppress(KeyError, FileNotFoundError):
            self.remove(key)

    def __setitem__(self, key, message):
        old = self._lookup(key)
        path = self._write_tmp(message)
        part, name = os.path.split(old)
        _, colon, info = name.partition(self.colon)
        if isinstance(message, MaildirMessage):
            part, info = message.get_subdir(), message.get_info()
            os.utime(path, (os.path.getatime(path), message.get_date()))
        os.remove(os.path.join(self._path, old))
        os.rename(path, os.path.join(self._path, part, key + (self.colon + info if info else '')))

    def get_message(self, key):
        place = self._lookup(key)
        path = os.path.join(self._path, place)
        with open(path, 'rb') as file:
            message = self._factory(file) if self._factory else MaildirMessage(file)
        part, name = os.path.split(place)
        message.set_subdir(part)
        if self.colon in name:
            message.set_info(name.partition(self.colon)[2])
        message.set_date(os.path.getmtime(path))
        return message

    def get_bytes(self, key):
        with open(os.path.join(self._path, self._lookup(key)), 'rb') as file:
            return file.read().replace(_LINE_END, b'\n')

    def get_file(self, key):
        return _ProxyFile(open(os.path.join(self._path, self._lookup(key)), 'rb'))

    def get_info(self, key):
        """What the name of the message's file tells of it."""
        return os.path.basename(self._lookup(key)).partition(self.colon)[2]

    def set_info(self, key, info):
        if not isinstance(info, str):
            raise TypeError(f'info must be a string: {type(info)}')
        old = self._lookup(key)
        new = os.path.basename(old).partition(self.colon)[0] + (self.colon + info if info else '')
        if new == os.path.basename(old):
            return
        part = os.path.dirname(old)
        os.rename(os.path.join(self._path, old), os.path.join(self._path, part, new))

    def get_flags(self, key):
        info = self.get_info(key)
        return info[2:] if info.startswith('2,') else ''

    def set_flags(self, key, flags):
        if not isinstance(flags, str):
            raise TypeError(f'flags must be a string: {type(flags)}')
        self.set_info(key, '2,' + ''.join(sorted(set(flags))))

    def add_flag(self, key, flag):
        self.set_flags(key, ''.join(set(self.get_flags(key)) | set(flag)))

    def remove_flag(self, key, flag):
        if self.get_flags(key):
            self.set_flags(key, ''.join(set(self.get_flags(key)) - set(flag)))

    def iterkeys(self):
        return iter(list(self._files()))

    def __contains__(self, key):
        return key in self._files()

    def __len__(self):
        return len(self._files())

    def flush(self):
        """There is nothing to write: all changes are made at once."""

    lock = unlock = close = flush

    def list_folders(self):
        return [name[1:] for name in os.listdir(self._path)
                if len(name) > 1 and name[0] == '.' and os.path.isdir(os.path.join(self._path, name))]

    def get_folder(self, folder):
        return Maildir(os.path.join(self._path, '.' + folder), factory=self._factory, create=False)

    def add_folder(self, folder):
        path = os.path.join(self._path, '.' + folder)
        made = Maildir(path, factory=self._factory)
        mark = os.path.join(path, 'maildirfolder')
        if not os.path.exists(mark):
            os.close(os.open(mark, os.O_CREAT | os.O_WRONLY, 0o666))
        return made

    def remove_folder(self, folder):
        path = os.path.join(self._path, '.' + folder)
        for part in ('new', 'cur'):
            for name in os.listdir(os.path.join(path, part)):
                if not name.startswith('.'):
                    raise NotEmptyError(f'Folder contains message(s): {folder}')
        for name in os.listdir(path):
            if name not in ('new', 'cur', 'tmp') and os.path.isdir(os.path.join(path, name)):
                raise NotEmptyError(f'Folder contains subdirectory {folder!r}: {name}')
        for base, folders, files in os.walk(path, topdown=False):
            for name in files:
                os.remove(os.path.join(base, name))
            for name in folders:
                os.rmdir(os.path.join(base, name))
        os.rmdir(path)

    def clean(self):
        """Removes what has been begun more than a day and a half ago and never finished."""
        for name in os.listdir(self._paths['tmp']):
            path = os.path.join(self._paths['tmp'], name)
            if time.time() - os.path.getatime(path) > 129600:
                os.remove(path)

    def next(self):
        """The next message, or None after the last."""
        if self._next_keys is None:
            self._next_keys = self.iterkeys()
        for key in self._next_keys:
            with contextlib.suppress(KeyError):
                return self[key]
        return None


class MH(Mailbox):
    """Each message is a file with a number for its name; a file keeps named sequences of numbers."""

    def __init__(self, path, factory=None, create=True):
        super().__init__(path, factory, create)
        if not os.path.exists(self._path):
            if not create:
                raise NoSuchMailboxError(self._path)
            os.mkdir(self._path, 0o700)
            os.close(os.open(os.path.join(self._path, '.mh_sequences'), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        self._locked = False
        self._lock_file = None

    def _file(self, key):
        return os.path.join(self._path, str(key))

    @contextlib.contextmanager
    def _open(self, key, mode):
        """The file of a message, locked as long as the mailbox is."""
        try:
            file = open(self._file(key), mode)
        except FileNotFoundError:
            raise KeyError(f'No message with key: {key}') from None
        with file:
            if self._locked:
                _lock(file)
            try:
                yield file
            finally:
                if self._locked:
                    _unlock(file)

    def add(self, message):
        numbers = self.keys()
        key = max(numbers, default=0) + 1
        data = self._dump(message)
        with open(self._file(key), 'xb') as file:
            file.write(data)
        if isinstance(message, MHMessage):
            self._note_sequences(message, key)
        return key

    def remove(self, key):
        with self._open(key, 'rb+'):
            pass
        os.remove(self._file(key))

    def __setitem__(self, key, message):
        data = self._dump(message)
        with self._open(key, 'rb+') as file:
            file.truncate(0)
            file.write(data)
        if isinstance(message, MHMessage):
            self._note_sequences(message, key)

    def get_message(self, key):
        with self._open(key, 'rb') as file:
            message = MHMessage(file)
        for name, keys in self.get_sequences().items():
            if key in keys:
                message.add_sequence(name)
        return message

    def get_bytes(self, key):
        with self._open(key, 'rb') as file:
            return file.read().replace(_LINE_END, b'\n')

    def get_file(self, key):
        try:
            return _ProxyFile(open(self._file(key), 'rb'))
        except FileNotFoundError:
            raise KeyError(f'No message with key: {key}') from None

    def iterkeys(self):
        return iter(sorted(int(name) for name in os.listdir(self._path) if name.isdecimal()))

    def __contains__(self, key):
        return os.path.exists(self._file(key))

    def __len__(self):
        return len(self.keys())

    def lock(self):
        if not self._locked:
            descriptor = os.open(os.path.join(self._path, '.mh_sequences'), os.O_CREAT | os.O_RDWR, 0o600)
            os.close(descriptor)
            self._lock_file = open(os.path.join(self._path, '.mh_sequences'), 'rb+')
            _lock(self._lock_file)
            self._locked = True

    def unlock(self):
        if self._locked:
            _unlock(self._lock_file)
            self._lock_file.close()
            self._lock_file, self._locked = None, False

    def flush(self):
        """There is nothing to write: all changes are made at once."""

    def close(self):
        self.unlock()

    def list_folders(self):
        return [name for name in os.listdir(self._path) if os.path.isdir(self._file(name))]

    def get_folder(self, folder):
        return MH(self._file(folder), factory=self._factory, create=False)

    def add_folder(self, folder):
        return MH(self._file(folder), factory=self._factory)

    def remove_folder(self, folder):
        path = self._file(folder)
        names = os.listdir(path)
        if names not in ([], ['.mh_sequences']):
            raise NotEmptyError(f'Folder not empty: {self._path}')
        for name in names:
            os.remove(os.path.join(path, name))
        os.rmdir(path)

    def get_sequences(self):
        """The keys of each named sequence."""
        result = {}
        there = set(self.keys())
        try:
            with open(os.path.join(self._path, '.mh_sequences'), encoding='ascii') as file:
                lines = file.read().splitlines()
        except FileNotFoundError:
            return result
        for line in lines:
            name, colon, text = line.partition(':')
            keys = set()
            for item in text.split():
                first, dash, last = item.partition('-')
                try:
                    keys.update(range(int(first), int(last or first) + 1))
                except ValueError:
                    raise FormatError(f'Invalid sequence specification: {line}') from None
            keys = sorted(keys & there)
            if keys:
                result[name] = keys
        return result

    def set_sequences(self, sequences):
        lines = []
        for name, keys in sequences.items():
            ranges = []
            for key in sorted(set(keys)):
                if ranges and key == ranges[-1][1] + 1:
                    ranges[-1][1] = key
                else:
                    ranges.append([key, key])
            if ranges:
                lines.append(name + ':' + ''.join(f' {a}' if a == b else f' {a}-{b}' for a, b in ranges) + '\n')
        with open(os.path.join(self._path, '.mh_sequences'), 'w', encoding='ascii') as file:
            file.writelines(lines)

    def pack(self):
        """Numbers the messages from 1 on, without gaps."""
        sequences = self.get_sequences()
        new = {}
        for number, key in enumerate(self.keys(), 1):
            new[key] = number
            if key != number:
                os.rename(self._file(key), self._file(number))
        self.set_sequences({name: [new[key] for key in keys] for name, keys in sequences.items()})

    def _note_sequences(self, message, key):
        mine = message.get_sequences()
        known = self.get_sequences()
        for name in {*known, *mine}:
            keys = set(known.get(name, ()))
            (keys.add if name in mine else keys.discard)(key)
            known[name] = sorted(keys)
        self.set_sequences(known)


# ---- one file ----

class _SingleFile(Mailbox):
    """Messages one after the other in a file: what has changed is written by flush(), to a new file that replaces the old one."""

    _message_class = None

    def __init__(self, path, factory=None, create=True):
        super().__init__(path, factory, create)
        try:
            file = open(self._path, 'rb+')
        except FileNotFoundError:
            if not create:
                raise NoSuchMailboxError(self._path)
            file = open(self._path, 'wb+')
        except (PermissionError, OSError) as error:
            if error.errno not in (errno.EACCES, errno.EROFS):
                raise
            file = open(self._path, 'rb')
        self._file = file
        # (start, end) of each message in the file, by key; None as long as they have not been looked for.
        self._toc = None
        self._next_key = 0
        # Whether messages were removed or replaced, and whether some were only added.
        self._pending = self._pending_sync = False
        self._locked = False
        self._file_length = None

    def _places(self):
        if self._toc is None:
            self._file.seek(0)
            self._toc = dict(enumerate(self._find(self._file)))
            self._next_key = len(self._toc)
            self._file_length = self._file.seek(0, os.SEEK_END)
        return self._toc

    def _place(self, key):
        try:
            return self._places()[key]
        except KeyError:
            raise KeyError(f'No message with key: {key}') from None

    def add(self, message):
        self._places()
        place = self._append(message)
        self._toc[self._next_key] = place
        self._next_key += 1
        self._file_length = self._file.seek(0, os.SEEK_END)
        self._pending_sync = True
        return self._next_key - 1

    def remove(self, key):
        self._place(key)
        del self._toc[key]
        self._pending = True

    def __setitem__(self, key, message):
        self._place(key)
        self._toc[key] = self._append(message)
        self._file_length = self._file.seek(0, os.SEEK_END)
        self._pending = True

    def iterkeys(self):
        yield from list(self._places())

    def __contains__(self, key):
        return key in self._places()

    def __len__(self):
        return len(self._places())

    def lock(self):
        if not self._locked:
            _lock(self._file)
            self._locked = True

    def unlock(self):
        if self._locked:
            _unlock(self._file)
            self._locked = False

    def flush(self):
        if not self._pending:
            if self._pending_sync:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._pending_sync = False
            return
        self._file.flush()
        if self._file.seek(0, os.SEEK_END) != self._file_length:
            raise ExternalClashError(f'Size of mailbox file changed (expected {self._file_length}, found {self._file.tell()})')
        name = f'{self._path}.{socket.gethostname()}.{os.getpid()}.{time.time_ns()}'
        toc = {}
        try:
            with open(name, 'xb') as new:
                for key, (start, end) in sorted(self._toc.items()):
                    begin = new.tell()
                    self._file.seek(start)
                    new.write(self._file.read(end - start))
                    toc[key] = begin, new.tell()
                    new.write(self._between())
                new.flush()
                os.fsync(new.fileno())
            old = os.stat(self._path)
            os.chmod(name, old.st_mode & 0o7777)
            # The file stays whose it was, where that is allowed.
            with contextlib.suppress(OSError, AttributeError):
                os.chown(name, old.st_uid, old.st_gid)
            self._file.close()
            os.rename(name, self._path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.remove(name)
            raise
        self._file = open(self._path, 'rb+')
        self._toc = toc
        self._file_length = self._file.seek(0, os.SEEK_END)
        self._pending = self._pending_sync = False
        if self._locked:
            _lock(self._file, dotlock=False)

    def close(self):
        try:
            self.flush()
        finally:
            try:
                self.unlock()
            finally:
                self._file.close()

    def _append(self, message):
        """Writes a message at the end; where it is."""
        # What is wrong with the message is found out before anything is written.
        data = self._entry(message)
        start = before = self._file.seek(0, os.SEEK_END)
        try:
            start += self._file.write(self._lead(before))
            self._file.write(data)
            end = self._file.tell()
            self._file.write(self._between())
            self._file.flush()
        except BaseException:
            self._file.truncate(before)
            raise
        return start, end

    def _lead(self, size):
        return b''

    def _between(self):
        return b''


class _FromLine(_SingleFile):
    """Messages that begin with a line `From sender time`."""

    _mangle_from_ = True

    def _entry(self, message):
        line = None
        if isinstance(message, _FromLineMessage):
            line = b'From ' + message.get_from().encode('ascii')
        elif isinstance(message, email.message.Message) and message.get_unixfrom() is not None:
            line = message.get_unixfrom().encode('ascii')
        elif isinstance(message, (str, bytes)):
            first, newline, rest = message.partition('\n' if isinstance(message, str) else b'\n')
            if first.startswith('From ' if isinstance(message, str) else b'From '):
                message, line = rest, first.encode('ascii') if isinstance(first, str) else first
        if line is None:
            line = b'From MAILER-DAEMON ' + time.asctime(time.gmtime()).encode()
        return line + _LINE_END + self._dump(message)

    def _read(self, key):
        start, end = self._place(key)
        self._file.seek(start)
        line = self._file.readline().replace(_LINE_END, b'').decode('ascii')
        return line, self._file.read(end - self._file.tell()).replace(_LINE_END, b'\n')

    def get_message(self, key):
        line, data = self._read(key)
        message = self._message_class(data)
        message.set_from(line[5:])
        message.set_unixfrom(line)
        return message

    def get_bytes(self, key, from_=False):
        line, data = self._read(key)
        return line.encode('ascii') + b'\n' + data if from_ else data

    def get_string(self, key, from_=False):
        return email.message_from_bytes(self.get_bytes(key, from_)).as_string(unixfrom=from_)

    def get_file(self, key, from_=False):
        start, end = self._place(key)
        self._file.seek(start)
        if not from_:
            self._file.readline()
        return _PartialFile(self._file, self._file.tell(), end)


class mbox(_FromLine):
    """An mbox file: an empty line before each `From` line."""

    def __init__(self, path, factory=None, create=True):
        self._message_class = mboxMessage
        super().__init__(path, factory, create)

    def _entry(self, message):
        data = super()._entry(message)
        return data if data.endswith(_LINE_END) else data + _LINE_END

    def _between(self):
        return _LINE_END

    def _lead(self, size):
        # A file that another program has written may lack the empty line at its end.
        if not size:
            return b''
        self._file.seek(max(size - 2 * len(_LINE_END), 0))
        tail = self._file.read()
        return b'' if tail == 2 * _LINE_END else _LINE_END if tail.endswith(_LINE_END) else 2 * _LINE_END

    @staticmethod
    def _find(file):
        start, position, was_empty, end = None, 0, True, 0
        for line in iter(file.readline, b''):
            if line.startswith(b'From ') and was_empty:
                if start is not None:
                    yield start, end
                start = position
            was_empty = line == _LINE_END
            if not was_empty:
                end = position + len(line)
            elif start is not None and end < position:
                end = position
            position += len(line)
        if start is not None:
            yield start, end


class MMDF(_FromLine):
    """An MMDF file: messages between lines of four control characters."""

    _MARK = b'\x01\x01\x01\x01' + _LINE_END

    def __init__(self, path, factory=None, create=True):
        self._message_class = MMDFMessage
        super().__init__(path, factory, create)

    def _lead(self, size):
        return self._MARK

    def _between(self):
        return _LINE_END + self._MARK

    def flush(self):
        # Each message that is copied needs its mark before it.
        if self._pending:
            messages = {key: self.get_bytes(key, True) for key in self._places()}
            self._file.seek(0)
            self._file.truncate()
            for key, data in messages.items():
                self._toc[key] = self._append(data)
            self._file_length = self._file.seek(0, os.SEEK_END)
            self._pending, self._pending_sync = False, True
        super().flush()

    @classmethod
    def _find(cls, file):
        start = None
        for line in iter(file.readline, b''):
            if line != cls._MARK:
                continue
            if start is None:
                start = file.tell()
            else:
                yield start, file.tell() - len(cls._MARK) - len(_LINE_END)
                start = None


# ---- messages ----

class Message(email.message.Message):
    """A message; made of another one, of text, bytes or a file."""

    _own = ()

    def __init__(self, message=None):
        if isinstance(message, email.message.Message):
            import copy
            self._become(copy.deepcopy(message))
            if isinstance(message, Message):
                message._tell(self)
        elif isinstance(message, bytes):
            self._become(email.message_from_bytes(message))
        elif isinstance(message, str):
            self._become(email.message_from_string(message))
        elif isinstance(message, io.TextIOWrapper):
            self._become(email.message_from_file(message))
        elif hasattr(message, 'read'):
            self._become(email.message_from_binary_file(message))
        elif message is None:
            super().__init__()
        else:
            raise TypeError(f'Invalid message type: {type(message)}')

    def _become(self, message):
        """Takes over all that any message has, but not the state that its kind of mailbox keeps."""
        ignored = getattr(message, '_own', ())
        for name, value in vars(message).items():
            if name not in ignored:
                setattr(self, name, value)

    def _state(self):
        """What is known of the message, in words that all kinds of mailboxes share."""
        return set()

    def _tell(self, other):
        if type(other) is Message:
            return
        if not isinstance(other, Message):
            raise TypeError('Cannot convert to specified type')
        other._take(self, self._state())

    def _take(self, message, state):
        pass


class _Flags:
    """Flags as letters of a text."""

    def add_flag(self, flag):
        self.set_flags(''.join(set(self.get_flags()) | set(flag)))

    def remove_flag(self, flag):
        if self.get_flags():
            self.set_flags(''.join(set(self.get_flags()) - set(flag)))


class MaildirMessage(_Flags, Message):
    """Flags: D(raft), F(lagged), P(assed), R(eplied), S(een), T(rashed)."""

    _own = ('_subdir', '_info', '_date')
    _WORDS = {'S': 'read', 'R': 'answered', 'F': 'flagged', 'T': 'deleted'}

    def __init__(self, message=None):
        self._subdir, self._info, self._date = 'new', '', time.time()
        Message.__init__(self, message)

    def get_subdir(self):
        return self._subdir

    def set_subdir(self, subdir):
        if subdir not in ('new', 'cur'):
            raise ValueError(f"subdir must be 'new' or 'cur': {subdir}")
        self._subdir = subdir

    def get_flags(self):
        return self._info[2:] if self._info.startswith('2,') else ''

    def set_flags(self, flags):
        self._info = '2,' + ''.join(sorted(flags))

    def get_date(self):
        return self._date

    def set_date(self, date):
        try:
            self._date = float(date)
        except ValueError:
            raise TypeError(f"can't convert to float: {date}") from None

    def get_info(self):
        return self._info

    def set_info(self, info):
        if not isinstance(info, str):
            raise TypeError(f'info must be a string: {type(info)}')
        self._info = info

    def _state(self):
        state = {self._WORDS[flag] for flag in self.get_flags() if flag in self._WORDS}
        return state | {'old'} if self._subdir == 'cur' else state

    def _take(self, message, state):
        if isinstance(message, MaildirMessage):
            self._subdir, self._info, self._date = message._subdir, message._info, message._date
            return
        self.set_subdir('cur' if 'old' in state else 'new')
        flags = [flag for flag, word in self._WORDS.items() if word in state]
        if flags:
            self.set_flags(''.join(flags))
        if isinstance(message, _FromLineMessage):
            import calendar
            with contextlib.suppress(ValueError, OverflowError):
                self.set_date(calendar.timegm(time.strptime(' '.join(message.get_from().split()[-5:]), '%a %b %d %H:%M:%S %Y')))


class _FromLineMessage(_Flags, Message):
    """Flags in headers: R(ead), O(ld), D(eleted), F(lagged), A(nswered)."""

    _own = ('_from',)
    _WORDS = {'R': 'read', 'O': 'old', 'D': 'deleted', 'F': 'flagged', 'A': 'answered'}

    def __init__(self, message=None):
        self.set_from('MAILER-DAEMON', True)
        if isinstance(message, email.message.Message):
            line = message.get_unixfrom()
            if line is not None and line.startswith('From '):
                self.set_from(line[5:])
        Message.__init__(self, message)

    def get_from(self):
        return self._from

    def set_from(self, from_, time_=None):
        if time_ is not None:
            from_ += ' ' + time.asctime(time.gmtime() if time_ is True else time_)
        self._from = from_

    def get_flags(self):
        return self.get('Status', '') + self.get('X-Status', '')

    def set_flags(self, flags):
        flags = set(flags)
        for header, known in (('Status', 'RO'), ('X-Status', 'DFA')):
            text = ''.join(flag for flag in known if flag in flags)
            if header == 'X-Status':
                text += ''.join(sorted(flags - set('RODFA')))
            if header in self:
                self.replace_header(header, text)
            else:
                self.add_header(header, text)

    def _state(self):
        return {self._WORDS[flag] for flag in self.get_flags() if flag in self._WORDS}

    def _take(self, message, state):
        if isinstance(message, _FromLineMessage):
            self.set_from(message.get_from())
            self.set_flags(message.get_flags())
            return
        if isinstance(message, MaildirMessage):
            self.set_from('MAILER-DAEMON', time.gmtime(message.get_date()))
        for header in ('Status', 'X-Status'):
            del self[header]
        self.set_flags(''.join(flag for flag, word in self._WORDS.items() if word in state))


class mboxMessage(_FromLineMessage):
    """A message of an mbox file."""


class MMDFMessage(_FromLineMessage):
    """A message of an MMDF file."""


class MHMessage(Message):
    """A message with the names of the sequences that it is in."""

    _own = ('_sequences',)

    def __init__(self, message=None):
        self._sequences = []
        Message.__init__(self, message)

    def get_sequences(self):
        return self._sequences[:]

    def set_sequences(self, sequences):
        self._sequences = list(sequences)

    def add_sequence(self, sequence):
        if not isinstance(sequence, str):
            raise TypeError(f'sequence type must be str: {type(sequence)}')
        if sequence not in self._sequences:
            self._sequences.append(sequence)

    def remove_sequence(self, sequence):
        with contextlib.suppress(ValueError):
            self._sequences.remove(sequence)

    def _state(self):
        names = set(self._sequences)
        state = {'old'}
        if 'unseen' not in names:
            state.add('read')
        if 'replied' in names:
            state.add('answered')
        if 'flagged' in names:
            state.add('flagged')
        return state

    def _take(self, message, state):
        if isinstance(message, MHMessage):
            self._sequences = message.get_sequences()
            return
        if 'read' not in state:
            self.add_sequence('unseen')
        if 'answered' in state:
            self.add_sequence('replied')
        if 'flagged' in state:
            self.add_sequence('flagged')


# ---- files ----

class _ProxyFile:
    """Reads another file, from a place of its own."""

    def __init__(self, f, pos=None):
        self._file = f
        self._pos = f.tell() if pos is None else pos

    def _take(self, size, method):
        self._file.seek(self._pos)
        data = method(size)
        self._pos = self._file.tell()
        return data

    def read(self, size=None):
        return self._take(-1 if size is None else size, self._file.read)

    read1 = read

    def readline(self, size=None):
        return self._take(-1 if size is None else size, self._file.readline)

    def readlines(self, sizehint=None):
        lines = []
        for line in self:
            lines.append(line)
            if sizehint is not None:
                sizehint -= len(line)
                if sizehint <= 0:
                    break
        return lines

    def __iter__(self):
        return iter(self.readline, b'')

    def tell(self):
        return self._pos

    def seek(self, offset, whence=0):
        if whence == 1:
            self._file.seek(self._pos)
        self._file.seek(offset, whence)
        self._pos = self._file.tell()

    def close(self):
        if hasattr(self, '_file'):
            file = self._file
            del self._file
            file.close()

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.close()

    def readable(self):
        return True

    def writable(self):
        return False

    def seekable(self):
        return True

    def flush(self):
        return self._file.flush()

    @property
    def closed(self):
        return not hasattr(self, '_file') or self._file.closed

    __class_getitem__ = classmethod(types.GenericAlias)


class _PartialFile(_ProxyFile):
    """Reads a part of another file, which stays open."""

    def __init__(self, f, start=None, stop=None):
        super().__init__(f, start)
        self._start, self._stop = self._pos, stop

    def tell(self):
        return self._pos - self._start

    def seek(self, offset, whence=0):
        base = self._start if whence == 0 else self._pos if whence == 1 else self._stop
        self._pos = base + offset

    def _take(self, size, method):
        left = self._stop - self._pos
        if left <= 0:
            return b''
        return super()._take(left if size < 0 else min(size, left), method)

    def close(self):
        if hasattr(self, '_file'):
            del self._file


# ---- locks ----

def _lock(file, dotlock=True):
    """Locks a file with the means that other programs look at: the system's lock, and a file beside it."""
    has_lock = False
    try:
        if fcntl is not None and hasattr(fcntl, 'lockf'):
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                has_lock = True
            except OSError as error:
                if error.errno in (errno.EAGAIN, errno.EACCES, errno.EROFS):
                    raise ExternalClashError(f'lockf: lock unavailable: {file.name}')
                raise
        if dotlock:
            try:
                os.close(os.open(file.name + '.lock', os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            except FileExistsError:
                raise ExternalClashError(f'dot lock unavailable: {file.name}')
            except OSError as error:
                # Without leave to write there the other lock has to do.
                if error.errno not in (errno.EACCES, errno.EROFS):
                    raise
    except BaseException:
        if has_lock:
            fcntl.lockf(file, fcntl.LOCK_UN)
        raise


def _unlock(file):
    if fcntl is not None and hasattr(fcntl, 'lockf'):
        fcntl.lockf(file, fcntl.LOCK_UN)
    with contextlib.suppress(FileNotFoundError):
        os.remove(file.name + '.lock')
