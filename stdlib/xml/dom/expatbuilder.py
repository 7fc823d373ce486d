"""Making trees of nodes of what xml.parsers.expat reads."""

from xml.dom import EMPTY_NAMESPACE, XMLNS_NAMESPACE, Node
from xml.dom.minidom import Document
from xml.parsers import expat


class Builder:
    """Makes a document of what a parser tells."""

    def __init__(self):
        self.document = Document()
        self._open = [self.document]
        self._is_cdata = self._cdata_goes_on = False
        self._subset = None
        self._prefixes = []
        self.parser = parser = expat.ParserCreate(namespace_separator=' ')
        parser.namespace_prefixes = parser.ordered_attributes = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, lambda name: self._open.pop()
        parser.CharacterDataHandler = self._data
        parser.CommentHandler = lambda data: self._open[-1].appendChild(self.document.createComment(data))
        parser.ProcessingInstructionHandler = lambda target, data: self._open[-1].appendChild(
            self.document.createProcessingInstruction(target, data))
        parser.StartCdataSectionHandler, parser.EndCdataSectionHandler = self._start_cdata, self._end_cdata
        parser.StartNamespaceDeclHandler = lambda prefix, uri: self._prefixes.append((prefix, uri))
        parser.StartDoctypeDeclHandler = self._doctype
        parser.XmlDeclHandler = self._declaration

    def _declaration(self, version, encoding, standalone):
        self.document.version, self.document.encoding = version, encoding
        if standalone >= 0:
            self.document.standalone = bool(standalone)

    def _doctype(self, name, system, public, has_subset):
        doctype = self.document.implementation.createDocumentType(name, public, system)
        doctype.ownerDocument = self.document
        self.document.appendChild(doctype)
        self.document.doctype = doctype

    @staticmethod
    def _names(name):
        """(namespace, name as written) of a parser's name."""
        parts = name.split(' ')
        if len(parts) == 1:
            return EMPTY_NAMESPACE, name
        return parts[0], f'{parts[2]}:{parts[1]}' if len(parts) == 3 else parts[1]

    def _start(self, name, attributes):
        element = self.document.createElementNS(*self._names(name))
        for prefix, uri in self._prefixes:
            element.setAttributeNS(XMLNS_NAMESPACE, f'xmlns:{prefix}' if prefix else 'xmlns', uri or '')
        self._prefixes = []
        for key, value in zip(attributes[::2], attributes[1::2]):
            element.setAttributeNS(*self._names(key), value)
        self._open[-1].appendChild(element)
        self._open.append(element)

    def _start_cdata(self):
        self._is_cdata, self._cdata_goes_on = True, False

    def _end_cdata(self):
        self._is_cdata = False

    def _data(self, data):
        parent, last = self._open[-1], self._open[-1].lastChild
        if self._is_cdata:
            if self._cdata_goes_on and last is not None and last.nodeType == Node.CDATA_SECTION_NODE:
                last.data += data
            else:
                self._cdata_goes_on = True
                parent.appendChild(self.document.createCDATASection(data))
        elif last is not None and last.nodeType == Node.TEXT_NODE:
            last.data += data
        else:
            parent.appendChild(self.document.createTextNode(data))
