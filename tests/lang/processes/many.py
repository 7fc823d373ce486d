"""Many processes, from several threads at once: each runs its call and ends with its own status; nothing is left of them, also when
those that help to start them are killed."""
import multiprocessing
import os
import signal
import threading
import time


def status(n):
    raise SystemExit(n)


def children():
    """Processes whose parent is this one, zombies included: (number, state)."""
    found = []
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open(f'/proc/{name}/stat') as file:
                    fields = file.read().rpartition(')')[2].split()
            except OSError:
                continue
            if int(fields[1]) == os.getpid():
                found.append((int(name), fields[0]))
    return found


def start_some(base, codes):
    for n in range(6):
        process = multiprocessing.Process(target=status, args=(base + n,))
        process.start()
        process.join()
        codes.append(process.exitcode == base + n)


codes = []
threads = [threading.Thread(target=start_some, args=(10 * n, codes)) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(codes), all(codes))
print([state for _, state in children() if state == 'Z'], len(children()) <= 1, len(os.listdir('/proc/self/fd')) < 20)
# Whatever is left is not one of our processes; it can die without harm.
for pid, _ in children():
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.05)
codes.clear()
start_some(100, codes)
print(codes)
# The same while it is stopped: it answers no more.
for pid, _ in children():
    os.kill(pid, signal.SIGSTOP)
codes.clear()
start_some(200, codes)
print(codes)
multiprocessing.util._exit_function()
import _process
_process.close_nursery()
print(children(), multiprocessing.active_children())
