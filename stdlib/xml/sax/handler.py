"""What is told of a document: classes to inherit from, and the names of features and properties."""

version = '2.0beta'


class ErrorHandler:
    """Hears of errors."""

    def error(self, exception):
        """Reading could go on."""
        raise exception

    def fatalError(self, exception):
        """Reading cannot go on."""
        raise exception

    def warning(self, exception):
        """Something is unusual."""
        print(exception)


class ContentHandler:
    """Hears what the document holds. All methods do nothing."""

    def __init__(self):
        self._locator = None

    def setDocumentLocator(self, locator):
        """Gets what knows where the reader is."""
        self._locator = locator

    def startDocument(self):
        """Comes first, once."""

    def endDocument(self):
        """Comes last, once."""

    def startPrefixMapping(self, prefix, uri):
        """A prefix has a meaning from the next element on."""

    def endPrefixMapping(self, prefix):
        """A prefix has it no more."""

    def startElement(self, name, attrs):
        """An element begins; names are as written."""

    def endElement(self, name):
        """An element ends."""

    def startElementNS(self, name, qname, attrs):
        """An element begins; names are pairs of namespace and local name."""

    def endElementNS(self, name, qname):
        """An element ends."""

    def characters(self, content):
        """Text, in as many pieces as the reader likes."""

    def ignorableWhitespace(self, whitespace):
        """Blanks that the document's type says mean nothing."""

    def processingInstruction(self, target, data):
        """An instruction."""

    def skippedEntity(self, name):
        """An entity that was not read."""


class DTDHandler:
    """Hears of the declarations that matter to readers of documents."""

    def notationDecl(self, name, publicId, systemId):
        """A notation is declared."""

    def unparsedEntityDecl(self, name, publicId, systemId, ndata):
        """An entity that is no XML is declared."""


class EntityResolver:
    """Says where entities are read from."""

    def resolveEntity(self, publicId, systemId):
        """An address, or an InputSource."""
        return systemId


class LexicalHandler:
    """Hears what does not belong to the document's meaning."""

    def comment(self, content):
        """A comment."""

    def startDTD(self, name, public_id, system_id):
        """The declaration of the document's type begins."""

    def endDTD(self):
        """The declaration ends."""

    def startCDATA(self):
        """A section of characters begins."""

    def endCDATA(self):
        """A section of characters ends."""


_FEATURES, _PROPERTIES = 'http://xml.org/sax/features/', 'http://xml.org/sax/properties/'

feature_namespaces = _FEATURES + 'namespaces'
feature_namespace_prefixes = _FEATURES + 'namespace-prefixes'
feature_string_interning = _FEATURES + 'string-interning'
feature_validation = _FEATURES + 'validation'
feature_external_ges = _FEATURES + 'external-general-entities'
feature_external_pes = _FEATURES + 'external-parameter-entities'
all_features = [feature_namespaces, feature_namespace_prefixes, feature_string_interning, feature_validation, feature_external_ges,
                feature_external_pes]

property_lexical_handler = _PROPERTIES + 'lexical-handler'
property_declaration_handler = _PROPERTIES + 'declaration-handler'
property_dom_node = _PROPERTIES + 'dom-node'
property_xml_string = _PROPERTIES + 'xml-string'
property_encoding = 'http://www.python.org/sax/properties/encoding'
property_interning_dict = 'http://www.python.org/sax/properties/interning-dict'
all_properties = [property_lexical_handler, property_dom_node, property_declaration_handler, property_xml_string, property_encoding,
                  property_interning_dict]
