"""Operations of the library on what threads share: no item twice, no count lost, no heap out of order."""
import abc
import heapq
import re
import threading
from collections import Counter

ROUNDS = 10


def at_once(*works):
    gate = threading.Barrier(len(works))

    def run(work):
        gate.wait()
        work()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# Heaps of what compares without asking.
for make in (lambda n: n, lambda n: float(n), lambda n: f'{n:06}', lambda n: (n, 'task', n % 3)):
    for _ in range(ROUNDS):
        heap, taken = [], []

        def push(start):
            for n in range(start, start + 300):
                heapq.heappush(heap, make(n * 7919 % 1000))

        def pop():
            for _ in range(150):
                try:
                    taken.append(heapq.heappop(heap))
                except IndexError:
                    pass

        def both():
            for n in range(100):
                heapq.heappushpop(heap, make(n))

        at_once(lambda: push(0), lambda: push(300), pop, both)
        assert all(heap[(n - 1) // 2] <= heap[n] for n in range(1, len(heap))), 'out of order'
        assert len(heap) + len(taken) == 600, len(heap) + len(taken)
print('heaps')

# Each match goes to one.
for _ in range(ROUNDS):
    matches, got = re.finditer(r'\d', '1' * 3000), []
    at_once(*[lambda: got.extend([match.start() for match in matches])] * 3)
    assert sorted(got) == list(range(3000)), len(got)
    scanner, got = re.compile('a').scanner('a' * 1000), []

    def scan():
        while (match := scanner.search()) is not None:
            got.append(match.start())

    at_once(scan, scan, scan)
    assert sorted(got) == list(range(1000)), len(got)
print('matches')

# Counts.
for _ in range(ROUNDS * 5):
    counter = Counter()
    at_once(*[lambda: [counter.update('abc') for _ in range(100)]] * 3)
    assert counter == {'a': 300, 'b': 300, 'c': 300}, counter
print('counts')


# Classes that are being made while others ask about their base.
class Base(abc.ABC):
    @abc.abstractmethod
    def name(self):
        """Says who it is."""


def derive():
    for _ in range(200):
        class Derived(Base):
            def name(self):
                return 'derived'
        assert isinstance(Derived(), Base)


def ask():
    for _ in range(200):
        class Other:
            pass
        assert not isinstance(Other(), Base)


wrong = []
threading.excepthook = lambda args: wrong.append(args.exc_value)
at_once(derive, ask, derive, ask)
print('classes', wrong)
