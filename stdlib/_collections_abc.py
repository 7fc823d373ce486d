"""Abstract base classes for containers. `collections.abc` is the public name."""

from abc import ABCMeta, abstractmethod

__all__ = [
    'Awaitable', 'Coroutine', 'AsyncIterable', 'AsyncIterator', 'AsyncGenerator', 'Hashable', 'Iterable', 'Iterator',
    'Generator', 'Reversible', 'Sized', 'Container', 'Callable', 'Collection', 'Set', 'MutableSet', 'Mapping',
    'MutableMapping', 'MappingView', 'KeysView', 'ItemsView', 'ValuesView', 'Sequence', 'MutableSequence',
    'ByteString', 'Buffer',
]

# Classes say where the public finds them.
__name__ = 'collections.abc'

GenericAlias = type(list[int])
EllipsisType = type(...)


def _kinds_of_functions():
    async def coroutine():
        pass

    async def async_generator():
        yield

    def generator():
        yield

    awaiting = coroutine()
    awaiting.close()
    return type(generator), type(generator()), type(awaiting), type(async_generator())


FunctionType, generator, coroutine, async_generator = _kinds_of_functions()
dict_keys, dict_values, dict_items = type({}.keys()), type({}.values()), type({}.items())
mappingproxy = type(type.__dict__)
bytes_iterator = type(iter(b''))
bytearray_iterator = type(iter(bytearray()))
dict_keyiterator, dict_valueiterator, dict_itemiterator = (type(iter(view)) for view in ({}.keys(), {}.values(), {}.items()))
list_iterator, list_reverseiterator = type(iter([])), type(reversed([]))
range_iterator, longrange_iterator = type(iter(range(0))), type(iter(range(1 << 64)))
set_iterator, str_iterator, tuple_iterator, zip_iterator = (type(iter(of)) for of in (set(), '', (), zip()))


def _check_methods(C, *methods):
    """True if a class has all the methods, else NotImplemented. A method that is set to None is one it does not have."""
    for method in methods:
        for ancestor in C.__mro__:
            if method in (own := ancestor.__dict__):
                if own[method] is not None:
                    break
                return NotImplemented
        else:
            return NotImplemented
    return True


def _recognized_by(*methods):
    """A `__subclasshook__` by which the class it stands in takes every class with these methods for its subclass.

    Classes derived from that class inherit the hook, but it says nothing about them.
    """

    def __subclasshook__(cls, C):
        if cls.__dict__.get('__subclasshook__') is hook:
            return _check_methods(C, *methods)
        return NotImplemented

    hook = classmethod(__subclasshook__)
    return hook


def _register(base, *classes):
    for each in classes:
        base.register(each)


def _raise(typ, val, tb):
    """Raises what the arguments of throw() mean."""
    if val is None:
        if tb is None:
            raise typ
        val = typ()
    raise val if tb is None else val.with_traceback(tb)


# What has one method.

class Hashable(metaclass=ABCMeta):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__hash__')

    @abstractmethod
    def __hash__(self):
        return 0


class Sized(metaclass=ABCMeta):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__len__')

    @abstractmethod
    def __len__(self):
        return 0


class Container(metaclass=ABCMeta):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__contains__')
    __class_getitem__ = classmethod(GenericAlias)

    @abstractmethod
    def __contains__(self, x):
        return False


class Buffer(metaclass=ABCMeta):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__buffer__')

    @abstractmethod
    def __buffer__(self, flags: int, /) -> memoryview:
        raise NotImplementedError


_register(Buffer, bytes, bytearray, memoryview)


# What is iterated.

class Iterable(metaclass=ABCMeta):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__iter__')
    __class_getitem__ = classmethod(GenericAlias)

    @abstractmethod
    def __iter__(self):
        yield from ()


class Iterator(Iterable):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__iter__', '__next__')

    @abstractmethod
    def __next__(self):
        """The next item; raises StopIteration when there is none."""
        raise StopIteration

    def __iter__(self):
        return self


_register(
    Iterator, bytes_iterator, bytearray_iterator, dict_keyiterator, dict_valueiterator, dict_itemiterator, list_iterator,
    list_reverseiterator, range_iterator, longrange_iterator, set_iterator, str_iterator, tuple_iterator, zip_iterator)


class Reversible(Iterable):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__reversed__', '__iter__')

    @abstractmethod
    def __reversed__(self):
        yield from ()


class Collection(Sized, Iterable, Container):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__len__', '__iter__', '__contains__')


class Generator(Iterator):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__iter__', '__next__', 'send', 'throw', 'close')

    def __next__(self):
        """What send(None) gives."""
        return self.send(None)

    @abstractmethod
    def send(self, value):
        """Goes on with the value as the result of the yield; gives what is yielded next or raises StopIteration."""
        raise StopIteration

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        """Goes on by raising an exception at the yield; gives what is yielded next or raises StopIteration."""
        _raise(typ, val, tb)

    def close(self):
        """Ends the generator by a GeneratorExit at its yield; gives the value it returns then."""
        try:
            self.throw(GeneratorExit)
        except StopIteration as end:
            return end.value
        except GeneratorExit:
            return None
        raise RuntimeError('generator ignored GeneratorExit')


Generator.register(generator)


# What is awaited.

class Awaitable(metaclass=ABCMeta):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__await__')
    __class_getitem__ = classmethod(GenericAlias)

    @abstractmethod
    def __await__(self):
        yield


class Coroutine(Awaitable):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__await__', 'send', 'throw', 'close')

    @abstractmethod
    def send(self, value):
        """Goes on with the value as the result of what it waits for; raises StopIteration at its end."""
        raise StopIteration

    @abstractmethod
    def throw(self, typ, val=None, tb=None):
        """Goes on by raising an exception where it waits; raises StopIteration at its end."""
        _raise(typ, val, tb)

    def close(self):
        """Ends the coroutine by a GeneratorExit where it waits."""
        try:
            self.throw(GeneratorExit)
        except (StopIteration, GeneratorExit):
            return
        raise RuntimeError('coroutine ignored GeneratorExit')


Coroutine.register(coroutine)


class AsyncIterable(metaclass=ABCMeta):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__aiter__')
    __class_getitem__ = classmethod(GenericAlias)

    @abstractmethod
    def __aiter__(self):
        return AsyncIterator()


class AsyncIterator(AsyncIterable):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__anext__', '__aiter__')

    @abstractmethod
    async def __anext__(self):
        """The next item; raises StopAsyncIteration when there is none."""
        raise StopAsyncIteration

    def __aiter__(self):
        return self


class AsyncGenerator(AsyncIterator):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__aiter__', '__anext__', 'asend', 'athrow', 'aclose')

    async def __anext__(self):
        """What asend(None) gives."""
        return await self.asend(None)

    @abstractmethod
    async def asend(self, value):
        """Goes on with the value as the result of the yield; gives what is yielded next."""
        raise StopAsyncIteration

    @abstractmethod
    async def athrow(self, typ, val=None, tb=None):
        """Goes on by raising an exception at the yield; gives what is yielded next."""
        _raise(typ, val, tb)

    async def aclose(self):
        """Ends the generator by a GeneratorExit at its yield."""
        try:
            await self.athrow(GeneratorExit)
        except (StopAsyncIteration, GeneratorExit):
            return
        raise RuntimeError('asynchronous generator ignored GeneratorExit')


AsyncGenerator.register(async_generator)


# What is called.

def _is_param_list(item):
    if item is ... or isinstance(item, (tuple, list, _CallableGenericAlias)):
        return True
    return type(item).__name__ in ('ParamSpec', '_ConcatenateGenericAlias')


def _written_parts(args):
    """Parameters and result of a Callable as they are written in its brackets."""
    *params, result = args
    if len(params) == 1 and _is_param_list(params[0]):
        return params[0], result
    return params, result


class _CallableGenericAlias(GenericAlias):
    """The alias that `Callable[[int], str]` gives: its arguments are flat, the repr shows them in brackets."""

    __slots__ = ()

    def __new__(cls, origin, args):
        if not isinstance(args, tuple) or len(args) != 2:
            raise TypeError('Callable must be used as Callable[[arg, ...], result].')
        params, result = args
        if isinstance(params, (tuple, list)):
            args = *params, result
        elif not _is_param_list(params):
            raise TypeError(f'Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {params}')
        return super().__new__(cls, origin, args)

    def __repr__(self):
        params, result = _written_parts(self.__args__)
        if params is not self.__args__[0]:
            inside = ', '.join([_type_repr(each) for each in params])
            return f'collections.abc.Callable[[{inside}], {_type_repr(result)}]'
        return super().__repr__()

    def __reduce__(self):
        return _CallableGenericAlias, (Callable, _written_parts(self.__args__))

    def __getitem__(self, item):
        flat = super().__getitem__(item if isinstance(item, tuple) else (item,)).__args__
        return _CallableGenericAlias(Callable, flat if isinstance(flat[0], (tuple, list)) else (list(flat[:-1]), flat[-1]))


def _type_repr(obj):
    if obj is ...:
        return '...'
    if isinstance(obj, FunctionType):
        return obj.__name__
    if not isinstance(obj, type) or isinstance(obj, GenericAlias):
        return repr(obj)
    return obj.__qualname__ if obj.__module__ == 'builtins' else f'{obj.__module__}.{obj.__qualname__}'


class Callable(metaclass=ABCMeta):

    __slots__ = ()
    __subclasshook__ = _recognized_by('__call__')
    __class_getitem__ = classmethod(_CallableGenericAlias)

    @abstractmethod
    def __call__(self, *args, **kwds):
        return False


# Sets.

class Set(Collection):
    """A finite, iterable container of things that differ. Subclasses give __contains__, __iter__ and __len__."""

    __slots__ = ()

    def __le__(self, other):
        if isinstance(other, Set):
            return len(self) <= len(other) and all(value in other for value in self)
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, Set):
            return len(self) >= len(other) and all(value in self for value in other)
        return NotImplemented

    def __lt__(self, other):
        return NotImplemented if not isinstance(other, Set) else len(self) < len(other) and self.__le__(other)

    def __gt__(self, other):
        return NotImplemented if not isinstance(other, Set) else len(self) > len(other) and self.__ge__(other)

    def __eq__(self, other):
        return NotImplemented if not isinstance(other, Set) else len(self) == len(other) and self.__le__(other)

    @classmethod
    def _from_iterable(cls, it):
        """What the operators make their results with. Classes whose constructor takes something else override it."""
        return cls(it)

    def _as_set(self, other):
        """The other operand as a set, or None if it cannot be one."""
        if isinstance(other, Set):
            return other
        return self._from_iterable(other) if isinstance(other, Iterable) else None

    def __and__(self, other):
        if isinstance(other, Iterable):
            return self._from_iterable(value for value in other if value in self)
        return NotImplemented

    def __or__(self, other):
        if isinstance(other, Iterable):
            return self._from_iterable(value for operand in (self, other) for value in operand)
        return NotImplemented

    def __sub__(self, other):
        if (other := self._as_set(other)) is None:
            return NotImplemented
        return self._from_iterable(value for value in self if value not in other)

    def __rsub__(self, other):
        if (other := self._as_set(other)) is None:
            return NotImplemented
        return self._from_iterable(value for value in other if value not in self)

    def __xor__(self, other):
        if (other := self._as_set(other)) is None:
            return NotImplemented
        return (self - other) | (other - self)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def isdisjoint(self, other):
        """Whether no element of the other is in this set."""
        return all(value not in self for value in other)

    def _hash(self):
        """A hash that any two equal sets share, whatever their type."""
        return hash(frozenset(self))


Set.register(frozenset)


class MutableSet(Set):
    """A set that can be changed in place. Subclasses add add() and discard()."""

    __slots__ = ()

    @abstractmethod
    def add(self, value):
        """Puts an element in, unless it is there."""
        raise NotImplementedError

    @abstractmethod
    def discard(self, value):
        """Takes an element out, if it is there."""
        raise NotImplementedError

    def remove(self, value):
        """Takes an element out; raises KeyError if it is not there."""
        if value not in self:
            raise KeyError(value)
        self.discard(value)

    def pop(self):
        """Takes some element out and returns it; raises KeyError if there is none."""
        for value in self:
            self.discard(value)
            return value
        raise KeyError

    def clear(self):
        """Takes all elements out, one by one: slow."""
        while True:
            try:
                self.pop()
            except KeyError:
                break

    def __ior__(self, it):
        add = self.add
        for value in it:
            add(value)
        return self

    def __iand__(self, it):
        discard = self.discard
        for value in self - it:
            discard(value)
        return self

    def __isub__(self, it):
        if self is it:
            self.clear()
            return self
        discard = self.discard
        for value in it:
            discard(value)
        return self

    def __ixor__(self, it):
        if self is it:
            self.clear()
            return self
        for value in it if isinstance(it, Set) else self._from_iterable(it):
            change = self.discard if value in self else self.add
            change(value)
        return self


MutableSet.register(set)


# Mappings and their views.

class Mapping(Collection):
    """A container of key and value pairs. Subclasses give __getitem__, __iter__ and __len__."""

    __slots__ = ()
    __abc_tpflags__ = 1 << 6
    __reversed__ = None

    @abstractmethod
    def __getitem__(self, key):
        raise KeyError

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        else:
            return True

    def get(self, key, default=None):
        """The value of the key, or the default if it has none."""
        try:
            found = self[key]
        except KeyError:
            found = default
        return found

    def keys(self):
        """A view of the keys that acts as a set."""
        return KeysView(self)

    def values(self):
        """A view of the values."""
        return ValuesView(self)

    def items(self):
        """A view of the pairs of key and value that acts as a set."""
        return ItemsView(self)

    def __eq__(self, other):
        return dict(self.items()) == dict(other.items()) if isinstance(other, Mapping) else NotImplemented


Mapping.register(mappingproxy)


class MappingView(Sized):
    """What the views of a mapping have in common: they hold the mapping only, so they show what it is now."""

    __slots__ = ('_mapping',)
    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, mapping):
        self._mapping = mapping

    def __len__(self):
        return len(self._mapping)

    def __repr__(self):
        return f'{type(self).__name__}({self._mapping!r})'


class KeysView(MappingView, Set):

    __slots__ = ()

    def __iter__(self):
        yield from self._mapping

    def __contains__(self, key):
        return key in self._mapping

    @classmethod
    def _from_iterable(cls, it):
        return set(it)


class ItemsView(MappingView, Set):

    __slots__ = ()

    def __iter__(self):
        mapping = self._mapping
        for key in mapping:
            yield key, mapping[key]

    def __contains__(self, item):
        key, wanted = item
        try:
            value = self._mapping[key]
        except KeyError:
            return False
        return value is wanted or value == wanted

    @classmethod
    def _from_iterable(cls, it):
        return set(it)


class ValuesView(MappingView, Collection):

    __slots__ = ()

    def __iter__(self):
        mapping = self._mapping
        for key in mapping:
            yield mapping[key]

    def __contains__(self, wanted):
        for value in self:
            if value is wanted or value == wanted:
                return True
        return False


KeysView.register(dict_keys)
ItemsView.register(dict_items)
ValuesView.register(dict_values)

_absent = object()


class MutableMapping(Mapping):
    """A mapping that can be changed in place. Subclasses add __setitem__ and __delitem__."""

    __slots__ = ()

    @abstractmethod
    def __setitem__(self, key, value):
        raise KeyError

    @abstractmethod
    def __delitem__(self, key):
        raise KeyError

    def pop(self, key, default=_absent):
        """Takes a key out and returns its value; without one it returns the default, or raises KeyError if none is given."""
        try:
            value = self[key]
        except KeyError:
            if default is not _absent:
                return default
            raise
        del self[key]
        return value

    def popitem(self):
        """Takes some key out and returns it and its value; raises KeyError if there is none."""
        for key in self:
            value = self[key]
            del self[key]
            return key, value
        raise KeyError

    def clear(self):
        """Takes all keys out."""
        while True:
            try:
                self.popitem()
            except KeyError:
                break

    def update(self, other=(), /, **kwds):
        """Sets keys to the values they have in a mapping or in pairs, then those given by name."""
        keys = other if isinstance(other, Mapping) else other.keys() if hasattr(other, 'keys') else None
        if keys is None:
            for key, value in other:
                self[key] = value
        else:
            for key in keys:
                self[key] = other[key]
        for key, value in kwds.items():
            self[key] = value

    def setdefault(self, key, default=None):
        """The value of the key, which is set to the default before if it has none."""
        try:
            value = self[key]
        except KeyError:
            value = self[key] = default
        return value


MutableMapping.register(dict)


# Sequences.

class Sequence(Reversible, Collection):
    """All the operations on a read-only sequence. Subclasses give __getitem__ and __len__."""

    __slots__ = ()
    __abc_tpflags__ = 1 << 5

    @abstractmethod
    def __getitem__(self, index):
        raise IndexError

    def __iter__(self):
        index = 0
        while True:
            try:
                item = self[index]
            except IndexError:
                return
            yield item
            index += 1

    def __reversed__(self):
        yield from map(self.__getitem__, range(len(self) - 1, -1, -1))

    def __contains__(self, value):
        for item in self:
            if item is value or item == value:
                return True
        return False

    def count(self, value):
        """How many items equal the value."""
        return sum(item is value or item == value for item in self)

    def index(self, value, start=0, stop=None):
        """The first index from start up to stop at which the value stands; raises ValueError if there is none."""
        if start is not None and start < 0:
            start = max(start + len(self), 0)
        if stop is not None and stop < 0:
            stop += len(self)
        while stop is None or start < stop:
            try:
                item = self[start]
            except IndexError:
                break
            if item is value or item == value:
                return start
            start += 1
        raise ValueError


_register(Sequence, tuple, str, bytes, range, memoryview)


class _ByteStringMeta(ABCMeta):
    def __new__(cls, name, bases, namespace, **kwargs):
        if name != 'ByteString':
            import warnings
            warnings._deprecated('collections.abc.ByteString', remove=(3, 14))
        return super().__new__(cls, name, bases, namespace, **kwargs)

    def __instancecheck__(cls, instance):
        import warnings
        warnings._deprecated('collections.abc.ByteString', remove=(3, 14))
        return super().__instancecheck__(instance)


class ByteString(Sequence, metaclass=_ByteStringMeta):
    """What bytes and bytearray have in common. Deprecated."""

    __slots__ = ()


_register(ByteString, bytes, bytearray)


class MutableSequence(Sequence):
    """All the operations on a read-write sequence. Subclasses add __setitem__, __delitem__ and insert()."""

    __slots__ = ()

    @abstractmethod
    def __setitem__(self, index, value):
        raise IndexError

    @abstractmethod
    def __delitem__(self, index):
        raise IndexError

    @abstractmethod
    def insert(self, index, value):
        """Puts a value in before the item at the index."""
        raise IndexError

    def append(self, value):
        """Puts a value in at the end."""
        self.insert(len(self), value)

    def extend(self, values):
        """Puts values in at the end, in their order."""
        for value in list(values) if values is self else values:
            self.append(value)

    def __iadd__(self, values):
        self.extend(values)
        return self

    def pop(self, index=-1):
        """Takes an item, by default the last, out and returns it."""
        value = self[index]
        del self[index]
        return value

    def remove(self, value):
        """Takes the first item that equals the value out; raises ValueError if there is none."""
        del self[self.index(value)]

    def clear(self):
        """Takes all items out."""
        while True:
            try:
                self.pop()
            except IndexError:
                break

    def reverse(self):
        """Puts the items in the opposite order, in place."""
        low, high = 0, len(self) - 1
        while low < high:
            self[low], self[high] = self[high], self[low]
            low += 1
            high -= 1


_register(MutableSequence, list, bytearray)
