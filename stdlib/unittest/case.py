"""Test cases: a class whose `test...` methods are tests."""

import contextlib
import contextvars
import functools
import pprint
import re
import sys
import time
import types
import warnings
from collections import Counter

from .util import ndiff as _ndiff, safe_repr as _short, shorten_together as _shorten_together, strclass

__unittest = True


class SkipTest(Exception):
    """Raised in a test to skip it."""


class _ShouldStop(Exception):
    """Ends a test whose outcome stands."""


class _Unexpected(Exception):
    """A test that was to fail did not."""


_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    """Calls a function when the module's tests are over."""
    _module_cleanups.append((function, args, kwargs))


def _enter(cm, add_cleanup):
    cls = type(cm)
    try:
        enter, leave = cls.__enter__, cls.__exit__
    except AttributeError:
        raise TypeError(f"'{strclass(cls)}' object does not support the context manager protocol") from None
    result = enter(cm)
    add_cleanup(leave, cm, None, None, None)
    return result


def enterModuleContext(cm):
    """Enters a context that is left when the module's tests are over."""
    return _enter(cm, addModuleCleanup)


def doModuleCleanups():
    errors = []
    while _module_cleanups:
        function, args, kwargs = _module_cleanups.pop()
        try:
            function(*args, **kwargs)
        except Exception as exc:
            errors.append(exc)
    if errors:
        raise errors[0]


def skip(reason):
    """Skips a test or class."""
    if isinstance(reason, types.FunctionType):
        return skip('')(reason)

    def decorator(item):
        if not isinstance(item, type):
            @functools.wraps(item)
            def item(*args, **kwargs):
                raise SkipTest(reason)
        item.__unittest_skip__ = True
        item.__unittest_skip_why__ = reason
        return item
    return decorator


def skipIf(condition, reason):
    return skip(reason) if condition else lambda item: item


def skipUnless(condition, reason):
    return lambda item: item if condition else skip(reason)(item)


def expectedFailure(item):
    item.__unittest_expecting_failure__ = True
    return item


class _AssertRaisesContext:
    """What assertRaises gives without a callable."""

    base, kinds = BaseException, 'an exception type or tuple of exception types'

    def __init__(self, case, asked, expected, *regex):
        if not all(isinstance(each, type) and issubclass(each, self.base) for each in (expected if isinstance(expected, tuple) else (expected,))):
            raise TypeError(f'{asked}() arg 1 must be {self.kinds}')
        self.case, self.expected, self.msg = case, expected, None
        self.expected_regex = re.compile(regex[0]) if regex else None
        self.exception = None

    def _name(self):
        return getattr(self.expected, '__name__', None) or str(self.expected)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if kind is None:
            self.case._fail(self.msg, f'{self._name()} not raised' + (f' by {self.called}' if getattr(self, 'called', None) else ''))
        if not issubclass(kind, self.expected):
            return False
        self.exception = value.with_traceback(None)
        if self.expected_regex is not None and not self.expected_regex.search(str(value)):
            self.case._fail(self.msg, f'"{self.expected_regex.pattern}" does not match "{value}"')
        return True

    __class_getitem__ = classmethod(types.GenericAlias)


class _AssertWarnsContext(_AssertRaisesContext):
    base, kinds = Warning, 'a warning type or tuple of warning types'

    def __enter__(self):
        for module in list(sys.modules.values()):
            if getattr(module, '__warningregistry__', None):
                module.__warningregistry__ = {}
        self.manager = warnings.catch_warnings(record=True)
        self.warnings = self.manager.__enter__()
        warnings.simplefilter('always', self.expected)
        return self

    def __exit__(self, kind, value, tb):
        self.manager.__exit__(kind, value, tb)
        if kind is not None:
            return
        first = None
        for record in self.warnings:
            if not isinstance(record.message, self.expected):
                continue
            first = first or record.message
            if self.expected_regex is not None and not self.expected_regex.search(str(record.message)):
                continue
            self.warning, self.filename, self.lineno = record.message, record.filename, record.lineno
            return
        if first is not None:
            self.case._fail(self.msg, f'"{self.expected_regex.pattern}" does not match "{first}"')
        self.case._fail(self.msg, f'{self._name()} not triggered' + (f' by {self.called}' if getattr(self, 'called', None) else ''))


class _Logs:
    def __init__(self, case, logger, level, none=False):
        import logging
        self.case, self.none = case, none
        self.logger = logger if isinstance(logger, logging.Logger) else logging.getLogger(logger)
        self.level = logging._nameToLevel.get(level, level) if level else logging.INFO

    def __enter__(self):
        import logging
        records, output = self.records, self.output = [], []
        formatter = logging.Formatter('%(levelname)s:%(name)s:%(message)s')

        class Keep(logging.Handler):
            def emit(self, record):
                records.append(record)
                output.append(formatter.format(record))
        handler = Keep()
        handler.setLevel(self.level)
        self.old = self.logger.handlers[:], self.logger.level, self.logger.propagate
        self.logger.handlers, self.logger.propagate = [handler], False
        self.logger.setLevel(self.level)
        return None if self.none else self

    def __exit__(self, kind, value, tb):
        import logging
        self.logger.handlers, level, self.logger.propagate = self.old
        self.logger.setLevel(level)
        if kind is not None:
            return False
        if self.none and self.records:
            self.case._fail(None, f'Unexpected logs found: {self.output!r}')
        if not self.none and not self.records:
            self.case._fail(None, f'no logs of level {logging.getLevelName(self.level)} or higher triggered on {self.logger.name}')


_no_message = object()


def _add_skip(result, test, reason):
    if hasattr(result, 'addSkip'):
        result.addSkip(test, reason)
    else:
        warnings.warn('TestResult has no addSkip method, skips not reported', RuntimeWarning, 2)
        result.addSuccess(test)


def _add_expected_failure(result, test, exc_info):
    if hasattr(result, 'addExpectedFailure'):
        result.addExpectedFailure(test, exc_info)
    else:
        warnings.warn('TestResult has no addExpectedFailure method, reporting as passes', RuntimeWarning)
        result.addSuccess(test)


def _add_unexpected_success(result, test):
    if hasattr(result, 'addUnexpectedSuccess'):
        result.addUnexpectedSuccess(test)
        return
    warnings.warn('TestResult has no addUnexpectedSuccess method, reporting as failure', RuntimeWarning)
    try:
        raise _Unexpected from None
    except _Unexpected:
        result.addFailure(test, sys.exc_info())


class _Outcome:
    def __init__(self, result):
        self.result = result
        self.success = True
        self.takes_subtests = hasattr(result, 'addSubTest')
        self.skipped = False
        self.expected = None
        self.expecting = False


class TestCase:
    """A test: one method, with what is done before and after it."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 80 * 8
    # Longer texts are not compared line by line.
    _diffThreshold = 2 ** 16
    _class_cleanups = []

    def __init_subclass__(cls, *args, **kwargs):
        cls._classSetupFailed = False
        cls._class_cleanups = []
        super().__init_subclass__(*args, **kwargs)

    def __init__(self, methodName='runTest'):
        self._testMethodName = methodName
        self._outcome = None
        self._cleanups = []
        self._subtest = None
        method = getattr(self, methodName, None)
        if method is None:
            if methodName != 'runTest':
                raise ValueError(f'no such test method in {self.__class__}: {methodName}')
            self._testMethodDoc = 'No test'
        else:
            self._testMethodDoc = method.__doc__
        self._type_equality_funcs = {dict: 'assertDictEqual', list: 'assertListEqual', tuple: 'assertTupleEqual', set: 'assertSetEqual',
                                     frozenset: 'assertSetEqual', str: 'assertMultiLineEqual'}

    def addTypeEqualityFunc(self, typeobj, function):
        self._type_equality_funcs[typeobj] = function

    # -- before and after --

    def setUp(self):
        """Called before each test."""

    def tearDown(self):
        """Called after each test."""

    @classmethod
    def setUpClass(cls):
        """Called before the tests of the class."""

    @classmethod
    def tearDownClass(cls):
        """Called after the tests of the class."""

    def addCleanup(self, function, /, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        """Enters a context that is left after the test."""
        return _enter(cm, self.addCleanup)

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def enterClassContext(cls, cm):
        """Enters a context that is left after the tests of the class."""
        return _enter(cm, cls.addClassCleanup)

    @classmethod
    def doClassCleanups(cls):
        cls.tearDown_exceptions = []
        while cls._class_cleanups:
            function, args, kwargs = cls._class_cleanups.pop()
            try:
                function(*args, **kwargs)
            except Exception:
                cls.tearDown_exceptions.append(sys.exc_info())

    # -- what it is called --

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        from .result import TestResult
        return TestResult()

    def shortDescription(self):
        doc = self._testMethodDoc
        return doc.strip().split('\n')[0].strip() if doc else None

    def id(self):
        return f'{type(self).__module__}.{type(self).__qualname__}.{self._testMethodName}'

    def __eq__(self, other):
        return self._testMethodName == other._testMethodName if type(self) is type(other) else NotImplemented

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        return f'{self._testMethodName} ({type(self).__module__}.{type(self).__qualname__}.{self._testMethodName})'

    def __repr__(self):
        return f'<{type(self).__module__}.{type(self).__qualname__} testMethod={self._testMethodName}>'

    # -- running --

    @contextlib.contextmanager
    def _part(self, outcome, subtest=None):
        try:
            yield
        except KeyboardInterrupt:
            raise
        except SkipTest as e:
            outcome.success = False
            outcome.skipped = True
            _add_skip(outcome.result, subtest or self, str(e))
        except _ShouldStop:
            pass
        except BaseException:
            exc_info = sys.exc_info()
            if outcome.expecting:
                outcome.expected = exc_info
            else:
                outcome.success = False
                if subtest is not None:
                    outcome.result.addSubTest(self, subtest, exc_info)
                elif issubclass(exc_info[0], self.failureException):
                    outcome.result.addFailure(self, exc_info)
                else:
                    outcome.result.addError(self, exc_info)

    @contextlib.contextmanager
    def subTest(self, msg=_no_message, **params):
        """A part of a test that is reported by itself."""
        if self._outcome is None or not self._outcome.takes_subtests:
            yield
            return
        outer = self._subtest
        if outer is not None:
            params = {**params, **{name: value for name, value in outer.params.items() if name not in params}}
        self._subtest = _SubTest(self, msg, params)
        before, self._outcome.success = self._outcome.success, True
        try:
            with self._part(self._outcome, self._subtest):
                yield
            if not self._outcome.success:
                if getattr(self._outcome.result, 'failfast', False):
                    raise _ShouldStop
            elif self._outcome.expected:
                # What was to fail has failed.
                raise _ShouldStop
            else:
                self._outcome.result.addSubTest(self, self._subtest, None)
        finally:
            self._outcome.success = self._outcome.success and before
            self._subtest = outer

    def _callSetUp(self):
        self.setUp()

    def _callTestMethod(self, method):
        if method() is not None:
            warnings.warn(f'It is deprecated to return a value that is not None from a test case ({method})', DeprecationWarning, stacklevel=3)

    def _callTearDown(self):
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    def run(self, result=None):
        """Runs the test. Its outcome goes to `result`."""
        own = result is None
        if own:
            result = self.defaultTestResult()
            getattr(result, 'startTestRun', lambda: None)()
        result.startTest(self)
        started = time.perf_counter()
        try:
            method = getattr(self, self._testMethodName)
            if getattr(type(self), '__unittest_skip__', False) or getattr(method, '__unittest_skip__', False):
                why = getattr(type(self), '__unittest_skip_why__', '') or getattr(method, '__unittest_skip_why__', '')
                _add_skip(result, self, why)
                return result
            expecting = getattr(self, '__unittest_expecting_failure__', False) or getattr(method, '__unittest_expecting_failure__', False)
            outcome = self._outcome = _Outcome(result)
            try:
                with self._part(outcome):
                    self._callSetUp()
                if outcome.success:
                    outcome.expecting = expecting
                    with self._part(outcome):
                        self._callTestMethod(method)
                    outcome.expecting = False
                    with self._part(outcome):
                        self._callTearDown()
                self.doCleanups()
                if hasattr(result, 'addDuration'):
                    result.addDuration(self, time.perf_counter() - started)
                else:
                    warnings.warn('TestResult has no addDuration method', RuntimeWarning, stacklevel=2)
                if outcome.success:
                    if not expecting:
                        result.addSuccess(self)
                    elif outcome.expected:
                        _add_expected_failure(result, self, outcome.expected)
                    else:
                        _add_unexpected_success(result, self)
                return result
            finally:
                self._outcome = None
        finally:
            result.stopTest(self)
            if own:
                getattr(result, 'stopTestRun', lambda: None)()

    def doCleanups(self):
        outcome = self._outcome or _Outcome(self.defaultTestResult())
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            with self._part(outcome):
                self._callCleanup(function, *args, **kwargs)
        return outcome.success

    def __call__(self, *args, **kwargs):
        return self.run(*args, **kwargs)

    def debug(self):
        """Runs the test without collecting outcomes."""
        method = getattr(self, self._testMethodName)
        for each in (type(self), method):
            if getattr(each, '__unittest_skip__', False):
                raise SkipTest(getattr(each, '__unittest_skip_why__', ''))
        self._callSetUp()
        self._callTestMethod(method)
        self._callTearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._callCleanup(function, *args, **kwargs)

    def skipTest(self, reason):
        raise SkipTest(reason)

    # -- assertions --

    def fail(self, msg=None):
        raise self.failureException(msg)

    def _formatMessage(self, msg, standard):
        if not self.longMessage:
            return msg or standard
        return standard if msg is None else f'{standard} : {msg}'

    def _fail(self, msg, standard):
        raise self.failureException(self._formatMessage(msg, standard))

    def assertFalse(self, expr, msg=None):
        if expr:
            self._fail(msg, f'{_short(expr)} is not false')

    def assertTrue(self, expr, msg=None):
        if not expr:
            self._fail(msg, f'{_short(expr)} is not true')

    def _context(self, manager, args, kwargs):
        if not args:
            manager.msg = kwargs.pop('msg', None)
            if kwargs:
                raise TypeError(f'{next(iter(kwargs))!r} is an invalid keyword argument for this function')
            return manager
        function, *args = args
        manager.called = getattr(function, '__name__', None) or str(function)
        with manager:
            function(*args, **kwargs)

    def assertRaises(self, expected_exception, *args, **kwargs):
        return self._context(_AssertRaisesContext(self, 'assertRaises', expected_exception), args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        return self._context(_AssertRaisesContext(self, 'assertRaisesRegex', expected_exception, expected_regex), args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        return self._context(_AssertWarnsContext(self, 'assertWarns', expected_warning), args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        return self._context(_AssertWarnsContext(self, 'assertWarnsRegex', expected_warning, expected_regex), args, kwargs)

    def assertLogs(self, logger=None, level=None):
        return _Logs(self, logger, level)

    def assertNoLogs(self, logger=None, level=None):
        return _Logs(self, logger, level, True)

    def _baseAssertEqual(self, first, second, msg=None):
        if not first == second:
            self._fail(msg, '%s != %s' % tuple(_shorten_together(first, second)))

    def assertEqual(self, first, second, msg=None):
        function = self._baseAssertEqual
        if type(first) is type(second):
            function = self._type_equality_funcs.get(type(first), function)
            if isinstance(function, str):
                function = getattr(self, function)
        function(first, second, msg=msg)

    def assertNotEqual(self, first, second, msg=None):
        if not first != second:
            self._fail(msg, f'{_short(first)} == {_short(second)}')

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first == second:
            return
        if delta is not None and places is not None:
            raise TypeError('specify delta or places not both')
        diff = abs(first - second)
        if delta is not None:
            if diff <= delta:
                return
            self._fail(msg, f'{_short(first)} != {_short(second)} within {_short(delta)} delta ({_short(diff)} difference)')
        places = 7 if places is None else places
        if round(diff, places) != 0:
            self._fail(msg, f'{_short(first)} != {_short(second)} within {places} places ({_short(diff)} difference)')

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if delta is not None and places is not None:
            raise TypeError('specify delta or places not both')
        diff = abs(first - second)
        if delta is not None:
            if not first == second and diff > delta:
                return
            self._fail(msg, f'{_short(first)} == {_short(second)} within {_short(delta)} delta ({_short(diff)} difference)')
        places = 7 if places is None else places
        if first == second or round(diff, places) == 0:
            self._fail(msg, f'{_short(first)} == {_short(second)} within {places} places')

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        name = seq_type.__name__ if seq_type is not None else 'sequence'
        if seq_type is not None:
            for which, seq in (('First', seq1), ('Second', seq2)):
                if not isinstance(seq, seq_type):
                    raise self.failureException(f'{which} sequence is not a {name}: {_short(seq)}')
        lengths = []
        standard = None
        for which, seq in (('First', seq1), ('Second', seq2)):
            try:
                lengths.append(len(seq))
            except (TypeError, NotImplementedError):
                standard = f'{which} {name} has no length.    Non-sequence?'
                break
        if standard is None:
            if seq1 == seq2:
                return
            standard = '%ss differ: %s != %s\n' % (name.capitalize(), *_shorten_together(seq1, seq2))
            standard += self._first_difference(seq1, seq2, *lengths, name)
            if standard.endswith('\n\0'):
                return
        diff = '\n' + '\n'.join(_ndiff(pprint.pformat(seq1).splitlines(), pprint.pformat(seq2).splitlines()))
        self._fail(msg, self._truncateMessage(standard, diff))

    def _first_difference(self, seq1, seq2, n1, n2, name):
        """What is said of the places where two sequences differ; `\\0` where they do not."""
        text = ''
        for at in range(min(n1, n2)):
            items = []
            for which, seq in (('first', seq1), ('second', seq2)):
                try:
                    items.append(seq[at])
                except (TypeError, IndexError, NotImplementedError):
                    return text + f'\nUnable to index element {at} of {which} {name}\n'
            if items[0] != items[1]:
                text += '\nFirst differing element %d:\n%s\n%s\n' % (at, *_shorten_together(*items))
                break
        else:
            if n1 == n2 and type(seq1) != type(seq2):
                return '\0'
        if n1 != n2:
            which, more, at = ('First', seq1, n2) if n1 > n2 else ('Second', seq2, n1)
            text += f'\n{which} {name} contains {abs(n1 - n2)} additional elements.\n'
            try:
                text += f'First extra element {at}:\n{_short(more[at])}\n'
            except (TypeError, IndexError, NotImplementedError):
                text += f'Unable to index element {at} of {which.lower()} {name}\n'
        return text

    def _truncateMessage(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + f'\nDiff is {len(diff)} characters long. Set self.maxDiff to None to see it.'

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        differences = []
        for which, one, other in (('First', set1, set2), ('Second', set2, set1)):
            try:
                differences.append(one.difference(other))
            except TypeError as e:
                self.fail(f'invalid type when attempting set difference: {e}')
            except AttributeError as e:
                self.fail(f'{which.lower()} argument does not support set difference: {e}')
        if not any(differences):
            return
        lines = []
        for items, title in zip(differences, ('first set but not the second', 'second set but not the first')):
            if items:
                lines.append(f'Items in the {title}:')
                lines.extend(map(repr, items))
        self._fail(msg, '\n'.join(lines))

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, 'First argument is not a dictionary')
        self.assertIsInstance(d2, dict, 'Second argument is not a dictionary')
        if d1 != d2:
            diff = '\n' + '\n'.join(_ndiff(pprint.pformat(d1).splitlines(), pprint.pformat(d2).splitlines()))
            self._fail(msg, self._truncateMessage('%s != %s' % tuple(_shorten_together(d1, d2)), diff))

    def assertCountEqual(self, first, second, msg=None):
        first, second = list(first), list(second)
        try:
            if Counter(first) == Counter(second):
                return
            one, two = Counter(first), Counter(second)
            differences = [(one[item], two[item], item) for item in dict.fromkeys(first + second) if one[item] != two[item]]
        except TypeError:
            differences = []
            seen = []
            for item in first + second:
                if item not in seen:
                    seen.append(item)
                    counts = sum(each == item for each in first), sum(each == item for each in second)
                    if counts[0] != counts[1]:
                        differences.append((*counts, item))
        if differences:
            lines = ['First has %d, Second has %d:  %r' % each for each in differences]
            self._fail(msg, 'Element counts were not equal:\n' + '\n'.join(lines))

    def assertMultiLineEqual(self, first, second, msg=None):
        self.assertIsInstance(first, str, 'First argument is not a string')
        self.assertIsInstance(second, str, 'Second argument is not a string')
        if first == second:
            return
        if len(first) > self._diffThreshold or len(second) > self._diffThreshold:
            self._baseAssertEqual(first, second, msg)
        # Where one text lacks the end of its last line, both get one more: the difference shows.
        texts = [first, second]
        if any(text and not text.endswith('\n') for text in texts):
            texts = [text + '\n' if text else text for text in texts]
        diff = '\n' + ''.join(_ndiff(*(text.splitlines(keepends=True) for text in texts)))
        self._fail(msg, self._truncateMessage('%s != %s' % tuple(_shorten_together(first, second)), diff))

    def assertIn(self, member, container, msg=None):
        if member not in container:
            self._fail(msg, f'{_short(member)} not found in {_short(container)}')

    def assertNotIn(self, member, container, msg=None):
        if member in container:
            self._fail(msg, f'{_short(member)} unexpectedly found in {_short(container)}')

    def assertIs(self, expr1, expr2, msg=None):
        if expr1 is not expr2:
            self._fail(msg, f'{_short(expr1)} is not {_short(expr2)}')

    def assertIsNot(self, expr1, expr2, msg=None):
        if expr1 is expr2:
            self._fail(msg, f'unexpectedly identical: {_short(expr1)}')

    def assertIsNone(self, obj, msg=None):
        if obj is not None:
            self._fail(msg, f'{_short(obj)} is not None')

    def assertIsNotNone(self, obj, msg=None):
        if obj is None:
            self._fail(msg, 'unexpectedly None')

    def assertIsInstance(self, obj, cls, msg=None):
        if not isinstance(obj, cls):
            self._fail(msg, f'{_short(obj)} is not an instance of {cls!r}')

    def assertNotIsInstance(self, obj, cls, msg=None):
        if isinstance(obj, cls):
            self._fail(msg, f'{_short(obj)} is an instance of {cls!r}')

    def assertLess(self, a, b, msg=None):
        if not a < b:
            self._fail(msg, f'{_short(a)} not less than {_short(b)}')

    def assertLessEqual(self, a, b, msg=None):
        if not a <= b:
            self._fail(msg, f'{_short(a)} not less than or equal to {_short(b)}')

    def assertGreater(self, a, b, msg=None):
        if not a > b:
            self._fail(msg, f'{_short(a)} not greater than {_short(b)}')

    def assertGreaterEqual(self, a, b, msg=None):
        if not a >= b:
            self._fail(msg, f'{_short(a)} not greater than or equal to {_short(b)}')

    def assertRegex(self, text, expected_regex, msg=None):
        regex = re.compile(expected_regex) if isinstance(expected_regex, (str, bytes)) else expected_regex
        if not regex.search(text):
            self._fail(msg, f"Regex didn't match: {regex.pattern!r} not found in {text!r}")

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        regex = re.compile(unexpected_regex) if isinstance(unexpected_regex, (str, bytes)) else unexpected_regex
        match = regex.search(text)
        if match:
            self._fail(msg, f'Regex matched: {match.group()!r} matches {regex.pattern!r} in {text!r}')


class _SubTest(TestCase):
    def __init__(self, test_case, message, params):
        super().__init__()
        self.test_case, self._message, self.params = test_case, message, params
        self.failureException = test_case.failureException

    def runTest(self):
        raise NotImplementedError('subtests cannot be run directly')

    def _subDescription(self):
        parts = [f'[{self._message}]'] if self._message is not _no_message else []
        if self.params:
            parts.append('(' + ', '.join(f'{name}={value!r}' for name, value in self.params.items()) + ')')
        return ' '.join(parts) or '(<subtest>)'

    def id(self):
        return f'{self.test_case.id()} {self._subDescription()}'

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return f'{self.test_case} {self._subDescription()}'


class FunctionTestCase(TestCase):
    """A function as a test."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._setUpFunc, self._tearDownFunc, self._testFunc, self._description = setUp, tearDown, testFunc, description

    def setUp(self):
        if self._setUpFunc is not None:
            self._setUpFunc()

    def tearDown(self):
        if self._tearDownFunc is not None:
            self._tearDownFunc()

    def runTest(self):
        self._testFunc()

    def _parts(self):
        return self._setUpFunc, self._tearDownFunc, self._testFunc, self._description

    def __eq__(self, other):
        return self._parts() == other._parts() if isinstance(other, self.__class__) else NotImplemented

    def __hash__(self):
        return hash((type(self), *self._parts()))

    def id(self):
        return self._testFunc.__name__

    def __str__(self):
        return f'{type(self).__module__}.{type(self).__qualname__} ({self._testFunc.__name__})'

    def shortDescription(self):
        if self._description is not None:
            return self._description
        doc = self._testFunc.__doc__
        return doc and doc.split('\n')[0].strip() or None


class AsyncCase(TestCase):
    """A test whose methods may be coroutines; each test has an event loop of its own."""

    # Makes the loop.
    loop_factory = None

    def __init__(self, methodName='runTest'):
        super().__init__(methodName)
        self._runner = None
        self._context = contextvars.copy_context()

    async def asyncSetUp(self):
        """Called before each test, after `setUp`."""

    async def asyncTearDown(self):
        """Called after each test, before `tearDown`."""

    def addAsyncCleanup(self, function, /, *args, **kwargs):
        self.addCleanup(function, *args, **kwargs)

    async def enterAsyncContext(self, cm):
        cls = type(cm)
        try:
            enter, leave = cls.__aenter__, cls.__aexit__
        except AttributeError:
            raise TypeError(f"'{strclass(cls)}' object does not support the asynchronous context manager protocol") from None
        result = await enter(cm)
        self.addAsyncCleanup(leave, cm, None, None, None)
        return result

    def _call(self, function, *args, **kwargs):
        """Calls what may be a coroutine function. All that a test calls sees the same context variables."""
        import inspect
        if inspect.iscoroutinefunction(function):
            return self._runner.run(function(*args, **kwargs), context=self._context)
        return self._context.run(function, *args, **kwargs)

    def _callSetUp(self):
        self._runner.get_loop()
        self._context.run(self.setUp)
        self._call(self.asyncSetUp)

    def _callTestMethod(self, method):
        if self._call(method) is not None:
            warnings.warn(f'It is deprecated to return a value that is not None from a test case ({method})', DeprecationWarning, stacklevel=4)

    def _callTearDown(self):
        self._call(self.asyncTearDown)
        self._context.run(self.tearDown)

    def _callCleanup(self, function, *args, **kwargs):
        self._call(function, *args, **kwargs)

    @contextlib.contextmanager
    def _loop(self):
        import asyncio
        self._runner = asyncio.Runner(debug=True, loop_factory=self.loop_factory)
        try:
            yield
        finally:
            self._runner.close()
            self._runner = None

    def run(self, result=None):
        with self._loop():
            return super().run(result)

    def debug(self):
        with self._loop():
            super().debug()
