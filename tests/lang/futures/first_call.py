# The call that a thread is started for counts as running at once.
import threading
import time
from concurrent.futures import ThreadPoolExecutor

gate = threading.Event()
with ThreadPoolExecutor(1) as executor:
    first = executor.submit(gate.wait)
    second = executor.submit(abs, -2)
    third = executor.submit(abs, -3)
    print(first.running(), first.cancel(), second.running(), second.cancel(), second.cancelled())
    gate.set()
    print(first.result(), third.result())

gate.clear()
with ThreadPoolExecutor(2) as executor:
    calls = [executor.submit(gate.wait) for _ in range(3)]
    print([call.running() for call in calls], [call.cancel() for call in calls])
    gate.set()
print([call.cancelled() for call in calls])

# Also when nobody waits any more.
gate.clear()
executor = ThreadPoolExecutor(1)
first, second = executor.submit(gate.wait), executor.submit(abs, -1)
executor.shutdown(wait=False, cancel_futures=True)
print(first.running(), second.cancelled())
gate.set()
print(first.result())


def begin():
    raise LookupError('no')


for _ in range(20):
    with ThreadPoolExecutor(3) as executor:
        if sorted(executor.map(abs, range(10))) != list(range(10)) or executor.submit(divmod, 7, 2).result() != (3, 1):
            print('wrong')
    with ThreadPoolExecutor(4) as executor:
        if [call.result() for call in [executor.submit(pow, n, 2) for n in range(20)]] != [n * n for n in range(20)]:
            print('wrong')

try:
    ThreadPoolExecutor(1).submit()
except TypeError as error:
    print(error)
