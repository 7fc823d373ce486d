"""Functions and classes of texts that a program compiles again and again go when nobody needs them, threads or not."""
import gc
import threading
import weakref

TEXT = '''
def add(x, y=[], *, z={{}}):
    text = 'some text {0}'
    return [x + {0}, text, [part for part in (1, 2, 3)], lambda: x]


class Point:
    """A point."""
    def __init__(self, x):
        self.x = x

    def moved(self):
        return Point(self.x + {0})
'''


def use(names, results):
    for number in range(3):
        results.append(names['add'](number)[0] + names['Point'](number).moved().x)


def run(code, seen):
    names = {}
    exec(code, names)
    results = []
    workers = [threading.Thread(target=use, args=(names, results)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seen.append(weakref.ref(names['add']))
    seen.append(weakref.ref(names['Point']))
    return sum(results)


total = 0
for name, code_of in (
    ('texts', lambda number: TEXT.format(number)),
    ('one code', lambda number, code=compile(TEXT.format(1), '<text>', 'exec'): code),
):
    seen = []
    for number in range(900):
        total += run(code_of(number), seen)
    gc.collect()
    print(name, sum(ref() is not None for ref in seen[1200:]), 'of', len(seen[1200:]))
print(total)

# Code that is replaced while threads run it.
names = {}
exec(TEXT.format(0), names)
over = threading.Event()
counts = []


def call():
    count = 0
    while not over.is_set():
        count += names['Point'](names['add'](1)[0] - names['add'](1)[0]).moved().x >= 0
    counts.append(count > 0)


workers = [threading.Thread(target=call) for _ in range(2)]
for worker in workers:
    worker.start()
for number in range(1000):
    exec(TEXT.format(number), names)
    if number % 100 == 0:
        gc.collect()
over.set()
for worker in workers:
    worker.join()
print(counts)
