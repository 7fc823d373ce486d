import types
def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)
G = list[int]
U = int | str
class C(list[int]):
    pass
class D(dict):
    pass
class F:
    __class_getitem__ = classmethod(types.GenericAlias)
for f in (
    lambda: G,
    lambda: G(),
    lambda: G([1]),
    lambda: type(G),
    lambda: G.__origin__,
    lambda: G.__args__,
    lambda: G.__parameters__,
    lambda: dict[str,int],
    lambda: dict[str,list[int]],
    lambda: tuple[int,...],
    lambda: tuple[()],
    lambda: list['a'],
    lambda: list[None],
    lambda: G==list[int],
    lambda: hash(G)==hash(list[int]),
    lambda: G!=list[str],
    lambda: isinstance([],G),
    lambda: issubclass(list,G),
    lambda: G[int],
    lambda: list[int][str],
    lambda: type[int],
    lambda: types.GenericAlias(list,int),
    lambda: types.GenericAlias(list),
    lambda: G|None,
    lambda: int|list[int],
    lambda: G.__mro_entries__(()),
    lambda: G.__class__,
    lambda: list(tuple[int,str]),
    lambda: list(G),
    lambda: G.__unpacked__,
    lambda: [*tuple[int,str]],
    lambda: G.__name__,
    lambda: G.__reduce__(),
    lambda: list[[1]],
    lambda: int[str],
    lambda: list[int,str],
    lambda: list[int].__args__,
    lambda: G.__typing_unpacked_tuple_args__,
    lambda: G.__orig_class__,
    lambda: C.__mro__,
    lambda: C.__bases__,
    lambda: C.__orig_bases__,
    lambda: C[int],
    lambda: D[int,str],
    lambda: D[int,str]().__orig_class__,
    lambda: F[int],
    lambda: F[int]().__orig_class__,
    lambda: type(F[int]()),
    lambda: U,
    lambda: type(U),
    lambda: U.__args__,
    lambda: isinstance(1,U),
    lambda: isinstance(1.0,U),
    lambda: issubclass(int,U),
    lambda: U==(str|int),
    lambda: hash(U)==hash(str|int),
    lambda: U|None,
    lambda: int|None,
    lambda: None|int,
    lambda: U|float|int,
    lambda: int|int,
    lambda: int|5,
    lambda: U.__parameters__,
    lambda: isinstance([],int|list[int]),
    lambda: issubclass(list,int|list[int]),
    lambda: isinstance(None,int|None),
    lambda: U[int],
    lambda: int|'a',
    lambda: U==5,
    lambda: list[int]|list[str]|list[int],
    lambda: (int|str)|(str|float),
    lambda: bool|int,
    lambda: None|None,
    lambda: isinstance(5, None|str),
    lambda: int|F[int],
    lambda: int|types.GenericAlias(F,'q'),
    lambda: U.__or__(None),
    lambda: repr(dict[str,F]),
    lambda: F|None,
    lambda: isinstance(1,(U,float)),
    lambda: issubclass(5,U),
    lambda: isinstance([], list[int]|int),
    lambda: isinstance(3, list[int]|int),
    lambda: isinstance(3,int|list[int]),
):
    t(f)
def f():
    G.x = 1
try:
    f()
except AttributeError:
    print("AttributeError")
