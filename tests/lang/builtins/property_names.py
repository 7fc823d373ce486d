"""Names of properties in messages; hashes of released views; tuples with names that there is one of."""
class A:
    class B:
        foo = property()
        def g(self): return 1
        bar = property(g)
def f():
    class L: x = property()
    return L()
for action in (lambda: A.B().foo, lambda: f().x, lambda: setattr(A.B(),'bar',1), lambda: delattr(A.B(),'bar'), lambda: A.B.bar.__name__, lambda: property().__name__, lambda: property(1).__name__):
    try: print(action())
    except Exception as e: print(type(e).__name__, e)
def getter(self): return 42
p=property(getter); print(p.__name__); p.__name__='my'; print(p.__name__); p.__name__=None; print(p.__name__); del p.__name__; print(p.__name__)
import sys
for t in (type(sys.flags), type(sys.version_info), type(sys.float_info)):
    try: print(t())
    except Exception as e: print(type(e).__name__, e)
m=memoryview(b'abc'); h=hash(m); m.release(); print(hash(m)==hash(b'abc'))
m=memoryview(b'abc'); m.release()
try: hash(m)
except ValueError as e: print(e)
