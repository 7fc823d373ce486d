# Processes that are killed (-9) while they put into and get from queues, bounded ones too: nobody is left waiting, and each item is
# accounted for. Of a killed writer's items only the last ones are missing; a killed reader takes at most one with it.
import multiprocessing
import os
import queue
import random
import signal
import threading
import time

seed = random.randrange(1 << 30)
rng = random.Random(seed)


def write(q, name):
    number = 0
    while True:
        q.put((name, number))
        number += 1


def write_some(q, count):
    for number in range(count):
        q.put(number)


def read(q, results):
    while True:
        number = q.get()
        results.put(number)
        q.task_done()


def kill(process):
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def within(limit, call):
    """Whether a call comes back."""
    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    thread.join(limit)
    return not thread.is_alive()


def killed_writers(maxsize, seconds):
    q = multiprocessing.JoinableQueue(maxsize)
    got, is_over = {}, False

    def consume():
        while True:
            was_over = is_over
            try:
                name, number = q.get(timeout=0.3)
            except queue.Empty:
                if was_over:
                    return
                continue
            # Without a gap.
            assert number == got.get(name, 0), (seed, name, number, got.get(name))
            got[name] = number + 1
            q.task_done()

    consumer = threading.Thread(target=consume)
    consumer.start()
    writers, names = [], iter(range(10**6))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        while len(writers) < 3:
            writers.append(multiprocessing.Process(target=write, args=(q, next(names))))
            writers[-1].start()
        time.sleep(rng.random() * 0.03)
        kill(writers.pop(rng.randrange(3)))
    for process in writers:
        kill(process)
    is_over = True
    consumer.join()
    assert got, seed
    # All places are there again.
    for number in range(maxsize):
        q.put(('after', number), timeout=20)
    if maxsize:
        assert q.full()
        try:
            q.put(0, timeout=0.01)
        except queue.Full:
            print('full', maxsize)
    assert q.qsize() == maxsize, (seed, q.qsize())
    for _ in range(maxsize):
        q.get()
        q.task_done()
    assert within(20, q.join), seed
    try:
        q.task_done()
    except ValueError as error:
        print(error)
    print('killed writers', maxsize)


def killed_readers(maxsize, count):
    q, results = multiprocessing.JoinableQueue(maxsize), multiprocessing.Queue(16)
    writer = multiprocessing.Process(target=write_some, args=(q, count))
    writer.start()
    got, killed, readers = [], 0, []
    while True:
        while len(readers) < 2:
            readers.append(multiprocessing.Process(target=read, args=(q, results)))
            readers[-1].start()
        end = time.monotonic() + rng.random() * 0.1
        while time.monotonic() < end:
            try:
                got.append(results.get(timeout=0.01))
            except queue.Empty:
                pass
        if writer.exitcode is not None and q.empty():
            break
        if killed < 30:
            kill(readers.pop(0))
            killed += 1
    writer.join()
    for process in readers:
        kill(process)
        killed += 1
    while True:
        try:
            got.append(results.get(timeout=0.1))
        except queue.Empty:
            break
    assert writer.exitcode == 0, seed
    assert len(set(got)) == len(got), seed
    # An item is lost between get() and the result's being on its way.
    assert count - killed <= len(got) <= count, (seed, len(got), killed)
    print('killed readers', maxsize)


for maxsize in (1, 3, 0):
    killed_writers(maxsize, 0.8)
for maxsize in (1, 2):
    killed_readers(maxsize, 1500)
