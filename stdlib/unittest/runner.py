"""Runs tests and prints what became of them."""

import sys
import time
import warnings

from . import result
from .case import _SubTest
from .signals import registerResult

__unittest = True


class _WritelnDecorator:
    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, name):
        if name == 'stream':
            raise AttributeError(name)
        return getattr(self.stream, name)

    def writeln(self, text=None):
        if text:
            self.write(text)
        self.write('\n')


class TextTestResult(result.TestResult):
    """Prints outcomes as they come."""

    separator1 = '=' * 70
    separator2 = '-' * 70

    def __init__(self, stream, descriptions, verbosity, *, durations=None):
        super().__init__(stream, descriptions, verbosity)
        self.stream = stream
        self.showAll = verbosity > 1
        self.dots = verbosity == 1
        self.descriptions = descriptions
        self.durations = durations
        # Whether the line that names the running test waits for its outcome.
        self._line_open = False

    def getDescription(self, test):
        first = test.shortDescription()
        return '\n'.join((str(test), first)) if self.descriptions and first else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self.stream.write(self.getDescription(test) + ' ... ')
            self.stream.flush()
            self._line_open = True

    def _tell(self, test, word, dot):
        if self.dots:
            self.stream.write(dot)
        elif self.showAll:
            part = isinstance(test, _SubTest)
            if part or not self._line_open:
                if self._line_open:
                    self.stream.writeln()
                self.stream.write(('  ' if part else '') + self.getDescription(test) + ' ... ')
            self.stream.writeln(word)
            self._line_open = False
        self.stream.flush()

    def _end_line(self, word, dot):
        if self.showAll:
            self.stream.writeln(word)
        elif self.dots:
            self.stream.write(dot)
        self.stream.flush()

    def addSuccess(self, test):
        super().addSuccess(test)
        self._tell(test, 'ok', '.')

    def addError(self, test, err):
        super().addError(test, err)
        self._tell(test, 'ERROR', 'E')

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._tell(test, 'FAIL', 'F')

    def addSubTest(self, test, subtest, err):
        if err is not None:
            failed = issubclass(err[0], subtest.failureException)
            self._tell(subtest, 'FAIL' if failed else 'ERROR', 'F' if failed else 'E')
        super().addSubTest(test, subtest, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._tell(test, f'skipped {reason!r}', 's')

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._end_line('expected failure', 'x')

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._end_line('unexpected success', 'u')

    def printErrors(self):
        if self.dots or self.showAll:
            self.stream.writeln()
            self.stream.flush()
        self.printErrorList('ERROR', self.errors)
        self.printErrorList('FAIL', self.failures)
        if self.unexpectedSuccesses:
            self.stream.writeln(self.separator1)
            for test in self.unexpectedSuccesses:
                self.stream.writeln(f'UNEXPECTED SUCCESS: {self.getDescription(test)}')
            self.stream.flush()

    def printErrorList(self, flavour, errors):
        for test, text in errors:
            self.stream.writeln(self.separator1)
            self.stream.writeln(f'{flavour}: {self.getDescription(test)}')
            self.stream.writeln(self.separator2)
            self.stream.writeln(text)
            self.stream.flush()


class TextTestRunner:
    """Runs tests and prints a summary."""

    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False, resultclass=None, warnings=None, *,
                 tb_locals=False, durations=None):
        self.stream = _WritelnDecorator(sys.stderr if stream is None else stream)
        self.descriptions, self.verbosity, self.failfast, self.buffer = descriptions, verbosity, failfast, buffer
        self.tb_locals, self.warnings, self.durations = tb_locals, warnings, durations
        if resultclass is not None:
            self.resultclass = resultclass

    def _makeResult(self):
        try:
            return self.resultclass(self.stream, self.descriptions, self.verbosity, durations=self.durations)
        except TypeError:
            # Classes written for older versions know nothing of durations.
            return self.resultclass(self.stream, self.descriptions, self.verbosity)

    def _print_durations(self, found):
        collected = getattr(found, 'collectedDurations', None)
        if not collected:
            return
        slowest = sorted(collected, key=lambda pair: pair[1], reverse=True)
        if self.durations > 0:
            slowest = slowest[:self.durations]
        self.stream.writeln('Slowest test durations')
        if hasattr(found, 'separator2'):
            self.stream.writeln(found.separator2)
        hidden = False
        for test, elapsed in slowest:
            if self.verbosity < 2 and elapsed < .001:
                hidden = True
                continue
            self.stream.writeln('%-10s %s' % (f'{elapsed:.3f}s', test))
        if hidden:
            self.stream.writeln('\n(durations < 0.001s were hidden; use -v to show these durations)')
        else:
            self.stream.writeln('')

    def run(self, test):
        found = self._makeResult()
        registerResult(found)
        found.failfast, found.buffer, found.tb_locals = self.failfast, self.buffer, self.tb_locals
        with warnings.catch_warnings():
            if self.warnings:
                warnings.simplefilter(self.warnings)
            started = time.perf_counter()
            getattr(found, 'startTestRun', lambda: None)()
            try:
                test(found)
            finally:
                getattr(found, 'stopTestRun', lambda: None)()
            taken = time.perf_counter() - started
        found.printErrors()
        if self.durations is not None:
            self._print_durations(found)
        if hasattr(found, 'separator2'):
            self.stream.writeln(found.separator2)
        run = found.testsRun
        self.stream.writeln(f"Ran {run} test{'s' if run != 1 else ''} in {taken:.3f}s")
        self.stream.writeln()
        facts = [f'{name}={len(items)}' for name, items in (
            ('failures', found.failures), ('errors', found.errors), ('skipped', getattr(found, 'skipped', ())),
            ('expected failures', getattr(found, 'expectedFailures', ())),
            ('unexpected successes', getattr(found, 'unexpectedSuccesses', ()))) if items]
        if not found.wasSuccessful():
            word = 'FAILED'
        else:
            word = 'NO TESTS RAN' if run == 0 and not getattr(found, 'skipped', ()) else 'OK'
        self.stream.write(word)
        self.stream.writeln(f" ({', '.join(facts)})" if facts else '')
        self.stream.flush()
        return found
