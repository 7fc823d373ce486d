"""Abstract base classes."""

from _abc import (
    get_cache_token, update_abstractmethods, _abc_init, _abc_register, _abc_instancecheck, _abc_subclasscheck,
    _reset_registry, _reset_caches,
)


def abstractmethod(funcobj):
    """Decorator: a class cannot be instantiated while it does not override the method."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class _AbstractWrapper:
    """Marks the function that a descriptor is made of."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        super().__init__(abstractmethod(callable))


class abstractclassmethod(_AbstractWrapper, classmethod):
    """A class method that is abstract."""


class abstractstaticmethod(_AbstractWrapper, staticmethod):
    """A static method that is abstract."""


class abstractproperty(property):
    """A property that is abstract."""

    __isabstractmethod__ = True


class ABCMeta(type):
    """Metaclass of abstract base classes."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        _abc_init(cls)
        return cls

    def register(cls, subclass):
        """Makes a class count as a subclass; returns it."""
        return _abc_register(cls, subclass)

    def __instancecheck__(cls, instance):
        """What isinstance() asks."""
        return _abc_instancecheck(cls, instance)

    def __subclasscheck__(cls, subclass):
        """What issubclass() asks."""
        return _abc_subclasscheck(cls, subclass)

    def _abc_registry_clear(cls):
        _reset_registry(cls)

    def _abc_caches_clear(cls):
        _reset_caches(cls)


class ABC(metaclass=ABCMeta):
    """A class to derive abstract classes from."""

    __slots__ = ()
