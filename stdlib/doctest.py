"""Runs the examples in docstrings and compares what they print with what the text says."""

__all__ = ['register_optionflag', 'DONT_ACCEPT_TRUE_FOR_1', 'DONT_ACCEPT_BLANKLINE', 'NORMALIZE_WHITESPACE', 'ELLIPSIS', 'SKIP',
           'IGNORE_EXCEPTION_DETAIL', 'COMPARISON_FLAGS', 'REPORT_UDIFF', 'REPORT_CDIFF', 'REPORT_NDIFF', 'REPORT_ONLY_FIRST_FAILURE',
           'REPORTING_FLAGS', 'FAIL_FAST', 'Example', 'DocTest', 'DocTestParser', 'DocTestFinder', 'DocTestRunner', 'OutputChecker',
           'DocTestFailure', 'UnexpectedException', 'DebugRunner', 'testmod', 'testfile', 'run_docstring_examples', 'DocTestSuite',
           'DocFileSuite', 'set_unittest_reportflags', 'script_from_examples', 'testsource', 'debug_src', 'debug', 'TestResults']

import _colorize
import inspect
import linecache
import os
import re
import sys
import traceback
from collections import namedtuple
from io import StringIO

class TestResults(namedtuple('TestResults', 'failed attempted')):
    """How many examples failed, were tried and were skipped. As a tuple, without the last."""

    def __new__(cls, failed, attempted, *, skipped=0):
        made = tuple.__new__(cls, (failed, attempted))
        made.skipped = skipped
        return made

    def __repr__(self):
        skipped = f', skipped={self.skipped}' if self.skipped else ''
        return f'{type(self).__name__}(failed={self.failed}, attempted={self.attempted}{skipped})'


OPTIONFLAGS_BY_NAME = {}


def register_optionflag(name):
    """The flag of a name; a new one if there is none."""
    return OPTIONFLAGS_BY_NAME.setdefault(name, 1 << len(OPTIONFLAGS_BY_NAME))


(DONT_ACCEPT_TRUE_FOR_1, DONT_ACCEPT_BLANKLINE, NORMALIZE_WHITESPACE, ELLIPSIS, SKIP, IGNORE_EXCEPTION_DETAIL) = map(
    register_optionflag, 'DONT_ACCEPT_TRUE_FOR_1 DONT_ACCEPT_BLANKLINE NORMALIZE_WHITESPACE ELLIPSIS SKIP '
                         'IGNORE_EXCEPTION_DETAIL'.split())
COMPARISON_FLAGS = sum(OPTIONFLAGS_BY_NAME.values())
(REPORT_UDIFF, REPORT_CDIFF, REPORT_NDIFF, REPORT_ONLY_FIRST_FAILURE, FAIL_FAST) = map(
    register_optionflag, 'REPORT_UDIFF REPORT_CDIFF REPORT_NDIFF REPORT_ONLY_FIRST_FAILURE FAIL_FAST'.split())
REPORTING_FLAGS = sum(OPTIONFLAGS_BY_NAME.values()) - COMPARISON_FLAGS

BLANKLINE_MARKER = '<BLANKLINE>'
ELLIPSIS_MARKER = '...'


class Example:
    """One statement and what it should print."""

    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        self.source = source if source.endswith('\n') else source + '\n'
        self.want = want if not want or want.endswith('\n') else want + '\n'
        self.exc_msg = exc_msg + '\n' if exc_msg is not None and not exc_msg.endswith('\n') else exc_msg
        self.lineno = lineno
        self.indent = indent
        self.options = {} if options is None else options

    def _facts(self):
        return self.source, self.want, self.lineno, self.indent, self.options, self.exc_msg

    def __eq__(self, other):
        return self._facts() == other._facts() if type(self) is type(other) else NotImplemented

    def __hash__(self):
        return hash((self.source, self.want, self.lineno, self.indent, self.exc_msg))


class DocTest:
    """The examples of one docstring."""

    def __init__(self, examples, globs, name, filename, lineno, docstring):
        # Running the examples changes the names, so they are a copy.
        self.examples, self.docstring, self.globs = examples, docstring, globs.copy()
        self.name, self.filename, self.lineno = name, filename, lineno

    def __repr__(self):
        count = len(self.examples)
        shown = 'no examples' if not count else '1 example' if count == 1 else f'{count} examples'
        return f'<{self.__class__.__name__} {self.name} from {self.filename}:{self.lineno} ({shown})>'

    def _facts(self):
        return self.examples, self.docstring, self.globs, self.name, self.filename, self.lineno

    def __eq__(self, other):
        return self._facts() == other._facts() if type(self) is type(other) else NotImplemented

    def __hash__(self):
        return hash((self.name, self.filename, self.lineno, self.docstring))

    def __lt__(self, other):
        if not isinstance(other, DocTest):
            return NotImplemented
        key = lambda test: (test.name, test.filename or '', -1 if test.lineno is None else test.lineno, id(test))
        return key(self) < key(other)


class DocTestParser:
    """Finds examples in a text."""

    _OPTION = re.compile(r'#\s*doctest:\s*([^\n\'"]*)$', re.MULTILINE)
    def parse(self, string, name='<string>'):
        """Texts and examples in turn."""
        string = string.expandtabs()
        lines = string.split('\n')
        margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        if margin:
            lines = [line[margin:] for line in lines]
        output = []
        text = []
        at = 0
        while at < len(lines):
            head = lines[at].lstrip(' ')
            if not head.startswith('>>>'):
                text.append(lines[at])
                at += 1
                continue
            indent = len(lines[at]) - len(head)
            first = at
            source = []
            while at < len(lines):
                line = lines[at]
                if at > first and not (line[:indent].strip() == '' and line[indent:].startswith('...')):
                    break
                mark = line[indent:indent + 4]
                if len(mark) > 3 and mark[3] != ' ':
                    raise ValueError(f'line {at + 1} of the docstring for {name} lacks blank after {mark[:3]}: {line!r}')
                source.append(line[indent + 4:])
                at += 1
            want = []
            while at < len(lines) and lines[at].strip() and not lines[at].lstrip(' ').startswith('>>>'):
                line = lines[at]
                if line[:indent].strip():
                    raise ValueError(f'line {at + 1} of the docstring for {name} has inconsistent leading whitespace: {line!r}')
                want.append(line[indent:].rstrip('\n'))
                at += 1
            source, want = '\n'.join(source), '\n'.join(want)
            found = re.match(r'Traceback \((?:most recent call last|innermost last)\):\s*$.*?^(?P<msg>\w+.*)', want,
                             re.MULTILINE | re.DOTALL)
            options = self._find_options(source, name, first)
            output.append('\n'.join(text) + ('\n' if text else ''))
            text = []
            if source.strip() and not all(not line.strip() or line.strip().startswith('#') for line in source.split('\n')):
                output.append(Example(source, want, found.group('msg') if found else None, first, indent + margin, options))
        output.append('\n'.join(text))
        return output

    def _find_options(self, source, name, lineno):
        options = {}
        for match in self._OPTION.finditer(source):
            for option in match.group(1).replace(',', ' ').split():
                if option[0] not in '+-' or option[1:] not in OPTIONFLAGS_BY_NAME:
                    raise ValueError(f'line {lineno + 1} of the doctest for {name} has an invalid option: {option!r}')
                options[OPTIONFLAGS_BY_NAME[option[1:]]] = option[0] == '+'
        return options

    def get_examples(self, string, name='<string>'):
        """The examples of a text."""
        return [part for part in self.parse(string, name) if isinstance(part, Example)]

    def get_doctest(self, string, globs, name, filename, lineno):
        """The examples of a text as a test."""
        return DocTest(self.get_examples(string, name), globs, name, filename, lineno, string)


class DocTestFinder:
    """Finds the docstrings of a module, class or function and what is in it."""

    def __init__(self, verbose=False, parser=DocTestParser(), recurse=True, exclude_empty=True):
        self._verbose, self._parser = verbose, parser
        self._recurse, self._exclude_empty = recurse, exclude_empty

    def find(self, obj, name=None, module=None, globs=None, extraglobs=None):
        """The tests of an object and what is in it, if that belongs to the module; False stands for none."""
        name = getattr(obj, '__name__', None) if name is None else name
        if name is None:
            raise ValueError(f"DocTestFinder.find: name must be given when obj.__name__ doesn't exist: {type(obj)!r}")
        module = inspect.getmodule(obj) if module is None else module or None
        names = {'__name__': '__main__'} | (getattr(module, '__dict__', {}) if globs is None else globs) | (extraglobs or {})
        tests = []
        self._find(tests, obj, name, module, names, set())
        return sorted(tests)

    def _from_module(self, module, object):
        if module is None:
            return True
        if inspect.getmodule(object) is not None:
            return module is inspect.getmodule(object)
        if inspect.isfunction(object):
            return module.__dict__ is object.__globals__
        if hasattr(object, '__module__'):
            return module.__name__ == object.__module__
        return isinstance(object, property)

    def _is_routine(self, obj):
        try:
            obj = inspect.unwrap(obj)
        except ValueError:
            pass
        return inspect.isroutine(obj)

    def _find(self, tests, obj, name, module, globs, seen):
        if self._verbose:
            print(f'Finding tests in {name}')
        if id(obj) in seen:
            return
        seen.add(id(obj))
        test = self._get_test(obj, name, module, globs)
        if test is not None:
            tests.append(test)
        if not self._recurse:
            return
        if inspect.ismodule(obj):
            for valname, val in obj.__dict__.items():
                if (self._is_routine(val) or inspect.isclass(val)) and self._from_module(module, val):
                    self._find(tests, val, f'{name}.{valname}', module, globs, seen)
            for valname, val in getattr(obj, '__test__', {}).items():
                if not isinstance(valname, str):
                    raise ValueError(f'DocTestFinder.find: __test__ keys must be strings: {type(valname)!r}')
                self._find(tests, val, f'{name}.__test__.{valname}', module, globs, seen)
        if inspect.isclass(obj):
            for valname, val in obj.__dict__.items():
                if isinstance(val, (staticmethod, classmethod)):
                    val = val.__func__
                if (inspect.isroutine(val) or inspect.isclass(val) or isinstance(val, property)) and self._from_module(module, val):
                    self._find(tests, val, f'{name}.{valname}', module, globs, seen)

    def _get_test(self, obj, name, module, globs):
        docstring = obj if isinstance(obj, str) else getattr(obj, '__doc__', None)
        docstring = '' if docstring is None else str(docstring)
        if self._exclude_empty and not docstring:
            return None
        filename = getattr(module, '__file__', None) or getattr(module, '__name__', None) if module else None
        return self._parser.get_doctest(docstring, globs, name, filename, self._find_lineno(obj))

    def _find_lineno(self, obj):
        if isinstance(obj, property):
            obj = obj.fget
        try:
            if inspect.ismodule(obj):
                return 0
            lines, at = inspect.findsource(inspect.unwrap(obj))
        except (OSError, TypeError, AttributeError, ValueError):
            return None
        # The docstring is where the first quote is.
        begins = re.compile(r'(^|.*:)\s*\w*("|\')')
        return next((number for number in range(at, len(lines)) if begins.match(lines[number])), None)


def _indented(text):
    return re.sub('(?m)^(?!$)', '    ', text)


class OutputChecker:
    """Compares what was printed with what was expected."""

    def check_output(self, want, got, optionflags):
        if got == want:
            return True
        if not optionflags & DONT_ACCEPT_TRUE_FOR_1 and (got, want) in (('True\n', '1\n'), ('False\n', '0\n')):
            return True
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            want = re.sub(r'(?m)^%s\s*?$' % re.escape(BLANKLINE_MARKER), '', want)
            got = re.sub(r'(?m)^[^\S\n]+$', '', got)
            if got == want:
                return True
        if optionflags & NORMALIZE_WHITESPACE:
            got, want = ' '.join(got.split()), ' '.join(want.split())
            if got == want:
                return True
        return bool(optionflags & ELLIPSIS) and _ellipsis_match(want, got)

    def output_difference(self, example, got, optionflags):
        want = example.want
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            got = re.sub(r'(?m)^[ ]*(?=\n)', BLANKLINE_MARKER, got)
        # Of a few lines a difference says no more than the lines do, but for what is marked within them.
        if optionflags & REPORT_NDIFF or optionflags & (REPORT_UDIFF | REPORT_CDIFF) and min(want.count('\n'), got.count('\n')) > 2:
            kind, lines = self._difference(want.splitlines(keepends=True), got.splitlines(keepends=True), optionflags)
            return f'Differences ({kind}):\n' + _indented(''.join(line.rstrip() + '\n' for line in lines))
        if want and got:
            return f'Expected:\n{_indented(want)}Got:\n{_indented(got)}'
        if want:
            return f'Expected:\n{_indented(want)}Got nothing\n'
        return f'Expected nothing\nGot:\n{_indented(got)}' if got else 'Expected nothing\nGot nothing\n'

    @staticmethod
    def _difference(want, got, optionflags):
        """What kind of difference it is, and its lines without those that name the texts."""
        import difflib
        if optionflags & REPORT_UDIFF:
            return 'unified diff with -expected +actual', list(difflib.unified_diff(want, got, n=2))[2:]
        if optionflags & REPORT_CDIFF:
            return 'context diff with expected followed by actual', list(difflib.context_diff(want, got, n=2))[2:]
        return 'ndiff with -expected +actual', difflib.ndiff(want, got)


def _ellipsis_match(want, got):
    if ELLIPSIS_MARKER not in want:
        return want == got
    pieces = want.split(ELLIPSIS_MARKER)
    if not got.startswith(pieces[0]) or len(got) < len(pieces[0]) + len(pieces[-1]) or not got.endswith(pieces[-1]):
        return False
    at, end = len(pieces[0]), len(got) - len(pieces[-1])
    for piece in pieces[1:-1]:
        at = got.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


class _SpoofOut(StringIO):
    def getvalue(self):
        text = StringIO.getvalue(self)
        return text if not text or text.endswith('\n') else text + '\n'

    def truncate(self, size=None):
        self.seek(size)
        StringIO.truncate(self)


def _future_flags(globs):
    """How code is compiled where these are the globals: with the features of the future they have."""
    import __future__
    flags = 0
    for name in __future__.all_feature_names:
        feature = getattr(__future__, name)
        if globs.get(name) is feature:
            flags |= feature.compiler_flag
    return flags


def _n_items(items):
    return f"{len(items)} item{'' if len(items) == 1 else 's'}"


class DocTestRunner:
    """Runs tests and reports what fails."""

    DIVIDER = '*' * 70

    def __init__(self, checker=None, verbose=None, optionflags=0):
        self._checker = checker or OutputChecker()
        self._verbose = '-v' in sys.argv if verbose is None else verbose
        self.optionflags = self.original_optionflags = optionflags
        self.tries = self.failures = self.skips = 0
        self._stats = {}
        self._fakeout = _SpoofOut()

    def report_start(self, out, test, example):
        if self._verbose:
            want = 'Expecting:\n' + _indented(example.want) if example.want else 'Expecting nothing\n'
            out('Trying:\n' + _indented(example.source) + want)

    def report_success(self, out, test, example, got):
        if self._verbose:
            out('ok\n')

    def report_failure(self, out, test, example, got):
        out(self._failure_header(test, example) + self._checker.output_difference(example, got, self.optionflags))

    def report_unexpected_exception(self, out, test, example, exc_info):
        shown = ''.join(traceback.format_exception(*exc_info))
        out(self._failure_header(test, example) + 'Exception raised:\n' + _indented(shown))

    def _failure_header(self, test, example):
        lineno = test.lineno + example.lineno + 1 if test.lineno is not None and example.lineno is not None else '?'
        place = f'File "{test.filename}", line {lineno}, in {test.name}' if test.filename else f'Line {example.lineno + 1}, in {test.name}'
        return f'{self.DIVIDER}\n{place}\nFailed example:\n{_indented(example.source)}'

    def _run(self, test, compileflags, out):
        failures = tries = skips = 0
        original = self.optionflags
        check = self._checker.check_output
        for number, example in enumerate(test.examples):
            quiet = self.optionflags & REPORT_ONLY_FIRST_FAILURE and failures > 0
            self.optionflags = original
            for flag, on in example.options.items():
                self.optionflags = self.optionflags | flag if on else self.optionflags & ~flag
            tries += 1
            if self.optionflags & SKIP:
                skips += 1
                continue
            if not quiet:
                self.report_start(out, test, example)
            exc_info = None
            try:
                exec(compile(example.source, f'<doctest {test.name}[{number}]>', 'single', compileflags, True), test.globs)
            except KeyboardInterrupt:
                raise
            except BaseException:
                exc_info = sys.exc_info()
            got = self._fakeout.getvalue()
            self._fakeout.truncate(0)
            if exc_info is None:
                outcome = 'ok' if check(example.want, got, self.optionflags) else 'failed'
            else:
                formatted = traceback.format_exception_only(*exc_info[:2])
                at = 0
                if issubclass(exc_info[0], SyntaxError):
                    names = (f'{exc_info[0].__qualname__}:', f'{exc_info[0].__module__}.{exc_info[0].__qualname__}:')
                    at = next((i for i, line in enumerate(formatted) if line.startswith(names)), -1)
                message = ''.join(formatted[at:])
                if not quiet:
                    got += ''.join(traceback.format_exception(*exc_info))
                if example.exc_msg is None:
                    outcome = 'error'
                elif check(example.exc_msg, message, self.optionflags):
                    outcome = 'ok'
                elif self.optionflags & IGNORE_EXCEPTION_DETAIL and check(
                        _exception_name(example.exc_msg), _exception_name(message), self.optionflags):
                    outcome = 'ok'
                else:
                    outcome = 'failed'
            if outcome == 'ok':
                if not quiet:
                    self.report_success(out, test, example, got)
            else:
                failures += 1
                if not quiet:
                    if outcome == 'failed':
                        self.report_failure(out, test, example, got)
                    else:
                        self.report_unexpected_exception(out, test, example, exc_info)
                if self.optionflags & FAIL_FAST:
                    break
        self.optionflags = original
        old = self._stats.get(test.name, (0, 0, 0))
        self._stats[test.name] = (old[0] + failures, old[1] + tries, old[2] + skips)
        self.failures += failures
        self.tries += tries
        self.skips += skips
        return TestResults(failures, tries, skipped=skips)

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        """Runs the examples of a test."""
        self.test = test
        if compileflags is None:
            compileflags = _future_flags(test.globs)
        stdout = sys.stdout
        if out is None:
            out = stdout.write
        sys.stdout = self._fakeout
        hook = sys.displayhook
        sys.displayhook = sys.__displayhook__
        getlines = linecache.getlines

        def patched(filename, module_globals=None):
            found = re.match(r'<doctest (?P<name>.+)\[(?P<number>\d+)\]>$', filename)
            if found and found['name'] == test.name:
                return test.examples[int(found['number'])].source.splitlines(keepends=True)
            return getlines(filename, module_globals)
        linecache.getlines = patched
        try:
            return self._run(test, compileflags, out)
        finally:
            sys.stdout = stdout
            sys.displayhook = hook
            linecache.getlines = getlines
            if clear_globs:
                test.globs.clear()
                import builtins
                builtins._ = None

    def summarize(self, verbose=None):
        """Prints how many examples failed."""
        if verbose is None:
            verbose = self._verbose
        failed, tries, skipped = map(sum, zip((0, 0, 0), *self._stats.values()))
        colors = _colorize.get_colors()
        red, green, reset = colors.RED, colors.GREEN, colors.RESET
        stats = sorted(self._stats.items())
        if verbose:
            empty = [name for name, counts in stats if not counts[1]]
            if empty:
                print(f'{_n_items(empty)} had no tests:', *['    ' + name for name in empty], sep='\n')
            passed = [(name, counts[1]) for name, counts in stats if counts[1] and not counts[0]]
            if passed:
                print(f'{green}{_n_items(passed)} passed all tests:{reset}')
            for name, count in passed:
                print(f" {green}{count:3d} test{'' if count == 1 else 's'} in {name}{reset}")
        bad = [(name, counts) for name, counts in stats if counts[0]]
        if bad:
            print(f'{red}{self.DIVIDER}{reset}\n{_n_items(bad)} had failures:')
        for name, counts in bad:
            print(f' {counts[0]:3d} of {counts[1]:3d} in {name}')
        if verbose:
            print(f"{tries} test{'' if tries == 1 else 's'} in {_n_items(stats)}.")
            print(f'{green}{tries - failed} passed{reset}' + (f' and {red}{failed} failed{reset}' if failed else '') + '.')
        if failed:
            text = f"{colors.BOLD_RED}***Test Failed*** {failed} failure{'' if failed == 1 else 's'}{reset}"
            if skipped:
                text += f" and {colors.YELLOW}{skipped} skipped test{'' if skipped == 1 else 's'}{reset}"
            print(text + '.')
        elif verbose:
            print(f'{colors.BOLD_GREEN}Test passed.{reset}')
        return TestResults(failed, tries, skipped=skipped)

    def merge(self, other):
        """Adds what another runner counted."""
        for name, counts in other._stats.items():
            self._stats[name] = tuple(map(sum, zip(self._stats.get(name, (0, 0, 0)), counts)))


def _exception_name(message):
    head = message.split('\n', 1)[0].split(':', 1)[0]
    return head.rsplit('.', 1)[-1]


class DocTestFailure(Exception):
    """An example printed something else."""

    def __init__(self, test, example, got):
        self.test, self.example, self.got = test, example, got

    def __str__(self):
        return str(self.test)


class UnexpectedException(Exception):
    """An example raised."""

    def __init__(self, test, example, exc_info):
        self.test, self.example, self.exc_info = test, example, exc_info

    def __str__(self):
        return str(self.test)


class DebugRunner(DocTestRunner):
    """Raises at the first failure."""

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        result = DocTestRunner.run(self, test, compileflags, out, False)
        if clear_globs:
            test.globs.clear()
        return result

    def report_unexpected_exception(self, out, test, example, exc_info):
        raise UnexpectedException(test, example, exc_info)

    def report_failure(self, out, test, example, got):
        raise DocTestFailure(test, example, got)


# Collects what all calls of testmod() and testfile() count.
master = None


def _run_all(tests, verbose, report, optionflags, raise_on_error):
    runner = (DebugRunner if raise_on_error else DocTestRunner)(verbose=verbose, optionflags=optionflags)
    for test in tests:
        runner.run(test)
    if report:
        runner.summarize()
    global master
    if master is None:
        master = runner
    else:
        master.merge(runner)
    return TestResults(runner.failures, runner.tries, skipped=runner.skips)


def testmod(m=None, name=None, globs=None, verbose=None, report=True, optionflags=0, extraglobs=None, raise_on_error=False,
            exclude_empty=False):
    """Tests the examples of a module's docstrings."""
    m = sys.modules.get('__main__') if m is None else m
    if not inspect.ismodule(m):
        raise TypeError(f'testmod: module required; {m!r}')
    tests = DocTestFinder(exclude_empty=exclude_empty).find(m, name or m.__name__, globs=globs, extraglobs=extraglobs)
    return _run_all(tests, verbose, report, optionflags, raise_on_error)


def testfile(filename, module_relative=True, name=None, package=None, globs=None, verbose=None, report=True, optionflags=0,
             extraglobs=None, raise_on_error=False, parser=DocTestParser(), encoding=None):
    """Tests the examples of a text file."""
    text, filename = _load(filename, package, module_relative, encoding or 'utf-8', 2)
    globs = {} if globs is None else globs.copy()
    globs.update(extraglobs or {})
    globs.setdefault('__name__', '__main__')
    test = parser.get_doctest(text, globs, name or os.path.basename(filename), filename, 0)
    return _run_all([test], verbose, report, optionflags, raise_on_error)


def run_docstring_examples(f, globs, verbose=False, name='NoName', compileflags=None, optionflags=0):
    """Tests the examples of one object."""
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in DocTestFinder(verbose=verbose, recurse=False).find(f, name, globs=globs):
        runner.run(test, compileflags=compileflags)


_unittest_reportflags = 0


def set_unittest_reportflags(flags):
    global _unittest_reportflags
    if flags & REPORTING_FLAGS != flags:
        raise ValueError('Only reporting flags allowed', flags)
    old, _unittest_reportflags = _unittest_reportflags, flags
    return old


def __getattr__(name):
    # Only who makes test cases needs `unittest`.
    if name in ('DocTestCase', 'DocFileCase', 'SkipDocTestCase'):
        import _doctest_cases
        return getattr(_doctest_cases, name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def _module_of(module, depth=2):
    """A module that is given, is named, or calls."""
    if inspect.ismodule(module):
        return module
    if isinstance(module, str):
        return __import__(module, fromlist=['*'])
    if module is None:
        return sys.modules[sys._getframe(depth).f_globals['__name__']]
    raise TypeError('Expected a module, string, or None')


def DocTestSuite(module=None, globs=None, extraglobs=None, test_finder=None, **options):
    """The docstrings of a module as a test suite."""
    from _doctest_cases import DocTestCase, SkipDocTestCase, _DocTestSuite
    module = _module_of(module)
    suite = _DocTestSuite()
    tests = (test_finder or DocTestFinder()).find(module, globs=globs, extraglobs=extraglobs)
    if not tests and sys.flags.optimize >= 2:
        suite.addTest(SkipDocTestCase(module))
    for test in sorted(tests):
        if test.examples:
            if not test.filename:
                test.filename = getattr(module, '__file__', module.__name__)
            suite.addTest(DocTestCase(test, **options))
    return suite


def _load(filename, package, module_relative, encoding, depth):
    """The text of a file, which may stand beside a module, and its name."""
    if package and not module_relative:
        raise ValueError('Package may only be specified for module-relative paths.')
    if module_relative:
        if os.path.isabs(filename):
            raise ValueError('Module-relative files may not have absolute paths')
        base = getattr(_module_of(package, depth + 1), '__file__', None)
        base = os.path.dirname(base) if base else os.getcwd() if package is None else ''
        filename = os.path.join(base, *filename.split('/'))
    with open(filename, encoding=encoding) as file:
        return file.read(), filename


def _file_case(path, module_relative, package, globs, parser, encoding, options):
    from _doctest_cases import DocFileCase
    text, path = _load(path, package, module_relative, encoding or 'utf-8', 3)
    globs = {'__file__': path} | (globs or {})
    return DocFileCase(parser.get_doctest(text, globs, os.path.basename(path), path, 0), **options)


def DocFileTest(path, module_relative=True, package=None, globs=None, parser=DocTestParser(), encoding=None, **options):
    """A text file as a test case."""
    return _file_case(path, module_relative, package, globs, parser, encoding, options)


def DocFileSuite(*paths, module_relative=True, package=None, globs=None, parser=DocTestParser(), encoding=None, **options):
    """Text files as a test suite."""
    from _doctest_cases import _DocTestSuite
    suite = _DocTestSuite()
    for path in paths:
        suite.addTest(_file_case(path, module_relative, package, globs, parser, encoding, options))
    return suite


def script_from_examples(s):
    """The examples of a text as a program with the rest as comments."""
    output = []
    for piece in DocTestParser().parse(s):
        if isinstance(piece, Example):
            output.append(piece.source[:-1])
            if piece.want:
                output.append('# Expected:')
                output += ['## ' + line for line in piece.want.split('\n')[:-1]]
        else:
            output += ['#' + (' ' + line if line.strip() else '') for line in piece.split('\n')[:-1]]
    said = [place for place, line in enumerate(output) if line != '#'] or [0]
    return '\n'.join(output[said[0]:said[-1] + 1]) + '\n'


def testsource(module, name):
    """The examples of one docstring of a module as a program."""
    module = _module_of(module)
    for test in DocTestFinder().find(module):
        if test.name == name:
            return script_from_examples(test.docstring)
    raise ValueError(name, 'not found in tests')


def debug_src(src, pm=False, globs=None):
    exec(script_from_examples(src), {} if globs is None else globs)


def debug(module, name, pm=False):
    debug_src(testsource(module, name), pm, vars(sys.modules[module] if isinstance(module, str) else module).copy())


def _main():
    """Tests the examples of files: of the docstrings of modules, or of texts."""
    import argparse
    parser = argparse.ArgumentParser(description='doctest runner')
    parser.add_argument('-v', '--verbose', action='store_true', default=False, help='print very verbose output for all tests')
    parser.add_argument('-o', '--option', action='append', choices=OPTIONFLAGS_BY_NAME, default=[],
                        help='specify a doctest option flag to apply to the test run; may be specified more than once to apply multiple options')
    parser.add_argument('-f', '--fail-fast', action='store_true',
                        help='stop running tests after first failure (this is a shorthand for -o FAIL_FAST, '
                        'and is in addition to any other -o options)')
    parser.add_argument('file', nargs='+', help='file containing the tests to run')
    options = parser.parse_args()
    flags = FAIL_FAST if options.fail_fast else 0
    for name in options.option:
        flags |= OPTIONFLAGS_BY_NAME[name]
    for name in options.file:
        if name.endswith('.py'):
            folder, file = os.path.split(name)
            sys.path.insert(0, folder)
            try:
                module = __import__(file[:-3])
            finally:
                del sys.path[0]
            failures, _ = testmod(module, verbose=options.verbose, optionflags=flags)
        else:
            failures, _ = testfile(name, module_relative=False, verbose=options.verbose, optionflags=flags)
        if failures:
            return 1
    return 0


if __name__ == '__main__':
    sys.exit(_main())
