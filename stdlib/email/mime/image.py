"""Messages that carry pictures."""

from email import encoders
from email.mime.nonmultipart import MIMENonMultipart

__all__ = ['MIMEImage']

# What a file begins with, where, and its subtype.
_STARTS = ((6, (b'JFIF', b'Exif'), 'jpeg'), (0, (b'\xff\xd8\xff\xdb', b'\xff\xd8\xff\xe0'), 'jpeg'), (0, (b'\x89PNG\r\n\x1a\n',), 'png'),
           (0, (b'GIF87a', b'GIF89a'), 'gif'), (0, (b'MM', b'II'), 'tiff'), (0, (b'\x01\xda',), 'rgb'), (0, (b'#define ',), 'xbm'),
           (0, (b'BM',), 'bmp'), (0, (b'\x59\xA6\x6A\x95',), 'rast'), (0, (b'\x76\x2f\x31\x01',), 'exr'))


def _kind(data):
    """The subtype that the data's first bytes tell of."""
    for at, starts, kind in _STARTS:
        if data.startswith(starts, at):
            return kind
    if data[:2] in (b'P1', b'P4', b'P2', b'P5', b'P3', b'P6') and data[2:3] in (b' ', b'\t', b'\n', b'\r'):
        return {b'1': 'pbm', b'4': 'pbm', b'2': 'pgm', b'5': 'pgm', b'3': 'ppm', b'6': 'ppm'}[data[1:2]]
    return 'webp' if data[:4] == b'RIFF' and data[8:12] == b'WEBP' else None


class MIMEImage(MIMENonMultipart):
    """A message that carries a picture."""

    def __init__(self, _imagedata, _subtype=None, _encoder=encoders.encode_base64, *, policy=None, **_params):
        if _subtype is None:
            _subtype = _kind(_imagedata)
        if _subtype is None:
            raise TypeError('Could not guess image MIME subtype')
        super().__init__('image', _subtype, policy=policy, **_params)
        self.set_payload(_imagedata)
        _encoder(self)
