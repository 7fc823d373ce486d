"""Tables of characters for preparing texts that are compared (RFC 3454).

The tables are those of Unicode 3.2, told by what the characters of today are: those that came later are not known to be unassigned.
"""

import unicodedata

b1_set = frozenset([0xad, 0x34f, 0x1806, 0x180b, 0x180c, 0x180d, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, *range(0xfe00, 0xfe10)])
c22_specials = frozenset([0x6dd, 0x70f, 0x180e, 0x200c, 0x200d, 0x2028, 0x2029, 0xfeff, *range(0x2060, 0x2064), *range(0x206a, 0x2070),
                          *range(0xfff9, 0xfffd), *range(0x1d173, 0x1d17b)])
c6_set = frozenset(range(0xfff9, 0xfffe))
c7_set = frozenset(range(0x2ff0, 0x2ffc))
c8_set = frozenset([0x340, 0x341, 0x200e, 0x200f, *range(0x202a, 0x202f), *range(0x206a, 0x2070)])
c9_set = frozenset([0xe0001, *range(0xe0020, 0xe0080)])


def _is_no_character(code):
    return 0xfdd0 <= code < 0xfdf0 or code & 0xfffe == 0xfffe


def in_table_a1(code):
    """Unassigned."""
    return unicodedata.category(code) == 'Cn' and not _is_no_character(ord(code))


def in_table_b1(code):
    """What is mapped to nothing."""
    return ord(code) in b1_set


def map_table_b3(code):
    """A character with case folded, and with it those whose plain form has a case."""
    if '\u13a0' <= code <= '\u13ff' or '\uab70' <= code <= '\uabbf':
        return code.lower()
    folded = code.casefold()
    if folded != code:
        return folded
    plain = unicodedata.normalize('NFKC', code)
    return code if plain.casefold() == plain else plain.casefold()


def map_table_b2(a):
    """A character with case folded so that it stays so when it is normalized."""
    folded = map_table_b3(a)
    normalized = unicodedata.normalize('NFKC', folded)
    again = unicodedata.normalize('NFKC', ''.join(map(map_table_b3, normalized)))
    return folded if again == normalized else again


def in_table_c11(code):
    """The blank of ASCII."""
    return code == ' '


def in_table_c12(code):
    """Other blanks."""
    return code == '\u200b' or code != ' ' and unicodedata.category(code) == 'Zs'


def in_table_c11_c12(code):
    return in_table_c11(code) or in_table_c12(code)


def in_table_c21(code):
    """Control characters of ASCII."""
    return ord(code) < 128 and unicodedata.category(code) == 'Cc'


def in_table_c22(code):
    """Other control characters."""
    return ord(code) in c22_specials or ord(code) >= 128 and unicodedata.category(code) == 'Cc'


def in_table_c21_c22(code):
    return in_table_c21(code) or in_table_c22(code)


def in_table_c3(code):
    """For private use."""
    return unicodedata.category(code) == 'Co'


def in_table_c4(code):
    """No characters."""
    return _is_no_character(ord(code))


def in_table_c5(code):
    """Surrogates."""
    return unicodedata.category(code) == 'Cs'


def in_table_c6(code):
    """Not for plain text."""
    return ord(code) in c6_set


def in_table_c7(code):
    """Not for canonical forms."""
    return ord(code) in c7_set


def in_table_c8(code):
    """What changes how text is shown, and what is deprecated."""
    return ord(code) in c8_set


def in_table_c9(code):
    """Tags."""
    return ord(code) in c9_set


def in_table_d1(code):
    """Written from the right to the left."""
    return unicodedata.bidirectional(code) in ('R', 'AL')


def in_table_d2(code):
    """Written from the left to the right."""
    return unicodedata.bidirectional(code) == 'L'
