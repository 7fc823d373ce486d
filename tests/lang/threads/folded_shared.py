"""Generator expressions whose blocks builtins run, in functions of several threads: their code and constants are shared like others."""
import threading

numbers = range(3)


def raising():
    for _ in range(20000):
        try:
            list(1 // number for number in (0, 1))
        except ZeroDivisionError:
            pass


def constant():
    for _ in range(20000):
        list(('a', 'b', (1, 2), number) for number in numbers)


def making():
    for _ in range(20000):
        made = list((lambda: number) for number in numbers)
    assert made[0]() == 2


def nested():
    for _ in range(20000):
        any(sum(x * y for y in numbers) > 100 for x in numbers)


for function in (raising, constant, making, nested):
    threads = [threading.Thread(target=function) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(function.__name__, [type(const).__name__ for const in function.__code__.co_consts if hasattr(const, 'co_name')])
