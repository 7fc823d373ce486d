"""Workers end with the process that started them, whatever they are doing, and not with the thread that did. Not CPython's: they live on."""
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

PROGRAM = '''
import multiprocessing, os, signal, subprocess, sys, threading, time
from concurrent.futures import ProcessPoolExecutor

def say():
    os.write(1, b'x')

def spin():
    say()
    while True: pass

def sleep():
    say()
    time.sleep(1000)

def with_handlers():
    """A program's own idea of what signals do changes nothing."""
    for number in signal.valid_signals():
        try: signal.signal(number, signal.SIG_DFL)
        except (OSError, ValueError): pass
    assert signal.getsignal(signal.SIGURG) == signal.SIG_DFL
    signal.signal(signal.SIGURG, lambda *_: None)
    spin()

def with_threads():
    threading.Thread(target=spin, daemon=True).start()
    say()
    threading.Event().wait(1000)

def with_children():
    for target in spin, sleep, spin:
        multiprocessing.Process(target=target).start()
    spin()

def start():
    for target in spin, sleep, spin, with_handlers, with_threads:
        multiprocessing.Process(target=target, daemon=True).start()
    multiprocessing.Process(target=with_children).start()
    process(spin), process(sleep)

starter = threading.Thread(target=start)
starter.start()
starter.join()
executor = ProcessPoolExecutor(2)
calls = [executor.submit(spin), executor.submit(sleep)]
os.read(0, 1)
os._exit(3)
'''
SIGNS = 1 + 1 + 1 + 1 + 2 + 4 + 2 + 2


def all_end(end):
    """Whether all processes of a program end when `end(program)` has ended it. Each of them has the pipe open that is read here."""
    program = subprocess.Popen([sys.executable, '-c', PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    watchdog = threading.Timer(50, os.killpg, (program.pid, signal.SIGKILL))
    watchdog.start()
    for _ in range(SIGNS):
        assert os.read(program.stdout.fileno(), 1) == b'x'
    end(program)
    start = time.monotonic()
    rest = program.stdout.read()
    took = time.monotonic() - start
    watchdog.cancel()
    return rest == b'' and took < 20, program.wait()


def value(number):
    end = time.monotonic() + 0.2
    while time.monotonic() < end:
        pass
    return number


def outlive_threads():
    """Workers go on whose starting thread has ended, as all of their threads here, the nursery's included."""
    started = []
    for number in range(4):
        thread = threading.Thread(target=lambda: started.append(process(value, number)))
        thread.start()
        thread.join()
    return [p.join() for p in started]


if sys.argv[1:] == ['inside']:
    print(all_end(subprocess.Popen.kill), outlive_threads())
else:
    print('killed', all_end(subprocess.Popen.kill))
    print('left', all_end(lambda program: program.stdin.close()))
    print('threads', outlive_threads())
    # In a namespace of its own, numbers are other ones, and the one that inherits orphans is a program.
    apart = ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--mount-proc']
    try:
        can = subprocess.run([*apart, 'true'], stderr=subprocess.DEVNULL).returncode == 0
    except FileNotFoundError:
        can = False
    command = [*(apart if can else []), sys.executable, __file__, 'inside']
    print('namespace', subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout.strip())
    # What nobody joins is waited for.
    text = 'import time\ndef late(): time.sleep(0.3); print("late", flush=True)\nprocess(late), process(late), process(late)'
    print('end', subprocess.run([sys.executable, '-c', text], stdout=subprocess.PIPE, text=True).stdout.split())
