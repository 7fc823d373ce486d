"""Blocks of a shared heap, descriptors, and types that the program says how to send."""
import multiprocessing
import os
from multiprocessing import heap, reduction
from multiprocessing.dummy import Pipe as ThreadPipe
from multiprocessing.reduction import ForkingPickler


def child(block, descriptor, done):
    block.create_memoryview()[1] = 9
    number = descriptor.detach()
    os.write(number, b'x')
    os.close(number)
    done.put(1)


class Odd:
    """Cannot be sent as it is."""

    def __init__(self):
        self.file = open(os.devnull)


def show(odd, done):
    done.put(odd)


if __name__ == '__main__':
    block = heap.BufferWrapper(10)
    view = block.create_memoryview()
    view[0] = 7
    reader, writer = os.pipe()
    done = multiprocessing.SimpleQueue()
    process = multiprocessing.Process(target=child, args=(block, reduction.DupFd(writer), done))
    process.start()
    done.get()
    process.join()
    print(view[0], view[1], os.read(reader, 1), process.exitcode)
    odd = Odd()
    ForkingPickler.register(Odd, lambda odd: (str, (odd.file.name,)))
    process = multiprocessing.Process(target=show, args=(odd, done))
    process.start()
    print(done.get())
    process.join()
    print(ForkingPickler.loads(ForkingPickler.dumps([1, 'two'])))
    here, there = multiprocessing.Pipe()
    reduction.send_handle(here, writer, os.getpid())
    os.write(reduction.recv_handle(there), b'y')
    print(os.read(reader, 1))
    numbers = heap.BufferWrapper(16).create_memoryview().cast('i')
    numbers[0], numbers[3] = -5, 9
    print(numbers[0], numbers[-1], len(numbers))
    # Blocks that are given back are used again.
    blocks = [heap.BufferWrapper(size * 100) for size in range(1, 60)]
    del blocks[::2]
    blocks += [heap.BufferWrapper(500) for _ in range(20)]
    views = [block.create_memoryview() for block in blocks]
    for number, view in enumerate(views):
        view[0] = view[len(view) - 1] = number
    print(all(view[0] == view[len(view) - 1] == number for number, view in enumerate(views)))
    one, other = ThreadPipe()
    print(other.poll(0.01))
    one.send('sent')
    print(other.poll(1), other.recv())
