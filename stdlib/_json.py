"""The fast half of `json`: whole documents by native code where everything is plain, the general half's ways elsewhere."""

from _jsontext import parse, quote, write


def _is_str(s):
    if not isinstance(s, str):
        raise TypeError(f'first argument must be a string, not {type(s).__name__}')
    return s


def encode_basestring(string, /):
    """A string in quotes."""
    return quote(_is_str(string), False)


def encode_basestring_ascii(string, /):
    """A string in quotes, of ASCII characters only."""
    return quote(_is_str(string), True)


def scanstring(string, end, strict=True, /):
    """Reads a string; `end` is the index after its opening quote. Gives the text and the index after the closing quote."""
    if not 0 <= end <= len(_is_str(string)):
        raise ValueError('end is out of bounds')
    from json.decoder import py_scanstring
    return py_scanstring(string, end, strict)


class Scanner:
    """Reads the value that a text has at an index, as a decoder wants it."""

    __slots__ = ('strict', 'object_hook', 'object_pairs_hook', 'parse_float', 'parse_int', 'parse_constant', '_scan')

    def __init__(self, context):
        self.strict = bool(context.strict)
        self.object_hook, self.object_pairs_hook = context.object_hook, context.object_pairs_hook
        self.parse_float, self.parse_int = context.parse_float, context.parse_int
        self.parse_constant = context.parse_constant
        self._scan = None

    def __call__(self, string, idx):
        _is_str(string)
        if self._scan is None:
            from json.scanner import scan_like
            self._scan = scan_like(self)
        return self._scan(string, idx)


class Encoder:
    """Writes objects as an encoder wants them. Made with everything that the encoder has to say."""

    __slots__ = ('markers', 'default', 'encoder', 'indent', 'key_separator', 'item_separator', 'sort_keys', 'skipkeys', 'allow_nan')

    def __init__(self, markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan):
        if markers is not None and not isinstance(markers, dict):
            raise TypeError(f'make_encoder() argument 1 must be dict or None, not {type(markers).__name__}')
        self.markers, self.default, self.encoder, self.indent = markers, default, encoder, indent
        self.key_separator, self.item_separator = key_separator, item_separator
        self.sort_keys, self.skipkeys, self.allow_nan = bool(sort_keys), bool(skipkeys), bool(allow_nan)

    def _quoted(self, text):
        made = self.encoder(text)
        if not isinstance(made, str):
            raise TypeError(f'encoder() must return a string, not {type(made).__name__}')
        return made

    def __call__(self, obj, _current_indent_level):
        from json.encoder import write_in_pieces
        pieces = write_in_pieces(obj, _current_indent_level, self.markers, self.default, self._quoted, self.indent, self.key_separator,
                                 self.item_separator, self.sort_keys, self.skipkeys, self.allow_nan)
        return ''.join(pieces),


make_scanner, make_encoder = Scanner, Encoder
