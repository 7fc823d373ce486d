# What goes wrong before and after the tests of a class or module is reported under the name of the fixture, with what was printed.
import io
import re
import sys
import unittest


def setUpModule():
    print('module up')


def tearDownModule():
    print('module down')
    1 / 0


class Fails(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(print, 'cleaned')
        print('class up')
        raise RuntimeError('no database')

    def test_never(self):
        print('not reached')


class Ends(unittest.TestCase):
    @classmethod
    def tearDownClass(cls):
        print('class down')
        raise RuntimeError('no end')

    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(lambda: [][1])

    def test_prints(self):
        """Prints on both streams."""
        print('out')
        print('err', file=sys.stderr)
        self.fail('after printing')

    def test_quiet(self):
        print('nobody sees this')

    def test_chain(self):
        try:
            self.assertEqual('a' * 100, 'a' * 50 + 'b' + 'a' * 49)
        except AssertionError:
            raise KeyError(3)

    def test_parts(self):
        for i in range(3):
            with self.subTest('part', i=i):
                self.assertNotEqual(i, 1)
                with self.subTest(j=2, i=7):
                    self.skipTest(f'after {i}')
        self.fail('whole')

    @unittest.expectedFailure
    def test_expected(self):
        with self.subTest(good=1):
            pass
        with self.subTest(good=0):
            1 / 0
        print('not reached')

    @unittest.expectedFailure
    def test_unexpected(self):
        pass


class Skipped(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise unittest.SkipTest('not here')

    def test_never(self):
        print('not reached')


def clean(text):
    text = re.sub(r'File ".*fixtures.py"', 'File "fixtures.py"', text)
    return re.sub(r'\d\.\d{3}s', 'TIME', text)


for options in ({'verbosity': 2}, {'verbosity': 1, 'buffer': True}, {'verbosity': 2, 'buffer': True}, {'verbosity': 0, 'failfast': True}):
    stream = io.StringIO()
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    print('===', options)
    stdout, stderr = sys.stdout, sys.stderr
    sys.stderr = io.StringIO()
    result = unittest.TextTestRunner(stream, durations=2 if options['verbosity'] == 2 else None, **options).run(suite)
    told, sys.stderr = sys.stderr.getvalue(), stderr
    text = clean(stream.getvalue())
    # Which tests are slowest is not ours to say.
    text = re.sub(r'(?m)^TIME +test_\w+ .*$', 'TIME a test', text)
    print(text)
    print('stderr:', told)
    print(result, suite.countTestCases(), sum(test is not None for part in suite if part for test in part))
