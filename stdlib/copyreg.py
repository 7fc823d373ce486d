"""Helpers for copying and pickling: how objects say what they are made of."""

__all__ = ['pickle', 'constructor', 'add_extension', 'remove_extension', 'clear_extension_cache']

dispatch_table = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Has the objects of a class pickled by what a function says they are made of."""
    if constructor_ob is not None:
        constructor(constructor_ob)
    if callable(pickle_function):
        dispatch_table[ob_type] = pickle_function
    else:
        raise TypeError('reduction functions must be callable')


def constructor(object):
    """Checks that something can make objects from pickles."""
    if callable(object):
        return
    raise TypeError('constructors must be callable')


def pickle_complex(c):
    return type(c), (c.real, c.imag)


pickle(complex, pickle_complex, complex)


def _reconstructor(cls, base, state):
    """Makes an object of a class that is derived from a native one, with what that takes."""
    made = object.__new__(cls) if base is object else base.__new__(cls, state)
    if base is not object and base.__init__ != object.__init__:
        base.__init__(made, state)
    return made


def _slotnames(cls):
    """The names of the slots of a class and its bases."""
    names = cls.__dict__.get('__slotnames__')
    if names is not None:
        return names
    names = []
    if hasattr(cls, '__slots__'):
        for c in cls.__mro__:
            if '__slots__' not in c.__dict__:
                continue
            slots = c.__dict__['__slots__']
            if isinstance(slots, str):
                slots = (slots,)
            for name in slots:
                if name in ('__dict__', '__weakref__'):
                    continue
                if name.startswith('__') and not name.endswith('__'):
                    stripped = c.__name__.lstrip('_')
                    names.append(f'_{stripped}{name}' if stripped else name)
                else:
                    names.append(name)
    try:
        cls.__slotnames__ = names
    except Exception:
        pass
    return names


_IS_HEAP_TYPE = 1 << 9


def _reduce_ex(self, proto):
    """What an object is made of before protocol 2: its class, the native class that is derived from, and its state."""
    assert proto < 2
    cls = self.__class__
    native = next((base for base in cls.__mro__ if not getattr(base, '__flags__', _IS_HEAP_TYPE) & _IS_HEAP_TYPE), object)
    if native is cls and native is not object:
        raise TypeError(f"cannot pickle {cls.__name__!r} object")
    parts = _reconstructor, (cls, native, None if native is object else native(self))
    getstate = getattr(self, '__getstate__', None)
    if getstate is not None and not _inherits_getstate(self):
        state = getstate()
    elif getstate is not None and getattr(self, '__slots__', None):
        raise TypeError('a class that defines __slots__ without defining __getstate__ cannot be pickled')
    else:
        state = getattr(self, '__dict__', None)
    return (*parts, state) if state else parts


def _inherits_getstate(self):
    return getattr(type(self), '__getstate__', None) is object.__getstate__


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _reduce_2(self):
    """How objects reduce since protocol 2."""
    cls = type(self)
    getnewargs_ex = getattr(self, '__getnewargs_ex__', None)
    if getnewargs_ex is not None:
        found = getnewargs_ex()
        if not isinstance(found, tuple):
            raise TypeError(f"__getnewargs_ex__ should return a tuple, not '{type(found).__name__}'")
        if len(found) != 2:
            raise ValueError(f'__getnewargs_ex__ should return a tuple of length 2, not {len(found)}')
        args, kwargs = found
    else:
        kwargs = None
        getnewargs = getattr(self, '__getnewargs__', None)
        if getnewargs is not None:
            args = getnewargs()
            if not isinstance(args, tuple):
                raise TypeError(f"__getnewargs__ should return a tuple, not '{type(args).__name__}'")
        else:
            args = ()
    getstate = getattr(self, '__getstate__', None)
    state = getstate() if getstate is not None else default_state(self)
    items = iter(self) if isinstance(self, list) else None
    pairs = iter(self.items()) if isinstance(self, dict) else None
    if kwargs:
        return __newobj_ex__, (cls, args, kwargs), state, items, pairs
    return __newobj__, (cls, *args), state, items, pairs


def default_state(self):
    """What `object.__getstate__` gives."""
    state = getattr(self, '__dict__', None)
    state = state or None
    slots = {}
    for name in _slotnames(type(self)):
        try:
            slots[name] = getattr(self, name)
        except AttributeError:
            pass
    return (state, slots) if slots else state


_extension_registry = {}
_inverted_registry = {}
_extension_cache = {}


def add_extension(module, name, code):
    """Has pickles write a number for a global name."""
    code, key = int(code), (module, name)
    if not 0 < code < 1 << 31:
        raise ValueError('code out of range')
    known_code, known_key = _extension_registry.get(key), _inverted_registry.get(code)
    if (known_code, known_key) == (code, key):
        return
    if known_code is not None:
        raise ValueError(f'key {key} is already registered with code {known_code}')
    if known_key is not None:
        raise ValueError(f'code {code} is already in use for key {known_key}')
    _extension_registry[key], _inverted_registry[code] = code, key


def remove_extension(module, name, code):
    """Takes a number back. For tests: pickles that hold it cannot be read any more."""
    key = module, name
    if (_extension_registry.get(key), _inverted_registry.get(code)) != (code, key):
        raise ValueError(f'key {key} is not registered with code {code}')
    for table, entry in ((_extension_registry, key), (_inverted_registry, code)):
        del table[entry]
    _extension_cache.pop(code, None)


def clear_extension_cache():
    _extension_cache.clear()
