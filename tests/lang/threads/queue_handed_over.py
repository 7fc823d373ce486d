# Somebody takes hold of a queue's parts while others use it: no item is lost, none comes twice, and whoever waits is woken.
import queue
import threading

ITEMS, ROUNDS = 200, 30
for round in range(ROUNDS):
    q = queue.Queue(5 if round % 2 else 0)
    got = []

    def put(first):
        for n in range(first, first + ITEMS):
            q.put(n)

    def get():
        while (item := q.get()) is not None:
            got.append(item)
            q.task_done()
        q.task_done()

    getters = [threading.Thread(target=get) for _ in range(2)]
    putters = [threading.Thread(target=put, args=(n * ITEMS,)) for n in range(2)]
    for thread in getters + putters:
        thread.start()
    lengths = []
    for _ in range(2):
        with q.mutex:
            lengths.append(len(q.queue) >= 0)
    for thread in putters:
        thread.join()
    for _ in getters:
        q.put(None)
    q.join()
    for thread in getters:
        thread.join()
    if sorted(got) != list(range(2 * ITEMS)) or q.unfinished_tasks or q.qsize():
        print('round', round, len(got), q.unfinished_tasks, q.qsize())
print('done', lengths)
