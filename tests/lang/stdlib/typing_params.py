import typing


def f[T, *Ts, **P]():
    return T, Ts, P


class C[T]:
    param = T


type A[T] = list[T]
for made in (*f(), C.param, A, A.__type_params__[0], typing.TypeVar('Q'), typing.ParamSpec('P'), typing.TypeVarTuple('Ts'),
             typing.TypeAliasType('B', int)):
    print(made, made.__module__)
P = f()[2]
print(P.args, P.kwargs, P.args.__origin__ is P, P.args == P.args, P.args == P.kwargs)
print(type(P.args), type(P.kwargs), typing.get_origin(P.args) is P, hasattr(f()[0], 'args'), hasattr(P, '__bound__'))


def wrap(function: typing.Callable[P, int]):
    def inner(*args: P.args, **kwargs: P.kwargs):
        return function(*args, **kwargs)
    return inner


print(wrap(lambda x: x)(5), wrap(len).__annotations__)
