# What readers and writers say, and what they do when they are asked for more while they are asked.
import csv
import io


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f'{type(error).__name__}: {error}', error.__context__, error.__cause__


def rows(pieces, **options):
    reader = csv.reader(iter(pieces), **options)
    found = []
    while not found or found[-1] != 'end':
        found.append(attempt(next, reader, 'end'))
    return found, reader.line_num


for pieces in [[b'a'], [None], ['a', 1, 'b'], ['a\rb', 'c'], ['a\r\r\n\n'], ['\na', 'b'], ['"a\r\n', 'b"\r\n'], ['\r\n', '', 'x'], ['a\0b'], ['"a'], ['"a"b', 'c']]:
    print(ascii(pieces), rows(pieces), rows(pieces, strict=True))
for options in ({'delimiter': '\u20ac', 'quotechar': '\u20ad'}, {'delimiter': '\ud800', 'quotechar': 'x'}):
    d, q = options['delimiter'], options['quotechar']
    print(ascii(rows([f'a{d}{q}b{d}{q}{d}\u20ae{d}{q}{q}\n', f'{q}a{q}b{d}c'], strict=True, **options)))
    out = io.StringIO()
    csv.writer(out, **options).writerows([[f'a{d}', q, '\u20ae', '\ud801', 1]])
    print(ascii(out.getvalue()))
for quoting in range(6):
    print(quoting, [rows([piece], quoting=quoting)[0][0] for piece in (',', '"",""', '1,2', '"1",2,', 'a', ' 1', '""1', '1e400,nan')])
for limit in (-1, 0, 3):
    old = csv.field_size_limit(limit)
    print(limit, ascii(rows(['', 'abc', '"abc"', 'abcd,', 'a,bcde', '\u20ac\u20ac\u20ac', '\u20ac\u20ac\u20ac\u20ac', '"ab\n', 'cd"', '"ab""c"'])))
    csv.field_size_limit(old)


class Bad:
    def __iter__(self):
        raise TypeError('mine')


def failing():
    yield 'x'
    raise TypeError('later')


out = io.StringIO(newline='')
writer = csv.writer(out)
for row in (3, Bad(), failing(), [''], [None], [], (), iter('ab'), {'k': 1}, [1.0, 1e100, -0.0, True, 10 ** 20, b'x', 2j]):
    print(attempt(writer.writerow, row))
print(attempt(writer.writerows, 3), attempt(writer.writerows, [[1], 3, [2]]), attempt(writer.writerows, failing()), repr(out.getvalue()))
print(attempt(csv.writer, 3), attempt(csv.writer, type('F', (), {'write': 3})()), attempt(csv.reader, 3))


class File:
    """Gives something back, and writes more while it is written to."""

    def __init__(self):
        self.lines = []

    def write(self, line):
        self.lines.append(line)
        if len(self.lines) < 3:
            self.writer.writerow(['inner', len(self.lines)])
        return len(self.lines), line


file = File()
file.writer = csv.writer(file)
print(file.writer.writerow(['outer', 0]), file.writer.writerows([[1]]), file.lines)


class Value:
    def __init__(self, row):
        self.row = row

    def __str__(self):
        self.row.append('more' if len(self.row) < 3 else '"')
        if len(self.row) == 4:
            del self.row[2:]
        return 'value'


row = []
row += [Value(row), 'x']
print(writer.writerow(row), repr(out.getvalue()[-20:]))


class Same:
    """Equal to others, and sometimes bad."""

    def write(self, line):
        raise ValueError(line)


print(attempt(csv.writer(Same()).writerow, [1, 2]))
names = csv.DictReader(['a,b', '', '1', '1,2,3'], restval='-', restkey='+')
print(list(names), names.line_num, names.fieldnames)
