"""Tools for working with functions and callable objects."""

__all__ = [
    'update_wrapper', 'wraps', 'WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES', 'total_ordering', 'cache', 'cmp_to_key',
    'lru_cache', 'reduce', 'partial', 'partialmethod', 'singledispatch', 'singledispatchmethod', 'cached_property',
]

from abc import get_cache_token
from collections import namedtuple
from _thread import RLock
try:
    from _functools import partial, reduce, cmp_to_key, _lru_cache_wrapper
except ImportError:
    from _pyfunctools import partial, reduce, cmp_to_key, _lru_cache_wrapper

GenericAlias = type(list[int])

WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__', '__annotations__', '__type_params__')
WRAPPER_UPDATES = ('__dict__',)

_absent = object()


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Makes a wrapper look like the function it wraps, which it is given as __wrapped__."""
    for name in assigned:
        value = getattr(wrapped, name, _absent)
        if value is not _absent:
            setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, ()))
    # Last, for the attributes copied may hold the __wrapped__ of what is wrapped.
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """update_wrapper() as a decorator of the wrapper."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# The comparisons that follow from one: what is made of its answer.

_CONCLUSIONS = {
    'not': lambda answer, self, other: not answer,
    'or equal': lambda answer, self, other: answer or self == other,
    'and unequal': lambda answer, self, other: answer and self != other,
    'not, and unequal': lambda answer, self, other: not answer and self != other,
    'not, or equal': lambda answer, self, other: not answer or self == other,
}
_DERIVATIONS = {
    '__lt__': {'__gt__': 'not, and unequal', '__le__': 'or equal', '__ge__': 'not'},
    '__le__': {'__ge__': 'not, or equal', '__lt__': 'and unequal', '__gt__': 'not'},
    '__gt__': {'__lt__': 'not, and unequal', '__ge__': 'or equal', '__le__': 'not'},
    '__ge__': {'__le__': 'not, or equal', '__gt__': 'and unequal', '__lt__': 'not'},
}


def _derived(root, conclude):
    def compare(self, other):
        answer = getattr(type(self), root)(self, other)
        return answer if answer is NotImplemented else conclude(answer, self, other)

    return compare


def total_ordering(cls):
    """Class decorator: adds the comparisons that follow from the one that the class has."""
    own = {name for name in _DERIVATIONS if getattr(cls, name, None) is not getattr(object, name, None)}
    if not own:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    root = max(own)
    for name in _DERIVATIONS[root].keys() - own:
        compare = _derived(root, _CONCLUSIONS[_DERIVATIONS[root][name]])
        compare.__name__ = name
        compare.__qualname__ = f'{cls.__qualname__}.{name}'
        compare.__module__ = cls.__module__
        setattr(cls, name, compare)
    return cls


_CacheInfo = namedtuple('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'])


def _make_key(args, kwds, typed):
    """What a cache knows a call by."""
    from _pyfunctools import _make_key
    return _make_key(args, kwds, typed)


def lru_cache(maxsize=128, typed=False):
    """Decorator: remembers the results of the last calls, `maxsize` of them, None for all.

    `typed` tells arguments of different types apart. Takes the function itself, too.
    """
    function = None
    if callable(maxsize) and isinstance(typed, bool):
        function, maxsize = maxsize, 128
    elif isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif maxsize is not None:
        raise TypeError('Expected first argument to be an integer, a callable, or None')

    def decorate(function):
        cached = _lru_cache_wrapper(function, maxsize, typed, _CacheInfo)
        cached.cache_parameters = lambda: {'maxsize': maxsize, 'typed': typed}
        return update_wrapper(cached, function)

    return decorate if function is None else decorate(function)


def cache(user_function, /):
    """Decorator: remembers the results of all calls."""
    return lru_cache(maxsize=None)(user_function)


class partialmethod:
    """A method that calls another one, or any descriptor or callable, with some arguments given in advance."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = func.keywords | keywords
            func = func.func
        self.func, self.args, self.keywords = func, args, keywords

    def __repr__(self):
        given = [repr(self.func), *map(repr, self.args), *[f'{name}={value!r}' for name, value in self.keywords.items()]]
        cls = type(self)
        return f'{cls.__module__}.{cls.__qualname__}({", ".join(given)})'

    def __get__(self, obj, cls=None):
        func = bound = self.func
        if hasattr(func, '__get__') and not isinstance(func, partial):
            bound = func.__get__(obj, cls)
        if bound is func:
            # The descriptor does not care whose it is: the instance is the first argument.
            return self._as_function().__get__(obj, cls)
        result = partial(bound, *self.args, **self.keywords)
        if hasattr(bound, '__self__'):
            result.__self__ = bound.__self__
        return result

    def _as_function(self):
        func, before, named = self.func, self.args, self.keywords

        def _method(cls_or_self, /, *args, **keywords):
            return func(cls_or_self, *before, *args, **(named | keywords))

        _method.__partialmethod__ = self
        _method.__isabstractmethod__ = self.__isabstractmethod__
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)

    __class_getitem__ = classmethod(GenericAlias)


# Which implementation of a generic function suits a class best. Abstract classes that a class is a subclass of without
# being derived from them are put in its resolution order first.

def _c3_merge(orders):
    """One order that agrees with all (the C3 linearization)."""
    merged = []
    while orders := [order for order in orders if order]:
        blocked = {id(each) for order in orders for each in order[1:]}
        head = next((order[0] for order in orders if id(order[0]) not in blocked), None)
        if head is None:
            raise RuntimeError('Inconsistent hierarchy')
        merged.append(head)
        orders = [order[1:] if order[0] is head else order for order in orders]
    return merged


def _c3_mro(cls, abcs=()):
    """The resolution order of a class with abstract ones put in where the first class is their subclass.

    They come after the last base that is itself abstract, in the order given.
    """
    bases = [*cls.__bases__]
    here = [each for each in abcs or () if issubclass(cls, each) and not any(issubclass(base, each) for base in bases)]
    above = [each for each in abcs or () if each not in here]
    place = max([index for index, base in enumerate(bases, 1) if hasattr(base, '__abstractmethods__')], default=0)
    before, after = bases[:place], bases[place:]
    orders = [_c3_mro(base, above) for base in (*before, *here, *after)]
    return _c3_merge([[cls], *orders, before, here, after])


def _compose_mro(cls, types):
    """The resolution order of a class with those of the types that it is a subclass of, and what leads to them."""
    own = set(cls.__mro__)

    def is_new_base(each):
        return each not in own and hasattr(each, '__mro__') and not isinstance(each, GenericAlias) and issubclass(cls, each)

    related = [each for each in types if is_new_base(each)]
    nearest = [each for each in related if not any(each is not other and each in other.__mro__ for other in related)]
    chosen = []
    for each in nearest:
        ways = [[step for step in sub.__mro__ if step in nearest]
                for sub in each.__subclasses__() if sub not in own and issubclass(cls, sub)]
        if not ways:
            chosen.append(each)
        # The longest way says most about the order.
        for way in sorted(ways, key=len, reverse=True):
            chosen += [step for step in way if step not in chosen]
    return _c3_mro(cls, chosen)


def _find_impl(cls, registry):
    order = iter(_compose_mro(cls, registry.keys()))
    match = next((each for each in order if each in registry), None)
    rival = next(order, None)
    if (rival in registry and match not in cls.__mro__ and rival not in cls.__mro__ and not issubclass(match, rival)):
        raise RuntimeError(f'Ambiguous dispatch: {match} or {rival}')
    return registry.get(match)


def _is_union(cls):
    from types import UnionType
    return isinstance(cls, UnionType) or type(cls).__name__ == '_UnionGenericAlias'


def _is_class(cls):
    return isinstance(cls, type) and not isinstance(cls, GenericAlias)


def _can_dispatch(cls):
    return all(map(_is_class, cls.__args__)) if _is_union(cls) else _is_class(cls)


class _Implementations:
    """The functions behind a generic function, by class, and which one calls with an argument of some class go to."""

    def __init__(self, default):
        self.by_class = {object: default}
        # What was found for a class. It holds while nothing is registered, here or with an abstract class.
        self.found = {}
        self.abc_state = None

    def dispatch(self, cls):
        """The implementation for a class."""
        if self.abc_state is not None and self.abc_state != (now := get_cache_token()):
            self.found.clear()
            self.abc_state = now
        try:
            return self.found[cls]
        except KeyError:
            implementation = self.by_class.get(cls)
            if implementation is None:
                implementation = _find_impl(cls, self.by_class)
            self.found[cls] = implementation
            return implementation

    def register(self, cls, func=None):
        """Makes a function the implementation for a class; a decorator without one.

        Without a class, the annotation of the first parameter says which.
        """
        if not _can_dispatch(cls):
            if func is not None:
                raise TypeError(f'Invalid first argument to `register()`. {cls!r} is not a class or union type.')
            cls, func = self._annotated_class(cls), cls
        elif func is None:
            return lambda func: self.register(cls, func)
        for each in cls.__args__ if _is_union(cls) else (cls,):
            self.by_class[each] = func
        if self.abc_state is None and hasattr(cls, '__abstractmethods__'):
            self.abc_state = get_cache_token()
        self.found.clear()
        return func

    @staticmethod
    def _annotated_class(func):
        if not getattr(func, '__annotations__', None):
            raise TypeError(
                f'Invalid first argument to `register()`: {func!r}. Use either `@register(some_class)` or plain '
                f'`@register` on an annotated function.')
        from typing import get_type_hints
        name, cls = next(iter(get_type_hints(func).items()))
        if _can_dispatch(cls):
            return cls
        fault = 'not all arguments are classes' if _is_union(cls) else 'is not a class'
        raise TypeError(f'Invalid annotation for {name!r}. {cls!r} {fault}.')


def singledispatch(func):
    """Makes a generic function, which calls the implementation registered for the class of its first argument."""
    from types import MappingProxyType
    name = getattr(func, '__name__', 'singledispatch function')
    implementations = _Implementations(func)
    choose = implementations.dispatch

    def generic(*args, **kw):
        if args:
            return choose(args[0].__class__)(*args, **kw)
        raise TypeError(f'{name} requires at least 1 positional argument')

    generic.register = implementations.register
    generic.dispatch = choose
    generic.registry = MappingProxyType(implementations.by_class)
    generic._clear_cache = implementations.found.clear
    return update_wrapper(generic, func)


class singledispatchmethod:
    """A generic method, which goes by the class of the first argument after self. Any descriptor can be registered."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        self.func = func
        self.dispatcher = singledispatch(func)

    def register(self, cls, method=None):
        """Makes a method the implementation for a class; a decorator without one."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        func = self.func
        choose = self.dispatcher.dispatch

        def bound(*args, **kwargs):
            if args:
                return choose(args[0].__class__).__get__(obj, cls)(*args, **kwargs)
            name = getattr(func, '__name__', 'singledispatchmethod method')
            raise TypeError(f'{name} requires at least 1 positional argument')

        bound.register = self.register
        bound.__isabstractmethod__ = self.__isabstractmethod__
        return update_wrapper(bound, func)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, '__isabstractmethod__', False)


class cached_property:
    """A property that is computed once for an instance, which keeps the value in its __dict__."""

    def __init__(self, func):
        self.attrname = None
        self.func = func
        self.__doc__, self.__module__ = func.__doc__, func.__module__

    def __set_name__(self, owner, name):
        known = self.attrname
        if known is not None and known != name:
            raise TypeError(f'Cannot assign the same cached_property to two different names ({known!r} and {name!r}).')
        self.attrname = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError('Cannot use cached_property instance without calling __set_name__ on it.')
        try:
            values = instance.__dict__
        except AttributeError:
            raise TypeError(
                f"No '__dict__' attribute on {type(instance).__name__!r} instance to cache {name!r} property.") from None
        if name in values:
            return values[name]
        value = self.func(instance)
        try:
            values[name] = value
        except TypeError:
            raise TypeError(
                f"The '__dict__' attribute on {type(instance).__name__!r} instance does not support item assignment "
                f"for caching {name!r} property.") from None
        return value

    __class_getitem__ = classmethod(GenericAlias)
