"""What became of tests."""

import io
import sys
import traceback


class TestResult:
    """Collects the outcomes of tests."""

    _testRunEntered = False

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.testsRun = 0
        # Tests, most with a text that says what happened.
        self.failures, self.errors, self.skipped = [], [], []
        self.expectedFailures, self.unexpectedSuccesses, self.collectedDurations = [], [], []
        self.shouldStop = self.failfast = self.buffer = self.tb_locals = False
        self._kept = None

    def startTest(self, test):
        self.testsRun += 1
        if self.buffer:
            self._kept = sys.stdout, sys.stderr
            sys.stdout = sys.stderr = io.StringIO()

    def stopTest(self, test):
        if self._kept:
            sys.stdout, sys.stderr = self._kept
            self._kept = None

    def startTestRun(self):
        pass

    def stopTestRun(self):
        pass

    def _show(self, err, test):
        kind, value, tb = err
        # The frames of this package say nothing.
        while tb is not None and '__unittest' in tb.tb_frame.f_globals:
            tb = tb.tb_next
        lines = traceback.format_exception(kind, value, tb)
        if isinstance(value, getattr(test, 'failureException', AssertionError)) and tb is not None:
            frames = list(traceback.extract_tb(tb))
            depth = 0
            at = tb
            while at is not None and '__unittest' not in at.tb_frame.f_globals:
                depth += 1
                at = at.tb_next
            lines = ['Traceback (most recent call last):\n', *traceback.StackSummary.from_list(frames[:depth]).format(),
                     *traceback.format_exception_only(kind, value)]
        return ''.join(lines)

    _exc_info_to_string = _show

    def addError(self, test, err):
        self.errors.append((test, self._show(err, test)))
        self._failed()

    def addFailure(self, test, err):
        self.failures.append((test, self._show(err, test)))
        self._failed()

    def _failed(self):
        if self.failfast:
            self.stop()

    def addSubTest(self, test, subtest, err):
        if err is not None:
            target = self.failures if issubclass(err[0], test.failureException) else self.errors
            target.append((subtest, self._show(err, test)))
            self._failed()

    def addSuccess(self, test):
        pass

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._show(err, test)))

    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)
        self._failed()

    def addDuration(self, test, elapsed):
        self.collectedDurations.append((str(test), elapsed))

    def wasSuccessful(self):
        return not self.failures and not self.errors and not self.unexpectedSuccesses

    def stop(self):
        self.shouldStop = True

    def printErrors(self):
        pass

    def __repr__(self):
        return f'<{type(self).__module__}.{type(self).__qualname__} run={self.testsRun} errors={len(self.errors)} failures={len(self.failures)}>'


__unittest = True
