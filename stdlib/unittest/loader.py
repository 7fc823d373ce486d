"""Finds tests in classes, modules and folders."""

import functools
import os
import re
import sys
import traceback
import types
from fnmatch import fnmatch, fnmatchcase

from . import case, suite

__unittest = True

_MODULE_FILE = re.compile(r'[_a-z]\w*\.py$', re.IGNORECASE)


class _FailedTest(case.TestCase):
    """Stands for a test that could not be loaded."""

    _testMethodName = None

    def __init__(self, method_name, exception):
        self._exception = exception
        super().__init__(method_name)

    def __getattr__(self, name):
        if name != self._testMethodName:
            return super().__getattr__(name)

        def testFailure():
            raise self._exception
        return testFailure


def _by_name(a, b):
    return (a > b) - (a < b)


class TestLoader:
    """Makes suites."""

    testMethodPrefix = 'test'
    sortTestMethodsUsing = staticmethod(_by_name)
    testNamePatterns = None
    suiteClass = suite.TestSuite
    _top_level_dir = None

    def __init__(self):
        self.errors = []
        # Packages whose `load_tests` runs: it may ask for the tests of its own folder.
        self._loading = set()

    # -- what could not be loaded --

    def _failed(self, name, error, message):
        self.errors.append(message)
        return self.suiteClass([_FailedTest(name, error)])

    def _failed_import(self, name):
        message = f'Failed to import test module: {name}\n{traceback.format_exc()}'
        return self._failed(name, ImportError(message), message)

    def _skipped(self, name, why):
        method = case.skip(str(why))(lambda self: None)
        made = type('ModuleSkipped', (case.TestCase,), {name: method})
        return self.suiteClass([made(name)])

    # -- classes, modules, names --

    def loadTestsFromTestCase(self, testCaseClass):
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError('Test cases should not be derived from TestSuite. Maybe you meant to derive from TestCase?')
        if testCaseClass in (case.TestCase, case.FunctionTestCase):
            names = []
        else:
            names = self.getTestCaseNames(testCaseClass)
            if not names and hasattr(testCaseClass, 'runTest'):
                names = ['runTest']
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        tests = []
        for name in dir(module):
            obj = getattr(module, name)
            if isinstance(obj, type) and issubclass(obj, case.TestCase) and obj not in (case.TestCase, case.FunctionTestCase):
                tests.append(self.loadTestsFromTestCase(obj))
        tests = self.suiteClass(tests)
        load = getattr(module, 'load_tests', None)
        if load is None:
            return tests
        try:
            return load(self, tests, pattern)
        except Exception as e:
            return self._failed(module.__name__, e, f'Failed to call load_tests:\n{traceback.format_exc()}')

    def loadTestsFromName(self, name, module=None):
        parts = name.split('.')
        failed, failed_name = None, None
        if module is None:
            for at in range(len(parts), 0, -1):
                try:
                    module = __import__('.'.join(parts[:at]))
                    break
                except ImportError:
                    failed, failed_name = self._failed_import(parts[at - 1]), parts[at - 1]
                    # Names that lie deeper may still turn out to be attributes.
                    self.errors.pop()
            if module is None:
                self.errors.append(str(failed._tests[0]._exception))
                return failed
            parts = parts[1:]
        obj, parent = module, None
        for part in parts:
            try:
                parent, obj = obj, getattr(obj, part)
            except AttributeError as e:
                if failed is not None and getattr(obj, '__path__', None) is not None:
                    # A module of a package that could not be imported.
                    self.errors.append(str(failed._tests[0]._exception))
                    return failed
                return self._failed(part, e, f'Failed to access attribute:\n{traceback.format_exc()}')
        return self._tests_of(obj, parent, parts)

    def _tests_of(self, obj, parent, parts):
        if isinstance(obj, types.ModuleType):
            return self.loadTestsFromModule(obj)
        if isinstance(obj, type) and issubclass(obj, case.TestCase) and obj not in (case.TestCase, case.FunctionTestCase):
            return self.loadTestsFromTestCase(obj)
        if isinstance(obj, types.FunctionType) and isinstance(parent, type) and issubclass(parent, case.TestCase):
            test = parent(parts[-1])
            # What a static method makes is looked at below.
            if not isinstance(getattr(test, parts[-1]), types.FunctionType):
                return self.suiteClass([test])
        if isinstance(obj, suite.TestSuite):
            return obj
        if callable(obj):
            test = obj()
            if isinstance(test, suite.TestSuite):
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

    # -- folders --

    def discover(self, start_dir, pattern='test*.py', top_level_dir=None):
        """The tests of the files below a folder, or in a package, whose names match."""
        before = self._top_level_dir
        implicit = top_level_dir is None and before is None
        top = top_level_dir or before or start_dir
        top = self._top_level_dir = os.path.abspath(top)
        if top not in sys.path:
            # Modules are imported by the names they have from here.
            sys.path.insert(0, top)
        try:
            if os.path.isdir(os.path.abspath(start_dir)):
                start = os.path.abspath(start_dir)
                if start != top and not os.path.isfile(os.path.join(start, '__init__.py')):
                    raise ImportError(f'Start directory is not importable: {start!r}')
            else:
                start = self._package_folder(start_dir, implicit)
            return self.suiteClass(list(self._find(start, pattern)))
        finally:
            self._top_level_dir = before

    def _package_folder(self, name, implicit):
        try:
            __import__(name)
        except ImportError:
            raise ImportError(f'Start directory is not importable: {name!r}') from None
        module = sys.modules[name]
        file = getattr(module, '__file__', None)
        if file is None:
            if name in sys.builtin_module_names:
                raise TypeError('Can not use builtin modules as dotted module names')
            raise TypeError(f"don't know how to discover from {module!r}")
        folder = os.path.abspath(os.path.dirname(file))
        if implicit:
            top = sys.modules[name.partition('.')[0]]
            file = os.path.abspath(top.__file__)
            at = os.path.dirname(file)
            self._top_level_dir = os.path.dirname(at) if os.path.basename(file).lower().startswith('__init__.py') else at
            sys.path.remove(os.path.abspath(name))
        return folder

    def _name_of(self, path):
        """The name below the top folder of what is at a path."""
        if path == self._top_level_dir:
            return '.'
        relative = os.path.relpath(os.path.splitext(os.path.normpath(path))[0], self._top_level_dir)
        return relative.replace(os.sep, '.')

    def _find(self, start, pattern):
        """Suites of a folder, of its package first, in order of names."""
        name = self._name_of(start)
        if name != '.' and name not in self._loading:
            tests, go_on = self._find_at(start, pattern)
            if tests is not None:
                yield tests
            if not go_on:
                return
        for entry in sorted(os.listdir(start)):
            path = os.path.join(start, entry)
            tests, go_on = self._find_at(path, pattern)
            if tests is not None:
                yield tests
            if go_on:
                name = self._name_of(path)
                self._loading.add(name)
                try:
                    yield from self._find(path, pattern)
                finally:
                    self._loading.discard(name)

    def _find_at(self, path, pattern):
        """The tests of a file or of a package itself, and whether what is in the package is still to be looked through."""
        base = os.path.basename(path)
        if os.path.isfile(path):
            if not _MODULE_FILE.match(base) or not fnmatch(base, pattern):
                return None, False
            name = self._name_of(path)
            module, failed = self._import(name)
            if module is None:
                return failed, False
            self._expect_at(module, path)
            return self.loadTestsFromModule(module, pattern=pattern), False
        if not os.path.isfile(os.path.join(path, '__init__.py')):
            return None, False
        name = self._name_of(path)
        package, failed = self._import(name)
        if package is None:
            return failed, False
        self._loading.add(name)
        try:
            tests = self.loadTestsFromModule(package, pattern=pattern)
            return tests, getattr(package, 'load_tests', None) is None
        finally:
            self._loading.discard(name)

    def _import(self, name):
        """A module, or the test that stands for it."""
        try:
            __import__(name)
            return sys.modules[name], None
        except case.SkipTest as e:
            return None, self._skipped(name, e)
        except Exception:
            return None, self._failed_import(name)

    def _expect_at(self, module, path):
        """A module that was imported from elsewhere hides the one that is meant."""
        found = os.path.splitext(os.path.realpath(os.path.abspath(getattr(module, '__file__', path))))[0]
        meant = os.path.splitext(os.path.realpath(path))[0]
        if found.lower() != meant.lower():
            raise ImportError(f"{os.path.basename(path).partition('.')[0]!r} module incorrectly imported from {os.path.dirname(found)!r}. "
                              f'Expected {os.path.dirname(path)!r}. Is this module globally installed?')


defaultTestLoader = TestLoader()
