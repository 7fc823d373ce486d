# Contexts, signals and what decimals look like from outside: threads and tasks, traps, mappings, copies, bounds.
import asyncio, copy, numbers, pickle, threading
from decimal import *
from fractions import Fraction


def show(function, *args, **names):
    try:
        print(repr(function(*args, **names)))
    except Exception as error:
        print(type(error).__name__, error.args)


D = Decimal
for value in ['x', '1__0', ' 1_0.5\t', '1e1000000000000000000', '1e999999999999999999', '0e-99999999999999999999', '١٢.٣', 'nan0012', '_1', '1\0', '4 _']:
    show(D, value)
for value in [(0, (1, 2), -1), (1, (), 'F'), (0, (0, 0, 7), 'n'), (2, (1,), 0), (0, (10,), 0), (0, (1,), 'x'), (0, (1,), 1.5), (1,), [0, [1], 10**18], {}, 0.1, True]:
    show(D, value)
show(D, '1', 2)
show(D(1).quantize, D(1), 'up')
show(D(1).quantize, 1.0)
show(D(10**30).quantize, D('.01'))
show(D(1).__add__, 1.5)
show(lambda: D(1) < 'x')
show(lambda: D(1) + 1.5)
for n in (0, -3, 5, 1.0, 10**30):
    show(round, D('1234.5678'), n)

for names in [{'prec': 0}, {'prec': 10**18}, {'prec': 'a'}, {'Emin': 1}, {'Emax': -1}, {'clamp': 2}, {'capitals': 5}, {'rounding': 'x'}, {'flags': [1]},
              {'flags': {}}, {'traps': 1}, {'prec': 5, 'rounding': ROUND_UP, 'traps': [Inexact], 'flags': [Rounded]}]:
    show(Context, **names)
c = Context(prec=5, traps=[])
print(c, c.copy(), c.Etiny(), c.Etop(), c.flags is c.flags)
c.divide(1, 3)
print(c.flags)
print(sorted(signal.__name__ for signal, on in c.flags.items() if on), len(c.flags), Inexact in c.flags, 5 in c.flags, c.flags[Overflow], c.flags.get(1))
show(lambda: c.flags[1])
show(lambda: c.flags.pop(Inexact))
show(setattr, c, 'flags', [Inexact])
show(delattr, c, 'prec')
c.flags[Inexact] = 0
print(c.flags == {**c.flags, Rounded: 1}, c.flags == c.traps, c.copy().flags == c.flags, c == c.copy())
c.clear_flags()
print(any(c.flags.values()), pickle.loads(pickle.dumps(c)), copy.copy(c))

# The first trapped signal in a fixed order is raised, with all of its kind; flags are set before.
with localcontext(prec=3, traps=[Inexact, Overflow, DivisionByZero, InvalidOperation]) as c:
    show(lambda: D('9e999999') * 99)
    show(lambda: D(1) / 3)
    show(lambda: D(1) / 0)
    show(lambda: D(0) / 0)
    show(lambda: D(10**9) // 1)
    show(lambda: D('snan') + 1)
    print(c)
show(localcontext, 1)
show(localcontext, foo=1)

# Every thread and every task has its own.
getcontext().prec = 7
seen = []
thread = threading.Thread(target=lambda: seen.append((getcontext().prec, D(1) / 3)))
thread.start()
thread.join()
print(seen, D(1) / 3)


async def task(prec):
    setcontext(Context(prec=prec))
    await asyncio.sleep(0)
    return D(1) / 7


async def main():
    return await asyncio.gather(*(asyncio.create_task(task(prec)) for prec in (2, 4, 6)))


print(asyncio.run(main()), getcontext().prec)
setcontext(DefaultContext)
print(getcontext() is DefaultContext, getcontext().prec)


class Money(Decimal):
    def __new__(cls, value, unit='EUR'):
        self = super().__new__(cls, value)
        self.unit = unit
        return self

    def __add__(self, other):
        return Money(Decimal.__add__(self, other), self.unit)


m = Money('1.50')
print(type(m + 1), m + 1, (m + 1).unit, type(1 + m), type(-m), type(m * 2), m == D('1.5'), hash(m) == hash(1.5), Money.from_float(0.5), repr(m))
print(copy.copy(m) == m, copy.deepcopy(D(3)), type(pickle.loads(pickle.dumps(D('-1.10')))), pickle.loads(pickle.dumps(D('sNaN12'))))
print(isinstance(D(1), numbers.Number), isinstance(D(1), numbers.Real), D(1).real, D(1).imag, D('1.5').__complex__(), D(3).conjugate())
print(D('0.5') == Fraction(1, 2), D('0.3') < Fraction(1, 3), D('inf') > Fraction(1, 3), Fraction(1, 3) > D('0.3'), D(2) == 2 + 0j, D(2) != 2 + 1j, 2.5 > D(2))
print(pow(D(3), 4, 5), pow(D(-3), 3, 5), pow(3, D(4), 5), D(3).__pow__(4, 5), 2 ** D(3), divmod(7, D(2)), 7 % D(4))
show(setattr, D, 'x', 1)
show(setattr, D(1), 'x', 1)
show(lambda: D(1)._exp)
show(hash, D('snan'))
show(int, D('nan'))
show(float, D('snan'))
show(D('inf').as_integer_ratio)
