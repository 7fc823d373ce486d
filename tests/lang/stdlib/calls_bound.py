# inspect: binding arguments, what errors say, signatures of many things, members.
import functools
import inspect
import itertools


def outcome(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as exc:
        return f'{type(exc).__name__}: {exc}'


signatures = ['a, b=1', 'a, /, b', 'a=1, /, b=2, *rest, c, d=4, **more', '*rest, **more', 'a, /, **more', '*, c', 'a, b, *, c=3', '']
for text in signatures:
    namespace = {}
    exec(f'def f({text}): pass', namespace)
    function = namespace['f']
    signature = inspect.signature(function)
    print(signature, inspect.getfullargspec(function))
    for count in range(4):
        for names in itertools.chain.from_iterable(itertools.combinations('acx', n) for n in range(3)):
            args, kwargs = tuple(range(count)), {name: name for name in names}
            bound = outcome(signature.bind, *args, **kwargs)
            print(args, kwargs, bound, outcome(signature.bind_partial, *args, **kwargs), outcome(inspect.getcallargs, function, *args, **kwargs))
            if isinstance(bound, inspect.BoundArguments):
                bound.apply_defaults()
                print(bound.args, bound.kwargs)


class Meta(type):
    def __call__(cls, one, two=2):
        return super().__call__()


class Made(metaclass=Meta):
    pass


class New:
    def __new__(cls, x, y=None):
        return super().__new__(cls)


class Init:
    def __init__(self, p, *q, r: int = 3) -> None:
        pass

    @classmethod
    def c(cls, u):
        pass

    @staticmethod
    def s(v):
        pass

    part = functools.partialmethod(c, 1)

    def __call__(self, w, /):
        pass


for each in (Made, New, Init, Init.c, Init.s, Init(1).c, Init(1), functools.partial(Init.__init__, 1, r=5), lambda x, y=[]: x):
    print(inspect.signature(each))
signature = inspect.signature(Init.__init__)
print(signature.replace(return_annotation=int), signature.parameters['r'].replace(default=inspect.Parameter.empty))
print([(p.name, str(p.kind), p.kind.description) for p in signature.parameters.values()])
P = inspect.Parameter
for wrong in (
    lambda: P('1x', P.KEYWORD_ONLY), lambda: P('class', P.KEYWORD_ONLY), lambda: P('x', 'kind'), lambda: P('x', P.VAR_KEYWORD, default=1),
    lambda: P(3, P.KEYWORD_ONLY), lambda: inspect.Signature([P('b', P.KEYWORD_ONLY), P('a', P.POSITIONAL_ONLY)]),
    lambda: inspect.Signature([P('a', P.POSITIONAL_ONLY, default=1), P('b', P.POSITIONAL_ONLY)]),
    lambda: inspect.Signature([P('a', P.KEYWORD_ONLY), P('a', P.KEYWORD_ONLY)]), lambda: inspect.signature(3),
    lambda: inspect.getfullargspec(3),
):
    print(outcome(wrong))
print(P('x', P.KEYWORD_ONLY) == P('x', P.KEYWORD_ONLY), P('x', P.KEYWORD_ONLY) == 3, repr(P('x', P.KEYWORD_ONLY, annotation=int, default=3)))
print(signature == inspect.signature(Init.__init__), hash(signature) == hash(inspect.signature(Init.__init__)))
print(signature.format(max_width=5))


class Members:
    data = 1

    @property
    def prop(self):
        """The property."""

    def method(self):
        """The method."""

    @classmethod
    def cm(cls):
        pass


class Derived(Members):
    extra = 2

    def method(self):
        pass

    prop = Members.prop


print([(name, kind, cls.__name__) for name, kind, cls, _ in inspect.classify_class_attrs(Derived) if name[0] != '_'])
print([name for name, _ in inspect.getmembers(Derived, inspect.isfunction)], [name for name, _ in inspect.getmembers_static(Derived()) if name[0] != '_'])
print(inspect.getdoc(Derived.method), inspect.getdoc(Derived.prop), inspect.getdoc(Derived().method))
print(inspect.cleandoc('  first\n      second\n        third\n\n'))
print(inspect.getclasstree([Members, Derived, int, bool]) == [(object, ()), [(Members, (object,)), [(Derived, (Members,))], (int, (object,)), [(bool, (int,))]]])


@functools.wraps(Members.method)
def wrapper(*args):
    pass


print(inspect.unwrap(wrapper) is Members.method, inspect.unwrap(wrapper, stop=lambda f: True) is wrapper)
wrapper.__wrapped__ = wrapper
print(outcome(inspect.unwrap, wrapper).split('<')[0])
print([name for name in ('isclass', 'isfunction', 'ismethod', 'isroutine', 'isbuiltin', 'isdatadescriptor', 'ismethoddescriptor', 'isabstract')
       for each in (int, len, Members.method, Members().method, Members.prop, str.join) if getattr(inspect, name)(each)])
frame = inspect.currentframe()
print(inspect.getframeinfo(frame).function, inspect.getargvalues(frame).args)
print(inspect.formatargvalues(['a'], 'b', 'c', {'a': 1, 'b': (2,), 'c': {}}), inspect.formatannotation(list[int]), inspect.formatannotation(Members, '__main__'))


def outer():
    free = 1

    def inner():
        return free, len, missing  # noqa: F821
    return inner


print(inspect.getclosurevars(outer()).nonlocals, sorted(inspect.getclosurevars(outer()).builtins), inspect.getclosurevars(outer()).unbound)
