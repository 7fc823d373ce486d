"""A reader that uses xml.parsers.expat."""

import weakref
from xml.parsers import expat

from . import handler, saxutils, xmlreader
from ._exceptions import SAXNotRecognizedException, SAXNotSupportedException, SAXParseException

version = '0.20'


class ExpatLocator(xmlreader.Locator):
    """Says where the reader is."""

    def __init__(self, parser):
        self._reader = weakref.ref(parser)

    def getColumnNumber(self):
        reader = self._reader()
        return None if reader is None or reader._expat is None else reader._expat.ErrorColumnNumber

    def getLineNumber(self):
        reader = self._reader()
        return 1 if reader is None or reader._expat is None else reader._expat.ErrorLineNumber

    def getPublicId(self):
        reader = self._reader()
        return None if reader is None else reader._document.getPublicId()

    def getSystemId(self):
        reader = self._reader()
        return None if reader is None else reader._document.getSystemId()


class ExpatParser(xmlreader.IncrementalParser, xmlreader.Locator):
    """Reads a document piece by piece. With namespaces, names are (namespace, local name)."""

    def __init__(self, namespaceHandling=0, bufsize=2 ** 16 - 20):
        super().__init__(bufsize)
        self._by_namespace = namespaceHandling
        self._document, self._expat = xmlreader.InputSource(), None
        self._lexical = self._names = None
        self._is_reading = self._reads_entities = False
        self._locator = ExpatLocator(self)
        self._entities = []

    def parse(self, source):
        source = saxutils.prepare_input_source(source)
        self._document = source
        try:
            self.reset()
            self._cont_handler.setDocumentLocator(self._locator)
            xmlreader.IncrementalParser.parse(self, source)
        finally:
            for stream in (source.getCharacterStream(), source.getByteStream()):
                if stream is not None:
                    stream.close()

    def prepareParser(self, source):
        if source.getSystemId() is not None:
            self._expat.SetBase(source.getSystemId())

    def getFeature(self, name):
        if name == handler.feature_namespaces:
            return self._by_namespace
        if name == handler.feature_string_interning:
            return self._names is not None
        if name in (handler.feature_validation, handler.feature_external_pes, handler.feature_namespace_prefixes):
            return 0
        if name == handler.feature_external_ges:
            return self._reads_entities
        raise SAXNotRecognizedException(f"Feature '{name}' not recognized")

    def setFeature(self, name, state):
        if self._is_reading:
            raise SAXNotSupportedException('Cannot set features while parsing')
        if name == handler.feature_namespaces:
            self._by_namespace = state
        elif name == handler.feature_external_ges:
            self._reads_entities = state
        elif name == handler.feature_string_interning:
            self._names = {} if state else None
        elif name in (handler.feature_validation, handler.feature_external_pes, handler.feature_namespace_prefixes):
            if state:
                what = {handler.feature_validation: 'validation', handler.feature_external_pes: 'external parameter entities',
                        handler.feature_namespace_prefixes: 'namespace prefixes'}[name]
                raise SAXNotSupportedException(f'expat does not support {what}' if what == 'validation' else
                                               f'expat does not read {what}' if 'external' in what else
                                               'expat does not report namespace prefixes')
        else:
            raise SAXNotRecognizedException(f"Feature '{name}' not recognized")

    def getProperty(self, name):
        if name == handler.property_lexical_handler:
            return self._lexical
        if name == handler.property_interning_dict:
            return self._names
        if name == handler.property_xml_string:
            if self._expat is None:
                raise SAXNotSupportedException('XML string can only be got during parsing')
            return self._expat.GetInputContext()
        raise SAXNotRecognizedException(f"Property '{name}' not recognized")

    def setProperty(self, name, value):
        if name == handler.property_lexical_handler:
            self._lexical = value
            if self._is_reading:
                self._connect_lexical()
        elif name == handler.property_interning_dict:
            self._names = value
        elif name == handler.property_xml_string:
            raise SAXNotSupportedException(f"Property '{name}' cannot be set")
        else:
            raise SAXNotRecognizedException(f"Property '{name}' not recognized")

    # ---- piece by piece ----

    def feed(self, data, isFinal=False):
        """Reads more of the document."""
        if not self._is_reading:
            self.reset()
            self._cont_handler.startDocument()
            self._is_reading = True
        try:
            self._expat.Parse(data, isFinal)
        except expat.ExpatError as e:
            self._err_handler.fatalError(SAXParseException(expat.ErrorString(e.code), e, self))

    def flush(self):
        """Tells all that can be told."""
        if self._expat is not None:
            self.feed(b'')

    def close(self):
        """The document is at its end."""
        if self._expat is None or self._entities:
            return
        try:
            self.feed(b'', isFinal=True)
            self._expat = None
            self._cont_handler.endDocument()
        finally:
            self._is_reading = False

    def reset(self):
        self._expat = parser = expat.ParserCreate(self._document.getEncoding(), ' ' if self._by_namespace else None, intern=self._names)
        if self._by_namespace:
            parser.namespace_prefixes = 1
            parser.StartElementHandler, parser.EndElementHandler = self._start_with_namespaces, self._end_with_namespaces
            parser.StartNamespaceDeclHandler = lambda prefix, uri: self._cont_handler.startPrefixMapping(prefix, uri)
            parser.EndNamespaceDeclHandler = lambda prefix: self._cont_handler.endPrefixMapping(prefix)
        else:
            parser.StartElementHandler = lambda name, attrs: self._cont_handler.startElement(name, xmlreader.AttributesImpl(attrs))
            parser.EndElementHandler = lambda name: self._cont_handler.endElement(name)
        parser.ProcessingInstructionHandler = lambda target, data: self._cont_handler.processingInstruction(target, data)
        parser.CharacterDataHandler = lambda data: self._cont_handler.characters(data)
        parser.UnparsedEntityDeclHandler = lambda name, base, system, public, notation: self._dtd_handler.unparsedEntityDecl(
            name, public, system, notation)
        parser.NotationDeclHandler = lambda name, base, system, public: self._dtd_handler.notationDecl(name, public, system)
        parser.SkippedEntityHandler = self._skipped
        parser.ExternalEntityRefHandler = self._external
        self._connect_lexical()
        self._is_reading = False
        self._entities = []

    def _connect_lexical(self):
        parser, lexical = self._expat, self._lexical
        if parser is None:
            return
        if lexical is None:
            parser.CommentHandler = parser.StartCdataSectionHandler = parser.EndCdataSectionHandler = None
            parser.StartDoctypeDeclHandler = parser.EndDoctypeDeclHandler = None
        else:
            parser.CommentHandler = lexical.comment
            parser.StartCdataSectionHandler, parser.EndCdataSectionHandler = lexical.startCDATA, lexical.endCDATA
            parser.StartDoctypeDeclHandler = lambda name, system, public, has_subset: lexical.startDTD(name, public, system)
            parser.EndDoctypeDeclHandler = lexical.endDTD

    # ---- where it is ----

    def getColumnNumber(self):
        return None if self._expat is None else self._expat.ErrorColumnNumber

    def getLineNumber(self):
        return 1 if self._expat is None else self._expat.ErrorLineNumber

    def getPublicId(self):
        return self._document.getPublicId()

    def getSystemId(self):
        return self._document.getSystemId()

    # ---- what is told ----

    @staticmethod
    def _pair(name):
        """((namespace, local name), the name as written)."""
        parts = name.split(' ')
        if len(parts) == 1:
            return (None, name), None
        if len(parts) == 3:
            return (parts[0], parts[1]), f'{parts[2]}:{parts[1]}'
        return tuple(parts), parts[1]

    def _start_with_namespaces(self, name, attrs):
        found, names = {}, {}
        for key, value in attrs.items():
            pair, written = self._pair(key)
            found[pair] = value
            names[pair] = key if pair[0] is None else written
        self._cont_handler.startElementNS(self._pair(name)[0], None, xmlreader.AttributesNSImpl(found, names))

    def _end_with_namespaces(self, name):
        self._cont_handler.endElementNS(self._pair(name)[0], None)

    def _skipped(self, name, is_parameter):
        self._cont_handler.skippedEntity('%' + name if is_parameter else name)

    def _external(self, context, base, system, public):
        if not self._reads_entities:
            return 1
        source = saxutils.prepare_input_source(self._ent_handler.resolveEntity(public, system), self._document.getSystemId() or '')
        self._entities.append((self._expat, self._document))
        self._expat, self._document = self._expat.ExternalEntityParserCreate(context), source
        try:
            xmlreader.IncrementalParser.parse(self, source)
        except Exception:
            return 0
        finally:
            self._expat, self._document = self._entities.pop()
        return 1


def create_parser(*args, **kwargs):
    """A reader."""
    return ExpatParser(*args, **kwargs)
