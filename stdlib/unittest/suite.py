"""Collections of tests, with what classes and modules do before and after theirs."""

import sys

from . import case

__unittest = True


class BaseTestSuite:
    """A list of tests."""

    def __init__(self, tests=()):
        self._tests = []
        self.addTests(tests)

    def __repr__(self):
        return f'<{type(self).__module__}.{type(self).__qualname__} tests={list(self)}>'

    def __eq__(self, other):
        return list(self) == list(other) if isinstance(other, self.__class__) else NotImplemented

    def __iter__(self):
        return iter(self._tests)

    def countTestCases(self):
        return sum(test.countTestCases() for test in self._tests)

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

    def run(self, result):
        for test in self:
            if result.shouldStop:
                break
            test(result)
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

    def countTestCases(self):
        return 0


class TestSuite(BaseTestSuite):
    """Tests, run with the set-up of their classes and modules."""

    def run(self, result, debug=False):
        outermost = not result._testRunEntered
        if outermost:
            result._testRunEntered = True
            result._previousTestClass = None
            result._moduleSetUpFailed = False
        for test in self:
            if result.shouldStop:
                break
            if not isinstance(test, BaseTestSuite) and hasattr(test, 'id'):
                self._change_class(test, result)
                result._previousTestClass = test.__class__
                if getattr(test.__class__, '_classSetupFailed', False) or result._moduleSetUpFailed:
                    continue
            if debug:
                test.debug()
            else:
                test(result)
        if outermost:
            self._leave_class(result, None)
            self._leave_module(result, None)
            result._testRunEntered = False
        return result

    def debug(self):
        from .result import TestResult
        self.run(TestResult(), True)

    def _attempt(self, result, what, name, function):
        try:
            function()
            return True
        except case.SkipTest as e:
            result.addSkip(_ErrorHolder(f'{what} ({name})'), str(e))
        except Exception:
            result.addError(_ErrorHolder(f'{what} ({name})'), sys.exc_info())
        return False

    def _change_class(self, test, result):
        previous, current = result._previousTestClass, test.__class__
        if previous is current:
            return
        self._leave_class(result, current)
        if previous is None or previous.__module__ != current.__module__:
            self._leave_module(result, current)
            result._moduleSetUpFailed = False
            module = sys.modules.get(current.__module__)
            setup = getattr(module, 'setUpModule', None)
            if setup is not None and not self._attempt(result, 'setUpModule', current.__module__, setup):
                result._moduleSetUpFailed = True
        if result._moduleSetUpFailed or getattr(current, '__unittest_skip__', False):
            return
        setup = getattr(current, 'setUpClass', None)
        if setup is not None:
            current._classSetupFailed = not self._attempt(result, 'setUpClass', f'{current.__module__}.{current.__qualname__}', setup)
            if current._classSetupFailed:
                current.doClassCleanups()

    def _leave_class(self, result, current):
        previous = result._previousTestClass
        if previous is None or previous is current or getattr(previous, '_classSetupFailed', False) or result._moduleSetUpFailed:
            return
        if getattr(previous, '__unittest_skip__', False):
            return
        name = f'{previous.__module__}.{previous.__qualname__}'
        down = getattr(previous, 'tearDownClass', None)
        if down is not None:
            self._attempt(result, 'tearDownClass', name, down)
        if hasattr(previous, 'doClassCleanups'):
            previous.doClassCleanups()
            for exc_info in previous.tearDown_exceptions:
                result.addError(_ErrorHolder(f'tearDownClass ({name})'), exc_info)

    def _leave_module(self, result, current):
        previous = result._previousTestClass
        if previous is None or current is not None and previous.__module__ == current.__module__ or result._moduleSetUpFailed:
            return
        module = sys.modules.get(previous.__module__)
        down = getattr(module, 'tearDownModule', None)
        if down is not None:
            self._attempt(result, 'tearDownModule', previous.__module__, down)
        self._attempt(result, 'tearDownModule', previous.__module__, case.doModuleCleanups)
