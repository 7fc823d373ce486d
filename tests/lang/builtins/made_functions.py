import __future__
import sys
import types


def attempt(action):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)


def f(x, y=2, *, k=3):
    return x + y + k + z


def outer():
    q = 3

    def inner():
        return q
    return inner


attempt(lambda: types.FunctionType(f.__code__, {'z': 5}, None, (2,), None, {'k': 1})(1))
attempt(lambda: types.FunctionType(f.__code__, {'z': 5}, 'other').__name__)
attempt(lambda: types.FunctionType(f.__code__, {'z': 5})(1, k=1))
attempt(lambda: types.FunctionType(f.__code__, {'z': 5, '__name__': 'm'}).__module__)
attempt(lambda: types.FunctionType(outer().__code__, {}, 'n', None, outer().__closure__)())
attempt(lambda: types.FunctionType(outer().__code__, {}, 'n', None, (types.CellType(9),))())
attempt(lambda: types.FunctionType(outer().__code__, {}))
attempt(lambda: types.FunctionType(outer().__code__, {}, None, None, ()))
attempt(lambda: types.FunctionType(outer().__code__, {}, None, None, (5,)))
attempt(lambda: types.FunctionType(f.__code__, {}, None, None, (types.CellType(9),)))
attempt(lambda: types.FunctionType(f.__code__, {}, None, None, 5))
attempt(lambda: types.FunctionType(5, {}))
attempt(lambda: types.FunctionType(f.__code__, 5))
attempt(lambda: types.FunctionType(f.__code__, {}, 5))
attempt(lambda: types.FunctionType(f.__code__, {}, None, 5))
attempt(lambda: types.FunctionType(f.__code__, {}, None, None, None, 5))

attempt(lambda: max(a=1))
attempt(lambda: min(key=1))
attempt(lambda: max(1, 2, foo=3))

source = 'def g(x: undefined) -> nothing: pass\nr = g.__annotations__'
flag = __future__.annotations.compiler_flag
names = {}
exec(compile(source, 'x', 'exec', flag), names)
print(names['r'])
attempt(lambda: exec(compile(source, 'x', 'exec'), {}))
attempt(lambda: compile('1', 'x', 'eval', 0x7fffffff))
print(compile('1', 'x', 'eval', flag).co_flags & flag == flag, compile('1', 'x', 'eval').co_flags & flag)
inherits = 'from __future__ import annotations\nnames = {}\nexec(source, names)\ncode = compile(source, "x", "exec", 0, True)'
names = {'source': source}
exec(inherits, names)
print(names['names']['r'])
attempt(lambda: exec(names['code'], {}))

here = sys._getframe()


def line():
    return here.f_lineno


print(line())

print(line(),
      line())


class C:
    line = sys._getframe(0).f_lineno


print(C.line)
