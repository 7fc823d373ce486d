"""Dining philosophers. Each takes the fork at the left, then the one at the right: when all have one, nobody gets a second, and one of
them is told so by DeadlockError. It puts its fork down, and dinner goes on.

    pyc examples/philosophers.py [PHILOSOPHERS [MEALS]]
"""
import sys
import threading

NAMES = ['Aristotle', 'Buridan', 'Cicero', 'Diogenes', 'Epicurus', 'Fichte', 'Gorgias', 'Hegel', 'Ibn Sina', 'Jaspers']


class Table:
    def __init__(self, count, politely=False):
        self.forks = [threading.Lock() for _ in range(count)]
        self.eaten = [0] * count
        # What those saw who were in a circle of waiting: their numbers and the messages.
        self.deadlocks = []
        self.politely = politely

    def dine(self, number, meals, everybody_has_one=None):
        left, right = self.forks[number], self.forks[(number + 1) % len(self.forks)]
        if self.politely and number == 0:
            # One who begins at the right breaks every circle.
            left, right = right, left
        while self.eaten[number] < meals:
            with left:
                if everybody_has_one is not None:
                    # The first time all wait for each other to take one fork, so that the worst does happen.
                    everybody_has_one.wait()
                    everybody_has_one = None
                try:
                    right.acquire()
                except threading.DeadlockError as error:
                    self.deadlocks.append((number, str(error)))
                    # The fork at the left goes back: somebody can eat.
                    continue
                try:
                    self.eaten[number] += 1
                finally:
                    right.release()


def dinner(count, meals, politely=False):
    """Has `count` philosophers eat; gives the table."""
    table = Table(count, politely)
    barrier = None if politely else threading.Barrier(count)
    guests = [
        threading.Thread(target=table.dine, args=(number, meals, barrier), name=NAMES[number % len(NAMES)]) for number in range(count)
    ]
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.join()
    return table


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    meals = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    table = dinner(count, meals)
    print(f'{sum(table.eaten)} meals; {len(table.deadlocks)} times all waited for each other')
    for number, message in table.deadlocks[:3]:
        print(f'{NAMES[number % len(NAMES)]} was told: {message}')
    table = dinner(count, meals, politely=True)
    print(f'politely: {sum(table.eaten)} meals; {len(table.deadlocks)} times all waited for each other')


if __name__ == '__main__':
    main()
