"""What became of tests."""

import io
import sys
import traceback

__unittest = True


def _own_frame(tb):
    """Whether a traceback's first frame is of this package: such frames say nothing."""
    return '__unittest' in tb.tb_frame.f_globals


def _outside(tb, cut_end):
    """Where the frames of a test begin, and how many there are."""
    skipped = kept = 0
    while tb is not None and _own_frame(tb):
        skipped += 1
        tb = tb.tb_next
    while tb is not None and not (cut_end and _own_frame(tb)):
        kept += 1
        tb = tb.tb_next
    return skipped, kept


def _trim(shown, value, failure, seen):
    """Takes our own frames out of an exception that is about to be printed and of those it follows from."""
    if value is None or id(value) in seen or not hasattr(shown, 'stack'):
        return
    seen.add(id(value))
    skipped, kept = _outside(value.__traceback__, isinstance(value, failure))
    del shown.stack[skipped + kept:]
    del shown.stack[:skipped]
    _trim(shown.__cause__, value.__cause__, failure, seen)
    _trim(shown.__context__, value.__context__, failure, seen)


class TestResult:
    """Collects the outcomes of tests."""

    _testRunEntered = False
    _previousTestClass = None
    _moduleSetUpFailed = False

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.testsRun = 0
        # Tests, most with a text that says what happened.
        self.failures, self.errors, self.skipped = [], [], []
        self.expectedFailures, self.unexpectedSuccesses, self.collectedDurations = [], [], []
        self.shouldStop = self.failfast = self.buffer = self.tb_locals = False
        self._stdout_buffer = self._stderr_buffer = None
        self._original_stdout, self._original_stderr = sys.stdout, sys.stderr
        # Whether what was printed is worth showing when the buffers are put away.
        self._mirrorOutput = False

    def startTest(self, test):
        self.testsRun += 1
        self._mirrorOutput = False
        self._setupStdout()

    def stopTest(self, test):
        self._restoreStdout()
        self._mirrorOutput = False

    def startTestRun(self):
        """Called once, before the first test."""

    def stopTestRun(self):
        """Called once, after the last test."""

    # -- what tests print --

    def _setupStdout(self):
        if not self.buffer:
            return
        if self._stdout_buffer is None:
            self._stdout_buffer, self._stderr_buffer = io.StringIO(), io.StringIO()
        sys.stdout, sys.stderr = self._stdout_buffer, self._stderr_buffer

    def _restoreStdout(self):
        if not self.buffer:
            return
        if self._mirrorOutput:
            for kept, stream in ((sys.stdout, self._original_stdout), (sys.stderr, self._original_stderr)):
                text = kept.getvalue()
                if text:
                    stream.write(self._captured('Stdout' if stream is self._original_stdout else 'Stderr', text))
        sys.stdout, sys.stderr = self._original_stdout, self._original_stderr
        for kept in (self._stdout_buffer, self._stderr_buffer):
            kept.seek(0)
            kept.truncate()

    @staticmethod
    def _captured(title, text):
        return f'\n{title}:\n{text}' + ('' if text.endswith('\n') else '\n')

    def _exc_info_to_string(self, err, test):
        kind, value, tb = err
        shown = traceback.TracebackException(kind, value, tb, capture_locals=self.tb_locals, compact=True)
        failure = getattr(test, 'failureException', None) or ()
        _trim(shown, value, failure, set())
        text = ''.join(shown.format())
        if self.buffer:
            for title, stream in (('Stdout', sys.stdout), ('Stderr', sys.stderr)):
                printed = stream.getvalue()
                if printed:
                    text += self._captured(title, printed)
        return text

    # -- outcomes --

    def _failed(self):
        self._mirrorOutput = True
        if self.failfast:
            self.stop()

    def addError(self, test, err):
        self._failed()
        self.errors.append((test, self._exc_info_to_string(err, test)))

    def addFailure(self, test, err):
        self._failed()
        self.failures.append((test, self._exc_info_to_string(err, test)))

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._failed()
            target = self.failures if issubclass(err[0], test.failureException) else self.errors
            target.append((subtest, self._exc_info_to_string(err, test)))

    def addSuccess(self, test):
        """A test did what it should."""

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._exc_info_to_string(err, test)))

    def addUnexpectedSuccess(self, test):
        if self.failfast:
            self.stop()
        self.unexpectedSuccesses.append(test)

    def addDuration(self, test, elapsed):
        # Results of older programs may not have called our `__init__`.
        if hasattr(self, 'collectedDurations'):
            self.collectedDurations.append((str(test), elapsed))

    def wasSuccessful(self):
        return not self.failures and not self.errors and not self.unexpectedSuccesses

    def stop(self):
        """Tests that have not begun will not be run."""
        self.shouldStop = True

    def printErrors(self):
        """Called after a run."""

    def __repr__(self):
        return f'<{type(self).__module__}.{type(self).__qualname__} run={self.testsRun} errors={len(self.errors)} failures={len(self.failures)}>'
