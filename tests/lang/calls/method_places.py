"""Where errors of method calls point: to the attribute if it is missing, to its line if the object begins on another."""
import sys
import traceback


class Chain:
    lines = []

    def step(self, *args, **named):
        frame = sys._getframe(1)
        self.lines.append(frame.f_lineno - frame.f_code.co_firstlineno)
        return self

    def fail(self, *args, **named):
        raise ValueError("failed")


def chains(case):
    c = Chain()
    match case:
        case 0: return c.nothing()
        case 1: return c.nothing(1, 2)
        case 2: return c.nothing(a=1)
        case 3: return c.nothing(*case)
        case 4: return c.step().nothing(1, 2, 3, 4, 5, 6)
        case 5:
            return (c
                    .step(1)
                    .nothing(1)
                    .step())
        case 6:
            return (c.step()
                    .step(1).step(a=2)
                    .fail(1,
                          2)
                    .step())
        case 7:
            return (c
                    .step(1)
                    .nothing
                    .step())
        case 8:
            return (c
                    .step(k=1)
                    .nothing(k=1)
                    .step())
        case 9:
            (c
             .step()
             .field) = 1
            return (c.step(
                1
            ).fail(
                k=2
            ))
        case 10:
            return "".join(
                [str(n)
                 for n in (1, 2)
                 ]).nothing()
        case 11: return [*case]
        case 12: return 1, *case, 2
        case 13: return {1, *case}
        case 14: return (case)+("a")
        case 15: return (case + 1)*("a").upper()
        case 16: return case-("a", "b")
        case 17: return case.real.nothing.real()


for case in range(18):
    try:
        chains(case)
    except Exception as error:
        entry = traceback.extract_tb(error.__traceback__)[1]
        start = chains.__code__.co_firstlineno
        print(case, type(error).__name__, error, entry.lineno - start, entry.end_lineno - start, entry.colno, entry.end_colno)
        print("\n".join(line for line in traceback.format_exc().splitlines()[4:-1] if "File" not in line))
print(Chain.lines)
