# Exceptions with fields: constructors, texts, what becomes of their arguments.
def show(*values):
    print(*[repr(v) for v in values])

for args in [(), ("a",), (2, "x"), (2, "x", "f"), (2, "x", "f", None, "g"), (1, 2, 3, 4, 5, 6), (None, None), (1, None), (2, "a", None), (13, "p", b"f")]:
    e = OSError(*args)
    show(type(e).__name__, e.args, e.errno, e.strerror, e.filename, e.filename2, str(e), repr(e))
for number in (1, 2, 3, 4, 10, 11, 13, 17, 20, 21, 32, 103, 104, 110, 111, 115, 999):
    print(number, type(OSError(number, "")).__name__)
class MyOSError(OSError):
    def __init__(self, code):
        super().__init__(code, "mine", "file")
        self.code = code
e = MyOSError(7); show(e, str(e), e.code, e.errno)
print(EnvironmentError is OSError, IOError is OSError)

show(SystemExit().code, SystemExit(3).code, SystemExit(1, 2).code)
show(KeyError("k"), str(KeyError("k")), str(KeyError(1, 2)), str(KeyError()))
show(str(ImportError("m", name="n", path="p")), ImportError("m", name="n").name, ImportError("m").msg, ImportError("a", "b").msg)
show(AttributeError("m", name="n", obj=1).name, NameError("m", name="q").name)
show(StopIteration().value, StopIteration(1).value, StopIteration(1, 2).value)
s = SyntaxError("msg", ("file.py", 3, 4, "text here\n", 3, 6))
show(str(s), s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno, s.end_offset, s.print_file_and_line)
show(str(SyntaxError()), str(SyntaxError("m")), str(SyntaxError("m", (None, 1, None, None))), SyntaxError("m").lineno)
for make in (lambda: SyntaxError("m", (1,)), lambda: KeyError(x=1), lambda: OSError(a=1), lambda: UnicodeDecodeError("a"), lambda: UnicodeEncodeError(1, "a", 0, 1, "r"),
             lambda: UnicodeDecodeError("a", "b", 0, 1, "r"), lambda: ImportError(foo=1)):
    try: make()
    except Exception as e: print(type(e).__name__, e)
show(str(UnicodeDecodeError("utf-8", b"ab\xff", 2, 3, "bad")), str(UnicodeDecodeError("utf-8", b"ab\xff", 1, 3, "bad")))
show(str(UnicodeEncodeError("ascii", "h\xe9\u20ac", 1, 2, "bad")), str(UnicodeEncodeError("ascii", "h\xe9\u20ac", 1, 3, "bad")))
show(str(UnicodeTranslateError("h\xe9", 1, 2, "bad")))
u = UnicodeDecodeError("utf-8", b"ab\xff", 2, 3, "bad"); show(u.encoding, u.object, u.start, u.end, u.reason)

e = ValueError("v"); e.add_note("n1"); e.add_note("n2"); show(e.__notes__)
try: e.add_note(1)
except TypeError as t: print(t)
show(e.__reduce__(), OSError(2, "x", "f").__reduce__(), e.with_traceback(None) is e)
try: e.__cause__ = 1
except TypeError as t: print(t)
try: raise ValueError from KeyError
except ValueError as x: show(x.__cause__, x.__suppress_context__, x.__context__)
try:
    try: 1/0
    finally: raise KeyError("c")
except KeyError as x: show(x.__context__, x.__cause__)
try: raise 1
except TypeError as t: print(t)
class E(Exception):
    def __str__(self): return "custom"
show(E(1, 2)); print(E(1, 2))
class F(Exception): pass
f = F("a"); f.x = 1; show(f.__dict__, f.__reduce__())
f.args = ["q", 2]; show(f.args, f)
