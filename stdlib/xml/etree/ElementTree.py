"""Documents as trees of elements: what an element is, what a document is, and the functions that read and write them."""

import copy as _copy
import io
import re
import sys
import warnings

from . import ElementPath

VERSION = '1.3.0'

__all__ = ['Comment', 'dump', 'Element', 'ElementTree', 'fromstring', 'fromstringlist', 'indent', 'iselement', 'iterparse', 'parse',
           'ParseError', 'PI', 'ProcessingInstruction', 'QName', 'SubElement', 'tostring', 'tostringlist', 'TreeBuilder', 'VERSION', 'XML',
           'XMLID', 'XMLParser', 'XMLPullParser', 'register_namespace', 'canonicalize', 'C14NWriterTarget']


class ParseError(SyntaxError):
    """The document is not well-formed: `code` is the reader's number, `position` a line and a column."""

    code = position = None


def _check(child, function, place):
    if not isinstance(child, Element):
        raise TypeError(f'{function}() argument{place} must be xml.etree.ElementTree.Element, not '
                        f'{"None" if child is None else type(child).__name__}')


def _attributes(attrib, extra, function, place):
    if not isinstance(attrib, dict):
        raise TypeError(f'{function}() argument {place} must be dict, not {type(attrib).__name__}')
    return {**attrib, **extra}


class Element:
    """A tag, attributes, a text before the first child, a text (`tail`) after its end, and children, of which it is a sequence."""

    __slots__ = ('tag', 'attrib', 'text', 'tail', '_children', '__weakref__')

    def __init__(self, tag, /, attrib={}, **extra):
        self.tag = tag
        self.attrib = _attributes(attrib, extra, 'Element', 2)
        self.text = self.tail = None
        self._children = []

    def __repr__(self):
        return f'<Element {self.tag!r} at {id(self):#x}>'

    # ---- children ----

    def __len__(self):
        return len(self._children)

    def __bool__(self):
        warnings.warn("Testing an element's truth value will always return True in future versions.  "
                      "Use specific 'len(elem)' or 'elem is not None' test instead.", DeprecationWarning, stacklevel=2)
        return bool(self._children)

    def __iter__(self):
        return iter(self._children)

    def __getitem__(self, index, /):
        try:
            return self._children[index]
        except IndexError:
            raise IndexError('child index out of range') from None
        except TypeError:
            raise TypeError('element indices must be integers') from None

    def __setitem__(self, index, element, /):
        if isinstance(index, slice):
            try:
                element = list(element)
            except TypeError:
                raise TypeError('assignment expects an iterable') from None
            for child in element:
                if not isinstance(child, Element):
                    raise TypeError(f'expected an Element, not "{type(child).__name__}"')
            self._children[index] = element
            return
        if not hasattr(index, '__index__'):
            raise TypeError('element indices must be integers')
        if not -len(self._children) <= index < len(self._children):
            raise IndexError('child assignment index out of range')
        if not isinstance(element, Element):
            raise TypeError(f'expected an Element, not "{type(element).__name__}"')
        self._children[index] = element

    def __delitem__(self, index, /):
        try:
            del self._children[index]
        except IndexError:
            raise IndexError('child assignment index out of range') from None
        except TypeError:
            raise TypeError('element indices must be integers') from None

    def append(self, subelement, /):
        """Adds a child at the end."""
        _check(subelement, 'append', ' 1')
        self._children.append(subelement)

    def extend(self, elements, /):
        """Adds children at the end."""
        try:
            elements = list(elements)
        except TypeError:
            raise TypeError("'elements' must be an iterable") from None
        for child in elements:
            if not isinstance(child, Element):
                raise TypeError(f'expected an Element, not "{type(child).__name__}"')
            self._children.append(child)

    def insert(self, index, subelement, /):
        """Adds a child before the one at `index`."""
        if not hasattr(index, '__index__'):
            raise TypeError(f"'{type(index).__name__}' object cannot be interpreted as an integer")
        _check(subelement, 'insert', ' 2')
        self._children.insert(index, subelement)

    def remove(self, subelement, /):
        """Takes out a child: the very same, or else one that is equal."""
        _check(subelement, 'remove', '')
        self._children.remove(subelement)

    def clear(self):
        """Leaves the tag only."""
        self.attrib = {}
        self._children = []
        self.text = self.tail = None

    def makeelement(self, tag, attrib, /):
        """A new element of the same kind."""
        if not isinstance(attrib, dict):
            raise TypeError(f'makeelement() argument 2 must be dict, not {type(attrib).__name__}')
        return Element(tag, attrib)

    # ---- attributes ----

    def get(self, key, default=None):
        """An attribute's value."""
        return self.attrib.get(key, default)

    def set(self, key, value, /):
        """Sets an attribute."""
        self.attrib[key] = value

    def keys(self):
        """The attributes' names."""
        return list(self.attrib)

    def items(self):
        """The attributes as pairs."""
        return list(self.attrib.items())

    # ---- looking for elements ----

    def find(self, path, namespaces=None):
        """The first element that the path leads to, or None."""
        return ElementPath.find(self, path, namespaces)

    def findtext(self, path, default=None, namespaces=None):
        """The text of the first element that the path leads to; the default if there is none."""
        return ElementPath.findtext(self, path, default, namespaces)

    def findall(self, path, namespaces=None):
        """All elements that the path leads to."""
        return ElementPath.findall(self, path, namespaces)

    def iterfind(self, path, namespaces=None):
        """The elements that the path leads to, one by one."""
        return ElementPath.iterfind(self, path, namespaces)

    def iter(self, tag=None):
        """This element and all below it, in the document's order; with `tag` only those."""
        if tag == '*':
            tag = None
        waiting = [self]
        while waiting:
            element = waiting.pop()
            if tag is None or element.tag == tag:
                yield element
            waiting.extend(reversed(element._children))

    def itertext(self):
        """The texts in this element, in the document's order."""
        if self.tag is not None and not isinstance(self.tag, str):
            return
        if self.text:
            yield self.text
        for child in self._children:
            yield from child.itertext()
            if child.tail:
                yield child.tail

    # ---- copies ----

    def __copy__(self):
        new = Element(self.tag, self.attrib)
        new.text, new.tail = self.text, self.tail
        new._children = self._children[:]
        return new

    def __deepcopy__(self, memo, /):
        new = Element(_copy.deepcopy(self.tag, memo), {})
        memo[id(self)] = new
        new.attrib = _copy.deepcopy(self.attrib, memo)
        new.text, new.tail = _copy.deepcopy(self.text, memo), _copy.deepcopy(self.tail, memo)
        new._children = [_copy.deepcopy(child, memo) for child in self._children]
        return new

    def __getstate__(self):
        return {'tag': self.tag, '_children': self._children, 'attrib': self.attrib, 'text': self.text, 'tail': self.tail}

    def __setstate__(self, state):
        if not isinstance(state, dict):
            raise TypeError(f'Don\'t know how to unpickle "{state!r}" as an Element')
        self.tag, self.text, self.tail = state.get('tag'), state.get('text'), state.get('tail')
        self.attrib = dict(state.get('attrib') or {})
        self._children = list(state.get('_children') or ())


def SubElement(parent, tag, /, attrib={}, **extra):
    """A new element as the last child of another."""
    _check(parent, 'SubElement', ' 1')
    element = Element(tag, _attributes(attrib, extra, 'SubElement', 3))
    parent._children.append(element)
    return element


def Comment(text=None):
    """A comment as an element; its tag is this function."""
    element = Element(Comment)
    element.text = text
    return element


def ProcessingInstruction(target, text=None):
    """An instruction as an element; its tag is this function."""
    element = Element(ProcessingInstruction)
    element.text = f'{target} {text}' if text else target
    return element


PI = ProcessingInstruction


class QName:
    """A name with its namespace: the text `{uri}name`."""

    def __init__(self, text_or_uri, tag=None):
        self.text = f'{{{text_or_uri}}}{tag}' if tag else text_or_uri

    def __str__(self):
        return self.text

    def __repr__(self):
        return f'<QName {self.text!r}>'

    def __hash__(self):
        return hash(self.text)

    def _compared(name):
        def compare(self, other):
            return getattr(self.text, name)(other.text if isinstance(other, QName) else other)
        compare.__name__ = name
        return compare

    for _name in ('__lt__', '__le__', '__gt__', '__ge__', '__eq__'):
        locals()[_name] = _compared(_name)
    del _compared, _name


def iselement(element):
    """Whether this looks like an element."""
    return hasattr(element, 'tag')


class ElementTree:
    """A document: what is at its root, and how it is read and written."""

    def __init__(self, element=None, file=None):
        self._root = element
        if file:
            self.parse(file)

    def getroot(self):
        """The root element."""
        return self._root

    def _setroot(self, element):
        self._root = element

    def parse(self, source, parser=None):
        """Reads a file, or what is open; gives the root."""
        is_name = not hasattr(source, 'read')
        file = open(source, 'rb') if is_name else source
        try:
            if parser is None:
                parser = XMLParser()
            while data := file.read(65536):
                parser.feed(data)
            self._root = parser.close()
            return self._root
        finally:
            if is_name:
                file.close()

    def iter(self, tag=None):
        """All elements in the document's order."""
        return self._root.iter(tag)

    @staticmethod
    def _relative(path):
        if path[:1] != '/':
            return path
        path = '.' + path
        warnings.warn('This search is broken in 1.3 and earlier, and will be fixed in a future version.  If you rely on the current '
                      f'behaviour, change it to {path!r}', FutureWarning, stacklevel=3)
        return path

    def find(self, path, namespaces=None):
        """As find() of the root."""
        return self._root.find(self._relative(path), namespaces)

    def findtext(self, path, default=None, namespaces=None):
        """As findtext() of the root."""
        return self._root.findtext(self._relative(path), default, namespaces)

    def findall(self, path, namespaces=None):
        """As findall() of the root."""
        return self._root.findall(self._relative(path), namespaces)

    def iterfind(self, path, namespaces=None):
        """As iterfind() of the root."""
        return self._root.iterfind(self._relative(path), namespaces)

    def write(self, file_or_filename, encoding=None, xml_declaration=None, default_namespace=None, method=None, *,
              short_empty_elements=True):
        """Writes the document; `method` is 'xml', 'html', 'text' or 'c14n'."""
        _write.write(self._root, file_or_filename, encoding, xml_declaration, default_namespace, method or 'xml', short_empty_elements)

    def write_c14n(self, file):
        """Writes the document in its canonical form."""
        return self.write(file, method='c14n')


# ---- writing ----

def register_namespace(prefix, uri):
    """Says which prefix a namespace is to be written with."""
    if re.match(r'ns\d+$', prefix):
        raise ValueError('Prefix format reserved for internal use')
    for other, known in list(_write.prefixes.items()):
        if other == uri or known == prefix:
            del _write.prefixes[other]
    _write.prefixes[uri] = prefix


def tostring(element, encoding=None, method=None, *, xml_declaration=None, default_namespace=None, short_empty_elements=True):
    """An element as a document: bytes, or a text if the encoding is 'unicode'."""
    stream = io.StringIO() if encoding == 'unicode' else io.BytesIO()
    ElementTree(element).write(stream, encoding, xml_declaration=xml_declaration, default_namespace=default_namespace, method=method,
                               short_empty_elements=short_empty_elements)
    return stream.getvalue()


def tostringlist(element, encoding=None, method=None, *, xml_declaration=None, default_namespace=None, short_empty_elements=True):
    """As tostring(), in pieces."""
    return [tostring(element, encoding, method, xml_declaration=xml_declaration, default_namespace=default_namespace,
                     short_empty_elements=short_empty_elements)]


def dump(elem):
    """Writes an element to the standard output."""
    if not isinstance(elem, ElementTree):
        elem = ElementTree(elem)
    elem.write(sys.stdout, encoding='unicode')
    if not (elem.getroot().tail or '').endswith('\n'):
        sys.stdout.write('\n')


def indent(tree, space='  ', level=0):
    """Puts blanks between elements, so that each gets a line of its own."""
    if isinstance(tree, ElementTree):
        tree = tree.getroot()
    if level < 0:
        raise ValueError(f'Initial indentation level must be >= 0, got {level}')
    if len(tree):
        _indent(tree, '\n' + level * space, space)


def _indent(element, outer, space):
    inner = outer + space
    if not (element.text or '').strip():
        element.text = inner
    for child in element:
        if len(child):
            _indent(child, inner, space)
        if not (child.tail or '').strip():
            child.tail = inner
    if not child.tail.strip():
        child.tail = outer


# ---- reading ----

def parse(source, parser=None):
    """The document in a file."""
    tree = ElementTree()
    tree.parse(source, parser)
    return tree


def XML(text, parser=None):
    """The element that a text holds."""
    if parser is None:
        parser = XMLParser(target=TreeBuilder())
    parser.feed(text)
    return parser.close()


fromstring = XML


def XMLID(text, parser=None):
    """The element that a text holds, and a dict of the elements by their attribute `id`."""
    tree = XML(text, parser)
    return tree, {name: element for element in tree.iter() if (name := element.get('id'))}


def fromstringlist(sequence, parser=None):
    """The element that a text in pieces holds."""
    if parser is None:
        parser = XMLParser(target=TreeBuilder())
    for text in sequence:
        parser.feed(text)
    return parser.close()


from . import _write
from ._build import TreeBuilder, XMLParser, XMLPullParser, iterparse
from ._canonical import C14NWriterTarget, canonicalize

HTML_EMPTY = _write.VOID

for _thing in (TreeBuilder, XMLParser, XMLPullParser, iterparse, C14NWriterTarget, canonicalize):
    _thing.__module__ = __name__
del _thing
