# What assertions say of values that differ, and what a runner tells of parts of tests.
import difflib
import io
import pprint
import re
import unittest

case = unittest.TestCase()
case.maxDiff = None


def show(method, *args):
    try:
        method(*args)
    except AssertionError as error:
        print(error)
        print('--')


long = 'x' * 500
for one, other in [('x' * 81, 'x' * 80 + 'y'), ('a' * 200, 'b' * 200), (long + 'a', long + 'b'), (long + 'a' * 300, long + 'b' * 10), ('ab' * 50, 'ab' * 25 + 'c' + 'ab' * 25),
                   ([1] * 60, [1] * 59 + [2]), ({1: long}, {1: long + 'q'}), (list(range(30)), list(range(1, 31))), ((1, 2) * 15, (1, 2) * 14)]:
    show(case.assertEqual, one, other)
for one, other in [('a\n', 'a'), ('', 'a\n'), ('a\nb\n', 'a\nb'), ('a\nb', 'a\nc'), ('one\ntwo\nthree\n', 'one\ntoo\nthree\nfour\n')]:
    show(case.assertEqual, one, other)
show(case.assertEqual, {n: str(n) for n in range(12)}, {n: str(n + 1) for n in range(12)})
show(case.assertSequenceEqual, 3, [1])
show(case.assertSequenceEqual, 'ab', 'ac')
show(case.assertSetEqual, {1}, [1])
show(case.assertSetEqual, {1}, 1)
case.maxDiff = 10
show(case.assertEqual, 'a\nb\nc\n', 'a\nd\ne\n')
print('\n'.join(difflib.ndiff(['one\n', 'two 2 3\n', 'three 3\n'], ['three 4\n', 'two 2 4\n', 'one\n'])))


class Parts(unittest.TestCase):
    def test_parts(self):
        for n in range(3):
            with self.subTest('said', n=n):
                self.assertEqual(n % 2, 0)

    def test_skipped_part(self):
        with self.subTest(a=1):
            raise OSError('broken')
        with self.subTest(b=2):
            self.skipTest('later')

    def test_whole(self):
        pass


for verbosity in (0, 1, 2):
    out = io.StringIO()
    unittest.TextTestRunner(out, verbosity=verbosity).run(unittest.defaultTestLoader.loadTestsFromTestCase(Parts))
    print(re.sub(r'in \d+\.\d+s', 'in T', re.sub(r'File ".*?"', 'File "x"', out.getvalue())))
