"""Pretty-printing of data structures."""

import collections
import re
import sys
import types
from io import StringIO

__all__ = ['pprint', 'pformat', 'isreadable', 'isrecursive', 'saferepr', 'PrettyPrinter', 'pp']


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    """Prints an object so that no line is wider than `width`, if possible, to sys.stdout or a stream."""
    options = {'compact': compact, 'sort_dicts': sort_dicts, 'underscore_numbers': underscore_numbers}
    PrettyPrinter(indent, width, depth, stream, **options).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """The text that pprint() prints."""
    options = {'compact': compact, 'sort_dicts': sort_dicts, 'underscore_numbers': underscore_numbers}
    return PrettyPrinter(indent, width, depth, **options).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """pprint() with the keys of dictionaries in the order they have."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """The repr() of an object on one line, where it contains itself marked as a recursion."""
    text, _, _ = _examine(object)
    return text


def isreadable(object):
    """Whether eval() could make the object of its representation."""
    _, readable, _ = _examine(object)
    return readable


def isrecursive(object):
    """Whether an object contains itself."""
    _, _, recursive = _examine(object)
    return recursive


def _examine(object):
    return PrettyPrinter()._safe_repr(object, {}, None, 0)


class _SafeKey:
    """Orders things that cannot be compared by their class's name and their identity."""

    __slots__ = ['obj']

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return (str(type(self.obj)), id(self.obj)) < (str(type(other.obj)), id(other.obj))


def _pair_key(pair):
    return _SafeKey(pair[0]), _SafeKey(pair[1])


def _recursion(object):
    return f'<Recursion on {type(object).__name__} with id={id(object)}>'


class PrettyPrinter:
    """Prints objects with what the constructor was told about indent, width and so on.

    A method of `_dispatch` shows what is too wide for a line. All take: the object, the stream, the column it begins at, how
    much room what follows it needs on its last line, what is being shown around it, and how deep it stands.
    """

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        self._indent_per_level, self._width, self._depth = int(indent), int(width), depth
        if self._indent_per_level < 0:
            raise ValueError('indent must be >= 0')
        if depth is not None and depth <= 0:
            raise ValueError('depth must be > 0')
        if self._width == 0:
            raise ValueError('width must be != 0')
        self._stream = stream if stream is not None else sys.stdout
        self._compact, self._sort_dicts, self._underscore_numbers = bool(compact), sort_dicts, underscore_numbers

    def pprint(self, object):
        stream = self._stream
        if stream is None:
            return
        self._format(object, stream, 0, 0, {}, 0)
        stream.write('\n')

    def pformat(self, object):
        text = StringIO()
        self._format(object, text, 0, 0, {}, 0)
        return text.getvalue()

    def isreadable(self, object):
        _, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def isrecursive(self, object):
        _, _, recursive = self.format(object, {}, 0, 0)
        return recursive

    def format(self, object, context, maxlevels, level):
        """The text of an object on one line, whether it is readable, and whether it is recursive. Made to be overridden.

        context has as its keys the ids of the objects around this one.
        """
        return self._safe_repr(object, context, maxlevels, level)

    def _repr(self, object, context, level):
        text, _, _ = self.format(object, context.copy(), self._depth, level)
        return text

    def _format(self, object, stream, indent, allowance, context, level):
        if id(object) in context:
            stream.write(_recursion(object))
            return
        text = self._repr(object, context, level)
        show = None
        if len(text) > self._width - indent - allowance:
            show = self._dispatch.get(type(object).__repr__)
            if show is None and _has_made_repr(type(object)):
                show = PrettyPrinter._show_dataclass
        # What is empty has nothing to put on other lines.
        if show is None or hasattr(object, '__len__') and not len(object):
            stream.write(text)
            return
        context[id(object)] = 1
        show(self, object, stream, indent, allowance, context, level + 1)
        del context[id(object)]

    # ---- parts ----

    def _write_items(self, items, stream, indent, allowance, context, level):
        """Items on lines of their own, or as many on a line as fit."""
        items = list(items)
        step = self._indent_per_level
        stream.write(' ' * (step - 1))
        indent += step
        line_end = ',\n' + ' ' * indent
        # What is left of the line, and of a new one; both reckon with the comma and blank after an item.
        room = full = self._width - indent + 1
        between = ''
        for place, item in enumerate(items, 1):
            follows = 1
            if place == len(items):
                follows = allowance
                room, full = room - allowance, full - allowance
            if self._compact:
                text = self._repr(item, context, level)
                if len(text) + 2 > room:
                    room = full
                    between = between and line_end
                if len(text) + 2 <= room:
                    room -= len(text) + 2
                    stream.write(between + text)
                    between = ', '
                    continue
            stream.write(between)
            self._format(item, stream, indent, follows, context, level)
            between = line_end

    def _write_pairs(self, pairs, colon, stream, indent, allowance, context, level):
        """Pairs of text and value on lines of their own."""
        pairs = list(pairs)
        for place, (text, value) in enumerate(pairs, 1):
            stream.write(text + colon)
            is_last = place == len(pairs)
            column = indent + len(text) + len(colon)
            if colon == '=' and id(value) in context:
                stream.write('...')
            else:
                self._format(value, stream, column, allowance if is_last else 1, context, level)
            if not is_last:
                stream.write(',\n' + ' ' * indent)

    def _write_enclosed(self, opening, value, closing, stream, indent, allowance, context, level):
        """One value between two texts, the first of which says where it begins."""
        stream.write(opening)
        self._format(value, stream, indent + len(opening), allowance + len(closing), context, level)
        stream.write(closing)

    def _sorted_items(self, mapping):
        return sorted(mapping.items(), key=_pair_key) if self._sort_dicts else mapping.items()

    # ---- what has several parts ----

    def _show_dict(self, object, stream, indent, allowance, context, level, items=None):
        step = self._indent_per_level
        stream.write('{' + ' ' * (step - 1))
        pairs = [(self._repr(key, context, level), value) for key, value in items or self._sorted_items(object)]
        self._write_pairs(pairs, ': ', stream, indent + step, allowance + 1, context, level)
        stream.write('}')

    def _show_list(self, object, stream, indent, allowance, context, level):
        stream.write('[')
        self._write_items(object, stream, indent, allowance + 1, context, level)
        stream.write(']')

    def _show_tuple(self, object, stream, indent, allowance, context, level):
        closing = ')' if len(object) != 1 else ',)'
        stream.write('(')
        self._write_items(object, stream, indent, allowance + len(closing), context, level)
        stream.write(closing)

    def _show_set(self, object, stream, indent, allowance, context, level):
        cls = type(object)
        opening, closing = ('{', '}') if cls is set else (f'{cls.__name__}({{', '})')
        stream.write(opening)
        elements = sorted(object, key=_SafeKey)
        self._write_items(elements, stream, indent + len(opening) - 1, allowance + len(closing), context, level)
        stream.write(closing)

    def _show_attributes(self, name, pairs, stream, indent, allowance, context, level):
        stream.write(name + '(')
        self._write_pairs(pairs, '=', stream, indent + len(name) + 1, allowance, context, level)
        stream.write(')')

    def _show_dataclass(self, object, stream, indent, allowance, context, level):
        from dataclasses import fields
        pairs = [(f.name, getattr(object, f.name)) for f in fields(object) if f.repr]
        self._show_attributes(type(object).__name__, pairs, stream, indent, allowance, context, level)

    def _show_namespace(self, object, stream, indent, allowance, context, level):
        name = 'namespace' if type(object) is types.SimpleNamespace else type(object).__name__
        self._show_attributes(name, vars(object).items(), stream, indent, allowance, context, level)

    def _show_mappingproxy(self, object, stream, indent, allowance, context, level):
        self._write_enclosed('mappingproxy(', object.copy(), ')', stream, indent, allowance, context, level)

    def _show_ordered_dict(self, object, stream, indent, allowance, context, level):
        name = type(object).__name__ + '('
        self._write_enclosed(name, list(object.items()), ')', stream, indent, allowance, context, level)

    def _show_defaultdict(self, object, stream, indent, allowance, context, level):
        name = type(object).__name__ + '('
        indent += len(name)
        stream.write(f'{name}{self._repr(object.default_factory, context, level)},\n' + ' ' * indent)
        self._show_dict(object, stream, indent, allowance + 1, context, level)
        stream.write(')')

    def _show_counter(self, object, stream, indent, allowance, context, level):
        name = type(object).__name__ + '('
        stream.write(name)
        self._show_dict(object, stream, indent + len(name), allowance + 1, context, level, items=object.most_common())
        stream.write(')')

    def _show_chain_map(self, object, stream, indent, allowance, context, level):
        name = type(object).__name__ + '('
        stream.write(name)
        indent += len(name)
        for place, mapping in enumerate(object.maps, 1):
            is_last = place == len(object.maps)
            self._format(mapping, stream, indent, allowance + 1 if is_last else 1, context, level)
            stream.write(')' if is_last else ',\n' + ' ' * indent)

    def _show_deque(self, object, stream, indent, allowance, context, level):
        name = type(object).__name__ + '('
        stream.write(name + '[')
        indent += len(name)
        limit = object.maxlen
        self._write_items(object, stream, indent, allowance + 2 if limit is None else 2, context, level)
        stream.write('])' if limit is None else f'],\n{" " * indent}maxlen={self._repr(limit, context, level)})')

    def _show_data(self, object, stream, indent, allowance, context, level):
        self._format(object.data, stream, indent, allowance, context, level - 1)

    # ---- text ----

    def _write_pieces(self, pieces, stream, indent, is_outermost):
        """Literals that follow one another are one text; outermost they need parentheses for that."""
        pieces = list(pieces)
        in_parentheses = is_outermost and len(pieces) > 1
        text = ('\n' + ' ' * (indent + is_outermost)).join(pieces)
        stream.write(f'({text})' if in_parentheses else text)

    def _show_str(self, object, stream, indent, allowance, context, level):
        is_outermost = level == 1
        width = self._width - indent - is_outermost
        self._write_pieces(_text_pieces(object, width, allowance + is_outermost), stream, indent, is_outermost)

    def _show_bytes(self, object, stream, indent, allowance, context, level):
        is_outermost = level == 1
        width = self._width - indent - is_outermost
        pieces = list(_bytes_pieces(object, width, allowance + is_outermost))
        if is_outermost and len(pieces) == 1 and len(object) > 4:
            pieces = [f'({pieces[0]})']
        self._write_pieces(pieces, stream, indent, is_outermost)

    def _show_bytearray(self, object, stream, indent, allowance, context, level):
        stream.write('bytearray(')
        self._show_bytes(bytes(object), stream, indent + 10, allowance + 1, context, level + 1)
        stream.write(')')

    _dispatch = {
        dict.__repr__: _show_dict, list.__repr__: _show_list, tuple.__repr__: _show_tuple, set.__repr__: _show_set,
        frozenset.__repr__: _show_set, str.__repr__: _show_str, bytes.__repr__: _show_bytes,
        bytearray.__repr__: _show_bytearray, types.MappingProxyType.__repr__: _show_mappingproxy,
        types.SimpleNamespace.__repr__: _show_namespace, collections.OrderedDict.__repr__: _show_ordered_dict,
        collections.defaultdict.__repr__: _show_defaultdict, collections.Counter.__repr__: _show_counter,
        collections.ChainMap.__repr__: _show_chain_map, collections.deque.__repr__: _show_deque,
        collections.UserDict.__repr__: _show_data, collections.UserList.__repr__: _show_data,
        collections.UserString.__repr__: _show_data,
    }

    # ---- on one line ----

    def _safe_repr(self, object, context, maxlevels, level):
        cls = type(object)
        if cls in _SCALARS:
            return repr(object), True, False
        own_repr = cls.__repr__
        if own_repr is int.__repr__ and issubclass(cls, int):
            return format(object, '_d') if self._underscore_numbers else repr(object), True, False
        base = next((base for base in (dict, list, tuple) if issubclass(cls, base) and own_repr is base.__repr__), None)
        if base is None:
            text = repr(object)
            return text, bool(text) and text[0] != '<', False
        opening, closing = _BRACKETS[base]
        if not object:
            return opening + closing, True, False
        if maxlevels and level >= maxlevels:
            return f'{opening}...{closing}', False, id(object) in context
        if id(object) in context:
            return _recursion(object), False, True
        context[id(object)] = 1
        readable, recursive = True, False
        shown = []
        flat = object if base is not dict else [part for pair in self._sorted_items(object) for part in pair]
        for part in flat:
            text, is_readable, is_recursive = self.format(part, context, maxlevels, level + 1)
            readable, recursive = readable and is_readable, recursive or is_recursive
            shown.append(text)
        del context[id(object)]
        if base is dict:
            shown = [f'{key}: {value}' for key, value in zip(shown[::2], shown[1::2])]
        elif base is tuple and len(shown) == 1:
            closing = ',)'
        return opening + ', '.join(shown) + closing, readable, recursive


_SCALARS = frozenset({str, bytes, bytearray, float, complex, bool, type(None)})
_BRACKETS = {dict: '{}', list: '[]', tuple: '()'}


def _has_made_repr(cls):
    """Whether a class is a data class with the __repr__() that was made for it."""
    made = getattr(cls.__repr__, '__wrapped__', None)
    return hasattr(cls, '__dataclass_fields__') and '__create_fn__' in getattr(made, '__qualname__', '')


def _text_pieces(text, width, allowance):
    """Literals of the parts of a text: its lines, or of those that are too wide as many words as fit."""
    lines = text.splitlines(True)
    for number, line in enumerate(lines, 1):
        is_end = number == len(lines)
        if len(repr(line)) <= (width - allowance if is_end else width):
            yield repr(line)
            continue
        words = re.findall(r'\S*\s*', line)[:-1]
        piece = ''
        for place, word in enumerate(words, 1):
            room = width - allowance if is_end and place == len(words) else width
            if len(repr(piece + word)) > room:
                if piece:
                    yield repr(piece)
                piece = ''
            piece += word
        if piece:
            yield repr(piece)


def _bytes_pieces(data, width, allowance):
    """Literals of as many groups of four bytes as fit on a line."""
    piece = b''
    for start in range(0, len(data), 4):
        group = data[start:start + 4]
        room = width - allowance if start + 4 > len(data) or start == len(data) // 4 * 4 else width
        if len(repr(piece + group)) > room:
            if piece:
                yield repr(piece)
            piece = b''
        piece += group
    if piece:
        yield repr(piece)
