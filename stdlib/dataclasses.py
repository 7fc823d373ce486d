"""Data classes: methods made from annotations."""

import abc
import sys
import types
from reprlib import recursive_repr
from types import FunctionType, GenericAlias

__all__ = [
    'dataclass', 'field', 'Field', 'FrozenInstanceError', 'InitVar', 'KW_ONLY', 'MISSING', 'fields', 'asdict',
    'astuple', 'make_dataclass', 'replace', 'is_dataclass',
]


class FrozenInstanceError(AttributeError):
    pass


# Things that stand for themselves.

class _MISSING_TYPE:
    pass


class _KW_ONLY_TYPE:
    pass


class _Word:
    __slots__ = ('_text',)

    def __init__(self, text):
        self._text = text

    def __repr__(self):
        return self._text


MISSING = _MISSING_TYPE()
KW_ONLY = _KW_ONLY_TYPE()
_HAS_DEFAULT_FACTORY = _Word('<factory>')
_FIELD, _FIELD_CLASSVAR, _FIELD_INITVAR = map(_Word, ('_FIELD', '_FIELD_CLASSVAR', '_FIELD_INITVAR'))

_FIELDS = '__dataclass_fields__'
_PARAMS = '__dataclass_params__'
_POST_INIT_NAME = '__post_init__'


class InitVar:
    """Annotates a parameter of __init__() that is no field but is handed to __post_init__()."""

    __slots__ = ('type',)

    def __init__(self, type):
        self.type = type

    def __class_getitem__(cls, type):
        return InitVar(type)

    def __repr__(self):
        of = self.type
        name = of.__name__ if isinstance(of, type) and not isinstance(of, GenericAlias) else repr(of)
        return f'dataclasses.InitVar[{name}]'


def _show_all(obj, names):
    return ','.join([f'{name}={getattr(obj, name)!r}' for name in names])


_FIELD_FACTS = ('name', 'type', 'default', 'default_factory', 'init', 'repr', 'hash', 'compare', 'metadata', 'kw_only', '_field_type')


class Field:
    """Facts about one field; made by field() only. Name, type and kind are found out by dataclass()."""

    __slots__ = _FIELD_FACTS

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = self._field_type = None
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.hash, self.compare, self.kw_only = init, repr, hash, compare, kw_only
        self.metadata = types.MappingProxyType({} if metadata is None else metadata)

    @recursive_repr()
    def __repr__(self):
        return f'Field({_show_all(self, _FIELD_FACTS)})'

    def __set_name__(self, owner, name):
        # The default takes the place of the field in the class, so it is told its name.
        notice = getattr(type(self.default), '__set_name__', None)
        if notice is not None:
            notice(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    """What dataclass() was told."""

    __slots__ = ('init', 'repr', 'eq', 'order', 'unsafe_hash', 'frozen', 'match_args', 'kw_only', 'slots', 'weakref_slot')

    def __init__(self, **options):
        for name in self.__slots__:
            setattr(self, name, options[name])

    def __repr__(self):
        return f'_DataclassParams({_show_all(self, self.__slots__)})'


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING):
    """What to give a field in the class body instead of a plain default, to say more about it.

    default_factory is called to make the default. init, repr, compare and hash say which methods take the field into
    account; hash=None: those that compare does.
    """
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _is_optional(f):
    return f.default is not MISSING or f.default_factory is not MISSING


# Which fields a class has.

def _named(annotation, cls):
    """What the beginning of an annotation in quotes names in the module of the class."""
    import re
    match = re.match(r'\s*(?:(\w+)\s*\.\s*)?(\w+)', annotation)
    if match is None:
        return None
    prefix, name = match.groups()
    namespace = getattr(sys.modules.get(cls.__module__), '__dict__', {})
    if prefix is None:
        return namespace.get(name)
    module = namespace.get(prefix)
    return getattr(module, name, None) if isinstance(module, types.ModuleType) else None


def _kind_of(annotation, cls):
    """The kind of field that an annotation makes, or KW_ONLY."""
    named = _named(annotation, cls) if isinstance(annotation, str) else annotation
    if named is KW_ONLY or named is _KW_ONLY_TYPE:
        return KW_ONLY
    if named is InitVar or type(named) is InitVar:
        return _FIELD_INITVAR
    typing = sys.modules.get('typing')
    if typing is not None and typing.ClassVar in (named, getattr(named, '__origin__', None)):
        return _FIELD_CLASSVAR
    return _FIELD


def _make_field(cls, name, annotation, kind, kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        # A slot of this name is no default.
        f = field(default=MISSING if isinstance(default, types.MemberDescriptorType) else default)
    f.name, f.type, f._field_type = name, annotation, kind
    if kind is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f'field {name} cannot have a default factory')
    if kind is _FIELD_CLASSVAR:
        if f.kw_only is not MISSING:
            raise TypeError(f'field {name} is a ClassVar but specifies kw_only')
    elif f.kw_only is MISSING:
        f.kw_only = kw_only
    if kind is _FIELD and type(f.default).__hash__ is None:
        raise ValueError(f'mutable default {type(f.default)} for field {name} is not allowed: use default_factory')
    return f


def _own_fields(cls, kw_only):
    """The fields that the class body defines. Their defaults become attributes of the class."""
    annotations = cls.__dict__.get('__annotations__', {})
    found = []
    marker = None
    for name, annotation in annotations.items():
        kind = _kind_of(annotation, cls)
        if kind is not KW_ONLY:
            found.append(_make_field(cls, name, annotation, kind, kw_only))
        elif marker is not None:
            raise TypeError(f'{name!r} is KW_ONLY, but KW_ONLY has already been specified')
        else:
            marker, kw_only = name, True
    for f in found:
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is not MISSING:
                setattr(cls, f.name, f.default)
            else:
                delattr(cls, f.name)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f'{name!r} is a field but has no type annotation')
    return found


def _all_fields(cls, params):
    """All fields by name, in the order in which they first appear from the most basic class on."""
    bases = [base for base in cls.__mro__[:0:-1] if hasattr(base, _FIELDS)]
    result = {}
    for base in bases:
        result.update({f.name: f for f in getattr(base, _FIELDS).values()})
    result.update({f.name: f for f in _own_fields(cls, params.kw_only)})
    frozen = [getattr(base, _PARAMS).frozen for base in bases]
    if any(frozen) and not params.frozen:
        raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
    if params.frozen and not all(frozen):
        raise TypeError('cannot inherit frozen dataclass from a non-frozen one')
    return result


# The methods.

def _init_text(by_position, by_name, ordered, cls, params, me):
    """Parameters and lines of __init__(), and what its names stand for."""
    values = {}

    def parameter(f):
        if f.default is not MISSING:
            return f'{f.name}=__dataclass_dflt_{f.name}__'
        return f.name if f.default_factory is MISSING else f'{f.name}=__dataclass_factory__'

    def line(f):
        default = f'__dataclass_dflt_{f.name}__'
        if f.default_factory is not MISSING:
            values[default] = f.default_factory
            value = f'{default}() if {f.name} is __dataclass_factory__ else {f.name}' if f.init else default + '()'
        else:
            if f.default is not MISSING:
                values[default] = f.default
            # Without slots, the attribute of the class is the default.
            value = f.name if f.init else default if params.slots and f.default is not MISSING else None
        if value is None or f._field_type is _FIELD_INITVAR:
            return []
        if params.frozen:
            return [f'__dataclass_object__.__setattr__({me},{f.name!r},{value})']
        return [f'{me}.{f.name}={value}']

    lines = [text for f in ordered for text in line(f)]
    if hasattr(cls, _POST_INIT_NAME):
        handed = [f.name for f in ordered if f._field_type is _FIELD_INITVAR]
        lines.append(f'{me}.{_POST_INIT_NAME}({",".join(handed)})')
    parameters = [me, *map(parameter, by_position)]
    if by_name:
        parameters += ['*', *map(parameter, by_name)]
    values['__dataclass_factory__'], values['__dataclass_object__'] = _HAS_DEFAULT_FACTORY, object
    return parameters, lines or ['pass'], values


class _Methods:
    """Methods that are written as text and made at one go, so that they see the names of the class's module."""

    def __init__(self, cls):
        self.cls, self.lines, self.names, self.values = cls, [], [], {}

    def add(self, name, parameters, body, decorator=None):
        if decorator is not None:
            self.lines.append(f' @{decorator}')
        self.lines.append(f' def {name}({",".join(parameters)}):')
        self.lines += [f'  {line}' for line in body]
        self.names.append(name)

    def make(self):
        """{name: function}"""
        if not self.names:
            return {}
        text = '\n'.join([f'def __create_fn__({",".join(self.values)}):', *self.lines, f' return {",".join(self.names)},'])
        made = {}
        exec(text, getattr(sys.modules.get(self.cls.__module__), '__dict__', {}), made)
        functions = dict(zip(self.names, made['__create_fn__'](**self.values)))
        for name, function in functions.items():
            function.__qualname__ = f'{self.cls.__qualname__}.{name}'
        return functions


def _add_init(methods, by_position, by_name, ordered, params):
    earlier = None
    for f in by_position:
        if _is_optional(f):
            earlier = f
        elif earlier is not None:
            raise TypeError(f'non-default argument {f.name!r} follows default argument {earlier.name!r}')
    me = '__dataclass_self__' if any(f.name == 'self' for f in ordered) else 'self'
    parameters, lines, values = _init_text(by_position, by_name, ordered, methods.cls, params, me)
    methods.values |= values
    methods.add('__init__', parameters, lines)


def _attributes(of, names):
    """The text of a tuple of attributes."""
    return '(' + ''.join([f'{of}.{name},' for name in names]) + ')'


def _add_repr(methods, names):
    methods.values['__dataclass_recursive_repr__'] = recursive_repr
    shown = ', '.join([f'{name}={{self.{name}!r}}' for name in names])
    methods.add('__repr__', ['self'], [f'return f"{{self.__class__.__qualname__}}({shown})"'], '__dataclass_recursive_repr__()')


def _add_eq(methods, names):
    methods.add('__eq__', ['self', 'other'], [
        'if self is other:',
        ' return True',
        'if other.__class__ is self.__class__:',
        f' return {" and ".join([f"self.{name}==other.{name}" for name in names]) or "True"}',
        'return NotImplemented',
    ])


_ORDER = {'__lt__': '<', '__le__': '<=', '__gt__': '>', '__ge__': '>='}


def _add_order(methods, names):
    for name, operator in _ORDER.items():
        methods.add(name, ['self', 'other'], [
            'if other.__class__ is self.__class__:',
            f' return {_attributes("self", names)}{operator}{_attributes("other", names)}',
            'return NotImplemented',
        ])


def _add_hash(methods, names):
    methods.add('__hash__', ['self'], [f'return hash({_attributes("self", names)})'])


_GUARDS = '__setattr__', '__delattr__'


def _add_guards(methods, names):
    """The methods that forbid changes. Attributes of derived classes that are not frozen fields can be changed."""
    methods.values |= {'__dataclass_class__': methods.cls, '__dataclass_frozen_error__': FrozenInstanceError}
    condition = 'type(self) is __dataclass_class__' + (f' or name in {{{", ".join(map(repr, names))}}}' if names else '')
    for guard, parameters, verb in zip(_GUARDS, (['self', 'name', 'value'], ['self', 'name']), ('assign to', 'delete')):
        methods.add(guard, parameters, [
            f'if {condition}:',
            f' raise __dataclass_frozen_error__(f"cannot {verb} field {{name!r}}")',
            f'super(__dataclass_class__, self).{guard}({",".join(parameters[1:])})',
        ])


def _give(cls, name, function):
    """Makes a function a method of the class unless it has one of the name; tells whether it had."""
    if name in cls.__dict__:
        return True
    setattr(cls, name, function)
    return False


def _must_give(cls, name, function, advice=''):
    if _give(cls, name, function):
        raise TypeError(f'Cannot overwrite attribute {name} in class {cls.__name__}{advice}')


def _has_hash_of_fields(cls, params, is_own):
    """The hash is made of the fields where they cannot change, and taken away where equality is by value."""
    if params.unsafe_hash:
        if is_own:
            raise TypeError(f'Cannot overwrite attribute __hash__ in class {cls.__name__}')
        return True
    if not params.eq or is_own:
        return False
    if not params.frozen:
        cls.__hash__ = None
    return params.frozen


def _process_class(cls, params):
    setattr(cls, _PARAMS, params)
    by_name = _all_fields(cls, params)
    setattr(cls, _FIELDS, by_name)
    # A class that defines __eq__() only has a __hash__ of None by that.
    own_hash = cls.__dict__.get('__hash__', MISSING)
    has_own_hash = own_hash is not MISSING and not (own_hash is None and '__eq__' in cls.__dict__)
    if params.order and not params.eq:
        raise ValueError('eq must be true if order is true')

    taken = [f for f in by_name.values() if f._field_type is not _FIELD_CLASSVAR]
    positional = [f for f in taken if f.init and not f.kw_only]
    keyword = [f for f in taken if f.init and f.kw_only]
    kept = [f for f in taken if f._field_type is _FIELD]
    compared = [f.name for f in kept if f.compare]
    methods = _Methods(cls)
    if params.init:
        _add_init(methods, positional, keyword, taken, params)
    _give(cls, '__replace__', _copy_with_changes)
    if params.repr:
        _add_repr(methods, [f.name for f in kept if f.repr])
    if params.eq:
        _add_eq(methods, compared)
    if params.order:
        _add_order(methods, compared)
    if params.frozen:
        _add_guards(methods, [f.name for f in kept])
    if _has_hash_of_fields(cls, params, has_own_hash):
        _add_hash(methods, [f.name for f in kept if (f.compare if f.hash is None else f.hash)])
    made = methods.make()
    if '__hash__' in made:
        cls.__hash__ = made.pop('__hash__')
    for name, function in made.items():
        if name == '__init__':
            function.__annotations__ = {f.name: f.type for f in (*positional, *keyword)} | {'return': None}
        if name in _ORDER:
            _must_give(cls, name, function, '. Consider using functools.total_ordering')
        elif name in _GUARDS:
            _must_give(cls, name, function)
        else:
            _give(cls, name, function)

    if not getattr(cls, '__doc__'):
        cls.__doc__ = cls.__name__ + _signature_text(cls, positional, keyword)
    if params.match_args and '__match_args__' not in cls.__dict__:
        cls.__match_args__ = tuple([f.name for f in positional])
    if params.slots:
        cls = _with_slots(cls, params)
    elif params.weakref_slot:
        raise TypeError('weakref_slot is True but slots is False')
    abc.update_abstractmethods(cls)
    return cls


def _annotation_text(annotation):
    if isinstance(annotation, type) and not isinstance(annotation, GenericAlias):
        name = annotation.__qualname__
        return name if annotation.__module__ == 'builtins' else f'{annotation.__module__}.{name}'
    text = repr(annotation)
    return text if isinstance(annotation, str) else text.replace('typing.', '')


def _signature_text(cls, by_position, by_name):
    def shown(f):
        default = f' = {f.default!r}' if f.default is not MISSING else ' = <factory>' if _is_optional(f) else ''
        return f'{f.name}: {_annotation_text(f.type)}{default}'

    parts = [*map(shown, by_position), *['*'] * bool(by_name), *map(shown, by_name)]
    return f'({", ".join(parts)})'


# Slots cannot be added to a class, so another one is made.

def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    put = object.__setattr__
    for f, value in zip(fields(self), state):
        put(self, f.name, value)


def _slots_of(cls):
    slots = cls.__dict__.get('__slots__', ())
    if isinstance(slots, str):
        return [slots]
    if hasattr(slots, '__next__'):
        # Making the class has used it up.
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")
    return slots or ()


def _with_slots(cls, params):
    namespace = dict(cls.__dict__)
    if '__slots__' in namespace:
        raise TypeError(f'{cls.__name__} already specifies __slots__')
    names = [f.name for f in fields(cls)]
    inherited = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}
    wanted = names + ['__weakref__'] if params.weakref_slot else names
    for name in (*names, '__dict__', '__weakref__'):
        namespace.pop(name, None)
    namespace['__slots__'] = tuple([name for name in wanted if name not in inherited])
    made = type(cls)(cls.__name__, cls.__bases__, namespace)
    made.__qualname__ = cls.__qualname__
    if params.frozen:
        # Pickles set attributes, which is forbidden, unless the class says how else.
        for name, function in (('__getstate__', _dataclass_getstate), ('__setstate__', _dataclass_setstate)):
            if name not in namespace:
                setattr(made, name, function)
        # Those of the class before would ask for instances of that one.
        methods = _Methods(made)
        _add_guards(methods, names)
        for name, function in methods.make().items():
            setattr(made, name, function)
    _rename_class_cell(cls, made)
    return made


def _rename_class_cell(old, new):
    """Has the methods that name their class, by super() or __class__, name the new one. They share one cell."""
    for member in vars(new).values():
        function = getattr(member, '__func__', member)
        if isinstance(function, FunctionType) and '__class__' in function.__code__.co_freevars:
            cell = function.__closure__[function.__code__.co_freevars.index('__class__')]
            if cell.cell_contents is old:
                cell.cell_contents = new
                return


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Class decorator: adds methods made of the annotated attributes, the fields.

    init, repr, eq and order say which methods; frozen forbids changing fields, slots makes a class with slots,
    kw_only has __init__() take fields by name only.

    >>> @dataclass
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(1)
    Point(x=1, y=0)
    """
    params = _DataclassParams(
        init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen, match_args=match_args,
        kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)
    return (lambda cls: _process_class(cls, params)) if cls is None else _process_class(cls, params)


def fields(class_or_instance):
    """The fields of a data class, or of the class of an instance, as a tuple."""
    found = getattr(class_or_instance, _FIELDS, None)
    if found is None:
        raise TypeError('must be called with a dataclass type or instance') from None
    return tuple([f for f in found.values() if f._field_type is _FIELD])


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Whether something is a data class or an instance of one."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


# What is its own copy.
_ATOMIC_TYPES = frozenset({
    types.NoneType, bool, int, float, str, complex, bytes, types.EllipsisType, types.NotImplementedType,
    types.CodeType, types.BuiltinFunctionType, types.FunctionType, type, range, property,
})


def _plain(value, instance):
    """A copy of a value in which `instance` stands for each data class instance, inside containers too."""
    cls = type(value)
    if cls in _ATOMIC_TYPES:
        return value
    if hasattr(cls, _FIELDS):
        return instance(value)
    if issubclass(cls, (list, tuple)):
        items = [_plain(item, instance) for item in value]
        return cls(*items) if hasattr(cls, '_fields') and issubclass(cls, tuple) else items if cls is list else cls(items)
    if issubclass(cls, dict):
        pairs = [(_plain(key, instance), _plain(item, instance)) for key, item in value.items()]
        if not hasattr(cls, 'default_factory'):
            return cls(pairs)
        made = cls(value.default_factory)
        for key, item in pairs:
            made[key] = item
        return made
    import copy
    return copy.deepcopy(value)


def asdict(obj, *, dict_factory=dict):
    """The fields of an instance as a dictionary of names and values, and so with instances inside.

    dict_factory makes the dictionaries from pairs.
    """
    if not _is_dataclass_instance(obj):
        raise TypeError('asdict() should be called on dataclass instances')

    def instance(value):
        return dict_factory([(f.name, _plain(getattr(value, f.name), instance)) for f in fields(value)])

    return instance(obj)


def astuple(obj, *, tuple_factory=tuple):
    """The values of the fields of an instance as a tuple, and so with instances inside.

    tuple_factory makes the tuples from lists.
    """
    if not _is_dataclass_instance(obj):
        raise TypeError('astuple() should be called on dataclass instances')

    def instance(value):
        return tuple_factory([_plain(getattr(value, f.name), instance) for f in fields(value)])

    return instance(obj)


def _definition(item):
    """Name, annotation and default, or MISSING, of a field as make_dataclass() is given it."""
    if isinstance(item, str):
        return item, 'typing.Any', MISSING
    if len(item) not in (2, 3):
        raise TypeError(f'Invalid field: {item!r}')
    return (*item, MISSING)[:3]


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False,
                   unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False,
                   module=None):
    """Makes a data class of names, or (name, type), or (name, type, default), in the module of the caller.

    The rest of the namespace of the class may be given, and what dataclass() takes.
    """
    from keyword import iskeyword
    annotations, body = {}, dict(namespace or ())
    for name, annotation, default in map(_definition, fields):
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f'Field names must be valid identifiers: {name!r}')
        if iskeyword(name):
            raise TypeError(f'Field names must not be keywords: {name!r}')
        if name in annotations:
            raise TypeError(f'Field name duplicated: {name!r}')
        annotations[name] = annotation
        if default is not MISSING:
            body[name] = default
    body['__annotations__'] = annotations
    made = types.new_class(cls_name, bases, {}, lambda own: own.update(body))
    made.__module__ = sys._getframe(1).f_globals.get('__name__', '__main__') if module is None else module
    return dataclass(made, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
                     match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """A new instance with the values of another one, except for the changes."""
    if _is_dataclass_instance(obj):
        return _copy_with_changes(obj, **changes)
    raise TypeError('replace() should be called on dataclass instances')


def _copy_with_changes(self, /, **changes):
    for name, f in getattr(self, _FIELDS).items():
        if f._field_type is _FIELD_CLASSVAR or f.init and name in changes:
            continue
        if f.init:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f'InitVar {name!r} must be specified with replace()')
            changes[name] = getattr(self, name)
        elif name in changes:
            raise TypeError(f'field {name} is declared with init=False, it cannot be specified with replace()')
    return self.__class__(**changes)
