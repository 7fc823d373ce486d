# A thousand short threads, one after the other and all at once.
import threading

done = []


def work(i):
    done.append(i * i)


for i in range(1000):
    t = threading.Thread(target=work, args=(i,))
    t.start()
    t.join()
print(len(done), done == [i * i for i in range(1000)])

gate = threading.Event()
together = []


def wait(i):
    gate.wait()
    together.append(i)


threads = [threading.Thread(target=wait, args=(i,)) for i in range(400)]
for t in threads:
    t.start()
print(threading.active_count())
gate.set()
for t in threads:
    t.join()
print(len(together), sorted(together) == list(range(400)), threading.active_count())
