# Arguments that take the place of type parameters, in aliases of `typing`, builtin classes and classes of one's own.
import collections.abc
import pickle
import typing
from typing import *


def show(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


T, K, U = TypeVar('T'), TypeVar('K'), TypeVar('U')
D = TypeVar('D', default=int)
P, Q = ParamSpec('P'), ParamSpec('Q', default=[str, int])
Ts = TypeVarTuple('Ts')


class X(Generic[P]): pass
class Y(Generic[T, P]): pass
class Z(Generic[T, *Ts]): pass
class W(Generic[T, *Ts, K]): pass
class A(Generic[T, K, U]): pass
class B(Generic[T, K, D]): pass
class C(Generic[T, Q]): pass


for case in [
    lambda: list[T][int], lambda: list[T].__parameters__, lambda: dict[T, list[K]][int, str], lambda: list[int][str], lambda: list[T][int, str],
    lambda: tuple[*Ts][int, str], lambda: tuple[*Ts], lambda: [*Ts], lambda: tuple[T, *Ts][int], lambda: tuple[T, *Ts][()],
    lambda: collections.abc.Callable[Concatenate[int, P], T][[str, float], int], lambda: collections.abc.Callable[P, T][int],
    lambda: collections.abc.Callable[P, T][int, str], lambda: collections.abc.Callable[[T], K][int, str],
    lambda: Callable[Concatenate[int, P], int][[str, float]], lambda: Callable[P, int][Concatenate[int, P]], lambda: Callable[P, T][int, str],
    lambda: Callable[[T], int][int], lambda: Callable[P, int][...], lambda: (T | None)[int], lambda: (list[T] | int)[str],
    lambda: X[int, str], lambda: X[[int, str]], lambda: X[...], lambda: X[P], lambda: X[int], lambda: X[Concatenate[int, P]], lambda: X[()],
    lambda: Y[int, [str]], lambda: Y[int, ...], lambda: Y[int], lambda: Y[int, str], lambda: Y[int, str, str],
    lambda: Z[int], lambda: Z[int, str, float], lambda: Z[()], lambda: W[int], lambda: W[int, str], lambda: W[int, str, float, bool],
    lambda: Z[*tuple[int, str]], lambda: Z[*tuple[int, ...]], lambda: W[*tuple[int, ...]], lambda: Z[int, *Ts], lambda: Z[*Ts],
    lambda: W[T, *Ts, K][int, str], lambda: W[T, *Ts, int][str, bool, float], lambda: Y[T, P][int, [str]], lambda: Y[int, P][str],
    lambda: Tuple[T, *Ts][int], lambda: Tuple[*Ts][()], lambda: Dict[K, List[T]][int, str], lambda: Dict[K, list[T]][int, str],
    lambda: Dict[T, K][int], lambda: List[int][str], lambda: Union[T, K][int, str], lambda: Optional[T][str], lambda: Literal[1][int],
    lambda: A[int], lambda: A[()], lambda: B[int], lambda: B[int, str], lambda: C[int], lambda: C[int, [bool]], lambda: A[T, K, U][int],
    lambda: Generic[D, T], lambda: List[ClassVar[int]], lambda: List[Final[int]], lambda: List[Union], lambda: List[Generic[T]],
    lambda: ClassVar[ClassVar[int]], lambda: Annotated[ClassVar[int], 1], lambda: List[()], lambda: Generator[int], lambda: Generator[()],
    lambda: AsyncGenerator[int], lambda: ContextManager[int].__args__, lambda: Literal[[], []].__args__, lambda: Callable[int, str],
    lambda: Concatenate[int], lambda: Unpack[int, str], lambda: T.__typing_subst__(int), lambda: Ts.__typing_subst__(int),
    lambda: P.__typing_subst__(int), lambda: T.__typing_subst__(Unpack[Ts]), lambda: Unpack[tuple[int, str]].__typing_unpacked_tuple_args__,
    lambda: TypeVar('V', covariant=True, infer_variance=True), lambda: List[int] is List[int], lambda: Literal[1] is Literal[True],
]:
    show(case)


def starred(*args: *Ts): pass
def fixed(*args: *tuple[int, ...]): pass
def quoted(*args: '*Ts'): pass
def both[V: (int, str), *Vs, **R](first: V, *args: R.args): pass


print(starred.__annotations__, fixed.__annotations__, get_type_hints(quoted), both.__type_params__[0].__constraints__, both.__type_params__[0].__bound__)
for alias in [Callable[[int], str], Callable[P, int], Annotated[Optional[str], 'x'], Union[int, None], List[Tuple[int, ...]]]:
    print(alias, pickle.loads(pickle.dumps(alias)) == alias)
print(Union[Annotated[int, {}], int] == Union[int, Annotated[int, {}]], Optional[int] == Union[None, int])
type Pair[V, *Vs] = tuple[V, *Vs]
print(Pair.__parameters__, Pair[int, str, bool], pickle.loads(pickle.dumps(Pair)) is Pair, list[tuple[T, *Ts]][int, str, bool], list[T][*tuple[int]])
