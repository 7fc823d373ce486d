# Tests named by a command line: by name, by path, by folder; what cannot be loaded says why.
import os
import re
import subprocess
import sys
import tempfile

CASE = '''
import unittest
class A(unittest.TestCase):
    def test_1(self): pass
    @staticmethod
    def test_2(): pass
def suite(): return unittest.TestSuite([A('test_1')])
def case(): return A('test_2')
'''
FILES = {
    'test_one.py': CASE,
    'test_bad.py': 'import nonexisting',
    'test_syntax.py': 'x = = 1',
    'test_skip.py': 'import unittest; raise unittest.SkipTest("not here")',
    'test_load.py': 'def load_tests(*args): 1 / 0',
    'pack/__init__.py': '',
    'pack/test_two.py': CASE,
    'pack/check_four.py': CASE,
    'pack/sub/__init__.py': '',
    'pack/sub/test_three.py': CASE,
    'no_pack/test_no.py': CASE,
    'loads/__init__.py': '''
import os
def load_tests(loader, tests, pattern):
    print('load_tests', pattern, flush=True)
    tests.addTests(loader.discover(os.path.dirname(__file__), pattern=pattern))
    return tests
''',
    'loads/test_five.py': CASE,
}


def run(*args):
    print('###', *(arg.replace(os.getcwd(), 'HERE') for arg in args))
    done = subprocess.run([sys.executable, '-m', 'unittest', *args], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    text = done.stdout.replace(os.getcwd(), 'HERE')
    # Frames of the library itself are its own business.
    text = re.sub(r'  File "(?!HERE)[^"]*", line \d+, in .*\n(?:    .*\n)*', '', text)
    print(re.sub(r'\d\.\d{3}s', 'TIME', text), done.returncode)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for name, text in FILES.items():
        os.makedirs(os.path.dirname(name) or '.', exist_ok=True)
        with open(name, 'w') as file:
            file.write(text)
    run('-v')
    run('discover', '-v', '-s', 'pack', '-t', '.', '-p', 'check*.py')
    run('discover', 'pack', 'test_t*.py', '-v', '-b', '--locals', '-f')
    run('-v', 'test_one.py', './pack/test_two.py', os.path.join(os.getcwd(), 'pack', 'test_two.py'), 'test_one.suite', 'test_one.case')
    run('-v', 'pack.nowhere', 'pack.test_two.A', 'pack.test_two.B', 'test_bad', 'test_syntax', 'test_skip', 'test_load', 'test_one.A.test_9')
    run('discover', '-s', 'nowhere')
    run('discover', '-s', 'no_pack', '-t', '.')
    run('discover', '-p', 'nothing', '--durations', '3')
    run('--help')
    os.chdir('/')
