# Protocols, named tuples, typed dictionaries and references: what they refuse and warn of.
import collections.abc
import typing
import warnings
from typing import *

warnings.simplefilter('always')
warnings.showwarning = lambda message, category, *rest: print(category.__name__, message)


def show(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error, *getattr(error, '__notes__', ()))


for case in [
    lambda: NamedTuple('N', x=int)._fields, lambda: NamedTuple('N')._fields, lambda: NamedTuple('N', None)._fields, lambda: NamedTuple('N', None, x=int),
    lambda: NamedTuple('N', [], x=int), lambda: TypedDict('D'), lambda: TypedDict('D', None), lambda: TypedDict('D', {'in': int}, total=False).__optional_keys__,
    lambda: typing._collect_parameters is not None, lambda: typing._eval_type(list['int'], globals(), {}), lambda: ForwardRef('int')._evaluate(globals(), {}, recursive_guard=frozenset()),
]:
    show(case)


class Named:
    def __set_name__(self, owner, name):
        if name == 'bad':
            raise ValueError('refused')
        self.name = name


class Point(NamedTuple):
    x: Named = Named()
    other = Named()


print(Point().x.name, Point().other.name, Point._fields)


def bad():
    class Bad(NamedTuple):
        bad = Named()


show(bad)


class First(TypedDict):
    a: NotRequired[int]


class Second(TypedDict):
    a: Required[str]


class Both(First, Second):
    pass


print(Both.__required_keys__, Both.__optional_keys__, Both.__annotations__)


def read_only():
    class Child(Second):
        a: ReadOnly[str]


show(read_only)
T = TypeVar('T')


class Box(TypedDict, Generic[T]):
    a: T


class Implicit(Box):
    c: int


print(Implicit.__mro__, Implicit.__parameters__, Box[int].__args__)


def mixed():
    class Mixed(int, Protocol):
        pass


show(mixed)


@runtime_checkable
class HasX(Protocol):
    x: int


@runtime_checkable
class Sizeable(collections.abc.Sized, Protocol):
    pass


class Lazy:
    @property
    def x(self):
        raise RuntimeError('not run')


class Fitting(HasX):
    pass


print(isinstance(Lazy(), HasX), isinstance(3, HasX), isinstance([], Sizeable), isinstance(1, collections.abc.Sized), HasX.__non_callable_proto_members__)
show(lambda: issubclass(Lazy, HasX))
show(lambda: issubclass(Lazy, Fitting))
Fitting.register(Lazy)
show(lambda: issubclass(Lazy, Fitting))


@runtime_checkable
class Custom(Protocol):
    x = 1

    @classmethod
    def __subclasshook__(cls, other):
        return hasattr(other, 'x')


print(issubclass(Lazy, Custom), issubclass(int, Custom))


def evil():
    class Evil:
        def __get__(self, instance, owner):
            raise OSError('evil')

    @runtime_checkable
    class P(Protocol):
        member = Evil()


show(evil)


class Forward:
    a: Annotated['ClassVar[int]', 1] = 4
    b: 'Final' = 4


class WrongForward:
    a: List['Final[int]'] = 4


print(get_type_hints(Forward), get_type_hints(Forward, include_extras=True))
show(lambda: get_type_hints(WrongForward))
one, other = ForwardRef('A'), ForwardRef('A')
print(one == other, one._evaluate({'A': int}, {}, (), recursive_guard=frozenset()), other._evaluate({'A': str}, {}, (), recursive_guard=frozenset()), one == other)
