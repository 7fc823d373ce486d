"""Copies of objects: of the object alone, or of all that hangs on it."""

import _weakref
import copyreg
import types

__all__ = ['Error', 'copy', 'deepcopy', 'replace']


class Error(Exception):
    pass


error = Error
dispatch_table = copyreg.dispatch_table

# What cannot change and holds nothing that can: its own copy.
_ATOMS = frozenset({
    types.NoneType, types.EllipsisType, types.NotImplementedType, int, float, bool, complex, str, bytes, type, range,
    property, types.CodeType, types.FunctionType, types.BuiltinFunctionType,
    types.MethodDescriptorType, types.WrapperDescriptorType, types.ClassMethodDescriptorType, _weakref.ReferenceType,
})
_SHALLOW_ATOMS = _ATOMS | {tuple, frozenset, slice}
_WITH_COPY_METHOD = frozenset({list, dict, set, bytearray})


def copy(x):
    """A new object of the same class with the same contents."""
    cls = type(x)
    if cls in _SHALLOW_ATOMS:
        return x
    if cls in _WITH_COPY_METHOD:
        return cls.copy(x)
    if issubclass(cls, type):
        return x
    if cls is types.MethodType:
        return cls(x.__func__, x.__self__)
    method = getattr(cls, '__copy__', None)
    if method is not None:
        return method(x)
    parts = _parts(x, cls)
    return x if isinstance(parts, str) else _reconstruct(x, None, *parts)


def deepcopy(x, memo=None, _nil=[]):
    """A new object of the same class with deep copies of the contents.

    The memo holds the copies made so far by the ids of the originals: what occurs twice is copied once, and what contains
    itself contains itself in the copy.
    """
    cls = type(x)
    if cls in _ATOMS:
        return x
    if memo is None:
        memo = {}
    elif (known := memo.get(id(x), _nil)) is not _nil:
        return known
    duplicate = _deepcopy_dispatch.get(cls, _duplicate_object)
    y = duplicate(x, memo)
    if y is not x:
        memo[id(x)] = y
        # While the memo is in use no other object may get the id.
        memo.setdefault(id(memo), []).append(x)
    return y


def _duplicate_object(x, memo):
    cls = type(x)
    if issubclass(cls, type):
        return x
    method = getattr(x, '__deepcopy__', None)
    if method is not None:
        return method(memo)
    parts = _parts(x, cls)
    return x if isinstance(parts, str) else _reconstruct(x, memo, *parts)


def _duplicate_list(x, memo):
    y = memo[id(x)] = []
    for item in x:
        y.append(deepcopy(item, memo))
    return y


def _duplicate_dict(x, memo):
    y = memo[id(x)] = {}
    for key, value in x.items():
        y[deepcopy(key, memo)] = deepcopy(value, memo)
    return y


def _duplicate_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    # An item that holds the tuple has made the copy already.
    if id(x) in memo:
        return memo[id(x)]
    is_same = all(new is old for new, old in zip(items, x))
    return x if is_same else tuple(items)


def _duplicate_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_deepcopy_dispatch = {
    dict: _duplicate_dict, list: _duplicate_list, tuple: _duplicate_tuple, types.MethodType: _duplicate_method,
}


def _parts(x, cls):
    """What an object is made of, as pickles know it: as registered for the class, else as the object says."""
    registered = dispatch_table.get(cls)
    if registered is not None:
        return registered(x)
    for name, arguments in (('__reduce_ex__', (4,)), ('__reduce__', ())):
        method = getattr(x, name, None)
        if method is not None:
            return method(*arguments)
    raise Error(f'un(deep)copyable object of type {cls}')


def _reconstruct(x, memo, func, args, state=None, items=None, pairs=None):
    """Puts an object together from its parts, or from deep copies of them if there is a memo."""
    if memo is None:
        y = func(*args)
    else:
        y = memo[id(x)] = func(*[deepcopy(arg, memo) for arg in args])
        state = deepcopy(state, memo)
        if items is not None:
            items = (deepcopy(item, memo) for item in items)
        if pairs is not None:
            pairs = ((deepcopy(key, memo), deepcopy(value, memo)) for key, value in pairs)
    if state is not None:
        _set_state(y, state)
    for item in items or ():
        y.append(item)
    for key, value in pairs or ():
        y[key] = value
    return y


def _set_state(y, state):
    if hasattr(y, '__setstate__'):
        y.__setstate__(state)
        return
    # A pair: the attributes in the namespace and those in slots.
    attributes, slots = state if isinstance(state, tuple) and len(state) == 2 else (state, None)
    if attributes is not None:
        y.__dict__.update(attributes)
    for name, value in (slots or {}).items():
        setattr(y, name, value)


def replace(obj, /, **changes):
    """A copy of an object with some of its fields changed."""
    cls = obj.__class__
    method = getattr(cls, '__replace__', None)
    if method is not None:
        return method(obj, **changes)
    raise TypeError(f'replace() does not support {cls.__name__} objects')
