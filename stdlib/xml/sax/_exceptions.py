"""What goes wrong when documents are read."""


class SAXException(Exception):
    """A message, and the exception behind it if there is one."""

    def __init__(self, msg, exception=None):
        super().__init__(msg)
        self._msg, self._exception = msg, exception

    def getMessage(self):
        """The message."""
        return self._msg

    def getException(self):
        """The exception behind this one, or None."""
        return self._exception

    def __str__(self):
        return self._msg

    def __getitem__(self, ix):
        raise AttributeError('__getitem__')


class SAXParseException(SAXException):
    """The document is not well-formed; says where."""

    def __init__(self, msg, exception, locator):
        super().__init__(msg, exception)
        self._locator = locator
        # The locator moves on.
        self._systemId = locator.getSystemId()
        self._colnum, self._linenum = locator.getColumnNumber(), locator.getLineNumber()

    def getColumnNumber(self):
        """The column."""
        return self._colnum

    def getLineNumber(self):
        """The line."""
        return self._linenum

    def getPublicId(self):
        """The document's public name."""
        return self._locator.getPublicId()

    def getSystemId(self):
        """The document's address."""
        return self._systemId

    def __str__(self):
        system, line, column = (['?' if x is None else x for x in (self._systemId or '<unknown>', self._linenum, self._colnum)])
        return f'{system}:{line}:{column}: {self._msg}'


class SAXNotRecognizedException(SAXException):
    """The feature or the property has no meaning to the reader."""


class SAXNotSupportedException(SAXException):
    """The reader cannot do that, or not now."""


class SAXReaderNotAvailable(SAXNotSupportedException):
    """There is no such reader."""
