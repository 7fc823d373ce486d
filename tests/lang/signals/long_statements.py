"""An interrupt that comes while one statement takes long belongs to its handler, and its traceback shows the frame that was running."""
import os
import signal
import threading
import traceback


def interrupt(after):
    threading.Timer(after, os.kill, (os.getpid(), signal.SIGINT)).start()


def frames(error):
    return [(frame.name, frame.line) for frame in traceback.extract_tb(error.__traceback__)]


def endless():
    number = 0
    while True:
        number += 1


def over_items():
    for item in iter(int, 1):
        item += 1


def stepwise():
    number = 0
    while True:
        number += 1
        if number < 0:
            yield number


for run in (endless, over_items, lambda: list(stepwise())):
    interrupt(0.05)
    try:
        run()
    except KeyboardInterrupt as error:
        found = frames(error)
        print(len(found) > 1, found[-1][0], found[-1][1].split(':')[0].split(' ')[0] in ('while', 'for', 'number', 'item', 'if', 'def'))

try:
    os.kill(os.getpid(), signal.SIGINT)
    x = 1
    y = 2
except KeyboardInterrupt as error:
    print('in the body', len(frames(error)))
else:
    print('too late')

print('end')
