"""What classes, descriptors and modules show of themselves, and what they refuse."""

import types
import warnings


def report(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__ + ':', error)


class C:
    def method(self):
        """What it does."""
        return self

    @property
    def prop(self):
        """What it is."""


# Members and computed attributes.
for owner, name in [(property, 'fget'), (property, '__doc__'), (complex, 'real'), (float, 'real'), (slice, 'start'), (range, 'stop'),
                    (types.FunctionType, '__globals__'), (types.FunctionType, '__name__'), (types.MethodType, '__self__'),
                    (types.ModuleType, '__dict__'), (type, '__base__'), (type, '__name__'), (StopIteration, 'value')]:
    descriptor = owner.__dict__[name]
    print(descriptor, type(descriptor).__name__, descriptor.__qualname__, descriptor.__objclass__ is owner)
for target, name in [(C.prop, 'fget'), (C.prop, '__isabstractmethod__'), (1j, 'imag'), (slice(1), 'stop'), (C().method, '__func__'),
                     (C.method, '__closure__'), (types, '__dict__'), (C, '__base__'), (C, '__mro__')]:
    report(lambda: setattr(target, name, 1))
    report(lambda: delattr(target, name))

# Method wrappers.
wrapper = [].__add__
print(type(wrapper).__name__, wrapper.__objclass__, wrapper.__self__, wrapper.__name__, wrapper.__qualname__)
print(type({}.__getitem__).__name__, type([].__len__).__name__, type(list.__getitem__).__name__, type(set.__contains__).__name__)
print(wrapper.__reduce__()[1], hasattr(wrapper, '__module__'), hasattr(3, '__module__'), int.__module__)

# A bound method stays bound.
c, d = C(), C()
d.bound = c.method.__get__(d, C)
print(d.bound() is c, c.method.__get__(None, C) == c.method)


class Holder:
    kept = c.method


print(Holder().kept() is c)


# Class methods and static methods have attributes.
def function(cls: int):
    """A text."""


for kind in classmethod, staticmethod:
    made = kind(function)
    print(made.__doc__, made.__annotations__, made.__wrapped__ is function, sorted(made.__dict__))
    made.extra = 1
    made.__name__ = 'other'
    print(made.extra, made.__name__, function.__name__, sorted(made.__dict__))
    del made.extra, made.__name__
    report(lambda: made.extra)
    report(lambda: made.__name__)
    made.__dict__ = {'__qualname__': 'new'}
    print(made.__dict__, made.__qualname__)
    report(lambda: delattr(made, '__dict__'))
    report(lambda: setattr(made, '__func__', 1))
    report(lambda: kind(function, key=1))
    print(kind(3).__dict__.get('__name__'))

# Texts of properties.
print(property(doc='given').getter(function).__doc__, property(function).getter(lambda self: 1).__doc__)
print(property(function, doc='both').setter(function).getter(lambda self: 1).__doc__)


class Derived(property):
    """Of the class."""


print(Derived(function).__doc__, Derived(lambda self: 1).__doc__, Derived(function).__dict__, Derived().__dict__)
print(Derived(doc='given').getter(function).__doc__)


class Bare(property):
    __slots__ = ()


report(lambda: Bare(function))
print(Bare(lambda self: 1).__doc__)

# What cannot be done to classes.
report(lambda: object.__setattr__(str, 'x', 1))
report(lambda: object.__delattr__(str, 'lower'))
report(lambda: object.__setattr__(C, 'x', 1))
report(lambda: type.__setattr__(C, 'x', 1))
report(lambda: type.__abstractmethods__)
report(lambda: C.__abstractmethods__)
report(lambda: delattr(C, '__abstractmethods__'))
for name in '__doc__', '__name__', '__qualname__', '__module__', '__bases__', '__dict__', '__type_params__':
    report(lambda: delattr(C, name))
report(lambda: type.__dict__['__doc__'].__set__(list, 'text'))
report(lambda: type.__dict__['__qualname__'].__set__(str, 'text'))

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    type('Odd', (), {1: 2})
print(caught[0].category.__name__, caught[0].message)


# __dict__ and __weakref__, in slots and as descriptors.
class Weak:
    __slots__ = ('__weakref__',)


class Open:
    __slots__ = ('__dict__',)


class Both(Weak, Open):
    __slots__ = ()


print(Weak.__dict__['__weakref__'], Weak().__weakref__, hasattr(Weak(), '__dict__'), hasattr(Open(), '__weakref__'))
print(Both().__weakref__, Both().__dict__)


class Below(C):
    pass


class Numbers(int):
    pass


print('__weakref__' in C.__dict__, '__weakref__' in Below.__dict__, '__weakref__' in Numbers.__dict__, '__dict__' in Numbers.__dict__)
report(lambda: __import__('weakref').ref(Numbers(1)))


class WithCell:
    __slots__ = ('__classcell__', '__qualname__')

    def __init__(self):
        super().__init__()


w = WithCell()
print(WithCell.__qualname__, WithCell.__dict__['__classcell__'], hasattr(w, '__classcell__'), hasattr(w, '__qualname__'))
w.__classcell__ = 1
print(w.__classcell__)

give = C.__dict__['__dict__']


class Meta(type, C):
    pass


class Made(metaclass=Meta):
    pass


class Mod(types.ModuleType, C):
    pass


class Err(Exception, C):
    pass


print(type(give.__get__(Made)).__name__, give.__get__(Mod('m'))['__name__'])
report(lambda: give.__set__(Made, {}))
report(lambda: give.__set__(Mod('m'), {}))
for error in Err(), ValueError():
    error.__dict__ = {'a': 1}
    print(error.a)
    report(lambda: delattr(error, '__dict__'))
c.x = 1
del c.__dict__
print(c.__dict__)
report(lambda: setattr(c, '__dict__', None))

# A module before __init__.
raw = types.ModuleType.__new__(types.ModuleType)
print(raw, raw.__dict__, dir(raw))
report(lambda: raw.__name__)
raw.x = 1
print(raw.__dict__)


class Hiding(types.ModuleType):
    __dict__ = property(lambda self: 'hidden')


report(lambda: dir(Hiding('h')))
