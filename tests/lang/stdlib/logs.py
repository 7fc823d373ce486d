# logging: levels, formats, handlers, filters, propagation, errors.
import io
import logging
import sys
import warnings
from logging import *


def outcome(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except Exception as exc:
        return f'{type(exc).__name__}: {exc}'


out = io.StringIO()
handler = StreamHandler(out)
handler.setFormatter(Formatter('%(levelname)s %(name)s %(funcName)s %(message)s'))
top, below = getLogger('top'), getLogger('top.a.b')
top.addHandler(handler)
top.propagate = False
print(below.parent, top, below.getEffectiveLevel(), top.hasHandlers(), getLogger('top.a').parent is top, below.parent.name)
top.setLevel(INFO)


def speak():
    below.debug('not heard')
    below.info('heard %s and %d', 'this', 3)
    below.warning('%(a)s', {'a': 'named'})
    try:
        1 / 0
    except ZeroDivisionError:
        below.exception('failed')
    top.log(35, 'between', stack_info=False)
    top.error('extra', extra={'more': 1})


speak()
lines = out.getvalue().splitlines()
print([line for line in lines if not line.startswith(' ')])
print(outcome(top.log, 'x', 'm'), outcome(top.error, 'm', extra={'message': 1}), getLevelName(35), getLevelName('INFO'), getLevelName(INFO))
addLevelName(35, 'NOTE')
print(getLevelName(35), outcome(top.setLevel, 'LOUD'), outcome(top.setLevel, 3.5), outcome(getLogger, 3), getLevelNamesMapping()['NOTE'])
top.setLevel('WARNING')
print(below.isEnabledFor(INFO), top.level)
disable(WARNING)
print(top.isEnabledFor(WARNING), top.isEnabledFor(ERROR))
disable(NOTSET)

# Formats.
record = makeLogRecord({'name': 'n', 'msg': 'm %s', 'args': ('x',), 'levelname': 'L', 'created': 0.5, 'msecs': 500.0})
for style, fmt in (('%', '%(name)s:%(message)s:%(extra)s'), ('{', '{name!r:>5}|{message}|{extra}'), ('$', '$name ${message} $$ $extra')):
    print(Formatter(fmt, style=style, defaults={'extra': 'E'}).format(record))
formatter = Formatter('%(asctime)s %(message)s', datefmt='%Y')
formatter.converter = __import__('time').gmtime
print(formatter.format(record), formatter.usesTime(), Formatter().usesTime())
for style, fmt in (('%', 'plain'), ('%', '%(name)q'), ('{', '{'), ('{', 'none'), ('{', '{name!z}'), ('{', '{name:xx}'), ('{', '{a.b c}'), ('$', '$'), ('$', 'none'), ('?', '')):
    print(style, fmt, outcome(Formatter, fmt, style=style))
print(outcome(Formatter('%(nothing)s').format, record))
record.exc_text, record.stack_info = 'the exception', 'the stack'
print(repr(Formatter().format(record)), repr(BufferingFormatter().format([record, record])), str(record))

# Filters.


class Shout(Filter):
    def filter(self, record):
        other = makeLogRecord(record.__dict__)
        other.msg = str(record.msg).upper()
        return other


quiet = Logger('quiet')
seen = io.StringIO()
quiet.addHandler(StreamHandler(seen))
quiet.addFilter(Shout())
quiet.addFilter(lambda record: 'NO' not in record.msg)
quiet.warning('yes')
quiet.warning('no')
print(repr(seen.getvalue()), Filter('a.b').filter(makeLogRecord({'name': 'a.b.c'})), Filter('a.b').filter(makeLogRecord({'name': 'a.bc'})))
adapter = LoggerAdapter(quiet, {'k': 'v'}, merge_extra=True)
print(adapter.process('m', {'extra': {'z': 1}}), LoggerAdapter(quiet, {'k': 1}).process('m', {}), adapter)
adapter.error('through %s', 'it')
print(repr(seen.getvalue()))

# What has no handler, what fails, what is configured.
sys.stderr = errors = io.StringIO()
getLogger('lonely').warning('last resort')
broken = StreamHandler(io.StringIO())
broken.setFormatter(Formatter('%(message)s'))
quiet.handlers[:] = [broken]
quiet.filters.clear()
quiet.warning('%d', 'text')
sys.stderr = sys.__stderr__
text = errors.getvalue()
print(text.startswith('last resort\n--- Logging error ---\n'), 'Call stack:' in text, text.endswith("Message: '%d'\nArguments: ('text',)\n"))
stream = io.StringIO()
for wrong in ({'stream': stream, 'filename': 'f'}, {'handlers': [], 'stream': stream}, {'style': '?'}, {'unknown': 1, 'stream': stream}):
    print(outcome(basicConfig, **wrong, force=True))
basicConfig(stream=stream, level=DEBUG, format='{levelname}-{message}', style='{', force=True)
debug('a')
logging.info('b %s', 1)
error('c')
critical('d')
captureWarnings(True)
warnings.warn('captured')
captureWarnings(False)
print([line for line in stream.getvalue().splitlines() if 'warn(' not in line][:4], 'captured' in stream.getvalue())
named = NullHandler()
named.name = 'nothing'
print(getHandlerByName('nothing') is named, 'nothing' in getHandlerNames(), named, handler, named.get_name())
print(sorted(each.name for each in top.getChildren()), top.getChild('x.y').name, logging.root.getChild('q').name)
print(outcome(setLoggerClass, int), getLoggerClass().__name__, top.__reduce__()[1], logging.root.__reduce__()[1])
shutdown()
