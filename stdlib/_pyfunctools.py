"""The functions of `_functools` in Python, for where the native ones are kept out."""

from _thread import RLock
from reprlib import recursive_repr

GenericAlias = type(list[int])


class partial:
    """New function with partial application of the given arguments and keywords."""

    __slots__ = 'func', 'args', 'keywords', '__dict__', '__weakref__'

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError('the first argument must be callable')
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = super().__new__(cls)
        self.func = func
        self.args = args
        self.keywords = keywords
        return self

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    @recursive_repr()
    def __repr__(self):
        cls = type(self)
        parts = [repr(self.func), *map(repr, self.args), *(f'{k}={v!r}' for k, v in self.keywords.items())]
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(parts)})"

    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        import warnings
        warnings.warn('functools.partial will be a method descriptor in future Python versions; wrap it in staticmethod() if you '
                      'want to preserve the old behavior', FutureWarning, 2)
        return self

    def __reduce__(self):
        return type(self), (self.func,), (self.func, self.args, self.keywords or None, self.__dict__ or None)

    def __setstate__(self, state):
        if not isinstance(state, tuple):
            raise TypeError('argument to __setstate__ must be a tuple')
        if len(state) != 4:
            raise TypeError(f'expected 4 items in state, got {len(state)}')
        func, args, kwds, namespace = state
        if (not callable(func) or not isinstance(args, tuple) or kwds is not None and not isinstance(kwds, dict) or
                namespace is not None and not isinstance(namespace, dict)):
            raise TypeError('invalid partial state')
        args = tuple(args)
        if kwds is None:
            kwds = {}
        elif type(kwds) is not dict:
            kwds = dict(kwds)
        self.__dict__ = {} if namespace is None else namespace
        self.func = func
        self.args = args
        self.keywords = kwds

    __class_getitem__ = classmethod(GenericAlias)


partial.__module__ = 'functools'

_missing = object()


def reduce(function, sequence, initial=_missing):
    """Apply a function of two arguments cumulatively to the items of an iterable, from left to right."""
    it = iter(sequence)
    if initial is _missing:
        try:
            value = next(it)
        except StopIteration:
            raise TypeError('reduce() of empty iterable with no initial value') from None
    else:
        value = initial
    for element in it:
        value = function(value, element)
    return value


def cmp_to_key(mycmp):
    """Convert a cmp= function into a key= function."""
    class K(object):
        __slots__ = ['obj']
        __hash__ = None

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0
    return K


class _HashedSeq(list):
    """The arguments of a call, with their hash."""

    __slots__ = 'hashed'

    def __init__(self, parts):
        self[:] = parts
        self.hashed = hash(parts)

    def __hash__(self):
        return self.hashed


_keywords_follow = object()


def _make_key(args, kwds, typed, fasttypes={int, str}):
    parts = args
    if kwds:
        parts += (_keywords_follow,)
        for item in kwds.items():
            parts += item
    if typed:
        parts += tuple(type(value) for value in args)
        if kwds:
            parts += tuple(type(value) for value in kwds.values())
    elif parts.__len__() == 1 and type(parts[0]) in fasttypes:
        return parts[0]
    return _HashedSeq(parts)


def _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo):
    # A dict keeps its order: what was used last stands last.
    cache = {}
    cache_len = cache.__len__
    hits = misses = 0
    lock = RLock()

    def wrapper(*args, **kwds):
        nonlocal hits, misses
        if maxsize == 0:
            misses += 1
            return user_function(*args, **kwds)
        key = _make_key(args, kwds, typed)
        with lock:
            result = cache.get(key, _missing)
            if result is not _missing:
                if maxsize is not None:
                    del cache[key]
                    cache[key] = result
                hits += 1
                return result
            misses += 1
        result = user_function(*args, **kwds)
        with lock:
            if key not in cache:
                if maxsize is not None and cache_len() >= maxsize:
                    del cache[next(iter(cache))]
                cache[key] = result
        return result

    def cache_info():
        """Report cache statistics"""
        with lock:
            return _CacheInfo(hits, misses, maxsize, cache_len())

    def cache_clear():
        """Clear the cache and cache statistics"""
        nonlocal hits, misses
        with lock:
            cache.clear()
            hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    return wrapper
