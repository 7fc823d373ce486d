"""Writing messages."""

import random
import re
import sys
from copy import deepcopy
from io import BytesIO, StringIO

from email.errors import HeaderWriteError
from email.utils import _has_surrogates

__all__ = ['Generator', 'DecodedGenerator', 'BytesGenerator']

_line_end = re.compile(r'\r\n|\r|\n')
_from_line = re.compile(r'^From ', re.MULTILINE)
# An end of line inside of a header after which no blank follows would begin another header.
_header_ends_early = re.compile(r'(?:\r\n|\r|\n)[^ \t\r\n]')


class Generator:
    """Writes messages as texts."""

    def __init__(self, outfp, mangle_from_=None, maxheaderlen=None, *, policy=None):
        if mangle_from_ is None:
            mangle_from_ = True if policy is None else policy.mangle_from_
        self._fp, self._mangles = outfp, mangle_from_
        self.maxheaderlen, self.policy = maxheaderlen, policy

    def write(self, s):
        """Writes a piece of text."""
        self._fp.write(s)

    def flatten(self, msg, unixfrom=False, linesep=None):
        """Writes a message, with a line 'From ...' before it if that is asked for."""
        wanted = {'linesep': linesep, 'max_line_length': self.maxheaderlen}
        policy = (self.policy or msg.policy).clone(**{name: value for name, value in wanted.items() if value is not None})
        self._linesep = policy.linesep
        old_policies = self.policy, msg.policy
        try:
            self.policy = msg.policy = policy
            if unixfrom:
                import time
                line = msg.get_unixfrom() or 'From nobody ' + time.ctime(time.time())
                self.write(line + self._linesep)
            self._message(msg)
        finally:
            self.policy, msg.policy = old_policies

    def clone(self, fp):
        """The same, writing elsewhere."""
        return self.__class__(fp, self._mangles, None, policy=self.policy)

    def _buffer(self):
        return StringIO()

    def _flattened(self, part):
        """A part, written apart."""
        buffer = self._buffer()
        self.clone(buffer).flatten(part, unixfrom=False, linesep=self._linesep)
        return buffer.getvalue()

    def _lines(self, text):
        """Writes a text with ends of lines as the policy has them."""
        if text:
            self.write(self._linesep.join(_line_end.split(text)))

    def _message(self, msg):
        # What is carried may change the headers: boundaries are chosen now.
        saved, self._fp = self._fp, self._buffer()
        self._changed = None
        try:
            self._dispatch(msg)
            body = self._fp.getvalue()
        finally:
            self._fp = saved
        changed, self._changed = self._changed, None
        if changed is not None:
            msg = deepcopy(msg)
            for name, value in changed.items():
                if value is None:
                    continue
                if name in msg:
                    msg.replace_header(name, value)
                else:
                    msg[name] = value
        write_headers = getattr(msg, '_write_headers', None)
        if write_headers is None:
            self._write_headers(msg)
        else:
            write_headers(self)
        self._fp.write(body)

    def _dispatch(self, msg):
        main, sub = msg.get_content_maintype(), msg.get_content_subtype()
        method = getattr(self, f'_handle_{main}_{sub}'.replace('-', '_'), None) or getattr(self, '_handle_' + main.replace('-', '_'), None)
        (method or self._handle_text)(msg)

    # ---- headers ----

    def _write_headers(self, msg):
        for name, value in msg.raw_items():
            folded = self.policy.fold(name, value)
            if self.policy.verify_generated_headers:
                linesep = self.policy.linesep
                if not folded.endswith(linesep):
                    raise HeaderWriteError(f'folded header does not end with {linesep!r}: {folded!r}')
                if _header_ends_early.search(folded.removesuffix(linesep)):
                    raise HeaderWriteError(f'folded header contains newline: {folded!r}')
            self.write(folded)
        self.write(self._linesep)

    # ---- what is carried ----

    def _handle_text(self, msg):
        payload = msg.get_payload()
        if not isinstance(payload, (str, type(None))):
            raise TypeError(f'string payload expected: {type(payload)}')
        if payload is None:
            return
        charset = msg.get_param('charset')
        if charset is not None and _has_surrogates(msg._payload):
            payload = self._recoded(msg, charset)
        if self._mangles:
            payload = _from_line.sub('>From ', payload)
        self._lines(payload)

    def _recoded(self, msg, charset):
        """A payload of bytes as text: it has to be encoded, and the headers say so."""
        twin = deepcopy(msg)
        del twin['Content-Transfer-Encoding']
        twin.set_payload(twin._payload, charset)
        self._changed = {name: twin[name] for name in ('Content-Transfer-Encoding', 'Content-Type')}
        return twin.get_payload()

    def _handle_multipart(self, msg):
        parts = msg.get_payload()
        if parts is None:
            parts = []
        elif isinstance(parts, str):
            self.write(parts)
            return
        elif not isinstance(parts, list):
            parts = [parts]
        written = [self._flattened(part) for part in parts]
        boundary = msg.get_boundary()
        if not boundary:
            boundary = self._make_boundary(self._all_text(written))
            msg.set_boundary(boundary)
        if msg.preamble is not None:
            self._lines(_from_line.sub('>From ', msg.preamble) if self._mangles else msg.preamble)
            self.write(self._linesep)
        self.write(f'--{boundary}{self._linesep}')
        for place, part in enumerate(written):
            if place:
                self.write(f'{self._linesep}--{boundary}{self._linesep}')
            self._fp.write(part)
        self.write(f'{self._linesep}--{boundary}--{self._linesep}')
        if msg.epilogue is not None:
            self._lines(_from_line.sub('>From ', msg.epilogue) if self._mangles else msg.epilogue)

    def _all_text(self, written):
        return self._linesep.join(written)

    def _handle_multipart_signed(self, msg):
        # What is signed is not to be changed.
        policy = self.policy
        self.policy = policy.clone(max_line_length=0)
        try:
            self._handle_multipart(msg)
        finally:
            self.policy = policy

    def _handle_message_delivery_status(self, msg):
        written = [self._flattened(part) for part in msg.get_payload()]
        # A line that is empty parts the blocks; it need not follow the last one.
        linesep = self._linesep if isinstance(self._fp, StringIO) else self._linesep.encode('ascii')
        self._fp.write(linesep.join(text.removesuffix(linesep) for text in written))

    def _handle_message(self, msg):
        payload = msg._payload
        if isinstance(payload, list):
            self._fp.write(self._flattened(payload[0]))
        else:
            self._lines(payload)

    @classmethod
    def _make_boundary(cls, text=None):
        """A boundary that does not stand in the text."""
        base = f'{"=" * 15}{random.randrange(sys.maxsize):0{len(str(sys.maxsize - 1))}d}=='
        if text is None:
            return base
        boundary, number = base, 0
        while re.search(f'^--{re.escape(boundary)}(?:--)?$', text, re.MULTILINE):
            boundary = f'{base}.{number}'
            number += 1
        return boundary


class BytesGenerator(Generator):
    """Writes messages as bytes."""

    def write(self, s):
        """Writes a piece of text."""
        self._fp.write(s.encode('ascii', 'surrogateescape'))

    def _buffer(self):
        return BytesIO()

    def _all_text(self, written):
        return self._linesep.encode('ascii').join(written).decode('ascii', 'surrogateescape')

    def _write_headers(self, msg):
        for name, value in msg.raw_items():
            self._fp.write(self.policy.fold_binary(name, value))
        self.write(self._linesep)

    def _handle_text(self, msg):
        # Bytes stay bytes, if the policy allows them.
        if msg._payload is None:
            return
        if _has_surrogates(msg._payload) and not self.policy.cte_type == '7bit':
            self._lines(_from_line.sub('>From ', msg._payload) if self._mangles else msg._payload)
        else:
            super()._handle_text(msg)


class DecodedGenerator(Generator):
    """Writes texts for people to read: the parts that are text, and a line for each of the others."""

    def __init__(self, outfp, mangle_from_=None, maxheaderlen=None, fmt=None, *, policy=None):
        super().__init__(outfp, mangle_from_, maxheaderlen, policy=policy)
        self._fmt = '[Non-text (%(type)s) part of message omitted, filename %(filename)s]' if fmt is None else fmt

    def _dispatch(self, msg):
        for part in msg.walk():
            main = part.get_content_maintype()
            if main == 'text':
                print(part.get_payload(decode=False), file=self)
            elif main != 'multipart':
                print(self._fmt % {
                    'type': part.get_content_type(), 'maintype': main, 'subtype': part.get_content_subtype(),
                    'filename': part.get_filename('[no filename]'),
                    'description': part.get('Content-Description', '[no description]'),
                    'encoding': part.get('Content-Transfer-Encoding', '[no encoding]'),
                }, file=self)
