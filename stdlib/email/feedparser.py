"""Reading messages piece by piece. Whatever comes in is read; what is wrong is noted in the messages' `defects`."""

import re
from collections import deque

from email import errors
from email._policybase import compat32

__all__ = ['FeedParser', 'BytesFeedParser']

_header_line = re.compile(r'From |[\041-\071\073-\176]*:|[\t ]')
_line = re.compile(r'[^\r\n]*(?:\r\n|\r|\n)')
_ends = re.compile(r'(?:\r\n|\r|\n)\Z')

# There is no line yet; more may come.
_WAIT = object()


class BufferedSubFile:
    """Lines that come in. Tests that are pushed say where what is being read ends: there, readline() gives ''."""

    def __init__(self):
        self._lines, self._partial = deque(), ''
        self._tests = []
        self._is_closed = False

    def push_eof_matcher(self, test):
        self._tests.append(test)

    def pop_eof_matcher(self):
        return self._tests.pop()

    def close(self):
        if self._partial:
            self._lines.append(self._partial)
            self._partial = ''
        self._is_closed = True

    def readline(self):
        if not self._lines:
            return '' if self._is_closed else _WAIT
        line = self._lines.popleft()
        for test in reversed(self._tests):
            if test(line):
                self._lines.appendleft(line)
                return ''
        return line

    def unreadline(self, line):
        self._lines.appendleft(line)

    def push(self, data):
        """Takes more text. A carriage return at its end may be half of a line's end."""
        data = self._partial + data
        at = 0
        for found in _line.finditer(data):
            if found.end() == len(data) and found[0].endswith('\r'):
                break
            self._lines.append(found[0])
            at = found.end()
        self._partial = data[at:]

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if line == '':
            raise StopIteration
        return line


class FeedParser:
    """Reads a message that is fed as text."""

    def __init__(self, _factory=None, *, policy=compat32):
        self.policy = policy
        self._old_style_factory = False
        if _factory is None:
            if policy.message_factory is None:
                from email.message import Message
                _factory = Message
            else:
                _factory = policy.message_factory
        self._factory = _factory
        try:
            _factory(policy=policy)
        except TypeError:
            self._old_style_factory = True
        self._input = BufferedSubFile()
        self._open = []
        self._last = self._cur = None
        self._headers_only = False
        self._steps = self._message()

    def _set_headersonly(self):
        self._headers_only = True

    def feed(self, data):
        """Reads more."""
        self._input.push(data)
        self._go_on()

    def close(self):
        """The message is at its end: gives it."""
        self._input.close()
        self._go_on()
        root = self._end_message()
        if root.get_content_maintype() == 'multipart' and not root.is_multipart() and not self._headers_only:
            self._note(root, errors.MultipartInvariantViolationDefect())
        return root

    def _go_on(self):
        for step in self._steps:
            if step is _WAIT:
                break

    def _note(self, message, defect):
        self.policy.handle_defect(message, defect)

    def _begin_message(self):
        message = self._factory() if self._old_style_factory else self._factory(policy=self.policy)
        if self._cur is not None and self._cur.get_content_type() == 'multipart/digest':
            message.set_default_type('message/rfc822')
        if self._open:
            self._open[-1].attach(message)
        self._open.append(message)
        self._cur = self._last = message

    def _end_message(self):
        message = self._open.pop()
        self._cur = self._open[-1] if self._open else None
        return message

    def _rest(self):
        """All lines up to the end; gives _WAIT while there are none."""
        lines = []
        for line in self._input:
            if line is _WAIT:
                yield _WAIT
                continue
            lines.append(line)
        self._text = ''.join(lines)

    # ---- a message ----

    def _message(self):
        self._begin_message()
        headers = []
        for line in self._input:
            if line is _WAIT:
                yield _WAIT
                continue
            if not _header_line.match(line):
                if line[0] not in '\r\n':
                    # An empty line was to come.
                    self._note(self._cur, errors.MissingHeaderBodySeparatorDefect())
                    self._input.unreadline(line)
                break
            headers.append(line)
        self._set_headers(headers)
        if self._headers_only:
            yield from self._rest()
            self._cur.set_payload(self._text)
            return
        if self._cur.get_content_type() == 'message/delivery-status':
            yield from self._status()
        elif self._cur.get_content_maintype() == 'message':
            yield from self._message()
            self._end_message()
        elif self._cur.get_content_maintype() == 'multipart':
            yield from self._multipart()
        else:
            yield from self._rest()
            self._cur.set_payload(self._text)

    def _set_headers(self, lines):
        name, value = '', []
        for number, line in enumerate(lines):
            if line[0] in ' \t':
                if not name:
                    self._note(self._cur, errors.FirstHeaderLineIsContinuationDefect(line))
                    continue
                value.append(line)
                continue
            if name:
                self._cur.set_raw(*self.policy.header_source_parse(value))
                name, value = '', []
            if line.startswith('From '):
                if number == 0:
                    self._cur.set_unixfrom(_ends.sub('', line))
                    continue
                if number == len(lines) - 1:
                    # The message's text begins with it.
                    self._input.unreadline(line)
                    return
                self._cur.defects.append(errors.MisplacedEnvelopeHeaderDefect(line))
                continue
            colon = line.find(':')
            if colon == 0:
                self._note(self._cur, errors.InvalidHeaderDefect('Missing header name.'))
                continue
            name, value = line[:colon], [line]
        if name:
            self._cur.set_raw(*self.policy.header_source_parse(value))

    def _status(self):
        """Blocks of headers, each a message of its own."""
        while True:
            self._input.push_eof_matcher(lambda line: line in ('\n', '\r\n', '\r'))
            yield from self._message()
            self._end_message()
            self._input.pop_eof_matcher()
            for _ in range(2):
                # The first is the empty line that was the end.
                while (line := self._input.readline()) is _WAIT:
                    yield _WAIT
                if not _:
                    continue
            if line == '':
                return
            self._input.unreadline(line)

    # ---- parts ----

    def _multipart(self):
        message = self._cur
        boundary = message.get_boundary()
        if boundary is None:
            self._note(message, errors.NoBoundaryInMultipartDefect())
            yield from self._rest()
            message.set_payload(self._text)
            return
        if str(message.get('content-transfer-encoding', '8bit')).lower() not in ('7bit', '8bit', 'binary'):
            self._note(message, errors.InvalidMultipartContentTransferEncodingDefect())
        separator = re.compile(f'--{re.escape(boundary)}(?P<end>--)?(?P<ws>[ \t]*)(?P<linesep>\r\n|\r|\n)?$')
        preamble, is_in_preamble, has_end, linesep = [], True, False, False
        while True:
            line = self._input.readline()
            if line is _WAIT:
                yield _WAIT
                continue
            if line == '':
                break
            found = separator.match(line)
            if not found:
                preamble.append(line)
                continue
            if found['end']:
                has_end, linesep = True, found['linesep']
                break
            if is_in_preamble:
                if preamble:
                    # The line's end before the boundary belongs to the boundary.
                    preamble[-1] = _ends.sub('', preamble[-1])
                    message.preamble = ''.join(preamble)
                is_in_preamble = False
                self._input.unreadline(line)
                continue
            # Boundaries that follow one another at once count as one.
            while True:
                line = self._input.readline()
                if line is _WAIT:
                    yield _WAIT
                    continue
                if not separator.match(line):
                    self._input.unreadline(line)
                    break
                if separator.match(line)['end']:
                    self._input.unreadline(line)
                    break
            self._input.push_eof_matcher(separator.match)
            yield from self._message()
            self._trim()
            self._input.pop_eof_matcher()
            self._end_message()
            self._last = message
        if is_in_preamble:
            self._note(message, errors.StartBoundaryNotFoundDefect())
            message.set_payload(''.join(preamble))
            rest = []
            for line in self._input:
                if line is _WAIT:
                    yield _WAIT
            message.epilogue = ''.join(rest)
            return
        if not has_end:
            self._note(message, errors.CloseBoundaryNotFoundDefect())
            return
        epilogue = [''] if linesep else []
        for line in self._input:
            if line is _WAIT:
                yield _WAIT
                continue
            epilogue.append(line)
        if epilogue:
            start = re.match('\r\n|\r|\n', epilogue[0])
            if start:
                epilogue[0] = epilogue[0][start.end():]
        message.epilogue = ''.join(epilogue)

    def _trim(self):
        """Takes off the line's end before a boundary."""
        last = self._last
        if last.get_content_maintype() == 'multipart':
            epilogue = last.epilogue
            if epilogue == '':
                last.epilogue = None
            elif epilogue is not None:
                last.epilogue = _ends.sub('', epilogue)
        else:
            payload = last._payload
            if isinstance(payload, str):
                last.set_payload(_ends.sub('', payload))


class BytesFeedParser(FeedParser):
    """Reads a message that is fed as bytes."""

    def feed(self, data):
        """Reads more."""
        super().feed(data.decode('ascii', 'surrogateescape'))
