"""Representations with limits on their size."""

import builtins
from itertools import islice
from _thread import get_ident

__all__ = ['Repr', 'repr', 'recursive_repr']

_KEPT = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__', '__type_params__')


def recursive_repr(fillvalue='...'):
    """Decorator of a __repr__() that would call itself for an object inside itself: the inner call gives the fill value."""

    def decorate(function):
        # Of each strand, the objects that are being shown.
        active = set()

        def shown(self):
            key = get_ident(), id(self)
            if key in active:
                return fillvalue
            active.add(key)
            try:
                return function(self)
            finally:
                active.discard(key)

        for name in _KEPT:
            if hasattr(function, name):
                setattr(shown, name, getattr(function, name))
        shown.__wrapped__ = function
        return shown

    return decorate


# The module of the class that a method repr_NAME is for; methods with other names take any class of the name.
_HOMES = {
    **dict.fromkeys(('dict', 'frozenset', 'int', 'list', 'set', 'str', 'tuple'), 'builtins'),
    'array': 'array', 'deque': 'collections',
}


class Repr:
    """Makes representations. The attributes are the limits; methods repr_NAME show the classes of that name."""

    _lookup = _HOMES

    def __init__(self, *, maxlevel=6, maxtuple=6, maxlist=6, maxarray=5, maxdict=4, maxset=6, maxfrozenset=6,
                 maxdeque=6, maxstring=30, maxlong=40, maxother=30, fillvalue='...', indent=None):
        self.maxlevel, self.fillvalue, self.indent = maxlevel, fillvalue, indent
        self.maxlist, self.maxtuple, self.maxdeque, self.maxarray = maxlist, maxtuple, maxdeque, maxarray
        self.maxdict, self.maxset, self.maxfrozenset = maxdict, maxset, maxfrozenset
        self.maxstring, self.maxlong, self.maxother = maxstring, maxlong, maxother

    def repr(self, x):
        return self.repr1(x, self.maxlevel)

    def repr1(self, x, level):
        """The representation of something inside which `level` levels may be shown."""
        cls = type(x)
        name = cls.__name__
        if ' ' in name:
            name = '_'.join(name.split())
        show = getattr(self, 'repr_' + name, None)
        home = self._lookup.get(name)
        if show is None or home is not None and home != getattr(cls, '__module__', None):
            show = self.repr_instance
        return show(x, level)

    def _join(self, pieces, level):
        """Pieces on one line, or with an indent each on its own, the brackets apart."""
        indent = self.indent
        if indent is None or not pieces:
            return ', '.join(pieces)
        if isinstance(indent, int):
            if indent < 0:
                raise ValueError(f'Repr.indent cannot be negative int (was {indent!r})')
            indent = ' ' * indent
        elif not isinstance(indent, str):
            raise TypeError(f'Repr.indent must be a str, int or None, not {type(indent)}')
        depth = self.maxlevel - level
        line = '\n' + indent * (depth + 1)
        return f'{line}{("," + line).join(pieces)},\n{indent * depth}'

    def _repr_iterable(self, x, level, left, right, maxiter, trail=''):
        if level <= 0 and x:
            return left + self.fillvalue + right
        pieces = [self.repr1(item, level - 1) for item in islice(x, maxiter)]
        if len(x) > maxiter:
            pieces.append(self.fillvalue)
        if len(x) == 1 and self.indent is None:
            right = trail + right
        return left + self._join(pieces, level) + right

    def repr_list(self, x, level):
        return self._repr_iterable(x, level, '[', ']', self.maxlist)

    def repr_tuple(self, x, level):
        return self._repr_iterable(x, level, '(', ')', self.maxtuple, ',')

    def repr_deque(self, x, level):
        return self._repr_iterable(x, level, 'deque([', '])', self.maxdeque)

    def repr_array(self, x, level):
        start = f"array('{x.typecode}'"
        return self._repr_iterable(x, level, start + ', [', '])', self.maxarray) if x else start + ')'

    def repr_set(self, x, level):
        return self._repr_iterable(_in_order(x), level, '{', '}', self.maxset) if x else 'set()'

    def repr_frozenset(self, x, level):
        return self._repr_iterable(_in_order(x), level, 'frozenset({', '})', self.maxfrozenset) if x else 'frozenset()'

    def repr_dict(self, x, level):
        if not x:
            return '{}'
        if level <= 0:
            return f'{{{self.fillvalue}}}'
        show = self.repr1
        pieces = [f'{show(key, level - 1)}: {show(x[key], level - 1)}' for key in islice(_in_order(x), self.maxdict)]
        if len(x) > self.maxdict:
            pieces.append(self.fillvalue)
        return f'{{{self._join(pieces, level)}}}'

    def _ends(self, text, limit):
        """Beginning and end of a text that is too long, with as much room between them as dots take."""
        head = max(0, (limit - 3) // 2)
        tail = max(0, limit - 3 - head)
        return text[:head], text[len(text) - tail:]

    def _cut(self, text, limit):
        return text if len(text) <= limit else self.fillvalue.join(self._ends(text, limit))

    def repr_str(self, x, level):
        limit = self.maxstring
        shown = builtins.repr(x[:limit])
        if len(shown) <= limit:
            return shown
        # Cut first, so that the quotes and escapes are those of what is shown.
        return self.fillvalue.join(self._ends(builtins.repr(''.join(self._ends(x, limit))), limit))

    def repr_int(self, x, level):
        return self._cut(builtins.repr(x), self.maxlong)

    def repr_instance(self, x, level):
        try:
            shown = builtins.repr(x)
        except Exception:
            return f'<{x.__class__.__name__} instance at {id(x):#x}>'
        return self._cut(shown, self.maxother)


def _in_order(x):
    """The elements sorted, or as they come if they cannot be."""
    try:
        return sorted(x)
    except Exception:
        return list(x)


aRepr = Repr()
repr = aRepr.repr
