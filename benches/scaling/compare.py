"""How many times as fast a program is with two workers as with one, next to two processes with half the work each.

    python3 benches/scaling/compare.py BIN PROGRAM SIZE ROUNDS

runs `BIN PROGRAM SIZE 1`, `BIN PROGRAM SIZE 2` and two of `BIN PROGRAM SIZE/2 1` in turns. The processes share nothing: what they do not
reach is not the program's to reach on this machine.
"""

import os
import statistics
import subprocess
import sys
import time


def run(commands):
    before, begin = os.times(), time.perf_counter()
    children = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
    codes = [child.wait() for child in children]
    assert not any(codes), codes
    after = os.times()
    return time.perf_counter() - begin, after.children_user - before.children_user


def main():
    binary, program, size, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    modes = {
        "one worker": [[binary, program, str(size), "1"]],
        "two workers": [[binary, program, str(size), "2"]],
        "two processes": [[binary, program, str(size // 2), "1"]] * 2,
    }
    seen = {name: [] for name in modes}
    for _ in range(rounds):
        for name, commands in modes.items():
            seen[name].append(run(commands))
    for name, runs in seen.items():
        walls = [wall for wall, _ in runs]
        users = [user for _, user in runs]
        ratios = [one / wall for (one, _), (wall, _) in zip(seen["one worker"], runs)]
        print(
            f"{name:14} wall median {statistics.median(walls):.3f} best {min(walls):.3f} s, user {statistics.median(users):.3f} s,"
            f" faster: median {statistics.median(ratios):.2f}, of the best {min(w for w, _ in seen['one worker']) / min(walls):.2f}"
        )


main()
