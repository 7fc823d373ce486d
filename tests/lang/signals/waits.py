"""Ctrl-C and SIGTERM end every kind of wait of the main thread."""
import concurrent.futures
import multiprocessing
import os
import queue
import select
import signal
import socket
import subprocess
import threading
import time


class Term(Exception):
    pass


def on_term(number, frame):
    raise Term


signal.signal(signal.SIGTERM, on_term)
lock = threading.Lock()
lock.acquire()
a, b = socket.socketpair()
server = socket.create_server(('127.0.0.1', 0))
executor = concurrent.futures.ThreadPoolExecutor(1)
gate = threading.Event()
future = executor.submit(gate.wait)
child = subprocess.Popen(['sleep', '20'])
process = multiprocessing.Process(target=time.sleep, args=(20,), daemon=True)
process.start()
reader, writer = multiprocessing.Pipe()
mp_queue = multiprocessing.Queue()
mp_event = multiprocessing.Event()
mp_lock = multiprocessing.Lock()
mp_lock.acquire()
other = threading.Thread(target=gate.wait)
other.start()
waits = {
    'sleep': lambda: time.sleep(20),
    'lock': lambda: lock.acquire(timeout=20),
    'queue': lambda: queue.Queue().get(timeout=20),
    'event': lambda: threading.Event().wait(20),
    'join': lambda: other.join(20),
    'future': lambda: future.result(20),
    'recv': lambda: a.recv(1),
    'accept': lambda: server.accept(),
    'select': lambda: select.select([a], [], []),
    'poll': lambda: select.poll().poll(20000),
    'popen': lambda: child.wait(),
    'communicate': lambda: subprocess.run(['cat'], stdin=a, timeout=20),
    'process': lambda: process.join(),
    'pipe': lambda: reader.recv(),
    'mp queue': lambda: mp_queue.get(timeout=20),
    'mp event': lambda: mp_event.wait(20),
    'mp lock': lambda: mp_lock.acquire(timeout=20),
}
for name, wait in waits.items():
    for number in (signal.SIGINT, signal.SIGTERM):
        threading.Timer(0.03, os.kill, (os.getpid(), number)).start()
        start = time.monotonic()
        try:
            wait()
            outcome = 'nothing'
        except KeyboardInterrupt:
            outcome = 'KeyboardInterrupt'
        except Term:
            outcome = 'Term'
        print(name, outcome, time.monotonic() - start < 2)
gate.set()
executor.shutdown()
child.kill()
child.wait()
process.kill()
process.join()
