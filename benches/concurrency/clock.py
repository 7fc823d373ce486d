"""What an operation takes: time that passes, and time of processors that this process and its workers use."""

import multiprocessing
import os
import time


def _used(pid):
    """Nanoseconds that the threads of a process have run."""
    total = 0
    for thread in os.listdir(f'/proc/{pid}/task'):
        try:
            with open(f'/proc/{pid}/task/{thread}/schedstat') as file:
                total += int(file.read().split()[0])
        except (FileNotFoundError, ProcessLookupError):
            pass
    return total


def _processors():
    return time.process_time() + sum(_used(child.pid) for child in multiprocessing.active_children()) / 1e9


def measure(name, run, rounds=5):
    """Calls `run`, which says how many operations it has made, and prints the best round's figures for one."""
    passed, used = [], []
    for _ in range(rounds):
        began, began_cpu = time.perf_counter(), _processors()
        count = run()
        ended, ended_cpu = time.perf_counter(), _processors()
        passed.append((ended - began) / count)
        used.append((ended_cpu - began_cpu) / count)
    print('%s: %.2f us' % (name, min(passed) * 1e6))
    print('%s, CPU: %.2f us' % (name, min(used) * 1e6))
