# Objects whose class changes in the midst of an operation, when nothing else keeps the class they leave.
import gc
import operator


class Other:
    pass


def leaving(**methods):
    """An object of a class of its own, whose methods leave that class and give what is said."""

    def make(result):
        def method(self, *args):
            self.__class__ = Other
            gc.collect()
            _junk = [type('Junk', (), {}) for _ in range(4)]
            return result

        return method

    return type('Left', (), {name: make(result) for name, result in methods.items()})()


def show(label, action):
    try:
        print(label, action())
    except Exception as error:
        print(label, type(error).__name__, error)


no = NotImplemented
for symbol, name in ('<', 'lt'), ('<=', 'le'), ('>', 'gt'), ('>=', 'ge'), ('==', 'eq'), ('!=', 'ne'):
    compare = getattr(operator, name)
    every = {f'__{name}__': no for name in ('lt', 'le', 'gt', 'ge', 'eq', 'ne')}
    show(symbol, lambda: compare(leaving(**every), leaving(**every)))
    show(symbol, lambda: compare(leaving(**every), 1))
    show(symbol, lambda: compare(1, leaving(**every)))
for name in 'add', 'sub', 'mul', 'matmul', 'truediv', 'floordiv', 'mod', 'pow', 'lshift', 'rshift', 'and_', 'or_', 'xor':
    method = name.rstrip('_')
    apply, augment = getattr(operator, name), getattr(operator, 'i' + method)
    both = {f'__{method}__': no, f'__r{method}__': no, f'__i{method}__': no}
    for function in apply, augment:
        for left, right in (leaving(**both), leaving(**both)), (leaving(**both), 1), (1, leaving(**both)):
            try:
                print(name, function(left, right))
            except TypeError:
                print(name, type(left).__name__, type(right).__name__)
show('len', lambda: len(leaving(__len__='x')))
show('bool', lambda: bool(leaving(__bool__='x')))
show('int', lambda: int(leaving(__int__='x')))
show('index', lambda: operator.index(leaving(__index__='x')))
show('float', lambda: float(leaving(__float__='x')))
show('complex', lambda: complex(leaving(__complex__='x')))
show('hash', lambda: hash(leaving(__hash__='x')))
show('repr', lambda: repr(leaving(__repr__=1)))
show('str', lambda: str(leaving(__str__=1)))
show('format', lambda: format(leaving(__format__=1)))
show('bytes', lambda: bytes(leaving(__bytes__=1)))
show('iter', lambda: iter(leaving(__iter__=1)))
show('call', lambda: leaving(__call__=5)())
show('item', lambda: leaving(__getitem__=5)[0])
show('in', lambda: 1 in leaving(__contains__=5))
show('with', lambda: leaving(__enter__=5, __exit__=None).__enter__())
show('list', lambda: list(leaving(__iter__=iter('ab'), __len__=2)))
show('sum', lambda: sum([leaving(__radd__=4, __add__=no)]))
show('max', lambda: type(max(leaving(__gt__=False, __lt__=True), leaving(__gt__=True, __lt__=False))).__name__)
show('sorted', lambda: [type(one).__name__ for one in sorted(leaving(__lt__=False) for _ in range(9))])
show('missing', lambda: leaving(__getattr__='x').anything)
