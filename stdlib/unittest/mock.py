"""Stand-ins that record how they are used, and putting them in the place of something for a while."""

import builtins
import inspect
import sys
from types import FunctionType, MethodType, ModuleType

__all__ = (
    'Mock', 'MagicMock', 'patch', 'sentinel', 'DEFAULT', 'ANY', 'call', 'create_autospec', 'AsyncMock', 'ThreadingMock', 'FILTER_DIR',
    'NonCallableMock', 'NonCallableMagicMock', 'mock_open', 'PropertyMock', 'seal',
)

# Whether dir() of a mock leaves out what nobody asks for.
FILTER_DIR = True


def _is_special(name):
    return len(name) > 4 and name[:2] == name[-2:] == '__'


class InvalidSpecError(Exception):
    """What is given as a model is a mock itself."""


class _Sentinel:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f'sentinel.{self.name}'

    def __reduce__(self):
        return f'sentinel.{self.name}'


class _Sentinels:
    """Each name gives an object of its own, always the same."""

    def __init__(self):
        self._known = {}

    def __getattr__(self, name):
        if _is_special(name):
            # Nobody means these.
            raise AttributeError(name)
        return self._known.setdefault(name, _Sentinel(name))

    def __reduce__(self):
        return 'sentinel'


sentinel = _Sentinels()
DEFAULT = sentinel.DEFAULT
_MISSING = sentinel.MISSING


class _Any:
    """Equals everything."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return '<ANY>'

    __hash__ = None


ANY = _Any()


# ---- calls ----

def _shown_call(name, args, kwargs):
    parts = [repr(arg) for arg in args] + [f'{key}={value!r}' for key, value in kwargs.items()]
    return f'{name}({", ".join(parts)})'


class _Call(tuple):
    """A call: (name, args, kwargs), or (args, kwargs). Compares with shorter tuples too, from which what is empty is left out."""

    def __new__(cls, value=(), name='', parent=None, two=False, from_kall=True):
        parts = _parts_of(value)
        name, args, kwargs = name if parts[0] is None else parts[0], parts[1], parts[2]
        return tuple.__new__(cls, (args, kwargs) if two else (name, args, kwargs))

    def __init__(self, value=(), name=None, parent=None, two=False, from_kall=True):
        self._mock_name, self._mock_parent, self._mock_from_kall = name, parent, from_kall

    def __eq__(self, other):
        try:
            size = len(other)
        except TypeError:
            return NotImplemented
        if not isinstance(other, tuple) or size > 3:
            return NotImplemented if not isinstance(other, tuple) else False
        above, theirs_above = getattr(self, '_mock_parent', None), getattr(other, '_mock_parent', None)
        if above and theirs_above and above != theirs_above:
            return False
        name, args, kwargs = _parts_of(self)
        other_name, other_args, other_kwargs = _parts_of(other)
        if len(self) == 3 and size == 3 or other_name is not None and name is not None:
            if (other_name or '') != (name or ''):
                return False
        elif len(self) == 3 and name and other_name is None and size == 2 and not isinstance(other, _Call):
            return False
        return (other_args, other_kwargs) == (args, kwargs)

    __ne__ = object.__ne__
    __hash__ = None

    def __call__(self, *args, **kwargs):
        if self._mock_name is None:
            return _Call(('', args, kwargs), name='()')
        return _Call((self._mock_name, args, kwargs), name=self._mock_name + '()', parent=self)

    def __getattr__(self, name):
        if self._mock_name is None:
            return _Call(name=name, from_kall=False)
        return _Call(name=f'{self._mock_name}.{name}', parent=self, from_kall=False)

    def __getattribute__(self, name):
        # `call.count` is a call of something named so, not the tuple's method.
        if name in ('count', 'index'):
            return _Call.__getattr__(self, name)
        return tuple.__getattribute__(self, name)

    @property
    def args(self):
        return self[-2]

    @property
    def kwargs(self):
        return self[-1]

    def __repr__(self):
        if not self._mock_from_kall:
            name = self._mock_name or 'call'
            return f'call{name}' if name.startswith('()') else name
        name = '' if len(self) == 2 else self[0]
        shown = 'call' if not name else f'call{name}' if name.startswith('()') else f'call.{name}'
        return _shown_call(shown, self.args, self.kwargs)

    def call_list(self):
        """The calls that a chain such as call.a(1).b(2) makes."""
        found, each = [], self
        while each is not None:
            if each._mock_from_kall:
                found.append(each)
            each = each._mock_parent
        return _CallList(reversed(found))


def _parts_of(value):
    """(name or None, args, kwargs) of a call or a tuple that stands for one."""
    name, args, kwargs = None, (), {}
    for part in value:
        if isinstance(part, str):
            name = part
        elif isinstance(part, tuple):
            args = part
        else:
            kwargs = part
    return name, args, kwargs


call = _Call(from_kall=False)


class _CallList(list):
    """Calls; `in` finds a run of them too."""

    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        return any(self[at:at + len(value)] == value for at in range(len(self) - len(value) + 1))

    def __repr__(self):
        import pprint
        return pprint.pformat(list(self))


# ---- what a model has ----

def _is_async_function(value):
    value = getattr(value, '__func__', value)
    return inspect.iscoroutinefunction(value)


def _signature_of(model, is_instance, drops_self):
    """The signature of what a model is called with; None if that cannot be told."""
    if isinstance(model, type):
        if is_instance:
            model = getattr(model, '__call__', None)
            drops_self = True
        else:
            drops_self = False
    elif isinstance(model, (classmethod, staticmethod)):
        drops_self = isinstance(model, classmethod)
        model = model.__func__
    try:
        signature = inspect.signature(model)
    except (TypeError, ValueError):
        return None
    if drops_self:
        signature = signature.replace(parameters=list(signature.parameters.values())[1:])
    return signature


# ---- mocks ----

# Names of methods that are bad English for an assertion.
_LOOKS_LIKE_ASSERTION = ('assert', 'assret', 'asert', 'aseert', 'assrt')
_NO_ASSERTIONS = {'called_once', 'called_once_with', 'called_with', 'any_call', 'has_calls', 'not_called', 'calls'}


def _check_for_typos(kwargs):
    for name in ('autospect', 'auto_spec', 'set_spec'):
        if name in kwargs:
            raise RuntimeError(f'{name!r} might be a typo; use unsafe=True if this is intended')


class NonCallableMock:
    """A stand-in that cannot be called. What is asked of it becomes a mock of its own, and is remembered."""

    def __new__(cls, *args, **kwargs):
        # A class for each, so that special methods can be set.
        bases = cls,
        if not issubclass(cls, AsyncMockMixin):
            model = args[0] if args else kwargs.get('spec') or kwargs.get('spec_set')
            if model is not None and _is_async_function(model):
                bases = AsyncMockMixin, cls
        return object.__new__(type(cls.__name__, bases, {'__doc__': cls.__doc__, '__module__': cls.__module__}))

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, parent=None, _spec_state=None, _new_name='', _new_parent=None,
                 _spec_as_instance=False, _eat_self=None, unsafe=False, **kwargs):
        state = self.__dict__
        state['_mock_name'], state['_mock_unsafe'], state['_mock_wraps'] = name, unsafe, wraps
        # The mock that this one is an attribute or the result of, and how: its name, or '()'.
        state['_mock_up'] = _new_parent if _new_parent is not None else parent
        state['_mock_label'] = _new_name or name or ''
        state['_mock_children'], state['_mock_sealed'] = {}, False
        state['_mock_return_value'], state['_mock_side_effect'] = DEFAULT, None
        state['_mock_delegate'] = None
        state['_spec_asyncs'] = []
        self._forget_calls()
        if spec_set is not None:
            spec = spec_set
        if not unsafe:
            _check_for_typos(kwargs)
        eats = parent is not None if _eat_self is None else _eat_self
        self._mock_add_spec(spec, spec_set is not None, _spec_as_instance, eats)
        if kwargs:
            self.configure_mock(**kwargs)

    def _forget_calls(self):
        state = self.__dict__
        state['_mock_called'], state['_mock_call_count'], state['_mock_call_args'] = False, 0, None
        state['_mock_call_args_list'], state['_mock_mock_calls'], state['_mock_method_calls'] = _CallList(), _CallList(), _CallList()

    # ---- models ----

    def _mock_add_spec(self, spec, is_strict, as_instance=False, eats_self=False):
        if isinstance(spec, NonCallableMock):
            raise InvalidSpecError(f'Cannot spec a Mock object. [object={spec!r}]')
        state = self.__dict__
        state['_spec_class'] = state['_spec_signature'] = state['_mock_methods'] = None
        state['_spec_set'] = is_strict
        if spec is None:
            return
        if isinstance(spec, (list, tuple)):
            state['_mock_methods'] = list(spec)
            return
        state['_spec_class'] = spec if isinstance(spec, type) else type(spec)
        state['_spec_signature'] = _signature_of(spec, as_instance, eats_self)
        state['_mock_methods'] = names = dir(spec)
        state['_spec_asyncs'] = [name for name in names if _is_async_function(inspect.getattr_static(spec, name, None))]

    def mock_add_spec(self, spec, spec_set=False):
        """Only what the model has can be asked for from now on; with `spec_set`, set too."""
        self._mock_add_spec(spec, spec_set)

    @property
    def __class__(self):
        found = self.__dict__.get('_spec_class')
        return type(self) if found is None else found

    # ---- what is remembered ----

    called = property(lambda self: self._told('called'), lambda self, value: self._tell('called', value))
    call_count = property(lambda self: self._told('call_count'), lambda self, value: self._tell('call_count', value))
    call_args = property(lambda self: self._told('call_args'), lambda self, value: self._tell('call_args', value))
    call_args_list = property(lambda self: self._told('call_args_list'), lambda self, value: self._tell('call_args_list', value))
    mock_calls = property(lambda self: self._told('mock_calls'), lambda self, value: self._tell('mock_calls', value))
    method_calls = property(lambda self: self.__dict__['_mock_method_calls'], lambda self, value: self._tell('method_calls', value))

    def _told(self, what):
        state = self.__dict__
        other = state['_mock_delegate']
        return state[f'_mock_{what}'] if other is None else getattr(other, what)

    def _tell(self, what, value):
        other = self.__dict__['_mock_delegate']
        if other is None:
            self.__dict__[f'_mock_{what}'] = value
        else:
            setattr(other, what, value)

    @property
    def return_value(self):
        """What a call gives; a mock unless something else is said."""
        state = self.__dict__
        if state['_mock_delegate'] is not None:
            return state['_mock_delegate'].return_value
        if state['_mock_return_value'] is DEFAULT and state['_mock_wraps'] is None:
            state['_mock_return_value'] = self._get_child_mock(_new_parent=self, _new_name='()')
        return state['_mock_return_value']

    @return_value.setter
    def return_value(self, value):
        state = self.__dict__
        if state['_mock_delegate'] is not None:
            state['_mock_delegate'].return_value = value
            return
        state['_mock_return_value'] = value
        _adopt(self, value, None, '()')

    @property
    def side_effect(self):
        """What a call does first: raises an exception, calls a function, or gives the next of several results."""
        state = self.__dict__
        other = state['_mock_delegate']
        if other is None:
            return state['_mock_side_effect']
        # It was set on a function, which takes everything.
        other.side_effect = effect = _as_effect(other.side_effect)
        return effect

    @side_effect.setter
    def side_effect(self, value):
        state = self.__dict__
        value = _as_effect(value)
        if state['_mock_delegate'] is None:
            state['_mock_side_effect'] = value
        else:
            state['_mock_delegate'].side_effect = value

    def reset_mock(self, visited=None, *, return_value=False, side_effect=False):
        """Forgets the calls, its own and those of its children."""
        visited = set() if visited is None else visited
        if id(self) in visited:
            return
        visited.add(id(self))
        self._forget_calls()
        state = self.__dict__
        if return_value:
            state['_mock_return_value'] = DEFAULT
        if side_effect:
            state['_mock_side_effect'] = None
        for child in [*state['_mock_children'].values(), state['_mock_return_value']]:
            if isinstance(child, NonCallableMock) and child is not self:
                child.reset_mock(visited, return_value=return_value, side_effect=side_effect)

    def configure_mock(self, **kwargs):
        """Sets attributes; names may have dots."""
        for name, value in sorted(kwargs.items(), key=lambda pair: pair[0].count('.')):
            *path, last = name.split('.')
            owner = self
            for step in path:
                owner = getattr(owner, step)
            setattr(owner, last, value)

    def attach_mock(self, mock, attribute):
        """Makes a mock, which may have a name, an attribute whose calls this one remembers."""
        inner = _real_mock(mock)
        inner.__dict__.update(_mock_up=None, _mock_name='', _mock_label='')
        setattr(self, attribute, mock)

    # ---- attributes ----

    def __getattr__(self, name):
        state = self.__dict__
        if name in ('_mock_methods', '_mock_children') or '_mock_methods' not in state:
            raise AttributeError(name)
        methods = state['_mock_methods']
        if methods is not None:
            if name not in methods or _is_special(name) and name in _ALL_MAGICS:
                raise AttributeError(f'Mock object has no attribute {name!r}')
        elif _is_special(name):
            raise AttributeError(name)
        if not state['_mock_unsafe'] and (methods is None or name not in methods):
            if name.startswith(_LOOKS_LIKE_ASSERTION) or name in _NO_ASSERTIONS:
                raise AttributeError(f'{name!r} is not a valid assertion. Use a spec for the mock if {name!r} is meant to be an attribute.')
        child = state['_mock_children'].get(name)
        if child is _MISSING:
            raise AttributeError(name)
        if child is None:
            wraps = state['_mock_wraps']
            child = self._get_child_mock(
                parent=self, name=name, wraps=None if wraps is None else getattr(wraps, name), _new_name=name, _new_parent=self)
            state['_mock_children'][name] = child
        elif isinstance(child, _Later):
            child = state['_mock_children'][name] = child.make(self, name)
        return child

    def __setattr__(self, name, value):
        state = self.__dict__
        if name in _OWN_ATTRIBUTES:
            object.__setattr__(self, name, value)
            return
        methods = state.get('_mock_methods')
        if state.get('_spec_set') and methods is not None and name not in methods and name not in state:
            raise AttributeError(f'Mock object has no attribute {name!r}')
        if name in _UNSUPPORTED_MAGICS:
            raise AttributeError(f'Attempting to set unsupported magic method {name!r}.')
        if name in _ALL_MAGICS:
            if methods is not None and name not in methods:
                raise AttributeError(f'Mock object has no attribute {name!r}')
            if isinstance(value, NonCallableMock):
                _adopt(self, value, name, name)
                setattr(type(self), name, value)
                state['_mock_children'][name] = value
            else:
                setattr(type(self), name, _as_method(value))
            return
        if name == '__class__':
            state['_spec_class'] = value
            return
        if state['_mock_sealed'] and name not in state['_mock_children'] and name not in state:
            raise AttributeError(f'Cannot set {_full_name(self)}.{name}')
        if _adopt(self, value, name, name):
            state['_mock_children'][name] = value
            state.pop(name, None)
        else:
            if state['_mock_children'].get(name) is not None:
                state['_mock_children'].pop(name)
            kept = getattr(type(self), name, None)
            if isinstance(kept, property) or isinstance(kept, NonCallableMock) and hasattr(type(kept), '__set__'):
                object.__setattr__(self, name, value)
            else:
                state[name] = value

    def __delattr__(self, name):
        state = self.__dict__
        if name in _ALL_MAGICS and name in type(self).__dict__:
            delattr(type(self), name)
            if name not in state['_mock_children'] and name not in state:
                return
        child = state['_mock_children'].get(name)
        if name in state:
            object.__delattr__(self, name)
        elif child is _MISSING:
            raise AttributeError(name)
        state['_mock_children'][name] = _MISSING

    def __dir__(self):
        state = self.__dict__
        extras = state['_mock_methods'] or []
        own = dir(type(self))
        children = [name for name, child in state['_mock_children'].items() if child is not _MISSING]
        names = [name for name in [*own, *state] if not (FILTER_DIR and name.startswith('_'))]
        return sorted({*extras, *names, *children} if FILTER_DIR else {*extras, *own, *state, *children})

    def _get_child_mock(self, /, **kw):
        """The mock that an attribute, or the result of a call, is. Subclasses may make another kind of it."""
        state = self.__dict__
        if state['_mock_sealed']:
            label = kw.get('name') or kw.get('_new_name')
            raise AttributeError(f'{_full_name(self)}{label}' if label == '()' else f'{_full_name(self)}.{label}')
        if kw.get('_new_name') in state['_spec_asyncs']:
            return AsyncMock(**kw)
        return _kind_of_child(type(self), kw)(**kw)

    # ---- shown ----

    def _extract_mock_name(self):
        return _full_name(self)

    def _has_name(self):
        state = self.__dict__
        return bool(state['_mock_name']) or state['_mock_up'] is not None

    def __repr__(self):
        name = f' name={_full_name(self)!r}' if self._has_name() else ''
        state, model = self.__dict__, ''
        if state.get('_spec_class') is not None:
            model = f" {'spec_set' if state['_spec_set'] else 'spec'}={state['_spec_class'].__name__!r}"
        return f"<{type(self).__name__}{name}{model} id='{id(self)}'>"

    # ---- assertions ----

    def _shown_name(self):
        return self.__dict__['_mock_name'] or 'mock'

    def _calls_shown(self, prefix='Calls'):
        return f'\n{prefix}: {self.mock_calls!r}.' if self.mock_calls else ''

    def _matched(self, each):
        """A call with its arguments as the signature of the model has them, so that names and places do not matter."""
        signature = self.__dict__['_spec_signature']
        if isinstance(each, tuple) and len(each) > 2:
            signature = self._signature_below(each[0])
        if signature is None:
            return each
        name, args, kwargs = _parts_of(each)
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            return error.with_traceback(None)
        return call(*bound.args, **bound.kwargs) if name is None or len(each) == 2 else _Call((name, bound.args, bound.kwargs))

    def _signature_below(self, name):
        if not name:
            return self.__dict__['_spec_signature']
        found = self
        for step in name.replace('()', '').split('.'):
            found = found.__dict__['_mock_children'].get(step)
            if not isinstance(found, NonCallableMock):
                return None
        return found.__dict__['_spec_signature']

    def assert_not_called(self):
        """Errors: AssertionError if it was called."""
        if self.call_count:
            raise AssertionError(f'Expected {self._shown_name()!r} to not have been called. Called {self.call_count} times.'
                                 f'{self._calls_shown()}')

    def assert_called(self):
        """Errors: AssertionError if it was not called."""
        if not self.call_count:
            raise AssertionError(f'Expected {self._shown_name()!r} to have been called.')

    def assert_called_once(self):
        """Errors: AssertionError if it was not called just once."""
        if self.call_count != 1:
            raise AssertionError(f'Expected {self._shown_name()!r} to have been called once. Called {self.call_count} times.'
                                 f'{self._calls_shown()}')

    def _unlike(self, args, kwargs, what='call'):
        expected, actual = _shown_call(self._shown_name(), args, kwargs), self._last(what)
        return f'expected {what} not found.\nExpected: {expected}\n  Actual: {actual}'

    def _last(self, what):
        last = self.call_args if what == 'call' else self.await_args
        return _shown_call(self._shown_name(), *last) if last is not None else 'not called.' if what == 'call' else 'not awaited.'

    def assert_called_with(self, /, *args, **kwargs):
        """Errors: AssertionError if the last call was another one."""
        if self.call_args is None:
            raise AssertionError(self._unlike(args, kwargs))
        expected, actual = self._matched(_Call((args, kwargs), two=True)), self._matched(self.call_args)
        if actual != expected:
            raise AssertionError(self._unlike(args, kwargs)) from (expected if isinstance(expected, Exception) else None)

    def assert_called_once_with(self, /, *args, **kwargs):
        """Errors: AssertionError if it was not called just once, and so."""
        if self.call_count != 1:
            raise AssertionError(f'Expected {self._shown_name()!r} to be called once. Called {self.call_count} times.{self._calls_shown()}')
        return self.assert_called_with(*args, **kwargs)

    def assert_any_call(self, /, *args, **kwargs):
        """Errors: AssertionError if none of the calls was like this."""
        self._assert_any(self.call_args_list, args, kwargs, 'call')

    def _assert_any(self, made, args, kwargs, what):
        expected = self._matched(_Call((args, kwargs), two=True))
        if isinstance(expected, Exception) or not any(self._matched(each) == expected for each in made):
            shown = _shown_call(self._shown_name(), args, kwargs)
            raise AssertionError(f'{shown} {what} not found') from (expected if isinstance(expected, Exception) else None)

    def assert_has_calls(self, calls, any_order=False):
        """Errors: AssertionError if these were not among the calls, one right after the other unless `any_order`."""
        self._assert_has(self.mock_calls, calls, any_order, 'Calls')

    def _assert_has(self, made, wanted, any_order, what):
        expected = [self._matched(each) for each in wanted]
        actual = _CallList(self._matched(each) for each in made)
        cause = next((each for each in expected if isinstance(each, Exception)), None)
        if not any_order:
            if expected not in actual:
                problem = f'{what} not found.' if cause is None else 'Error processing expected calls.\nErrors: ' + repr(
                    [each if isinstance(each, Exception) else None for each in expected])
                shown = self._calls_shown('  Actual').rstrip('.') if what == 'Calls' else f'\n  Actual: {made!r}'
                raise AssertionError(f'{problem}\nExpected: {_CallList(wanted)!r}{shown or f"{chr(10)}  Actual: []"}') from cause
            return
        left, missing = list(actual), []
        for each in expected:
            try:
                left.remove(each)
            except ValueError:
                missing.append(each)
        if missing:
            place = 'its call list' if what == 'Calls' else 'its await list'
            raise AssertionError(f'{self._shown_name()!r} does not contain all of {tuple(missing)!r} in {place}, found {left!r} instead'
                                 ) from cause


def _is_exception(value):
    return isinstance(value, BaseException) or isinstance(value, type) and issubclass(value, BaseException)


def _as_effect(value):
    """Several results are taken one after the other; exceptions among them are raised."""
    if value is None or callable(value) or _is_exception(value):
        return value
    try:
        return iter(value)
    except TypeError:
        # Only a call will show that it is no use.
        return value


def _real_mock(value):
    """The mock of a value: itself, or the one behind a function that create_autospec() has made."""
    if isinstance(value, FunctionType) and isinstance(value.__dict__.get('mock'), NonCallableMock):
        return value.mock
    return value


def _adopt(parent, value, name, label):
    """Makes a mock without a name or a parent one's attribute or result. Whether it is that now."""
    value = _real_mock(value)
    if not isinstance(value, NonCallableMock):
        return False
    state = value.__dict__
    if state['_mock_name'] or state['_mock_label'] or state['_mock_up'] is not None:
        return False
    up = parent
    while up is not None:
        if up is value:
            # It would be its own parent.
            return False
        up = up.__dict__['_mock_up']
    state['_mock_up'], state['_mock_label'] = parent, label
    if name:
        state['_mock_name'] = name
    return True


def _full_name(mock):
    """How a mock is reached from the one that its tree begins with."""
    text, each = '', mock
    while True:
        state = each.__dict__
        if state['_mock_up'] is None:
            break
        label = state['_mock_label']
        text = label + ('.' if text and not text.startswith('()') else '') + text
        each = state['_mock_up']
    root = each.__dict__['_mock_name'] or 'mock'
    return root + ('.' if text and not text.startswith('()') else '') + text


def _kind_of_child(cls, kw):
    """The class of a mock's children: that of the mock, as it was before its own class was made."""
    kind = cls.__mro__[1] if cls.__mro__[1] is not AsyncMockMixin else cls.__mro__[2]
    if issubclass(kind, AsyncMock):
        # What an asynchronous mock has is asynchronous, but what a call gives is not.
        return kind if kw.get('_new_name') != '()' else MagicMock
    if issubclass(kind, PropertyMock):
        return MagicMock
    if issubclass(kind, NonCallableMagicMock) and not issubclass(kind, CallableMixin):
        return MagicMock
    if issubclass(kind, NonCallableMock) and not issubclass(kind, CallableMixin):
        return Mock
    return kind


_OWN_ATTRIBUTES = {'return_value', 'side_effect', 'called', 'call_count', 'call_args', 'call_args_list', 'mock_calls', 'method_calls'}


class CallableMixin:
    """What can be called."""

    def __call__(self, /, *args, **kwargs):
        self._mock_check_sig(args, kwargs)
        self._remember(args, kwargs)
        return self._execute_mock_call(*args, **kwargs)

    def _mock_check_sig(self, args, kwargs):
        signature = self.__dict__['_spec_signature'] if self.__dict__.get('_mock_checks') else None
        if signature is not None:
            signature.bind(*args, **kwargs)

    def _remember(self, args, kwargs):
        self.called = True
        self.call_count += 1
        self.call_args = made = _Call((args, kwargs), two=True)
        self.call_args_list.append(made)
        self.mock_calls.append(_Call(('', args, kwargs)))
        path, each, is_method = '', self, True
        while each.__dict__['_mock_up'] is not None:
            label = each.__dict__['_mock_label']
            # Results have no methods; special methods are not among them.
            is_method = is_method and label != '()' and not _is_special(label)
            path = label + ('.' if path and not path.startswith('()') else '') + path
            each = each.__dict__['_mock_up']
            above = _Call((path, args, kwargs))
            if is_method:
                each.method_calls.append(above)
            each.mock_calls.append(above)

    def _effect_of(self, args, kwargs):
        """What the side effect gives: DEFAULT if there is none, or if it leaves that to the return value."""
        effect = self.side_effect
        if effect is None or _is_exception(effect):
            if effect is not None:
                raise effect
            return DEFAULT
        if callable(effect):
            return effect(*args, **kwargs)
        result = next(effect)
        if _is_exception(result):
            raise result
        return result

    def _execute_mock_call(self, /, *args, **kwargs):
        result = self._effect_of(args, kwargs)
        if result is not DEFAULT:
            return result
        state = self.__dict__
        if state['_mock_return_value'] is not DEFAULT:
            return self.return_value
        if state['_mock_delegate'] is not None and self.return_value is not DEFAULT:
            return self.return_value
        if state['_mock_wraps'] is not None:
            return state['_mock_wraps'](*args, **kwargs)
        return self.return_value


class Mock(CallableMixin, NonCallableMock):
    """A stand-in for anything. `spec` is a model: only what that has can be asked for; `wraps` is really called.

    `return_value` is what calls give, `side_effect` what they do: a function, an exception, or several results.
    """


# ---- special methods ----

_NUMERIC = 'add sub mul matmul truediv floordiv mod lshift rshift and xor or pow divmod'.split()
_PLAIN = '''hash str sizeof fspath getitem setitem delitem len contains iter reversed missing enter exit lt gt le ge eq ne call bool int
    float complex index round trunc floor ceil neg pos invert abs next dir format subclasses get set delete getformat repr getstate
    setstate getinitargs reduce reduce_ex getnewargs getnewargs_ex instancecheck subclasscheck prepare copy deepcopy'''.split()
_ASYNC_MAGICS = {'__aenter__', '__aexit__', '__anext__'}
# What a magic mock has from the beginning.
_MAGICS = {f'__{name}__' for name in '''lt gt le ge eq ne int contains len enter exit divmod rdivmod neg pos abs invert complex float bool index
    round trunc floor ceil getitem setitem delitem hash str sizeof fspath iter'''.split()}
_MAGICS |= {f'__{prefix}{name}__' for name in _NUMERIC for prefix in ('', 'i', 'r') if name != 'divmod' or prefix != 'i'}
_MAGICS |= _ASYNC_MAGICS | {'__aiter__'}
_ALL_MAGICS = _MAGICS | {f'__{name}__' for name in _PLAIN} - {'__repr__', '__call__', '__dir__'} | {'__repr__', '__dir__'}
_UNSUPPORTED_MAGICS = {'__getattr__', '__setattr__', '__init__', '__new__', '__prepare__', '__instancecheck__', '__subclasscheck__', '__del__'}

_RESULTS = {
    '__hash__': lambda self: object.__hash__(self), '__str__': lambda self: object.__str__(self),
    '__sizeof__': lambda self: object.__sizeof__(self), '__fspath__': lambda self: f'{type(self).__name__}/{_full_name(self)}/{id(self)}',
}
_CONSTANTS = {
    '__lt__': NotImplemented, '__gt__': NotImplemented, '__le__': NotImplemented, '__ge__': NotImplemented, '__int__': 1,
    '__contains__': False, '__len__': 0, '__exit__': False, '__complex__': 1j, '__float__': 1.0, '__bool__': True, '__index__': 1,
    '__aexit__': False,
}


def _eq_of(mock):
    def equal(other):
        said = mock.__eq__.__dict__['_mock_return_value']
        if said is not DEFAULT:
            return said
        return True if mock is other else NotImplemented

    return equal


def _ne_of(mock):
    def unequal(other):
        said = mock.__ne__.__dict__['_mock_return_value']
        if said is not DEFAULT:
            return DEFAULT
        return False if mock is other else NotImplemented

    return unequal


def _iter_of(mock):
    def iterate():
        said = mock.__iter__.__dict__['_mock_return_value']
        return iter([] if said is DEFAULT else said)

    return iterate


def _aiter_of(mock):
    def iterate():
        said = mock.__aiter__.__dict__['_mock_return_value']
        return _AsyncItems(iter([] if said is DEFAULT else said))

    return iterate


class _AsyncItems:
    def __init__(self, items):
        self._items = items

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            return next(self._items)
        except StopIteration:
            pass
        raise StopAsyncIteration


_EFFECTS = {'__eq__': _eq_of, '__ne__': _ne_of, '__iter__': _iter_of, '__aiter__': _aiter_of}


class _Magic:
    """A special method that is a mock once somebody asks for it."""

    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        known = instance.__dict__['_mock_children'].get(self.name)
        if known is None:
            known = self._make(instance)
        elif known is _MISSING:
            raise AttributeError(self.name)
        return known

    def _make(self, instance):
        name = self.name
        kind = AsyncMock if name in _ASYNC_MAGICS else MagicMock
        made = kind(name=name, _new_name=name, _new_parent=instance)
        instance.__dict__['_mock_children'][name] = made
        if name in _CONSTANTS:
            made.return_value = _CONSTANTS[name]
        elif name in _RESULTS:
            made.return_value = _RESULTS[name](instance)
        elif name in _EFFECTS:
            made.side_effect = _EFFECTS[name](instance)
        return made


def _as_method(value):
    """What a class is given for a special method: functions get the mock as their first argument, mocks do not."""
    return value if isinstance(value, FunctionType) or not callable(value) else lambda self, *args, **kwargs: value(*args, **kwargs)


class MagicMixin:
    """What has the special methods too."""

    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._set_magics()

    def _set_magics(self):
        cls, methods = type(self), self.__dict__['_mock_methods']
        for name in sorted(_MAGICS, reverse=True):
            if (methods is None or name in methods) and name not in cls.__dict__:
                setattr(cls, name, _Magic(name))
            elif methods is not None and name not in methods and isinstance(cls.__dict__.get(name), _Magic):
                delattr(cls, name)

    def mock_add_spec(self, spec, spec_set=False):
        self._mock_add_spec(spec, spec_set)
        self._set_magics()


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A stand-in with special methods that cannot be called."""


class MagicMock(MagicMixin, Mock):
    """A stand-in with special methods, which give what is most harmless."""


# ---- asynchronous ones ----

class AsyncMockMixin:
    """What gives a coroutine when it is called, and remembers being awaited."""

    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        state = self.__dict__
        # So that `inspect` and `asyncio` take it for a coroutine function.
        state['_is_coroutine_marker'] = inspect._is_coroutine_mark
        self._forget_awaits()

    def _forget_awaits(self):
        state = self.__dict__
        state['_mock_await_count'], state['_mock_await_args'], state['_mock_await_args_list'] = 0, None, _CallList()

    await_count = property(lambda self: self._told('await_count'), lambda self, value: self._tell('await_count', value))
    await_args = property(lambda self: self._told('await_args'), lambda self, value: self._tell('await_args', value))
    await_args_list = property(lambda self: self._told('await_args_list'), lambda self, value: self._tell('await_args_list', value))

    def reset_mock(self, /, *args, **kwargs):
        super().reset_mock(*args, **kwargs)
        self._forget_awaits()

    async def _execute_mock_call(self, /, *args, **kwargs):
        made = _Call((args, kwargs), two=True)
        state = self.__dict__
        state['_mock_await_count'] += 1
        state['_mock_await_args'] = made
        state['_mock_await_args_list'].append(made)
        try:
            result = self._effect_of(args, kwargs)
        except StopIteration:
            # That would end the coroutine in another way.
            raise StopAsyncIteration from None
        if inspect.iscoroutinefunction(self.side_effect):
            result = await result
        if result is not DEFAULT:
            return result
        if state['_mock_return_value'] is not DEFAULT:
            return self.return_value
        wraps = state['_mock_wraps']
        if wraps is not None:
            result = wraps(*args, **kwargs)
            return await result if inspect.isawaitable(result) else result
        return self.return_value

    def assert_awaited(self):
        """Errors: AssertionError if it was not awaited."""
        if not self.await_count:
            raise AssertionError(f'Expected {self._shown_name()} to have been awaited.')

    def assert_awaited_once(self):
        """Errors: AssertionError if it was not awaited just once."""
        if self.await_count != 1:
            raise AssertionError(f'Expected {self._shown_name()} to have been awaited once. Awaited {self.await_count} times.')

    def assert_not_awaited(self):
        """Errors: AssertionError if it was awaited."""
        if self.await_count:
            raise AssertionError(f'Expected {self._shown_name()} to not have been awaited. Awaited {self.await_count} times.')

    def assert_awaited_with(self, /, *args, **kwargs):
        """Errors: AssertionError if it was last awaited after another call."""
        if self.await_args is None:
            raise AssertionError(f'Expected await: {_shown_call(self._shown_name(), args, kwargs)}\nNot awaited')
        if self._matched(_Call((args, kwargs), two=True)) != self._matched(self.await_args):
            raise AssertionError(self._unlike(args, kwargs, 'await'))

    def assert_awaited_once_with(self, /, *args, **kwargs):
        """Errors: AssertionError if it was not awaited just once, after such a call."""
        self.assert_awaited_once()
        return self.assert_awaited_with(*args, **kwargs)

    def assert_any_await(self, /, *args, **kwargs):
        """Errors: AssertionError if it was never awaited after such a call."""
        self._assert_any(self.await_args_list, args, kwargs, 'await')

    def assert_has_awaits(self, calls, any_order=False):
        """Errors: AssertionError if these were not among the awaited calls."""
        self._assert_has(self.await_args_list, calls, any_order, 'Awaits')


class AsyncMock(AsyncMockMixin, MagicMixin, Mock):
    """A stand-in for asynchronous functions: a call gives a coroutine."""


class ThreadingMock(MagicMock):
    """A stand-in that other threads may call, and one can wait for that."""

    DEFAULT_TIMEOUT = None

    def __init__(self, /, *args, timeout=DEFAULT, **kwargs):
        import threading
        super().__init__(*args, **kwargs)
        self.__dict__['_mock_wait_timeout'] = timeout
        self.__dict__['_mock_changed'] = threading.Condition()

    def _get_child_mock(self, /, **kw):
        kind = AsyncMock if kw.get('_new_name') in self.__dict__['_spec_asyncs'] else ThreadingMock
        return kind(**kw)

    def _remember(self, args, kwargs):
        with self.__dict__['_mock_changed']:
            super()._remember(args, kwargs)

    def _execute_mock_call(self, /, *args, **kwargs):
        try:
            return super()._execute_mock_call(*args, **kwargs)
        finally:
            changed = self.__dict__['_mock_changed']
            with changed:
                changed.notify_all()

    def _wait(self, is_done, timeout, message):
        if timeout is DEFAULT:
            timeout = self.__dict__['_mock_wait_timeout']
            timeout = type(self).DEFAULT_TIMEOUT if timeout is DEFAULT else timeout
        changed = self.__dict__['_mock_changed']
        with changed:
            if not changed.wait_for(is_done, timeout):
                raise AssertionError(message)

    def wait_until_called(self, *, timeout=DEFAULT):
        """Waits for a call. Errors: AssertionError if none comes in time."""
        self._wait(lambda: self.called, timeout, f'{self._shown_name()} was not called before timeout({timeout}).')

    def wait_until_any_call_with(self, *args, **kwargs):
        """Waits for such a call. Errors: AssertionError if none comes in time."""
        wanted = _Call((args, kwargs), two=True)
        self._wait(lambda: wanted in self.call_args_list, DEFAULT,
                   f'{_shown_call(self._shown_name(), args, kwargs)} call not found before timeout({self.__dict__["_mock_wait_timeout"]}).')


class PropertyMock(Mock):
    """Stands for a property: getting it is a call without arguments, setting it one with the value."""

    def __get__(self, instance, owner=None):
        return self()

    def __set__(self, instance, value):
        self(value)


def seal(mock):
    """From now on nothing new can be asked of a mock, or of what it has."""
    mock.__dict__['_mock_sealed'] = True
    for child in [*mock.__dict__['_mock_children'].values()]:
        child = _real_mock(child)
        if isinstance(child, NonCallableMock) and child.__dict__['_mock_up'] is mock:
            seal(child)


# ---- in the place of something ----

def _find(target):
    """What a dotted name means: modules are imported as far as they must be."""
    import pkgutil
    return pkgutil.resolve_name(target)


class _Patch:
    """Replaces an attribute for as long as a block, a function or the tests of a class take."""

    attribute_name = None
    _active = []

    def __init__(self, getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, *, unsafe=False):
        if new_callable is not None:
            if new is not DEFAULT:
                raise ValueError("Cannot use 'new' and 'new_callable' together")
            if autospec is not None:
                raise ValueError("Cannot use 'autospec' and 'new_callable' together")
        if not unsafe:
            for wrong in ('autospect', 'auto_spec', 'set_spec') if kwargs else ():
                if wrong in kwargs:
                    raise RuntimeError(f'{wrong!r} might be a typo; use unsafe=True if this is intended')
        if isinstance(spec, NonCallableMock) or isinstance(spec_set, NonCallableMock):
            raise InvalidSpecError(f'Cannot spec attr {attribute!r} as the spec has already been mocked out. [spec={spec!r}]')
        self.getter, self.attribute, self.new, self.new_callable = getter, attribute, new, new_callable
        self.spec, self.create, self.spec_set, self.autospec, self.kwargs = spec, create, spec_set, autospec, kwargs
        # Those of patch.multiple() that are entered with this one.
        self.additional_patchers = []
        self.is_started = False

    def copy(self):
        made = _Patch(self.getter, self.attribute, self.new, self.spec, self.create, self.spec_set, self.autospec, self.new_callable,
                      self.kwargs, unsafe=True)
        made.attribute_name = self.attribute_name
        made.additional_patchers = [each.copy() for each in self.additional_patchers]
        return made

    # ---- around functions and classes ----

    def __call__(self, func):
        if isinstance(func, type):
            for name in dir(func):
                method = getattr(func, name)
                if name.startswith(patch.TEST_PREFIX) and hasattr(method, '__call__'):
                    setattr(func, name, self.copy()(method))
            return func
        return _around(func, self)

    def _arguments(self, entered):
        """What a patched function is given: (positional, by name)."""
        if self.attribute_name is not None:
            return (), entered
        return ((entered,), {}) if self.new is DEFAULT else ((), {})

    # ---- entering and leaving ----

    def _original(self):
        target, name = self.target, self.attribute
        try:
            return target.__dict__[name], True
        except (AttributeError, KeyError):
            found = getattr(target, name, DEFAULT)
        if name in vars(builtins) and isinstance(target, ModuleType):
            # A module may be given a builtin of its own.
            self.create = True
        if not self.create and found is DEFAULT:
            raise AttributeError(f'{target} does not have the attribute {name!r}')
        return found, False

    def __enter__(self):
        if self.is_started:
            raise RuntimeError('Patch is already started')
        self.target = self.getter()
        self._old, self._is_local = self._original()
        new = self._make()
        given = {self.attribute_name: new} if self.attribute_name is not None else new
        self.is_started, self._entered = True, []
        setattr(self.target, self.attribute, new)
        try:
            for each in self.additional_patchers:
                found = each.__enter__()
                self._entered.append(each)
                if each.new is DEFAULT:
                    given.update(found)
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        if self.attribute_name is not None and self.new is not DEFAULT:
            given.pop(self.attribute_name)
        return given

    def _make(self):
        if self.new is not DEFAULT:
            if self.kwargs:
                raise TypeError("Can't pass kwargs to a mock we aren't creating")
            return self.new
        old, autospec, spec, spec_set = self._old, self.autospec, self.spec, self.spec_set
        if spec is False:
            spec = None
        if autospec is None or autospec is False:
            strict = spec_set if spec_set is not True else old
            model = old if spec is True else spec
            options = {key: value for key, value in (('spec', model), ('spec_set', strict)) if value}
            kind = self.new_callable
            if kind is None:
                kind = AsyncMock if model is None and _is_async_function(old) else MagicMock
            if isinstance(kind, type) and issubclass(kind, NonCallableMock) and self.attribute:
                options['name'] = self.attribute
            options.update(self.kwargs)
            made = kind(**options)
            chosen = strict or model
            if isinstance(chosen, type) and isinstance(made, NonCallableMock) and isinstance(made, CallableMixin):
                # What a class makes has what its instances have.
                made.return_value = kind(**{'spec_set' if strict else 'spec': chosen, '_new_name': '()', '_new_parent': made})
            return made
        if self.new_callable is not None or spec is not None:
            raise TypeError("Can't provide explicit spec_set *and* spec or autospec")
        model = old if autospec is True else autospec
        if isinstance(model, NonCallableMock):
            raise InvalidSpecError(
                f'Cannot autospec attr {self.attribute!r} as the patch target has already been mocked out.'
                f' [target={self.target!r}, attr={model!r}]')
        return create_autospec(model, spec_set=bool(spec_set), _name=self.attribute, **self.kwargs)

    def __exit__(self, *details):
        if not self.is_started:
            return
        for each in reversed(self._entered):
            each.__exit__(*details)
        if self._is_local and self._old is not DEFAULT:
            setattr(self.target, self.attribute, self._old)
        else:
            delattr(self.target, self.attribute)
            if not self.create and (not hasattr(self.target, self.attribute) or self.attribute in (
                    '__doc__', '__module__', '__defaults__', '__annotations__', '__kwdefaults__')):
                # It was found somewhere else, but there it is no more.
                setattr(self.target, self.attribute, self._old)
        self.is_started = False
        del self._old, self._is_local, self.target
        return False

    def start(self):
        """Replaces until stop(); gives what __enter__() gives."""
        result = self.__enter__()
        _Patch._active.append(self)
        return result

    def stop(self):
        """Undoes start()."""
        if self not in _Patch._active:
            return None
        _Patch._active.remove(self)
        return self.__exit__(None, None, None)


def _around(func, patcher):
    """A function that runs with something replaced. Several patchers of one function share one wrapper."""
    from contextlib import AsyncExitStack, ExitStack
    from functools import wraps
    known = getattr(func, 'patchings', None)
    if known is not None:
        known.append(patcher)
        return func
    patchings = [patcher]

    def entered(stack, args, kwargs):
        more = []
        for each in patchings:
            positional, named = each._arguments(stack.enter_context(each))
            more.extend(positional)
            kwargs = {**kwargs, **named}
        return (*args, *more), kwargs

    if inspect.iscoroutinefunction(func):
        @wraps(func)
        async def patched(*args, **kwargs):
            with ExitStack() as stack:
                args, kwargs = entered(stack, args, kwargs)
                return await func(*args, **kwargs)
    else:
        @wraps(func)
        def patched(*args, **kwargs):
            with ExitStack() as stack:
                args, kwargs = entered(stack, args, kwargs)
                return func(*args, **kwargs)

    patched.patchings = patchings
    return patched


def _target_of(target):
    try:
        owner, attribute = target.rsplit('.', 1)
    except (TypeError, ValueError, AttributeError):
        raise TypeError(f'Need a valid target to patch. You supplied: {target!r}') from None
    return (lambda: _find(owner)), attribute


def patch(target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, *, unsafe=False, **kwargs):
    """Replaces what a dotted name means, by `new` or by a mock that is made then."""
    getter, attribute = _target_of(target)
    return _Patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, unsafe=unsafe)


def _patch_object(target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, *,
                  unsafe=False, **kwargs):
    """Replaces an attribute of an object."""
    if isinstance(target, str):
        raise TypeError(f'{target!r} must be the actual object to be patched, not a str')
    return _Patch(lambda: target, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, unsafe=unsafe)


def _patch_multiple(target, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, **kwargs):
    """Replaces several attributes of one object, given as keywords; those that are DEFAULT by mocks."""
    getter = (lambda: _find(target)) if isinstance(target, str) else lambda: target
    if not kwargs:
        raise ValueError('Must supply at least one keyword argument with patch.multiple')
    first, *others = [_Patch(getter, name, new, spec, create, spec_set, autospec, new_callable, {}) for name, new in kwargs.items()]
    for each in (first, *others):
        each.attribute_name = each.attribute
    first.additional_patchers = others
    return first


class _PatchDict:
    """Changes a mapping for a while."""

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict, self.values, self.clear = in_dict, {**dict(values), **kwargs}, clear
        self._old = None

    def copy(self):
        return _PatchDict(self.in_dict, self.values, self.clear)

    def __call__(self, func):
        if isinstance(func, type):
            for name in dir(func):
                method = getattr(func, name)
                if name.startswith(patch.TEST_PREFIX) and hasattr(method, '__call__'):
                    setattr(func, name, self.copy()(method))
            return func
        return _around(func, self)

    def _arguments(self, entered):
        return (), {}

    def __enter__(self):
        if isinstance(self.in_dict, str):
            self.in_dict = _find(self.in_dict)
        mapping = self.in_dict
        try:
            self._old = mapping.copy()
        except AttributeError:
            self._old = {key: mapping[key] for key in mapping}
        if self.clear:
            _clear(mapping)
        try:
            mapping.update(self.values)
        except AttributeError:
            for key in self.values:
                mapping[key] = self.values[key]
        return mapping

    def __exit__(self, *details):
        if self._old is not None:
            _clear(self.in_dict)
            try:
                self.in_dict.update(self._old)
            except AttributeError:
                for key in self._old:
                    self.in_dict[key] = self._old[key]
            self._old = None
        return False

    def start(self):
        """Changes it until stop()."""
        result = self.__enter__()
        _Patch._active.append(self)
        return result

    def stop(self):
        """Undoes start()."""
        if self not in _Patch._active:
            return None
        _Patch._active.remove(self)
        return self.__exit__(None, None, None)


def _clear(mapping):
    try:
        mapping.clear()
    except AttributeError:
        for key in list(mapping):
            del mapping[key]


def _stop_all():
    """Undoes what start() has begun, the last one first."""
    for each in reversed(_Patch._active[:]):
        each.stop()


patch.object, patch.multiple, patch.dict, patch.stopall, patch.TEST_PREFIX = _patch_object, _patch_multiple, _PatchDict, _stop_all, 'test'


# ---- mocks made after a model ----

class _Later:
    """A child of a mock with a model that is made when it is asked for."""

    def __init__(self, model, options, eats_self, is_instance=False):
        self.model, self.options, self.eats_self, self.is_instance = model, options, eats_self, is_instance

    def make(self, parent, name):
        return create_autospec(self.model, _parent=parent, _name=name, _eats_self=self.eats_self, **self.options)


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, *, unsafe=False, _eats_self=False, **kwargs):
    """A mock that has what the model has, all the way down, and whose calls must fit the model's signatures.

    Of a class the calls give mocks of its instances; with `instance` the mock itself is one.
    """
    if isinstance(spec, NonCallableMock):
        raise InvalidSpecError(f'Cannot autospec a Mock object. [object={spec!r}]')
    if isinstance(spec, (list, tuple)):
        # Here these are values, not lists of names.
        spec = type(spec)
    is_class = isinstance(spec, type)
    plain = getattr(spec, '__func__', spec)
    is_function = isinstance(spec, (FunctionType, MethodType, classmethod, staticmethod))
    if _is_async_function(spec):
        if instance:
            raise RuntimeError('Instance can not be True when create_autospec is mocking an async function')
        kind = AsyncMock
    elif is_class and instance and not hasattr(spec, '__call__') or not callable(spec) and not is_function:
        kind = NonCallableMagicMock
    elif is_class and instance and '__call__' not in {name for base in spec.__mro__ for name in vars(base)}:
        kind = NonCallableMagicMock
    else:
        kind = MagicMock
    options = {'spec_set' if spec_set else 'spec': plain if isinstance(spec, (classmethod, staticmethod)) else spec, 'unsafe': unsafe}
    if spec is None:
        options = {'unsafe': unsafe}
    label = kwargs.pop('name', None) if _parent is None else None
    mock = kind(_new_parent=_parent, _new_name=_name or '', name=label or _name, **options, **kwargs)
    state = mock.__dict__
    state['_mock_checks'] = True
    if not isinstance(spec, type):
        drops = _eats_self or isinstance(spec, classmethod)
        state['_spec_signature'] = _signature_of(plain, False, drops) if callable(plain) else None
    elif instance:
        state['_spec_signature'] = _signature_of(spec, True, True)
    if is_function and isinstance(plain, FunctionType) and not isinstance(spec, (classmethod, staticmethod)):
        result = _function_for(mock, spec, _eats_self)
        if _parent is not None:
            _parent.__dict__['_mock_children'][_name] = result
        return result
    if is_class and not instance and 'return_value' not in kwargs:
        mock.return_value = create_autospec(spec, spec_set, instance=True, _name='()', _parent=mock)
    _add_children(mock, spec, {'spec_set': spec_set, 'unsafe': unsafe}, is_class, instance)
    return mock


def _add_children(mock, spec, options, is_class, is_instance):
    children = mock.__dict__['_mock_children']
    for name in dir(spec) if spec is not None else ():
        if _is_special(name) or name in children or name in mock.__dict__:
            continue
        try:
            original = getattr(spec, name)
        except AttributeError:
            continue
        static = inspect.getattr_static(spec, name, None)
        if isinstance(static, property) and is_class:
            # What it gives cannot be told.
            child = (AsyncMock if _is_async_function(static.fget) else NonCallableMagicMock if False else MagicMock)(
                name=name, _new_name=name, _new_parent=mock)
            children[name] = child
        elif isinstance(original, (FunctionType, MethodType)):
            is_bound = isinstance(original, MethodType)
            eats = not is_bound and is_class and is_instance and not isinstance(static, staticmethod)
            children[name] = _Later(original.__func__ if is_bound else original, options, eats or is_bound)
        else:
            children[name] = _Later(original, options, False)


def _function_for(mock, spec, drops_self):
    """A function that stands for a mock: it can be a method, and has the name and signature of the model."""
    name = getattr(spec, '__name__', 'funcopy')
    if drops_self:
        # A method is asked of the mock: nothing is bound to it then.
        return mock
    if inspect.iscoroutinefunction(spec):
        async def stand_in(*args, **kwargs):
            return await mock(*args, **kwargs)
    else:
        def stand_in(*args, **kwargs):
            return mock(*args, **kwargs)
    for attribute in '__name__', '__doc__', '__module__', '__qualname__', '__defaults__', '__kwdefaults__':
        try:
            setattr(stand_in, attribute, getattr(spec, attribute))
        except AttributeError:
            continue
    stand_in.__defaults__ = stand_in.__kwdefaults__ = None
    signature = mock.__dict__['_spec_signature']
    if signature is not None:
        stand_in.__signature__ = signature
    mock.__dict__['_mock_name'] = mock.__dict__['_mock_name'] or name
    stand_in.mock = mock
    for method in _FORWARDED:
        setattr(stand_in, method, getattr(mock, method))
    stand_in.reset_mock = lambda: mock.reset_mock()
    inner = _Forwarding(stand_in, mock)
    for attribute in sorted(_OWN_ATTRIBUTES):
        stand_in.__dict__[attribute] = getattr(mock, attribute)
    mock.__dict__['_mock_delegate'] = stand_in
    return inner.function


_FORWARDED = ('assert_called', 'assert_called_once', 'assert_not_called', 'assert_called_with', 'assert_called_once_with',
              'assert_any_call', 'assert_has_calls')


class _Forwarding:
    """The function keeps what its mock remembers, so that it can be looked at there."""

    def __init__(self, function, mock):
        self.function = function


# ---- files ----

def mock_open(mock=None, read_data=''):
    """A stand-in for open(): each file it gives can be read from the beginning of `read_data`."""
    import io
    if mock is None:
        mock = MagicMock(name='open', spec=open)
    handle = MagicMock(spec=io.BytesIO if isinstance(read_data, bytes) else list(dict.fromkeys(dir(io.TextIOWrapper) + dir(io.BytesIO))))
    handle.__enter__.return_value = handle
    state = {}

    def begin():
        state['file'] = io.BytesIO(read_data) if isinstance(read_data, bytes) else io.StringIO(read_data)

    begin()

    def reading(name):
        def read(*args, **kwargs):
            said = getattr(handle, name).__dict__['_mock_return_value']
            if said is not DEFAULT:
                return said
            return getattr(state['file'], name)(*args, **kwargs)

        return read

    handle.write.return_value = None
    for name in 'read', 'readline', 'readlines':
        getattr(handle, name).side_effect = reading(name)
    handle.__iter__.side_effect = lambda: iter(state['file'])
    handle.__next__ = lambda self: next(state['file'])
    handle.__exit__.side_effect = lambda *details: handle.close()

    def opened(*args, **kwargs):
        begin()
        return DEFAULT

    mock.side_effect = opened
    mock.return_value = handle
    return mock
