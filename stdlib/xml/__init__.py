"""XML: `etree` keeps documents as trees of elements, `sax` reports what is read, `dom` has the tree of the W3C, `parsers.expat` reads."""

__all__ = ['dom', 'parsers', 'sax', 'etree']
