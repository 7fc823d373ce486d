# sys._current_frames(): where all threads stand, whatever they are doing.
import sys
import threading
import time
import traceback

ready, go, spins = threading.Barrier(4), threading.Event(), [0]
idents = {}


def waits(text):
    def inner(n):
        mark = [n, text]
        idents['waits'] = threading.get_ident()
        ready.wait()
        go.wait()
        return mark

    return inner(5)


def sleeps():
    idents['sleeps'] = threading.get_ident()
    ready.wait()
    while not go.is_set():
        time.sleep(0.2)


def runs():
    def count():
        while not go.is_set():
            spins[0] += 1

    idents['runs'] = threading.get_ident()
    ready.wait()
    count()


def names(frame):
    found = []
    while frame is not None:
        found.append(frame.f_code.co_name)
        frame = frame.f_back
    return found


threads = [threading.Thread(target=waits, args=('x',)), threading.Thread(target=sleeps), threading.Thread(target=runs)]
for t in threads:
    t.start()
ready.wait()
while not spins[0]:
    time.sleep(0.001)
time.sleep(0.1)
wanted = {'waits': ['inner', 'waits', 'run'], 'sleeps': ['sleeps', 'run'], 'runs': ['count', 'runs', 'run']}
for _ in range(20):
    frames = sys._current_frames()
    for name, ident in idents.items():
        found = [each for each in names(frames[ident]) if each in wanted[name]]
        if name == 'runs' and found[0] != 'count':
            found[:0] = ['count']
        assert found[:2] == wanted[name][:2], (name, found)
print(len(frames), sorted(idents))
own = frames[threading.get_ident()]
print(own.f_code.co_name, own.f_globals is globals(), own.f_back)

frame = frames[idents['waits']]
while frame.f_code.co_name != 'waits':
    frame = frame.f_back
print(frame.f_code.co_name, frame.f_code.co_filename == __file__, frame.f_lineno, frame.f_globals is globals())
print(frame.f_code.co_firstlineno, frame.f_code.co_varnames, frame.f_code.co_argcount, frame.f_locals['text'])
for entry in traceback.extract_stack(frames[idents['waits']]):
    if entry.filename == __file__:
        print(entry.name, entry.lineno, entry.line)
go.set()
for t in threads:
    t.join()
print(len(sys._current_frames()))

# Threads come and go, run and wait, while others look at all of them.
stop = time.monotonic() + 1
seen = []


def works(depth):
    data = {n: [n] for n in range(depth)}
    if depth:
        return works(depth - 1)
    time.sleep(0.0002)
    return sum(n for n in range(50)), data


def comes_and_goes():
    while time.monotonic() < stop:
        t = threading.Thread(target=works, args=(8,))
        t.start()
        works(3)
        t.join()


def looks():
    while time.monotonic() < stop:
        for frame in sys._current_frames().values():
            while frame is not None:
                assert (frame.f_lineno or 0) >= 0 and frame.f_code.co_name and frame.f_locals is not None
                if frame.f_code.co_name == 'works':
                    seen.append(frame.f_locals.get('depth'))
                frame = frame.f_back


threads = [threading.Thread(target=f) for f in (comes_and_goes, comes_and_goes, looks, looks)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(seen) > 10, set(seen) <= set(range(9)), sys._current_frames()[threading.get_ident()].f_lineno)
