"""How long small pieces of code take.

    python -m timeit [-n N] [-r N] [-s S] [-p] [-u U] [-v] [-h] [--] [line of the statement ...]

-n, --number N   how often a measurement runs the statement; found out if it is not given
-r, --repeat N   how many measurements there are (5)
-s, --setup S    what is run before each measurement; given several times, several lines
-p, --process    take the time that the process uses, not the clock's
-u, --unit U     show times in nsec, usec, msec or sec
-v, --verbose    show all times; given twice, with more digits
-h, --help       show this text

The shortest of the measurements counts: what makes others longer is other work of the machine.
"""

import gc
import itertools
import sys
import time

__all__ = ['Timer', 'timeit', 'repeat', 'default_timer']

default_timer = time.perf_counter
default_number, default_repeat = 10 ** 6, 5
_own_names = globals
_UNITS = {'nsec': 1e-9, 'usec': 1e-6, 'msec': 1e-3, 'sec': 1.0}
_SOURCE = '<timeit-src>'


def reindent(src, indent):
    """The text with all lines but the first moved to the right."""
    return src.replace('\n', '\n' + ' ' * indent)


class Timer:
    """Times a statement, given as text or as something to call."""

    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        self.timer = timer
        parts, local_ns = [], {}
        for name, what in (('stmt', stmt), ('setup', setup)):
            if isinstance(what, str):
                compile(what, _SOURCE, 'exec')
                parts.append(what)
            elif callable(what):
                local_ns['_' + name] = what
                parts.append(f'_{name}()')
            else:
                raise ValueError(f'{name} is neither a string nor callable')
        indented = [reindent(part, depth) for part, depth in zip(parts, (8, 4))]
        needed = ''.join(f', {name}={name}' for name in local_ns)
        self.src = (f'def inner(_it, _timer{needed}):\n    {indented[1]}\n    _t0 = _timer()\n    for _i in _it:\n        {indented[0]}\n'
                    '        pass\n    _t1 = _timer()\n    return _t1 - _t0\n')
        global_ns = _own_names() if globals is None else globals
        namespace = dict(local_ns)
        exec(compile(self.src, _SOURCE, 'exec'), {**global_ns, **local_ns} if local_ns else global_ns, namespace)
        self.inner = namespace['inner']

    def print_exc(self, file=None):
        """Shows an exception of the timed code with the lines of that code."""
        import linecache
        import traceback
        linecache.cache[_SOURCE] = len(self.src), None, self.src.splitlines(keepends=True), _SOURCE
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
    """`python -m timeit`. The status to exit with, or None."""
    import getopt
    import os
    try:
        options, lines = getopt.getopt(
            sys.argv[1:] if args is None else args, 'n:u:s:r:pvh',
            ['number=', 'setup=', 'repeat=', 'process', 'verbose', 'unit=', 'help'],
        )
    except getopt.error as error:
        print(error)
        print('use -h/--help for command line help')
        return 2
    timer, number, repeats, unit, verbose, setup = default_timer, 0, default_repeat, None, 0, []
    for name, value in options:
        match name:
            case '-n' | '--number':
                number = int(value)
            case '-s' | '--setup':
                setup.append(value)
            case '-r' | '--repeat':
                repeats = max(int(value), 1)
            case '-p' | '--process':
                timer = time.process_time
            case '-v' | '--verbose':
                verbose += 1
            case '-u' | '--unit':
                if value not in _UNITS:
                    print('Unrecognized unit. Please select nsec, usec, msec, or sec.', file=sys.stderr)
                    return 2
                unit = value
            case '-h' | '--help':
                print(__doc__, end=' ')
                return 0
    # What is timed may import what lies in the current folder.
    sys.path.insert(0, os.curdir)
    if _wrap_timer is not None:
        timer = _wrap_timer(timer)
    digits = 3 + max(verbose - 1, 0)
    clock = Timer('\n'.join(lines) or 'pass', '\n'.join(setup) or 'pass', timer)

    def tried(number, taken):
        print(f"{number} loop{'' if number == 1 else 's'} -> {taken:.{digits}g} secs")

    try:
        if not number:
            number, _ = clock.autorange(tried if verbose else None)
            if verbose:
                print()
        times = clock.repeat(repeats, number)
    except Exception:
        clock.print_exc()
        return 1

    def shown(taken):
        name = unit or next((name for name in reversed(_UNITS) if taken >= _UNITS[name]), 'nsec')
        return f'{taken / _UNITS[name]:.{digits}g} {name}'

    if verbose:
        print('raw times: ' + ', '.join(map(shown, times)) + '\n')
    best, worst = min(times) / number, max(times) / number
    print(f"{number} loop{'' if number == 1 else 's'}, best of {repeats}: {shown(best)} per loop")
    if worst >= best * 4:
        import warnings
        warnings.warn_explicit(
            f'The test results are likely unreliable. The worst time ({shown(worst)}) was more than four times slower than the best time '
            f'({shown(best)}).', UserWarning, '', 0,
        )
    return None


if __name__ == '__main__':
    sys.exit(main())
