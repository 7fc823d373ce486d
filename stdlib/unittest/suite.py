"""Collections of tests, with what classes and modules do before and after theirs."""

import sys

from . import case

__unittest = True


def _is_suite(test):
    try:
        iter(test)
    except TypeError:
        return False
    return True


class BaseTestSuite:
    """A list of tests."""

    # Whether tests are let go of once they have run.
    _cleanup = True

    def __init__(self, tests=()):
        self._tests = []
        self._gone = 0
        self.addTests(tests)

    def __repr__(self):
        return f'<{type(self).__module__}.{type(self).__qualname__} tests={list(self)}>'

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, self.__class__) else NotImplemented

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        return self._gone + sum(test.countTestCases() for test in self if test)

    def addTest(self, test):
        if not callable(test):
            raise TypeError(f'{test!r} is not callable')
        if isinstance(test, type) and issubclass(test, (case.TestCase, TestSuite)):
            raise TypeError('TestCases and TestSuites must be instantiated before passing them to addTest()')
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, str):
            raise TypeError('tests must be an iterable of tests, not a string')
        for test in tests:
            self.addTest(test)

    def _let_go(self, index):
        """Forgets a test that has run; it still counts."""
        try:
            test = self._tests[index]
        except (TypeError, IndexError):
            # A class of its own keeps its tests elsewhere.
            return
        if hasattr(test, 'countTestCases'):
            self._gone += test.countTestCases()
        self._tests[index] = None

    def run(self, result):
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            test(result)
            if self._cleanup:
                self._let_go(index)
        return result

    def __call__(self, *args, **kwargs):
        return self.run(*args, **kwargs)

    def debug(self):
        for test in self:
            test.debug()


class _ErrorHolder:
    """Stands for a class or module whose preparation failed."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def __str__(self):
        return self.description

    def __repr__(self):
        return f'<ErrorHolder description={self.description!r}>'

    def run(self, result):
        """There is nothing to run."""

    def __call__(self, result):
        return self.run(result)

    def countTestCases(self):
        return 0


class _Debugging:
    """A result for runs that let exceptions through."""

    _testRunEntered = _moduleSetUpFailed = shouldStop = False
    _previousTestClass = None


class TestSuite(BaseTestSuite):
    """Tests, run with the set-up of their classes and modules."""

    def run(self, result, debug=False):
        outermost = not getattr(result, '_testRunEntered', False)
        if outermost:
            result._testRunEntered = True
            result._previousTestClass = None
            result._moduleSetUpFailed = False
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            if not _is_suite(test):
                self._change_class(test, result)
                result._previousTestClass = test.__class__
                if getattr(test.__class__, '_classSetupFailed', False) or result._moduleSetUpFailed:
                    continue
            if not debug:
                test(result)
            elif isinstance(test, BaseTestSuite):
                test.run(result, True)
            else:
                test.debug()
            if self._cleanup:
                self._let_go(index)
        if outermost:
            self._leave_class(result, None)
            self._leave_module(result)
            result._testRunEntered = False
        return result

    def debug(self):
        self.run(_Debugging(), True)

    def _report(self, result, name, error):
        holder = _ErrorHolder(name)
        if isinstance(error, case.SkipTest) and hasattr(result, 'addSkip'):
            result.addSkip(holder, str(error))
        else:
            result.addError(holder, (type(error), error, error.__traceback__))

    def _attempt(self, result, name, function):
        """Whether a fixture could do its work; what it raises is reported."""
        try:
            function()
        except Exception as e:
            if isinstance(result, _Debugging):
                raise
            self._report(result, name, e)
            return False
        return True

    def _class_cleanups(self, result, name, cls):
        cleanups = getattr(cls, 'doClassCleanups', None)
        if cleanups is None:
            return
        cleanups()
        for exc_info in cls.tearDown_exceptions:
            if isinstance(result, _Debugging):
                raise exc_info[1]
            self._report(result, name, exc_info[1])

    def _change_class(self, test, result):
        previous, current = result._previousTestClass, test.__class__
        if previous is current:
            return
        self._leave_class(result, current)
        if previous is None or previous.__module__ != current.__module__:
            self._leave_module(result)
            self._enter_module(result, current.__module__)
        if not result._moduleSetUpFailed and not getattr(current, '__unittest_skip__', False):
            self._enter_class(result, current)

    def _enter_module(self, result, module):
        result._moduleSetUpFailed = False
        setup = getattr(sys.modules.get(module), 'setUpModule', None)
        if setup is None:
            return
        name = f'setUpModule ({module})'
        with _Captured(result):
            if not self._attempt(result, name, setup):
                result._moduleSetUpFailed = True
                self._attempt(result, name, case.doModuleCleanups)

    def _enter_class(self, result, current):
        setup = getattr(current, 'setUpClass', None)
        try:
            current._classSetupFailed = False
        except TypeError:
            # Some tests are objects of builtin types.
            pass
        if setup is None:
            return
        name = f'setUpClass ({current.__module__}.{current.__qualname__})'
        with _Captured(result):
            if not self._attempt(result, name, setup):
                current._classSetupFailed = True
                self._class_cleanups(result, name, current)

    def _leave_class(self, result, current):
        previous = result._previousTestClass
        if previous is current or previous is None or getattr(previous, '_classSetupFailed', False) or result._moduleSetUpFailed:
            return
        if getattr(previous, '__unittest_skip__', False):
            return
        down = getattr(previous, 'tearDownClass', None)
        if down is None and not hasattr(previous, 'doClassCleanups'):
            return
        name = f'tearDownClass ({previous.__module__}.{previous.__qualname__})'
        with _Captured(result):
            if down is not None:
                self._attempt(result, name, down)
            self._class_cleanups(result, name, previous)

    def _leave_module(self, result):
        previous = result._previousTestClass
        if previous is None or result._moduleSetUpFailed or previous.__module__ not in sys.modules:
            return
        down = getattr(sys.modules[previous.__module__], 'tearDownModule', None)
        name = f'tearDownModule ({previous.__module__})'
        with _Captured(result):
            if down is not None:
                self._attempt(result, name, down)
            self._attempt(result, name, case.doModuleCleanups)


class _Captured:
    """Catches what fixtures print, where the result does that for tests."""

    def __init__(self, result):
        self.result = result

    def __enter__(self):
        getattr(self.result, '_setupStdout', lambda: None)()

    def __exit__(self, *exc_info):
        getattr(self.result, '_restoreStdout', lambda: None)()
