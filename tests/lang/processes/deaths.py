"""Workers of a pool die over and over in the middle of many small calls: each call ends once, in its result or an error. Not CPython's: its
pool waits for ever for the calls that died."""
import multiprocessing
import os
import random
import signal
import time


def maybe_die(number):
    if number % 97 == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return -number


def nap(number):
    time.sleep(0.001)
    return number


def ends(pool, count, kill):
    """How many of the calls ended well, and how many because of a death."""
    calls = [pool.apply_async(nap, (number,)) for number in range(count)]
    good = bad = 0
    for number, call in enumerate(calls):
        # Only between results, so that workers get as far as making calls however slow the machine is.
        if number % 40 == 39:
            kill(pool)
        try:
            assert call.get(100) == number
            good += 1
        except RuntimeError as error:
            assert 'abruptly' in str(error), error
            bad += 1
    return good, bad


def kill_one(pool):
    alive = [process for process in list(pool._pool) if process.is_alive()]
    if alive:
        os.kill(chance.choice(alive).pid, signal.SIGKILL)


chance = random.Random(1)

if __name__ == '__main__':
    with multiprocessing.Pool(2) as pool:
        calls = [pool.apply_async(maybe_die, (number,)) for number in range(600)]
        ended = []
        for call in calls:
            try:
                ended.append(call.get(100))
            except RuntimeError:
                ended.append(None)
        print([number for number, end in enumerate(ended) if end != -number] == list(range(13, 600, 97)))
    with multiprocessing.Pool(3) as pool:
        good, bad = ends(pool, 1000, kill_one)
        print(good + bad, bad <= 25)
        # The last one may have been hit only now. However many have died, the pool is as good as ever.
        good, bad = ends(pool, 300, lambda pool: None)
        print(good + bad, bad <= 1)
    print(multiprocessing.active_children())
