# `x += 1` loses no update, whatever x is.
import threading

N = 3000
WORKERS = 4
count = 0


class Box:
    total = 0

    def __init__(self):
        self.value = 0


box = Box()
items = [0, 0]
table = {'n': 0, (1, 2): 0}


def make_cell():
    inner = 0

    def bump():
        nonlocal inner
        for _ in range(N):
            inner += 1

    return bump, lambda: inner


bump, read = make_cell()
text_length = ''
big = 1 << 70
ratio = 0.0


def work():
    global count, big, ratio
    for _ in range(N):
        count += 1
        box.value += 2
        Box.total += 1
        items[-1] += 1
        table['n'] += 1
        table[1, 2] -= 1
        big += 1
        ratio += 0.5
    bump()


threads = [threading.Thread(target=work) for _ in range(WORKERS)]
for t in threads:
    t.start()
for t in threads:
    t.join()

total = N * WORKERS
print(count == total, box.value == 2 * total, Box.total == total, items == [0, total])
print(table['n'] == total, table[1, 2] == -total, read() == total, big == (1 << 70) + total, ratio == total / 2)
