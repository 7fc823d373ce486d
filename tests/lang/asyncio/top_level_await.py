# `await` outside of functions: compile() with the flag that allows it.
import ast
import asyncio
import inspect

FLAG = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


async def double(x):
    await asyncio.sleep(0)
    return x * 2


async def some(n):
    for i in range(n):
        yield await double(i)


class Manager:
    async def __aenter__(self):
        return await double(21)

    async def __aexit__(self, *exc):
        print('left with', exc[0])
        return True


code = compile('await double(1)', 'text', 'eval', flags=FLAG)
print(bool(code.co_flags & inspect.CO_COROUTINE), inspect.iscoroutine(c := eval(code)), asyncio.run(c))
code = compile('1 + 1', 'text', 'eval', flags=FLAG)
print(bool(code.co_flags & inspect.CO_COROUTINE), eval(code))

text = '''
"""What it does."""
y: int = await double(4)
z = [await double(i) for i in range(3)]
w = [i async for i in some(3)]
async for i in some(2):
    print('some', i)
async with Manager() as m:
    print('managed', m)
    raise ValueError
try:
    await double(None)
except TypeError as error:
    message = str(error)
finally:
    done = await double('d')
total = (await double(1)) + (await double(2))
def inner():
    return y
q = inner()
'''
code = compile(text, 'text', 'exec', flags=FLAG)
namespace = {'double': double, 'some': some, 'Manager': Manager}
asyncio.run(eval(code, namespace))
print(sorted(set(namespace) - {'__builtins__', 'double', 'some', 'Manager'}))
print(namespace['y'], namespace['z'], namespace['w'], namespace['done'], namespace['total'], namespace['q'], namespace['message'])

names = {}
asyncio.run(eval(compile('a = await double(b)\nc = a', 'text', 'exec', flags=FLAG), {'double': double, 'b': 8}, names))
print(names)


class Traced(dict):
    def __missing__(self, name):
        if name == 'double':
            raise KeyError(name)
        print('asked for', name)
        return 5

    def __setitem__(self, name, value):
        print('set', name, value)
        super().__setitem__(name, value)


asyncio.run(eval(compile('a = await double(b)', 'text', 'exec', flags=FLAG), {'double': double}, Traced()))
asyncio.run(eval(compile('await double(9); x = 1; 5', 'text', 'single', flags=FLAG), {'double': double}))

for source in (
    'await f(1)', 'async for x in y: pass', 'async with x: pass', '[x async for x in y]', '[await x for x in y]', 'def f():\n await x',
    'class A:\n await x', 'lambda: await x', 'async def f(): pass', 'yield 1', 'return 1', 'async def f():\n yield\n return 1',
):
    for flags in 0, FLAG:
        try:
            print(repr(source), flags, bool(compile(source, 'x', 'exec', flags=flags).co_flags & inspect.CO_COROUTINE))
        except SyntaxError as error:
            print(repr(source), flags, error)


async def failing():
    raise ValueError('inside')


try:
    asyncio.run(eval(compile('x = 1\nawait failing()', 'text', 'exec', flags=FLAG)))
except ValueError as error:
    entry = error.__traceback__
    while entry is not None:
        if entry.tb_frame.f_code.co_filename == 'text':
            print(entry.tb_lineno, entry.tb_frame.f_code.co_name)
        entry = entry.tb_next


def generate():
    yield 5


print(list(eval(generate.__code__)))
coroutine = eval(compile('await double(1)', 'text', 'eval', flags=FLAG))
print(coroutine.__name__, coroutine.__qualname__, coroutine.cr_code.co_name)
coroutine.close()
for source in 'if x:', 'x = (', 'x = 1', "x = '''", 'def f():\n  pass\n\n':
    try:
        compile(source, 'x', 'single', flags=0x4000)
        print(repr(source), 'complete')
    except SyntaxError as error:
        print(repr(source), error.msg)
