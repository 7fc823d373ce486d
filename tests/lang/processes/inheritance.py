"""What workers inherit from the program is what it is when they start, however many were started before: folder, environment, ignored
signals, the mask of new files, standard output."""
import multiprocessing
import os
import signal
import sys
import tempfile


def look(queue):
    mask = os.umask(0)
    os.umask(mask)
    queue.put((os.getcwd(), os.environ.get('PYC_TEST'), signal.getsignal(signal.SIGINT) is signal.SIG_IGN, mask,
               signal.getsignal(signal.SIGUSR1) is signal.SIG_IGN))


def seen():
    queue = multiprocessing.SimpleQueue()
    process = multiprocessing.get_context('spawn').Process(target=look, args=(queue,))
    process.start()
    found = queue.get()
    process.join()
    assert process.exitcode == 0
    return found


def say(text):
    print(text, flush=True)


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn')
    os.umask(0o022)
    os.environ.pop('PYC_TEST', None)
    home = os.getcwd()
    for _ in range(4):
        folder, *rest = seen()
        print(folder == home, rest)
    with tempfile.TemporaryDirectory() as other:
        other = os.path.realpath(other)
        os.chdir(other)
        print([seen()[0] == other for _ in range(3)])
        os.chdir(home)
    os.environ['PYC_TEST'] = 'changed'
    print([seen()[1] for _ in range(2)])
    os.environ['PYC_TEST'] = 'again'
    print([seen()[1] for _ in range(2)])
    del os.environ['PYC_TEST']
    os.umask(0o027)
    print(seen()[1:], seen()[1:])
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    print(seen()[2], seen()[2])
    signal.signal(signal.SIGINT, before)
    # Output that goes somewhere else for a while.
    sys.stdout.flush()
    for round in range(3):
        with tempfile.TemporaryFile() as file:
            saved = os.dup(1)
            os.dup2(file.fileno(), 1)
            process = multiprocessing.Process(target=say, args=('into the file',))
            process.start()
            process.join()
            os.dup2(saved, 1)
            os.close(saved)
            file.seek(0)
            print(file.read(), flush=True)
    print(multiprocessing.active_children())
