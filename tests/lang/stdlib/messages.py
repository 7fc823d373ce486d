# Wordings and parts of results that programs look at.
import collections
import configparser
import heapq
import inspect
import io
import traceback


def show(run):
    try:
        print(run())
    except Exception as error:
        print(type(error).__name__, error)


show(lambda: eval('1', 5))
show(lambda: eval('1', {}, 5))
show(lambda: exec('1', 5))
show(lambda: exec('1', {}, 5))
show(lambda: __import__(1))
show(lambda: collections.deque([1]).remove('x'))
for run in heapq.heapify, heapq.heappop, lambda h: heapq.heappush(h, 1), lambda h: heapq.heapreplace(h, 1), lambda h: heapq.heappushpop(h, 1):
    show(lambda: run((1,)))

for f in [].sort, dict.fromkeys, int.from_bytes, ''.split, list.sort, str.split, bytes.fromhex, [].append, set, frozenset, tuple, bool, float, complex, map, zip, enumerate, property, classmethod, memoryview, list, max, iter, getattr, object, type, len, sorted, abs:
    show(lambda: (f.__name__, str(inspect.signature(f))))

try:
    1 / 0
except Exception as error:
    file = io.StringIO()
    traceback.print_exception(type(error), error, None, file=file)
    print(repr(file.getvalue()))
    print(traceback.format_exception(type(error), error, None), len(traceback.format_exception(error)))
two = ValueError('a\nb')
print(traceback.format_exception_only(two))
two.add_note('first\nnote')
two.add_note('second')
print(traceback.format_exception_only(two), list(traceback.TracebackException.from_exception(two).format_exception_only()))
try:
    compile('x = (', 'file', 'exec')
except SyntaxError as error:
    print(traceback.format_exception_only(error))

parser = configparser.ConfigParser()
try:
    parser.read_string('[a]\nx = 1\n  2\n[a]\ny = 2')
except configparser.Error as error:
    print(error)
file = io.StringIO()
parser.write(file)
print(repr(file.getvalue()), parser['a']['x'])
