"""What tutorials do with processes, guarded as they do it."""
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import Lock, Manager, Pipe, Pool, Process, Queue, Value, current_process


def square(n):
    return n * n


def report(names):
    names.put(current_process().name)


def consumer(tasks, results):
    while True:
        item = tasks.get()
        if item is None:
            tasks.task_done()
            break
        results.put((item, item * 10))
        tasks.task_done()


def deposit(balance, times):
    for _ in range(times):
        with balance.get_lock():
            balance.value += 1


def deposit_locked(balance, lock, times):
    for _ in range(times):
        lock.acquire()
        balance.value += 1
        lock.release()


def note(shared, names, key):
    shared[key] = key * key
    names.append(key)


def pong(connection):
    while (ball := connection.recv()) != 'stop':
        connection.send(ball + 1)
    connection.close()


def slow_square(n):
    time.sleep(0.01 * (3 - n % 3))
    return n, n * n


def write_file(path, text):
    with open(path, 'w') as file:
        file.write(text)


def fail():
    sys.exit(3)


class Greeter(Process):
    def __init__(self, greeting, queue):
        super().__init__()
        self.greeting = greeting
        self.queue = queue

    def run(self):
        self.queue.put(f'{self.greeting} from {self.name}')


def spin():
    while True:
        time.sleep(0.05)


def main():
    # A pool.
    with Pool(4) as pool:
        print(pool.map(square, range(10)))
        print(pool.apply_async(square, (12,)).get(timeout=30))
        print(list(pool.imap(square, range(5))))
    # Named processes.
    names = Queue()
    workers = [Process(target=report, args=(names,), name=name) for name in ('worker-1', 'Zoë', '工人', 'naïve 🐍')]
    for worker in workers:
        worker.start()
    print(sorted(names.get() for _ in workers))
    for worker in workers:
        worker.join()
    print([worker.name for worker in workers], [worker.exitcode for worker in workers])
    # A queue of tasks, with sentinels.
    tasks, results = multiprocessing.JoinableQueue(), Queue()
    consumers = [Process(target=consumer, args=(tasks, results)) for _ in range(3)]
    for process in consumers:
        process.start()
    for n in range(10):
        tasks.put(n)
    for _ in consumers:
        tasks.put(None)
    tasks.join()
    print(sorted(results.get() for _ in range(10)))
    for process in consumers:
        process.join()
    # A shared number, with its own lock and with another.
    balance = Value('i', 0)
    processes = [Process(target=deposit, args=(balance, 200)) for _ in range(4)]
    lock, other = Lock(), Value('d', 0.0, lock=False)
    processes += [Process(target=deposit_locked, args=(other, lock, 200)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(balance.value, other.value)
    # A manager.
    with Manager() as manager:
        shared, listed = manager.dict(), manager.list()
        processes = [Process(target=note, args=(shared, listed, key)) for key in range(5)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        print(sorted(shared.items()), sorted(listed))
    # Ping-pong.
    here, there = Pipe()
    process = Process(target=pong, args=(there,))
    process.start()
    ball = 0
    for _ in range(5):
        here.send(ball)
        ball = here.recv()
    here.send('stop')
    process.join()
    print(ball, process.exitcode)
    # An executor.
    with ProcessPoolExecutor(max_workers=3) as executor:
        futures = {executor.submit(slow_square, n): n for n in range(6)}
        print(sorted((futures[future], future.result()) for future in as_completed(futures)))
        print(list(executor.map(square, [1, 2, 3])))
    # A file that a child writes.
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'note.txt')
        process = Process(target=write_file, args=(path, 'from the child\n'))
        process.start()
        process.join()
        print(open(path).read(), end='')
        code = f'open({path!r}, "a").write("from a subprocess\\n"); print("written")'
        done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True)
        print(done.stdout, done.returncode, open(path).read(), end='')
    # A class of its own, an exit status, an end by force.
    queue = Queue()
    greeter = Greeter('hello', queue)
    greeter.name = 'G'
    greeter.start()
    print(queue.get())
    greeter.join()
    process = Process(target=fail)
    process.start()
    process.join()
    print(process.exitcode, process.is_alive())
    process = Process(target=spin, daemon=True)
    process.start()
    print(process.is_alive())
    process.terminate()
    process.join()
    print(process.exitcode, process.is_alive(), multiprocessing.active_children())


if __name__ == '__main__':
    main()
