"""Messages that carry no messages."""

from email import errors
from email.mime.base import MIMEBase

__all__ = ['MIMENonMultipart']


class MIMENonMultipart(MIMEBase):
    """A message that carries no messages."""

    def attach(self, payload):
        """Is an error."""
        raise errors.MultipartConversionError('Cannot attach additional subparts to non-multipart/*')
