"""Errors of names without a value point to the name, whatever it stands in."""
import traceback


def use(case):
    match case:
        case 0: return later[0]
        case 1: return later.field
        case 2: return later + 1
        case 3: later[0] = 1
        case 4: later.field = 1
        case 5: return 1 + later
        case 6: return later(1)
        case 7: return later.method(1)
        case 8: return len(later)
        case 9: return abs(1) < later
        case 10: return later in (1,)
        case 11: return -later
        case 12: return nowhere[0]
        case 13: nowhere[0] = 1
        case 14: return nowhere.method(later)
        case 15: return nowhere + later
        case 16: later[0] += 1
        case 17: later.field -= 1
        case 18: later += 1
        case 19: return case[later]
        case 20: return nowhere < 1
        case 21: return not later
        case 22: return case * (2 + later)
        case 23: return case < later
        case 24: return later < 3
        case 25: del later[0]
        case 26: return later[1:2]
        case 27: return f"{later:>4}"
        case 28: return [case, *later]
        case 29: case, later.field = 1, 2
        case 30: return print(case, later, sep=later)
        case 31:
            if later:
                return 1
        case 32:
            while later < case:
                pass
        case 33:
            for item in later:
                pass
        case 35: return case if later else 0
        case 36: return later is None
        case 37: return case <= later <= 9
    later = None


def use_cell(case):
    """The same of a variable that an inner function has too."""
    match case:
        case 0: return later[0]
        case 1: return later + later
        case 2: later += case
        case 3: later //= case
        case 4: return print(later)
        case 5: later.field = 1
        case 6: del later
        case 7: return inner()
        case 8: return counting()
    later = None

    def inner():
        return 1 + free

    def counting():
        nonlocal free
        free += 1

    if case < 0:
        free = later
    return inner(), lambda: later


def early(case):
    match case:
        case 0:
            return [inner() for inner in (lambda: 1 + free, lambda: free)]
        case 1:
            def counting():
                nonlocal free
                free += 1
            counting()
        case 2:
            def dividing():
                nonlocal free
                free //= 3
            dividing()
    free = None


for function, cases in (use, 38), (use_cell, 9), (early, 3):
    for case in range(cases):
        try:
            function(case)
            print("no error")
        except NameError as error:
            print(function.__name__, case, type(error).__name__, error.name)
            print("\n".join(traceback.format_exc().splitlines()[-3:]))
