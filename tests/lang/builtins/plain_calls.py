# Which statements of one line get marks under their calls.
import traceback


def f(x):
    raise ValueError


class Thing:
    pass


a = Thing()




def one(): v = f(1); print(v)
def two():
    v = f(1); print(v)
def three():
    return f(1); print(2)
def four():
    return (f(1))
def five():
    a.b = f(1)
def six():
    v = w = f(1)
def seven():
    v = (f(1)); w = 2  # why
def eight():
    w = 2; v = f(1)
def nine():
    v = f(1); w = [
        2]
def ten():
    v: int = f(1)
def eleven():
    if True: v = f(1)
def twelve():
    print(2); f(1)
def thirteen():
    f(1); print(2)
def fourteen():
    v = f(1) + 2
def fifteen():
    v = f(1); w = '''
    '''
def sixteen():
    print(2,
          x=f(1)
    )
def seventeen():
    v, = f(1)
def eighteen():
    v = f(
        1
    ); w = 2
def nineteen():
    return a and f(1)
def twenty():
    v = [][1]; w = 2
def twenty_one():
    return 1 / 0; w = 2


for function in list(globals().values()):
    if callable(function) and function not in (f, Thing):
        try:
            function()
        except Exception:
            traceback.print_exc(file=__import__("sys").stdout)
