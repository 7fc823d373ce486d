# What doctest tells: verbose runs, summaries, skipped examples, and its test cases.
import doctest
import io
import os
import sys
import types
import unittest

HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep


class Short(io.TextIOBase):
    """Standard output without the folder of this file."""
    encoding = 'utf-8'

    def write(self, text):
        return sys.__stdout__.write(text.replace(HERE, ''))


sys.stdout = Short()


def right():
    """
    >>> 1 + 1
    2
    >>> x = 3
    >>> for i in range(2):
    ...     print(i)
    0
    1
    """


def wrong():
    """
    >>> 1 + 1
    3
    >>> print()
    <BLANKLINE>
    >>> skipped  # doctest: +SKIP
    >>> raise ValueError('what\\n\\nlines')
    Traceback (most recent call last):
      ...
    ValueError: what
    <BLANKLINE>
    lines
    >>> print('a\\n\\nb')
    a
    """


def noted():
    """
    >>> error = KeyError('k')
    >>> error.add_note('look here')
    >>> raise error
    Traceback (most recent call last):
    KeyError: 'k'
    look here
    >>> 1 +* 2
    Traceback (most recent call last):
    SyntaxError: invalid syntax
    """


def none():
    """Nothing to run."""


def all_skipped():
    """
    >>> 1  # doctest: +SKIP
    """


doctest.run_docstring_examples(right, {}, verbose=True)
doctest.run_docstring_examples(wrong, {}, verbose=True, name='W')
runner = doctest.DocTestRunner(verbose=True)
for function in (right, wrong, noted, none, all_skipped):
    for test in doctest.DocTestFinder(exclude_empty=False).find(function, globs={}):
        print(runner.run(test, out=lambda text: None))
print(runner.summarize())
print(runner.summarize(verbose=False))
quiet = doctest.DocTestRunner(verbose=False)
quiet.merge(runner)
quiet.merge(runner)
print(quiet.summarize())

module = types.ModuleType('sample', 'Of a module.\n\n>>> 1\n1\n')
module.f = types.FunctionType(right.__code__, vars(module), 'f')
module.f.__doc__, module.f.__module__ = right.__doc__, 'sample'
sys.modules['sample'] = module
print(doctest.testmod(module, verbose=True))
print(doctest.testmod(module), doctest.master._stats)

globs = {}
exec('from __future__ import annotations', globs)
test = doctest.DocTestParser().get_doctest('>>> def f(x: 1 + 1): pass\n>>> f.__annotations__\n', globs, 'future', 'future.txt', 0)
doctest.DocTestRunner().run(test)

suite = doctest.DocTestSuite(module)
print(suite, [str(type(test)) for test in suite], [test.id() for test in suite], [test.shortDescription() for test in suite])
for function in (wrong, all_skipped):
    test = doctest.DocTestFinder().find(function, function.__name__, globs={}, module=False)[0]
    test.filename, test.lineno = 'place.py', 7
    case = doctest.DocTestCase(test)
    result = unittest.TestResult()
    case.run(result)
    print(repr(case), case == doctest.DocTestCase(test), case == doctest.DocTestCase(test, 1), case.id())
    for _, text in result.failures + result.skipped:
        print(text.partition('Error: ')[2] or text)
path = 'doctest_reports.txt'
with open(path, 'w') as file:
    file.write('Text\n\n>>> 1 + 1\n3\n>>> 5\n5\n')
try:
    print(doctest.testfile(path, verbose=True))
    suite = doctest.DocFileSuite(path, setUp=lambda test: print('set up', sorted(test.globs)))
    for case in suite:
        print(case.id(), case.shortDescription(), os.path.basename(repr(case)))
        result = unittest.TestResult()
        case.run(result)
        print(result.failures[0][1].splitlines()[-6:])
        try:
            case.debug()
        except doctest.DocTestFailure as failure:
            print(repr(failure.got), failure.example.want)
finally:
    os.remove(path)
for bad in (lambda: doctest.testfile('/x'), lambda: doctest.testfile('x', package='y', module_relative=False), lambda: doctest.testsource(3, 'x')):
    try:
        bad()
    except (ValueError, TypeError) as error:
        print(error)
