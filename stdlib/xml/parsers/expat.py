"""A reader of XML without checks of validity: handlers are called as the document comes in. Behaves as the library of that name."""

import sys
from types import ModuleType

from . import _syntax as syntax
from ._reader import HANDLERS, Malformed, Reader

EXPAT_VERSION = 'expat_2.6.3'
version_info = (2, 6, 3)
native_encoding = 'UTF-8'
features = [('sizeof(XML_Char)', 1), ('sizeof(XML_LChar)', 1), ('XML_DTD', 0), ('XML_CONTEXT_BYTES', 1024), ('XML_NS', 0),
            ('XML_BLAP_MAX_AMP', 100), ('XML_BLAP_ACT_THRES', 8388608), ('XML_GE', 0)]
XML_PARAM_ENTITY_PARSING_NEVER, XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE, XML_PARAM_ENTITY_PARSING_ALWAYS = range(3)


class ExpatError(Exception):
    """The document is not well-formed: `code` is the error's number, `lineno` and `offset` say where."""


error = ExpatError


def ErrorString(code, /):
    """The message of an error's number."""
    return syntax.errors[code - 1][1] if 0 < code <= len(syntax.errors) else None


def ParserCreate(encoding=None, namespace_separator=None, intern=None):
    """A new parser. With a separator, names are those of their namespaces, separated by it."""
    for name, value in (('encoding', encoding), ('namespace_separator', namespace_separator)):
        if not isinstance(value, (str, type(None))):
            raise TypeError(f"ParserCreate() argument '{name}' must be str or None, not {type(value).__name__}")
    if namespace_separator is not None and len(namespace_separator) > 1:
        raise ValueError('namespace_separator must be at most one character, omitted, or None')
    parser = object.__new__(XMLParserType)
    parser._set_up(encoding, namespace_separator, {} if intern is None else intern)
    return parser


class xmlparser(Reader):
    """A parser; ParserCreate() makes one."""

    __slots__ = ('_buffer_size', 'intern', '_deferral', '_is_done')
    __module__ = 'pyexpat'

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create 'pyexpat.xmlparser' instances")

    def _set_up(self, encoding, separator, intern):
        self._buffer_size = 8192
        Reader.__init__(self, encoding, separator)
        self.intern = intern
        self._deferral = True
        self._is_done = False

    def __init__(self, *args, **kwargs):
        pass

    # ---- reading ----

    def Parse(self, data, isfinal=False, /):
        """Reads more of the document; `isfinal` says that it is the last piece."""
        if isinstance(data, str):
            if self._decoder is None:
                self._encoding = 'utf-8'
            data = data.encode()
        elif not isinstance(data, bytes):
            try:
                data = bytes(memoryview(data))
            except TypeError:
                raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'") from None
        if self._is_done:
            self._raise(syntax.FINISHED, self._at)
        if self._error:
            self._raise(self._error, self._event)
        isfinal = bool(isfinal)
        try:
            self._feed(self._take(data, isfinal), isfinal)
            self._flush()
        except Malformed as e:
            self._buffer.clear()
            self._error, self._event = e.code, e.at
            self._raise(e.code, e.at)
        self._is_done = isfinal
        return 1

    def ParseFile(self, file, /):
        """Reads all of a file."""
        read = getattr(file, 'read', None)
        if read is None:
            raise TypeError("argument must have 'read' attribute")
        while True:
            data = read(2048)
            if not isinstance(data, (bytes, bytearray, str)):
                raise TypeError(f'read() did not return a bytes object (type={type(data).__name__})')
            if not data:
                return self.Parse(b'', True)
            self.Parse(data, False)

    def _raise(self, code, at):
        line, column, _ = self._place(at)
        raised = ExpatError(f'{ErrorString(code)}: line {line}, column {column}')
        raised.code, raised.offset, raised.lineno = code, column, line
        raise raised from None

    def ExternalEntityParserCreate(self, context, encoding=None, /):
        """A parser with the same handlers for what an entity outside of the document holds."""
        parser = ParserCreate(encoding)
        for name in HANDLERS:
            setattr(parser, name, getattr(self, name))
        for name in ('ordered_attributes', 'specified_attributes', 'buffer_text', 'intern', '_names', '_doctype', '_buffer_size'):
            setattr(parser, name, getattr(self, name))
        parser._be_fragment()
        return parser

    # ---- settings ----

    def GetBase(self):
        """What system identifiers are relative to."""
        return self._doctype.base

    def SetBase(self, base, /):
        """Says what system identifiers are relative to."""
        self._doctype.base = base

    def GetInputContext(self):
        """The text around what is being reported."""
        return self._text[self._event:].encode(self._encoding or 'utf-8', 'surrogatepass') if self._text else None

    def SetParamEntityParsing(self, flag, /):
        """Asks for parameter entities to be read; they are not."""
        return int(flag == XML_PARAM_ENTITY_PARSING_NEVER or not self._seen_any)

    def UseForeignDTD(self, flag=True, /):
        """Asks for a declaration from elsewhere."""
        if self._seen_any or self._text:
            raised = ExpatError('cannot change setting once parsing has begun: line 1, column 0')
            raised.code, raised.offset, raised.lineno = 26, 0, 1
            raise raised

    def GetReparseDeferralEnabled(self):
        """Whether a token that is not complete may be left alone for a while."""
        return self._deferral

    def SetReparseDeferralEnabled(self, enabled, /):
        """Says whether a token that is not complete may be left alone for a while; here none is."""
        self._deferral = bool(enabled)

    @property
    def buffer_size(self):
        return self._buffer_size

    @buffer_size.setter
    def buffer_size(self, value):
        if not isinstance(value, int):
            raise TypeError('buffer_size must be an integer')
        if value <= 0:
            raise ValueError('buffer_size must be greater than zero')
        if value > 0x7fffffff:
            raise ValueError('buffer_size must not be greater than 2147483647')
        self._flush()
        self._buffer_size = value

    @property
    def buffer_used(self):
        return sum(map(len, self._buffer))

    @property
    def namespace_prefixes(self):
        return self._names is not None and self._names.with_prefixes

    @namespace_prefixes.setter
    def namespace_prefixes(self, value):
        if self._names is not None:
            self._names.with_prefixes = bool(value)

    # ---- places ----

    @property
    def ErrorCode(self):
        return self._error

    @property
    def ErrorLineNumber(self):
        return self._place(self._event)[0]

    @property
    def ErrorColumnNumber(self):
        return self._place(self._event)[1]

    @property
    def ErrorByteIndex(self):
        return self._place(self._event)[2] if self._decoder is not None else -1

    CurrentLineNumber, CurrentColumnNumber, CurrentByteIndex = ErrorLineNumber, ErrorColumnNumber, ErrorByteIndex


XMLParserType = xmlparser


def _constants(name, doc, values):
    module = ModuleType(f'pyexpat.{name}', doc)
    module.__dict__.update(values)
    sys.modules[f'xml.parsers.expat.{name}'] = module
    return module


errors = _constants('errors', 'Constants used to describe error conditions.', {
    **{'XML_ERROR_' + name: message for name, message in syntax.errors},
    'codes': {message: number for number, (_, message) in enumerate(syntax.errors, 1)},
    'messages': {number: message for number, (_, message) in enumerate(syntax.errors, 1)},
})
model = _constants('model', 'Constants used to interpret content model information.', {
    'XML_CTYPE_EMPTY': 1, 'XML_CTYPE_ANY': 2, 'XML_CTYPE_MIXED': 3, 'XML_CTYPE_NAME': 4, 'XML_CTYPE_CHOICE': 5, 'XML_CTYPE_SEQ': 6,
    'XML_CQUANT_NONE': 0, 'XML_CQUANT_OPT': 1, 'XML_CQUANT_REP': 2, 'XML_CQUANT_PLUS': 3,
})
