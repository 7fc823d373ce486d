# examples/philosophers.py: the circle is reported to one of them, and everybody eats.
import _setting

import philosophers

for count, meals in (2, 10), (5, 20), (9, 3):
    table = philosophers.dinner(count, meals)
    print(count, table.eaten, len(table.deadlocks) >= 1)
    number, message = table.deadlocks[0]
    print(0 <= number < count, message.startswith('deadlock: '), philosophers.NAMES[number] in message)
    table = philosophers.dinner(count, meals, politely=True)
    print(table.eaten, table.deadlocks)
