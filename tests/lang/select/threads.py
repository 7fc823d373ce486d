# What threads do to a set of watched descriptors while others wait for it: registering wakes, closing wakes, a descriptor that was
# closed is not taken for the one that has its number next, and each event of a one-shot descriptor is given once.
import os
import select
import selectors
import threading
import time

e = select.epoll()
reading, writing = os.pipe()
results = []
thread = threading.Thread(target=lambda: results.extend(e.poll(30)))
thread.start()
time.sleep(0.02)
e.register(writing, select.EPOLLOUT)
thread.join()
print(results == [(writing, select.EPOLLOUT)])

e.modify(writing, 0)
results.clear()
thread = threading.Thread(target=lambda: results.extend(e.poll()))
thread.start()
time.sleep(0.02)
e.modify(writing, select.EPOLLOUT)
thread.join()
print(results == [(writing, select.EPOLLOUT)])
e.unregister(writing)

# A selector: a file that is registered while another thread is in select().
selector = selectors.DefaultSelector()
print(type(selector).__name__, selector.fileno() >= 0)
keys = []
thread = threading.Thread(target=lambda: keys.extend(selector.select(30)))
thread.start()
time.sleep(0.02)
selector.register(writing, selectors.EVENT_WRITE, 'data')
thread.join()
print([(key.data, events) for key, events in keys])
refused = []


def register_all(fds):
    for fd in fds:
        try:
            selector.register(fd, selectors.EVENT_READ)
        except KeyError:
            refused.append(fd)


pipes = [os.pipe() for _ in range(50)]
threads = [threading.Thread(target=register_all, args=([r for r, _ in pipes],)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(refused), len(selector.get_map()))
for r, w in pipes:
    selector.unregister(r)
    os.close(r)
    os.close(w)
selector.close()

# One event each, whoever gets it.
for _ in range(20):
    e.register(reading, select.EPOLLIN | select.EPOLLONESHOT)
    given = []
    threads = [threading.Thread(target=lambda: given.extend(e.poll(0.03))) for _ in range(4)]
    for thread in threads:
        thread.start()
    os.write(writing, b'x')
    for thread in threads:
        thread.join()
    os.read(reading, 1)
    e.unregister(reading)
    assert given == [(reading, select.EPOLLIN)], given
print('once')

# Registering and unregistering beside waits.
is_over = False
seen = set()


def look():
    while not is_over:
        for fd, _ in e.poll(0.01):
            seen.add(fd)


threads = [threading.Thread(target=look) for _ in range(2)]
for thread in threads:
    thread.start()
end = time.monotonic() + 0.5
rounds = 0
while time.monotonic() < end:
    r, w = os.pipe()
    e.register(w, select.EPOLLOUT)
    e.modify(w, select.EPOLLOUT | select.EPOLLET)
    e.unregister(w)
    os.close(r)
    os.close(w)
    rounds += 1
is_over = True
for thread in threads:
    thread.join()
print(rounds > 10, e.poll(0))

# Closing ends the waits.
errors = []


def wait_for(set):
    try:
        set.poll()
    except ValueError as error:
        errors.append(str(error))


for _ in range(20):
    closing = select.epoll()
    number = closing.fileno()
    threads = [threading.Thread(target=wait_for, args=(closing,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.002)
    closing.close()
    # What may get the number is not what they wait for.
    r, w = os.pipe()
    for thread in threads:
        thread.join()
    os.close(r)
    os.close(w)
print(len(errors), set(errors))
if os.path.isdir('/proc/self/fd'):
    before = len(os.listdir('/proc/self/fd'))
    for _ in range(30):
        with select.epoll() as closing:
            thread = threading.Thread(target=wait_for, args=(closing,))
            thread.start()
            time.sleep(0.001)
        thread.join()
    print(len(os.listdir('/proc/self/fd')) - before)
else:
    print(0)
