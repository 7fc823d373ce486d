"""Policies for programs of today: headers are objects that know what they say."""

import re
import sys

from email._policybase import Compat32, Policy, _PolicyBase, compat32
from email.contentmanager import raw_data_manager
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.utils import _has_surrogates

__all__ = ['Compat32', 'compat32', 'Policy', 'EmailPolicy', 'default', 'strict', 'SMTP', 'HTTP']

_line_ends = re.compile(r'\r\n|\n|\r')


class EmailPolicy(Policy):
    """`utf8` allows headers that are not ASCII, `refold_source` says which headers that were read are folded anew."""

    utf8, refold_source = False, 'long'
    message_factory, content_manager = EmailMessage, raw_data_manager
    header_factory = HeaderRegistry()

    def __init__(self, **kw):
        # Each policy has its own registry, unless it is told to use another.
        super().__init__(**{'header_factory': HeaderRegistry(), **kw})

    def header_max_count(self, name):
        return self.header_factory[name].max_count

    def header_source_parse(self, sourcelines):
        name, value = sourcelines[0].split(':', 1)
        return name, (value.lstrip(' \t\r\n') + ''.join(sourcelines[1:])).rstrip('\r\n')

    def header_store_parse(self, name, value):
        if getattr(value, 'name', '').lower() == name.lower():
            return name, value
        if isinstance(value, str) and len(value.splitlines()) > 1:
            raise ValueError('Header values may not contain linefeed or carriage return characters')
        return name, self.header_factory(name, value)

    def header_fetch_parse(self, name, value):
        if hasattr(value, 'name'):
            return value
        return self.header_factory(name, ''.join(_line_ends.split(value)))

    def fold_binary(self, name, value):
        return self.fold(name, value).encode('utf-8' if self.utf8 else 'ascii', 'surrogateescape')

    def fold(self, name, value):
        if hasattr(value, 'name'):
            return value.fold(policy=self)
        limit = self.max_line_length or sys.maxsize
        lines = _line_ends.split(value)
        must = self.refold_source == 'all'
        if self.refold_source == 'long' and lines:
            must = len(lines[0]) + len(name) + 2 > limit or any(len(line) > limit for line in lines[1:])
        if must or (_has_surrogates(value) if self.utf8 else not value.isascii()):
            return self.header_factory(name, ''.join(lines)).fold(policy=self)
        return f'{name}: {self.linesep.join(lines)}{self.linesep}'


default = EmailPolicy()
# It uses the registry that the class has: what is registered there is known to all who take no other.
object.__delattr__(default, 'header_factory')
SMTP, HTTP, strict = (default.clone(**changes) for changes in (
    {'linesep': '\r\n'}, {'linesep': '\r\n', 'max_line_length': None}, {'raise_on_defect': True}))
SMTPUTF8 = SMTP.clone(utf8=True)
