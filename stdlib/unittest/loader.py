"""Finds tests in classes, modules and folders."""

import functools
import os
import sys
from fnmatch import fnmatch, fnmatchcase

from . import case, suite

__unittest = True


class _FailedTest(case.TestCase):
    """Stands for a test that could not be loaded."""

    def __init__(self, method_name, exception):
        self._exception = exception
        super().__init__(method_name)

    def __getattr__(self, name):
        if name != self.__dict__.get('_testMethodName', name) and name.startswith('_'):
            raise AttributeError(name)

        def testFailure():
            raise self._exception
        return testFailure


class TestLoader:
    """Makes suites."""

    testMethodPrefix = 'test'
    sortTestMethodsUsing = staticmethod(lambda a, b: (a > b) - (a < b))
    testNamePatterns = None
    suiteClass = suite.TestSuite

    def __init__(self):
        self.errors = []

    def loadTestsFromTestCase(self, testCaseClass):
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError('Test cases should not be derived from TestSuite. Maybe you meant to derive from TestCase?')
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, 'runTest'):
            names = ['runTest']
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        tests = []
        for name in dir(module):
            obj = getattr(module, name)
            if isinstance(obj, type) and issubclass(obj, case.TestCase) and obj not in (case.TestCase, case.FunctionTestCase, case.AsyncCase):
                tests.append(self.loadTestsFromTestCase(obj))
        tests = self.suiteClass(tests)
        load = getattr(module, 'load_tests', None)
        if load is not None:
            try:
                return load(self, tests, pattern)
            except Exception as e:
                self.errors.append(f'Failed to call load_tests:\n{e}')
                return self.suiteClass([_FailedTest(module.__name__, e)])
        return tests

    def loadTestsFromName(self, name, module=None):
        parts = name.split('.')
        if module is None:
            at = len(parts)
            error = None
            while at:
                try:
                    module = __import__('.'.join(parts[:at]), fromlist=['*'])
                    break
                except ImportError as e:
                    error = error or e
                    at -= 1
            else:
                self.errors.append(f'Failed to import test module: {name}')
                return self.suiteClass([_FailedTest(parts[-1], error)])
            parts = parts[at:]
        obj, parent = module, None
        for part in parts:
            try:
                parent, obj = obj, getattr(obj, part)
            except AttributeError as e:
                self.errors.append(f'Failed to access attribute:\n{e}')
                return self.suiteClass([_FailedTest(part, e)])
        import types
        if isinstance(obj, types.ModuleType):
            return self.loadTestsFromModule(obj)
        if isinstance(obj, type) and issubclass(obj, case.TestCase):
            return self.loadTestsFromTestCase(obj)
        if isinstance(obj, types.FunctionType) and isinstance(parent, type) and issubclass(parent, case.TestCase):
            return self.suiteClass([parent(parts[-1])])
        if isinstance(obj, suite.BaseTestSuite):
            return obj
        if callable(obj):
            test = obj()
            if isinstance(test, suite.BaseTestSuite):
                return test
            if isinstance(test, case.TestCase):
                return self.suiteClass([test])
            raise TypeError(f'calling {obj} returned {test}, not a test')
        raise TypeError(f"don't know how to make test from: {obj}")

    def loadTestsFromNames(self, names, module=None):
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def getTestCaseNames(self, testCaseClass):
        def is_test(name):
            if not name.startswith(self.testMethodPrefix) or not callable(getattr(testCaseClass, name)):
                return False
            full = f'{testCaseClass.__module__}.{testCaseClass.__qualname__}.{name}'
            return self.testNamePatterns is None or any(fnmatchcase(full, pattern) for pattern in self.testNamePatterns)
        names = [name for name in dir(testCaseClass) if is_test(name)]
        if self.sortTestMethodsUsing:
            names.sort(key=functools.cmp_to_key(self.sortTestMethodsUsing))
        return names

    def discover(self, start_dir, pattern='test*.py', top_level_dir=None):
        """The tests of the files below a folder whose names match."""
        start = os.path.abspath(start_dir)
        top = os.path.abspath(top_level_dir or start_dir)
        if top not in sys.path:
            sys.path.insert(0, top)
        tests = []
        for folder, folders, files in os.walk(start):
            folders[:] = sorted(each for each in folders if os.path.isfile(os.path.join(folder, each, '__init__.py')))
            for file in sorted(files):
                if not fnmatch(file, pattern) or not file[:-3].isidentifier():
                    continue
                name = os.path.relpath(os.path.join(folder, file), top)[:-3].replace(os.sep, '.')
                try:
                    module = __import__(name, fromlist=['*'])
                except case.SkipTest as e:
                    skipped = case.skip(str(e))(lambda self: None)
                    tests.append(self.suiteClass([type('ModuleSkipped', (case.TestCase,), {name: skipped})(name)]))
                except Exception as e:
                    self.errors.append(f'Failed to import test module: {name}')
                    tests.append(self.suiteClass([_FailedTest(name, e)]))
                else:
                    tests.append(self.loadTestsFromModule(module, pattern=pattern))
        return self.suiteClass(tests)


defaultTestLoader = TestLoader()
