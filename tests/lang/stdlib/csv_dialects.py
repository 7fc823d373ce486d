# Dialects: their arguments, their attributes, their names.
import _csv
import copy
import csv
import io
import pickle
import weakref


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


NAMES = ['delimiter', 'doublequote', 'escapechar', 'lineterminator', 'quotechar', 'quoting', 'skipinitialspace', 'strict']


def shown(dialect):
    return dialect if isinstance(dialect, str) else [getattr(dialect, name) for name in NAMES]


for args, options in [
    ((), {}), ((None, ';'), {}), (('excel-tab',), {'strict': 3}), (tuple(range(10)), {}), (('excel',), {'dialect': 'excel'}), ((), {'bad': 1}),
    (('nope',), {}), ((), {'quoting': 2 ** 40}), ((), {'quoting': -1}), ((), {'quoting': True}), ((), {'lineterminator': None}),
    ((), {'delimiter': '!', 'quotechar': '!', 'lineterminator': '!'}), ((), {'delimiter': '!', 'quotechar': '!'}), ((), {'escapechar': ' '}),
    ((), {'escapechar': ' ', 'skipinitialspace': 1}), ((), {'quotechar': None}), ((), {'quotechar': None, 'quoting': 0}),
    ((), {'delimiter': '\u20ac', 'quotechar': '\U0001f600', 'escapechar': '\ud800'}), ((), {'delimiter': '\u20ac\u20ac'}), ((), {'delimiter': 'e\u0301'}),
]:
    print(args, options, ascii(shown(attempt(_csv.Dialect, *args, **options))))

dialect = csv.get_dialect('unix')
for name in NAMES + ['other']:
    print(name, attempt(setattr, dialect, name, 1), type(getattr(_csv.Dialect, name, None)).__name__)
for what in (copy.copy, copy.deepcopy, pickle.dumps, weakref.ref):
    print(what.__name__, attempt(what, dialect), attempt(what, csv.reader([])), attempt(what, csv.writer(io.StringIO())))
for made in (csv.reader([]), csv.writer(io.StringIO())):
    print(type(made), attempt(setattr, made, 'dialect', 1), attempt(delattr, made, 'dialect'), attempt(setattr, made, 'x', 1), attempt(type(made)))
    print(type(made.dialect), made.dialect.delimiter)


class Derived(_csv.Dialect):
    pass


derived = Derived(delimiter=';')
print(type(derived), derived.delimiter, Derived(derived) is derived, csv.reader([], derived).dialect is derived, type(csv.reader([], derived, strict=True).dialect))
print(attempt(copy.copy, derived))


class Odd:
    delimiter = ':'

    @property
    def strict(self):
        raise KeyError('strict')


print(shown(csv.reader([], Odd()).dialect))
for function in (csv.reader, csv.writer, csv.register_dialect):
    print(function, attempt(function), attempt(function, 1, 2, 3), attempt(function, 3), attempt(function, '', q=1))
print(csv.register_dialect('a', None, delimiter=';'), csv.register_dialect('b', dialect='a', strict=True), csv.list_dialects(), shown(csv.get_dialect('b')))
print(csv.unregister_dialect('a'), attempt(csv.get_dialect, 'a'), attempt(csv.unregister_dialect, 'a'), attempt(csv.get_dialect, []), csv.list_dialects())
print(csv.Error, csv.Error.__module__, csv.Error.__bases__, repr(pickle.loads(pickle.dumps(csv.Error('m')))))
for limit in (10, -1, 2 ** 70, True, None, 131072):
    print(limit, attempt(csv.field_size_limit, limit), csv.field_size_limit())
