# Dialects of tables are checked and fixed; what cannot be written or read says why.
import csv
import io
import pickle


def attempt(function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
    except Exception as error:
        return f'{type(error).__name__}: {error}'
    return result if isinstance(result, (int, str, list, tuple, type(None))) else type(result).__name__


for name in ('delimiter', 'quotechar', 'escapechar', 'lineterminator', 'quoting'):
    for value in ('', 'ab', None, 1, b'x', '\n', ' ', '^', 7, True):
        class Own(csv.Dialect):
            delimiter, quotechar, doublequote, skipinitialspace, lineterminator, quoting = ';', '"', True, True, '\r\n', csv.QUOTE_MINIMAL
        setattr(Own, name, value)
        print(name, repr(value), attempt(csv.reader, [], **{name: value}), attempt(Own), attempt(csv.register_dialect, 'own', Own))
print(attempt(csv.reader, [], delimiter='^', quotechar='^'), attempt(csv.writer, io.StringIO(), escapechar='!', lineterminator='!\n'))
print(attempt(csv.reader, [], quotechar=None), attempt(csv.reader, [], 'excel', quotechar=None), attempt(csv.reader, [], bad=1), attempt(csv.writer, 3))
print(attempt(csv.field_size_limit, None), attempt(csv.field_size_limit, 1, 2), attempt(csv.get_dialect, []), attempt(csv.unregister_dialect, 'none'))
dialect = csv.get_dialect('excel')
print(type(dialect), attempt(setattr, dialect, 'quoting', 1), attempt(delattr, dialect, 'strict'), attempt(setattr, dialect, 'other', 1), attempt(pickle.dumps, dialect))
print(type(csv.reader([])), type(csv.writer(io.StringIO())), attempt(type(csv.reader([]))), attempt(pickle.dumps, csv.reader([])))


def written(row, **options):
    file = io.StringIO()
    return attempt(csv.writer(file, **options).writerow, row), file.getvalue()


for options in [{}, {'skipinitialspace': True}, {'quoting': csv.QUOTE_NONE, 'skipinitialspace': True}, {'quoting': csv.QUOTE_NOTNULL, 'skipinitialspace': True}]:
    for row in ([''], ['', 'a'], [None], [None, 1], [' ', 'b c']):
        print(options, row, written(row, delimiter=' ', **options))
for pieces in [['a\\\n', 'b,c'], ['a\\\nb', 'c'], ['a\\'], ['"a\n', 'b"x,c'], ['"a"b'], ['a\nb']]:
    for strict in (False, True):
        print(pieces, strict, attempt(lambda: list(csv.reader(pieces, escapechar='\\', strict=strict))))
for kind in range(6):
    print(kind, attempt(lambda: list(csv.reader(['1,"2",,"",x' if kind in (0, 1, 3, 5) else '1,"2",,""'], quoting=kind))))

for sample in ['a;b\n1;2\n', '"a","b"\n"c","d"\n', "'a';'b'\n'c';'d'\n", 'a|b|c\nd|e|f\n', 'a, b\nc, d\n', '"a, b","c"\n"d","e ""x"""\n', 'x\ny\n', 'name,age\nbob,3\nann,44\n']:
    found = attempt(lambda: (lambda d: (d.delimiter, d.quotechar, d.doublequote, d.skipinitialspace))(csv.Sniffer().sniff(sample)))
    print(repr(sample), found, attempt(csv.Sniffer().has_header, sample), attempt(csv.Sniffer().sniff, sample, '?/'))
