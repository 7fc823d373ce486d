"""`python -m unittest` and `unittest.main()`."""

import os
import sys

from . import loader, runner
from .signals import installHandler

__unittest = True

_MODULE_EXAMPLES = '''\
Examples:
  {0} test_module               - run tests from test_module
  {0} module.TestClass          - run tests from module.TestClass
  {0} module.Class.test_method  - run specified test method
  {0} path/to/test_file.py      - run tests from test_file.py
'''

_MAIN_EXAMPLES = '''\
Examples:
  {0}                           - run default set of tests
  {0} MyTestSuite               - run suite 'MyTestSuite'
  {0} MyTestCase.testSomething  - run MyTestCase.testSomething
  {0} MyTestCase                - run all 'test*' test methods
                                       in MyTestCase
'''


def _module_name(name):
    """What a command line names: the path of a file below this folder is meant as the module in it."""
    if not os.path.isfile(name) or not name.lower().endswith('.py'):
        return name
    if os.path.isabs(name):
        relative = os.path.relpath(name, os.getcwd())
        if os.path.isabs(relative) or relative.startswith(os.pardir):
            return name
        name = relative
    return os.path.normpath(name)[:-3].replace('\\', '.').replace('/', '.')


def _pattern(text):
    return text if '*' in text else f'*{text}*'


class TestProgram:
    """Loads and runs the tests that a command line names."""

    module = None
    verbosity = 1
    failfast = catchbreak = buffer = progName = warnings = testNamePatterns = None

    def __init__(self, module='__main__', defaultTest=None, argv=None, testRunner=None, testLoader=loader.defaultTestLoader, exit=True,
                 verbosity=1, failfast=None, catchbreak=None, buffer=None, warnings=None, *, tb_locals=False, durations=None):
        if isinstance(module, str):
            self.module = __import__(module)
            for part in module.split('.')[1:]:
                self.module = getattr(self.module, part)
        else:
            self.module = module
        argv = sys.argv if argv is None else argv
        self.exit, self.verbosity, self.failfast, self.catchbreak, self.buffer = exit, verbosity, failfast, catchbreak, buffer
        self.tb_locals, self.durations, self.defaultTest = tb_locals, durations, defaultTest
        self.warnings = 'default' if warnings is None and not sys.warnoptions else warnings
        self.testRunner, self.testLoader = testRunner, testLoader
        self.progName = os.path.basename(argv[0])
        self.parseArgs(argv)
        self.runTests()

    # -- the command line --

    def parseArgs(self, argv):
        """Says which tests are meant, and loads them."""
        self.tests = []
        tests, folders = self._parsers()
        if self.module is None and argv[1:] and argv[1].lower() == 'discover':
            self._discover(folders, argv[2:])
            return
        tests.parse_args(argv[1:], self)
        if self.module is None and not self.tests:
            self._discover(folders, None)
            return
        if self.tests:
            self.testNames = [_module_name(name) for name in self.tests]
            if __name__ == '__main__':
                self.module = None
        elif self.defaultTest is None:
            self.testNames = None
        else:
            self.testNames = (self.defaultTest,) if isinstance(self.defaultTest, str) else list(self.defaultTest)
        self.createTests()

    def createTests(self, from_discovery=False, Loader=None):
        if self.testNamePatterns:
            self.testLoader.testNamePatterns = self.testNamePatterns
        if from_discovery:
            finder = self.testLoader if Loader is None else Loader()
            self.test = finder.discover(self.start, self.pattern, self.top)
        elif self.testNames is None:
            self.test = self.testLoader.loadTestsFromModule(self.module)
        else:
            self.test = self.testLoader.loadTestsFromNames(self.testNames, self.module)

    def _parsers(self):
        """What reads the command line, and what reads one that begins with `discover`."""
        import argparse
        common = argparse.ArgumentParser(add_help=False)
        common.add_argument('-v', '--verbose', dest='verbosity', action='store_const', const=2, help='Verbose output')
        common.add_argument('-q', '--quiet', dest='verbosity', action='store_const', const=0, help='Quiet output')
        common.add_argument('--locals', dest='tb_locals', action='store_true', help='Show local variables in tracebacks')
        common.add_argument('--durations', type=int, default=None, metavar='N', help='Show the N slowest test cases (N=0 for all)')
        # There are no options for what the caller of `main` has decided.
        for dest, short, long, help in (('failfast', '-f', '--failfast', 'Stop on first fail or error'),
                                        ('catchbreak', '-c', '--catch', 'Catch Ctrl-C and display results so far'),
                                        ('buffer', '-b', '--buffer', 'Buffer stdout and stderr during tests')):
            if getattr(self, dest) is None:
                common.add_argument(short, long, dest=dest, action='store_true', help=help)
                setattr(self, dest, False)
        if self.testNamePatterns is None:
            common.add_argument('-k', dest='testNamePatterns', action='append', type=_pattern,
                                help='Only run tests which match the given substring')
            self.testNamePatterns = []

        tests = argparse.ArgumentParser(prog=self.progName, parents=[common], formatter_class=argparse.RawDescriptionHelpFormatter)
        tests.epilog = (_MODULE_EXAMPLES if self.module is None else _MAIN_EXAMPLES).format(self.progName)
        tests.add_argument('tests', nargs='*', help='a list of any number of test modules, classes and test methods.')

        folders = argparse.ArgumentParser(prog=f'{self.progName} discover', parents=[common])
        folders.epilog = 'For test discovery all test modules must be importable from the top level directory of the project.'
        for short, long, dest, help in (('-s', '--start-directory', 'start', "Directory to start discovery ('.' default)"),
                                        ('-p', '--pattern', 'pattern', "Pattern to match tests ('test*.py' default)"),
                                        ('-t', '--top-level-directory', 'top',
                                         'Top level directory of project (defaults to start directory)')):
            folders.add_argument(short, long, dest=dest, metavar=dest.upper(), help=help)
        # The same three may be given by their places.
        for dest in ('start', 'pattern', 'top'):
            folders.add_argument(dest, nargs='?', default=argparse.SUPPRESS, help=argparse.SUPPRESS)

        if self.module is None:
            def print_help(file=None):
                print(tests.format_help(), folders.format_help(), sep='\n', end='', file=file)
            tests.print_help = print_help
        return tests, folders

    def _discover(self, parser, argv, Loader=None):
        self.start, self.pattern, self.top = '.', 'test*.py', None
        if argv is not None:
            parser.parse_args(argv, self)
        self.createTests(from_discovery=True, Loader=Loader)

    # -- running --

    def runTests(self):
        if self.catchbreak:
            installHandler()
        make = self.testRunner or runner.TextTestRunner
        self.result = (self._make_runner(make) if isinstance(make, type) else make).run(self.test)
        if self.exit:
            if self.result.testsRun == 0 and len(self.result.skipped) == 0:
                sys.exit(5)
            sys.exit(not self.result.wasSuccessful())

    def _make_runner(self, make):
        """Makes a runner with as many of the newer options as its class takes."""
        options = {'verbosity': self.verbosity, 'failfast': self.failfast, 'buffer': self.buffer, 'warnings': self.warnings}
        for more in ({'tb_locals': self.tb_locals, 'durations': self.durations}, {}):
            try:
                return make(**options, **more)
            except TypeError:
                pass
        return make()


main = TestProgram
