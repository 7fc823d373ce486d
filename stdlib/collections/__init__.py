"""Specialized container datatypes."""

__all__ = [
    'ChainMap', 'Counter', 'OrderedDict', 'UserDict', 'UserList', 'UserString', 'defaultdict', 'deque', 'namedtuple',
]

import _collections_abc
import operator as _operator
import sys as _sys

# `collections.abc` is there as soon as `collections` is.
abc = _sys.modules['collections.abc'] = _collections_abc

from itertools import chain as _chain, repeat as _repeat
from keyword import iskeyword as _iskeyword
from operator import itemgetter as _itemgetter

try:
    from _collections import deque, _tuplegetter, _count_elements, _move_to_end, _pop_first
except ImportError:
    # The native half is kept from being imported. There is no deque then.
    def _tuplegetter(index, doc):
        return property(_itemgetter(index), doc=doc)

    def _count_elements(mapping, iterable):
        get = mapping.get
        for element in iterable:
            mapping[element] = get(element, 0) + 1

    def _move_to_end(mapping, key, last):
        if not dict.__contains__(mapping, key):
            return False
        rest = [] if last else [item for item in dict.items(mapping) if item[0] != key]
        value = dict.pop(mapping, key)
        for other, _ in rest:
            dict.pop(mapping, other)
        dict.update(mapping, [(key, value), *rest])
        return True

    def _pop_first(mapping):
        for key in dict.__iter__(mapping):
            return key, dict.pop(mapping, key)
else:
    _collections_abc.MutableSequence.register(deque)

_GenericAlias = type(list[int])

# What is being shown now, by id: something inside itself is shown as dots.
_showing = set()


def _shown_once(container, show):
    """What `show` gives, or None if the container is being shown already."""
    key = id(container)
    if key in _showing:
        return None
    _showing.add(key)
    try:
        return show()
    finally:
        _showing.discard(key)


class defaultdict(dict):
    """A dictionary that makes the values of keys it lacks by calling its default_factory."""

    __slots__ = ('default_factory', '__dict__', '__weakref__')

    def __init__(self, default_factory=None, /, *args, **kwargs):
        if default_factory is not None and not callable(default_factory):
            raise TypeError('first argument must be callable or None')
        self.default_factory = default_factory
        super().__init__(*args, **kwargs)

    def __missing__(self, key, /):
        """The value of a key that is asked for and not there."""
        factory = self.default_factory
        if factory is None:
            raise KeyError(key)
        value = factory()
        if type(self).__setitem__ is dict.__setitem__:
            # Another thread may have brought one meanwhile: whoever asks gets the same.
            return dict.setdefault(self, key, value)
        self[key] = value
        return value

    def __repr__(self):
        factory = _shown_once(self, lambda: repr(self.default_factory)) or '...'
        return f'{type(self).__name__}({factory}, {dict.__repr__(self)})'

    def copy(self):
        """A new defaultdict with the same factory, keys and values."""
        return type(self)(self.default_factory, self)

    __copy__ = copy

    def __reduce__(self):
        args = () if self.default_factory is None else (self.default_factory,)
        return type(self), args, None, None, iter(self.items())

    def __or__(self, other):
        return self._joined(self, other) if isinstance(other, dict) else NotImplemented

    def __ror__(self, other):
        return self._joined(other, self) if isinstance(other, dict) else NotImplemented

    def _joined(self, first, second):
        new = type(self)(self.default_factory, first)
        new.update(second)
        return new


_absent = object()


class OrderedDict(dict):
    """A dictionary whose order counts in comparisons and can be changed."""

    def __init__(self, other=(), /, **kwds):
        self.update(other, **kwds)

    def move_to_end(self, key, last=True):
        """Makes a key the last, or the first. Raises KeyError if it is not there."""
        if not _move_to_end(self, key, bool(last)):
            raise KeyError(key)

    def popitem(self, last=True):
        """Takes the last key out, or the first, and returns it and its value."""
        if not last:
            if first := _pop_first(self):
                return first
        else:
            try:
                return dict.popitem(self)
            except KeyError:
                pass
        raise KeyError('dictionary is empty')

    def update(self, other=(), /, **kwds):
        """Sets keys to the values they have in a mapping or in pairs, then those given by name."""
        if type(self).__setitem__ is dict.__setitem__:
            dict.update(self, other, **kwds)
        else:
            _collections_abc.MutableMapping.update(self, other, **kwds)

    def pop(self, key, default=_absent):
        """Takes a key out and returns its value, or the default if it has none; raises KeyError if none is given."""
        value = dict.pop(self, key, _absent)
        if value is not _absent:
            return value
        if default is not _absent:
            return default
        missing = getattr(type(self), '__missing__', None)
        if missing is None:
            raise KeyError(key)
        return missing(self, key)

    def setdefault(self, key, default=None):
        """The value of the key, which is set to the default before if it has none."""
        cls = type(self)
        if cls.__setitem__ is dict.__setitem__ and cls.__getitem__ is dict.__getitem__ and cls.__contains__ is dict.__contains__:
            return dict.setdefault(self, key, default)
        if key not in self:
            self[key] = default
            return default
        return self[key]

    def __repr__(self):
        name = self.__class__.__name__
        if not self:
            return name + '()'
        return _shown_once(self, lambda: f'{name}({dict(self.items())!r})') or '...'

    def copy(self):
        """A new dictionary of the same class with the same order."""
        return self.__class__(self)

    __copy__ = copy

    @classmethod
    def fromkeys(cls, iterable, value=None):
        """A new dictionary in which each key has the same value."""
        made = cls()
        for key in iterable:
            made[key] = value
        return made

    def __eq__(self, other):
        result = dict.__eq__(self, other)
        if result is True and isinstance(other, OrderedDict):
            return all(map(_is_same, self, other))
        return result

    __hash__ = None

    def __ne__(self, other):
        equal = self == other
        return equal if equal is NotImplemented else not equal

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        return self._joined(self, other) if isinstance(other, dict) else NotImplemented

    def __ror__(self, other):
        return self._joined(other, self) if isinstance(other, dict) else NotImplemented

    def _joined(self, first, second):
        new = self.__class__(first)
        new.update(second)
        return new

    def __reduce__(self):
        state = dict(self.__dict__) or None
        return self.__class__, (), state, None, iter(self.items())

    def __reversed__(self):
        return dict.__reversed__(self)


def _is_same(a, b):
    return a is b or a == b


def _check_identifiers(names):
    for name in names:
        if type(name) is not str:
            raise TypeError('Type names and field names must be strings')
        if not name.isidentifier():
            raise ValueError(f'Type names and field names must be valid identifiers: {name!r}')
        if _iskeyword(name):
            raise ValueError(f'Type names and field names cannot be a keyword: {name!r}')


def _renamed(names):
    """The names, those that cannot name a field replaced by their position."""
    result = []
    for position, name in enumerate(names):
        is_fit = name.isidentifier() and name[0] != '_' and not _iskeyword(name) and name not in result
        result.append(name if is_fit else f'_{position}')
    return result


def _check_fields(names, may_be_private):
    taken = set()
    for name in names:
        if name[0] == '_' and not may_be_private:
            raise ValueError(f'Field names cannot start with an underscore: {name!r}')
        if name in taken:
            raise ValueError(f'Encountered duplicate field name: {name!r}')
        taken.add(name)


def _tuple_methods(typename, fields, defaults):
    """The methods of a named tuple. They hold what they need, so that no name of a field can get in their way."""
    listed = ', '.join(fields)
    count = len(fields)
    shape = '(' + ', '.join([f'{name}=%r' for name in fields]) + ')'
    make_tuple, make_dict, plain, length, pair = tuple.__new__, dict, tuple, len, zip

    # Only a function that spells the fields as its parameters takes them by position and by name at full speed.
    values = listed + ',' if count == 1 else listed
    __new__ = eval(f'lambda _cls, {values}: _make_tuple(_cls, ({values}))',
                   {'_make_tuple': make_tuple, '__builtins__': {}, '__name__': f'namedtuple_{typename}'})
    __new__.__name__ = '__new__'
    __new__.__doc__ = f'Create new instance of {typename}({listed})'
    if defaults:
        __new__.__defaults__ = defaults

    def _make(cls, iterable):
        made = make_tuple(cls, iterable)
        if length(made) == count:
            return made
        raise TypeError(f'Expected {count} arguments, got {length(made)}')

    def _replace(self, /, **kwds):
        take = kwds.pop
        changed = self._make([take(name, value) for name, value in pair(fields, self)])
        if kwds:
            raise TypeError(f'Got unexpected field names: {[*kwds]!r}')
        return changed

    def _asdict(self):
        """A dictionary of the names of the fields and their values."""
        return make_dict(pair(self._fields, self))

    def __repr__(self):
        return self.__class__.__name__ + shape % plain(self)

    def __getnewargs__(self):
        """The values as a plain tuple, for copies and pickles."""
        return plain(self)

    _make.__doc__ = f'Make a new {typename} object from a sequence or iterable'
    _replace.__doc__ = f'Return a new {typename} object replacing specified fields with new values'
    methods = {each.__name__: each for each in (__new__, _make, _replace, _asdict, __repr__, __getnewargs__)}
    for name, method in methods.items():
        method.__qualname__ = f'{typename}.{name}'
    methods['_make'] = classmethod(_make)
    methods['__replace__'] = _replace
    return methods


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """Makes a class of tuples whose items have names as well.

    >>> Point = namedtuple('Point', 'x y')
    >>> Point(1, y=2)
    Point(x=1, y=2)
    """
    if isinstance(field_names, str):
        field_names = field_names.replace(',', ' ').split()
    names = [str(name) for name in field_names]
    typename = _sys.intern(str(typename))
    if rename:
        names = _renamed(names)
    _check_identifiers([typename, *names])
    _check_fields(names, bool(rename))
    fields = tuple([_sys.intern(name) for name in names])
    defaults = () if defaults is None else tuple(defaults)
    if len(defaults) > len(fields):
        raise TypeError('Got more default values than field names')

    namespace = _tuple_methods(typename, fields, defaults)
    namespace.update({
        '__doc__': f'{typename}({", ".join(fields)})', '__slots__': (), '__match_args__': fields, '_fields': fields,
        '_field_defaults': dict(zip(fields[len(fields) - len(defaults):], defaults)),
    })
    for position, name in enumerate(fields):
        namespace[name] = _tuplegetter(position, _sys.intern(f'Alias for field number {position}'))
    made = type(typename, (tuple,), namespace)
    # Pickles find the class by the module of the caller.
    made.__module__ = _sys._getframe(1).f_globals.get('__name__', '__main__') if module is None else module
    return made


class Counter(dict):
    """A dictionary of elements and how often they occur; the count of what it lacks is zero."""

    def __init__(self, iterable=None, /, **kwds):
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        """The count of what is not there. The key is not put in."""
        return 0

    def total(self):
        """The sum of all counts."""
        return sum(self.values())

    def most_common(self, n=None):
        """Elements and counts, the highest count first; of the same count, in the order they came. At most n, if given."""
        count_of = _itemgetter(1)
        if n is not None:
            import heapq
            return heapq.nlargest(n, self.items(), key=count_of)
        return sorted(self.items(), key=count_of, reverse=True)

    def elements(self):
        """An iterator over the elements, each as often as its count says."""
        return _chain.from_iterable(map(_repeat, self.keys(), self.values()))

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError('Counter.fromkeys() is undefined.  Use Counter(iterable) instead.')

    def update(self, iterable=None, /, **kwds):
        """Adds the counts of a mapping, or one for each element of an iterable; then those given by name."""
        if isinstance(iterable, _collections_abc.Mapping):
            if self:
                known = self.get
                for elem, count in iterable.items():
                    self[elem] = count + known(elem, 0)
            else:
                super().update(iterable)
        elif iterable is not None:
            _count_elements(self, iterable)
        if kwds:
            self.update(kwds)

    def subtract(self, iterable=None, /, **kwds):
        """Takes away the counts of a mapping, or one for each element of an iterable; then those given by name."""
        known = self.get
        if isinstance(iterable, _collections_abc.Mapping):
            for elem, count in iterable.items():
                self[elem] = known(elem, 0) - count
        elif iterable is not None:
            for elem in iterable:
                self[elem] = known(elem, 0) - 1
        if kwds:
            self.subtract(kwds)

    def copy(self):
        """A new counter of the same class with the same counts."""
        return self.__class__(self)

    def __reduce__(self):
        return type(self), (dict(self),)

    def __delitem__(self, elem):
        """Takes an element out, if it is there."""
        if elem in self:
            dict.__delitem__(self, elem)

    def __repr__(self):
        name = self.__class__.__name__
        if not self:
            return name + '()'
        try:
            shown = dict(self.most_common())
        except TypeError:
            # The counts have no order among them.
            shown = dict(self)
        return f'{name}({shown!r})'

    def _holds(self, other, relation):
        """Whether a relation holds between the counts of each element that one of the two has."""
        for counter in self, other:
            for elem in counter:
                if not relation(self[elem], other[elem]):
                    return False
        return True

    def __eq__(self, other):
        """Whether all counts are the same; those that are zero need not be there."""
        return self._holds(other, _operator.eq) if isinstance(other, Counter) else NotImplemented

    def __ne__(self, other):
        return not self == other if isinstance(other, Counter) else NotImplemented

    __hash__ = None

    def __le__(self, other):
        return self._holds(other, _operator.le) if isinstance(other, Counter) else NotImplemented

    def __ge__(self, other):
        return self._holds(other, _operator.ge) if isinstance(other, Counter) else NotImplemented

    def __lt__(self, other):
        return self <= other and self != other if isinstance(other, Counter) else NotImplemented

    def __gt__(self, other):
        return self >= other and self != other if isinstance(other, Counter) else NotImplemented

    def _combined(self, other, merge):
        """The positive ones among the counts merged of both counters, elements of this one first."""
        merged = Counter()
        for elem, count in self.items():
            if (count := merge(count, other[elem])) > 0:
                merged[elem] = count
        for elem, count in other.items():
            if elem not in self and (count := merge(0, count)) > 0:
                merged[elem] = count
        return merged

    def __add__(self, other):
        """The sums of the counts that are positive."""
        return self._combined(other, _operator.add) if isinstance(other, Counter) else NotImplemented

    def __sub__(self, other):
        """The differences of the counts that are positive."""
        return self._combined(other, _operator.sub) if isinstance(other, Counter) else NotImplemented

    def __or__(self, other):
        """The greater of both counts of each element."""
        return self._combined(other, max) if isinstance(other, Counter) else NotImplemented

    def __and__(self, other):
        """The lesser of both counts of each element."""
        return self._combined(other, min) if isinstance(other, Counter) else NotImplemented

    def __pos__(self):
        """The counts that are positive."""
        return _positive(self)

    def __neg__(self):
        """The counts that are negative, without their sign."""
        return _positive({elem: 0 - count for elem, count in self.items()})

    def _drop_rest(self):
        """Takes out the elements whose counts are not positive."""
        for elem in [elem for elem, count in self.items() if not count > 0]:
            del self[elem]
        return self

    def __iadd__(self, other):
        known = self.get
        for elem, count in other.items():
            self[elem] = known(elem, 0) + count
        return self._drop_rest()

    def __isub__(self, other):
        known = self.get
        for elem, count in other.items():
            self[elem] = known(elem, 0) - count
        return self._drop_rest()

    def __ior__(self, other):
        known = self.get
        for elem, count in other.items():
            if count > known(elem, 0):
                self[elem] = count
        return self._drop_rest()

    def __iand__(self, other):
        for elem, count in self.items():
            if (limit := other[elem]) < count:
                self[elem] = limit
        return self._drop_rest()


def _positive(counts):
    result = Counter()
    for elem, count in counts.items():
        if count > 0:
            result[elem] = count
    return result


class ChainMap(_collections_abc.MutableMapping):
    """Several mappings behind one another, as one view: the first that has a key gives its value, all writes go to the first."""

    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        for mapping in self.maps:
            # Not by `in`: a mapping may make the values of keys it lacks.
            try:
                return mapping[key]
            except KeyError:
                continue
        return self.__missing__(key)

    def get(self, key, default=None):
        return default if key not in self else self[key]

    def __contains__(self, key):
        for mapping in self.maps:
            if key in mapping:
                return True
        return False

    def __bool__(self):
        return any(self.maps)

    def __len__(self):
        return len(set().union(*self.maps))

    def __iter__(self):
        order = {}
        for mapping in self.maps[::-1]:
            order |= dict.fromkeys(mapping)
        return iter(order)

    def __repr__(self):
        return _shown_once(self, lambda: f'{self.__class__.__name__}({", ".join(map(repr, self.maps))})') or '...'

    @classmethod
    def fromkeys(cls, iterable, value=None, /):
        """A new chain of one dictionary in which each key has the same value."""
        return cls(dict.fromkeys(iterable, value))

    def copy(self):
        """A new chain with a copy of the first mapping and the same others."""
        first, *others = self.maps
        return self.__class__(first.copy(), *others)

    __copy__ = copy

    def new_child(self, m=None, **kwargs):
        """A new chain with one mapping more in front of these."""
        if m is not None and kwargs:
            m.update(kwargs)
        return self.__class__(kwargs if m is None else m, *self.maps)

    @property
    def parents(self):
        """A new chain without the first mapping."""
        return self.__class__(*self.maps[1:])

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        first = self.maps[0]
        try:
            del first[key]
        except KeyError:
            raise KeyError(f'Key not found in the first mapping: {key!r}')

    def pop(self, key, *args):
        """Takes a key out of the first mapping and returns its value."""
        first = self.maps[0]
        try:
            return first.pop(key, *args)
        except KeyError:
            raise KeyError(f'Key not found in the first mapping: {key!r}')

    def popitem(self):
        """Takes some key out of the first mapping and returns it and its value."""
        first = self.maps[0]
        try:
            return first.popitem()
        except KeyError:
            raise KeyError('No keys found in the first mapping.')

    def clear(self):
        """Empties the first mapping."""
        self.maps[0].clear()

    def __ior__(self, other):
        self.maps[0].update(other)
        return self

    def __or__(self, other):
        if isinstance(other, _collections_abc.Mapping):
            joined = self.copy()
            joined.maps[0].update(other)
            return joined
        return NotImplemented

    def __ror__(self, other):
        if isinstance(other, _collections_abc.Mapping):
            flat = dict(other)
            for mapping in self.maps[::-1]:
                flat.update(mapping)
            return self.__class__(flat)
        return NotImplemented


# The following act as a dictionary, a list and a string by having one, which is public, so that classes can be derived
# from them that change some of the behaviour.

def _twin(wrapper):
    """A wrapper of the same class and with the same attributes, except that its data is a copy."""
    cls = wrapper.__class__
    twin = cls.__new__(cls)
    twin.__dict__.update(wrapper.__dict__)
    twin.__dict__['data'] = wrapper.__dict__['data'].copy()
    return twin


class UserDict(_collections_abc.MutableMapping):
    """A class to derive from that acts as the dictionary in its attribute `data`."""

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        for source in (dict, kwargs or None):
            if source is not None:
                self.update(source)

    def __getitem__(self, key):
        data = self.data
        if key in data:
            return data[key]
        missing = getattr(self.__class__, '__missing__', None)
        if missing is None:
            raise KeyError(key)
        return missing(self, key)

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        return key in self.data

    def __len__(self):
        return len(self.data)

    def __iter__(self):
        return iter(self.data)

    def __repr__(self):
        return repr(self.data)

    def get(self, key, default=None):
        return default if key not in self else self[key]

    def __or__(self, other):
        other = _unwrapped(other, UserDict)
        return self.__class__(self.data | other) if isinstance(other, dict) else NotImplemented

    def __ror__(self, other):
        other = _unwrapped(other, UserDict)
        return self.__class__(other | self.data) if isinstance(other, dict) else NotImplemented

    def __ior__(self, other):
        self.data |= _unwrapped(other, UserDict)
        return self

    __copy__ = _twin

    def copy(self):
        if self.__class__ is not UserDict:
            from copy import copy
            return copy(self)
        return UserDict(self.data.copy())

    @classmethod
    def fromkeys(cls, iterable, value=None):
        made = cls()
        for key in iterable:
            made[key] = value
        return made


def _unwrapped(value, wrapper):
    """What a wrapper has in it; any other value is itself."""
    return value.data if isinstance(value, wrapper) else value


def _as_list(value):
    if isinstance(value, UserList):
        return value.data
    return value if isinstance(value, list) else list(value)


class UserList(_collections_abc.MutableSequence):
    """A class to derive from that acts as the list in its attribute `data`."""

    def __init__(self, initlist=None):
        self.data = [] if initlist is None else list(initlist.data if isinstance(initlist, UserList) else initlist)

    def __repr__(self):
        return repr(self.data)

    def __eq__(self, other):
        return self.data == _unwrapped(other, UserList)

    def __lt__(self, other):
        return self.data < _unwrapped(other, UserList)

    def __le__(self, other):
        return self.data <= _unwrapped(other, UserList)

    def __gt__(self, other):
        return self.data > _unwrapped(other, UserList)

    def __ge__(self, other):
        return self.data >= _unwrapped(other, UserList)

    __hash__ = None

    def __len__(self):
        return len(self.data)

    def __contains__(self, item):
        return item in self.data

    def __getitem__(self, i):
        found = self.data[i]
        return self.__class__(found) if isinstance(i, slice) else found

    def __setitem__(self, i, item):
        self.data[i] = item

    def __delitem__(self, i):
        del self.data[i]

    def __add__(self, other):
        return self.__class__(self.data + _as_list(other))

    def __radd__(self, other):
        return self.__class__(_as_list(other) + self.data)

    def __iadd__(self, other):
        self.data += _as_list(other)
        return self

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __imul__(self, n):
        self.data *= n
        return self

    __copy__ = _twin

    def copy(self):
        return self.__class__(self)

    def insert(self, i, item):
        self.data.insert(i, item)

    def append(self, item):
        self.data.append(item)

    def extend(self, other):
        self.data.extend(_unwrapped(other, UserList))

    def pop(self, i=-1):
        return self.data.pop(i)

    def remove(self, item):
        self.data.remove(item)

    def clear(self):
        self.data.clear()

    def index(self, item, *args):
        return self.data.index(item, *args)

    def count(self, item):
        return self.data.count(item)

    def sort(self, /, *args, **kwds):
        self.data.sort(*args, **kwds)

    def reverse(self):
        self.data.reverse()


def _text(value):
    return value.data if isinstance(value, UserString) else value


class UserString(_collections_abc.Sequence):
    """A class to derive from that acts as the string in its attribute `data`."""

    def __init__(self, seq):
        seq = _text(seq)
        self.data = seq if isinstance(seq, str) else str(seq)

    def __str__(self):
        return str(self.data)

    def __repr__(self):
        return repr(self.data)

    def __hash__(self):
        return hash(self.data)

    def __int__(self):
        return int(self.data)

    def __float__(self):
        return float(self.data)

    def __complex__(self):
        return complex(self.data)

    def __getnewargs__(self):
        return (str(self.data),)

    def __eq__(self, string):
        return self.data == _text(string)

    def __lt__(self, string):
        return self.data < _text(string)

    def __le__(self, string):
        return self.data <= _text(string)

    def __gt__(self, string):
        return self.data > _text(string)

    def __ge__(self, string):
        return self.data >= _text(string)

    def __len__(self):
        return len(self.data)

    def __contains__(self, char):
        return _text(char) in self.data

    def __getitem__(self, index):
        return self.__class__(self.data[index])

    def __add__(self, other):
        other = _text(other)
        return self.__class__(self.data + (other if isinstance(other, str) else str(other)))

    def __radd__(self, other):
        return self.__class__((other if isinstance(other, str) else str(other)) + self.data)

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __mod__(self, args):
        return self.__class__(self.data % args)

    def __rmod__(self, template):
        return self.__class__(str(template) % self)

    def encode(self, encoding='utf-8', errors='strict'):
        return self.data.encode('utf-8' if encoding is None else encoding, 'strict' if errors is None else errors)

    def find(self, sub, start=0, end=_sys.maxsize):
        return self.data.find(_text(sub), start, end)

    def rfind(self, sub, start=0, end=_sys.maxsize):
        return self.data.rfind(_text(sub), start, end)

    def index(self, sub, start=0, end=_sys.maxsize):
        return self.data.index(_text(sub), start, end)

    def rindex(self, sub, start=0, end=_sys.maxsize):
        return self.data.rindex(_text(sub), start, end)

    def count(self, sub, start=0, end=_sys.maxsize):
        return self.data.count(_text(sub), start, end)

    def replace(self, old, new, maxsplit=-1):
        return self.__class__(self.data.replace(_text(old), _text(new), maxsplit))

    def removeprefix(self, prefix, /):
        return self.__class__(self.data.removeprefix(_text(prefix)))

    def removesuffix(self, suffix, /):
        return self.__class__(self.data.removesuffix(_text(suffix)))

    def format(self, /, *args, **kwds):
        return self.data.format(*args, **kwds)

    def format_map(self, mapping):
        return self.data.format_map(mapping)

    def join(self, seq):
        return self.data.join(seq)

    maketrans = str.maketrans


def _same_text(name):
    def method(self, *args):
        return self.__class__(getattr(self.data, name)(*map(_text, args)))

    return method


def _plain_result(name):
    def method(self, *args, **kwds):
        return getattr(self.data, name)(*map(_text, args), **kwds)

    return method


for _name in ('capitalize', 'casefold', 'center', 'expandtabs', 'ljust', 'lower', 'lstrip', 'rjust', 'rstrip', 'strip',
              'swapcase', 'title', 'translate', 'upper', 'zfill'):
    setattr(UserString, _name, _same_text(_name))
for _name in ('endswith', 'isalpha', 'isalnum', 'isascii', 'isdecimal', 'isdigit', 'isidentifier', 'islower',
              'isnumeric', 'isprintable', 'isspace', 'istitle', 'isupper', 'partition', 'rpartition', 'split',
              'rsplit', 'splitlines', 'startswith'):
    setattr(UserString, _name, _plain_result(_name))
for _class in (defaultdict, OrderedDict, Counter, ChainMap, UserDict, UserList):
    if not hasattr(_class, '__class_getitem__'):
        _class.__class_getitem__ = classmethod(_GenericAlias)
del _name, _class
