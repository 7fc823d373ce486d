# Processes that are killed while they wait for a condition take no notification with them, and one that is killed inside of a barrier
# keeps nobody waiting there.
import multiprocessing
import os
import random
import signal
import threading
import time

seed = random.randrange(1 << 30)
rng = random.Random(seed)


def kill(process):
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def wait(condition, begun, woken, number):
    with condition:
        begun.release()
        if condition.wait():
            woken.put(number)


def waiting(count):
    condition, begun, woken = multiprocessing.Condition(), multiprocessing.Semaphore(0), multiprocessing.SimpleQueue()
    processes = [multiprocessing.Process(target=wait, args=(condition, begun, woken, number)) for number in range(count)]
    for process in processes:
        process.start()
        # One after the other.
        begun.acquire()
    with condition:
        pass
    return condition, woken, processes


condition, woken, processes = waiting(4)
print(repr(condition).endswith(', 4)>'))
kill(processes[0])
kill(processes[2])
with condition:
    condition.notify()
print(woken.get())
with condition:
    print(repr(condition).endswith(', 1)>'))
    condition.notify_all()
print(woken.get())
with condition:
    condition.notify(5)
    print(condition.wait(0.01), condition.wait_for(lambda: False, 0.01), condition.wait_for(lambda: 'there'))
for process in processes:
    process.join()

# Notified, and killed before it could know.
condition, woken, processes = waiting(2)
os.kill(processes[0].pid, signal.SIGSTOP)
with condition:
    condition.notify()
kill(processes[0])
with condition:
    condition.notify()
print(woken.get())
processes[1].join()


def meet(barrier, count):
    for _ in range(count):
        try:
            barrier.wait()
        except threading.BrokenBarrierError:
            barrier.reset()


def join_in_time(process):
    process.join(20)
    return process.exitcode


# A barrier of three: those who are killed are replaced.
barrier = multiprocessing.Barrier(3)
processes = [multiprocessing.Process(target=meet, args=(barrier, 300)) for _ in range(3)]
for process in processes:
    process.start()
print([join_in_time(process) for process in processes], barrier.n_waiting, barrier.broken)
end = time.monotonic() + 1.5
processes = []
while time.monotonic() < end:
    while len(processes) < 3:
        processes.append(multiprocessing.Process(target=meet, args=(barrier, 10**9)))
        processes[-1].start()
    time.sleep(rng.random() * 0.05)
    kill(processes.pop(rng.randrange(3)))
for process in processes:
    kill(process)
barrier.reset()
print(barrier.n_waiting, barrier.broken)
processes = [multiprocessing.Process(target=meet, args=(barrier, 20)) for _ in range(3)]
for process in processes:
    process.start()
print([join_in_time(process) for process in processes])
