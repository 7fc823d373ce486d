# Ctrl-C reaches a worker whatever it does: computing, asleep, waiting for a line, or with threads of its own.
import multiprocessing
import os
import signal
import threading
import time


def computing(line):
    while True:
        pass


def asleep(line):
    time.sleep(60)


def waiting(line):
    threading.Event().wait(60)


def receiving(line):
    line.recv()


def with_threads(line):
    threading.Thread(target=time.sleep, args=(0.2,)).start()
    time.sleep(60)


def handled(line):
    def handler(number, frame):
        line.send('handler')
        raise SystemExit(7)
    signal.signal(signal.SIGINT, handler)
    line.send('armed')
    while True:
        time.sleep(0.01)


def run(what, line):
    try:
        line.send('ready')
        what(line)
    except KeyboardInterrupt:
        line.send('interrupted')


def told(line):
    """The next message, if there is one soon."""
    return line.recv() if line.poll(30) else 'nothing'


if __name__ == '__main__':
    context = multiprocessing.get_context('spawn')
    for what in (computing, asleep, waiting, receiving, with_threads, handled):
        for pause in (0, 0.05):
            line, theirs = context.Pipe()
            process = context.Process(target=run, args=(what, theirs))
            process.start()
            heard = [told(line)]
            if what is handled:
                heard.append(told(line))
            time.sleep(pause)
            os.kill(process.pid, signal.SIGINT)
            heard.append(told(line))
            process.join(30)
            print(what.__name__, heard, process.exitcode)
