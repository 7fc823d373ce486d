# A local that is not bound, as a part of a call and of other expressions: the error's traceback shows the function and its line.
import traceback


def take(*args, **named):
    pass


class Taker:
    def take(self, *args):
        pass


taker = Taker()
TEXTS = '''take(x)|take(1, x)|take(x, 1)|take(a=x)|len(x)|taker.take(x)|taker.take(1, 2, x)|y = take(x)|return take(x)|take(take(x))|take(*x)
take(**x)|take(1, *x)|take(1, 2, 3, 4, 5, x)|Taker(x)|int(x)|isinstance(x, int)|range(x)|(lambda q: q)(x)|take(x.y)|take(x + 1)|take(not x)
take(q for q in x)|super(x)|x(1)|x.m(x)|x[x]|taker[x]|x @ 1|[x, x]|f"{x}"|x, y = x|take(x, x := 1)|take(nowhere)|take(taker.nothing)
x.m(1, 2, 3, 4, 5)|x.m(a=1)|taker.take(x, x := 1)|x is None|x is x|if x is None: pass|if len(x): pass|str(x)|(lambda: 1)(x, x)'''

for text in TEXTS.replace('\n', '|').split('|'):
    for before in 'pass', 'x = 1; del x', 'lambda: x':
        source = f'def f():\n    {before}\n    {text}\n    x = 1\n'
        space = dict(globals())
        exec(compile(source, '<f>', 'exec'), space)
        try:
            space['f']()
        except Exception as error:
            frames = [(frame.name, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)[1:]]
            print(text, type(error).__name__, error, frames)
