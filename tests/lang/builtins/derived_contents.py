"""Classes derived from builtin ones that say otherwise what they hold: who asks them, and who looks into them."""
import warnings


class Named(dict):
    def keys(self):
        return ['k']

    def __getitem__(self, key):
        return 'from getitem'


class Listed(dict):
    def __iter__(self):
        return iter(['z'])

    def keys(self):
        return ['z']

    def __getitem__(self, key):
        return 'from getitem'


def show(**named):
    return named


for thing in (Named(a=1), Listed(a=1)):
    print({**thing}, show(**thing), dict(thing), '{}'.format(list(thing)))
    print({} | thing, thing | {})
    match thing:
        case {**rest}:
            print(rest)
    target = {}
    target.update(thing)
    print(target)
print('{a}'.format(**Named(a=1)))


class Members(set):
    def __iter__(self):
        return iter(['other'])


print(Members([1]), Members(), sorted(Members([1])), len(Members([1])))


class Number(float):
    def __float__(self):
        return 5.5


class Inner(float):
    pass


class Outer:
    def __float__(self):
        return Inner(2.5)


warnings.simplefilter('always')
with warnings.catch_warnings(record=True) as caught:
    print(float(Number(1.5)), Number(1.5) + 0, float(Outer()), type(float(Outer())) is float)
    print(*[warning.message for warning in caught[:1]], sep='\n')
