# What the tests of the examples need: the way to them, a folder for their files, and for a Python without the builtins thread, lock and queue
# the same made of its threading.
import builtins
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..', 'examples'))

if not hasattr(builtins, 'thread'):
    import queue as queues
    import threading

    class thread:
        def __init__(self, fn, /, *args, **kwargs):
            def run():
                try:
                    self.result, self.error = fn(*args, **kwargs), None
                except BaseException as error:
                    self.error = error

            self.inner = threading.Thread(target=run)
            self.inner.start()

        def join(self):
            self.inner.join()
            if self.error is not None:
                raise self.error
            return self.result

    builtins.thread = thread
    builtins.lock = threading.Lock
    builtins.queue = queues.Queue


def numbers(seed):
    # The same for every Python.
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        yield seed >> 33


class Folder:
    # A folder of one's own, gone at the end.
    def __enter__(self):
        self.path = os.path.join(os.environ.get('TMPDIR', '/tmp'), f'pyc-example-{os.getpid()}')
        os.mkdir(self.path)
        self.files = []
        return self

    def write(self, name, text):
        path = os.path.join(self.path, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        self.files.append(path)
        return path

    def __exit__(self, *_):
        for path in self.files:
            os.remove(path)
        os.rmdir(self.path)
