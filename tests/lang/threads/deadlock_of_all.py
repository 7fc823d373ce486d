# When all threads wait, the main one is told first; then, if it waits again, the others.
import queue as queues
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from threading import DeadlockError

# A thread that nobody feeds.
inbox = queues.Queue()
told = []


def worker(name):
    try:
        inbox.get()
    except DeadlockError:
        told.append(name)


threads = [threading.Thread(target=worker, args=(n,), name=f'worker {n}') for n in range(3)]
for t in threads:
    t.start()
try:
    threads[0].join()
except DeadlockError as error:
    print('main:', *sorted(str(error).removeprefix('deadlock: ').split('; ')), sep='\n  ')
print(told, [t.is_alive() for t in threads])

# The main thread may mend it, for one here. It was told of the other two, so it is their turn.
inbox.put(None)
for t in threads:
    t.join()
print(len(told), [t.is_alive() for t in threads])

# Those who wait anew make a new deadlock.
again = threading.Thread(target=worker, args=('again',))
again.start()
try:
    again.join()
except DeadlockError as error:
    print('main again')
again.join()
print(told[-1])

# A task that waits for another of its pool, which has one thread. The main thread is told, the pool ends.
outcomes = []


def outer():
    try:
        return pool.submit(int).result()
    except DeadlockError:
        outcomes.append('the task')


try:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(outer).result()
except DeadlockError:
    outcomes.append('main')
print(sorted(outcomes))

# A circle is told to one in it, also if everybody waits.
a, b = threading.Lock(), threading.Lock()
meet = threading.Barrier(2)


def take(first, second):
    with first:
        meet.wait()
        try:
            with second:
                pass
        except DeadlockError as error:
            print('circle of', str(error).count('waits for'))


pair = [threading.Thread(target=take, args=two) for two in [(a, b), (b, a)]]
for t in pair:
    t.start()
for t in pair:
    t.join()


def run(code):
    done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, timeout=20)
    errors = [line.split(':')[0] for line in done.stderr.splitlines() if 'Error' in line]
    print(done.returncode, errors, done.stdout.split())


# Nobody handles it: status 1; the others are told as the program ends.
run('''
import threading
t = threading.Thread(target=threading.Event().wait)
t.start()
print('joins')
t.join()
''')
# The main thread has come to its end.
run('''
import threading
threading.Thread(target=threading.Event().wait).start()
print('over')
''')
run('''
import asyncio
async def main():
    await asyncio.Event().wait()
asyncio.run(main())
''')
