# Module traceback.
import traceback, io, sys
def show(text): print(text.replace(__file__, "FILE"), end="")
def f(n):
    if n: f(n - 1)
    else: raise ValueError("deep")
try: f(5)
except ValueError as e:
    show(traceback.format_exc()); show("".join(traceback.format_exception(e))); show("".join(traceback.format_exception(type(e), e, e.__traceback__)))
    print(traceback.format_exception_only(e), traceback.format_exception_only(type(e), e)); show("".join(traceback.format_tb(e.__traceback__, 2)))
    for entry in traceback.extract_tb(e.__traceback__)[:2]: print(entry.name, entry.lineno, entry.line, entry.colno, entry.end_colno, len(entry), tuple(entry)[1:])
    out = io.StringIO(); traceback.print_exc(file=out); show(out.getvalue()); out = io.StringIO(); traceback.print_tb(e.__traceback__, limit=1, file=out); show(out.getvalue())
    t = traceback.TracebackException.from_exception(e); show("".join(t.format())); print(t.exc_type.__name__, str(t), len(t.stack))
try:
    try: 1/0
    except ZeroDivisionError as z: raise KeyError("k") from z
except KeyError as e:
    show(traceback.format_exc()); show(traceback.format_exc(chain=False))
print(traceback.format_exc()); show("".join(traceback.format_list([("x.py", 1, "g", "text"), ("y.py", 2, "h", None)])))
try: traceback.print_exception(5)
except TypeError as e: print(e)
e = ExceptionGroup("g", [ValueError(1), TypeError(2)]); show("".join(traceback.format_exception(e)))
def g(): return [s.name for s in traceback.extract_stack()], traceback.format_stack()[-1].count("File")
print(g())
