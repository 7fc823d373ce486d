"""The W3C's tree of a document: kinds of nodes, errors, and where implementations are found."""


class Node:
    """The kinds of nodes, as `nodeType` says them."""

    (ELEMENT_NODE, ATTRIBUTE_NODE, TEXT_NODE, CDATA_SECTION_NODE, ENTITY_REFERENCE_NODE, ENTITY_NODE, PROCESSING_INSTRUCTION_NODE,
     COMMENT_NODE, DOCUMENT_NODE, DOCUMENT_TYPE_NODE, DOCUMENT_FRAGMENT_NODE, NOTATION_NODE) = range(1, 13)


(INDEX_SIZE_ERR, DOMSTRING_SIZE_ERR, HIERARCHY_REQUEST_ERR, WRONG_DOCUMENT_ERR, INVALID_CHARACTER_ERR, NO_DATA_ALLOWED_ERR,
 NO_MODIFICATION_ALLOWED_ERR, NOT_FOUND_ERR, NOT_SUPPORTED_ERR, INUSE_ATTRIBUTE_ERR, INVALID_STATE_ERR, SYNTAX_ERR,
 INVALID_MODIFICATION_ERR, NAMESPACE_ERR, INVALID_ACCESS_ERR, VALIDATION_ERR) = range(1, 17)


class DOMException(Exception):
    """Something cannot be done with a tree; `code` says why."""

    def __init__(self, *args, **kw):
        if self.__class__ is DOMException:
            raise RuntimeError('DOMException should not be instantiated directly')
        super().__init__(*args, **kw)

    def _get_code(self):
        return self.code


def _error(name, code):
    kind = type(name, (DOMException,), {'code': code, '__module__': __name__})
    globals()[name] = kind


for _name, _code in (('IndexSizeErr', INDEX_SIZE_ERR), ('DomstringSizeErr', DOMSTRING_SIZE_ERR),
                     ('HierarchyRequestErr', HIERARCHY_REQUEST_ERR), ('WrongDocumentErr', WRONG_DOCUMENT_ERR),
                     ('InvalidCharacterErr', INVALID_CHARACTER_ERR), ('NoDataAllowedErr', NO_DATA_ALLOWED_ERR),
                     ('NoModificationAllowedErr', NO_MODIFICATION_ALLOWED_ERR), ('NotFoundErr', NOT_FOUND_ERR),
                     ('NotSupportedErr', NOT_SUPPORTED_ERR), ('InuseAttributeErr', INUSE_ATTRIBUTE_ERR),
                     ('InvalidStateErr', INVALID_STATE_ERR), ('SyntaxErr', SYNTAX_ERR), ('InvalidModificationErr', INVALID_MODIFICATION_ERR),
                     ('NamespaceErr', NAMESPACE_ERR), ('InvalidAccessErr', INVALID_ACCESS_ERR), ('ValidationErr', VALIDATION_ERR)):
    _error(_name, _code)
del _name, _code


class UserDataHandler:
    """What happens to a node, as handlers of user data are told."""

    NODE_CLONED, NODE_IMPORTED, NODE_DELETED, NODE_RENAMED = range(1, 5)


XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'
XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/'
XHTML_NAMESPACE = 'http://www.w3.org/1999/xhtml'
EMPTY_NAMESPACE = None
EMPTY_PREFIX = None

_registered = {}


def registerDOMImplementation(name, factory):
    """Adds an implementation: a function that gives it."""
    _registered[name] = factory


def getDOMImplementation(name=None, features=()):
    """An implementation: the one of a name, or one that has all features."""
    if name in (None, 'minidom') and 'minidom' not in _registered:
        from xml.dom.minidom import getDOMImplementation as found
        _registered.setdefault('minidom', found)
    if name is not None:
        if name in _registered:
            return _registered[name]()
        return __import__(name, fromlist=['getDOMImplementation']).getDOMImplementation()
    if isinstance(features, str):
        words = features.split()
        features = []
        for word in words:
            if word[0].isdigit() and features:
                features[-1] = (features[-1][0], word)
            else:
                features.append((word, None))
    for factory in _registered.values():
        found = factory()
        if all(found.hasFeature(feature, version) for feature, version in features):
            return found
    raise ImportError('no suitable DOM implementation found')
