# The command line of `timeit`, with a clock that is made up.
import io
import timeit
from contextlib import redirect_stderr, redirect_stdout


class Clock:
    """Each run of the statement takes a second's fraction, and no other time passes."""

    def __init__(self, step):
        self.now, self.step = 0.0, step

    def wrap(self, timer):
        self.timer = timer.__name__
        return lambda: self.now


def run(*args, step=1.0):
    clock = timeit.clock = Clock(step)
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = timeit.main([*args, 'import timeit; timeit.clock.now += timeit.clock.step'] if args[-1:] != ('--',) else list(args[:-1]), _wrap_timer=clock.wrap)
    print(args, step, status, clock.__dict__.get('timer'))
    print(out.getvalue(), end='')
    for line in err.getvalue().splitlines()[-1:]:
        print('error:', line)


for step in (60.0, 1.0, 0.003, 2.5e-6):
    run(step=step)
run('-n35', '-s', 'a = "set up"', '-s', 'print(a)', step=2.0)
run('-r', '2', '-n', '3', '-v')
run('-vv', step=3e-2)
run('-u', 'usec', step=0.003)
run('-u', 'hours')
run('-r-5', '-p', '-n1')
run('--wrong')
run('-n1', '1/0', '--')
run('-n2', 'x = 1', 'y = [', ' x]', '--')
print([timeit.reindent(text, 4) for text in ('', 'a', 'a\nb\n\nc')])
for text in ('return', 'break', 'x ='):
    try:
        timeit.Timer(text)
    except SyntaxError as error:
        print(text, type(error).__name__, error.msg)
