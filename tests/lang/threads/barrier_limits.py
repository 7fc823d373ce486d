# All parties of a barrier's turn pass, or none: also where a time limit or a signal ends a wait while the last one comes.
import random
import signal
import threading
import time

PARTIES = 3
ROUNDS = 400
rng = random.Random(7)
meet = threading.Barrier(PARTIES)
acted = []
barrier = threading.Barrier(PARTIES, action=lambda: acted.append(time.sleep(rng.random() * 0.0003)))
plans = [[rng.choice([None, 0.0002, 0.0004, 0.0006]) for _ in range(PARTIES)] for _ in range(ROUNDS)]
delays = [[rng.random() * 0.0006 for _ in range(PARTIES)] for _ in range(ROUNDS)]
outcomes = [[None] * PARTIES for _ in range(ROUNDS)]
counts = []


def party(n):
    for round in range(ROUNDS):
        meet.wait()
        time.sleep(delays[round][n])
        try:
            outcomes[round][n] = barrier.wait(plans[round][n])
        except threading.BrokenBarrierError:
            outcomes[round][n] = 'broken'
        if meet.wait() == 0:
            broken = outcomes[round].count('broken')
            assert barrier.broken == (broken > 0), (barrier.broken, outcomes[round])
            barrier.reset()
            counts.append(broken)
        meet.wait()


threads = [threading.Thread(target=party, args=(n,)) for n in range(PARTIES)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(counts), set(counts) <= {0, PARTIES}, len(acted) == counts.count(0))
print(all(sorted(o) == [0, 1, 2] for o in outcomes if 'broken' not in o))


# A time limit ends while the action runs: the turn is complete all the same.
slow = threading.Barrier(2, action=lambda: time.sleep(0.15))
got = []
t = threading.Thread(target=lambda: got.append(slow.wait(0.05)))
t.start()
while not slow.n_waiting:
    time.sleep(0.001)
got.append(slow.wait())
t.join()
print(sorted(got), slow.broken)


# An action that raises breaks the barrier for all, whatever their limits.
def bad():
    time.sleep(0.1)
    raise KeyError('action')


failing = threading.Barrier(2, action=bad)
got = []


def wait_failing(limit):
    try:
        got.append(failing.wait(limit))
    except (threading.BrokenBarrierError, KeyError) as error:
        got.append(type(error).__name__)


threads = [threading.Thread(target=wait_failing, args=(limit,)) for limit in (0.05, 0.05)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(got), failing.broken)
wait_failing(None)
failing.reset()
print(got[2], failing.broken, failing.n_waiting)


# A signal whose handler returns ends no wait; one that raises takes the thread out and breaks nothing.
def later(seconds, function):
    t = threading.Timer(seconds, function)
    t.start()
    return t


calls = []
signal.signal(signal.SIGALRM, lambda *_: calls.append(pair.n_waiting))
pair = threading.Barrier(2)
others = []
signal.setitimer(signal.ITIMER_REAL, 0.05)
t = later(0.2, lambda: others.append(pair.wait()))
print(pair.wait(), t.join(), others, calls, pair.broken)


class Enough(Exception):
    pass


def stop(*_):
    raise Enough


signal.signal(signal.SIGALRM, stop)
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    pair.wait()
except Enough:
    print('left', pair.n_waiting, pair.broken)
t = later(0.05, lambda: others.append(pair.wait()))
print(pair.wait(), t.join(), sorted(others))
