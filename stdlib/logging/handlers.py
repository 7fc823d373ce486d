"""More places for log records: files that are turned over, sockets, memory and queues."""

import logging
import os
import re
import threading
import time

DEFAULT_TCP_LOGGING_PORT, DEFAULT_UDP_LOGGING_PORT = 9020, 9021
DEFAULT_HTTP_LOGGING_PORT, DEFAULT_SOAP_LOGGING_PORT = 9022, 9023
SYSLOG_UDP_PORT = SYSLOG_TCP_PORT = 514
_MIDNIGHT = 24 * 60 * 60


# ---- files ----

class BaseRotatingHandler(logging.FileHandler):
    """A file that gives way to a new one at times. `namer` may change the names of old ones, `rotator` what is done with them."""

    namer = rotator = None

    def __init__(self, filename, mode, encoding=None, delay=False, errors=None):
        super().__init__(filename, mode, encoding, delay, errors)
        self.mode, self.encoding, self.errors = mode, encoding, errors

    def emit(self, record):
        try:
            if self.shouldRollover(record):
                self.doRollover()
            super().emit(record)
        except Exception:
            self.handleError(record)

    def rotation_filename(self, default_name):
        """The name that an old file gets."""
        return self.namer(default_name) if callable(self.namer) else default_name

    def rotate(self, source, dest):
        """Gives a file the name of an old one."""
        if callable(self.rotator):
            self.rotator(source, dest)
        elif os.path.exists(source):
            os.rename(source, dest)

    def _close_for_rollover(self):
        if self.stream:
            self.stream.close()
            self.stream = None

    def _reopen(self):
        if not self.delay:
            self.stream = self._open()


class RotatingFileHandler(BaseRotatingHandler):
    """Turns over before the file has `maxBytes`; `backupCount` old ones are kept, as name.1 (the newest), name.2 and so on."""

    def __init__(self, filename, mode='a', maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        # What is to be turned over is to be written on.
        super().__init__(filename, 'a' if maxBytes > 0 else mode, encoding=encoding, delay=delay, errors=errors)
        self.maxBytes, self.backupCount = maxBytes, backupCount

    def doRollover(self):
        self._close_for_rollover()
        names = [self.baseFilename]
        names += [self.rotation_filename(f'{self.baseFilename}.{number}') for number in range(1, self.backupCount + 1)]
        for number in range(self.backupCount, 0, -1):
            younger, older = names[number - 1], names[number]
            if number == 1 or os.path.exists(younger):
                if os.path.exists(older):
                    os.remove(older)
                if number == 1:
                    self.rotate(younger, older)
                else:
                    os.rename(younger, older)
        self._reopen()

    def shouldRollover(self, record):
        if os.path.exists(self.baseFilename) and not os.path.isfile(self.baseFilename):
            # A terminal or the like.
            return False
        if self.stream is None:
            self.stream = self._open()
        if self.maxBytes <= 0:
            return False
        place = self.stream.tell()
        return place > 0 and place + len(self.format(record)) + len(self.terminator) >= self.maxBytes


# By the letter: seconds, how the time is written in the name of an old file, what such an end of a name looks like.
_TIMES = {
    'S': (1, '%Y-%m-%d_%H-%M-%S', r'(?<!\d)\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}(?!\d)'),
    'M': (60, '%Y-%m-%d_%H-%M', r'(?<!\d)\d{4}-\d{2}-\d{2}_\d{2}-\d{2}(?!\d)'),
    'H': (60 * 60, '%Y-%m-%d_%H', r'(?<!\d)\d{4}-\d{2}-\d{2}_\d{2}(?!\d)'),
    'D': (_MIDNIGHT, '%Y-%m-%d', r'(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)'),
    'W': (7 * _MIDNIGHT, '%Y-%m-%d', r'(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)'),
}


class TimedRotatingFileHandler(BaseRotatingHandler):
    """Turns over at times: every so many (S)econds, (M)inutes, (H)ours or (D)ays, at 'midnight', or on a weekday, W0 (Monday) to W6."""

    def __init__(self, filename, when='h', interval=1, backupCount=0, encoding=None, delay=False, utc=False, atTime=None, errors=None):
        super().__init__(filename, 'a', encoding=encoding, delay=delay, errors=errors)
        self.when = when.upper()
        self.backupCount, self.utc, self.atTime = backupCount, utc, atTime
        kind = 'D' if self.when == 'MIDNIGHT' else self.when[:1]
        if kind == 'W':
            if len(self.when) != 2:
                raise ValueError('You must specify a day for weekly rollover from 0 to 6 (0 is Monday): %s' % self.when)
            if self.when[1] < '0' or self.when[1] > '6':
                raise ValueError('Invalid day specified for weekly rollover: %s' % self.when)
            self.dayOfWeek = int(self.when[1])
        elif kind not in _TIMES or len(self.when) != 1 and self.when != 'MIDNIGHT':
            raise ValueError('Invalid rollover interval specified: %s' % self.when)
        seconds, self.suffix, pattern = _TIMES[kind]
        self.extMatch = re.compile(pattern, re.ASCII)
        self.interval = seconds * interval
        name = self.baseFilename
        begun = int(os.stat(name).st_mtime) if os.path.exists(name) else int(time.time())
        self.rolloverAt = self.computeRollover(begun)

    def _broken_down(self, moment):
        return time.gmtime(moment) if self.utc else time.localtime(moment)

    def _is_daily(self):
        return self.when == 'MIDNIGHT' or self.when.startswith('W')

    def computeRollover(self, currentTime):
        """The next time to turn over, counted from a time."""
        if not self._is_daily():
            return currentTime + self.interval
        now = self._broken_down(currentTime)
        at = self.atTime
        wanted = _MIDNIGHT if at is None else (at.hour * 60 + at.minute) * 60 + at.second
        left = wanted - ((now.tm_hour * 60 + now.tm_min) * 60 + now.tm_sec)
        day = now.tm_wday
        if left <= 0:
            # That of today is over.
            left += _MIDNIGHT
            day = (day + 1) % 7
        then = currentTime + left
        if self.when.startswith('W'):
            days = (self.dayOfWeek - day) % 7
            then += days * _MIDNIGHT
            then += self.interval - 7 * _MIDNIGHT
        else:
            then += self.interval - _MIDNIGHT
        return then + self._shift(now, then)

    def _shift(self, now, then):
        """So that it is the same hour, whether summer time has begun or ended in between."""
        if self.utc:
            return 0
        later = time.localtime(then)
        if now.tm_isdst == later.tm_isdst:
            return 0
        if not now.tm_isdst:
            # If summer time begins at that very hour, there is none to go back to.
            return 0 if not time.localtime(then - 3600).tm_isdst else -3600
        return 3600

    def shouldRollover(self, record):
        if time.time() < self.rolloverAt:
            return False
        if os.path.exists(self.baseFilename) and not os.path.isfile(self.baseFilename):
            # Not a file: it is looked at again when the next time has come.
            self.rolloverAt = self.computeRollover(int(time.time()))
            return False
        return True

    def getFilesToDelete(self):
        """The old files that are too many."""
        folder, base = os.path.split(self.baseFilename)
        found = []
        for name in os.listdir(folder):
            if self.namer is None:
                is_ours = name.startswith(base + '.') and self.extMatch.fullmatch(name[len(base) + 1:])
            else:
                # Wherever the namer has put the time: renaming with it gives the name again.
                is_ours = any(
                    os.path.basename(self.namer(f'{self.baseFilename}.{match.group()}')) == name for match in self.extMatch.finditer(name))
            if is_ours:
                found.append(os.path.join(folder, name))
        if len(found) < self.backupCount:
            return []
        found.sort(key=os.path.getmtime if self.namer is not None else None)
        return found[:len(found) - self.backupCount]

    def doRollover(self):
        now = int(time.time())
        begun = self.rolloverAt - self.interval
        when = self._broken_down(begun)
        if not self.utc and when.tm_isdst != time.localtime(now).tm_isdst:
            when = time.localtime(begun + (3600 if time.localtime(now).tm_isdst else -3600))
        old = self.rotation_filename(f'{self.baseFilename}.{time.strftime(self.suffix, when)}')
        if os.path.exists(old):
            # It has been turned over.
            return
        self._close_for_rollover()
        self.rotate(self.baseFilename, old)
        if self.backupCount > 0:
            for name in self.getFilesToDelete():
                os.remove(name)
        self._reopen()
        self.rolloverAt = self.computeRollover(now)
        while self.rolloverAt <= now:
            self.rolloverAt += self.interval


class WatchedFileHandler(logging.FileHandler):
    """Opens the file again when somebody has moved or removed it."""

    def __init__(self, filename, mode='a', encoding=None, delay=False, errors=None):
        super().__init__(filename, mode=mode, encoding=encoding, delay=delay, errors=errors)
        self.dev = self.ino = None
        self._statstream()

    def _statstream(self):
        if self.stream is not None:
            about = os.fstat(self.stream.fileno())
            self.dev, self.ino = about.st_dev, about.st_ino

    def reopenIfNeeded(self):
        if self.stream is None:
            return
        try:
            about = os.stat(self.baseFilename)
            is_same = (about.st_dev, about.st_ino) == (self.dev, self.ino)
        except FileNotFoundError:
            is_same = False
        if not is_same:
            self.stream.flush()
            self.stream.close()
            # Should opening fail, the next record tries again.
            self.stream = None
            self.stream = self._open()
            self._statstream()

    def emit(self, record):
        self.reopenIfNeeded()
        super().emit(record)


# ---- sockets ----

class SocketHandler(logging.Handler):
    """Sends records as pickles, each with its length before it, over a connection that is made again when it breaks."""

    def __init__(self, host, port):
        super().__init__()
        self.host, self.port = host, port
        self.address = host if port is None else (host, port)
        self.sock = None
        self.closeOnError = False
        # When a connection may be tried again, and how the waits grow.
        self.retryTime, self.retryStart, self.retryMax, self.retryFactor = None, 1.0, 30.0, 2.0

    def makeSocket(self, timeout=1):
        """A connection."""
        import socket
        if self.port is not None:
            return socket.create_connection(self.address, timeout=timeout)
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.settimeout(timeout)
        try:
            made.connect(self.address)
        except OSError:
            made.close()
            raise
        return made

    def createSocket(self):
        """Tries to connect, if it is time to."""
        now = time.time()
        if self.retryTime is not None and now < self.retryTime:
            return
        try:
            self.sock = self.makeSocket()
            self.retryTime = None
        except OSError:
            is_first = self.retryTime is None
            self.retryPeriod = self.retryStart if is_first else min(self.retryPeriod * self.retryFactor, self.retryMax)
            self.retryTime = now + self.retryPeriod

    def send(self, s):
        if self.sock is None:
            self.createSocket()
        if self.sock:
            try:
                self.sock.sendall(s)
            except OSError:
                self.sock.close()
                self.sock = None

    def makePickle(self, record):
        """A record as bytes: its arguments have become part of the message, and the exception text."""
        import pickle
        import struct
        if record.exc_info:
            # Keeps the text in the record.
            self.format(record)
        fields = dict(record.__dict__, msg=record.getMessage(), args=None, exc_info=None)
        fields.pop('message', None)
        data = pickle.dumps(fields, 1)
        return struct.pack('>L', len(data)) + data

    def handleError(self, record):
        if self.closeOnError and self.sock:
            self.sock.close()
            self.sock = None
        else:
            super().handleError(record)

    def emit(self, record):
        try:
            self.send(self.makePickle(record))
        except Exception:
            self.handleError(record)

    def close(self):
        with self.lock:
            sock, self.sock = self.sock, None
            if sock:
                sock.close()
            super().close()


class DatagramHandler(SocketHandler):
    """Sends records as pickles in packets."""

    def __init__(self, host, port):
        super().__init__(host, port)
        self.closeOnError = False

    def makeSocket(self):
        import socket
        return socket.socket(socket.AF_UNIX if self.port is None else socket.AF_INET, socket.SOCK_DGRAM)

    def send(self, s):
        if self.sock is None:
            self.createSocket()
        self.sock.sendto(s, self.address)


class SysLogHandler(logging.Handler):
    """Sends records to a syslog: by packets to (host, port), or to a socket by its path."""

    LOG_EMERG, LOG_ALERT, LOG_CRIT, LOG_ERR, LOG_WARNING, LOG_NOTICE, LOG_INFO, LOG_DEBUG = range(8)
    (LOG_KERN, LOG_USER, LOG_MAIL, LOG_DAEMON, LOG_AUTH, LOG_SYSLOG, LOG_LPR, LOG_NEWS, LOG_UUCP, LOG_CRON, LOG_AUTHPRIV, LOG_FTP, LOG_NTP,
     LOG_SECURITY, LOG_CONSOLE, LOG_SOLCRON) = range(16)
    LOG_LOCAL0, LOG_LOCAL1, LOG_LOCAL2, LOG_LOCAL3, LOG_LOCAL4, LOG_LOCAL5, LOG_LOCAL6, LOG_LOCAL7 = range(16, 24)

    priority_names = {
        'alert': LOG_ALERT, 'crit': LOG_CRIT, 'critical': LOG_CRIT, 'debug': LOG_DEBUG, 'emerg': LOG_EMERG, 'err': LOG_ERR,
        'error': LOG_ERR, 'info': LOG_INFO, 'notice': LOG_NOTICE, 'panic': LOG_EMERG, 'warn': LOG_WARNING, 'warning': LOG_WARNING,
    }
    facility_names = {
        'auth': LOG_AUTH, 'authpriv': LOG_AUTHPRIV, 'console': LOG_CONSOLE, 'cron': LOG_CRON, 'daemon': LOG_DAEMON, 'ftp': LOG_FTP,
        'kern': LOG_KERN, 'lpr': LOG_LPR, 'mail': LOG_MAIL, 'news': LOG_NEWS, 'ntp': LOG_NTP, 'security': LOG_SECURITY,
        'solaris-cron': LOG_SOLCRON, 'syslog': LOG_SYSLOG, 'user': LOG_USER, 'uucp': LOG_UUCP, 'local0': LOG_LOCAL0,
        'local1': LOG_LOCAL1, 'local2': LOG_LOCAL2, 'local3': LOG_LOCAL3, 'local4': LOG_LOCAL4, 'local5': LOG_LOCAL5,
        'local6': LOG_LOCAL6, 'local7': LOG_LOCAL7,
    }
    priority_map = {level: level.lower() for level in ('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL')}
    ident = ''
    # Old servers wait for a zero byte.
    append_nul = True

    def __init__(self, address=('localhost', SYSLOG_UDP_PORT), facility=LOG_USER, socktype=None):
        super().__init__()
        self.address, self.facility, self.socktype = address, facility, socktype
        self.socket = None
        self.unixsocket = isinstance(address, str)
        self.createSocket()

    def createSocket(self):
        """Connects, by packets if nothing else is said and there is such a socket."""
        import socket
        if self.unixsocket:
            kinds = [socket.SOCK_DGRAM, socket.SOCK_STREAM] if self.socktype is None else [self.socktype]
            for at, kind in enumerate(kinds, 1):
                made = socket.socket(socket.AF_UNIX, kind)
                try:
                    made.connect(self.address)
                except OSError:
                    made.close()
                    if at == len(kinds):
                        # A server may come later: records try again.
                        return
                else:
                    self.socket, self.socktype = made, kind
                    return
        self.socktype = socket.SOCK_DGRAM if self.socktype is None else self.socktype
        host, port = self.address
        found = socket.getaddrinfo(host, port, 0, self.socktype)
        if not found:
            raise OSError('getaddrinfo returns an empty list')
        wrong = None
        for family, kind, protocol, _, address in found:
            made = socket.socket(family, kind, protocol)
            try:
                if kind == socket.SOCK_STREAM:
                    made.connect(address)
            except OSError as error:
                wrong = error
                made.close()
            else:
                self.socket = made
                return
        raise wrong

    def encodePriority(self, facility, priority):
        """One number for both, which may be names."""
        facility = self.facility_names[facility] if isinstance(facility, str) else facility
        priority = self.priority_names[priority] if isinstance(priority, str) else priority
        return facility << 3 | priority

    def mapPriority(self, levelName):
        """The priority for the name of a level."""
        return self.priority_map.get(levelName, 'warning')

    def emit(self, record):
        import socket
        try:
            text = self.ident + self.format(record) + '\0' * self.append_nul
            data = f'<{self.encodePriority(self.facility, self.mapPriority(record.levelname))}>'.encode() + text.encode('utf-8')
            if not self.socket:
                self.createSocket()
            if self.unixsocket:
                try:
                    self.socket.send(data)
                except OSError:
                    self.socket.close()
                    self.createSocket()
                    self.socket.send(data)
            elif self.socktype == socket.SOCK_DGRAM:
                self.socket.sendto(data, self.address)
            else:
                self.socket.sendall(data)
        except Exception:
            self.handleError(record)

    def close(self):
        with self.lock:
            sock, self.socket = self.socket, None
            if sock:
                sock.close()
            super().close()


class SMTPHandler(logging.Handler):
    """Sends each record as a mail. `credentials` are a name and a password; with `secure` the connection has to be encrypted."""

    def __init__(self, mailhost, fromaddr, toaddrs, subject, credentials=None, secure=None, timeout=5.0):
        super().__init__()
        self.mailhost, self.mailport = mailhost if isinstance(mailhost, (list, tuple)) else (mailhost, None)
        self.username, self.password = credentials if isinstance(credentials, (list, tuple)) else (None, None)
        self.fromaddr = fromaddr
        self.toaddrs = [toaddrs] if isinstance(toaddrs, str) else toaddrs
        self.subject, self.secure, self.timeout = subject, secure, timeout

    def getSubject(self, record):
        """The subject of the mail for a record."""
        return self.subject

    def emit(self, record):
        try:
            import email.utils
            import smtplib
            from email.message import EmailMessage
            message = EmailMessage()
            message['From'], message['To'] = self.fromaddr, ','.join(self.toaddrs)
            message['Subject'] = self.getSubject(record)
            message['Date'] = email.utils.localtime()
            message.set_content(self.format(record))
            connection = smtplib.SMTP(self.mailhost, self.mailport or smtplib.SMTP_PORT, timeout=self.timeout)
            if self.username:
                if self.secure is not None:
                    connection.ehlo()
                    connection.starttls(context=None)
                    connection.ehlo()
                connection.login(self.username, self.password)
            connection.send_message(message)
            connection.quit()
        except Exception:
            self.handleError(record)


class HTTPHandler(logging.Handler):
    """Sends the fields of records to a web server, as a form."""

    def __init__(self, host, url, method='GET', secure=False, credentials=None, context=None):
        super().__init__()
        method = method.upper()
        if method not in ('GET', 'POST'):
            raise ValueError('method must be GET or POST')
        if not secure and context is not None:
            raise ValueError('context parameter only makes sense with secure=True')
        self.host, self.url, self.method, self.secure = host, url, method, secure
        self.credentials, self.context = credentials, context

    def mapLogRecord(self, record):
        """What is sent of a record."""
        return record.__dict__

    def getConnection(self, host, secure):
        """A connection to the server."""
        import http.client
        return http.client.HTTPSConnection(host, context=self.context) if secure else http.client.HTTPConnection(host)

    def emit(self, record):
        import urllib.parse
        try:
            data = urllib.parse.urlencode(self.mapLogRecord(record))
            connection = self.getConnection(self.host, self.secure)
            url = self.url
            if self.method == 'GET':
                url += ('&' if '?' in url else '?') + data
            connection.putrequest(self.method, url)
            if self.method == 'POST':
                connection.putheader('Content-type', 'application/x-www-form-urlencoded')
                connection.putheader('Content-length', str(len(data)))
            if self.credentials:
                import base64
                secret = base64.b64encode('{}:{}'.format(*self.credentials).encode('utf-8')).strip().decode('ascii')
                connection.putheader('Authorization', f'Basic {secret}')
            connection.endheaders()
            if self.method == 'POST':
                connection.send(data.encode('utf-8'))
            connection.getresponse()
        except Exception:
            self.handleError(record)


# ---- memory ----

class BufferingHandler(logging.Handler):
    """Keeps records until there are `capacity` of them."""

    def __init__(self, capacity):
        super().__init__()
        self.capacity, self.buffer = capacity, []

    def shouldFlush(self, record):
        return len(self.buffer) >= self.capacity

    def emit(self, record):
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        with self.lock:
            self.buffer.clear()

    def close(self):
        try:
            self.flush()
        finally:
            super().close()


class MemoryHandler(BufferingHandler):
    """Keeps records until there are so many, or one of `flushLevel` comes; then `target` gets them."""

    def __init__(self, capacity, flushLevel=logging.ERROR, target=None, flushOnClose=True):
        super().__init__(capacity)
        self.flushLevel, self.target, self.flushOnClose = flushLevel, target, flushOnClose

    def shouldFlush(self, record):
        return record.levelno >= self.flushLevel or super().shouldFlush(record)

    def setTarget(self, target):
        with self.lock:
            self.target = target

    def flush(self):
        with self.lock:
            if self.target:
                for record in self.buffer:
                    self.target.handle(record)
                self.buffer.clear()

    def close(self):
        try:
            if self.flushOnClose:
                self.flush()
        finally:
            with self.lock:
                self.target = None
                super().close()


# ---- queues ----

class QueueHandler(logging.Handler):
    """Puts records into a queue, for another thread or process to handle."""

    def __init__(self, queue):
        super().__init__()
        self.queue = queue
        # Set by dictConfig().
        self.listener = None

    def enqueue(self, record):
        self.queue.put_nowait(record)

    def prepare(self, record):
        """A copy that can be sent: the message is formatted, what may not be sendable is left out."""
        import copy
        message = self.format(record)
        ready = copy.copy(record)
        ready.message = ready.msg = message
        ready.args = ready.exc_info = ready.exc_text = ready.stack_info = None
        return ready

    def emit(self, record):
        try:
            self.enqueue(self.prepare(record))
        except Exception:
            self.handleError(record)


class QueueListener:
    """A thread that takes records out of a queue and gives them to handlers."""

    _sentinel = None

    def __init__(self, queue, *handlers, respect_handler_level=False):
        self.queue, self.handlers, self.respect_handler_level = queue, handlers, respect_handler_level
        self._thread = None

    def dequeue(self, block):
        return self.queue.get(block)

    def start(self):
        self._thread = thread = threading.Thread(target=self._monitor, daemon=True)
        thread.start()

    def prepare(self, record):
        """Called for each record before it is handled; may change it."""
        return record

    def handle(self, record):
        record = self.prepare(record)
        for handler in self.handlers:
            if not self.respect_handler_level or record.levelno >= handler.level:
                handler.handle(record)

    def _monitor(self):
        has_tasks = hasattr(self.queue, 'task_done')
        while True:
            record = self.dequeue(True)
            is_end = record is self._sentinel
            if not is_end:
                self.handle(record)
            if has_tasks:
                self.queue.task_done()
            if is_end:
                break

    def enqueue_sentinel(self):
        """Tells the thread to end."""
        self.queue.put_nowait(self._sentinel)

    def stop(self):
        """Ends the thread once it has handled what is in the queue."""
        if self._thread:
            self.enqueue_sentinel()
            self._thread.join()
            self._thread = None
