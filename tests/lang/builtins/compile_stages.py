# Errors that CPython's symbol table and compiler find show no line where the source is no file.
import os, tempfile, traceback, warnings

TEXTS = ["return 1", "def f(a, a): pass", "await x", "nonlocal x", "match 1:\n case x: pass\n case y: pass", "x = [*a for a in b]",
         "def f():\n  global y; y = 1; global y\n", "break", "*a = 1\n", "f(a=1, a=2)", "1+", "(", "from __future__ import x",
         "x = 1\nfrom __future__ import annotations", "yield 1", "a, *b, *c = 1", "class A:\n  def f(self):\n    return 1; await x\n",
         "__debug__ = 1", "del __debug__", "async def f():\n  yield 1\n  return 2\n", "lambda: (yield)", "[(yield) for x in y]",
         "(x, x) = 1\n\ndef f[T, T](): pass", "def f(__debug__): pass", "f(__debug__=1)", "try: 1\nexcept: 1\nexcept A: 1", "def f():\n  x\n  nonlocal x",
         "*a", "from __future__ import braces", "def f():\n  from m import *\n", "{**a for a in b}", "a = 1 2", "  x", "if 1:\nx", "'abc", "import a.b as c.d", "x: int: 2", "f() = 1", "1 = x", "print 1", "try: pass"]
for text in TEXTS:
    try:
        compile(text, "<string>", "exec")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset, repr(e.text), e.end_lineno, e.end_offset)
        print("".join(traceback.format_exception_only(e)), end="")
for text in ["1+", "(", "1 +\n", "f(", "1 2", "  1 +", "a +\n\n", "lambda:", "not", "x if y"]:
    for mode in "eval", "exec", "single":
        try:
            compile(text, "<string>", mode)
        except SyntaxError as e:
            print(mode, e.msg, e.lineno, e.offset, repr(e.text), e.end_lineno, e.end_offset)
            print("".join(traceback.format_exception_only(e)), end="")
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "x.py")
    with open(name, "w") as file:
        file.write("first = é\nreturn 7")
    for text in "return 1", "x\nreturn 1", "x\ny\nreturn 1":
        try:
            compile(text, name, "exec")
        except SyntaxError as e:
            print(e.msg, e.lineno, repr(e.text))
    try:
        exec(compile(open(name).read(), name, "exec"))
    except SyntaxError as e:
        print(e.msg, e.lineno, repr(e.text))
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for text in "x is 1", "'\\d'", "assert (1, 2)", "(1)(2)", "[][1, 2]", "1 is 1":
        try:
            compile(text, "<string>", "exec")
        except SyntaxError as e:
            print(e.msg, e.lineno, e.offset, repr(e.text), e.end_lineno, e.end_offset)
    for text in "1if 2else 3", "[0x1for x in y]", "1.5or 2", "2jand 3", "0b1in x":
        try:
            compile(text, "<string>", "exec")
        except SyntaxError as e:
            print(e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
