"""Type hints: what programs write in annotations, and the classes with meaning at run time."""

import collections
import collections.abc
import functools
import sys
import types
from abc import ABCMeta, abstractmethod
from types import GenericAlias, UnionType


def _params():
    def f[T, *Ts, **P]():
        pass
    type A = int
    return (*map(type, f.__type_params__), type(A))


TypeVar, TypeVarTuple, ParamSpec, TypeAliasType = _params()

TYPE_CHECKING = False


class _NoDefaultType:
    """The type of the NoDefault singleton."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        if args or kwargs:
            raise TypeError('NoDefaultType takes no arguments')
        return globals().get('NoDefault') or object.__new__(cls)

    def __repr__(self):
        return 'typing.NoDefault'

    def __reduce__(self):
        return 'NoDefault'


# Type variables know it by this name.
_NoDefaultType.__name__ = _NoDefaultType.__qualname__ = 'NoDefaultType'
_NoDefaultType.__module__ = 'builtins'
NoDefault = _NoDefaultType()


def _type_repr(obj):
    """What stands for an argument in the repr() of a generic."""
    if obj is ...:
        return '...'
    if isinstance(obj, tuple):
        return f'[{", ".join(map(_type_repr, obj))}]'
    if isinstance(obj, types.FunctionType):
        return obj.__name__
    if not isinstance(obj, type) or isinstance(obj, GenericAlias):
        return repr(obj)
    module, name = obj.__module__, obj.__qualname__
    return name if module == 'builtins' else f'{module}.{name}'


def _type_convert(arg, module=None, *, allow_special_forms=False):
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg, module=module, is_class=allow_special_forms)
    return arg


def _type_check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False):
    """The argument, None as its type and a text as a reference, if it can stand where a type is wanted."""
    arg = _type_convert(arg, module, allow_special_forms=allow_special_forms)
    if isinstance(arg, _GenericAlias):
        refused = [Generic, Protocol]
        if not allow_special_forms:
            refused.append(ClassVar)
            if is_argument:
                refused.append(Final)
        if arg.__origin__ in refused:
            raise TypeError(f'{arg} is not valid as type argument')
    if arg in (Any, LiteralString, NoReturn, Never, Self, TypeAlias):
        return arg
    if allow_special_forms and arg in (ClassVar, Final):
        return arg
    if isinstance(arg, _SpecialForm) or arg in (Generic, Protocol):
        raise TypeError(f'Plain {arg} is not valid as type argument')
    if type(arg) is tuple:
        raise TypeError(f'{msg} Got {arg!r:.100}.')
    return arg


# ---- parameters and what takes their place ----

def _is_param(value):
    return isinstance(value, (TypeVar, TypeVarTuple, ParamSpec))


def _is_class(value):
    """Whether something is a class and nothing more: `list[int]` looks like one too."""
    return isinstance(value, type) and not isinstance(value, GenericAlias)


def _is_call_shape(value):
    """Whether something can stand for the parameters of a function."""
    return value is ... or isinstance(value, (tuple, list, ParamSpec, _ConcatenateGenericAlias))


def _is_unpacked(value):
    return isinstance(value, _GenericAlias) and value.__origin__ is Unpack or isinstance(value, GenericAlias) and value.__unpacked__


def _parameters_in(args, is_ordered=False):
    """The parameters that arguments are made of, each once. In the definition of a class those with defaults are the last."""
    found = []
    had_default = False
    for arg in args:
        if _is_class(arg):
            continue
        if _is_param(arg):
            if arg in found:
                continue
            if arg.has_default():
                had_default = True
            elif had_default and is_ordered:
                raise TypeError(f'Type parameter {arg!r} without a default follows type parameter with a default')
            found.append(arg)
            continue
        inner = _parameters_in(arg) if isinstance(arg, (list, tuple)) else getattr(arg, '__parameters__', ())
        found += [param for param in inner if param not in found]
    return tuple(found)


def _flattened(args):
    """Arguments with those of unpacked tuples among them, if it is known how many these are."""
    flat = []
    for arg in args:
        inner = getattr(arg, '__typing_unpacked_tuple_args__', None)
        if inner is None or inner and inner[-1] is ...:
            flat.append(arg)
        else:
            flat += inner
    return tuple(flat)


def _substituted(param, value):
    """What stands in the place of a parameter."""
    if isinstance(param, TypeVarTuple):
        raise TypeError('Substitution of bare TypeVarTuple is not supported')
    if isinstance(param, ParamSpec):
        if isinstance(value, (list, tuple)):
            return tuple(_type_check(each, 'Expected a type.') for each in value)
        if not _is_call_shape(value):
            raise TypeError(f'Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {value}')
        return value
    value = _type_check(value, 'Parameters to generic types must be types.')
    if _is_unpacked(value):
        raise TypeError(f'{value} is not valid as type argument')
    return value


def _prepared(param, alias, args):
    """As _placed(), for native aliases, which know nothing of unpacked tuples."""
    return _placed(param, alias, _flattened(args))


def _placed(param, alias, args):
    """Arguments arranged so that one of them is for the parameter: defaults are put in, what a parameter takes several of is a tuple."""
    params = alias.__parameters__
    at = params.index(param)
    if isinstance(param, TypeVarTuple):
        return _placed_several(param, alias, args)
    if at == len(args) and param.has_default():
        args = (*args, param.__default__)
    if isinstance(param, ParamSpec):
        if at >= len(args):
            raise TypeError(f'Too few arguments for {alias}')
        if len(params) == 1 and not _is_call_shape(args[0]):
            return (tuple(args),)
        if isinstance(args[at], list):
            return (*args[:at], tuple(args[at]), *args[at + 1:])
    elif at >= len(args):
        raise TypeError(f'Too few arguments for {alias}; actual {len(args)}, expected at least {at + 1}')
    return args


def _placed_several(param, alias, args):
    params = alias.__parameters__
    at = params.index(param)
    if any(isinstance(each, TypeVarTuple) for each in params[at + 1:]):
        raise TypeError(f'More than one TypeVarTuple parameter in {alias}')
    before, after = at, len(params) - at - 1
    fillers = []
    for place, arg in enumerate(args):
        if isinstance(arg, type) and not isinstance(arg, GenericAlias):
            continue
        inner = getattr(arg, '__typing_unpacked_tuple_args__', None)
        if inner and len(inner) == 2 and inner[-1] is ...:
            fillers.append((place, inner[0]))
    if len(fillers) > 1:
        raise TypeError('More than one unpacked arbitrary-length tuple argument')
    filler = None
    if fillers:
        # A tuple of any length gives arguments to the parameters around, too.
        [(place, filler)] = fillers
        before, after = min(before, place), min(after, len(args) - place - 1)
    elif before + after > len(args):
        raise TypeError(f'Too few arguments for {alias}; actual {len(args)}, expected at least {len(params) - 1}')
    middle = args[before:len(args) - after]
    if not middle and param.has_default():
        middle = _flattened([param.__default__]) if _is_unpacked(param.__default__) else (param.__default__,)
    return (*args[:before], *[filler] * (at - before), tuple(middle), *[filler] * (len(params) - at - 1 - after), *args[len(args) - after:])


def _arranged(alias, args):
    """One argument for each parameter."""
    params = alias.__parameters__
    for param in params:
        args = _placed(param, alias, args)
    if len(args) != len(params):
        amount = 'many' if len(args) > len(params) else 'few'
        raise TypeError(f'Too {amount} arguments for {alias}; actual {len(args)}, expected {len(params)}')
    return args


def _replaced(args, values, is_callable):
    """Arguments of an alias with the values of parameters in their place."""
    new = []
    for arg in args:
        if _is_class(arg):
            new.append(arg)
            continue
        if isinstance(arg, (list, tuple)):
            new.append(tuple(_replaced(arg, values, False)))
            continue
        if _is_param(arg):
            value = _substituted(arg, values[arg])
        else:
            inner = getattr(arg, '__parameters__', ())
            if not inner:
                new.append(arg)
                continue
            given = []
            for param in inner:
                if isinstance(param, TypeVarTuple):
                    given += values[param]
                else:
                    given.append(values[param])
            value = arg[tuple(given)]
        if isinstance(value, tuple) and (is_callable or getattr(arg, '__typing_is_unpacked_typevartuple__', False)):
            # The parameters of a function, or the items of a tuple, stand among the others.
            new += value
        else:
            new.append(value)
    return new


def _deduplicate(params):
    result = []
    for p in params:
        if p not in result:
            result.append(p)
    return result


def _cached(getitem):
    """Has the same arguments give the same object, where they can be hashed."""
    known = functools.lru_cache(typed=True)(getitem)

    @functools.wraps(getitem)
    def cached(self, parameters):
        try:
            return known(self, parameters)
        except TypeError:
            # What is wrong with the arguments is said once more, if it was not that they cannot be hashed.
            return getitem(self, parameters)

    return cached


class _Final:
    """A class of this module from which no other can be derived: see the end of the module."""

    __slots__ = ('__weakref__',)


class _SpecialForm(_Final):
    """A name such as Union that is subscripted in annotations."""

    def __init__(self, getitem):
        self._name, self.__doc__, self._getitem = getitem.__name__, getitem.__doc__, getitem

    def __getattr__(self, item):
        if item not in ('__name__', '__qualname__'):
            raise AttributeError(item)
        return self._name

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass {self!r}')

    def __repr__(self):
        return 'typing.' + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f'Cannot instantiate {self!r}')

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError(f'{self} cannot be used with isinstance()')

    def __subclasscheck__(self, cls):
        raise TypeError(f'{self} cannot be used with issubclass()')

    def __getitem__(self, parameters):
        # 1 and True are different values, but equal keys.
        return self._getitem(self, parameters) if self._name in ('Literal', 'Annotated') else self._made(parameters)

    @_cached
    def _made(self, parameters):
        return self._getitem(self, parameters)


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError('typing.Any cannot be used with isinstance()')
        return super().__instancecheck__(obj)

    def __repr__(self):
        if self is Any:
            return 'typing.Any'
        return super().__repr__()


class Any(metaclass=_AnyMeta):
    """Compatible with every type."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError('Any cannot be instantiated')
        return super().__new__(cls)


def _unsubscriptable(self, parameters):
    raise TypeError(f'{self} is not subscriptable')


def _plain_form(name, doc):
    form = _SpecialForm.__new__(_SpecialForm)
    form._name = name
    form.__doc__ = doc
    form._getitem = _unsubscriptable
    return form


NoReturn = _plain_form('NoReturn', 'Special type indicating functions that never return.')
Never = _plain_form('Never', 'The bottom type, a type that has no members.')
Self = _plain_form('Self', 'Used to spell the type of "self" in classes.')
LiteralString = _plain_form('LiteralString', 'Represents an arbitrary literal string.')
TypeAlias = _plain_form('TypeAlias', 'Special form for marking type aliases.')


def _one_argument(name, doc, takes_forms=True):
    def getitem(self, parameters):
        return _GenericAlias(self, (_type_check(parameters, f'{self} accepts only single type.', allow_special_forms=takes_forms),))

    getitem.__name__ = name
    getitem.__doc__ = doc
    return _SpecialForm(getitem)


ClassVar = _one_argument('ClassVar', 'Special type construct to mark class variables.')
Final = _one_argument('Final', 'Special typing construct to indicate final names to type checkers.')
Required = _one_argument('Required', 'Marks a TypedDict key as required.')
NotRequired = _one_argument('NotRequired', 'Marks a TypedDict key as one that may be missing.')
ReadOnly = _one_argument('ReadOnly', 'Marks a TypedDict key as read-only.')
TypeGuard = _one_argument('TypeGuard', 'Special typing construct for marking user-defined type predicate functions.', False)
TypeIs = _one_argument('TypeIs', 'Special typing construct for marking user-defined type predicate functions.', False)


@_SpecialForm
def Union(self, parameters):
    """Any of several types. Those that are unions count by their members, and none counts twice."""
    listed = parameters if isinstance(parameters, tuple) else (parameters,)
    if not listed:
        raise TypeError('Cannot take a Union of no types.')
    members = []
    for each in listed:
        each = _type_check(each, 'Union[arg, ...]: each arg must be a type.')
        members += each.__args__ if isinstance(each, (_UnionGenericAlias, UnionType)) else [each]
    members = _deduplicate(members)
    if len(members) == 1:
        return members[0]
    is_optional = len(members) == 2 and type(None) in members
    return _UnionGenericAlias(self, tuple(members), name='Optional' if is_optional else None)


@_SpecialForm
def Optional(self, parameters):
    """A type or None."""
    arg = _type_check(parameters, f'{self} requires a single type.')
    return Union[arg, type(None)]


@_SpecialForm
def Literal(self, parameters):
    """One of several values."""
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for p in parameters:
        if isinstance(p, _LiteralGenericAlias):
            flat.extend(p.__args__)
        else:
            flat.append(p)
    # What cannot be hashed may count twice.
    if all(isinstance(p, collections.abc.Hashable) for p in flat):
        flat = [p for at, p in enumerate(flat) if not any(type(p) is type(q) and p == q for q in flat[:at])]
    return _LiteralGenericAlias(self, tuple(flat))


@_SpecialForm
def Concatenate(self, parameters):
    """Special form for annotating higher-order functions."""
    if parameters == ():
        raise TypeError('Cannot take a Concatenate of no types.')
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError('The last parameter to Concatenate should be a ParamSpec variable or ellipsis.')
    msg = 'Concatenate[arg, ...]: each arg must be a type.'
    return _ConcatenateGenericAlias(self, (*(_type_check(p, msg) for p in parameters[:-1]), parameters[-1]))


@_SpecialForm
def Unpack(self, parameters):
    """Type unpack operator."""
    return _UnpackGenericAlias(self, (_type_check(parameters, f'{self} accepts only single type.'),))


@_SpecialForm
def Annotated(self, params):
    """Add context-specific metadata to a type."""
    if not isinstance(params, tuple) or len(params) < 2:
        raise TypeError('Annotated[...] should be used with at least two arguments (a type and an annotation).')
    origin = _type_check(params[0], 'Annotated[t, ...]: t must be a type.', allow_special_forms=True)
    return _AnnotatedAlias(origin, params[1:])


class ForwardRef(_Final):
    """Internal wrapper to hold a forward reference."""

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f'Forward reference must be a string -- got {arg!r}')
        # `*Ts` is an expression only where several may stand.
        source = f'({arg},)[0]' if arg.startswith('*') else arg
        try:
            code = compile(source, '<string>', 'eval')
        except SyntaxError:
            raise SyntaxError(f'Forward reference must be an expression -- got {arg!r}')
        self.__forward_arg__, self.__forward_code__, self.__forward_module__ = arg, code, module
        self.__forward_is_argument__, self.__forward_is_class__ = is_argument, is_class
        self.__forward_evaluated__, self.__forward_value__ = False, None

    def _evaluate(self, globalns, localns, type_params=None, *, recursive_guard=frozenset()):
        if type_params is None:
            _without_parameters('typing.ForwardRef._evaluate')
            type_params = ()
        if self.__forward_arg__ in recursive_guard:
            return self
        if self.__forward_evaluated__ and localns is globalns:
            return self.__forward_value__
        # One stands in for the other.
        given = [namespace for namespace in (globalns, localns) if namespace is not None] or [{}]
        outer, inner = given[0], given[-1]
        if self.__forward_module__ is not None:
            outer = getattr(sys.modules.get(self.__forward_module__), '__dict__', outer)
        if type_params:
            # Type parameters hide names of the module, but not those of a class's body.
            outer, inner = dict(outer), dict(inner)
            for param in type_params:
                name = param.__name__
                if not self.__forward_is_class__ or name not in outer:
                    outer[name] = param
                    inner.pop(name, None)
        value = _type_check(
            eval(self.__forward_code__, outer, inner), 'Forward references must evaluate to types.', self.__forward_is_argument__,
            allow_special_forms=self.__forward_is_class__)
        self.__forward_value__ = _eval_type(
            value, globalns, localns, type_params, recursive_guard=recursive_guard | {self.__forward_arg__})
        self.__forward_evaluated__ = True
        return self.__forward_value__

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        if self.__forward_evaluated__ and other.__forward_evaluated__:
            return self.__forward_arg__ == other.__forward_arg__ and self.__forward_value__ == other.__forward_value__
        return self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def _key(self):
        return self.__forward_arg__, self.__forward_module__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        if self.__forward_module__ is None:
            return f'ForwardRef({self.__forward_arg__!r})'
        return f'ForwardRef({self.__forward_arg__!r}, module={self.__forward_module__!r})'


def _eval_type(t, globalns, localns, type_params=None, *, recursive_guard=frozenset()):
    """A type with all references in it evaluated."""
    if type_params is None:
        _without_parameters('typing._eval_type')
        type_params = ()
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns, type_params, recursive_guard=recursive_guard)
    if isinstance(t, _LiteralGenericAlias) or not isinstance(t, (_GenericAlias, GenericAlias, UnionType)):
        return t
    args = t.__args__
    if isinstance(t, GenericAlias):
        args = tuple(ForwardRef(arg) if isinstance(arg, str) else arg for arg in args)
    new = tuple(_eval_type(arg, globalns, localns, type_params, recursive_guard=recursive_guard) for arg in args)
    if isinstance(t, GenericAlias) and t.__unpacked__:
        return Unpack[GenericAlias(t.__origin__, new)]
    if new == t.__args__:
        return t
    if isinstance(t, GenericAlias):
        return GenericAlias(t.__origin__, new)
    if isinstance(t, UnionType):
        return functools.reduce(lambda a, b: a | b, new)
    return t.copy_with(new)


def _deprecated(message, level):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=level)


def _without_parameters(name):
    _deprecated(
        f"Failing to pass a value to the 'type_params' parameter of {name!r} is deprecated, as it leads to incorrect behaviour when "
        f'calling {name} on a stringified annotation that references a PEP 695 type parameter. It will be disallowed in Python 3.15.', 4)


def _operator_getitem(origin, args):
    return origin[args]


def _brings_generic(base, bases):
    if isinstance(base, _BaseGenericAlias):
        return True
    if isinstance(base, type):
        return issubclass(base, Generic)
    entries = base.__mro_entries__(bases) if hasattr(base, '__mro_entries__') else ()
    return isinstance(entries, tuple) and any(isinstance(each, type) and issubclass(each, Generic) for each in entries)


class _BaseGenericAlias(_Final):
    """What List and List[int] have in common."""

    def __init__(self, origin, *, inst=True, name=None):
        self.__origin__, self._name, self._inst = origin, name, inst
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        origin = self.__origin__
        if not self._inst:
            raise TypeError(f'Type {self._name} cannot be instantiated; use {origin.__name__}() instead')
        made = origin(*args, **kwargs)
        # Not all instances take attributes.
        try:
            made.__orig_class__ = self
        except Exception:
            return made
        return made

    def __mro_entries__(self, bases):
        entries = [] if self.__origin__ in bases else [self.__origin__]
        # Generic must be among the bases, once: another generic after this one brings it.
        later = bases[bases.index(self) + 1:]
        return tuple(entries) if any(_brings_generic(base, bases) for base in later) else (*entries, Generic)

    def __getattr__(self, attr):
        if attr in {'__origin__', '__args__'}:
            raise AttributeError(attr)
        if '__origin__' in self.__dict__ and not (attr[:2] == attr[-2:] == '__'):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, val):
        if (attr[:2] == attr[-2:] == '__') or attr in {'_name', '_inst', '_nparams', '_defaults', '_paramspec_tvars', '_typevar_types',
                                                       '_getitem'}:
            super().__setattr__(attr, val)
        else:
            setattr(self.__origin__, attr, val)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError('Subscripted generics cannot be used with class and instance checks')


class _GenericAlias(_BaseGenericAlias):
    """A generic with arguments."""

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        if not isinstance(args, tuple):
            args = (args,)
        self.__args__ = args
        self.__parameters__ = _parameters_in(args, origin in (globals().get('Generic'), globals().get('Protocol')))
        if not name:
            self.__module__ = getattr(origin, '__module__', 'typing')

    def __eq__(self, other):
        if isinstance(other, _GenericAlias):
            return (self.__origin__, self.__args__) == (other.__origin__, other.__args__)
        return NotImplemented

    def __hash__(self):
        return hash(self.__origin__) ^ hash(self.__args__)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    @_cached
    def __getitem__(self, args):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f'Cannot subscript already-subscripted {self}')
        if not self.__parameters__:
            raise TypeError(f'{self} is not a generic class')
        args = _flattened(tuple(map(_type_convert, args if isinstance(args, tuple) else (args,))))
        values = dict(zip(self.__parameters__, _arranged(self, args)))
        return self.copy_with(tuple(_replaced(self.__args__, values, self.__origin__ is collections.abc.Callable)))

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)

    def __repr__(self):
        name = f'typing.{self._name}' if self._name else _type_repr(self.__origin__)
        args = ', '.join([_type_repr(a) for a in self.__args__]) if self.__args__ else '()'
        return f'{name}[{args}]'

    def __reduce__(self):
        origin = globals()[self._name] if self._name else self.__origin__
        args = self.__args__
        if len(args) == 1 and not isinstance(args[0], tuple):
            args = args[0]
        return _operator_getitem, (origin, args)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f'Cannot subclass {self!r}')
        if self._name:
            return _BaseGenericAlias.__mro_entries__(self, bases)
        if self.__origin__ is Generic:
            others = bases[bases.index(self) + 1:]
            if Protocol in bases or any(isinstance(base, _BaseGenericAlias) and base is not self for base in others):
                return ()
        return (self.__origin__,)

    def __iter__(self):
        yield Unpack[self]


class _SpecialGenericAlias(_BaseGenericAlias):
    """List, Dict and the like without arguments."""

    def __init__(self, origin, nparams, *, inst=True, name=None, defaults=()):
        super().__init__(origin, inst=inst, name=origin.__name__ if name is None else name)
        self.__doc__ = f'A generic version of {origin.__module__}.{origin.__qualname__}.'
        self._nparams, self._defaults = nparams, defaults

    @_cached
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(_type_check(p, 'Parameters to generic types must be types.') for p in params)
        missing = self._nparams - len(params)
        if 0 < missing <= len(self._defaults):
            params += self._defaults[-missing:]
        if self._nparams == 0:
            raise TypeError(f'{self} is not a generic class')
        if len(params) != self._nparams:
            amount = 'many' if len(params) > self._nparams else 'few'
            expected = f'at least {self._nparams - len(self._defaults)}' if self._defaults else self._nparams
            raise TypeError(f'Too {amount} arguments for {self}; actual {len(params)}, expected {expected}')
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return f'typing.{self._name}'

    def __subclasscheck__(self, cls):
        if isinstance(cls, _GenericAlias):
            return super().__subclasscheck__(cls)
        return issubclass(cls.__origin__ if isinstance(cls, _SpecialGenericAlias) else cls, self.__origin__)

    def __reduce__(self):
        return self._name

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _TupleType(_SpecialGenericAlias):
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        if len(params) >= 2 and params[-1] is ...:
            msg = 'Tuple[t, ...]: t must be a type.'
            params = tuple(_type_check(p, msg) for p in params[:-1]) + (...,)
        else:
            params = tuple(_type_check(p, 'Tuple[t0, t1, ...]: each t must be a type.') for p in params)
        return _GenericAlias(tuple, params, name=self._name)


class _CallableGenericAlias(_GenericAlias):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _is_call_shape(args[0]):
            return super().__repr__()
        return f'typing.Callable[[{", ".join([_type_repr(a) for a in args[:-1]])}], {_type_repr(args[-1])}]'

    def __reduce__(self):
        args = self.__args__
        shape = args if len(args) == 2 and _is_call_shape(args[0]) else (list(args[:-1]), args[-1])
        return _operator_getitem, (Callable, shape)


class _CallableType(_SpecialGenericAlias):
    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError('Callable must be used as Callable[[arg, ...], result].')
        args, result = params
        result = _type_check(result, 'Callable[args, result]: result must be a type.')
        if isinstance(args, list):
            args = tuple(args)
        if not isinstance(args, tuple):
            args = (args,)
        return _CallableGenericAlias(self.__origin__, (*map(_type_convert, args), result), name=self._name)


class _UnionGenericAlias(_GenericAlias):
    def copy_with(self, params):
        return Union[params]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, UnionType)):
            return NotImplemented
        try:
            return set(self.__args__) == set(other.__args__)
        except TypeError:
            # What cannot be hashed is looked for one by one.
            left = list(other.__args__)
            for member in self.__args__:
                if member not in left:
                    return False
                left.remove(member)
            return not left

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        members = self.__args__
        others = [each for each in members if each is not type(None)]
        name = 'Union' if len(members) != 2 or len(others) == 2 else 'Optional'
        return f'typing.{name}[{", ".join(map(_type_repr, others if name == "Optional" else members))}]'

    def __reduce__(self):
        return _operator_getitem, (Union, self.__args__)

    def __instancecheck__(self, obj):
        return any(isinstance(obj, arg) for arg in self.__args__)

    def __subclasscheck__(self, cls):
        return any(issubclass(cls, arg) for arg in self.__args__)


class _LiteralGenericAlias(_GenericAlias):
    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return ({(a, type(a)) for a in self.__args__} == {(a, type(a)) for a in other.__args__})

    def __hash__(self):
        return hash(frozenset((a, type(a)) for a in self.__args__))

    def __repr__(self):
        return f'typing.Literal[{", ".join(map(repr, self.__args__))}]'


class _ConcatenateGenericAlias(_GenericAlias):
    def copy_with(self, params):
        *first, last = params
        if isinstance(last, (list, tuple)):
            return (*first, *last)
        if isinstance(last, _ConcatenateGenericAlias):
            params = (*first, *last.__args__)
        return super().copy_with(params)


class _UnpackGenericAlias(_GenericAlias):
    def __repr__(self):
        # Not by the name of a class of this module.
        return f'typing.Unpack[{_type_repr(self.__args__[0])}]'

    def __getitem__(self, args):
        # What a tuple of types is replaced by is a tuple already.
        return args if self.__typing_is_unpacked_typevartuple__ else super().__getitem__(args)

    @property
    def __typing_unpacked_tuple_args__(self):
        [arg] = self.__args__
        return arg.__args__ if isinstance(arg, (_GenericAlias, GenericAlias)) and arg.__origin__ is tuple else None

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _AnnotatedAlias(_GenericAlias):
    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name='Annotated')
        self.__metadata__ = metadata

    def copy_with(self, params):
        return self.__class__(params[0], self.__metadata__)

    def __reduce__(self):
        return _operator_getitem, (Annotated, (self.__origin__, *self.__metadata__))

    def __repr__(self):
        return (f'typing.Annotated[{_type_repr(self.__origin__)}, '
                f'{", ".join(repr(a) for a in self.__metadata__)}]')

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        if attr in {'__name__', '__qualname__'}:
            return 'Annotated'
        return super().__getattr__(attr)

    def __mro_entries__(self, bases):
        return (self.__origin__,)


class Generic:
    """What classes with type parameters are derived from."""

    __slots__ = ()
    _is_protocol = False

    @classmethod
    @_cached
    def __class_getitem__(cls, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(_type_convert(p) for p in params)
        if cls in (Generic, Protocol):
            if not params:
                raise TypeError(f'Parameter list to {cls.__qualname__}[...] cannot be empty')
            plain = [p.__args__[0] if isinstance(p, _GenericAlias) and p.__origin__ is Unpack else p for p in params]
            if not all(_is_param(p) for p in plain):
                raise TypeError(
                    f'Parameters to {cls.__name__}[...] must all be type variables or parameter specification variables.')
            if len(set(plain)) != len(plain):
                raise TypeError(f'Parameters to {cls.__name__}[...] must all be unique')
        else:
            if not cls.__parameters__:
                raise TypeError(f'{cls} is not a generic class')
            given = _arranged(cls, params)
            params = ()
            for param, value in zip(cls.__parameters__, given):
                params += tuple(value) if isinstance(param, TypeVarTuple) else (value,)
        return _GenericAlias(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        tvars = []
        orig = cls.__dict__.get('__orig_bases__')
        if orig is not None:
            if Generic in orig and type(cls) is not globals().get('_TypedDictMeta'):
                raise TypeError('Cannot inherit from plain Generic')
            tvars = _parameters_in(orig)
            gvars = None
            for base in orig:
                if isinstance(base, _GenericAlias) and base.__origin__ is Generic:
                    if gvars is not None:
                        raise TypeError('Cannot inherit from Generic[...] multiple times.')
                    gvars = base.__parameters__
            if gvars is not None:
                missing = [t for t in tvars if t not in gvars]
                if missing:
                    raise TypeError(
                        f'Some type variables ({", ".join(map(str, missing))}) are not listed in '
                        f'Generic[{", ".join(map(str, gvars))}]')
                tvars = gvars
        elif Generic in cls.__bases__ and cls.__name__ != 'Protocol' and type(cls) is not globals().get('_TypedDictMeta'):
            raise TypeError('Cannot inherit from plain Generic')
        cls.__parameters__ = tuple(tvars)


def _generic_base(type_params):
    """The last base of a class that is written with type parameters."""
    return Generic[tuple(Unpack[p] if isinstance(p, TypeVarTuple) else p for p in type_params)]


_EXCLUDED = {
    '__abstractmethods__', '__annotations__', '__dict__', '__doc__', '__init__', '__module__', '__new__', '__slots__',
    '__subclasshook__', '__weakref__', '__class_getitem__', '__match_args__', '__static_attributes__',
    '__firstlineno__', '__parameters__', '__orig_bases__', '__orig_class__', '_is_protocol', '_is_runtime_protocol',
    '__protocol_attrs__', '__non_callable_proto_members__', '__type_params__', '_abc_impl', '__qualname__',
    '__init_subclass__',
}


def _get_protocol_attrs(cls):
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in {'Protocol', 'Generic'}:
            continue
        for attr in (*base.__dict__, *base.__dict__.get('__annotations__', ())):
            if not attr.startswith('_abc_') and attr not in _EXCLUDED:
                attrs.add(attr)
    return attrs


def _no_init(self, *args, **kwargs):
    if type(self)._is_protocol:
        raise TypeError('Protocols cannot be instantiated')


# Classes that are no protocols, but as good as such.
_PROTOCOL_BASES = {
    'collections.abc': ['Callable', 'Awaitable', 'Iterable', 'Iterator', 'AsyncIterable', 'AsyncIterator', 'Hashable', 'Sized',
                        'Container', 'Collection', 'Reversible', 'Buffer'],
    'contextlib': ['AbstractContextManager', 'AbstractAsyncContextManager'],
}


def _is_asked_by_library():
    """Whether the check is one that `abc` or `functools` make for the subclasses of some class: it must not fail."""
    return sys._getframe(2).f_globals.get('__name__') in ('abc', 'functools', None)


class _ProtocolMeta(ABCMeta):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if name != 'Protocol' and {globals().get('Protocol'), Generic} & set(bases):
            for base in bases:
                if not (base in (object, Generic) or base.__name__ in _PROTOCOL_BASES.get(base.__module__, ())
                        or issubclass(base, Generic) and getattr(base, '_is_protocol', False)):
                    raise TypeError(f'Protocols can only inherit from other protocols, got {base!r}')
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, *args, **kwargs):
        if getattr(cls, '_is_protocol', False):
            cls.__protocol_attrs__ = _get_protocol_attrs(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if getattr(cls, '_is_protocol', False) and not _is_asked_by_library():
            if not isinstance(other, type):
                raise TypeError('issubclass() arg 1 must be a class')
            if not getattr(cls, '_is_runtime_protocol', False):
                raise TypeError('Instance and class checks can only be used with @runtime_checkable protocols')
            if cls.__non_callable_proto_members__ and getattr(cls.__dict__.get('__subclasshook__'), '__func__', None) is _proto_hook:
                data = sorted(cls.__non_callable_proto_members__)
                raise TypeError('Protocols with non-method members don\'t support issubclass(). '
                                f'Non-method members: {str(data)[1:-1]}.')
        return ABCMeta.__subclasscheck__(cls, other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, '_is_protocol', False):
            return ABCMeta.__instancecheck__(cls, instance)
        if not getattr(cls, '_is_runtime_protocol', False) and not _is_asked_by_library():
            raise TypeError('Instance and class checks can only be used with @runtime_checkable protocols')
        if ABCMeta.__instancecheck__(cls, instance):
            return True
        # Properties are not run: what matters is whether there is such a member.
        from inspect import getattr_static
        for attr in cls.__protocol_attrs__:
            try:
                value = getattr_static(instance, attr)
            except AttributeError:
                return False
            if value is None and attr not in getattr(cls, '__non_callable_proto_members__', ()):
                return False
        return True


class Protocol(Generic, metaclass=_ProtocolMeta):
    """What classes are derived from whose subclasses are all classes with the same members."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        own = cls.__dict__
        if not own.get('_is_protocol'):
            # What is derived from a protocol is one only if it says so.
            cls._is_protocol = Protocol in cls.__bases__
        if '__subclasshook__' not in own:
            cls.__subclasshook__ = classmethod(_proto_hook)
        if cls.__init__ is object.__init__ and cls._is_protocol:
            cls.__init__ = _no_init


def _proto_hook(cls, other):
    if not cls.__dict__.get('_is_protocol', False):
        return NotImplemented
    for attr in cls.__protocol_attrs__:
        for base in other.__mro__:
            if attr in base.__dict__:
                if base.__dict__[attr] is None:
                    return NotImplemented
                break
            if attr in base.__dict__.get('__annotations__', {}) and getattr(other, '_is_protocol', False):
                break
        else:
            return NotImplemented
    return True


def runtime_checkable(cls):
    """Class decorator: isinstance() takes the protocol and looks whether the members are there."""
    if not (isinstance(cls, type) and getattr(cls, '_is_protocol', False)):
        raise TypeError(f'@runtime_checkable can be only applied to protocol classes, got {cls!r}')
    cls._is_runtime_protocol = True
    cls.__non_callable_proto_members__ = set()
    for attr in cls.__protocol_attrs__:
        try:
            is_method = callable(getattr(cls, attr, None))
        except Exception as error:
            raise TypeError(f'Failed to determine whether protocol member {attr!r} is a method member') from error
        if not is_method:
            cls.__non_callable_proto_members__.add(attr)
    return cls


def _generic(origin, nparams, name=None, inst=True, defaults=()):
    return _SpecialGenericAlias(origin, nparams, name=name, inst=inst, defaults=defaults)


_abc = collections.abc
Hashable = _generic(_abc.Hashable, 0)
Awaitable = _generic(_abc.Awaitable, 1)
Coroutine = _generic(_abc.Coroutine, 3)
AsyncIterable = _generic(_abc.AsyncIterable, 1)
AsyncIterator = _generic(_abc.AsyncIterator, 1)
Iterable = _generic(_abc.Iterable, 1)
Iterator = _generic(_abc.Iterator, 1)
Reversible = _generic(_abc.Reversible, 1)
Sized = _generic(_abc.Sized, 0)
Container = _generic(_abc.Container, 1)
Collection = _generic(_abc.Collection, 1)
Callable = _CallableType(_abc.Callable, 2)
AbstractSet = _generic(_abc.Set, 1, name='AbstractSet')
MutableSet = _generic(_abc.MutableSet, 1)
Mapping = _generic(_abc.Mapping, 2)
MutableMapping = _generic(_abc.MutableMapping, 2)
Sequence = _generic(_abc.Sequence, 1)
MutableSequence = _generic(_abc.MutableSequence, 1)
ByteString = _generic(_abc.ByteString, 0)
Tuple = _TupleType(tuple, -1, inst=False, name='Tuple')
List = _generic(list, 1, inst=False, name='List')
Deque = _generic(collections.deque, 1, name='Deque')
Set = _generic(set, 1, inst=False, name='Set')
FrozenSet = _generic(frozenset, 1, inst=False, name='FrozenSet')
MappingView = _generic(_abc.MappingView, 1)
KeysView = _generic(_abc.KeysView, 1)
ItemsView = _generic(_abc.ItemsView, 2)
ValuesView = _generic(_abc.ValuesView, 1)
Dict = _generic(dict, 2, inst=False, name='Dict')
DefaultDict = _generic(collections.defaultdict, 2, name='DefaultDict')
OrderedDict = _generic(collections.OrderedDict, 2)
Counter = _generic(collections.Counter, 1)
ChainMap = _generic(collections.ChainMap, 2)
Generator = _generic(_abc.Generator, 3, defaults=(types.NoneType, types.NoneType))
AsyncGenerator = _generic(_abc.AsyncGenerator, 2, defaults=(types.NoneType,))
Type = _generic(type, 1, inst=False, name='Type')

Text = str
T = TypeVar('T')
KT = TypeVar('KT')
VT = TypeVar('VT')
T_co = TypeVar('T_co', covariant=True)
AnyStr = TypeVar('AnyStr', bytes, str)


def __getattr__(attr):
    if attr in ('Pattern', 'Match'):
        import re
        value = _generic(getattr(re, attr), 1)
    elif attr in ('ContextManager', 'AsyncContextManager'):
        import contextlib
        value = _generic(getattr(contextlib, 'Abstract' + attr), 2, name=attr, defaults=(bool | None,))
    elif attr == '_collect_parameters':
        _deprecated(
            'The private _collect_parameters function is deprecated and will be removed in a future version of Python. '
            'Any use of private functions is discouraged and may break in the future.', 3)
        return _parameters_in
    else:
        raise AttributeError(f'module {__name__!r} has no attribute {attr!r}')
    globals()[attr] = value
    return value


@runtime_checkable
class SupportsInt(Protocol):
    """What int() takes."""

    @abstractmethod
    def __int__(self) -> int:
        raise NotImplementedError

    __slots__ = ()


@runtime_checkable
class SupportsIndex(Protocol):
    """What can stand for an integer."""

    @abstractmethod
    def __index__(self) -> int:
        raise NotImplementedError

    __slots__ = ()


@runtime_checkable
class SupportsFloat(Protocol):
    """What float() takes."""

    @abstractmethod
    def __float__(self) -> float:
        raise NotImplementedError

    __slots__ = ()


@runtime_checkable
class SupportsComplex(Protocol):
    """What complex() takes."""

    @abstractmethod
    def __complex__(self) -> complex:
        raise NotImplementedError

    __slots__ = ()


@runtime_checkable
class SupportsBytes(Protocol):
    """What bytes() takes."""

    @abstractmethod
    def __bytes__(self) -> bytes:
        raise NotImplementedError

    __slots__ = ()


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    """What abs() takes; the argument is what it gives."""

    @abstractmethod
    def __abs__(self) -> T_co:
        raise NotImplementedError

    __slots__ = ()


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    """What round() takes; the argument is what it gives."""

    @abstractmethod
    def __round__(self, ndigits: int = 0) -> T_co:
        raise NotImplementedError

    __slots__ = ()


def cast(typ, val):
    """The value, which a type checker is to take for one of the type."""
    return val


def assert_type(val, typ, /):
    """The value, of which a type checker is to find out that it has the type."""
    return val


_ASSERT_NEVER_REPR_MAX_LENGTH = 100


def assert_never(arg, /):
    """Tells a type checker that this call is never reached, and raises if it is."""
    value = repr(arg)
    if len(value) > _ASSERT_NEVER_REPR_MAX_LENGTH:
        value = value[:_ASSERT_NEVER_REPR_MAX_LENGTH] + '...'
    raise AssertionError(f'Expected code to be unreachable, but got: {value}')


def reveal_type(obj, /):
    """The value; the type is printed, and by a type checker the one it infers."""
    print(f'Runtime type is {type(obj).__name__!r}', file=sys.stderr)
    return obj


def final(f):
    """Decorator: the method is not to be overridden, the class not to be derived from."""
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def override(method, /):
    """Decorator: a base has a method of the name, which this one overrides."""
    try:
        method.__override__ = True
    except (AttributeError, TypeError):
        pass
    return method


_overload_registry = collections.defaultdict(functools.partial(collections.defaultdict, dict))


def _overload_dummy(*args, **kwds):
    """What the name of a function leads to while there are only signatures of it."""
    raise NotImplementedError(
        'You should not call an overloaded function. A series of @overload-decorated functions outside a stub module '
        'should always be followed by an implementation that is not @overload-ed.')


def overload(func):
    """Decorator of one of several signatures of a function."""
    f = getattr(func, '__func__', func)
    try:
        _overload_registry[f.__module__][f.__qualname__][f.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def get_overloads(func):
    """The signatures of a function that overload() has seen, in the order of their lines."""
    f = getattr(func, '__func__', func)
    if f.__module__ not in _overload_registry or f.__qualname__ not in _overload_registry[f.__module__]:
        return []
    return list(_overload_registry[f.__module__][f.__qualname__].values())


def clear_overloads():
    """Forgets what overload() has seen."""
    _overload_registry.clear()


def no_type_check(arg):
    """Decorator: the annotations are no type hints. Of a class, neither are those of what its body defines."""
    if isinstance(arg, type):
        for member in vars(arg).values():
            member = getattr(member, '__func__', member)
            if (isinstance(member, (type, types.FunctionType)) and member.__module__ == arg.__module__
                    and member.__qualname__ == f'{arg.__qualname__}.{member.__name__}'):
                no_type_check(member)
    # Native classes and functions take no attributes.
    try:
        arg.__no_type_check__ = True
    except TypeError:
        return arg
    return arg


def no_type_check_decorator(decorator):
    """Has no_type_check() apply to what a decorator makes."""
    @functools.wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))

    return wrapped_decorator


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, frozen_default=False,
                        field_specifiers=(), **kwargs):
    """Decorator to mark an object as providing dataclass-like behaviour."""
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            'eq_default': eq_default, 'order_default': order_default, 'kw_only_default': kw_only_default,
            'frozen_default': frozen_default, 'field_specifiers': field_specifiers, 'kwargs': kwargs,
        }
        return cls_or_fn

    return decorator


def _strip_annotations(t):
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if getattr(t, '__origin__', None) in (Required, NotRequired, ReadOnly):
        return _strip_annotations(t.__args__[0])
    if isinstance(t, (_GenericAlias, GenericAlias)) and not isinstance(t, _LiteralGenericAlias):
        stripped = tuple(_strip_annotations(a) for a in t.__args__)
        if stripped == t.__args__:
            return t
        return t.copy_with(stripped) if isinstance(t, _GenericAlias) else GenericAlias(t.__origin__, stripped)
    return t


def _evaluated(annotations, globalns, localns, type_params, **how):
    """Annotations with what stands in quotes evaluated."""
    hints = {}
    for name, hint in annotations.items():
        if isinstance(hint, str):
            hint = ForwardRef(hint, **how)
        hints[name] = types.NoneType if hint is None else _eval_type(hint, globalns, localns, type_params)
    return hints


def _hints_of_class(cls, globalns, localns):
    hints = {}
    for base in cls.__mro__[::-1]:
        own = base.__dict__
        annotations = own.get('__annotations__', {})
        if isinstance(annotations, types.GetSetDescriptorType):
            continue
        outer = globalns if globalns is not None else getattr(sys.modules.get(base.__module__), '__dict__', {})
        inner = localns if localns is not None else dict(own)
        if globalns is None and localns is None:
            # The names of the class hide those of the module, except for itself.
            outer, inner = inner, outer
        hints |= _evaluated(annotations, outer, inner, getattr(base, '__type_params__', ()), is_argument=False, is_class=True)
    return hints


_WITHOUT_HINTS = (
    types.BuiltinFunctionType, types.FunctionType, types.MethodType, types.ModuleType, types.WrapperDescriptorType,
    types.MethodWrapperType, types.MethodDescriptorType)


def _hints_of_other(obj, globalns, localns):
    annotations = getattr(obj, '__annotations__', None)
    if annotations is None:
        if isinstance(obj, _WITHOUT_HINTS):
            return {}
        raise TypeError(f'{obj!r} is not a module, class, method, or function.')
    is_module = isinstance(obj, types.ModuleType)
    if globalns is None:
        inner = obj
        while hasattr(inner, '__wrapped__'):
            inner = inner.__wrapped__
        globalns = obj.__dict__ if is_module else getattr(inner, '__globals__', {})
    return _evaluated(annotations, globalns, globalns if localns is None else localns, getattr(obj, '__type_params__', ()),
                      is_argument=not is_module)


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of a function, module or class, with those of its bases; what stands in quotes is evaluated.

    Without the extras, Annotated[T, ...] and the like count as T.
    """
    if getattr(obj, '__no_type_check__', None):
        return {}
    find = _hints_of_class if isinstance(obj, type) else _hints_of_other
    hints = find(obj, globalns, localns)
    return hints if include_extras else {name: _strip_annotations(hint) for name, hint in hints.items()}


def get_origin(tp):
    """What stands before the brackets of a type, or None if it has none."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, UnionType):
        return UnionType
    return None


def get_args(tp):
    """What stands in the brackets of a type, as a tuple."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__,) + tp.__metadata__
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        res = tp.__args__
        if tp.__origin__ is collections.abc.Callable and not (
                len(res) == 2 and _is_call_shape(res[0])):
            res = (list(res[:-1]), res[-1])
        return res
    if isinstance(tp, UnionType):
        return tp.__args__
    return ()


def is_typeddict(tp):
    """Whether something is a class made by TypedDict."""
    return isinstance(tp, _TypedDictMeta)


def is_protocol(tp, /):
    """Whether something is a protocol class."""
    return isinstance(tp, type) and getattr(tp, '_is_protocol', False) and tp is not Protocol


def get_protocol_members(tp, /):
    """The names of the members of a protocol."""
    if not is_protocol(tp):
        raise TypeError(f'{tp!r} is not a Protocol')
    return frozenset(tp.__protocol_attrs__)


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError('can only inherit from a NamedTuple type and Generic')
        bases = tuple(tuple if base is _NamedTuple else base for base in bases)
        annotations = ns.get('__annotations__', {})
        default_names = [name for name in annotations if name in ns]
        for place, name in enumerate(annotations):
            earlier = [each for each in [*annotations][:place] if each in ns]
            if earlier and name not in ns:
                raise TypeError(f'Non-default namedtuple field {name} cannot follow default field'
                                f'{"s" if len(earlier) > 1 else ""} {", ".join(earlier)}')
        annotations = {name: _type_check(each, f'field {name} annotation must be a type') for name, each in annotations.items()}
        nm_tpl = collections.namedtuple(typename, list(annotations), defaults=[ns[n] for n in default_names],
                                        module=ns['__module__'])
        nm_tpl.__annotations__ = nm_tpl.__new__.__annotations__ = annotations
        nm_tpl.__bases__ = bases
        if Generic in bases:
            nm_tpl.__class_getitem__ = classmethod(Generic.__dict__['__class_getitem__'].__func__)
        for key, value in ns.items():
            if key in {'__new__', '__init__', '__slots__', '__getnewargs__', '_fields', '_field_defaults',
                       '_field_types', '_make', '_replace', '_asdict', '_source'}:
                raise AttributeError('Cannot overwrite NamedTuple attribute ' + key)
            if key in {'__module__', '__name__', '__annotations__'}:
                continue
            if key not in nm_tpl._fields:
                setattr(nm_tpl, key, value)
            # As the making of any class does.
            set_name = getattr(type(value), '__set_name__', None)
            if set_name is not None:
                try:
                    set_name(value, nm_tpl, key)
                except BaseException as error:
                    error.add_note(f'Error calling __set_name__ on {type(value).__name__!r} instance {key!r} in {typename!r}')
                    raise
        if Generic in bases:
            nm_tpl.__init_subclass__()
        return nm_tpl


_NamedTuple = type.__new__(NamedTupleMeta, 'NamedTuple', (), {})


def _functional_fields(kind, typename, fields, empty, example):
    """The fields that a call gives; none, in two ways that are deprecated."""
    if fields is not _MISSING and fields is not None:
        return fields
    how = 'Failing to pass a value for' if fields is _MISSING else 'Passing `None` as'
    _deprecated(
        f"{how} the 'fields' parameter is deprecated and will be disallowed in Python 3.15. To create a {kind} class with 0 fields using "
        f'the functional syntax, pass an empty {empty}, e.g. `{typename} = {kind}({typename!r}, {example})`.', 4)
    return ()


_MISSING = object()


def NamedTuple(typename, fields=_MISSING, /, **kwargs):
    """A named tuple class with annotations; also a base class whose body defines the fields."""
    if kwargs and fields is None:
        raise TypeError("Cannot pass `None` as the 'fields' parameter and also specify fields using keyword arguments")
    if kwargs and fields is not _MISSING:
        raise TypeError('Either list of fields or keywords can be provided to NamedTuple, not both')
    if kwargs:
        _deprecated('Creating NamedTuple classes using keyword arguments is deprecated and will be disallowed in Python 3.15. '
                    'Use the class-based or functional syntax instead.', 3)
        fields = kwargs.items()
    else:
        fields = _functional_fields('NamedTuple', typename, fields, 'list', '[]')
    fields = [(n, _type_check(t, f'field {n} annotation must be a type')) for n, t in fields]
    nt = collections.namedtuple(typename, [n for n, _ in fields], module=sys._getframe(1).f_globals.get('__name__', '__main__'))
    nt.__annotations__ = nt.__new__.__annotations__ = dict(fields)
    nt.__orig_bases__ = (NamedTuple,)
    return nt


def _namedtuple_mro_entries(bases):
    return (_NamedTuple,)


NamedTuple.__mro_entries__ = _namedtuple_mro_entries


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError('cannot inherit from both a TypedDict type and a non-TypedDict base class')
        is_generic = any(issubclass(base, Generic) for base in bases)
        ns_annotations = ns.get('__annotations__', {})
        tp_dict = type.__new__(_TypedDictMeta, name, (Generic, dict) if is_generic else (dict,), ns)
        if not hasattr(tp_dict, '__orig_bases__'):
            tp_dict.__orig_bases__ = bases
        annotations, required, optional, readonly, mutable = {}, set(), set(), set(), set()
        for base in bases:
            annotations.update(base.__dict__.get('__annotations__', {}))
            # The last base that has a key says whether it is required.
            for own, others, keys in ((required, optional, '__required_keys__'), (optional, required, '__optional_keys__')):
                found = base.__dict__.get(keys, set())
                own |= found
                others -= found
            readonly |= base.__dict__.get('__readonly_keys__', set())
            mutable |= base.__dict__.get('__mutable_keys__', set())
        message = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        ns_annotations = {key: _type_check(value, message, module=tp_dict.__module__) for key, value in ns_annotations.items()}
        for key, value in ns_annotations.items():
            annotations[key] = value
            needed, fixed = total, False
            inner = value
            while True:
                origin = get_origin(inner)
                if origin is Annotated:
                    inner = inner.__origin__
                elif origin in (Required, NotRequired):
                    needed = origin is Required
                    inner = inner.__args__[0]
                elif origin is ReadOnly:
                    fixed = True
                    inner = inner.__args__[0]
                else:
                    break
            (required if needed else optional).add(key)
            (optional if needed else required).discard(key)
            if fixed and key in mutable:
                raise TypeError(f'Cannot override mutable key {key!r} with read-only key')
            (readonly if fixed else mutable).add(key)
            (mutable if fixed else readonly).discard(key)
        tp_dict.__annotations__ = annotations
        tp_dict.__required_keys__ = frozenset(required)
        tp_dict.__optional_keys__ = frozenset(optional)
        tp_dict.__readonly_keys__ = frozenset(readonly)
        tp_dict.__mutable_keys__ = frozenset(mutable)
        tp_dict.__total__ = total
        return tp_dict

    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError('TypedDict does not support instance and class checks')

    __instancecheck__ = __subclasscheck__


_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})


def TypedDict(typename, fields=_MISSING, /, *, total=True):
    """The type of dictionaries with certain keys; to make one is to make a dictionary."""
    fields = _functional_fields('TypedDict', typename, fields, 'dictionary', '{}')
    ns = {'__annotations__': dict(fields), '__module__': sys._getframe(1).f_globals.get('__name__', '__main__')}
    td = _TypedDictMeta(typename, (), ns, total=total)
    td.__orig_bases__ = (TypedDict,)
    return td


TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


class NewType:
    """A type of its own for type checkers, whose values are those of another one."""

    def __init__(self, name, tp):
        self.__qualname__, self.__name__, self.__supertype__ = name, name.split('.')[-1], tp
        self.__module__ = sys._getframe(1).f_globals.get('__name__', '__main__')

    def __call__(self, arg):
        return arg

    def __mro_entries__(self, bases):
        raise TypeError('Cannot subclass an instance of NewType. Perhaps you were looking for: '
                        f'`Dummy = NewType({"Dummy"!r}, {self.__name__})`')

    def __repr__(self):
        return f'{self.__module__}.{self.__qualname__}'

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class IO(Generic[AnyStr]):
    """What open() gives."""
    __slots__ = ()


class BinaryIO(IO[bytes]):
    """Typed version of the return of open() in binary mode."""
    __slots__ = ()


class TextIO(IO[str]):
    """Typed version of the return of open() in text mode."""
    __slots__ = ()


class _ParamSpecPart:
    """What a ParamSpec's `args` and `kwargs` are; two are equal if they are of one ParamSpec."""

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f'{self.__origin__.__name__}.{self._part}'

    def __eq__(self, other):
        return self.__origin__ == other.__origin__ if type(self) is type(other) else NotImplemented


class ParamSpecArgs(_ParamSpecPart):
    """The args for a ParamSpec object."""

    _part = 'args'


class ParamSpecKwargs(_ParamSpecPart):
    """The kwargs for a ParamSpec object."""

    _part = 'kwargs'


def _refuse_subclass(cls, **options):
    raise TypeError('Cannot subclass special typing classes')


_Final.__init_subclass__ = classmethod(_refuse_subclass)

__all__ = [
    'Annotated', 'Any', 'Callable', 'ClassVar', 'Concatenate', 'Final', 'ForwardRef', 'Generic', 'Literal', 'Optional',
    'ParamSpec', 'Protocol', 'Tuple', 'Type', 'TypeVar', 'TypeVarTuple', 'Union', 'AbstractSet', 'ByteString',
    'Container', 'ContextManager', 'Hashable', 'ItemsView', 'Iterable', 'Iterator', 'KeysView', 'Mapping',
    'MappingView', 'MutableMapping', 'MutableSequence', 'MutableSet', 'Sequence', 'Sized', 'ValuesView', 'Awaitable',
    'AsyncIterator', 'AsyncIterable', 'Coroutine', 'Collection', 'AsyncGenerator', 'AsyncContextManager',
    'Reversible', 'SupportsAbs', 'SupportsBytes', 'SupportsComplex', 'SupportsFloat', 'SupportsIndex', 'SupportsInt',
    'SupportsRound', 'ChainMap', 'Counter', 'Deque', 'Dict', 'DefaultDict', 'List', 'OrderedDict', 'Set', 'FrozenSet',
    'NamedTuple', 'TypedDict', 'Generator', 'BinaryIO', 'IO', 'Match', 'Pattern', 'TextIO', 'AnyStr', 'assert_type',
    'assert_never', 'cast', 'clear_overloads', 'dataclass_transform', 'final', 'get_args', 'get_origin',
    'get_overloads', 'get_protocol_members', 'get_type_hints', 'is_protocol', 'is_typeddict', 'LiteralString', 'Never',
    'NewType', 'no_type_check', 'no_type_check_decorator', 'NoDefault', 'NoReturn', 'NotRequired', 'overload',
    'override', 'ParamSpecArgs', 'ParamSpecKwargs', 'ReadOnly', 'Required', 'reveal_type', 'runtime_checkable',
    'Self', 'Text', 'TYPE_CHECKING', 'TypeAlias', 'TypeAliasType', 'TypeGuard', 'TypeIs', 'Unpack',
]
