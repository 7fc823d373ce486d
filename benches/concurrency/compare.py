"""Runs the programs of this folder by two interpreters in turns and prints medians and their ratio.

    python3 compare.py INTERPRETER OTHER [ROUNDS] [PROGRAM ...]
"""

import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


def figures(interpreter, program):
    done = subprocess.run([interpreter, str(program)], capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        name, _, value = line.rpartition(': ')
        yield name, float(value.removesuffix(' us'))


def main(ours, other, rounds='5', *programs):
    paths = [HERE / name for name in programs] or sorted(path for path in HERE.glob('*.py') if path.name not in ("compare.py", "clock.py"))
    for path in paths:
        found = {}
        for _ in range(int(rounds)):
            for interpreter in (ours, other):
                for name, value in figures(interpreter, path):
                    found.setdefault(name, {ours: [], other: []})[interpreter].append(value)
        for name, values in found.items():
            a, b = statistics.median(values[ours]), statistics.median(values[other])
            print('%-38s %10.2f us %10.2f us   %.3fx' % (name, a, b, a / b), flush=True)


main(*sys.argv[1:])
