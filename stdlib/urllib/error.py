"""What goes wrong when an address is opened."""

from urllib.response import addinfourl

__all__ = ['URLError', 'HTTPError', 'ContentTooShortError']


class URLError(OSError):
    """It could not be opened; `reason` says why: a text or another exception."""

    def __init__(self, reason, filename=None):
        self.args = reason,
        self.reason = reason
        if filename is not None:
            self.filename = filename

    def __str__(self):
        return f'<urlopen error {self.reason}>'


class HTTPError(URLError, addinfourl):
    """The server answered with an error. The exception is the answer too: a file with headers."""

    def __init__(self, url, code, msg, hdrs, fp):
        if fp is None:
            import io
            fp = io.BytesIO()
        addinfourl.__init__(self, fp, hdrs, url, code)
        self.code, self.msg, self.hdrs, self.fp, self.filename = code, msg, hdrs, fp, url

    def __str__(self):
        return f'HTTP Error {self.code}: {self.msg}'

    def __repr__(self):
        return f'<HTTPError {self.code}: {self.msg!r}>'

    @property
    def reason(self):
        return self.msg

    @property
    def headers(self):
        return self.hdrs

    @headers.setter
    def headers(self, headers):
        self.hdrs = headers


class ContentTooShortError(URLError):
    """Less came than the server had said; `content` is what urlretrieve() would have given."""

    def __init__(self, message, content):
        super().__init__(message)
        self.content = content
