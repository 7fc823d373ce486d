"""What can be wrong with messages. Errors end what was asked for; defects are noted while reading goes on."""


class MessageError(Exception):
    """Something is wrong with a message."""


class MessageParseError(MessageError):
    """A message cannot be read."""


class HeaderParseError(MessageParseError):
    """The headers cannot be read."""


class BoundaryError(MessageParseError):
    """The boundary between parts cannot be found."""


class MultipartConversionError(MessageError, TypeError):
    """What has no parts cannot be given one."""


class CharsetError(MessageError):
    """A character set is not usable."""


class HeaderWriteError(MessageError):
    """A header cannot be written so that it reads as one."""


class MessageDefect(ValueError):
    """Something that is noted in a message's `defects`."""

    def __init__(self, line=None):
        if line is not None:
            super().__init__(line)
        self.line = line


class NoBoundaryInMultipartDefect(MessageDefect):
    """It is said to have parts, and no boundary is given."""


class StartBoundaryNotFoundDefect(MessageDefect):
    """The boundary that was given never came."""


class CloseBoundaryNotFoundDefect(MessageDefect):
    """The last boundary was missing."""


class FirstHeaderLineIsContinuationDefect(MessageDefect):
    """The first line looks like the rest of a header."""


class MisplacedEnvelopeHeaderDefect(MessageDefect):
    """A line 'From ...' stood between headers."""


class MissingHeaderBodySeparatorDefect(MessageDefect):
    """What followed the headers was neither a header nor an empty line."""


MalformedHeaderDefect = MissingHeaderBodySeparatorDefect


class MultipartInvariantViolationDefect(MessageDefect):
    """It is said to have parts, and none were found."""


class InvalidMultipartContentTransferEncodingDefect(MessageDefect):
    """It has parts, and an encoding that only parts may have."""


class UndecodableBytesDefect(MessageDefect):
    """A header had bytes that are not ASCII."""


class InvalidBase64PaddingDefect(MessageDefect):
    """Base64 data was not filled up."""


class InvalidBase64CharactersDefect(MessageDefect):
    """Base64 data had other characters in it."""


class InvalidBase64LengthDefect(MessageDefect):
    """Base64 data had a length that none can have."""


class HeaderDefect(MessageDefect):
    """Something is wrong with a header."""

    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)


class InvalidHeaderDefect(HeaderDefect):
    """A header is not written as it should be."""


class HeaderMissingRequiredValue(HeaderDefect):
    """A header that needs a value has none."""


class NonPrintableDefect(HeaderDefect):
    """A header has characters of control in it."""

    def __init__(self, non_printables):
        super().__init__(non_printables)
        self.non_printables = non_printables

    def __str__(self):
        return f'the following ASCII non-printables found in header: {self.non_printables}'


class ObsoleteHeaderDefect(HeaderDefect):
    """A header is written in a way that is no longer allowed."""


class NonASCIILocalPartDefect(HeaderDefect):
    """An address has characters other than ASCII before the @."""


class InvalidDateDefect(HeaderDefect):
    """A date cannot be read."""
