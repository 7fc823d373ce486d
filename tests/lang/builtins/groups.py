# Exception groups: construction, split, subgroup, derive, except*.
eg = ExceptionGroup("m", [ValueError(1), TypeError(2), ExceptionGroup("n", [ValueError(3), OSError(4)])])
print(repr(eg)); print(eg, eg.message, eg.exceptions)
for how in (ValueError, (TypeError, OSError), lambda e: isinstance(e, OSError), KeyError, Exception, ExceptionGroup):
    a, b = eg.split(how)
    print(repr(a), "|", repr(b), "|", repr(eg.subgroup(how)))
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
for make in (lambda: ExceptionGroup("b", [KeyboardInterrupt()]), lambda: ExceptionGroup("b"), lambda: ExceptionGroup(1, []), lambda: ExceptionGroup("b", []),
             lambda: ExceptionGroup("b", [1]), lambda: ExceptionGroup("b", 5), lambda: eg.split(1), lambda: eg.split((ValueError, 1)), lambda: ExceptionGroup("b", [ValueError], x=1)):
    try: print(make())
    except Exception as e: print(type(e).__name__, e)
print(ExceptionGroup.__mro__, issubclass(ExceptionGroup, Exception))
class MyGroup(ExceptionGroup):
    def derive(self, excs): return MyGroup(self.message + "!", excs)
mg = MyGroup("x", [ValueError(1), KeyError(2)])
mg.add_note("note")
r = mg.subgroup(ValueError); print(type(r).__name__, r, r.__notes__)
def run(raise_it, *handlers):
    try:
        try: raise_it()
        except* ValueError as e: print("value", repr(e)); handlers[0]()
        except* (TypeError, OSError) as e: print("type", repr(e)); handlers[1]()
        else: print("else")
        finally: print("finally")
    except BaseException as e: print("left", repr(e), repr(e.__context__))
def nothing(): pass
def thrower(e):
    def f(): raise e
    return f
run(nothing)
run(thrower(eg), nothing, nothing)
run(thrower(ValueError("plain")), nothing, nothing)
run(thrower(KeyError("other")), nothing, nothing)
run(thrower(eg), thrower(IndexError("new")), nothing)
run(thrower(ExceptionGroup("q", [KeyError(1), ValueError(2)])), nothing, nothing)
def reraise():
    raise
run(thrower(eg), reraise, nothing)
try:
    try: raise ValueError
    except* ExceptionGroup: pass
except TypeError as e: print(e)
