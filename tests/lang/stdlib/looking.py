import inspect, functools
def f(a, b: int = 2, /, c=3, *args, d, e='x', **kw) -> str:
    """doc"""
    return 1
print(inspect.signature(f)); print(inspect.getfullargspec(f))
class A:
    def __init__(self, x, *, y=2): pass
    def m(self, q): pass
    @classmethod
    def c(cls, z): pass
    @staticmethod
    def s(z): pass
    def __call__(self, w): pass
print(inspect.signature(A), inspect.signature(A(1).m), inspect.signature(A.c), inspect.signature(A.s), inspect.signature(A(1)))
print(inspect.signature(functools.partial(f, 1, d=4)))
print(inspect.signature(len), inspect.signature(sorted))
print(inspect.getsource(f))
print(inspect.getsource(A))
print(inspect.getsource(A.c))
b = inspect.signature(f).bind(1, d=3); b.apply_defaults(); print(b, b.args, b.kwargs)
print([n for n, _ in inspect.getmembers(A, inspect.isfunction)])
print(inspect.isgeneratorfunction(f), inspect.iscoroutinefunction(f), inspect.isclass(A), inspect.ismethod(A(1).m))
try: inspect.signature(f).bind()
except TypeError as e: print(e)
print(inspect.getcallargs(f, 1, d=3))
def g():
    x = 1
    yield
    return inspect.currentframe().f_lineno
gen = g(); print(inspect.getgeneratorstate(gen)); next(gen); print(inspect.getgeneratorstate(gen), inspect.getgeneratorlocals(gen))
print(inspect.stack()[0].function, inspect.stack()[0].code_context)
l = [lambda x: x,
     2]
print(inspect.getsource(l[0]))
@functools.lru_cache
def deco(a, b):
    s = """
x
"""
    # hi

    return 1
# no
print(inspect.getsource(deco), inspect.signature(deco))
print(inspect.getdoc(A.m), inspect.getdoc(f), inspect.cleandoc("a\n   b\n     c"))
