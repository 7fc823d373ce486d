"""Signals that the main thread blocks stay pending, whatever threads there were; threads have the mask of who started them."""
import os
import signal
import threading

calls = []
signal.signal(signal.SIGUSR1, lambda number, frame: calls.append("handled"))
BLOCK, UNBLOCK = signal.SIG_BLOCK, signal.SIG_UNBLOCK


def shown(mask):
    return sorted(number.name for number in mask)


def masks_of_threads(count):
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(signal.pthread_sigmask(BLOCK, []))) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted({tuple(shown(mask)) for mask in seen})


print(masks_of_threads(4))
for turn in range(30):
    # Some end, others lie idle from before.
    threads = [threading.Thread(target=len, args=((),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    signal.pthread_sigmask(BLOCK, [signal.SIGUSR1])
    os.kill(os.getpid(), signal.SIGUSR1)
    assert shown(signal.sigpending()) == ["SIGUSR1"], turn
    assert signal.sigwait([signal.SIGUSR1]) == signal.SIGUSR1
    assert not calls
    if turn % 10 == 0:
        print(masks_of_threads(3))
    signal.pthread_sigmask(UNBLOCK, [signal.SIGUSR1])
    if turn % 10 == 0:
        print(masks_of_threads(3))

# A thread's own change is its own.
print(shown(signal.pthread_sigmask(BLOCK, [])))
changer = threading.Thread(target=signal.pthread_sigmask, args=(BLOCK, [signal.SIGUSR2]))
changer.start()
changer.join()
print(masks_of_threads(2), shown(signal.pthread_sigmask(BLOCK, [])))
os.kill(os.getpid(), signal.SIGUSR1)
for _ in range(1000):
    if calls:
        break
print(calls)
