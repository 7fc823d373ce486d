"""Programs that end, or are interrupted or terminated, in the middle of something: none hangs, no process and no shared memory stays."""
import os
import signal
import subprocess
import sys
import threading
import time
import uuid

MARK = 'PYC_MARK_' + uuid.uuid4().hex
PRELUDE = '''
import multiprocessing, os, queue, signal, socket, sys, threading, time, asyncio
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
def spin():
    while True: time.sleep(0.01)
def with_parent(): multiprocessing.parent_process().join()
def ready(): print('ready', flush=True)
'''


def marked():
    """Processes that were started, however indirectly, by one of the programs."""
    found = []
    for name in os.listdir('/proc'):
        if name.isdigit() and int(name) != os.getpid():
            try:
                with open(f'/proc/{name}/environ', 'rb') as file:
                    if MARK.encode() in file.read():
                        found.append(name)
            except OSError:
                pass
    return found


def gone(limit=20):
    end = time.monotonic() + limit
    while marked() and time.monotonic() < end:
        time.sleep(0.02)
    return not marked()


def shared():
    """Blocks of shared memory that have names."""
    return [name for name in os.listdir('/dev/shm') if name.startswith('psm_')] if os.path.isdir('/dev/shm') else []


def left(before, limit=20):
    """Other programs may make some too: theirs will go."""
    end = time.monotonic() + limit
    while time.monotonic() < end and any(name not in before for name in shared()):
        time.sleep(0.05)
    return [name for name in shared() if name not in before]


def run(name, text, signals=()):
    before = shared()
    program = subprocess.Popen([sys.executable, '-c', PRELUDE + text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, MARK: '1'}, start_new_session=True)
    watchdog = threading.Timer(50, program.kill)
    watchdog.start()
    if signals:
        assert program.stdout.readline() == 'ready\n', program.stderr.read()
        time.sleep(0.1)
        for number in signals:
            program.send_signal(number)
    out, err = program.communicate()
    watchdog.cancel()
    last = err.strip().rpartition('\n')[2]
    print(name, '|', program.returncode, out.strip(), '|', last, '|', gone(), left(before))


# The end while something runs.
run('pool', 'pool = multiprocessing.Pool(2); pool.map_async(time.sleep, [0.3] * 50); print("end")')
run('pool, no reference', 'multiprocessing.Pool(2).apply_async(time.sleep, (0.1,)); print("end")')
run('executor', 'e = ProcessPoolExecutor(2); f = [e.submit(time.sleep, 0.05) for _ in range(6)]; print("end")')
run('thread executor', 'e = ThreadPoolExecutor(2); f = [e.submit(time.sleep, 0.05) for _ in range(6)]; print("end")')
run('daemon process', 'multiprocessing.Process(target=spin, daemon=True).start(); print("end")')
run('process', 'multiprocessing.Process(target=time.sleep, args=(0.2,)).start(); print("end")')
run('daemon thread', 'threading.Thread(target=spin, daemon=True).start(); print("end")')
run('thread', 'threading.Thread(target=time.sleep, args=(0.2,)).start(); print("end")')
run('shared memory', '''
from multiprocessing import shared_memory
block = shared_memory.SharedMemory(create=True, size=100)
value, array = multiprocessing.Value('i', 1), multiprocessing.Array('d', 10)
p = multiprocessing.Process(target=array.__setitem__, args=(0, 2.5)); p.start(); p.join(); print(array[0])
block.close(); block.unlink()
''')
run('manager', 'm = multiprocessing.Manager(); d = m.dict(a=1); print(d["a"])')
run('queue with items', 'q = multiprocessing.Queue(); [q.put(bytes(1000)) for _ in range(100)]; q.cancel_join_thread(); print("end")')
run('an error with a pool', 'pool = multiprocessing.Pool(2); pool.map_async(time.sleep, [0.3] * 50); 1 / 0')
run('sys.exit with all', '''
pool = multiprocessing.Pool(2); pool.map_async(time.sleep, [0.3] * 50)
threading.Thread(target=spin, daemon=True).start()
multiprocessing.Process(target=spin, daemon=True).start()
sys.exit(7)
''')

# Ctrl-C and SIGTERM in waits.
WAITS = {
    'join of a process': 'p = multiprocessing.Process(target=with_parent, daemon=True); p.start(); ready(); p.join()',
    'queue': 'q = multiprocessing.Queue(); ready(); q.get()',
    'full queue': 'q = multiprocessing.Queue(1); q.put(1); ready(); q.put(2)',
    'pipe': 'a, b = multiprocessing.Pipe(); ready(); a.recv()',
    'pool result': 'pool = multiprocessing.Pool(2); r = pool.apply_async(time.sleep, (3,)); ready(); r.get()',
    'executor': 'e = ProcessPoolExecutor(1); f = e.submit(time.sleep, 3); ready(); f.result(); time.sleep(20)',
    'event': 'e = multiprocessing.Event(); ready(); e.wait()',
    'thread join': 't = threading.Thread(target=spin, daemon=True); t.start(); ready(); t.join()',
    'thread queue': 't = threading.Thread(target=spin, daemon=True); t.start(); q = queue.Queue(); ready(); q.get()',
    'socket': 'a, b = socket.socketpair(); ready(); a.recv(1)',
    'loop': 'async def main():\n    ready(); await asyncio.sleep(50)\nasyncio.run(main())',
    'sleep': 'ready(); time.sleep(50)',
}
for name, text in WAITS.items():
    run('INT ' + name, text, [signal.SIGINT])
    run('TERM ' + name, text, [signal.SIGTERM])
