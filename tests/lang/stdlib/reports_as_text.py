# Exceptions as text: limits, groups, colours, syntax errors, entries that are made by hand.
import _colorize
import io
import linecache
import os
import sys
import traceback
import warnings
from traceback import FrameSummary, StackSummary, TracebackException


def show(lines):
    print(''.join(lines).replace(__file__, 'FILE'), end='')


class Odd(Exception):
    def __str__(self):
        raise ValueError('no text')


class OddNotes(Exception):
    __notes__ = 'not a list'


group = ExceptionGroup('outer', [ValueError('a\nb'), ExceptionGroup('inner', [KeyError(1), TypeError(2), OSError(3)]), Odd()])
group.exceptions[0].add_note('note\nof two lines')
group.__cause__ = OddNotes('first')
show(traceback.format_exception(group))
show(traceback.format_exception_only(group, show_group=True))
show(TracebackException.from_exception(group, max_group_width=2, max_group_depth=1).format())
show(TracebackException.from_exception(group, max_group_width=1).format(chain=False))
show(traceback.format_exception_only(group))

for fields in [('f.py', 1, 3, 'ab cd\n'), ('f.py', 1, 3, '  ab cd', 1, 5), (None, 2, 90, 'short', 2, 95), ('f.py', None, None, None), ('f', 3, 1, '\ta', 5, 2), ('f', 1, -1, 'x')]:
    show(traceback.format_exception_only(SyntaxError('told', fields)))
show(traceback.format_exception_only(SyntaxError()))
show(traceback.format_exception_only(SyntaxError('', ('f.py', None, 2, 'text'))))


def down(n):
    if n:
        down(n - 1)
    else:
        {}['key']


try:
    down(6)
except KeyError as e:
    failed = e
show(traceback.format_exception(failed))
show(traceback.format_exception(failed, limit=2))
show(traceback.format_exception(failed, limit=-2))
report = TracebackException.from_exception(failed)
print(report == TracebackException.from_exception(failed, limit=99), report == TracebackException.from_exception(failed, limit=1), report != 3)
print(report.exc_type_str, str(report), report.stack[-1].line, report.stack[-1].lineno == report.stack[-1].end_lineno, report.stack[-1].colno)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    print(report.exc_type, TracebackException.from_exception(failed, save_exc_type=False).exc_type, [str(w.message) for w in caught])
print(repr(''.join(report.format(colorize=True)).replace(__file__, 'FILE')[-330:]))
try:
    compile('a $ b', '<text>', 'exec')
except SyntaxError as e:
    print(ascii(''.join(TracebackException.from_exception(e).format_exception_only(colorize=True))))

try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError('second') from None
except ValueError as e:
    print(TracebackException.from_exception(e).__context__ is not None, TracebackException.from_exception(e, compact=True).__context__)
    e.__cause__ = e.__context__
    report = TracebackException.from_exception(e)
    print(report.__cause__.exc_type_str, report.__context__, report.__suppress_context__)
print(traceback.format_exception(None), traceback.format_exception_only(None))

entry = FrameSummary('nowhere.py', 3, 'f', line='  text  ', locals={'a': 1, 'bad': Odd}, colno=2)
print(entry, tuple(entry), entry == ('nowhere.py', 3, 'f', 'text'), len(entry), entry.locals['a'], FrameSummary('x', None, 'f').line)
stack = StackSummary.from_list([('a.py', 1, 'f', 'one')] * 5 + [('b.py', 2, 'g', None), entry])
show(stack.format())


class Short(StackSummary):
    def format_frame_summary(self, frame_summary, **kwargs):
        return None if frame_summary.name == 'g' else f'{frame_summary.filename}!\n'


show(Short(stack).format())
show(stack.format(colorize=True))


def here(value=[]):
    other = 'text'
    return StackSummary.extract(traceback.walk_stack(None), limit=1, capture_locals=True)


show(here().format()[0].splitlines(True)[1:])
print([entry.name for entry in traceback.extract_stack(limit=1)], [entry.name for entry in traceback.extract_stack(limit=-1)], traceback.extract_stack(limit=0))


class Loader:
    def get_source(self, name):
        return f'text of {name}\nsecond'


linecache.clearcache()
spec = {'__name__': 'made', '__loader__': Loader()}
print(linecache.lazycache('made.x', spec), linecache.lazycache('<made>', spec), linecache.lazycache('other', None), linecache.getlines('made.x'), linecache.getline('made.x', 2))

for name in ['PYTHON_COLORS', 'NO_COLOR', 'FORCE_COLOR', 'TERM']:
    os.environ.pop(name, None)
for settings in [{}, {'FORCE_COLOR': '1'}, {'FORCE_COLOR': '1', 'NO_COLOR': '1'}, {'PYTHON_COLORS': '1', 'NO_COLOR': '1'}, {'PYTHON_COLORS': '0', 'FORCE_COLOR': '1'}]:
    sys.stderr, stderr = io.StringIO(), sys.stderr
    os.environ.update(settings)
    print(settings, _colorize.can_colorize(), repr(_colorize.get_colors().RED), repr(_colorize.get_colors(True).RESET))
    for name in settings:
        del os.environ[name]
    sys.stderr = stderr
