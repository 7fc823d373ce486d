"""How long small pieces of code take."""

import gc
import itertools
import sys
import time

__all__ = ['Timer', 'timeit', 'repeat', 'default_timer']

default_timer = time.perf_counter
default_number, default_repeat = 10 ** 6, 5
_own_names = globals


class Timer:
    """Times a statement, given as text or as something to call."""

    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        self.timer = timer
        parts, local_ns = [], {}
        for name, what in (('stmt', stmt), ('setup', setup)):
            if isinstance(what, str):
                compile(what, '<timeit-src>', 'exec')
                parts.append(what)
            elif callable(what):
                local_ns['_' + name] = what
                parts.append(f'_{name}()')
            else:
                raise ValueError(f'{name} is neither a string nor callable')
        indented = [part.replace('\n', '\n' + ' ' * depth) for part, depth in zip(parts, (8, 4))]
        needed = ''.join(f', {name}={name}' for name in local_ns)
        self.src = (f'def inner(_it, _timer{needed}):\n    {indented[1]}\n    _t0 = _timer()\n    for _i in _it:\n        {indented[0]}\n'
                    '        pass\n    _t1 = _timer()\n    return _t1 - _t0\n')
        global_ns = _own_names() if globals is None else globals
        namespace = dict(local_ns)
        exec(compile(self.src, '<timeit-src>', 'exec'), {**global_ns, **local_ns} if local_ns else global_ns, namespace)
        self.inner = namespace['inner']

    def print_exc(self, file=None):
        import traceback
        traceback.print_exc(file=file)

    def timeit(self, number=default_number):
        """The seconds that so many runs take."""
        on = gc.isenabled()
        gc.disable()
        try:
            return self.inner(itertools.repeat(None, number), self.timer)
        finally:
            if on:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        """The seconds of several measurements."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """A number of runs that takes long enough, and its seconds."""
        scale = 1
        while True:
            for digit in 1, 2, 5:
                number = scale * digit
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            scale *= 10


def timeit(stmt='pass', setup='pass', timer=default_timer, number=default_number, globals=None):
    """The seconds that so many runs of a statement take."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    """The seconds of several measurements of a statement."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)


def main(args=None, *, _wrap_timer=None):
    """`python -m timeit`."""
    import argparse
    parser = argparse.ArgumentParser(prog='timeit')
    parser.add_argument('-n', '--number', type=int, default=0)
    parser.add_argument('-r', '--repeat', type=int, default=default_repeat)
    parser.add_argument('-s', '--setup', action='append', default=[])
    parser.add_argument('stmt', nargs='*')
    options = parser.parse_args(args)
    timer = Timer('\n'.join(options.stmt) or 'pass', '\n'.join(options.setup) or 'pass')
    number = options.number or timer.autorange()[0]
    best = min(timer.repeat(options.repeat, number)) / number
    for unit, scale in (('nsec', 1e-9), ('usec', 1e-6), ('msec', 1e-3), ('sec', 1.0)):
        if best < scale * 1000 or unit == 'sec':
            print(f"{number} loop{'s' if number != 1 else ''}, best of {options.repeat}: {best / scale:.3g} {unit} per loop")
            break


if __name__ == '__main__':
    sys.exit(main())
