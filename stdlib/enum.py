"""Enumerations.

A class body is collected in an `EnumDict`, which tells members from all else. `EnumType` makes the class of what is not a
member, then the members one by one: so a member can be made by the methods of its class.
"""

import builtins as bltns
import operator
import sys
from types import DynamicClassAttribute, MappingProxyType

__all__ = [
    'EnumType', 'EnumMeta', 'EnumDict', 'Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag', 'ReprEnum',
    'auto', 'unique', 'property', 'verify', 'member', 'nonmember', 'FlagBoundary', 'STRICT', 'CONFORM', 'EJECT',
    'KEEP', 'global_flag_repr', 'global_enum_repr', 'global_str', 'global_enum', 'EnumCheck', 'CONTINUOUS',
    'NAMED_FLAGS', 'UNIQUE', 'pickle_by_global_name', 'pickle_by_enum_name',
]

# Made below. While one is None, the class that is being made comes before it.
Enum = Flag = EJECT = KEEP = ReprEnum = None


class nonmember:
    """Marks what a class body gives a name to as no member."""

    def __init__(self, value):
        self.value = value


class member:
    """Marks what a class body gives a name to as a member, whatever it is."""

    def __init__(self, value):
        self.value = value


# Which names and values are members.

def _is_descriptor(obj):
    return hasattr(obj, '__get__') or hasattr(obj, '__set__') or hasattr(obj, '__delete__')


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == '__' and name[2] != '_' and name[-3] != '_'


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == '_' and name[1] != '_' and name[-2] != '_'


def _is_internal_class(cls_name, obj):
    if not isinstance(obj, type):
        return False
    qualname = getattr(obj, '__qualname__', '')
    return qualname.endswith(f'{cls_name}.{getattr(obj, "__name__", "")}')


def _is_private(cls_name, name):
    pattern = f'_{cls_name}__'
    return len(name) > len(pattern) and name.startswith(pattern) and not name.endswith('__')


# Bits.

def _is_single_bit(num):
    return num > 0 and not num & (num - 1)


def _iter_bits_lsb(num):
    """The bits of a number that are set, the lowest first, each as a number."""
    num = getattr(num, '_value_', num)
    if num < 0:
        raise ValueError(f'{num} is not a positive integer')
    while num:
        rest = num & num - 1
        yield num ^ rest
        num = rest


def show_flag_values(value):
    """A list of the bits that are set in a value, each as a number."""
    return [*_iter_bits_lsb(value)]


def bin(num, max_bits=None):
    """A number in binary, as two's complement: the digit that stands alone is the sign. Padded to a number of digits.

    >>> bin(10), bin(-10), bin(10, 6)
    ('0b0 1010', '0b1 0110', '0b0 001010')
    """
    width = num.bit_length()
    sign = '01'[num < 0]
    digits = format(num & (1 << width) - 1, f'0{width}b') if width else ''
    if max_bits is not None:
        digits = digits.rjust(max_bits, sign)
    return f'0b{sign} {digits}'


class _NotGiven:
    def __repr__(self):
        return '<not given>'


class _AutoNull:
    def __repr__(self):
        return '_auto_null'


_not_given = _NotGiven()
_auto_null = _AutoNull()


class auto:
    """Stands for the value that `_generate_next_value_` gives, alone or inside a tuple."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return f'auto({self.value!r})'


class property(DynamicClassAttribute):
    """A property of members that leaves its name free on the class, where it can name a member."""

    # The member of this name, and what gives the attribute of an instance if there is no getter: see _redirection.
    member = None
    _inherited = None

    def __get__(self, instance, ownerclass=None):
        if instance is not None:
            get = self.fget or self._inherited
            if get is not None:
                return get(instance)
            found = ownerclass._member_map_.get(self.name)
        else:
            found = self.member
        if found is None:
            raise AttributeError(f'{ownerclass!r} has no attribute {self.name!r}') from None
        return found

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(f'<enum {self.clsname!r}> cannot set attribute {self.name!r}')
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError(f'<enum {self.clsname!r}> cannot delete attribute {self.name!r}')
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name, self.clsname = name, ownerclass.__name__


def _redirection(cls, name):
    """A property that stands for a member of a name that bases use for an attribute of instances, or None if no base does.

    The nearest enum property counts most, then the farthest other descriptor.
    """
    found = holder = None
    is_plain = False
    for base in cls.__mro__[1:]:
        attribute = base.__dict__.get(name)
        if isinstance(attribute, DynamicClassAttribute):
            result = property(attribute.fget, attribute.fset, attribute.fdel)
            break
        if attribute is None:
            continue
        if _is_descriptor(attribute):
            found = attribute
            holder = holder or base
        else:
            is_plain, holder = True, base
    else:
        if found is None:
            return None
        if is_plain:
            result = property()
            result._inherited = lambda instance: getattr(holder, name)
        else:
            result = property(*[getattr(found, accessor, None) for accessor in ('fget', 'fset', 'fdel')])
            result._inherited = lambda instance: getattr(instance._value_, name)
    result.__set_name__(cls, name)
    return result


# The single-underscore names that mean something in a class body.
_SETTINGS = frozenset([
    '_order_', '_ignore_', '_missing_', '_boundary_', '_generate_next_value_', '_numeric_repr_', '_value_repr_', '_use_args_',
    '_iter_member_', '_iter_member_by_value_', '_iter_member_by_def_', '_add_alias_', '_add_value_alias_', '_member_names_',
])


class EnumDict(dict):
    """The namespace of a class body: notes which names are members, in their order, and lets none be used twice."""

    def __init__(self, cls_name=None):
        super().__init__()
        self._cls_name = cls_name
        self._member_names = {}
        self._last_values, self._ignore = [], []
        self._auto_called = False

    def __setitem__(self, key, value):
        cls_name = self._cls_name
        if cls_name is not None and _is_private(cls_name, key):
            pass
        elif _is_sunder(key):
            value = self._setting(key, value)
        elif _is_dunder(key):
            if key == '__order__':
                key = '_order_'
        elif key in self._member_names:
            raise TypeError(f'{key!r} already defined as {self[key]!r}')
        elif key not in self._ignore:
            if isinstance(value, nonmember):
                value = value.value
            elif not _is_descriptor(value) and not (cls_name is not None and _is_internal_class(cls_name, value)):
                value = self._member_value(key, value)
        super().__setitem__(key, value)

    def _setting(self, key, value):
        if key not in _SETTINGS:
            raise ValueError(f'_sunder_ names, such as {key!r}, are reserved for future Enum use')
        if key == '_ignore_':
            value = value.replace(',', ' ').split() if isinstance(value, str) else list(value)
            self._ignore = value
            if already := set(value).intersection(self._member_names):
                raise ValueError(f'_ignore_ cannot specify already set names: {already!r}')
        elif key == '_generate_next_value_':
            if self._auto_called:
                raise TypeError('_generate_next_value_ must be defined before members')
            self._generate_next_value = getattr(value, '__func__', value) if isinstance(value, staticmethod) else value
        return value

    def _member_value(self, key, value):
        if key in self:
            raise TypeError(f'{key!r} already defined as {self[key]!r}')
        if isinstance(value, member):
            value = value.value
        if isinstance(value, auto):
            value = self._resolve(key, value)
        elif isinstance(value, tuple) and any(isinstance(item, auto) for item in value):
            items = [self._resolve(key, item) if isinstance(item, auto) else item for item in value]
            value = _like(value, items)
        else:
            self._last_values.append(value)
        self._member_names[key] = None
        return value

    def _resolve(self, key, value):
        """The value that an auto() stands for. One that is used again keeps it."""
        if value.value is _auto_null:
            value.value = self._generate_next_value(key, 1, len(self._member_names), self._last_values[:])
            self._auto_called = True
        self._last_values.append(value.value)
        return value.value

    @bltns.property
    def member_names(self):
        return list(self._member_names)

    def update(self, members, **more_members):
        pairs = [(name, members[name]) for name in members.keys()] if hasattr(members, 'keys') else members
        for name, value in pairs:
            self[name] = value
        for name, value in more_members.items():
            self[name] = value


def _like(original, items):
    """A tuple of the class of another one. Some classes take their items together, named tuples take them one by one."""
    cls = type(original)
    try:
        return cls(items)
    except TypeError:
        return cls(*items)


_EnumDict = EnumDict


class EnumType(type):
    """The class of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        body = EnumDict(cls)
        first_enum = metacls._get_mixins_(cls, bases)[1]
        if first_enum is not None:
            body['_generate_next_value_'] = getattr(first_enum, '_generate_next_value_', None)
        return body

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if _simple:
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        for name in [*classdict.get('_ignore_', ()), '_ignore_']:
            classdict.pop(name, None)
        names = [*classdict._member_names]
        wrong = {'mro', ''}.intersection(names)
        if wrong:
            raise ValueError(f'invalid enum member name(s) {",".join(map(repr, wrong))}')
        order = classdict.pop('_order_', None)
        generate = classdict.get('_generate_next_value_')
        if generate is not None and type(generate) is not staticmethod:
            dict.__setitem__(classdict, '_generate_next_value_', staticmethod(generate))

        member_type, first_enum = metacls._get_mixins_(cls, bases)
        make, is_own_make, takes_value = metacls._find_new_(classdict, member_type, first_enum)
        namespace = {name: value for name, value in classdict.items() if name not in classdict._member_names}
        namespace.update(
            _new_member_=make, _use_args_=takes_value, _member_type_=member_type, _member_names_=[], _member_map_={},
            _value2member_map_={}, _hashable_values_=[], _unhashable_values_=[], _unhashable_values_map_={},
            _flag_mask_=0, _singles_mask_=0, _all_bits_=0, _inverted_=None,
            _value_repr_=namespace.get('_value_repr_') or metacls._find_data_repr_(cls, bases),
            _boundary_=getattr(first_enum, '_boundary_', None) if boundary is None else boundary)
        enum_class = super().__new__(metacls, cls, bases, namespace, **kwds)
        is_flag = Flag is not None and issubclass(enum_class, Flag)
        if Enum is not None:
            _settle_methods(enum_class, namespace, bases, member_type, first_enum, is_flag)
        for name in names:
            enum_class._make_member_(name, classdict[name], is_flag)
        if Enum is not None:
            if is_own_make:
                type.__setattr__(enum_class, '__new_member__', make)
            type.__setattr__(enum_class, '__new__', Enum.__new__)
        if is_flag:
            _settle_bits(enum_class)
        if order:
            _check_order(enum_class, order, is_flag)
        return enum_class

    def _make_member_(cls, name, value, is_flag):
        """Makes the member of one definition, or the name an alias if there is one with its value."""
        data_type = cls._member_type_
        args = value if isinstance(value, tuple) else (value,)
        if data_type is tuple:
            args = (args,)
        made = cls._new_member_(cls, *args) if cls._use_args_ else cls._new_member_(cls)
        if not hasattr(made, '_value_'):
            try:
                made._value_ = value if data_type is object else data_type(*args)
            except Exception as exc:
                raise TypeError('_value_ not set in __new__, unable to create it') from exc
        value = made._value_
        made._name_ = name
        made.__objclass__ = cls
        made.__init__(*args)
        made._sort_order_ = len(cls._member_names_)
        is_bits = is_flag and isinstance(value, int)
        if is_bits and not isinstance(value, bool):
            cls._note_bits_(value)

        known = cls._with_value_(value)
        if known is not None:
            cls._add_member_(name, known)
            return
        if not is_bits or _is_single_bit(value):
            cls._member_names_.append(name)
        cls._add_member_(name, made)
        try:
            cls._value2member_map_[value] = made
        except TypeError:
            cls._unhashable_values_.append(value)
            cls._unhashable_values_map_.setdefault(name, []).append(value)
        else:
            cls._hashable_values_.append(value)

    def _with_value_(cls, value):
        """The member with a value, or None."""
        try:
            return cls._value2member_map_.get(value)
        except TypeError:
            return next((each for each in cls._member_map_.values() if each._value_ == value), None)

    def _note_bits_(cls, value):
        mask = cls._flag_mask_
        if value >= 0:
            mask |= value
            type.__setattr__(cls, '_flag_mask_', mask)
            if _is_single_bit(value):
                type.__setattr__(cls, '_singles_mask_', cls._singles_mask_ | value)
        type.__setattr__(cls, '_all_bits_', (1 << mask.bit_length()) - 1)

    def _add_member_(cls, name, member):
        known = cls._member_map_.get(name)
        if known is None:
            redirection = _redirection(cls, name)
            if redirection is not None:
                redirection.member = member
            type.__setattr__(cls, name, member if redirection is None else redirection)
            cls._member_map_[name] = member
        elif known is not member:
            raise NameError(f'{name!r} is already bound: {known!r}')

    def __call__(cls, value, names=_not_given, *values, module=None, qualname=None, type=None, start=1, boundary=None):
        """The member with a value; called on an enumeration without members, a new enumeration of that name.

        names is a string of names, or names, or pairs of name and value, or a mapping. The new class is said to stand in
        `module` under `qualname`, its members are also of the data type `type`, values begin at `start`.
        """
        if cls._member_map_:
            return cls.__new__(cls, value if names is _not_given else (value, names, *values))
        if names is not _not_given or type is not None:
            return cls._create_(
                value, None if names is _not_given else names, module=module, qualname=qualname, type=type, start=start,
                boundary=boundary)
        raise TypeError(f'{cls} has no members; specify `names=()` if you meant to create a new, empty, enum')

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        """Makes an enumeration by a call, called by __call__ only: the module is that of its caller."""
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        body = metacls.__prepare__(class_name, bases)
        for name, value in _definitions(names, cls._get_mixins_(class_name, bases)[1], start):
            body[name] = value
        if module is None:
            module = sys._getframe(2).f_globals.get('__name__')
        for name, text in (('__module__', module), ('__qualname__', qualname)):
            if text is not None:
                body[name] = text
        return metacls.__new__(metacls, class_name, bases, body, boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Makes an enumeration of the global constants of a module that pass a filter, and puts it and its members there."""
        module_globals = sys.modules[module].__dict__
        constants = [pair for pair in (source.__dict__ if source else module_globals).items() if filter(pair[0])]
        try:
            # Among names of one value the first becomes the member, whatever the order in the module.
            constants.sort(key=operator.itemgetter(1, 0))
        except TypeError:
            constants.sort(key=operator.itemgetter(0))
        made = cls(name, constants, module=module, boundary=boundary or KEEP)
        type.__setattr__(made, '__reduce_ex__', pickle_by_global_name)
        if as_global:
            global_enum(made)
        else:
            sys.modules[made.__module__].__dict__.update(made.__members__)
        module_globals[name] = made
        return made

    def __bool__(cls):
        """True: the number of members says nothing about the class."""
        return True

    def __contains__(cls, value):
        """Whether there is such a member or a member with such a value."""
        if isinstance(value, cls):
            return True
        try:
            cls(value)
        except ValueError:
            return value in cls._unhashable_values_ or value in cls._hashable_values_
        return True

    def __getitem__(cls, name):
        """The member of a name."""
        return cls._member_map_[name]

    def __iter__(cls):
        """Goes through the members in the order of their definitions, without aliases."""
        return map(cls._member_map_.__getitem__, cls._member_names_)

    def __reversed__(cls):
        """Goes through the members in the opposite order of their definitions, without aliases."""
        return map(cls._member_map_.__getitem__, cls._member_names_[::-1])

    def __len__(cls):
        """The number of members, without aliases."""
        return len(cls._member_names_)

    @bltns.property
    def __members__(cls):
        """A read-only mapping of all names, aliases too, to members."""
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        kind = 'flag' if Flag is not None and issubclass(cls, Flag) else 'enum'
        return f'<{kind} {cls.__name__!r}>'

    def __dir__(cls):
        names = {
            '__class__', '__contains__', '__doc__', '__getitem__', '__iter__', '__len__', '__members__', '__module__', '__name__',
            '__qualname__', *cls._member_names_,
        }
        if cls._member_type_ is not object:
            names.update(dir(cls._member_type_))
        if cls._new_member_ is not object.__new__:
            names.add('__new__')
        if cls.__init_subclass__ is not object.__init_subclass__:
            names.add('__init_subclass__')
        return sorted(names)

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', ()):
            raise AttributeError(f'cannot reassign member {name!r}')
        super().__setattr__(name, value)

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError(f'{cls.__name__!r} cannot delete member {attr!r}.')
        super().__delattr__(attr)

    @classmethod
    def _check_for_existing_members_(mcls, class_name, bases):
        for base in bases:
            for ancestor in base.__mro__:
                if isinstance(ancestor, EnumType) and ancestor._member_names_:
                    raise TypeError(f'<enum {class_name!r}> cannot extend {ancestor!r}')

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        """The data type of the members and the enumeration that is extended."""
        if not bases:
            return object, Enum
        *_, last = bases
        if isinstance(last, EnumType):
            return mcls._find_data_type_(class_name, bases) or object, last
        raise TypeError('new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`')

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        """What shows values: the repr of the data type if it has its own, else None."""
        for ancestor in _ancestors(bases):
            if isinstance(ancestor, EnumType):
                return ancestor._value_repr_
            own = ancestor.__dict__
            if '__repr__' in own:
                if '__dataclass_fields__' in own and getattr(own.get('__dataclass_params__'), 'repr', False):
                    return _dataclass_repr
                return own['__repr__']
        return None

    @classmethod
    def _find_data_type_(mcls, class_name, bases):
        """The data type of the members: of each base, what is derived from the class that makes the instances."""
        found = []
        for base in bases:
            derived = None
            for ancestor in _ancestors([base]):
                if isinstance(ancestor, EnumType):
                    data_type = ancestor._member_type_
                    if data_type is object:
                        continue
                else:
                    derived = derived or ancestor
                    if '__new__' not in ancestor.__dict__ and '__dataclass_fields__' not in ancestor.__dict__:
                        continue
                    data_type = derived
                if data_type not in found:
                    found.append(data_type)
                break
        if len(found) > 1:
            raise TypeError(f'too many data types for {class_name!r}: {set(found)!r}')
        return found[0] if found else None

    @classmethod
    def _find_new_(mcls, classdict, member_type, first_enum):
        """The function that makes members, whether the class body defines it, and whether it takes the value."""
        own = classdict.get('__new__')
        make = own
        if make is None:
            plain = {None, None.__new__, object.__new__, getattr(Enum, '__new__', None)}
            candidates = (getattr(holder, name, None) for name in ('__new_member__', '__new__') for holder in (member_type, first_enum))
            make = next((each for each in candidates if each not in plain), object.__new__)
        if isinstance(make, staticmethod):
            make = make.__func__
        takes_value = first_enum is not None and make is not Enum.__new__ and make is not object.__new__
        return make, own is not None and first_enum is not None, takes_value


EnumMeta = EnumType


def _ancestors(bases):
    for base in bases:
        for ancestor in base.__mro__:
            if ancestor is not object:
                yield ancestor


def _definitions(names, first_enum, start):
    """Pairs of name and value from what a call was given."""
    if names is None:
        return []
    if isinstance(names, str):
        names = names.replace(',', ' ').split()
    if not isinstance(names, (list, tuple)):
        return [(each, names[each]) if isinstance(each, str) else each for each in names]
    if not names or not isinstance(names[0], str):
        return names
    values = []
    for name in names:
        values.append(first_enum._generate_next_value_(name, start, len(values), values[:]))
    return zip(names, values)


def _settle_methods(cls, namespace, bases, data_type, first_enum, is_flag):
    """Chooses between the methods of the enumeration and of the data type where the class body says nothing."""
    settle = type.__setattr__
    decided = set(namespace)
    if ReprEnum is not None and ReprEnum in bases:
        if data_type is object:
            raise TypeError('ReprEnum subclasses must be mixed with a data type (i.e. int, str, float, etc.)')
        has_str = any('__str__' in ancestor.__dict__ for ancestor in _ancestors([data_type]))
        chosen = {'__format__': data_type.__format__, '__str__': data_type.__str__ if has_str else data_type.__repr__}
        for name in chosen.keys() - decided:
            settle(cls, name, chosen[name])
        decided.update(chosen)
    for name in ('__repr__', '__str__', '__format__', '__reduce_ex__'):
        if name not in decided and getattr(cls, name) in (getattr(data_type, name), getattr(object, name)):
            settle(cls, name, getattr(first_enum, name))
    if data_type is not object and decided.isdisjoint(['__reduce__', '__reduce_ex__']):
        settle(cls, '__reduce_ex__', Enum.__reduce_ex__)
    if is_flag:
        for name in ('__or__', '__and__', '__xor__', '__ror__', '__rand__', '__rxor__', '__invert__'):
            if name not in decided:
                settle(cls, name, getattr(Flag, name))


def _settle_bits(cls):
    """Members that do not stand in the order of their bits are sorted by their definitions."""
    values = [each._value_ for each in cls if isinstance(each._value_, int)]
    if values != sorted(values):
        type.__setattr__(cls, '_iter_member_', cls._iter_member_by_def_)


def _check_order(cls, order, is_flag):
    if isinstance(order, str):
        order = order.replace(',', ' ').split()
    members = cls._member_map_

    def counts(name):
        found = members[name]
        return found._name_ == name and (not is_flag or _is_single_bit(found._value_))

    order = [name for name in order if name not in members or counts(name)]
    names = [name for name in members if counts(name)] if is_flag else cls._member_names_
    if order != names:
        raise TypeError(f'member order does not match _order_:\n  {names!r}\n  {order!r}')


def _ask_for_missing(cls, value):
    """What `_missing_` makes of a value that no member has. Its errors have the usual one as their context."""
    usual = ValueError(f'{value!r} is not a valid {cls.__qualname__}')
    try:
        found = cls._missing_(value)
    except ValueError:
        raise
    except Exception as exc:
        exc.__context__ = usual
        raise
    if isinstance(found, cls):
        return found
    if isinstance(found, int) and Flag is not None and issubclass(cls, Flag) and cls._boundary_ is EJECT:
        return found
    if found is not None:
        wrong = TypeError(f'error in {cls.__name__}._missing_: returned {found!r} instead of None or a valid member')
        wrong.__context__ = usual
        usual = wrong
    try:
        raise usual
    finally:
        # The traceback in the exception holds this frame.
        usual = wrong = None


class Enum(metaclass=EnumType):
    """A class of constants: names with a value each that compare by identity.

    >>> class Color(Enum):
    ...     RED = 1
    ...     BLUE = 2
    >>> Color.RED, Color(2), Color['BLUE'].value
    (<Color.RED: 1>, <Color.BLUE: 2>, 2)
    """

    @classmethod
    def __signature__(cls):
        if cls._member_names_:
            return '(*values)'
        return '(new_class_name, /, names, *, module=None, qualname=None, type=None, start=1, boundary=None)'

    def __new__(cls, value):
        # All enumerations look their members up here; how members are made, `_new_member_` knows.
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            known = cls._with_value_(value)
            if known is not None:
                return known
        if cls._member_map_:
            return _ask_for_missing(cls, value)
        if cls is not Enum and cls.__dict__.get('__new__') is not Enum.__new__:
            raise TypeError('do not use `super().__new__; call the appropriate __new__ directly')
        raise TypeError(f'{cls!r} has no members')

    def __init__(self, *args, **kwds):
        pass

    def _add_alias_(self, name):
        """Gives the member one more name."""
        self.__class__._add_member_(name, self)

    def _add_value_alias_(self, value):
        """Gives the member one more value by which it is found."""
        cls = self.__class__
        known = cls._with_value_(value)
        if known is None:
            try:
                cls._value2member_map_[value] = self
            except TypeError:
                cls._unhashable_values_.append(value)
                cls._unhashable_values_map_.setdefault(self.name, []).append(value)
            else:
                cls._hashable_values_.append(value)
        elif known is not self:
            raise ValueError(f'{value!r} is already bound: {known!r}')

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value for auto(): one more than the greatest so far."""
        try:
            greatest = sorted(last_values)[-1] if last_values else None
        except TypeError:
            raise TypeError('unable to sort non-numeric values') from None
        if not last_values:
            return start
        try:
            return greatest + 1
        except TypeError:
            raise TypeError(f'unable to increment {greatest!r}') from None

    @classmethod
    def _missing_(cls, value):
        """The member for a value that none has, or None."""
        return None

    def __repr__(self):
        cls = self.__class__
        show = cls._value_repr_ or repr
        return f'<{cls.__name__}.{self._name_}: {show(self._value_)}>'

    def __str__(self):
        return f'{self.__class__.__name__}.{self._name_}'

    def __format__(self, format_spec):
        return format(str(self), format_spec)

    def __dir__(self):
        cls = self.__class__
        members = cls._member_map_
        names = {'__class__', '__doc__', '__eq__', '__hash__', '__module__'}
        if cls._member_type_ is not object:
            names.update(object.__dir__(self))
        names.update(name for name in getattr(self, '__dict__', ()) if name[0] != '_' and name not in members)
        for ancestor in cls.mro():
            for name, found in ancestor.__dict__.items():
                if name[0] == '_':
                    continue
                if name not in members or isinstance(found, property) and found.fget is not None:
                    names.add(name)
                elif isinstance(found, property):
                    names.discard(name)
        return sorted(names)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    @property
    def name(self):
        """The name of the member."""
        return self._name_

    @property
    def value(self):
        """The value of the member."""
        return self._value_


class ReprEnum(Enum):
    """An enumeration that changes repr() only: str() and format() are those of its data type."""


class IntEnum(int, ReprEnum):
    """An enumeration whose members are integers."""


class StrEnum(str, ReprEnum):
    """An enumeration whose members are strings. auto() gives the name in lower case."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f'too many arguments for str(): {values!r}')
        for index, given in enumerate(values):
            if isinstance(given, str) or not index and len(values) > 1:
                continue
            raise TypeError((f'{given!r} is not a string', f'encoding must be a string, not {given!r}',
                             f'errors must be a string, not {given!r}')[index])
        made = str.__new__(cls, *values)
        made._value_ = str(*values)
        return made

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value for auto(): the name in lower case."""
        return name.lower()


# What members have as __reduce_ex__ where pickling by class and value is not wanted.

def pickle_by_global_name(self, proto):
    """The name under which the module has the member."""
    return self.name


_reduce_ex_by_global_name = pickle_by_global_name


def pickle_by_enum_name(self, proto):
    """The attribute of the class, so that the value may change."""
    return getattr, (self.__class__, self._name_)


def _make_class_unpicklable(obj):
    """Makes pickling the instances of a class, or of one to be made of a namespace, raise TypeError."""

    def __reduce_ex__(self, proto):
        raise TypeError(f'{self!r} cannot be pickled')

    changed = {'__reduce_ex__': __reduce_ex__, '__module__': '<unknown>'}
    if isinstance(obj, dict):
        obj.update(changed)
    else:
        for name, value in changed.items():
            setattr(obj, name, value)


class FlagBoundary(StrEnum):
    """What becomes of values with bits that no flag has."""

    STRICT = auto()     # an error
    CONFORM = auto()    # the bits are dropped
    EJECT = auto()      # the result is an integer
    KEEP = auto()       # the bits are kept


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=STRICT):
    """An enumeration whose members can be combined by | & ^ ~. auto() gives powers of two."""

    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value for auto(): the power of two above the greatest value so far."""
        if last_values:
            greatest = max(last_values)
            try:
                return 1 << greatest.bit_length()
            except Exception:
                raise TypeError(f'invalid flag value {greatest!r}') from None
        return 1 if start is None else start

    @classmethod
    def _iter_member_by_value_(cls, value):
        known = cls._value2member_map_
        return (known.get(bit) for bit in _iter_bits_lsb(value & cls._flag_mask_))

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        return iter(sorted(cls._iter_member_by_value_(value), key=operator.attrgetter('_sort_order_')))

    @classmethod
    def _missing_(cls, value):
        """The combination of flags that a number means, made once."""
        if not isinstance(value, int):
            raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        given = value
        boundary, known, every = cls._boundary_, cls._flag_mask_, cls._all_bits_
        if not ~every <= value <= every or value & (every ^ known):
            if boundary is EJECT:
                return value
            value = _without_strange_bits(cls, value)
        is_negative = value < 0
        if is_negative:
            # The flags that are not in the complement.
            value = value + every + 1 if boundary in (EJECT, KEEP) else value & cls._singles_mask_
        strange = value & ~known
        if strange and boundary is not KEEP:
            raise ValueError(f'{cls.__name__}({value!r}) -->  unknown values {strange!r} [{bin(strange)}]')
        data_type = cls._member_type_
        made = object.__new__(cls) if data_type is object else data_type.__new__(cls, value)
        if not hasattr(made, '_value_'):
            made._value_ = value
        made._name_ = _combined_name(cls, value)
        made.__objclass__ = cls
        # Strands that make the same combination at once all get the first.
        made = cls._value2member_map_.setdefault(value, made)
        if is_negative:
            cls._value2member_map_[given] = made
        return made

    def __contains__(self, other):
        """Whether all the flags of the other are set."""
        cls = self.__class__
        if isinstance(other, cls):
            return not other._value_ & ~self._value_
        raise TypeError(
            f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {cls.__qualname__!r}")

    def __iter__(self):
        """Goes through the flags that are set, in the order of their definitions."""
        return iter(self._iter_member_(self._value_))

    def __len__(self):
        return self._value_.bit_count()

    def __bool__(self):
        return self._value_ != 0 and self._value_ is not None

    def __repr__(self):
        cls = self.__class__
        name = '' if self._name_ is None else '.' + self._name_
        return f'<{cls.__name__}{name}: {(cls._value_repr_ or repr)(self._value_)}>'

    def __str__(self):
        name = self._name_
        return self.__class__.__name__ + (f'({self._value_!r})' if name is None else '.' + name)

    def _operand(self, other, sign):
        """The bits of the other operand, or NotImplemented."""
        cls = self.__class__
        if isinstance(other, cls):
            bits = other._value_
        elif cls._member_type_ is not object and isinstance(other, cls._member_type_):
            bits = other
        else:
            return NotImplemented
        if bits is None or self._value_ is None:
            raise TypeError(f"'{other if bits is None else self}' cannot be combined with other flags with {sign}")
        return bits

    def __or__(self, other):
        bits = self._operand(other, '|')
        return bits if bits is NotImplemented else self.__class__(self._value_ | bits)

    def __and__(self, other):
        bits = self._operand(other, '&')
        return bits if bits is NotImplemented else self.__class__(self._value_ & bits)

    def __xor__(self, other):
        bits = self._operand(other, '^')
        return bits if bits is NotImplemented else self.__class__(self._value_ ^ bits)

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __invert__(self):
        inverse = self._inverted_
        if inverse is None:
            bits = self._value_
            if bits is None:
                raise TypeError(f"'{self}' cannot be inverted")
            rest = ~bits if self._boundary_ in (EJECT, KEEP) else self._singles_mask_ & ~bits
            inverse = self._inverted_ = self.__class__(rest)
        return inverse


def _without_strange_bits(cls, value):
    boundary, known, every = cls._boundary_, cls._flag_mask_, cls._all_bits_
    if boundary is CONFORM:
        return value & known
    if boundary is KEEP:
        return value if value >= 0 else value + max(every + 1, 1 << value.bit_length())
    if boundary is not STRICT:
        raise ValueError(f'{cls!r} unknown flag boundary {boundary!r}')
    width = max(value.bit_length(), known.bit_length())
    raise ValueError(f'{cls!r} invalid value {value!r}\n    given {bin(value, width)}\n  allowed {bin(known, width)}')


def _combined_name(cls, value):
    """The names of the flags that make up a value, and what is left over as a number; None if there is no flag."""
    singles = cls._singles_mask_
    parts = [*cls._iter_member_(value & singles)]
    if value & ~singles:
        # Flags of several bits, some of which have no flag of their own.
        for each in cls._member_map_.values():
            bits = each._value_
            if bits and bits & value == bits and each not in parts:
                parts.append(each)
    covered = 0
    for each in parts:
        covered |= each._value_
    if not covered:
        return None
    names = [each._name_ for each in parts]
    left = value ^ covered
    if left:
        if cls._boundary_ is STRICT:
            raise ValueError(f'{cls!r}: no members with value {left!r}')
        names.append(cls._numeric_repr_(left))
    return '|'.join(names)


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Flags that are integers."""


def _dataclass_repr(self):
    fields = self.__dataclass_fields__
    return ', '.join([f'{name}={getattr(self, name)!r}' for name in fields if fields[name].repr])


# Enumerations whose members are names of their module as well.

def _module_of(self):
    return self.__class__.__module__.rpartition('.')[2]


def global_enum_repr(self):
    """The repr of a member by which its module has it."""
    return f'{_module_of(self)}.{self._name_}'


def global_flag_repr(self):
    """The repr of a flag, or of a combination, by the names its module has."""
    module = _module_of(self)
    if self._name_ is None:
        return f'{module}.{self.__class__.__name__}({self._value_!r})'
    names = self._name_.split('|') if not _is_single_bit(self._value_) else [self._name_]
    return '|'.join([name if name[0].isdigit() else f'{module}.{name}' for name in names])


def global_str(self):
    """The str of a member: its name alone."""
    return f'{self.__class__.__name__}({self._value_!r})' if self._name_ is None else self._name_


def global_enum(cls, update_str=False):
    """Class decorator: puts the members in the namespace of the module, and has repr() show them by that name."""
    is_flag = issubclass(cls, Flag)
    cls.__repr__ = global_flag_repr if is_flag else global_enum_repr
    if update_str or not issubclass(cls, ReprEnum):
        cls.__str__ = global_str
    vars(sys.modules[cls.__module__]).update(cls.__members__)
    return cls


# Constraints.

class EnumCheck(StrEnum):
    """What `verify` can see to."""

    CONTINUOUS = 'no skipped integer values'
    NAMED_FLAGS = 'multi-flag aliases may not contain unnamed flags'
    UNIQUE = 'one name per value'


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


def _aliases(enumeration):
    """Says which names are aliases, or nothing if none is."""
    return ', '.join([f'{name} -> {each.name}' for name, each in enumeration.__members__.items() if name != each.name])


def unique(enumeration):
    """Class decorator: an error if two names have the same value."""
    if aliases := _aliases(enumeration):
        raise ValueError(f'duplicate values found in {enumeration!r}: {aliases}')
    return enumeration


def _check_unique(enumeration):
    if aliases := _aliases(enumeration):
        raise ValueError(f'aliases found in {enumeration!r}: {aliases}')


def _check_continuous(enumeration):
    values = {each.value for each in enumeration}
    if len(values) < 2:
        return
    low, high = min(values), max(values)
    is_flag = issubclass(enumeration, Flag)
    if is_flag:
        expected = [1 << place for place in range(low.bit_length(), high.bit_length() - 1)]
    else:
        expected = range(low + 1, high)
    missing = ', '.join([str(value) for value in expected if value not in values])
    if missing:
        kind = 'flag' if is_flag else 'enum'
        raise ValueError(f'invalid {kind} {enumeration.__name__!r}: missing values {missing}'[:256])


def _check_named_flags(enumeration):
    values = {each.value for each in enumeration}
    incomplete, missing = [], 0
    for name, alias in enumeration.__members__.items():
        if name not in enumeration._member_names_ and alias.value >= 0:
            unnamed = [bit for bit in _iter_bits_lsb(alias.value) if bit not in values]
            if unnamed:
                incomplete.append(name)
                for bit in unnamed:
                    missing |= bit
    if not incomplete:
        return
    *others, last = incomplete
    which = f'aliases {", ".join(others)} and {last} are' if others else f'alias {last} is'
    what = f'value {missing:#x}' if _is_single_bit(missing) else f'combined values of {missing:#x}'
    raise ValueError(f'invalid Flag {enumeration.__name__!r}: {which} missing {what} [use enum.show_flag_values(value) for details]')


_CHECKS = {UNIQUE: _check_unique, CONTINUOUS: _check_continuous, NAMED_FLAGS: _check_named_flags}


class verify:
    """Class decorator: an error if an enumeration breaks one of the constraints, which are named by EnumCheck."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check in _CHECKS:
                _CHECKS[check](enumeration)
        return enumeration


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """Class decorator that makes an enumeration of a plain class."""

    def convert(plain):
        metacls = type(etype)
        body = metacls.__prepare__(plain.__name__, (etype,))
        for name, value in plain.__dict__.items():
            if name not in ('__dict__', '__weakref__'):
                body[name] = value
        return metacls(plain.__name__, (etype,), body, boundary=boundary)

    return convert


def _old_convert_(etype, name, module, filter, source=None, *, boundary=None):
    """`_convert_` as a function."""
    return etype._convert_(name, module, filter, source, boundary=boundary)


def _test_simple_enum(checked_enum, simple_enum):
    """Raises TypeError if an enumeration made by `_simple_enum` differs from one made in full."""
    failed = []
    if checked_enum.__dict__ != simple_enum.__dict__:
        checked, simple = checked_enum.__dict__, simple_enum.__dict__
        member_names = set(checked_enum._member_map_) | set(simple_enum._member_map_)
        # What cannot be the same in two classes.
        other = {'__module__', '__doc__', '__dict__', '__weakref__', '_value2member_map_', '_member_map_', '__annotations__', '__qualname__',
                 '__static_attributes__', '__firstlineno__', '_hashable_values_', '_unhashable_values_', '_unhashable_values_map_',
                 '__new__', '_new_member_', '__reduce_ex__', '__objclass__'}
        for key in {*checked, *simple} - other - member_names:
            if key not in simple:
                failed.append(f'missing key: {key!r}')
            elif key not in checked:
                failed.append(f'extra key:   {key!r}')
            else:
                mine, theirs = checked[key], simple[key]
                if callable(mine) or isinstance(mine, property):
                    continue
                if mine != theirs:
                    failed.append(f'{key!r}:\n         checked -> {mine!r}\n         simple  -> {theirs!r}')
        for name in sorted(member_names):
            if name not in simple_enum._member_map_:
                failed.append(f'missing member from simple enum: {name!r}')
            elif name not in checked_enum._member_map_:
                failed.append(f'extra member in simple enum: {name!r}')
            else:
                mine, theirs = checked_enum[name].__dict__, simple_enum[name].__dict__
                wrong = []
                for key in {*mine, *theirs} - {'__module__', '__objclass__', '_inverted_', '_sort_order_'}:
                    if key not in theirs:
                        wrong.append(f'missing key {key!r} not in the simple enum member {name!r}')
                    elif key not in mine:
                        wrong.append(f'extra key {key!r} in simple enum member {name!r}')
                    elif mine[key] != theirs[key]:
                        wrong.append(f'{key!r}:\n       checked member -> {mine[key]!r}\n       simple member  -> {theirs[key]!r}')
                if wrong:
                    failed.append(f'{name!r} member mismatch:\n      ' + '\n      '.join(wrong))
        for method in ('__str__', '__repr__', '__reduce_ex__', '__format__', '__getnewargs_ex__', '__getnewargs__', '__reduce__'):
            if method in simple and method in checked:
                continue
            if hasattr(checked_enum, method) != hasattr(simple_enum, method):
                failed.append(f'{method!r} is in one of the enumerations only')
    if failed:
        raise TypeError('enum mismatch:\n   %s' % '\n   '.join(failed))
