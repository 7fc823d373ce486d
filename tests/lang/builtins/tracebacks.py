# The text of tracebacks, as sys.excepthook prints it.
import sys, io
def show(f, *a):
    try: f(*a)
    except BaseException as e:
        real, sys.stderr = sys.stderr, io.StringIO()
        try: sys.excepthook(type(e), e, e.__traceback__)
        finally: text, sys.stderr = sys.stderr.getvalue(), real
        print(text.replace(__file__, "FILE"))
def f1(x): return x + "a" * 2
show(f1, 3)
def f2(d):
    y = d["k"]["z"]
    return y
show(f2, {"k": {}})
def f3():
    raise ValueError("bad",
        1)
show(f3)
def f4():
    try:
        1/0
    except ZeroDivisionError as e:
        raise KeyError("k") from e
show(f4)
def f5():
    try: int("x")
    finally: foo.bar
show(f5)
def f6(n):
    return f6(n-1) if n else 1/0
show(f6, 6)
def f7():
    return (1
      + 2 +
      'x')
show(f7)
class A:
    def __init__(self): self.count = 1
    def m(self): return count
    def n(self): return self.coun
show(A().m); show(A().n)
def f8(): return maxx(1,2)
show(f8)
def f9(): return math.pi
show(f9)
def f10(): import sys; sys.exitt
show(f10)
def f11():
    from sys import pathh
show(f11)
def f12():
    e = ValueError("v"); e.add_note("note 1"); e.add_note("two\nlines"); raise e
show(f12)
def f13(): raise ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [TypeError(2)])])
show(f13)
def f15(): compile("x = (\n1,\n", "file.py", "exec")
show(f15)
class MyErr(Exception): pass
def f16():
    foo(1,
        2,
        3)
def foo(*a): raise MyErr
show(f16)
def f17():
    assert 1 == 2, "msg"
show(f17)
def f18(): x = [i / 0 for i in range(3)]
show(f18)
def f19():
    a = b = A().m().c
show(f19)
def f20():
    with open("/none") as f: pass
show(f20)
def f21(): return [1,2,3][10]
show(f21)
def f22(): raise
show(f22)
def f23(): x, y = 1, 2, 3
show(f23)
def f24(): del zz
show(f24)
def f25():
    for i in 5: pass
show(f25)
def f26(a, *, b): pass
show(f26); show(f26, 1)
def f27():
    x: int = f21() + f21()
show(f27)
def f28():
    return not_a_thing.foo(f21(), 1)
show(f28)
def f29(): return A.foo
show(f29)
def f30(): print(f"{undefined_x!r}")
show(f30)
show(lambda: (lambda: 1/0)())
