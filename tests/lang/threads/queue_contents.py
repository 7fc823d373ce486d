"""What is in a queue, without taking it out."""
import queue
from collections import deque

q = queue.Queue()
for item in 'abc':
    q.put(item)
print(q.queue, list(q.queue), len(q.queue), q.queue[0], 'b' in q.queue, type(q.queue) is deque)
q.get()
print(q.queue, q.qsize())
for kind in (queue.LifoQueue, queue.PriorityQueue):
    q = kind()
    for item in (3, 1, 2):
        q.put(item)
    print(q.queue)


class Mine(queue.Queue):
    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


q = Mine()
q.put(1)
q.put(2)
print(q.queue, q.get())
