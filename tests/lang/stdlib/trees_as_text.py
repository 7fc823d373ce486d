# Trees as text: parentheses, quotes and line breaks are those that CPython's unparse() writes.
import ast

CASES = [
    "f'{x:\\n}'", "f'{x:{y}\\t}'", "f'{a!r:>{w}}'", "f'{{}}'", "f'{ {1:2} }'", 'f"{d[\'a\']}"', 'f\'\'\'{d[\'a\']}"\'\'\'', "f'a\\nb{x}'",
    "f'\\n'", "f'{x}\\''", 'f\'{x}"\\\'\'', "f'''a\n{x}'''", "f'{lambda_ if 1 else 2}'", "f'{(lambda: 1)}'", "f'{(yield)}'", "f'{(x:=3)}'",
    "f'{x,}'", "f'{*a, b}'", "f'\\x00{x}'", "f'\\\\{x}'", "f'{x!s}' 'abc{}'", 'f\'{"a\\nb"}\'', "f'é{x}\\u200b'", "f'{x}' f'{y:{z}}' '}'",
    'f\'{f"{y}"}\'', 'f"{\'a\'}"', "f'{1+1=}'", "f'{x:{{}}}'", 'f\'{a["b"]:{c["d"]}}\'', 'x: int', '(x): int', 'a.b: int = 3',
    'a, b = c = 1, 2', '*a, b = c', 'a = *b, c', 'a += 1, 2', 'a = yield', 'a += yield 3', 'x = (yield from y)', 'await_ = 1', 'return_',
    'del a, b', 'del (a, b)', 'del (a)', 'for a, b in c, d: pass', 'for (a, *b) in *c, d: pass', 'for x in (yield): pass',
    'with a, b as c: pass', 'with (a, b): pass', 'with (a, b) as c: pass', 'with a as (b, c): pass', 'with (yield): pass',
    'assert (a, b), c', 'assert a, (b, c)', 'raise (a, b)', 'raise a from (b, c)', 'print((yield))', 'f(*a or b)', 'f(**a or b)',
    '{**a, **b or c}', '{**(a or b)}', '[*a, *b or c]', '[*(a or b)]', '(*a,)', '{*a}', 'x[a, b]', 'x[a, *b]', 'x[*a]', 'x[(a, b):c]',
    'x[a:b, c]', 'x[()]', 'x[(a,)]', 'x[a:=1]', 'x[(a:=1), b]', 'x[lambda: 1]', 'x[::]', 'x[a::b]', 'x[:b:]', '1 .real', '1.0.real',
    '1j.real', 'True.real', '(-1).real', '-1 .real', '(1+2).real', '"a".b', 'f"{a}".b', 'None.x', '...', '[].x', '{}.x', '(yield).x',
    '(await x).y', 'await x.y', 'await (x + y)', '-await x', '(await x) ** 2', '2 ** await x', 'x ** y ** z', '(x ** y) ** z', '-x ** y',
    '(-x) ** y', 'not x == y', 'not (x and y)', '(not x) == y', '(not x) + 1', '-(-x)', '- -x', '~-x', '+(-1)', 'not not x',
    'a if b else c if d else e', '(a if b else c) if d else e', 'a if (b if c else d) else e', 'lambda: (yield)',
    'lambda x, *y, z=1, **k: (x, y)', 'lambda x, /, y, *, z: 0', 'lambda *, z: lambda: 0', '(lambda: x)()', '(lambda: x) if 1 else 2',
    'x if (lambda: y) else z', 'a < b < c', '(a < b) < c', 'a < (b < c)', 'a in b not in c', 'a is not b', 'a | b ^ c & d', '(a | b) & c',
    'a << (b >> c)', 'a - (b - c)', 'a - b - c', 'a // b % c @ d', 'a * (b + c)', '(x := 1)', 'f(x := 1)', 'f(a=(x := 1))', '[x := 1, 2]',
    'if (x := 1): pass', 'while (x := f()) and y: pass', '[y for x in z if (y := x)]', '[x for x in (a, b)]', '[x for x in (lambda: y, z)]',
    '[x for x in (a if b else c)]', '[x for x in y if (a if b else c)]', '[x for x in y if (lambda: 1)]', '[(a, b) for c, d in e]',
    '[a for a, in b]', '[a async for a in b if c if d for e in f]', '{a: b for a, b in c}', '{a for a in b}', '(a for a in b)',
    'f(a for a in b)', 'f(a, (b for b in c))', 'f((yield), (yield x))', 'class A(B, *C, metaclass=D, **E): pass', 'class A: "doc"',
    '@a.b(c)\n@d\nclass A: pass', '@(x := y)\ndef f(): pass', '@(yield)\ndef f(): pass',
    'def f(a: int = 3, *b: str, c: (x, y)=4, **d) -> (a, b): pass', 'def f(a=1, /, b=2, *, c): "doc\\n\\tx"',
    'def f[T: int = str, *Ts = *X, **P = [int]](x): pass', 'class A[T: (int, str)]: pass', 'type X[T] = list[T]', 'type X = (a, b)',
    'async def f():\n async for x in y: pass\n else: pass\n async with a as b: await c', 'try: pass\nexcept: pass',
    'try: pass\nexcept (A, B) as e: pass\nelse: pass\nfinally: pass', 'try: pass\nexcept* A: pass',
    'if a: pass\nelif b: pass\nelse:\n if c: pass', 'if a: pass\nelse:\n if b: pass\n else: pass', 'if a: pass\nelse:\n if b: pass\n x',
    'while a: pass\nelse: pass', 'global a, b', 'from . import a', 'from .. a import b as c, d', 'from a import *', 'import a.b as c, d',
    'match x:\n'
    ' case 1 | 2 as y: pass\n'
    ' case (1 | 2) as y if z: pass\n'
    ' case [a, *_, b]: pass\n'
    ' case (a, b): pass\n'
    ' case {"a": 1, **r}: pass\n'
    ' case {}: pass\n'
    ' case A(1, b=2): pass\n'
    ' case A(): pass\n'
    ' case _: pass',
    'match x, y:\n'
    ' case a, b: pass\n'
    ' case a,: pass\n'
    ' case [1 | 2, (3 as z)]: pass\n'
    ' case (1 as a) | (2 as a): pass\n'
    ' case -1 | 1+2j | a.b | None | True | "x" "y": pass\n'
    ' case {-1: a | b, a.b: [c] as d}: pass\n'
    ' case A((1 as z), y=(2|3)): pass\n'
    ' case *a,: pass',
    'match (yield):\n case a: pass', 'match *a, b:\n case c: pass', '"doc"', '"""a\n"b"""', '\'\'\'a\\n"""\'\'\'',
    '"\\ta\\\\b\\x00é\\u200b\\ud800"', 'b"a\\n\'"', "u'x'", "u'x' 'y'", '"a" u"b"', '1e400', '-1e400', '1e400j', '1e400 + 1j', '0x10',
    '1_000', '1e10', '1.50', '0.1j', 'def f():\n "a\\\\b"', 'def f():\n "a\\"\\"\\"b\\""', 'def f():\n "\\r\\f"',
    'class A:\n """x\n    y\\n\\\n z"""', 'x = 1; y = 2', 'def f(): ...\ndef g(): ...\nclass A:\n x = 1\n def f(self): pass',
    'x = """a\nb"""', 'x = "a\\nb"', 'f"""{x}\n"""', 'x = f"{x}\\n{y}"', 'lambda: (a, b)', 'lambda: (x := 1)', 'return',
    'async def f(): return [x async for x in y]', 'print(*a, *b, c=1, **d, e=2)', 'a[b][c].d(e)(f)', '(a, b)[0]', '[a, b][0]', '(a + b)[0]',
    '(a or b)()', '(yield)()', '{}[0]', '"a"[0]', '(1)(2)', '(lambda: 0)[1]', '(a for b in c).d', 'not a in b', 'a not in b', 'a or b or c',
    'a and b and c', 'a or (b or c)', '(a or b) or c', 'a and b or c and d', '(a or b) and c', 'a or b and c or d', 'a or not b',
    'a or b or c if d else e', 'a or (b if c else d)', 'a or (lambda: 0)',
    'a and b and c and d and e == f and g + h and i * j and not k and -l and m ** n and await_ and o.p', 'a == (b or c)', 'a + (b or c)',
    '-(a or b)', 'not (a or b)', '(a, b) == c', '(a, b) + c', '-a', 'x = [a for b in c]', 'x = ()', 'x = (1,)', 'for x in (): pass',
    'x = lambda: 1', 'x = y = z', 'x = (y, z), w', '(x, y), z = w', '[x, y] = z', '(x) = 1', 'x[1:2] = 3', 'x.y = 3', 'x[a], y.z = 1, 2',
    'raise', 'raise A', 'continue_', 'pass', 'if 1: pass;pass', 'x = a, *b', 'return_(a, *b)',
]
for case in CASES:
    for head in ('', 'async def _():\n  '):
        try:
            tree = ast.parse(head + case.replace('\n', '\n  ' if head else '\n'))
        except SyntaxError as error:
            print(ascii(case), head != '', error)
            continue
        text = ast.unparse(tree)
        print(ascii(case), '->', ascii(text))
        if 'inf' not in text:
            assert ast.dump(ast.parse(text)) == ast.dump(tree), case
