"""Classes of syntax trees that programs for older versions name: what is a Constant now, and parts of subscripts."""

import ast
import warnings
from ast import AST, Constant, Load, Tuple


def _warn(cls):
    warnings.warn(f'ast.{cls.__qualname__} is deprecated and will be removed in Python 3.14; use ast.Constant instead', DeprecationWarning,
                  stacklevel=3)


class _OfConstants(type):
    """Classes whose instances are the constants with a value of certain types."""

    def __init__(cls, *args):
        cls.__doc__ = 'Deprecated AST node class. Use ast.Constant instead'

    def __instancecheck__(cls, instance):
        if cls in _KINDS:
            _warn(cls)
        if not isinstance(instance, Constant):
            return False
        if cls not in _KINDS:
            return type.__instancecheck__(cls, instance)
        kinds = _KINDS[cls]
        return isinstance(getattr(instance, 'value', _NOTHING), kinds) and (bool in kinds or not isinstance(instance.value, bool))


_NOTHING = object()


def _new(cls, *args, **kwargs):
    for place, field in enumerate(cls._fields[:len(args)]):
        if field in kwargs:
            raise TypeError(f'{cls.__name__} got multiple values for argument {field!r}')
    if cls not in _KINDS:
        return Constant.__new__(cls, *args, **kwargs)
    _warn(cls)
    return Constant(..., *args, **kwargs) if cls is Ellipsis else Constant(*args, **kwargs)


class Num(Constant, metaclass=_OfConstants):
    _fields = ('n',)
    __new__ = _new


class Str(Constant, metaclass=_OfConstants):
    _fields = ('s',)
    __new__ = _new


class Bytes(Constant, metaclass=_OfConstants):
    _fields = ('s',)
    __new__ = _new


class NameConstant(Constant, metaclass=_OfConstants):
    __new__ = _new


class Ellipsis(Constant, metaclass=_OfConstants):
    _fields = ()
    __new__ = _new


_KINDS = {Num: (int, float, complex), Str: (str,), Bytes: (bytes,), NameConstant: (type(None), bool), Ellipsis: (type(...),)}


class slice(AST):
    """Deprecated AST node class."""


class Index(slice):
    """Deprecated AST node class. Use the index value directly instead."""

    def __new__(cls, value, **kwargs):
        return value


class ExtSlice(slice):
    """Deprecated AST node class. Use ast.Tuple instead."""

    def __new__(cls, dims=(), **kwargs):
        return Tuple(list(dims), Load(), **kwargs)


class Suite(ast.mod):
    """Deprecated AST node class.  Unused in Python 3."""


class AugLoad(ast.expr_context):
    """Deprecated AST node class.  Unused in Python 3."""


class AugStore(ast.expr_context):
    """Deprecated AST node class.  Unused in Python 3."""


class Param(ast.expr_context):
    """Deprecated AST node class.  Unused in Python 3."""


for _class in (*_KINDS, slice, Index, ExtSlice, Suite, AugLoad, AugStore, Param):
    _class.__module__ = 'ast'
del _class
