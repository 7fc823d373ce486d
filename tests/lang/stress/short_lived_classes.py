"""Classes that come and go while other threads look at their objects' attributes; what describes their objects goes with them."""
import threading

LIVES = 4000


def resident():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * 4


def make(number):
    class Point:
        def __init__(self):
            self.x = self.y = self.number = number

        def total(self):
            return self.x + self.y + self.number

    point = Point()
    point.__dict__ if number % 7 == 0 else None
    setattr(point, f'extra{number % 3}', number)
    return point


class Names:
    pass


shown = [make(0) for _ in range(8)]
wrong = []
done = threading.Event()


def change(first):
    for number in range(LIVES):
        shown[(first + number) % 8] = make(number)


def look():
    while not done.is_set():
        for point in shown:
            if not point.x == point.y == point.number == getattr(point, f'extra{point.number % 3}') or point.total() != 3 * point.x:
                wrong.append(point)


def live():
    threads = [threading.Thread(target=change, args=(first,)) for first in (0, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


lookers = [threading.Thread(target=look) for _ in range(2)]
for looker in lookers:
    looker.start()
# Cycles of what threads share are looked for once there are many.
for _ in range(5):
    live()
before = resident()
for _ in range(12):
    live()
done.set()
for looker in lookers:
    looker.join()
print(len(wrong), shown[0].total() % 3)
print('grown by less than 45 MB' if resident() - before < 45000 else f'grown by {resident() - before} KB')

# Names that are data: many of them at one class do not each leave something behind.
before = resident()
for number in range(30000):
    one = Names()
    setattr(one, f'name{number}', number)
    assert getattr(one, f'name{number}') == number and vars(one) == {f'name{number}': number}
print('names kept' if resident() - before > 12000 else 'fine')
