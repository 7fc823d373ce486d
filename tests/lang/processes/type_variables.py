# Type variables of the program, and what uses them, go to worker processes.
import multiprocessing as mp
from typing import Callable, Generic, NewType, ParamSpec, TypeVar, TypeVarTuple

T = TypeVar('T')
N = TypeVar('N', int, float)
B = TypeVar('B', bound='Box', covariant=True)
P = ParamSpec('P')
Ts = TypeVarTuple('Ts')
UserId = NewType('UserId', int)
type Pairs[K] = list[tuple[K, K]]


class Box(Generic[T]):
    def __init__(self, item: T):
        self.item = item

    def get(self) -> T:
        return self.item


class Calls(Generic[P, *Ts]):
    def __init__(self, call: Callable[P, int]):
        self.call = call


class New[X]:
    def __init__(self, x: X):
        self.x = x


def first(items: list[T]) -> T:
    return items[0]


def unpack(box: Box[N]) -> N:
    return box.get() + 1


def ident(n: UserId) -> UserId:
    return UserId(n + 1)


def about(_):
    same = Box.__parameters__[0] is T, Calls.__parameters__ == (P, Ts), first.__name__
    return same, repr(T), repr(N), N.__constraints__, repr(B), B.__covariant__, repr(P), repr(Ts), UserId, UserId.__supertype__, Pairs.__name__


def boxed(n):
    return Box[int](n)


if __name__ == '__main__':
    with mp.Pool(1) as pool:
        print(pool.map(first, [[1, 2], [3]]), pool.map(unpack, [Box(1), Box(2.5)]), pool.apply(ident, (UserId(4),)))
        print(*pool.apply(about, (1,)), sep='\n')
        print([box.get() for box in pool.map(boxed, [7, 8])], pool.apply(New, ('x',)).x)
        print(pool.apply(len, ([T, P],)))
