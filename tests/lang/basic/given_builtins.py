# Code that is given other builtins has those and no more.
def show(run, *args):
    try:
        print(run(*args))
    except Exception as error:
        print(type(error).__name__, error)


show(eval, 'len', {'__builtins__': {}})
show(eval, '__import__("os")', {'__builtins__': {}})
show(eval, 'x + 1', {'__builtins__': {}}, {'x': 1})
show(eval, 'abs(x)', {'__builtins__': {'abs': lambda x: 'mine'}}, {'x': 1})
show(eval, '[len(x) for x in y]', {'__builtins__': {'len': len}, 'y': ['a', 'bc']})
show(eval, 'len', {'__builtins__': None})
show(eval, 'len([1])', {'__builtins__': __builtins__})
show(eval, 'len([1])', {})
show(exec, 'import os', {'__builtins__': {}})
show(exec, 'import os', {'__builtins__': {'__import__': lambda name, *rest: print('import', name, rest[-1])}})
names = {'__builtins__': {'print': print}}
exec('def f(x):\n    print("f", x)\n    return len(x)', names)
show(names['f'], [1])
code = compile('len("abc")', '<test>', 'eval')
for _ in range(3):
    show(eval, code, {'__builtins__': {}})
    show(eval, code)
    show(eval, code, {'__builtins__': {'len': lambda x: 'other'}})
class Names(dict):
    def __missing__(self, key):
        return key.upper()


show(eval, 'spam', {'__builtins__': Names()})
