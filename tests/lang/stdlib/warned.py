# warnings: filters, actions, registries, deprecated().
import io
import sys
import warnings
from warnings import catch_warnings, warn, warn_explicit


def caught(action, *calls, **how):
    with catch_warnings(record=True) as log:
        warnings.simplefilter(action, **how)
        for call in calls:
            call()
    print(action, [(str(each.message), each.category.__name__, each.lineno) for each in log])


def twice():
    for _ in range(2):
        warn('again')


caught('always', twice)
caught('default', twice)
caught('once', twice, twice)
caught('module', twice, lambda: warn('again'))
caught('ignore', twice)
try:
    caught('error', twice)
except UserWarning as exc:
    print(repr(exc))

with catch_warnings(record=True) as log:
    warnings.resetwarnings()
    warnings.filterwarnings('ignore', 'noise', module='nothing here')
    warnings.filterwarnings('always')
    warnings.filterwarnings('ignore', 'noise')
    warnings.filterwarnings('error', category=BytesWarning, append=True)
    warn('Noise of some kind')
    warn('a voice')
    warn(DeprecationWarning('old'))
    warn('bytes', BytesWarning)
    warn_explicit('there', UserWarning, 'file.py', 7)
    warn_explicit('there', UserWarning, 'file.py', 7, registry={})
print([(str(each.message), each.category.__name__, each.filename.rpartition('/')[2]) for each in log])
print(log[-1])


def helper():
    warn('whose line', stacklevel=2)


with catch_warnings(record=True, action='always') as log:
    helper()
    warn('far', stacklevel=99)
print([each.lineno for each in log], log[1].filename)

for wrong in (
    lambda: warnings.simplefilter('sometimes'), lambda: warnings.filterwarnings('error', 3),
    lambda: warnings.filterwarnings('error', category=int), lambda: warnings.filterwarnings('error', lineno=-1),
    lambda: warnings.simplefilter('error', lineno='1'), lambda: warn('x', int), lambda: warn('x', skip_file_prefixes='a'),
    lambda: catch_warnings().__exit__(None, None, None), lambda: warnings.deprecated(3), lambda: warnings.deprecated('m')(3),
):
    try:
        wrong()
    except Exception as exc:
        print(type(exc).__name__, exc)

manager = catch_warnings(record=True)
print(repr(manager), repr(catch_warnings()))
with manager:
    try:
        manager.__enter__()
    except RuntimeError as exc:
        print(exc)

text = io.StringIO()
warnings.showwarning('message', UserWarning, 'file.py', 3, text, 'the line')
print(repr(text.getvalue()))
print(repr(warnings.formatwarning('message', RuntimeWarning, 'file.py', 3, '  the line ')))
with catch_warnings():
    warnings.simplefilter('always')
    warnings.showwarning = lambda message, category, filename, lineno, file=None, line=None: print('shown', message, category.__name__)
    warn('to me')
    sys.stderr = text
    warnings.showwarning = None
    try:
        warn('to nobody')
    except TypeError as exc:
        print(exc)
    sys.stderr = sys.__stderr__


@warnings.deprecated('no calls')
def old(x):
    return x


@warnings.deprecated('no instances')
class Old:
    def __init__(self, x=0):
        self.x = x


@warnings.deprecated('says nothing', category=None)
class Quiet:
    pass


class Base:
    def __init_subclass__(cls, **options):
        cls.options = options


Base = warnings.deprecated('no bases')(Base)
with catch_warnings(record=True, action='always') as log:
    print(old(3), Old(4).x, type(Quiet()).__name__)

    class Newer(Old):
        pass

    class Derived(Base, a=1):
        pass

    print(Newer(5).x, Derived.options, isinstance(Derived(), Base))
print([(str(each.message), each.category.__name__) for each in log])
print(old.__deprecated__, Old.__deprecated__, Quiet.__deprecated__, old.__name__)
