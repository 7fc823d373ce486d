"""What readers are, what they read from, and the attributes they tell of."""

from . import handler
from ._exceptions import SAXNotRecognizedException, SAXNotSupportedException


class XMLReader:
    """Reads documents and tells handlers."""

    def __init__(self):
        # Until told otherwise, nobody listens, and errors are raised.
        self._cont_handler, self._err_handler = handler.ContentHandler(), handler.ErrorHandler()
        self._dtd_handler, self._ent_handler = handler.DTDHandler(), handler.EntityResolver()

    def parse(self, source):
        """Reads a document from an address, a file or an InputSource."""
        raise NotImplementedError('This method must be implemented!')

    def getContentHandler(self):
        """Who hears what the document holds."""
        return self._cont_handler

    def setContentHandler(self, handler):
        """Says who hears what the document holds."""
        self._cont_handler = handler

    def getDTDHandler(self):
        """Who hears of declarations."""
        return self._dtd_handler

    def setDTDHandler(self, handler):
        """Says who hears of declarations."""
        self._dtd_handler = handler

    def getEntityResolver(self):
        """Who says where entities are."""
        return self._ent_handler

    def setEntityResolver(self, resolver):
        """Sets who says where entities are."""
        self._ent_handler = resolver

    def getErrorHandler(self):
        """Who hears of errors."""
        return self._err_handler

    def setErrorHandler(self, handler):
        """Says who hears of errors."""
        self._err_handler = handler

    def setLocale(self, locale):
        """Sets the language of messages: there is one."""
        raise SAXNotSupportedException('Locale support not implemented')

    def getFeature(self, name):
        """Whether a feature is on."""
        raise SAXNotRecognizedException(f"Feature '{name}' not recognized")

    def setFeature(self, name, state):
        """Turns a feature on or off."""
        raise SAXNotRecognizedException(f"Feature '{name}' not recognized")

    def getProperty(self, name):
        """A property."""
        raise SAXNotRecognizedException(f"Property '{name}' not recognized")

    def setProperty(self, name, value):
        """Sets a property."""
        raise SAXNotRecognizedException(f"Property '{name}' not recognized")


class IncrementalParser(XMLReader):
    """A reader that is given the document piece by piece."""

    def __init__(self, bufsize=2 ** 16):
        super().__init__()
        self._piece_size = bufsize

    def parse(self, source):
        """Feeds itself a whole document."""
        from .saxutils import prepare_input_source
        opened = prepare_input_source(source)
        self.prepareParser(opened)
        stream = opened.getCharacterStream() or opened.getByteStream()
        while piece := stream.read(self._piece_size):
            self.feed(piece)
        self.close()

    def feed(self, data):
        """Reads more of the document."""
        raise NotImplementedError('This method must be implemented!')

    def prepareParser(self, source):
        """A document is about to be read."""
        raise NotImplementedError('prepareParser must be overridden!')

    def close(self):
        """The document is at its end."""
        raise NotImplementedError('This method must be implemented!')

    def reset(self):
        """Makes ready for another document."""
        raise NotImplementedError('This method must be implemented!')


class Locator:
    """Says where a reader is; this one does not know."""

    def getColumnNumber(self):
        return -1

    def getLineNumber(self):
        return -1

    def getPublicId(self):
        return None

    def getSystemId(self):
        return None


class InputSource:
    """What a document is read from: an address, or something open; with its encoding, if that is known."""

    def __init__(self, system_id=None):
        self.__system_id, self.__public_id = system_id, None
        self.__encoding = self.__bytefile = self.__charfile = None

    def setPublicId(self, public_id):
        self.__public_id = public_id

    def getPublicId(self):
        return self.__public_id

    def setSystemId(self, system_id):
        self.__system_id = system_id

    def getSystemId(self):
        return self.__system_id

    def setEncoding(self, encoding):
        self.__encoding = encoding

    def getEncoding(self):
        return self.__encoding

    def setByteStream(self, bytefile):
        self.__bytefile = bytefile

    def getByteStream(self):
        return self.__bytefile

    def setCharacterStream(self, charfile):
        self.__charfile = charfile

    def getCharacterStream(self):
        return self.__charfile


class AttributesImpl:
    """An element's attributes by name."""

    def __init__(self, attrs):
        self._attrs = attrs

    def getLength(self):
        return len(self._attrs)

    def getType(self, name):
        return 'CDATA'

    def getValue(self, name):
        return self._attrs[name]

    def getValueByQName(self, name):
        return self._attrs[name]

    def getNameByQName(self, name):
        """The same: names are as written."""
        if name in self._attrs:
            return name
        raise KeyError(name)

    getQNameByName = getNameByQName

    def getNames(self):
        return list(self._attrs)

    def getQNames(self):
        return list(self._attrs)

    def __len__(self):
        return len(self._attrs)

    def __getitem__(self, name):
        return self._attrs[name]

    def keys(self):
        return list(self._attrs)

    def __contains__(self, name):
        return name in self._attrs

    def get(self, name, alternative=None):
        return self._attrs.get(name, alternative)

    def copy(self):
        return self.__class__(self._attrs)

    def items(self):
        return list(self._attrs.items())

    def values(self):
        return list(self._attrs.values())


class AttributesNSImpl(AttributesImpl):
    """An element's attributes by (namespace, name)."""

    def __init__(self, attrs, qnames):
        self._attrs, self._qnames = attrs, qnames

    def getValueByQName(self, name):
        return self._attrs[self.getNameByQName(name)]

    def getNameByQName(self, name):
        for full, written in self._qnames.items():
            if written == name:
                return full
        raise KeyError(name)

    def getQNameByName(self, name):
        return self._qnames[name]

    def getQNames(self):
        return list(self._qnames.values())

    def copy(self):
        return self.__class__(self._attrs, self._qnames)
