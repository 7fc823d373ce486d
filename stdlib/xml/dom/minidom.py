"""Documents as trees of nodes, in the way of the W3C: what programs use of it."""

import io
import xml.dom
from xml.dom import EMPTY_NAMESPACE, EMPTY_PREFIX, XMLNS_NAMESPACE

_CHARACTERS = (xml.dom.Node.TEXT_NODE, xml.dom.Node.CDATA_SECTION_NODE)


def _split(name):
    """(prefix or None, local name) of a name as written."""
    prefix, colon, local = name.partition(':')
    return (prefix, local) if colon else (None, name)


def _write_data(writer, text, attr):
    """Text as it stands in a document, or in the value of an attribute."""
    if not text:
        return
    text = text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    if attr:
        text = text.replace('"', '&quot;').replace('\r', '&#13;').replace('\n', '&#10;').replace('\t', '&#9;')
    writer.write(text)


class NodeList(list):
    """Nodes by number."""

    def item(self, index):
        """A node, or None."""
        return self[index] if 0 <= index < len(self) else None

    @property
    def length(self):
        return len(self)


class Node(xml.dom.Node):
    """What all nodes have in common. Children know their parent and their neighbours."""

    nodeType = nodeName = nodeValue = attributes = None
    parentNode = ownerDocument = None
    namespaceURI = prefix = localName = None
    # Kinds that may be children.
    _children_allowed = ()

    def __init__(self):
        self.childNodes = NodeList()

    def __bool__(self):
        return True

    def __enter__(self):
        return self

    def __exit__(self, *about):
        self.unlink()

    @property
    def firstChild(self):
        return self.childNodes[0] if self.childNodes else None

    @property
    def lastChild(self):
        return self.childNodes[-1] if self.childNodes else None

    def _neighbour(self, distance):
        if self.parentNode is None:
            return None
        nodes = self.parentNode.childNodes
        place = next(place for place, node in enumerate(nodes) if node is self) + distance
        return nodes[place] if 0 <= place < len(nodes) else None

    @property
    def previousSibling(self):
        return self._neighbour(-1)

    @property
    def nextSibling(self):
        return self._neighbour(1)

    def hasChildNodes(self):
        return bool(self.childNodes)

    def hasAttributes(self):
        return False

    # ---- changing the tree ----

    def _check(self, node):
        if not self._children_allowed:
            raise xml.dom.HierarchyRequestErr(f'{self.nodeName} nodes cannot have children')
        if node.nodeType not in self._children_allowed:
            raise xml.dom.HierarchyRequestErr(f'{node!r} cannot be child of {self!r}')

    def _take(self, node, place):
        """Puts a node among the children."""
        if node.parentNode is not None:
            node.parentNode.removeChild(node)
        self.childNodes.insert(place, node)
        node.parentNode = self

    def insertBefore(self, newChild, refChild):
        """Adds a child before another, or at the end; of a fragment, all that it has."""
        if newChild.nodeType == self.DOCUMENT_FRAGMENT_NODE:
            for node in list(newChild.childNodes):
                self.insertBefore(node, refChild)
            return newChild
        self._check(newChild)
        if refChild is None:
            return self.appendChild(newChild)
        if not any(node is refChild for node in self.childNodes):
            raise xml.dom.NotFoundErr()
        if newChild.parentNode is not None:
            newChild.parentNode.removeChild(newChild)
        self._take(newChild, next(place for place, node in enumerate(self.childNodes) if node is refChild))
        return newChild

    def appendChild(self, node):
        """Adds a child at the end; of a fragment, all that it has."""
        if node.nodeType == self.DOCUMENT_FRAGMENT_NODE:
            for child in list(node.childNodes):
                self.appendChild(child)
            return node
        self._check(node)
        if node.parentNode is not None:
            node.parentNode.removeChild(node)
        self._take(node, len(self.childNodes))
        return node

    def replaceChild(self, newChild, oldChild):
        """Puts a node in the place of a child."""
        if newChild is oldChild:
            return None
        self.insertBefore(newChild, oldChild)
        return self.removeChild(oldChild)

    def removeChild(self, oldChild):
        """Takes out a child."""
        for place, node in enumerate(self.childNodes):
            if node is oldChild:
                del self.childNodes[place]
                oldChild.parentNode = None
                return oldChild
        raise xml.dom.NotFoundErr()

    def normalize(self):
        """Puts texts that follow one another together, and takes out empty ones."""
        kept = []
        for node in self.childNodes:
            if node.nodeType == self.TEXT_NODE:
                if not node.data:
                    node.parentNode = None
                    continue
                if kept and kept[-1].nodeType == self.TEXT_NODE:
                    kept[-1].data += node.data
                    node.parentNode = None
                    continue
            elif node.nodeType == self.ELEMENT_NODE:
                node.normalize()
            kept.append(node)
        self.childNodes[:] = kept

    def cloneNode(self, deep):
        """A copy, with copies of all that is below it if that is asked for."""
        twin = self._copy(self.ownerDocument)
        if deep:
            for node in self.childNodes:
                twin.appendChild(node.cloneNode(True))
        return twin

    def isSameNode(self, other):
        return self is other

    def isSupported(self, feature, version):
        return self.ownerDocument.implementation.hasFeature(feature, version)

    # ---- data of programs ----

    def getUserData(self, key):
        return self.__dict__.get('_user_data', {}).get(key, (None, None))[0]

    def setUserData(self, key, data, handler):
        known = self.__dict__.setdefault('_user_data', {})
        old = self.getUserData(key)
        if data is None:
            known.pop(key, None)
        else:
            known[key] = data, handler
        return old

    def unlink(self):
        """Takes the tree apart, so that no part of it holds another."""
        for node in self.childNodes:
            node.parentNode = None
            node.unlink()
        self.childNodes = NodeList()
        self.parentNode = self.ownerDocument = None

    # ---- writing ----

    def toxml(self, encoding=None, standalone=None):
        """The document as a text, or as bytes in an encoding."""
        return self.toprettyxml('', '', encoding, standalone)

    def toprettyxml(self, indent='\t', newl='\n', encoding=None, standalone=None):
        """As toxml(), with each node on a line of its own."""
        out = io.StringIO(newline='')
        if self.nodeType == Node.DOCUMENT_NODE:
            self.writexml(out, '', indent, newl, encoding, standalone)
        else:
            self.writexml(out, '', indent, newl)
        text = out.getvalue()
        return text if encoding is None else text.encode(encoding, 'xmlcharrefreplace')


class _Searched:
    """What elements can be looked for in."""

    def _below(self, test):
        """The elements below that pass a test, in the document's order."""
        found, waiting = NodeList(), list(reversed(self.childNodes))
        while waiting:
            node = waiting.pop()
            if node.nodeType == Node.ELEMENT_NODE:
                if test(node):
                    found.append(node)
                waiting.extend(reversed(node.childNodes))
        return found

    def getElementsByTagName(self, name):
        """The elements below of a name; '*' stands for any."""
        return self._below(lambda node: name in ('*', node.tagName))

    def getElementsByTagNameNS(self, namespaceURI, localName):
        """The elements below of a namespace and a name; '*' stands for any."""
        return self._below(lambda node: namespaceURI in ('*', node.namespaceURI) and localName in ('*', node.localName))


class DocumentFragment(Node):
    """Nodes that are to be put somewhere together."""

    nodeType, nodeName = Node.DOCUMENT_FRAGMENT_NODE, '#document-fragment'
    _children_allowed = (Node.ELEMENT_NODE, Node.TEXT_NODE, Node.CDATA_SECTION_NODE, Node.ENTITY_REFERENCE_NODE,
                         Node.PROCESSING_INSTRUCTION_NODE, Node.COMMENT_NODE, Node.NOTATION_NODE)

    def _copy(self, document):
        return document.createDocumentFragment()


class Attr(Node):
    """An attribute of an element."""

    nodeType = Node.ATTRIBUTE_NODE
    ownerElement = None
    specified = False
    _children_allowed = (Node.TEXT_NODE, Node.ENTITY_REFERENCE_NODE)

    def __init__(self, qName, namespaceURI=EMPTY_NAMESPACE, localName=None, prefix=None):
        super().__init__()
        self.name = self.nodeName = qName
        self.namespaceURI = namespaceURI
        self.prefix, self.localName = (prefix, localName) if localName is not None else _split(qName)
        self._value = ''
        self.isId = False

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, value):
        self._value = value

    nodeValue = value

    def _copy(self, document):
        twin = Attr(self.name, self.namespaceURI, self.localName, self.prefix)
        twin.value, twin.ownerDocument = self.value, document
        return twin


class NamedNodeMap:
    """An element's attributes by name."""

    def __init__(self, attrs, owner):
        self._attrs, self._owner = attrs, owner

    @property
    def length(self):
        return len(self._attrs)

    def __len__(self):
        return len(self._attrs)

    def item(self, index):
        """An attribute by number, or None."""
        found = list(self._attrs.values())
        return found[index] if 0 <= index < len(found) else None

    def items(self):
        return [(node.name, node.value) for node in self._attrs.values()]

    def itemsNS(self):
        return [((node.namespaceURI, node.localName), node.value) for node in self._attrs.values()]

    def keys(self):
        return self._attrs.keys()

    def values(self):
        return list(self._attrs.values())

    def _found(self, key):
        if not isinstance(key, tuple):
            return self._attrs.get(key)
        return next((node for node in self._attrs.values() if (node.namespaceURI, node.localName) == key), None)

    def __contains__(self, key):
        return self._found(key) is not None

    def get(self, name, value=None):
        return self._attrs.get(name, value)

    def getNamedItem(self, name):
        return self._found(name)

    def getNamedItemNS(self, namespaceURI, localName):
        return self._found((namespaceURI, localName))

    def __getitem__(self, key):
        found = self._found(key)
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, name, value):
        if isinstance(value, str):
            self._owner.setAttribute(name, value)
        elif isinstance(value, Attr):
            self._owner.setAttributeNode(value)
        else:
            raise TypeError('value must be a string or Attr object')

    def __delitem__(self, key):
        self._owner.removeAttributeNode(self[key])

    def setNamedItem(self, node):
        return self._owner.setAttributeNode(node)

    setNamedItemNS = setNamedItem

    def removeNamedItem(self, name):
        found = self._found(name)
        if found is None:
            raise xml.dom.NotFoundErr()
        return self._owner.removeAttributeNode(found)

    def removeNamedItemNS(self, namespaceURI, localName):
        return self.removeNamedItem((namespaceURI, localName))


AttributeList = NamedNodeMap


class Element(_Searched, Node):
    """An element."""

    nodeType = Node.ELEMENT_NODE
    _children_allowed = (Node.ELEMENT_NODE, Node.PROCESSING_INSTRUCTION_NODE, Node.COMMENT_NODE, Node.TEXT_NODE,
                         Node.CDATA_SECTION_NODE, Node.ENTITY_REFERENCE_NODE)

    def __init__(self, tagName, namespaceURI=EMPTY_NAMESPACE, prefix=EMPTY_PREFIX, localName=None):
        super().__init__()
        self.tagName = self.nodeName = tagName
        self.namespaceURI = namespaceURI
        split = _split(tagName)
        self.prefix, self.localName = prefix if prefix is not None else split[0], localName or split[1]
        self._attributes = {}

    def __repr__(self):
        return f'<DOM Element: {self.tagName} at {id(self):#x}>'

    @property
    def attributes(self):
        return NamedNodeMap(self._attributes, self)

    def hasAttributes(self):
        return bool(self._attributes)

    def _attribute(self, namespaceURI, localName):
        return NamedNodeMap(self._attributes, self)._found((namespaceURI, localName))

    def hasAttribute(self, name):
        return name in self._attributes

    def hasAttributeNS(self, namespaceURI, localName):
        return self._attribute(namespaceURI, localName) is not None

    def getAttribute(self, attname):
        """An attribute's value; '' if there is none."""
        found = self._attributes.get(attname)
        return '' if found is None else found.value

    def getAttributeNS(self, namespaceURI, localName):
        """An attribute's value; '' if there is none."""
        found = self._attribute(namespaceURI, localName)
        return '' if found is None else found.value

    def getAttributeNode(self, attrname):
        return self._attributes.get(attrname)

    def getAttributeNodeNS(self, namespaceURI, localName):
        return self._attribute(namespaceURI, localName)

    def setAttribute(self, attname, value):
        """Sets an attribute."""
        node = self._attributes.get(attname)
        if node is None:
            node = Attr(attname)
            self._add(node)
        node.value = value

    def setAttributeNS(self, namespaceURI, qualifiedName, value):
        """Sets an attribute of a namespace."""
        prefix, local = _split(qualifiedName)
        node = self._attribute(namespaceURI, local)
        if node is None:
            node = Attr(qualifiedName, namespaceURI, local, prefix)
            self._add(node)
        node.value = value

    def _add(self, node):
        node.ownerElement, node.ownerDocument = self, self.ownerDocument
        self._attributes[node.name] = node

    def setAttributeNode(self, attr):
        """Adds an attribute; gives the one it takes the place of."""
        if attr.ownerElement not in (None, self):
            raise xml.dom.InuseAttributeErr('attribute node already owned')
        old = self._attributes.get(attr.name)
        if old is attr:
            return None
        if old is not None:
            self.removeAttributeNode(old)
        self._add(attr)
        return old

    setAttributeNodeNS = setAttributeNode

    def removeAttribute(self, name):
        """Takes out an attribute."""
        self.removeAttributeNode(self._attributes.get(name))

    def removeAttributeNS(self, namespaceURI, localName):
        """Takes out an attribute."""
        self.removeAttributeNode(self._attribute(namespaceURI, localName))

    def removeAttributeNode(self, node):
        """Takes out an attribute."""
        if node is None or self._attributes.get(node.name) is not node:
            raise xml.dom.NotFoundErr()
        del self._attributes[node.name]
        return node

    removeAttributeNodeNS = removeAttributeNode

    def setIdAttribute(self, name):
        self.setIdAttributeNode(self.getAttributeNode(name))

    def setIdAttributeNS(self, namespaceURI, localName):
        self.setIdAttributeNode(self.getAttributeNodeNS(namespaceURI, localName))

    def setIdAttributeNode(self, idAttr):
        """Says that an attribute names its element."""
        if idAttr is None or idAttr.ownerElement is not self:
            raise xml.dom.NotFoundErr()
        idAttr.isId = True

    def writexml(self, writer, indent='', addindent='', newl=''):
        """Writes the element and what is below it."""
        writer.write(f'{indent}<{self.tagName}')
        for name, node in self._attributes.items():
            writer.write(f' {name}="')
            _write_data(writer, node.value, True)
            writer.write('"')
        if not self.childNodes:
            writer.write(f'/>{newl}')
            return
        writer.write('>')
        if len(self.childNodes) == 1 and self.childNodes[0].nodeType in _CHARACTERS:
            # A text alone stays as it is.
            self.childNodes[0].writexml(writer, '', '', '')
        else:
            writer.write(newl)
            for node in self.childNodes:
                node.writexml(writer, indent + addindent, addindent, newl)
            writer.write(indent)
        writer.write(f'</{self.tagName}>{newl}')

    def _copy(self, document):
        twin = document.createElementNS(self.namespaceURI, self.nodeName)
        for node in self._attributes.values():
            twin.setAttributeNS(node.namespaceURI, node.name, node.value)
        return twin


class CharacterData(Node):
    """What holds text: `data`."""

    def __init__(self):
        super().__init__()
        self.data = ''

    @property
    def nodeValue(self):
        return self.data

    @nodeValue.setter
    def nodeValue(self, data):
        self.data = data

    @property
    def length(self):
        return len(self.data)

    def __len__(self):
        return len(self.data)

    def __repr__(self):
        shown = self.data[:10] + ('...' if len(self.data) > 10 else '')
        return f'<DOM {self.__class__.__name__} node "{shown!r}">'

    def _check_span(self, offset, count=0):
        if offset < 0:
            raise xml.dom.IndexSizeErr('offset cannot be negative')
        if offset >= len(self.data) and (count or offset > len(self.data)):
            raise xml.dom.IndexSizeErr('offset cannot be beyond end of data')
        if count < 0:
            raise xml.dom.IndexSizeErr('count cannot be negative')

    def substringData(self, offset, count):
        self._check_span(offset, count)
        return self.data[offset:offset + count]

    def appendData(self, arg):
        self.data += arg

    def insertData(self, offset, arg):
        self._check_span(offset)
        self.data = self.data[:offset] + arg + self.data[offset:]

    def deleteData(self, offset, count):
        self.replaceData(offset, count, '')

    def replaceData(self, offset, count, arg):
        self._check_span(offset, count)
        self.data = self.data[:offset] + arg + self.data[offset + count:]


class Text(CharacterData):
    """A text."""

    nodeType, nodeName = Node.TEXT_NODE, '#text'

    def splitText(self, offset):
        """Cuts the text; the second half becomes the next node."""
        self._check_span(offset)
        rest = self.__class__()
        rest.data, rest.ownerDocument = self.data[offset:], self.ownerDocument
        if self.parentNode is not None:
            self.parentNode.insertBefore(rest, self.nextSibling)
        self.data = self.data[:offset]
        return rest

    def _run(self):
        """The texts that this one stands among."""
        if self.parentNode is None:
            return [self]
        nodes = self.parentNode.childNodes
        first = last = next(place for place, node in enumerate(nodes) if node is self)
        while first and nodes[first - 1].nodeType in _CHARACTERS:
            first -= 1
        while last + 1 < len(nodes) and nodes[last + 1].nodeType in _CHARACTERS:
            last += 1
        return nodes[first:last + 1]

    @property
    def wholeText(self):
        return ''.join(node.data for node in self._run())

    def replaceWholeText(self, content):
        """Puts a text in the place of this one and those around it."""
        parent = self.parentNode
        for node in self._run():
            if node is not self:
                parent.removeChild(node)
        self.data = content
        if content:
            return self
        if parent is not None:
            parent.removeChild(self)
        return None

    @property
    def isWhitespaceInElementContent(self):
        return False

    def writexml(self, writer, indent='', addindent='', newl=''):
        _write_data(writer, f'{indent}{self.data}{newl}', False)

    def _copy(self, document):
        return document.createTextNode(self.data)


class Comment(CharacterData):
    """A comment."""

    nodeType, nodeName = Node.COMMENT_NODE, '#comment'

    def __init__(self, data):
        super().__init__()
        self.data = data

    def writexml(self, writer, indent='', addindent='', newl=''):
        if '--' in self.data:
            raise ValueError("'--' is not allowed in a comment node")
        writer.write(f'{indent}<!--{self.data}-->{newl}')

    def _copy(self, document):
        return document.createComment(self.data)


class CDATASection(Text):
    """A text in which nothing is escaped."""

    nodeType, nodeName = Node.CDATA_SECTION_NODE, '#cdata-section'

    def writexml(self, writer, indent='', addindent='', newl=''):
        if ']]>' in self.data:
            raise ValueError("']]>' not allowed in a CDATA section")
        writer.write(f'<![CDATA[{self.data}]]>')

    def _copy(self, document):
        return document.createCDATASection(self.data)


class ProcessingInstruction(Node):
    """An instruction: `target` and `data`."""

    nodeType = Node.PROCESSING_INSTRUCTION_NODE

    def __init__(self, target, data):
        super().__init__()
        self.target = self.nodeName = target
        self.data = data

    @property
    def nodeValue(self):
        return self.data

    def writexml(self, writer, indent='', addindent='', newl=''):
        writer.write(f'{indent}<?{self.target} {self.data}?>{newl}')

    def _copy(self, document):
        return document.createProcessingInstruction(self.target, self.data)


class DocumentType(Node):
    """The declaration of a document's type."""

    nodeType = Node.DOCUMENT_TYPE_NODE

    def __init__(self, qualifiedName):
        super().__init__()
        self.name = self.nodeName = qualifiedName
        self.publicId = self.systemId = self.internalSubset = None

    def writexml(self, writer, indent='', addindent='', newl=''):
        writer.write(f'<!DOCTYPE {self.name}')
        if self.publicId:
            writer.write(f"{newl}  PUBLIC '{self.publicId}'{newl}  '{self.systemId}'")
        elif self.systemId:
            writer.write(f"{newl}  SYSTEM '{self.systemId}'")
        if self.internalSubset is not None:
            writer.write(f' [{self.internalSubset}]')
        writer.write('>' + newl)

    def _copy(self, document):
        twin = DocumentType(self.name)
        twin.publicId, twin.systemId, twin.internalSubset = self.publicId, self.systemId, self.internalSubset
        return twin


class DOMImplementation:
    """Makes documents."""

    def hasFeature(self, feature, version):
        return feature.lower() in ('core', 'xml', 'ls', 'ls-load') and version in ('1.0', '2.0', None, '', '3.0')

    def createDocument(self, namespaceURI, qualifiedName, doctype):
        """A document with its element, if that has a name."""
        if doctype and doctype.parentNode is not None:
            raise xml.dom.WrongDocumentErr('doctype object owned by another DOM tree')
        document = Document()
        if qualifiedName or namespaceURI or doctype:
            if not qualifiedName:
                raise xml.dom.InvalidCharacterErr('Element with no name')
            prefix = _split(qualifiedName)[0]
            if prefix == 'xml' and namespaceURI != xml.dom.XML_NAMESPACE:
                raise xml.dom.NamespaceErr("illegal use of 'xml' prefix")
            if prefix and not namespaceURI:
                raise xml.dom.NamespaceErr('illegal use of prefix without namespaces')
            if doctype:
                document.appendChild(doctype)
            document.appendChild(document.createElementNS(namespaceURI, qualifiedName))
        document.doctype = doctype
        return document

    def createDocumentType(self, qualifiedName, publicId, systemId):
        """The declaration of a type."""
        doctype = DocumentType(qualifiedName)
        doctype.publicId, doctype.systemId = publicId, systemId
        return doctype

    def getInterface(self, feature):
        return self if self.hasFeature(feature, None) else None


class Document(_Searched, Node):
    """A document: an element, and what stands before and after it."""

    nodeType, nodeName = Node.DOCUMENT_NODE, '#document'
    implementation = DOMImplementation()
    doctype = encoding = standalone = version = documentURI = None
    _children_allowed = (Node.ELEMENT_NODE, Node.PROCESSING_INSTRUCTION_NODE, Node.COMMENT_NODE, Node.DOCUMENT_TYPE_NODE)

    def __repr__(self):
        return f'<xml.dom.minidom.Document object at {id(self):#x}>'

    def _take(self, node, place):
        if node.nodeType == Node.ELEMENT_NODE and self.documentElement is not None:
            raise xml.dom.HierarchyRequestErr('two document elements disallowed')
        super()._take(node, place)

    @property
    def documentElement(self):
        return next((node for node in self.childNodes if node.nodeType == Node.ELEMENT_NODE), None)

    def _own(self, node):
        node.ownerDocument = self
        return node

    def createDocumentFragment(self):
        return self._own(DocumentFragment())

    def createElement(self, tagName):
        """A new element."""
        return self._own(Element(tagName))

    def createElementNS(self, namespaceURI, qualifiedName):
        """A new element of a namespace."""
        return self._own(Element(qualifiedName, namespaceURI, _split(qualifiedName)[0]))

    def createTextNode(self, data):
        """A new text."""
        if not isinstance(data, str):
            raise TypeError('node contents must be a string')
        node = self._own(Text())
        node.data = data
        return node

    def createCDATASection(self, data):
        """A new text in which nothing is escaped."""
        if not isinstance(data, str):
            raise TypeError('node contents must be a string')
        node = self._own(CDATASection())
        node.data = data
        return node

    def createComment(self, data):
        """A new comment."""
        return self._own(Comment(data))

    def createProcessingInstruction(self, target, data):
        """A new instruction."""
        return self._own(ProcessingInstruction(target, data))

    def createAttribute(self, qName):
        """A new attribute."""
        return self._own(Attr(qName))

    def createAttributeNS(self, namespaceURI, qualifiedName):
        """A new attribute of a namespace."""
        prefix, local = _split(qualifiedName)
        return self._own(Attr(qualifiedName, namespaceURI, local, prefix))

    def getElementById(self, id):
        """The element that an attribute names."""
        for element in self.getElementsByTagName('*'):
            if any(node.isId and node.value == id for node in element.attributes.values()):
                return element
        return None

    def importNode(self, node, deep):
        """A copy of another document's node."""
        if node.nodeType in (Node.DOCUMENT_NODE, Node.DOCUMENT_TYPE_NODE):
            raise xml.dom.NotSupportedErr('cannot import document' + (' type nodes' if node.nodeType == Node.DOCUMENT_TYPE_NODE else ' nodes'))
        twin = node._copy(self)
        if deep:
            for child in node.childNodes:
                twin.appendChild(self.importNode(child, True))
        return twin

    def cloneNode(self, deep):
        if not deep:
            return None
        twin = Document()
        twin.encoding, twin.standalone, twin.version = self.encoding, self.standalone, self.version
        for node in self.childNodes:
            copy = node._copy(twin) if node.nodeType == Node.DOCUMENT_TYPE_NODE else twin.importNode(node, True)
            twin.appendChild(copy)
            if copy.nodeType == Node.DOCUMENT_TYPE_NODE:
                twin.doctype = copy
        return twin

    def writexml(self, writer, indent='', addindent='', newl='', encoding=None, standalone=None):
        """Writes the document."""
        declarations = [f'encoding="{encoding}"'] if encoding else []
        if standalone is not None:
            declarations.append(f'standalone="{"yes" if standalone else "no"}"')
        writer.write(f'<?xml version="1.0" {" ".join(declarations)}?>{newl}')
        for node in self.childNodes:
            node.writexml(writer, indent, addindent, newl)


def getDOMImplementation(features=None):
    """What makes documents, if it has all features."""
    return Document.implementation


# ---- reading ----

def parse(file, parser=None, bufsize=None):
    """The document in a file, by name or open."""
    if parser is not None:
        raise xml.dom.NotSupportedErr('only the parser of this module reads documents')
    from xml.dom.expatbuilder import Builder
    builder = Builder()
    if hasattr(file, 'read'):
        builder.parser.ParseFile(file)
    else:
        with open(file, 'rb') as opened:
            builder.parser.ParseFile(opened)
    return builder.document


def parseString(string, parser=None):
    """The document in a text or bytes."""
    if parser is not None:
        raise xml.dom.NotSupportedErr('only the parser of this module reads documents')
    from xml.dom.expatbuilder import Builder
    builder = Builder()
    builder.parser.Parse(string, True)
    return builder.document
