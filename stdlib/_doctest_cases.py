"""Examples in docstrings and text files as test cases of `unittest`."""

import doctest
import unittest
from io import StringIO


class DocTestCase(unittest.TestCase):
    """The examples of a docstring as a test case."""

    def __init__(self, test, optionflags=0, setUp=None, tearDown=None, checker=None):
        unittest.TestCase.__init__(self)
        self._dt_test, self._dt_optionflags = test, optionflags
        self._dt_setUp, self._dt_tearDown, self._dt_checker = setUp, tearDown, checker

    def _facts(self):
        return self._dt_optionflags, self._dt_setUp, self._dt_tearDown, self._dt_checker

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._dt_test == other._dt_test and self._facts() == other._facts()

    def __hash__(self):
        return hash(self._facts())

    def setUp(self):
        self._dt_globs = self._dt_test.globs.copy()
        if self._dt_setUp is not None:
            self._dt_setUp(self._dt_test)

    def tearDown(self):
        if self._dt_tearDown is not None:
            self._dt_tearDown(self._dt_test)
        self._dt_test.globs.clear()
        self._dt_test.globs.update(self._dt_globs)

    def runTest(self):
        out, flags = StringIO(), self._dt_optionflags
        if not flags & doctest.REPORTING_FLAGS:
            flags |= doctest._unittest_reportflags
        runner = doctest.DocTestRunner(checker=self._dt_checker, verbose=False, optionflags=flags)
        runner.DIVIDER = '-' * 70
        results = runner.run(self._dt_test, out=out.write, clear_globs=False)
        if results.skipped == results.attempted:
            raise unittest.SkipTest('all examples were skipped')
        if results.failed:
            raise self.failureException(self.format_failure(out.getvalue()))

    def format_failure(self, err):
        test = self._dt_test
        line = 'unknown line number' if test.lineno is None else test.lineno
        return f'Failed doctest test for {test.name}\n  File "{test.filename}", line {line}, in {test.name.split(".")[-1]}\n\n{err}'

    def debug(self):
        """Runs the examples so that the first failure is raised."""
        self.setUp()
        runner = doctest.DebugRunner(optionflags=self._dt_optionflags, checker=self._dt_checker, verbose=False)
        runner.run(self._dt_test, clear_globs=False)
        self.tearDown()

    def id(self):
        return self._dt_test.name

    def __repr__(self):
        name = self._dt_test.name.split('.')
        return f"{name[-1]} ({'.'.join(name[:-1])})"

    __str__ = object.__str__

    def shortDescription(self):
        return 'Doctest: ' + self._dt_test.name


class DocFileCase(DocTestCase):
    """The examples of a text file as a test case."""

    def id(self):
        return '_'.join(self._dt_test.name.split('.'))

    def __repr__(self):
        return self._dt_test.filename

    def format_failure(self, err):
        return f'Failed doctest test for {self._dt_test.name}\n  File "{self._dt_test.filename}", line 0\n\n{err}'


class SkipDocTestCase(DocTestCase):
    """Stands for a module whose docstrings were left out."""

    def __init__(self, module):
        self.module = module
        DocTestCase.__init__(self, None)

    def setUp(self):
        self.skipTest('DocTestSuite will not work with -O2 and above')

    def test_skip(self):
        pass

    def shortDescription(self):
        return 'Skipping tests from %s' % self.module.__name__

    __str__ = shortDescription


class _DocTestSuite(unittest.TestSuite):
    """Keeps its cases when they have run."""

    def _removeTestAtIndex(self, index):
        pass


# Where programs know them, and reports of failures look for who makes them.
for _class in (DocTestCase, DocFileCase, SkipDocTestCase, _DocTestSuite):
    _class.__module__ = 'doctest'
del _class
