"""JSON: text to objects and back."""

__all__ = ['dump', 'dumps', 'load', 'loads', 'JSONDecoder', 'JSONDecodeError', 'JSONEncoder']

from .decoder import JSONDecoder, JSONDecodeError
from .encoder import JSONEncoder

_default_encoder = JSONEncoder()
_default_decoder = JSONDecoder()


def _encoder(skipkeys, ensure_ascii, check_circular, allow_nan, cls, indent, separators, default, sort_keys, kw):
    if (not skipkeys and ensure_ascii and check_circular and allow_nan and cls is None and indent is None
            and separators is None and default is None and not sort_keys and not kw):
        return _default_encoder
    if cls is None:
        cls = JSONEncoder
    return cls(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan,
               indent=indent, separators=separators, default=default, sort_keys=sort_keys, **kw)


def dump(obj, fp, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
         separators=None, default=None, sort_keys=False, **kw):
    """Writes an object as JSON to a file."""
    encoder = _encoder(skipkeys, ensure_ascii, check_circular, allow_nan, cls, indent, separators, default, sort_keys, kw)
    for chunk in encoder.iterencode(obj):
        fp.write(chunk)


def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
          separators=None, default=None, sort_keys=False, **kw):
    """An object as JSON."""
    return _encoder(skipkeys, ensure_ascii, check_circular, allow_nan, cls, indent, separators, default, sort_keys,
                    kw).encode(obj)


_HOOKS = ('object_hook', 'object_pairs_hook', 'parse_float', 'parse_int', 'parse_constant')
_NO_HOOKS = (None,) * len(_HOOKS)
_MARKS = {b'\x00\x00\xfe\xff': 'utf-32', b'\xff\xfe\x00\x00': 'utf-32', b'\xfe\xff': 'utf-16', b'\xff\xfe': 'utf-16',
          b'\xef\xbb\xbf': 'utf-8-sig'}
# The first two characters are ASCII; here is which of the first bytes are zero.
_ZEROS = {(True, True, True, False): 'utf-32-be', (False, True, True, True): 'utf-32-le', (True, False): 'utf-16-be',
          (False, True): 'utf-16-le'}


def detect_encoding(b):
    """The encoding of JSON bytes, by a byte order mark or by their zero bytes."""
    for mark, encoding in _MARKS.items():
        if b.startswith(mark):
            return encoding
    zeros = tuple([not byte for byte in b[:4]])
    if len(zeros) == 4:
        # Three zeros may come from a character that is not ASCII.
        if zeros[:2] == (True, True):
            return 'utf-32-be'
        return _ZEROS.get(zeros) or _ZEROS.get(zeros[:2], 'utf-8')
    return _ZEROS.get(zeros, 'utf-8')


def load(fp, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
         object_pairs_hook=None, **kw):
    """The object that the JSON in a file stands for."""
    return loads(fp.read(), cls=cls, object_hook=object_hook, parse_float=parse_float, parse_int=parse_int,
                 parse_constant=parse_constant, object_pairs_hook=object_pairs_hook, **kw)


def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
          object_pairs_hook=None, **kw):
    """The object that JSON stands for."""
    if isinstance(s, str):
        if s.startswith('\ufeff'):
            raise JSONDecodeError('Unexpected UTF-8 BOM (decode using utf-8-sig)', s, 0)
    else:
        if not isinstance(s, (bytes, bytearray)):
            raise TypeError(f'the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}')
        s = s.decode(detect_encoding(s), 'surrogatepass')
    hooks = object_hook, object_pairs_hook, parse_float, parse_int, parse_constant
    if cls is None and hooks == _NO_HOOKS and not kw:
        return _default_decoder.decode(s)
    given = {name: hook for name, hook in zip(_HOOKS, hooks) if hook is not None}
    return (cls or JSONDecoder)(**given, **kw).decode(s)
