"""Named blocks of shared memory live as long as the program, whichever of its processes made them, and go with it even if it is killed."""
import os
import subprocess
import sys
import time
from multiprocessing import Pool, Process, shared_memory
from multiprocessing.managers import SharedMemoryManager

# Makes a block and waits to be killed.
MAKER = """
from multiprocessing import shared_memory
import time
block = shared_memory.SharedMemory(create=True, size=10)
print(block.name, flush=True)
time.sleep(60)
"""


def is_there(name):
    return os.path.exists('/dev/shm/' + name)


def is_gone(name):
    end = time.monotonic() + 20
    while is_there(name) and time.monotonic() < end:
        time.sleep(0.01)
    return not is_there(name)


def make(number):
    block = shared_memory.SharedMemory(create=True, size=10)
    block.buf[0] = number
    block.close()
    return block.name


def take_away(name):
    block = shared_memory.SharedMemory(name)
    number = block.buf[0]
    block.close()
    block.unlink()
    sys.exit(number)


if __name__ == '__main__':
    with Pool(2) as pool:
        names = pool.map(make, range(3))
    print([is_there(name) for name in names])
    for name in names:
        process = Process(target=take_away, args=(name,))
        process.start()
        process.join()
        print(process.exitcode, is_there(name))

    for end in ('terminate', 'kill'):
        program = subprocess.Popen([sys.executable, '-c', MAKER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        name = program.stdout.readline().strip()
        print(is_there(name))
        getattr(program, end)()
        program.wait()
        print(is_gone(name))

    with SharedMemoryManager() as manager:
        block = manager.SharedMemory(size=100)
        items = manager.ShareableList([1, 'two', None])
        block.buf[:3] = b'abc'
        print(bytes(block.buf[:3]), list(items))
        names = block.name, items.shm.name
        block.close()
        items.shm.close()
    print([is_there(name) for name in names])
    try:
        SharedMemoryManager().SharedMemory(5)
    except ValueError:
        print('not started')
