"""Documents as a stream of events, of which each can become a tree when it is wanted."""

import xml.sax
import xml.sax.handler
from collections import deque

START_ELEMENT = 'START_ELEMENT'
END_ELEMENT = 'END_ELEMENT'
COMMENT = 'COMMENT'
START_DOCUMENT = 'START_DOCUMENT'
END_DOCUMENT = 'END_DOCUMENT'
PROCESSING_INSTRUCTION = 'PROCESSING_INSTRUCTION'
IGNORABLE_WHITESPACE = 'IGNORABLE_WHITESPACE'
CHARACTERS = 'CHARACTERS'

_XMLNS = 'http://www.w3.org/2000/xmlns/'
_XML = 'http://www.w3.org/XML/1998/namespace'

default_bufsize = 2 ** 14 - 20


class PullDOM(xml.sax.ContentHandler):
    """Makes a node and an event of what a parser finds."""

    document = None

    def __init__(self, documentFactory=None):
        self.documentFactory = documentFactory
        self._events = deque()
        # The nodes that are open, the document first.
        self._open = []
        # Prefixes of namespaces, outermost first, and those that the next element declares.
        self._scopes = [{_XML: 'xml'}]
        self._declared = []
        # What stands before the document's element, which the document is made with.
        self._before = []
        self._locator = None

    def _note(self, event, node):
        self._events.append((event, node))

    def _opened(self, node):
        self._open.append(node)

    def _closed(self):
        return self._open.pop()

    def _leaf(self, event, node):
        self._note(event, node)

    def setDocumentLocator(self, locator):
        self._locator = locator

    # ---- namespaces ----

    def startPrefixMapping(self, prefix, uri):
        self._declared.append((prefix or 'xmlns', uri))
        self._scopes.append(self._scopes[-1] | {uri: prefix or None})

    def endPrefixMapping(self, prefix):
        self._scopes.pop()

    def _qualified(self, uri, local):
        """A name with the prefix of its namespace."""
        prefix = self._scopes[-1].get(uri) if uri else None
        return f'{prefix}:{local}' if prefix else local

    # ---- elements ----

    def startElementNS(self, name, tagName, attrs):
        uri, local = name
        tag = tagName or self._qualified(uri, local)
        node = self._root if self._is_first(tag, uri) else self.document.createElementNS(uri or None, tag)
        declared, self._declared = self._declared, []
        for prefix, value in declared:
            qualified = prefix if prefix == 'xmlns' else 'xmlns:' + prefix
            attribute = self.document.createAttributeNS(_XMLNS, qualified)
            attribute.value = value or ''
            node.setAttributeNodeNS(attribute)
        for (attr_uri, attr_local), value in attrs.items():
            attribute = self.document.createAttributeNS(attr_uri or None, self._qualified(attr_uri, attr_local))
            attribute.value = value
            node.setAttributeNodeNS(attribute)
        self._begin(node)

    def startElement(self, name, attrs):
        node = self._root if self._is_first(name, None) else self.document.createElement(name)
        for attr_name, value in attrs.items():
            attribute = self.document.createAttribute(attr_name)
            attribute.value = value
            node.setAttributeNode(attribute)
        self._begin(node)

    def _is_first(self, tag, uri):
        """Makes the document when its element begins; whether this is that element."""
        if self.document is not None:
            return False
        factory = self.documentFactory
        if factory is None:
            from xml.dom import minidom
            factory = minidom.Document.implementation
        self.document = factory.createDocument(uri or None, tag, None)
        self._root = self.document.firstChild
        # The document is complete only with what came before; its element stays last.
        self._start_document()
        return True

    def _start_document(self):
        document = self.document
        self._note(START_DOCUMENT, document)
        self._opened(document)
        for make, event in self._before:
            node = make(document)
            document.insertBefore(node, self._root)
            self._note(event, node)
        self._before = []

    def _begin(self, node):
        self._note(START_ELEMENT, node)
        self._opened(node)

    def endElementNS(self, name, tagName):
        self._note(END_ELEMENT, self._closed())

    def endElement(self, name):
        self._note(END_ELEMENT, self._closed())

    # ---- other nodes ----

    def _other(self, event, make):
        if self.document is None:
            self._before.append((make, event))
        else:
            self._leaf(event, make(self.document))

    def comment(self, text):
        self._other(COMMENT, lambda document: document.createComment(text))

    def processingInstruction(self, target, data):
        self._other(PROCESSING_INSTRUCTION, lambda document: document.createProcessingInstruction(target, data))

    def characters(self, chars):
        self._leaf(CHARACTERS, self.document.createTextNode(chars))

    def ignorableWhitespace(self, chars):
        self._leaf(IGNORABLE_WHITESPACE, self.document.createTextNode(chars))

    def startDocument(self):
        pass

    def endDocument(self):
        if self._open:
            self._note(END_DOCUMENT, self._closed())

    def clear(self):
        """Forgets the document."""
        self.document = None


class SAX2DOM(PullDOM):
    """Builds the whole tree."""

    def _begin(self, node):
        if node is not self._root:
            self._open[-1].appendChild(node)
        super()._begin(node)

    def _leaf(self, event, node):
        self._open[-1].appendChild(node)
        super()._leaf(event, node)


class DOMEventStream:
    """The events of a document that is read piece by piece."""

    _is_closed = False

    def __init__(self, stream, parser, bufsize):
        self.stream, self.parser, self.bufsize = stream, parser, bufsize
        if not hasattr(parser, 'feed'):
            self.getEvent = self._whole
        self.reset()

    def reset(self):
        """Begins anew with the handler."""
        self.pulldom = PullDOM()
        # Names are taken with their namespaces.
        self.parser.setFeature(xml.sax.handler.feature_namespaces, 1)
        self.parser.setContentHandler(self.pulldom)
        self._is_closed = False

    def __iter__(self):
        return self

    def __next__(self):
        event = self.getEvent()
        if event is None:
            raise StopIteration
        return event

    def getEvent(self):
        """The next (event, node), or None after the last."""
        events = self.pulldom._events
        while not events:
            if self._is_closed:
                return None
            data = self.stream.read(self.bufsize)
            if data:
                self.parser.feed(data)
            else:
                # Nothing is told of the document's end.
                self._is_closed = True
                self.parser.close()
                return None
        return events.popleft()

    def _whole(self):
        """As getEvent(), for a parser that takes no pieces."""
        if not self._is_closed:
            self._is_closed = True
            self.parser.parse(self.stream)
        events = self.pulldom._events
        return events.popleft() if events else None

    def expandNode(self, node):
        """Reads all that belongs to a node into it."""
        parents = [node]
        while (found := self.getEvent()) is not None:
            event, inner = found
            if inner is node:
                return
            if event != END_ELEMENT:
                parents[-1].appendChild(inner)
            if event == START_ELEMENT:
                parents.append(inner)
            elif event == END_ELEMENT:
                parents.pop()

    def clear(self):
        """Forgets parser and stream."""
        self.pulldom.clear()
        del self.pulldom
        self.parser = self.stream = None


def parse(stream_or_string, parser=None, bufsize=None):
    """The events of a file, given by name or open."""
    stream = open(stream_or_string, 'rb') if isinstance(stream_or_string, str) else stream_or_string
    return DOMEventStream(stream, parser or xml.sax.make_parser(), default_bufsize if bufsize is None else bufsize)


def parseString(string, parser=None):
    """The events of a text."""
    import io
    return DOMEventStream(io.StringIO(string), parser or xml.sax.make_parser(), len(string))
