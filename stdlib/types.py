"""Names of builtin types that have none, and help for making classes."""

import sys


class _Samples:
    """Of each kind of thing that only code can make, one."""

    __slots__ = ('member',)

    def method(self):
        # In a method that names its class there is a cell.
        return __class__

    @staticmethod
    def generator():
        yield

    @staticmethod
    async def coroutine():
        pass

    @staticmethod
    async def async_generator():
        yield

    @staticmethod
    def traceback():
        try:
            raise TypeError
        except TypeError as exc:
            return exc.__traceback__


def _closed(coroutine):
    coroutine.close()
    return coroutine


FunctionType = LambdaType = type(_Samples.method)
MethodType = type(_Samples().method)
CodeType = type(_Samples.method.__code__)
CellType = type(_Samples.method.__closure__[0])
GeneratorType = type(_Samples.generator())
CoroutineType = type(_closed(_Samples.coroutine()))
AsyncGeneratorType = type(_Samples.async_generator())
TracebackType = type(_Samples.traceback())
FrameType = type(_Samples.traceback().tb_frame)
MemberDescriptorType = type(_Samples.member)
GetSetDescriptorType = type(FunctionType.__code__)

BuiltinFunctionType = type(len)
BuiltinMethodType = type([].append)
WrapperDescriptorType, MethodWrapperType = type(object.__init__), type(object().__str__)
MethodDescriptorType, ClassMethodDescriptorType = type(str.join), type(vars(dict)['fromkeys'])

ModuleType = type(sys)
SimpleNamespace = type(sys.implementation)
MappingProxyType = type(vars(type))
GenericAlias, UnionType = type(list[int]), type(int | str)
NoneType, EllipsisType, NotImplementedType = map(type, (None, ..., NotImplemented))
CapsuleType = type('PyCapsule', (), {})

del sys, _Samples, _closed


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Makes a class as a class statement does; `exec_body` is called with the namespace and fills it."""
    real_bases = resolve_bases(bases)
    metaclass, namespace, keywords = prepare_class(name, real_bases, kwds)
    if exec_body is not None:
        exec_body(namespace)
    if bases is not real_bases:
        namespace['__orig_bases__'] = bases
    return metaclass(name, real_bases, namespace, **keywords)


def resolve_bases(bases):
    """The bases with those that are no classes replaced by what their __mro_entries__() gives."""
    resolved = []
    for base in bases:
        if isinstance(base, type) or not hasattr(base, '__mro_entries__'):
            resolved.append(base)
        else:
            entries = base.__mro_entries__(bases)
            if not isinstance(entries, tuple):
                raise TypeError('__mro_entries__ must return a tuple')
            resolved += entries
    is_same = len(resolved) == len(bases) and all(new is old for new, old in zip(resolved, bases))
    return bases if is_same else tuple(resolved)


def prepare_class(name, bases=(), kwds=None):
    """The metaclass of a class statement, the namespace for its body, and the keywords left for the metaclass."""
    keywords = dict(kwds or ())
    metaclass = keywords.pop('metaclass', None)
    if metaclass is None:
        metaclass = type(bases[0]) if bases else type
    if isinstance(metaclass, type):
        metaclass = _most_derived(metaclass, bases)
    prepare = getattr(metaclass, '__prepare__', None)
    return metaclass, {} if prepare is None else prepare(name, bases, **keywords), keywords


def _most_derived(metaclass, bases):
    for other in map(type, bases):
        if issubclass(other, metaclass):
            metaclass = other
        elif not issubclass(metaclass, other):
            raise TypeError('metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the '
                            'metaclasses of all its bases')
    return metaclass


def get_original_bases(cls, /):
    """The bases as the class statement named them, before __mro_entries__()."""
    try:
        namespace = cls.__dict__
        return namespace['__orig_bases__'] if '__orig_bases__' in namespace else cls.__bases__
    except AttributeError:
        raise TypeError(f'Expected an instance of type, not {type(cls).__name__!r}') from None


class DynamicClassAttribute:
    """A property for instances only: on the class its name is free for the __getattr__() of the metaclass."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        # The docstring is that of the getter, also of one set later, unless there is another.
        self.overwrite_doc = doc is None
        self.__doc__ = doc or fget.__doc__
        self.__isabstractmethod__ = bool(getattr(fget, '__isabstractmethod__', False))

    def __get__(self, instance, ownerclass=None):
        get = self.fget
        if instance is not None and get is not None:
            return get(instance)
        if instance is not None:
            raise AttributeError('unreadable attribute')
        if self.__isabstractmethod__:
            return self
        raise AttributeError

    def __set__(self, instance, value):
        put = self.fset
        if put is None:
            raise AttributeError("can't set attribute")
        put(instance, value)

    def __delete__(self, instance):
        remove = self.fdel
        if remove is None:
            raise AttributeError("can't delete attribute")
        remove(instance)

    def _with(self, fget, fset, fdel, doc):
        changed = type(self)(fget, fset, fdel, doc)
        changed.overwrite_doc = self.overwrite_doc
        return changed

    def getter(self, fget):
        doc = self.overwrite_doc and fget.__doc__ or self.__doc__
        return self._with(fget, self.fset, self.fdel, doc)

    def setter(self, fset):
        return self._with(self.fget, fset, self.fdel, self.__doc__)

    def deleter(self, fdel):
        return self._with(self.fget, self.fset, fdel, self.__doc__)


def _passed_on(name):
    """An attribute that is the wrapped generator's own."""
    return property(lambda self: getattr(self._GeneratorWrapper__wrapped, name))


class _GeneratorWrapper:
    """Makes something like a generator awaitable."""

    def __init__(self, gen):
        self.__wrapped = gen
        self.__is_generator = gen.__class__ is GeneratorType
        self.__name__, self.__qualname__ = (getattr(gen, name, None) for name in ('__name__', '__qualname__'))

    def __iter__(self):
        return self.__wrapped if self.__is_generator else self

    __await__ = __iter__

    def __next__(self):
        return next(self.__wrapped)

    def send(self, val):
        return self.__wrapped.send(val)

    def throw(self, tp, *rest):
        return self.__wrapped.throw(tp, *rest)

    def close(self):
        return self.__wrapped.close()

    gi_code = cr_code = _passed_on('gi_code')
    gi_frame = cr_frame = _passed_on('gi_frame')
    gi_running = cr_running = _passed_on('gi_running')
    gi_yieldfrom = cr_await = _passed_on('gi_yieldfrom')


_GENERATOR = 0x20
_COROUTINE_FUNCTION = 0x80
_ITERABLE_COROUTINE = 0x100


def _with_code(func, code):
    made = FunctionType(code, func.__globals__, func.__name__, func.__defaults__, func.__closure__)
    made.__kwdefaults__, made.__doc__, made.__qualname__ = func.__kwdefaults__, func.__doc__, func.__qualname__
    made.__module__, made.__annotations__, made.__type_params__ = func.__module__, func.__annotations__, func.__type_params__
    made.__dict__.update(func.__dict__)
    return made


def coroutine(func):
    """Decorator: what a function that makes generators gives can be awaited."""
    if not callable(func):
        raise TypeError('types.coroutine() expects a callable')
    code = func.__code__ if func.__class__ is FunctionType else None
    if code.__class__ is CodeType and code.co_flags & (_COROUTINE_FUNCTION | _ITERABLE_COROUTINE):
        return func
    if code.__class__ is CodeType and code.co_flags & _GENERATOR:
        return _with_code(func, code.replace(co_flags=code.co_flags | _ITERABLE_COROUTINE))
    from _collections_abc import Coroutine, Generator
    from functools import wraps

    @wraps(func)
    def awaitable(*args, **kwargs):
        made = func(*args, **kwargs)
        if made.__class__ is CoroutineType or isinstance(made, Coroutine) or not isinstance(made, Generator):
            return made
        return _GeneratorWrapper(made)

    return awaitable


__all__ = [_name for _name in globals() if _name[0] != '_']
