"""Runs tests and prints what became of them."""

import sys
import time
import warnings

from . import case, result

__unittest = True


class _Stream:
    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def writeln(self, text=None):
        self.stream.write((text or '') + '\n')


class TextTestResult(result.TestResult):
    """Prints outcomes as they come."""

    separator1 = '=' * 70
    separator2 = '-' * 70

    def __init__(self, stream, descriptions, verbosity, *, durations=None):
        super().__init__(stream, descriptions, verbosity)
        self.stream = stream
        self.showAll = verbosity > 1
        self.dots = verbosity == 1
        # Whether what is told next begins a line.
        self._is_at_start = True
        self.descriptions = descriptions
        self.durations = durations

    def getDescription(self, test):
        first = test.shortDescription()
        return '\n'.join((str(test), first)) if self.descriptions and first else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self.stream.write(self.getDescription(test) + ' ... ')
            self.stream.flush()
            self._is_at_start = False

    def _tell(self, test, word, dot):
        if self.showAll:
            is_part = isinstance(test, case._SubTest)
            if is_part or self._is_at_start:
                # A part of a test has a line of its own, and so has what comes after it.
                if not self._is_at_start:
                    self.stream.writeln()
                self.stream.write(f"{'  ' if is_part else ''}{self.getDescription(test)} ... ")
            self.stream.writeln(word)
            self._is_at_start = True
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
        super().addSubTest(test, subtest, err)
        if err is not None:
            failed = issubclass(err[0], subtest.failureException)
            self._tell(subtest, 'FAIL' if failed else 'ERROR', 'F' if failed else 'E')

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._tell(test, f'skipped {reason!r}', 's')

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._tell(test, 'expected failure', 'x')

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._tell(test, 'unexpected success', 'u')

    def printErrors(self):
        if self.dots or self.showAll:
            self.stream.writeln()
        for flavour, errors in (('ERROR', self.errors), ('FAIL', self.failures)):
            for test, text in errors:
                self.stream.writeln(self.separator1)
                self.stream.writeln(f'{flavour}: {self.getDescription(test)}')
                self.stream.writeln(self.separator2)
                self.stream.writeln(text)
        if self.unexpectedSuccesses:
            self.stream.writeln(self.separator1)
            for test in self.unexpectedSuccesses:
                self.stream.writeln(f'UNEXPECTED SUCCESS: {self.getDescription(test)}')
        self.stream.flush()


class TextTestRunner:
    """Runs tests and prints a summary."""

    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False, resultclass=None, warnings=None, *,
                 tb_locals=False, durations=None):
        self.stream = _Stream(sys.stderr if stream is None else stream)
        self.descriptions, self.verbosity, self.failfast, self.buffer = descriptions, verbosity, failfast, buffer
        self.tb_locals, self.warnings, self.durations = tb_locals, warnings, durations
        if resultclass is not None:
            self.resultclass = resultclass

    def _makeResult(self):
        return self.resultclass(self.stream, self.descriptions, self.verbosity)

    def run(self, test):
        found = self._makeResult()
        found.failfast, found.buffer, found.tb_locals = self.failfast, self.buffer, self.tb_locals
        with warnings.catch_warnings():
            if self.warnings:
                warnings.simplefilter(self.warnings)
            started = time.perf_counter()
            found.startTestRun()
            try:
                test(found)
            finally:
                found.stopTestRun()
            taken = time.perf_counter() - started
        found.printErrors()
        if hasattr(found, 'separator2'):
            self.stream.writeln(found.separator2)
        run = found.testsRun
        self.stream.writeln(f"Ran {run} test{'s' if run != 1 else ''} in {taken:.3f}s")
        self.stream.writeln()
        facts = [f'{name}={len(items)}' for name, items in (
            ('failures', found.failures), ('errors', found.errors), ('skipped', found.skipped), ('expected failures', found.expectedFailures),
            ('unexpected successes', found.unexpectedSuccesses)) if items]
        if not found.wasSuccessful():
            word = 'FAILED'
        else:
            word = 'NO TESTS RAN' if run == 0 and not found.skipped else 'OK'
        self.stream.writeln(word + (f" ({', '.join(facts)})" if facts else ''))
        self.stream.flush()
        return found
