# What may stand as the type of a field of a NamedTuple or TypedDict, and where names in texts are looked up.
import types
import typing
from typing import *


def attempt(make):
    try:
        print(make())
    except Exception as error:
        print(type(error).__name__, error)


def named(annotation, **more):
    return types.new_class('P', (NamedTuple,), exec_body=lambda ns: ns.update(__annotations__={'x': annotation}, __module__='m', **more))


def typed(annotation):
    return types.new_class('D', (TypedDict,), exec_body=lambda ns: ns.update(__annotations__={'x': annotation}, __module__='m'))


T = TypeVar('T')
for annotation in (ClassVar[int], Final[int], ClassVar, Final, (1, 2), 3, None, 'int', Any, Self, T, Union, Generic, Generic[T], Protocol[T],
                   Optional['int'], Required[int], NotRequired['str'], ReadOnly[int], Annotated[int, 'x'], List, Literal['x']):
    print('----', annotation)
    attempt(lambda: NamedTuple('P', [('x', annotation)]).__annotations__)
    attempt(lambda: named(annotation).__annotations__)
    attempt(lambda: TypedDict('D', {'x': annotation}).__annotations__)
    attempt(lambda: typed(annotation).__annotations__)


class Outer(TypedDict):
    first: 'List[Later]'
    second: Required['Later']


class Inner(Outer, total=False):
    third: NotRequired['Later']


class Row(NamedTuple):
    first: 'Later'
    second: List['Later'] = ()


Later = int
for kind in (Outer, Inner, Row):
    print(kind.__annotations__)
    print(get_type_hints(kind), get_type_hints(kind, include_extras=True))
print(Inner.__required_keys__ == {'first', 'second'}, Inner.__optional_keys__)
try:
    class Bad(NamedTuple):
        a: int
        b: int = 1
        c: int = 2
        d: int
except TypeError as error:
    print(error)
