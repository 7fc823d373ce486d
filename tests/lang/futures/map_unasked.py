# Results that nobody asks for: the calls are made. Who stops asking has the rest cancelled.
import threading
from concurrent.futures import ThreadPoolExecutor

made = []
with ThreadPoolExecutor(1) as executor:
    executor.map(made.append, range(100))
print(len(made))

made.clear()
with ThreadPoolExecutor(1) as executor:
    executor.map(made.append, range(100)).close()
print(len(made))

made.clear()
gate = threading.Event()
with ThreadPoolExecutor(1) as executor:
    results = executor.map(lambda n: n and gate.wait() and made.append(n), range(100))
    next(results)
    results.close()
    gate.set()
print(len(made) < 5)
