"""Texts made fit for XML and back; handlers that write documents or stand between a reader and another handler."""

import codecs
import io
import os

from . import handler, xmlreader


def _replaced(data, entities):
    for key, value in entities.items():
        data = data.replace(key, value)
    return data


def escape(data, entities={}):
    """Replaces &, < and > of a text, and what `entities` says."""
    return _replaced(data.replace('&', '&amp;').replace('>', '&gt;').replace('<', '&lt;'), entities)


def unescape(data, entities={}):
    """The opposite of escape()."""
    return _replaced(data.replace('&lt;', '<').replace('&gt;', '>'), entities).replace('&amp;', '&')


def quoteattr(data, entities={}):
    """A text as the value of an attribute, in quotes."""
    data = escape(data, {**entities, '\n': '&#10;', '\r': '&#13;', '\t': '&#9;'})
    if '"' not in data:
        return f'"{data}"'
    if "'" not in data:
        return f"'{data}'"
    return '"' + data.replace('"', '&quot;') + '"'


def _writer(out, encoding):
    """A text stream on whatever `out` is; it leaves `out` open."""
    if out is None:
        import sys
        return sys.stdout
    if isinstance(out, (io.TextIOBase, codecs.StreamWriter, codecs.StreamReaderWriter)):
        return out
    return _Encoding(out, encoding)


class _Encoding:
    """Encodes what is written."""

    def __init__(self, out, encoding):
        self._out, self._encoding = out, encoding

    def write(self, text):
        self._out.write(text.encode(self._encoding, 'xmlcharrefreplace'))

    def flush(self):
        if hasattr(self._out, 'flush'):
            self._out.flush()


class XMLGenerator(handler.ContentHandler):
    """Writes what it is told as a document."""

    def __init__(self, out=None, encoding='iso-8859-1', short_empty_elements=False):
        handler.ContentHandler.__init__(self)
        out = _writer(out, encoding)
        self._write, self._flush = out.write, out.flush
        self._prefixes = [{}]
        self._new = []
        self._encoding, self._short = encoding, short_empty_elements
        self._is_start_open = False

    def _close_start(self):
        if self._is_start_open:
            self._write('>')
            self._is_start_open = False

    def _name(self, name):
        """A (namespace, name) as it is to be written."""
        uri, local = name
        if not uri:
            return local
        if uri == 'http://www.w3.org/XML/1998/namespace':
            return 'xml:' + local
        prefix = self._prefixes[-1][uri]
        return f'{prefix}:{local}' if prefix else local

    def startDocument(self):
        self._write(f'<?xml version="1.0" encoding="{self._encoding}"?>\n')

    def endDocument(self):
        self._flush()

    def startPrefixMapping(self, prefix, uri):
        self._prefixes.append({**self._prefixes[-1], uri: prefix})
        self._new.append((prefix, uri))

    def endPrefixMapping(self, prefix):
        self._prefixes.pop()

    def _start(self, name, pairs):
        self._close_start()
        self._write('<' + name)
        for prefix, uri in self._new:
            self._write(f' xmlns:{prefix}="{uri}"' if prefix else f' xmlns="{uri}"')
        self._new = []
        for key, value in pairs:
            self._write(f' {key}={quoteattr(value)}')
        if self._short:
            self._is_start_open = True
        else:
            self._write('>')

    def _end(self, name):
        if self._is_start_open:
            self._write('/>')
            self._is_start_open = False
        else:
            self._write(f'</{name}>')

    def startElement(self, name, attrs):
        self._start(name, attrs.items())

    def endElement(self, name):
        self._end(name)

    def startElementNS(self, name, qname, attrs):
        self._start(self._name(name), [(self._name(key), value) for key, value in attrs.items()])

    def endElementNS(self, name, qname):
        self._end(self._name(name))

    def characters(self, content):
        if content:
            self._close_start()
            self._write(escape(content if isinstance(content, str) else str(content, self._encoding)))

    def ignorableWhitespace(self, content):
        if content:
            self._close_start()
            self._write(content if isinstance(content, str) else str(content, self._encoding))

    def processingInstruction(self, target, data):
        self._close_start()
        self._write(f'<?{target} {data}?>')


def _forwards(**methods):
    """Gives a class methods that do nothing but call those of what an attribute holds."""
    def method(attribute, name):
        def forward(self, *args):
            return getattr(getattr(self, attribute), name)(*args)
        forward.__name__ = name
        return forward

    def complete(cls):
        for attribute, names in methods.items():
            for name in names.split():
                setattr(cls, name, method(attribute, name))
        return cls
    return complete


@_forwards(_err_handler='error fatalError warning',
           _cont_handler='setDocumentLocator startDocument endDocument startPrefixMapping endPrefixMapping startElement endElement '
                         'startElementNS endElementNS characters ignorableWhitespace processingInstruction skippedEntity',
           _dtd_handler='notationDecl unparsedEntityDecl', _ent_handler='resolveEntity',
           _parent='setLocale getFeature setFeature getProperty setProperty')
class XMLFilterBase(xmlreader.XMLReader):
    """Stands between a reader and handlers, and passes on what it is told."""

    def __init__(self, parent=None):
        super().__init__()
        self._parent = parent

    def parse(self, source):
        """Lets the reader behind read."""
        for connect in ('setContentHandler', 'setErrorHandler', 'setEntityResolver', 'setDTDHandler'):
            getattr(self._parent, connect)(self)
        self._parent.parse(source)

    def getParent(self):
        """The reader behind."""
        return self._parent

    def setParent(self, parent):
        """Sets the reader behind."""
        self._parent = parent


def prepare_input_source(source, base=''):
    """An InputSource that can be read, for an address, a path, a file or an InputSource."""
    if isinstance(source, os.PathLike):
        source = os.fspath(source)
    if isinstance(source, str):
        source = xmlreader.InputSource(source)
    elif hasattr(source, 'read'):
        file, source = source, xmlreader.InputSource()
        if isinstance(file.read(0), str):
            source.setCharacterStream(file)
        else:
            source.setByteStream(file)
        if isinstance(getattr(file, 'name', None), str):
            source.setSystemId(file.name)
    if source.getCharacterStream() is None and source.getByteStream() is None:
        address = source.getSystemId()
        nearby = os.path.normpath(os.path.join(os.path.dirname(base), address))
        if os.path.isfile(nearby):
            source.setSystemId(nearby)
            source.setByteStream(open(nearby, 'rb'))
        else:
            import urllib.parse
            import urllib.request
            source.setSystemId(urllib.parse.urljoin(base, address))
            source.setByteStream(urllib.request.urlopen(source.getSystemId()))
    return source
