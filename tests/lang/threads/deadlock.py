# Threads that wait for each other in a circle are told so; none hangs.
import threading
from threading import DeadlockError

a, b = threading.Lock(), threading.Lock()
meet = threading.Barrier(2)
results = []


def first():
    with a:
        meet.wait()
        try:
            with b:
                results.append('first')
        except DeadlockError as error:
            results.append('told')


def second():
    with b:
        meet.wait()
        try:
            with a:
                results.append('second')
        except DeadlockError as error:
            results.append('told')


threads = [threading.Thread(target=f, name=f.__name__) for f in (first, second)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(len(results), results.count('told'))

lock = threading.Lock()
lock.acquire()
try:
    lock.acquire()
except DeadlockError as error:
    print('alone:', error)
lock.release()

event = threading.Event()
try:
    event.wait()
except RuntimeError as error:
    print(type(error).__name__)

q = queue()
try:
    q.get()
except DeadlockError:
    print('nobody puts')

condition = threading.Condition()
with condition:
    try:
        condition.wait()
    except DeadlockError:
        print('nobody notifies', condition._is_owned())
