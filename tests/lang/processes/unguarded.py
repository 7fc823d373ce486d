"""Programs without `if __name__ == '__main__'`: the program itself never runs in a worker."""
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

print('once')
factor = 3
table = {'one': 1}


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)

    def moved(self, by):
        return Point(self.x + by, self.y + by)


def scaled(n):
    return n * factor + table['one']


def move(point):
    return point.moved(factor)


def child(queue, point):
    queue.put((multiprocessing.current_process().name, __name__, point.moved(1), scaled(2)))


with multiprocessing.Pool(2) as pool:
    print(pool.map(scaled, range(6)))
    print(pool.map(move, [Point(1, 2), Point(3, 4)]) == [Point(4, 5), Point(6, 7)])
queue = multiprocessing.Queue()
process = multiprocessing.Process(target=child, args=(queue, Point(0, 0)), name='kid')
process.start()
name, module, point, number = queue.get()
print(name, module, point == Point(1, 1), number)
process.join()
with ProcessPoolExecutor(2) as executor:
    print(list(executor.map(scaled, range(4))), executor.submit(move, Point(0, 0)).result() == Point(3, 3))
print('end')
