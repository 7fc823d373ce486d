from fractions import Fraction
import random

F = Fraction
values = [F(1, 3), F(3), F(-22, 7), F(10 ** 6, 3), F(0), F(-1, 10 ** 9), F(5, 2), F(7, 2), F(999999, 1000), F(10 ** 30, 7), F(1, 8)]
specs = ['', '>8', '<5', '^12', '*^15', '+', ' ', ',', '_', '#', '#>9', '=10', '.0f', '.1f', '.2f', 'f', 'e', '.0e', '.3e', 'g', '.1g', '.3g', '#.4g',
         'G', 'E', '%', '.1%', '+.2f', '010.2f', '015,.3f', ',.2f', '_.1f', 'z.1f', '#.0f', '#.0e', '<12.2f', '^+12.3e', '.50f', '0,.0f', '12', '0>12', '=+20,']
for value in values:
    print(value, [format(value, spec) for spec in specs])
for spec in ['d', '08', '<010.2f', '.3', 'z', 'x', '..2f', '=', 'n', '.f', 's']:
    try:
        print(spec, format(F(1, 3), spec))
    except ValueError as error:
        print(error)
random.seed(5)
for _ in range(300):
    value = F(random.randint(-10 ** random.randint(1, 12), 10 ** random.randint(1, 12)), random.randint(1, 10 ** random.randint(1, 9)))
    spec = random.choice(['', '+', ' ']) + random.choice(['', '0']) + random.choice(['', '9', '20']) + random.choice(['', ',', '_'])
    spec += '.' + str(random.randint(0, 9)) + random.choice('eEfFgG%')
    print(value, repr(spec), format(value, spec))
